"""Read cases of COBRA: the list with days left, one case with its premiums and steps."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data import benefit_law, contacts, directory, movement
from data.benefits import cobra, cobra_law, elections, members
from hrtui.access.model import EVERYONE
from hrtui.access.rules import may, require, scopes
from hrtui.benefits import costs, planfile
from hrtui.benefits.book import Book
from hrtui.benefits.cobra import gathering, rules
from hrtui.benefits.cobra.model import LABELS, OPEN, Account, Case, CobraLaw, Next, State
from hrtui.benefits.cobra.stepping import ACTION, chosen_in, owned
from hrtui.benefits.model import SELF, Choice, Dependent, Member
from hrtui.benefits.tiers import is_spouse
from hrtui.context import Context
from hrtui.people.model import PersonSummary


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: its id there (0 alone), whose it is, what it waits for, how many days are left (negative: missed), and
    the names of those who may continue, by slot."""

    id: int
    case: Case
    number: str
    name: str
    awaits: Next
    left: int | None
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Premium:
    """What continuation of a plan costs in a month: cents, of one beneficiary alone or of several together."""

    plan: str
    option: str
    label: str
    slots: tuple[int, ...]
    tier: str
    cost: int
    percent: str
    asked: int
    alone: bool = True


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case with what there is to know of it: names of beneficiaries by slot, premiums, and its steps.

    `own_until` is the employee's own last day where the family's is later, `fsa` the health FSA that may be continued, `small`
    what is said where the company had fewer employees than COBRA binds.
    """

    line: CaseLine
    event: str
    names: dict[int, str]
    premiums: tuple[Premium, ...]
    steps: tuple[Case, ...]
    law: CobraLaw
    own_until: date | None = None
    fsa: Account | None = None
    small: str = ""

    @property
    def fsa_said(self) -> str:
        """What is to be known of a health FSA; empty where there was none."""
        if self.fsa is None:
            return ""
        asked, whole = (f"{cents / 100:,.2f}" for cents in (self.fsa.asked, self.fsa.whole))
        return (
            f"{asked} a month from {self.fsa.starts} through {self.fsa.until}; offered where more than {whole} may still be drawn; "
            "kept apart"
        )


def find(ctx: Context, *, every: bool = False, words: Sequence[str] = ()) -> array[int]:
    """The ids of the open cases, or of every case, of the people the role may see, nearest day first; raises NotAllowed."""
    require(ctx.actor, ACTION)
    with ctx.store.snapshot():
        return cobra.find(tuple(State) if every else OPEN, scopes(ctx.actor, ACTION), ctx.actor.person, words)


def page(ctx: Context, ids: Sequence[int]) -> list[CaseLine]:
    """The cases of ids from `find`, in their order, without those of people out of the scope; five queries however many."""
    require(ctx.actor, ACTION)
    with ctx.store.snapshot():
        found = [(id_, case) for id_, case in zip(ids, cobra.page(ids), strict=True) if case is not None]
        lines = directory.lines_of({case.person for _, case in found})
        named = contacts.contacts([case.person for _, case in found])
    today = ctx.clock.today()
    return [
        _line(case, lines[case.person][0], {each.slot: each.name for each in named.get(case.person, ())}, today, id_)
        for id_, case in found
        if case.person in lines and may(ctx.actor, ACTION, lines[case.person][1])
    ]


def _line(case: Case, who: PersonSummary, dependents: Mapping[int, str], today: date, id_: int = 0) -> CaseLine:
    step, names = rules.awaits(case, today), named_in(case, dependents, who.name)
    left = None if step.by is None else (step.by - today).days
    return CaseLine(id_, case, who.number, who.name, step, left, names)


def show(ctx: Context, number: str) -> CaseDetail:
    """A case with premiums and steps; raises NotFound, NotAllowed, and RuleBroken, naming plan and day, where a rate is missing."""
    book = planfile.book(ctx)
    with ctx.store.snapshot():
        case, person = owned(ctx, number)
        member = members.members([case.person], case.lost).get(case.person)
        steps = tuple(cobra.steps_of(number))
        today = ctx.clock.today()
        law = cobra_law.cobra_law(today)
        held = elections.elections([case.person], stamps=False).get(case.person, ())
        small = _small(law, case.day)
    names = names_of(case, member, person.summary.name)
    return CaseDetail(
        _line(case, person.summary, names, today), LABELS[case.kind], names, premiums_of(case, member, book, law, today), steps, law,
        rules.own_until(case, law), gathering.account(book, held, case, law), small,
    )  # fmt: skip


def _small(law: CobraLaw, day: date) -> str:
    """What is said where fewer people than COBRA asks for were at work at most beginnings of a month of the year before a day."""
    year = day.year - 1
    heads = [
        sum(each.count for each in movement.headcount((EVERYONE,), "", date(year, month, 1))) for month in range(1, 13)
    ]
    if not any(heads) or sum(count >= law.small_employer for count in heads) * 2 > len(heads):
        return ""
    return (
        f"fewer than {law.small_employer} employees in most months of {year}: federal COBRA may not bind; state law or the carrier "
        "may give continuation"
    )


def names_of(case: Case, member: Member | None, own: str) -> dict[int, str]:
    """The names of those who may continue, by slot."""
    return named_in(case, {each.slot: each.name for each in member.dependents} if member else {}, own)


def named_in(case: Case, dependents: Mapping[int, str], own: str) -> dict[int, str]:
    """The names of those who may continue, by slot, from those of dependents and the person's own."""
    names = {**dependents, SELF: own}
    return {slot: names.get(slot, f"dependent {slot}") for slot in case.answers}


def asked_of(found: CaseDetail) -> int:
    """Cents a month that those who elected pay together, or all who may where nobody did yet."""
    wanted = set(found.line.case.electing or found.line.case.answers)
    of: dict[str, Premium] = {}
    for each in found.premiums:
        if set(each.slots) <= wanted and (each.plan not in of or len(each.slots) > len(of[each.plan].slots)):
            of[each.plan] = each
    return sum(each.asked for each in of.values())


def premiums_of(case: Case, member: Member | None, book: Book, law: CobraLaw, today: date) -> tuple[Premium, ...]:
    """What each beneficiary pays a month alone, and where they are several, those who elect (or all who may) together.

    Of the first month of continuation, or of today's where that is later. `member` is the person on the last day of coverage.
    Raises RuleBroken, naming plan and day, where a rate is missing.
    """
    if member is None:
        return ()
    on = max(rules.starts(case), min(today, case.until))
    own = rules.own_until(case, law)
    still = [slot for slot in case.answers if slot != SELF or own is None or on <= own]
    together = tuple(slot for slot in case.electing or tuple(case.answers) if slot in still)
    groups = [(slot,) for slot in still] + ([together] if len(together) > 1 else [])
    found = [
        _premium(case, choice, slots, member, book, law, on)
        for slots in groups
        for choice in chosen_in(case, slots, member.dependents)
    ]
    return tuple(each for each in found if len(each.slots) > 1 or each.alone)


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
        choice.tier.value, cost, f"{percent * 100:f}".rstrip("0").rstrip("."), rules.premium(cost, percent), len(slots) == 1,
    )  # fmt: skip


def _instead(member: Member, slots: Sequence[int]) -> Member:
    """The member as whom a spouse or a child pays who continues without the person: their own age, no tobacco surcharge."""
    rest: list[Dependent] = [each for each in member.dependents if each.slot in slots]
    head = next((each for each in rest if is_spouse(each)), rest[0] if rest else None)
    born = head.birth_date if head is not None else None
    return replace(member, tobacco=False, birth_date=born)
