"""Read cases of COBRA: the list with days left, one case with its premiums and steps."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import benefit_law, directory
from data.benefits import cobra, cobra_law, members
from hrtui.access.rules import require, scopes
from hrtui.benefits import costs, planfile
from hrtui.benefits.book import Book
from hrtui.benefits.cobra import rules
from hrtui.benefits.cobra.model import LABELS, OPEN, Case, CobraLaw, Next, State
from hrtui.benefits.cobra.stepping import ACTION, chosen_in, owned
from hrtui.benefits.model import SELF, Choice, Dependent, Member
from hrtui.benefits.tiers import is_spouse
from hrtui.context import Context


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: whose it is, what it waits for, and how many days are left (negative: missed)."""

    case: Case
    number: str
    name: str
    awaits: Next
    left: int | None


@dataclass(frozen=True, slots=True)
class Premium:
    """What continuation of a plan costs in a month from a day on: cents, for those of some slots together."""

    plan: str
    option: str
    label: str
    slots: tuple[int, ...]
    tier: str
    cost: int
    percent: str
    asked: int


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case with what there is to know of it: names of beneficiaries by slot, premiums of each alone and of all together."""

    line: CaseLine
    event: str
    names: dict[int, str]
    alone: tuple[Premium, ...]
    together: tuple[Premium, ...]
    steps: tuple[Case, ...]
    law: CobraLaw


def find(ctx: Context, *, every: bool = False, words: Sequence[str] = ()) -> array[int]:
    """The ids of the open cases, or of every case, of the people the role may see, nearest day first; raises NotAllowed."""
    require(ctx.actor, ACTION)
    with ctx.store.snapshot():
        return cobra.find(tuple(State) if every else OPEN, scopes(ctx.actor, ACTION), ctx.actor.person, words)


def page(ctx: Context, ids: Sequence[int]) -> list[CaseLine]:
    """The cases of ids from `find`, in their order; four queries however many."""
    require(ctx.actor, ACTION)
    with ctx.store.snapshot():
        found = [case for case in cobra.page(ids) if case is not None]
        lines = directory.lines_of({case.person for case in found})
    today = ctx.clock.today()
    return [
        _line(case, lines[case.person][0].number, lines[case.person][0].name, today)
        for case in found
        if case.person in lines
    ]


def _line(case: Case, number: str, name: str, today: date) -> CaseLine:
    step = rules.awaits(case, today)
    return CaseLine(case, number, name, step, None if step.by is None else (step.by - today).days)


def show(ctx: Context, number: str) -> CaseDetail:
    """A case with premiums and steps; raises NotFound, NotAllowed, and RuleBroken, naming plan and day, where a rate is missing."""
    book = planfile.book(ctx)
    with ctx.store.snapshot():
        case, person = owned(ctx, number)
        member = members.members([case.person], case.lost).get(case.person)
        steps = tuple(cobra.steps_of(number))
    today = ctx.clock.today()
    law = cobra_law.cobra_law(today)
    names = {each.slot: each.name for each in member.dependents} if member else {}
    names[SELF] = person.summary.name
    on = max(rules.starts(case), min(today, case.until))
    return CaseDetail(
        _line(case, person.number, person.summary.name, today), LABELS[case.kind],
        {slot: names.get(slot, f"dependent {slot}") for slot in case.answers},
        tuple(each for slot in case.answers for each in _premiums(case, (slot,), member, book, law, on)),
        tuple(_premiums(case, case.electing or tuple(case.answers), member, book, law, on)),
        steps, law,
    )  # fmt: skip


def _premiums(
    case: Case, slots: Iterable[int], member: Member | None, book: Book, law: CobraLaw, on: date
) -> list[Premium]:
    if member is None:
        return []
    return [
        _premium(case, choice, tuple(slots), member, book, law, on)
        for choice in chosen_in(case, tuple(slots), member.dependents)
    ]


def _premium(
    case: Case, choice: Choice, slots: tuple[int, ...], member: Member, book: Book, law: CobraLaw, on: date
) -> Premium:
    plan, option = book.plan(choice.plan), book.option(choice.plan, choice.option)
    payer = member if SELF in slots else _instead(member, slots)
    cost = costs.price(plan, option, choice, payer, on, 12, law=benefit_law.law(on)).monthly
    percent = rules.percent_on(case, on, law)
    had = next(each.slots for each in case.plans if each.type is choice.type)
    return Premium(
        plan.name, option.name, f"{plan.label}, {option.label}", tuple(slot for slot in had if slot in slots),
        choice.tier.value, cost, f"{percent * 100:f}".rstrip("0").rstrip("."), rules.premium(cost, percent),
    )  # fmt: skip


def _instead(member: Member, slots: Sequence[int]) -> Member:
    """The member as whom a spouse or a child pays who continues without the person: their own age, no tobacco surcharge."""
    rest: list[Dependent] = [each for each in member.dependents if each.slot in slots]
    head = next((each for each in rest if is_spouse(each)), rest[0] if rest else None)
    born = head.birth_date if head is not None else None
    return replace(member, tobacco=False, birth_date=born)
