"""Working hours in words: `mon-thu 9:00-17:00; fri 9:00-12:00, 13:00-15:00`, understood or refused, and written again; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from hrtui.dates import WEEKDAYS
from hrtui.errors import RuleBroken
from hrtui.interviews.asking import clock
from hrtui.interviews.spans import Hours, Span, local_span, merged
from hrtui.interviews.spans import days as days_of
from hrtui.text import clean

Clocks = tuple[tuple[time, time], ...]
NAMES = tuple(WEEKDAYS)
LIKE = "mon-thu 9:00-17:00; fri 9:00-12:00, 13:00-15:00"
MOST = 200
_PART = re.compile(r"(?:(?P<days>[a-z]+(?:\s*[-,]\s*[a-z]+)*)\s+)?(?P<clocks>[0-9].*)")


def weekly(text: str) -> Hours:
    """The hours of each weekday that has some (0 is Monday), in order; hours without days are those of Monday to Friday.

    Raises RuleBroken where they are not understood, overlap, or name a day twice.
    """
    out: dict[int, Clocks] = {}
    for part in filter(None, (each.strip() for each in clean(text, limit=MOST).lower().split(";"))):
        found = _PART.fullmatch(part)
        if found is None:
            raise _not_understood(part)
        clocks = tuple(sorted(_clocks(found["clocks"])))
        for day in _days(found["days"] or "mon-fri"):
            if day in out:
                raise RuleBroken(f"{NAMES[day].capitalize()} is named twice; put its hours together.", "hours")
            out[day] = clocks
    if not out:
        raise _not_understood(text)
    return dict(sorted(out.items()))


def written(hours: Hours) -> str:
    """Hours as `weekly` reads them, days of the same hours together."""
    groups: list[tuple[list[int], Clocks]] = []
    for day in sorted(hours):
        clocks = tuple(hours[day])
        if groups and groups[-1][1] == clocks and groups[-1][0][-1] == day - 1:
            groups[-1][0].append(day)
        else:
            groups.append(([day], clocks))
    return "; ".join(f"{_named(days)} {', '.join(map(_clock, clocks))}" for days, clocks in groups)


@lru_cache(maxsize=256)
def working_on(text: str, first: date, last: date, zone: ZoneInfo) -> tuple[tuple[date, tuple[Span, ...]], ...]:
    """The hours of a text on the days of a zone from one to another, day by day, for days that have some.

    Cached: a panel mostly has the same hours in a few zones.
    """
    hours = weekly(text)
    return tuple(
        (day, tuple(merged(local_span(day, begins, ends, zone) for begins, ends in hours[day.weekday()])))
        for day in days_of(first, last)
        if day.weekday() in hours
    )


def _clocks(text: str) -> Iterator[tuple[time, time]]:
    taken: list[tuple[int, int]] = []
    for each in re.split(r",| and ", text):
        found = clock(each)
        begins, ends = (one.hour * 60 + one.minute for one in (found.begins, found.ends))
        ends = ends or 24 * 60
        if any(begins < last and ends > first for first, last in taken):
            raise RuleBroken(f"Hours {each.strip()} overlap others of the same day.", "hours")
        taken.append((begins, ends))
        yield found.begins, found.ends


def _days(text: str) -> Iterator[int]:
    for each in text.split(","):
        first, dash, last = (word.strip() for word in each.partition("-"))
        begins, ends = _day(first), _day(last if dash else first)
        if ends < begins:
            raise RuleBroken(f"Days {each.strip()} end before they begin; a week begins on Monday.", "hours")
        yield from range(begins, ends + 1)


def _day(word: str) -> int:
    for name, day in WEEKDAYS.items():
        if len(word) >= len(name) and (word == name or date(2024, 1, day + 1).strftime("%A").lower().startswith(word)):
            return day
    raise _not_understood(word)


def _named(days: list[int]) -> str:
    return NAMES[days[0]] if len(days) == 1 else f"{NAMES[days[0]]}-{NAMES[days[-1]]}"


def _clock(each: tuple[time, time]) -> str:
    begins, ends = each
    return f"{begins.hour}:{begins:%M}-{'24:00' if ends == time(0) else f'{ends.hour}:{ends:%M}'}"


def _not_understood(text: str) -> RuleBroken:
    return RuleBroken(f"“{clean(text, limit=60)}” are no hours; write them as {LIKE}.", "hours")
