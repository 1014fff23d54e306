"""`hrtui query`: people found by the query language, as a table, CSV or JSON."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from hrtui.cli import answer
from hrtui.cli.answer import STANDARD, Row, Value, found, on_day, on_its_day, pages_of
from hrtui.cli.arguments import whole
from hrtui.errors import UsageError
from hrtui.money import Money, NumberStyle, format_money

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Find people: a table, CSV or JSON."
NARROW = ("number", "name", "department", "title", "status", "hired")
WIDE_FROM = 120


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the query and the form of the answer."""
    from hrtui.cli import bulk

    parser.add_argument(
        "query", nargs="*", help="what to find; everyone when empty (put -- before a query that starts with a minus)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--table", dest="form", action="store_const", const="table", help="columns (the default)")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="CSV with a line of headings")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="an array of objects")
    parser.add_argument("--limit", type=whole, metavar="N", help="at most N people")
    parser.add_argument(
        "--columns", metavar="A,B", help="the columns, in order: pay, grade, custom fields and others too"
    )
    parser.add_argument("--on", metavar="DAY", help="as of that day, where the query has no @ of its own")
    bulk.add_yes(parser)


def run(args: argparse.Namespace, session: Session) -> int:
    """Print the people found, in the query's order; with a verb behind a `|`, what it would do to them."""
    from hrtui.query.rules import split_pipe

    line = " ".join(args.query)
    if split_pipe(line)[1] is not None:
        return _verb(args, session, line)
    if args.yes is not None:
        raise UsageError("--yes goes with a verb, as in 'dept:Sales | raise 3%'.")
    if args.limit is not None and args.limit < 0:
        raise UsageError("--limit is the most people to print, such as 20.")
    ctx = on_day(session.context, args.on)
    ids = found(ctx, line, args.limit)
    pages = pages_of(on_its_day(ctx, line), args.columns, line)
    rows = session.prompt(pages.rows(ids))
    if args.form == "json":
        session.json_rows(_json(row) for page in rows for row in page)
    elif args.form == "csv":
        session.csv(([_cell(value) for value in row.values()] for page in rows for row in page), pages.columns)
    else:
        _table(session, rows, None if args.columns is None else pages.columns)
    return 0


def _verb(args: argparse.Namespace, session: Session, line: str) -> int:
    from hrtui.cli import bulk

    if args.limit is not None or args.columns is not None or args.on is not None:
        raise UsageError("A verb is done to everyone found; --limit, --columns and --on are for lists.")
    return bulk.run_line(session, line, args.yes, args.form)


def _table(session: Session, pages: Iterator[list[Row]], columns: Sequence[str] | None) -> None:
    """Print page by page; the first one says how wide the columns are."""
    headings = columns or (STANDARD if session.width >= WIDE_FROM else NARROW)
    style = session.context.config.style
    first = next(pages, [])
    count = len(first)
    shown = ([[_shown(row[name], style) for name in headings] for row in page] for page in chain([first], pages))
    for at, rows in enumerate(shown):
        count += len(rows) if at else 0
        if rows:
            session.table_page(rows, headings, first=not at, more=len(first) >= answer.FIRST_PAGE)
    session.out("Nobody found." if not count else f"{count:,} {'person' if count == 1 else 'people'}")


def _json(row: Row) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def _cell(value: Value) -> object:
    if isinstance(value, Money):
        return f"{value.amount:.2f}"
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else value


def _shown(value: Value, style: NumberStyle) -> object:
    if isinstance(value, Money):
        return format_money(value, style)
    return value.isoformat() if isinstance(value, date) else _cell(value)
