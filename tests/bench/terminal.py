"""A terminal seen from outside: starts a program on a pseudo-terminal, answers its queries, times every byte it writes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

import pyte

from tests.margined import Margined, MarginedBytes

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "enter": "\r", "tab": "\t", "esc": "\x1b", "backspace": "\x7f",
    "ctrl+q": "\x11", "space": " ",
}  # fmt: skip
END_OF_FRAME = b"\x1b[?2026l"
PRIORITY = 10  # of the program under SCHED_FIFO, so that what else the machine does is not measured
GAP = 0.012  # seconds of silence that end a frame where the program does not use synchronised updates
# What pyte cannot digest: DCS strings, private and window sequences, OSC.
UNSEEN = re.compile(
    rb"\x1b[P_^X].*?(?:\x1b\\|\x07)|\x1b\[[<>=][0-9;:]*[ -/]*[@-~]|\x1b\[\?[0-9;:]*[$pnucqrsS]+|\x1b\[[0-9;:]*[tu]"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.S,
)
UNFINISHED = re.compile(rb"\x1b(?:[P_^X\]](?:(?!\x1b\\)[^\x07])*|\[[0-9;:<>=? !\"$'*+]*)?$", re.S)
QUERIES = (
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?(?!2026|69)(\d+)\$p"), b"\x1b[?0;0$y"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
)


WITH_MARGINS = ((re.compile(rb"\x1b\[\?69\$p"), b"\x1b[?69;2$y"),)


@dataclass(frozen=True, slots=True)
class Keystroke:
    """What one key did: milliseconds until the end of its first frame, and the bytes it cost."""

    frame_ms: float
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line between program and terminal: kilobits a second (0: no limit) and the round trip in milliseconds."""

    kbit: float = 0.0
    round_trip_ms: float = 0.0


@dataclass
class Terminal:
    """A running program, the bytes it wrote with their times, and the screen they paint."""

    argv: list[str]
    columns: int = 120
    rows: int = 36
    env: dict[str, str] = field(default_factory=dict)
    line: Line = field(default_factory=Line)
    cwd: Path | None = None
    real_time: bool = False
    margins: bool = False

    def __post_init__(self) -> None:
        self.chunks: list[tuple[float, bytes]] = []
        self.screen = (Margined if self.margins else pyte.Screen)(self.columns, self.rows)
        self._stream = (MarginedBytes if self.margins else pyte.ByteStream)(self.screen)
        self._painted = 0
        self._tail = self._asked = b""
        self._line_free = 0.0
        self._replies: list[tuple[float, bytes]] = []
        self.ended = False
        self.started = time.perf_counter()
        self.pid, self.fd = self._spawn()
        os.set_blocking(self.fd, False)
        self._waiting = select.poll()
        self._waiting.register(self.fd, select.POLLIN)

    def _spawn(self) -> tuple[int, int]:
        env = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"} | self.env
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))
        pid = os.fork()
        if pid == 0:  # the child: only what may follow a fork
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for number in (0, 1, 2):
                    os.dup2(slave, number)
                if self.cwd:
                    os.chdir(self.cwd)
                if self.real_time:
                    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
                os.execvpe(self.argv[0], self.argv, env)
            finally:
                os._exit(127)
        os.close(slave)
        return pid, master

    def poll(self, seconds: float) -> bool:
        """Read what is there, waiting at most `seconds`; whether bytes came."""
        now = time.perf_counter()
        for due, reply in [item for item in self._replies if item[0] <= now]:
            os.write(self.fd, reply)
            self._replies.remove((due, reply))
        if self._replies:
            seconds = max(0.0, min(seconds, min(due for due, _ in self._replies) - now))
        if self.line.kbit and self._line_free > now:
            time.sleep(min(self._line_free - now, seconds))
            if time.perf_counter() < self._line_free:
                return False
        if not self._waiting.poll(seconds * 1000):
            return False
        return self._read()

    def _read(self) -> bool:
        try:
            data = os.read(self.fd, 2048 if self.line.kbit else 65536)
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return False
        at = time.perf_counter()
        if self.line.kbit:
            self._line_free = max(at, self._line_free) + len(data) / (self.line.kbit * 125)
            at = self._line_free
        self.chunks.append((at, data))
        self._answer(data, at)
        return True

    def _answer(self, data: bytes, at: float) -> None:
        seen = self._asked + data
        for query, reply in (*QUERIES, *(WITH_MARGINS if self.margins else ())):
            for match in query.finditer(seen):
                if match.end() > len(self._asked):
                    self._replies.append((at + self.line.round_trip_ms / 1000, reply))
        self._asked = seen[-32:]

    def text(self) -> str:
        """The screen as text, line by line."""
        for _, data in self.chunks[self._painted :]:
            data = self._tail + data
            cut = UNFINISHED.search(data)
            self._tail, data = (data[cut.start() :], data[: cut.start()]) if cut else (b"", data)
            self._stream.feed(UNSEEN.sub(b"", data))
        self._painted = len(self.chunks)
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, pattern: str, seconds: float = 20.0) -> float:
        """Milliseconds from the start until the pattern is on the screen; TimeoutError with the screen if it never is."""
        wanted, end = re.compile(pattern, re.M), time.perf_counter() + seconds
        while not wanted.search(self.text()):
            if self.ended or time.perf_counter() > end:
                raise TimeoutError(f"“{pattern}” never appeared on:\n{self.text()}")
            self.poll(0.05)
        return (self.chunks[-1][0] - self.started) * 1000

    def quiet(self, silence: float = 0.08, most: float = 10.0) -> None:
        """Read until nothing came for `silence` seconds."""
        end = time.perf_counter() + most
        last = time.perf_counter()
        while time.perf_counter() < end and not self.ended and time.perf_counter() - last < silence:
            if self.poll(silence):
                last = time.perf_counter()

    def press(self, key: str) -> float:
        """Send a key, by name or as its characters, without waiting; the instant it was written."""
        at = time.perf_counter()
        os.write(self.fd, KEYS.get(key, key).encode())
        return at

    def measure(self, key: str) -> Keystroke:
        """Send a key and wait until its effect is painted and the line is quiet."""
        first = len(self.chunks)
        at = self.press(key)
        end = at + 1.0
        while len(self.chunks) == first and time.perf_counter() < end and not self.ended:
            self.poll(0.05)
        self.quiet(0.07)
        new = self.chunks[first:]
        return Keystroke((frame_end(new, at) - at) * 1000, sum(len(data) for _, data in new))

    def reach(self, key: str, pattern: str) -> Keystroke:
        """Send a key and wait until a pattern is on the screen and the line is quiet: until the pattern came, all bytes."""
        self.text()  # what came before is parsed before the clock starts
        first = len(self.chunks)
        at = self.press(key)
        wanted, end = re.compile(pattern, re.M), at + 20.0
        while not wanted.search(self.text()):
            if self.ended or time.perf_counter() > end:
                raise TimeoutError(f"“{pattern}” never appeared after {key} on:\n{self.text()}")
            self.poll(0.05)
        there = self.chunks[-1][0]
        self.quiet(0.07)
        return Keystroke((there - at) * 1000, sum(len(data) for _, data in self.chunks[first:]))

    def hold(self, key: str, count: int, hertz: float) -> float:
        """Send a key as a held one repeats; seconds the screen is behind after the last."""
        first = last = time.perf_counter()
        for index in range(count):
            while (rest := first + index / hertz - time.perf_counter()) > 0:
                self.poll(min(rest, 0.002))
            last = self.press(key)
        self.quiet(0.4, 60)
        return self.chunks[-1][0] - last

    def memory_kb(self) -> int:
        """Resident memory of the program, in kB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) if found else 0

    def close(self) -> None:
        """End the program."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            end = time.perf_counter() + 1.0
            os.kill(self.pid, sign)
            while time.perf_counter() < end:
                if not self.ended:
                    self.poll(0.02)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.fd)
                    return


def frame_end(chunks: list[tuple[float, bytes]], at: float, gap: float = GAP) -> float:
    """The end of the first synchronised update, or of the bytes before the first gap of so many seconds."""
    last, seen = at, b""
    for when, data in chunks:
        if last > at and when - last > gap:
            return last
        seen = seen[-16:] + data
        last = when
        if END_OF_FRAME in seen:
            return when
    return last
