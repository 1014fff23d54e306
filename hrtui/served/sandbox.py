"""What a served process gives up before it takes a key: starting programs, files that are not its own, dumps of its memory.

Landlock and seccomp of Linux, by ctypes; nothing is imported that a session needs not. Both are inherited by what is forked.
Sources: landlock(7), seccomp(2), prctl(2) of Linux man-pages 6.9.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 22, 38
FILTER_MODE = 2
LD, JEQ, JGE, RET = 0x20, 0x15, 0x35, 0x06
KILL, ALLOW, REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | 1  # the last answers EPERM
X32 = 0x40000000
MACHINES = {
    "x86_64": (0xC000003E, {"execve": 59, "execveat": 322, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311}),
    "aarch64": (0xC00000B7, {"execve": 221, "execveat": 281, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271}),
}  # fmt: skip
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG, BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG = 1 << 7, 1 << 8
FIRST, REFER, TRUNCATE = (1 << 13) - 1, 1 << 13, 1 << 14
BIND_TCP = 1 << 0
SCOPES = 0b11  # abstract sockets, and signals, stay within
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG
OF_FILES = READ_FILE | WRITE_FILE | EXECUTE | TRUNCATE


def enter(reads: Iterable[Path], writes: Iterable[Path]) -> None:
    """Give up everything but reading below `reads`, and reading and writing below `writes`; those that are not there are left out.

    Raises OSError, naming what the system refused, where it cannot be had whole; then the process must not go on.
    """
    machine = MACHINES.get(platform.machine())
    abi = landlock_version()
    if machine is None or abi < 1:
        raise OSError("Landlock, or this kind of processor" if machine else "this kind of processor")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(PR_SET_DUMPABLE, 0)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _restrict_files(abi, list(reads), list(writes))
    _refuse_calls(machine[0], sorted(machine[1].values()))


def landlock_version() -> int:
    """The version of Landlock of this kernel; 0 where it has none, or it is off."""
    found: int = _libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION_FLAG))
    return max(0, found)


def _restrict_files(abi: int, reads: Sequence[Path], writes: Sequence[Path]) -> None:
    handled = FIRST | (REFER if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0)
    written = (WRITE | REFER | TRUNCATE) & handled
    asked = struct.pack("QQQ", handled, BIND_TCP if abi >= 4 else 0, SCOPES if abi >= 6 else 0)
    asked = asked[: 24 if abi >= 6 else 16 if abi >= 4 else 8]
    ruleset = _checked(_libc().syscall(CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), 0), "Landlock's rules")
    try:
        for paths, access in ((reads, READ), (writes, written)):
            for path in paths:
                _allow(ruleset, path, access)
        _checked(_libc().syscall(RESTRICT_SELF, ruleset, 0), "Landlock")
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = struct.pack("=Qi", access if path.is_dir() else access & OF_FILES, beneath)
        _checked(_libc().syscall(ADD_RULE, ruleset, BENEATH, rule, 0), f"Landlock's rule for {path}")
    finally:
        os.close(beneath)


def _refuse_calls(machine: int, numbers: Sequence[int]) -> None:
    """Refuse system calls by their numbers; another machine's numbers end the process."""
    steps = [(LD, 0, 0, 4), (JEQ, 1, 0, machine), (RET, 0, 0, KILL), (LD, 0, 0, 0), (JGE, 0, 1, X32), (RET, 0, 0, KILL)]
    for number in numbers:
        steps += [(JEQ, 0, 1, number), (RET, 0, 0, REFUSE)]
    steps.append((RET, 0, 0, ALLOW))
    filter_ = b"".join(struct.pack("HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(filter_)
    program = _Program(len(steps), ctypes.addressof(held))
    _checked(_libc().prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.byref(program), 0, 0), "seccomp")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _prctl(option: int, value: int) -> None:
    _checked(_libc().prctl(option, value, 0, 0, 0), f"prctl {option}")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result
