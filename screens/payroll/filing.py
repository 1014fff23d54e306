"""A return, deposits, remittances or wage statements line by line, with where each figure comes from."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.widget import Widget

from hrtui.money import Money, format_money
from hrtui.payroll.filing.lines import why_line
from hrtui.payroll.filing.model import Filing, Paper
from hrtui.payroll.filing.named import named
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone, shown, width_of
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

Row = Sequence[object]
TITLES = {
    Paper.F941: "Form 941", Paper.F940: "Form 940", Paper.W2: "Forms W-2", Paper.EFW2: "Wage report (EFW2)",
    Paper.DEPOSITS: "Deposits", Paper.ORDERS: "Garnishments", Paper.DEDUCTIONS: "Deductions",
}  # fmt: skip
WIDTHS = {
    "line": 11,
    "box": 14,
    "number": 6,
    "name": 16,
    "what": 14,
    "label": 14,
    "currency": 8,
    "rule": 20,
    "payee": 14,
}
GROWING = frozenset({"what", "name", "label", "payee"})
LAST = {"currency": 9, "rule": 8, "from": 7, "box_4": 5, "box_6": 6, "13": 8, "14a": 9, "14b": 9}
ALWAYS = frozenset(
    {"line", "box", "what", "figure", "number", "name", "amount", "due", "code", "payee", "agency", "box_1"}
)
NAMED = 4
MEASURED = 200


class FilingScreen(HrScreen):
    """`filing FORM YEAR [QUARTER]`, as `filing 941 2026 3`; `filing w2 2026 NUMBER` is one person's statement."""

    NAME = "filing"
    DEFAULT_CSS = """
    FilingScreen Detail { height: 8; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.filing: Filing | None = None
        self.rows: list[Row] = []
        self.line = Line()
        self.table: VirtualTable[Row] = VirtualTable((), self._page, empty=("Reading",), moved=self._moved)
        self.facts = Detail()

    def body(self) -> Iterable[Widget]:
        """What it is, its lines, and what is to be known and missing."""
        yield self.line
        yield self.table
        yield self.facts

    def on_mount(self) -> None:
        """The lines have the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Make it anew."""
        ctx, argument = self.ctx, self.argument
        self.work_on(lambda: named(ctx, argument), self._show)

    def _show(self, filing: Filing) -> None:
        self.filing, self.rows = filing, list(filing.table.rows)
        self.table.set_columns([self._column(at, name) for at, name in enumerate(filing.table.headings)])
        self.table.set_empty("No final run holds any of it.")
        self.table.set_ids(array("q", range(len(self.rows))), self.table.current)
        when = f"quarter {filing.quarter} of {filing.year}" if filing.quarter else str(filing.year)
        runs = sum(1 for each in filing.runs if each.people)
        parts = [
            f"{TITLES[filing.paper]} of {filing.person or when}",
            f"{runs} run{'s' if runs != 1 else ''}" if runs else "",
        ]
        self.line.update(f" {frames().between} ".join(shown(part) for part in parts if part))
        stops = sum(each.stops for each in filing.blockers)
        self.show_heading(f"{stops:,} to enter first" if stops else "")
        self._moved(self.table.current)

    def _moved(self, place: int | None) -> None:
        """Name the line under the cursor in full above what is to be known."""
        filing = self.filing
        if filing is None:
            return
        at = {name: column for column, name in enumerate(filing.table.headings)}
        heading = "To know"
        if "line" in at and "what" in at and place is not None and place < len(self.rows):
            row = self.rows[place]
            heading = f"Line {self._cell(row[at['line']])}: {self._cell(row[at['what']])}"
        self.facts.show(heading, list(self._facts(filing)))

    def _facts(self, filing: Filing) -> Iterable[Fact]:
        if filing.due is not None:
            yield Fact("Due", f"{filing.due:%a} {filing.due}")
        waiting = [run.number for run in filing.waiting]
        if waiting:
            more = f" and {len(waiting) - NAMED} more" if len(waiting) > NAMED else ""
            yield Fact("Not in it", f"{', '.join(waiting[:NAMED])}{more}: not final yet", Tone.WARN)
        for each in filing.blockers[:NAMED]:
            label, tone = ("Missing", Tone.WARN) if each.stops else ("Not in EFW2", Tone.MUTED)
            yield Fact(label, f"{each.message} {each.remedy}".rstrip(), tone)
        if len(filing.blockers) > NAMED:
            yield Fact(
                "Missing", f"{len(filing.blockers) - NAMED:,} more; hrtui payroll form w2 --json lists all", Tone.MUTED
            )
        for said in filing.notices:
            if not any(number in said for number in waiting):
                yield Fact("Note", said, Tone.MUTED)

    def _column(self, at: int, name: str) -> Column[Row]:
        money = any(isinstance(row[at], Money) for row in self.rows[:50])
        heading = name.removeprefix("box_").replace("_", " ")
        widest = max((width_of(shown(self._cell(row[at]))) for row in self.rows[:MEASURED]), default=0)
        known = WIDTHS.get(name, 14 if money else 10)
        if money or name in ("line", "figure"):
            known = min(known, max(widest, width_of(heading)))
        priority = 0 if name in ALWAYS else LAST.get(name, 2 if name.startswith("box_") else 4)
        return Column(
            name, heading if heading[:1].isupper() else heading.capitalize(), known, priority,
            Align.RIGHT if money or name in ("figure", "due") else Align.LEFT, int(name in GROWING),
            text=lambda row: self._cell(row[at]), most=max(widest, known) if name in GROWING else 0,
        )  # fmt: skip

    def _cell(self, cell: object) -> str:
        if isinstance(cell, bool):
            return "yes" if cell else "no"
        if isinstance(cell, Money):
            return format_money(cell, self.ctx.config.style)
        return "" if cell is None else str(cell)

    def _page(self, ids: Sequence[int]) -> list[Row | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show where a line comes from; of a list of statements, the person's."""
        filing = self.filing
        if filing is not None and filing.paper in (Paper.W2, Paper.EFW2) and not filing.person:
            number = str(self.rows[event.row_id][0])
            if number != "total":
                self.shell.go(f"filing w2 {filing.year} {number}")
        else:
            self.do_why()

    def do_why(self) -> None:
        """Show which lines of slips add up to this line, run by run."""
        from screens.widgets.why import WhyTree

        at, filing = self.table.current, self.filing
        if filing is None or at is None or at >= len(self.rows):
            return
        if filing.line_keys is None:
            self.say(
                "Enter shows the statement; there w tells a box run by run."
                if filing.paper in (Paper.W2, Paper.EFW2)
                else "This list is added up already; Form 941 and 940 tell their lines run by run."
            )
            return
        self.app.push_screen(WhyTree(why_line(filing, str(self.rows[at][0]))))

    def do_export(self) -> None:
        """Write it to a file: the wage report as such, everything else as a table."""
        from screens.exporting import Export, ask

        ctx, filing = self.ctx, self.filing
        if filing is None or not self.rows:
            self.say("There is nothing to write.")
            return
        if filing.paper is Paper.EFW2:
            self._ask_report(filing.year)
            return

        def write(path: Path, _columns: Sequence[str], _rows: str, _progress: object) -> int:
            from hrtui.payroll.filing.writing import write as written

            made = written(ctx, filing, path)
            self.app.call_later(self.shell.changed)
            return made.count

        ask(self, Export("rows", filing.name, write, intro="For its owner alone; its checksum is kept in the trail."))

    def _ask_report(self, year: int) -> None:
        from screens.payroll.reportfile import ask_report

        ask_report(self, year)

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, TITLES[self.filing.paper] if self.filing else self.title_line)
