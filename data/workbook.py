"""XLSX workbooks as rows of text: bounded against zip bombs, values only, never a formula computed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError

from hrtui.errors import ImportFault
from hrtui.exchange.model import RawRow

MAX_UNPACKED = 400 << 20
MAX_RATIO = 200  # of unpacked to packed size; sheets of text reach about 20
SMALL = 1 << 20
MAX_PARTS = 2_000
MAX_CELLS = 500  # of one row; more than any header may have
HEAD = 4_096
BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    NotImplementedError, RuntimeError, ArithmeticError, AssertionError, LookupError,
)  # fmt: skip  # what openpyxl lets through for files that are not as they should be


def sheet_rows(data: bytes, path: Path) -> Iterator[RawRow]:
    """The rows of the first sheet, numbered as the sheet numbers them. Raises ImportFault where it is no workbook."""
    check_archive(data, path)
    try:
        yield from _rows(data, path)
    except BROKEN:
        raise ImportFault(
            f"{path} is a damaged or locked workbook; open it in the spreadsheet and save it again, or as CSV."
        ) from None


def check_archive(data: bytes, path: Path) -> None:
    """Raise ImportFault where unpacking would take too much, or a part brings its own document type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or any(map(_bomb, parts)):
                raise ImportFault(f"{path} would unpack to more than hrtui reads; save the sheet as CSV.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(HEAD):
                    raise ImportFault(f"{path} holds a document type, which no spreadsheet writes; it is not read.")
    except BROKEN:
        raise ImportFault(
            f"{path} is a damaged or locked workbook; open it in the spreadsheet and save it again, or as CSV."
        ) from None


def _bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def _rows(data: bytes, path: Path) -> Iterator[RawRow]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise ImportFault(f"{path} has no sheet of cells.")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield RawRow(number, _texts(cells))
    finally:
        book.close()


def _texts(cells: Sequence[object]) -> tuple[str, ...]:
    return tuple(as_text(cell) for cell in cells[:MAX_CELLS])


def as_text(cell: object) -> str:
    """A cell's value as text: days in ISO form, numbers without a needless fraction."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)
