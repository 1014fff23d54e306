"""Every check of a year against a second computation: day by day, in fractions, straight from the worksheet's lines.

Publication 15-T (2026), Worksheet 1A, and 26 USC 3101 and 3121; the figures are written here anew, apart from `data/tables`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from data.payroll_tables import payroll_tables
from hrtui.money import Money
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.values import Case, Deduction, Earning, EarningKind, Treatment
from hrtui.payroll.codes import codes
from hrtui.payroll.computing import outcome
from hrtui.payroll.gather import Held, RunTerms
from hrtui.payroll.model import Frequency, PayGroup, PersonFacts, Proration
from hrtui.payroll.rules import read_w4
from hrtui.payroll.rules.calendar import pay_dates_of_year
from hrtui.people.model import Action, Basis, Certificate, Job, Pay, Status

YEAR = 2026
RATES = (0, 10, 12, 22, 24, 32, 35, 37)
STEPS = {  # where each rate begins, in dollars of adjusted annual wages, and the tax up to there as it is published
    ("single", False): "0 0 7500 0 19900 1240 57900 5800 113200 17966 209275 41024 263725 58448 648100 192979.25",
    ("married", False): "0 0 19300 0 44100 2480 120100 11600 230700 35932 422850 82048 531750 116896 788000 206583.50",
    ("head", False): "0 0 15550 0 33250 1770 83000 7740 121250 16155 217300 39207 271750 56631 656150 191171",
    ("single", True): "0 0 8050 0 14250 620 33250 2900 60900 8983 108938 20512 136163 29224 328350 96489.63",
    ("married", True): "0 0 16100 0 28500 1240 66500 5800 121800 17966 217875 41024 272325 58448 400450 103291.75",
    ("head", True): "0 0 12075 0 20925 885 45800 3870 64925 8077.50 112950 19603.50 140175 28315.50 332375 95585.50",
}
PERIODS = {Frequency.WEEKLY: 52, Frequency.BIWEEKLY: 26, Frequency.SEMIMONTHLY: 24, Frequency.MONTHLY: 12}
EVERY = {
    "daily": 260, "weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12, "quarterly": 4, "semiannually": 2,
    "annually": 1,
}  # fmt: skip
HOLIDAYS = frozenset({date(2026, 1, 1), date(2026, 7, 3), date(2026, 11, 26), date(2026, 12, 25)})


@dataclass
class Expected:
    """One check, in cents."""

    gross: int
    federal: int
    security: int
    medicare: int
    additional: int


def cents(dollars: Fraction) -> int:
    """Half a cent rounds away from zero."""
    return int(dollars * 100 + Fraction(1, 2))


def worksheet_1a(wages: Fraction, periods: int, form: dict[str, str]) -> Fraction:
    """Steps 1 to 4 of the worksheet: the tax of a check before rounding."""
    status, ticked = form.get("status", "single"), form.get("step2") == "yes"
    annual = wages * periods
    if form.get("old_w4") == "yes":
        status, ticked = ("single" if status == "head" else status), False
        adjusted = annual - 4300 * int(form.get("allowances", "0"))
    else:
        line_1g = 0 if ticked else 12900 if status == "married" else 8600
        adjusted = annual + Fraction(form.get("step4a", "0")) - Fraction(form.get("step4b", "0")) - line_1g
    adjusted = max(adjusted, Fraction(0))
    numbers = [Fraction(number) for number in STEPS[status, ticked].split()]
    begin, base, rate = [row for row in zip(numbers[::2], numbers[1::2], RATES, strict=True) if row[0] <= adjusted][-1]
    tax = base + (adjusted - begin) * Fraction(rate, 100)
    if form.get("old_w4") != "yes":
        tax = max(Fraction(0), tax - Fraction(form.get("step3", "0")))
    return tax / periods + Fraction(form.get("step4c") or "0")


def form_on(facts: PersonFacts, day: date) -> dict[str, str]:
    """The certificate that counts on a check date; a claim of exemption ends on 15 February of the year after it."""
    for row in sorted(facts.certificates, key=lambda row: row.effective_from, reverse=True):
        lapsed = row.entries.get("exempt") == "yes" and day > date(row.effective_from.year + 1, 2, 15)
        if row.effective_from <= day and not lapsed:
            return dict(row.entries)
    return {}


def in_force(rows: tuple[Job, ...] | tuple[Pay, ...], day: date) -> Job | Pay | None:
    started = [row for row in rows if row.effective_from <= day]
    return started[-1] if started else None


def gross(facts: PersonFacts, group: PayGroup, start: date, end: date) -> int:
    """Day by day, each worth its part of the period; salary and wages are rounded apart."""
    every = [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
    counted = [day for day in every if group.proration is Proration.CALENDAR_DAYS or day.weekday() < 5]
    lines = {Basis.ANNUAL: Fraction(0), Basis.HOURLY: Fraction(0)}
    for day in counted:
        job, pay = in_force(facts.jobs, day), in_force(facts.pays, day)
        if not isinstance(job, Job) or not isinstance(pay, Pay):
            continue
        if job.status is not Status.ACTIVE or pay.pay_group != group.name:
            continue
        rate = Fraction(pay.rate.cents, 100) * (1 if pay.basis is Basis.ANNUAL else Fraction(job.standard_hours) * 52)
        lines[pay.basis] += rate / PERIODS[group.frequency] / len(counted)
    return sum(cents(line) for line in lines.values())


def expected(facts: PersonFacts, groups: tuple[PayGroup, ...], last: date) -> list[Expected]:
    """The checks of the year through a day, those of nothing left out."""
    dates = [
        (made.check, order, made.period, group)
        for order, group in enumerate(groups)
        for made in pay_dates_of_year(group, YEAR, HOLIDAYS)
        if made.check <= last
    ]
    out: list[Expected] = []
    for check, _, period, group in sorted(dates, key=lambda item: item[:2]):
        wages = gross(facts, group, period.start, period.end)
        if not wages:
            continue
        before, taxed = sum(each.gross for each in out), sum(each.security for each in out)
        room = max(0, 18_450_000 - before)
        most = cents(Fraction(184_500) * Fraction(62, 1000))
        security = min(cents(Fraction(min(wages, room), 100) * Fraction(62, 1000)), most - taxed)
        medicare = cents(Fraction(wages, 100) * Fraction(145, 10_000))
        above = min(wages, max(0, before + wages - 20_000_000))
        additional = cents(Fraction(above, 100) * Fraction(9, 1000))
        form = form_on(facts, check)
        exempt = form.get("exempt") == "yes"
        federal = 0 if exempt else cents(worksheet_1a(Fraction(wages, 100), PERIODS[group.frequency], form))
        out.append(
            Expected(wages, min(federal, wages - security - medicare - additional), security, medicare, additional)
        )
    return out


def somebody(dice: random.Random, groups: tuple[PayGroup, ...]) -> PersonFacts:
    """A person with a year of changes: raises, hours, leave, an end and a return, other groups, other forms."""
    first = date(2025, 11, 1) + timedelta(days=dice.randrange(300))

    def days(most: int) -> list[date]:
        return sorted({first + timedelta(days=dice.randrange(1, 420)) for _ in range(dice.randrange(most + 1))})

    def hours() -> Decimal:
        return Decimal(dice.choice(["40", "37.5", "20", "32.25"]))

    jobs = [Job(first, Action.HIRE, Status.ACTIVE, "Clerk", "Operations", standard_hours=hours())]
    for day in days(4):
        status = dice.choice([Status.ACTIVE, Status.LEAVE, Status.TERMINATED, Status.ACTIVE])
        jobs.append(Job(day, Action.DATA_CHANGE, status, "Clerk", "Operations", standard_hours=hours()))
    pays = []
    for day in [first, *days(5)]:
        basis = dice.choice([Basis.ANNUAL, Basis.ANNUAL, Basis.HOURLY])
        rate = dice.randrange(2_000_000, dice.choice([9_000_000, 60_000_000])) if basis is Basis.ANNUAL else 0
        rate = rate or dice.randrange(0 if dice.random() < 0.1 else 725, 40_000)
        group = dice.choice([*(group.name for group in groups), groups[0].name, "gone"])
        pays.append(Pay(day, Action.PAY_CHANGE, basis, Money(rate), group))
    forms = [Certificate(day - timedelta(days=dice.randrange(400)), "US", _form(dice)) for day in days(3)]
    forms.sort(key=lambda row: row.effective_from)
    return PersonFacts(1, "1042", "Doe, Jane", "TX", tuple(jobs), tuple(pays), tuple(forms))


def _form(dice: random.Random) -> dict[str, str]:
    status = dice.choice(["single", "married", "head"])
    kind = dice.randrange(4)
    if kind == 0:
        return {"status": status, "exempt": "yes"}
    if kind == 1:
        return {"status": status, "old_w4": "yes", "allowances": str(dice.randrange(9)), "step4c": "12.34"}
    amounts = {name: f"{dice.randrange(0, 2_000_000) / 100:.2f}" for name in ("step3", "step4a", "step4b")}
    return {"status": status, "step2": dice.choice(["yes", ""]), "step4c": dice.choice(["", "50.00"])} | {
        name: amount for name, amount in amounts.items() if dice.random() < 0.5
    }


@pytest.mark.parametrize("seed", range(60))
def test_every_check_of_a_year_is_what_the_worksheet_says_computed_day_by_day(seed: int) -> None:
    dice = random.Random(seed)
    proration = dice.choice([Proration.WORKING_DAYS, Proration.CALENDAR_DAYS])
    groups = tuple(
        PayGroup(f"g{order}", frequency, start, dice.randrange(0, 9), proration)
        for order, (frequency, start) in enumerate(
            dice.sample(
                [
                    (Frequency.WEEKLY, date(2026, 1, 5)), (Frequency.BIWEEKLY, date(2025, 12, 21)),
                    (Frequency.SEMIMONTHLY, date(2026, 1, 1)), (Frequency.MONTHLY, date(2026, 1, 1)),
                ], 2,
            )
        )
    )  # fmt: skip
    facts = somebody(dice, groups)
    assert checks_of(facts, groups) == expected(facts, groups, date(YEAR, 12, 31))


def checks_of(facts: PersonFacts, groups: tuple[PayGroup, ...]) -> list[Expected]:
    """The checks of the year as runs make them, one going on from the balances of the other; those of nothing left out."""
    names = frozenset(group.name for group in groups)
    dates = [(made, group) for group in groups for made in pay_dates_of_year(group, YEAR, HOLIDAYS)]
    balances: dict[str, int] = {}
    told = []
    for made, group in sorted(dates, key=lambda each: (each[0].check, groups.index(each[1]))):
        tables = payroll_tables(made.check)
        found = outcome(facts, RunTerms(made, group, codes(), names), Held(balances=dict(balances)), tables)
        if found is None:
            continue
        got = {line.key: 0 for line in found[0].lines}
        for line in found[0].lines:
            got[line.key] += line.amount
            balances[line.key] = balances.get(line.key, 0) + line.amount
        if found[0].gross:
            taxes = ("federal_income_tax", "social_security", "medicare", "additional_medicare")
            told.append(Expected(found[0].gross, *(got.get(f"tax:{name}", 0) for name in taxes)))
    return told


@pytest.mark.parametrize("seed", range(40))
def test_a_check_withholds_and_contributes_what_the_worksheet_and_the_statutes_say(seed: int) -> None:
    dice = random.Random(seed)
    entries, frequency = _form(dice), dice.choice(sorted(EVERY))
    wages, before_tax = dice.randrange(0, 3_000_000), dice.randrange(0, 60_000)
    deferred, earlier = dice.randrange(0, 90_000), dice.randrange(0, 21_000_000)
    case = Case(
        date(YEAR, 6, 19),
        frequency,
        "TX",
        "TX",
        (Earning("salary", EarningKind.REGULAR, wages),),
        read_w4(entries),
        deductions=(
            Deduction("medical", Treatment.SECTION_125_HEALTH, before_tax),
            Deduction("401k", Treatment.TRADITIONAL_401K, deferred),
        ),
        year_to_date={"wages:social_security": min(earlier, 18_450_000), "wages:medicare": earlier},
    )
    made = calculate(case, payroll_tables(case.pay_date))
    got = {line.key: line.amount for line in made.lines}
    medical, plan = got.get("pre_tax:medical", 0), got.get("pre_tax:401k", 0)
    insured = max(0, wages - medical)
    taxable = Fraction(max(0, insured - plan), 100)
    security = cents(Fraction(min(insured, max(0, 18_450_000 - earlier)), 100) * Fraction(62, 1000))
    medicare = cents(Fraction(insured, 100) * Fraction(145, 10_000))
    above = min(insured, max(0, earlier + insured - 20_000_000))
    additional = cents(Fraction(above, 100) * Fraction(9, 1000))
    exempt = entries.get("exempt") == "yes" or not taxable
    federal = 0 if exempt else cents(worksheet_1a(taxable, EVERY[frequency], entries))
    assert got["tax:social_security"] == security
    assert got["tax:medicare"] == medicare
    assert got.get("tax:additional_medicare", 0) == additional
    assert got["tax:federal_income_tax"] == min(federal, wages - security - medicare - additional)
    assert made.net == wages - sum(amount for key, amount in got.items() if key.startswith(("pre_tax:", "tax:")))
