"""Equal opportunity: sums of what applicants said, by how far they came; never what one of them said."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from textual.widget import Widget

from hrtui.errors import HrError
from hrtui.people.model import Done
from hrtui.recruiting.eeo import ASKED, QUESTIONS
from hrtui.recruiting.eeocells import LINES, Line
from hrtui.recruiting.flow import HIDDEN, Flow, FlowRow, FlowTable, Group, applicant_flow
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.lines import Line as TextLine
from screens.widgets.menu import Menu, MenuItem
from screens.widgets.table import VirtualTable
from screens.widgets.tabs import Tabs

HEADINGS = {
    Line.APPLIED: "Applied", Line.INTERVIEWED: "Interv.", Line.OFFERED: "Offered", Line.HIRED: "Hired",
    Line.REJECTED: "Rejected", Line.WITHDRAWN: "Withdrew", Line.ACTIVE: "Active",
}  # fmt: skip
PRIORITY = {Line.WITHDRAWN: 1, Line.ACTIVE: 2}
EMPTY = ("Nobody applied in these months.", "t looks at others.")


class EeoScreen(HrScreen):
    """`eeo [REQUISITION or TITLE]`: the applicant flow by answer; tab turns to the next question."""

    NAME = "eeo"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.tabs = Tabs(tuple(ASKED.values()))
        self.line, self.note = TextLine(), TextLine(tone=Tone.MUTED)
        columns = [
            Column[FlowRow]("label", "Answer", 18, grow=1, most=36, tone=_tone),
            *(
                Column[FlowRow](
                    line.value, HEADINGS[line], len(HEADINGS[line]), PRIORITY.get(line, 0), Align.RIGHT,
                    text=partial(_count, at), tone=_tone,
                )
                for at, line in enumerate(LINES)
            ),
        ]  # fmt: skip
        self.table: VirtualTable[FlowRow] = VirtualTable(columns, self._page, empty=("Reading",), id="eeo")
        self.flow: Flow | None = None
        self.shown: FlowTable | None = None
        self.since: date | None = None
        self.until: date | None = None
        self.wanted = ""
        self._asked = 0

    def body(self) -> Iterable[Widget]:
        """The questions, what is summed up, the sums, and what is hidden of them."""
        yield self.tabs
        yield self.line
        yield self.table
        yield self.note

    def on_mount(self) -> None:
        """Begin in the list."""
        self.keybar.call({"table.open": "Requisition"})
        self.table.focus()

    def on_virtual_table_opened(self) -> None:
        """Choose what is summed up."""
        self.do_group()

    def begin(self) -> None:
        """Read the applications of the period."""
        wanted, self.argument = self.argument, ""
        self.wanted = wanted or self.wanted
        self._asked += 1
        ctx, since, until, asked = self.ctx, self.since, self.until, self._asked
        question, group = self._question, self.wanted

        def read() -> tuple[Flow, FlowTable]:
            flow = applicant_flow(ctx, since, until)
            return flow, flow.table(question, flow.group(group))

        self.work_on(read, lambda found: self._came(asked, *found), self._failed)

    def reload(self) -> None:
        """Read anew."""
        self.begin()

    def _failed(self, error: HrError) -> None:
        self.wanted = ""
        super()._failed(error)
        if self.flow is None:
            self.table.set_empty(*EMPTY)

    @property
    def _question(self) -> str:
        return QUESTIONS[self.tabs.at]

    def _came(self, asked: int, flow: Flow, table: FlowTable) -> None:
        if asked == self._asked:
            self.flow = flow
            self._show(asked, table)

    def _turn(self) -> None:
        """Work the sums of the question out, which may take a while, and show them."""
        flow, question, group = self.flow, self._question, self.wanted
        if flow is not None:
            self._asked += 1
            asked = self._asked
            self.work_on(lambda: flow.table(question, flow.group(group)), lambda table: self._show(asked, table))

    def _show(self, asked: int, table: FlowTable) -> None:
        if asked != self._asked:
            return
        self.shown = table
        between, period = f" {frames().between} ", table.period
        self.line.update(f"{table.group.label}{between}who applied {period.start:%Y-%m} to {period.end:%Y-%m}")
        self.table.refresh_rows()
        self.table.set_empty(*EMPTY)
        self.table.set_ids(array("q", range(1, len(table.rows) + 1)), self.table.current)
        hidden = f"{_sign()} below {table.least}, or what would give such a count or an answer away."
        self.note.update(hidden if table.hides else "Nothing is hidden.", Tone.MUTED)

    def _page(self, ids: Sequence[int]) -> list[FlowRow | None]:
        rows = self.shown.rows if self.shown is not None else ()
        return [rows[id_ - 1] if id_ <= len(rows) else None for id_ in ids]

    def tell_done(self, done: Done) -> None:
        """Show what was done, and the sums read once more: each reading leaves an entry."""
        self.shell.changed()
        self.say(f"{done.sentence} u undoes it.")

    # -- keys

    def do_back(self) -> bool:
        """Back to the whole company, where a requisition is shown."""
        if not self.wanted:
            return False
        self.wanted = ""
        self._turn()
        return True

    def do_next(self) -> None:
        """Turn to the next question."""
        self.tabs.step(1)
        self._turn()

    def do_previous(self) -> None:
        """Turn to the question before."""
        self.tabs.step(-1)
        self._turn()

    def do_group(self) -> None:
        """Choose what is summed up."""
        if self.flow is None:
            return
        items = [MenuItem(str(at), each.label, _kind(each)) for at, each in enumerate(self.flow.groups)]
        groups = self.flow.groups

        def chosen(at: str | None) -> None:
            if at is not None:
                self.wanted = groups[int(at)].key
                self._turn()

        self.app.push_screen(Menu("Sum up", items), chosen)

    def do_period(self) -> None:
        """Ask for other months."""
        from screens.recruiting.eeoforms import ask_period

        if self.flow is None:
            return

        def then(since: date, until: date) -> None:
            self.since, self.until, self.wanted = since, until, ""
            self.begin()

        ask_period(self, self.flow.period.start, self.flow.period.end, then, months=True)

    def do_record(self) -> None:
        """Record what an applicant said."""
        from screens.recruiting.eeoforms import ask_recording

        ask_recording(self)

    def do_import(self) -> None:
        """Record the answers of a file."""
        from screens.recruiting.eeoforms import ask_answers

        ask_answers(self)

    def do_export(self) -> None:
        """Write the sums shown to a file."""
        from screens.exporting import Listed, ask_listed

        table = self.shown
        if table is None:
            return

        def rows(ids: Sequence[int]) -> Iterable[Sequence[object]]:
            for row in self._page(ids):
                if row is not None:
                    yield row.label, *(HIDDEN if count is None else count for count in row.counts)

        about = {
            "question": table.question,
            "since": table.period.start.isoformat(),
            "until": table.period.end.isoformat(),
        }
        listed = Listed(("answer", *table.lines), rows, "recruiting.export_eeo", about)
        ask_listed(self, "rows", f"equal-opportunity-{table.question}-{self.ctx.day}", self.table, listed)


def _count(at: int, row: FlowRow) -> str:
    count = row.counts[at]
    return _sign() if count is None else f"{count:,}"


def _sign() -> str:
    return frames().leaf


def _tone(row: FlowRow) -> Tone:
    return Tone.STRONG if row.answer == "all" else Tone.MUTED if row.answer == "unsaid" else Tone.PLAIN


def _kind(group: Group) -> str:
    return "" if not group.key else "requisition" if group.label != group.key else "title"
