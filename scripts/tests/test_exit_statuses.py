"""Tests that the documentation of the command line has the exit statuses that its source has."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "Sources" / "SwiftletCommand" / "Support" / "ExitStatus.swift"
PAGE = ROOT / "docs" / "command-line.md"


class ExitStatuses(unittest.TestCase):
    def test_the_page_has_those_of_the_source(self):
        source = SOURCE.read_text(encoding="utf-8")
        numbers = dict(re.findall(r"case (\w+) = (\d+)", source))
        meanings = dict(re.findall(r'case \.(\w+): "([^"]+)"', source))
        self.assertEqual(numbers.keys(), meanings.keys())
        rows = "".join(f"| {numbers[name]} | {meanings[name]} |\n" for name in numbers)
        self.assertIn(f"## Exit statuses\n\n| Status | Meaning |\n|---|---|\n{rows}\n", PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
