"""`hrtui paycheck`: one person's next paycheck with every derivation, or everyone's in short."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Compute one person's next paycheck, line by line."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose, when and in which form."""
    parser.add_argument("person", nargs="*", help="a number or a name; without one, everyone's check in short")
    add_date(parser)
    parser.add_argument("--why", action="store_true", help="show where every figure comes from")
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_date(parser: argparse.ArgumentParser) -> None:
    """Declare the day the pay date is looked for from."""
    parser.add_argument("--date", metavar="DAY", help="the first pay date on or after this day, else on or after today")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print a payslip, or the preview of the next pay date."""
    if not args.person:
        from hrtui.cli import payroll

        return payroll.show_preview(session, "", args.date, "json" if args.json else "table")
    from hrtui.cli import payslip
    from hrtui.payroll import service
    from hrtui.people.service import resolve

    ctx = session.context
    made = service.paycheck(ctx, resolve(ctx, " ".join(args.person)), asked_day(session, args.date))
    if args.json:
        session.json(payslip.as_json(made, args.why))
        return 0
    for line in payslip.payslip(made, ctx.config.style):
        session.out(line)
    if args.why:
        session.out()
        for line in payslip.trees(made, session.width):
            session.out(line)
    return 0


def asked_day(session: Session, text: str | None) -> date | None:
    """The day that was asked for; raises RuleBroken where the text is no date."""
    from hrtui.dates import parse_day

    ctx = session.context
    return None if text is None else parse_day(text, ctx.clock.today(), ctx.config.style.month_first)
