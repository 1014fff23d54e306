"""Rows as CSV, XLSX and JSON: one row at a time, cells of their kind, and text never a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.dates import utc_text
from hrtui.exchange.cells import LONGEST, csv_cell
from hrtui.money import Money
from hrtui.text import clean

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

FIRST_SHEET_DAY = date(1900, 3, 1)  # before it spreadsheets do not agree on what a day's number is
SHEET_DIGITS = 15  # a spreadsheet keeps no more of a number
SAYS_OTHERWISE = ("=", "#")  # what openpyxl would take for a formula or an error
DAY_FORMAT = "yyyy-mm-dd"


def put_csv(part: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write RFC 4180 lines in UTF-8; cells that a spreadsheet would compute begin with an apostrophe."""
    count = 0
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([csv_cell(heading) for heading in headings])
        for row in rows:
            writer.writerow([csv_cell(plain(cell)) for cell in row])
            count += 1
    return count


def put_lines(part: Path, rows: Iterable[Sequence[object]]) -> int:
    """Write the first cell of each row as a line of text in UTF-8."""
    count = 0
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(f"{plain(row[0])}\n")
            count += 1
    return count


def put_json(part: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write an array of objects, one a line; days and amounts are text, what is unknown is null."""
    count = 0
    with part.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in rows:
            cells = dict(zip(headings, map(_json_cell, row), strict=True))
            file.write((",\n" if count else "\n") + json.dumps(cells, ensure_ascii=False))
            count += 1
        file.write("\n]\n" if count else "]\n")
    return count


def put_xlsx(part: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a workbook of one sheet, row by row: days as days, numbers as numbers, and all else as text."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet: Any = book.create_sheet("hrtui")
    sheet.freeze_panes = "A2"
    sheet.append([_sheet_cell(sheet, heading) for heading in headings])
    count = 0
    try:
        for row in rows:
            sheet.append([_sheet_cell(sheet, cell) for cell in row])
            count += 1
        _save(book, part)
    finally:
        _drop(sheet)
    return count


def _save(book: Any, part: Path) -> None:
    """Write a workbook to a file, which is closed whatever happens: openpyxl leaves it open where the disk is full."""
    from zipfile import ZIP_DEFLATED, ZipFile

    from openpyxl.writer.excel import ExcelWriter

    archive = ZipFile(part, "w", ZIP_DEFLATED)
    try:
        ExcelWriter(book, archive).save()
    finally:
        with suppress(OSError):
            archive.close()


def _drop(sheet: WriteOnlyWorksheet) -> None:
    """Take away the file in which openpyxl keeps the rows until the workbook is saved, where one is left."""
    writer: Any = getattr(sheet, "_writer", None)
    if writer is not None and Path(writer.out).exists():
        sheet.close()
        writer.cleanup()


def _sheet_cell(sheet: WriteOnlyWorksheet, cell: object) -> object:
    if cell is None or isinstance(cell, bool):
        return None if cell is None else plain(cell)
    if isinstance(cell, Money):
        return _sheet_cell(sheet, cell.amount)
    if isinstance(cell, date) and not isinstance(cell, datetime) and cell >= FIRST_SHEET_DAY:
        return _typed(sheet, cell, "d", DAY_FORMAT)
    if isinstance(cell, (int, Decimal)) and len(Decimal(cell).as_tuple().digits) <= SHEET_DIGITS:
        return cell
    text = clean(plain(cell), limit=LONGEST)
    return _typed(sheet, text, "s") if text.startswith(SAYS_OTHERWISE) else text or None


def _typed(sheet: WriteOnlyWorksheet, value: Any, kind: str, number_format: str = "") -> object:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet, value=value)
    cell.data_type = kind
    if number_format:
        cell.number_format = number_format
    return cell


def _json_cell(cell: object) -> object:
    return cell if cell is None or isinstance(cell, (int, bool)) else clean(plain(cell), limit=LONGEST)


def plain(cell: object) -> str:
    """A cell as text: days in ISO form, instants in UTC, amounts without separators, yes and no."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Money):
        return f"{cell.amount:.2f}"
    if isinstance(cell, datetime):
        return utc_text(cell)
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
