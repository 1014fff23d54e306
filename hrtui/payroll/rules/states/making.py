"""What a method is prepared from, and the steps that many states share: annual wages, rows of a table, parts by period."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from hrtui.errors import RuleBroken
from hrtui.payroll.kit import CENT, DOLLAR, ZERO, Kit
from hrtui.payroll.model import Source
from hrtui.payroll.rules.states.form import Form
from hrtui.payroll.rules.states.model import PERIODS, Frequency, Given, Rounds, Row, StateCase, StateTables
from hrtui.value import frozen

T = TypeVar("T")
WAGES = "earnings of the check that the state taxes"
CALENDAR = "IRS Publication 15-T, table 3: pay periods of a year"
WITHHELD = "withheld from this check"


@frozen
class Making:
    """A certificate, a frequency and the source of the tables: what a method prepares its rule from."""

    tables: StateTables
    frequency: Frequency
    form: Form
    resident: bool = True
    rounding: Rounds = "cents"

    @property
    def source(self) -> Source:
        """Where the version comes from."""
        return self.tables.source

    @property
    def periods(self) -> Given:
        """Pay periods a year; a state may count its own days."""
        if self.frequency == "daily":
            days = self.tables.version.days
            return Given("Pay periods a year", days, CALENDAR if days == PERIODS["daily"] else self.source)
        return Given("Pay periods a year", PERIODS[self.frequency], CALENDAR)

    def law(self, label: str, amount: Decimal) -> Given:
        """A figure of the table."""
        return Given(label, amount, self.source)

    def entry(self, label: str, amount: Decimal | int) -> Given:
        """A figure of the certificate."""
        return Given(label, Decimal(amount), f"certificate of {self.tables.state}")

    def printed(self, table: Mapping[Frequency, T], what: str) -> T:
        """The value printed for this frequency; raises RuleBroken where the table has none."""
        found = table.get(self.frequency)
        if found is None:
            raise RuleBroken(
                f"{self.tables.name} has no {what} for {self.frequency} pay in the tables of this version; "
                f"it has {', '.join(table)}. Pay {self.tables.state} by one of these, or give a table of your own.",
                field="frequency",
            )
        return found

    def part(self, label: str, annual: Decimal, step: Decimal = CENT) -> Given:
        """A yearly amount as the period's, rounded as the state prints it."""
        amount = (annual / self.periods.amount).quantize(step, ROUND_HALF_UP)
        return Given(f"{label} of a period", amount, self.source)

    def times(self, label: str, count: int, each: Decimal) -> tuple[Given, ...]:
        """A count of the certificate times an amount of the table: nothing where either is 0."""
        if not count or not each:
            return ()
        return (Given(f"{label}: {count} at {each:,f}", count * each, self.source),)


class Rows:
    """A table as rows (from, base, rate) with their sources, found by bisection; `above` where a row begins above its limit."""

    __slots__ = ("find", "label", "rows", "source", "starts")

    def __init__(
        self, making: Making, rows: Sequence[Row], label: str = "Tax of a year by the table", above: bool = False
    ) -> None:
        self.label = label
        self.starts = tuple(start for start, _, _ in rows)
        self.rows = tuple(rows)
        self.source = making.source
        self.find = bisect_left if above else bisect_right

    def tax(self, kit: Kit, amount: Decimal) -> Decimal:
        """The tax on an amount."""
        start, base, rate = kit.row(self._row, amount)
        given, source = kit.given, self.source
        above = kit.named("Above the row's beginning", amount - given("Row of the table begins at", start, source))
        on_that = kit.named("Tax on that", above * given("Rate above", rate, source))
        return kit.named(self.label, given("Tax up to there", base, source) + on_that)

    def _row(self, amount: Decimal) -> Row:
        return self.rows[max(0, self.find(self.starts, amount) - 1)]


def by_period(annual: Sequence[Row], periods: Decimal, bases: Sequence[Decimal] | None = None) -> tuple[Row, ...]:
    """The rows of a period from those of a year: limits to a dollar, tax up to there to a cent, or as printed."""
    printed = bases or [(base / periods).quantize(CENT, ROUND_HALF_UP) for _, base, _ in annual]
    return tuple(
        ((start / periods).quantize(DOLLAR, ROUND_HALF_UP), base, rate)
        for (start, _, rate), base in zip(annual, printed, strict=True)
    )


def wages_of(kit: Kit, case: StateCase) -> Decimal:
    """The wages of the check that the state taxes."""
    return kit.given("Taxable wages of the check", case.wages, WAGES)


def yearly(kit: Kit, case: StateCase, periods: Given) -> Decimal:
    """Wages as of a whole year."""
    return kit.named("Wages of a year", wages_of(kit, case) * kit.given(*periods), "wages of the check x pay periods")


def lowered(kit: Kit, label: str, amount: Decimal, offs: Sequence[Given]) -> Decimal:
    """An amount less what is taken off, not below zero."""
    given = kit.given
    if len(offs) == 1:
        return kit.less(label, amount, given(*offs[0]))
    return kit.less(label, amount, *[given(*off) for off in offs]) if offs else amount


def known(*figures: Given) -> tuple[Given, ...]:
    """The figures that are not zero."""
    return tuple(figure for figure in figures if figure.amount != ZERO)
