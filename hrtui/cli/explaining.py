"""`hrtui person blame` and `hrtui person diff`: who set a field, and what differs between two days."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from hrtui.cli.session import Session
from hrtui.dates import EXAMPLES
from hrtui.people import service
from hrtui.people.blame import Blame, Version
from hrtui.people.differing import Difference
from hrtui.people.rules import STATE_WORDS

NOTHING = "(none)"
HEADINGS = ("From", "State", "Value", "Action", "Reason", "Command", "By", "Entered")
DIFFERENCES = ("Field", "Before", "After")
PERSON = "the person's number, or a name that only one person has"


def add_arguments(doing: Any) -> None:
    """Declare both verbs."""
    blame: argparse.ArgumentParser = doing.add_parser("blame", help="tell who set a field, when, why, and what it was")
    blame.add_argument("person", metavar="NUMBER", help=PERSON)
    blame.add_argument("field", metavar="FIELD", help="the field, such as title, rate, custom.size or medical.option")
    blame.add_argument("--on", metavar="DAY", default="", help=f"as of a day: {EXAMPLES}")
    diff: argparse.ArgumentParser = doing.add_parser("diff", help="tell what differs between two days, field by field")
    diff.add_argument("person", metavar="NUMBER", help=PERSON)
    for name, which in (("first", "one day"), ("second", "the other day")):
        diff.add_argument(name, metavar="DAY", help=f"{which}: {EXAMPLES}")
    for each in (blame, diff):
        each.add_argument("--reveal", action="store_true", help="show what is masked; logged")


def run(args: argparse.Namespace, session: Session, number: str) -> int:
    """Print it, as lines or as JSON."""
    return VERBS[args.doing](args, session, number)


def _blame(args: argparse.Namespace, session: Session, number: str) -> int:
    ctx = session.context
    if args.on:
        ctx = replace(ctx, lens=session.day(args.on))
    found = service.blame(ctx, number, args.field, reveal=args.reveal)
    if args.json:
        session.json(found)
        return 0
    for line in _told(session, found):
        session.out(line)
    session.out()
    session.table([_row(session, each) for each in found.versions], HEADINGS)
    return 0


def _told(session: Session, found: Blame) -> Iterator[str]:
    by = found.set_by
    yield f"{found.person} ({found.number}), {found.label} on {found.day}: {found.value or NOTHING}"
    yield f"since {by.on}, {by.action}{f': {by.reason}' if by.reason else ''}; before it was {by.previous or NOTHING}"
    yield f"entered {_at(session, by)} by {by.by}, command {by.command} ({by.did})"
    if found.in_force != by.on:
        yield f"the row in force since {found.in_force} copied it"


def _row(session: Session, each: Version) -> tuple[object, ...]:
    state = STATE_WORDS[each.state]
    return (
        each.on, state, each.value or NOTHING, each.action, each.reason, each.command, each.by, _at(session, each),
    )  # fmt: skip


def _at(session: Session, each: Version) -> str:
    return f"{each.at.astimezone(ZoneInfo(session.config.company.time_zone)):%Y-%m-%d %H:%M}"


def _diff(args: argparse.Namespace, session: Session, number: str) -> int:
    first, second = session.day(args.first), session.day(args.second)
    found = service.difference(session.context, number, first, second, reveal=args.reveal)
    if args.json:
        session.json(found)
        return 0
    session.out(f"{found.person} ({found.number}), {found.first} to {found.second}: {_count(found)}")
    if found.fields:
        session.out()
        session.table(
            [(each.label, each.before or NOTHING, each.after or NOTHING) for each in found.fields], DIFFERENCES
        )
    if found.events:
        session.out()
        session.table([(each.day, each.what) for each in found.events], ("Day", "What happened"))
    for left in found.left_out:
        session.out(f"Note: {left}")
    return 0


def _count(found: Difference) -> str:
    count = len(found.fields)
    return (
        "nothing differs" if not count else f"{count} field{'s' if count > 1 else ''} differ{'' if count > 1 else 's'}"
    )


VERBS = {"blame": _blame, "diff": _diff}
