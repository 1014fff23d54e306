"""A terminal seen from outside: a program on a pseudo-terminal, its screen kept by pyte, waits that end by a condition."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

PATIENCE = 20.0
KEYS = {"enter": "\r", "escape": "\x1b", "down": "\x1b[B", "up": "\x1b[A", "ctrl+q": "\x11", "ctrl+c": "\x03", "pagedown": "\x1b[6~"}  # fmt: skip
NOT_DRAWN = re.compile(r"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")


class Terminal:
    """Runs `argv`; use as a context manager. `raw` holds every byte sent to the terminal, `modes` the private modes left on, and `came` the
    instant of the last bytes by `time.perf_counter`."""

    def __init__(self, argv: list[str], env: Mapping[str, str], columns: int = 80, lines: int = 24) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self.screen)
        self.raw, self.came = "", 0.0
        self.main, inner = pty.openpty()
        self._waiting = select.poll()
        self._waiting.register(self.main, select.POLLIN)
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.attributes = termios.tcgetattr(inner)
        self.inner = inner
        self.process = subprocess.Popen(
            argv, stdin=inner, stdout=inner, stderr=inner, env=dict(env), start_new_session=True, close_fds=True
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(5)
        os.close(self.main)
        os.close(self.inner)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.screen.display)

    @property
    def modes(self) -> set[str]:
        """The private modes switched on and not off again."""
        on: set[str] = set()
        for numbers, what in re.findall(r"\x1b\[\?([0-9;]+)([hl])", self.raw):
            for number in numbers.split(";"):
                on.add(number) if what == "h" else on.discard(number)
        return on

    def send(self, *keys: str) -> None:
        """Type keys by name, or text as it is, all in one write."""
        os.write(self.main, "".join(KEYS.get(key, key) for key in keys).encode())

    def resize(self, columns: int, lines: int) -> None:
        """Change the size, as a window does."""
        self.screen.resize(lines, columns)
        fcntl.ioctl(self.main, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.killpg(self.process.pid, signal.SIGWINCH)

    def until(self, condition: Callable[[], Any], what: str) -> None:
        """Read until the condition holds; fail with the screen when it does not within the patience."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"never saw {what}; the screen was\n{self.text}")
            self.read(0.05)

    def shows(self, text: str) -> None:
        """Wait until the text is on the screen."""
        self.until(lambda: text in self.text, repr(text))

    def read(self, wait: float) -> int:
        """Take in what has been sent, waiting at most so long for the first of it; how many bytes."""
        if not self._waiting.poll(wait * 1000):
            return 0
        try:
            data = os.read(self.main, 1 << 16).decode(errors="replace")
        except OSError:
            return 0
        self.came = time.perf_counter()
        self.raw += data
        self._stream.feed(NOT_DRAWN.sub("", data))
        return len(data)

    def quiet(self, seconds: float) -> int:
        """How many bytes come in so many seconds."""
        end, count = time.monotonic() + seconds, 0
        while (left := end - time.monotonic()) > 0:
            count += self.read(left)
        return count

    def ends(self) -> int:
        """Wait for the program to end; its exit code."""
        self.until(lambda: self.process.poll() is not None, "the end of the program")
        while self.read(0.05):
            pass
        return self.process.returncode

    def cooked(self) -> bool:
        """Whether the terminal's line discipline is as it was before."""
        return termios.tcgetattr(self.inner) == self.attributes


def python(script: Path, *arguments: str) -> list[str]:
    """The command that runs a script of the tests."""
    return [sys.executable, str(script), *arguments]
