"""How deductions of elections came about: plan, option, tier, the rate with its day and file, shares, checks a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from hrtui.benefits import rates
from hrtui.benefits.book import Book
from hrtui.benefits.model import Election
from hrtui.benefits.plans import ACCOUNTS, HEALTH, PlanType, Tier
from hrtui.benefits.premiums import Due, Premiums
from hrtui.errors import NotFound
from hrtui.payroll.codes import Codes
from hrtui.payroll.elected import IMPUTED, Elected, Taking
from hrtui.payroll.model import Operation, Why
from hrtui.payroll.rules import why

TIERS = {
    Tier.EMPLOYEE: "employee",
    Tier.SPOUSE: "employee + spouse",
    Tier.CHILDREN: "employee + children",
    Tier.FAMILY: "family",
}
OWED = "Owed from before"


@dataclass(frozen=True, slots=True)
class Grounds:
    """What leaves of a check's derivations stand on: by label and cents; by the label of its line what is caught up, and which
    election asks for a part of pay."""

    leaves: Mapping[tuple[str, int], tuple[Why, ...]] = field(default_factory=dict)
    caught: Mapping[str, tuple[Why, ...]] = field(default_factory=dict)
    lines: Mapping[str, tuple[Why, ...]] = field(default_factory=dict)


def grounds(chosen: Elected, premiums: Premiums | None, codes: Codes, on: date) -> Grounds:
    """What the deductions, additions and imputed income of elections stand on, for the check of a day."""
    if premiums is None:
        return Grounds()
    leaves: dict[tuple[str, int], tuple[Why, ...]] = {}
    caught: dict[str, tuple[Why, ...]] = {}
    lines: dict[str, tuple[Why, ...]] = {}
    for each in chosen.takings:
        label = codes.deductions[each.code].label
        own = tuple(_due(due, due.person, premiums, on) for due in each.dues if due.person or not due.employer)
        given = (_before(each.caught),) if each.caught < 0 else ()
        leaves[label, each.person + min(each.caught, 0)] = (*own, *given)
        added = tuple(_due(due, due.employer, premiums, on) for due in each.dues if due.employer)
        more = (_before(each.caught_employer),) if each.caught_employer else ()
        leaves[f"{label}, employer", each.employer + each.caught_employer] = (*added, *more)
        if each.percent is not None:
            lines[label] = tuple(
                why.fact(
                    "Election",
                    f"{named(premiums.book, due.election)}, from {due.election.effective_from}",
                    _event(due.election),
                )
                for due in each.dues
            )
        if each.caught > 0:
            caught[label] = _owed(each, premiums)
    if chosen.imputed:
        label = codes.earnings[IMPUTED].label
        leaves[label, chosen.imputed] = tuple(_imputed(due, premiums, on) for due in chosen.imputing)
    return Grounds(leaves, caught, lines)


def named(book: Book, election: Election | None) -> str:
    """A plan as people know it, with its option and who is covered: “Medical PPO 500, employee + spouse”."""
    if election is None:
        return "none"
    choice = election.choice
    try:
        plan = book.plan(choice.plan)
        option = book.option(choice.plan, choice.option).label
    except NotFound:
        return f"{choice.plan} {choice.option}"
    tier = f", {TIERS[choice.tier]}" if plan.type in HEALTH else ""
    amount = f", {choice.amount.amount:,}" if choice.amount else ""
    part = f", {choice.percent * 100:f} %".replace(".00 %", " %") if choice.percent else ""
    return f"{plan.label}{'' if option == plan.label else f' {option}'}{tier}{amount}{part}"


def _due(due: Due, cents: int, premiums: Premiums, on: date) -> Why:
    """One election's part of a line, with the facts it was reckoned from."""
    amount = Decimal(cents).scaleb(-2)
    formula = (
        "the part of the goal that falls to this check" if due.of
        else "a month's share times 12 over the checks of a year, rounded to the cent"
    )  # fmt: skip
    return Why(
        named(premiums.book, due.election), why.shown_cents(cents), formula, _source(due, premiums, on),
        tuple(_facts(due, premiums)), amount, Operation.INPUT,
    )  # fmt: skip


def _facts(due: Due, premiums: Premiums) -> list[Why]:
    choice, price, since = due.election.choice, due.price, due.election.effective_from
    made = [why.fact("Election", f"{due.election.state.value.replace('_', ' ')} from {since}", _event(due.election))]
    if due.of:
        goal = choice.amount.amount if choice.amount else Decimal(0)
        made.append(why.fact("Goal of the plan year", f"{goal:,}"))
        return [*made, why.fact("Check", f"{due.place} of {due.of} to the end of the plan year")]
    if price.coverage:
        made.append(why.fact("Coverage", why.shown_cents(price.coverage)))
    if due.plan.type not in ACCOUNTS:
        made.append(why.fact("Cost a month", why.shown_cents(price.monthly)))
        made.append(why.fact("Employer's share a month", why.shown_cents(price.employer)))
    made.append(why.fact("Person's share a month", why.shown_cents(price.person)))
    return [*made, why.fact("Checks a year", str(premiums.checks))]


def _event(election: Election) -> str:
    return f"event {election.event}" if election.event else "election on file"


def _source(due: Due, premiums: Premiums, on: date) -> str:
    file = PurePath(premiums.book.file).name or "the plan file"
    if due.plan.type in ACCOUNTS or due.plan.type is PlanType.RETIREMENT:
        return file
    option = premiums.book.option(due.plan.name, due.election.choice.option)
    return f"{file}, rate from {rates.rate_on(due.plan, option, on).effective_from}"


def _imputed(due: Due, premiums: Premiums, on: date) -> Why:
    source = premiums.law.life.source
    facts: Sequence[Why] = (
        why.fact("Coverage", why.shown_cents(due.price.coverage)),
        why.fact("Not income up to", f"{premiums.law.life.excluded:,}", source.document),
        why.fact("Imputed income a month", why.shown_cents(due.price.imputed), source.document),
        why.fact("Checks a year", str(premiums.checks)),
    )
    return Why(
        named(premiums.book, due.election), why.shown_cents(due.imputed), "a month's times 12 over the checks of a year",
        f"Table I, in force on {on}", tuple(facts), Decimal(due.imputed).scaleb(-2), Operation.INPUT,
    )  # fmt: skip


def _before(cents: int) -> Why:
    """What elections asked of the year's checks before more than was taken, or less (below zero)."""
    label = "Given back" if cents < 0 else OWED
    return Why(
        label, why.shown_cents(cents), "what elections asked of the year's checks before, less what was taken",
        "balances of the year's final checks", (), Decimal(cents).scaleb(-2), Operation.INPUT,
    )  # fmt: skip


def _owed(each: Taking, premiums: Premiums) -> tuple[Why, ...]:
    """How much of what is owed one check catches up."""
    whole = each.caught + max(each.waiting, 0)
    return (
        why.fact(
            "Owed of checks that were missed or took less",
            why.shown_cents(whole),
            "elections and final checks of the year",
        ),
        why.fact("At most with one check", f"{premiums.catch_up} more", "catch_up_checks of the plan file"),
    )
