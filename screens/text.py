"""Text from people on its way to the screen: cleaned, measured in cells, never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from hrtui.money import Money, NumberStyle, format_money, to_cents
from hrtui.text import clean
from screens.frames import frames

if TYPE_CHECKING:
    from textual.content import Content


JOINER = "\u200d"
LOOSE = re.compile(rf"(?<=[\x00-\x7f]){JOINER}|{JOINER}(?=[\x00-\x7f]|$)")
"""Joiners beside ASCII join nothing, but let what follows be measured as no cells."""


AMOUNT = re.compile(r"(-?\d+\.\d\d) ([A-Z]{3})")
INITIALS = {"fte": "FTE", "flsa": "FLSA", "dotted": "dotted line"}


class Align(StrEnum):
    """Where a value stands in its column."""

    LEFT = "left"
    RIGHT = "right"


class Tone(StrEnum):
    """What a colour says; always shown together with a sign or a word."""

    PLAIN = ""
    MUTED = "muted"
    STRONG = "strong"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


def shown(text: object) -> str:
    """Any value as one line of text that may be painted: no control, bidi or escape characters, no newline."""
    body = clean(str(text))
    return LOOSE.sub("", body) if JOINER in body else body


def label_of(field: str) -> str:
    """A field's name as people write it: `pay group`, `FTE`."""
    return INITIALS.get(field, shown(field).replace("_", " "))


def worded(text: str, style: NumberStyle) -> str:
    """A value as the trail writes it, an amount of money in the company's way of writing one."""
    amount = AMOUNT.fullmatch(text)
    return format_money(Money(to_cents(Decimal(amount[1])), amount[2]), style, symbol=True) if amount else text


def painted(text: str) -> str:
    """A text about to be painted: its blanks kept, anything that is no sign taken out; costs nothing where it is clean."""
    if text.isprintable():
        return text
    body = clean(text)
    before, after = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return " " * before + body + " " * after if body else " " * before


def content(text: object) -> Content:
    """Any value for widgets that would read a plain string as markup."""
    from textual.content import Content

    return Content(shown(text))


def width_of(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, align: Align = Align.LEFT) -> str:
    """Text in exactly `width` cells, padded or cut with a sign that it was cut."""
    if width <= 0:
        return ""
    text = text.rstrip(JOINER)
    cells = width_of(text)
    if cells > width:
        return set_cell_size(text, width - 1).rstrip(JOINER) + frames().ellipsis
    pad = " " * (width - cells)
    return pad + text if align is Align.RIGHT else text + pad


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Text in at most `most` lines of at most `width` cells, broken at blanks, a path that no line holds behind its slashes too; the last
    line shows where it was cut.

    What fits in one line keeps its blanks, and so its columns.
    """
    if width_of(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in chain.from_iterable(_parts(part, width) for part in text.split()):
        joined = f"{line} {word}" if line else word
        if line and width_of(joined) > width:
            lines.append(line)
            joined = word
        line = joined
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fit(line, width).rstrip() for line in lines]


def _parts(word: str, width: int) -> Iterator[str]:
    """A word that is wider than a line in as few parts as can be, each broken behind a slash; any other as it is."""
    while width_of(word) > width and (end := word.rfind("/", 1, width) + 1):
        yield word[:end]
        word = word[end:]
    yield word
