"""Attending a session from outside it: ends it when nobody presses a key, and gives the terminal back however it ended.

The screens run in a process of their own. What watches them takes no key and paints nothing, so it goes on where a terminal
that stopped reading blocks the screens.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hrtui.terminal import RESTORE

WATCHED = (signal.SIGCHLD, signal.SIGHUP, signal.SIGTERM)
GRACE = 2.0
PR_SET_PDEATHSIG = 1
IDLE, DROPPED, STOPPED, LEFT = "idle", "the line was dropped", "the server ended it", "left"


@dataclass(frozen=True, slots=True)
class End:
    """How a session ended: in words for the trail, and the exit code."""

    how: str
    code: int


class Pulse:
    """When the last key was pressed, shared between the screens and who attends them; it follows no clock that can be set."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)
        self.beat()

    def beat(self) -> None:
        """A key was pressed just now."""
        self._shared[:8] = struct.pack("d", time.monotonic())

    def since(self) -> float:
        """The seconds since the last key."""
        (at,) = struct.unpack("d", self._shared[:8])
        return time.monotonic() - float(at)


def attended(screens: Callable[[], int], pulse: Pulse, idle_seconds: float) -> End:
    """Run `screens` in a process of its own and wait for its end, or make one after `idle_seconds` without a key."""
    saved = _attributes()
    sys.stdout.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    process = os.fork()
    if process == 0:
        _run(screens)
    end = _wait(process, pulse, idle_seconds)
    if end.how != LEFT:
        _give_back(saved)
    return end


def _run(screens: Callable[[], int]) -> None:
    """In the process of the screens: they end with the one that attends them."""
    code = os.EX_SOFTWARE
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        code = screens()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _wait(process: int, pulse: Pulse, idle_seconds: float) -> End:
    how = ""
    while True:
        left = idle_seconds - pulse.since()
        got = signal.sigtimedwait(WATCHED, max(0.05, min(left, idle_seconds))) if left > 0 else None
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return _end(how, os.waitstatus_to_exitcode(status))
        if got is not None and got.si_signo != signal.SIGCHLD:
            how = DROPPED if got.si_signo == signal.SIGHUP else STOPPED
        elif pulse.since() >= idle_seconds:
            how = IDLE
        else:
            continue
        return _end(how, _ended(process))


def _ended(process: int) -> int:
    """Ask the screens to end, and end them where they do not."""
    for number, patience in (
        (signal.SIGHUP, 0.5),
        (signal.SIGCONT, 0.0),
        (signal.SIGTERM, GRACE),
        (signal.SIGKILL, None),
    ):
        with suppress(ProcessLookupError):
            os.kill(process, number)
        until = time.monotonic() + (patience or 0.0)
        while patience is None or time.monotonic() < until:
            ended, status = os.waitpid(process, 0 if patience is None else os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            signal.sigtimedwait((signal.SIGCHLD,), 0.05)
    raise AssertionError("a killed process ends")


def _end(how: str, code: int) -> End:
    if how:
        return End(how, 0)
    if code < 0:
        number = -code
        return End(DROPPED if number == signal.SIGHUP else f"ended by {signal.Signals(number).name}", 128 + number)
    return End(LEFT if code == 0 else f"left with {code}", code)


def _attributes() -> list[int | list[bytes | int]] | None:
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None


def _give_back(saved: list[int | list[bytes | int]] | None) -> None:
    """Give the terminal back as it was found, where it still takes anything: nothing here may wait for it."""
    with suppress(OSError, termios.error):
        os.set_blocking(1, False)
        os.write(1, RESTORE)
    with suppress(OSError, termios.error):
        if saved is not None:
            termios.tcsetattr(0, termios.TCSANOW, saved)
