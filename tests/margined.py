"""Terminals as people have them, which pyte's is not: lines that come in have the colour in use, and left and right margins
(DECLRMM, DECSLRM) let lines be shifted between them alone."""

from __future__ import annotations

import itertools
from typing import Any

import pyte

MODE = 69 << 5  # how pyte keeps a private mode


class Filling(pyte.Screen):
    """pyte's screen, but lines that come in are filled with the colour in use (`bce` in terminfo)."""

    def delete_lines(self, count: int | None = None) -> None:
        """DL: the last lines of the region come in."""
        super().delete_lines(count)
        top, bottom = self._region()
        if top <= self.cursor.y <= bottom:
            self._fill(range(max(self.cursor.y, bottom + 1 - (count or 1)), bottom + 1))

    def insert_lines(self, count: int | None = None) -> None:
        """IL: lines come in where the cursor is."""
        super().insert_lines(count)
        top, bottom = self._region()
        if top <= self.cursor.y <= bottom:
            self._fill(range(self.cursor.y, min(self.cursor.y + (count or 1), bottom + 1)))

    def _region(self) -> tuple[int, int]:
        return (self.margins.top, self.margins.bottom) if self.margins else (0, self.lines - 1)

    def _fill(self, lines: range) -> None:
        for y in lines:
            self.buffer[y].update(dict.fromkeys(range(self.columns), self.cursor.attrs))


class Margined(Filling):
    """pyte's screen, with margins while their mode is set."""

    margins_across: tuple[int, int] | None = None

    def set_left_right(self, left: int = 0, right: int = 0, **_: Any) -> None:
        """DECSLRM: from column `left` to `right`, counted from one; the cursor goes home."""
        if MODE in self.mode:
            self.margins_across = max(1, left) - 1, (right or self.columns) - 1
            self.cursor_position()

    def reset_mode(self, *modes: int, **how: Any) -> None:
        """Without their mode there are no margins."""
        super().reset_mode(*modes, **how)
        if MODE not in self.mode:
            self.margins_across = None

    def delete_lines(self, count: int | None = None) -> None:
        """DL: what is beside the margins stays."""
        self._shift(count or 1, super().delete_lines)

    def insert_lines(self, count: int | None = None) -> None:
        """IL: what is beside the margins stays."""
        self._shift(count or 1, super().insert_lines)

    def _shift(self, count: int, shift: Any) -> None:
        across = self.margins_across
        if across is None or not across[0] <= self.cursor.x <= across[1]:
            if across is None:
                shift(count)
            return
        kept = {
            y: {x: self.buffer[y][x] for x in range(self.columns) if not across[0] <= x <= across[1]}
            for y in range(self.lines)
        }
        shift(count)
        for y, cells in kept.items():
            self.buffer[y].update(cells)


class MarginedStream(pyte.Stream):
    """A stream that knows DECSLRM."""

    csi = pyte.Stream.csi | {"s": "set_left_right"}
    events = frozenset(itertools.chain(pyte.Stream.events, ["set_left_right"]))


class MarginedBytes(pyte.ByteStream):
    """The same for bytes."""

    csi, events = MarginedStream.csi, MarginedStream.events
