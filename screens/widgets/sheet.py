"""A page to read: headings, labelled values and plain lines, scrolled by the keys of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.strip import Strip

from screens.frames import frames
from screens.keys import Commanded, bindings
from screens.text import Tone, fit, shown, width_of, wrapped
from screens.widgets.lines import LineWidget, Span, thumb

LABEL = 18
MOST_LINES = 4
READING = ("table.down", "table.up", "table.page_down", "table.page_up", "table.first", "table.last")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a sheet: a label and its value, with the value's tone and a muted remark behind it.

    Without a label the value begins at the left; `heading` makes it a section's name. `field` names what the line is
    about, for sheets with a cursor: a field of a person, or a row as `screens.people.dated.row_key` writes it.
    """

    label: str
    value: str = ""
    tone: Tone = Tone.PLAIN
    remark: str = ""
    heading: bool = False
    field: str = ""


class Sheet(LineWidget, Commanded, can_focus=True):
    """Facts, wrapped to the width; a scroll bar where they do not fit."""

    BINDINGS = [binding for binding in bindings("table") if getattr(binding, "id", "") in READING]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--label", "sheet--heading"}
    DEFAULT_CSS = """
    Sheet { height: 1fr; width: 1fr; padding: 0 1; }
    Sheet > .sheet--label { color: $text-muted; }
    Sheet > .sheet--heading { color: $text-primary; text-style: bold; }
    """

    def __init__(self, facts: Sequence[Item] = (), *, label: int = LABEL, id: str | None = None) -> None:
        super().__init__(id=id)
        self.facts = tuple(facts)
        self.label = label
        self.top = 0
        self._lines: list[list[Span]] | None = None

    @property
    def text(self) -> str:
        """What is shown, line by line."""
        return "\n".join("".join(text for text, _ in spans).rstrip() for spans in self._laid_out())

    def show(self, facts: Sequence[Item], *, keep: bool = False) -> None:
        """Show other facts, from the top unless `keep`: then the fact of the label that stood at the top stays there."""
        facts = tuple(facts)
        if facts == self.facts and (keep or not self.top):
            return
        label, offset = self._at_top() if keep and self.top else ("", 0)
        self.facts, self._lines = facts, None
        if label:
            self.top = self._line_of(label, self.top - offset) + offset
        self.top = min(self.top, self._last_top()) if keep else 0
        self.refresh()

    def do_down(self) -> None:
        """Scroll a line down."""
        self._scroll(1)

    def do_up(self) -> None:
        """Scroll a line up."""
        self._scroll(-1)

    def do_page_down(self) -> None:
        """Scroll a page down."""
        self._scroll(self.size.height - 1)

    def do_page_up(self) -> None:
        """Scroll a page up."""
        self._scroll(1 - self.size.height)

    def do_first(self) -> None:
        """Go to the top."""
        self._scroll(-self.top)

    def do_last(self) -> None:
        """Go to the end."""
        self._scroll(self._last_top())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three lines down."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three lines up."""
        event.stop()
        self._scroll(-3)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap for the new width."""
        self._lines = None
        self.top = min(self.top, self._last_top())

    def render_line(self, y: int) -> Strip:
        """A line of the facts, and the scroll bar's part at its end."""
        lines, width = self._laid_out(), self.size.width
        spans = self._line(self.top + y) if self.top + y < len(lines) else []
        covered = thumb(self.size.height, len(lines), self.top)
        if covered is None:
            return self.strip(spans, width)
        sign = frames().thumb if y in covered else frames().track
        return Strip.join([self.strip(spans, width - 1), self.strip([(sign, "line--muted")], 1)])

    def _line(self, line: int) -> list[Span]:
        """A line as it is painted."""
        return self._laid_out()[line]

    def _scroll(self, lines: int) -> None:
        top = max(0, min(self.top + lines, self._last_top()))
        if top != self.top:
            self.top = top
            self.refresh()

    def _at_top(self) -> tuple[str, int]:
        """The label of the fact at the top, and how many of its lines are above."""
        line = 0
        for fact in self.facts:
            lines = len(self._fact_lines(fact, self._width()))
            if line + lines > self.top:
                return fact.label, self.top - line
            line += lines
        return "", 0

    def _line_of(self, label: str, otherwise: int) -> int:
        """The line on which the fact of a label begins."""
        line = 0
        for fact in self.facts:
            if fact.label == label:
                return line
            line += len(self._fact_lines(fact, self._width()))
        return otherwise

    def _width(self) -> int:
        return max(20, self.size.width - 1)

    def _last_top(self) -> int:
        return max(0, len(self._laid_out()) - self.size.height)

    def _laid_out(self) -> list[list[Span]]:
        if self._lines is None:
            self._lines = [line for fact in self.facts for line in self._fact_lines(fact, self._width())]
        return self._lines

    def _fact_lines(self, fact: Item, width: int) -> list[list[Span]]:
        if fact.heading:
            return [[(shown(fact.value or fact.label), "sheet--heading")]]
        name = f"line--{fact.tone}" if fact.tone else ""
        indent = self.label if fact.label else 0
        value, remark = shown(fact.value), shown(fact.remark)
        pieces = [value] if width_of(value) <= width - indent else wrapped(value, width - indent, MOST_LINES)
        first: list[Span] = [(fit(shown(fact.label), indent - 1) + " ", "sheet--label")] if indent else []
        lines = [[*first, (pieces[0], name)], *([(" " * indent, ""), (piece, name)] for piece in pieces[1:])]
        if remark and width_of(pieces[-1]) + width_of(remark) + 2 <= width - indent:
            lines[-1].append((f"  {remark}", "line--muted"))
        elif remark:
            lines += [
                [(" " * max(indent, 2), ""), (piece, "line--muted")]
                for piece in wrapped(remark, width - max(indent, 2), 2)
            ]
        return lines
