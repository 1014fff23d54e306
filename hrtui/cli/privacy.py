"""`hrtui privacy`: a copy of everything about one person, erasure, and disposal, each seen before it is done and done by two people."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from hrtui.cli.arguments import a_path

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.privacy.model import Erasing

SUMMARY = "Copy everything about one person; erase; dispose."
WHO = "the number of a person or candidate, such as 1042 or CAN-00042"
REQUEST = "the request's number, such as ERA-001"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    export = doing.add_parser(
        "export", help="write a copy of everything about one person or candidate: a ZIP with a cover"
    )
    export.add_argument("who", metavar="WHO", help=WHO)
    export.add_argument("--to", type=a_path, required=True, metavar="FILE", help="the new file, such as 1042.zip")
    export.set_defaults(act=run_export)
    erase = doing.add_parser(
        "erase", help="say what an erasure would do, and with --ask ask for it; somebody else does it"
    )
    erase.add_argument("who", metavar="WHO", help=WHO)
    erase.add_argument("--ask", default="", metavar="GROUND", help="ask for it, such as “Their letter of 2 March”")
    erase.set_defaults(act=run_erase)
    dispose = doing.add_parser(
        "dispose", help="list what is past its time, and with --ask ask for its disposal; somebody else does it"
    )
    dispose.add_argument("--rule", default="", metavar="NAME", help="only what is past its time by this rule")
    dispose.add_argument("--ask", default="", metavar="GROUND", help="ask for it, such as “Yearly clean-up”")
    dispose.set_defaults(act=run_dispose)
    listing = doing.add_parser("requests", help="list what was asked to be erased or disposed of, the newest first")
    listing.set_defaults(act=run_requests)
    do = doing.add_parser("do", help="do what somebody else asked for; without --yes only say what would be done")
    do.add_argument("request", metavar="REQUEST", help=REQUEST)
    do.add_argument("--yes", action="store_true", help="do it; nothing brings it back")
    do.set_defaults(act=run_do)
    refuse = doing.add_parser("refuse", help="refuse a request, or take back one's own")
    refuse.add_argument("request", metavar="REQUEST", help=REQUEST)
    refuse.add_argument("--reason", required=True, metavar="TEXT", help="why")
    refuse.set_defaults(act=run_refuse)
    identity = doing.add_parser(
        "identity", help="print the name and numbers kept sealed of somebody erased, for a tax return"
    )
    identity.add_argument("who", metavar="WHO", help="the person's number")
    identity.add_argument(
        "--reason", required=True, metavar="TEXT", help="what it is needed for; it goes into the trail"
    )
    identity.set_defaults(act=run_identity)
    for each in (export, erase, dispose, listing, do, refuse, identity):
        each.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Do what is asked."""
    done: int = args.act(args, session)
    return done


def run_export(args: argparse.Namespace, session: Session) -> int:
    """Write the copy, and say what is in it and what is left out."""
    from hrtui.privacy.exporting import export

    made = export(session.context, args.who, args.to)
    if args.json:
        session.json(made)
        return 0
    session.out(
        f"{made.file}: {sum(made.rows.values()):,} rows in {len(made.rows)} parts, {made.documents:,} documents."
    )
    for each in made.left_out:
        session.out(f"  Left out: {each}")
    return 0


def run_erase(args: argparse.Namespace, session: Session) -> int:
    """Say what an erasure would do, or ask for it."""
    from hrtui.privacy.disposing import ask_erasure
    from hrtui.privacy.erasing import plan

    if args.ask:
        return session.told(ask_erasure(session.context, args.who, args.ask), args.json)
    planned = plan(session.context, args.who)
    if args.json:
        session.json(planned)
    else:
        tell(planned, session)
        session.out("Nothing is changed. --ask GROUND asks for it; somebody else does it.")
    return 0


def tell(planned: Erasing, session: Session) -> None:
    """Print what an erasure would do."""
    from hrtui.privacy.telling import lines

    for line in lines(planned):
        session.out(line)


def run_dispose(args: argparse.Namespace, session: Session) -> int:
    """List what a disposal would take, or ask for it."""
    from hrtui.privacy.disposing import ask_disposal, to_dispose
    from hrtui.retention.service import cells_of

    if args.ask:
        return session.told(ask_disposal(session.context, args.ask, args.rule), args.json)
    found = to_dispose(session.context, args.rule)
    if args.json:
        session.json(found)
        return 0
    if found:
        session.table(
            [cells_of(each) for each in found], ("past since", "records", "about", "what", "why", "counted from")
        )
    session.out(f"{len(found):,} to dispose of. Nothing is changed. --ask GROUND asks for it; somebody else does it.")
    return 0


def run_requests(args: argparse.Namespace, session: Session) -> int:
    """Print the requests."""
    from hrtui.privacy.disposing import requests

    found = requests(session.context)
    if args.json:
        session.json(found)
        return 0
    if not found:
        session.out("Nothing was asked for; `hrtui privacy erase WHO --ask GROUND` does.")
        return 0
    rows = [
        (
            each.number,
            each.state.value,
            each.kind,
            each.subject or f"{len(each.items):,} records",
            each.asked_by,
            each.by,
            each.ground,
        )
        for each in found
    ]
    session.table(rows, ("number", "state", "kind", "about", "asked by", "last by", "ground"))
    return 0


def run_do(args: argparse.Namespace, session: Session) -> int:
    """Do a request, or say what would be done."""
    from hrtui.privacy.disposing import carry_out, request
    from hrtui.privacy.erasing import plan

    if args.yes:
        return session.told(carry_out(session.context, args.request), args.json)
    asked = request(session.context, args.request)
    if args.json:
        session.json(asked)
        return 0
    session.out(f"{asked.number}: {asked.state.value}, asked by {asked.asked_by}: {asked.ground}")
    if asked.kind == "erase":
        tell(plan(session.context, asked.subject), session)
    else:
        session.table([(each.records, each.subject, each.kind) for each in asked.items], ("records", "about", "kind"))
    session.out("Nothing is changed. --yes does it; nothing brings it back.")
    return 0


def run_refuse(args: argparse.Namespace, session: Session) -> int:
    """Refuse a request."""
    from hrtui.privacy.disposing import refuse

    return session.told(refuse(session.context, args.request, args.reason), args.json)


def run_identity(args: argparse.Namespace, session: Session) -> int:
    """Print what is kept sealed of somebody."""
    from hrtui.privacy.erasing import kept_identity

    found = kept_identity(session.context, args.who, args.reason)
    if args.json:
        session.json(found)
        return 0
    for name, value in found.items():
        session.out(f"  {name.replace('_', ' '):<12} {value}")
    return 0
