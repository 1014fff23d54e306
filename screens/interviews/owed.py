"""What interviews wait for, each with the keys that mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hrtui.interviews import reminders
from hrtui.interviews.asking import zone_of
from hrtui.interviews.reading import AgendaLine
from hrtui.interviews.reminders import Owed, Reminder
from screens.interviews import faces, told
from screens.interviews.acts import NOBODY, InterviewActs
from screens.listing import HeldList
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.lines import Span


class OwedScreen(InterviewActs, HeldList[Reminder]):
    """`interviews-owed [WORDS]`: conflict, held, over and answer are words of the filter."""

    NAME = "interviews-owed"
    HINT = "type / to filter: conflict, held, over, answer, a candidate"
    LINES = 3
    WATCHES = "recruiting"
    NOBODY = NOBODY
    NO_MATCH = ("No interview matches.", "Esc shows all.")

    def columns(self) -> Iterable[Column[Reminder]]:
        """Which interview, and what it waits for."""
        return (
            Column("begins", "Begins", 20, text=_begins),
            Column("name", "Candidate", 14, grow=1, text=lambda each: each.line.name),
            Column("what", "Owed", 8, text=lambda each: each.what.value, tone=_tone),
            Column("sentence", "", 26, grow=4),
            Column("number", "Number", 10, 3, text=lambda each: each.line.interview.number),
        )

    def key(self, row: Reminder, at: int) -> int:
        """Its interview, and which of what it waits for."""
        return row.line.interview.id * len(Owed) + list(Owed).index(row.what)

    def found_by(self, row: Reminder) -> Iterable[object]:
        """What is owed, whose it is, and the number."""
        return row.what.value, row.line.name, row.line.title, row.line.interview.number, faces.panel(row.line.interview)

    def note(self, shown: int) -> str:
        """How many there are."""
        return f"{shown:,} owed"

    def load(self, hold: bool = False) -> None:
        """Read what is waited for."""
        ctx = self.ctx
        self.read(lambda: reminders.reminders(ctx), self._show, hold=hold)

    def _show(self, found: Sequence[Reminder]) -> None:
        self.hold(found, "Interviews wait for nothing.", "g i shows what is to come.")
        self.show_heading(f"{len(found)} owed" if found else "")

    def about(self, row: Reminder) -> Iterable[Sequence[Span]]:
        """Whose it is, the panel, and all of what it waits for."""
        whose, panel, *_ = told.interview(row.line, zone_of(row.line.interview.zone))
        return whose, panel, [(row.sentence, "line--warn")]

    def at_line(self) -> AgendaLine | None:
        """The interview under the cursor."""
        row = self.at()
        return None if row is None else row.line

    def on_virtual_table_opened(self) -> None:
        """Open the candidate."""
        self.do_candidate()


def _begins(each: Reminder) -> str:
    held = each.line.interview
    return f"{faces.clock(held.begins, zone_of(held.zone)):%a %Y-%m-%d %H:%M}"


def _tone(each: Reminder) -> Tone:
    return Tone.BAD if each.what is Owed.CONFLICT else Tone.WARN
