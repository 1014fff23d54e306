"""Files of rows, read as text within bounds: CSV and TSV in any usual encoding, and XLSX without computing anything."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hrtui.errors import ImportFault
from hrtui.exchange.model import RawRow
from hrtui.text import clean

MAX_BYTES = 100 << 20
MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_RECORD = 200_000
MOST_LINES = 60  # of one row: more of them mean a quote without an end
DELIMITERS = ",;\t|"
ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and its rows (read as they are asked for, once), what kind of file it is, and its SHA-256.

    Blank rows are left out of `rows` but counted in their numbers.
    """

    header: tuple[str, ...]
    rows: Iterator[RawRow]
    kind: str
    digest: str


def read_table(path: Path) -> Table:
    """Open a file of rows, whatever its name says it is.

    Raises ImportFault where it cannot be read, is too large, is no table or has no header.
    """
    data = _bytes_of(path)
    if data.startswith(OLE):
        raise ImportFault(
            f"{path} is an old or a locked Excel workbook; save it as .xlsx without a password, or as CSV."
        )
    if data.startswith(ZIP):
        from data.workbook import sheet_rows

        records, kind = sheet_rows(data, path), "xlsx"
    else:
        text, encoding = decoded(data, path)
        records, kind = text_records(text), f"text in {encoding}"
    header = _header(records, path)
    return Table(header, _rows(records, len(header)), kind, hashlib.sha256(data).hexdigest())


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


def decoded(data: bytes, path: Path) -> tuple[str, str]:
    """The text and its encoding: by its mark, else UTF-8, else UTF-16 without a mark, else Windows-1252 or Latin-1."""
    encoding = next((name for mark, name in ENCODINGS.items() if data.startswith(mark)), "")
    if not encoding and b"\x00" in data[:4096]:
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    for name in (encoding,) if encoding else ("utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, name
    raise ImportFault(f"{path} is neither text nor an .xlsx workbook; save it as CSV in UTF-8.")


def text_records(text: str) -> Iterator[RawRow]:
    """The records of delimited text, one by one, numbered from 1; a stray quote spoils its own row only."""
    lines = io.StringIO(text, newline=None).readlines()
    delimiter = _delimiter(lines)
    at = number = 0
    while at < len(lines):
        number += 1
        cells, problem, taken = _record(lines, at, delimiter)
        yield RawRow(number, cells, problem)
        at += taken


def _delimiter(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _record(lines: Sequence[str], at: int, delimiter: str) -> tuple[tuple[str, ...], str, int]:
    """The cells of the record that begins on a line, what is wrong with it, and how many lines it takes."""
    quotes, size = 0, 0
    for count, line in enumerate(lines[at : at + MOST_LINES], 1):
        quotes += line.count('"')
        size += len(line)
        if size > MAX_RECORD:
            break
        if quotes % 2 == 0:
            cells = _cells(lines[at : at + count], delimiter)
            if cells is not None:
                return cells, "", count
            break
    if size > MAX_RECORD:
        return (clean(lines[at], limit=200),), f"is longer than {MAX_RECORD:,} characters", 1
    return (
        (clean(lines[at], limit=200),),
        'has a stray quote, so its cells cannot be told apart; double it ("") or take it out',
        1,
    )


def _cells(lines: Sequence[str], delimiter: str) -> tuple[str, ...] | None:
    try:
        return tuple(next(csv.reader(lines, delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration):
        return None


def _header(records: Iterator[RawRow], path: Path) -> tuple[str, ...]:
    for record in records:
        cells = [clean(cell) for cell in record.cells]
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
