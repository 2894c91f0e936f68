#!/usr/bin/env python3
"""Follows the tutorial of the documentation from an empty folder to its end, by the letter.

A step shows a file by `@Code(name: …, file: …)`. This script writes the file to where its name says, relative to the
reader's folder; runs it if the name is `Terminal`; and compares it with what the last command printed if the name is
`Output`. After each step that writes a source file, the packages that it has seen built are built again, so that every
state that a reader can see compiles.

Two things differ from what a reader has, so that what is built already is not built again: the scratch folder is this
repository's, and `swiftlet` is this repository, by their real paths, since SwiftPM knows packages by these.

usage: follow-tutorial.py SCRATCH    (the scratch folder)
"""

import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "Sources" / "HostRuntime" / "HostRuntime.docc"
CONTENTS = CATALOG / "Tutorials" / "Swiftlet.tutorial"

REFERENCE = re.compile(r'@TutorialReference\(tutorial: "doc:(?P<name>\w+)"\)')
CODE = re.compile(r'@Code\(name: "(?P<name>[^"]+)", file: "(?P<file>[^"]+)"')
BUILD = re.compile(r"^swift build --package-path (?P<package>\S+)", re.MULTILINE)


class TutorialError(Exception):
    """A reason why a reader would not get to the tutorial's end."""


def steps_of(contents: Path) -> Iterator[tuple[str, Path]]:
    """What the steps show, in the order of the table of contents: names, and the files with the code."""
    references = REFERENCE.findall(contents.read_text(encoding="utf-8"))
    if not references:
        raise TutorialError(f"{contents.name} refers to no tutorial")
    used = set()
    for reference in references:
        tutorial = contents.parent / f"{reference}.tutorial"
        text = tutorial.read_text(encoding="utf-8")
        if text.count("@Code") != len(CODE.findall(text)):
            raise TutorialError(f"{tutorial.name} has a @Code that is not of the form @Code(name: …, file: …)")
        if "```" in text:
            raise TutorialError(f"{tutorial.name} has code outside of @Code, which nothing checks")
        for name, file in CODE.findall(text):
            used.add(file)
            yield name, contents.parent / "Steps" / file
    if unused := {path.name for path in (contents.parent / "Steps").iterdir()} - used:
        raise TutorialError(f"no step shows {', '.join(sorted(unused))}")


class Reader:
    """Somebody who does what the steps say."""

    def __init__(self, folder: Path, scratch: Path, root: Path = ROOT):
        self.folder = folder
        self.scratch = scratch
        self.root = root
        self.output = ""
        self.builds: dict[str, str] = {}

    def take(self, name: str, code: str) -> None:
        """Takes one step; raises TutorialError if it does not work."""
        if name == "Terminal":
            if build := BUILD.search(code):
                self.builds[build["package"]] = code
            self.output = self.run(code)
        elif name == "Output":
            if self.output != code:
                raise TutorialError(f"the tutorial shows\n{code}where the command printed\n{self.output}")
        else:
            self.write(name, code)

    def write(self, name: str, code: str) -> None:
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder):
            raise TutorialError(f"{name} is not in the reader's folder")
        if not path.parent.is_dir():
            raise TutorialError(f"{path.parent} is not there: no step has made it")
        path.write_text(code.replace('"../swiftlet"', f'"{self.root}"'), encoding="utf-8")
        if build := self.builds.get(Path(name).parts[0]):
            self.run(build)

    def run(self, commands: str) -> str:
        scratch, root = shlex.quote(str(self.scratch)), shlex.quote(str(self.root))
        commands = re.sub(r"(?<!\S)\.build(?=[/\s]|$)", lambda _: scratch, commands)
        commands = re.sub(r"(?<!\S)swiftlet/", lambda _: f"{root}/", commands)
        result = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        if result.returncode:
            raise TutorialError(f"status {result.returncode} of\n{commands}{result.stdout}{result.stderr}")
        return result.stdout


def main(scratch: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder).resolve(), Path(scratch).resolve())
        taken = 0
        try:
            for name, file in steps_of(CONTENTS):
                taken += 1
                print(f"{taken}: {name} ({file.name})", flush=True)
                reader.take(name, file.read_text(encoding="utf-8"))
        except (TutorialError, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
    print(f"Tutorial: {taken} steps followed.")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
