"""`hrtui export people|audit`: a list written to a file, by its ending or `--format` as CSV, XLSX, JSON or vCard."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.cli.audit import add_filter, wanted_of
from hrtui.errors import QueryError

if TYPE_CHECKING:
    from hrtui.cli.session import Session

SUMMARY = "Write people or the audit trail as CSV, XLSX, JSON or vCard."
FORMATS = ("csv", "xlsx", "json", "vcard", "vcard3")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is written, where to, and which columns."""
    what = parser.add_subparsers(dest="what", required=True, metavar="people|audit")
    people = what.add_parser("people", help="people found by a query")
    people.add_argument("query", nargs="*", help="whom to write; everyone when empty")
    trail = what.add_parser("audit", help="entries of the audit trail, the newest first")
    add_filter(trail)
    for each, formats in ((people, FORMATS), (trail, FORMATS[:3])):
        each.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file; existing ones are kept")
        each.add_argument("--columns", default="", metavar="A,B,…", help="the columns, between commas")
        each.add_argument("--format", dest="form", choices=formats, default="", help="else the file's ending says it")


def run(args: argparse.Namespace, session: Session) -> int:
    """Write the file, and say how many rows it has."""
    columns = [name for name in args.columns.split(",") if name.strip()]
    count, what = _people(args, session, columns) if args.what == "people" else _trail(args, session, columns)
    session.out(f"Wrote {count:,} {what} to {args.to}.")
    return 0


def _people(args: argparse.Namespace, session: Session, columns: list[str]) -> tuple[int, str]:
    from hrtui.exchange.export import export_people

    try:
        count = export_people(
            session.context, " ".join(args.query), args.to, columns=columns, form=args.form, progress=_progress()
        )
    except QueryError as problem:
        raise QueryError(f"{problem} (at character {problem.at + 1})", problem.at, problem.valid) from None
    return count, "person" if count == 1 else "people"


def _trail(args: argparse.Namespace, session: Session, columns: list[str]) -> tuple[int, str]:
    from hrtui.exchange.trail import export_trail

    wanted = wanted_of(args, session)
    count = export_trail(session.context, args.to, args.subject, wanted, columns=columns, form=args.form)
    return count, "entry" if count == 1 else "entries"


def _progress() -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done:,} of {total:,} people\x1b[K" if done != total else "\r\x1b[K")
        sys.stderr.flush()

    return show
