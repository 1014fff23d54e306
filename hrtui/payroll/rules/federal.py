"""Federal income tax withholding: IRS Publication 15-T, Worksheet 1A (percentage method, automated payroll systems)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from hrtui.errors import RuleBroken
from hrtui.payroll.kit import Kit, Row
from hrtui.payroll.model import W4, Bracket, FederalTables, Why
from hrtui.payroll.rules import why
from hrtui.people.model import Certificate
from hrtui.value import frozen

LABEL = "Federal income tax"
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
NONRESIDENT = "nonresident_alien"  # no entry of the worksheet: what is added to the wages goes by it
_FLAG = {"yes": True, "true": True, "1": True, "": False, "no": False, "false": False, "0": False}
_ZERO = Decimal(0)


@frozen
class Form:
    """The W-4 that counts on a day: as read, its row (None: no certificate), and a claim of exemption that has ended."""

    w4: W4 = W4()
    row: Certificate | None = None
    ended: Certificate | None = None


NO_FORM = Form()


def read_w4(entries: Mapping[str, str]) -> W4:
    """A certificate's entries as values; raises RuleBroken naming the entry that cannot be read."""
    unknown = entries.keys() - {"status", "allowances", NONRESIDENT, *AMOUNTS, *FLAGS}
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


def tell(kit: Kit, facts: Sequence[tuple[str, str, str]]) -> None:
    """Tell the kit facts, for the next figure it names."""
    for fact in facts:
        kit.fact(*fact)


def worksheet(
    kit: Kit,
    wages: Decimal,
    periods: Decimal,
    w4: W4,
    tables: FederalTables,
    cited: str = "",
    added: Decimal | None = None,
) -> Decimal:
    """Worksheet 1A: the tax of a check before rounding, in dollars; `added` is a nonresident alien's, a year."""
    yearly = kit.given("Pay periods a year", periods, "Publication 15-T, table 3")
    tax = _tax(kit, _adjusted(kit, wages, yearly, w4, tables, cited, added), w4, tables)
    if w4.step3 and not w4.old:
        tax = kit.less("Tax of a year after credits", tax, kit.given("Step 3, credits", w4.step3, cited))
    check = kit.named("Tax of a check", tax / yearly, "lines 2h, 3b and 3c: not rounded in between")
    if w4.step4c:
        extra = kit.given("Line 6, extra" if w4.old else "Step 4(c), extra", w4.step4c, cited)
        check = kit.named("Tax of a check with what was asked for", check + extra)
    return check


def _adjusted(
    kit: Kit, wages: Decimal, yearly: Decimal, w4: W4, tables: FederalTables, cited: str, added: Decimal | None
) -> Decimal:
    """Lines 1a to 1l: the year's wages as the tables take them, in dollars."""
    annual = kit.named("Line 1c: wages of a year", wages * yearly, "taxable wages of the check x pay periods")
    if added is not None:
        annual = kit.named("Wages of a year with the nonresident alien's addition", annual + added)
    if w4.old:
        count = kit.given("Allowances", kit.each(Decimal, w4.allowances), cited)
        each = kit.given("For each allowance", tables.allowance, tables.source)
        return kit.less("Line 1l: adjusted annual wages", annual, kit.named("Line 1k: allowances", count * each))
    if w4.step4a:
        annual = kit.named("Line 1e", annual + kit.given("Step 4(a), other income", w4.step4a, cited))
    reason = "0 where step 2 is ticked, else by filing status"
    fixed = kit.given("Line 1g", line_1g(w4, tables), tables.source, reason)
    if w4.step4b:
        deductions = kit.given("Step 4(b), deductions", w4.step4b, cited)
        return kit.less("Line 1i: adjusted annual wages", annual, deductions, fixed)
    return kit.less("Line 1i: adjusted annual wages", annual, fixed)


def line_1g(w4: W4, tables: FederalTables) -> Decimal:
    """Line 1g: nothing where step 2 is ticked, else an amount by filing status."""
    if w4.step2:
        return _ZERO
    return tables.line_1g_married if w4.status == "married" else tables.line_1g_other


def bracket(adjusted: Decimal, w4: W4, tables: FederalTables) -> Bracket:
    """The row of the table the adjusted annual wages fall in."""
    found, *rows = tables.brackets[_table(w4), "single" if w4.old and w4.status == "head" else w4.status]
    for row in rows:
        if row.over > adjusted:
            break
        found = row
    return found


def _tax(kit: Kit, adjusted: Decimal, w4: W4, tables: FederalTables) -> Decimal:
    """Lines 2a to 2g: the tax of a year by the table."""

    def find(amount: Decimal) -> Row:
        found = bracket(amount, w4, tables)
        return found.over, found.base, found.rate

    begins, up_to, above_it = kit.row(find, adjusted)
    where = f"{_table(w4)} table, {w4.status}, row at {why.shown(begins)}" if kit.traces else ""
    over = kit.given("Line 2b: row begins at", begins, tables.source, where)
    base = kit.given("Line 2c: tax up to there", up_to, tables.source, where)
    rate = kit.given("Line 2d: rate above", above_it, tables.source, where)
    above = kit.named("Line 2e: wages above", adjusted - over)
    return kit.named("Line 2g: tax of a year", base + kit.named("Line 2f: tax above", rate * above))


def _table(w4: W4) -> str:
    return "step2" if w4.step2 and not w4.old else "standard"


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
        made.append(why.fact("Form W-4", described(form.w4), _row(form.row)))
    return tuple(made)


def described(w4: W4) -> str:
    """A certificate in words."""
    if w4.old:
        return f"2019 or earlier, {w4.status}, {w4.allowances} allowances"
    return f"2020 or later, {w4.status}, step 2 {'ticked' if w4.step2 else 'not ticked'}"


def cited(form: Form) -> str:
    """The row of a certificate as a source; empty where there is none."""
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
