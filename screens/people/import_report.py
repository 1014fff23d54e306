"""What an import did or would do, as lists to look through: changes before and after, faults, and notices."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from textual.containers import Container, Vertical
from textual.strip import Strip
from textual.widget import Widget

from hrtui.audit.model import Change
from hrtui.exchange.model import Fault, ImportReport, Plan
from hrtui.money import STYLES, NumberStyle
from screens.frames import arrow
from screens.text import Align, Tone, fit, label_of, shown, width_of, worded, wrapped
from screens.widgets.columns import Column
from screens.widgets.detail import Fact
from screens.widgets.lines import LineWidget, Span
from screens.widgets.table import VirtualTable

TWO_COLUMNS = 70
MOST_LINES = 4
FAULT_HEADINGS = ("row", "column", "value", "rule", "row taken")


def before_and_after(change: Change, style: NumberStyle) -> str:
    """A change in a few words, amounts as the company writes them."""
    sign = arrow("right")
    before, after = worded(change.before, style), worded(change.after, style)
    return f"{before} {sign if len(sign) == 1 else '->'} {after}" if before else after


def labelled(field: str) -> str:
    """A field's name as people write it."""
    name = label_of(field)
    return name if name.isupper() else name.capitalize()


def fault_cells(fault: Fault) -> tuple[object, ...]:
    """A fault in the order of FAULT_HEADINGS."""
    return fault.row, fault.column, fault.value, fault.rule, "yes" if fault.taken else "no"


def counts(report: ImportReport) -> str:
    """How many rows became what, in one line."""
    parts = (
        f"{report.rows:,} rows",
        f"{report.inserted:,} new",
        f"{report.updated:,} changed",
        f"{report.unchanged:,} unchanged",
        f"{report.rejected:,} refused",
    )
    return "   ".join(parts)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


FAULTS: tuple[Column[Fault], ...] = (
    Column("row", "Row", 6, align=Align.RIGHT),
    Column("column", "Column", 12, grow=1),
    Column("value", "Value", 14, grow=1),
    Column("rule", "Rule", 24, grow=4, tone=lambda fault: Tone.WARN if fault.taken else Tone.BAD),
    Column("taken", "Row taken", 9, priority=1, text=lambda fault: "yes" if fault.taken else "! no"),
)
NOTICES: tuple[Column[str], ...] = (Column("text", "Notice", 40, grow=1, text=lambda text: text),)


class TabNames(LineWidget):
    """The names of the lists, the one shown in brackets."""

    DEFAULT_CSS = """
    TabNames { height: 1; width: 1fr; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: Sequence[str] = ()
        self.at = 0

    def show(self, names: Sequence[str], at: int) -> None:
        """Show these names, one of them in brackets."""
        if (names, at) != (self.names, self.at):
            self.names, self.at = names, at
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The names in a row."""
        spans: list[Span] = []
        for index, name in enumerate(self.names):
            on = index == self.at
            spans.append((f"[{name}] " if on else f" {name}  ", "line--key" if on else "line--muted"))
        return self.strip(spans, self.size.width)


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
    return [line for fact in facts for line in _fact_lines(fact, _labels(facts), width)]


def _fact_lines(fact: Fact, labels: int, width: int) -> list[list[Span]]:
    name, room = f"line--{fact.tone}" if fact.tone else "", max(1, width - labels)
    first, *rest = wrapped(shown(fact.value), room, MOST_LINES)
    lines: list[list[Span]] = [[(fit(fact.label, labels), "line--muted"), (fit(first, room), name)]]
    return [*lines, *([(" " * labels, ""), (piece, name)] for piece in rest)]


class ReportView(Vertical):
    """Three lists, one shown at a time, and everything about the row under the cursor."""

    DEFAULT_CSS = """
    ReportView { width: 1fr; height: 1fr; }
    ReportView Container { height: 1fr; layout: vertical; }
    ReportView RowDetail { height: 8; border-top: solid $panel; }
    ReportView.-open RowDetail { height: 13; }
    ReportView.-wide Container { layout: horizontal; }
    ReportView.-wide RowDetail { height: 1fr; width: 42; border-top: none; border-left: solid $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.report: ImportReport | None = None
        self.style = STYLES["en_US"]
        self.tabs = TabNames()
        self.detail = RowDetail()
        self.plans: VirtualTable[Plan] = VirtualTable(
            self._columns(), self._plans, empty=("Nothing would change.",), id="plans"
        )
        self.faults: VirtualTable[Fault] = VirtualTable(FAULTS, self._faults, empty=("No faults.",), id="faults")
        self.notices: VirtualTable[str] = VirtualTable(NOTICES, self._notices, empty=("No notices.",), id="notices")
        self.at = 0

    @property
    def tables(self) -> tuple[VirtualTable[Any], ...]:
        """The lists, in the order of their tabs."""
        return self.plans, self.faults, self.notices

    @property
    def table(self) -> VirtualTable[Any]:
        """The list that is shown."""
        return self.tables[self.at]

    def compose(self) -> Iterable[Widget]:
        """The tabs; below them a list and what is known of its row."""
        yield self.tabs
        with Container():
            yield from self.tables
            yield self.detail

    def on_mount(self) -> None:
        """Show the first list."""
        self._show_tab()

    def show(self, report: ImportReport, style: NumberStyle) -> None:
        """Show another report; the faults first where nothing could be taken."""
        self.report, self.style = report, style
        for table, size in zip(
            self.tables, (len(report.preview), len(report.faults), len(report.notices)), strict=True
        ):
            table.set_ids(array("q", range(size)))
        self.at = 1 if report.faults and not report.preview else 0
        self._show_tab()

    def show_nothing(self, *sentences: str) -> None:
        """Say why there is nothing yet."""
        self.report = None
        for table in self.tables:
            table.set_empty(*sentences)
            table.set_ids(array("q"))
        self._show_tab()

    def step(self, by: int) -> None:
        """Show the next or previous list."""
        self.at = (self.at + by) % len(self.tables)
        self._show_tab()

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:
        """Say everything about the row under the cursor."""
        if event.table is self.table:
            self._show_detail()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Give the row's details more of the screen, or less again."""
        self.toggle_class("-open")

    def _show_tab(self) -> None:
        for table in self.tables:
            table.display = table is self.table
        self.tabs.show(self._names(), self.at)
        self.table.focus()
        self._show_detail()

    def _names(self) -> tuple[str, ...]:
        report = self.report
        if report is None:
            return "Changes", "Faults", "Notices"
        changes = report.inserted + report.updated
        first = f", the first {len(report.preview)} of them" if changes > len(report.preview) else ""
        faults, notices = _counted(len(report.faults), "fault"), _counted(len(report.notices), "notice")
        return f"{_counted(changes, 'change')}{first}", faults, notices

    def _show_detail(self) -> None:
        row = self.table.row(self.table.cursor) if self.table.current is not None else None
        if isinstance(row, Plan):
            kind = "new" if row.new else "changed"
            facts = [Fact(labelled(change.field), before_and_after(change, self.style)) for change in row.changes]
            self.detail.show(f"{row.number} {row.name}, {kind}, row {row.row}", facts)
        elif isinstance(row, Fault):
            tone = Tone.WARN if row.taken else Tone.BAD
            taken = "the rest of the row is taken" if row.taken else "the row is not taken"
            facts = [
                Fact("Column", row.column),
                Fact("Value", row.value),
                Fact("Rule", row.rule, tone),
                Fact("So", taken),
            ]
            self.detail.show(f"Row {row.row}", facts)
        else:
            self.detail.show("Notice" if row else "", [Fact("", str(row))] if row else [])

    def _columns(self) -> tuple[Column[Plan], ...]:
        return (
            Column("row", "Row", 6, align=Align.RIGHT),
            Column("new", "Kind", 7, text=lambda plan: "new" if plan.new else "changed"),
            Column("number", "No", 8, priority=1),
            Column("name", "Name", 18, grow=1),
            Column("changes", "What", 24, grow=3, text=self._plan_text),
        )

    def _plan_text(self, plan: Plan) -> str:
        if plan.new:
            job = plan.jobs[0] if plan.jobs else None
            return f"{job.title}, {job.department}, from {job.effective_from}" if job else ""
        return "; ".join(f"{labelled(change.field)}: {before_and_after(change, self.style)}" for change in plan.changes)

    def _plans(self, ids: Sequence[int]) -> list[Plan | None]:
        return [self.report.preview[place] if self.report else None for place in ids]

    def _faults(self, ids: Sequence[int]) -> list[Fault | None]:
        return [self.report.faults[place] if self.report else None for place in ids]

    def _notices(self, ids: Sequence[int]) -> list[str | None]:
        return [self.report.notices[place] if self.report else None for place in ids]
