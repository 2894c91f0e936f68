"""What Python's library does not have of the kernel's interface to confine a process, and to watch one."""

import ctypes
import os

# <linux/prctl.h>, <linux/seccomp.h> and <linux/ptrace.h>
PR_SET_NO_NEW_PRIVS = 38
SYS_SECCOMP = 317
SECCOMP_SET_MODE_FILTER = 1
PTRACE_TRACEME, PTRACE_CONT, PTRACE_GETREGS, PTRACE_SETOPTIONS = 0, 7, 12, 0x4200
EVENT_SECCOMP = 7
# Of new threads and processes, of programs that are executed, and of system calls that the filter reports; and the end of the
# watcher is the end of all that it watches.
TRACE_OPTIONS = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << EVENT_SECCOMP | 1 << 20

library = ctypes.CDLL(None, use_errno=True)
library.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
library.ptrace.restype = ctypes.c_long
library.syscall.restype = ctypes.c_long


class FilterProgram(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def check(result: int) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def install_filter(instructions: bytes) -> None:
    """Confines this thread, and what it starts, for good."""
    program = FilterProgram(len(instructions) // 8, instructions)
    # Without it, only a privileged process may install a filter: a program with a set-user-ID bit must not be fooled by one.
    check(library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    check(library.syscall(SYS_SECCOMP, SECCOMP_SET_MODE_FILTER, 0, ctypes.byref(program)))


def trace(request: int, process: int = 0, data: object = None) -> None:
    check(library.ptrace(request, process, None, data))


def system_call_of(process: int) -> tuple[int, tuple[int, ...]]:
    """The number and the arguments of the system call in which a watched thread stands still."""
    registers = (ctypes.c_ulonglong * 27)()
    trace(PTRACE_GETREGS, process, ctypes.cast(registers, ctypes.c_void_p))
    # struct user_regs_struct: orig_rax; rdi, rsi, rdx, r10, r8, r9
    return registers[15], tuple(registers[index] for index in (14, 13, 12, 7, 9, 8))
