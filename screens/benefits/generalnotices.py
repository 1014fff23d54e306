"""General notices of COBRA that are owed: to whom, since when they are covered, and by which day; written, filed and marked sent."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

from textual.widget import Widget

from hrtui.benefits.cobra import informing
from hrtui.benefits.cobra.informing import Owed
from hrtui.benefits.papers.model import PaperKind
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.text import Align, Tone
from screens.verbs import open_menu, waited
from screens.widgets.columns import Column
from screens.widgets.fields import DayField
from screens.widgets.form import FormScreen
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

SOON = 14
NOTHING = ("No general notice is owed.", "One is owed within 90 days of the day on which health coverage begins.")


class GeneralNoticesScreen(HrScreen):
    """`general-notices [WORDS]`: space marks, W writes one, N records that those marked were sent."""

    NAME = "general-notices"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.rows: list[Owed] = []
        self.line = Line()
        columns: tuple[Column[Owed], ...] = (
            Column("by", "By", 10, text=lambda each: each.by, tone=_tone),
            Column("left", "Days", 5, align=Align.RIGHT, text=lambda each: str(each.left), tone=_tone),
            Column("name", "Name", 16, grow=1, text=lambda each: each.name),
            Column("covered", "Covered", 10, text=lambda each: min(each.covered.values())),
            Column("to", "To", 22, grow=2, text=lambda each: "; ".join(each.names.values())),
            Column("number", "Number", 7, 1, text=lambda each: each.number),
        )
        self.table: VirtualTable[Owed] = VirtualTable(columns, self._page, empty=("Reading",), id="general")

    def body(self) -> Iterable[Widget]:
        """How many are owed and late, and the list."""
        yield self.line
        yield self.table

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Read what is owed."""
        ctx, words = self.ctx, self.argument
        self.work_on(lambda: informing.owed(ctx, words), self._show, hold=not self.rows)

    def reload(self) -> None:
        """Read the list anew; nothing stays marked."""
        self.table.set_marks(())
        self.begin()

    def _show(self, found: list[Owed]) -> None:
        self.rows, at = found, self.table.current or 0
        self.table.set_empty(*NOTHING)
        self.table.set_ids(array("q", range(len(found))), min(at, len(found) - 1) if found else None)
        late = sum(each.left < 0 for each in found)
        self.line.update(f"{len(found):,} owed, {late:,} late", Tone.WARN if late else Tone.MUTED)
        self.show_heading(f"{late:,} late" if late else "")

    def _page(self, ids: Sequence[int]) -> list[Owed | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def _wanted(self) -> list[Owed]:
        """Those marked, else the one under the cursor."""
        at = self.table.current
        ids = list(self.table.marked()) or ([] if at is None else [at])
        return [self.rows[id_] for id_ in ids if id_ < len(self.rows)]

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Write the notice under the cursor."""
        self.do_write()

    def do_write(self) -> None:
        """Write or file the notice under the cursor."""
        from screens.benefits.papers import ask_paper

        at = self.table.current
        if at is None:
            self.say("There is no notice here.")
        else:
            ask_paper(self, self.rows[at].number, self.rows[at].name, (PaperKind.GENERAL_NOTICE,))

    def do_sent(self) -> None:
        """Ask on which day those marked were sent."""
        found, ctx, made = self._wanted(), self.ctx, list[Done]()
        if not found:
            self.say("There is no notice here.")
            return
        numbers = [each.number for each in found]

        def save(values: Mapping[str, object]) -> object:
            return waited(self, lambda: made.append(informing.sent(ctx, numbers, cast(date, values["on"]))))

        def done(values: object) -> None:
            if values is not None and made:
                self.tell_done(made[-1])

        today = ctx.clock.today()
        field = DayField(
            key="on", label="Sent", today=today, initial=today, required=True, help="the day of the mail",
            month_first=ctx.config.style.month_first,
        )  # fmt: skip
        whose = found[0].name if len(found) == 1 else f"{len(found):,} people"
        self.app.push_screen(FormScreen("Notice sent", [field], save, intro=(f"The general notice of {whose}.",)), done)

    def do_record(self) -> None:
        """Open the record of the person under the cursor."""
        at = self.table.current
        if at is not None:
            self.shell.go(f"emp {self.rows[at].number}")

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.title_line)


def _tone(each: Owed) -> Tone:
    return Tone.BAD if each.left < 0 else Tone.WARN if each.left <= SOON else Tone.PLAIN
