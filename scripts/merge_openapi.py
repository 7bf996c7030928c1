#!/usr/bin/env python3
"""Merges src/**/openapi.yaml into one OpenAPI 3.1 document and fails on clashes."""
import argparse
import json
import pathlib
import sys

import yaml


def merge(into, from_, where, path=""):
    for key, value in from_.items():
        if key not in into:
            into[key] = value
        elif isinstance(into[key], dict) and isinstance(value, dict):
            merge(into[key], value, where, f"{path}/{key}")
        elif isinstance(into[key], list) and isinstance(value, list) and path == "":
            into[key] += value
        elif into[key] != value:
            sys.exit(f"{where}: {path}/{key} is already declared elsewhere with another meaning")


def composed(node):
    """The names of the schemas that an allOf of the document is made of."""
    names = set()
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        names |= composed(value)
    if isinstance(node, dict):
        names |= {part["$ref"].rsplit("/", 1)[1] for part in node.get("allOf", []) if "$ref" in part}
    return names


def close(node, open_names):
    """Objects have the properties they name and no others, unless they say so themselves."""
    if isinstance(node, list):
        for value in node:
            close(value, open_names)
        return
    if not isinstance(node, dict):
        return
    if "allOf" in node:
        node["unevaluatedProperties"] = False
        for part in node["allOf"]:
            close(part.get("properties", {}), open_names)
        return
    if node.get("$ref", "").rsplit("/", 1)[-1] in open_names:
        node["unevaluatedProperties"] = False
    if node.get("type") == "object" and "properties" in node:
        node.setdefault("additionalProperties", False)
    for value in node.values():
        close(value, open_names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    document = {"openapi": "3.1.0"}
    for path in sorted((args.root / "src").rglob("openapi.yaml")):
        merge(document, yaml.safe_load(path.read_text()) or {}, path.relative_to(args.root))
    schemas = document.get("components", {}).get("schemas", {})
    open_names = composed(document)
    for name in open_names:
        close(schemas[name].get("properties", {}), open_names)
    close({name: schema for name, schema in schemas.items() if name not in open_names}, open_names)
    close(document.get("paths", {}), open_names)
    operations = {}
    for route, methods in document.get("paths", {}).items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            name = operation.get("operationId") or sys.exit(f"{method} {route}: no operationId")
            if name in operations:
                sys.exit(f"{method} {route}: operationId {name} is also {operations[name]}")
            operations[name] = f"{method} {route}"
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
