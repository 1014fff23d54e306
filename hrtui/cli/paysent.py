"""`hrtui payroll sent`: which deposits are made and returns filed, and noting or taking back that one was."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.cli.paycheck import asked_day
from hrtui.cli.paywords import cents_of, money, text

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.payroll.filing.model import YearItem


def sent(args: argparse.Namespace, session: Session) -> int:
    """List a year's deposits and returns, or note one as sent, or take that back."""
    from hrtui.payroll.filing import marks, service

    ctx, year = session.context, args.year or session.context.day.year
    if not args.key:
        return _list(args, session, service.overview(ctx, year).items)
    if args.undo:
        made = marks.unmark(ctx, year, args.key)
        sentence = f"{made.title} ({made.key}) is not noted as sent any more."
    else:
        cents = cents_of(args.amount, session) if args.amount else None
        on = asked_day(session, args.on) or ctx.clock.today()
        made = marks.mark(ctx, year, args.key, on, cents, args.confirmation)
        sentence = f"{made.title} ({made.key}) is {marks.verb_of(made)}: {_said(made, session)}."
    if args.json:
        session.json(item_json(made, session))
    else:
        session.out(sentence)
    return 0


def _list(args: argparse.Namespace, session: Session, items: Any) -> int:
    if args.json:
        session.json([item_json(each, session) for each in items])
        return 0
    from hrtui.payroll.filing.model import standing

    style, today = session.config.style, session.context.day
    rows = [
        (each.key, each.due or "", "" if each.cents is None else money(each.cents, style), standing(each, today), each.mark.on if each.mark else "")
        for each in items
    ]  # fmt: skip
    session.table(rows, ("Name", "Due", "Amount", "Standing", "Sent"))
    return 0


def _said(item: YearItem, session: Session) -> str:
    mark = item.mark
    if mark is None:
        return ""
    number = f", confirmation {mark.confirmation}" if mark.confirmation else ""
    short = f"; {money(item.short, session.config.style)} less than is owed" if item.short else ""
    return f"{money(mark.cents, session.config.style)} on {mark.on}{number}{short}"


def item_json(item: YearItem, session: Session) -> dict[str, Any]:
    """A deposit or return with where it stands, as JSON shows it."""
    from hrtui.payroll.filing.model import standing

    mark = item.mark
    made = None if mark is None else {
        "on": mark.on, "amount": text(mark.cents), "confirmation": mark.confirmation, "by": mark.by, "at": mark.at,
    }  # fmt: skip
    return {
        "key": item.key, "title": item.title, "due": item.due, "amount": None if item.cents is None else text(item.cents),
        "standing": standing(item, session.context.day), "sent": made,
    }  # fmt: skip
