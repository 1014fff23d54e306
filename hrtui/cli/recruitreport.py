"""`hrtui recruiting report`: the figures of all requisitions together, over a period."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.recruiting.overall import Share

OF = ("department", "recruiter", "template")
HEADINGS = ("", "req.", "applied", "interv.", "hired", "%", "to hire", "to fill", "late", "owed")


def add_to(doing: Any) -> None:
    """Declare it."""
    report = doing.add_parser(
        "report", help="print funnel, times, sources, reasons and offers of all requisitions together"
    )
    report.add_argument("--since", metavar="DAY", help=f"who applied from this day on (a year): {EXAMPLES}")
    report.add_argument("--until", metavar="DAY", help="who applied until this day (today)")
    for name in OF:
        report.add_argument(f"--{name}", default="", metavar="NAME", help=f"only requisitions of this {name}")
    report.add_argument("--json", action="store_true", help="print JSON")
    report.set_defaults(act=run_report)


def run_report(args: argparse.Namespace, session: Session) -> int:
    """Print the figures."""
    from hrtui.recruiting.overall import By
    from hrtui.recruiting.reporting import Narrowed, labelled, recruiting_report, summed

    ctx = session.context
    since, until = (session.day(text) if text else None for text in (args.since, args.until))
    found = recruiting_report(ctx, since, until, Narrowed(*(getattr(args, name) for name in OF)))
    if args.json:
        session.json(found)
        return 0
    session.out(f"Who applied from {found.period.start} to {found.period.end}: {', '.join(summed(found))}.")
    rows = [(each.stage, each.reached, _percent(each.through), _days(each.days), each.now) for each in found.stages]
    _table(session, rows, ("stage", "reached", "of those before", "days in it", "in it now"))
    ends = [(labelled(ctx, None, each.reason), each.side, each.count) for each in found.endings]
    _table(session, ends, ("why it ended", "side", "applications"))
    for by in By:
        shares = [(labelled(ctx, by, each.name), *_cells(each)) for each in found.shares[by]]
        _table(session, shares, (by.value, *HEADINGS[1:]))
    return 0


def _table(session: Session, rows: Sequence[Sequence[object]], headings: Sequence[str]) -> None:
    if rows:
        session.out()
        session.table(rows, headings)


def _cells(each: Share) -> tuple[object, ...]:
    return (
        each.requisitions, each.applied, each.interviewed, each.hired, _percent(each.part), _days(each.to_hire), _days(each.to_fill),
        each.late or "", each.owed or "",
    )  # fmt: skip


def _percent(part: int | None) -> str:
    return "" if part is None else f"{part} %"


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:g}"
