"""`hrtui future`: what takes effect when, for everyone."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.people.scheduled import Scheduled

SUMMARY = "List the scheduled changes: what takes effect when."
COLUMNS = ("day", "number", "name", "kind", "action", "what", "reason", "entered_by", "entered_at")
NARROW = ("day", "number", "name", "action", "what")
PAGE = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words, the last day, and the form of the answer."""
    parser.add_argument(
        "words", nargs="*", help="words of the person, the kind (job, pay, election …), the event or the reason"
    )
    parser.add_argument("--until", metavar="DAY", help=f"up to a day: {EXAMPLES}")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the list, soonest first."""
    from hrtui.people.scheduled import scheduled_ids

    ctx = session.context
    until = session.day(args.until) if args.until else None
    keys = scheduled_ids(ctx, " ".join(args.words), until)
    if args.json:
        session.json(
            [
                {
                    "day": row.day, "number": row.number, "name": row.name, "kind": row.kind, "action": row.action,
                    "reason": row.reason, "changes": row.changes, "entered_by": row.entered_by, "entered_at": row.entered_at,
                    "command": row.command,
                }
                for row in _rows(session, keys)
            ]
        )  # fmt: skip
        return 0
    lines = (_cells(row) for row in _rows(session, keys))
    if args.csv:
        session.csv(([line[name] for name in COLUMNS] for line in lines), COLUMNS)
        return 0
    table = [[line[name] for name in NARROW] for line in lines]
    if table:
        session.table(table, NARROW)
    session.out(f"{len(table):,} scheduled." if table else f"Nothing is scheduled after {ctx.day}.")
    return 0


def _rows(session: Session, keys: Sequence[int]) -> Iterator[Scheduled]:
    from hrtui.people.scheduled import scheduled_page

    for start in range(0, len(keys), PAGE):
        yield from (row for row in scheduled_page(session.context, keys[start : start + PAGE]) if row is not None)


def _cells(row: Scheduled) -> dict[str, object]:
    what = "; ".join(f"{each.field} {each.before or '(none)'} -> {each.after or '(none)'}" for each in row.changes)
    return {
        "day": row.day.isoformat(), "number": row.number, "name": row.name, "kind": row.kind, "action": row.action,
        "what": what, "reason": row.reason, "entered_by": row.entered_by, "entered_at": row.entered_at.isoformat(),
    }  # fmt: skip
