#!/usr/bin/env python3
"""Checks that every public symbol has a documentation comment, its own or its protocol requirement's.

usage: check-symbol-comments.py SYMBOL-GRAPH…    (JSON files as `swift package dump-symbol-graph` writes them)
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

# An extension of another module's type has no page of its own; what it adds has.
WITHOUT_COMMENT = {"swift.extension"}


def symbols_without_comment(graph: dict) -> Iterator[str]:
    """A line for each symbol of a graph that has no comment: where it is declared, and its name."""
    for symbol in graph["symbols"]:
        comment = symbol.get("docComment", {}).get("lines", [])
        if symbol["kind"]["identifier"] in WITHOUT_COMMENT or any(line["text"].strip() for line in comment):
            continue
        name = ".".join([graph["module"]["name"], *symbol["pathComponents"]])
        place = ""
        if location := symbol.get("location"):
            place = f"{unquote(urlparse(location['uri']).path)}:{location['position']['line'] + 1}: "
        yield f"{place}{name} has no documentation comment"


def main(paths: list[str]) -> int:
    missing = []
    for path in paths:
        missing += symbols_without_comment(json.loads(Path(path).read_text(encoding="utf-8")))
    for line in missing:
        print(f"error: {line}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
