"""Which rows of a picture are rows of the one before, moved: what a terminal had better scroll than be sent again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from operator import ne
from typing import NamedTuple

Row = list[tuple[str, str]]

WORTH = 40
"""Bytes that scrolling must save: about what saying so costs."""
MARGINS = 20
"""Bytes that naming the columns to scroll costs on top."""
PLACE = 6
TRIED = 2
"""Columns that are looked at: what stands still may begin as what stood there before."""


class Block(NamedTuple):
    """By how many lines rows moved up (negative: down), the first and the last line of the block, and the column it ends before."""

    shift: int
    top: int
    bottom: int
    right: int


def shifted(old: list[Row], changed: dict[int, Row], margins: bool) -> Block | None:
    """The block of rows whose moving saves most, or None where none does.

    What stands still beside rows that move is painted again, so a row is worth moving by the bytes it saves; a terminal
    with `margins` can leave it where it is.
    """
    first, last = min(changed), max(changed)
    was, now = old[first : last + 1], [changed.get(y, old[y]) for y in range(first, last + 1)]
    shift = _voted(was, now)
    if not shift:
        return None
    costs = [_cost(row, new) for row, new in zip(was, now, strict=True)]
    width = len(was[0])
    saved, low, high, right = max(
        _saved(was, now, costs, shift, right) for right in (width, *(_ends(was, now, shift) if margins else ()))
    )
    if saved <= WORTH:
        return None
    return Block(shift, first + min(low, low + shift), first + max(high, high + shift), right)


def _saved(was: list[Row], now: list[Row], costs: list[int], shift: int, right: int) -> tuple[int, int, int, int]:
    """What moving the columns before `right` saves, and the first and last row of the stretch that saves most."""
    whole = right == len(was[0])
    gains = [
        costs[y] - (_cost(was[y + shift], row) if whole else _cost(was[y + shift][:right] + was[y][right:], row))
        if 0 <= y + shift < len(was)
        else -len(row)
        for y, row in enumerate(now)
    ]
    low, high, saved = _best(gains)
    if not saved:
        return 0, low, high, right
    entering = range(high + 1, high + 1 + shift) if shift > 0 else range(low + shift, low)
    for y in entering:
        beside = 0 if whole else _cost(was[y][right:], now[y][right:])
        saved -= sum(cell[0] != " " for cell in now[y][:right]) + beside - costs[y]
    return saved - (0 if whole else MARGINS), low, high, right


def _ends(was: list[Row], now: list[Row], shift: int) -> list[int]:
    """The columns before which most rows are old ones moved, but for those that cut a wide character."""
    ends = Counter(_same(was[y + shift], row) for y, row in enumerate(now) if 0 <= y + shift < len(was))
    fitting = (end for end, _ in ends.most_common() if 0 < end < len(was[0]) and all(row[end][0] for row in was))
    return [*islice(fitting, TRIED)]


def _same(one: Row, other: Row) -> int:
    """How many cells from the left on are the same in two rows."""
    if one == other:
        return len(one)
    return next(_differing(one, other))


def _differing(one: Row, other: Row) -> Iterator[int]:
    return (x for x, differs in enumerate(map(ne, one, other)) if differs)


def _voted(was: list[Row], now: list[Row]) -> int:
    """By how many lines most rows moved, or 0: by one where a third did, which is soon found, else told by their text
    without the last two columns, where a scroll bar moves."""
    for near in (1, -1):
        rows = range(len(now) - 1) if near > 0 else range(1, len(now))
        if 3 * sum(was[y + near] == now[y] != was[y] for y in rows) > len(now):
            return near
    texts = [_text(row) for row in was]
    places = {text: index for index, text in reversed(list(enumerate(texts)))}
    votes = Counter(
        places[text] - index for index, row in enumerate(now) if (text := _text(row)) in places and text.strip()
    )
    return votes.most_common(1)[0][0] if votes else 0


def _cost(old: Row, new: Row) -> int:
    """About how many bytes turn one row into the other: its cells that differ, and naming their place."""
    return 0 if old == new else sum(map(ne, old, new)) + PLACE


def _best(gains: list[int]) -> tuple[int, int, int]:
    """The stretch of the greatest sum: its first and last index, and the sum."""
    best, start, total = (0, 0, 0), 0, 0
    for index, gain in enumerate(gains):
        if total <= 0:
            start, total = index, 0
        total += gain
        if total > best[2]:
            best = start, index, total
    return best


def _text(row: Row) -> str:
    return "".join([text for text, _ in row[:-2]])
