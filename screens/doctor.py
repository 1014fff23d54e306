"""The state of the store and of what is around it: what is wrong, what is well in a few lines, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hrtui.store import doctor, service
from hrtui.store.model import Finding, Grade
from hrtui.store.points import Group, grouped, worst_first
from hrtui.text import counted
from screens.listing import HeldList
from screens.text import Tone, fit, wrapped
from screens.widgets.columns import Column
from screens.widgets.lines import Span

SAID = {Grade.GOOD: "good", Grade.WARNING: "look", Grade.FAULT: "FAULT"}
TONES = {Grade.WARNING: Tone.WARN, Grade.FAULT: Tone.BAD}
Row = Finding | Group


class DoctorScreen(HeldList[Row]):
    """`doctor [WORDS]`: what is wrong first, then what is well, a line for all that is about one thing; below the list each point of the
    line under the cursor. What is filtered are the points themselves."""

    NAME = "doctor"
    LINES = 6

    def columns(self) -> Iterable[Column[Row]]:
        """How a point came out, which, and what was seen."""
        return (
            Column("grade", "", 5, text=lambda row: SAID[row.grade], tone=lambda row: TONES.get(row.grade, Tone.GOOD)),
            Column("check", "Point", 18, grow=1),
            Column("sentence", "What was seen", 48, grow=3, tone=lambda _: Tone.MUTED),
        )

    def load(self, hold: bool = False) -> None:
        """Look at everything, in a moment."""
        ctx = self.ctx
        self.work_on(lambda: doctor.look(ctx), self._show, hold=hold)

    def is_shown(self, row: Row) -> bool:
        """What is well is told together, unless points are looked for by words."""
        return (
            isinstance(row, Finding) if self.filter_line.text else isinstance(row, Group) or row.grade is not Grade.GOOD
        )

    def note(self, shown: int) -> str:
        """How many points there are, and are found."""
        points = sum(isinstance(row, Finding) for row in self.rows)
        return f"{shown:,} of {points:,}" if self.filter_line.text else counted(points, "point")

    def _show(self, found: list[Finding]) -> None:
        groups = [each for each in grouped(found) if isinstance(each, Group)]
        self.hold([*worst_first(found), *groups])
        wrong = sum(each.grade is not Grade.GOOD for each in found)
        self.show_heading(counted(wrong, "point") if wrong else "")

    def about(self, row: Row) -> Iterable[Sequence[Span]]:
        """The whole sentence of a point; each point of those that are told together, in a line."""
        width = max(20, self.app.size.width - 2)
        if isinstance(row, Group):
            for point in row.points:
                yield [(point.check, "line--strong"), (fit(f"  {point.sentence}", width - len(point.check)), "")]
            return
        yield [(row.check, "line--strong")]
        for line in wrapped(row.sentence, width, self.LINES - 1):
            yield [(line, "")]

    def on_virtual_table_opened(self) -> None:
        """Show the whole sentence of each point of the line under the cursor, however long it is."""
        from screens.widgets.confirm import Told

        row = self.at()
        if isinstance(row, Group):
            told = [f"{point.check}: {point.sentence}" for point in row.points]
            self.app.push_screen(Told(counted(len(told), "point"), told, title=row.check))
        elif row is not None:
            self.app.push_screen(Told(row.check, [row.sentence], title=SAID[row.grade]))

    def do_again(self) -> None:
        """Look again."""
        self.load(hold=True)

    def do_check(self) -> None:
        """Check every row, and list all that comes of it."""
        ctx = self.ctx
        self.filter_line.set_text("")
        self.say("Checking every row; the others go on working.")
        self.work_on(lambda: service.check(ctx), self._checked)

    def _checked(self, found: list[Finding]) -> None:
        self.message.clear()
        self._show(found)
