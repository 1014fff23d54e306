"""Everything of law one check is computed with, in force on its pay date; frozen, read once, shared by every check."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui.payroll.kinds import Treatment
from hrtui.payroll.model import FederalTables, FicaRates, Source
from hrtui.payroll.rules.states import Reciprocity, StateTables
from hrtui.value import frozen


@frozen
class Periods:
    """Pay periods a year and weeks a pay period, by frequency."""

    yearly: Mapping[str, Decimal]
    weeks: Mapping[str, Decimal]
    source: Source


@frozen
class SupplementalRates:
    """Income tax on supplemental wages: the flat rate, and the rate above the threshold of a year (dollars)."""

    rate: Decimal
    over_rate: Decimal
    threshold: Decimal
    source: Source


@frozen
class AlienAddition:
    """What a nonresident alien's wages of a year are raised by to work out withholding, by the age of the Form W-4."""

    new: Decimal
    old: Decimal
    source: Source


@frozen
class FutaRates:
    """Federal unemployment tax: rate, most credit, wage base (dollars a year), and the credit lost by state."""

    rate: Decimal
    max_credit: Decimal
    wage_base: Decimal
    source: Source
    reductions: Mapping[str, Decimal]
    reductions_source: Source


@frozen
class PlanLimits:
    """What may go into tax-favoured plans, in dollars a year (transit and parking a month).

    `roth_catch_up_wages` is None where catch-ups may be traditional whatever was earned.
    """

    elective_deferral: Decimal
    catch_up_50: Decimal
    catch_up_60_63: Decimal
    roth_catch_up_wages: Decimal | None
    annual_additions: Decimal
    compensation: Decimal
    hsa_self: Decimal
    hsa_family: Decimal
    hsa_catch_up_55: Decimal
    health_fsa: Decimal
    dependent_care: Decimal
    transit: Decimal
    parking: Decimal
    source: Source


@frozen
class Lowers:
    """Which wages a deduction lowers; state income tax wages by `state`, but for the states named in `but`."""

    fit: bool
    fica: bool
    futa: bool
    state: bool
    but: frozenset[str] = frozenset()

    def in_state(self, state: str) -> bool:
        """Whether it lowers the wages for a state's income tax."""
        return self.state and state[:2] not in self.but


@frozen
class Counts:
    """For which taxes imputed income counts as wages, and whether income tax is withheld from it."""

    fit: bool = True
    fica: bool = True
    futa: bool = True
    withheld: bool = True


@frozen
class GarnishmentRules:
    """What may be taken from disposable earnings: fractions, the minimum wage an hour and its multiple, who comes first."""

    minimum_wage: Decimal
    fraction: Decimal
    multiple: Decimal
    supports_other: Decimal
    supports_none: Decimal
    arrears_extra: Decimal
    student_loan: Decimal
    priority: tuple[str, ...]
    source: Source


@frozen
class LevyExempt:
    """What a federal levy leaves, dollars a year; None where the amount for a dependent is not known."""

    standard_deduction: Mapping[str, Decimal]
    each_dependent: Decimal | None
    source: Source


@frozen
class Tables:
    """The tables in force on a pay date.

    `state` gives a jurisdiction's tables, and raises RuleBroken where there are none on that day; `agreements` are those
    between states. `prepared` keeps what many checks make of the tables alike, by what it was made from.
    """

    on: date
    periods: Periods
    federal: FederalTables
    fica: FicaRates
    supplemental: SupplementalRates
    alien: AlienAddition
    futa: FutaRates
    limits: PlanLimits
    treatments: Mapping[Treatment, Lowers]
    treatments_source: Source
    imputed: Mapping[str, Counts]
    garnishment: GarnishmentRules
    levy: LevyExempt
    agreements: Reciprocity | None
    state: Callable[[str], StateTables] = field(compare=False)
    prepared: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)
