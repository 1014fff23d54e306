"""Files that leave the house: made anew, whole or not at all, readable by their owner alone, with nothing a program computes."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path

from hrtui.errors import HrError, RuleBroken
from hrtui.exchange import tables
from hrtui.text import listed

Rows = Iterable[Sequence[object]]
Progress = Callable[[int, int], None]
STEP = 500


class ExportStopped(HrError):
    """The person who started an export stopped it; nothing was written."""


def watched(rows: Rows, progress: Progress | None) -> Rows:
    """The rows, telling every now and then how many went by; what `progress` raises ends the export."""
    for count, row in enumerate(rows):
        if progress is not None and count % STEP == 0:
            progress(count, 0)
        yield row


class Format(StrEnum):
    """What a file of rows may be; vCard is for people alone, text for what has a picture in it."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    VCARD = "vcard"
    VCARD3 = "vcard3"
    TEXT = "text"


ENDINGS: Mapping[str, Format] = {
    ".csv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".json": Format.JSON,
    ".vcf": Format.VCARD,
    ".vcard": Format.VCARD,
    ".txt": Format.TEXT,
}
SPOKEN = {
    Format.CSV: "a CSV file",
    Format.XLSX: "an Excel workbook",
    Format.JSON: "a JSON file",
    Format.VCARD: "a file of vCards (4.0)",
    Format.VCARD3: "a file of vCards (3.0)",
    Format.TEXT: "a text file",
}
TABLES = (Format.CSV, Format.XLSX, Format.JSON)
PEOPLE = (*TABLES, Format.VCARD, Format.VCARD3)
DRAWN = (*TABLES, Format.TEXT)


def format_of(path: Path, wanted: str = "", allowed: Sequence[Format] = PEOPLE) -> Format:
    """The format asked for, else the one the file's ending names, CSV where it has none; raise RuleBroken for any other."""
    named = ENDINGS.get(path.suffix.lower()) if path.suffix else Format.CSV
    found = Format(wanted) if wanted in tuple(Format) else None if wanted else named
    if found in allowed and found is not None:
        return found
    endings = [ending for ending, each in ENDINGS.items() if each in allowed and ending != ".vcard"]
    said = wanted or path.suffix
    raise RuleBroken(f"{said} is no format to write this in; end the file's name with {listed(endings)}.", "path")


def write_table(path: Path, headings: Sequence[str], rows: Rows, form: Format = Format.CSV) -> int:
    """Write rows to a new file and return how many; nothing is left of a file that could not be finished.

    Raises RuleBroken where the file is there already or cannot be written.
    """
    with new_file(path) as part:
        return put_table(part, headings, rows, form)


def write_csv(path: Path, headings: Sequence[str], rows: Rows) -> int:
    """As `write_table`, as CSV."""
    return write_table(path, headings, rows)


def put_table(part: Path, headings: Sequence[str], rows: Rows, form: Format) -> int:
    """Write rows into a file that `new_file` made, and return how many."""
    write: dict[Format, Callable[[Path, Sequence[str], Rows], int]] = {
        Format.CSV: tables.put_csv,
        Format.XLSX: tables.put_xlsx,
        Format.JSON: tables.put_json,
    }
    return write[form](part, headings, rows)


@contextmanager
def new_file(path: Path, replace: bool = False) -> Iterator[Path]:
    """An empty file beside `path`, for its owner alone, that gets its name once all went well and is gone otherwise.

    With `replace` it takes the place of a file that is there, in one step. Raises RuleBroken, about `path`, where that is
    there already or cannot be written.
    """
    try:
        if not replace and os.path.lexists(path):
            raise FileExistsError
        handle, name = tempfile.mkstemp(prefix=".hrtui-", suffix=".part", dir=path.parent)
        os.close(handle)
        part = Path(name)
        try:
            yield part
            _name(part, path, replace)
            _sync(path.parent)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
    except FileExistsError:
        raise RuleBroken(f"{path} is there already; choose another name.", "path") from None
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "that is no path"
        raise RuleBroken(f"{path} cannot be written ({why}); choose another place.", "path") from None


def _name(part: Path, path: Path, replace: bool = False) -> None:
    """Give the finished file its name, and never another's but where `replace` says so; where links cannot be made the
    name is taken first."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    if replace:
        part.replace(path)
        return
    try:
        path.hardlink_to(part)
    except OSError as problem:
        if problem.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        part.replace(path)


def _sync(folder: Path) -> None:
    """Have the name of a new file outlive a loss of power, where the system can promise it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
