"""`hrtui hold`: legal holds, which keep records from every disposal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Legal holds: place, widen, ask for the release, release."
NUMBER = "the hold's number, such as HOLD-001"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    listing = doing.add_parser("list", help="list the holds, the newest first")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=run_list)
    show = doing.add_parser("show", help="print a hold: its steps, and who is under it")
    show.add_argument("hold", metavar="HOLD", help=NUMBER)
    show.add_argument("--json", action="store_true", help="print JSON")
    show.set_defaults(act=run_show)
    place = doing.add_parser("place", help="place a hold")
    place.add_argument("name", metavar="NAME", help="what it is called, such as “Smith v. Acme”")
    place.add_argument("whom", nargs="*", metavar="WHO", help="the numbers of people and candidates it names")
    place.add_argument("--matter", default="", metavar="TEXT", help="the number of the matter, charge or suit")
    place.add_argument("--reason", required=True, metavar="TEXT", help="why it is placed")
    place.add_argument(
        "--query", default="", metavar="QUERY", help="and everyone this query finds today; later finds change nothing"
    )
    place.add_argument(
        "--comparator", action="append", default=[], metavar="WHO", help="somebody to compare with; may be repeated"
    )
    place.add_argument("--since", default="", metavar="DAY", help=f"since when, today unless given: {EXAMPLES}")
    place.add_argument("--json", action="store_true", help="print JSON")
    place.set_defaults(act=run_place)
    widen = doing.add_parser("widen", help="put more people or candidates under a hold")
    widen.add_argument("hold", metavar="HOLD", help=NUMBER)
    widen.add_argument("whom", nargs="+", metavar="WHO", help="the numbers of people and candidates")
    widen.add_argument("--comparators", action="store_true", help="they are there to compare with")
    widen.set_defaults(act=run_widen)
    release = doing.add_parser("release", help="ask for a hold's release, or confirm what somebody else asked for")
    release.add_argument("hold", metavar="HOLD", help=NUMBER)
    release.add_argument("--confirm", action="store_true", help="confirm the release that somebody else asked for")
    release.set_defaults(act=run_release)
    keep = doing.add_parser("keep", help="refuse the release that was asked for: the hold stands on")
    keep.add_argument("hold", metavar="HOLD", help=NUMBER)
    keep.set_defaults(act=run_keep)
    for each in (widen, release, keep):
        each.add_argument("--reason", required=True, metavar="TEXT", help="why")
        each.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Do what is asked."""
    done: int = args.act(args, session)
    return done


def run_list(args: argparse.Namespace, session: Session) -> int:
    """Print the list."""
    from hrtui.privacy.holds import holds

    found = holds(session.context)
    if args.json:
        session.json([{"state": each.state.value, "hold": each} for each in found])
        return 0
    if not found:
        session.out("There is no hold; `hrtui hold place` places one.")
        return 0
    rows = [
        (each.number, each.state.value, each.since, each.name, each.matter, each.people + each.candidates)
        for each in found
    ]
    session.table(rows, ("number", "state", "since", "name", "matter", "records"))
    return 0


def run_show(args: argparse.Namespace, session: Session) -> int:
    """Print one."""
    from hrtui.privacy.holds import hold

    found, under = hold(session.context, args.hold)
    if args.json:
        session.json({"state": found.state.value, "hold": found, "under": under})
        return 0
    session.out(f"{found.number} {found.name}: {found.state.value}, since {found.since}")
    for name, value in (("Matter", found.matter), ("Reason", found.reason), ("Query", found.query)):
        if value:
            session.out(f"  {name:<8} {value}")
    for step in found.steps:
        session.out(f"  {step.at:%Y-%m-%d %H:%M}  {step.step.value} by {step.by}: {step.reason}")
    session.table([(each.number, each.name, each.why.value) for each in under], ("number", "name", "why"))
    return 0


def run_place(args: argparse.Namespace, session: Session) -> int:
    """Place one."""
    from hrtui.privacy.holds import place
    from hrtui.privacy.model import NewHold

    since = session.day(args.since) if args.since else None
    wanted = NewHold(args.name, args.matter, args.reason, since, tuple(args.whom), args.query, tuple(args.comparator))
    return session.told(place(session.context, wanted), args.json)


def run_widen(args: argparse.Namespace, session: Session) -> int:
    """Put more under one."""
    from hrtui.privacy.holds import widen

    return session.told(
        widen(session.context, args.hold, args.whom, args.reason, comparators=args.comparators), args.json
    )


def run_release(args: argparse.Namespace, session: Session) -> int:
    """Ask for the release, or confirm it."""
    from hrtui.privacy.holds import ask_release, release

    act = release if args.confirm else ask_release
    return session.told(act(session.context, args.hold, args.reason), args.json)


def run_keep(args: argparse.Namespace, session: Session) -> int:
    """Let it stand on."""
    from hrtui.privacy.holds import keep

    return session.told(keep(session.context, args.hold, args.reason), args.json)
