"""`hrtui payroll item` and `hrtui payroll order`: list, add, change and stop what is paid or deducted at every check."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hrtui.dates import EXAMPLES
from hrtui.errors import UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.money import Money
    from hrtui.people.model import Done

KINDS = ("item", "order")
PERSON = "the person's number, or a name that only one person has"
ORDER_KINDS = (
    "child_support", "bankruptcy_chapter_13", "federal_tax_levy", "state_tax_levy", "federal_student_loan", "creditor",
)  # fmt: skip
STATUSES = ("single", "married", "head")
_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})? ?%?", re.ASCII)


def add_arguments(doing: Any) -> None:
    """Declare `item` and `order` with what can be done to them."""
    item = doing.add_parser("item", help="standing earnings and deductions of a person: list, add, change, stop")
    _verbs(item, "item", "CODE", "an earning or deduction code, such as 401k")
    order = doing.add_parser("order", help="garnishment orders of a person: list, add, change, stop")
    _verbs(order, "order", "ORDER", "the order's number, as on the order")


def run(args: argparse.Namespace, session: Session) -> int:
    """Do it, and print the list or what was done."""
    from hrtui.access.rules import may
    from hrtui.people.service import resolve

    ctx = session.context
    number = resolve(ctx, args.person) if may(ctx.actor, "people.read") else args.person
    if args.what == "list":
        return _list(args, session, number)
    done = _RUN[args.doing, args.what](args, session, number)
    if args.doing == "item":
        from hrtui.payroll.runs.touching import with_touched

        done = with_touched(session.context, done)
    return session.told(done, args.json)


def _verbs(parser: argparse.ArgumentParser, kind: str, key: str, help: str) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="list|add|change|stop")
    for name, about in (
        ("list", "print those that count on a day"), ("add", "add one from a day on"),
        ("change", "change one from a day on; what is not given stays"), ("stop", "stop one from a day on"),
    ):  # fmt: skip
        each = what.add_parser(name, help=about)
        each.add_argument("person", metavar="NUMBER", help=PERSON)
        if name != "list":
            each.add_argument("key", metavar=key, help=help)
        each.add_argument("--on", metavar="DAY", default="today", help=f"the day it holds from: {EXAMPLES}")
        each.add_argument("--json", action="store_true", help="print JSON")
        if name in ("add", "change"):
            {"item": _item_options, "order": _order_options}[kind](each, name == "add")


def _item_options(parser: argparse.ArgumentParser, adding: bool) -> None:
    parser.add_argument("--amount", metavar="AMOUNT", help="an amount each check")
    parser.add_argument("--percent", metavar="PERCENT", help="a percentage of gross pay, such as 6; for deductions")
    parser.add_argument("--employer", metavar="AMOUNT", help="what the employer adds each check; for deductions")
    parser.add_argument("--employer-percent", metavar="PERCENT", help="what the employer adds, of gross pay")
    parser.add_argument("--note", help="a note")
    if not adding:
        parser.add_argument("--no-employer", action="store_true", help="the employer adds nothing any more")


def _order_options(parser: argparse.ArgumentParser, adding: bool) -> None:
    parser.add_argument("--kind", choices=ORDER_KINDS, required=adding, help="what it is for")
    parser.add_argument("--received", metavar="DAY", required=adding, help=f"the day it arrived: {EXAMPLES}")
    parser.add_argument("--amount", metavar="AMOUNT", help="an amount each check")
    parser.add_argument("--percent", metavar="PERCENT", help="a percentage of disposable earnings, such as 25")
    parser.add_argument("--balance", metavar="AMOUNT", help="what is still owed; without it the order has no end")
    parser.add_argument("--supports-other", action=argparse.BooleanOptionalAction, help="another family is supported")
    parser.add_argument(
        "--arrears-12-weeks", action=argparse.BooleanOptionalAction, help="support is more than twelve weeks late"
    )
    parser.add_argument("--status", choices=STATUSES, help="the filing status, for a tax levy")
    parser.add_argument("--dependents", metavar="COUNT", help="dependents, for a tax levy")
    parser.add_argument("--fee", metavar="AMOUNT", help="the fee that the employer keeps each check")
    parser.add_argument("--payee", help="who is paid")
    parser.add_argument("--note", help="a note")
    if not adding:
        parser.add_argument("--endless", action="store_true", help="the order has no balance any more")


def _list(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.errors import NotAllowed
    from hrtui.payroll.items import rules, service

    found = service.terms_of(session.context, number)
    rows = found.items if args.doing == "item" else found.orders
    if rows is None:
        raise NotAllowed(
            f"{session.context.actor.login} may not see {args.doing}s; a role grants payroll.{args.doing}s."
        )
    on = session.day(args.on)
    counting: list[Any] = list(rules.on_day(rows, on))  # type: ignore[type-var]
    later: list[Any] = list(rules.to_come(rows, on))  # type: ignore[type-var]
    if args.json:
        session.json([_plain(row) for row in counting])
        return 0
    session.table(*_table(session, args.doing, counting))
    for row in later:
        session.out(f"{row.effective_from}: {row.key} {'changes' if row.active else 'stops'}.")
    if found.earnings_hidden and args.doing == "item":
        session.out("Standing earnings are left out: pay is not shown to your roles.")
    return 0


def _table(session: Session, kind: str, rows: list[Any]) -> tuple[list[tuple[Any, ...]], tuple[str, ...]]:
    if kind == "item":
        codes = session.config.pay_codes
        labels = {name: code.label for name, code in codes.earnings.items()}
        labels |= {name: code.label for name, code in codes.deductions.items()}
        return [
            (row.code, labels.get(row.code, ""), _paid(row.amount, row.percent),
             _paid(row.employer, row.employer_percent), row.effective_from, row.note)
            for row in rows
        ], ("Code", "Label", "Each check", "Employer", "Since", "Note")  # fmt: skip
    return [
        (row.number, row.kind.value, row.received, _paid(row.amount, row.percent), _paid(row.balance, None), row.payee,
         row.effective_from)
        for row in rows
    ], ("Order", "Kind", "Received", "Each check", "Balance", "Payee", "Since")  # fmt: skip


def _paid(amount: Money | None, percent: Decimal | None) -> str:
    if percent is not None:
        return f"{(percent * 100).normalize():f} %"
    return f"{amount.amount:,.2f}" if amount is not None else ""


def _add_item(args: argparse.Namespace, session: Session, number: str) -> Done:
    from hrtui.payroll.items import service
    from hrtui.payroll.items.model import PayItem

    item = PayItem(session.day(args.on), args.key, **_given(args, session))
    return service.add_item(session.context, number, item)


def _change_item(args: argparse.Namespace, session: Session, number: str) -> Done:
    from hrtui.payroll.items import service
    from hrtui.payroll.items.model import ItemChange

    change = ItemChange(session.day(args.on), **_given(args, session), no_employer=args.no_employer)
    return service.change_item(session.context, number, args.key, change)


def _stop_item(args: argparse.Namespace, session: Session, number: str) -> Done:
    from hrtui.payroll.items import service

    return service.stop_item(session.context, number, args.key, session.day(args.on))


def _add_order(args: argparse.Namespace, session: Session, number: str) -> Done:
    from hrtui.payroll.items import service
    from hrtui.payroll.items.model import PayOrder

    order = PayOrder(session.day(args.on), args.key, **_given(args, session))
    return service.add_order(session.context, number, order)


def _change_order(args: argparse.Namespace, session: Session, number: str) -> Done:
    from hrtui.payroll.items import service
    from hrtui.payroll.items.model import OrderChange

    change = OrderChange(session.day(args.on), **_given(args, session), endless=args.endless)
    return service.change_order(session.context, number, args.key, change)


def _stop_order(args: argparse.Namespace, session: Session, number: str) -> Done:
    from hrtui.payroll.items import service

    return service.stop_order(session.context, number, args.key, session.day(args.on))


def _given(args: argparse.Namespace, session: Session) -> Mapping[str, Any]:
    """The options that were given, as the values they stand for."""
    from hrtui.money import parse_money
    from hrtui.payroll.check.values import OrderKind

    read: dict[str, Any] = {
        **dict.fromkeys(
            ("amount", "employer", "balance", "fee"),
            lambda text: parse_money(text, session.config.style, session.config.company.currency),
        ),
        **dict.fromkeys(("percent", "employer_percent"), _percent),
        "kind": OrderKind,
        "received": lambda text: session.day(text),
        "dependents": _count,
    }
    names = (*read, "supports_other", "arrears_12_weeks", "status", "payee", "note")
    typed = {name: value for name in names if (value := getattr(args, name, None)) is not None}
    return {name: read[name](value) if name in read else value for name, value in typed.items()}


def _percent(text: str) -> Decimal:
    if not _PERCENT.fullmatch(text.strip()):
        raise UsageError(f"A percentage is a number such as 6 or 6.25, not “{text}”.")
    return Decimal(text.strip().rstrip("%").strip()) / 100


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text.strip(), re.ASCII):
        raise UsageError(f"--dependents takes a whole number such as 2, not “{text}”.")
    return int(text)


def _plain(row: Any) -> dict[str, Any]:
    return {item.name: getattr(row, item.name) for item in fields(row) if item.name not in ("stamp", "active")}


_RUN = {
    ("item", "add"): _add_item,
    ("item", "change"): _change_item,
    ("item", "stop"): _stop_item,
    ("order", "add"): _add_order,
    ("order", "change"): _change_order,
    ("order", "stop"): _stop_order,
}
