"""Writing a text of several lines: how it is broken to a width, where the cursor is in it, and what each key does."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import NamedTuple

from rich.cells import split_graphemes

from hrtui.text import clean
from screens.text import LOOSE, width_of
from screens.widgets.editing import Edit, edited, view

MOST = 100_000
"""More than this is not taken in: what is far too long is to be seen to be so, and not to be waited for."""
MOVES = ("up", "down", "pageup", "pagedown")
TO_START, TO_END = ("home", "ctrl+a"), ("end", "ctrl+e")
BEFORE = {"left": "left", "backspace": "", "ctrl+h": "", "ctrl+w": "", "ctrl+left": "left"}
"""What, at the start of a line, is done to the line break before it."""
BEHIND = {"right": "right", "delete": "", "ctrl+d": "", "ctrl+k": "", "ctrl+right": "right"}
"""What, at the end of a line, is done to the line break behind it."""


class Piece(NamedTuple):
    """A line as it is painted: from where to where in the text, and whether the text is broken behind it for its width only."""

    start: int
    end: int
    goes_on: bool


class Writing:
    """A text as it is seen: broken to `width` cells, `rows` lines of it from the line `top` on. The cursor keeps its column
    while it goes up and down."""

    def __init__(self, width: int = 60, rows: int = 5) -> None:
        self.width, self.rows, self.top = width, rows, 0
        self._column: int | None = None
        self._broken: dict[str, list[int]] = {}
        self._laid: tuple[str, int, list[Piece]] | None = None

    def fit(self, width: int, rows: int) -> None:
        """Take the room there is."""
        self.width, self.rows = max(4, width), max(1, rows)

    def pieces(self, text: str) -> list[Piece]:
        """The lines of a text as they are painted; what is unchanged since the last text is not broken again."""
        room = self.width - 1  # the cursor stands behind a full line too
        if self._laid is None or self._laid[:2] != (text, room):
            if self._laid is None or self._laid[1] != room:
                self._broken = {}
            before, self._broken = self._broken, {}
            made: list[Piece] = []
            start = 0
            for line in text.split("\n"):
                breaks = before.get(line) or self._broken.get(line) or _breaks(line, room)
                self._broken[line] = breaks
                made += [Piece(start + one, start + two, True) for one, two in pairwise(breaks)]
                made.append(Piece(start + breaks[-1], start + len(line), False))
                start += len(line) + 1
            self._laid = (text, room, made)
        return self._laid[2]

    def line_of(self, edit: Edit) -> int:
        """The painted line that the cursor is on."""
        return bisect_right(self.pieces(edit.text), edit.at, key=lambda piece: piece.start) - 1

    def follow(self, edit: Edit) -> None:
        """Scroll as little as needed to see the cursor."""
        line, last = self.line_of(edit), len(self.pieces(edit.text)) - self.rows
        self.top = max(0, min(max(line - self.rows + 1, min(self.top, line)), last))

    def goes_past(self, text: str) -> bool:
        """Whether the text has more lines than are seen."""
        return len(self.pieces(text)) > self.rows

    def painted(self, edit: Edit, row: int) -> tuple[str, str, str] | None:
        """What is shown before, under and behind the cursor on a row of those seen; None where it is on another row."""
        at = self.top + row
        pieces = self.pieces(edit.text)
        if self.line_of(edit) != at:
            return None
        piece = pieces[at]
        return view(Edit(edit.text[piece.start : piece.end], edit.at - piece.start), self.width)

    def plain(self, text: str, row: int) -> str:
        """The text of a row of those seen; empty below the last line."""
        pieces = self.pieces(text)
        at = self.top + row
        return text[pieces[at].start : pieces[at].end] if at < len(pieces) else ""

    def pressed(self, edit: Edit, key: str, character: str | None) -> Edit | None:
        """The text after a key, or None where the key does nothing to it."""
        if key in MOVES:
            return self._up_or_down(edit, key)
        self._column = None
        if key == "enter":
            return written(edit, "\n")
        if key in ("ctrl+home", "ctrl+end"):
            return Edit(edit.text, 0 if key == "ctrl+home" else len(edit.text))
        if key in TO_START or key in TO_END:
            piece = self.pieces(edit.text)[self.line_of(edit)]
            return Edit(edit.text, piece.start if key in TO_START else self._last_of(edit.text, piece))
        return _within_a_line(edit, key, character)

    def _up_or_down(self, edit: Edit, key: str) -> Edit:
        pieces, line = self.pieces(edit.text), self.line_of(edit)
        by = {"up": -1, "down": 1, "pageup": -self.rows, "pagedown": self.rows}[key]
        if self._column is None:
            self._column = width_of(edit.text[pieces[line].start : edit.at])
        to = max(0, min(line + by, len(pieces) - 1))
        if abs(by) > 1:
            self.top = max(0, min(self.top + by, len(pieces) - self.rows))
        return Edit(edit.text, self._at_column(edit.text, pieces[to], self._column))

    def _at_column(self, text: str, piece: Piece, column: int) -> int:
        """Where in a painted line the cursor stands in a column, or at the line's end."""
        line = text[piece.start : piece.end]
        if line.isascii():
            at = piece.start + min(column, len(line))
        else:
            ends = accumulate((cells for _, _, cells in split_graphemes(line)[0]), initial=0)
            stops = [*(span[0] for span in split_graphemes(line)[0]), len(line)]
            at = piece.start + max(stop for stop, end in zip(stops, ends, strict=True) if end <= column)
        return min(at, self._last_of(text, piece))

    def _last_of(self, text: str, piece: Piece) -> int:
        """The last place of the cursor on a painted line: where the line goes on below, the one before that."""
        if not piece.goes_on:
            return piece.end
        line = text[piece.start : piece.end]
        return piece.start + (len(line) - 1 if line.isascii() else split_graphemes(line)[0][-1][0])


def tidied(text: str) -> str:
    """A text of several lines as it may be stored and painted."""
    return LOOSE.sub("", clean(text, lines=True, limit=MOST))


def written(edit: Edit, text: str) -> Edit:
    """Text of any number of lines put in at the cursor; what may not be stored is left out."""
    body = tidied(text)
    return Edit(edit.text[: edit.at] + body + edit.text[edit.at :], edit.at + len(body))


def _within_a_line(edit: Edit, key: str, character: str | None) -> Edit | None:
    """What a key does to the line the cursor is in, or to the break at its end where there is nothing else that way."""
    text, at = edit.text, edit.at
    if key == "ctrl+u":
        return Edit()
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    if at == start and key in BEFORE and character is None:
        cut = max(0, at - 1)
        return Edit(text if BEFORE[key] else text[:cut] + text[at:], cut)
    if at == end and key in BEHIND and character is None:
        return Edit(text, min(len(text), at + 1)) if BEHIND[key] else Edit(text[:at] + text[at + 1 :], at)
    line = edited(Edit(text[start:end], at - start), key, character)
    return None if line is None else Edit(text[:start] + line.text + text[end:], start + line.at)


def _breaks(line: str, room: int) -> list[int]:
    """Where the painted lines of a line of text begin: behind a blank, or where a word alone is too wide."""
    if line.isascii():
        starts = [0]
        while len(line) - starts[-1] > room:
            start = starts[-1]
            blank = line.rfind(" ", start, start + room + 1)
            starts.append(blank + 1 if blank >= start else start + room)
        return starts
    return _wide_breaks(line, room)


def _wide_breaks(line: str, room: int) -> list[int]:
    """The same for signs of any width: `cells` are those of the line so far, `since` those behind its last blank."""
    starts, cells, blank, since = [0], 0, 0, 0
    for start, end, width in split_graphemes(line)[0]:
        is_blank = line[start] == " "
        hangs = is_blank and cells == room
        if cells + width > room and not hangs and blank > starts[-1]:
            starts.append(blank)
            cells = since
        if cells + width > room and not hangs and start > starts[-1]:
            starts.append(start)
            cells = 0
        cells += width
        blank, since = (end, 0) if is_blank else (blank, since + width)
    if cells > room:
        starts.append(len(line))
    return starts
