"""Files of payroll as they are written: for their owner alone, whole or not at all, with the checksum the audit trail keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hrtui.exchange.files import Format, new_file, put_table
from hrtui.payroll.outputs.values import Table

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: where, how many bytes, and the SHA-256 of its content in hexadecimal."""

    path: Path
    size: int
    sha256: str

    @property
    def detail(self) -> dict[str, str]:
        """What the audit entry says of it."""
        return {"file": self.path.name, "bytes": str(self.size), "sha256": self.sha256}


def write(
    path: Path, content: bytes, *, replace: bool = False, before_naming: Callable[[Written], None] | None = None
) -> Written:
    """Write bytes to a file of mode 0600 under a temporary name, sync it, and give it its name.

    `before_naming` is told the size and checksum while the file has no name yet: whoever leaves an audit entry does it
    there, so that no file is without its entry; what it raises leaves nothing behind.
    Raises RuleBroken where the file is there already (unless `replace`) or cannot be written.
    """
    return _written(path, lambda part: part.write_bytes(content), replace, before_naming)


def write_table(
    path: Path,
    table: Table,
    form: Format = Format.CSV,
    *,
    replace: bool = False,
    before_naming: Callable[[Written], None] | None = None,
) -> Written:
    """As `write`, a table as CSV, XLSX or JSON, with nothing in it that a spreadsheet would compute."""
    return _written(path, lambda part: put_table(part, table.headings, table.rows, form), replace, before_naming)


def _written(
    path: Path, fill: Callable[[Path], object], replace: bool, before_naming: Callable[[Written], None] | None
) -> Written:
    with new_file(path, replace=replace) as part:
        fill(part)
        made = Written(path, part.stat().st_size, sha256_of(part))
        if before_naming is not None:
            before_naming(made)
    return made


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()
