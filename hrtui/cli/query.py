"""`hrtui query`: people found by the query language, as a table, CSV or JSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hrtui.cli import bulk
from hrtui.cli.arguments import whole
from hrtui.errors import QueryError, UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.context import Context
    from hrtui.people.model import PersonSummary

SUMMARY = "Find people: a table, CSV or JSON."
COLUMNS = (
    "number", "name", "department", "title", "location", "manager", "status", "hired", "terminated", "email", "type",
)  # fmt: skip
NARROW = ("number", "name", "department", "title", "status", "hired")
WIDE_FROM = 120
PAGE = 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the query and the form of the answer."""
    parser.add_argument(
        "query", nargs="*", help="what to find; everyone when empty (put -- before a query that starts with a minus)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--table", dest="form", action="store_const", const="table", help="columns (the default)")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="CSV with a line of headings")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="an array of objects")
    parser.add_argument("--limit", type=whole, metavar="N", help="at most N people")
    bulk.add_yes(parser)


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the people found, in the query's order; with a verb behind a `|`, what it would do to them."""
    from hrtui.query.rules import split_pipe

    line = " ".join(args.query)
    if split_pipe(line)[1] is not None:
        if args.form == "csv" or args.limit is not None:
            raise UsageError("A verb is done to everyone found; --csv and --limit are for lists.")
        return bulk.run_line(session, line, args.yes, args.form == "json")
    if args.yes is not None:
        raise UsageError("--yes goes with a verb, as in 'dept:Sales | raise 3%'.")
    if args.limit is not None and args.limit < 0:
        raise UsageError("--limit is the most people to print, such as 20.")
    people = _found(session.context, " ".join(args.query), args.limit)
    if args.form == "json":
        session.json([_cells(person) | {"hired": person.hired, "terminated": person.terminated} for person in people])
        return 0
    if args.form == "csv":
        session.csv((list(_cells(person).values()) for person in people), COLUMNS)
        return 0
    headings = COLUMNS if session.width >= WIDE_FROM else NARROW
    rows = [[_cells(person)[name] for name in headings] for person in people]
    if rows:
        session.table(rows, headings)
    session.out("Nobody found." if not rows else f"{len(rows):,} {'person' if len(rows) == 1 else 'people'}")
    return 0


def _found(ctx: Context, text: str, limit: int | None) -> Iterator[PersonSummary]:
    from hrtui.people import service

    try:
        ids = service.directory_ids(ctx, text, limit=limit)
    except QueryError as problem:
        raise QueryError(f"{problem} (at character {problem.at + 1})", problem.at, problem.valid) from None
    for start in range(0, len(ids), PAGE):
        yield from (person for person in service.directory_page(ctx, ids[start : start + PAGE]) if person is not None)


def _cells(person: PersonSummary) -> dict[str, object]:
    return {
        "number": person.number,
        "name": person.name,
        "department": person.department,
        "title": person.title,
        "location": person.location,
        "manager": person.manager,
        "status": person.status.value,
        "hired": person.hired.isoformat() if person.hired else "",
        "terminated": person.terminated.isoformat() if person.terminated else "",
        "email": person.email,
        "type": person.employment_type,
    }
