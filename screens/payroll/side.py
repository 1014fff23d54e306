"""Beside a preview: where the gross goes, and the pay dates of the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.containers import Vertical
from textual.widget import Widget

from hrtui.money import NumberStyle
from hrtui.payroll.model import PayDate, Totals
from screens.frames import frames
from screens.payroll.listing import MONEY, money
from screens.widgets.charts import bars
from screens.widgets.detail import Block
from screens.widgets.lines import Span

WIDTH = 48
INSIDE = WIDTH - 3


class Side(Vertical):
    """A picture of the sums, and a calendar with the pay date shown."""

    DEFAULT_CSS = """
    Side { width: 48; height: 1fr; border-left: solid $panel; }
    Side Block { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.sums = Block(id="sums")
        self.dates = Block(id="dates")

    def compose(self) -> Iterable[Widget]:
        """The picture above the calendar."""
        yield self.sums
        yield self.dates

    def show_sums(self, sums: Totals, style: NumberStyle) -> None:
        """Show the parts of the gross, largest as a whole bar, with their shares in percent."""
        parts = [(label, getattr(sums, key)) for key, label in (*MONEY[1:-1], MONEY[-1])]
        items = [
            (f"{label:<8} {_share(cents, sums.gross):>4}", float(cents), money(cents, style)) for label, cents in parts
        ]
        title: list[Span] = [(f"Where {money(sums.gross, style)} go", "line--strong")]
        self.sums.show([title, *bars(items, INSIDE)])

    def show_dates(self, due: PayDate, dates: Sequence[PayDate]) -> None:
        """Show the pay dates of the year, the one of the preview marked."""
        lines: list[list[Span]] = [[(f"Pay dates of {due.check.year}, {due.group}", "line--strong")]]
        for each in dates:
            on = each == due
            sign = frames().cursor if on else " "
            text = f"{sign} {each.check:%a} {each.check}  for {each.period.start} to {each.period.end:%m-%d}"
            lines.append([(text, "line--key" if on else "line--muted" if each.check < due.check else "")])
        self.dates.show(lines)


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else ""
