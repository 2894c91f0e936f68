"""Tests of check-specification.py, and that the page passes it."""

import tempfile
import unittest
from pathlib import Path

from loading import load_script

checker = load_script("check-specification.py")

SOURCE = '''
/// A struct of tests in a comment is none: struct Commented
@Suite("The struct of it")
struct FirstTests {
    private struct Inner {}
    private func helper() {}

    @Test func plain() throws {}

    @Test(arguments: [
        (1, { "}" }), (2, { "struct Text {" }),
    ])
    private func withArguments(_ number: Int, _ text: () -> String) throws {}
}

private enum Between {}

final class SecondTests {
    @Test("a name", .disabled(if: true))
    func named() {}
}

extension FirstTests {
    @Test func added() {}
}
'''

PAGE = """
| Other | Table |
|---|---|
| row | without a test |

| Promise | Enforced by |
|---|---|
| One with `code` in it | `FirstTests/plain`, `SecondTests` |
| Two | `scripts/tests/test_it.py` |
"""


class CheckSpecification(unittest.TestCase):
    def problems(self, page: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "scripts", "tests", "test_it.py")
            path.parent.mkdir(parents=True)
            path.touch()
            return checker.problems_of(page, checker.tests_in(SOURCE), Path(folder))

    def test_tests_of_a_file(self):
        self.assertEqual(
            checker.tests_in(SOURCE), {"FirstTests": {"plain", "withArguments", "added"}, "SecondTests": {"named"}})

    def test_a_page_that_is_right(self):
        self.assertEqual(self.problems(PAGE), [])

    def test_tests_that_do_not_exist(self):
        for name in ["FirstTests/helper", "FirstTests/gone", "SecondTests/plain", "Between", "Commented", "scripts/tests/gone.py"]:
            with self.subTest(name):
                problems = self.problems(PAGE.replace("FirstTests/plain", name))
                self.assertEqual(problems, [f"there is no test {name}, which is to enforce: One with `code` in it"])

    def test_a_promise_without_a_test(self):
        self.assertEqual(self.problems(PAGE + "| Three | everyone |\n"), ["nothing enforces: Three"])

    def test_a_page_without_promises(self):
        self.assertEqual(self.problems("# A page\n"), ["there is no table of promises"])

    def test_the_page(self):
        self.assertEqual(checker.main(), 0)


if __name__ == "__main__":
    unittest.main()
