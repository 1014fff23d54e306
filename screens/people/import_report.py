"""What an import did or would do, as lists to look through: changes before and after, faults, and notices."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.containers import Container, Vertical
from textual.widget import Widget

from hrtui.audit.model import Change
from hrtui.exchange.listing import Cells, Which
from hrtui.exchange.model import DECIMALS, Cell, Fault, ImportReport
from hrtui.money import STYLES, NumberStyle
from hrtui.text import counted, fold
from screens.frames import becomes
from screens.people.previewing import Lists
from screens.text import Align, Tone, label_of, worded
from screens.widgets.columns import Column
from screens.widgets.detail import Fact, RowDetail
from screens.widgets.table import VirtualTable

FAULT_HEADINGS = ("row", "column", "value", "rule", "row taken")


def before_and_after(change: Change, style: NumberStyle) -> str:
    """A change in a few words, amounts as the company writes them."""
    before, after = worded(change.before, style), worded(change.after, style)
    return f"{before} {becomes()} {after}" if before else after


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
        counted(report.rows, "row"),
        f"{report.inserted:,} new",
        f"{report.updated:,} changed",
        f"{report.unchanged:,} unchanged",
        f"{report.rejected:,} refused",
    )
    return "   ".join(parts)


def _effect(cell: Cell, style: NumberStyle) -> str:
    if not cell.is_change:
        return "" if cell.rule else "as on file"
    return before_and_after(Change(cell.field, cell.before, cell.after or ("(empty)" if cell.before else "")), style)


def _tone(cell: Cell) -> Tone:
    return Tone.PLAIN if not cell.rule else Tone.WARN if cell.taken else Tone.BAD


FAULTS: tuple[Column[Cell], ...] = (
    Column("row", "Row", 5, align=Align.RIGHT),
    Column("column", "Column", 12, grow=1),
    Column("value", "Value", 14, grow=1),
    Column("rule", "Rule", 24, grow=4, tone=_tone),
    Column("taken", "Row taken", 9, priority=1, text=lambda cell: "yes" if cell.taken else "! no"),
)


def _cells(style: Callable[[], NumberStyle]) -> tuple[Column[Cell], ...]:
    """The columns of lists of cells; amounts as the company writes them."""
    return (
        Column("row", "Row", 5, align=Align.RIGHT),
        Column("name", "Person", 16, grow=1, text=lambda cell: cell.name or cell.number),
        Column("field", "Field", 14, grow=1, text=lambda cell: labelled(cell.field)),
        Column("effect", "Before and after", 22, grow=3, text=lambda cell: _effect(cell, style())),
        Column("rule", "Fault", 10, grow=2, priority=1, tone=_tone),
    )


NOTICES: tuple[Column[str], ...] = (Column("text", "Notice", 40, grow=1, text=lambda text: text),)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column of the file, or a constant, with the fields it fills and how it is read."""

    column: str
    fields: tuple[str, ...]
    filled: int = 0
    samples: tuple[str, ...] = ()
    how: str = ""
    constant: bool = False


MAPPED: tuple[Column[Mapped], ...] = (
    Column("column", "Column", 16, grow=1, text=lambda each: "(one value)" if each.constant else each.column),
    Column("fields", "Field", 16, grow=1, text=lambda each: ", ".join(each.fields) or "left out",
           tone=lambda each: Tone.PLAIN if each.fields else Tone.MUTED),
    Column("how", "Read as", 13, grow=1, priority=1),
    Column("samples", "Values", 18, grow=2, text=lambda each: " | ".join(each.samples)),
)  # fmt: skip


def mapped_columns(report: ImportReport) -> list[Mapped]:
    """Every column of the file with the fields it fills, then the constants."""
    out = []
    for look in report.sheet.looks:
        sources = [each for each in report.used.sources if look.name in each.columns]
        formats = next((each.formats for each in sources if each.formats), ())
        decimals = next((each.decimals for each in sources if each.decimals), "")
        seen = look.dates or (DECIMALS.get(look.decimals, look.decimals) if look.kind == "number" else look.kind)
        how = ", ".join(formats) or DECIMALS.get(decimals, "") or seen
        unsure = f" ({look.dates})" if look.dates in ("ambiguous", "mixed") and formats else ""
        out.append(Mapped(look.name, tuple(each.target for each in sources), look.filled, look.samples, how + unsure))
    constants = [each for each in report.used.sources if each.constant is not None]
    return out + [Mapped("", (each.target,), 0, (each.constant or "",), constant=True) for each in constants]


WHICH = {1: Which.CHANGES, 2: Which.FAULTS, 3: Which.ALL}
DECLARES = "Y adds these lines for you, and reads the file again."
EMPTY = ("No columns.", "Nothing would change.", "No faults.", "No cells.", "No notices.")


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
        self.told: list[str] = []
        self.totals = [0] * 5
        self.tabs = Lists()
        self.detail = RowDetail()
        self.cells: Cells | None = None
        self.mapped: list[Mapped] = []
        cells = _cells(lambda: self.style)
        self.columns: VirtualTable[Mapped] = VirtualTable(
            MAPPED, lambda ids: [self.mapped[place] for place in ids], empty=EMPTY[:1], id="columns"
        )
        self.plans: VirtualTable[Cell] = VirtualTable(cells, self._of(Which.CHANGES), empty=EMPTY[1:2], id="plans")
        self.faults: VirtualTable[Cell] = VirtualTable(FAULTS, self._of(Which.FAULTS), empty=EMPTY[2:3], id="faults")
        self.every: VirtualTable[Cell] = VirtualTable(cells, self._of(Which.ALL), empty=EMPTY[3:4], id="every")
        self.notices: VirtualTable[str] = VirtualTable(NOTICES, self._notices, empty=EMPTY[4:], id="notices")
        self.at = 1

    def _of(self, which: Which) -> Callable[[Sequence[int]], list[Cell | None]]:
        return lambda ids: [self.cells.cell(which, number) if self.cells else None for number in ids]

    @property
    def tables(self) -> tuple[VirtualTable[Any], ...]:
        """The lists, in the order of their tabs."""
        return self.columns, self.plans, self.faults, self.every, self.notices

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

    def show(self, report: ImportReport, style: NumberStyle, keep: bool = False) -> None:
        """Show another report: the columns first where they lack something, the faults where nothing could be taken.

        With `keep` the list that is shown stays, and the cursor on its line.
        """
        at, cursor = self.at, self.table.cursor
        self.report, self.style = report, style
        self.cells, self.mapped = Cells(report), mapped_columns(report)
        self.told = [*report.notices, *report.declare, *([DECLARES] if report.declare else [])]
        ids = [self.cells.ids(which) for which in (Which.CHANGES, Which.FAULTS, Which.ALL)]
        sizes = [array("q", range(len(rows))) for rows in (self.mapped, self.told)]
        lists = (sizes[0], *ids, sizes[1])
        self.totals = [len(each) for each in lists]
        for table, each in zip(self.tables, lists, strict=True):
            table.set_ids(each)
        self.at = 0 if report.lacking else 1 if ids[0] or not report.faults else 2
        if keep and not report.lacking:
            self.at = at
            self.table.go(min(cursor, max(0, len(self.table.ids) - 1)))
        self._show_tab()

    def show_nothing(self, *sentences: str) -> None:
        """Say why there is nothing yet."""
        self.report = self.cells = None
        for table in self.tables:
            table.set_empty(*sentences)
            table.set_ids(array("q"))
        self._show_tab()

    def total(self, at: int) -> int:
        """How many rows a list has, without a filter."""
        return self.totals[at]

    def matching(self, at: int, text: str, stopped: Callable[[], bool]) -> array[int]:
        """The rows of a list in which every word of a text is."""
        if at in WHICH and self.cells is not None:
            return self.cells.matching(WHICH[at], text, stopped)
        words = fold(text).split()
        rows = [" ".join([each.column, *each.fields, *each.samples]) for each in self.mapped] if at == 0 else self.told
        return array("q", (place for place, said in enumerate(rows) if all(word in fold(said) for word in words)))

    def narrow(self, at: int, found: array[int], text: str) -> None:
        """Show these rows of a list; where there are none, say what was looked for."""
        table = self.tables[at]
        table.set_empty(*(("Nothing here matches.", "Esc shows all of it.") if text else (EMPTY[at],)))
        table.set_ids(found, table.current)
        self._show_detail()

    def step(self, by: int) -> None:
        """Show the next or previous list."""
        self.at = (self.at + by) % len(self.tables)
        self._show_tab()

    def on_virtual_table_moved(self, event: VirtualTable.Moved) -> None:
        """Say everything about the row under the cursor."""
        if event.table is self.table:
            self._show_detail()

    @property
    def current(self) -> object:
        """What the cursor is on: a column, a cell, a notice, or None."""
        return self.table.row(self.table.cursor) if self.table.current is not None else None

    def _show_tab(self) -> None:
        for table in self.tables:
            table.display = table is self.table
        self.tabs.show(self._names(), self.at)
        self.table.focus()
        self._show_detail()

    def _names(self) -> tuple[str, ...]:
        report = self.report
        if report is None:
            return "Columns", "Changes", "Faults", "All cells", "Notices"
        changes, faults = counted(self.totals[1], "change"), counted(len(report.faults), "fault")
        return "Columns", changes, faults, "All cells", counted(len(report.notices), "notice")

    def _show_detail(self) -> None:
        row = self.current
        if isinstance(row, Cell):
            who = f", {row.number} {row.name}" if row.number else ""
            self.detail.show(f"Row {row.row}{who}", self._cell_facts(row))
        elif isinstance(row, Mapped):
            facts = [
                Fact("Field", ", ".join(row.fields) or "left out"),
                *([] if row.constant else [Fact("Read as", row.how), Fact("Filled", f"{row.filled:,} rows")]),
                Fact("Values", " | ".join(row.samples)),
            ]
            self.detail.show(row.column or "One value for every row", facts)
        else:
            self.detail.show("Notice" if row else "", [Fact("", str(row))] if row else [])

    def _cell_facts(self, cell: Cell) -> list[Fact]:
        facts = [Fact("Column", f"{cell.column or 'none'}" + (f" ({labelled(cell.field)})" if cell.field else ""))]
        facts += [Fact("Value", cell.value)] if cell.column else []
        if cell.is_change:
            change = Change(cell.field, cell.before, cell.after or "(empty)")
            facts.append(Fact("Change", before_and_after(change, self.style)))
        if cell.rule:
            tone = Tone.WARN if cell.taken else Tone.BAD
            taken = "the rest of the row is taken" if cell.taken else "the row is not taken"
            facts += [Fact("Rule", cell.rule, tone), Fact("So", f"{taken}; enter corrects it")]
        return facts

    def _notices(self, ids: Sequence[int]) -> list[str | None]:
        return [self.told[place] for place in ids]
