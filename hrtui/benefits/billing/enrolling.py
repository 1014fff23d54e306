"""Who a carrier should bill for a month, from elections in force, by the same prices as everything else (`benefits.costs`).

Premiums are the whole price of a month without the tobacco surcharge, which is the employer's; accounts and retirement plans
have none. Someone is billed who is covered on the first day of the month; who is first covered later in it may be billed or not.
Coverage ends by `plan.after` once employment ended, also where the election was not yet ended by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from data import benefit_law
from data.benefits import elections, members
from hrtui.benefits import paying, rates
from hrtui.benefits.billing.model import Enrolled, Known, Product
from hrtui.benefits.book import Book
from hrtui.benefits.model import COVERED, Election, ElectionState, Member
from hrtui.benefits.plans import ACCOUNTS, Carrier, Ends, Plan, PlanType
from hrtui.dates import add_months
from hrtui.errors import NotFound, RuleBroken
from hrtui.money import round_cents
from hrtui.text import fold

CHUNK = 500
NOT_BILLED = frozenset((*ACCOUNTS, PlanType.RETIREMENT))
MONTHS = 12
NAMED = 5


@dataclass(slots=True)
class Roll:
    """Who should be billed, who everybody of them is, and why a premium cannot be told (how many people by sentence)."""

    enrolled: list[Enrolled] = field(default_factory=list)
    known: dict[int, Known] = field(default_factory=dict)
    unpriced: dict[str, int] = field(default_factory=dict)

    def notices(self) -> tuple[str, ...]:
        """Why premiums could not be compared, a sentence each, the first few."""
        said = [f"{why} Not compared: {count:,}." for why, count in self.unpriced.items()]
        more = [f"And {len(said) - NAMED:,} more reasons."] if len(said) > NAMED else []
        return (*said[:NAMED], *more)


def plans_of(book: Book, carrier: Carrier) -> dict[str, Plan]:
    """The plans that a carrier bills premiums for, by name."""
    return {
        plan.name: plan for plan in book.settings.plans if plan.carrier == carrier.name and plan.type not in NOT_BILLED
    }


def products_of(book: Book, carrier: Carrier) -> list[Product]:
    """The options of a carrier's plans with every word an invoice may call them by: code, name and label of the option, name
    and label of the plan."""
    return [
        Product(
            plan.type,
            plan.name,
            option.name,
            plan.label if plan.label == option.label else f"{plan.label} {option.label}",
            frozenset(fold(word) for word in (option.code, option.name, option.label, plan.name, plan.label) if word),
        )
        for plan in plans_of(book, carrier).values()
        for option in plan.options
    ]


def coverage_ends(plan: Plan, last_day: date) -> date:
    """The last day of coverage by a plan after the last day of work."""
    if plan.after is Ends.SAME_DAY:
        return last_day
    if plan.after is Ends.END_OF_YEAR:
        return date(last_day.year, 12, 31)
    return add_months(last_day.replace(day=1), 1) - timedelta(days=1)


def roll(book: Book, carrier: Carrier, month: date) -> Roll:
    """Who a carrier should bill for a month, some hundred people at a time; one query for elections and seven each chunk."""
    made, plans = Roll(), plans_of(book, carrier)
    for person, election, member, partial in _covered(plans, month):
        plan = plans[election.choice.plan]
        if is_over(election, plan, member, month):
            continue
        made.known[person] = Known(member.number, member.name, member.ended)
        choice = election.choice
        made.enrolled.append(
            Enrolled(
                person, choice.type, choice.plan, choice.option, choice.tier,
                _premium(made, book, plan, election, member, month), len(choice.covers), partial,
            )
        )  # fmt: skip
    return made


def is_over(election: Election, plan: Plan, member: Member, month: date) -> bool:
    """Whether coverage ended before the month with the employment, whatever the election still says."""
    if member.ended is None or election.state is ElectionState.COBRA:
        return False
    return coverage_ends(plan, member.ended) < month


def _covered(plans: dict[str, Plan], month: date) -> Iterator[tuple[int, Election, Member, bool]]:
    """The elections that cover on the first day of the month, or from a later day of it (True), with who has them."""
    last = add_months(month, 1) - timedelta(days=1)
    first = {(person, each.key): each for person, each in elections.of_plans(plans, month) if each.state in COVERED}
    later = {
        (person, each.key): each
        for person, each in elections.of_plans(plans, last, month)
        if (person, each.key) not in first and each.state in COVERED
    }
    whole = [(person, each, False) for (person, _), each in first.items()]
    whole += [(person, each, True) for (person, _), each in later.items()]
    whole.sort(key=lambda one: one[0])
    for start in range(0, len(whole), CHUNK):
        some = whole[start : start + CHUNK]
        who = members.members(sorted({person for person, *_ in some}), last if month < last else month)
        for person, election, partial in some:
            if person in who:
                yield person, election, who[person], partial


def _premium(made: Roll, book: Book, plan: Plan, election: Election, member: Member, month: date) -> int | None:
    on = max(month, election.effective_from)
    try:
        price = paying.price_of(election, plan, member, book, on, MONTHS, benefit_law.law(on))
        rate = rates.rate_on(plan, book.option(plan.name, election.choice.option), on)
        return price.monthly - (round_cents(rate.tobacco_surcharge * 100) if member.tobacco else 0)
    except (RuleBroken, NotFound) as problem:
        made.unpriced[str(problem)] = made.unpriced.get(str(problem), 0) + 1
        return None
