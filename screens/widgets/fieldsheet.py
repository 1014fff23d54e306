"""A sheet with a cursor that stands on one of its fields, and comes back to it by name when other facts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events

from screens.frames import frames
from screens.widgets.lines import Span
from screens.widgets.sheet import Item, Sheet

MARGIN = 2


class FieldSheet(Sheet):
    """Facts of which those with a `field` can be stood on; a move of the cursor paints the two lines it is about.

    `field` is what the cursor stands on, empty where nothing can be stood on. What was chosen by a key is kept: where
    other facts have no such field the cursor stands near its place, and goes back as soon as there is one again.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--cursor"}
    DEFAULT_CSS = """
    FieldSheet > .sheet--cursor {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
    }
    FieldSheet:nocolor > .sheet--cursor { text-style: reverse; }
    """

    def __init__(self, facts: Sequence[Item] = (), *, label: int) -> None:
        super().__init__(facts, label=label)
        self.chosen = ""
        self._on = 0
        self._starts: list[tuple[int, int]] = []

    @property
    def field(self) -> str:
        """What the cursor stands on: the field of the item; empty where there is nothing to stand on."""
        return self.facts[self._on].field if self._on < len(self.facts) else ""

    def show(self, facts: Sequence[Item], *, keep: bool = False) -> None:
        """Show other facts; the cursor goes to the chosen field, or near to where it stood."""
        place = self._places().index(self._on) if self._on in self._places() else 0
        before = self._on
        super().show(facts, keep=keep)
        self._on = self._found(place if keep else 0)
        if self._on != before:
            self.refresh()
        self._into_view()

    def choose(self, field: str) -> None:
        """Stand on a field, if it is there, now or when it is shown next."""
        self.chosen = field
        self._go(self._found(0))

    def do_down(self) -> None:
        """To the next field, or a line down."""
        self._step(1)

    def do_up(self) -> None:
        """To the field before, or a line up."""
        self._step(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self._page(self.size.height - 1)

    def do_page_up(self) -> None:
        """A page up."""
        self._page(1 - self.size.height)

    def do_first(self) -> None:
        """To the first field."""
        self._take(next(iter(self._places()), self._on))
        self._scroll(-self.top)

    def do_last(self) -> None:
        """To the last field, and the end."""
        self._take(next(reversed(self._places()), self._on))
        self._scroll(self._last_top())

    def _places(self) -> list[int]:
        return [index for index, fact in enumerate(self.facts) if fact.field]

    def _found(self, place: int) -> int:
        """Where the chosen field is, else the field of that place among those there are."""
        places = self._places()
        named = (index for index in places if self.facts[index].field == self.chosen)
        return next(named, places[min(place, len(places) - 1)] if places else 0)

    def _step(self, by: int) -> None:
        """To the next field that way, as far as that is not more than a page away; else a line."""
        ahead = [index for index in self._places() if (index > self._on if by > 0 else index < self._on)]
        to = (ahead[0] if by > 0 else ahead[-1]) if ahead else None
        if to is None or not -self.size.height <= self._start(to) - self.top < 2 * self.size.height:
            self._scroll(by)
        else:
            self._take(to)

    def _page(self, by: int) -> None:
        wanted = self._start(self._on) + by
        places = self._places()
        self._scroll(by)
        if places:
            self._take(min(places, key=lambda index: abs(self._start(index) - wanted)))

    def _take(self, index: int) -> None:
        """Stand on an item because a key says so: it is where the cursor is wanted from now on."""
        self._go(index)
        self.chosen = self.field

    def _go(self, index: int) -> None:
        before, self._on = self._start(self._on), index
        if not self._into_view():
            self.refresh_rows_at(*(line - self.top for line in (before, self._start(index))))

    def _into_view(self) -> bool:
        """Scroll as little as needed to see the field, the first with what stands above it; whether that scrolled."""
        if not self._places() or not self.size.height:
            return False
        start, end = self._span(self._on)
        above = self._start(self._on - 1) if self._on and self.facts[self._on - 1].heading else start
        if self._on == self._places()[0] and end <= self.size.height:
            above = 0
        top = max(0, min(max(self.top, end - self.size.height), above, self._last_top()))
        scrolled, self.top = top != self.top, top
        if scrolled:
            self.refresh()
        return scrolled

    def _start(self, index: int) -> int:
        return self._span(index)[0]

    def _span(self, index: int) -> tuple[int, int]:
        """The first line of an item, and the one after its last."""
        self._laid_out()
        return self._starts[index] if index < len(self._starts) else (0, 0)

    def _width(self) -> int:
        return max(20, self.size.width - 1 - MARGIN)

    def _laid_out(self) -> list[list[Span]]:
        if self._lines is None:
            self._lines, self._starts = [], []
            for fact in self.facts:
                found = self._fact_lines(fact, self._width())
                self._starts.append((len(self._lines), len(self._lines) + len(found)))
                self._lines += found
        return self._lines

    def _line(self, line: int) -> list[Span]:
        """A line behind its margin; the cursor's has the sign there and its label lit."""
        spans = super()._line(line)
        if not self.field or line != self._start(self._on):
            return [(" " * MARGIN, ""), *spans]
        (text, _), *rest = spans or [("", "")]
        return [(f"{frames().cursor} {text}", "sheet--cursor"), *rest]

    def on_resize(self, event: events.Resize) -> None:
        """Hold the field in sight when the size changes."""
        self._lines = None
        self.top = min(self.top, self._last_top())
        self._into_view()
