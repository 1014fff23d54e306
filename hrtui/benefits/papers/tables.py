"""The tables of papers, from what is known of a person: options with prices, elections, dependents, premiums of COBRA."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hrtui.benefits import costs, rates
from hrtui.benefits.book import Book, offered
from hrtui.benefits.cobra.model import Case
from hrtui.benefits.law import Law
from hrtui.benefits.model import Beneficiaries, Choice, Dependent, Election, Member, Offer, Price
from hrtui.benefits.plans import ACCOUNTS, LIVES, Option, Per, Plan, PlanType, Tier
from hrtui.benefits.wording import TIERS, TYPES
from hrtui.papers.model import Table

BOX = "[   ]"
BLANK = "________"
HIDDEN = "not shown"
STATES = {"awaiting_evidence": "awaiting evidence", "cobra": "COBRA"}


@dataclass(frozen=True, slots=True)
class Pricing:
    """What prices of a person are made with: plans and law of a day, checks a year, and whether pay is shown to the role."""

    book: Book
    law: Law
    member: Member
    on: date
    checks: int
    pay_shown: bool

    def price(self, plan: Plan, option: Option, choice: Choice, election: Election | None = None) -> Price | None:
        """The price of a choice; None where it would tell of pay that is not shown. Raises RuleBroken where a rate is missing."""
        if not self.pay_shown and tells_pay(plan, option):
            return None
        granted = election.granted.cents if election and election.granted else None
        since = election.effective_from if election else None
        return costs.price(
            plan, option, choice, self.member, self.on, self.checks, law=self.law, granted=granted, since=since
        )


def tells_pay(plan: Plan, option: Option) -> bool:
    """Whether the price of an option tells what someone earns."""
    by_pay = any(rate.per is Per.HUNDRED_OF_PAY for rate in option.rates)
    return option.multiple is not None or by_pay or plan.type is PlanType.RETIREMENT


def money(cents: int) -> str:
    """Cents as dollars: 1,234.50."""
    return f"{cents / Decimal(100):,.2f}"


def options(pricing: Pricing, offers: Sequence[Offer], plans: Iterable[Plan]) -> Table:
    """What may be chosen, a row for each option and tier, with a box to tick: as an event offers it, else of plans."""
    rows: list[tuple[str, ...]] = []
    if offers:
        for offer in offers:
            if not offer.why:
                rows += _options(pricing, pricing.book.plan(offer.plan), offer.options)
    else:
        for plan in plans:
            rows += _options(pricing, plan, tuple(option.name for option in offered(plan, pricing.on)))
    return Table(("Choose", "Plan", "Option", "Covers", "You a month", "You a check"), tuple(rows), frozenset({4, 5}))


def _options(pricing: Pricing, plan: Plan, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for name in names:
        option = pricing.book.option(plan.name, name)
        if plan.type in ACCOUNTS or plan.type is PlanType.RETIREMENT:
            asked = (
                "percent of pay"
                if plan.type is PlanType.RETIREMENT
                else "a month"
                if plan.type is PlanType.COMMUTER
                else "a year"
            )
            yield BOX, plan.label, option.label, f"{BLANK} {asked}", "", ""
            continue
        for tier in _tiers(plan, option, pricing.on):
            choice = Choice(plan.type, plan.name, option.name, tier)
            price = pricing.price(plan, option, choice)
            yield BOX, plan.label, option.label, _covers(plan, option, tier, price), *_prices(price)


def _tiers(plan: Plan, option: Option, on: date) -> tuple[Tier, ...]:
    """The tiers of an option that have prices of their own."""
    found = rates.rate_on(plan, option, on).tiers
    return tuple(tier for tier in Tier if tier in found) or (Tier.EMPLOYEE,)


def _covers(plan: Plan, option: Option, tier: Tier, price: Price | None) -> str:
    if plan.type in LIVES:
        fixed = option.multiple is not None or option.coverage is not None
        return (money(price.coverage) if price is not None else HIDDEN) if fixed else f"{BLANK} dollars"
    return TIERS[tier]


def _prices(price: Price | None) -> tuple[str, str]:
    return (HIDDEN, HIDDEN) if price is None else (money(price.person), money(price.check_person))


def held(pricing: Pricing, elections: Sequence[Election]) -> tuple[Table, Mapping[str, str]]:
    """What someone has on a day, and the totals of it."""
    rows, person, employer, check, hidden = [], 0, 0, 0, False
    for each in elections:
        if not each.covers or each.choice.waived:
            continue
        plan = pricing.book.plan(each.choice.plan)
        option = pricing.book.option(plan.name, each.choice.option)
        price = pricing.price(plan, option, each.choice, each)
        rows.append((plan.label, option.label, _had(pricing, plan, each, price), _state(each), *_prices(price)))
        hidden = hidden or price is None
        if price is not None:
            person, employer, check = person + price.person, employer + price.employer, check + price.check_person
    sums = {"total.person": person, "total.employer": employer, "total.check": check}
    table = Table(("Plan", "Option", "Covers", "State", "You a month", "You a check"), tuple(rows), frozenset({4, 5}))
    return table, {name: HIDDEN if hidden else money(cents) for name, cents in sums.items()}


def _had(pricing: Pricing, plan: Plan, election: Election, price: Price | None) -> str:
    choice = election.choice
    if plan.type is PlanType.RETIREMENT:
        return f"{(choice.percent or Decimal(0)) * 100:f} percent of pay" if pricing.pay_shown else HIDDEN
    if plan.type in ACCOUNTS:
        each = "a month" if plan.type is PlanType.COMMUTER else "a year"
        return f"{money(choice.amount.cents)} {each}" if choice.amount else ""
    if plan.type in LIVES:
        return HIDDEN if price is None else money(price.coverage)
    names = {each.slot: each.name for each in pricing.member.dependents}
    covered = ", ".join(names.get(slot, f"dependent {slot}") for slot in choice.covers)
    return f"{TIERS[choice.tier]}: {covered}" if covered else TIERS[choice.tier]


def _state(election: Election) -> str:
    state = STATES.get(election.state.value, election.state.value)
    return f"{state}, from {election.effective_from}"


def dependents(people: Iterable[Dependent], birth_shown: bool) -> Table:
    """Dependents with relation, date of birth where it is shown, and verification."""
    rows = tuple(
        (
            each.name, each.relation, HIDDEN if not birth_shown else str(each.birth_date or "not on file"),
            each.standing.verification.value,
        )
        for each in people
    )  # fmt: skip
    return Table(("Name", "Relation", "Born", "Relation verified"), rows or (("nobody is on file", "", "", ""),))


def waivable(plans: Iterable[Plan]) -> Table:
    """The types of plans that can be waived, with a box."""
    types = dict.fromkeys(plan.type for plan in plans)
    return Table(("Waive", "Benefit"), tuple((BOX, TYPES[type_]) for type_ in types))


def shares(named: Iterable[Beneficiaries]) -> Table:
    """Beneficiaries of life plans with their shares."""
    rows = tuple(
        (
            TYPES[each.type], who.name, who.relation, "contingent" if who.contingent else "primary",
            f"{Decimal(who.share) / 100:f} %",
        )
        for each in named
        for who in each.people
    )  # fmt: skip
    return Table(
        ("Plan", "Name", "Relation", "Order", "Share"), rows or (("nobody is named", "", "", "", ""),), frozenset({4})
    )


def premiums(found: Iterable[tuple[str, tuple[int, ...], int]], names: Mapping[int, str]) -> Table:
    """What continuation costs a month: plan, the slots it is for, cents."""
    rows = tuple((label, " + ".join(names[slot] for slot in slots), money(cents)) for label, slots, cents in found)
    return Table(("Plan", "For", "A month"), rows, frozenset({2}))


def electing(case: Case, names: Mapping[int, str], book: Book) -> Table:
    """A row for each who may elect, with a box for each plan that covered them, and one to decline."""
    plans = [(each, book.plan(each.plan).label) for each in case.plans]
    rows = tuple(
        (names[slot], *(BOX if slot in plan.slots else "" for plan, _ in plans), BOX) for slot in sorted(case.answers)
    )
    return Table(("Who", *(f"I elect {label}" for _, label in plans), "I decline"), rows)
