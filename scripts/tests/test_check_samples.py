"""Tests of check-samples.py."""

import tempfile
import unittest
from pathlib import Path

from loading import load_script

checker = load_script("check-samples.py")

SOURCE = """\
import GuestSDK

struct Wrapper {
    // sample: greet
    func greet() {
        print("hello")
    }
    // end sample
}

// sample: open
let unfinished = true
"""

GREET = 'func greet() {\n    print("hello")\n}'


class CheckSamples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        for name in ("examples", "Sources"):
            (self.root / name).mkdir()
            (self.root / name / "a.swift").write_text(SOURCE, encoding="utf-8")

    def problem(self, text: str) -> str:
        """What is wrong with the blocks of a document, or nothing."""
        try:
            for block in checker.blocks_of(text):
                checker.check(block, self.root)
        except checker.SampleError as error:
            return str(error)
        return ""

    def test_region_and_whole_file(self):
        self.assertEqual(self.problem(f"<!-- sample: examples/a.swift#greet -->\n```swift\n{GREET}\n```\n"), "")
        self.assertEqual(self.problem(f"<!-- sample: examples/a.swift -->\n\n````swift\n{SOURCE}````\n"), "")

    def test_block_in_a_list_is_compared_without_its_indentation(self):
        indented = "".join(f"   {line}\n" for line in GREET.splitlines())
        self.assertEqual(
            self.problem(f"1. Do:\n\n   <!-- sample: examples/a.swift#greet -->\n   ```swift\n{indented}   ```\n"), ""
        )

    def test_difference_is_found(self):
        problem = self.problem('<!-- sample: examples/a.swift#greet -->\n```swift\nprint("hello")\n```\n')
        self.assertEqual(problem, "the block differs from its source examples/a.swift#greet")

    def test_sources_that_cannot_be(self):
        wrong = {
            "examples/a.swift#none": "examples/a.swift has 0 regions named none, not one",
            "examples/a.swift#open": "the region open of examples/a.swift has no end",
            "examples/b.swift": "there is no file examples/b.swift",
            "Sources/a.swift": "Sources/a.swift is not under",
            "examples/../Sources/a.swift": "examples/../Sources/a.swift is not under",
        }
        for source, expected in wrong.items():
            with self.subTest(source):
                problem = self.problem(f"<!-- sample: {source} -->\n```swift\n{GREET}\n```\n")
                self.assertTrue(problem.startswith(expected), problem)

    def test_markers_that_are_needed(self):
        self.assertIn("without a language", self.problem("```\nx\n```\n"))
        self.assertIn("Swift block", self.problem("```swift\nlet x = 1\n```\n"))
        self.assertIn("Swift block", self.problem("<!-- shown: a fragment -->\n```swift\nlet x = 1\n```\n"))
        self.assertIn("shell block", self.problem("```bash\nmake hello\n```\n"))
        self.assertIn("says why", self.problem("<!-- shown: -->\n```bash\nmake hello\n```\n"))
        self.assertIn("only shell", self.problem("<!-- run -->\n```c\nint x;\n```\n"))
        self.assertIn("marker without a block", self.problem("<!-- run -->\ntext\n```bash\ntrue\n```\n"))
        self.assertIn("marker without a block", self.problem("<!-- run -->\n"))

    def test_blocks_that_need_none(self):
        self.assertEqual(self.problem("```text\nx\n```\n"), "")
        self.assertEqual(self.problem("<!-- run -->\n```bash\nmake hello\n```\n"), "")
        self.assertEqual(self.problem("<!-- shown: needs another machine -->\n```sh\nreboot\n```\n"), "")

    def test_code_by_indentation_alone(self):
        self.assertIn("line 3: code by indentation", self.problem("Do:\n\n    let x = 1\n"))
        self.assertIn("line 1: code by indentation", self.problem("\tlet x = 1\n"))
        self.assertEqual(self.problem("- A list whose item\n    goes on.\n"), "")

    def test_documentation_comments(self):
        marker = "    /// <!-- sample: examples/a.swift#greet -->\n"
        quote = "".join(f"    /// {line}\n" for line in f"```swift\n{GREET}\n```".splitlines())
        declaration = "    func f() {}  // ```swift\n\n    //// ```swift\n"
        self.assertEqual(self.problem(checker.comments_of(f"    /// Says hello.\n    ///\n{marker}{quote}{declaration}")), "")
        self.assertIn("Swift block", self.problem(checker.comments_of(f"    /// Says hello.\n    ///\n{quote}{declaration}")))
        self.assertIn(
            "line 3: code by indentation",
            self.problem(checker.comments_of("    /// Says hello.\n    ///\n    ///     greet()\n    func f() {}\n")),
        )
        self.assertIn(
            "differs", self.problem(checker.comments_of(f"{marker}{quote}".replace("hello", "goodbye") + declaration))
        )

    def test_documents(self):
        for name in ("README.md", "docs/a.md", "Sources/M/M.docc/M.md", "examples/b/.build/checkouts/c.md"):
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("Text.\n", encoding="utf-8")
        self.assertEqual(
            [str(path.relative_to(self.root)) for path in checker.documents(self.root)],
            ["README.md", "Sources/M/M.docc/M.md", "Sources/a.swift", "docs/a.md"],
        )

    def test_run(self):
        checker.run(checker.Block("bash", "test -d examples", 1, "run"), self.root)
        with self.assertRaises(checker.SampleError):
            checker.run(checker.Block("bash", "false\ntrue", 1, "run"), self.root)

    def test_run_in_a_folder(self):
        checker.run(checker.Block("bash", "test -e a.swift", 1, "run", "examples"), self.root)
        with self.assertRaises(checker.SampleError):
            checker.run(checker.Block("bash", "test -e a.swift", 1, "run"), self.root)

    def test_output(self):
        (self.root / checker.IMAGES).mkdir(parents=True)
        (self.root / checker.PROGRAMS).mkdir(parents=True)
        program = self.root / checker.PROGRAMS / "greet"
        program.write_text("#!/bin/sh\necho hello\nexit 3\n", encoding="utf-8")
        program.chmod(0o755)
        checker.run(checker.Block("text", "hello", 1, "output", "greet"), self.root)
        with self.assertRaises(checker.SampleError):
            checker.run(checker.Block("text", "good morning", 1, "output", "greet"), self.root)
        self.assertIn("which command", self.problem("<!-- output: -->\n```text\nx\n```\n"))


if __name__ == "__main__":
    unittest.main()
