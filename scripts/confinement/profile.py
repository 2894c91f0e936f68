"""Lists of system calls, and the filter program that the kernel is given for them.

A list is a file in the format that containers use (OCI runtime specification, linux.seccomp). Of it, what our lists use is
understood, and anything else is refused.
"""

import json
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

HEADERS = [Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm/unistd_64.h")]

# <linux/audit.h>, <linux/seccomp.h> and <linux/filter.h>
AUDIT_ARCH_X86_64 = 0xC000003E
X32_BIT = 0x40000000
RET_KILL_PROCESS = 0x80000000
RET_ERRNO = 0x00050000
RET_TRACE = 0x7FF00000
RET_ALLOW = 0x7FFF0000
LOAD, MASK, IF_EQUAL, IF_AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
NUMBER_OFFSET, ARCHITECTURE_OFFSET, ARGUMENTS_OFFSET = 0, 4, 16


class ProfileError(Exception):
    """A list that cannot be used, and why."""


@dataclass(frozen=True)
class Condition:
    """What an argument must be, in the bits that count."""

    index: int
    mask: int
    value: int


@dataclass(frozen=True)
class Rule:
    names: tuple[str, ...]
    action: int
    conditions: tuple[Condition, ...]
    comment: str


@dataclass
class Profile:
    """What a process may ask of the kernel. Whatever no rule is about ends it."""

    rules: list[Rule] = field(default_factory=list)

    def add(self, path: Path) -> None:
        contents = json.loads(path.read_text(encoding="utf-8"))
        try:
            expect(contents["defaultAction"] == "SCMP_ACT_KILL_PROCESS", "the default action must be to kill the process")
            expect(contents["architectures"] == ["SCMP_ARCH_X86_64"], "the one architecture must be x86-64")
            self.rules += [read_rule(entry) for entry in contents["syscalls"]]
        except (KeyError, ProfileError) as problem:
            raise ProfileError(f"{path}: {problem}") from problem


def expect(condition: bool, problem: str) -> None:
    if not condition:
        raise ProfileError(problem)


def read_rule(entry: dict) -> Rule:
    names = tuple(entry["names"])
    unknown = entry.keys() - {"names", "action", "errnoRet", "args", "comment"}
    expect(not unknown, f"{names}: not understood: {', '.join(sorted(unknown))}")
    match entry["action"]:
        case "SCMP_ACT_ALLOW":
            action = RET_ALLOW
        case "SCMP_ACT_ERRNO":
            action = RET_ERRNO | entry["errnoRet"]
        case other:
            raise ProfileError(f"{names}: the action {other} is not understood")
    return Rule(names, action, tuple(map(read_condition, entry.get("args", []))), entry["comment"])


def read_condition(argument: dict) -> Condition:
    match argument:
        case {"op": "SCMP_CMP_EQ", "index": index, "value": value, **rest} if not rest:
            return Condition(index, 0xFFFF_FFFF_FFFF_FFFF, value)
        case {"op": "SCMP_CMP_MASKED_EQ", "index": index, "value": mask, "valueTwo": value, **rest} if not rest:
            return Condition(index, mask, value)
    raise ProfileError(f"an argument is not understood: {argument}")


def system_call_numbers() -> dict[str, int]:
    """The kernel's numbers, which no library knows by name."""
    for header in HEADERS:
        if header.exists():
            definitions = re.findall(r"^#define __NR_(\w+) (\d+)$", header.read_text(encoding="utf-8"), re.MULTILINE)
            return {name: int(number) for name, number in definitions}
    raise ProfileError(f"there is none of {', '.join(map(str, HEADERS))}: install linux-libc-dev")


def instruction(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    expect(max(if_true, if_false) < 256, "a filter for one system call is too long for a jump")
    return struct.pack("=HBBI", code, if_true, if_false, operand)


def compile_rule(rule: Rule) -> list[bytes]:
    """Returns the rule's action when all conditions hold, and goes on behind the rule when not."""
    steps: list[tuple[int, int]] = []
    for condition in rule.conditions:
        # Arguments have 64 bits, and the filter's words 32.
        for shift in (0, 32):
            mask, value = (condition.mask >> shift) & 0xFFFF_FFFF, (condition.value >> shift) & 0xFFFF_FFFF
            if mask:
                steps += [(LOAD, ARGUMENTS_OFFSET + 8 * condition.index + shift // 8), (MASK, mask), (IF_EQUAL, value)]
    steps.append((RETURN, rule.action))
    return [
        instruction(code, operand, 0, len(steps) - position - 1 if code == IF_EQUAL else 0)
        for position, (code, operand) in enumerate(steps)
    ]


def compile_profile(profile: Profile, otherwise: int = RET_KILL_PROCESS) -> bytes:
    """The filter, in the kernel's format. System calls come in the order of the lists: the frequent ones should be first."""
    numbers = system_call_numbers()
    rules: dict[str, list[Rule]] = {}
    for rule in profile.rules:
        for name in rule.names:
            expect(name in numbers, f"there is no system call {name}")
            rules.setdefault(name, []).append(rule)
    program = [
        instruction(LOAD, ARCHITECTURE_OFFSET),
        instruction(IF_EQUAL, AUDIT_ARCH_X86_64, 1, 0),
        instruction(RETURN, RET_KILL_PROCESS),
        instruction(LOAD, NUMBER_OFFSET),
        instruction(IF_AT_LEAST, X32_BIT, 0, 1),
        instruction(RETURN, RET_KILL_PROCESS),
    ]
    for name, alternatives in rules.items():
        # Behind them, the accumulator no longer has the number, and no later rule is about this call.
        block = [step for rule in alternatives for step in compile_rule(rule)] + [instruction(RETURN, otherwise)]
        program += [instruction(IF_EQUAL, numbers[name], 0, len(block)), *block]
    return b"".join([*program, instruction(RETURN, otherwise)])
