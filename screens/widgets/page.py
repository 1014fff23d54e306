"""A page of text longer than the screen: scrolled by the keys of lists, with lines that lead somewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from screens.frames import frames
from screens.keys import Commanded, bindings
from screens.widgets.lines import LineWidget, Span, thumb

MOVES = ("table.down", "table.up", "table.page_down", "table.page_up", "table.first", "table.last", "table.open")


class Page(LineWidget, Commanded, can_focus=True):
    """Lines of spans. Where some lines are links (line to address) the cursor steps from link to link and enter opens."""

    BINDINGS = [item for item in bindings("table") if isinstance(item, Binding) and item.id in MOVES]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"page--cursor"}
    DEFAULT_CSS = """
    Page { height: 1fr; width: 1fr; padding: 0 1; }
    Page > .page--cursor { color: $block-cursor-foreground; background: $block-cursor-background; }
    """

    class Opened(Message):
        """Enter was pressed on a link."""

        def __init__(self, address: str) -> None:
            super().__init__()
            self.address = address

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Sequence[Span]] = ()
        self.links: list[tuple[int, range, str]] = []
        self.top = 0
        self.at = 0

    def show(self, lines: Sequence[Sequence[Span]], links: Mapping[tuple[int, range], str] | None = None) -> None:
        """Show these lines; `links` are addresses by line and the columns the cursor covers."""
        was = self.links[self.at][2] if self.at < len(self.links) else ""
        self.lines = lines
        self.links = [(line, columns, address) for (line, columns), address in (links or {}).items()]
        self.at = next((index for index, link in enumerate(self.links) if link[2] == was), 0)
        self.top = min(self.top, self._last_top())
        self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter opens only where there is a link."""
        return bool(self.links) if parameters == ("table.open",) else True

    def _last_top(self) -> int:
        return max(0, len(self.lines) - self.size.height)

    def render_line(self, y: int) -> Strip:
        """One line, the link under the cursor marked, and the scroll bar at the edge."""
        width, line = self.size.width, self.top + y
        strip = self.strip(self.lines[line] if line < len(self.lines) else (), width)
        if self.at < len(self.links) and self.links[self.at][0] == line and self.has_focus:
            strip = self._marked(strip, self.links[self.at][1])
        shown = thumb(self.size.height, len(self.lines), self.top)
        if shown is None:
            return strip
        sign = frames().thumb if y in shown else frames().track
        return Strip.join([strip.crop(0, width - 1), Strip([Segment(sign, self.named_style("line--muted"))], 1)])

    def _marked(self, strip: Strip, columns: range) -> Strip:
        before, inside, after = strip.divide([columns.start, columns.stop, strip.cell_length])
        return Strip.join([before, Strip([Segment(inside.text, self.named_style("page--cursor"))]), after])

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the last line at the bottom, not above it."""
        self.top = min(self.top, self._last_top())

    def on_mouse_scroll_down(self) -> None:
        """Scroll down."""
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        """Scroll up."""
        self._scroll(-3)

    def do_down(self) -> None:
        """To the next link, or a line down."""
        self._step(1)

    def do_up(self) -> None:
        """To the link before, or a line up."""
        self._step(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self._scroll(self.size.height - 1)

    def do_page_up(self) -> None:
        """A page up."""
        self._scroll(1 - self.size.height)

    def do_first(self) -> None:
        """To the first line."""
        self._step(-len(self.links)) if self.links else self._scroll(-len(self.lines))

    def do_last(self) -> None:
        """To the last line."""
        self._step(len(self.links)) if self.links else self._scroll(len(self.lines))

    def do_open(self) -> None:
        """Open the link under the cursor."""
        if self.links:
            self.post_message(self.Opened(self.links[self.at][2]))

    def _step(self, by: int) -> None:
        if not self.links:
            self._scroll(by)
            return
        old = self.links[self.at][0]
        self.at = max(0, min(self.at + by, len(self.links) - 1))
        new = self.links[self.at][0]
        if not self.top <= new < self.top + self.size.height:
            self._scroll(new - old)
        self.refresh_rows_at(old - self.top, new - self.top)

    def _scroll(self, by: int) -> None:
        top = max(0, min(self.top + by, self._last_top()))
        if top != self.top:
            self.top = top
            self.refresh()
