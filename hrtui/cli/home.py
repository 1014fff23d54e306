"""`hrtui home`: what needs the user today, and the numbers of the home screen."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from hrtui.attention.model import Kind
from hrtui.cli.headcount import counted

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Say what needs you today, and how many people there are."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of the answer, and the list that may be asked for."""
    parser.add_argument("--due", choices=[kind.value for kind in Kind], help="print the people behind a line instead")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the lines, or the list behind one."""
    return _due(Kind(args.due), args.json, session) if args.due else _home(args.json, session)


def _home(as_json: bool, session: Session) -> int:
    from hrtui.access.rules import may
    from hrtui.attention import service
    from hrtui.people import movement

    ctx = session.context
    notices = service.notices(ctx)
    made = movement.moved(ctx) if may(ctx.actor, "people.read") else None
    if as_json:
        months = made.months if made else ()
        session.json({"notices": notices, "months": months, "turnover": made.turnover if made else None})
        return 0
    for notice in notices:
        session.out(f"{'!' if notice.warning else '-'} {notice.sentence}")
    if not notices:
        session.out("Nothing needs you today.")
    if made:
        month = made.months[-1]
        session.out(f"{counted(month.closing)}; {month.joined:,} joined and {month.left:,} left this month.")
    return 0


def _due(kind: Kind, as_json: bool, session: Session) -> int:
    from hrtui.attention import rules, service

    found = service.due(session.context, kind)
    rows = [(_day(kind, row.day), row.number, row.name, row.department, row.what) for row in found.rows]
    if as_json:
        names = ("day", "number", "name", "department", "what")
        session.json({"kind": kind, "count": found.count, "rows": [dict(zip(names, row, strict=True)) for row in rows]})
        return 0
    session.out(f"{rules.title(kind, session.context.config.home.ahead)}: {found.count:,}")
    if rows:
        session.table([[cell or "" for cell in row] for row in rows], ("day", "number", "name", "department", "what"))
    return 0


def _day(kind: Kind, day: object) -> str | None:
    from datetime import date

    from hrtui.attention.rules import month_and_day

    if not isinstance(day, date):
        return None
    return month_and_day(day) if kind is Kind.BIRTHDAYS else day.isoformat()
