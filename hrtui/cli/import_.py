"""`hrtui import people FILE`: a spreadsheet of people, taken in as one command."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.exchange.model import Fault, ImportReport

SUMMARY = "Take in a spreadsheet of people."
MOST_SHOWN = 40
MOST_VALUES = 8


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
    refused = [fault for fault in report.faults if not fault.taken]
    if refused:
        session.out("Rows that are not taken:")
        session.table(
            [(fault.row, fault.column, fault.value, fault.rule) for fault in refused[:MOST_SHOWN]],
            ("row", "column", "value", "rule"),
        )
        if len(refused) > MOST_SHOWN:
            session.out(f"… and {len(refused) - MOST_SHOWN:,} more; --json lists all.")
    for line in kept_lines([fault for fault in report.faults if fault.taken]):
        session.out(line)
    for notice in report.notices:
        session.out(notice)
    session.out(report.sentence)
    if report.command is not None:
        session.out(f"Undo it with: hrtui undo {report.command}")


def kept_lines(faults: Sequence[Fault]) -> list[str]:
    """Values that were not taken although their row was: a line for each rule of a column, the most frequent values first."""
    groups: dict[tuple[str, str], Counter[str]] = {}
    for fault in faults:
        groups.setdefault((fault.column, fault.rule), Counter())[fault.value] += 1
    lines = []
    for (column, rule), values in groups.items():
        named = [
            f"{value or '(empty)'}{f' ({times})' if times > 1 else ''}"
            for value, times in values.most_common(MOST_VALUES)
        ]
        more = f" and {len(values) - MOST_VALUES:,} more" if len(values) > MOST_VALUES else ""
        lines.append(
            f"{column}, {values.total():,} {'row' if values.total() == 1 else 'rows'}: {rule}: {', '.join(named)}{more}"
        )
    return lines[:MOST_SHOWN] + (
        [f"… and {len(lines) - MOST_SHOWN:,} more; --json lists all."] if len(lines) > MOST_SHOWN else []
    )


def _progress(quiet: bool) -> Callable[[int, int], None] | None:
    if quiet or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(
            f"\r{done:,} rows{f' of {total:,}' if total else ' read'}\x1b[K" if done != total else "\r\x1b[K"
        )
        sys.stderr.flush()

    return show
