"""What benefits owe to what happened: events of new hires, windows that are over, leavers' coverage, children who age out, and
the cases of COBRA of those who lose coverage.

It is shown first, and carried out as one command that can be undone; never in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from data import benefit_law
from data.benefits import choices, company, elections, events, members
from hrtui.access.model import Scope
from hrtui.access.rules import require, scopes
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.benefits import changing, deciding
from hrtui.benefits.book import Book
from hrtui.benefits.cobra import raising
from hrtui.benefits.electing import told_of
from hrtui.benefits.gathering import FINALISE, READ, election_changes, pay_shown
from hrtui.benefits.model import UNDER_WAY, Election, Event, EventKind, EventState, Member, Offer
from hrtui.benefits.offers import offers
from hrtui.benefits.planfile import book
from hrtui.benefits.reaching import with_rows
from hrtui.benefits.touching import last_closed, reach
from hrtui.benefits.windows import window
from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken
from hrtui.people.model import Done
from hrtui.people.subjects import writable

CHUNK = 500
TOLD = 20


class DueKind(StrEnum):
    """What is due: a new hire's event to open, an event whose window is over, coverage to end, a child to take out, a case
    of COBRA to raise."""

    NEW_HIRE = "new_hire"
    WINDOW = "window"
    LEAVER = "leaver"
    AGE_OUT = "age_out"
    COBRA = "cobra"


CALLED = {
    DueKind.NEW_HIRE: ("new hire", "new hires"),
    DueKind.WINDOW: ("window over", "windows over"),
    DueKind.LEAVER: ("leaver", "leavers"),
    DueKind.AGE_OUT: ("child ageing out", "children ageing out"),
    DueKind.COBRA: ("case of COBRA", "cases of COBRA"),
}
"""What one is called, and several."""


def counted(counts: Mapping[DueKind, int]) -> str:
    """How many of each kind there are, in words: `2 leavers, 1 case of COBRA`; kinds without any are left out."""
    return ", ".join(f"{counts[kind]:,} {CALLED[kind][counts[kind] != 1]}" for kind in DueKind if counts.get(kind))


@dataclass(frozen=True, slots=True)
class Due:
    """Something due: for whom, from which day on, and a sentence. `event` is the event it is about; `blocked` is why it cannot
    be carried out by itself, empty where it can."""

    kind: DueKind
    person: int
    number: str
    name: str
    day: date
    sentence: str
    event: str = ""
    blocked: str = ""
    rows: tuple[Election, ...] = field(default=(), repr=False)
    gone: tuple[Election, ...] = field(default=(), repr=False)
    opening: tuple[Event, tuple[Offer, ...]] | None = field(default=None, repr=False)
    moved: Event | None = field(default=None, repr=False)
    held: tuple[Election, ...] = field(default=(), repr=False)


def due(ctx: Context, kinds: Collection[DueKind] = tuple(DueKind), *, ahead: int = 0) -> list[Due]:
    """What is due through today, or as many days ahead, by day and name. Nothing is written. Raises NotAllowed."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        return _found(ctx, kinds, scopes(ctx.actor, READ), ctx.clock.today() + timedelta(days=ahead))


def carry_out(ctx: Context, kinds: Collection[DueKind] = tuple(DueKind), numbers: Collection[str] = ()) -> Done:
    """Do all that is due through today, of some people where their numbers are given, as one command.

    What is blocked stays, and is told. Raises NotAllowed, and RuleBroken where nothing can be done.
    """
    require(ctx.actor, FINALISE)
    today = ctx.clock.today()
    with ctx.store.write():
        found = _found(ctx, kinds, scopes(ctx.actor, FINALISE), today)
        wanted = [each for each in found if not numbers or each.number in numbers]
        todo, stays = [each for each in wanted if not each.blocked], [each for each in wanted if each.blocked]
        if not todo:
            why = f" {stays[0].name}: {stays[0].blocked}" if stays else ""
            raise RuleBroken(f"Nothing is due that can be carried out.{why}", "kinds")
        back = _back(ctx, [each for each in todo if each.rows or each.gone])
        about = writing.about({each.number for each in todo})
        entered = writing.begin(ctx, FINALISE, about)
        elections.supersede_many([row for each in todo for row in each.gone], entered)
        elections.put_many([(each.person, row) for each in todo for row in each.rows], entered)
        _open(ctx, [each for each in todo if each.opening is not None], entered)
        events.move_many([each.moved for each in todo if each.moved is not None], today, entered)
        cases, raised = _raised(ctx, numbers, entered) if DueKind.COBRA in kinds else (0, [])
        whole = [] if about == todo[0].number else [(about, (), {"through": str(today)})]
        writing.note_many(entered, FINALISE, chain(whole, _notes(todo), raised))
    counts = {kind: sum(each.kind is kind for each in todo) for kind in DueKind} | {DueKind.COBRA: cases}
    blocked = (f"{each.name}: {each.blocked}" for each in stays[:TOLD])
    owing = ("The cases owe their election notices (:cobra).",) if cases else ()
    return Done(entered.command, todo[0].number, f"Carried out: {counted(counts)}.", (*owing, *back, *blocked))


def _back(ctx: Context, todo: Iterable[Due]) -> list[str]:
    """What is said of the closed checks that changes reach back into, of so many people; inside a command, before it writes."""
    last, style = last_closed(), ctx.config.style
    far = [each for each in todo if any(row.effective_from <= last for row in (*each.rows, *each.gone))]
    found = []
    for each in far[:TOLD]:
        rows = with_rows(each.held, each.rows, each.gone)
        said = reach(ctx, each.person, each.held, rows, pay_shown=_pay_shown(ctx, each.number)).sentences(style)
        found += [f"{each.name}: {' '.join(said)}"] if said else []
    return [*found, *([f"{len(far) - TOLD:,} more reach back into closed checks."] if len(far) > TOLD else [])]


def _pay_shown(ctx: Context, number: str) -> bool:
    return pay_shown(ctx, writable(ctx, FINALISE, number), FINALISE)


def _notes(todo: Iterable[Due]) -> Iterator[writing.Note]:
    for each in todo:
        if each.kind is DueKind.COBRA:  # has an entry of its own
            continue
        changes = [*election_changes(each.rows, each.held)]
        changes += [Change("event", "", each.opening[0].number)] if each.opening else []
        changes += [Change("event.state", "", each.moved.state.value)] if each.moved else []
        yield each.number, tuple(changes), {"from": str(each.day), "due": each.kind.value}


def _raised(ctx: Context, numbers: Collection[str], entered: Entered) -> tuple[int, list[writing.Note]]:
    """Raise the cases of COBRA that are due once all else is written, such as a divorce that was just finalised: how many, and
    their audit entries."""
    found = [each for each in raising.proposed(ctx, book(ctx)) if not numbers or each.number in numbers]
    cases = raising.enter(ctx, [each.wanted for each in found], entered) if found else []
    return len(cases), raising.notes(cases, {each.wanted.person: each.number for each in found})


def _open(ctx: Context, todo: Sequence[Due], entered: Entered) -> None:
    if not todo:
        return
    numbers = events.next_numbers(ctx.clock.today().year, len(todo))
    made = {}
    for each, number in zip(todo, numbers, strict=True):
        assert each.opening is not None
        made[number] = (replace(each.opening[0], number=number), each.opening[1])
    opened = [event for event, _ in made.values()]
    events.open_many(opened, ctx.clock.today(), entered)
    choices.add_offers({number: offered for number, (_, offered) in made.items()}, entered)
    prepared = [replace(event, state=EventState.PREPARED) for event in opened]
    events.move_many(prepared, ctx.clock.today(), entered, prepared=True)


def _found(ctx: Context, kinds: Collection[DueKind], reach: Sequence[Scope], through: date) -> list[Due]:
    plans, own = book(ctx), ctx.actor.person
    if plans.empty:
        return []
    found: list[Due] = []
    if DueKind.NEW_HIRE in kinds:
        since = ctx.clock.today() - timedelta(days=plans.settings.new_hire_days)
        found += _in_chunks(company.hired_between(since, through, reach, own), lambda ids: _hires(ids, plans, through))
    if {DueKind.LEAVER, DueKind.AGE_OUT} & set(kinds):
        ids = company.covered(reach, own)
        found += [each for each in _in_chunks(ids, lambda ids: _changes(ids, plans, through)) if each.kind in kinds]
    if DueKind.WINDOW in kinds:
        ids = list(events.find(UNDER_WAY, reach, own, kinds=(EventKind.NEW_HIRE, EventKind.LIFE_EVENT)))
        found += _in_chunks(ids, lambda ids: _windows(ids, plans, ctx.clock.today()))
    if DueKind.COBRA in kinds:
        found += map(_case, raising.proposed(ctx, plans, through))
    return sorted(found, key=lambda each: (each.day, each.name, each.number, each.kind))


def _case(each: raising.Proposed) -> Due:
    said = f"COBRA is owed: {each.wanted.why}"
    return Due(DueKind.COBRA, each.wanted.person, each.number, each.name, each.wanted.day, said)


def _in_chunks(ids: Sequence[int], read: Callable[[Sequence[int]], Iterable[Due]]) -> list[Due]:
    made: list[Due] = []
    for start in range(0, len(ids), CHUNK):
        made += read(ids[start : start + CHUNK])
    return made


def _hires(ids: Sequence[int], plans: Book, through: date) -> Iterator[Due]:
    """New hires without an event and without an election, who may have something."""
    had, busy = company.with_event(ids, EventKind.NEW_HIRE), events.under_way(ids)
    held, people = elections.elections(ids, stamps=False), members.members(ids, through)
    for id_ in ids:
        who = people.get(id_)
        if who is None or who.hired is None or id_ in had or held.get(id_) or who.ended is not None:
            continue
        try:
            first = window(EventKind.NEW_HIRE, "", who.hired, who, plans)
            event = Event(
                "", id_, EventKind.NEW_HIRE, "", who.hired, first.effective, first.last_day, None, EventState.OPEN
            )
            offered = offers(event, who, (), plans)
        except HrError:
            continue  # who may have nothing has nothing to choose
        other = busy.get(id_)
        blocked = f"event {other.number} is under way; finalise or void it first" if other else ""
        sentence = f"New hire of {who.hired} without an event; it can be used through {first.last_day}"
        yield Due(
            DueKind.NEW_HIRE, id_, who.number, who.name, who.hired, sentence, blocked=blocked, opening=(event, offered)
        )


def _changes(ids: Sequence[int], plans: Book, through: date) -> Iterator[Due]:
    """Leavers whose coverage goes on, and children past their age."""
    held, people = elections.elections(ids), members.members(ids, through)
    for id_ in ids:
        who, own = people.get(id_), held.get(id_, [])
        if who is None:
            continue
        try:
            left = changing.leaving(who, own, plans) if who.ended is not None and who.ended <= through else None
            aged = None if left else changing.ageing_out(who, own, plans, through)
        except HrError as broken:
            yield Due(
                DueKind.LEAVER, id_, who.number, who.name, through, "Coverage cannot be followed", blocked=str(broken)
            )
            continue
        for kind, made in ((DueKind.LEAVER, left), (DueKind.AGE_OUT, aged)):
            if made is not None:
                yield _due(kind, who, made, own)


def _due(kind: DueKind, who: Member, made: changing.Follows, held: Sequence[Election]) -> Due:
    return Due(
        kind, who.id, who.number, who.name, made.day, "; ".join(made.sentences), rows=made.rows, gone=made.gone,
        held=tuple(held),
    )  # fmt: skip


def _windows(ids: Sequence[int], plans: Book, today: date) -> Iterator[Due]:
    """Events of new hires and of life whose window is over: finalised with what was chosen, or what counts otherwise."""
    some = [each for each in events.page(ids) if each is not None and each.last_day < today]
    if not some:
        return
    numbers, people_ids = [each.number for each in some], [each.person for each in some]
    offered, chosen, held = choices.offers(numbers), choices.choices(numbers), elections.elections(people_ids)
    for event in some:
        who = members.members([event.person], event.effective).get(event.person)
        if who is None:
            continue
        own = held.get(event.person, [])
        sentence = f"The window of event {event.number} ended on {event.last_day}"
        base = Due(
            DueKind.WINDOW, who.id, who.number, who.name, event.last_day, sentence, event.number, held=tuple(own)
        )
        try:
            law = benefit_law.law(event.effective)
            made = deciding.outcome(event, who, offered[event.number], chosen[event.number], own, plans, law)
        except HrError as broken:
            yield replace(base, blocked=str(broken))
            continue
        if made.faults:
            yield replace(base, blocked=" ".join(told_of(made.faults)))
            continue
        state = EventState.FINALISED if event.papers_due is not None else made.state
        yield replace(base, rows=made.rows, moved=replace(event, state=state))
