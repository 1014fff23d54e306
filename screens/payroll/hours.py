"""Hours and one-time pay of a run, keyed from paper: everyone of the run by row, the codes by column, no dialog."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual.widget import Widget

from hrtui.audit import own
from hrtui.errors import Conflict, HrError, RuleBroken
from hrtui.payroll.grid.batch import Batch
from hrtui.payroll.grid.keeping import place_of, restored, texts_of
from hrtui.payroll.grid.model import GridLine
from hrtui.payroll.runs import keying
from hrtui.payroll.runs.keying import KeySheet
from screens.base import HrScreen
from screens.drafting import Draft, draft_of
from screens.frames import frames
from screens.text import Tone
from screens.widgets.clash import Answer, ClashDialog
from screens.widgets.grid import Grid
from screens.widgets.lines import Line

FORM = "payroll.run"
MOST_TOLD = 8
CHOICES = (
    "y enters all of yours over theirs.",
    "r keeps theirs, and enters the rest of yours.",
    "n goes back to the grid, theirs below yours; delete on a cell keeps theirs.",
)
STAYS = "Nothing is saved. Theirs is on file below yours: delete keeps theirs, ctrl+o asks again."
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
        self._known_then = 0

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
        self._known_then = sheet.seen if made.seen is None else made.seen
        self.grid.take_up(made)
        if made.batch.texts:
            count = len(made.batch.texts)
            self.say(TAKEN_UP.format(f"{count:,} cell{'s' if count != 1 else ''}"))

    def _keep(self) -> None:
        if self._draft is not None:
            grid = self.grid
            texts = texts_of(grid.cells, grid.paper, grid.standing, self._known_then)
            self._draft.take(texts, place_of(grid.cells, grid.standing))

    def do_back(self) -> bool:
        """Give up what is typed in the cell, else leave; what was keyed waits."""
        return self.grid.give_up()

    # -- saving

    def on_grid_committed(self, event: Grid.Committed) -> None:
        """Save the batch whole; the grid then shows it as on file."""
        if self.sheet is not None:
            self._save(self.grid.cells.lines(), self._known_then)

    def _save(self, lines: Sequence[GridLine], seen: int, kept: int = 0) -> None:
        """Enter lines over what was on file at a command; `kept` counts those left as someone else entered them."""
        sheet, draft, ctx = self.sheet, self._draft, self.ctx
        if sheet is None or draft is None:
            return
        count = len({line.person for line in lines})
        label = f"{ctx.clock.now():%Y-%m-%dT%H:%M} {count} line{'s' if count != 1 else ''}"

        def save() -> int:
            draft.saving(own.newest(ctx))
            return keying.save_batch(ctx, sheet, lines, label, seen) if lines else 0

        done = partial(self._saved, draft, count, kept)
        self.work_on(save, done, partial(self._not_saved, lines, kept), hold=True)

    def _saved(self, draft: Draft, count: int, kept: int, changed: int) -> None:
        draft.forget()
        self.sheet, self._draft = None, None
        self.grid.show(Batch((), ()))
        self.shell.changed()
        self.begin()
        lines = f"{count:,} line{'s' if count != 1 else ''}"
        theirs = f" {kept:,} stand{'s' if kept == 1 else ''} as the other entered {'it' if kept == 1 else 'them'}."
        self.say(
            f"Saved {lines}: {changed:,} {'entry' if changed == 1 else 'entries'} changed.{theirs if kept else ''}"
        )

    # -- two people at once

    def _not_saved(self, lines: Sequence[GridLine], kept: int, error: HrError) -> None:
        """Say why; where others entered something for the same cells, tell it cell by cell and ask what is to stand."""
        sheet = self.sheet
        if not isinstance(error, Conflict) or not error.clashes or sheet is None:
            self.say(error, error=True)
            return
        names = {person.number: person.name for person in sheet.people}
        told = [keying.clash_line(self.ctx, each, names.get(each.about, "")) for each in error.clashes[:MOST_TOLD]]
        more = len(error.clashes) - MOST_TOLD
        if more > 0:
            told.append(f"and {more:,} more; n shows all of them in the grid.")
        dialog = ClashDialog(told, f"pay entered for {sheet.run.number}", CHOICES, "Keep theirs")
        self.app.push_screen(dialog, partial(self._answered, lines, kept, error))

    def _answered(self, lines: Sequence[GridLine], kept: int, met: Conflict, answer: Answer | None) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        if answer is Answer.ON_TOP:
            self._save(lines, met.newest, kept)
        elif answer is Answer.RELOAD:
            number = {person.id: person.number for person in sheet.people}
            theirs = {(clash.about, clash.field) for clash in met.clashes}
            mine = [line for line in lines if (number[line.person], line.code) not in theirs]
            self._save(mine, met.newest, kept + len(lines) - len(mine))
        else:
            ctx, run = self.ctx, sheet.run.number
            self.work_on(lambda: keying.key_sheet(ctx, run), partial(self._beneath, met), hold=True)

    def _beneath(self, met: Conflict, sheet: KeySheet) -> None:
        """Go on keying over what is on file, the cursor on the first cell that another entered too; it is asked for again."""
        grid, first = self.grid, met.clashes[0]
        texts, place = texts_of(grid.cells, grid.paper, grid.standing), place_of(grid.cells, grid.standing)
        self.sheet = sheet
        grid.take_up(restored(texts, place, sheet.people, sheet.columns, sheet.saved))
        at = next(
            (grid.cells.place((each.id, first.field)) for each in sheet.people if each.number == first.about), None
        )
        if at is not None:
            grid.go(*at)
        self.say(STAYS)
