"""Where the cursor of a list is and which rows its window shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Position:
    """A cursor in `count` rows, and a window of `height` rows from `top` on that always holds it."""

    count: int = 0
    height: int = 0
    cursor: int = 0
    top: int = 0

    def go(self, index: int) -> None:
        """Put the cursor on a row, moving the window as little as needed."""
        self.cursor = max(0, min(index, self.count - 1))
        self._settle()

    def scroll(self, rows: int) -> None:
        """Move cursor and window by as many rows, so that the cursor keeps its line."""
        self.top += rows
        self.go(self.cursor + rows)

    def resize(self, height: int) -> None:
        """Show another number of rows."""
        self.height = max(0, height)
        self._settle()

    def place(self, count: int, index: int | None) -> None:
        """Take another list: the cursor goes to `index` and keeps its line, or to the first row."""
        line = self.cursor - self.top
        self.count = count
        self.top = 0 if index is None else index - line
        self.go(index or 0)

    @property
    def page(self) -> int:
        """How far a page goes: one row less than are shown."""
        return max(1, self.height - 1)

    def _settle(self) -> None:
        self.top = max(0, min(self.top, self.count - self.height))
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + max(1, self.height):
            self.top = self.cursor - max(1, self.height) + 1
