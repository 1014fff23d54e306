"""Eight sessions over ssh at once, editing the same people, filtering and calculating a run: nothing is lost, nobody is told of a lock."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.moved import hand_over, move_in
from tests.nightly import tries
from tests.server import TestServer, server
from tests.ui.terminal import PATIENCE, Terminal

SECONDS = tries(12.0, 120.0)
PEOPLE = 60
SHARED, RUN = "1005", "plant-2026-"
Condition = Callable[[], object]
Act = Generator[tuple[str, Condition], None, None]
TROUBLE = ("is locked", "internal error", "Traceback", "Others are writing", "damaged")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestServer, str]]:
    """A server with the people of the demo company, and the number of a run that is open."""
    folder = tmp_path_factory.mktemp("demo") / "d"
    words = [sys.executable, "-m", "hrtui", "demo", "--people", str(PEOPLE), "--dir", str(folder), "--no-open"]
    with server() as made:
        subprocess.run(words, check=True, capture_output=True, cwd=Path(__file__).parents[2])
        move_in(made, folder)
        opened = made.hrtui("--config", str(made.etc / "hrtui.yaml"), "payroll", "open", "--group", "plant")
        assert opened.returncode == 0, opened
        hand_over(made)
        yield made, opened.stdout.split()[1]


def _shows(terminal: Terminal, text: str) -> bool:
    return text in terminal.text


def _answered(terminal: Terminal, before: str) -> bool:
    """Whether a save was answered: done, or by what others made of it meanwhile, anew where that was asked before."""
    done = "Save now" not in terminal.text and "changes from" in terminal.text
    return done or ("Meanwhile" in terminal.text and "y saves yours" in terminal.text and terminal.text != before)


def _more(count: Callable[[], int], before: int) -> bool:
    return count() > before


def to(terminal: Terminal, address: str, shown: str) -> Act:
    """Go to an address by the palette."""
    terminal.send(":")
    yield "the palette", lambda: "Go to or do" in terminal.text
    terminal.send(address)
    yield "what is typed", lambda: f"> {address}" in terminal.text
    terminal.send("enter")
    yield address, lambda: shown in terminal.text and "Go to or do" not in terminal.text


def edits(terminal: Terminal, who: str, mark: str, confirmed: list[tuple[str, str]], took: list[float]) -> Act:
    """Change one person's phone for ever, over whatever others make of it; note what was confirmed."""
    yield from to(terminal, f"emp {who}", "Record of a person")
    terminal.send("\t", "\t")
    yield "the tab", lambda: "[Personal]" in terminal.text
    terminal.send("down", "down", "down")
    for number in range(1_000_000):
        value = f"555-{mark}-{number:05d}"
        terminal.send("e")
        yield "the form", lambda: "Save now" in terminal.text
        terminal.send("\x15", value)
        yield "what is typed", partial(_shows, terminal, value)
        begun, before = time.perf_counter(), terminal.text
        terminal.send("\n")
        yield "an answer", partial(_answered, terminal, before)
        alone = "Meanwhile" not in terminal.text
        while "Meanwhile" in terminal.text:
            before = terminal.text
            terminal.send("y")
            yield "an answer", partial(_answered, terminal, before)
        if alone:
            took.append(time.perf_counter() - begun)
        confirmed.append((who, value))


def filters(terminal: Terminal) -> Act:
    """Type into the filter of the directory and take it out again, for ever."""
    yield from to(terminal, "people", "People")
    while True:
        for text in ("dept:Engineering", "kim", "status:active hired>2015-01-01"):
            terminal.send("/")
            yield (
                "the filter",
                lambda: "Filter" not in terminal.screen.display[-1] or "esc" in terminal.screen.display[-1],
            )
            terminal.send("\x15", text)
            yield "what is typed", partial(_shows, terminal, text)
            terminal.send("escape")
            yield "the list", lambda: "type / to filter" in terminal.text


def calculates(terminal: Terminal, run: str, count: Callable[[], int], made: list[int]) -> Act:
    """Calculate everyone of a run again, for ever."""
    yield from to(terminal, f"run {run}", run)
    while True:
        before = count()
        yield from to(terminal, "calculate everyone", run)
        yield "a calculation", partial(_more, count, before)
        made.append(1)


def test_nothing_is_lost_where_eight_work_at_once(
    company: tuple[TestServer, str], record_property: Callable[[str, object], None]
) -> None:
    made, run = company
    confirmed, took, runs = list[tuple[str, str]](), list[float](), list[int]()

    def count() -> int:
        with sqlite3.connect(f"file:{made.store}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM audit WHERE subject = ?", (run,)).fetchone()[0])

    with ExitStack() as stack:
        terminals = [
            stack.enter_context(made.screens(who))
            for who in ("alice", "bob", "carol", "alice", "bob", "carol", "alice", "bob")
        ]
        for terminal in terminals:
            terminal.shows("Home")
        acts = [
            *(edits(terminals[at], SHARED, f"{at:03d}", confirmed, took) for at in range(4)),
            edits(terminals[4], "1006", "004", confirmed, took),
            filters(terminals[5]), filters(terminals[6]), calculates(terminals[7], run, count, runs),
        ]  # fmt: skip
        _played(list(zip(terminals, acts, strict=True)), SECONDS)
        memory = [_memory(process) for process in made.sessions()]
        for terminal in terminals:
            assert not any(word in terminal.raw for word in TROUBLE), terminal.text
    assert len(confirmed) > 10 and runs
    with sqlite3.connect(f"file:{made.store}?mode=ro", uri=True) as db:
        rows = db.execute(
            "SELECT subject, changes FROM audit WHERE action = 'people.change_profile' ORDER BY id"
        ).fetchall()
    _check_chain([(subject, json.loads(changes)) for subject, changes in rows], confirmed)
    checked = made.hrtui("--config", str(made.etc / "hrtui.yaml"), "query", SHARED, "--json")
    assert checked.returncode == 0, checked
    took.sort()
    record_property("saves", len(confirmed))
    record_property("p50_ms", round(1000 * took[len(took) // 2], 1))
    record_property("p99_ms", round(1000 * took[int(len(took) * 0.99)], 1))
    record_property("runs", len(runs))
    record_property("most_memory_mb", max(memory) // 1024)
    if os.environ.get("HRTUI_TESTS"):
        print(f"\n{len(confirmed)} saves, {len(runs)} runs; a save took {1000 * took[len(took) // 2]:.1f} ms in the middle, "
              f"{1000 * took[int(len(took) * 0.99)]:.1f} at p99; the largest process has {max(memory) // 1024} MB, all have "
              f"{sum(memory) // 1024} MB")  # fmt: skip


def _played(parts: list[tuple[Terminal, Act]], seconds: float) -> None:
    """Let each act go on as soon as what it waits for is there, for so long; then each to the end of what it is at."""
    waiting: dict[int, tuple[str, Condition, float]] = {}
    end = time.monotonic() + seconds
    for at, (_, act) in enumerate(parts):
        waiting[at] = (*next(act), time.monotonic())
    while waiting:
        now = time.monotonic()
        for at, (terminal, act) in enumerate(parts):
            if at not in waiting:
                continue
            terminal.read(0.002)
            what, condition, since = waiting[at]
            assert now - since < PATIENCE, f"session {at} never saw {what}:\n{terminal.text}"
            if not condition():
                continue
            if now > end and what in (
                "the form",
                "the filter",
                "the palette",
                "an answer",
                "the list",
                "a calculation",
            ):
                del waiting[at]
            else:
                waiting[at] = (*next(act), time.monotonic())


def _check_chain(entries: list[tuple[str, list[list[str]]]], confirmed: list[tuple[str, str]]) -> None:
    """Each change begins with what the one before it left, and everything confirmed is among them."""
    held: dict[str, str] = {}
    written = set()
    for subject, changes in entries:
        for change in changes:
            field, before, after = change
            if field == "phone":
                assert held.get(subject, before) == before, (subject, held.get(subject), before)
                held[subject] = after
                written.add((subject, after))
    assert set(confirmed) <= written, set(confirmed) - written


def _memory(process: int) -> int:
    """The resident memory of a process, in kilobytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
