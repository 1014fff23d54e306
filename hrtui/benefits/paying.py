"""Which elections a check pays for, and their price on its date: the same money as every other price (`costs`)."""

from __future__ import annotations

from datetime import date

from hrtui.benefits.book import Book
from hrtui.benefits.costs import price
from hrtui.benefits.law import Law
from hrtui.benefits.model import Election, ElectionState, Member, Price
from hrtui.benefits.plans import Plan

PAID = (ElectionState.ACTIVE, ElectionState.AWAITING_EVIDENCE)
"""Elections that a check pays for; those under COBRA are paid to the plan."""


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
