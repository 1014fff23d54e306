"""`hrtui import people FILE`: a spreadsheet of people, taken in as one command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.exchange.model import ImportReport

SUMMARY = "Take in a spreadsheet of people."
MOST_SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is imported, from where, and how it is told."""
    parser.add_argument("what", choices=["people"], help="what the file holds")
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV, TSV or XLSX file with a line of headings")
    parser.add_argument(
        "--map",
        dest="mapping",
        type=Path,
        metavar="FILE",
        help="a mapping of columns; else a shipped one that knows them",
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would happen")
    parser.add_argument("--json", action="store_true", help="rows, inserted, updated, rejected and faults as JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Import, and report what was not taken by row, column, value and rule."""
    from hrtui.exchange import service

    report = service.import_people(
        session.context, args.file, args.mapping, dry_run=args.dry_run, progress=_progress(args.json)
    )
    if args.json:
        session.json(as_json(report))
    else:
        _tell(report, session)
    return 0


def as_json(report: ImportReport) -> dict[str, object]:
    """The report in its stable shape."""
    return {
        "rows": report.rows,
        "inserted": report.inserted,
        "updated": report.updated,
        "rejected": report.rejected,
        "faults": [
            {"row": fault.row, "column": fault.column, "value": fault.value, "rule": fault.rule}
            for fault in report.faults
        ],
    }


def _tell(report: ImportReport, session: Session) -> None:
    for plan in report.preview if report.dry_run else ():
        changes = [f"{change.field}: {change.before} → {change.after}" for change in plan.changes]
        if not plan.new:
            session.out(f"row {plan.row}, {plan.number} {plan.name}: {'; '.join(changes)}")
    if report.faults:
        shown = [
            (fault.row, fault.column, fault.value, fault.rule, "no" if not fault.taken else "yes")
            for fault in report.faults[:MOST_SHOWN]
        ]
        session.table(shown, ("row", "column", "value", "rule", "row taken"))
        if len(report.faults) > MOST_SHOWN:
            session.out(f"… and {len(report.faults) - MOST_SHOWN:,} more; --json lists all.")
    for notice in report.notices:
        session.out(notice)
    session.out(report.sentence)
    if report.command is not None:
        session.out(f"Undo it with: hrtui undo {report.command}")


def _progress(quiet: bool) -> Callable[[int, int], None] | None:
    if quiet or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(
            f"\r{done:,} rows{f' of {total:,}' if total else ' read'}\x1b[K" if done != total else "\r\x1b[K"
        )
        sys.stderr.flush()

    return show
