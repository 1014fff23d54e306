"""Raise cases of COBRA: those that follow from what is on file, all at once, or one by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data import contacts, directory
from data.benefits import cobra, cobra_law, elections
from hrtui.access.rules import may, require, scopes
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.benefits import planfile
from hrtui.benefits.ageing import end_of
from hrtui.benefits.book import Book
from hrtui.benefits.cobra import gathering, rules
from hrtui.benefits.cobra.model import CONTINUED, LABELS, Case, Continued, Kind, Raise
from hrtui.benefits.model import SELF
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people.model import Done
from hrtui.people.subjects import Person, writable

ACTION = "benefits.cobra"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case that is to be raised, and whose it is."""

    number: str
    name: str
    wanted: Raise


def to_raise(ctx: Context) -> tuple[Proposed, ...]:
    """The cases that are to be raised today, of the people the role may raise them for; none where COBRA does not bind.

    Raises NotAllowed, and ConfigError for a plan file that cannot be used.
    """
    require(ctx.actor, ACTION)
    book = planfile.book(ctx)
    with ctx.store.snapshot():
        return proposed(ctx, book)


def proposed(ctx: Context, book: Book, through: date | None = None) -> tuple[Proposed, ...]:
    """The cases that are to be raised through a day (else today), of the people the role may raise them for; none where COBRA
    does not bind. Read inside a snapshot or `write()`."""
    if not ctx.config.benefits.cobra or not scopes(ctx.actor, ACTION):
        return ()
    wanted = gathering.found(book, ctx.clock.today(), through)
    lines = directory.lines_of({each.person for each in wanted})
    return tuple(
        Proposed(lines[each.person][0].number, lines[each.person][0].name, each)
        for each in wanted
        if each.person in lines and may(ctx.actor, ACTION, lines[each.person][1])
    )


def raise_all(ctx: Context, only: Collection[str] | None = None) -> Done:
    """Raise every case that is to be raised, or those of some people by number, as one command that can be undone.

    Raises NotAllowed, and RuleBroken where there is none.
    """
    require(ctx.actor, ACTION)
    _binding(ctx)
    book = planfile.book(ctx)
    with ctx.store.write():
        wanted = [each for each in proposed(ctx, book) if only is None or each.number in only]
        if not wanted:
            raise RuleBroken("There is no case to raise: nobody lost health coverage who has none yet.", "person")
        entered = writing.begin(ctx, ACTION, wanted[0].number)
        cases = enter(ctx, [each.wanted for each in wanted], entered)
        writing.note_many(entered, ACTION, notes(cases, {each.wanted.person: each.number for each in wanted}))
    called = cases[0].number if len(cases) == 1 else f"{len(cases):,} cases ({cases[0].number} to {cases[-1].number})"
    return Done(entered.command, wanted[0].number, f"Raised {called}; each owes its election notice.")


def enter(ctx: Context, wanted: Sequence[Raise], entered: Entered, told: date | None = None) -> list[Case]:
    """Enter cases under a command, inside `write()`, and return them; `told` is the day the plan was told of it (else today)."""
    today = ctx.clock.today()
    numbers = cobra.next_numbers(today.year, len(wanted))
    law = cobra_law.cobra_law(today)
    cases = [rules.raised(number, each, told or today, law) for number, each in zip(numbers, wanted, strict=True)]
    cobra.add_many(cases, today, entered)
    return cases


def notes(cases: Sequence[Case], numbers: dict[int, str]) -> list[writing.Note]:
    """The audit entries of raised cases, one a person."""
    changes: dict[int, list[Change]] = {}
    for case in cases:
        told = f"{LABELS[case.kind]}, {case.day}; coverage lost {case.lost}; notice due {case.notice_due}"
        changes.setdefault(case.person, []).append(Change(f"cobra.{case.number}", "", told))
    return [(numbers[person], made, None) for person, made in changes.items()]


def raise_one(
    ctx: Context, number: str, kind: Kind, day: date, *, lost: date | None = None, slots: Sequence[int] = (),
    told: date | None = None,
) -> Done:  # fmt: skip
    """Raise a case by hand: what happened on a day, the last day of coverage (else by the plans), and who lost coverage.

    Raises NotAllowed, NotFound, and RuleBroken where nobody was covered, or there is such a case already.
    """
    require(ctx.actor, ACTION)
    _binding(ctx)
    book = planfile.book(ctx)
    with ctx.store.write():
        person = writable(ctx, ACTION, number)
        plans = _covered(person, day)
        last = lost or _last_day(book, plans, day)
        if last < day:
            raise RuleBroken(f"Coverage is lost on {last}, before the event on {day}; check the days.", "lost")
        chosen = rules.beneficiaries(kind, plans, slots)
        wanted = Raise(person.id, kind, day, last, chosen, rules.continuable(plans, chosen), LABELS[kind])
        for case in cobra.of_people([person.id]).get(person.id, ()):
            if (case.kind, case.lost) == (kind, last) and set(case.answers) & set(chosen):
                raise RuleBroken(f"{case.number} of {person.called} is of that very event; go on with it.", "day")
        entered = writing.begin(ctx, ACTION, person.number)
        (made,) = enter(ctx, [wanted], entered, told)
        ((about, changes, _),) = notes([made], {person.id: person.number})
        writing.note(entered, ACTION, about, changes)
    return Done(
        entered.command,
        person.number,
        f"{made.number} of {person.called} is raised; its notice is due by {made.notice_due}.",
    )


@dataclass(frozen=True, slots=True)
class Losing:
    """Who may continue after something happened to somebody: names by slot, and the last day of coverage by the plans."""

    number: str
    name: str
    names: Mapping[int, str]
    lost: date


def losing(ctx: Context, number: str, kind: Kind, day: date) -> Losing:
    """Who may continue after what happened to a person on a day; nothing is written. Raises as `raise_one`."""
    require(ctx.actor, ACTION)
    _binding(ctx)
    book = planfile.book(ctx)
    with ctx.store.snapshot():
        person = writable(ctx, ACTION, number)
        plans = _covered(person, day)
        named = {each.slot: each.name for each in contacts.contacts([person.id]).get(person.id, ())}
    names = {SELF: person.summary.name, **named}
    slots = rules.beneficiaries(kind, plans)
    return Losing(
        person.number,
        person.summary.name,
        {slot: names.get(slot, f"dependent {slot}") for slot in slots},
        _last_day(book, plans, day),
    )


def _covered(person: Person, day: date) -> tuple[Continued, ...]:
    plans = gathering.plans_on(elections.elections([person.id]).get(person.id, ()), day)
    going_on = [each.number for each in cobra.of_people([person.id]).get(person.id, ()) if _goes_on(each, day)]
    if not plans and going_on:
        raise RuleBroken(
            f"{person.called} was on COBRA by {going_on[0]} on {day}, and loses nothing by what happened: a second event lengthens it "
            f"(`hrtui benefits cobra extend {going_on[0]} --by second_event`).",
            "day",
        )
    if not plans:
        raise RuleBroken(f"{person.called} had no health coverage on {day}; give the day of the event.", "day")
    return plans


def _goes_on(case: Case, day: date) -> bool:
    return case.state in CONTINUED and case.lost < day <= case.until


def _last_day(book: Book, plans: Sequence[Continued], day: date) -> date:
    """The last day of coverage that ends with a day, by the plan that covers longest."""
    return max(end_of(book.plan(each.plan).after, day) for each in plans)


def _binding(ctx: Context) -> None:
    if not ctx.config.benefits.cobra:
        raise RuleBroken(
            "COBRA does not bind this company (`benefits: cobra: false`): it has fewer than 20 employees. State law may still "
            "give continuation; ask the carrier.",
            "person",
        )
