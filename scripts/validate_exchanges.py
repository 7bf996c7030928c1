#!/usr/bin/env python3
"""Validates the answers that the scenario tests recorded against the OpenAPI document (RUN-11).

validate_exchanges.py openapi.json exchanges.jsonl... [--complete]
Each line: {"operation_id", "method", "path", "status", "content_type", "bytes", "body"}, the body null unless it is
JSON. With --complete every documented operation must have been answered with success at least once.
"""
import argparse
import collections
import json
import pathlib
import re
import sys

import jsonschema


formats = jsonschema.FormatChecker(formats=())


@formats.checks("date-time")
def is_time(value):
    """Times are RFC 3339 in UTC with milliseconds."""
    return not isinstance(value, str) or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value)


def response_of(document, operation, status):
    """The response object for a status: exact, range (2XX), then default."""
    responses = operation.get("responses", {})
    for key in (str(status), f"{str(status)[0]}XX", "default"):
        if key in responses:
            found = responses[key]
            if "$ref" in found:
                found = document["components"]["responses"][found["$ref"].rsplit("/", 1)[1]]
            return found
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=pathlib.Path)
    parser.add_argument("exchanges", type=pathlib.Path, nargs="+")
    parser.add_argument("--complete", action="store_true")
    args = parser.parse_args()
    document = json.loads(args.document.read_text())
    paths = document["paths"].values()
    operations = {o["operationId"]: o for path in paths for m, o in path.items() if m != "parameters"}
    validators, problems, answered = {}, collections.Counter(), set()

    def check(exchange):
        operation_id, status, content_type = (exchange[k] for k in ("operation_id", "status", "content_type"))
        operation = operations.get(operation_id)
        if operation is None:
            return "is not in the document"
        response = response_of(document, operation, status)
        if response is None:
            return f"status {status} is not documented"
        media = content_type.split(";")[0].strip()
        content = response.get("content")
        if not content:
            return None if not exchange["bytes"] else f"{status}: a body came where none is documented"
        described = content.get(media) or content.get(media.split("/")[0] + "/*")
        if described is None:
            return f"{status}: {media or 'no content type'} is not documented"
        schema = described.get("schema")
        if not schema or "json" not in media:
            return None
        key = (operation_id, status, media)
        if key not in validators:
            whole = {**schema, "components": document["components"]}  # where the schema's references point
            validators[key] = jsonschema.Draft202012Validator(whole, format_checker=formats)
        error = next(iter(sorted(validators[key].iter_errors(exchange["body"]), key=str)), None)
        return f"{status}: {error.json_path}: {error.message[:200]}" if error else None

    count = 0
    lines = [line for file in args.exchanges for line in file.read_text().splitlines()]
    for exchange in map(json.loads, lines):
        if not exchange.get("operation_id"):
            continue
        count += 1
        problem = check(exchange)
        if problem:
            problems[f"{exchange['operation_id']}: {problem}"] += 1
        elif exchange["status"] < 400:
            answered.add(exchange["operation_id"])
    for problem, times in sorted(problems.items()):
        print(f"openapi: {problem} ({times}×)")
    silent = sorted(set(operations) - answered) if args.complete else []
    for operation in silent:
        print(f"openapi: {operation}: no scenario ever got a successful answer")
    print(f"openapi: {count} recorded answers of {len(answered)} operations checked, {len(problems) + len(silent)} findings")
    sys.exit(1 if problems or silent else 0)


if __name__ == "__main__":
    main()
