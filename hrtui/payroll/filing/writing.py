"""A return, list of deposits or remittances as a table in a file: CSV, XLSX or JSON by the name's ending."""

from __future__ import annotations

from pathlib import Path

from hrtui.audit.writing import note_read
from hrtui.context import Context
from hrtui.exchange.files import TABLES, format_of
from hrtui.payroll.filing.model import Filing, Written
from hrtui.payroll.filing.service import permitted
from hrtui.payroll.outputs import files


def write(ctx: Context, filing: Filing, path: Path, replace: bool = False) -> Written:
    """Write the rows of a filing to a file of 0600; the entry with the checksum is in the trail before it has its name.

    Raises NotAllowed, and RuleBroken where the ending names no format or the file is there already.
    """
    permitted(ctx)
    form, rows = format_of(path, allowed=TABLES), sum(1 for _ in filing.table.rows)

    def keep(file: files.Written) -> None:
        note_read(ctx, filing.name, "file", {"count": str(rows), **file.detail}, area="payroll")

    made = files.write_table(path, filing.table, form, replace=replace, before_naming=keep)
    return Written(str(made.path), made.sha256, rows, filing.notices)
