"""`hrtui audit`: read who changed and who saw what, and verify that the trail is whole."""

from __future__ import annotations

import argparse
from datetime import date

from hrtui.audit import service
from hrtui.audit.asked import Wanted, checked
from hrtui.audit.model import StoredEntry
from hrtui.cli.arguments import whole
from hrtui.cli.session import Session
from hrtui.dates import minute, parse_day
from hrtui.errors import StoreDamaged

SUMMARY = "Read the audit trail, and verify its chain."
HEADINGS = ("Entry", "When", "Who", "Action", "About", "Command", "Changes")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="log|verify")
    log = doing.add_parser("log", help="print entries, the newest first")
    log.add_argument("--limit", type=_positive, default=50, help="how many (50)")
    log.add_argument("--before", type=whole, help="only entries before this one")
    add_filter(log)
    verify = doing.add_parser("verify", help="recompute the chain; exit code 23 where an entry does not fit")
    for each in (log, verify):
        each.add_argument("--json", action="store_true", help="print JSON")


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Declare which entries are meant."""
    parser.add_argument("--subject", default="", help="only entries about this number")
    parser.add_argument("--actor", default="", metavar="LOGIN", help="only what this user did or saw")
    parser.add_argument(
        "--action", default="", metavar="WORD", help="only actions with this in them, such as pay or see_"
    )
    parser.add_argument("--since", default="", metavar="DAY", help="only from this day on")
    parser.add_argument("--until", default="", metavar="DAY", help="only until this day")
    parser.add_argument("--on", default="", metavar="DAY", help="only of this day")


def wanted_of(args: argparse.Namespace, session: Session) -> Wanted:
    """The filter as it was given; raise RuleBroken for a day that is none."""
    ctx = session.context

    def day(text: str) -> date | None:
        return parse_day(text, ctx.clock.today(), ctx.config.style.month_first) if text else None

    return checked(Wanted(args.actor, args.action.lower(), day(args.since or args.on), day(args.until or args.on)))


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the entries, or the result of walking them."""
    return _log(args, session) if args.doing == "log" else _verify(args, session)


def _log(args: argparse.Namespace, session: Session) -> int:
    entries = service.log(session.context, args.limit, args.before, args.subject, wanted_of(args, session))
    if args.json:
        session.json(entries)
    elif entries:
        session.table([_cells(stored, session.config.company.time_zone) for stored in entries], HEADINGS)
    else:
        session.out("There are no entries.")
    return 0


def _cells(stored: StoredEntry, zone: str) -> tuple[object, ...]:
    entry = stored.entry
    changes = "; ".join(f"{change.field}: {change.before or '–'} → {change.after or '–'}" for change in entry.changes)
    return (
        stored.id,
        minute(entry.at, zone),
        entry.actor,
        entry.action,
        entry.subject,
        entry.command or "",
        changes,
    )


def _verify(args: argparse.Namespace, session: Session) -> int:
    report = service.verify(session.context)
    if args.json:
        session.json(report)
    elif report.broken_at is None:
        session.out(f"{report.entries:,} entries, each covered by the next. The head is {report.head}.")
    else:
        session.out(f"Entry {report.broken_at} does not fit the one before it: it, or what stood before, was changed.")
    return 0 if report.broken_at is None else StoreDamaged.exit_code


def _positive(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 10_000:
        raise argparse.ArgumentTypeError("1 to 10000")
    return count
