"""State contributions of one check: a rate of wages up to a yearly base, or an amount an hour, within what limits there are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache

from hrtui.errors import RuleBroken
from hrtui.payroll.kit import CENT, DOLLAR, ZERO, Kit
from hrtui.payroll.rules.states.form import Entry, Form
from hrtui.payroll.rules.states.model import (
    PERIODS,
    Contribution,
    ContributionCase,
    ContributionTable,
    Given,
    InForce,
    StateTables,
)
from hrtui.value import frozen

WEEKS = Decimal(52)
FULL_WEEK = Decimal(40)
WAGES = "earnings of the check that the contribution is owed on"
BEFORE = "finalised checks of this year"


@frozen
class Levy:
    """A contribution ready to be computed: its figures with their sources, and the keys of its balances."""

    table: ContributionTable
    name: str
    employer: bool
    paid_key: str
    wages_key: str
    rate: Given | None
    per_hour: Given | None
    base: Given | None
    share: Given | None
    most: Given | None
    most_cents: int
    weekly: Given | None
    state: str
    shown_rate: Decimal | None


def contributions(kit: Kit, tables: StateTables, case: ContributionCase) -> tuple[Contribution, ...]:
    """What employee and employer contribute for the check, in the order of the tables.

    `not_covered` on the certificate names contributions the person is exempt from, `employer_size` picks among those that
    depend on it. Raises RuleBroken for one that is not known on the day.
    """
    if not tables.contributions:
        return ()
    form = case.form
    without, size = _choices(tables, form.get("not_covered", ""), form.get("employer_size", ""))
    wages = kit.given("Wages of the check", case.wages, WAGES)
    if case.wages < ZERO:
        wages = kit.less("Wages it is owed on", wages)
    found = []
    for levy in _levies(tables):
        if levy.name in without or (levy.table.size and levy.table.size != size):
            continue
        if levy.table.rate_of_company and levy.name not in case.rates:
            continue
        found.append(_contribution(kit, levy, wages, case))
    return tuple(found)


def named(tables: StateTables, name: str) -> str:
    """The full name of a contribution from its name or the beginning of it; raises RuleBroken where there is none."""
    names = [levy.table.name for levy in tables.contributions]
    wanted = name.casefold()
    exact = [one for one in names if one.casefold() == wanted]
    begins = [one for one in names if one.casefold().startswith(wanted) or wanted.startswith(one.casefold())]
    for one in (*exact, *begins):
        return one
    raise RuleBroken(
        f"{tables.name} has no contribution “{name}”; it has {', '.join(dict.fromkeys(names)) or 'none'}.", field="name"
    )


def rates_missing(tables: StateTables, rates: Mapping[str, Decimal]) -> tuple[str, ...]:
    """Names of the employer's contributions whose rate is the company's own and is not among `rates`, or has no base yet."""
    return tuple(
        one.table.name
        for one in tables.contributions
        if one.table.rate_of_company and (one.entry is None or one.table.name not in rates)
    )


def contribution_entries(tables: StateTables) -> tuple[Entry, ...]:
    """The entries of a certificate that contributions read: what one is not covered by, and the employer's size."""
    names = dict.fromkeys(one.table.name for one in tables.contributions if one.table.paid_by == "employee")
    sizes = tuple(dict.fromkeys(one.table.size for one in tables.contributions if one.table.size))
    found = (Entry("not_covered", "text", tuple(names)),) if names else ()
    return (*found, Entry("employer_size", "choice", (*sizes, "none"), sizes[0])) if sizes else found


def _contribution(kit: Kit, levy: Levy, wages: Decimal, case: ContributionCase) -> Contribution:
    name, year = levy.name, case.year_to_date
    if levy.per_hour is not None:
        figure, wages = _hourly(kit, levy.per_hour, case), ZERO
    else:
        if levy.base is not None:
            wages = _taxed(kit, levy.base, wages, year.get(levy.wages_key, 0) if year else 0)
        figure = _rated(kit, levy, case, wages)
    figure = kit.rounded(name, figure)
    if levy.weekly is not None:
        figure = kit.least(name, figure, _weekly(kit, levy.weekly, case))
    cents = kit.cents(figure)
    if levy.most is not None:
        paid = year.get(levy.paid_key, 0) if year else 0
        if cents + paid > levy.most_cents:
            figure = _within_year(kit, levy.most, name, figure, paid)
            cents = kit.cents(figure)
    return Contribution(levy.state, name, levy.employer, kit.cents(wages), cents, figure, levy.shown_rate)


def _taxed(kit: Kit, base: Given, wages: Decimal, before: int) -> Decimal:
    """The wages of the check up to what is left of the yearly base."""
    if not kit.traces and before + wages * 100 <= base.amount * 100:
        return wages
    earlier = kit.given("Wages of the year before", kit.dollars(before), BEFORE)
    left = kit.less("Left of the yearly base", kit.given(*base), earlier)
    return kit.least("Wages it is owed on", wages, left)


def _rated(kit: Kit, levy: Levy, case: ContributionCase, wages: Decimal) -> Decimal:
    """Wages x rate, and the part of it that is one's own."""
    if levy.rate is None:
        figure = wages * kit.given(
            f"Rate of the company for {levy.name}", case.rates[levy.name], "the company's settings"
        )
    else:
        figure = wages * kit.given(*levy.rate)
    return figure if levy.share is None else kit.named("Whole premium", figure) * kit.given(*levy.share)


def _hourly(kit: Kit, per_hour: Given, case: ContributionCase) -> Decimal:
    """Hours, begun ones whole, x the amount an hour; hours nobody counted are 40 a week."""
    if case.hours is not None:
        hours = kit.given("Hours of the check", case.hours, "hours worked")
    else:
        assumed = (FULL_WEEK * WEEKS / _periods(case.frequency)).quantize(CENT)
        hours = kit.given("Hours of the check", assumed, "not counted: 40 hours a week")
    return kit.rounded("Hours, begun ones whole", hours, DOLLAR, ROUND_CEILING) * kit.given(*per_hour)


def _weekly(kit: Kit, most: Given, case: ContributionCase) -> Decimal:
    """The weekly maximum as the period's."""
    weeks = kit.given("Weeks a year", WEEKS, "calendar") / kit.given(
        "Pay periods a year", _periods(case.frequency), "calendar"
    )
    return kit.rounded("At most in the period", weeks * kit.given(*most))


def _within_year(kit: Kit, most: Given, name: str, figure: Decimal, paid: int) -> Decimal:
    """Not more than what is left of the most that is owed in a year."""
    before = kit.given("Contributed this year before", kit.dollars(paid), BEFORE)
    return kit.least(name, figure, kit.less("Left of the yearly maximum", kit.given(*most), before))


def _periods(frequency: str) -> Decimal:
    periods = PERIODS.get(frequency)
    if periods is None:
        raise RuleBroken(f"“{frequency}” is not a pay frequency; one of {', '.join(PERIODS)}.", field="frequency")
    return periods


@lru_cache(maxsize=1024)
def _levies(tables: StateTables) -> tuple[Levy, ...]:
    """The contributions in force; of one at the company's own rate that is not known on the day, `rates_missing` tells."""
    return tuple(_levy(tables, one) for one in tables.contributions if one.entry or not one.table.rate_of_company)


def _levy(tables: StateTables, one: InForce) -> Levy:
    table, entry, state = one.table, one.entry, tables.state
    if entry is None:
        raise RuleBroken(
            f"{tables.name}, {table.name}: no rate is known for this date; the first is from {one.known_from}.",
            field="pay_date",
        )

    def given(label: str, amount: Decimal | None) -> Given | None:
        return None if amount is None else Given(label, amount, one.source)

    employer = table.paid_by == "employer"
    share = entry.employee_share
    most = entry.max_per_year
    if most is None and entry.base is not None and entry.rate is not None:
        most = (entry.base * entry.rate * (DOLLAR if share is None else share)).quantize(CENT)
    own = entry.rate if share is None or entry.rate is None else entry.rate * share
    return Levy(
        table,
        table.name,
        employer,
        f"{'employer' if employer else 'contribution'}:{state} {table.name}",
        f"wages:{state} {table.name}",
        given(f"Rate of {table.name}", entry.rate),
        given("Amount an hour", entry.per_hour),
        given("Yearly base", entry.base),
        given("The employee's part", share),
        given("At most in a year", most),
        0 if most is None else int(most * 100),
        given("At most a week", entry.max_per_week),
        state,
        own,
    )


@lru_cache(maxsize=4096)
def _choices(tables: StateTables, without: str, size: str) -> tuple[frozenset[str], str]:
    """Contributions not owed, and the size of the employer that decides between some."""
    sizes = [one.table.size for one in tables.contributions if one.table.size]
    if size and sizes and size not in (*sizes, "none"):
        form = Form(tables.state, {})
        raise form.unreadable("employer_size", size, f"one of {', '.join((*sizes, 'none'))}")
    try:
        spared = frozenset(named(tables, name.strip()) for name in without.split(",") if name.strip())
    except RuleBroken as broken:
        raise RuleBroken(str(broken), field="not_covered") from None
    return spared, size or (sizes[0] if sizes else "")
