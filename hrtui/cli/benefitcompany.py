"""`hrtui benefits oe open|status|finalise` and `hrtui benefits due`: what is done for the whole company."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.benefits.service import CompanyDone
    from hrtui.cli.session import Session

DUE_KINDS = ("new_hire", "window", "leaver", "age_out", "cobra")


def add_to(doing: Any) -> None:
    """Declare them."""
    company = doing.add_parser("oe", help="the open enrolment of the company: open, status, finalise")
    what = company.add_subparsers(dest="what", required=True, metavar="open|status|finalise")
    for name, help_, act in (
        ("open", "open and prepare an event for everyone employed then, as one command", run_open),
        ("status", "print who has started and who has not", run_status),
        ("finalise", "finalise all that can be, as one command; those with errors are left", run_finalise),
    ):
        each = what.add_parser(name, help=help_)
        each.add_argument("day", metavar="DAY", help=f"the first day of the plan year: {EXAMPLES}")
        if name == "open":
            each.add_argument("--last-day", metavar="DAY", required=True, help="the last day to choose")
        if name == "status":
            each.add_argument("--waiting", action="store_true", help="list those who have chosen nothing yet")
        each.add_argument("--json", action="store_true", help="print JSON")
        each.set_defaults(act=act)
    due = doing.add_parser("due", help="list what benefits owe to what happened, or carry it out as one command")
    due.add_argument("--kind", choices=DUE_KINDS, action="append", default=[], help="of this kind only")
    due.add_argument("--ahead", type=int, default=0, metavar="DAYS", help="list what comes in so many days, too")
    due.add_argument("--do", action="store_true", help="carry out what is due by today")
    due.add_argument("--json", action="store_true", help="print JSON")
    due.set_defaults(act=run_due)


def run_open(args: argparse.Namespace, session: Session) -> int:
    """Open the open enrolment."""
    from hrtui.benefits.service import open_company

    done = open_company(session.context, session.day(args.day), session.day(args.last_day))
    return _told(done, args, session)


def run_finalise(args: argparse.Namespace, session: Session) -> int:
    """Finalise the open enrolment."""
    from hrtui.benefits.service import finalise_all

    return _told(finalise_all(session.context, session.day(args.day)), args, session)


def _told(done: CompanyDone, args: argparse.Namespace, session: Session) -> int:
    session.told(done, args.json)
    if not args.json and done.left:
        session.table(
            [(each.number, each.name, each.event, each.why) for each in done.left],
            ("number", "name", "event", "left because"),
        )
        if done.left_count > len(done.left):
            session.out(f"{done.left_count - len(done.left)} more.")
    return 0


def run_status(args: argparse.Namespace, session: Session) -> int:
    """Print how far the open enrolment is."""
    from hrtui.benefits.events import SPOKEN
    from hrtui.benefits.model import EventKind, EventState
    from hrtui.benefits.service import queue, queue_page, status

    day = session.day(args.day)
    found = status(session.context, day)
    ids = queue(session.context, "", (EventState.OPEN, EventState.PREPARED), (EventKind.OPEN_ENROLMENT,), day)
    lines = [each for each in queue_page(session.context, ids[:500]) if each is not None] if args.waiting else []
    if args.json:
        session.json({
            "day": found.day, "last_day": found.last_day, "days_left": found.days_left, "total": found.total,
            "started": found.started, "not_started": found.not_started,
            "counts": {state.value: count for state, count in found.counts.items()},
            "waiting": [{"number": each.number, "name": each.name, "event": each.event.number} for each in lines],
        })  # fmt: skip
        return 0
    window = f"through {found.last_day} ({found.days_left} days left)" if found.last_day else "all finalised"
    session.out(f"Open enrolment from {day}, {window}: {found.started} of {found.total} have started.")
    session.table([(SPOKEN[state], count) for state, count in found.counts.items()], ("state", "events"))
    if args.waiting:
        session.table([(each.number, each.name, each.event.number) for each in lines], ("number", "name", "event"))
        if len(ids) > len(lines):
            session.out(f"{len(ids) - len(lines)} more.")
    return 0


def run_due(args: argparse.Namespace, session: Session) -> int:
    """List what is due, or carry it out."""
    from hrtui.benefits.service import DueKind, carry_out, due

    kinds = tuple(DueKind(name) for name in args.kind) or tuple(DueKind)
    if args.do:
        return session.told(carry_out(session.context, kinds), args.json)
    found = due(session.context, kinds, ahead=max(0, args.ahead))
    if args.json:
        names = ("kind", "number", "name", "day", "sentence", "event", "blocked")
        session.json([{name: getattr(each, name) for name in names} for each in found])
        return 0
    if not found:
        session.out("Nothing is due.")
        return 0
    for each in found:
        blocked = f" (not by itself: {each.blocked})" if each.blocked else ""
        session.out(f"{each.day}  {each.number}  {each.name}: {each.sentence}{blocked}")
    return 0
