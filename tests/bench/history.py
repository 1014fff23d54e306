"""What stands on dated facts: a record, the company as of another day, and questions asked of a cold process."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.model import HRTUI, Bench, Measure
from tests.bench.rounds import measured, rounds
from tests.bench.terminal import Keystroke, Terminal

RECORDS, LENSES, PRESSES, COLD = 40, 12, 60, 7
WITHIN = ("down",) * 14 + ("up",) * 14
WORDS = ("smith", "garcia", "dept:sales", "status:leave")
COLD_QUERIES = (
    ("everyone", ""),
    ("a department and a date", "dept:Production hired<2024-01-01"),
    ("pay, highest first", "pay>80k sort:-pay"),
    ("everyone two years ago", "@2024-11-23"),
)


def keys(bench: Bench) -> list[Measure]:
    """Records opened from the list and gone through by field, the lens changed, and the list's keys under the lens."""
    records, fields, lenses, moves, pages, letters = rounds(lambda: _round(bench))
    return [
        measured("opening a record", records, 30, 6_000),
        measured("cursor move on a record", fields, 10, 450),
        measured("changing the lens", lenses, 30, 6_000),
        measured("cursor move as of a past day", moves, 10, 450),
        measured("page as of a past day", pages, 25, 6_000),
        measured("a letter as of a past day", letters, 30, 1_500),
    ]


def _round(bench: Bench) -> tuple[list[Keystroke], ...]:
    with _people(bench) as terminal:
        for key in ("down", "down", "pgdn", "home"):
            terminal.measure(key)
        _record(terminal)
        records = [_record(terminal) for _ in range(RECORDS)]
        fields = _fields(terminal)
        lenses = [_lens(terminal, f"{2020 + at % 6}-0{1 + at % 9}-15") for at in range(LENSES)]
        moves = [terminal.measure(key) for key in WITHIN * 2]
        pages = [terminal.measure("pgdn") for _ in range(PRESSES)]
        terminal.measure("home")
        letters = [stroke for word in WORDS for stroke in _letters(terminal, word)]
    return records, fields, lenses, moves, pages, letters


def cold(bench: Bench) -> list[Measure]:
    """From before `hrtui query` is started until its first row is there."""
    out = []
    for name, text in COLD_QUERIES:
        seconds = statistics.median(_first_row(bench, text) for _ in range(COLD))
        out.append(Measure(f"hrtui query, cold: {name}", "≤ 600 ms", f"{seconds * 1000:.0f} ms", seconds <= 0.6))
    return out


@contextmanager
def _people(bench: Bench) -> Iterator[Terminal]:
    terminal = bench.hrtui("people")
    try:
        terminal.wait_for(r"of [\d,]+")
        terminal.quiet(0.4)
        yield terminal
    finally:
        terminal.close()


def _record(terminal: Terminal) -> Keystroke:
    terminal.measure("down")
    stroke = terminal.reach("enter", r"\[Job")
    terminal.measure("esc")
    terminal.quiet(0.2)
    return stroke


def _fields(terminal: Terminal) -> list[Keystroke]:
    """The cursor of a record over its fields, down and up."""
    terminal.reach("enter", r"\[Job")
    terminal.quiet(0.2)
    strokes = [terminal.measure(key) for key in (*("down",) * 7, *("up",) * 7) * 4]
    terminal.measure("esc")
    terminal.quiet(0.2)
    return strokes


def _lens(terminal: Terminal, day: str) -> Keystroke:
    terminal.measure("@")
    for letter in day:
        terminal.measure(letter)
    stroke = terminal.reach("enter", f"AS OF {day}")
    terminal.quiet(0.6)
    return stroke


def _letters(terminal: Terminal, word: str) -> list[Keystroke]:
    terminal.measure("/")
    strokes = [terminal.measure(letter) for letter in word]
    terminal.measure("esc")
    terminal.quiet(0.3)
    return strokes


def _first_row(bench: Bench, text: str) -> float:
    argv = [*HRTUI, "--config", str(bench.config), "query", text, "--csv"]
    start = time.perf_counter()
    process = subprocess.Popen(argv, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    row = process.stdout.readline()
    took = time.perf_counter() - start
    process.stdout.close()
    process.kill()
    process.wait()
    if not row:
        raise RuntimeError(f"hrtui query {text!r} found nobody")
    return took
