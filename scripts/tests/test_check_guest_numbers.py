"""Tests of check-guest-numbers.py."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from loading import load_script

checker = load_script("check-guest-numbers.py")


class CheckGuestNumbers(unittest.TestCase):
    def violations(self, path: str, text: str) -> list[str]:
        """What is wrong with one file, besides the absence of those that are listed."""
        return [line for line in checker.violations({path: text}) if line.startswith(f"{path}:")]

    def assertRefused(self, text: str, line: int = 1):
        found = self.violations("Calls/New.swift", text)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"Calls/New.swift:{line}: "), found)

    def test_this_checkout(self):
        self.assertEqual(checker.main(Path(checker.__file__).parent.parent / "Sources"), 0)

    def test_raw_numbers(self):
        self.assertRefused("let a = 1\nlet size = range.count.rawBits", line=2)
        self.assertRefused('"\\(range.count.rawBits)"')
        self.assertRefused("let word = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)")
        self.assertRefused("let word = bytes.load(as: UInt64.self)")
        self.assertRefused("let word = resources.memory.load(address, as: UInt64.self)")
        self.assertRefused("let bits = unsafeBitCast(number, to: UInt64.self)")
        for register in ["rip", "rsp", "rdi", "rax", "r8", "r15", "rflags"]:
            self.assertRefused(f"let value = machine.registers.{register}")

    def test_traps(self):
        for text in ["a!", "a.first!.b", "f()!", "a[0]!", "try! f()", "a as! B"]:
            self.assertRefused(text)

    def test_what_is_no_trap(self):
        for text in ["a != b", "!a", "guard !f(a) else", 'print("Stop!")', "// Stop!", '"""\nStop!\n"""', "a, !b"]:
            self.assertEqual(self.violations("Calls/New.swift", text), [], text)

    def test_comments_may_name_anything(self):
        self.assertEqual(self.violations("Calls/New.swift", "// as rawBits has it\n/// `rawBits`"), [])

    def test_registers_in_other_words(self):
        self.assertEqual(self.violations("Calls/New.swift", "a.ripe; a.r80; rip; a.errorCode"), [])

    def test_listed_files(self):
        self.assertEqual(self.violations("Memory/MemoryFile.swift", "Int(exactly: range.count.rawBits)"), [])
        self.assertIn("is listed", self.violations("Memory/MemoryFile.swift", "let a = 1")[0])
        self.assertIn("does not exist", "\n".join(checker.violations({})))

    def test_types_hand_out_no_plain_integers(self):
        path = "Memory/GuestRange.swift"
        for text in [
            "var size: Int { 1 }",
            "let size: UInt64",
            "var size: UInt64?",
            "var size: Int = 1",
            "func size(of part: Self) -> UInt64 { 1 }",
            "func size<Number>(_ number: Number) -> Int? where Number: Equatable {",
        ]:
            found = self.violations(path, text)
            self.assertEqual(len(found), 1, text)
            self.assertIn("size hands out a plain integer", found[0])
        for text in ["var size: GuestNumber { 1 }", "func size(by limit: Int) -> Bool { true }"]:
            self.assertEqual(self.violations(path, text), [], text)

    def test_messages(self):
        def found(path: str, text: str) -> list[str]:
            return [line for line in checker.violations({path: text}, checker.WIRE_RULES, {}) if line.startswith(f"{path}:")]

        for text in ["Int(try view.scalar(0))", "span.unsafeLoad(as: UInt8.self)", "bytes.loadUnaligned(as: UInt8.self)", "a!"]:
            self.assertEqual(len(found("Messages/New.swift", text)), 1, text)
        for text in ["Int(bitPattern: base)", "let count: Int = 1", "Int64(value)", "UInt(1)"]:
            self.assertEqual(found("Messages/New.swift", text), [], text)

    def test_status(self):
        with tempfile.TemporaryDirectory() as folder:
            with contextlib.redirect_stderr(io.StringIO()) as errors:
                self.assertEqual(checker.main(Path(folder)), 1)
            self.assertIn("does not exist", errors.getvalue())


if __name__ == "__main__":
    unittest.main()
