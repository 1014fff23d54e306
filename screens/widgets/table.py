"""A list of any length painted line by line: it holds the ids, the pages last looked at and the lines last painted."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from hrtui.errors import HrError
from screens.frames import frames
from screens.keys import Commanded, bindings
from screens.text import fit, shown
from screens.widgets.columns import GAP, Column, Placed, headings, laid_out
from screens.widgets.lines import KeptLines, joined, thumb
from screens.widgets.pages import Fetch, Pages
from screens.widgets.position import Position

R = TypeVar("R")
LINES_KEPT = 128
GUTTER = 3


class VirtualTable(KeptLines, Commanded, Generic[R], can_focus=True):
    """Rows by id in display order, with a cursor and marks that stay with their ids.

    `fetch(ids)` gives one row or None per id, asked a page at a time when its lines are painted. `moved(id)` is called
    within the key press, so that what is shown beside the list is painted in the same frame; `Moved` comes a frame later.
    Negative ids are headings between the rows, painted as `heading(id)` says once the page they are in was fetched.
    """

    BINDINGS = bindings("table")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--header", "table--cursor", "table--blurred", "table--bar"}
    DEFAULT_CSS = """
    VirtualTable { height: 1fr; width: 1fr; }
    VirtualTable > .table--header { color: $text-muted; background: $panel; text-style: bold; }
    VirtualTable > .table--cursor { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    VirtualTable > .table--blurred { background: $block-cursor-blurred-background; }
    VirtualTable:nocolor > .table--cursor { text-style: reverse; }
    VirtualTable > .table--bar { color: $text-muted; }
    """

    class About(Message):
        """Something happened in a table; handlers may be chosen by its id."""

        def __init__(self, table: VirtualTable[Any]) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> VirtualTable[Any]:
            """The table."""
            return self.table

    class Moved(About):
        """The cursor stands elsewhere; `row_id` is None in an empty list."""

        def __init__(self, table: VirtualTable[Any], index: int, row_id: int | None) -> None:
            super().__init__(table)
            self.index, self.row_id = index, row_id

    class Opened(About):
        """Enter was pressed on a row, or it was clicked twice."""

        def __init__(self, table: VirtualTable[Any], index: int, row_id: int) -> None:
            super().__init__(table)
            self.index, self.row_id = index, row_id

    class Marked(About):
        """Other rows are marked; `count` counts those hidden by the filter too."""

        def __init__(self, table: VirtualTable[Any], count: int) -> None:
            super().__init__(table)
            self.count = count

    class Failed(About):
        """Rows could not be read; they are shown as unknown until `refresh_rows`."""

        def __init__(self, table: VirtualTable[Any], error: HrError) -> None:
            super().__init__(table)
            self.error = error

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Fetch[R],
        *,
        empty: Sequence[str] = ("Nothing here.",),
        moved: Callable[[int | None], None] | None = None,
        heading: Callable[[int], str] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.moved = moved
        self.heading = heading
        self.columns = tuple(columns)
        self.marks: set[int] = set()
        self.at = Position()
        self.sorted_by: tuple[str, bool] = ("", False)
        self._rows: Pages[R] = Pages(fetch)
        self._empty = tuple(shown(line) for line in empty)
        self._loading, self._count = "", 0
        self.placed: list[Placed[R]] = []
        self._lines: OrderedDict[tuple[int, bool, bool, bool, str], Strip] = OrderedDict()

    @property
    def ids(self) -> array[int]:
        """The ids in display order; change them by `set_ids` only."""
        return self._rows.ids

    @property
    def cursor(self) -> int:
        """The place of the row under the cursor, from 0."""
        return self.at.cursor

    @property
    def top(self) -> int:
        """The place of the first row shown."""
        return self.at.top

    @property
    def current(self) -> int | None:
        """The id under the cursor."""
        return self.ids[self.cursor] if self.cursor < len(self.ids) else None

    def row(self, index: int) -> R | None:
        """The row at a place, or None where it is gone or could not be read."""
        try:
            return self._rows.at(index)
        except HrError as error:
            self._rows.blank(index)
            self.call_later(self._tell_failed, error)
            return None

    def marked(self) -> array[int]:
        """The marked ids: those shown in display order, then those the filter hides."""
        inside = array("q", (row_id for row_id in self.ids if row_id in self.marks)) if self.marks else array("q")
        return inside + array("q", sorted(self.marks.difference(inside)))

    def set_ids(self, ids: array[int], keep_cursor_on: int | None = None, whole: bool = True) -> None:
        """Show another list; the cursor goes to the id to keep, on the same line of the screen, else to the first row. Until
        all of it is there (`whole`) the scroll bar tells of the list before: it would jump twice for a letter."""
        self._rows.set_ids(ids)
        self._count = len(ids) if whole else self._count
        self._loading = ""
        self._lines.clear()
        self.at.place(len(ids), _index_of(ids, keep_cursor_on))
        self._show_heading_above()
        self.refresh()
        self._tell_moved()

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """Show other columns."""
        self.columns = tuple(columns)
        self._lay_out()

    def set_sort(self, key: str, descending: bool = False) -> None:
        """Put the sort mark on a column; the owner sorts the ids."""
        self.sorted_by = (key, descending)
        self.refresh_rows_at(0)

    def set_empty(self, *lines: str) -> None:
        """What an empty list says: why it is empty, and which key fills it."""
        self._empty = tuple(shown(line) for line in lines)
        self.refresh()

    def show_loading(self, sentence: str = "Loading") -> None:
        """Say that the list is being read, until `set_ids`."""
        self._loading = shown(sentence)
        self.refresh()

    def refresh_rows(self, ids: Collection[int] | None = None) -> None:
        """Read these rows anew, or all."""
        self._rows.forget(ids)
        self._lines.clear()
        self.refresh()

    def set_marks(self, ids: Iterable[int]) -> None:
        """Mark these ids and no others."""
        self.marks = set(ids)
        self._lines.clear()
        self.refresh()
        self.post_message(self.Marked(self, len(self.marks)))

    def go(self, index: int) -> None:
        """Put the cursor on a row, scrolling as little as needed."""
        old, top = self.cursor, self.top
        self.at.go(index)
        self._repaint_move(old, top)

    def go_to(self, row_id: int) -> bool:
        """Put the cursor on an id; False where the list does not have it."""
        index = _index_of(self.ids, row_id)
        if index is None:
            return False
        self.go(index)
        return True

    def scroll_rows(self, rows: int) -> None:
        """Move the view and the cursor by as many rows, so that the cursor keeps its line of the screen."""
        old, top = self.cursor, self.top
        self.at.scroll(rows)
        self._repaint_move(old, top)

    def do_down(self) -> None:
        """Move down."""
        self.go(self.cursor + 1)

    def do_up(self) -> None:
        """Move up."""
        self.go(self.cursor - 1)

    def do_page_down(self) -> None:
        """Move a page down."""
        self.scroll_rows(self.at.page)

    def do_page_up(self) -> None:
        """Move a page up."""
        self.scroll_rows(-self.at.page)

    def do_first(self) -> None:
        """Move to the first row."""
        self.go(0)

    def do_last(self) -> None:
        """Move to the last row."""
        self.go(len(self.ids) - 1)

    def do_open(self) -> None:
        """Tell the owner that the row under the cursor is to be opened."""
        if self.current is not None:
            self.post_message(self.Opened(self, self.cursor, self.current))

    def do_mark(self) -> None:
        """Mark or unmark the row under the cursor, and move down."""
        if self.current is None:
            return
        self.marks ^= {self.current}
        self.refresh_rows_at(1 + self.cursor - self.top)
        self.post_message(self.Marked(self, len(self.marks)))
        self.go(self.cursor + 1)

    def do_invert(self) -> None:
        """Mark the rows shown that are not marked, and unmark those that are."""
        self.set_marks(self.marks.symmetric_difference(self.ids))

    def do_mark_all(self) -> None:
        """Mark all rows shown."""
        self.set_marks(self.marks.union(self.ids))

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for the new width."""
        self._lay_out()

    def on_focus(self) -> None:
        """Show the cursor as the focus'."""
        self.refresh_rows_at(1 + self.cursor - self.top)

    def on_blur(self) -> None:
        """Show the cursor as waiting."""
        self.refresh_rows_at(1 + self.cursor - self.top)

    def on_click(self, event: events.Click) -> None:
        """Move to the row clicked; open it at the second click; jump by the scroll bar."""
        if event.y < 1:
            return
        if event.x >= self.size.width - 1 and self.at.height:
            self.go((event.y - 1) * len(self.ids) // self.at.height)
            return
        index = self.top + event.y - 1
        if index < len(self.ids):
            self.go(index)
            if event.chain == 2:
                self.do_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three rows down."""
        event.stop()
        self.scroll_rows(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three rows up."""
        event.stop()
        self.scroll_rows(-3)

    def notify_style_update(self) -> None:
        """Forget the lines painted in the styles of the theme before."""
        super().notify_style_update()
        self._lines.clear()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header and every row, where a style asks for the natural height."""
        return len(self.ids) + 1

    def render_line(self, y: int) -> Strip:
        """The header, a row, or what an empty list says."""
        width = self.size.width
        if y == 0:
            return self._header_line(width)
        index = self.top + y - 1
        if index < len(self.ids):
            return self._row_line(index, width, self._bar_sign(y - 1))
        return self._notice_line(y, width)

    def _show_heading_above(self) -> None:
        """Let the heading of the first row shown be shown too, where the cursor has room for it."""
        top = self.top
        if top and self.ids[top - 1] < 0 and self.cursor + 1 < top + self.at.height:
            self.at.top = top - 1

    def _repaint_move(self, old: int, top: int) -> None:
        if (old, top) == (self.cursor, self.top):
            return
        if top == self.top:
            self.refresh_rows_at(1 + old - top, 1 + self.cursor - top)
        else:
            self.refresh()
            self._look_ahead(self.top - self.at.height if self.top < top else self.top + 2 * self.at.height)
        self._tell_moved()

    def _look_ahead(self, index: int) -> None:
        """Read the page that comes next after this one is painted, so that no key waits for it."""
        if not self._rows.holds(index):
            self.call_after_refresh(self.row, index)

    def _tell_moved(self) -> None:
        if self.moved is not None:
            self.moved(self.current)
        self.post_message(self.Moved(self, self.cursor, self.current))

    def _tell_failed(self, error: HrError) -> None:
        self.post_message(self.Failed(self, error))

    def _lay_out(self) -> None:
        self.placed = laid_out(self.columns, self.size.width - GUTTER - 1)
        self._lines.clear()
        self.at.resize(self.size.height - 1)
        self.refresh()

    def _header_line(self, width: int) -> Strip:
        text = fit(" " * GUTTER + headings(self.placed, *self.sorted_by), width)
        return Strip([Segment(text, self.named_style("table--header"))], width)

    def _row_line(self, index: int, width: int, bar: str) -> Strip:
        row_id, on = self.ids[index], index == self.cursor
        key = (row_id, on, row_id in self.marks, on and self.has_focus, bar)
        strip = self._lines.get(key)
        if strip is None:
            end = Strip([Segment(bar, self.named_style("table--bar"))], 1)
            strip = self._lines[key] = Strip.join([self._painted(index, key, width - 1), end])
            if len(self._lines) > LINES_KEPT:
                self._lines.popitem(last=False)
        return strip

    def _painted(self, index: int, key: tuple[int, bool, bool, bool, str], width: int) -> Strip:
        _, on, marked, focused, _ = key
        row = self.row(index)
        base = "table--cursor" if focused else "table--blurred" if on else ""
        signs = (frames().cursor if on else " ") + (frames().mark if marked else " ") + " "
        spans = [(signs, self.named_style(base))]
        if key[0] < 0 and self.heading is not None:
            style = self.named_style(base or "line--strong")
            return joined([*spans, (shown(self.heading(key[0])), style)], width, self.named_style(base))
        if row is None:
            return joined([*spans, (frames().ellipsis, self.named_style(base))], width, self.named_style(base))
        for placed in self.placed:
            text = fit(placed.column.cell(row), placed.width, placed.column.align)
            spans.append((text + " " * GAP, self._cell_style(placed.column, row, base)))
        return joined(spans, width, self.named_style(base))

    def _cell_style(self, column: Column[R], row: R, base: str) -> Style:
        if base == "table--cursor" or column.tone is None:
            return self.named_style(base)
        tone = self.tone_style(column.tone(row))
        return tone + Style(bgcolor=self.named_style(base).bgcolor) if base else tone

    def _bar_sign(self, y: int) -> str:
        shown_thumb = thumb(self.at.height, self._count, self.top)
        return " " if shown_thumb is None else frames().thumb if y in shown_thumb else frames().track

    def _notice_line(self, y: int, width: int) -> Strip:
        lines = () if self.ids else (self._loading + frames().ellipsis,) if self._loading else self._empty
        text = lines[y - 2] if 2 <= y < len(lines) + 2 else ""
        return self.strip([(" " * GUTTER + text, "line--muted")], width)


def _index_of(ids: array[int], row_id: int | None) -> int | None:
    if row_id is None:
        return None
    try:
        return ids.index(row_id)
    except ValueError:
        return None
