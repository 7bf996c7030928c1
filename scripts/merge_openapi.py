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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    document = {"openapi": "3.1.0"}
    for path in sorted((args.root / "src").rglob("openapi.yaml")):
        merge(document, yaml.safe_load(path.read_text()) or {}, path.relative_to(args.root))
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
