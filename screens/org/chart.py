"""The org chart: who reports to whom on the day that is looked at, or who is in which department, with spans and open seats."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from textual import events
from textual.widget import Widget

from hrtui.errors import HrError, QueryError
from hrtui.org import chart as service
from hrtui.org.chart import DEPARTMENT, MANAGER, Chart, Line
from hrtui.org.tree import Kind
from hrtui.people import service as people
from screens.base import HrScreen
from screens.frames import frames
from screens.people.acts import PersonActs
from screens.people.walk import Walk
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.filter import FilterLine
from screens.widgets.table import VirtualTable
from screens.widgets.tree import TreeTable

HITS = 200
BUDGET = 0.02
PAUSE = 0.05
UNFOLDED_AT_FIRST = 12
TONES = {Kind.VACANCY: Tone.WARN, Kind.DEPARTMENT: Tone.STRONG, Kind.HEADING: Tone.STRONG}
NOBODY = (
    "Nobody whom you may see works here on this day.",
    "@ looks at another day; g p and then a hires the first person.",
)


class OrgScreen(PersonActs, HrScreen):
    """`org`, `org 1042` or `org dept:Sales`: a tree that unfolds, and a line to find people in it by."""

    NAME = "org"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.by = MANAGER
        self.chart: Chart | None = None
        self.hits: array[int] = array("q")
        self.walk: Walk | None = None
        self._sought = argument
        self._asked = self._typing = 0
        self.table: TreeTable[Line] = TreeTable(self._columns(), self._page, empty=("Loading",), id="org")
        tell = partial(self.say, error=True)
        self.filter = FilterLine(
            self._typed, self.table, hint="type / to find a person", entered=self._entered, tell=tell
        )

    def body(self) -> Iterable[Widget]:
        """The line to find people by, and the tree."""
        yield self.filter
        yield self.table

    def on_mount(self) -> None:
        """The tree has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Read the chart on a thread; what was unfolded and the cursor stay."""
        if self._sought.lower().startswith("dept:"):
            self.by = DEPARTMENT
        self._asked += 1
        asked, ctx, by = self._asked, self.ctx, self.by
        if self.chart is None:
            self.table.show_loading()
        self.work_on(lambda: service.chart(ctx, by), lambda found: self._show(asked, found))

    def visit(self, argument: str) -> None:
        """Unfold to another person or department."""
        self._sought = argument
        super().visit(argument)

    def arrive(self) -> None:
        """Come back from a record: the cursor stands on the last person looked at."""
        walk, self.walk = self.walk, None
        if walk is not None and self.chart is not None:
            node = self.chart.tree.find(walk.ids[walk.index])
            if node is not None:
                self.table.reveal(node)
        super().arrive()

    def do_back(self) -> bool:
        """Clear what was looked for, if anything."""
        if not self.filter.text:
            return False
        self.filter.set_text("")
        self.table.focus()
        return True

    def do_filter(self) -> None:
        """Type whom to find."""
        self.filter.begin()

    def do_next(self) -> None:
        """Go to the next of those found."""
        self._step(1)

    def do_previous(self) -> None:
        """Go to the one found before."""
        self._step(-1)

    def do_view(self) -> None:
        """By department instead of by manager, or back; the cursor stays on the person."""
        self.by = MANAGER if self.by == DEPARTMENT else DEPARTMENT
        line = self._current()
        self._sought = line.number if line is not None and line.person else ""
        self.begin()

    def do_lists(self) -> None:
        """Show the department or vacant position under the cursor in its list; else the list of departments."""
        line = self._current()
        if line is not None and line.kind is Kind.VACANCY:
            self.shell.go(f"positions {line.number}")
        elif line is not None and line.kind is Kind.DEPARTMENT:
            self.shell.go(f"departments {line.label}")
        else:
            self.shell.go("departments")

    def do_export(self) -> None:
        """Write the chart from the line under the cursor down, or all of it, to a file."""
        from hrtui.exchange.export import export_lines, export_rows
        from hrtui.exchange.files import DRAWN, Format, Progress, format_of
        from hrtui.org.drawing import drawn
        from screens.exporting import Export, ask

        ctx, shown = self.ctx, self.chart
        if shown is None:
            return

        def write(path: Path, _columns: Sequence[str], _rows: str, progress: Progress) -> int:
            found = service.all_lines(ctx, shown)
            if format_of(path, allowed=DRAWN) is Format.TEXT:
                return export_lines(ctx, path, drawn(shown, found), action="org.export", progress=progress)
            rows = service.written(found)
            return export_rows(
                ctx, path, service.HEADINGS, rows, action="org.export", counted="lines", progress=progress
            )

        intro = (
            "The whole chart, folded or not, a line for each person and vacancy: a table that tells the level of each, or "
            "drawn as a tree where the file's name ends with .txt."
        )
        stem = f"org-chart-{shown.day}"
        ask(self, Export("lines", stem, write, intro=intro, formats=DRAWN, title="Export the org chart"))

    def on_filter_line_left(self) -> None:
        """Back into the tree."""
        self.table.focus()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open the record of a person, with those shown to walk through; unfold anything else."""
        from screens.people.record import RecordScreen

        line, shown = self.table.row(event.index), self.chart
        if line is None or shown is None:
            return
        if not line.person:
            self._say_of(line)
            self.table.toggle(event.row_id)
            return
        nodes = [node for node in self.table.ids if shown.tree.extra(node) is None]
        ids = array("q", (shown.tree.members[node].id for node in nodes))
        self.walk = Walk(ids, nodes.index(event.row_id))
        self.app.push_screen(RecordScreen(line.number, self.walk))

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        """Say why lines are missing."""
        self.say(event.error, error=True)

    def on_resize(self, event: events.Resize) -> None:
        """Say as much as the width has room for."""
        self._show_note()

    def subject(self) -> str:
        """The number of the person under the cursor; empty where there is none."""
        line = self._current()
        return line.number if line is not None and line.person else ""

    def person(self) -> str:
        """The name and number of the person under the cursor."""
        line = self._current()
        return f"{line.label} ({line.number})" if line is not None and line.person else ""

    # -- the tree

    def _current(self) -> Line | None:
        return self.table.row(self.table.cursor) if self.table.current is not None else None

    def _page(self, nodes: Sequence[int]) -> list[Line | None]:
        return [None] * len(nodes) if self.chart is None else service.lines(self.ctx, self.chart, nodes)

    def _show(self, asked: int, found: Chart) -> None:
        """Show a chart that was read, unless another was asked for meanwhile."""
        if asked != self._asked:
            return
        before, at = self.chart, self.table.current
        keep = before.tree.key(at) if before is not None and at is not None else None
        self.chart = found
        if not self.table.unfolded and len(found.tree.roots) <= UNFOLDED_AT_FIRST and before is None:
            self.table.unfolded = {found.tree.key(node) for node in found.tree.roots}
        self.table.set_empty(*NOBODY)
        self.table.set_tree(found.tree, keep, self.table.cursor)
        self._show_note()
        sought, self._sought = self._sought, ""
        if sought:
            self._seek(sought)

    def _seek(self, text: str) -> None:
        if self.chart is None:
            return
        try:
            node = service.place_of(self.ctx, self.chart, text)
        except HrError as error:
            self.say(error, error=True)
            return
        self.table.reveal(node)
        if self.table.tree_nodes is not None and self.chart.tree.key(node) not in self.table.unfolded:
            self.table.toggle(node)

    def _typed(self, text: str) -> None:
        """Unfold to the first of those a query finds."""
        self.hits, self._typing = array("q"), self._typing + 1
        typing, ctx = self._typing, self.ctx
        if self.chart is None or not text.strip():
            self._show_note()
            return
        try:
            ids, complete = people.directory_search(ctx, text, limit=HITS, budget=BUDGET)
        except HrError as error:
            self.filter.show_fault(error, error.at if isinstance(error, QueryError) else None)
            return
        self._found(typing, ids)
        if not complete:
            self.set_timer(PAUSE, lambda: self._search_rest(typing, text))

    def _search_rest(self, typing: int, text: str) -> None:
        """Find them on a thread, once typing has come to rest."""
        ctx = self.ctx
        if typing == self._typing:
            self.work_on(
                lambda: people.directory_search(ctx, text, limit=HITS, stopped=lambda: typing != self._typing)[0],
                lambda ids: self._found(typing, ids),
            )

    def _found(self, typing: int, ids: array[int]) -> None:
        if typing != self._typing or self.chart is None:
            return
        had = bool(self.hits)
        self.hits = service.places(self.chart, ids)
        if self.hits and not had:
            self.table.reveal(self.hits[0])
        self._show_note()

    def _entered(self) -> bool:
        """Into the tree, where the cursor is on the first found."""
        if not self.hits:
            self.say(f"Nobody in the chart of {self.ctx.day} is found by that.")
        self.table.focus()
        return True

    def _step(self, by: int) -> None:
        if not self.hits:
            self.say("Type / to find people; n goes to the next of them.")
            return
        current = self.table.current
        at = self.hits.index(current) if current is not None and current in self.hits else -1 if by > 0 else 0
        self.table.reveal(self.hits[(at + by) % len(self.hits)])

    def _say_of(self, line: Line) -> None:
        if line.kind is Kind.VACANCY:
            seats = "1 seat is" if line.vacant == 1 else f"{line.vacant:,} seats are"
            self.say(f"Position {line.number}, {line.title}, {line.department}: {seats} vacant.")

    def _show_note(self) -> None:
        if self.chart is None:
            return
        tree, between = self.chart.tree, f" {frames().between} "
        if self.filter.text.strip():
            more = "+" if len(self.hits) >= HITS else ""
            self.filter.show_note(f"{len(self.hits)}{more} found{between}n next{between}by {self.by}")
            return
        parts = [
            "1 person" if tree.people == 1 else f"{tree.people:,} people",
            "1 layer" if tree.layers == 1 else f"{tree.layers} layers",
            f"span {tree.span:.1f}", f"{tree.seats:,} vacant", f"by {self.by}",
        ]  # fmt: skip
        self.filter.show_note(between.join(parts))

    def _columns(self) -> tuple[Column[Line], ...]:
        return (
            Column("label", "Name", 24, grow=3, tone=_tone, lead=self._sign),
            Column("title", "Title", 15, grow=4, text=_title, tone=_title_tone),
            Column(
                "department", "Department", 10, 1, grow=2, text=lambda line: line.department if line.differs else ""
            ),
            Column("span", "Below", 13, align=Align.RIGHT, text=_span),
            Column("vacant", "Vacant", 6, align=Align.RIGHT, text=_vacant, tone=lambda _: Tone.WARN),
            Column("fte", "FTE below", 11, 5, Align.RIGHT, text=lambda line: _fte(line)),
            Column("number", "Number", 8, 4, text=lambda line: line.number),
            Column("location", "Location", 16, 6, grow=1),
        )

    def _sign(self, line: Line) -> str:
        return self.table.sign(line.node)


def _tone(line: Line) -> Tone:
    return TONES.get(line.kind, Tone.PLAIN)


def _title(line: Line) -> str:
    """What is to be said first of the line, then the title."""
    return ", ".join(part for part in (line.note, line.title if line.person else "") if part)


def _title_tone(line: Line) -> Tone:
    return Tone.WARN if line.note else Tone.MUTED


def _span(line: Line) -> str:
    return f"{line.direct:,} / {line.total:,}" if line.total else ""


def _fte(line: Line) -> str:
    return service.shown_fte(line.fte) if line.total else ""


def _vacant(line: Line) -> str:
    return f"{line.vacant:,}" if line.vacant else ""
