"""CSV files that leave the house: made anew, readable by their owner alone, with nothing a spreadsheet would compute."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from hrtui.errors import RuleBroken
from hrtui.exchange.cells import csv_cell


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write rows to a new file and return how many; nothing is left of a file that could not be finished.

    Raises RuleBroken where the file is there already or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            path.chmod(0o600)
            try:
                return _write(file, headings, rows)
            except BaseException:
                with suppress(OSError):
                    path.unlink()
                raise
    except FileExistsError:
        raise RuleBroken(f"{path} is there already; choose another name.", "path") from None
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "that is no path"
        raise RuleBroken(f"{path} cannot be written ({why}); choose another place.", "path") from None


def _write(file: TextIO, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(headings)
    count = 0
    for row in rows:
        writer.writerow([csv_cell(cell) for cell in row])
        count += 1
    return count
