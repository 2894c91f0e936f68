"""Tests of check-test-report.py."""

import json
import unittest

from loading import load_script

checker = load_script("check-test-report.py")


def identifier(name: str) -> str:
    return f"{name}/File.swift:3:2"


def test(name: str) -> dict:
    return {"kind": "test", "payload": {"kind": "function", "id": identifier(name)}}


def event(kind: str, name: str | None = None, **more: object) -> dict:
    payload = {"kind": kind, **more}
    if name:
        payload["testID"] = identifier(name)
    return {"kind": "event", "payload": payload}


def issue(name: str | None, *, failure: bool, known: bool) -> dict:
    return event("issueRecorded", name, issue={"isFailure": failure, "isKnown": known})


def ended(name: str) -> dict:
    return event("testEnded", name)


class CheckTestReport(unittest.TestCase):
    def judge(self, entries: list[dict], skips: str = "", cut: str = "") -> tuple[list[str], str]:
        run = checker.read_run([json.dumps(entry) + "\n" for entry in entries] + [cut] * bool(cut))
        return checker.problems_of(run, checker.read_skips(skips)), checker.summary_of(run)

    def test_passing_run(self):
        entries = [test("M.a()"), test("M.S/b()"), ended("M.a()"), ended("M.S/b()"), event("runEnded")]
        self.assertEqual(self.judge(entries), ([], "2 passed, 0 failed, 0 skipped"))

    def test_run_without_tests(self):
        problems, summary = self.judge([event("runEnded")])
        self.assertEqual((problems, summary), (["no test ran"], "0 passed, 0 failed, 0 skipped"))

    def test_failed_test(self):
        entries = [test("M.a()"), issue("M.a()", failure=True, known=False), ended("M.a()"), event("runEnded")]
        self.assertEqual(self.judge(entries), (["failed: M.a()"], "0 passed, 1 failed, 0 skipped"))

    def test_issue_outside_of_tests(self):
        entries = [test("M.a()"), ended("M.a()"), issue(None, failure=True, known=False), event("runEnded")]
        problems, _ = self.judge(entries)
        self.assertEqual(problems, ["an issue was recorded outside of any test function"])

    def test_crash(self):
        problems, summary = self.judge([test("M.a()"), test("M.b()"), ended("M.b()")], cut='{"kind":"eve')
        self.assertEqual(problems, ["the test run did not end", "did not end: M.a()"])
        self.assertEqual(summary, "1 passed, 1 failed, 0 skipped")

    def test_everything_that_does_not_vouch_must_be_listed(self):
        silent = {
            "M.skipped()": [event("testSkipped", "M.skipped()")],
            "M.cancelled()": [event("testCancelled", "M.cancelled()"), ended("M.cancelled()")],
            "M.caseCancelled(n:)": [event("testCaseCancelled", "M.caseCancelled(n:)"), ended("M.caseCancelled(n:)")],
            "M.known()": [issue("M.known()", failure=False, known=True), ended("M.known()")],
        }
        for name, events in silent.items():
            with self.subTest(name):
                entries = [test(name), *events, event("runEnded")]
                problems, summary = self.judge(entries)
                self.assertEqual(problems, [f"skipped, cancelled or a known issue, and not in the list: {name}"])
                self.assertEqual(summary, "0 passed, 0 failed, 1 skipped")
                self.assertEqual(self.judge(entries, f"# reasons\n\n{name} # why\n")[0], [])

    def test_stale_list(self):
        problems, _ = self.judge([test("M.a()"), ended("M.a()"), event("runEnded")], "M.a()\nM.gone()\n")
        self.assertEqual(
            problems,
            [f"in the list, but it ran and passed, or does not exist: {name}" for name in ("M.a()", "M.gone()")],
        )

    def test_list_for_a_run(self):
        text = "A.f()  # why\nA.S/g(n:) [standard]  # why\nAB.h()\n# only a comment [standard]\n"
        everywhere = {"A.f()", "AB.h()"}
        self.assertEqual(checker.read_skips(text), everywhere)
        self.assertEqual(checker.read_skips(text, kvm="standard"), everywhere | {"A.S/g(n:)"})
        self.assertEqual(checker.read_skips(text, kvm="standard", only="A"), {"A.f()", "A.S/g(n:)"})
        self.assertEqual(checker.read_skips(text, without=["A"]), {"AB.h()"})
        self.assertEqual(checker.read_skips(text, without=["A", "AB"]), set())

    def test_warning_is_not_a_failure(self):
        entries = [test("M.a()"), issue("M.a()", failure=False, known=False), ended("M.a()"), event("runEnded")]
        self.assertEqual(self.judge(entries), ([], "1 passed, 0 failed, 0 skipped"))


if __name__ == "__main__":
    unittest.main()
