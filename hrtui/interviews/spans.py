"""Spans of time as minutes since 1970 in UTC: put together, taken away, and made of the hours of a zone; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60
Span = tuple[int, int]
"""From a minute up to, and not with, another."""
Hours = Mapping[int, Sequence[tuple[time, time]]]
"""By weekday (0 is Monday) from when to when; until midnight is `time(0)`."""


def minute_of(instant: datetime) -> int:
    """The minute an aware instant is in."""
    return int(instant.timestamp() // 60)


def instant_of(minute: int) -> datetime:
    """The instant at which a minute begins, in UTC."""
    return datetime.fromtimestamp(minute * 60, UTC)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap as one; empty ones are none."""
    out: list[Span] = []
    for begins, ends in sorted(spans):
        if ends <= begins:
            continue
        if out and begins <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], ends))
        else:
            out.append((begins, ends))
    return out


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of spans where others are taken away; both merged."""
    out: list[Span] = []
    at = 0
    for begins, ends in spans:
        while at < len(taken) and taken[at][1] <= begins:
            at += 1
        here, left = at, begins
        while here < len(taken) and taken[here][0] < ends:
            if taken[here][0] > left:
                out.append((left, taken[here][0]))
            left = max(left, taken[here][1])
            here += 1
        if left < ends:
            out.append((left, ends))
    return out


def common(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Where spans and others overlap; both merged."""
    out: list[Span] = []
    here = there = 0
    while here < len(spans) and there < len(others):
        begins, ends = max(spans[here][0], others[there][0]), min(spans[here][1], others[there][1])
        if begins < ends:
            out.append((begins, ends))
        if spans[here][1] <= others[there][1]:
            here += 1
        else:
            there += 1
    return out


def widened(spans: Iterable[Span], minutes: int) -> list[Span]:
    """Spans with some minutes before and after each."""
    return merged((begins - minutes, ends + minutes) for begins, ends in spans)


def days(first: date, last: date) -> Iterator[date]:
    """The days from one to another, both included."""
    for count in range((last - first).days + 1):
        yield first + timedelta(days=count)


def day_span(day: date, zone: ZoneInfo) -> Span:
    """A whole day of a zone: 23 or 25 hours where clocks change."""
    return local_span(day, time(0), time(0), zone)


def local_span(day: date, begins: time, ends: time, zone: ZoneInfo) -> Span:
    """From one clock time of a day to a later one; until `time(0)` is until midnight.

    A time that clocks jump over is read by the offset before they did (RFC 5545 of 2009, 3.3.5); of one that comes twice, what
    begins takes the first and what ends the second, so that working hours lose nothing.
    """
    until = day + timedelta(days=1) if ends == time(0) else day
    return _minute(day, begins, zone, fold=0), _minute(until, ends, zone, fold=1)


def _minute(day: date, clock: time, zone: ZoneInfo, fold: int) -> int:
    local = datetime.combine(day, clock).replace(tzinfo=zone, fold=fold)
    before, after = (local.replace(fold=each).utcoffset() or timedelta() for each in (0, 1))
    if after > before:  # clocks jump over it
        local = local.replace(fold=0)
    return minute_of(local)


def working(hours: Hours, first: date, last: date, zone: ZoneInfo, closed: frozenset[date] = frozenset()) -> list[Span]:
    """The working hours of a zone's days, without days that are closed."""
    return merged(
        local_span(day, begins, ends, zone)
        for day in days(first, last)
        if day not in closed
        for begins, ends in hours.get(day.weekday(), ())
    )
