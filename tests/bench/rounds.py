"""Keys measured in rounds, of which the middle one counts: a virtual machine loses some tens of milliseconds now and then."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from tests.bench.model import Measure
from tests.bench.terminal import Keystroke

ROUNDS = 3
WORDS = ("smith", "garcia", "anders", "prod", "engin", "ma li", "dept:sales", "1042", "kowalski", "status:leave")
"""What is typed into the filter of the directory."""
Rounds = Sequence[Sequence[Keystroke]]


def rounds(one: Callable[[], Sequence[list[Keystroke]]]) -> list[Rounds]:
    """What `one` measures, some kinds of keys, done three times in a new program: by kind the strokes of each round."""
    return [list(kind) for kind in zip(*(one() for _ in range(ROUNDS)), strict=True)]


def middle(strokes: Rounds) -> tuple[float, float]:
    """The median and the 99th percentile in milliseconds, each the middle one of the rounds."""
    each = [_median_and_high(one) for one in strokes]
    return statistics.median(median for median, _ in each), statistics.median(high for _, high in each)


def sizes(strokes: Rounds) -> tuple[float, int]:
    """The median of the bytes a key cost in all rounds, and the most."""
    found = [stroke.size for one in strokes for stroke in one]
    return statistics.median(found), max(found)


def measured(name: str, strokes: Rounds, most_ms: float, most_bytes: int) -> Measure:
    """A line of the table for keys of one kind."""
    (median, high), (size, largest) = middle(strokes), sizes(strokes)
    figure = f"{median:.1f} / {high:.1f} ms, {size:,.0f} B (most {largest:,})"
    target = f"≤ {most_ms:.0f} ms at p99, ≤ {most_bytes:,} B"
    return Measure(name, target, figure, high <= most_ms and size <= most_bytes)


def _median_and_high(strokes: Sequence[Keystroke]) -> tuple[float, float]:
    times = sorted(stroke.frame_ms for stroke in strokes)
    return statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))]
