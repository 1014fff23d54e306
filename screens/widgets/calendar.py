"""A calendar painted line by line: columns of rows with a cursor that goes over entries and free rows alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from screens.frames import frames
from screens.keys import Commanded, bindings
from screens.text import Align, fit, shown, width_of
from screens.widgets.calendarmodel import EMPTY, Column, Entry, Ground, Sheet, Spot, landed, sideways, vertical
from screens.widgets.lines import PaintedOnce

LANE = 6
"""The fewest cells in which an entry is painted beside another."""
MORE = 3
"""The cells of `+2`, where entries have no room side by side."""
ABSENT = (" not there", "not there", " none", "none")
"""What stands where a day has not got a time, as long as there is room for."""
PIECES_KEPT = 4_000
Piece = list[tuple[str, Style]]


class CalendarView(PaintedOnce, Commanded, can_focus=True):
    """A sheet with as many columns as fit, scrolled by column and by row so that the cursor is seen.

    `moved()` is called within the key press, so that what is shown beside the calendar is painted in the same frame.
    """

    BINDINGS = bindings("calendar")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--title", "calendar--today", "calendar--entry", "calendar--cursor", "calendar--blurred", "calendar--ground",
    }  # fmt: skip
    DEFAULT_CSS = """
    CalendarView { height: 1fr; width: 1fr; }
    CalendarView > .calendar--title { color: $text-muted; background: $panel; text-style: bold; }
    CalendarView > .calendar--today { color: $text; background: $panel; text-style: bold; }
    CalendarView > .calendar--entry { color: $text; background: $primary-muted; }
    CalendarView > .calendar--ground { color: $text-disabled; }
    CalendarView > .calendar--cursor { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    CalendarView > .calendar--blurred { background: $block-cursor-blurred-background; }
    CalendarView:ansi > .calendar--entry { background: $surface; }
    CalendarView:nocolor > .calendar--cursor { text-style: reverse; }
    """

    class Opened(Message):
        """What is under the cursor is to be opened."""

    class Turned(Message):
        """Other days are asked for: so many pages on, or, at the edge, so many columns and rows on."""

        def __init__(self, pages: int = 0, columns: int = 0, rows: int = 0) -> None:
            super().__init__()
            self.pages, self.columns, self.rows = pages, columns, rows

    def __init__(self, *, moved: Callable[[], object] | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.moved = moved
        self.sheet: Sheet = EMPTY
        self.spot = Spot()
        self.top = self.left = 0
        self._settled_in = Size(0, 0)
        self._head_width = 0
        self._pieces: dict[tuple[int, int, int, int, int | None, bool], Piece] = {}

    @property
    def here(self) -> Entry | None:
        """The entry under the cursor."""
        column = self.sheet.columns[self.spot.column]
        return None if self.spot.entry is None else column.entries[self.spot.entry]

    @property
    def rows(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.size.height - 1)

    def show(self, sheet: Sheet, spot: Spot, top: int | None = None) -> None:
        """Show another sheet with the cursor on a spot; the first row is `top`, where the cursor allows it, else as before."""
        self.sheet, self.spot = sheet, spot
        self._head_width = max(width_of(head.text) for head in sheet.heads) + 1
        self._pieces.clear()
        self.top = self.top if top is None else top
        self._settle()
        self.refresh()
        self._tell()

    def go(self, spot: Spot) -> None:
        """Put the cursor on a spot, scrolling as little as needed."""
        before, seen = self._region(), (self.top, self.left)
        self.spot = spot
        self._settle()
        if seen != (self.top, self.left):
            self.refresh()
        else:
            self.refresh(before, self._region())
        self._tell()

    # -- moving

    def do_down(self) -> None:
        """Move down."""
        self._vertical(True)

    def do_up(self) -> None:
        """Move up."""
        self._vertical(False)

    def do_right(self) -> None:
        """Move right."""
        self._sideways(True)

    def do_left(self) -> None:
        """Move left."""
        self._sideways(False)

    def do_page_down(self) -> None:
        """Ask for the days that follow."""
        self.post_message(self.Turned(pages=1))

    def do_page_up(self) -> None:
        """Ask for the days before."""
        self.post_message(self.Turned(pages=-1))

    def do_first(self) -> None:
        """Move to the first row."""
        self.go(landed(self.sheet, self.spot.column, 0))

    def do_last(self) -> None:
        """Move to the last row."""
        self.go(landed(self.sheet, self.spot.column, len(self.sheet.heads) - 1))

    def do_open(self) -> None:
        """Tell the owner that what is under the cursor is to be opened."""
        self.post_message(self.Opened())

    def _vertical(self, down: bool) -> None:
        spot = vertical(self.sheet, self.spot, down)
        if spot != self.spot:
            self.go(spot)
        else:
            self.post_message(self.Turned(rows=1 if down else -1))

    def _sideways(self, right: bool) -> None:
        spot = sideways(self.sheet, self.spot, right)
        if spot is not None:
            self.go(spot)
        else:
            self.post_message(self.Turned(columns=1 if right else -1))

    # -- what happens

    def on_resize(self, event: events.Resize) -> None:
        """Show as much as fits."""
        self._settle()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor as the focus'."""
        self.refresh(self._region())

    def on_blur(self) -> None:
        """Show the cursor as waiting."""
        self.refresh(self._region())

    def on_click(self, event: events.Click) -> None:
        """Move to the row clicked; open it at the second click."""
        edges = self._edges()
        column = next((at for at, (x, wide) in enumerate(edges) if x <= event.x < x + wide), None)
        row = self.top + event.y - 1
        if event.y < 1 or column is None or row >= len(self.sheet.heads):
            return
        self.go(landed(self.sheet, self.left + column, row))
        if event.chain == 2:
            self.do_open()

    # -- painting

    def notify_style_update(self) -> None:
        """Forget what was painted in the styles of the theme before."""
        super().notify_style_update()
        self._pieces.clear()

    def render_line(self, y: int) -> Strip:
        """The titles of the columns, or a row of them."""
        if self.size != self._settled_in:
            self._settle()
        width, row = self.size.width, self.top + y - 1
        if y == 0:
            return self._joined(self._titles(), width, "calendar--title")
        if row >= len(self.sheet.heads):
            return self._joined([], width)
        head = self.sheet.heads[row]
        piece: Piece = [(fit(shown(head.text), self._head_width), self.tone_style(head.tone))]
        for number, (_, wide) in enumerate(self._edges(), self.left):
            piece += self._kept_cell(number, row, wide)
        return self._joined(piece, width)

    def _joined(self, piece: Piece, width: int, base: str = "") -> Strip:
        return Strip([Segment(text, style) for text, style in piece if text]).adjust_cell_length(
            width, self.named_style(base)
        )

    def _titles(self) -> Piece:
        base = self.named_style("calendar--title")
        piece: Piece = [(" " * self._head_width, base)]
        for number, (_, wide) in enumerate(self._edges(), self.left):
            column = self.sheet.columns[number]
            style = self.named_style("calendar--today") if column.today else base
            aside = self._unseen(column, number)
            sign = frames().mark if column.today else " "
            piece.append(
                (f"{sign}{fit(shown(column.title), max(0, wide - 2 - width_of(aside)))}{aside} "[:wide], style)
            )
        return piece

    def _unseen(self, column: Column, number: int) -> str:
        """How many entries are above and below what is seen, and at the outer columns whether there are more of these."""
        above = sum(each.last <= self.top for each in column.entries)
        below = sum(each.first >= self.top + self.rows for each in column.entries)
        said = [f"{frames().ascending}{above}"] if above else []
        said += [f"{frames().descending}{below}"] if below else []
        columns, last = len(self.sheet.columns), self.left + len(self._edges()) - 1
        said += [f"+{columns - 1 - last}{frames().closed}"] if number == last < columns - 1 else []
        said += [f"+{self.left}"] if number == self.left > 0 else []
        return "".join(f" {each}" for each in said)

    def _kept_cell(self, number: int, row: int, wide: int) -> Piece:
        """A row of a column, painted once for each way it looks."""
        on = None if number != self.spot.column else -1 - self.spot.row if self.spot.entry is None else self.spot.entry
        key = (number, row, wide, self.top, on, self.has_focus)
        piece = self._pieces.get(key)
        if piece is None:
            if len(self._pieces) > PIECES_KEPT:
                self._pieces.clear()
            piece = self._pieces[key] = self._cell(number, row, wide)
        return piece

    def _cell(self, number: int, row: int, wide: int) -> Piece:
        """A row of a column: its edge, and what stands there side by side."""
        column, inner = self.sheet.columns[number], wide - 1
        edge = (frames().down, self.named_style("calendar--ground"))
        found = column.at(row) if column.is_there(row) else []
        if not found:
            on = self.spot.entry is None and (number, row) == (self.spot.column, self.spot.row)
            return [edge, self._bare(column.grounds.get(row, Ground.FREE), inner, on)]
        areas, more = _areas(column.abreast[found[0]], inner)
        by_lane = {column.lanes[place]: place for place in found}
        piece: Piece = [edge]
        for lane, room in enumerate(areas):
            place = by_lane.get(lane)
            if place is None:
                piece.append(self._bare(column.grounds.get(row, Ground.FREE), room, False))
            else:
                piece.append(self._entry(column.entries[place], row, room, self._is_on(number, place)))
        if more:
            hidden = [place for place in found if column.lanes[place] >= len(areas)]
            on = any(self._is_on(number, place) for place in hidden)
            text = fit(f"+{len(hidden)}" if hidden else "", more, Align.RIGHT)
            piece.append((text, self._cursor_style() if on else self.named_style("line--strong")))
        return piece

    def _is_on(self, number: int, place: int) -> bool:
        return (number, place) == (self.spot.column, self.spot.entry)

    def _entry(self, entry: Entry, row: int, room: int, on: bool) -> tuple[str, Style]:
        line = row - max(entry.first, self.top)
        text = entry.lines[line] if line < len(entry.lines) else ""
        sign = (frames().cursor if on else entry.sign) if line == 0 else frames().down if entry.filled else " "
        if on:
            style = self._cursor_style()
        else:
            style = self.named_style("calendar--entry" if entry.filled else "")
            if line == 0:
                style = self.tone_style(entry.tone) + Style(bgcolor=style.bgcolor, bold=True)
        return fit(f"{sign}{shown(text)}", room), style

    def _bare(self, ground: Ground, room: int, on: bool) -> tuple[str, Style]:
        """Where nothing stands: free, outside of working hours, busy with something else, now, or a time that is skipped."""
        if on:
            return fit(frames().cursor, room), self._cursor_style()
        if ground is Ground.FREE:
            return " " * room, self.named_style("")
        if ground is Ground.GONE:
            return fit(next((each for each in ABSENT if len(each) <= room), ""), room), self.named_style("line--muted")
        if ground is Ground.NOW:
            return frames().across * room, self.named_style("line--warn")
        sign = "/" if ground is Ground.BUSY else f"{frames().leaf} "
        return (sign * room)[:room], self.named_style("calendar--ground")

    def _cursor_style(self) -> Style:
        return self.named_style("calendar--cursor" if self.has_focus else "calendar--blurred")

    # -- where what is

    def _edges(self) -> Sequence[tuple[int, int]]:
        """Where each column that is seen begins, and its width."""
        head = self._head_width
        room = max(1, self.size.width - head)
        count = self._fitting()
        cuts = [head + room * at // count for at in range(count + 1)]
        return [(first, last - first) for first, last in zip(cuts, cuts[1:], strict=False)]

    def _fitting(self) -> int:
        room = max(1, self.size.width - self._head_width)
        return max(1, min(len(self.sheet.columns), room // self.sheet.narrowest))

    def _region(self) -> Region:
        """The cells that the cursor takes."""
        entry, spot = self.here, self.spot
        at = spot.column - self.left
        edges = self._edges()
        if not 0 <= at < len(edges):
            return Region()
        first, last = (spot.row, spot.row + 1) if entry is None else (entry.first, entry.last)
        first, last = max(first, self.top), min(last, self.top + self.rows)
        x, wide = edges[at]
        return Region(x, 1 + first - self.top, wide, max(0, last - first))

    def _settle(self) -> None:
        """Scroll as little as needed to see the cursor."""
        if not self.size.height:
            return
        self._settled_in = self.size
        fitting, rows = self._fitting(), self.rows
        self.left = max(0, min(self.left, len(self.sheet.columns) - fitting, self.spot.column))
        self.left = max(self.left, self.spot.column - fitting + 1)
        entry = self.here
        first, last = (self.spot.row, self.spot.row + 1) if entry is None else (entry.first, entry.last)
        self.top = max(0, min(self.top, len(self.sheet.heads) - rows))
        self.top = max(self.top, min(last - rows, first))
        self.top = min(self.top, first)

    def _tell(self) -> None:
        if self.moved is not None:
            self.moved()


def _areas(abreast: int, inner: int) -> tuple[list[int], int]:
    """The widths of the places side by side, and of the one that says how many more there are; 0 where all have room."""
    if abreast <= max(1, inner // LANE):
        cuts = [inner * at // abreast for at in range(abreast + 1)]
        return [last - first for first, last in zip(cuts, cuts[1:], strict=False)], 0
    count = max(1, (inner - MORE) // LANE)
    room = inner - MORE
    cuts = [room * at // count for at in range(count + 1)]
    return [last - first for first, last in zip(cuts, cuts[1:], strict=False)], MORE
