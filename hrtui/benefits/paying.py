"""Pay items that follow from elections on a pay date, for payroll: the same money as every other price (`costs`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hrtui.benefits.book import Book
from hrtui.benefits.costs import match_of, price
from hrtui.benefits.inforce import on_day
from hrtui.benefits.law import Law
from hrtui.benefits.model import Election, ElectionState, Member, Price
from hrtui.benefits.plans import Plan, PlanType
from hrtui.money import Money
from hrtui.payroll.items.model import PayItem

IMPUTED = "group_term_life"
PAID = (ElectionState.ACTIVE, ElectionState.AWAITING_EVIDENCE)
"""Elections that a check pays for; those under COBRA are paid to the plan."""


@dataclass(slots=True)
class _Sum:
    """What a deduction code takes, of all its elections."""

    since: date
    person: int = 0
    employer: int = 0
    percent: Decimal = Decimal(0)
    match: Decimal = Decimal(0)


def items_of(
    elections: Sequence[Election], member: Member, book: Book, pay_date: date, checks_a_year: int, law: Law
) -> tuple[PayItem, ...]:
    """The pay items of a check: one a deduction code, with what the employer adds, and imputed income of group-term life.

    `elections` are a person's rows that count, of any day. Raises NotFound for a plan that is not in the file, and RuleBroken,
    naming plan and day, where a rate or a fact is missing.
    """
    sums: dict[str, _Sum] = {}
    imputed, since = 0, pay_date
    for election in on_day(elections, pay_date):
        if election.state not in PAID or election.choice.waived:
            continue
        plan = book.plan(election.choice.plan)
        cost = price_of(election, plan, member, book, pay_date, checks_a_year, law)
        held = sums.setdefault(plan.deduction, _Sum(election.effective_from))
        held.since = max(held.since, election.effective_from)
        _add(held, plan, election, cost)
        if cost.imputed:
            imputed, since = imputed + cost.imputed, election.effective_from
    made = [_item(code, held) for code, held in sums.items() if held.person or held.percent or held.employer]
    if imputed:
        cents = round_month(imputed, checks_a_year)
        made.append(PayItem(since, IMPUTED, Money(cents), note="from elections"))
    return tuple(made)


def price_of(
    election: Election, plan: Plan, member: Member, book: Book, on: date, checks_a_year: int, law: Law
) -> Price:
    """The price of an election on a day; while evidence is awaited, of the coverage that is granted."""
    granted = election.granted.cents if election.granted else None
    return price(
        plan, book.option(plan.name, election.choice.option), election.choice, member, on, checks_a_year,
        law=law, granted=granted, since=min(election.effective_from, on),
    )  # fmt: skip


def round_month(monthly: int, checks_a_year: int) -> int:
    """Cents of each check of cents a month, rounded half up."""
    return (monthly * 24 + checks_a_year) // (2 * checks_a_year)


def _add(held: _Sum, plan: Plan, election: Election, cost: Price) -> None:
    if plan.type is PlanType.RETIREMENT:
        part = election.choice.percent or Decimal(0)
        held.percent += part
        held.match += match_of(plan, part)
    else:
        held.person += cost.check_person
        held.employer += cost.check_employer


def _item(code: str, held: _Sum) -> PayItem:
    return PayItem(
        held.since,
        code,
        Money(held.person) if held.person else None,
        held.percent or None,
        Money(held.employer) if held.employer else None,
        held.match or None,
        "from elections",
    )
