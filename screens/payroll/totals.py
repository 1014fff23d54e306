"""The totals below a preview: under their columns where they fit there, else one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.geometry import Size
from textual.strip import Strip

from screens.payroll.listing import MONEY
from screens.text import Align, fit, shown, width_of
from screens.widgets.columns import GAP, Column, laid_out
from screens.widgets.lines import LineWidget, Span
from screens.widgets.table import GUTTER

LABELS = dict(MONEY)


class TotalsLines(LineWidget):
    """What the rows shown come to; never cut."""

    DEFAULT_CSS = """
    TotalsLines { height: auto; width: 1fr; background: $panel; }
    """

    def __init__(self, labels: Mapping[str, str] = LABELS, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.labels = labels
        self.label = ""
        self.values: Mapping[str, str] = {}
        self.columns: Sequence[Column[Any]] = ()

    def show(self, label: object, values: Mapping[str, str], columns: Sequence[Column[Any]]) -> None:
        """Show sums as text by the keys of their columns, and what they are the sums of."""
        before = len(self._lines(self.size.width))
        self.label, self.values, self.columns = shown(label), values, tuple(columns)
        self.refresh(layout=before != len(self._lines(self.size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the sums need."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """A line of sums."""
        lines = self._lines(self.size.width)
        return self.strip(lines[y] if y < len(lines) else [], self.size.width)

    def _lines(self, width: int) -> list[list[Span]]:
        if not self.values:
            return [[]]
        return self._aligned(width) or self._flowing(width)

    def _aligned(self, width: int) -> list[list[Span]]:
        """One line under the columns, or nothing where a sum is wider than its column."""
        placed = laid_out(self.columns, width - GUTTER - 1)
        widths = {each.column.key: each.width for each in placed}
        if any(width_of(value) > widths.get(key, 0) for key, value in self.values.items()):
            return []
        before = 0
        for each in placed:
            if each.column.key in self.values:
                break
            before += each.width + GAP
        if width_of(self.label) + GAP > before:
            return []
        spans: list[Span] = [(" " * GUTTER + fit(self.label, before), "line--muted")]
        for each in placed:
            if each.column.key in self.values:
                value = fit(self.values[each.column.key], each.width, Align.RIGHT)
                spans.append((value + " " * GAP, "line--strong"))
        spans[-1] = (spans[-1][0].rstrip(), spans[-1][1])
        return [spans]

    def _flowing(self, width: int) -> list[list[Span]]:
        """As many lines as it takes, label and sum side by side, in columns of one width."""
        cells = [(self.labels[key], value) for key, value in self.values.items()]
        labels, values = max(width_of(label) for label, _ in cells), max(width_of(value) for _, value in cells)
        each = labels + 1 + values + GAP
        room = max(1, (width - GUTTER) // each)
        rows = -(-(len(cells) + 1) // room)
        across = -(-(len(cells) + 1) // rows)
        spans = [
            [(fit(label, labels) + " ", "line--muted"), (fit(value, values, Align.RIGHT) + " " * GAP, "line--strong")]
            for label, value in cells
        ]
        spans.append([(fit(self.label, each), "line--muted")])
        return [
            [(" " * GUTTER, ""), *(span for cell in spans[start : start + across] for span in cell)]
            for start in range(0, len(spans), across)
        ]
