"""What a regular check takes for a person's elections of benefits: what is due, what missed checks are owed, how it came about.

A pay date takes what is in force that day, in full. What elections asked of the pay dates before, less what final checks took, is
owed: it is caught up with at most so many checks' worth at a time, and what was taken too much is given back out of the next
deductions of the same code. Before tax that is so within a plan year, since a cafeteria plan may not move pay from one plan year
into another (26 U.S.C. 125(d)(2); 26 CFR 1.125-3, Q&A-5); after tax what the tax year before left is owed as well. Pay items entered
by hand count in the place of elections.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from hrtui.benefits.model import SELF, Election, Standing
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.premiums import ZERO, Due, Insured, Premiums, by_type, in_force
from hrtui.benefits.rates import year_start
from hrtui.money import Money, round_cents
from hrtui.payroll.check.plans import kept
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import Codes
from hrtui.payroll.items import rules as item_rules
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.kinds import Treatment
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.rules.gross import row_on
from hrtui.people.model import Basis
from hrtui.value import frozen

IMPUTED = "group_term_life"
SOURCE = "elections of benefits"
WEEKS = 52
NOTHING_TAKEN = (0, 0)
PART_OF_PAY = (-1, -1)
FULL_TIME = Decimal(40)
Sums = tuple[tuple[int, int], tuple[int, int]]
"""Cents of the person and the employer that were asked, and that were taken."""
Taken = Mapping[str, Mapping[date, tuple[int, int]]]
"""Cents that final checks took of the person, and the employer added, by deduction code and pay date."""


@frozen
class Benefits:
    """What is known of a person's benefits for a check. `passed` are the pay dates of the tax year that final runs paid, `earlier`
    those of the tax year before, at the end of which `before` were the balances; `taken` is there for the codes whose balances are
    not what elections asked; `history` has the rows of those years, where `taken` needs them."""

    elections: Sequence[Election] = ()
    standings: Sequence[Standing] = ()
    spouse: date | None = None
    passed: tuple[date, ...] = ()
    taken: Taken = field(default_factory=dict)
    history: PersonFacts | None = None
    earlier: tuple[date, ...] = ()
    before: Mapping[str, int] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, ...]:
        """The pay dates of both years that final runs paid."""
        return (*self.earlier, *self.passed)

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
    dues = dues_on(premiums, facts, benefits, on)
    by_hand = {item.code: item for item in item_rules.on_day(items, on)} if items else {}
    by_code: dict[str, list[Due]] = {}
    for due in dues:
        code = due.plan.deduction
        if code in by_code:
            by_code[code].append(due)
        else:
            by_code[code] = [due]
    notices, takings = [], []
    for code in sorted({*by_code, *benefits.taken}):
        known = codes.deductions.get(code)
        if known is None:
            continue
        if code in by_hand:
            if code in by_code:
                notices.append(_overruled(known.label, by_hand[code], by_code[code]))
            continue
        made = _due_now(premiums, code, by_code.get(code, ()))
        if code in benefits.taken:
            first = since(premiums, codes, code, on)
            made = _taking(premiums, facts, benefits, items, made, first)
            notices += [*_told(known.label, made), *_closed(premiums, facts, benefits, items, code, known.label, first)]
        takings.append(made)
    imputing = tuple([due for due in dues if due.imputed]) if IMPUTED not in by_hand else ()
    return Elected(
        tuple(takings),
        sum([due.imputed for due in imputing]),
        imputing,
        _is_family(benefits.elections, on),
        tuple(notices),
    )


def since(premiums: Premiums, codes: Codes, code: str, on: date) -> date:
    """The first pay date of which a check may still take what is owed under a code: after tax of the tax year before, else of the
    plan year."""
    if codes.deductions[code].treatment is Treatment.AFTER_TAX:
        return date(on.year - 1, 1, 1)
    starts = [year_start(plan, on) for plan in premiums.book.settings.plans if plan.deduction == code]
    return max(starts, default=date(on.year, 1, 1))


def disagreeing(
    premiums: Premiums,
    codes: Codes,
    facts: PersonFacts,
    benefits: Benefits,
    items: Sequence[PayItem],
    balances: Mapping[str, int],
    on: date,
) -> list[str]:
    """The deduction codes of whom the balances are not what elections asked of the pay dates before a check of a day, and those
    that pay items took too."""
    if not benefits.days:
        return []
    now = _asked_of_all(premiums, facts, benefits, benefits.passed)
    then = _asked_of_all(premiums, facts, benefits, benefits.earlier)
    found, mixed = now.keys() | then.keys(), {item.code for item in items}
    return sorted(
        code
        for code in found & codes.deductions.keys()
        if code in mixed
        or _is_odd(
            since(premiums, codes, code, on),
            benefits,
            on,
            (now.get(code, NOTHING_TAKEN), _balances(codes, code, balances)),
            (then.get(code, NOTHING_TAKEN), _balances(codes, code, benefits.before)),
        )
    )


def _is_odd(first: date, benefits: Benefits, on: date, now: Sums, then: Sums) -> bool:
    """Whether what was asked and what was taken differ from a first day on, or cannot be told from the balances of the years; at
    the first check of a plan year also what the one before left."""
    year = date(on.year, 1, 1)
    if first == date(on.year - 1, 1, 1):
        return any(
            asked + asked_then != had + had_then for asked, had, asked_then, had_then in zip(*now, *then, strict=True)
        )
    if first == year:
        return now[0] != now[1] or (not benefits.passed and then[0] != then[1])
    if first < year:
        return any(day >= first for day in benefits.earlier) or now[0] != now[1]
    return any(day < first for day in benefits.passed) or now[0] != now[1]


def moving(premiums: Premiums, facts: PersonFacts, benefits: Benefits) -> bool:
    """Whether what elections asked of the pay dates before cannot be told without rows of pay and job of the whole year."""
    if not benefits.days or benefits.days[0] >= max(_changes(facts), default=date.min):
        return False
    return any(premiums.needs(rows).pay for rows in by_type(benefits.elections))


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


def dues_on(premiums: Premiums, facts: PersonFacts, benefits: Benefits, on: date) -> list[Due]:
    """What the elections that are in force on a pay date ask of its check; raises as `elected`."""
    insured = insured_on(facts, benefits, on)
    found = [premiums.due(rows, insured, on) for rows in by_type(benefits.elections)]
    return [due for due in found if due is not None]


def _due_now(premiums: Premiums, code: str, dues: Sequence[Due]) -> Taking:
    """What is due under a code, with nothing owed of checks before."""
    if len(dues) == 1:
        due = dues[0]
        held: Taking | None = premiums.made_of(due)
        if held is None:
            made = Taking(code, (due,), due.person, due.employer, due.percent or None, due.match or None)
            held = premiums.keep(due, made)
        return held
    person, employer = sum(due.person for due in dues), sum(due.employer for due in dues)
    percent, match = sum((due.percent for due in dues), ZERO), sum((due.match for due in dues), ZERO)
    return Taking(code, tuple(dues), person, employer, percent or None, match or None)


def _taking(
    premiums: Premiums, facts: PersonFacts, benefits: Benefits, items: Sequence[PayItem], made: Taking, first: date
) -> Taking:
    """What is due, with what is caught up and given back of what checks from a first day on were asked."""
    code, person, employer = made.code, made.person, made.employer
    days = tuple(day for day in benefits.days if day >= first)
    owed, owed_employer, last = _owed(premiums, facts, benefits, items, code, days)
    unit, unit_employer = person or last[0], employer or last[1]
    caught = max(-person, min(owed, premiums.catch_up * unit))
    caught_employer = max(-employer, min(owed_employer, premiums.catch_up * unit_employer))
    return made._replace(caught=caught, caught_employer=caught_employer, waiting=owed - caught)


def _closed(
    premiums: Premiums,
    facts: PersonFacts,
    benefits: Benefits,
    items: Sequence[PayItem],
    code: str,
    label: str,
    first: date,
) -> list[str]:
    """What is said at the first check of a plan year of what the one before left, which no check may take any more."""
    if code not in benefits.taken or not benefits.days or benefits.days[-1] >= first:
        return []
    left = _owed(premiums, facts, benefits, items, code, benefits.days)[0]
    if left > 0:
        return [
            f"closed_year: {label}: {Money(left).amount:,} of the plan year before was not taken, and may not be taken before tax any "
            "more; take it after tax with a pay item, or let it go."
        ]
    return (
        [
            f"closed_year: {label}: {Money(-left).amount:,} more was taken in the plan year before than elections asked; pay it back as "
            "wages with an entry."
        ]
        if left
        else []
    )


def _owed(
    premiums: Premiums,
    facts: PersonFacts,
    benefits: Benefits,
    items: Sequence[PayItem],
    code: str,
    days: tuple[date, ...],
) -> tuple[int, int, tuple[int, int]]:
    """Cents of the person and employer that pay dates asked more than was taken, and what the last of them asked."""
    taken = benefits.taken[code]
    by_day = {day: _by_hand(items, code, day) for day in days} if any(item.code == code for item in items) else {}
    open_ = tuple(day for day in days if by_day.get(day) is None)
    person, employer = _asked_of_all(premiums, facts, benefits, open_).get(code, (0, 0))
    for hand in by_day.values():
        if hand is not None and hand != PART_OF_PAY:
            person, employer = person + hand[0], employer + hand[1]
    counted = [day for day in days if by_day.get(day) != PART_OF_PAY]
    person -= sum(taken.get(day, NOTHING_TAKEN)[0] for day in counted)
    employer -= sum(taken.get(day, NOTHING_TAKEN)[1] for day in counted)
    last = NOTHING_TAKEN
    for day in reversed(days):
        last = _asked_of_all(premiums, facts, benefits, (day,)).get(code, NOTHING_TAKEN)
        if last[0]:
            break
    return person, employer, last


def _by_hand(items: Sequence[PayItem], code: str, day: date) -> tuple[int, int] | None:
    """What a pay item asked of a pay date under a code, None where there was none; a part of pay is not owed later."""
    hand = next((item for item in item_rules.on_day(items, day) if item.code == code), None)
    if hand is None:
        return None
    if hand.amount is None or hand.employer_percent is not None:
        return PART_OF_PAY
    return hand.amount.cents, hand.employer.cents if hand.employer else 0


def _asked_of_all(
    premiums: Premiums, facts: PersonFacts, benefits: Benefits, days: tuple[date, ...]
) -> dict[str, tuple[int, int]]:
    """Cents of the person and employer by code that elections asked of pay dates."""
    sums: dict[str, tuple[int, int]] = {}
    for some in _spans(facts, benefits, days):
        insured = insured_on(facts, benefits, some[0])
        for rows in by_type(benefits.elections):
            for code, (person, employer) in premiums.asked(rows, insured, some).items():
                had = sums.get(code, NOTHING_TAKEN)
                sums[code] = had[0] + person, had[1] + employer
    return sums


def _spans(facts: PersonFacts, benefits: Benefits, days: tuple[date, ...]) -> list[tuple[date, ...]]:
    """Days in runs that know the same pay, hours and tobacco."""
    if not days:
        return []
    changes = {
        *_changes(benefits.history or facts),
        *(row.effective_from for row in benefits.standings if row.slot == SELF),
    }
    cuts = sorted({0, *(bisect_left(days, day) for day in changes), len(days)})
    return [days[start:end] for start, end in pairwise(cuts)]


def _changes(facts: PersonFacts) -> list[date]:
    return [each.effective_from for each in facts.pays] + [each.effective_from for each in facts.jobs]


def _balances(codes: Codes, code: str, balances: Mapping[str, int]) -> tuple[int, int]:
    part = kept(code, codes.deductions[code].treatment).part
    return balances.get(f"{part}:{code}", 0), balances.get(f"{Part.EMPLOYER}:{code}", 0)


def _is_family(elections: Sequence[Election], on: date) -> bool:
    """Whether an HSA stands beside coverage of more than the person."""
    if not any(row.choice.type is PlanType.HSA for row in elections):
        return False
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
