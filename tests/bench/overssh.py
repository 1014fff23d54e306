"""Keys over a real ssh session on a slow line: sshd on the loopback address, 200 ms there and back, 256 kbit/s.

A key's time ends with its first frame, as everywhere; its bytes are all that it brought on the line, ssh's own included. What the line needs for
the key and the frame, and the way there and back, are taken off to say what the program, sshd and the client took. With compression as the
client asks for it (`Compression yes`), and without.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest

from tests.bench.model import Bench, Measure
from tests.bench.rounds import WORDS, middle, sizes
from tests.bench.slowline import SlowLine
from tests.bench.terminal import Keystroke, Line, Terminal, frame_end
from tests.moved import hand_over, move_in
from tests.server import TestServer, server

LINE = Line(256, 200)
SILENCE = 0.45  # seconds without a byte after which a key is done: more than the way there and back
MOVES, PAGES, FORMS = 20, 12, 6
KINDS = (
    ("cursor move", 10, 450),
    ("page", 25, 6_000),
    ("a letter in the filter", 30, 1_500),
    ("opening a form", 60, 12_000),
)
"""The targets of a key: milliseconds beside the line's own, and bytes."""
KEY = 36  # bytes in which ssh packs a key
FIRST_SCREEN = 12_000  # bytes


@dataclass(frozen=True, slots=True)
class Stroke(Keystroke):
    """A key over the line: also the milliseconds of its first frame that are not the line's, and those until the last byte it brought."""

    own_ms: float
    last_ms: float


@dataclass
class Session:
    """A session over the line, and what passed through it."""

    terminal: Terminal
    line: SlowLine

    def stroke(self, key: str) -> Stroke:
        """Send a key and wait until nothing comes any more."""
        before, packets, chunks = self.line.down, len(self.line.came), len(self.terminal.chunks)
        at = self.terminal.press(key)
        while len(self.terminal.chunks) == chunks and time.perf_counter() < at + 5 and not self.terminal.ended:
            self.terminal.poll(0.05)
        self.terminal.quiet(SILENCE)
        painted = frame_end(self.terminal.chunks[chunks:], at, SILENCE)
        needed = self.line.takes(KEY) + sum(takes for when, takes in self.line.came[packets:] if when < painted)
        own = (painted - at - needed) * 1000 - LINE.round_trip_ms
        return Stroke((painted - at) * 1000, self.line.down - before, own, (self.terminal.chunks[-1][0] - at) * 1000)


def line(bench: Bench) -> list[Measure]:
    """Login and first screen, keys, and an arrow that is held, without and with compression; a row that says why where it cannot be."""
    try:
        with server() as made:
            with closing(sqlite3.connect(bench.folder / "store" / "hrtui.db")) as db:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            move_in(made, bench.folder)
            hand_over(made)
            return [*_measured(made, False), *_measured(made, True)]
    except pytest.skip.Exception as why:
        return [Measure("over ssh, 256 kbit/s, 200 ms", "", "not measured", True, str(why))]


def _measured(made: TestServer, compressed: bool) -> list[Measure]:
    mark = "over ssh, compressed" if compressed else "over ssh"
    with _session(made, compressed) as session:
        first = _first(session, mark)
        session.terminal.press("gp")
        session.terminal.wait_for(r"of [\d,]+")
        session.terminal.quiet(1.0)
        strokes = [_moves(session), _pages(session), _letters(session), _forms(session)]
        keys = [_key(f"{mark}: {name}", each, ms, size) for (name, ms, size), each in zip(KINDS, strokes, strict=True)]
        return [first, *keys, _held(session, mark)]


@contextmanager
def _session(made: TestServer, compressed: bool) -> Iterator[Session]:
    with closing(SlowLine(made.ports[made.variant], LINE)) as through:
        told = ("-p", str(through.port), "-o", f"Compression={'yes' if compressed else 'no'}")
        argv = [word for word in made.client("alice", tty=True) if word not in ("-p", str(made.ports[made.variant]))]
        terminal = Terminal([*argv[:-1], *told, argv[-1]], env=made.environment())
        try:
            yield Session(terminal, through)
        finally:
            terminal.close()


def _first(session: Session, mark: str) -> Measure:
    """From starting the client until home is there; the screen's bytes as painted, and all that login and screen took on the line."""
    session.terminal.wait_for("Home")
    session.terminal.quiet(1.0)
    took = session.terminal.chunks[-1][0] - session.terminal.started
    painted = sum(len(data) for _, data in session.terminal.chunks)
    return Measure(
        f"{mark}: login to the first screen", f"≤ {FIRST_SCREEN:,} B painted", f"{took:.1f} s, {painted:,} B painted",
        painted <= FIRST_SCREEN, f"{session.line.down:,} B down, {session.line.up:,} B up",
    )  # fmt: skip


def _moves(session: Session) -> list[Stroke]:
    session.stroke("down")
    return [session.stroke(key) for key in ("down",) * MOVES + ("up",) * MOVES]


def _pages(session: Session) -> list[Stroke]:
    strokes = [session.stroke("pgdn") for _ in range(PAGES)]
    session.stroke("home")
    return strokes


def _letters(session: Session) -> list[Stroke]:
    strokes = []
    for word in WORDS:
        session.stroke("/")
        strokes += [session.stroke(letter) for letter in word]
        session.stroke("esc")
    return strokes


def _forms(session: Session) -> list[Stroke]:
    strokes = []
    for number in range(FORMS):
        session.stroke("down")
        strokes.append(session.stroke("PJ"[number % 2]))
        session.terminal.wait_for("Change (pay|job)")
        session.stroke("esc")
    return strokes


def _key(name: str, strokes: list[Stroke], most_ms: float, most_bytes: int) -> Measure:
    """A line of the table: how long it took, and beside it what of that was not the line's and when the last byte came."""
    (median, high), (size, largest) = middle([strokes]), sizes([strokes])
    own_median, own_high = middle([[Keystroke(each.own_ms, each.size) for each in strokes]])
    last, _ = middle([[Keystroke(each.last_ms, each.size) for each in strokes]])
    return Measure(
        name, f"≤ {most_ms:.0f} ms beside the line at p99, ≤ {most_bytes:,} B",
        f"{median:.0f} / {high:.0f} ms, {size:,.0f} B (most {largest:,})", own_high <= most_ms and size <= most_bytes,
        f"{own_median:.1f} / {own_high:.1f} ms beside the line; last byte {last:.0f} ms",
    )  # fmt: skip


def _held(session: Session, mark: str) -> Measure:
    """An arrow held for three seconds at 30 a second, the way there and back of the last one included."""
    before, sent = session.line.down, session.line.sent
    behind = session.terminal.hold("down", 90, 30)
    each, packets = (session.line.down - before) / 90, session.line.sent - sent
    return Measure(
        f"{mark}: arrow held", "≤ 0.3 s behind", f"{behind:.2f} s behind", behind <= 0.3,
        f"{each:,.0f} B a key, {packets} packets for 90 keys",
    )  # fmt: skip
