"""Tests of bench-plots.py."""

import unittest
from pathlib import Path

from loading import load_script

plots = load_script("bench-plots.py")


def row(curve: str, x: float, ours: float | None, floor: float) -> dict:
    figures = {"ours": ours, "floor": floor}
    row = {side: {"median": y, "p99": 2 * y, "samples": 1} for side, y in figures.items() if y is not None}
    return row | {"point": {"curve": curve, "axis": "bytes", "x": x}}


class Curves(unittest.TestCase):
    def test_groups_rows_and_orders_them(self):
        rows = [row("in", 64, 3000, 1), row("out", 1, 1, 1), {"name": "drop"}, row("in", 8, 2000, 1)]
        found = plots.curves({"rows": rows})
        self.assertEqual(list(found), ["in", "out"])
        self.assertEqual([row["point"]["x"] for row in found["in"]], [8, 64])


class Script(unittest.TestCase):
    def script(self, *rows: dict) -> list[str]:
        return plots.script("in", list(rows), "svg", Path("in.svg")).splitlines()

    def test_plots_microseconds(self):
        lines = self.script(row("in", 8, 2000, 500))
        self.assertIn("8 2", lines)
        self.assertIn("8 0.5", lines)
        self.assertEqual(lines[-1].count(" with "), 4)

    def test_plots_a_floor_alone(self):
        lines = self.script(row("in", 8, None, 500))
        self.assertEqual(lines[-1].count(" with "), 2)
        self.assertNotIn("ours", lines[-1])

    def test_has_no_logarithm_of_zero(self):
        self.assertIn("set logscale x", self.script(row("in", 1, 1, 1)))
        self.assertNotIn("set logscale x", self.script(row("in", 0, 1, 1), row("in", 10, 1, 1)))


if __name__ == "__main__":
    unittest.main()
