"""What the employer adds to a check's deductions: a match or a fixed amount, within the limits of law."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from hrtui.payroll.check.plans import DEFERRALS, Asked, catch_up_of, in_plan, limit_of
from hrtui.payroll.check.sheet import CASE, Sheet
from hrtui.payroll.check.values import Part, Treatment
from hrtui.payroll.kit import ZERO

_EMPLOYER = Part.EMPLOYER
_HSA, _457B = Treatment.HSA, Treatment.GOVERNMENTAL_457B


def additions(sheet: Sheet, asked: list[Asked], gross: Decimal) -> None:
    """Add a line for each deduction the employer adds to."""
    for one in asked:
        if sheet.kit.any(one.item.employer) or one.item.employer_percent is not None:
            _add(sheet, one, gross)


def _add(sheet: Sheet, one: Asked, gross: Decimal) -> None:
    kit, item = sheet.kit, one.item
    label = employer_label(item.label or item.code)
    figure = kit.given(label, kit.dollars(item.employer), CASE)
    if item.employer_percent is not None:
        pay = _compensation(sheet, gross) if item.treatment in DEFERRALS else gross
        part = kit.rounded(label, kit.given("Fraction of gross pay", item.employer_percent, CASE) * pay)
        figure = kit.named(label, figure + part) if kit.any(item.employer) else part
    room = _room(sheet, one)
    if room is not None and figure > room:
        sheet.notice("limit_reached", f"{label}: {figure:,.2f} is asked for and {room:,.2f} is left under the limit.")
        figure = kit.least(label, figure, room, formula="not above the limit of the plan")
    if kit.any(figure):
        sheet.add_some(_EMPLOYER, item.code, label, kit.named(label, figure), gross, item.employer_percent)


@lru_cache(maxsize=1024)
def employer_label(label: str) -> str:
    """What the line of the employer's part of a deduction is called."""
    return f"{label}, employer"


def _compensation(sheet: Sheet, gross: Decimal) -> Decimal:
    """Gross pay below the compensation of a year that counts (26 USC 401(a)(17))."""
    kit, limits = sheet.kit, sheet.tables.limits
    most = kit.given("Compensation of a year that counts", limits.compensation, limits.source)
    return kit.least("Pay that counts", gross, kit.less("Left of it", most, sheet.before("wages:gross")))


def _room(sheet: Sheet, one: Asked) -> Decimal | None:
    """What the employer may add: to a health account the rest of its limit, to a retirement plan that of all additions."""
    item = one.item
    if item.treatment is not _HSA and item.treatment not in DEFERRALS:
        return None
    kit, limits = sheet.kit, sheet.tables.limits
    if item.treatment is _HSA:
        limit = limit_of(sheet, item)
        before = kit.given("In the plan this year before this check", kit.dollars(in_plan(sheet, one.plan)), CASE)
    elif item.treatment is not _457B:
        most = kit.given("Limit of all additions", limits.annual_additions, limits.source)
        more = catch_up_of(sheet, item.treatment)
        limit = (
            kit.named("Limit with catch-up", most + kit.given("Catch-up", more, limits.source))
            if kit.any(more)
            else most
        )
        year = sheet.case.year_to_date
        added = sum(
            year.get(f"{Part.EMPLOYER}:{other.code}", 0)
            for other in sheet.case.deductions
            if other.treatment in DEFERRALS
        )
        before = kit.given("Added this year before this check", kit.dollars(in_plan(sheet, one.plan) + added), CASE)
    else:
        return None
    own = one.figure or ZERO
    return kit.less("Room under the limit", limit, before, *([own] if own else []))
