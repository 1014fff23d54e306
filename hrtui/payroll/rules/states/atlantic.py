"""Massachusetts, which deducts social security and Medicare up to a limit of the year, and Maryland with its counties."""

from __future__ import annotations

from decimal import Decimal

from hrtui.errors import RuleBroken
from hrtui.payroll.kit import ZERO, Kit
from hrtui.payroll.rules.states.making import WITHHELD, Making, Rows, lowered, wages_of
from hrtui.payroll.rules.states.model import Frequency, Given, Pair, Row, Rule, StateCase, Version


class Massachusetts(Version, frozen=True, kw_only=True, tag="MA"):
    """5 % of wages less FICA and exemption, more above a yearly limit, less credits. `exemption` is [for one, each, and once]."""

    rate: Decimal
    rate_over: Decimal
    surtax_over: Decimal
    fica_deduction_cap: Decimal
    exemption: dict[Frequency, tuple[Decimal, Decimal, Decimal]]
    head_credit: dict[Frequency, Decimal]
    blind_credit: dict[Frequency, Decimal]
    no_tax_below: dict[Frequency, Decimal]


class Maryland(Version, frozen=True, kw_only=True, tag="MD"):
    """State brackets and the county's rate on wages less standard deduction and exemptions of the period, as of a year."""

    standard_deduction: dict[Frequency, Decimal]
    exemption: dict[Frequency, Decimal]
    minimum_gross: dict[Frequency, Decimal]
    brackets: dict[str, tuple[Row, ...]]
    delaware_rate: Decimal
    local_rates: dict[str, Decimal]
    local_graduated: dict[str, dict[str, tuple[Pair, ...]]]


def massachusetts(version: Massachusetts, making: Making) -> Rule:
    """Massachusetts: exemptions and credits of Form M-4."""
    form, periods = making.form, making.periods
    count = form.count("allowances")
    exemptions, credits = _exemption(version, making, count), _credits(version, making)
    lowest = making.printed(version.no_tax_below, "lowest taxed wages") if count else ZERO
    cap = making.law("Deductible in a year", version.fica_deduction_cap)
    rate, over = making.law("Rate", version.rate), making.law("Surtax above, a year", version.surtax_over)
    surtax = making.law("Surtax rate", version.rate_over - version.rate)
    label, source = f"{making.tables.name} income tax", making.source

    def rule(kit: Kit, case: StateCase) -> Decimal:
        given = kit.given
        if case.wages < lowest:
            return kit.nothing(label, "wages are below the lowest that are taxed", source)
        left = kit.less(
            "Left to deduct this year", given(*cap), given("Withheld before", case.fica_year_to_date, WITHHELD)
        )
        fica = kit.least("Social security and Medicare", given("of this check", case.fica, WITHHELD), left)
        taxable = kit.less("Taxable wages", wages_of(kit, case), fica, *[given(*one) for one in exemptions])
        tax = kit.named("Tax at the rate", taxable * given(*rate))
        if taxable * periods.amount > over.amount:
            limit = kit.named("Surtax above, of the period", given(*over) / given(*periods))
            tax = kit.named("Tax with surtax", tax + (taxable - limit) * given(*surtax))
        return lowered(kit, "Tax after credits", tax, credits)

    return rule


def _credits(version: Massachusetts, making: Making) -> tuple[Given, ...]:
    """What Form M-4 takes off the tax: for a head of household, and for each blindness."""
    form = making.form
    credits: tuple[Given, ...] = ()
    head = form.status(("single", "married", "head"), "single", {"separate": "single", "other": "single"}) == "head"
    if form.flag("head") or head:
        credits = (making.law("Head of household", making.printed(version.head_credit, "head of household credit")),)
    blind = form.count("blind")
    if blind:
        credits += making.times("Blindness", blind, making.printed(version.blind_credit, "blindness credit"))
    return credits


def _exemption(version: Massachusetts, making: Making, count: int) -> tuple[Given, ...]:
    if not count:
        return ()
    one, each, once = making.printed(version.exemption, "exemption")
    return (making.law(f"Exemptions ({count})", one if count == 1 else count * each + once),)


def maryland(version: Maryland, making: Making) -> Rule:
    """Maryland: single, separate and dependent use one table, joint and head of household the other."""
    form, periods = making.form, making.periods
    also = {"married": "joint", "head": "joint", "separate": "single", "dependent": "single"}
    status = form.status(version.brackets, "single", also)
    count = form.count("allowances")
    offs = (
        making.law("Standard deduction", making.printed(version.standard_deduction, "standard deduction")),
        *making.times("Exemptions", count, making.printed(version.exemption, "exemption")),
    )
    delaware = form.flag("works_in_delaware")
    local = None if delaware else _local(version, making, status)
    state = Rows(making, version.brackets[status], "State tax of a year")
    if delaware:
        state = Rows(making, ((ZERO, ZERO, version.delaware_rate),), "Tax of a resident who works in Delaware")
    lowest = making.printed(version.minimum_gross, "lowest taxed wages")
    label, source = f"{making.tables.name} income tax", making.source

    def rule(kit: Kit, case: StateCase) -> Decimal:
        if case.wages < lowest:
            return kit.nothing(label, "wages are below the lowest that are taxed", source)
        given = kit.given
        taxable = lowered(kit, "Taxable wages", wages_of(kit, case), offs)
        annual = kit.named("Taxable wages of a year", taxable * given(*periods))
        tax = state.tax(kit, annual)
        if local is not None:
            tax = kit.named("State and county tax of a year", tax + local.tax(kit, annual))
        return tax / given(*periods)

    return rule


def _local(version: Maryland, making: Making, status: str) -> Rows | None:
    """The county's rate: entered, of the county by name, of nonresidents; None where nothing is known of it."""
    form = making.form
    entered, county = form.rate("local_rate", "0", ("county_rate",)), form.text("county")
    if not entered and not county and not making.resident:
        county = "nonresident"
    if entered:
        rows: tuple[Row, ...] = ((ZERO, ZERO, entered),)
    elif county:
        rows = _county(version, making, county, status)
    else:
        return None
    return Rows(making, rows, f"County tax of a year{f', {county}' if county else ''}")


def _county(version: Maryland, making: Making, county: str, status: str) -> tuple[Row, ...]:
    names = {name.casefold().removesuffix(" county"): name for name in (*version.local_rates, *version.local_graduated)}
    name = names.get(county.casefold().removesuffix(" county").strip())
    if name is None:
        raise RuleBroken(
            f"Certificate of MD, county: “{county}” is none of {', '.join(sorted(names.values()))}; record it again.",
            field="county",
        )
    if name in version.local_rates:
        return ((ZERO, ZERO, version.local_rates[name]),)
    return cumulative(version.local_graduated[name][status])


def cumulative(limits: tuple[Pair, ...]) -> tuple[Row, ...]:
    """Rows (from, tax up to there, rate) from limits with their rates."""
    rows: list[Row] = []
    for start, rate in limits:
        base = rows[-1][1] + (start - rows[-1][0]) * rows[-1][2] if rows else ZERO
        rows.append((start, base, rate))
    return tuple(rows)
