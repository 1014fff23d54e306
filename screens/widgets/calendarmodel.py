"""What a calendar shows: columns of rows with what takes several of them, and where keys take its cursor; no screen in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hrtui.value import frozen
from screens.text import Tone


class Ground(StrEnum):
    """What a row of a column is where nothing stands on it."""

    FREE = "free"
    OFF = "off"
    BUSY = "busy"
    GONE = "gone"
    NOW = "now"


@frozen
class Entry:
    """Something in a column from a row up to, and not with, another: what it is known by, what is painted on its rows, and whether
    its ground is filled."""

    key: int
    first: int
    last: int
    lines: tuple[str, ...]
    sign: str = " "
    tone: Tone = Tone.PLAIN
    filled: bool = True


@dataclass(slots=True)
class Column:
    """A column: its title, its entries, what its rows are where nothing stands on them, and whether it is today's.

    `lanes` is for each entry, by its place, how far to the right it stands of those beside it.
    """

    title: str
    entries: Sequence[Entry] = ()
    grounds: Mapping[int, Ground] = field(default_factory=dict)
    today: bool = False
    lanes: list[int] = field(default_factory=list)
    abreast: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entries = sorted(self.entries, key=lambda each: (each.first, -each.last, each.key))
        self.lanes, self.abreast = packed(self.entries)

    def at(self, row: int) -> list[int]:
        """The places of the entries on a row, those at the left first."""
        found = [place for place, each in enumerate(self.entries) if each.first <= row < each.last]
        return sorted(found, key=self.lanes.__getitem__)

    def is_there(self, row: int) -> bool:
        """Whether the column has a row."""
        return self.grounds.get(row) is not Ground.GONE


@frozen
class Head:
    """What stands before a row, and in which tone."""

    text: str
    tone: Tone = Tone.MUTED


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a calendar shows: columns side by side, each at least `narrowest` cells wide, and the heads of their rows."""

    columns: Sequence[Column]
    heads: Sequence[Head]
    narrowest: int = 9

    def find(self, key: int) -> Iterator[tuple[int, Entry]]:
        """The columns and entries of what is known by a key."""
        for number, column in enumerate(self.columns):
            for each in column.entries:
                if each.key == key:
                    yield number, each


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cursor is: a column, a row, and the place of the entry it is on, None where nothing stands."""

    column: int = 0
    row: int = 0
    entry: int | None = None


def packed(entries: Sequence[Entry]) -> tuple[list[int], list[int]]:
    """For each of some entries in order, how far to the right it stands, and how many stand side by side there."""
    lanes: list[int] = []
    abreast: list[int] = []
    ends: list[int] = []
    group: list[int] = []
    for place, each in enumerate(entries):
        if all(end <= each.first for end in ends):
            _close(group, ends, abreast)
            group, ends = [], []
        lane = next((at for at, end in enumerate(ends) if end <= each.first), len(ends))
        ends[lane : lane + 1] = [each.last]
        lanes.append(lane)
        abreast.append(1)
        group.append(place)
    _close(group, ends, abreast)
    return lanes, abreast


def _close(group: Sequence[int], ends: Sequence[int], abreast: list[int]) -> None:
    for place in group:
        abreast[place] = len(ends)


def landed(sheet: Sheet, column: int, row: int, at_right: bool = False) -> Spot:
    """The spot on a row of a column, or the nearest row that the column has; of several entries the first, or the last."""
    held = sheet.columns[column]
    rows = len(sheet.heads)
    row = max(0, min(row, rows - 1))
    near = sorted(range(rows), key=lambda each: (abs(each - row), each))
    row = next((each for each in near if held.is_there(each)), row)
    found = held.at(row)
    return Spot(column, row, (found[-1] if at_right else found[0]) if found else None)


def vertical(sheet: Sheet, spot: Spot, down: bool) -> Spot:
    """The spot below or above: from an entry the free row, or the next entry, behind all of it; the same spot at the end."""
    column = sheet.columns[spot.column]
    here = None if spot.entry is None else column.entries[spot.entry]
    step = 1 if down else -1
    row = spot.row + step
    if here is not None:
        row = here.last if down else here.first - 1
    while 0 <= row < len(sheet.heads):
        found = column.at(row)
        if here is not None:
            fresh = [each for each in found if _is_behind(column.entries[each], here, down)]
        else:
            fresh = found
        if column.is_there(row) and (fresh or not found):
            own = [each for each in fresh if spot.entry is not None and column.lanes[each] == column.lanes[spot.entry]]
            return Spot(spot.column, row, (own or fresh)[0] if fresh else None)
        row += step
    return spot


def _is_behind(entry: Entry, here: Entry, down: bool) -> bool:
    return entry.first >= here.last if down else entry.last <= here.first


def sideways(sheet: Sheet, spot: Spot, right: bool) -> Spot | None:
    """The spot at the right or left: of the entries that touch one another's time the next to begin, or the one before, so that each is
    reached; behind the last of them the next column. None at the edge."""
    column = sheet.columns[spot.column]
    if spot.entry is not None:
        beside = _beside(column, spot.entry, right)
        if beside is not None:
            entry = column.entries[beside]
            return Spot(spot.column, max(entry.first, min(spot.row, entry.last - 1)), beside)
    following = spot.column + (1 if right else -1)
    return landed(sheet, following, spot.row, not right) if 0 <= following < len(sheet.columns) else None


def _beside(column: Column, place: int, right: bool) -> int | None:
    """The place of the entry that begins next to one, or before it, among those its time is shared with, by way of others too."""
    order = sorted(range(len(column.entries)), key=lambda each: (column.entries[each].first, column.lanes[each]))
    groups: list[list[int]] = []
    end = -1
    for each in order:
        if column.entries[each].first >= end:
            groups.append([])
        groups[-1].append(each)
        end = max(end, column.entries[each].last)
    group = next(each for each in groups if place in each)
    at = group.index(place) + (1 if right else -1)
    return group[at] if 0 <= at < len(group) else None


EMPTY = Sheet((Column(""),), (Head(""),))
"""A calendar before anything was read."""
