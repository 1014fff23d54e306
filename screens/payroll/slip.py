"""A payslip to move in: the cursor goes from figure to figure, and from this check to the year to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from hrtui.money import NumberStyle
from hrtui.payroll.model import Why
from hrtui.payroll.paycheck import Paycheck, figures
from hrtui.payroll.rules.figures import Figure
from screens.frames import frames
from screens.keys import Commanded, bindings
from screens.payroll.sliplines import CHECK, GAP, YEAR, Said, SlipLine, laid_out
from screens.widgets.lines import LineWidget, Span, thumb

MOVES = ("table.down", "table.up", "table.page_down", "table.page_up", "table.first", "table.last")
WIDEST = 84
GUTTER = 2


class Slip(LineWidget, Commanded, can_focus=True):
    """The figures of one paycheck, the one under the cursor marked; it keeps its figure when another check is shown."""

    BINDINGS = [item for item in bindings("table") if isinstance(item, Binding) and item.id in MOVES]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"slip--head", "slip--cursor", "slip--row"}
    DEFAULT_CSS = """
    Slip { width: 1fr; height: 1fr; padding: 0 1; }
    Slip > .slip--head { color: $text-muted; background: $panel; text-style: bold; }
    Slip > .slip--cursor { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    Slip > .slip--row { background: $block-cursor-blurred-background; }
    """

    class Moved(Message):
        """The cursor stands on another figure."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.said = Said()
        self.style: NumberStyle | None = None
        self.figures: Sequence[Figure] = ()
        self.at = 0
        self.column = CHECK
        self.top = 0
        self._lines: list[SlipLine] = []

    @property
    def figure(self) -> Figure | None:
        """The figure under the cursor."""
        return self.figures[self.at] if self.at < len(self.figures) else None

    @property
    def why(self) -> Why | None:
        """Where the figure under the cursor comes from: this check's, or the year's."""
        figure = self.figure
        if figure is None:
            return None
        return figure.year_why if self.column == YEAR and figure.year_why is not None else figure.why

    def show(self, check: Paycheck, style: NumberStyle) -> None:
        """Show another paycheck, with the cursor on the same figure where it has that, else on the net pay."""
        notices = [*(f"To accept: {each}" for each in check.exceptions), *check.notices]
        self.show_figures(figures(check), Said(check.blockers, notices), style)

    def show_figures(self, shown: Sequence[Figure], said: Said, style: NumberStyle) -> None:
        """Show other figures, with the cursor on the same one where it is among them, else on the net pay."""
        code = self.figure.code if self.figure else ""
        self.said, self.style, self.figures = said, style, shown
        codes = [figure.code for figure in self.figures]
        self.at = codes.index(code) if code in codes else codes.index("net") if code else 0
        self._lay_out()
        self.post_message(self.Moved())

    def do_down(self) -> None:
        """Move to the figure below."""
        self._go(self.at + 1)

    def do_up(self) -> None:
        """Move to the figure above."""
        self._go(self.at - 1)

    def do_page_down(self) -> None:
        """Move to the total below: gross, taxes, net, the last figure."""
        self._go(
            next((at for at in range(self.at + 1, len(self.figures)) if self.figures[at].is_total), len(self.figures))
        )

    def do_page_up(self) -> None:
        """Move to the total above."""
        self._go(next((at for at in range(self.at - 1, -1, -1) if self.figures[at].is_total), 0))

    def do_first(self) -> None:
        """Move to the first figure."""
        self._go(0)

    def do_last(self) -> None:
        """Move to the last figure."""
        self._go(len(self.figures) - 1)

    def turn(self, column: int) -> None:
        """Move to this check's amount, or to the year to date."""
        if column != self.column:
            self.column = column
            self._repaint(self.at)
            self.post_message(self.Moved())

    def on_resize(self, event: events.Resize) -> None:
        """Lay the slip out for the new size."""
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """Move to the figure that was clicked."""
        line = self.top + event.y
        if line < len(self._lines) and self._lines[line].figure is not None:
            self._go(self._lines[line].figure or 0)

    def render_line(self, y: int) -> Strip:
        """A line of the slip, and its part of the scroll bar where the slip is longer than the screen."""
        width, at = self.size.width, self.top + y
        spans = self._spans(self._lines[at]) if at < len(self._lines) else []
        covered = thumb(self.size.height, len(self._lines), self.top)
        if covered is None:
            return self.strip(spans, width)
        sign = frames().thumb if y in covered else frames().track
        return Strip.join([self.strip(spans, width - 1), self.strip([(sign, "line--muted")], 1)])

    @property
    def text(self) -> str:
        """The whole slip, line by line."""
        return "\n".join("".join(text for text, _ in self._spans(line)).rstrip() for line in self._lines)

    def _spans(self, line: SlipLine) -> list[Span]:
        if line.figure is None:
            return [(" " * GUTTER, ""), *line.spans]
        label, check, year = line.parts
        on = line.figure == self.at
        row = "slip--row" if on else ""
        names = ["slip--cursor" if on and column == self._column() else row or line.name for column in (CHECK, YEAR)]
        sign = f"{frames().cursor if on else ' '} "
        return [
            (sign + label, row or line.name),
            (" " * GAP, row),
            (check, names[CHECK]),
            (" " * GAP, row),
            (year, names[YEAR]),
        ]

    def _column(self) -> int:
        return CHECK if self.figure is not None and self.figure.is_part else self.column

    def _go(self, at: int) -> None:
        before, self.at = self.at, max(0, min(at, len(self.figures) - 1))
        if before == self.at:
            return
        top = self.top
        self._settle()
        if top == self.top:
            self._repaint(before, self.at)
        else:
            self.refresh()
        self.post_message(self.Moved())

    def _repaint(self, *places: int) -> None:
        self.refresh_rows_at(*(at - self.top for at, line in enumerate(self._lines) if line.figure in places))

    def _lay_out(self) -> None:
        if self.style is not None:
            width = min(WIDEST, self.size.width - GUTTER - 1)
            self._lines = laid_out(self.said, self.figures, self.style, max(20, width))
            self._settle()
        self.refresh()

    def _settle(self) -> None:
        """Scroll as little as needed to hold the cursor; to the ends at the first and last figure."""
        height, last = max(1, self.size.height), max(0, len(self._lines) - self.size.height)
        line = next((at for at, each in enumerate(self._lines) if each.figure == self.at), 0)
        if self.at == 0:
            self.top = 0
        elif self.at == len(self.figures) - 1:
            self.top = min(last, line)
        elif line < self.top:
            self.top = line
        elif line >= self.top + height:
            self.top = line - height + 1
        self.top = max(0, min(self.top, last))
