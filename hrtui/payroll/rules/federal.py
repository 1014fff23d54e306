"""Federal income tax withholding: IRS Publication 15-T, Worksheet 1A (percentage method, automated payroll systems)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from hrtui.errors import RuleBroken
from hrtui.payroll.model import W4, Bracket, FederalTables, Rounding, Why
from hrtui.payroll.rules import why
from hrtui.people.model import Certificate

JURISDICTION = "US"
STATUSES = {
    "single": "single",
    "married": "married",
    "head": "head",
    "married_jointly": "married",
    "married_separately": "single",
}
AMOUNTS = ("step3", "step4a", "step4b", "step4c")
FLAGS = ("step2", "exempt", "old_w4")
_FLAG = {"yes": True, "true": True, "1": True, "": False, "no": False, "false": False, "0": False}
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Form:
    """The W-4 that counts on a day: as read, its row (None: no certificate), and a claim of exemption that has ended."""

    w4: W4 = W4()
    row: Certificate | None = None
    ended: Certificate | None = None


NO_FORM = Form()


def read_w4(entries: Mapping[str, str]) -> W4:
    """A certificate's entries as values; raises RuleBroken naming the entry that cannot be read."""
    unknown = entries.keys() - {"status", "allowances", *AMOUNTS, *FLAGS}
    if unknown:
        raise RuleBroken(f"Form W-4 has no entry “{min(unknown)}”; record the certificate again.", field=min(unknown))
    status = STATUSES.get(entries.get("status", "") or "single")
    if status is None:
        raise RuleBroken(f"Form W-4: “{entries['status']}” is not single, married or head.", field="status")
    old = _flag(entries, "old_w4")
    return W4(
        status="single" if old and status == "head" else status,
        step2=_flag(entries, "step2"),
        step3=_amount(entries, "step3"),
        step4a=_amount(entries, "step4a"),
        step4b=_amount(entries, "step4b"),
        step4c=_amount(entries, "step4c"),
        exempt=_flag(entries, "exempt"),
        old=old,
        allowances=_count(entries, "allowances"),
    )


def forms(certificates: Sequence[Certificate]) -> tuple[Form, ...]:
    """The W-4s among the certificates, read, in order."""
    return tuple(Form(read_w4(row.entries), row) for row in certificates if row.jurisdiction == JURISDICTION)


def form_on(known: Sequence[Form], day: date, exempt_ends: tuple[int, int]) -> Form:
    """The W-4 that counts on a check date: the last one, or where its exemption has ended the last valid one before it.

    Without one: single, step 2 not ticked, no entries. A claim of exemption ends on `exempt_ends` of the year after it.
    """
    ended = None
    for form in reversed(known):
        if form.row is None or form.row.effective_from > day:
            continue
        if form.w4.exempt and day > exempt_through(form.row, exempt_ends):
            ended = ended or form.row
            continue
        return form if ended is None else Form(form.w4, form.row, ended)
    return NO_FORM if ended is None else Form(ended=ended)


def exempt_through(row: Certificate, exempt_ends: tuple[int, int]) -> date:
    """The last day a claim of exemption counts."""
    return date(row.effective_from.year + 1, *exempt_ends)


def withholding(wages: int, w4: W4, periods: int, tables: FederalTables, rounding: Rounding = Rounding.CENT) -> int:
    """The tax to withhold from a check's taxable wages, in cents, rounded once."""
    if w4.exempt or wages <= 0:
        return 0
    adjusted = adjusted_wages(wages, w4, periods, tables)
    row = bracket(adjusted, w4, tables)
    tax = row.base + (adjusted - row.over) * row.rate
    return _rounded(max(_ZERO, tax - _credit(w4)) / periods + w4.step4c, rounding)


def adjusted_wages(wages: int, w4: W4, periods: int, tables: FederalTables) -> Decimal:
    """Lines 1a to 1l: the year's wages as the tables take them, in dollars."""
    annual = Decimal(wages * periods).scaleb(-2)
    if w4.old:
        return max(_ZERO, annual - w4.allowances * tables.allowance)
    return max(_ZERO, annual + w4.step4a - w4.step4b - line_1g(w4, tables))


def line_1g(w4: W4, tables: FederalTables) -> Decimal:
    """Line 1g: nothing where step 2 is ticked, else an amount by filing status."""
    if w4.step2:
        return _ZERO
    return tables.line_1g_married if w4.status == "married" else tables.line_1g_other


def bracket(adjusted: Decimal, w4: W4, tables: FederalTables) -> Bracket:
    """The row of the table the adjusted annual wages fall in."""
    rows = tables.brackets[_table(w4), w4.status]
    return next(row for row in reversed(rows) if row.over <= adjusted)


def _table(w4: W4) -> str:
    return "step2" if w4.step2 and not w4.old else "standard"


def _credit(w4: W4) -> Decimal:
    return _ZERO if w4.old else w4.step3


def _rounded(dollars: Decimal, rounding: Rounding) -> int:
    step = why.STEP[rounding]
    return int(dollars.quantize(step, rounding=ROUND_HALF_UP).scaleb(2))


def explain(
    wages: int, cents: int, gross: Why, form: Form, periods: int, tables: FederalTables, rounding: Rounding
) -> Why:
    """How the withholding of a check follows from its wages, the certificate and the tables, line by line."""
    facts = explain_form(form, tables)
    if form.w4.exempt or wages <= 0:
        if form.w4.exempt:
            return why.zero("Federal income tax", "exempt by certificate", _cited(form), facts)
        return why.zero("Federal income tax", "no wages to withhold from", "gross pay of the check", facts)
    yearly = why.leaf("Pay periods a year", periods, "Publication 15-T, table 3")
    tax = _explain_tax(_explain_adjusted(wages, gross, form, yearly, tables), wages, form, periods, tables)
    credit = _credit(form.w4)
    if credit:
        step3 = why.leaf("Step 3, credits", credit, _cited(form))
        tax = why.less("Tax of a year after credits", tax, step3)
    check = why.quotient("Tax of a check", tax, yearly, "lines 2h, 3b and 3c: not rounded in between")
    if form.w4.step4c:
        extra = why.leaf("Line 6, extra" if form.w4.old else "Step 4(c), extra", form.w4.step4c, _cited(form))
        check = why.total("Tax of a check with what was asked for", check, extra)
    return why.rounded("Federal income tax", check, cents, rounding, facts)


def explain_form(form: Form, tables: FederalTables) -> tuple[Why, ...]:
    """The certificate that counts, in words, and an exemption that has ended."""
    made = []
    if form.ended is not None:
        last = exempt_through(form.ended, tables.exempt_ends)
        made.append(why.fact("Exemption ended", f"on {last}", _row(form.ended)))
    if form.row is None:
        made.append(why.fact("Form W-4", "none on file: single, step 2 not ticked, no entries", why.law(tables.source)))
    elif form.w4.exempt:
        last = exempt_through(form.row, tables.exempt_ends)
        made.append(why.fact("Form W-4", f"exempt through {last}", _row(form.row)))
    else:
        made.append(why.fact("Form W-4", _described(form.w4), _row(form.row)))
    return tuple(made)


def _explain_adjusted(wages: int, gross: Why, form: Form, periods: Why, tables: FederalTables) -> Why:
    cited, w4 = why.law(tables.source), form.w4
    annual = why.product("Line 1c: wages of a year", gross, periods, formula="taxable wages of the check x pay periods")
    if w4.old:
        count = why.leaf("Allowances", w4.allowances, _cited(form))
        each = why.leaf("For each allowance", tables.allowance, cited)
        off = why.product("Line 1k: allowances", count, each)
        return why.less("Line 1l: adjusted annual wages", annual, off)
    if w4.step4a:
        annual = why.total("Line 1e", annual, why.leaf("Step 4(a), other income", w4.step4a, _cited(form)))
    fixed = why.leaf("Line 1g", line_1g(w4, tables), cited, "0 where step 2 is ticked, else by filing status")
    if w4.step4b:
        deductions = why.leaf("Step 4(b), deductions", w4.step4b, _cited(form))
        return why.less("Line 1i: adjusted annual wages", annual, deductions, fixed)
    return why.less("Line 1i: adjusted annual wages", annual, fixed)


def _explain_tax(adjusted: Why, wages: int, form: Form, periods: int, tables: FederalTables) -> Why:
    w4 = form.w4
    row = bracket(adjusted_wages(wages, w4, periods, tables), w4, tables)
    where = f"{_table(w4)} table, {w4.status}, row at {why.shown(row.over)}"
    cited = why.law(tables.source)
    over = why.leaf("Line 2b: row begins at", row.over, cited, where)
    base = why.leaf("Line 2c: tax up to there", row.base, cited, where)
    rate = why.leaf("Line 2d: rate above", row.rate, cited, where)
    part = why.product("Line 2f: tax above", rate, why.difference("Line 2e: wages above", adjusted, over))
    return why.total("Line 2g: tax of a year", base, part)


def _described(w4: W4) -> str:
    if w4.old:
        return f"2019 or earlier, {w4.status}, {w4.allowances} allowances"
    return f"2020 or later, {w4.status}, step 2 {'ticked' if w4.step2 else 'not ticked'}"


def _cited(form: Form) -> str:
    return _row(form.row) if form.row is not None else ""


def _row(row: Certificate) -> str:
    return why.row("Form W-4", row.effective_from, row.stamp)


def _flag(entries: Mapping[str, str], name: str) -> bool:
    value = _FLAG.get(entries.get(name, "").strip().lower())
    if value is None:
        raise _unreadable(entries, name, "yes or no")
    return value


def _amount(entries: Mapping[str, str], name: str) -> Decimal:
    try:
        value = Decimal(entries.get(name, "").strip() or "0")
    except InvalidOperation:
        raise _unreadable(entries, name, "an amount") from None
    if not value.is_finite() or value < 0 or value != value.quantize(why.CENT):
        raise _unreadable(entries, name, "an amount of whole cents, 0 or more")
    return value


def _count(entries: Mapping[str, str], name: str) -> int:
    text = entries.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise _unreadable(entries, name, "a number of allowances")
    return int(text)


def _unreadable(entries: Mapping[str, str], name: str, what: str) -> RuleBroken:
    return RuleBroken(f"Form W-4, {name}: “{entries.get(name, '')}” is not {what}; record it again.", field=name)
