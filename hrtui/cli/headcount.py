"""`hrtui headcount`: people employed on a day, in all or by group."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from hrtui.people.movement import GROUPS

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Count people as of a day, by department, location, type or status."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the day, the groups and the form of the answer."""
    parser.add_argument("--on", default="", metavar="DAY", help="the day (else today)")
    parser.add_argument("--by", choices=GROUPS, default="", help="count by this")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the counts, the largest first, and full-time equivalents."""
    from hrtui.people import movement

    ctx = session.context
    day = session.day(args.on) if args.on else ctx.day
    found = movement.headcount(ctx, day, args.by)
    headings = (args.by or "day", "people", "fte")
    rows = [(each.name if args.by else day.isoformat(), each.count, f"{each.fte:.2f}") for each in found]
    if args.json:
        session.json({"on": day, "by": args.by, "people": sum(each.count for each in found), "groups": [
            {"name": each.name, "people": each.count, "fte": f"{each.fte:.2f}"} for each in found if args.by
        ]})  # fmt: skip
    elif args.csv:
        session.csv(rows, headings)
    elif rows:
        session.table(rows, headings)
        session.out(f"{counted(sum(each.count for each in found))} on {day}.")
    else:
        session.out(f"Nobody was employed on {day}.")
    return 0


def counted(people: int) -> str:
    """How many people, in words."""
    return "1 person" if people == 1 else f"{people:,} people"
