"""What holds for pay items and garnishment orders: what may be entered, what counts on a day, what a change makes of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.errors import NotFound, RuleBroken
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.codes import Codes
from hrtui.payroll.items.model import ItemChange, OrderChange, PayItem, PayOrder
from hrtui.payroll.kinds import Takes
from hrtui.people import checks
from hrtui.people.rules import in_force, is_live, live, order
from hrtui.text import listed

Row = TypeVar("Row", PayItem, PayOrder)
NOUN: dict[type, str] = {PayItem: "pay item", PayOrder: "garnishment order"}
TAKES_ALL = (OrderKind.FEDERAL_LEVY, OrderKind.STATE_LEVY)  # a levy takes all that is not exempt
STATUSES = ("single", "married", "head")
MOST_DEPENDENTS = 30
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_ -]{0,39}", re.ASCII)


def is_earning(item: PayItem, codes: Codes) -> bool:
    """Whether an item is paid; a name that both an earning and a deduction bear is the deduction's."""
    return item.code not in codes.deductions and item.code in codes.earnings


def checked_item(item: PayItem, codes: Codes, today: date, currency: str) -> PayItem:
    """A pay item as it may be stored; raise RuleBroken, naming the field, where it may not."""
    checks.day(item.effective_from, "effective_from", today)
    if item.code not in codes.deductions and item.code not in codes.earnings:
        known = listed(sorted({*codes.deductions, *codes.earnings}))
        raise RuleBroken(f"There is no code “{item.code}”; there is {known}.", "code")
    one_of(item.amount, item.percent)
    for name in ("amount", "employer"):
        _above_zero(getattr(item, name), name, currency)
    for name in ("percent", "employer_percent"):
        _fraction(getattr(item, name), name)
    if is_earning(item, codes):
        code = codes.earning(item.code)
        if code.takes is Takes.HOURS:
            raise RuleBroken(
                f"{code.label} is paid by the hour; its hours are entered with each run, not as a pay item.", "code"
            )
        if item.percent is not None:
            raise RuleBroken("A standing earning is an amount each check, not a percentage.", "percent")
        if item.employer is not None or item.employer_percent is not None:
            raise RuleBroken("The employer adds to deductions only; leave it empty for an earning.", "employer")
    if item.employer is not None and item.employer_percent is not None:
        raise RuleBroken("The employer adds an amount or a percentage, not both.", "employer")
    return replace(item, note=checks.text(item.note, "note"))


def checked_order(given: PayOrder, today: date, currency: str) -> PayOrder:
    """A garnishment order as it may be stored; raise RuleBroken, naming the field, where it may not."""
    checks.day(given.effective_from, "effective_from", today)
    number = checks.text(given.number, "number")
    if not _NUMBER.fullmatch(number):
        raise RuleBroken(
            "An order's number has letters, digits, spaces, . / _ or -, at most 40, as on the given.", "number"
        )
    if given.received > today:
        raise RuleBroken(f"received: {given.received} is still to come; enter the day the order arrived.", "received")
    if given.kind not in TAKES_ALL or given.amount is not None or given.percent is not None:
        one_of(given.amount, given.percent)
    for name in ("amount", "balance", "fee"):
        _above_zero(getattr(given, name), name, currency)
    _fraction(given.percent, "percent")
    if given.status not in STATUSES:
        raise RuleBroken(f"The filing status is {listed(STATUSES)}.", "status")
    if not 0 <= given.dependents <= MOST_DEPENDENTS:
        raise RuleBroken(f"Dependents are a whole number from 0 to {MOST_DEPENDENTS}.", "dependents")
    return replace(given, number=number, payee=checks.text(given.payee, "payee"), note=checks.text(given.note, "note"))


def one_of(amount: Money | None, percent: Decimal | None) -> None:
    """Raise RuleBroken unless exactly one of an amount and a percentage is given."""
    if (amount is None) == (percent is None):
        many = "both are given" if amount is not None else "neither is given"
        raise RuleBroken(f"An amount each check or a percentage is needed, and {many}; enter one of them.", "amount")


def _above_zero(amount: Money | None, name: str, currency: str) -> None:
    if amount is None:
        return
    if amount.currency != currency:
        raise RuleBroken(f"Amounts are in {currency} here, not {amount.currency}; convert it first.", name)
    if amount.cents <= 0:
        raise RuleBroken(
            f"{checks.spoken(name)}: {amount.amount} is not above 0; enter an amount, or leave it empty.", name
        )


def _fraction(percent: Decimal | None, name: str) -> None:
    if percent is None:
        return
    if not percent.is_finite() or not 0 < percent <= 1:
        raise RuleBroken(f"{checks.spoken(name)} is more than 0 and at most 100, such as 6.", name)
    if percent != round(percent, 6):
        raise RuleBroken(f"{checks.spoken(name)} has at most four decimals, such as 6.25.", name)


def on_day(rows: Iterable[Row], on: date) -> list[Row]:
    """The rows that count on a day, in the order of their codes or numbers; stopped ones are left out."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.effective_from > on or (row.stamp is not None and not is_live(row)):
            continue
        key = row.key
        held = found.get(key)
        if held is None or order(held) <= order(row):
            found[key] = row
    return [found[key] for key in sorted(found) if found[key].active]


def to_come(rows: Iterable[Row], on: date) -> list[Row]:
    """The rows that take effect after a day, oldest first."""
    return [row for row in live(rows) if row.effective_from > on]


def added(rows: Sequence[Row], row: Row) -> Row:
    """A row that may be added; raise RuleBroken where one with its code or number counts that day or later."""
    now = in_force([each for each in rows if each.key == row.key], row.effective_from)
    later = [each for each in to_come(rows, row.effective_from) if each.key == row.key]
    held = now if now is not None and now.active else next((each for each in later if each.active), None)
    if held is not None:
        noun = NOUN[type(row)]
        raise RuleBroken(
            f"There is a {noun} {row.key} from {held.effective_from} already; change it, or stop it first.",
            "effective_from",
        )
    return replace(row, active=True, stamp=None)


def counting(rows: Sequence[Row], kind: type[Row], key: str, on: date) -> Row:
    """The row of a code or number as it counts on a day; raise NotFound for none, RuleBroken where it does not count then."""
    own = [row for row in rows if row.key == key]
    if not live(own):
        held = listed(sorted({row.key for row in rows})) if rows else "none"
        raise NotFound(f"This person has no {NOUN[kind]} “{key}”; there is {held}.")
    now = in_force(own, on)
    if now is None:
        first = live(own)[0].effective_from
        raise RuleBroken(f"That {NOUN[kind]} counts from {first}; choose that day or later.", "effective_from")
    if not now.active:
        raise RuleBroken(f"{key} was stopped on {now.effective_from}; add it anew.", "effective_from")
    return now


def changed_item(rows: Sequence[PayItem], code: str, change: ItemChange) -> tuple[PayItem, PayItem]:
    """The item in force on the day of a change, and what the change makes of it; raise RuleBroken where nothing changes."""
    before = counting(rows, PayItem, code, change.effective_from)
    given = _given(change)
    if change.no_employer:
        given |= {"employer": None, "employer_percent": None}
    elif "employer" in given or "employer_percent" in given:
        given = {"employer": None, "employer_percent": None} | given
    return before, _made(before, _one_way(given), change.effective_from)


def changed_order(rows: Sequence[PayOrder], number: str, change: OrderChange) -> tuple[PayOrder, PayOrder]:
    """The order in force on the day of a change, and what the change makes of it; raise RuleBroken where nothing changes."""
    before = counting(rows, PayOrder, number, change.effective_from)
    given = _given(change)
    if change.endless:
        given["balance"] = None
    return before, _made(before, _one_way(given), change.effective_from)


def _given(change: ItemChange | OrderChange) -> dict[str, Any]:
    skipped = ("effective_from", "no_employer", "endless")
    return {
        item.name: value
        for item in fields(change)
        if item.name not in skipped and (value := getattr(change, item.name)) is not None
    }


def _one_way(given: dict[str, Any]) -> dict[str, Any]:
    """What is given, an amount in the place of a percentage and the other way round."""
    return {"amount": None, "percent": None} | given if {"amount", "percent"} & given.keys() else given


def _made(before: Row, given: dict[str, Any], on: date) -> Row:
    wanted: Row = replace(before, **given)
    if wanted == before:
        raise RuleBroken("Nothing changes: every value is as it is already; change one, or leave the form.")
    return replace(wanted, effective_from=on, stamp=None)


def stopped(rows: Sequence[Row], kind: type[Row], key: str, on: date) -> tuple[Row, Row, list[Row]]:
    """The row in force on a day, the row that stops it from then on, and the later rows that no longer happen."""
    before = counting(rows, kind, key, on)
    later = [row for row in to_come(rows, on) if row.key == key]
    return before, replace(before, effective_from=on, active=False, stamp=None), later


def trail(before: Row | None, after: Row) -> list[Change]:
    """The changes as the audit trail writes them: `item.401k.amount`, before and after."""
    root = "item" if isinstance(after, PayItem) else "order"
    own = ("active", "code") if isinstance(after, PayItem) else ("active", "number")
    found = [each for each in differences(before, after) if each.field not in own]
    if not after.active:
        found.append(Change("stopped", "", "yes"))
    return [Change(f"{root}.{after.key}.{each.field}", each.before, each.after) for each in found]
