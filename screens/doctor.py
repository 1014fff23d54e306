"""The state of the store and of what is around it: each point, how it came out, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hrtui.store import doctor, service
from hrtui.store.model import Finding, Grade
from hrtui.text import counted
from screens.listing import HeldList
from screens.text import Tone, wrapped
from screens.widgets.columns import Column
from screens.widgets.lines import Span

SAID = {Grade.GOOD: "good", Grade.WARNING: "look", Grade.FAULT: "FAULT"}
TONES = {Grade.WARNING: Tone.WARN, Grade.FAULT: Tone.BAD}
WORST = (Grade.FAULT, Grade.WARNING, Grade.GOOD)


class DoctorScreen(HeldList[Finding]):
    """`doctor [WORDS]`: what is wrong first; below the list the sentence under the cursor to its end."""

    NAME = "doctor"
    LINES = 4

    def columns(self) -> Iterable[Column[Finding]]:
        """How a point came out, which, and what was seen."""
        return (
            Column("grade", "", 5, text=lambda row: SAID[row.grade], tone=lambda row: TONES.get(row.grade, Tone.GOOD)),
            Column("check", "Point", 38, grow=1),
            Column("sentence", "What was seen", 26, grow=3, tone=lambda _: Tone.MUTED),
        )

    def load(self, hold: bool = False) -> None:
        """Look at everything, in a moment."""
        ctx = self.ctx
        self.work_on(lambda: doctor.look(ctx), self._show, hold=hold)

    def _show(self, found: list[Finding]) -> None:
        self.hold(sorted(found, key=lambda each: WORST.index(each.grade)))
        wrong = sum(each.grade is not Grade.GOOD for each in found)
        self.show_heading(counted(wrong, "point") if wrong else "")

    def about(self, row: Finding) -> Iterable[Sequence[Span]]:
        """The whole sentence."""
        yield [(row.check, "line--strong")]
        for line in wrapped(row.sentence, max(20, self.app.size.width - 2), self.LINES - 1):
            yield [(line, "")]

    def on_virtual_table_opened(self) -> None:
        """Show the whole sentence of the point under the cursor, however long it is."""
        from screens.widgets.confirm import Told

        row = self.at()
        if row is not None:
            self.app.push_screen(Told(row.check, [row.sentence], title=SAID[row.grade]))

    def do_again(self) -> None:
        """Look again."""
        self.load(hold=True)

    def do_check(self) -> None:
        """Check every row, and list all that comes of it."""
        ctx = self.ctx
        self.filter_line.set_text("")
        self.say("Checking every row; the others go on working.")
        self.work_on(lambda: service.check(ctx), self._show)
