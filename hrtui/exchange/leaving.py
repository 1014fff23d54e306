"""What leaves an import as a file: refused rows with their reasons, to be corrected and taken in again, and the mapping."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hrtui.errors import RuleBroken
from hrtui.exchange import mapwrite
from hrtui.exchange.cells import csv_cell
from hrtui.exchange.files import write_csv
from hrtui.exchange.guess import ADDED
from hrtui.exchange.model import FileMapping, ImportReport
from hrtui.exchange.sources import refused_rows


def write_refused(report: ImportReport, path: Path) -> int:
    """Write the rows that were not taken to a new CSV file, with the columns of their file, their row and the reasons.

    Corrected, it goes in like the file itself: the two columns more do not count. Returns how many; raises RuleBroken.
    """
    headings = [csv_cell(name) for name in (*report.sheet.header, *ADDED)]
    return write_csv(path, headings, _refused(report))


def _refused(report: ImportReport) -> Iterator[list[str]]:
    width = len(report.sheet.header)
    for row in refused_rows(report.sheet, report.options, report.faults):
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        more = [f"cells without a column: {', '.join(row.cells[width:])}"] if len(row.cells) > width else []
        yield [*cells, str(row.row), "; ".join([*row.reasons, *more])]


def write_mapping(mapping: FileMapping, path: Path) -> None:
    """Write a mapping to a new file that `--map` reads. Raises RuleBroken where it is there already or cannot be written."""
    try:
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(mapwrite.as_yaml(mapping))
    except FileExistsError:
        raise RuleBroken(f"{path} is there already; choose another name.", "path") from None
    except (OSError, ValueError) as problem:
        with suppress(OSError, ValueError):
            path.unlink(missing_ok=True)
        why = problem.strerror if isinstance(problem, OSError) else "that is no path"
        raise RuleBroken(f"{path} cannot be written ({why}); choose another place.", "path") from None
