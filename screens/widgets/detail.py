"""Panes that only show: facts beside a list, and blocks of painted lines."""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Size
from textual.strip import Strip

from hrtui.value import frozen
from screens.frames import frames
from screens.text import Align, Tone, fit, painted, shown, width_of, wrapped
from screens.widgets.lines import LineWidget, Span

MOST_LINES = 6
TWO_COLUMNS = 70


@frozen
class Fact:
    """A label and its value; without a label a heading, without both a blank line."""

    label: str = ""
    value: str = ""
    tone: Tone = Tone.PLAIN
    align: Align = Align.LEFT


class Block(LineWidget):
    """Lines of `(text, component name)` spans, shown from the first on as far as they fit."""

    DEFAULT_CSS = """
    Block { width: 1fr; height: auto; padding: 0 1; }
    """

    def __init__(
        self, lines: Sequence[Sequence[Span]] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.lines = _cleaned(lines)

    def show(self, lines: Sequence[Sequence[Span]]) -> None:
        """Show other lines; paints only those that differ where their number is the same."""
        before, self.lines = self.lines, _cleaned(lines)
        if len(before) != len(self.lines):
            self.refresh(layout=self.styles.is_auto_height)
        else:
            self.refresh_rows_at(*(y for y, line in enumerate(self.lines) if line != before[y]))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it has."""
        return len(self.lines)

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        return self.strip(self.lines[y] if y < len(self.lines) else [], self.size.width)


class Detail(LineWidget):
    """The pane beside a list: a title and facts, their values wrapped."""

    DEFAULT_CSS = """
    Detail { width: 1fr; height: 1fr; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heading = ""
        self.facts: tuple[Fact, ...] = ()
        self._laid: tuple[int, list[list[Span]]] = (-1, [])

    def show(self, heading: object, facts: Sequence[Fact]) -> None:
        """Show other facts; paints only the lines that differ."""
        self.heading, self.facts = shown(heading), tuple(facts)
        width, before = self._laid
        self._laid = (-1, [])
        after = self._lines(self.size.width)
        if width != self.size.width:
            self.refresh()
            return
        most = max(len(before), len(after))
        self.refresh_rows_at(*(y for y in range(most) if before[y : y + 1] != after[y : y + 1]))

    def render_line(self, y: int) -> Strip:
        """The heading, a line below it, then the facts."""
        lines = self._lines(self.size.width)
        return self.strip(lines[y] if y < len(lines) else [], self.size.width)

    def _lines(self, width: int) -> list[list[Span]]:
        if self._laid[0] != width:
            self._laid = (width, self._fresh_lines(width))
        return self._laid[1]

    def _fresh_lines(self, width: int) -> list[list[Span]]:
        if not self.heading and not self.facts:
            return []
        labels = min(width // 2, max((width_of(shown(fact.label)) for fact in self.facts), default=0) + 2)
        lines: list[list[Span]] = [[(self.heading, "line--strong")], [(frames().across * width, "line--frame")]]
        for fact in self.facts:
            lines += _fact_lines(fact, labels, width)
        return lines


class RowDetail(LineWidget):
    """Everything about one row: its facts in two columns where they are short and there is room."""

    DEFAULT_CSS = """
    RowDetail { width: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.facts: Sequence[Fact] = ()

    def show(self, heading: object, facts: Sequence[Fact]) -> None:
        """Show another row."""
        self.heading, self.facts = shown(heading), facts
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The heading, then the facts."""
        lines = self._lines(self.size.width)
        return self.strip(lines[y] if y < len(lines) else [], self.size.width)

    @property
    def text(self) -> str:
        """The whole of it, line by line."""
        return "\n".join("".join(text for text, _ in line).rstrip() for line in self._lines(self.size.width))

    def _lines(self, width: int) -> list[list[Span]]:
        return [
            [(fit(self.heading, width), "line--strong")],
            *(self._two_columns(width) or _one_column(self.facts, width)),
        ]

    def _two_columns(self, width: int) -> list[list[Span]]:
        """The facts in two columns of lines, or nothing where they are too long for that."""
        rows = -(-len(self.facts) // 2)
        left, right = self.facts[:rows], self.facts[rows:]
        at = _labels(left) + _longest(left) + 2
        if not right or width < TWO_COLUMNS or at + _labels(right) + _longest(right) > width:
            return []
        first, second = _one_column(left, at), _one_column(right, width - at)
        return [[*line, *(second[row] if row < len(second) else [])] for row, line in enumerate(first)]


def _labels(facts: Sequence[Fact]) -> int:
    return max((width_of(fact.label) for fact in facts), default=0) + 2


def _longest(facts: Sequence[Fact]) -> int:
    return max((width_of(shown(fact.value)) for fact in facts), default=0)


def _one_column(facts: Sequence[Fact], width: int) -> list[list[Span]]:
    return [line for fact in facts for line in _fact_lines(fact, _labels(facts), width, wraps=True)]


def _fact_lines(fact: Fact, labels: int, width: int, wraps: bool = False) -> list[list[Span]]:
    name = f"line--{fact.tone}" if fact.tone else ""
    if not fact.label and not wraps:
        return [[(shown(fact.value), name or "line--strong")]]
    room = max(1, width - labels)
    first, *rest = wrapped(shown(fact.value), room, MOST_LINES)
    lines: list[list[Span]] = [[(fit(shown(fact.label), labels), "line--muted"), (fit(first, room, fact.align), name)]]
    return [*lines, *([(" " * labels, ""), (fit(text, room, fact.align), name)] for text in rest)]


def _cleaned(lines: Sequence[Sequence[Span]]) -> list[list[Span]]:
    return [[(painted(text), name) for text, name in line] for line in lines]
