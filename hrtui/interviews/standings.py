"""When people can be asked, gathered from everything that is on file of them: what the solver and the list of conflicts go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from data import availability, keptcalendars
from data.availability import Days
from hrtui.config import HolidaySettings
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.interviews import asking, spans
from hrtui.interviews.availability import Absence, Availability, Away, Standing, in_force, stretches
from hrtui.interviews.hours import working_on
from hrtui.interviews.kept import Content, busy_of
from hrtui.interviews.spans import Span
from hrtui.org.model import Location
from hrtui.payroll.holidays import closed_days
from hrtui.people.summary import Status

WHY = {Status.LEAVE: Away.LEAVE, Status.TERMINATED: Away.LEFT, Status.STARTING: Away.STARTING}
LIMITS = ("buffer", "most_a_day", "most_a_week")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """What a question says of people in the place of what is on file: hours and limits of all, zones by their numbers, and of whom it
    has the calendars itself; without `holidays` public ones do not count, whose library takes long to load."""

    hours: str = ""
    buffer: int | None = None
    most_a_day: int | None = None
    most_a_week: int | None = None
    zones: Mapping[str, str] = field(default_factory=dict)
    busy: Collection[str] = ()
    holidays: bool = True


@dataclass(frozen=True, slots=True)
class OnFile:
    """What is on file of somebody: availability from which day on, absences, what the directory says of days, where they work, and
    what is kept of their calendars."""

    history: Sequence[Availability] = ()
    absences: Sequence[Absence] = ()
    days: Sequence[Days] = ()
    place: Location | None = None
    kept: Sequence[Content] = ()


NOTHING = Given()


def standings(
    ctx: Context, people: Mapping[str, tuple[str, int]], first: date, last: date, given: Given = NOTHING
) -> dict[str, Standing]:
    """When people, by their numbers with name and id, can be asked on the days from one to another. Five queries, however many; inside
    a snapshot or `write()`."""
    held = on_file([id_ for _, id_ in people.values()], first, last)
    return {
        number: standing(ctx, number, name, held[id_], first, last, given) for number, (name, id_) in people.items()
    }


def on_file(ids: Collection[int], first: date, last: date, *, contents: bool = True) -> dict[int, OnFile]:
    """What is on file of people by their ids for some days, without `contents` but for their calendars; five queries, however many."""
    wanted = sorted(set(ids))
    histories, away = availability.histories(wanted), availability.absences(wanted, first)
    days, places = availability.days_of(wanted, first, last), availability.places()
    kept: dict[int, list[Content]] = defaultdict(list)
    for person, _, content in keptcalendars.contents(wanted if contents else (), ()):
        kept[person or 0].append(content)
    return {
        id_: OnFile(
            histories.get(id_, ()), away.get(id_, ()), said := days.get(id_, ()), places.get(said[0].location) if said else None,
            kept.get(id_, ()),
        )
        for id_ in wanted
    }  # fmt: skip


def standing(
    ctx: Context, number: str, name: str, held: OnFile, first: date, last: date, given: Given = NOTHING
) -> Standing:
    """When one can be asked on some days, by what is on file of them. What counts is their own, else their place of work's, else the
    company's; limits are those of the first day, and absences are days of the zone they have today."""
    company, now = ctx.config.interviews, in_force(held.history, first)
    named = given.zones.get(number, "")
    zone = zone_of(ctx, held, in_force(held.history, ctx.clock.today()), named)
    hours: list[Span] = []
    for begins, ends, each in stretches(held.history, first, last):
        text = given.hours or each.hours or company.hours
        own = zone_of(ctx, held, each, named)
        hours += (span for _, some in working_on(text, begins, ends, own) for span in some)
    away = sorted((_whole(begins, ends, zone), why) for begins, ends, why in _away(ctx, held, first, last, given))
    some = () if number in given.busy else held.kept
    busy = spans.merged(span for each in some for span in busy_of(each, zone, first, last))
    midnights, mondays = borders(first, last, zone)
    limits = {what: _first(getattr(given, what), getattr(now, what), getattr(company, what)) for what in LIMITS}
    return Standing(
        name, zone, tuple(spans.merged(hours)), tuple(away), tuple(busy), midnights=midnights, mondays=mondays, **limits
    )


def zone_of(ctx: Context, held: OnFile, each: Availability, named: str = "") -> ZoneInfo:
    """The zone of somebody: as a question says, their own, their place of work's, the company's."""
    return asking.zone_of(
        named or each.zone or (held.place.time_zone if held.place else "") or ctx.config.company.time_zone
    )


@lru_cache(maxsize=256)
def borders(first: date, last: date, zone: ZoneInfo) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The minutes at which days and weeks of a zone begin, from the Monday before some days until a week after. Cached, as a panel is in
    few zones."""
    days = spans.days(first - first.weekday() * DAY, last + 7 * DAY)
    midnights = {day: spans.day_span(day, zone)[0] for day in days}
    return tuple(midnights.values()), tuple(at for day, at in midnights.items() if day.weekday() == 0)


def taken_rooms(ctx: Context, rooms: Collection[str], first: date, last: date) -> dict[str, list[Span]]:
    """When the kept calendars of rooms are busy on some days, by their names; one query."""
    zone = asking.zone_of(ctx.config.company.time_zone)
    found: dict[str, list[Span]] = defaultdict(list)
    for _, room, content in keptcalendars.contents((), list(rooms)):
        found[room] += busy_of(content, zone, first, last)
    return {room: spans.merged(held) for room, held in found.items()}


def _away(ctx: Context, held: OnFile, first: date, last: date, given: Given) -> Iterator[tuple[date, date, Away]]:
    """On which days, both included, one is away and why."""
    for said in held.days:
        if said.status in WHY:
            yield max(said.begins, first), min(said.ends - DAY, last), WHY[said.status]
    for absence in held.absences:
        if absence.begins <= last and absence.ends >= first:
            yield max(absence.begins, first), min(absence.ends, last), Away.ABSENT
    for day in holidays_of(ctx, held.place, first, last) if given.holidays else ():
        yield day, day, Away.HOLIDAY
    for begins, ends, each in stretches(held.history, first, last):
        if not each.asked:
            yield begins, ends, Away.NOT_ASKED


def holidays_of(ctx: Context, place: Location | None, first: date, last: date) -> list[date]:
    """The public holidays of some days where somebody works: of its state where those are known, else of its country, else the
    company's."""
    company, years = ctx.config.holidays, range(first.year, last.year + 1)
    there = [replace(company, country=place.country, subdivision=own) for own in (place.state, "")] if place else []
    closed = _known([*(each for each in there if each.country), company], years)
    return sorted(day for day in closed if first <= day <= last)


def _known(settings: Sequence[HolidaySettings], years: range) -> frozenset[date]:
    *some, last = settings
    for each in some:
        try:
            return closed_days(each, years)
        except RuleBroken:
            continue
    return closed_days(last, years)


def _whole(begins: date, ends: date, zone: ZoneInfo) -> Span:
    return spans.day_span(begins, zone)[0], spans.day_span(ends, zone)[1]


def _first(*values: int | None) -> int:
    return next(each for each in values if each is not None)
