"""`hrtui turnover`: joiners, leavers and turnover by month."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

from hrtui.cli.arguments import whole

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Joiners, leavers and turnover by month."
HEADINGS = ("month", "opening", "joined", "left", "voluntary", "involuntary", "closing")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the last day, how many months, and the form of the answer."""
    parser.add_argument("--on", default="", metavar="DAY", help="the last day (else today)")
    parser.add_argument(
        "--months", type=whole, default=12, metavar="N", help="how many months, the last one included (12)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the months, and turnover over all of them."""
    from hrtui.people import movement

    ctx = session.context
    day = session.day(args.on) if args.on else ctx.day
    made = movement.moved(ctx, day, args.months)
    rows = [tuple(asdict(month).values()) for month in made.months]
    if args.json:
        session.json(made)
    elif args.csv:
        session.csv(rows, HEADINGS)
    else:
        session.table(rows, HEADINGS)
        turn = made.turnover
        session.out(
            f"Turnover {turn.first} to {turn.last}: {turn.separations:,} of {turn.average} on average, {_said(turn.rate)}; "
            f"voluntary {_said(turn.voluntary_rate)}, involuntary {_said(turn.involuntary_rate)}."
        )
    return 0


def _said(rate: Decimal | None) -> str:
    return "unknown" if rate is None else f"{rate} %"
