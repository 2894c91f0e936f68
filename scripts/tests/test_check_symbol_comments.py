"""Tests of check-symbol-comments.py."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from loading import load_script

checker = load_script("check-symbol-comments.py")


def symbol(name: str, comment: list[str] | None, kind: str = "swift.struct", **more) -> dict:
    described = {"kind": {"identifier": kind}, "pathComponents": name.split("."), **more}
    if comment is not None:
        described["docComment"] = {"lines": [{"text": line} for line in comment]}
    return described


class CheckSymbolComments(unittest.TestCase):
    def missing(self, *symbols: dict) -> list[str]:
        return list(checker.symbols_without_comment({"module": {"name": "Wire"}, "symbols": list(symbols)}))

    def test_comments_are_required(self):
        self.assertEqual(self.missing(symbol("A", ["A thing."])), [])
        self.assertEqual(self.missing(symbol("A.b", None)), ["Wire.A.b has no documentation comment"])
        self.assertEqual(self.missing(symbol("A.b", ["", " "])), ["Wire.A.b has no documentation comment"])

    def test_place(self):
        place = {"uri": "file:///a%20b/C.swift", "position": {"line": 4, "character": 0}}
        self.assertEqual(
            self.missing(symbol("C", None, location=place)), ["/a b/C.swift:5: Wire.C has no documentation comment"]
        )

    def test_extensions_need_none(self):
        self.assertEqual(self.missing(symbol("Int", None, kind="swift.extension")), [])

    def test_status(self):
        with tempfile.TemporaryDirectory() as folder:
            for comment, expected in ((["Good."], 0), (None, 1)):
                graph = {"module": {"name": "Wire"}, "symbols": [symbol("A", comment)]}
                path = Path(folder) / "Wire.symbols.json"
                path.write_text(json.dumps(graph), encoding="utf-8")
                with contextlib.redirect_stderr(io.StringIO()):
                    self.assertEqual(checker.main([str(path)]), expected)


if __name__ == "__main__":
    unittest.main()
