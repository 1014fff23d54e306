"""Eight people at once over ssh: what each of them does for ever, and how all of it is driven from one loop.

An act yields what it waits for, in words and as a condition, and goes on once that is so. With a pace of so many seconds whoever acts types a
key each tenth of it and looks up for as long in between; without, everything follows at once. The loop comes before all processes of the
machine where it may: the eyes and hands of people are no work of the server's.
"""

from __future__ import annotations

import os
import re
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.moved import hand_over, move_in
from tests.server import TestServer
from tests.ui.terminal import PATIENCE, Terminal

PEOPLE = 60
SHARED, OTHER = "1005", "1006"
WHO = ("alice", "bob", "carol", "alice", "bob", "carol", "alice", "bob")
Condition = Callable[[], object]
Act = Generator[tuple[str, Condition], None, None]
PAUSE, CALCULATION = "a pause", "a calculation"
UNSEEN = (PAUSE, CALCULATION)
"""What comes without a byte for the terminal."""
LAST = ("the form", "the filter", "the palette", "an answer", "the list", *UNSEEN)
"""What an act may be left at."""
WHOLE, TICK = 0.01, 0.02
"""The seconds without a byte after which a frame is whole, and between two looks at what comes unseen."""
PHONE = re.compile(r"555-\d{3}-\d{5}")
OVERTAKEN = "moved on since it was shown"


@dataclass
class Played:
    """What came of it: saves that were confirmed (whose, which value), the seconds each took that met nobody else's, how often a run was
    calculated, the processes of the sessions with their memory in kilobytes (resident, and their share of what they hold together), and all
    that each terminal was sent."""

    confirmed: list[tuple[str, str]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    runs: int = 0
    memory: list[tuple[int, int]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    def percentiles(self) -> tuple[float, float]:
        """The median and the 99th percentile of a save, in milliseconds."""
        took = sorted(self.took)
        return 1000 * took[len(took) // 2], 1000 * took[int(len(took) * 0.99)]


def company(made: TestServer, folder: Path) -> str:
    """Put the people of a demo company on a server, and open a run of payroll there; its number."""
    words = [sys.executable, "-m", "hrtui", "demo", "--people", str(PEOPLE), "--dir", str(folder), "--no-open"]
    subprocess.run(words, check=True, capture_output=True, cwd=Path(__file__).parents[1])
    move_in(made, folder)
    opened = made.hrtui("--config", str(made.etc / "hrtui.yaml"), "payroll", "open", "--group", "plant")
    assert opened.returncode == 0, opened
    hand_over(made)
    return opened.stdout.split()[1]


def eight(made: TestServer, run: str, seconds: float, pace: float = 0.0) -> Played:
    """Let four edit one person, one another, two filter and one calculate a run, for so many seconds."""
    found = Played()

    def count() -> int:
        with closing(sqlite3.connect(f"file:{made.store}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM audit WHERE subject = ?", (run,)).fetchone()[0])

    with ExitStack() as stack:
        terminals = [stack.enter_context(made.screens(who)) for who in WHO]
        for terminal in terminals:
            terminal.shows("Home")
        acts = [
            *(edits(terminals[at], SHARED, f"{at:03d}", found, pace) for at in range(4)),
            edits(terminals[4], OTHER, "004", found, pace),
            filters(terminals[5], pace), filters(terminals[6], pace), calculates(terminals[7], run, count, found, pace),
        ]  # fmt: skip
        with _ahead_of_all():
            _played(list(zip(terminals, acts, strict=True)), seconds)
        found.memory = [_memory(process) for process in made.sessions()]
        found.raw = [terminal.raw for terminal in terminals]
    return found


def _shows(terminal: Terminal, text: str) -> bool:
    return text in terminal.text


def _answered(terminal: Terminal, before: str) -> bool:
    """Whether a save was answered: done, or by what others made of it meanwhile, anew where that was asked before."""
    done = "Save now" not in terminal.text and "changes from" in terminal.text
    asked = "Meanwhile" in terminal.text and "y saves yours" in terminal.text
    return done or (asked and PHONE.findall(terminal.text) != PHONE.findall(before))


def _calculated(terminal: Terminal, count: Callable[[], int], before: int) -> bool:
    """Whether a calculation is in the trail and told, or refused: the screen had not yet read what the one before it made."""
    return OVERTAKEN in terminal.text or (count() > before and "Calculated everyone." in terminal.text)


def to(terminal: Terminal, address: str, shown: str) -> Act:
    """Go to an address by the palette."""
    terminal.send(":")
    yield "the palette", lambda: "Go to or do" in terminal.text
    terminal.send(address)
    yield "what is typed", lambda: f"> {address}" in terminal.text
    terminal.send("enter")
    yield address, lambda: shown in terminal.text and "Go to or do" not in terminal.text


def edits(terminal: Terminal, who: str, mark: str, found: Played, pace: float = 0.0) -> Act:
    """Change one person's phone for ever, over whatever others make of it; note what was confirmed."""
    yield from to(terminal, f"emp {who}", "Record of a person")
    terminal.send("\t", "\t")
    yield "the tab", lambda: "[Personal]" in terminal.text
    terminal.send("down", "down", "down")
    for number in range(1_000_000):
        value = f"555-{mark}-{number:05d}"
        yield from _wait(pace)
        terminal.send("e")
        yield "the form", lambda: "Save now" in terminal.text
        terminal.send("\x15")
        yield from _typed(terminal, value, pace)
        yield from _wait(pace / 4)
        begun, before = time.perf_counter(), terminal.text
        terminal.send("\n")
        yield "an answer", partial(_answered, terminal, before)
        if "Meanwhile" not in terminal.text:
            found.took.append(terminal.came - begun)
        while "Meanwhile" in terminal.text:
            yield from _wait(pace)
            before = terminal.text
            terminal.send("y")
            yield "an answer", partial(_answered, terminal, before)
        found.confirmed.append((who, value))


def filters(terminal: Terminal, pace: float = 0.0) -> Act:
    """Type into the filter of the directory and take it out again, for ever."""
    yield from to(terminal, "people", "People")
    while True:
        for text in ("dept:Engineering", "kim", "status:active hired>2015-01-01"):
            terminal.send("/")
            yield (
                "the filter",
                lambda: "Filter" not in terminal.screen.display[-1] or "esc" in terminal.screen.display[-1],
            )
            terminal.send("\x15")
            yield from _typed(terminal, text, pace)
            yield from _wait(pace)
            terminal.send("escape")
            yield "the list", lambda: "type / to filter" in terminal.text


def calculates(terminal: Terminal, run: str, count: Callable[[], int], found: Played, pace: float = 0.0) -> Act:
    """Calculate everyone of a run again, for ever."""
    yield from to(terminal, f"run {run}", run)
    while True:
        before = count()
        yield from to(terminal, "calculate everyone", run)
        yield CALCULATION, partial(_calculated, terminal, count, before)
        if OVERTAKEN not in terminal.text:
            found.runs += 1
        yield from _wait(pace)


def _typed(terminal: Terminal, text: str, pace: float) -> Act:
    for part in text if pace else (text,):
        terminal.send(part)
        yield from _wait(pace / 10)
    yield "what is typed", partial(_shows, terminal, text)


def _wait(seconds: float) -> Act:
    end = time.monotonic() + seconds
    if seconds:
        yield PAUSE, lambda: time.monotonic() >= end


def _played(parts: Sequence[tuple[Terminal, Act]], seconds: float) -> None:
    """Let each act go on as soon as what it waits for is there, for so long; then each to the end of what it is at."""
    waiting = {at: (*next(act), time.monotonic()) for at, (_, act) in enumerate(parts)}
    end = time.monotonic() + seconds
    lines = {terminal.main: at for at, (terminal, _) in enumerate(parts)}
    due = set(waiting)  # those whose screen is to be looked at, once its frame is whole
    while waiting:
        for ready in select.select(list(lines), [], [], WHOLE if due else TICK)[0]:
            parts[lines[ready]][0].read(0)
            due.add(lines[ready])
        for at, (what, condition, since) in list(waiting.items()):
            (terminal, act), now = parts[at], time.monotonic()
            assert now - since < PATIENCE, f"session {at} never saw {what}:\n{terminal.text}"
            if time.perf_counter() - terminal.came < WHOLE or (at not in due and what not in UNSEEN):
                continue
            due.discard(at)
            if not condition():
                continue
            if now > end and what in LAST:
                del waiting[at]
            else:
                waiting[at] = (*next(act), time.monotonic())
                due.add(at)


@contextmanager
def _ahead_of_all() -> Iterator[None]:
    with suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    try:
        yield
    finally:
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def _memory(process: int) -> tuple[int, int]:
    """The resident memory of a process and its share of what several hold, in kilobytes."""
    told = dict(
        line.split()[:2] for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines() if "kB" in line
    )
    return int(told["Rss:"]), int(told["Pss:"])
