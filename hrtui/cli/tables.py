"""`hrtui tables`: which tables of law are in force on a day, where they come from, and how far to trust them."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from hrtui.cli.session import Session

if TYPE_CHECKING:
    from hrtui.payroll.lawtable import TableInForce

SUMMARY = "List the tables of law in force on a day, with source and confidence."
DOUBT = "!"
HEADINGS = ("", "Of", "Table", "From", "Confidence", "Source")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "jurisdiction", nargs="?", default="", help="US, a state's letters or name, NY-NYC, NY-Yonkers; with its values"
    )
    parser.add_argument("--on", metavar="DAY", help="the day, else today")
    parser.add_argument("--doubtful", action="store_true", help="only those of less than high confidence")
    parser.add_argument("--json", action="store_true", help="print JSON; with the values where a jurisdiction is named")


def run(args: argparse.Namespace, session: Session) -> int:
    """List the tables, with a company's own where there is a configuration."""
    from hrtui.bootstrap import SystemClock
    from hrtui.dates import parse_day
    from hrtui.payroll.inforce import tables_in_force
    from hrtui.payroll.owntables import own_tables

    config = session.config if session.configured else None
    today = SystemClock(config.company.time_zone if config else "UTC").today()
    on = parse_day(args.on, today, config is None or config.style.month_first) if args.on else today
    found = tables_in_force(on, own_tables(config) if config else None, args.jurisdiction)
    if args.doubtful:
        found = tuple(row for row in found if row.doubtful)
    if args.json:
        session.json([as_json(row, bool(args.jurisdiction)) for row in found])
    else:
        _print(session, found, on, bool(args.jurisdiction))
    return 0


def as_json(row: TableInForce, values: bool) -> dict[str, Any]:
    """A table as JSON; numbers stay the text of the file."""
    made = {
        "jurisdiction": row.jurisdiction,
        "place": row.place,
        "table": row.table,
        "in_force": row.known,
        "from": row.begins,
        "through": row.through,
        "confidence": row.confidence,
        "document": row.document,
        "transcription": row.transcription,
        "file": row.file,
        "own": row.own,
        "unit": row.unit,
        "note": row.note,
    }
    return {**made, "values": row.values} if values else made


def _print(session: Session, found: Sequence[TableInForce], on: date, values: bool) -> None:
    if values:
        for row in found:
            for line in _told(row, on):
                session.out(textwrap.fill(line, max(session.width, 40), subsequent_indent=" " * 15))
            session.out()
    else:
        session.table([_cells(row) for row in found], HEADINGS)
    known = [row for row in found if row.known]
    doubtful = sum(row.doubtful for row in known)
    unknown = len(found) - len(known)
    session.out(
        f"{_tables(len(known))} in force on {on}; {doubtful} of less than high confidence, marked {DOUBT}."
        + (f" {_tables(unknown)} not known on that day." if unknown else "")
    )


def _tables(count: int) -> str:
    return f"{count} table{'' if count == 1 else 's'}"


def _cells(row: TableInForce) -> tuple[object, ...]:
    source = f"{row.document}; {row.transcription}" + (" (your own table)" if row.own else "")
    confidence = row.confidence
    if not row.known:
        confidence, source = "not known", f"not known on this day: {_span(row)}"
    return (DOUBT if row.doubtful else "", row.jurisdiction, row.table, row.begins, confidence, source)


def _told(row: TableInForce, on: date) -> Iterator[str]:
    """A table with everything that is written about it."""
    yield f"{row.place}: {row.table}"
    if not row.known:
        yield f"  Not known on {on}: {_span(row)}."
        return
    yield f"  In force     {_span(row)}"
    yield f"  Confidence   {row.confidence}{f' {DOUBT}' if row.doubtful else ''}"
    yield f"  Source       {row.document}"
    yield f"  Transcribed  {row.transcription}"
    yield f"  File         {row.file}{' (your own table)' if row.own else ''}"
    yield f"  Unit         {row.unit}"
    if row.note:
        yield f"  Note         {row.note}"
    for key, value in row.values.items():
        yield from _shown(key, value, "  ")


def _span(row: TableInForce) -> str:
    return f"from {row.begins}" + (f" through {row.through}" if row.through else "")


def _shown(key: str, value: Any, indent: str) -> Iterator[str]:
    """A value as the file has it: a word, a row, or what stands below it."""
    if isinstance(value, dict):
        yield f"{indent}{key}:"
        for name, below in value.items():
            yield from _shown(name, below, indent + "  ")
    elif isinstance(value, list) and any(isinstance(one, (list, dict)) for one in value):
        yield f"{indent}{key}:"
        for one in value:
            yield f"{indent}  {_row(one)}"
    else:
        yield f"{indent}{key}: {_row(value)}"


def _row(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_row, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_row(below)}" for key, below in value.items())
    return str(value)
