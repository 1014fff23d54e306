"""New York: state (NYS-50-T-NYS), residents of New York City (NYS-50-T-NYC), residents of Yonkers and who works there (NYS-50-T-Y)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from decimal import Decimal

from hrtui.payroll.kit import Kit
from hrtui.payroll.model import Source
from hrtui.payroll.rules.states.making import Making, Rows, by_period, lowered, wages_of, yearly
from hrtui.payroll.rules.states.model import (
    NONRESIDENT,
    Frequency,
    Given,
    Pair,
    Row,
    Rule,
    SourceEntry,
    StateCase,
    Strict,
    Version,
)

LABEL = "Tax of the check by the table"


class NewYork(Version, frozen=True, kw_only=True, tag="NY"):
    """Method II by rows of the period made from annual ones; from a limit on, Method III: one rate of all net wages.

    Pairs are the columns for single and for married; `method_iii_rates` are [net wages of a year from, rate]; `conversions`
    [frequency, times] of the periods without tables: the tax of that part, rounded, so many times.
    """

    deduction: dict[Frequency, Pair]
    exemption: dict[Frequency, Decimal]
    brackets: dict[str, tuple[Row, ...]]
    method_iii_from: dict[Frequency, Pair]
    method_iii_rates: tuple[Pair, ...]
    conversions: dict[Frequency, tuple[Frequency, int]] = {}


class NewYorkCity(Version, frozen=True, kw_only=True, tag="NYC"):
    """Rows of the period made from annual ones, the same for every status."""

    deduction: dict[Frequency, Pair]
    exemption: dict[Frequency, Decimal]
    brackets: tuple[Row, ...]


class EarningsTax(Strict, frozen=True, kw_only=True):
    """A tax on the wages of who works in a city and lives elsewhere: its rate, and what of a year's wages is excluded, as [wages of a
    year above, excluded]; wages up to the first of them owe nothing."""

    source: SourceEntry
    note: str = ""
    rate: Decimal
    exclusions: tuple[Pair, ...]


class ShareOfState(Version, frozen=True, kw_only=True, tag="share_of_state"):
    """A share of the state's tax of the same check (Yonkers); who lives elsewhere owes a tax on earnings there instead."""

    share: Decimal
    nonresident: EarningsTax | None = None


def new_york(version: NewYork, making: Making) -> Rule:
    """The state: by the tables of the period, or of a part of it."""
    part = version.conversions.get(making.frequency)
    if part is None:
        return _new_york(version, making)
    frequency, count = part
    whole = _new_york(version, replace(making, frequency=frequency))
    times = making.law("Parts of the period", Decimal(count))

    def rule(kit: Kit, case: StateCase) -> Decimal:
        wages = kit.named("Wages of a part", wages_of(kit, case) / kit.given(*times))
        return kit.rounded("Tax of a part", whole(kit, case._replace(wages=wages))) * kit.given(*times)

    return rule


def _new_york(version: NewYork, making: Making) -> Rule:
    married = _married(making)
    offs = _offs(version.deduction, version.exemption, making, married)
    brackets = version.brackets["married" if married else "single"]
    table = Rows(making, by_period(brackets, making.periods.amount), LABEL)
    limit = making.printed(version.method_iii_from, "limit of method III")[married]
    starts = [start for start, _ in version.method_iii_rates]
    rates = [making.law("Method III: rate of all net wages", rate) for _, rate in version.method_iii_rates]
    periods = making.periods.amount

    def rule(kit: Kit, case: StateCase) -> Decimal:
        net = lowered(kit, "Net wages", wages_of(kit, case), offs)
        if net < limit:
            return table.tax(kit, net)
        return net * kit.given(*rates[bisect_right(starts, net * periods) - 1])

    return rule


def new_york_city(version: NewYorkCity, making: Making) -> Rule:
    """Residents of the city."""
    offs = _offs(version.deduction, version.exemption, making, _married(making))
    table = Rows(making, by_period(version.brackets, making.periods.amount), LABEL)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return table.tax(kit, lowered(kit, "Net wages", wages_of(kit, case), offs))

    return rule


def earnings_tax(tax: EarningsTax, making: Making, file: str) -> Rule:
    """Who works in the city and lives elsewhere: Method VIII, on the wages of a year less what is excluded of them."""
    entry = tax.source
    source = Source(entry.document, entry.confidence, file, entry.transcription)
    _married(making)  # the entries of the certificate are those of a resident, though nothing here goes by them
    making.form.count("allowances")
    making.form.flag(NONRESIDENT)
    rate, periods = Given("Rate of the earnings tax", tax.rate, source), making.periods
    starts = [start for start, _ in tax.exclusions]
    excluded = [Given("Excluded of a year's wages", amount, source) for _, amount in tax.exclusions]

    def rule(kit: Kit, case: StateCase) -> Decimal:
        wages = yearly(kit, case, periods)
        row = bisect_left(starts, wages) - 1
        if row < 0:
            return kit.nothing("Tax of a year", f"wages of a year up to {starts[0]:,} owe nothing", source)
        taxed = lowered(kit, "Wages taxed of a year", wages, [excluded[row]])
        return kit.named("Tax of a year", taxed * kit.given(*rate)) / kit.given(*periods)

    return rule


def share_of_state(version: ShareOfState, making: Making, state: Rule) -> Rule:
    """A share of the state's tax, rounded as the state's own."""
    if version.nonresident is not None:
        making.form.flag(NONRESIDENT)
    share = making.law("Share of the state's tax", version.share)

    def rule(kit: Kit, case: StateCase) -> Decimal:
        return kit.rounded("Income tax of the state", state(kit, case)) * kit.given(*share)

    return rule


def _married(making: Making) -> bool:
    return making.form.status(("single", "married"), "single", {"separate": "single", "head": "single"}) == "married"


def _offs(
    deduction: dict[Frequency, Pair], exemption: dict[Frequency, Decimal], making: Making, married: bool
) -> tuple[Given, ...]:
    count = making.form.count("allowances")
    return (
        making.law("Deduction", making.printed(deduction, "deduction")[married]),
        *making.times("Exemptions", count, making.printed(exemption, "exemption")),
    )
