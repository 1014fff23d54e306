"""What a regular check takes for a person's elections of benefits: what is due, what missed checks are owed, how it came about.

A pay date takes what is in force that day, in full. What the elections of the tax year asked of the pay dates before, less what
final checks took, is owed: it is caught up with at most so many checks' worth at a time, and what was taken too much is given
back out of the next deductions of the same code. Pay items entered by hand count in the place of elections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hrtui.benefits.model import SELF, Election, Standing
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.premiums import ZERO, Due, Insured, Premiums, by_type, in_force
from hrtui.money import Money, round_cents
from hrtui.payroll.check.plans import kept
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import Codes
from hrtui.payroll.items import rules as item_rules
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.rules.gross import row_on
from hrtui.people.model import Basis

IMPUTED = "group_term_life"
SOURCE = "elections of benefits"
WEEKS = 52
FULL_TIME = Decimal(40)
Taken = Mapping[str, Mapping[date, tuple[int, int]]]
"""Cents that final checks took of the person, and the employer added, by deduction code and pay date."""


@dataclass(frozen=True, slots=True)
class Benefits:
    """What is known of a person's benefits for a check. `passed` are the pay dates of the year that final runs paid; `taken` is
    there for the codes whose balances are not what elections asked; `history` has the rows of the year, where `taken` needs them."""

    elections: Sequence[Election] = ()
    standings: Sequence[Standing] = ()
    spouse: date | None = None
    passed: tuple[date, ...] = ()
    taken: Taken = field(default_factory=dict)
    history: PersonFacts | None = None

    @property
    def current(self) -> Benefits:
        """The same with nothing owed of checks before."""
        return Benefits(self.elections, self.standings, self.spouse)

    def until(self, on: date) -> Benefits:
        """The same with the elections up to a day."""
        return replace(self, elections=[row for row in self.elections if row.effective_from <= on])


NONE = Benefits()


class Taking(NamedTuple):
    """What a check takes under a deduction code: cents due of the person and employer, or parts of pay, what is caught up of
    checks before (below 0: given back), and what waits for later checks."""

    code: str
    dues: tuple[Due, ...] = ()
    person: int = 0
    employer: int = 0
    percent: Decimal | None = None
    match: Decimal | None = None
    caught: int = 0
    caught_employer: int = 0
    waiting: int = 0


class Elected(NamedTuple):
    """What elections make of a check; `imputed` is cents of imputed income, `family` that an HSA stands beside family coverage."""

    takings: tuple[Taking, ...] = ()
    imputed: int = 0
    imputing: tuple[Due, ...] = ()
    family: bool = False
    notices: tuple[str, ...] = ()


NOTHING_ELECTED = Elected()


def elected(
    premiums: Premiums, codes: Codes, facts: PersonFacts, benefits: Benefits, items: Sequence[PayItem], on: date
) -> Elected:
    """What elections make of the check of a pay date; `items` are the person's pay items of any day.

    Raises NotFound for a plan that is not in the file, and RuleBroken, naming plan and day, where a rate or a fact is missing.
    """
    dues = _dues(premiums, facts, benefits, on)
    by_hand = {item.code: item for item in item_rules.on_day(items, on)} if items else {}
    by_code: dict[str, list[Due]] = {}
    for due in dues:
        by_code.setdefault(due.plan.deduction, []).append(due)
    notices, takings = [], []
    for code in sorted(by_code.keys() | benefits.taken.keys()):
        known = codes.deductions.get(code)
        if known is None:
            continue
        if code in by_hand:
            if code in by_code:
                notices.append(_overruled(known.label, by_hand[code], by_code[code]))
            continue
        made = _taking(premiums, facts, benefits, items, code, by_code.get(code, ()))
        takings.append(made)
        notices += _told(known.label, made)
    imputing = tuple(due for due in dues if due.imputed) if IMPUTED not in by_hand else ()
    return Elected(
        tuple(takings),
        sum(due.imputed for due in imputing),
        imputing,
        _is_family(benefits.elections, on),
        tuple(notices),
    )


def disagreeing(
    premiums: Premiums,
    codes: Codes,
    facts: PersonFacts,
    benefits: Benefits,
    items: Sequence[PayItem],
    balances: Mapping[str, int],
) -> list[str]:
    """The deduction codes of whom the balances of the year are not what elections and pay items asked of the pay dates before,
    or of whom that cannot be told without the rows of the whole year."""
    if not benefits.passed:
        return []
    found: set[str] = set()
    sums: dict[str, list[int]] = {}
    mixed = {item.code for item in items}
    insured = insured_on(facts, benefits, benefits.passed[-1])
    for rows in by_type(benefits.elections):
        moving = _moves(premiums, rows, facts, benefits)
        for code, (person, employer) in premiums.asked(rows, insured, benefits.passed).items():
            if moving or code in mixed:
                found.add(code)
            held = sums.setdefault(code, [0, 0])
            held[0] += person
            held[1] += employer
    for code, asked in sums.items():
        if code in codes.deductions and asked != _balances(codes, code, balances):
            found.add(code)
    return sorted(found)


def types_of(elections: Sequence[Election]) -> dict[PlanType, list[Election]]:
    """Elections by type of plan."""
    return {rows[0].choice.type: rows for rows in by_type(elections)}


def insured_on(facts: PersonFacts, benefits: Benefits, on: date) -> Insured:
    """What prices ask of a person on a day."""
    rows = benefits.history or facts
    pay, job = row_on(rows.pays, on), row_on(rows.jobs, on)
    annual = None
    if pay is not None:
        annual = pay.rate.cents
        if pay.basis is not Basis.ANNUAL:
            annual = round_cents(pay.rate.cents * (job.standard_hours if job else FULL_TIME) * WEEKS)
    tobacco = False
    for row in benefits.standings:
        if row.slot == SELF and row.effective_from <= on:
            tobacco = row.tobacco
    return Insured(facts.birth_date, annual, tobacco, benefits.spouse, facts.number, facts.name)


def _dues(premiums: Premiums, facts: PersonFacts, benefits: Benefits, on: date) -> list[Due]:
    insured = insured_on(facts, benefits, on)
    found = (premiums.due(rows, insured, on) for rows in by_type(benefits.elections))
    return [due for due in found if due is not None]


def _taking(
    premiums: Premiums, facts: PersonFacts, benefits: Benefits, items: Sequence[PayItem], code: str, dues: Sequence[Due]
) -> Taking:
    person, employer = sum(due.person for due in dues), sum(due.employer for due in dues)
    percent, match = sum((due.percent for due in dues), ZERO), sum((due.match for due in dues), ZERO)
    made = Taking(code, tuple(dues), person, employer, percent or None, match or None)
    if code not in benefits.taken:
        return made
    owed, owed_employer, last = _owed(premiums, facts, benefits, items, code)
    unit, unit_employer = person or last[0], employer or last[1]
    caught = max(-person, min(owed, premiums.catch_up * unit))
    caught_employer = max(-employer, min(owed_employer, premiums.catch_up * unit_employer))
    return made._replace(caught=caught, caught_employer=caught_employer, waiting=owed - caught)


def _owed(
    premiums: Premiums, facts: PersonFacts, benefits: Benefits, items: Sequence[PayItem], code: str
) -> tuple[int, int, tuple[int, int]]:
    """Cents of the person and employer that the pay dates before asked more than was taken, and what the last of them asked."""
    person = employer = 0
    last = (0, 0)
    groups, taken = by_type(benefits.elections), benefits.taken[code]
    for day in benefits.passed:
        asked = _asked(premiums, facts, benefits, items, code, groups, day)
        if asked is None:
            continue
        had = taken.get(day, (0, 0))
        person, employer = person + asked[0] - had[0], employer + asked[1] - had[1]
        last = asked if asked[0] else last
    return person, employer, last


def _asked(
    premiums: Premiums,
    facts: PersonFacts,
    benefits: Benefits,
    items: Sequence[PayItem],
    code: str,
    groups: Sequence[Sequence[Election]],
    day: date,
) -> tuple[int, int] | None:
    """What a pay date asked under a code, of a pay item where there was one; None for a part of pay."""
    hand = next((item for item in item_rules.on_day(items, day) if item.code == code), None)
    if hand is not None:
        cents = hand.employer.cents if hand.employer else 0
        return (hand.amount.cents, cents) if hand.amount is not None and hand.employer_percent is None else None
    person = employer = 0
    insured = insured_on(facts, benefits, day)
    for rows in groups:
        due = premiums.due(rows, insured, day)
        if due is not None and due.plan.deduction == code:
            if due.percent:
                return None
            person, employer = person + due.person, employer + due.employer
    return person, employer


def _moves(premiums: Premiums, rows: Sequence[Election], facts: PersonFacts, benefits: Benefits) -> bool:
    """Whether prices of elections may have changed with pay or tobacco since the first pay date of the year."""
    needs, first = premiums.needs(rows), benefits.passed[0]
    if needs.tobacco and any(each.slot == SELF and each.effective_from > first for each in benefits.standings):
        return True
    days = [each.effective_from for each in facts.pays] + [each.effective_from for each in facts.jobs]
    return needs.pay and any(day > first for day in days)


def _balances(codes: Codes, code: str, balances: Mapping[str, int]) -> list[int]:
    part = kept(code, codes.deductions[code].treatment).part
    return [balances.get(f"{part}:{code}", 0), balances.get(f"{Part.EMPLOYER}:{code}", 0)]


def _is_family(elections: Sequence[Election], on: date) -> bool:
    """Whether an HSA stands beside coverage of more than the person."""
    tiers = {}
    for rows in by_type(elections):
        if rows[0].choice.type in (PlanType.HSA, PlanType.MEDICAL):
            found = in_force(rows, on)
            if found is not None:
                tiers[found.choice.type] = found.choice.tier
    return PlanType.HSA in tiers and any(tier is not Tier.EMPLOYEE for tier in tiers.values())


def _overruled(label: str, item: PayItem, dues: Sequence[Due]) -> str:
    plans = ", ".join(dict.fromkeys(due.plan.label for due in dues))
    return (
        f"election: {label}: the pay item entered by hand from {item.effective_from} counts, and not the election of {plans}; "
        "stop the item to let the election count."
    )


def _told(label: str, made: Taking) -> list[str]:
    """What is worth knowing of a deduction that is more or less than what is due."""
    found = []
    if made.caught > 0:
        found.append(f"caught_up: {label}: {Money(made.caught).amount:,} of checks before is caught up.")
    elif made.caught < 0:
        found.append(f"caught_up: {label}: {Money(-made.caught).amount:,} that was taken too much is given back.")
    if made.waiting > 0:
        found.append(f"still_owed: {label}: {Money(made.waiting).amount:,} of checks before is owed with later checks.")
    elif made.waiting < 0:
        found.append(
            f"taken_too_much: {label}: {Money(-made.waiting).amount:,} more was taken this year than elections asked, and no "
            "deduction is left to give it back from; pay it back with an entry."
        )
    return found
