#!/usr/bin/env python3
"""Judges a test run by its event stream, which `swift test --experimental-event-stream-output REPORT` writes.

A run is good if every test ended without a failure and the tests that did not vouch for anything (skipped, cancelled,
without cases, or passed by a known issue) are exactly those that .ci/skips.txt has for it. A run without tests is not
good. The last line of output is `N passed, N failed, N skipped`.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

SKIPS = Path(__file__).parent.parent / ".ci" / "skips.txt"


@dataclass
class Test:
    """One test function and what the run said of it."""

    name: str
    ended: bool = False
    failed: bool = False
    vouches: bool = True


@dataclass
class Run:
    tests: dict[str, Test] = field(default_factory=dict)
    ended: bool = False
    failed_outside_tests: bool = False

    def record(self, event: dict) -> None:
        test = self.tests.get(event.get("testID", ""))
        match event["kind"]:
            case "runEnded":
                self.ended = True
            case "issueRecorded" if test is None:
                self.failed_outside_tests |= event["issue"]["isFailure"]
            case "issueRecorded":
                test.failed |= event["issue"]["isFailure"]
                test.vouches &= not event["issue"]["isKnown"]
            case "testSkipped" if test:
                test.ended = True
                test.vouches = False
            case "testCancelled" | "testCaseCancelled" if test:
                test.vouches = False
            case "testEnded" if test:
                test.ended = True


def read_run(lines: Iterable[str]) -> Run:
    run = Run()
    for line in lines:
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            break  # A crash cut the stream short; the tests that did not end tell.
        payload = entry["payload"]
        if entry["kind"] == "test" and payload["kind"] == "function":
            # An identifier ends in the test's position in its file, which a list must not depend on.
            name = re.sub(r"/[^/]+:\d+:\d+$", "", payload["id"])
            run.tests[payload["id"]] = Test(name)
        elif entry["kind"] == "event":
            run.record(payload)
    return run


def read_skips(text: str, kvm: str | None = None, only: str | None = None, without: Iterable[str] = ()) -> set[str]:
    """Reads the names, one a line, that a list has for a run: on that KVM, of one module only or of all without some.

    A KVM in square brackets after a name limits the line to it; `#` starts a comment, alone on its line or after a blank.
    """
    names = set()
    for line in text.splitlines():
        entry = re.sub(r"(^|\s)#.*", "", line).strip()
        name, place = re.fullmatch(r"(.*?)(?:\s+\[([^\]]*)\])?", entry).groups()
        module = name.split(".")[0]
        if name and place in (None, kvm) and only in (None, module) and module not in without:
            names.add(name)
    return names


def problems_of(run: Run, allowed: set[str]) -> list[str]:
    problems = []
    if not run.tests:
        problems.append("no test ran")
    if not run.ended:
        problems.append("the test run did not end")
    if run.failed_outside_tests:
        problems.append("an issue was recorded outside of any test function")
    for test in run.tests.values():
        if not test.ended:
            problems.append(f"did not end: {test.name}")
        elif test.failed:
            problems.append(f"failed: {test.name}")
    silent = {test.name for test in run.tests.values() if test.ended and not test.vouches}
    problems += [f"skipped, cancelled or a known issue, and not in the list: {name}" for name in sorted(silent - allowed)]
    problems += [f"in the list, but it ran and passed, or does not exist: {name}" for name in sorted(allowed - silent)]
    return problems


def summary_of(run: Run) -> str:
    failed = sum(test.failed or not test.ended for test in run.tests.values())
    skipped = sum(test.ended and not test.failed and not test.vouches for test in run.tests.values())
    return f"{len(run.tests) - failed - skipped} passed, {failed} failed, {skipped} skipped"


def main(arguments: argparse.Namespace) -> int:
    try:
        with open(arguments.report, encoding="utf-8") as lines:
            run = read_run(lines)
    except FileNotFoundError:
        print(f"error: no test report at {arguments.report}: the tests did not start", file=sys.stderr)
        return 1
    skips = read_skips(SKIPS.read_text(encoding="utf-8"), arguments.kvm, arguments.only, arguments.without)
    problems = problems_of(run, skips)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    print(summary_of(run), flush=True)
    return 1 if problems else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report")
    parser.add_argument("--kvm", choices=["standard"], help="the KVM that the run was on, if not this machine's")
    modules = parser.add_mutually_exclusive_group()
    modules.add_argument("--only", metavar="MODULE", help="the run was of this module's tests")
    modules.add_argument(
        "--without", metavar="MODULE", action="append", default=[], help="the run was of all but this module's tests")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(parse(sys.argv[1:])))
