"""The tables one check is computed with, by pay date: the YAML of `data/tables/us`, read strictly and once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeVar

from data.parameters import TABLES, Dated, Strict, federal_tables, fica_rates, read, source_of
from data.state_tables import reciprocity, state_tables
from hrtui.errors import RuleBroken
from hrtui.payroll.check.tables import (
    AlienAddition,
    Counts,
    FutaRates,
    GarnishmentRules,
    LevyExempt,
    Lowers,
    Periods,
    PlanLimits,
    SupplementalRates,
    Tables,
)
from hrtui.payroll.kinds import Treatment
from hrtui.payroll.model import Source

PERIODS = "us/pay_periods.yaml"
SUPPLEMENTAL = "us/supplemental.yaml"
ALIEN = "us/nonresident_alien.yaml"
FUTA = "us/futa.yaml"
REDUCTION = "us/futa_credit_reduction.yaml"
LIMITS = "us/benefit_limits.yaml"
TREATMENT = "us/pre_tax_treatment.yaml"
IMPUTED = "us/imputed_income.yaml"
GARNISHMENT = "us/garnishment.yaml"
LEVY = "us/levy_exempt.yaml"


class PeriodsEntry(Dated, frozen=True, kw_only=True):
    """Pay periods a year and weeks a period, by frequency."""

    periods: dict[str, Decimal]
    weeks: dict[str, str]


class SupplementalEntry(Dated, frozen=True, kw_only=True):
    """Rates of supplemental wages."""

    rate: Decimal
    over_rate: Decimal
    threshold: Decimal


class AlienEntry(Dated, frozen=True, kw_only=True):
    """A nonresident alien's addition."""

    w4_2020_or_later: Decimal
    w4_2019_or_earlier: Decimal


class FutaEntry(Dated, frozen=True, kw_only=True):
    """Federal unemployment tax."""

    rate: Decimal
    max_credit: Decimal
    wage_base: Decimal


class ReductionEntry(Dated, frozen=True, kw_only=True):
    """Credit lost by state."""

    states: dict[str, Decimal]


class LimitsEntry(Dated, frozen=True, kw_only=True):
    """Limits of plans."""

    elective_deferral: Decimal
    catch_up_50: Decimal
    catch_up_60_63: Decimal
    roth_catch_up_wages: Decimal | None = None
    annual_additions: Decimal
    compensation: Decimal
    hsa_self: Decimal
    hsa_family: Decimal
    hsa_catch_up_55: Decimal
    health_fsa: Decimal
    dependent_care: Decimal
    transit: Decimal
    parking: Decimal


class LowersEntry(Strict, frozen=True):
    """Which wages a treatment lowers."""

    fit: bool
    fica: bool
    futa: bool
    state: bool
    but: tuple[str, ...] = ()


class TreatmentEntry(Dated, frozen=True, kw_only=True):
    """Every treatment."""

    treatments: dict[str, LowersEntry]


class CountsEntry(Strict, frozen=True):
    """For which taxes imputed income counts."""

    fit: bool
    fica: bool
    futa: bool
    withheld: bool


class ImputedEntry(Dated, frozen=True, kw_only=True):
    """Imputed income by code."""

    codes: dict[str, CountsEntry]


class GarnishmentEntry(Dated, frozen=True, kw_only=True):
    """Limits of garnishment."""

    minimum_wage: Decimal
    fraction: Decimal
    multiple: Decimal
    supports_other: Decimal
    supports_none: Decimal
    arrears_extra: Decimal
    student_loan: Decimal
    priority: tuple[str, ...]


class LevyEntry(Dated, frozen=True, kw_only=True):
    """What a levy leaves."""

    standard_deduction: dict[str, Decimal]
    each_dependent: Decimal | None = None


class Header(Strict, frozen=True, kw_only=True):
    """What every file says of itself."""

    name: str
    description: str
    unit: str


class PeriodsFile(Header, frozen=True, kw_only=True):
    """Pay periods."""

    values: tuple[PeriodsEntry, ...]


class SupplementalFile(Header, frozen=True, kw_only=True):
    """Supplemental wages."""

    values: tuple[SupplementalEntry, ...]


class AlienFile(Header, frozen=True, kw_only=True):
    """Nonresident aliens."""

    values: tuple[AlienEntry, ...]


class FutaFile(Header, frozen=True, kw_only=True):
    """Federal unemployment tax."""

    values: tuple[FutaEntry, ...]


class ReductionFile(Header, frozen=True, kw_only=True):
    """FUTA credit reduction."""

    values: tuple[ReductionEntry, ...]


class LimitsFile(Header, frozen=True, kw_only=True):
    """Limits of plans."""

    values: tuple[LimitsEntry, ...]


class TreatmentFile(Header, frozen=True, kw_only=True):
    """Treatment of deductions."""

    values: tuple[TreatmentEntry, ...]


class ImputedFile(Header, frozen=True, kw_only=True):
    """Treatment of imputed income."""

    values: tuple[ImputedEntry, ...]


class GarnishmentFile(Header, frozen=True, kw_only=True):
    """Garnishment."""

    values: tuple[GarnishmentEntry, ...]


class LevyFile(Header, frozen=True, kw_only=True):
    """Amounts exempt from levy."""

    values: tuple[LevyEntry, ...]


D = TypeVar("D", bound=Dated)
F = TypeVar("F", bound=Header)


@cache
def payroll_tables(on: date, own: Path | None = None) -> Tables:
    """The tables in force on a pay date; raises RuleBroken naming the first date that is known.

    `own` is the company's folder of state tables, which stand in for ours.
    """
    federal = federal_tables(on.year)
    return Tables(
        on,
        periods(on),
        federal,
        fica_rates(on.year),
        supplemental_rates(on),
        alien_addition(on),
        futa_rates(on),
        plan_limits(on),
        *_treatments(on),
        _imputed(on),
        garnishment_rules(on),
        levy_exempt(on),
        agreements=reciprocity(on, own),
        state=lambda state: state_tables(state, on, own),
    )


@cache
def periods(on: date) -> Periods:
    """Pay periods a year and weeks a pay period."""
    entry = _in_force(_file(PERIODS, PeriodsFile).values, on, "pay periods")
    weeks = {name: Fraction(text) for name, text in entry.weeks.items()}
    exact = {name: Decimal(part.numerator) / Decimal(part.denominator) for name, part in weeks.items()}
    return Periods(entry.periods, exact, source_of(entry.source, PERIODS))


@cache
def supplemental_rates(on: date) -> SupplementalRates:
    """Rates of supplemental wages."""
    entry = _in_force(_file(SUPPLEMENTAL, SupplementalFile).values, on, "supplemental wage rates")
    return SupplementalRates(entry.rate, entry.over_rate, entry.threshold, source_of(entry.source, SUPPLEMENTAL))


@cache
def futa_rates(on: date) -> FutaRates:
    """Federal unemployment tax, with the credit lost by state."""
    entry = _in_force(_file(FUTA, FutaFile).values, on, "federal unemployment tax rates")
    lost = _in_force(_file(REDUCTION, ReductionFile).values, on, "FUTA credit reductions")
    own, other = source_of(entry.source, FUTA), source_of(lost.source, REDUCTION)
    return FutaRates(entry.rate, entry.max_credit, entry.wage_base, own, lost.states, other)


@cache
def plan_limits(on: date) -> PlanLimits:
    """Limits of plans."""
    entry = _in_force(_file(LIMITS, LimitsFile).values, on, "limits of benefit plans")
    names = [name for name in PlanLimits.__dataclass_fields__ if name != "source"]
    return PlanLimits(**{name: getattr(entry, name) for name in names}, source=source_of(entry.source, LIMITS))


@cache
def garnishment_rules(on: date) -> GarnishmentRules:
    """What may be taken from disposable earnings."""
    entry = _in_force(_file(GARNISHMENT, GarnishmentFile).values, on, "garnishment limits")
    names = [name for name in GarnishmentRules.__dataclass_fields__ if name != "source"]
    return GarnishmentRules(
        **{name: getattr(entry, name) for name in names}, source=source_of(entry.source, GARNISHMENT)
    )


@cache
def levy_exempt(on: date) -> LevyExempt:
    """What a federal levy leaves."""
    entry = _in_force(_file(LEVY, LevyFile).values, on, "amounts exempt from levy")
    return LevyExempt(entry.standard_deduction, entry.each_dependent, source_of(entry.source, LEVY))


@cache
def alien_addition(on: date) -> AlienAddition:
    """What a nonresident alien's wages of a year are raised by."""
    entry = _in_force(_file(ALIEN, AlienFile).values, on, "nonresident alien additions")
    return AlienAddition(entry.w4_2020_or_later, entry.w4_2019_or_earlier, source_of(entry.source, ALIEN))


def _treatments(on: date) -> tuple[dict[Treatment, Lowers], Source]:
    entry = _in_force(_file(TREATMENT, TreatmentFile).values, on, "treatments of deductions")
    made = {
        Treatment(name): Lowers(each.fit, each.fica, each.futa, each.state, frozenset(each.but))
        for name, each in entry.treatments.items()
    }
    return made, source_of(entry.source, TREATMENT)


def _imputed(on: date) -> dict[str, Counts]:
    entry = _in_force(_file(IMPUTED, ImputedFile).values, on, "treatments of imputed income")
    return {code: Counts(each.fit, each.fica, each.futa, each.withheld) for code, each in entry.codes.items()}


@cache
def _read_once(name: str, shape: type[Header]) -> Header:
    return read(TABLES / name, shape)


def _file(name: str, shape: type[F]) -> F:
    made = _read_once(name, shape)
    assert isinstance(made, shape)
    return made


def _in_force(entries: Sequence[D], on: date, what: str) -> D:
    for entry in entries:
        if entry.from_ <= on <= entry.through:
            return entry
    first, last = min(entry.from_ for entry in entries), max(entry.through for entry in entries)
    told = f"the first date known is {first}" if on < first else f"the last date known is {last}"
    raise RuleBroken(f"No {what} for {on} are known: {told}.", field="pay_date")
