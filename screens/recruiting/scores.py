"""The scorecards of an application: who owes one, and once they may be seen, attribute by attribute with what is apart."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.recruiting import scoring
from hrtui.recruiting.scorecards import Scorecard
from hrtui.recruiting.scoring import ScoreSheet
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone, wrapped
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

LINES, SAID = 3, 8
OVERALL = "Overall"


class ScoresScreen(HrScreen):
    """`scores APP-00042`: blind until one's own is in."""

    NAME = "scores"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.head = Block([[] for _ in range(LINES)])
        self.table: VirtualTable[tuple[str, str]] = VirtualTable(
            (), self._page, empty=("Reading",), moved=self._show_detail, id="scores"
        )
        self.detail = Block([[] for _ in range(SAID)])
        self.sheet: ScoreSheet | None = None
        self.rows: list[tuple[str, str]] = []

    def body(self) -> Iterable[Widget]:
        """Whose they are and who owes one, the matrix, and what was said in words."""
        yield self.head
        yield self.table
        yield self.detail

    def on_mount(self) -> None:
        """Begin in the matrix."""
        self.table.focus()

    def begin(self) -> None:
        """Read what may be seen, keys waiting, so that none is lost that was typed ahead."""
        self._read(hold=True)

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        ctx, number = self.ctx, self.argument
        self.work_on(lambda: scoring.score_sheet(ctx, number), self._show, hold=hold)

    def _show(self, sheet: ScoreSheet) -> None:
        self.sheet, matrix = sheet, sheet.matrix
        labels = {each.name: each.label for each in matrix.kit.attributes} if matrix.kit else {}
        names = list(labels) or sorted({name for card in matrix.cards for name in card.ratings})
        self.rows = [(name, labels.get(name, name)) for name in names] if matrix.cards else []
        if matrix.cards:
            self.rows.append(("", OVERALL))
        self.table.set_columns((
            Column("label", "", 16, grow=1, most=30, text=lambda row: row[1]),
            *(self._column(card) for card in matrix.cards),
            Column("apart", "Apart", 7, text=self._apart, tone=lambda _: Tone.WARN),
        ))  # fmt: skip
        self.table.refresh_rows()
        self.table.set_empty(matrix.hidden or "No scorecard is in.", "e enters yours; a asks others for theirs.")
        self.table.set_ids(array("q", range(1, len(self.rows) + 1)), self.table.current)
        self.head.show(_head(sheet))
        self.show_heading(f"{len(matrix.waiting)} owed" if matrix.waiting else "")
        self._show_detail(self.table.current)

    def _column(self, card: Scorecard) -> Column[tuple[str, str]]:
        def cell(row: tuple[str, str]) -> object:
            return card.overall.value.replace("_", " ") if row[1] == OVERALL else card.ratings.get(row[0], "")

        matrix = self.sheet.matrix if self.sheet is not None else None
        revised = matrix is not None and card.by in matrix.revised
        several = matrix is not None and len({each.stage for each in matrix.cards}) > 1
        name = f"{card.by}{f', {card.stage}' if several else ''}{' (revised)' if revised else ''}"
        return Column(f"{card.by} {card.stage}", name, max(14, len(name)), align=Align.RIGHT, text=cell)

    def _apart(self, row: tuple[str, str]) -> object:
        spread = self.sheet.matrix.apart.get(row[0]) if self.sheet else None
        return f"{spread[0]} to {spread[1]}" if spread else ""

    def _page(self, ids: Sequence[int]) -> list[tuple[str, str] | None]:
        return [self.rows[id_ - 1] if id_ <= len(self.rows) else None for id_ in ids]

    def _show_detail(self, _current: int | None) -> None:
        lines, room = list[list[Span]](), max(20, self.size.width - 2)
        if self.sheet is not None:
            matrix = self.sheet.matrix
            for made in matrix.debriefs[-1:]:
                lines += _worded(f"Debrief: {made.decision.value}.", made.reason, room, SAID)
            said = [card for card in matrix.cards if card.takeaways]
            most = max(1, (SAID - len(lines)) // max(1, len(said)))
            for card in said:
                lines += _worded(f"{card.by}:", card.takeaways, room, most)
        self.detail.show([*lines, *([] for _ in range(SAID))][:SAID])

    def on_virtual_table_opened(self) -> None:
        """Open the candidate."""
        self.do_candidate()

    # -- keys

    def do_enter(self) -> None:
        """Enter one's own."""
        from screens.recruiting.scoreforms import ask_scoring

        if self.sheet is not None:
            ask_scoring(self, self.sheet)

    def do_ask(self) -> None:
        """Ask others for theirs."""
        from screens.recruiting.scoreforms import ask_asking

        if self.sheet is not None:
            ask_asking(self, self.sheet)

    def do_debrief(self) -> None:
        """Log what was decided."""
        from screens.recruiting.scoreforms import ask_debrief

        if self.sheet is not None:
            ask_debrief(self, self.sheet)

    def do_candidate(self) -> None:
        """The page of the candidate."""
        if self.sheet is not None:
            self.shell.go(f"candidate {self.sheet.candidate.number}")


def _worded(whose: str, said: str, room: int, most: int) -> list[list[Span]]:
    """What somebody said in at most so many lines, whose it is before it."""
    first, *rest = wrapped(f"{whose} {said}", room, most)
    return [[(whose, "line--strong"), (first.removeprefix(whose), "")], *([(each, "")] for each in rest)]


def _head(sheet: ScoreSheet) -> list[list[Span]]:
    between, matrix = f" {frames().between} ", sheet.matrix
    of = f"{between}{sheet.requisition.title}, in {sheet.application.stage}"
    owing = ", ".join(f"{ask.by}{f' until {ask.due}' if ask.due else ''}" for ask in matrix.waiting)
    return [
        [
            (f"{sheet.application.number} {sheet.candidate.name}", "line--strong"),
            (of, ""),
        ],
        [(f"Owed by {owing}" if owing else "Nobody owes one", "line--warn" if owing else "line--muted")],
        [
            (f"In: {', '.join(matrix.entered) or 'none'}", "line--muted"),
            (f"{between}{matrix.hidden}" if matrix.hidden else "", ""),
        ],
    ]
