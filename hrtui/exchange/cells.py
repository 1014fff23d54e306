"""Cells of CSV files that leave the house: nothing a spreadsheet would compute, nothing a terminal would obey."""

from __future__ import annotations

import re

from hrtui.text import clean

FORMULA = tuple("=+-@＝＋－＠")
LONGEST = 32_000  # what a spreadsheet takes in one cell
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?", re.ASCII)


def csv_cell(cell: object) -> str:
    """A cell as text: numbers as they are, what would be a formula behind an apostrophe, no control characters."""
    text = clean("" if cell is None else str(cell), limit=LONGEST)
    risky = text.lstrip("'").startswith(FORMULA) and not _NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


def restored(text: str) -> str:
    """A cell without the apostrophe that `csv_cell` put before it."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text
