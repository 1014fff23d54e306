"""See enrolments: the queue of events, and one person's benefits of a day and over time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import benefit_law, directory, people
from data.benefits import elections, events, standings
from hrtui.access.model import Field
from hrtui.access.rules import may, require, scopes
from hrtui.audit import writing
from hrtui.benefits.desk import Cost, Desk, Totals, total
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.gathering import READ, birth_shown, checks_of, member_of, pay_shown
from hrtui.benefits.inforce import on_day
from hrtui.benefits.model import (
    UNDER_WAY,
    Beneficiaries,
    Dependent,
    Election,
    Event,
    EventKind,
    EventState,
    Member,
    Standing,
)
from hrtui.benefits.planfile import book
from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.people.subjects import Person, writable

CHUNK = 500


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An event in the queue: whose, and the days that are left of its window and to bring papers (below 0: over)."""

    event: Event
    number: str
    name: str
    days_left: int
    papers_left: int | None


@dataclass(frozen=True, slots=True)
class PersonBenefits:
    """One person's benefits on a day as a role may see them.

    `costs` are the elections that cover with their prices, `elections` every row that counts, `history` every row there ever
    was; `why_not` says of each plan that may not be had why, by plan. `newest` is the newest command about the person.
    """

    number: str
    name: str
    on: date
    checks: int
    costs: tuple[Cost, ...]
    elections: tuple[Election, ...]
    history: tuple[Election, ...]
    events: tuple[Event, ...]
    dependents: tuple[Dependent, ...]
    standing: Standing
    beneficiaries: tuple[Beneficiaries, ...]
    why_not: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    newest: int

    @property
    def totals(self) -> Totals:
        """What each check takes."""
        return total(self.costs)


def queue(
    ctx: Context, text: str = "", states: Iterable[EventState] = UNDER_WAY, kinds: Iterable[EventKind] = (),
    day: date | None = None,
) -> array[int]:  # fmt: skip
    """The ids of events in some states of people the role may see, those first whose window ends first; for `queue_page`.

    Each word of `text` stands in the person's line, or in the event's number or reason. One query. Raises NotAllowed.
    """
    require(ctx.actor, READ)
    return events.find(states, scopes(ctx.actor, READ), ctx.actor.person, tuple(text.split()), kinds, day)


def queue_page(ctx: Context, ids: Sequence[int]) -> list[QueueLine | None]:
    """The lines of some events, in the order of the ids; None for one that is not there any more. Four queries."""
    require(ctx.actor, READ)
    today = ctx.clock.today()
    with ctx.store.snapshot():
        found = events.page(ids)
        lines = directory.lines_of([event.person for event in found if event is not None])
    made: list[QueueLine | None] = []
    for event in found:
        line = lines.get(event.person) if event is not None else None
        if event is None or line is None or not may(ctx.actor, READ, line[1]):
            made.append(None)
            continue
        papers = (event.papers_due - today).days if event.papers_due else None
        made.append(QueueLine(event, line[0].number, line[0].name, (event.last_day - today).days, papers))
    return made


def queue_lines(ctx: Context, ids: Sequence[int]) -> Iterator[QueueLine]:
    """As `queue_page`, of any number of events, some at a time; without those that are not there any more."""
    for start in range(0, len(ids), CHUNK):
        yield from (each for each in queue_page(ctx, ids[start : start + CHUNK]) if each is not None)


def benefits_of(ctx: Context, number: str, on: date | None = None) -> PersonBenefits:
    """One person's benefits on a day (the context's unless given), with what they cost.

    Birth dates and prices that follow pay are there as far as the role sees them; seeing them leaves an audit entry. Raises
    NotAllowed, and NotFound out of scope.
    """
    require(ctx.actor, READ)
    day, plans = on or ctx.day, book(ctx)
    with ctx.store.snapshot():
        person = writable(ctx, READ, number)
        member = member_of(person.id, day)
        held = tuple(elections.elections([person.id]).get(person.id, ()))
        history = tuple(elections.all_elections(person.id))
        had = tuple(events.of_people([person.id]).get(person.id, ()))
        own = [row for row in standings.standings([person.id]).get(person.id, []) if row.slot == 0]
        named = tuple(on_day(standings.beneficiaries([person.id]).get(person.id, []), day))
        newest = people.newest_command(person.id)
    desk = Desk(
        _event_of(member, day),
        member,
        (),
        (),
        held,
        plans,
        benefit_law.law(day),
        checks_of(ctx, member),
        pay_shown(ctx, person),
    )
    costs, problems = _costs(desk, day)
    reasons = tuple(
        (plan.name, why) for plan in plans.settings.plans if (why := why_not(plan, member, day)) is not None
    )
    _note(ctx, person, desk, costs, member)
    return PersonBenefits(
        person.number, person.summary.name, day, desk.checks, costs, held, history, had,
        _dependents(ctx, person, member), next(iter(on_day(own, day)), Standing(day, 0)), named, reasons, problems, newest,
    )  # fmt: skip


def _event_of(member: Member, day: date) -> Event:
    return Event("", member.id, EventKind.ADMINISTRATIVE, "", day, day, day, None, EventState.OPEN)


def _costs(desk: Desk, day: date) -> tuple[tuple[Cost, ...], tuple[str, ...]]:
    """The prices of what covers on a day; those that cannot be reckoned are told instead."""
    made: list[Cost] = []
    problems: list[str] = []
    for row in on_day(desk.elections, day):
        if row.covers and not row.choice.waived:
            try:
                made.append(desk.cost(row, day))
            except HrError as broken:
                made.append(Cost(row, None))
                problems.append(str(broken))
    return tuple(made), tuple(problems)


def _dependents(ctx: Context, person: Person, member: Member) -> tuple[Dependent, ...]:
    if birth_shown(ctx, person):
        return member.dependents
    return tuple(replace(each, birth_date=None) for each in member.dependents)


def _note(ctx: Context, person: Person, desk: Desk, costs: Sequence[Cost], member: Member) -> None:
    seen = {Field.PAY} if desk.pay_shown and costs else set()
    if birth_shown(ctx, person) and any(each.birth_date for each in member.dependents):
        seen.add(Field.BIRTH)
    writing.note_seen(ctx, person.number, seen)
