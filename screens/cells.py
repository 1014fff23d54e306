"""The terminal as rows of cells: what must be sent to turn the picture it shows into the next one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.cells import split_graphemes

from hrtui.text import BIDI
from screens.scrolled import shifted

Cell = tuple[str, str]
"""What one column shows: a grapheme (empty in the second column of a wide one) and its SGR codes."""
Row = list[Cell]

UNKNOWN: Cell = ("\0", "")
LINES = frozenset(("4", "7", "9", "21", "53"))
"""Attributes that show on blanks too: underlines, reverse, strikes."""
GAP = 4
SCROLL_ROWS = 5
TAIL = 8
SIMPLE = re.compile("[ -~\xa1-\xac\xae-\u02ff\u2013\u2014\u2018-\u201d\u2022\u2026\u2500-\u25fc]*")
"""Text whose characters take one column each and stand alone: Latin letters, and what frames are drawn with."""
BLANKS = re.compile(" {12,}")
HIDDEN = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xE0000, 0xE0080), 0xFEFF))
HIDDEN |= dict.fromkeys((0x2028, 0x2029, *map(ord, BIDI)))


def place(text: str, style: str, row: Row, column: int) -> int:
    """Write `text` into `row` from `column` on and return the column after it; what does not fit is left out."""
    width = len(row)
    if SIMPLE.fullmatch(text):
        text = text[: max(0, width - column)]
        end = column + len(text)
        _part(row, column)
        _part(row, end)
        row[column:end] = map(_cells_of(style).__getitem__, text)
        return end
    text = text.translate(HIDDEN)
    for start, end, cells in split_graphemes(text)[0]:
        if cells == 0 or column + cells > width:
            continue
        _part(row, column)
        _part(row, column + cells)
        row[column] = (text[start:end], style)
        row[column + 1 : column + cells] = [("", style)] * (cells - 1)
        column += cells
    return column


class _Cells(dict[str, Cell]):
    """The cells of one style by what they show: each is made once, so that rows are compared by identity and take no memory."""

    def __init__(self, style: str) -> None:
        self._style = style

    def __missing__(self, char: str) -> Cell:
        cell = self[char] = (char, self._style)
        return cell


@lru_cache(256)
def _cells_of(style: str) -> _Cells:
    return _Cells(style)


def _part(row: Row, column: int) -> None:
    """Blank both halves of a wide character that begins before `column` and ends after it."""
    if 0 < column < len(row) and row[column][0] == "":
        row[column - 1], row[column] = (" ", row[column - 1][1]), (" ", row[column][1])


def is_risky(cell: Cell) -> bool:
    """Whether terminals may disagree about the width of the cell: joined characters and emoji."""
    return len(cell[0]) > 1 or cell[0] >= "\U0001f000"


@lru_cache(4096)
def split(style: str) -> tuple[str, str, tuple[str, ...]]:
    """Take SGR codes apart: foreground, background, and the attributes."""
    fore = back = ""
    attributes: list[str] = []
    codes = iter(style.split(";") if style else ())
    for code in codes:
        if code in ("38", "48"):
            mode = next(codes, "")
            value = ";".join([code, mode, *(next(codes, "") for _ in range(3 if mode == "2" else 1))])
            fore, back = (value, back) if code == "38" else (fore, value)
        elif code in _FORE:
            fore = "" if code == "39" else code
        elif code in _BACK:
            back = "" if code == "49" else code
        else:
            attributes.append(code)
    return fore, back, tuple(attributes)


_FORE = frozenset(map(str, (*range(30, 38), 39, *range(90, 98))))
_BACK = frozenset(map(str, (*range(40, 48), 49, *range(100, 108))))


_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}


@lru_cache(4096)
def transition(before: str | None, after: str) -> str:
    """The shortest sequence that makes a terminal writing in style `before` (None: not known) write in `after`."""
    if before == after:
        return ""
    whole = f"\x1b[0;{after}m" if after else "\x1b[0m"
    if before is None:
        return whole
    (fore, back, attributes), (new_fore, new_back, new_attributes) = split(before), split(after)
    off = {_OFF.get(code, "") for code in attributes if code not in new_attributes}
    if "" in off:
        return whole
    codes = sorted(off)
    codes += [code for code in new_attributes if code not in attributes or _OFF.get(code) in off]
    codes += [new_fore or "39"] if new_fore != fore else []
    codes += [new_back or "49"] if new_back != back else []
    change = f"\x1b[{';'.join(codes)}m"
    return change if len(change) < len(whole) else whole


class Piece(NamedTuple):
    """Text of one style from a place on."""

    style: str
    y: int
    x: int
    text: str
    width: int


class Canvas:
    """What the terminal shows, as far as it was told; `paint` says what to tell it next.

    `erase` is whether the terminal fills what it erases with the background colour (GNU screen does not), `margins` whether
    it scrolls what stands left of a column alone.
    """

    margins = False

    def __init__(self, width: int, height: int, erase: bool = True) -> None:
        self.width, self.height, self._erase = width, height, erase
        self.rows: list[Row] = [[UNKNOWN] * width for _ in range(height)]
        self._style: str | None = None
        self._out: list[str] = []

    def forget(self) -> None:
        """Assume nothing of what the terminal shows: the next frame sends all of it."""
        self.rows = [[UNKNOWN] * self.width for _ in range(self.height)]
        self._style = None

    def paint(self, touched: dict[int, Row]) -> str:
        """The bytes that make the terminal show the touched rows; empty where it shows them already."""
        self._out = []
        changed = {y: row for y, row in touched.items() if row != self.rows[y]}
        if len(changed) > SCROLL_ROWS:
            changed = self._scroll(changed)
        pieces: list[Piece] = []
        for y in sorted(changed):
            if _has_risky(changed[y]) or _has_risky(self.rows[y]):
                self._paint_whole(y, changed[y])
            else:
                pieces += self._pieces(y, self.rows[y], changed[y])
            self.rows[y] = changed[y]
        self._send(pieces)
        return "".join(self._out)

    def _scroll(self, changed: dict[int, Row]) -> dict[int, Row]:
        """Let the terminal shift a block where most changed rows are old ones moved; return what is left to paint."""
        found = shifted(self.rows, changed, self.margins)
        if found is None:
            return changed
        shift, top, bottom, right = found
        wanted = {y: changed.get(y, self.rows[y]) for y in range(top, bottom + 1)}
        style = self._ground(wanted[bottom if shift > 0 else top][:right])
        count = abs(shift) if abs(shift) > 1 else ""
        move = f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H\x1b[{count}{'M' if shift > 0 else 'L'}\x1b[r"
        self._write(style, move if right == self.width else f"\x1b[?69h\x1b[1;{right}s{move}\x1b[?69l")
        block, blank = [row[:right] for row in self.rows[top : bottom + 1]], [[(" ", style)] * right] * abs(shift)
        moved = block[shift:] + blank if shift > 0 else blank + block[:shift]
        for y, row in enumerate(moved, top):
            self.rows[y] = row + self.rows[y][right:]
        return {y: row for y, row in (changed | wanted).items() if row != self.rows[y]}

    def _ground(self, row: Row) -> str:
        """The style of most blanks of a row that comes in, which the terminal fills it with; none where it does not."""
        blanks = Counter(style for text, style in row if text == " " and not split(style)[2])
        return blanks.most_common(1)[0][0] if self._erase and blanks else ""

    def _pieces(self, y: int, old: Row, new: Row) -> Iterator[Piece]:
        """What differs in a row, a piece for each style."""
        tail = self._tail(old, new)
        for start, end in _runs(old, new, tail):
            x = start
            for style, cells in groupby(new[start:end], itemgetter(1)):
                chars = [char for char, _ in cells]
                following = x + len(chars)
                if old[x:following] != new[x:following]:
                    yield Piece(style, y, x, "".join(chars), len(chars))
                x = following
        if tail < self.width:
            yield Piece(new[-1][1], y, tail, "\x1b[K", 0)

    def _send(self, pieces: list[Piece]) -> None:
        """Send pieces style by style, next the one that is told shortest after the one in use: naming a place is a third of
        naming colours."""
        order: dict[str, list[Piece]] = {}
        for piece in pieces:
            order.setdefault(piece.style, []).append(piece)
        at = (-1, -1)
        while order:
            nearest = min(order, key=lambda style: len(transition(self._style, style)))
            at = self._send_styled(order.pop(nearest), at)

    def _send_styled(self, pieces: list[Piece], at: tuple[int, int]) -> tuple[int, int]:
        """Send pieces of one style from the top down, the cursor at a row and column; where it is then."""
        for piece in pieces:
            self._go(piece.y, at[1] if at[0] == piece.y else -1, piece.x)
            text, left = self._shortened(piece)
            self._write(piece.style, text)
            at = (piece.y, piece.x + piece.width - left)
        return at

    def _shortened(self, piece: Piece) -> tuple[str, int]:
        """The text, and how far before its end the cursor stays: long blanks are erased, where the terminal fills what
        it erases and nothing is drawn on blanks."""
        if piece.width < TAIL or not self._erase or not LINES.isdisjoint(split(piece.style)[2]):
            return piece.text, 0
        body = piece.text.rstrip(" ")
        left = len(piece.text) - len(body)
        if left < TAIL:
            return BLANKS.sub(_erased, piece.text), 0
        return f"{BLANKS.sub(_erased, body)}\x1b[{left}X", left

    def _paint_whole(self, y: int, row: Row) -> None:
        """Send the row whole, naming the column anew after each cell a terminal may draw wider or narrower."""
        self._write(row[0][1], f"\x1b[{y + 1}H")
        for x, cell in enumerate(row):
            self._write(cell[1], cell[0])
            following = x + (2 if x + 1 < self.width and row[x + 1][0] == "" else 1)
            if is_risky(cell) and following < self.width:
                self._out.append(f"\x1b[{following + 1}G")

    def _tail(self, old: Row, new: Row) -> int:
        """From which column on the row is blank and one erase is shorter than what is there; the width where none is."""
        last = new[-1]
        if not self._erase or last[0] != " " or split(last[1])[2]:
            return self.width
        tail = self.width
        while tail > 0 and new[tail - 1] == last:
            tail -= 1
        return self.width if self.width - tail < TAIL or old[tail:] == new[tail:] else tail

    def _go(self, y: int, at: int, x: int) -> None:
        """Go to a place from column `at` of its row, or from anywhere where that is negative or behind it."""
        if at < 0 or at > x:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        elif x > at:
            self._out.append(f"\x1b[{x - at}C" if x - at > 1 else "\x1b[C")

    def _put(self, cells: Iterable[Cell]) -> None:
        for text, style in cells:
            if style != self._style:
                self._out.append(transition(self._style, style))
                self._style = style
            self._out.append(text)

    def _write(self, style: str, text: str) -> None:
        self._put([(text, style)])


def _erased(blanks: re.Match[str]) -> str:
    """Blanks erased, and the cursor taken behind them."""
    count = len(blanks[0])
    return f"\x1b[{count}X\x1b[{count}C"


def _has_risky(row: Row) -> bool:
    texts = [text for text, _ in row]
    return len(max(texts, key=len)) > 1 or max(texts) >= "\U0001f000"


def _runs(old: Row, new: Row, end: int) -> list[tuple[int, int]]:
    """The stretches that differ, those a few equal cells apart joined; wide characters are never cut in two."""
    runs: list[tuple[int, int]] = []
    for x in [x for x in range(end) if old[x] != new[x]]:
        start, stop = x, x + 1
        while start > 0 and new[start][0] == "":
            start -= 1
        while stop < end and new[stop][0] == "":
            stop += 1
        if runs and start - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], max(stop, runs[-1][1]))
        else:
            runs.append((start, stop))
    return runs
