#!/usr/bin/env python3
"""Checks that few files touch raw numbers of guests: all others of HostRuntime have them as GuestNumber and its like, and all
others of Wire as views of messages.

usage: check-guest-numbers.py [FOLDER]    (the folder of the sources, if it is not this checkout's)

The types do the rest: what is no plain integer cannot be added, converted or used as a subscript.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The types themselves, and what they may hand out as plain integers: each function asks for a limit.
TYPES = {
    "Memory/GuestNumber.swift": {"rawBits", "bounded", "index", "clamped"},
    "Memory/GuestAddress.swift": {"rawBits"},
    "Memory/GuestRange.swift": set(),
}


@dataclass(frozen=True)
class Rule:
    """What may occur in some files only."""

    pattern: re.Pattern
    advice: str
    # The files, each with its reason.
    files: dict[str, str]
    # Whether it is looked for in string literals too: what is interpolated is code.
    in_strings: bool = True


NO_TRAPS = Rule(
    re.compile(r"\btry!|\bas!|[\w)\]>]!(?!=)"),
    "traps where a guest could choose the value: say what to do with nil",
    {},
    in_strings=False,
)

# Messages are read in place. Their words have 32 bits at most, and messages no more bytes than that many.
WIRE_RULES = [
    Rule(
        re.compile(r"\b(?:unsafeLoad\w*|loadUnaligned|unsafeBitCast|withMemoryRebound|assumingMemoryBound)\b"),
        "reads plain integers from memory: let RawSpan.scalar(at:as:) read them",
        {
            "FlatBuffers/RawSpan+Scalars.swift": "reads what it has found to be within the message",
            "FlatBuffers/FileIdentifier.swift": "reads a constant",
            "FlatBuffers/StringView.swift": "makes a string of bytes that it has checked",
        },
    ),
    Rule(
        re.compile(r"\bInt\((?!bitPattern:)"),
        "makes a position of a number: let a view of the message do that",
        {
            "FlatBuffers/RawSpan+Scalars.swift": "follows an offset, and checks where it leads",
            "FlatBuffers/TableView.swift": "reads the header of a table, and checks that it lies in the message",
            "FlatBuffers/VectorElements.swift": "reads the count of a vector, and checks that it lies in the message",
            "FlatBuffers/FlatBufferBuilder.swift": "counts what it writes itself",
            "Messages/WireValue+Conformances.swift": "makes a 64-bit value of a 64-bit value",
        },
    ),
    NO_TRAPS,
]

RULES = [
    Rule(
        re.compile(r"\brawBits\b"),
        "takes the bits of a guest's number: compare it, or ask for bounded(by:), index(below:) or a checked sum",
        {
            "Memory/GuestNumber.swift": "the type",
            "Memory/GuestAddress.swift": "the type",
            "Memory/SandboxLayout.swift": "makes the layout, of sizes that the host chose or ELFFile has bounded",
            "Memory/UnsafeGuestMemory.swift": "turns addresses that it has checked into pointers",
            "Memory/MemoryFile.swift": "makes a file as large as the host's layout",
            "Memory/MemorySize.swift": "names the size of a region of the layout",
            "Memory/PageSet.swift": "turns addresses that it has clamped to memory into numbers of pages, and back",
            "Memory/PageTables.swift": "writes the layout's addresses for the processor",
            "Hypervisor/ProcessorRegisters.swift": "has registers as guest addresses",
            "Hypervisor/KVM/KVMDirtyLog.swift": "names slots of the layout to the kernel",
            "Hypervisor/KVM/KVMVirtualMachine.swift": "passes slots and registers to and from the kernel",
            "Hypervisor/Null/NullVirtualMachine.swift": "reads what the host wrote; there is no guest",
            "Supervisor/EntryCode.swift": "makes registers for an entry",
            "Supervisor/ExceptionFrame.swift": "has the words that the supervisor pushed as guest addresses",
            "Supervisor/RingThreeProcessor.swift": "makes registers for an entry, and reads what the probe of ours says",
            "Supervisor/Supervisor.swift": "writes tables for the processor, and makes registers for an entry",
            "Supervisor/SupervisorLayout.swift": "constants",
            "Sandbox/HostPage.swift": "tells the guest of the layout",
            "Sandbox/FaultReport.swift": "hands addresses to the host program",
            "Image/Inspection/ImageInspection.swift": "hands the version to the host program",
            "Image/Inspection/ImageInspection+MemoryMap.swift": "hands the layout to the host program",
            "Image/Inspection/ImageInspection+Sections.swift": "hands addresses and sizes to the host program",
            "Image/Inspection/ImageInspection+Symbols.swift": "hands addresses to the host program",
            "MemoryProfile/MemoryProfile.swift": "hands addresses to the host program",
            "Snapshot/DirtyPageMap.swift": "numbers the pages of a region of the layout",
            "Tracing/Recording/GuestTraceRecord.swift": "passes a record's value on as it is",
            "Tracing/Recording/TraceSiteTable.swift": "hashes with a key",
            "Tracing/Recording/TraceWindow.swift": "turns the guest's counter into a time within bounds",
        },
    ),
    Rule(
        re.compile(r"\bloadUnaligned\b|\.load\((?:as|fromByteOffset):|\bunsafeBitCast\b"),
        "reads plain integers from memory: let UnsafeGuestMemory.word(at:) or CheckedBytes.load(_:at:) read them",
        {
            "Memory/UnsafeGuestMemory.swift": "reads words, as GuestNumber, and what the host itself wrote",
            "Image/CheckedBytes.swift": "reads fields of a file, as GuestNumber",
            "Image/SHA256.swift": "hashes",
            "Hypervisor/KVM/KVMVirtualMachine.swift": "reads what the kernel says of an exit",
            "Snapshot/UnsafeNode.swift": "reads memory of the host's own",
            "Supervisor/ExceptionFrame.swift": "reads the words that the supervisor pushed",
            "Supervisor/TaskStateSegment.swift": "reads a table that the host wrote",
            "Tracing/Recording/CRC32C.swift": "computes a checksum",
            "Tracing/Recording/GuestTraceRecord.swift": "reads the words of a record, as GuestNumber",
        },
    ),
    Rule(
        re.compile(r"\bmemory\.load\("),
        "reads guest memory as what the host wrote there: for what a guest wrote use UnsafeGuestMemory.word(at:)",
        {
            "Memory/PageTables.swift": "reads entries that it wrote",
            "Hypervisor/Null/NullVirtualMachine.swift": "reads the page that the host wrote",
        },
    ),
    Rule(
        re.compile(r"\.(?:r[abcd]x|r[sd]i|r[sb]p|r8|r9|r1[0-5]|rip|rflags)\b"),
        "takes a register as a plain integer: use what ProcessorRegisters has as guest addresses",
        {
            "Hypervisor/KVM/KVMRegisters.swift": "passes registers to and from the kernel",
            "Hypervisor/KVM/KVMVirtualMachine.swift": "passes registers to and from the kernel",
            "Supervisor/EntryCode.swift": "makes registers for an entry",
            "Supervisor/ExceptionFrame.swift": "puts back what the supervisor pushed",
            "Supervisor/RingThreeProcessor.swift": "makes registers for an entry, and reads what the boot left there",
            "Supervisor/Supervisor.swift": "makes registers for an entry",
            "Sandbox/FaultReport.swift": "hands them to the host program",
        },
    ),
    NO_TRAPS,
]

# A declaration that hands out a plain integer.
INTEGER = re.compile(r"\b(?:func|var|let)\s+(\w+)[^{}\n]*?(?:->|:)\s*U?Int(?:8|16|32|64)?\??\s*(?:\{|=|$|where\b)", re.M)
# Comments and string literals: multi-line ones first, since they may contain quotation marks.
NO_CODE = re.compile(r'//[^\n]*|""".*?"""|"(?:\\.|[^"\\\n])*"', re.S)


def code(text: str, *, with_strings: bool) -> str:
    """The text without comments, and without string literals if need be, every line in its place."""

    def blank(match: re.Match) -> str:
        found = match.group()
        return found if with_strings and not found.startswith("//") else re.sub(r"[^\n]", " ", found)

    return NO_CODE.sub(blank, text)


def violations(
    sources: dict[str, str], rules: list[Rule] = RULES, types: dict[str, set[str]] = TYPES
) -> Iterator[str]:
    """A line for each thing that is wrong with source files, given by path."""
    for rule in rules:
        for path in sorted(sources):
            text = code(sources[path], with_strings=rule.in_strings)
            matches = list(rule.pattern.finditer(text))
            if path in rule.files:
                if not matches:
                    yield f"{path}: is listed in check-guest-numbers.py for what it does not use: {rule.pattern.pattern}"
                continue
            for match in matches:
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path}:{line}: {match.group()} {rule.advice}"
        for path in sorted(rule.files.keys() - sources.keys()):
            yield f"{path}: is listed in check-guest-numbers.py and does not exist"
    for path, known in types.items():
        text = code(sources.get(path, ""), with_strings=False)
        for match in INTEGER.finditer(text):
            if match.group(1) not in known:
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path}:{line}: {match.group(1)} hands out a plain integer without asking for a limit"


# By folder.
PARTS = {"HostRuntime": (RULES, TYPES), "Wire": (WIRE_RULES, {})}


def main(folder: Path) -> int:
    status = 0
    for name, (rules, types) in PARTS.items():
        part = folder / name
        sources = {str(path.relative_to(part)): path.read_text(encoding="utf-8") for path in sorted(part.rglob("*.swift"))}
        for line in violations(sources, rules, types):
            print(f"error: {part}/{line}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:] in (["-h"], ["--help"]):
        sys.exit(__doc__)
    default = Path(__file__).resolve().parent.parent / "Sources"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) == 2 else default))
