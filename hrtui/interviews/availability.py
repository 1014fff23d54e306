"""When somebody can be asked: their hours and limits from a day on, why they are away, and what contradicts an interview; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from hrtui.dates import LATEST
from hrtui.errors import RuleBroken
from hrtui.interviews.spans import Span, instant_of, merged, without
from hrtui.interviews.wishes import Calendar
from hrtui.people.model import Stamp
from hrtui.value import frozen

MOST_MINUTES, MOST_A_DAY, MOST_A_WEEK = 240, 50, 200
LONGEST_ABSENCE = 366


@frozen
class Availability:
    """When somebody can be asked from a day on: `zone` is empty for that of their place of work, `hours` (as `hours.weekly` reads them)
    for the company's; None for the company's `buffer` in minutes and most a day and a week, 0 for any number."""

    effective_from: date = date.min
    zone: str = ""
    hours: str = ""
    buffer: int | None = None
    most_a_day: int | None = None
    most_a_week: int | None = None
    asked: bool = True
    stamp: Stamp | None = None


@frozen
class Absence:
    """Days on which somebody cannot be asked, both included; `number` tells a person's absences apart."""

    number: int
    begins: date
    ends: date
    reason: str = ""
    stamp: Stamp | None = None


class Away(StrEnum):
    """Why somebody is away, as a sentence about them goes on."""

    ABSENT = "is absent"
    LEAVE = "is on leave"
    HOLIDAY = "has a public holiday"
    LEFT = "is no longer here"
    STARTING = "has not started yet"
    NOT_ASKED = "is not asked for interviews"


@frozen
class Standing:
    """When somebody can be asked over some days, by minutes: `hours` before anything is taken away, the spans they are `away` and why,
    and what their kept calendars hold (`busy`), each in order; `midnights` and `mondays` as in a Calendar."""

    name: str
    zone: ZoneInfo
    hours: tuple[Span, ...]
    away: tuple[tuple[Span, Away], ...] = ()
    busy: tuple[Span, ...] = ()
    buffer: int = 0
    most_a_day: int = 0
    most_a_week: int = 0
    midnights: tuple[int, ...] = ()
    mondays: tuple[int, ...] = ()

    def calendar(self, booked: Sequence[Span]) -> Calendar:
        """What the solver knows of them, with the interviews they have."""
        there = without(self.hours, merged(span for span, _ in self.away))
        taken = merged((begins - self.buffer, ends + self.buffer) for begins, ends in (*self.busy, *booked))
        limits = (self.most_a_day, self.most_a_week, self.midnights, self.mondays)
        return Calendar(tuple(without(there, taken)), tuple(there), tuple(booked), *limits)

    def anyhow(self, booked: Sequence[Span]) -> Calendar:
        """What the solver knows where only the interviews they have count, and nothing else does."""
        whole = ((self.midnights[0], self.midnights[-1]),)
        return Calendar(tuple(without(whole, merged(booked))), whole, midnights=self.midnights, mondays=self.mondays)


def check_availability(each: Availability) -> None:
    """Raise RuleBroken where a limit or the minutes around appointments are none; hours and zone were read before."""
    for field, most in (("buffer", MOST_MINUTES), ("most_a_day", MOST_A_DAY), ("most_a_week", MOST_A_WEEK)):
        value = getattr(each, field)
        if value is not None and not 0 <= value <= most:
            said = field.replace("_", " ").capitalize()
            raise RuleBroken(f"{said} is 0 to {most}, not {value}; empty for the company's.", field)
    if each.most_a_day and each.most_a_week and each.most_a_day > each.most_a_week:
        raise RuleBroken(f"{each.most_a_day} a day are more than {each.most_a_week} a week.", "most_a_week")


def check_absence(begins: date, ends: date, today: date) -> None:
    """Raise RuleBroken where an absence is over, ends before it begins, or is longer than a year."""
    if ends < begins:
        raise RuleBroken(f"An absence from {begins} cannot end on {ends}.", "until")
    if ends < today:
        raise RuleBroken(f"The days {begins} to {ends} are over; an absence is entered for what comes.", "until")
    if (ends - begins).days >= LONGEST_ABSENCE:
        raise RuleBroken(
            "An absence has up to a year; for longer, say that they are not asked for interviews.", "until"
        )


def in_force(history: Sequence[Availability], on: date) -> Availability:
    """What holds on a day of a history, oldest first; nothing of one's own before the first."""
    found = [each for each in history if each.effective_from <= on]
    return found[-1] if found else Availability()


def stretches(history: Sequence[Availability], first: date, last: date) -> Iterator[tuple[date, date, Availability]]:
    """The days from one to another in stretches on which one thing holds: the first and last day of each, and what."""
    begins = [first, *sorted({each.effective_from for each in history if first < each.effective_from <= last})]
    for day, after in zip(begins, [*begins[1:], LATEST], strict=True):
        until = last if after is LATEST else date.fromordinal(after.toordinal() - 1)
        yield day, until, in_force(history, day)


def contradictions(begins: int, ends: int, who: Standing, booked: Sequence[Span], zone: ZoneInfo) -> list[str]:
    """What contradicts that somebody is in an interview from a minute to another, a sentence for each; `booked` are all the interviews
    they have, this one too, and times are said in `zone`."""
    said = [f"{who.name} {why}." for why in dict.fromkeys(why for span, why in who.away if _meet(span, begins, ends))]
    if not said and not any(first <= begins and ends <= last for first, last in who.hours):
        own = f"{instant_of(begins).astimezone(who.zone):%a %H:%M}-{instant_of(ends).astimezone(who.zone):%H:%M}"
        said.append(f"{who.name} has other working hours: it is {own} in {who.zone.key}.")
    busy = [each for each in who.busy if _meet(each, begins, ends)]
    if busy:
        first, last = (instant_of(each).astimezone(zone) for each in (busy[0][0], busy[-1][1]))
        until = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%Y-%m-%d %H:%M}"
        said.append(f"{who.name} is busy by their calendar from {first:%Y-%m-%d %H:%M} to {until}.")
    for most, borders, what in ((who.most_a_day, who.midnights, "day"), (who.most_a_week, who.mondays, "week")):
        place = bisect_right(borders, begins)
        count = sum(bisect_right(borders, one) == place for one, _ in booked)
        if most and count > most:
            said.append(f"{who.name} has {count} interviews that {what}, and is asked for {most} at most.")
    return said


def _meet(span: Span, begins: int, ends: int) -> bool:
    return span[0] < ends and span[1] > begins
