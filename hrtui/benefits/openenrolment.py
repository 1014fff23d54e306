"""The open enrolment of the whole company: prepare everyone's event, see who has started, finalise all that can be."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import benefit_law, payroll
from data.benefits import choices, company, elections, events, members
from hrtui.access.rules import require, scopes
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.benefits import deciding
from hrtui.benefits.book import Book
from hrtui.benefits.deciding import Outcome
from hrtui.benefits.electing import told_of
from hrtui.benefits.gathering import FINALISE, READ, election_changes
from hrtui.benefits.model import UNDER_WAY, Election, Event, EventKind, EventState, Member, Offer
from hrtui.benefits.offers import alike, offers
from hrtui.benefits.planfile import book
from hrtui.context import Context
from hrtui.errors import HrError, NotFound, RuleBroken
from hrtui.people import checks
from hrtui.people.model import Done
from hrtui.watching import Progress

CHUNK = 500
NAMED = 200
OPEN = EventKind.OPEN_ENROLMENT


@dataclass(frozen=True, slots=True)
class Left:
    """Whom an open enrolment left out, or could not finalise: number, name, the event's number if there is one, and why."""

    number: str
    name: str
    event: str
    why: str


@dataclass(frozen=True, slots=True)
class CompanyDone(Done):
    """What was done for the whole company: how many events, how many were left, and the first of those left."""

    count: int = 0
    left_count: int = 0
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How far the open enrolment of a plan year is: events by state, who has started, and the days of its window left."""

    day: date
    last_day: date | None
    counts: Mapping[EventState, int]
    days_left: int | None

    @property
    def total(self) -> int:
        """How many events there are, void ones left out."""
        return sum(count for state, count in self.counts.items() if state is not EventState.VOID)

    @property
    def not_started(self) -> int:
        """How many have chosen nothing yet."""
        return sum(self.counts.get(state, 0) for state in (EventState.OPEN, EventState.PREPARED))

    @property
    def started(self) -> int:
        """How many have chosen something, with errors or without, or are finalised."""
        return self.total - self.not_started


def open_company(ctx: Context, day: date, last_day: date, *, progress: Progress | None = None) -> CompanyDone:
    """Open and prepare an event for everyone employed on the first day of a plan year, as one command.

    Those with another event under way, and those who may have nothing, are left out and told; who has one of this plan year
    already is passed over, so that it can be run again. Raises NotAllowed and RuleBroken.
    """
    require(ctx.actor, FINALISE)
    writing.not_past(ctx)
    today, plans = ctx.clock.today(), book(ctx)
    _check_days(checks.day(day, "day", today), last_day, today, plans)
    left: list[Left] = []
    count = 0
    with ctx.store.write():
        ids = company.employed(day, scopes(ctx.actor, FINALISE), ctx.actor.person)
        entered = writing.begin(ctx, FINALISE, _called(day))
        places, notes, same = payroll.places(day), list[writing.Note](), dict[Hashable, tuple[Offer, ...]]()
        for start in range(0, len(ids), CHUNK):
            made = list(_planned(ids[start : start + CHUNK], day, last_day, plans, places, same, left))
            numbers = events.next_numbers(today.year, len(made))
            opened = [
                (replace(event, number=number), who, offered)
                for (event, who, offered), number in zip(made, numbers, strict=True)
            ]
            _write(opened, today, entered)
            notes += [
                (who.number, (Change("event", "", event.number),), {"from": str(day)}) for event, who, _ in opened
            ]
            count += len(opened)
            if progress is not None:
                progress(min(start + CHUNK, len(ids)), len(ids))
        if not count:
            raise RuleBroken(f"Nobody is left to open an event for on {day}: {_first(left)}.", "day")
        writing.note_many(entered, FINALISE, [_whole(day, "opened", count), *notes])
    sentence = f"Open enrolment from {day}: {_events(count)} opened, through {last_day}; {_people(len(left))} left out."
    return CompanyDone(entered.command, "", sentence, (), count, len(left), tuple(left[:NAMED]))


def check_opening(ctx: Context, day: date, last_day: date) -> None:
    """Raise RuleBroken where an open enrolment cannot be opened for a plan year with a last day, before anything is done."""
    today = ctx.clock.today()
    _check_days(checks.day(day, "day", today), last_day, today, book(ctx))


def latest(ctx: Context) -> date | None:
    """The day of the open enrolment that is under way, else of the one that ended last; None where there is none. Two
    queries for each. Raises NotAllowed."""
    require(ctx.actor, READ)
    over = (EventState.FINALISED, EventState.CLOSED)
    with ctx.store.snapshot():
        for states in (UNDER_WAY, over):
            ids = events.find(states, scopes(ctx.actor, READ), ctx.actor.person, kinds=(OPEN,))
            for event in events.page(ids[-1:]):
                if event is not None:
                    return event.day
    return None


def _called(day: date) -> str:
    """What the trail calls the open enrolment from a day on."""
    return f"open enrolment {day}"


def _whole(day: date, what: str, count: int) -> writing.Note:
    """The audit entry of a command about the whole of it."""
    return _called(day), (), {"from": str(day), what: str(count)}


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _first(left: Sequence[Left]) -> str:
    return f"{left[0].name}: {left[0].why}" if left else "they have theirs, or nobody is employed then"


def _check_days(day: date, last_day: date, today: date, plans: Book) -> None:
    if plans.empty:
        raise RuleBroken("There are no plans yet; write the plan file first (docs/benefits.md).", "plan")
    if last_day < today:
        raise RuleBroken(f"The last day to choose, {last_day}, is past; give a later one.", "last_day")
    if not plans.types(day):
        raise RuleBroken(f"No plan is there on {day}; give the first day of a plan year.", "day")


def _planned(
    ids: Sequence[int],
    day: date,
    last_day: date,
    plans: Book,
    places: payroll.Places,
    same: dict[Hashable, tuple[Offer, ...]],
    left: list[Left],
) -> Iterator[tuple[Event, Member, tuple[Offer, ...]]]:
    """The events of some people with what they offer; those left out are added to `left`. Some nine queries.

    `same` keeps what was offered to people of whom everything is alike that decides it.
    """
    people = members.members(ids, day, places)
    busy, had = events.under_way(ids), company.with_event(ids, OPEN, day)
    held = elections.elections(ids, stamps=False)
    for id_ in ids:
        who = people.get(id_)
        if who is None or id_ in had:
            continue
        if id_ in busy:
            other = busy[id_]
            left.append(Left(who.number, who.name, other.number, f"event {other.number} is under way"))
            continue
        event = Event("", id_, OPEN, "", day, day, last_day, None, EventState.OPEN)
        key = alike(who, held.get(id_, ()), day)
        offered = same.get(key) or same.setdefault(key, offers(event, who, held.get(id_, ()), plans))
        if any(offer.options or offer.fallback for offer in offered):
            yield event, who, offered
        else:
            why = next((offer.why for offer in offered if offer.why), "nothing is offered")
            left.append(Left(who.number, who.name, "", why))


def _write(opened: Sequence[tuple[Event, Member, tuple[Offer, ...]]], today: date, entered: Entered) -> None:
    made = [event for event, _, _ in opened]
    if made:
        events.open_many(made, today, entered)
        choices.add_offers({event.number: offered for event, _, offered in opened}, entered)
        prepared = [replace(event, state=EventState.PREPARED) for event in made]
        events.move_many(prepared, today, entered, prepared=True)


def status(ctx: Context, day: date) -> Status:
    """How far the open enrolment of the plan year that begins on a day is. Raises NotAllowed, and NotFound where there is none."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        counts = events.counts(day, OPEN)
        some = events.find(UNDER_WAY, scopes(ctx.actor, READ), ctx.actor.person, kinds=(OPEN,), day=day)
        last = next((each.last_day for each in events.page(some[-1:]) if each is not None), None)
    if not counts:
        raise NotFound(f"There is no open enrolment from {day}; `hrtui benefits oe open` opens one.")
    left = (last - ctx.clock.today()).days if last else None
    return Status(day, last, counts, left)


def finalise_all(ctx: Context, day: date, *, progress: Progress | None = None) -> CompanyDone:
    """Finalise every event of the open enrolment that can be, as one command; those with faults are left, in error, and told.

    Who has chosen nothing keeps what carries over by itself. Raises NotAllowed, NotFound where there is none, and RuleBroken
    where none is under way.
    """
    require(ctx.actor, FINALISE)
    writing.not_past(ctx)
    plans, left, count = book(ctx), list[Left](), 0
    with ctx.store.write():
        ids = events.find(UNDER_WAY, scopes(ctx.actor, FINALISE), ctx.actor.person, kinds=(OPEN,), day=day)
        if not ids:
            raise RuleBroken(f"No event of an open enrolment from {day} is under way.", "day")
        entered, notes = writing.begin(ctx, FINALISE, _called(day)), list[writing.Note]()
        places = payroll.places(day)
        for start in range(0, len(ids), CHUNK):
            some = [each for each in events.page(ids[start : start + CHUNK]) if each is not None]
            count += _finalise(ctx, some, plans, places, entered, notes, left)
            if progress is not None:
                progress(min(start + CHUNK, len(ids)), len(ids))
        writing.note_many(entered, FINALISE, [_whole(day, "finalised", count), *notes])
    sentence = f"Open enrolment from {day}: {_events(count)} finalised, {len(left):,} left with errors."
    return CompanyDone(entered.command, "", sentence, (), count, len(left), tuple(left[:NAMED]))


def _finalise(
    ctx: Context, some: Sequence[Event], plans: Book, places: payroll.Places, entered: Entered, notes: list[writing.Note],
    left: list[Left],
) -> int:  # fmt: skip
    """Finalise some events; returns how many, and adds to `notes` and `left`."""
    rows, moved, done = list[tuple[int, Election]](), list[Event](), 0
    for event, who, made, held in _decided(some, plans, places, left):
        state = EventState.ERROR if made.faults else made.state
        moved.append(replace(event, state=state))
        rows += [(event.person, row) for row in made.rows]
        changes = [Change("event.state", event.state.value, state.value), *election_changes(made.rows, held)]
        notes.append((who.number, tuple(changes), {"from": str(event.effective), "event": event.number}))
        done += not made.faults
        if made.faults:
            left.append(Left(who.number, who.name, event.number, " ".join(told_of(made.faults))))
    if rows:
        elections.put_many(rows, entered)
    if moved:
        events.move_many(moved, ctx.clock.today(), entered)
    return done


def _decided(
    some: Sequence[Event], plans: Book, places: payroll.Places, left: list[Left]
) -> Iterator[tuple[Event, Member, Outcome, Sequence[Election]]]:
    """The outcome of each event; where a rate or a fact is missing it is left as it is, and told."""
    if not some:
        return
    numbers, ids, on = [event.number for event in some], [event.person for event in some], some[0].effective
    people, held = members.members(ids, on, places), elections.elections(ids)
    offered, chosen, law = choices.offers(numbers), choices.choices(numbers), benefit_law.law(on)
    for event in some:
        who, own = people.get(event.person), held.get(event.person, [])
        if who is None:
            left.append(Left("", "", event.number, f"there is no job on file on {on}"))
            continue
        try:
            made = deciding.outcome(event, who, offered[event.number], chosen[event.number], own, plans, law)
        except HrError as broken:
            left.append(Left(who.number, who.name, event.number, str(broken)))
            continue
        yield event, who, made, own
