"""What interviews look like in lists and calendars: a sign, a tone and a few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from hrtui.dates import Period
from hrtui.interviews import grid
from hrtui.interviews.model import STATES, Interview, InterviewState
from hrtui.interviews.spans import instant_of
from screens.text import Tone

TONES = {
    STATES.CONFIRMED: Tone.GOOD, STATES.RESCHEDULED: Tone.WARN, STATES.NO_SHOW: Tone.BAD, STATES.COMPLETED: Tone.MUTED,
    STATES.CANCELLED: Tone.MUTED,
}  # fmt: skip
SIGNS = {
    STATES.PROPOSED: "?", STATES.CONFIRMED: "+", STATES.RESCHEDULED: "~", STATES.COMPLETED: "=", STATES.NO_SHOW: "-", STATES.CANCELLED: "x",
}  # fmt: skip
CONFLICT = "!"


def sign_of(state: InterviewState, troubles: Sequence[str]) -> str:
    """The sign of an interview in a calendar: `!` where something stands against it, else how far it is."""
    if troubles:
        return CONFLICT
    return SIGNS.get(state, " ")


def tone_of(state: InterviewState, troubles: Sequence[str]) -> Tone:
    """The tone that goes with the sign."""
    return Tone.BAD if troubles else TONES.get(state, Tone.PLAIN)


def clock(minute: int, zone: ZoneInfo) -> datetime:
    """A minute by a zone's clocks."""
    return instant_of(minute).astimezone(zone)


def hours(begins: int, ends: int, zone: ZoneInfo, named: bool = True) -> str:
    """From when to when, as `Tue 2026-12-01 10:00-10:45 EST`, or without what the zone calls its time."""
    last = clock(ends, zone)
    return f"{clock(begins, zone):%a %Y-%m-%d %H:%M}-{last:%H:%M}{f' {last:%Z}' if named else ''}"


def panel(each: Interview) -> str:
    """Who is on a panel, in a line."""
    return "; ".join(one.name for one in each.panel)


def plain(word: str) -> str:
    """A value's name in words."""
    return str(word).replace("_", " ")


def first_name(name: str) -> str:
    """What somebody is called by: the first name of `Last, First`, or all of it."""
    return name.partition(", ")[2] or name


def zone_on(days: Period, zone: ZoneInfo) -> str:
    """A zone with what it calls its time on some days: `America/New_York (EST)`, both where clocks change."""
    edges = (grid.bounds(days.start, zone)[0], grid.bounds(days.end, zone)[1] - 1)
    return f"{zone.key} ({', '.join(dict.fromkeys(f'{clock(each, zone):%Z}' for each in edges))})"
