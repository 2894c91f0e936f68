#!/usr/bin/env python3
"""Runs a program that may make only the system calls of some lists. Any other one ends it, by the signal SIGSYS.

With --learn nothing ends it: the calls that no list has are printed when it is over.
"""

import argparse
import os
import shutil
import signal
import sys
from collections import Counter
from pathlib import Path

from confinement import kernel
from confinement.profile import RET_TRACE, Profile, ProfileError, compile_profile, system_call_numbers

# <sys/wait.h>: also wait for threads.
WAIT_ALL = 0x40000000
IOCTL = "ioctl"


def watch(instructions: bytes, program: str, arguments: list[str]) -> tuple[int, Counter[str]]:
    """Runs a program under a filter that reports to us; returns its exit status, and what was reported."""
    child = os.fork()
    if child == 0:
        kernel.trace(kernel.PTRACE_TRACEME)
        os.kill(os.getpid(), signal.SIGSTOP)
        kernel.install_filter(instructions)
        os.execv(program, arguments)
    os.waitpid(child, 0)
    kernel.trace(kernel.PTRACE_SETOPTIONS, child, kernel.TRACE_OPTIONS)
    kernel.trace(kernel.PTRACE_CONT, child)

    names = {number: name for name, number in system_call_numbers().items()}
    calls: Counter[str] = Counter()
    status = 0
    known = {child}
    while known:
        thread, state = os.waitpid(-1, WAIT_ALL)
        if os.WIFEXITED(state) or os.WIFSIGNALED(state):
            known.discard(thread)
            if thread == child:
                status = os.waitstatus_to_exitcode(state)
            continue
        stop, event = os.WSTOPSIG(state), state >> 16
        passed_on = stop
        if event == kernel.EVENT_SECCOMP:
            number, values = kernel.system_call_of(thread)
            name = names.get(number, str(number))
            calls[f"{name} {values[1]:#x}" if name == IOCTL else name] += 1
        if event or thread not in known:
            # Not a signal to the program: an event, or the stop in which a new thread begins.
            passed_on = 0
        known.add(thread)
        try:
            kernel.trace(kernel.PTRACE_CONT, thread, passed_on)
        except ProcessLookupError:
            # Another thread has ended the process in the meantime.
            known.discard(thread)
    return (status if status >= 0 else 128 - status), calls


def main(arguments: argparse.Namespace) -> int:
    profile = Profile()
    try:
        for path in arguments.list:
            profile.add(path)
        instructions = compile_profile(profile, RET_TRACE) if arguments.learn else compile_profile(profile)
    except (OSError, ValueError, ProfileError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    program = shutil.which(arguments.program[0])
    if program is None:
        print(f"error: there is no program {arguments.program[0]} that can be executed", file=sys.stderr)
        return 127
    if not arguments.learn:
        kernel.install_filter(instructions)
        os.execv(program, arguments.program)
    status, calls = watch(instructions, program, arguments.program)
    for call, count in sorted(calls.items()):
        print(f"not in the lists: {call} ({count} times)", file=sys.stderr)
    return status


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", metavar="FILE", type=Path, action="append", default=[], help="a list; all count")
    parser.add_argument("--learn", action="store_true", help="only print which calls the lists lack")
    parser.add_argument("program", nargs="+", help="the program and, behind --, its arguments")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(parse(sys.argv[1:])))
