#!/usr/bin/env python3
"""Draws the curves of a benchmark run as SVG and PNG, by gnuplot.

Rows of the figures that `make bench` writes name the curve on which they lie, and where. Each curve becomes one plot of
what they took, ours beside the floor.

usage: bench-plots.py FIGURES FOLDER
"""

import json
import subprocess
import sys
from pathlib import Path

TERMINALS = {"svg": "svg size 800,500 background 'white'", "png": "pngcairo size 1200,750 fontscale 1.2"}
COLUMNS = (("ours", "median"), ("ours", "p99"), ("floor", "median"), ("floor", "p99"))
NANOSECONDS_PER_MICROSECOND = 1000


def curves(report: dict) -> dict[str, list[dict]]:
    """The rows that lie on a curve, by its name, in ascending order along it."""
    found: dict[str, list[dict]] = {}
    for row in report["rows"]:
        if "point" in row:
            found.setdefault(row["point"]["curve"], []).append(row)
    return {name: sorted(rows, key=lambda row: row["point"]["x"]) for name, rows in found.items()}


def script(name: str, rows: list[dict], terminal: str, output: Path) -> str:
    """The gnuplot script of one curve."""
    lines = [f"set terminal {terminal}", f"set output '{output}'", f"set title '{name}'", "set grid", "set key left top"]
    lines += [f"set xlabel '{rows[0]['point']['axis']}'", "set ylabel 'µs'", "set logscale y"]
    # Sizes span several powers of ten; counts begin with zero.
    if rows[0]["point"]["x"] > 0:
        lines.append("set logscale x")
    plots = []
    for number, (side, figure) in enumerate(COLUMNS):
        points = [(row["point"]["x"], row[side][figure]) for row in rows if side in row]
        if not points:
            continue
        lines.append(f"$data{number} << END")
        lines += [f"{x:g} {y / NANOSECONDS_PER_MICROSECOND:g}" for x, y in points]
        lines.append("END")
        color = 1 if side == "ours" else 2
        style = f"linespoints lc {color} pt 7" if figure == "median" else f"lines lc {color} dt 2"
        plots.append(f"$data{number} with {style} title '{side}, {figure}'")
    lines.append("plot " + ", ".join(plots))
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__.strip().splitlines()[-1], file=sys.stderr)
        return 2
    figures, folder = map(Path, arguments)
    if not figures.exists():
        print(f"error: there is no {figures}: run `make bench` first", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in curves(json.loads(figures.read_text())).items():
        for suffix, terminal in TERMINALS.items():
            output = folder / f"{name.replace(' ', '-')}.{suffix}"
            subprocess.run(["gnuplot"], input=script(name, rows, terminal, output), text=True, check=True)
            print(output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
