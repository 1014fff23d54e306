"""`hrtui import people FILE`: a spreadsheet of people, taken in as one command."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.exchange.model import DATES, DECIMALS, DELIMITERS, ENCODINGS, QUOTES, Match, Mode, Options
from hrtui.text import counted

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
    parser.add_argument(
        "--set",
        dest="sets",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="read a column as this field, or as ignore",
    )
    parser.add_argument("--match", choices=list(Match), default=Match.NUMBER, help="by what people are found on file")
    parser.add_argument("--mode", choices=list(Mode), default=Mode.BOTH, help="new people, those on file, or both")
    parser.add_argument(
        "--erase", action="store_true", help="an empty cell erases what is on file; else it says nothing"
    )
    parser.add_argument("--encoding", choices=ENCODINGS, default="", help="else found by looking")
    parser.add_argument(
        "--delimiter", choices=list(DELIMITERS), default="", help="what stands between cells; else found"
    )
    parser.add_argument("--quotes", choices=list(QUOTES), default="", help="what stands around cells; else found")
    parser.add_argument("--dates", choices=DATES, default="", help="the order of day and month; else found by column")
    parser.add_argument(
        "--decimals", choices=list(DECIMALS), default="", help="1,234.56 or 1.234,56 or 1 234,56; else found"
    )
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE", help="write refused rows, with the reasons, to a new CSV file"
    )
    parser.add_argument(
        "--save-map", type=Path, metavar="FILE", help="write the mapping in use to a new file for --map"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would happen")
    parser.add_argument("--json", action="store_true", help="rows, inserted, updated, rejected and faults as JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Import, and report what was not taken by row, column, value and rule."""
    from hrtui.exchange import service

    report = service.import_people(
        session.context,
        args.file,
        args.mapping,
        dry_run=args.dry_run,
        progress=_progress(args.json),
        options=_options(args),
    )
    if args.json:
        session.json(as_json(report))
    else:
        _tell(report, session)
    _leave(args, report, session)
    return 0


def _options(args: argparse.Namespace) -> Options:
    from hrtui.errors import UsageError

    sets = []
    for text in args.sets:
        column, sign, field = text.rpartition("=")
        if not sign or not column.strip():
            raise UsageError(f"--set takes COLUMN=FIELD, such as --set Salary=rate, not {text}.")
        sets.append((column.strip(), field.strip()))
    return Options(
        Match(args.match), Mode(args.mode), args.erase, args.encoding, args.delimiter, args.quotes, args.dates,
        args.decimals, tuple(sets),
    )  # fmt: skip


def _leave(args: argparse.Namespace, report: ImportReport, session: Session) -> None:
    from hrtui.exchange import leaving

    if args.save_map is not None:
        leaving.write_mapping(report.used, args.save_map)
    if args.rejects is not None and report.rejected:
        count = leaving.write_refused(report, args.rejects)
        if not args.json:
            session.out(
                f"Wrote {counted(count, 'refused row')} to {args.rejects}; correct what is wrong there and import that file."
            )


def as_json(report: ImportReport) -> dict[str, object]:
    """The report in its stable shape."""
    fields = {column: source.target for source in report.used.sources for column in source.columns}
    data: dict[str, object] = {
        "rows": report.rows,
        "inserted": report.inserted,
        "updated": report.updated,
        "rejected": report.rejected,
        "faults": [
            {"row": fault.row, "column": fault.column, "value": fault.value, "rule": fault.rule}
            for fault in report.faults
        ],
        "unchanged": report.unchanged,
        "command": report.command,
        "mapping": {"name": report.mapping, "origin": report.origin},
        "format": {
            "kind": report.sheet.dialect.kind,
            "encoding": report.sheet.dialect.encoding,
            "mark": report.sheet.dialect.mark,
            "delimiter": report.sheet.dialect.delimiter,
            "quote": report.sheet.dialect.quote,
        },
        "columns": [
            {
                "name": look.name,
                "field": fields.get(look.name),
                "filled": look.filled,
                "dates": look.dates,
                "decimals": look.decimals,
            }
            for look in report.sheet.looks
        ],
        "notices": list(report.notices),
        "declare": list(report.declare),
    }
    return data | ({"changes": list(_changes(report))} if report.dry_run else {})


def _changes(report: ImportReport) -> Iterator[dict[str, object]]:
    from hrtui.exchange.listing import Cells, Which

    cells = Cells(report)
    for number in cells.ids(Which.CHANGES):
        cell = cells.cell(Which.CHANGES, number)
        if cell is not None:
            yield {
                "row": cell.row, "number": cell.number, "column": cell.column, "field": cell.field, "value": cell.value,
                "before": cell.before, "after": cell.after,
            }  # fmt: skip


def _tell(report: ImportReport, session: Session) -> None:
    session.out(f"Read as {report.sheet.dialect.sentence}; mapping {report.mapping} ({report.origin}).")
    for line in looked(report):
        session.out(line)
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
        if notice.endswith(":"):
            session.out("\n".join(report.declare))
    session.out(report.sentence)
    if report.command is not None:
        session.out(f"Undo it with: hrtui undo {report.command}")


def looked(report: ImportReport) -> list[str]:
    """How the days and numbers of the columns in use are written, in a line each."""
    used = {column for source in report.used.sources for column in source.columns}
    groups: dict[str, list[str]] = {}
    for look in report.sheet.looks:
        said = f"days {look.dates}" if look.dates else f"numbers {DECIMALS.get(look.decimals, look.decimals)}"
        if look.name in used and (look.dates or look.decimals not in ("", "plain")):
            groups.setdefault(said, []).append(look.name)
    return [f"{', '.join(names)}: {said}" for said, names in groups.items()]


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
