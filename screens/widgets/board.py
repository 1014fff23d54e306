"""A board: lanes of cards side by side, of any number of cards; it holds ids, and asks what a card shows when it is painted."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from screens.frames import frames
from screens.keys import Commanded, bindings
from screens.text import Tone, fit, shown, width_of
from screens.widgets.lines import PaintedOnce
from screens.widgets.position import Position

NARROWEST = 25
CARD = 3
"""The lines of a card: its name, what is below it, and the one that keeps it apart from the next."""
PIECES_KEPT = 4_000
Piece = list[tuple[str, Style]]


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows: its name with something short at the right, and a line below."""

    name: str
    right: str = ""
    below: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(slots=True)
class Lane:
    """A lane: its title, what is said of it beside the count, and the ids of its cards in order."""

    title: str
    ids: array[int]
    note: str = ""
    at: Position = field(default_factory=Position)


class BoardView(PaintedOnce, Commanded, can_focus=True):
    """Lanes that fit side by side, scrolled by lane; in each lane its own cursor and window, of which one lane has the cursor.

    `face(id)` says what a card shows; `moved(id)` is called within the key press, so that what is shown beside the board is
    painted in the same frame. Marks stay with their ids.
    """

    BINDINGS = bindings("lanes")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"board--title", "board--here", "board--cursor", "board--blurred"}
    DEFAULT_CSS = """
    BoardView { height: 1fr; width: 1fr; }
    BoardView > .board--title { color: $text-muted; background: $panel; text-style: bold; }
    BoardView > .board--here { color: $text; background: $panel; text-style: bold; }
    BoardView > .board--cursor { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    BoardView > .board--blurred { background: $block-cursor-blurred-background; }
    BoardView:nocolor > .board--cursor { text-style: reverse; }
    """

    class Opened(Message):
        """A card is to be opened."""

        def __init__(self, card: int) -> None:
            super().__init__()
            self.card = card

    class Marked(Message):
        """Other cards are marked."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(
        self, face: Callable[[int], Face], *, moved: Callable[[int | None], None] | None = None, empty: str = "",
        id: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(id=id)
        self.face = face
        self.moved = moved
        self.lanes: list[Lane] = []
        self.lane = self.first = 0
        self.marks: set[int] = set()
        self.empty = shown(empty)
        self._pieces: dict[tuple[int, int, bool, bool, bool, int], Piece] = {}

    @property
    def current(self) -> int | None:
        """The id of the card under the cursor; None in an empty lane."""
        lane = self.here
        return lane.ids[lane.at.cursor] if lane is not None and lane.at.cursor < len(lane.ids) else None

    @property
    def here(self) -> Lane | None:
        """The lane that has the cursor."""
        return self.lanes[self.lane] if self.lane < len(self.lanes) else None

    @property
    def count(self) -> int:
        """How many cards there are."""
        return sum(len(lane.ids) for lane in self.lanes)

    def marked(self) -> list[int]:
        """The ids of marked cards shown, lane by lane; without marks the one under the cursor."""
        found = [card for lane in self.lanes for card in lane.ids if card in self.marks] if self.marks else []
        return found or ([self.current] if self.current is not None else [])

    def set_lanes(self, lanes: Sequence[Lane], keep: int | None = None, fresh: Collection[int] | None = None) -> None:
        """Show other lanes; the cursor goes to the card to keep, else stays in its lane and place. Cards look as before but for the
        `fresh` ones, None for all; the lanes that differ are painted."""
        before, seen = self.lanes, self._seen() if self.count else []
        self.lanes = list(lanes)
        for number, lane in enumerate(self.lanes):
            lane.at.height = self._rows()
            old = before[number].at.cursor if number < len(before) and before[number].title == lane.title else 0
            lane.at.place(len(lane.ids), min(old, max(0, len(lane.ids) - 1)))
        if self.marks:
            self.marks &= {card for lane in self.lanes for card in lane.ids}
        self.lane = min(self.lane, max(0, len(self.lanes) - 1))
        if fresh is None:
            self._pieces.clear()
            self.refresh()
        elif fresh:
            self._pieces = {key: piece for key, piece in self._pieces.items() if key[0] not in fresh}
        if keep is not None:
            self._find(keep)
        self._settle()
        self._repaint_since(seen, fresh or ())
        self._tell()

    def go_to(self, card: int) -> bool:
        """Put the cursor on a card; False where it is not there."""
        found = self._find(card)
        if found:
            self._settle()
            self.refresh()
            self._tell()
        return found

    def leave_empty(self) -> None:
        """Go to the nearest lane that has cards, where that of the cursor has none."""
        filled = [number for number, lane in enumerate(self.lanes) if lane.ids]
        if self.current is None and filled:
            self._go_lane(min(filled, key=lambda number: abs(number - self.lane)))

    def _find(self, card: int) -> bool:
        for number, lane in enumerate(self.lanes):
            if card in lane.ids:
                self.lane = number
                lane.at.go(lane.ids.index(card))
                return True
        return False

    def set_marks(self, cards: Iterable[int]) -> None:
        """Mark these cards and no others."""
        self.marks = set(cards)
        self.refresh()
        self.post_message(self.Marked(len(self.marks)))

    # -- moving

    def do_down(self) -> None:
        """Move down."""
        self._go(1)

    def do_up(self) -> None:
        """Move up."""
        self._go(-1)

    def do_page_down(self) -> None:
        """Move a page down."""
        self._go(self._rows())

    def do_page_up(self) -> None:
        """Move a page up."""
        self._go(-self._rows())

    def do_first(self) -> None:
        """Move to the first card of the lane."""
        self._go(-self.count)

    def do_last(self) -> None:
        """Move to the last card of the lane."""
        self._go(self.count)

    def do_right(self) -> None:
        """Move to the lane at the right."""
        self._go_lane(self.lane + 1)

    def do_left(self) -> None:
        """Move to the lane at the left."""
        self._go_lane(self.lane - 1)

    def do_open(self) -> None:
        """Tell the owner that the card under the cursor is to be opened."""
        if self.current is not None:
            self.post_message(self.Opened(self.current))

    def do_mark(self) -> None:
        """Mark or unmark the card under the cursor, and move down."""
        if self.current is None:
            return
        self.marks ^= {self.current}
        self._repaint_card(self.lane, self._line())
        self.post_message(self.Marked(len(self.marks)))
        self._go(1)

    def do_invert(self) -> None:
        """Mark the cards of the lane that are not marked, and unmark those that are."""
        if self.here is not None:
            self.set_marks(self.marks.symmetric_difference(self.here.ids))

    def do_mark_all(self) -> None:
        """Mark all cards of the lane."""
        if self.here is not None:
            self.set_marks(self.marks.union(self.here.ids))

    # -- painting

    def on_resize(self, event: events.Resize) -> None:
        """Show as many lanes and cards as fit."""
        for lane in self.lanes:
            lane.at.resize(self._rows())
        self._pieces.clear()
        self._settle()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor as the focus'."""
        self._repaint_card(self.lane, self._line())

    def on_blur(self) -> None:
        """Show the cursor as waiting."""
        self._repaint_card(self.lane, self._line())

    def on_click(self, event: events.Click) -> None:
        """Move to the card clicked; open it at the second click."""
        number = self.first + event.x // max(1, self._width())
        if event.y < 1 or number >= len(self.lanes):
            return
        self.lane, lane = number, self.lanes[number]
        lane.at.go(lane.at.top + (event.y - 1) // CARD)
        self._settle()
        self.refresh()
        self._tell()
        if event.chain == 2:
            self.do_open()

    def notify_style_update(self) -> None:
        """Forget what was painted in the styles of the theme before."""
        super().notify_style_update()
        self._pieces.clear()

    def render_line(self, y: int) -> Strip:
        """The titles of the lanes, or a line of their cards."""
        width, each = self.size.width, self._width()
        if y == 2 and not self.count:
            return self.strip([(f"  {self.empty}", "line--muted")], width)
        segments: list[Segment] = []
        for number in range(self.first, min(len(self.lanes), self.first + self._fitting())):
            piece = self._title(number, each) if y == 0 else self._card_line(number, y - 1, each)
            segments.extend(Segment(text, style) for text, style in piece)
        return Strip(segments).adjust_cell_length(width, self.named_style("board--title" if y == 0 else ""))

    def _title(self, number: int, width: int) -> Piece:
        lane = self.lanes[number]
        style = self.named_style("board--here" if number == self.lane else "board--title")
        sign = frames().cursor if number == self.lane else " "
        more = (
            ""
            if lane.at.count <= lane.at.height
            else f"{lane.at.top + 1}-{min(lane.at.count, lane.at.top + lane.at.height)}/"
        )
        right = f"{more}{len(lane.ids):,}{f' {lane.note}' if lane.note else ''}"
        room = width - width_of(right) - 3
        return [(f"{sign}{fit(shown(lane.title), max(0, room))} {right} "[:width], style)]

    def _card_line(self, number: int, y: int, width: int) -> Piece:
        lane, row, part = self.lanes[number], y // CARD, y % CARD
        at = lane.at.top + row
        if at >= len(lane.ids) or part == CARD - 1 or row >= lane.at.height:
            return [(" " * width, self.named_style(""))]
        card, on = lane.ids[at], number == self.lane and at == lane.at.cursor
        key = (card, part, on, on and self.has_focus, card in self.marks, width)
        piece = self._pieces.get(key)
        if piece is None:
            if len(self._pieces) > PIECES_KEPT:
                self._pieces.clear()
            piece = self._pieces[key] = self._painted(card, part, on, key[4], width)
        return piece

    def _painted(self, card: int, part: int, on: bool, marked: bool, width: int) -> Piece:
        face = self.face(card)
        base = ("board--cursor" if self.has_focus else "board--blurred") if on else ""
        plain, inside = self.named_style(base), width - 3
        if part == 1:
            muted = plain if on else self.named_style("line--muted")
            return [("  ", plain), (fit(shown(face.below), inside), muted), (" ", self.named_style(""))]
        sign = (frames().cursor if on else " ") + (frames().mark if marked else " ")
        right = shown(face.right)
        name = fit(shown(face.name), max(0, inside - width_of(right) - 1))
        toned = plain if on else self.tone_style(face.tone)
        return [(sign, plain), (f"{name} ", plain), (right, toned), (" ", self.named_style(""))]

    # -- helpers

    def _rows(self) -> int:
        return max(1, (self.size.height - 1) // CARD)

    def _fitting(self) -> int:
        return max(1, min(len(self.lanes) or 1, self.size.width // NARROWEST))

    def _width(self) -> int:
        return max(1, self.size.width // self._fitting())

    def _line(self) -> int:
        lane = self.here
        return 0 if lane is None else lane.at.cursor - lane.at.top

    def _settle(self) -> None:
        fitting = self._fitting()
        self.first = max(0, min(self.first, len(self.lanes) - fitting))
        if self.lane < self.first:
            self.first = self.lane
        elif self.lane >= self.first + fitting:
            self.first = self.lane - fitting + 1

    def _go(self, rows: int) -> None:
        lane = self.here
        if lane is None:
            return
        top, line = lane.at.top, self._line()
        lane.at.go(lane.at.cursor + rows)
        if lane.at.top != top:
            self._repaint_lane(self.lane)
        else:
            self._repaint_card(self.lane, line)
            self._repaint_card(self.lane, self._line())
        self._tell()

    def _go_lane(self, number: int) -> None:
        if not 0 <= number < len(self.lanes):
            return
        old, line, first = self.lane, self._line(), self.first
        self.lane = number
        lane = self.lanes[number]
        lane.at.go(lane.at.top + line)
        self._settle()
        if self.first != first:
            self.refresh()
        else:
            self._repaint_card(old, line)
            self._repaint_card(number, self._line())
            self.refresh(Region(0, 0, self.size.width, 1))
        self._tell()

    def _seen(self) -> list[tuple[object, ...]]:
        """What the lanes on the screen are painted of, but for what cards show."""
        return [
            (number == self.lane, lane.title, lane.note, len(lane.ids), lane.at.top, lane.at.cursor, shown, self.marks.intersection(shown))
            for number, lane in self._shown()
            for shown in [self._window(lane)]
        ]  # fmt: skip

    def _shown(self) -> list[tuple[int, Lane]]:
        return list(enumerate(self.lanes))[self.first : self.first + self._fitting()]

    def _window(self, lane: Lane) -> array[int]:
        return lane.ids[lane.at.top : lane.at.top + lane.at.height]

    def _repaint_since(self, seen: Sequence[object], fresh: Collection[int]) -> None:
        """Paint the lanes that are not as they were, or in which a fresh card is seen."""
        now = self._seen()
        if len(seen) != len(now) or not self.count:
            self.refresh()
            return
        for (number, lane), old, new in zip(self._shown(), seen, now, strict=True):
            if old != new or not frozenset(fresh).isdisjoint(self._window(lane)):
                self._repaint_lane(number)

    def _repaint_card(self, number: int, line: int) -> None:
        width = self._width()
        self.refresh(Region((number - self.first) * width, 1 + line * CARD, width, CARD - 1))

    def _repaint_lane(self, number: int) -> None:
        width = self._width()
        self.refresh(Region((number - self.first) * width, 0, width, self.size.height))

    def _tell(self) -> None:
        if self.moved is not None:
            self.moved(self.current)
