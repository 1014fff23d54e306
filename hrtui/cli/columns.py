"""Tables on a terminal of any width: how many columns text takes, and lines that fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

WIDTH = 80
LEAST = 4
NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?|\([0-9][0-9,]*(?:\.[0-9]+)?\)", re.ASCII)
CALLED = re.compile(r"[A-Z]{2,5}(?:-[0-9]+)+", re.ASCII)
"""What a record is called by, such as REQ-2026-001."""
DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?", re.ASCII)


def text_width(text: str) -> int:
    """The columns text takes: wide characters two, marks and joiners none."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Text in exactly `width` columns: filled with spaces, or cut and ended with `…`."""
    taken = text_width(text)
    if taken > width:
        text, taken = _cut(text, width - 1) + "…", width
        taken = text_width(text)
    space = " " * (width - taken)
    return space + text if right else text + space


def _cut(text: str, width: int) -> str:
    taken = 0
    for at, char in enumerate(text):
        taken += _char_width(char)
        if taken > width:
            return text[:at]
    return text


def table_lines(rows: Sequence[Sequence[str]], headings: Sequence[str], width: int = WIDTH) -> list[str]:
    """The lines of a table: headings, then rows; the widest columns give way until it fits, numbers stand right."""
    return page_lines(rows, headings, width, None)[0]


Layout = list[tuple[int, bool]]


def page_lines(
    rows: Sequence[Sequence[str]], headings: Sequence[str], width: int, layout: Layout | None, more: bool = False
) -> tuple[list[str], Layout]:
    """The lines of a page of a long table, and its layout (width of each column, whether it stands right): the first page,
    without one, makes it and has the headings. Where more pages follow, its columns take all the width there is."""
    shown = rows if layout else [headings, *rows]
    if layout is None:
        columns = list(zip(headings, *rows, strict=True))
        widths = _narrowed(
            [max(map(text_width, column)) for column in columns], width, [_least(column[1:]) for column in columns]
        )
        spare = (width - sum(widths) - 2 * (len(widths) - 1)) // len(widths) if more else 0
        wide = [taken + max(spare, 0) for taken in widths]
        layout = [(taken, _numbers(column[1:])) for taken, column in zip(wide, columns, strict=True)]
    lines = [
        "  ".join(fitted(cell, wide, right=right) for cell, (wide, right) in zip(row, layout, strict=True)).rstrip()
        for row in shown
    ]
    return lines, layout


def _narrowed(widths: Sequence[int], width: int, least: Sequence[int]) -> list[int]:
    """Widths that fit: the widest gives way first, none below its least unless all of them together are too wide."""
    out, room = list(widths), width - 2 * (len(widths) - 1)
    if sum(least) > room:
        least = [LEAST] * len(out)
    while sum(out) > room:
        spare = [taken if taken > few else 0 for taken, few in zip(out, least, strict=True)]
        if not any(spare):
            break
        out[spare.index(max(spare))] -= 1
    return out


def _least(cells: Sequence[str]) -> int:
    """The least width of a column: its own where it holds days, times, numbers or what records are called by, which tell something else when cut."""
    filled = [cell for cell in cells if cell]
    whole = bool(filled) and all(
        DAY.fullmatch(cell) or NUMBER.fullmatch(cell) or CALLED.fullmatch(cell) for cell in filled
    )
    return max(LEAST, *map(text_width, filled)) if whole else LEAST


def _numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(NUMBER.fullmatch(cell) for cell in filled)
