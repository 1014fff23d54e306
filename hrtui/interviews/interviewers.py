"""Interviewers: when they can be asked, changed from a day on; absences entered and taken back; and all of it as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from data import availability, directory, interviews
from hrtui.access.rules import may, require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.interviews import asking, spans
from hrtui.interviews.availability import (
    Absence,
    Availability,
    check_absence,
    check_availability,
    in_force,
)
from hrtui.interviews.conflicts import conflicts_of
from hrtui.interviews.hours import weekly, written
from hrtui.interviews.importing import kept_calendars
from hrtui.interviews.kept import KeptCalendar
from hrtui.interviews.reading import interview_list
from hrtui.interviews.standings import LIMITS, OnFile, holidays_of, on_file, zone_of
from hrtui.people import checks
from hrtui.people.listing import resolve
from hrtui.people.subjects import Person, readable
from hrtui.people.summary import Status
from hrtui.recruiting.gathering import READ, WORK, Worked
from hrtui.value import frozen

WEEK, YEAR = timedelta(days=7), timedelta(days=365)
NAMED = 3
FIELDS = ("zone", "hours", "buffer", "most_a_day", "most_a_week", "asked")


@frozen
class Interviewer:
    """An interviewer as the list shows them: what is their own (`own`), and what counts with the company's in its place; how many
    interviews they have in the seven days from today, absences and calendars that are kept, leave and public holidays of the next year,
    what is entered for later, and the last command that changed any of their own."""

    id: int
    number: str
    name: str
    own: Availability
    zone: str
    hours: str
    buffer: int
    most_a_day: int
    most_a_week: int
    status: Status
    booked: int = 0
    absences: tuple[Absence, ...] = ()
    calendars: tuple[KeptCalendar, ...] = ()
    leave: tuple[Period, ...] = ()
    holidays: tuple[date, ...] = ()
    later: tuple[Availability, ...] = ()
    newest: int = 0


def interviewer_list(ctx: Context) -> list[Interviewer]:
    """The people with availability, absences or calendars of their own, or on panels of booked interviews, whom one may see, by name;
    as many queries however many. Raises NotAllowed."""
    require(ctx.actor, WORK)
    with ctx.store.snapshot():
        numbers = availability.numbers_of(availability.interviewers())
    return sorted(_gathered(ctx, numbers), key=lambda each: (each.name, each.number))


def interviewer(ctx: Context, who: str) -> Interviewer:
    """One interviewer, who may have nothing of their own. Raises NotAllowed and NotFound."""
    require(ctx.actor, WORK)
    number = resolve(ctx, who)
    found = _gathered(ctx, [number])
    if not found:
        raise NotFound(f"There is no person “{number}” that you may see.")
    return found[0]


def set_availability(
    ctx: Context, who: str, wanted: Availability, *, on: date | None = None, expected: int | None = None
) -> Worked:
    """Enter when somebody can be asked from a day on, today unless given; what is empty is the company's.

    Raises NotAllowed, NotFound, RuleBroken for what cannot be or is so already, and Conflict where a command after `expected` changed
    it.
    """
    made = _checked(wanted)
    with ctx.store.write():
        person = _present(ctx, who)
        today = ctx.clock.today()
        day = on or today
        if day < today:
            raise RuleBroken(f"{day} is over; hours are entered from today on.", "effective_from")
        history = availability.histories([person.id]).get(person.id, [])
        _check_alone(person, history, expected)
        before = in_force(history, day)
        made = replace(made, effective_from=day)
        changes = _differences(before, made)
        if not changes:
            raise RuleBroken(f"{person.called} can be asked so already; nothing was written.", "hours")
        entered = writing.begin(ctx, WORK, person.number)
        availability.put(person.id, made, entered)
        writing.note(entered, WORK, person.number, changes, {"from": str(day)})
    named = ", ".join(each.field.partition(".")[2].replace("_", " ") for each in changes)
    sentence = f"{person.summary.name} can be asked otherwise from {day}: {named}."
    return Worked(entered.command, person.number, sentence, _contradicted(ctx, person, Period(day, day + YEAR)))


def add_absence(ctx: Context, who: str, begins: date, ends: date, reason: str = "") -> Worked:
    """Enter days on which somebody cannot be asked, both included; says which interviews that contradicts. Raises NotAllowed, NotFound
    and RuleBroken."""
    check_absence(begins, ends, ctx.clock.today())
    with ctx.store.write():
        person = _present(ctx, who)
        made = Absence(availability.next_absence(person.id), begins, ends, checks.text(reason, "reason"))
        entered = writing.begin(ctx, WORK, person.number)
        availability.put_absence(person.id, made, True, ctx.clock.today(), entered)
        writing.note(entered, WORK, person.number, [Change(f"absence.{made.number}", "", _days(made))])
    sentence = f"{person.summary.name} is absent from {begins} to {ends}."
    return Worked(entered.command, person.number, sentence, _contradicted(ctx, person, Period(begins, ends)))


def drop_absence(ctx: Context, who: str, number: int) -> Worked:
    """Take an absence back. Raises NotAllowed, NotFound for none of the number that is not over, and RuleBroken."""
    with ctx.store.write():
        person = _present(ctx, who)
        today = ctx.clock.today()
        there = availability.absences([person.id], today).get(person.id, [])
        held = next((each for each in there if each.number == number), None)
        if held is None:
            raise NotFound(
                f"{person.called} has no absence {number} to come; `hrtui interviews absent {person.number}` lists them."
            )
        entered = writing.begin(ctx, WORK, person.number)
        availability.put_absence(person.id, held, False, today, entered)
        writing.note(entered, WORK, person.number, [Change(f"absence.{number}", _days(held), "")])
    return Worked(
        entered.command, person.number, f"{person.summary.name} is not absent from {held.begins} to {held.ends}."
    )


def _gathered(ctx: Context, numbers: Collection[str]) -> list[Interviewer]:
    today = ctx.clock.today()
    company, closed = ctx.config.interviews, tuple(holidays_of(ctx, None, today, today + YEAR))
    calendars: dict[str, list[KeptCalendar]] = defaultdict(list)
    for each in kept_calendars(ctx):
        calendars[each.person].append(each)
    with ctx.store.snapshot():
        lines = [line for line, subject in directory.lines(numbers).values() if may(ctx.actor, "people.read", subject)]
        held = on_file([line.id for line in lines], today, today + YEAR, contents=False)
        now = spans.minute_of(ctx.clock.now())
        taken = interviews.booked([f"person:{line.id}" for line in lines], now, now + 7 * spans.DAY)
    out = []
    for line in lines:
        own = held[line.id]
        said = in_force(own.history, today)
        limits = {
            what: value if (value := getattr(said, what)) is not None else getattr(company, what) for what in LIMITS
        }
        out.append(
            Interviewer(
                line.id, line.number, line.name, said, zone_of(ctx, own, said).key, said.hours or company.hours, status=line.status,
                booked=len(taken.get(f"person:{line.id}", ())), absences=tuple(own.absences), calendars=tuple(calendars[line.number]),
                leave=tuple(_leave(own)), holidays=tuple(holidays_of(ctx, own.place, today, today + YEAR)) if own.place else closed,
                later=tuple(each for each in own.history if each.effective_from > today),
                newest=max((each.stamp.command for each in own.history if each.stamp), default=0), **limits,
            )
        )  # fmt: skip
    return out


def _leave(held: OnFile) -> list[Period]:
    return [Period(each.begins, each.ends - timedelta(days=1)) for each in held.days if each.status is Status.LEAVE]


def _present(ctx: Context, who: str) -> Person:
    require(ctx.actor, WORK)
    person = readable(ctx, resolve(ctx, who))
    if person.summary.status is Status.TERMINATED:
        raise RuleBroken(f"{person.called} left on {person.summary.terminated}, and is asked no more.", "who")
    return person


def _checked(wanted: Availability) -> Availability:
    check_availability(wanted)
    zone = asking.zone_of(wanted.zone.strip()).key if wanted.zone.strip() else ""
    hours = written(weekly(wanted.hours)) if wanted.hours.strip() else ""
    return replace(wanted, zone=zone, hours=hours, stamp=None)


def _check_alone(person: Person, history: Sequence[Availability], expected: int | None) -> None:
    """Raise Conflict where a command after the expected one changed when somebody can be asked."""
    stamps = [each.stamp for each in history if each.stamp is not None]
    newest = max(stamps, key=lambda each: each.command, default=None)
    if expected is not None and newest is not None and newest.command > expected:
        raise Conflict(
            f"{newest.recorded_by} changed when {person.called} can be asked since you looked; nothing was written. Look again first.",
            newest=newest.command,
        )


def _differences(before: Availability, after: Availability) -> list[Change]:
    out = []
    for name in FIELDS:
        old, new = (_said(getattr(each, name)) for each in (before, after))
        if old != new:
            out.append(Change(f"availability.{name}", old, new))
    return out


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _contradicted(ctx: Context, person: Person, days: Period) -> tuple[str, ...]:
    """Which of somebody's interviews contradicts on some days that they come, the first of them by number and reason."""
    if not may(ctx.actor, READ):
        return ()
    found = conflicts_of(ctx, interview_list(ctx, days, person.number), of=person.number)
    said = [f"{number}: {' '.join(reasons)}" for number, reasons in found.items()]
    more = (f"{len(said) - NAMED} more interviews are contradicted.",) if len(said) > NAMED else ()
    return (*said[:NAMED], *more)


def _days(each: Absence) -> str:
    return f"{each.begins} to {each.ends}"
