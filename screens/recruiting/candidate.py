"""One candidate: who they are, their applications, and everything that happened, newest first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.recruiting import service
from hrtui.recruiting.model import Application, ApplicationState, Candidate, Happened
from hrtui.recruiting.service import CandidateSheet
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

LINES = 4


class CandidateScreen(HrScreen):
    """`candidate CAN-00042`: facts above, what happened below."""

    NAME = "candidate"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[Happened], ...] = (
            Column("on", "Day", 10),
            Column("what", "What", 40, grow=4, tone=_tone),
            Column("about", "About", 16, 1, grow=2),
            Column("by", "By", 10),
        )
        self.facts = Block([[] for _ in range(LINES)])
        self.table: VirtualTable[Happened] = VirtualTable(columns, self._page, empty=("Reading",), id="candidate")
        self.sheet: CandidateSheet | None = None

    def body(self) -> Iterable[Widget]:
        """The facts and the timeline."""
        yield self.facts
        yield self.table

    def on_mount(self) -> None:
        """Begin in the timeline."""
        self.table.focus()

    def begin(self) -> None:
        """Read the candidate."""
        self._read()

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        ctx, number = self.ctx, self.argument
        self.work_on(lambda: service.candidate_sheet(ctx, number), self._show, hold=hold)

    def _show(self, sheet: CandidateSheet) -> None:
        self.sheet = sheet
        self.table.refresh_rows()
        self.table.set_empty("Nothing happened yet.", "A enters an application.")
        self.table.set_ids(array("q", range(1, len(sheet.timeline) + 1)), self.table.current)
        self.facts.show(_facts(sheet))
        self.show_heading("do not hire" if sheet.candidate.barred else "")

    def _page(self, ids: Sequence[int]) -> list[Happened | None]:
        lines = self.sheet.timeline if self.sheet else ()
        return [lines[id_ - 1] if id_ <= len(lines) else None for id_ in ids]

    @property
    def held(self) -> Candidate | None:
        """Who is shown."""
        return self.sheet.candidate if self.sheet else None

    def on_virtual_table_opened(self) -> None:
        """Open the board of the requisition they applied to last."""
        self.do_board()

    # -- keys

    def do_edit(self) -> None:
        """Change who they are."""
        from screens.recruiting.candidateforms import ask_changing

        if self.held is not None:
            ask_changing(self, self.held)

    def do_apply(self) -> None:
        """Enter an application."""
        from screens.recruiting.candidateforms import ask_applying

        if self.held is not None:
            ask_applying(self, [self.held.number], self.held.name)

    def do_scores(self) -> None:
        """The scorecards of their last application."""
        number = self._last()
        if number:
            self.shell.go(f"scores {number}")

    def do_offer(self) -> None:
        """Make an offer for their last application."""
        from screens.recruiting.moreforms import ask_offering

        number = self._last()
        if number:
            ask_offering(self, number)

    def do_write(self) -> None:
        """Write a message about their last application."""
        from screens.recruiting.moreforms import ask_writing

        number = self._last()
        if number:
            ask_writing(self, [number])

    def do_merge(self) -> None:
        """Show who may be the same, and merge."""
        from screens.recruiting.moreforms import ask_merging

        if self.held is not None:
            ask_merging(self, self.held)

    def do_unmerge(self) -> None:
        """Make two again of whom was merged into this one last."""
        from screens.recruiting.moreforms import ask_unmerging

        if self.held is not None:
            ask_unmerging(self, self.held)

    def _last(self) -> str:
        """The number of their last application; says so where there is none."""
        if self.sheet is None or not self.sheet.applications:
            self.say("They applied to nothing yet; A enters an application.")
            return ""
        return self.sheet.applications[0][0].number

    def do_board(self) -> None:
        """Go to the board of the requisition they applied to last."""
        if self.sheet is None or not self.sheet.applications:
            self.say("They applied to nothing yet; A enters an application.")
            return
        self.shell.go(f"board {self.sheet.applications[0][1].number}")


def _facts(sheet: CandidateSheet) -> list[list[Span]]:
    who, between = sheet.candidate, f" {frames().between} "
    place = ", ".join(filter(None, (who.city, who.state)))
    tags = f"tags {', '.join(who.tags)}" if who.tags else ""
    marks = ["talent pool"] if who.pool else []
    first = between.join(filter(None, (who.headline, who.email, who.phone, place)))
    consent = f"consent until {who.consent_until}" if who.consent_until else "no consent on file"
    second = between.join(
        filter(None, (who.source, f"credited to {who.credited}" if who.credited else "", tags, *marks, consent))
    )
    at = [f"{wanted.title}: {_standing(each)}" for each, wanted in sheet.applications]
    return [
        [(f"{who.number} {who.name}", "line--strong"), (f"{between}{first}" if first else "", "")],
        [(second, "line--muted")],
        [(between.join(at) or "No application", "")],
        [(who.note, "line--muted")],
    ]


def _standing(each: Application) -> str:
    return each.state.value if each.state is ApplicationState.HIRED else f"{each.stage}, {each.state.value}"


def _tone(line: Happened) -> Tone:
    return Tone.WARN if line.ended else Tone.PLAIN
