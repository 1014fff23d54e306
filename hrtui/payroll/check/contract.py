"""A case as JSON: what `hrtui paycheck` reads; the field names are a contract with scripts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui.money import round_cents
from hrtui.payroll.check.reading import Fields, entry_text, object_at
from hrtui.payroll.check.refusing import InputRefused
from hrtui.payroll.check.values import (
    Case,
    Deduction,
    Earning,
    EarningKind,
    Order,
    OrderKind,
    Part,
    Supplemental,
    Treatment,
)
from hrtui.payroll.codes import Codes
from hrtui.payroll.model import W4, Rounding
from hrtui.payroll.rules.places import STATES

CASE = (
    "id", "pay_date", "frequency", "work_state", "residence_state", "federal", "state", "states", "earnings", "deductions",
    "garnishments", "ytd", "supplemental_method", "birth_date", "hsa_family", "localities", "rounding",
    "company_rates",
)  # fmt: skip
FEDERAL = (
    "w4", "filing_status", "step_2", "step_3", "step_4a", "step_4b", "step_4c", "allowances", "additional", "exempt",
    "nonresident_alien",
)  # fmt: skip
EARNING = ("code", "amount", "hours", "rate", "kind", "label", "cost_centre", "basis")
DEDUCTION = ("code", "amount", "treatment", "percent", "label", "arrears", "employer", "employer_percent")
ORDER = (
    "number", "code", "kind", "received", "amount", "percent", "balance", "supports_other", "arrears_12_weeks", "status",
    "dependents", "fee", "payee",
)  # fmt: skip
STATUSES = {
    "single": "single",
    "married": "married",
    "head": "head",
    "married_jointly": "married",
    "married_separately": "single",
    "head_of_household": "head",
}
ORDER_KINDS = {
    "support": OrderKind.SUPPORT,
    "bankruptcy": OrderKind.BANKRUPTCY,
    "levy": OrderKind.FEDERAL_LEVY,
    "federal_levy": OrderKind.FEDERAL_LEVY,
    "state_levy": OrderKind.STATE_LEVY,
    "student_loan": OrderKind.STUDENT_LOAN,
    "ordinary": OrderKind.CREDITOR,
}
YTD = {
    "gross": "wages:gross",
    "federal_wages": "wages:federal_income_tax",
    "social_security_wages": "wages:social_security",
    "medicare_wages": "wages:medicare",
    "futa_wages": "wages:futa",
    "supplemental_wages": "wages:supplemental",
    "federal_income_tax": "tax:federal_income_tax",
    "social_security": "tax:social_security",
    "medicare": "tax:medicare",
    "additional_medicare": "tax:additional_medicare",
}
_PARTS = frozenset(part.value for part in Part)


def read_case(data: object, codes: Codes) -> Case:
    """A case out of JSON; raises InputRefused naming field, value and rule."""
    case = Fields(data, "", CASE)
    pay_date = case.day("pay_date")
    if pay_date is None:
        raise InputRefused("pay_date", "", "a day, as 2026-11-20: it has to be given")
    frequency = case.needed("frequency", "a pay frequency, as biweekly: it has to be given")
    work = _state(case, "work_state")
    home = _state(case, "residence_state") or work
    if case.data.get("earnings") is None:
        raise InputRefused("earnings", "", "an array of what is paid, [] for nothing: it has to be given")
    federal = Fields(object_at(case.data, "federal"), "federal", FEDERAL)
    return Case(
        pay_date,
        frequency,
        work,
        home,
        tuple(_earning(item, at, codes) for item, at in case.rows("earnings")),
        _w4(federal),
        federal.flag("nonresident_alien"),
        _forms(case, work, home),
        tuple(_deduction(item, at, codes) for item, at in case.rows("deductions")),
        tuple(_order(item, at, case) for item, at in case.rows("garnishments")),
        _balances(case, codes),
        case.choice("supplemental_method", Supplemental, Supplemental.FLAT),
        _born(case, pay_date),
        case.flag("hsa_family"),
        tuple(_locality(entry_text(item, at), at) for item, at in case.rows("localities")),
        case.choice("rounding", Rounding, Rounding.CENT),
        _rates(case),
    )


def _rates(case: Fields) -> dict[str, dict[str, Decimal]]:
    """The company's own rates of contributions, by state and name."""
    given = object_at(case.data, "company_rates")
    made: dict[str, dict[str, Decimal]] = {}
    for state in Fields(given, "company_rates", STATES).data:
        rates = Fields(given[state], f"company_rates.{state}", given[state])
        made[state] = {name: rate for name in rates.data if (rate := rates.fraction(name)) is not None}
    return made


def _born(case: Fields, pay_date: date) -> date | None:
    born = case.day("birth_date")
    if born is not None and born > pay_date:
        raise InputRefused("birth_date", born, f"a day before the check of {pay_date}")
    return born


def _locality(name: str, at: str) -> str:
    """A city or the like, named with its state first."""
    state, _, city = name.partition("-")
    if state.upper() not in STATES or not city.strip():
        raise InputRefused(at, name, "a locality with its state first, as “NY-NYC”")
    return f"{state.upper()}-{city}"


def _jurisdiction(name: str, at: str) -> str:
    """A state by its two letters, or a locality of it."""
    return name.upper() if name.upper() in STATES else _locality(name, at)


def _state(case: Fields, name: str) -> str:
    value = case.text(name).strip().upper()
    if value and value not in STATES:
        raise InputRefused(name, case.data[name], "the two letters of a state or DC")
    return value


def _w4(federal: Fields) -> W4 | None:
    """The Form W-4, None where nothing of one is given."""
    if not federal.data.keys() - {"nonresident_alien"}:
        return None
    version = federal.text("w4", "2020")
    if version not in ("2020", "2019"):
        raise InputRefused("federal.w4", version, "2020 (2020 or later) or 2019 (2019 or earlier)")
    old, entered = version == "2019", federal.text("filing_status", "single") or "single"
    status = STATUSES.get(entered)
    if status is None:
        raise InputRefused("federal.filing_status", entered, "single, married or head")
    extra = federal.amount("step_4c") + federal.amount("additional")
    return W4(
        "single" if old and status == "head" else status,
        federal.flag("step_2"),
        federal.amount("step_3"),
        federal.amount("step_4a"),
        federal.amount("step_4b"),
        extra,
        federal.flag("exempt"),
        old,
        federal.count("allowances"),
    )


def _forms(case: Fields, work: str, home: str) -> dict[str, dict[str, str]]:
    """The certificates by jurisdiction: `state` is the one of the work state, or a form each by two letters; so is `states`."""
    made: dict[str, dict[str, str]] = {}
    for name in ("state", "states"):
        given = object_at(case.data, name)
        nested = {place: form for place, form in given.items() if isinstance(form, Mapping)}
        for place, form in nested.items():
            where = _jurisdiction(place, f"{name}.{place}")
            made.setdefault(where, {}).update(_entries(form, f"{name}.{place}"))
        flat = {entry: value for entry, value in given.items() if entry not in nested}
        if flat:
            for place in dict.fromkeys((work, home)):
                made.setdefault(place, {}).update(_entries(flat, name))
    return made


def _entries(form: Mapping[str, Any], at: str) -> dict[str, str]:
    return {name: entry_text(value, f"{at}.{name}") for name, value in form.items()}


def _earning(item: object, at: str, codes: Codes) -> Earning:
    row = Fields(item, at, EARNING)
    code = row.needed("code", "a code: it has to be given")
    known = codes.earnings.get(code)
    if known is None and not row.has("kind"):
        raise InputRefused(
            f"{at}.code", code, f"a code that is known; give its kind, or one of {_listed(codes.earnings)}"
        )
    kind = row.choice("kind", EarningKind, known.kind if known else None)
    hours, rate = row.optional("hours"), row.optional("rate")
    if row.has("amount"):
        cents = row.cents("amount")
    elif hours is not None and rate is not None:
        cents = round_cents(hours * rate * 100)
    else:
        raise InputRefused(f"{at}.amount", "", "an amount, or hours and a rate: one has to be given")
    label = row.text("label") or (known.label if known else code)
    return Earning(code, kind, cents, hours, rate, label, row.text("cost_centre"), row.text("basis"))


def _deduction(item: object, at: str, codes: Codes) -> Deduction:
    row = Fields(item, at, DEDUCTION)
    code = row.needed("code", "a code: it has to be given")
    known = codes.deductions.get(code)
    if known is None and not row.has("treatment"):
        rule = f"a code that is known; give its treatment, or one of {_listed(codes.deductions)}"
        raise InputRefused(f"{at}.code", code, rule)
    treatment = row.choice("treatment", Treatment, known.treatment if known else None)
    if not any(map(row.has, ("amount", "percent", "arrears", "employer", "employer_percent"))):
        raise InputRefused(f"{at}.amount", "", "an amount or a percent: one has to be given")
    return Deduction(
        code,
        treatment,
        row.cents("amount"),
        row.fraction("percent"),
        row.text("label") or (known.label if known else code),
        row.cents("arrears"),
        row.cents("employer"),
        row.fraction("employer_percent"),
    )


def _order(item: object, at: str, case: Fields) -> Order:
    row = Fields(item, at, ORDER)
    status = STATUSES.get(row.text("status", "single") or "single")
    if status is None:
        raise InputRefused(f"{at}.status", row.text("status"), "single, married or head")
    received = row.day("received") or case.day("pay_date")
    assert received is not None
    return Order(
        row.text("number") or row.text("code") or at.rpartition("[")[2].rstrip("]"),
        _order_kind(row),
        received,
        row.cents("amount"),
        row.fraction("percent"),
        row.cents("balance") if row.has("balance") else None,
        row.flag("supports_other"),
        row.flag("arrears_12_weeks"),
        status,
        row.count("dependents"),
        row.cents("fee"),
        row.text("payee"),
    )


def _order_kind(row: Fields) -> OrderKind:
    """What an order is for; the short names of publications are taken too."""
    known = ORDER_KINDS.get(row.text("kind"))
    return row.choice("kind", OrderKind) if known is None else known


def _balances(case: Fields, codes: Codes) -> dict[str, int]:
    """Balances of the year in cents by line key: the names of the contract, line keys, or bases within a state's letters."""
    given = object_at(case.data, "ytd")
    made: dict[str, int] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            made |= _within(name, Fields(value, f"ytd.{name}", value.keys()), codes)
            continue
        key = YTD[name] if name in YTD else str(name)
        if key.partition(":")[0] not in _PARTS or not key.partition(":")[2]:
            known = f"one of {', '.join(YTD)}, deductions, a state, or a line's key as “pre_tax:401k”"
            raise InputRefused(f"ytd.{name}", value, known)
        made[key] = Fields(given, "ytd", given.keys()).cents(name)
    return made


def _within(name: str, inner: Fields, codes: Codes) -> dict[str, int]:
    """Balances of deductions by code, or a state's: the wages a contribution is owed on, by its name."""
    if name == "deductions":
        return {f"{_deducted(code, codes)}:{code}": inner.cents(code) for code in inner.data}
    if name == "employer":
        return {f"{Part.EMPLOYER}:{code}": inner.cents(code) for code in inner.data}
    if name[:2] not in STATES or name[2:3] not in ("", "-"):
        raise InputRefused(f"ytd.{name}", "object", "deductions, employer, or the two letters of a state")
    return {_state_key(name, base): inner.cents(base) for base in inner.data}


def _state_key(state: str, base: str) -> str:
    """`UI` is the wages of that contribution; `income_tax` the tax, `income_tax_wages` its wages; a contribution with its part is itself."""
    if base == "income_tax":
        return f"tax:{state}_income_tax"
    if base in ("income_tax_wages", "wages"):
        return f"wages:{state}_income_tax"
    part, _, name = base.partition(":")
    if name and part in _PARTS:
        return f"{part}:{state} {name}"
    return f"wages:{state} {base}"


def _deducted(code: str, codes: Codes) -> Part:
    known = codes.deductions.get(code)
    after = known is not None and known.treatment in (Treatment.ROTH_401K, Treatment.AFTER_TAX)
    return Part.POST_TAX if after else Part.PRE_TAX


def _listed(codes: Mapping[str, object]) -> str:
    return ", ".join(sorted(codes))
