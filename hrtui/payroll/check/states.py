"""State taxes and contributions of one check: which states withhold, on what wages, by the rules of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.payroll.check.plans import Asked
from hrtui.payroll.check.sheet import Sheet, added
from hrtui.payroll.check.taxes import Bases, Served, on_extra
from hrtui.payroll.check.values import NOTHING, Blocker, EarningKind, Part, Supplemental
from hrtui.payroll.kit import PLAIN, ZERO, Kit
from hrtui.payroll.rules import states as rules
from hrtui.payroll.rules.places import TAXES_WORK
from hrtui.payroll.rules.states import Contribution, ContributionCase, Place, StateCase, StateTables

NEITHER = frozenset({EarningKind.IMPUTED, EarningKind.REIMBURSEMENT})
MISSING = ("pay_date", "frequency")
"""What a rule names where its tables have nothing for the day or the frequency of the check."""
REMEDY = "Give a table of your own, or withhold outside hrtui."
TAXES_NONRESIDENTS = frozenset(TAXES_WORK.values())
MOST_PREPARED = 16_384
_REGULAR = EarningKind.REGULAR
BONUS, OTHER = "bonus_and_stock_options", "other"
_WORDS = ("bonus", "stock")


class Taxing(NamedTuple):
    """A jurisdiction that withholds: its tables, and the certificate that counts."""

    place: Place
    tables: StateTables
    form: Mapping[str, str]


class Income(NamedTuple):
    """Wages every state's income tax starts from: all, what is withheld from, and the supplemental part of it."""

    whole: Decimal
    withheld: Decimal
    extra: Decimal | None


class InStates(NamedTuple):
    """What the states of a check levy: where income tax is withheld, from what, and what is contributed."""

    places: tuple[Taxing, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    income: Income = Income(ZERO, ZERO, None)
    before_tax: tuple[Asked, ...] = ()
    bases: Bases | None = None
    at_work: Taxing | None = None


def asked(sheet: Sheet, income: Income, before_tax: list[Asked], bases: Bases, insured: Decimal) -> InStates:
    """Which states levy on the check, and a blocker where that cannot be said or computed.

    `insured` are the wages contributions start from, before deductions.
    """
    case = sheet.case
    if not case.work_state:
        remedy = "Name the state in the location (“Boston, MA”) or in the home address."
        sheet.block("no_work_state", "The state of work is not known.", remedy)
        return InStates()
    contributed = _contributed(sheet, before_tax, insured)
    placed = _placed(sheet)
    return InStates(placed.places, contributed, income, tuple(before_tax), bases, placed.at_work)


class Placed(NamedTuple):
    """Where a check is taxed by states and cities, and what is said of that."""

    places: tuple[Taxing, ...]
    at_work: Taxing | None
    notices: tuple[str, ...]
    blockers: tuple[Blocker, ...]


def _placed(sheet: Sheet) -> Placed:
    """Where a check is taxed: worked out once for all who live and work in the same places with the same certificates."""
    case, known = sheet.case, sheet.tables.prepared
    forms = tuple([(name, *form.items()) for name, form in case.state_forms.items()]) if case.state_forms else ()
    key = (case.work_state, case.residence_state, case.w4.status if case.w4 else "", case.localities, forms)
    found: Placed | None = known.get(key)
    if found is None:
        apart = Sheet(PLAIN, case, sheet.tables)
        places = _places(apart)
        found = Placed(places, _at_work(apart, places), tuple(apart.notices), tuple(apart.blockers))
        if len(known) >= MOST_PREPARED:
            known.clear()
        known[key] = found
    sheet.notices += found.notices
    for blocker in found.blockers:
        if blocker not in sheet.blockers:
            sheet.blockers.append(blocker)
    return found


def _places(sheet: Sheet) -> tuple[Taxing, ...]:
    """The states that withhold, then the cities the person lives or works in."""
    case, found = sheet.case, list[Taxing]()
    if sheet.tables.agreements is None:
        return ()
    places: tuple[Place, ...] = (Place(case.work_state, True),)
    if case.residence_state and case.residence_state != case.work_state:
        taxed = rules.taxed_where(case.work_state, case.residence_state, sheet.tables.agreements, case.state_forms)
        places = taxed.places
        for note in taxed.notices:
            sheet.notice("states", note)
    for place in places:
        tables = _tables(sheet, place.state)
        if tables is None:
            continue
        form = case.state_forms.get(place.state, NOTHING)
        missing = rules.certificate_missing(tables, form)
        if missing:
            sheet.notice("no_state_certificate", missing)
        _unknown_locals(sheet, tables, form, place.resident)
        form = rules.counted(tables, form, case.w4.status if case.w4 else "single")
        if not tables.taxes_wages:
            rules.check_entries(tables, case.frequency, form)
        found.append(Taxing(place, tables, form))
    for city in dict.fromkeys((*case.localities, *(name for name in case.state_forms if "-" in name))):
        tables = _tables(sheet, city)
        if tables is None:
            continue
        form = case.state_forms.get(city) or case.state_forms.get(city[:2], NOTHING)
        outside = (case.residence_state or case.work_state) != city[:2]
        if not outside and not (tables.taxes_nonresidents and rules.lives_elsewhere(case.state_forms, city)):
            found.append(Taxing(Place(city, True), tables, form))
        elif _works_in(sheet, city, tables):
            found.append(Taxing(Place(city, False), tables, form))
    return tuple(found)


def _works_in(sheet: Sheet, city: str, tables: StateTables) -> bool:
    """Whether a city taxes someone who lives elsewhere as working there; what it does else is said, and blocks where a tax is
    owed that is not in the tables."""
    if sheet.case.work_state != city[:2]:
        sheet.notice("local_tax", f"{city} taxes who lives or works there: nothing is withheld for it.")
    elif tables.taxes_nonresidents:
        return True
    elif city in TAXES_NONRESIDENTS:
        sentence = f"{city} also taxes people who live elsewhere, and that tax is not in the tables."
        sheet.block("no_local_tables", sentence, REMEDY)
    else:
        sheet.notice("local_tax", f"{city} taxes its residents only: nothing is withheld for it.")
    return False


def _at_work(sheet: Sheet, places: tuple[Taxing, ...]) -> Taxing | None:
    """The work state where it withholds nothing itself by an agreement: its local taxes are owed all the same, but where the agreement
    is about them too."""
    case, agreements = sheet.case, sheet.tables.agreements
    if not places or any(one.place.state == case.work_state for one in places):
        return None
    tables, form = _tables(sheet, case.work_state), case.state_forms.get(case.work_state, NOTHING)
    if tables is None:
        return None
    agreement = agreements.between(case.work_state, case.residence_state) if agreements is not None else None
    if agreement is not None and case.residence_state in agreement.local_too:
        if rules.has_local(tables, form):
            whose = f"of people who live in {case.residence_state}"
            sheet.notice(
                "local_tax",
                f"{tables.name} withholds no local tax {whose} ({agreement.form}): the rate on the certificate is not used.",
            )
        return None
    _unknown_locals(sheet, tables, form, False)
    return Taxing(Place(case.work_state, False), tables, form)


def _unknown_locals(sheet: Sheet, tables: StateTables, form: Mapping[str, str], resident: bool) -> None:
    """What keeps the check from being paid, or is said, because a local tax is not known."""
    for blocker in rules.local_blockers(tables, form, resident):
        sheet.blockers.append(blocker)
    for note in rules.local_notices(tables, form):
        sheet.notice("local_tax", note)


def _tables(sheet: Sheet, state: str) -> StateTables | None:
    """A jurisdiction's tables, or a blocker that says that there are none."""
    known = sheet.tables.prepared
    held: StateTables | None = known.get(state)
    if held is not None:
        return held
    try:
        held = known[state] = sheet.tables.state(state)
        return held
    except RuleBroken as broken:
        sheet.block("no_state_tables" if len(state) == 2 else "no_local_tables", str(broken), REMEDY)
        return None


def _lowering(before_tax: Iterable[Asked], state: str) -> list[Decimal]:
    return [one.figure for one in before_tax if one.lowers.in_state(state)]


def _contributed(sheet: Sheet, before_tax: list[Asked], insured: Decimal) -> tuple[Contribution, ...]:
    """What the work state's contributions are: on wages as for unemployment tax, but for the state's own exceptions."""
    case, kit, state = sheet.case, sheet.kit, sheet.case.work_state
    tables = _tables(sheet, state)
    if tables is None or not tables.contributions:
        return ()
    lower = [one.figure for one in before_tax if one.lowers.futa and state not in one.lowers.but]
    wages = kit.less(f"Wages for contributions in {state}" if kit.traces else "", insured, *lower)
    rates = case.company_rates.get(state, {})
    told = _unrated(tables, tuple(rates))
    if told:
        sheet.notice("company_rate_missing", told)
    form = case.state_forms.get(state, NOTHING)
    asking = ContributionCase(wages, case.frequency, form, _hours(sheet), case.year_to_date, rates, case.pay_date)
    try:
        return rules.contributions(kit, tables, asking)
    except RuleBroken as broken:
        if broken.field not in MISSING:
            raise
        sheet.block("no_contribution_table", str(broken), REMEDY)
        return ()


@lru_cache(maxsize=1024)
def _unrated(tables: StateTables, rated: tuple[str, ...]) -> str:
    """What is said of the employer's contributions that have no rate of the company; `` where all have one."""
    missing = ", ".join(rules.rates_missing(tables, dict.fromkeys(rated, ZERO)))
    if not missing:
        return ""
    return f"{tables.state}: the employer's {missing} is not computed: the company's rate is not given, or its base not known."


def _hours(sheet: Sheet) -> Decimal | None:
    """Hours of the check, None where regular pay comes without hours."""
    total = ZERO
    for one in sheet.case.earnings:
        if one.hours is not None and one.kind not in NEITHER:
            total += one.hours
        elif one.kind is _REGULAR and one.cents:
            return None
    return total


def contributions(served: Served, found: InStates) -> None:
    """Add the lines of contributions of the employee."""
    for one in found.contributions:
        if not one.employer and (one.cents or one.wages):
            basis = served.kit.dollars(one.wages)
            served.take(Part.CONTRIBUTION, one.code, one.name, one.figure, basis, one.rate, one.state)


def employer(sheet: Sheet, found: InStates) -> None:
    """Add the lines of contributions of the employer."""
    for one in found.contributions:
        if one.employer and one.cents:
            basis = sheet.kit.dollars(one.wages)
            sheet.add(Part.EMPLOYER, one.code, f"{one.name}, employer", one.figure, basis, one.rate, one.state)


def income_taxes(served: Served, found: InStates, federal: Decimal, fica: Decimal) -> None:
    """Add the lines of income tax of states and cities, and of local taxes by the rate on a certificate."""
    sheet, work = served.sheet, None
    for taxing in found.places:
        if not taxing.tables.taxes_wages:
            continue
        try:
            tax, wages = _tax(sheet, taxing, found, federal, fica)
        except RuleBroken as broken:
            if broken.field not in MISSING:
                raise
            sheet.block("no_state_tables", str(broken), REMEDY)
            continue
        if taxing.place.less_work_state and work is not None:
            tax = sheet.kit.less(f"{taxing.tables.name} income tax above the work state's", tax, work)
        code = f"{taxing.tables.state}_income_tax"
        taken = served.take(Part.TAX, code, f"{taxing.tables.name} income tax", tax, wages, None, taxing.tables.state)
        work = taken if work is None else work
        _local(served, taxing, found, wages)
    if found.at_work is not None:
        state = found.at_work.tables.state
        wages = _base(sheet.kit, state, found.income.whole, _lowering(found.before_tax, state))
        _local(served, found.at_work, found, wages, alone=True)


def _local(served: Served, taxing: Taxing, found: InStates, wages: Decimal, alone: bool = False) -> None:
    sheet, tables = served.sheet, taxing.tables
    if not rules.has_local(tables, taxing.form):
        return
    wages = _local_wages(tables, found, wages)
    asking = StateCase(wages, sheet.case.frequency, taxing.form, resident=taxing.place.resident)
    tax = rules.local_tax(sheet.kit, tables, asking, alone)
    if tax is not None:
        label = f"Local income tax in {tables.name}"
        served.take(Part.TAX, f"{tables.state}-local_income_tax", label, tax, wages, None, tables.state)


def _local_wages(tables: StateTables, found: InStates, wages: Decimal) -> Decimal:
    """The wages a local tax is owed on, as the state's table says; `wages` are those the state taxes."""
    base = tables.local.base if tables.local is not None else "state"
    if base == "medicare" and found.bases is not None:
        return found.bases.fica
    return found.income.whole if base == "all" else wages


def _tax(sheet: Sheet, taxing: Taxing, found: InStates, federal: Decimal, fica: Decimal) -> tuple[Decimal, Decimal]:
    """A jurisdiction's tax of the check, and the wages it counts on."""
    kit, case, state = sheet.kit, sheet.case, taxing.tables.state
    lower = _lowering(found.before_tax, state)
    wages = sheet.bases[state] = _base(kit, state, found.income.whole, lower)
    held = wages if found.income.withheld is found.income.whole else _base(kit, state, found.income.withheld, lower)
    asking = StateCase(
        held, case.frequency, taxing.form, federal, fica, _fica_before(sheet), case.pay_date, taxing.place.resident
    )
    if found.income.extra is None or case.supplemental is Supplemental.AGGREGATE:
        return rules.withhold(kit, taxing.tables, asking), wages
    return _with_extra(sheet, taxing, found, asking, lower), wages


def _with_extra(sheet: Sheet, taxing: Taxing, found: InStates, asking: StateCase, lower: list[Decimal]) -> Decimal:
    """The tax of a check with supplemental pay: at the state's own rate where it has one, else together with the rest."""
    kit, tables, extra = sheet.kit, taxing.tables, found.income.extra
    entry = tables.supplemental
    if entry is None or extra is None:
        return rules.withhold(kit, tables, asking)
    plain = kit.named("Pay that is not supplemental", found.income.withheld - extra)
    regular = kit.less(f"Regular wages for {tables.state}" if kit.traces else "", plain, *lower)
    special = kit.named(f"Supplemental wages for {tables.state}" if kit.traces else "", asking.wages - regular)
    federal = ZERO
    if entry.share_of_federal is not None and found.bases is not None:
        federal = on_extra(sheet, found.bases)
    parts, yearly = [], kit.bare(regular) * sheet.tables.periods.yearly[sheet.case.frequency]
    for kind, wages in _kinds(sheet, special):
        part = rules.supplemental(kit, tables, asking._replace(wages=wages, federal=federal), kind, yearly)
        if part is None:
            return rules.withhold(kit, tables, asking)
        parts.append(part)
    own = rules.withhold(kit, tables, asking._replace(wages=regular)) if regular > 0 else None
    return added(kit, f"{tables.name} income tax", [*([own] if own is not None else []), *parts], "no wages")


def _kinds(sheet: Sheet, special: Decimal) -> list[tuple[str, Decimal]]:
    """Supplemental wages by the kinds a state may tax differently: bonuses and stock options, and the rest."""
    kit, extra = sheet.kit, EarningKind.SUPPLEMENTAL
    pairs = [
        (any(word in one.code for word in _WORDS), row[3])
        for one, row in zip(sheet.case.earnings, sheet.rows, strict=False)
        if one.kind is extra
    ]
    if all(bonus for bonus, _ in pairs):
        return [(BONUS, special)]
    if not any(bonus for bonus, _ in pairs):
        return [(OTHER, special)]
    paid = added(kit, "Bonuses and stock options", [figure for bonus, figure in pairs if bonus], "there are none")
    first = kit.least("Bonuses and stock options", special, paid)
    return [(BONUS, first), (OTHER, kit.named("Other supplemental wages", special - first))]


def _base(kit: Kit, state: str, whole: Decimal, lower: list[Decimal]) -> Decimal:
    return kit.less(f"Wages for {state} income tax" if kit.traces else "", whole, *lower) if lower else whole


def _fica_before(sheet: Sheet) -> Decimal:
    """Social security and Medicare of the year before; where only wages are given, the rates on them."""
    year, rates = sheet.case.year_to_date, sheet.tables.fica
    if not year and not sheet.kit.traces:
        return ZERO
    cents = sum(year.get(f"tax:{name}", 0) for name in ("social_security", "medicare", "additional_medicare"))
    total = sheet.kit.dollars(cents)
    if not cents:
        total = rates.social_security_rate * year.get("wages:social_security", 0) / 100
        total += rates.medicare_rate * year.get("wages:medicare", 0) / 100
    return sheet.kit.given("Social security and Medicare of the year before this check", total, "balances of the year")


def wages(sheet: Sheet, found: InStates) -> None:
    """Add the wages state taxes and contributions count on."""
    for taxing in found.places:
        state = taxing.tables.state
        if taxing.tables.taxes_wages:
            base = sheet.bases.get(state)
            if base is None:
                base = _base(sheet.kit, state, found.income.whole, _lowering(found.before_tax, state))
            sheet.add(Part.WAGES, f"{state}_income_tax", f"Wages for {taxing.tables.name} income tax", base)
    seen: dict[str, Contribution] = {}
    for one in found.contributions:
        if one.wages and (one.code not in seen or seen[one.code].wages < one.wages):
            seen[one.code] = one
    for one in seen.values():
        figure = sheet.kit.given(f"Wages taxed for {one.code}", sheet.kit.dollars(one.wages), "the contribution")
        sheet.add(Part.WAGES, one.code, f"Wages for {one.name}", figure)
