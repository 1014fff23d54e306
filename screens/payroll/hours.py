"""Hours and one-time pay of a run, keyed from paper: everyone of the run by row, the codes by column, no dialog."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from hrtui.audit import own
from hrtui.errors import HrError, RuleBroken
from hrtui.payroll.grid.batch import Batch
from hrtui.payroll.grid.keeping import place_of, restored, texts_of
from hrtui.payroll.runs import keying
from hrtui.payroll.runs.keying import KeySheet
from screens.base import HrScreen
from screens.drafting import Draft, draft_of
from screens.frames import frames
from screens.text import Tone
from screens.widgets.grid import Grid
from screens.widgets.lines import Line

FORM = "payroll.run"
TAKEN_UP = "Goes on where it was left: {} keyed and not saved."


class HoursScreen(HrScreen):
    """`hours RUN`: what is typed is kept at every key, so that leaving or a cut line loses nothing."""

    NAME = "hours"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = Line(tone=Tone.STRONG)
        self.grid = Grid(self._keep)
        self.sheet: KeySheet | None = None
        self._draft: Draft | None = None

    def body(self) -> Iterable[Widget]:
        """The run, and the grid."""
        yield self.line
        yield self.grid

    def on_mount(self) -> None:
        """The grid has the keys."""
        self.grid.focus()

    def begin(self) -> None:
        """Read the people, the codes, what is on file and what was typed last time."""
        ctx, number = self.ctx, self.argument.strip()
        draft = draft_of(self, FORM, number)

        def read() -> tuple[KeySheet, Draft]:
            if not number:
                raise RuleBroken("Hours are keyed for a run: open one from the list of runs.")
            draft.read()
            return keying.key_sheet(ctx, number), draft

        self.work_on(read, lambda found: self._show(*found), self._refused, hold=True)

    def reload(self) -> None:
        """Nothing of what is being keyed is read anew."""
        if self.sheet is None:
            self.begin()

    def _refused(self, error: HrError) -> None:
        self.say(error, error=True)
        self.line.update("No run", Tone.MUTED)

    def _show(self, sheet: KeySheet, draft: Draft) -> None:
        self.sheet, self._draft = sheet, draft
        run, between = sheet.run, f" {frames().between} "
        others = [f"{sheet.elsewhere:,} entries of a day or rate of their own are not shown"] if sheet.elsewhere else []
        people = f"{len(sheet.people):,} people"
        self.line.update(between.join([run.number, f"{run.begins} to {run.ends}", people, *others]), Tone.STRONG)
        made = restored(draft.typed, draft.at, sheet.people, sheet.columns, sheet.saved)
        self.grid.take_up(made)
        if made.batch.texts:
            count = len(made.batch.texts)
            self.say(TAKEN_UP.format(f"{count:,} cell{'s' if count != 1 else ''}"))

    def _keep(self) -> None:
        if self._draft is not None:
            grid = self.grid
            texts = texts_of(grid.cells, grid.paper, grid.standing)
            self._draft.take(texts, place_of(grid.cells, grid.standing))

    def do_back(self) -> bool:
        """Give up what is typed in the cell, else leave; what was keyed waits."""
        return self.grid.give_up()

    def on_grid_committed(self, event: Grid.Committed) -> None:
        """Save the batch whole; the grid then shows it as on file."""
        sheet, draft, ctx = self.sheet, self._draft, self.ctx
        if sheet is None or draft is None:
            return
        lines, totals = self.grid.cells.lines(), self.grid.cells.totals
        label = f"{ctx.clock.now():%Y-%m-%dT%H:%M} {totals.lines} lines"

        def save() -> int:
            draft.saving(own.newest(ctx))
            return keying.save_batch(ctx, sheet, lines, label)

        self.work_on(save, partial(self._saved, draft), hold=True)

    def _saved(self, draft: Draft, changed: int) -> None:
        totals = self.grid.cells.totals
        draft.forget()
        self.sheet, self._draft = None, None
        self.grid.show(Batch((), ()))
        self.shell.changed()
        self.begin()
        lines = f"{totals.lines:,} line{'s' if totals.lines != 1 else ''}"
        self.say(f"Saved {lines}: {changed:,} {'entry' if changed == 1 else 'entries'} changed.")
