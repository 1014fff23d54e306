"""`hrtui org departments`, `locations` and `positions`, as of a day: list, history, add, rename, move, change, close, reopen."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hrtui.cli.session import Session
from hrtui.dates import EXAMPLES

if TYPE_CHECKING:
    from hrtui.people.model import Done

KINDS = {"departments": "department", "locations": "location", "positions": "position"}
DEPARTMENT = {
    "parent": "the department above",
    "head": "who heads it: a number or name",
    "cost_centre": "the cost centre",
}
LOCATION = {
    "street": "the street", "city": "the city", "state": "the state", "postal_code": "the postal code",
    "country": "the country", "time_zone": "the time zone, such as America/New_York",
}  # fmt: skip
POSITION = {
    "title": "the job's title", "department": "the department", "location": "the place of work",
    "manager": "whom it reports to: a number or name", "grade": "the grade", "cost_centre": "the cost centre",
    "seats": "how many may hold it",
}  # fmt: skip
OPTIONS = {"departments": DEPARTMENT, "locations": LOCATION, "positions": POSITION}
NOT_OF = {"departments": tuple(LOCATION), "locations": ("head_number", "total", *DEPARTMENT)}
STATUSES = ("open", "frozen", "closed")
HEADINGS = {
    "departments": ("Department", "People", "Vacant", "Above it", "Head", "Cost centre", "Status"),
    "locations": ("Location", "People", "Vacant", "City", "Country", "Time zone", "Status"),
    "positions": ("No.", "Title", "Department", "Seats", "Filled", "Vacant", "Over", "Status"),
}


def add_places(what: Any) -> None:
    """Declare what can be done to what."""
    for name, kind in KINDS.items():
        verbs = what.add_parser(name, help=f"{name} as of a day, and their changes").add_subparsers(
            dest="verb", required=True, metavar="VERB"
        )
        _verb(verbs, "list", f"print the {name} on a day", "today")
        for verb, help in (
            ("history", "print what changed about one, and when"),
            ("add", f"add a {kind} from a day on"),
            ("change", "change one from a day on"),
            ("close", "close one from a day on; nobody may be in it then"),
            ("reopen", "open one again from a day on"),
        ):
            made = _verb(verbs, verb, help, "today")
            made.add_argument(
                "name", metavar="NAME", help="its number" if kind == "position" else "its name, today's or an old one"
            )
            if verb in ("add", "change"):
                _options(made, name)
        if kind != "position":
            rename = _verb(verbs, "rename", "give one another name from a day on", "today")
            rename.add_argument("name", metavar="NAME", help="its name")
            rename.add_argument("new", metavar="NEW", help="its new name")
        if kind == "department":
            move = _verb(verbs, "move", "hang one below another from a day on", "today")
            move.add_argument("name", metavar="NAME", help="its name")
            move.add_argument(
                "parent", metavar="ABOVE", nargs="?", default="", help="the department above; none for the top"
            )


def run(args: argparse.Namespace, session: Session) -> int:
    """Do it, and print the list or what was done."""
    ctx, on = session.context, session.day(args.on)
    if args.verb == "list":
        return _list(args, replace(ctx, lens=on if on != ctx.clock.today() else None), session)
    if args.verb == "history":
        return _history(args, session)
    return session.told(_PLACES[args.doing](args, session, on), args.json)


def _list(args: argparse.Namespace, ctx: Any, session: Session) -> int:
    from hrtui.org import service

    found: Any = getattr(service, args.doing)(ctx)
    if args.json:
        session.json([_plain(args.doing, each) for each in found])
        return 0
    if found:
        session.table([_row(args.doing, each) for each in found], HEADINGS[args.doing])
    else:
        session.out(f"There are no {args.doing} on that day; hrtui org {args.doing} add NAME makes one.")
    return 0


def _row(what: str, each: Any) -> tuple[object, ...]:
    if what == "positions":
        return (
            each.number,
            each.title,
            each.department,
            each.seats,
            each.filled,
            each.vacant,
            each.overfilled,
            each.status,
        )
    vacant = "" if each.vacant is None else each.vacant
    if what == "departments":
        return (each.name, each.people, vacant, each.parent, each.head, each.cost_centre, each.status)
    return (each.name, each.people, vacant, each.city, each.country, each.time_zone, each.status)


def _plain(what: str, each: Any) -> dict[str, Any]:
    from dataclasses import asdict

    shown = asdict(each)
    del shown["id"]
    if what == "positions":
        return {**shown, "vacant": each.vacant, "overfilled": each.overfilled}
    return {name: value for name, value in shown.items() if name not in NOT_OF[what]}


def _history(args: argparse.Namespace, session: Session) -> int:
    from hrtui.org import service

    found = service.history(session.context, KINDS[args.doing], args.name)
    if args.json:
        session.json(
            [{"from": each.on, "changes": each.changes, "by": each.by, "at": each.at, "command": each.command} for each in found]
        )  # fmt: skip
        return 0
    rows = [
        (each.on or "since ever", change.field.replace("_", " "), change.before, change.after, each.by)
        for each in found
        for change in each.changes
    ]
    session.table(rows, ("From", "What", "Before", "After", "By"))
    return 0


def _departments(args: argparse.Namespace, session: Session, on: date) -> Done:
    from hrtui.org import service
    from hrtui.org.model import DepartmentChange

    ctx = session.context
    if args.verb in ("close", "reopen"):
        return service.set_open(ctx, "department", args.name, on, args.verb == "reopen")
    if args.verb == "rename":
        return service.change_department(ctx, args.name, DepartmentChange(on, name=args.new))
    if args.verb == "move":
        return service.change_department(ctx, args.name, DepartmentChange(on, parent=args.parent))
    given = {name: getattr(args, name) for name in DEPARTMENT}
    if args.verb == "add":
        return service.add_department(ctx, DepartmentChange(on, name=args.name, **given))
    return service.change_department(ctx, args.name, DepartmentChange(on, **given))


def _locations(args: argparse.Namespace, session: Session, on: date) -> Done:
    from hrtui.org import service
    from hrtui.org.model import LocationChange

    ctx = session.context
    if args.verb in ("close", "reopen"):
        return service.set_open(ctx, "location", args.name, on, args.verb == "reopen")
    if args.verb == "rename":
        return service.change_location(ctx, args.name, LocationChange(on, name=args.new))
    given = {name: getattr(args, name) for name in LOCATION}
    if args.verb == "add":
        return service.add_location(ctx, LocationChange(on, name=args.name, **given))
    return service.change_location(ctx, args.name, LocationChange(on, **given))


def _positions(args: argparse.Namespace, session: Session, on: date) -> Done:
    from hrtui.org import service
    from hrtui.org.model import PositionChange, PositionStatus

    ctx = session.context
    if args.verb in ("close", "reopen"):
        status = PositionStatus.OPEN if args.verb == "reopen" else PositionStatus.CLOSED
        return service.change_position(ctx, args.name, PositionChange(on, status=status))
    given = {name: getattr(args, name) for name in POSITION}
    status_ = PositionStatus(args.status) if args.status else None
    if args.verb == "add":
        return service.add_position(ctx, args.name, PositionChange(on, **given, status=status_))
    return service.change_position(ctx, args.name, PositionChange(on, **given, status=status_))


def _options(parser: argparse.ArgumentParser, what: str) -> None:
    for name, help in OPTIONS[what].items():
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            dest=name,
            metavar=name.upper(),
            type=int if name == "seats" else str,
            help=help,
        )
    if what == "positions":
        parser.add_argument("--status", choices=STATUSES, help="whether it may be given to people")


def _verb(verbs: Any, name: str, help: str, on: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=help)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--on", metavar="DAY", default=on, help=f"the day it is or holds from: {EXAMPLES}")
    return parser


_PLACES = {"departments": _departments, "locations": _locations, "positions": _positions}
