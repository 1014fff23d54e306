"""The report over all requisitions: funnel, why applications ended, sources, departments, recruiters and templates, with bars."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from textual.widget import Widget

from hrtui.recruiting.figures import StageFigures
from hrtui.recruiting.overall import By, Ending, Overall, Share
from hrtui.recruiting.reporting import EVERYTHING, Narrowed, labelled, recruiting_report, summed
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.widgets.charts import bar
from screens.widgets.columns import Column
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable
from screens.widgets.tabs import Tabs

TABS: tuple[tuple[str, By | None], ...] = (
    ("Funnel", None), ("Endings", None), ("Sources", By.SOURCE), ("Departments", By.DEPARTMENT), ("Recruiters", By.RECRUITER),
    ("Templates", By.TEMPLATE),
)  # fmt: skip
EMPTY = ("Nobody applied in this period.", "t looks at another.")
ENDED = ("No application ended.", "Those of the period that were rejected or withdrew are counted here.")
NARROW, WIDEST_BAR = 80, 40
RIGHT = Align.RIGHT
Row = StageFigures | Ending | Share


class ReportScreen(HrScreen):
    """`recruiting-report`: tab turns to the next part; enter on a department, recruiter or template narrows all of it to that one."""

    NAME = "recruiting-report"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.tabs = Tabs(tuple(name for name, _ in TABS))
        self.line, self.about = Line(), Line(tone=Tone.MUTED)
        self.table: VirtualTable[Any] = VirtualTable((), self._page, empty=("Reading",), id="report")
        self.found: Overall | None = None
        self.narrowed = EVERYTHING
        self.since: date | None = None
        self.until: date | None = None
        self._asked = 0

    def body(self) -> Iterable[Widget]:
        """The parts, what it is about, what it comes to, and the rows."""
        yield self.tabs
        yield self.about
        yield self.line
        yield self.table

    def on_mount(self) -> None:
        """The list has the keys."""
        self.keybar.call({"table.open": "Narrow"})
        self.table.focus()

    def on_resize(self) -> None:
        """Draw the bars as wide as there is room."""
        if self.found is not None:
            self._show_part()

    def begin(self) -> None:
        """Read the report."""
        self._asked += 1
        ctx, since, until, narrowed, asked = self.ctx, self.since, self.until, self.narrowed, self._asked
        self.work_on(lambda: recruiting_report(ctx, since, until, narrowed), lambda found: self._show(asked, found))

    def _show(self, asked: int, found: Overall) -> None:
        if asked != self._asked:
            return
        self.found = found
        between = f" {frames().between} "
        names = [each for each in (self.narrowed.department, self.narrowed.recruiter, self._template()) if each]
        period = f"who applied {found.period.start} to {found.period.end}"
        self.about.update(between.join([*(names or ["all requisitions"]), period]), Tone.MUTED)
        said = summed(found)
        self.line.update(between.join(said), Tone.PLAIN, [between.join(said[:4]), between.join(said[:2])])
        self._show_part()

    def _template(self) -> str:
        return labelled(self.ctx, By.TEMPLATE, self.narrowed.template) if self.narrowed.template else ""

    def _show_part(self) -> None:
        rows = self._rows()
        self.table.set_columns(self._columns())
        self.table.refresh_rows()
        self.table.set_empty(*(ENDED if self.tabs.at == 1 else EMPTY))
        self.table.set_ids(array("q", range(1, len(rows) + 1)), self.table.current)

    def _rows(self) -> Sequence[Row]:
        if self.found is None:
            return ()
        _, by = TABS[self.tabs.at]
        return self.found.shares[by] if by else self.found.endings if self.tabs.at else self.found.stages

    def _page(self, ids: Sequence[int]) -> list[Any]:
        rows = self._rows()
        return [rows[id_ - 1] if id_ <= len(rows) else None for id_ in ids]

    def _columns(self) -> list[Column[Any]]:
        """The columns of the part that is shown; the bar takes what room is left."""
        _, by = TABS[self.tabs.at]
        if by is not None:
            return self._of_shares(by)
        if self.tabs.at:
            return [
                Column("reason", "Why it ended", 24, grow=1, most=36, text=lambda row: labelled(self.ctx, None, row.reason)),
                Column("side", "Side", 10),
                Column("count", "Applications", 12, align=RIGHT),
                self._bar("count", lambda row: row.count, 34),
            ]  # fmt: skip
        return [
            Column("stage", "Stage", 12, text=lambda row: row.stage.capitalize()),
            Column("reached", "Reached", 8, align=RIGHT),
            Column("through", "Of before", 9, align=RIGHT, text=lambda row: _percent(row.through)),
            Column("days", "Days in it", 10, align=RIGHT, text=lambda row: _days(row.days)),
            Column("now", "Now", 6, align=RIGHT),
            self._bar("reached", lambda row: row.reached, 60),
        ]

    def _of_shares(self, by: By) -> list[Column[Any]]:
        waits = by is not By.SOURCE
        columns = [
            Column[Any]("name", by.value.capitalize(), 16, grow=1, most=30, text=lambda row: labelled(self.ctx, by, row.name)),
            Column[Any]("requisitions", "Requis.", 7, 3, RIGHT),
            Column[Any]("applied", "Applied", 7, align=RIGHT),
            Column[Any]("interviewed", "Interv.", 7, 1, RIGHT),
            Column[Any]("hired", "Hired", 5, align=RIGHT),
            Column[Any]("part", "%", 5, align=RIGHT, text=lambda row: _percent(row.part)),
            Column[Any]("to_hire", "To hire", 7, align=RIGHT, text=lambda row: _days(row.to_hire)),
        ]  # fmt: skip
        if waits:
            columns += [
                Column[Any]("to_fill", "To fill", 7, 2, RIGHT, text=lambda row: _days(row.to_fill)),
                Column[Any]("late", "Late", 5, align=RIGHT, text=lambda row: row.late or "", tone=partial(_waits, "late")),
                Column[Any]("owed", "Owed", 5, align=RIGHT, text=lambda row: row.owed or "", tone=partial(_waits, "owed")),
            ]  # fmt: skip
        return [*columns, self._bar("applied", lambda row: row.applied, 98 if waits else 76)]

    def _bar(self, key: str, value: Callable[[Any], int], taken: int) -> Column[Any]:
        """A bar in proportion to the largest, as wide as the other columns leave room."""
        width = max(6, min(WIDEST_BAR, self.size.width - taken))
        largest = max((value(row) for row in self._rows()), default=0)
        return Column(
            f"{key}_bar", "", width, 9, text=lambda row: bar(value(row), largest, width), tone=lambda _: Tone.GOOD
        )

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Narrow the report to the department, recruiter or template under the cursor."""
        row, (_, by) = self.table.row(event.index), TABS[self.tabs.at]
        if isinstance(row, Share) and by in (By.DEPARTMENT, By.RECRUITER, By.TEMPLATE):
            self._narrow(replace(self.narrowed, **{by.value: row.name}))
        else:
            self.say("Enter narrows the report to a department, a recruiter or a template; tab turns to them.")

    def _narrow(self, narrowed: Narrowed) -> None:
        self.narrowed = narrowed
        self.tabs.turn_to(0)
        self.begin()

    # -- keys

    def do_back(self) -> bool:
        """All requisitions again, where it is narrowed."""
        if self.narrowed == EVERYTHING:
            return False
        self._narrow(EVERYTHING)
        return True

    def do_next(self) -> None:
        """Turn to the next part."""
        self.tabs.step(1)
        self._show_part()

    def do_previous(self) -> None:
        """Turn to the part before."""
        self.tabs.step(-1)
        self._show_part()

    def do_period(self) -> None:
        """Ask for other days."""
        from screens.recruiting.eeoforms import ask_period

        if self.found is None:
            return

        def then(since: date, until: date) -> None:
            self.since, self.until = since, until
            self.begin()

        ask_period(self, self.found.period.start, self.found.period.end, then)

    def do_export(self) -> None:
        """Write the rows shown to a file."""
        from screens.exporting import Listed, ask_listed

        name, by = TABS[self.tabs.at]
        kind = Share if by else Ending if self.tabs.at else StageFigures
        headings = tuple(kind.__dataclass_fields__)

        def rows(ids: Sequence[int]) -> Iterable[Sequence[object]]:
            return ([getattr(row, each) for each in headings] for row in self._page(ids))

        period = {"since": str(self.found.period.start), "until": str(self.found.period.end)} if self.found else {}
        listed = Listed(headings, rows, "recruiting.export", {"list": name.lower(), **period})
        ask_listed(self, "rows", f"recruiting-{name.lower()}-{self.ctx.day}", self.table, listed)


def _waits(name: str, row: Share) -> Tone:
    return Tone.WARN if getattr(row, name) else Tone.PLAIN


def _percent(part: int | None) -> str:
    return "" if part is None else f"{part} %"


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:g}"
