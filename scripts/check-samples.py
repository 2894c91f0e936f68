#!/usr/bin/env python3
"""Checks that every code sample of the documentation is code that the project builds and runs.

The line before a fenced block says where the block comes from:

    <!-- sample: path/to/file -->           the whole file
    <!-- sample: path/to/file#region -->    the lines between `// sample: region` and `// end sample` in that file
    <!-- run -->                            a shell block that must succeed in the repository's root
    <!-- run: path/to/folder -->            the same in another folder
    <!-- output: command -->                what the command prints, where the guests' images are
    <!-- shown: reason -->                  a block that cannot be checked here, and why

A sample is identical to its source but for the indentation they have in common. Sources are what is compiled and run:
examples/, Tests/, and the steps of the tutorial, which scripts/follow-tutorial.py follows. Swift blocks must be samples,
shell blocks must have a marker, blocks of another language may. Every block is fenced and names its language.

The documentation is every Markdown file of the project, of documentation catalogs too, and every documentation comment
under Sources/, where marker and block begin with `///` like all of it.

Commands find the `swiftlet` that `make install` builds. What they end with does not matter where only their output is shown.

usage: check-samples.py [--run]    (--run also runs the commands)
"""

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE_FOLDERS = ("examples", "Tests", "Sources/HostRuntime/HostRuntime.docc/Tutorials/Steps")
PROGRAMS = ".build/install/x86_64-unknown-linux-gnu/release"
IMAGES = ".build/x86_64-unknown-none-elf/debug"
SHELLS = ("bash", "sh", "shell")

FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})\s*(?P<language>[^\s`]*)")
MARKER = re.compile(r"^\s*<!--\s*(?P<kind>sample|run|output|shown)\b:?\s*(?P<argument>.*?)\s*-->\s*$")
INDENTED_CODE = re.compile(r"^(    |\t)")
COMMENT = re.compile(r"^\s*///(?!/) ?(?P<text>.*)$")
REGION_END = re.compile(r"^\s*(//|#)\s*end sample\s*$")


@dataclass
class Block:
    """A fenced block, with the marker before it if there is one."""

    language: str
    code: str
    line: int
    kind: str = ""
    argument: str = ""


class SampleError(Exception):
    """A reason why a block is not what its marker says."""


def normalized(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip("\n")


def blocks_of(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    marker = None
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if fence := FENCE.match(line):
            start = number
            closing = re.compile(rf"^\s*{fence['fence']}{re.escape(fence['fence'][0])}*\s*$")
            while number < len(lines) and not closing.match(lines[number]):
                number += 1
            block = Block(fence["language"].lower(), normalized(lines[start:number]), start)
            if marker:
                block.kind, block.argument = marker["kind"], marker["argument"]
            yield block
            number += 1
            marker = None
        elif found := MARKER.match(line):
            if marker:
                raise SampleError(f"line {number - 1}: a marker without a block")
            marker = found
        elif marker and line.strip():
            raise SampleError(f"line {number - 1}: a marker without a block")
        elif INDENTED_CODE.match(line) and (number == 1 or not lines[number - 2].strip()):
            raise SampleError(f"line {number}: code by indentation alone, where a fenced block belongs")
    if marker:
        raise SampleError(f"line {len(lines)}: a marker without a block")


def source_of(argument: str, root: Path) -> str:
    path, _, region = argument.partition("#")
    file = (root / path).resolve()
    if not any(file.is_relative_to(root / folder) for folder in SOURCE_FOLDERS):
        raise SampleError(f"{path} is not under one of {', '.join(SOURCE_FOLDERS)}, so nothing compiles and runs it")
    if not file.is_file():
        raise SampleError(f"there is no file {path}")
    lines = file.read_text(encoding="utf-8").splitlines()
    if not region:
        return normalized(lines)

    region_start = re.compile(rf"^\s*(//|#)\s*sample: {re.escape(region)}\s*$")
    starts = [number for number, line in enumerate(lines, 1) if region_start.match(line)]
    if len(starts) != 1:
        raise SampleError(f"{path} has {len(starts)} regions named {region}, not one")
    for number in range(starts[0], len(lines)):
        if REGION_END.match(lines[number]):
            return normalized(lines[starts[0] : number])
    raise SampleError(f"the region {region} of {path} has no end")


def check(block: Block, root: Path) -> None:
    """Raises SampleError if the block lacks a marker that it needs, or differs from its source."""
    if not block.language:
        raise SampleError("a block without a language (`text` if it has none)")
    if block.language == "swift" and block.kind != "sample":
        raise SampleError("a Swift block that is not marked <!-- sample: … -->")
    if block.language in SHELLS and not block.kind:
        raise SampleError("a shell block that is not marked <!-- run -->, <!-- shown: … --> or <!-- sample: … -->")
    if block.kind == "run" and block.language not in SHELLS:
        raise SampleError("only shell blocks can be run")
    if block.kind == "output" and not block.argument:
        raise SampleError("<!-- output: … --> says which command prints the block")
    if block.kind == "shown" and not block.argument:
        raise SampleError("<!-- shown: … --> says why the block cannot be checked")
    if block.kind == "sample" and source_of(block.argument, root) != block.code:
        raise SampleError(f"the block differs from its source {block.argument}")


def run(block: Block, root: Path) -> None:
    code, folder = (block.code, block.argument) if block.kind == "run" else (block.argument, IMAGES)
    print(textwrap.indent(code, "$ "), flush=True)
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code],
        cwd=root / folder,
        env=os.environ | {"PATH": f"{root / PROGRAMS}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if block.kind == "output" else None,
        text=True,
    )
    if block.kind == "output":
        if normalized(result.stdout.splitlines()) != block.code:
            raise SampleError(f"the command prints something else:\n{result.stdout}")
    elif result.returncode:
        raise SampleError(f"the block ended with status {result.returncode}")


def documents(root: Path) -> list[Path]:
    files = [*root.glob("*.md")]
    for folder in ("docs", "examples", "Sources"):
        files += (root / folder).rglob("*.md")
    files += (root / "Sources").rglob("*.swift")
    return sorted(path for path in files if ".build" not in path.parts)


def comments_of(source: str) -> str:
    """The documentation comments of a Swift file, each line where it is in the file; the code is left out."""
    comments = (COMMENT.match(line) for line in source.splitlines())
    return "\n".join(comment["text"] if comment else "" for comment in comments)


def text_of(document: Path) -> str:
    text = document.read_text(encoding="utf-8")
    return comments_of(text) if document.suffix == ".swift" else text


def main(arguments: list[str]) -> int:
    checked = ran = failed = 0
    for document in documents(ROOT):
        name = document.relative_to(ROOT)
        try:
            blocks = list(blocks_of(text_of(document)))
        except SampleError as error:
            print(f"error: {name}: {error}", file=sys.stderr)
            failed += 1
            continue
        for block in blocks:
            try:
                check(block, ROOT)
                checked += block.kind == "sample"
                if block.kind in ("run", "output") and "--run" in arguments:
                    run(block, ROOT)
                    ran += 1
            except SampleError as error:
                print(f"error: {name}:{block.line}: {error}", file=sys.stderr)
                failed += 1
    print(f"Samples: {checked} identical to their source, {ran} run, {failed} wrong.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if not set(sys.argv[1:]) <= {"--run"}:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
