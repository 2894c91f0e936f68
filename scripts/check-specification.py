#!/usr/bin/env python3
"""Checks that each test that docs/specification.md names exists, and that each of its promises has one.

In the last column of its tables a test is `Suite/function`, all tests of a suite are `Suite`, and what is no Swift test is the path of
its file. usage: check-specification.py
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path("docs/specification.md")
HEADER = ["Promise", "Enforced by"]

# A type at the top level of a file, and a test function: the first one behind its attribute, whose arguments may be anything.
SUITE = re.compile(r"^(?:(?!//)[^\n{]*\s)?(?:struct|class|actor|enum|extension) (\w+)", re.MULTILINE)
TEST = re.compile(r"^ *@Test\b", re.MULTILINE)
FUNCTION = re.compile(r"\bfunc (\w+)")


def tests_in(source: str) -> dict[str, set[str]]:
    """The test functions of each suite in a Swift file."""
    suites: dict[str, set[str]] = {}
    types = [match for match in SUITE.finditer(source) if not match[0].startswith(" ")]
    for attribute in TEST.finditer(source):
        enclosing = [match[1] for match in types if match.start() < attribute.start()]
        function = FUNCTION.search(source, attribute.end())
        if enclosing and function:
            suites.setdefault(enclosing[-1], set()).add(function[1])
    return suites


def promises_of(page: str) -> Iterable[tuple[str, list[str]]]:
    """Each promise of a page, with what it says enforces it."""
    inside = False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells == HEADER:
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|--"):
            yield cells[0], re.findall(r"`([^`]+)`", cells[-1])


def problems_of(page: str, suites: dict[str, set[str]], root: Path) -> list[str]:
    problems = []
    promises = list(promises_of(page))
    if not promises:
        problems.append("there is no table of promises")
    for promise, tests in promises:
        if not tests:
            problems.append(f"nothing enforces: {promise}")
        for name in tests:
            suite, _, function = name.partition("/")
            if "." in name:
                exists = (root / name).is_file()
            else:
                exists = suite in suites and (not function or function in suites[suite])
            if not exists:
                problems.append(f"there is no test {name}, which is to enforce: {promise}")
    return problems


def main() -> int:
    suites: dict[str, set[str]] = {}
    for path in (ROOT / "Tests").rglob("*.swift"):
        for suite, functions in tests_in(path.read_text(encoding="utf-8")).items():
            suites.setdefault(suite, set()).update(functions)
    problems = problems_of((ROOT / PAGE).read_text(encoding="utf-8"), suites, ROOT)
    for problem in problems:
        print(f"error: {PAGE}: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
