"""States that tax the wages of a year: at one rate, at a rate the employee chose, or by brackets, less deductions and allowances."""

from __future__ import annotations

from decimal import Decimal

from hrtui.errors import RuleBroken
from hrtui.payroll.kit import ZERO, Kit
from hrtui.payroll.rules.states.making import Making, Rows, known, lowered, wages_of, yearly
from hrtui.payroll.rules.states.model import Given, Row, Rule, StateCase, Version


class NoTax(Version, frozen=True, kw_only=True, tag="none"):
    """No income tax on wages."""


class Flat(Version, frozen=True, kw_only=True, tag="flat"):
    """(wages - yearly deduction / periods) x rate; the deduction by status, or by jobs, or as entered (Colorado DR 0004)."""

    rate: Decimal
    annual_deduction: dict[str, Decimal] = {}
    deduction_by_jobs: dict[str, tuple[Decimal, ...]] = {}


class AnnualFlat(Version, frozen=True, kw_only=True, tag="annual_flat"):
    """(wages of a year - standard deduction - allowances) x rate / periods."""

    rate: Decimal
    standard_deduction: dict[str, Decimal] = {}
    allowance: Decimal = ZERO


class AnnualBrackets(Version, frozen=True, kw_only=True, tag="annual_brackets"):
    """Brackets on wages of a year less standard deduction and allowances, less a credit for each allowance, / periods."""

    brackets: dict[str, tuple[Row, ...]]
    standard_deduction: dict[str, Decimal] = {}
    allowance: Decimal = ZERO
    credit_per_allowance: Decimal = ZERO
    row_applies_above: bool = False


class ElectedPercent(Version, frozen=True, kw_only=True, tag="elected_percent"):
    """Wages x the percentage the employee chose."""

    default: Decimal
    choices: tuple[Decimal, ...]


def no_tax(version: NoTax, making: Making) -> Rule:
    """Nothing is withheld."""
    label, source = f"{making.tables.name} income tax", making.source

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return kit.nothing(label, "the state has no income tax on wages", source)

    return rule


def flat(version: Flat, making: Making) -> Rule:
    """Pennsylvania; Colorado, whose deduction is of a year."""
    rate, periods = making.law("Rate", version.rate), making.periods
    if not version.annual_deduction:
        return _share(rate)
    off = _deduction(version, making)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        taxable = kit.less("Taxable wages of a year", yearly(kit, case, periods), given(*off))
        return kit.named("Tax of a year", taxable * given(*rate)) / given(*periods)

    return rule


def _deduction(version: Flat, making: Making) -> Given:
    """The yearly deduction: as entered (DR 0004, line 2), by number of jobs, else by status."""
    form = making.form
    entered = form.amount("annual_deduction", "0")
    jobs = form.count("jobs")
    status = form.status({**version.annual_deduction, **version.deduction_by_jobs}, "other")
    if form.has("annual_deduction"):
        return making.entry("Yearly deduction (DR 0004, line 2)", entered)
    if jobs:
        table = version.deduction_by_jobs
        if not table:
            raise RuleBroken(f"{making.tables.name} has no deduction by jobs in this version.", field="jobs")
        row = table.get(status) or table["single"]
        return making.law("Yearly deduction by number of jobs", row[min(jobs, len(row)) - 1])
    return making.law("Yearly deduction by status", _by_status(version.annual_deduction, status))


def annual_flat(version: AnnualFlat, making: Making) -> Rule:
    """Kentucky, Michigan, North Carolina."""
    rate, periods = making.law("Rate", version.rate), making.periods
    offs = _offs(version.standard_deduction, version.allowance, making)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        taxable = lowered(kit, "Taxable wages of a year", yearly(kit, case, periods), offs)
        return kit.named("Tax of a year", taxable * given(*rate)) / given(*periods)

    return rule


def annual_brackets(version: AnnualBrackets, making: Making) -> Rule:
    """Delaware, District of Columbia, Hawaii, Minnesota, Missouri, North Dakota, Ohio."""
    periods = making.periods
    offs = _offs(version.standard_deduction, version.allowance, making)
    brackets = version.brackets
    rows = brackets.get("all") or brackets[making.form.status(brackets)]
    table = Rows(making, rows, above=version.row_applies_above)
    count = making.form.count("allowances") if version.credit_per_allowance or version.allowance else 0
    credits = making.times("Credits for allowances", count, version.credit_per_allowance)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        taxable = lowered(kit, "Taxable wages of a year", yearly(kit, case, periods), offs)
        tax = lowered(kit, "Tax of a year after credits", table.tax(kit, taxable), credits)
        return tax / kit.given(*periods)

    return rule


def elected_percent(version: ElectedPercent, making: Making) -> Rule:
    """Arizona: the percentage chosen on Form A-4, as a fraction or as a percentage."""
    form = making.form
    entered = form.rate(
        "percent",
        str(version.default),
        ("rate", "elected", "election", "percentage", "elected_percent", "elected_rate"),
    )
    if entered not in version.choices:
        raise form.unreadable("percent", str(entered), f"one of {', '.join(map(str, version.choices))}")
    rate = (
        making.entry("Percentage chosen", entered)
        if form.has("percent")
        else making.law("Percentage without a form", entered)
    )
    return _share(rate)


def _share(rate: Given) -> Rule:
    """Wages of the check x a rate."""

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return wages_of(kit, case) * kit.given(*rate)

    return rule


def _offs(standard: dict[str, Decimal], allowance: Decimal, making: Making) -> tuple[Given, ...]:
    """Standard deduction by status and allowances by count, without what is zero."""
    offs: tuple[Given, ...] = ()
    if standard:
        offs = known(making.law("Standard deduction", _by_status(standard, making.form.status(standard))))
    if allowance:
        offs += making.times("Allowances", making.form.count("allowances"), allowance)
    return offs


def _by_status(table: dict[str, Decimal], status: str) -> Decimal:
    return table[status] if status in table else table["other"]
