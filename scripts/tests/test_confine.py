"""Tests of confine.py, and of the lists of system calls in security/: what the kernel does with them."""

import ctypes
import errno
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ROOT / "scripts"
HOST_LIST = ROOT / "security" / "seccomp.json"
TEST_LIST = ROOT / "security" / "seccomp-tests.json"

sys.path.insert(0, str(SCRIPTS))

from confinement import kernel, profile  # noqa: E402

NUMBERS = profile.system_call_numbers()
RAN_ON = 7
REFUSED = -signal.SIGSYS

READ_WRITE_EXECUTE, PRIVATE_ANONYMOUS = 7, 0x22
CREATE, READ_WRITE = os.O_CREAT, os.O_RDWR
FIONREAD, TIOCSTI, KVM_GET_API_VERSION, KVM_SET_MSRS = 0x541B, 0x5412, 0xAE00, 0x4008AE89


def fate_under_filter(
    body: Callable[[], int], lists: tuple[Path, ...] = (HOST_LIST,), meanwhile: Callable[[int], None] = lambda child: None
) -> int:
    """Has a process do something under the lists' filter: its exit status, or the number of its signal, negative."""
    rules = profile.Profile()
    for path in lists:
        rules.add(path)
    instructions = profile.compile_profile(rules)
    child = os.fork()
    if child == 0:
        kernel.install_filter(instructions)
        # Without anything that Python would do on its way out.
        kernel.library.syscall(NUMBERS["exit_group"], body())
    meanwhile(child)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fate_of(name: str, *arguments: int, lists: tuple[Path, ...] = (HOST_LIST,)) -> int:
    """RAN_ON, or REFUSED."""
    values = [ctypes.c_long(value) for value in (NUMBERS[name], *arguments)]

    def call() -> int:
        kernel.library.syscall(*values)
        return RAN_ON

    return fate_under_filter(call, lists)


class HostList(unittest.TestCase):
    """What a program under security/seccomp.json can and cannot do."""

    def test_what_the_runtime_does(self):
        for call in [
            ("getpid",),
            ("ioctl", -1, KVM_GET_API_VERSION, 0),
            ("mmap", 0, 4096, 3, PRIVATE_ANONYMOUS, -1, 0),
            ("mmap", 0, 4096, 5, PRIVATE_ANONYMOUS, -1, 0),
            ("openat", -1, 0, READ_WRITE),
            ("prlimit64", 0, 7, 0, 0),
        ]:
            with self.subTest(call):
                self.assertEqual(fate_of(*call), RAN_ON)

    def test_what_an_attacker_would_do(self):
        for call in [
            ("bpf", 0, 0, 0),
            ("connect", -1, 0, 0),
            ("fork",),
            ("io_uring_setup", 1, 0),
            ("ioctl", 0, FIONREAD, 0),
            ("ioctl", 0, TIOCSTI, 0),
            ("ioctl", -1, KVM_SET_MSRS, 0),
            ("keyctl", 0, 0, 0),
            ("kill", 1, 0),
            ("mmap", 0, 4096, READ_WRITE_EXECUTE, PRIVATE_ANONYMOUS, -1, 0),
            ("mount", 0, 0, 0, 0, 0),
            ("mprotect", 0, 4096, READ_WRITE_EXECUTE),
            ("open", 0, 0, 0),
            ("openat", -1, 0, CREATE, 0),
            ("perf_event_open", 0, 0, 0, 0, 0),
            ("prctl", 22, 0, 0),
            ("prlimit64", 0, 7, 1, 0),
            ("process_vm_readv", 1, 0, 0, 0, 0, 0),
            ("ptrace", 0, 0, 0, 0),
            ("seccomp", 1, 0, 0),
            ("setuid", 0),
            ("socket", 1, 1, 0),
            ("unshare", 0x10000000),
            ("userfaultfd", 0),
            ("vfork",),
        ]:
            with self.subTest(call):
                self.assertEqual(fate_of(*call), REFUSED)

    def test_a_thread_may_begin_and_a_process_may_not(self):
        # The filter lets it through, and then the kernel wants CLONE_SIGHAND too.
        self.assertEqual(fate_of("clone", 0x10000, 0, 0, 0, 0), RAN_ON)
        self.assertEqual(fate_of("clone", signal.SIGCHLD, 0, 0, 0, 0), REFUSED)

    def test_what_is_not_done(self):
        """Of clone3 the C library must believe that the kernel does not have it, and libdispatch that setpriority worked."""

        def calls() -> int:
            result = kernel.library.syscall(NUMBERS["clone3"], 0, 0)
            if result != -1 or ctypes.get_errno() != errno.ENOSYS:
                return 1
            # Of a process that is not ours to change, nor there.
            return RAN_ON if kernel.library.syscall(NUMBERS["setpriority"], 0, 0x7FFF_FFFF, -20) == 0 else 2

        self.assertEqual(fate_under_filter(calls), RAN_ON)

    def test_a_process_that_was_stopped_goes_on(self):
        """The kernel then repeats some calls by one of its own, which the filter sees."""

        def sleep() -> int:
            duration = (ctypes.c_long * 2)(0, 200_000_000)
            return RAN_ON if kernel.library.syscall(NUMBERS["clock_nanosleep"], 1, 0, duration, None) == 0 else 1

        def stop(child: int) -> None:
            while Path(f"/proc/{child}/stat").read_text(encoding="utf-8").split()[2] != "S":
                pass
            os.kill(child, signal.SIGSTOP)
            os.waitpid(child, os.WUNTRACED)
            os.kill(child, signal.SIGCONT)

        self.assertEqual(fate_under_filter(sleep, meanwhile=stop), RAN_ON)

    def test_calls_of_other_architectures(self):
        """The numbers of x32 are others for the same calls, so no rule would see them."""
        self.assertEqual(fate_under_filter(lambda: kernel.library.syscall(profile.X32_BIT | NUMBERS["getpid"])), REFUSED)

    def test_the_requests_to_kvm_are_those_that_the_runtime_makes(self):
        header = (ROOT / "Sources" / "CKVM" / "include" / "CKVM.h").read_text(encoding="utf-8")
        made = set(re.findall(r"^ +CKVM_\w+ = (KVM_\w+),$", header, re.MULTILINE))
        self.assertTrue(made)
        # What only tests ask for.
        made_by_tests = {"KVM_GET_DEBUGREGS", "KVM_GET_MSRS", "KVM_GET_MSR_INDEX_LIST", "KVM_GET_XCRS"}
        self.assertEqual({name for name in requests(HOST_LIST) if name.startswith("KVM_")}, made - made_by_tests)
        self.assertEqual({name for name in requests(TEST_LIST) if name.startswith("KVM_")}, made_by_tests)


class BothLists(unittest.TestCase):
    def test_the_tests_list_adds_to_the_hosts(self):
        self.assertEqual(fate_of("openat", -1, 0, CREATE, 0), REFUSED)
        self.assertEqual(fate_of("openat", -1, 0, CREATE, 0, lists=(HOST_LIST, TEST_LIST)), RAN_ON)
        self.assertEqual(fate_of("socket", 1, 1, 0, lists=(HOST_LIST, TEST_LIST)), REFUSED)

    def test_every_entry_has_a_reason_and_every_number_is_that_of_its_name(self):
        headers = ["asm/ioctls.h", "fcntl.h", "linux/kvm.h", "linux/prctl.h", "linux/seccomp.h"]
        named = requests(HOST_LIST) | requests(TEST_LIST)
        source = "".join(f"#include <{header}>\n" for header in headers) + "".join(
            f'_Static_assert({value} == (unsigned)({name}), "{name}");\n' for name, value in named.items())
        compiler = ["cc", "-D_GNU_SOURCE", "-fsyntax-only", "-x", "c", "-"]
        result = subprocess.run(compiler, input=source, text=True, capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_no_call_is_in_both_with_the_same_rule(self):
        host, tests = (json.loads(path.read_text(encoding="utf-8"))["syscalls"] for path in (HOST_LIST, TEST_LIST))
        unconditional = {name for entry in host if "args" not in entry for name in entry["names"]}
        self.assertEqual(unconditional & {name for entry in tests for name in entry["names"]}, set())


def requests(path: Path) -> dict[str, int]:
    """The numbers that entries compare an argument with, by the name with which their comments begin."""
    result = {}
    for entry in json.loads(path.read_text(encoding="utf-8"))["syscalls"]:
        for argument in entry.get("args", []):
            if argument["op"] == "SCMP_CMP_EQ" and argument["value"] != 0:
                result[entry["comment"].split(":")[0]] = argument["value"]
    return result


class Launcher(unittest.TestCase):
    def run_confined(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-B", str(SCRIPTS / "confine.py"), *arguments]
        return subprocess.run(command, text=True, capture_output=True, check=False, timeout=60)

    def test_a_program_that_keeps_to_the_list(self):
        result = self.run_confined("--list", str(HOST_LIST), "--", "/bin/echo", "confined")
        self.assertEqual((result.returncode, result.stdout), (0, "confined\n"))

    def test_a_program_that_does_not(self):
        with tempfile.TemporaryDirectory() as folder:
            result = self.run_confined("--list", str(HOST_LIST), "--", "/bin/mkdir", f"{folder}/made")
            self.assertEqual(result.returncode, REFUSED)
            self.assertFalse(Path(folder, "made").exists())

    def test_learning_names_what_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            result = self.run_confined("--learn", "--list", str(HOST_LIST), "--", "/bin/mkdir", f"{folder}/made")
            self.assertEqual(result.returncode, 0)
            self.assertIn("not in the lists: mkdir (1 times)\n", result.stderr)
            self.assertTrue(Path(folder, "made").exists())

    def test_the_programs_status_is_ours(self):
        for arguments in ([], ["--learn"]):
            result = self.run_confined(*arguments, "--list", str(HOST_LIST), "--", "/bin/false")
            self.assertEqual(result.returncode, 1)

    def test_lists_that_cannot_be_used(self):
        entry = {"names": ["read"], "action": "SCMP_ACT_ALLOW", "comment": "why"}
        for change, problem in [
            ({"names": ["raed"]}, "there is no system call raed"),
            ({"action": "SCMP_ACT_NOTIFY"}, "the action SCMP_ACT_NOTIFY is not understood"),
            ({"args": [{"index": 0, "op": "SCMP_CMP_GT", "value": 1}]}, "an argument is not understood"),
            ({"includes": {"caps": ["CAP_SYS_ADMIN"]}}, "not understood: includes"),
        ]:
            with self.subTest(problem), tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                contents = {
                    "defaultAction": "SCMP_ACT_KILL_PROCESS", "architectures": ["SCMP_ARCH_X86_64"],
                    "syscalls": [entry | change]}
                json.dump(contents, file)
                file.flush()
                result = self.run_confined("--list", file.name, "--", "/bin/true")
                self.assertEqual(result.returncode, 2)
                self.assertIn(problem, result.stderr)


if __name__ == "__main__":
    unittest.main()
