"""Days of a zone as rows of clock time: which row an instant falls on, which hours are skipped or come twice; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hrtui.interviews.spans import DAY, Span, day_span, instant_of
from hrtui.value import frozen

STEPS = (15, 30, 60)
"""How many minutes a row may have; each is a part of the next."""
OFFICE = 450
"""The minutes that are to be seen at once, if there is room."""
EPOCH = date(1970, 1, 1)


@frozen
class Row:
    """A row of a grid: from `wall` minutes after midnight by the clock on; `fold` is 1 where the clock shows that time again."""

    wall: int
    fold: int = 0


@frozen
class Part:
    """A stretch of a day without a change of clocks: from which minute to which by the clock, whether these come for the second
    time (`fold` 1), and at which instant it begins, in minutes since 1970 in UTC."""

    wall: int
    until: int
    fold: int
    begins: int


def step_of(height: int) -> int:
    """The minutes of a row, the fewest with which 9:00 to 16:30 is seen in so many rows."""
    return next((step for step in STEPS if OFFICE // step <= height), STEPS[-1])


def bounds(day: date, zone: ZoneInfo) -> Span:
    """A day of a zone, such that every instant is in one day: 23 or 25 hours where clocks change."""
    return day_span(day, zone)[0], day_span(day + timedelta(days=1), zone)[0]


def day_at(minute: int, zone: ZoneInfo) -> date:
    """The day of a zone that a minute is in."""
    return instant_of(minute).astimezone(zone).date()


@lru_cache(maxsize=512)
def parts(day: date, zone: ZoneInfo) -> tuple[Part, ...]:
    """The stretches of a day, in order; one unless clocks change."""
    begins, ends = bounds(day, zone)
    midnight = (day - EPOCH).days * DAY
    out: list[Part] = []
    seen = 0
    while begins < ends:
        offset = _offset(begins, zone)
        until = _change(begins, ends, offset, zone)
        wall, last = begins + offset - midnight, until + offset - midnight
        again = min(last, max(wall, seen))
        out += [Part(wall, again, 1, begins)] if wall < again else []
        out += [Part(again, last, 0, begins + again - wall)] if again < last else []
        seen, begins = max(seen, last), until
    return tuple(out)


def _offset(minute: int, zone: ZoneInfo) -> int:
    """The minutes that a zone's clocks are ahead of UTC."""
    ahead = instant_of(minute).astimezone(zone).utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds() // 60)


def _change(begins: int, ends: int, offset: int, zone: ZoneInfo) -> int:
    """The first minute behind `begins` at which clocks are otherwise; `ends` where they do not change before."""
    if _offset(ends - 1, zone) == offset:
        return ends
    low, high = begins, ends - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
    return high


def rows_of(days: Iterable[date], zone: ZoneInfo, step: int) -> tuple[Row, ...]:
    """The rows that days side by side share: those of 24 hours, and behind the hours that come twice on any of the days these again."""
    rows = [Row(wall) for wall in range(0, DAY, step)]
    again = {(part.wall, part.until) for day in days for part in parts(day, zone) if part.fold}
    for wall, until in sorted(again):
        more = [Row(each, 1) for each in range(wall // step * step, until, step)]
        at = rows.index(Row(more[-1].wall)) + 1
        rows[at:at] = [each for each in more if each not in rows]
    return tuple(rows)


def instants(day: date, zone: ZoneInfo, rows: Sequence[Row], step: int) -> tuple[tuple[Span, ...], ...]:
    """For each row when it is on a day, in minutes since 1970 in UTC; nothing for one that the day does not have."""
    held = parts(day, zone)
    out = []
    for row in rows:
        found = []
        for part in held:
            first, last = max(row.wall, part.wall), min(row.wall + step, part.until)
            if part.fold == row.fold and first < last:
                found.append((part.begins + first - part.wall, part.begins + last - part.wall))
        out.append(tuple(found))
    return tuple(out)


def reached(span: Span, of: Sequence[Sequence[Span]]) -> list[int]:
    """The places of the rows that a span falls on, of rows with their instants."""
    begins, ends = span
    near = [at for at, row in enumerate(of) if row and row[0][0] < ends and row[-1][1] > begins]
    return [at for at in near if any(first < ends and last > begins for first, last in of[at])]
