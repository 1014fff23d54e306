"""`hrtui benefits report enrolment|cost|ineligible`: counts, money by month, and who may not have a plan."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.cli.session import Session

BAR = 30


def add_to(doing: Any) -> None:
    """Declare the reports."""
    report = doing.add_parser("report", help="enrolment by plan and tier, cost by month, who is not eligible and why")
    report.add_argument("what", choices=("enrolment", "cost", "ineligible"), help="which report")
    report.add_argument("--plan", default="", metavar="PLAN", help="of this plan alone (ineligible)")
    report.add_argument("--on", default=None, metavar="DAY", help="as of this day (else today)")
    form = report.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")
    report.set_defaults(act=run_report)


def run_report(args: argparse.Namespace, session: Session) -> int:
    """Print the report asked for."""
    from hrtui.benefits import reports
    from hrtui.cli.answer import on_day

    ctx = on_day(session.context, args.on)
    if args.what == "ineligible":
        found = reports.ineligible(ctx, args.plan)
        rows = ((each.number, each.name, each.plan, each.why) for each in found)
        return _printed(args, session, rows, ("number", "name", "plan", "why"))
    if args.what == "cost":
        return _cost(args, session, reports.cost(ctx))
    counts = [(each.label, each.tier, each.people) for each in reports.enrolment(ctx)]
    return _printed(args, session, counts, ("plan", "tier", "people"))


def _cost(args: argparse.Namespace, session: Session, found: Sequence[Any]) -> int:
    from hrtui.money import Money

    if args.json:
        session.json(found)
        return 0
    headings = ("month", "people", "person", "employer", "unpriced", "hidden")
    rows = [
        (
            f"{each.month:%Y-%m}",
            each.people,
            Money(each.person).amount,
            Money(each.employer).amount,
            each.unpriced,
            each.hidden,
        )
        for each in found
    ]
    if args.csv:
        return _printed(args, session, rows, headings)
    most = max((each.person + each.employer for each in found), default=0) or 1
    drawn = [
        (month, people, f"{person:,.2f}", f"{employer:,.2f}", "#" * ((each.person + each.employer) * BAR // most))
        for (month, people, person, employer, *_), each in zip(rows, found, strict=True)
    ]
    session.table(drawn, ("month", "people", "person", "employer", "together"))
    missing = sum(each.unpriced for each in found)
    if missing:
        session.out(f"Note: {missing:,} elections of a month have no price: a rate or a fact is missing.")
    hidden = sum(each.hidden for each in found)
    if hidden:
        session.out(
            f"Note: {hidden:,} elections of a month are left out: their price follows pay, which your role is not shown."
        )
    return 0


def _printed(args: argparse.Namespace, session: Session, rows: Iterable[Sequence[Any]], headings: Sequence[str]) -> int:
    if args.json:
        session.json_rows(dict(zip(headings, row, strict=True)) for row in rows)
    elif args.csv:
        session.csv(rows, headings)
    else:
        session.table(rows, headings)
    return 0
