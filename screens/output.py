"""What goes to the terminal: the difference between two frames, cell by cell, instead of Textual's whole regions."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.geometry import Offset

from screens.cells import Canvas, Row, place
from screens.driver import Driver

if TYPE_CHECKING:
    from textual.color import Color
    from textual.screen import Screen
    from textual.strip import Strip
    from textual.style import Style as Look

NOWHERE = Offset(0, 0)
SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"


_looks = StylesCache.get_inner_outer.__wrapped__


@lru_cache(256)
def inner_outer(base: Color, background: Color) -> tuple[Look, Look]:
    """The looks of a widget's background, which follow from two colours alone.

    Textual remembers them for each widget, and by that keeps a thousand closed widgets with every line they painted.
    """
    return _looks(None, base, background)


StylesCache.get_inner_outer = staticmethod(inner_outer)  # type: ignore[method-assign, assignment]  # as above


class DiffOutput(App[int]):
    """An App that remembers what the terminal shows and sends only the cells that differ.

    A shifted block becomes the terminal's own scrolling; a row with joined characters or emoji is sent whole, each
    such cell followed by its column, since terminals disagree about their width. It stands on Textual's private
    `_display`, hence the pinned minor version and the comparison in tests/ui/test_output.py.
    """

    _canvas: Canvas | None = None

    @property
    def has_margins(self) -> bool:
        """Whether the terminal said that it scrolls columns alone."""
        return isinstance(self._driver, Driver) and self._driver.has_margins

    def repaint(self) -> None:
        """Send the whole screen anew, for a terminal that something else has written on."""
        if self._canvas is not None:
            self._canvas.forget()
        self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        driver = self._driver
        stopped = self._batch_count or not self._running or self._closed or self.is_headless
        if renderable is None or stopped or driver is None:
            super()._display(screen, renderable)
            return
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            self._canvas = None
            super()._display(screen, renderable)
            return
        try:
            data = self.difference(renderable)
            if data:
                driver.write(f"{SYNC_START}{data}{SYNC_END}" if self._sync_available else data)
        finally:
            self.post_display_hook()

    def difference(self, update: LayoutUpdate | ChopsUpdate) -> str:
        """The bytes that turn what the terminal shows into the update, the cursor left where something is typed.

        A partial update of a screen of another size is left out: the whole one of the new size follows.
        """
        width, height = self.size
        canvas = self._canvas
        if canvas is None or (canvas.width, canvas.height) != (width, height):
            if not isinstance(update, LayoutUpdate):
                return ""
            erase = not os.environ.get("TERM", "").startswith("screen")
            canvas = self._canvas = Canvas(width, height, erase)
        canvas.margins = self.has_margins
        data = canvas.paint(self._touched(canvas, update))
        if not data or self.cursor_position == NOWHERE:
            return data
        column, line = self.screen.outer_size.clamp_offset(self.cursor_position)
        return f"{data}\x1b[{line + 1};{column + 1}H"

    def _touched(self, canvas: Canvas, update: LayoutUpdate | ChopsUpdate) -> dict[int, Row]:
        touched: dict[int, Row] = {}
        if isinstance(update, LayoutUpdate):
            for y, strips in enumerate(update.strips, update.region.y):
                if y < canvas.height:
                    touched[y] = list(canvas.rows[y])
                    self._place(strips, touched[y], update.region.x)
            return touched
        for y, left, right in update.spans:
            if y >= canvas.height:
                continue
            row = touched.setdefault(y, list(canvas.rows[y]))
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x <= right and end > left:
                    self._place([strip], row, x)
        return touched

    def _place(self, strips: Iterable[Strip], row: Row, column: int) -> None:
        for strip in strips:
            for text, style, control in strip:
                if not control:
                    column = place(text, self._codes(style), row, column)

    def _codes(self, style: Style | None) -> str:
        system = self.console._color_system
        return "" if style is None or system is None else style._make_ansi_codes(system)
