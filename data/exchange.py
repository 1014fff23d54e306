"""Files of rows, read as text within bounds: CSV and TSV in any usual encoding, and XLSX without computing anything."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrtui.errors import ImportFault
from hrtui.exchange.cells import restored
from hrtui.exchange.looks import look_at
from hrtui.exchange.model import DELIMITERS, Dialect, RawRow, Sheet
from hrtui.text import clean

MAX_BYTES = 100 << 20
MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_RECORD = 200_000
MOST_LINES = 60  # of one row: more of them mean a quote without an end
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
LOOKED_AT = 200  # lines that tell the delimiter and the quotes
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and its rows (read as they are asked for, once), how it is written, and its SHA-256.

    Blank rows are left out of `rows` but counted in their numbers.
    """

    header: tuple[str, ...]
    rows: Iterator[RawRow]
    dialect: Dialect
    digest: str


def read_table(path: Path, encoding: str = "", delimiter: str = "", quote: str | None = None) -> Table:
    """Open a file of rows, whatever its name says it is; what is not told of how it is written is found by looking.

    Raises ImportFault where it cannot be read, is too large, is no table or has no header.
    """
    data = _bytes_of(path)
    if data.startswith(OLE):
        raise ImportFault(
            f"{path} is an old or a locked Excel workbook; save it as .xlsx without a password, or as CSV."
        )
    if data.startswith(ZIP):
        from data.workbook import sheet_rows

        records, dialect = sheet_rows(data, path), Dialect("xlsx")
    else:
        text, encoding, mark = decoded(data, path, encoding)
        lines = io.StringIO(text, newline=None).readlines()
        delimiter, quote = told_by(lines, delimiter, quote)
        dialect = Dialect("text", encoding, mark, delimiter, quote)
        records = text_records(lines, delimiter, quote)
    header = _header(records, path)
    return Table(header, _rows(records, len(header)), dialect, hashlib.sha256(data).hexdigest())


def read_sheet(table: Table, month_first: bool, step: Callable[[int], None]) -> Sheet:
    """All rows of a table, packed, and what its columns look like; `step` hears of every row and may stop it."""
    sheet = Sheet(table.header, table.dialect, table.digest)

    def kept() -> Iterator[RawRow]:
        for raw in table.rows:
            step(len(sheet) + 1)
            sheet.add(raw)
            yield raw

    sheet.looks = look_at(table.header, kept(), month_first)
    return sheet


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ImportFault(f"{path} is no file; give the path of a CSV or XLSX file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ImportFault(f"{path} is larger than {MAX_BYTES >> 20} MB; split it.")
        return path.read_bytes()
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "that is no path"
        raise ImportFault(f"{path} cannot be read ({why}).") from None


def decoded(data: bytes, path: Path, wanted: str = "") -> tuple[str, str, bool]:
    """The text, its encoding and whether it has its mark: as told, else by its mark, else UTF-8, else UTF-16 without a
    mark, else Windows-1252 or Latin-1."""
    mark = next((sign for sign in MARKS if data.startswith(sign)), b"")
    encoding = wanted or MARKS.get(mark, "")
    if not encoding and b"\x00" in data[:4096]:
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    body = data[len(mark) :] if MARKS.get(mark) == encoding else data
    for name in (encoding,) if encoding else ("utf-8", "cp1252", "latin-1"):
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, name, body is not data and bool(mark)
    if wanted:
        raise ImportFault(
            f"{path} is not written in {wanted.upper()}; leave the encoding to be found, or name another."
        )
    raise ImportFault(f"{path} is neither text nor an .xlsx workbook; save it as CSV in UTF-8.")


def decoded_text(path: Path) -> str:
    """The text of a file that is no table, whatever its encoding; raises ImportFault where it is none or too large."""
    return decoded(_bytes_of(path), path)[0]


def text_records(lines: Sequence[str], delimiter: str, quote: str) -> Iterator[RawRow]:
    """The records of delimited text, one by one, numbered from 1; a stray quote spoils its own row only."""
    at = number = 0
    while at < len(lines):
        number += 1
        cells, problem, taken = _record(lines, at, delimiter, quote)
        yield RawRow(number, cells, problem)
        at += taken


def told_by(lines: Sequence[str], delimiter: str, quote: str | None) -> tuple[str, str]:
    """The sign between cells, by the first line that has one, and the sign around them, by the first lines."""
    first = next((line for line in lines if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    delimiter = delimiter or max(DELIMITERS.values(), key=outside.count)
    if quote is None:
        some = "".join(lines[:LOOKED_AT])
        single = re.search(
            rf"(?:^|{re.escape(delimiter)})'[^'\n]*{re.escape(delimiter)}[^'\n]*'\s*(?:$|{re.escape(delimiter)})",
            some,
            re.M,
        )
        quote = "'" if single and '"' not in some else '"'
    return delimiter, quote


def _record(lines: Sequence[str], at: int, delimiter: str, quote: str) -> tuple[tuple[str, ...], str, int]:
    """The cells of the record that begins on a line, what is wrong with it, and how many lines it takes."""
    quotes, size = 0, 0
    for count, line in enumerate(lines[at : at + MOST_LINES], 1):
        quotes += line.count(quote) if quote else 0
        size += len(line)
        if size > MAX_RECORD:
            break
        if quotes % 2 == 0:
            cells = _cells(lines[at : at + count], delimiter, quote)
            if cells is not None:
                return cells, "", count
            break
    if size > MAX_RECORD:
        return (clean(lines[at], limit=200),), f"is longer than {MAX_RECORD:,} characters", 1
    return (
        (clean(lines[at], limit=200),),
        f"has a stray quote, so its cells cannot be told apart; double it ({quote}{quote}) or take it out",
        1,
    )


def _cells(lines: Sequence[str], delimiter: str, quote: str) -> tuple[str, ...] | None:
    if not quote:
        return tuple(lines[0].rstrip("\n").split(delimiter))
    try:
        return tuple(next(csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)))
    except (csv.Error, StopIteration):
        return None


def _header(records: Iterator[RawRow], path: Path) -> tuple[str, ...]:
    for record in records:
        cells = [restored(clean(cell)) for cell in record.cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            if record.row > 20:
                break
            continue
        if record.problem:
            raise ImportFault(f"The header of {path} {record.problem}.")
        if len(cells) > MAX_COLUMNS:
            raise ImportFault(f"{path} has more than {MAX_COLUMNS} columns; keep those that are needed.")
        return tuple(cells)
    raise ImportFault(f"{path} has no header; its first row names the columns.")


def _rows(records: Iterator[RawRow], width: int) -> Iterator[RawRow]:
    for record in records:
        if record.row > MAX_ROWS + 1:
            raise ImportFault(f"The file has more than {MAX_ROWS:,} rows; split it.")
        if record.problem:
            yield record
        elif any(cell and not cell.isspace() for cell in record.cells):
            yield _fitted(record, width)


def _fitted(record: RawRow, width: int) -> RawRow:
    cells = record.cells
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) == width:
        return RawRow(record.row, cells)
    return RawRow(
        record.row,
        cells,
        f"has {len(cells)} cells where the header has {width}; put quotes around text with a separator in it",
    )
