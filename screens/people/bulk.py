"""One verb for everyone marked or found: typed with completion, previewed, done after its number of people is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual.widget import Widget

from hrtui import commands
from hrtui.errors import Conflict, HrError, QueryError
from hrtui.people import bulk
from hrtui.people.bulk_model import FIELDS, BulkPreview, written
from hrtui.people.model import Done
from hrtui.query.acts import Verb
from hrtui.query.rules import split_pipe
from hrtui.query.verbs import text
from screens.people.bulk_view import Hints, PreviewView, VerbLine
from screens.people.previewing import PreviewScreen
from screens.widgets.lines import Line, MessageLine
from screens.widgets.progress import Work
from screens.widgets.table import VirtualTable

EMPTY = ("Type what is to be done, then enter shows what it would do:", "raise 3% eff 2027-01-01 reason merit")


class BulkScreen(PreviewScreen):
    """`bulk QUERY | VERB`, or pushed with the ids of those marked: nothing is written before the typed number."""

    NAME = "bulk"
    view: PreviewView

    def __init__(self, argument: str = "", ids: Sequence[int] | None = None) -> None:
        super().__init__(argument)
        query, verb, _ = split_pipe(argument)
        self.whom: str | tuple[int, ...] = query.strip() if ids is None else tuple(ids)
        self.first = (verb or "").strip()
        self.line = Line()
        self.hints = self.covered = Hints()
        self.verb = VerbLine(self._typed, self._entered, self.hints, self._complete)
        self.view = PreviewView()
        self.fault = MessageLine()
        self.made: BulkPreview | None = None
        self.wrote = False
        self.keybar.words = {"table.open": commands.named("bulk.write").label}

    def body(self) -> Iterable[Widget]:
        """Whom it is about, the verb, what may follow or how far it is, and the preview."""
        yield self.line
        yield self.verb
        yield self.hints
        yield self.fault
        yield self.progress
        yield self.view

    def on_mount(self) -> None:
        """The verb has the keys."""
        self.verb.focus()

    def begin(self) -> None:
        """Show what the address says would be done, or ask for it."""
        whom = self.whom
        self.line.update(f"{len(whom):,} marked" if not isinstance(whom, str) else f"Everyone found by: {whom}" if whom else "Everyone")  # fmt: skip
        self.view.show_nothing(*EMPTY)
        self.verb.set_text(self.first)
        self.verb.show_hints()
        if self.first:
            self._entered()

    def reload(self) -> None:
        """Compute again after something else was written, such as an undo."""
        if self.made is not None and self._work is None:
            self._compute(self.made.verb)

    def unsaved(self) -> str:
        """What is being written, or a verb that was typed and never looked at."""
        typed = "The verb is not done." if self.verb.text.strip() and self.made is None else ""
        return super().unsaved() or typed

    # -- the verb

    def do_verb(self) -> None:
        """Type another verb."""
        self.verb.begin()

    def do_carry(self) -> None:
        """Carry what changes on into later rows that copied it, or no longer, and compute again."""
        made = self.made
        if made is None or self._work is not None:
            self.say("There is no preview yet; type a verb and press enter.")
        elif not (made.verb.carry or made.contradicted):
            self.say("No later row copied what changes, so there is nothing to carry on.")
        else:
            verb = replace(made.verb, carry=not made.verb.carry)
            self.verb.set_text(text(verb, self.ctx.config.style))
            self._compute(verb)

    def do_back(self) -> bool:
        """Stop computing, else leave."""
        if self._work is None:
            return False
        self.stop_work()
        return True

    def on_filter_line_left(self) -> None:
        """From the verb into the preview, where there is one; else away."""
        if self.made is not None:
            self.view.table.focus()
        else:
            self.app.call_later(self.app.run_action, "command('app.back')")

    def _complete(self, typed: str, at: int) -> tuple[int, list[str]]:
        if self.shell.opened is None:
            return at, []
        try:
            return bulk.completions(self.ctx, typed, at)
        except HrError:
            return at, []

    def _typed(self, _text: str) -> None:
        self._show_fault("")
        self.verb.show_hints()

    def _show_fault(self, sentence: str) -> None:
        self.fault.show(sentence, error=True)
        self.hints.display = not sentence

    def _entered(self) -> None:
        try:
            verb = bulk.read_verb(self.ctx, self.verb.text)
        except QueryError as problem:
            self._refused(problem)
            return
        self._compute(verb)

    def _refused(self, problem: HrError) -> None:
        """Say what is wrong, and put the cursor where it is."""
        self.verb.focus()
        if isinstance(problem, QueryError):
            self.verb.point(problem.at)
        self._show_fault(str(problem))

    # -- the preview, and doing it

    def _compute(self, verb: Verb) -> None:
        ctx, whom = self.ctx, self.whom
        work = self.begin_work("Computing, person")
        self.work_on(
            lambda: bulk.preview(ctx, whom, verb, work.progress, work.cancelled),
            partial(self._computed, work),
            partial(self._failed_to, work),
        )

    def _failed_to(self, work: Work, error: HrError) -> None:
        if not self.is_done(work):
            return
        if work.cancelled():
            self.say(error)
        elif isinstance(error, Conflict) and self.made is not None:
            self._compute(self.made.verb)
            self.say(error, error=True)
        elif isinstance(error, QueryError):
            self.verb.focus()
            self._show_fault(f"The query before the | is not understood: {error}")
        else:
            self._refused(error)

    def _computed(self, work: Work, made: BulkPreview) -> None:
        if not self.is_done(work):
            return
        self.made = made
        self._show_fault("")
        self.view.show(made, self.ctx.config.style, self.ctx.config.company.currency)
        self.show_heading("preview, nothing is written")
        self.view.table.focus()
        if not self.message.is_error:
            self.say(_next_step(made))

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Enter does it, after asking."""
        self.do_write()

    def do_write(self) -> None:
        """Do what the preview shows, after the number of people was typed."""
        made = self.made
        if made is None or self._work is not None:
            self.say("There is no preview yet; type a verb and press enter.")
            return
        if not made.people:
            self.say("Nobody would be changed, so there is nothing to do.")
            return
        rest = len(made.lines) - made.people
        kept = f"{rest:,} others stay as they are." if rest else ""
        question = f"Change {bulk.counted(made.people)}?"
        self.ask_number(question, [self.verb.text.strip(), made.days_told, kept], made.people, "Bulk change")

    def do_export(self) -> None:
        """Write the list that is shown to a file."""
        from hrtui.exchange.export import export_rows
        from hrtui.exchange.files import Progress
        from screens.exporting import Export, ask

        made, ctx = self.made, self.ctx
        if made is None:
            self.say("There is no preview yet; type a verb and press enter.")
            return
        lines = [made.lines[place] for place in self.view.table.ids]

        def write(path: Path, _columns: Sequence[str], _rows: str, progress: Progress) -> int:
            rows, detail = written(lines, made.wanted.on), {"list": "bulk preview"}
            return export_rows(ctx, path, FIELDS, rows, action="people.export", detail=detail, progress=progress)

        ask(self, Export("rows", f"preview-{made.wanted.on}", write, title="Export the preview"))

    def write(self) -> None:
        """Do exactly what was shown."""
        made, ctx = self.made, self.ctx
        if made is None:
            return
        from hrtui.payroll.runs.service import with_touched

        work = self.begin_work("Writing", writes=True)
        self.work_on(
            lambda: with_touched(ctx, bulk.apply(ctx, made, work.progress, work.cancelled)),
            partial(self._wrote, work),
            partial(self._failed_to, work),
            left=_told,
        )

    def _wrote(self, work: Work, done: Done) -> None:
        """Go back to where the people were chosen, and say there what was done."""
        self.is_done(work)
        self.made, self.wrote = None, True
        self.verb.set_text("")
        app, sentence = self.app, _told(done)
        if app.screen is self and len(app.screen_stack) > 1:
            app.pop_screen()
        self.shell.changed()
        app.call_later(self.shell.say, sentence)


def _told(done: Done) -> str:
    return " ".join([done.sentence, *done.notices, "u undoes it."])


def _next_step(made: BulkPreview) -> str:
    if not made.people:
        return "Nobody would be changed."
    return f"enter does it for {bulk.counted(made.people)}, after you type that number."
