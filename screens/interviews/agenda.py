"""The agenda: interviews of some days in order, with their panels, and what may be done with the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial

from textual.widget import Widget

from hrtui.dates import Period
from hrtui.interviews import reading
from hrtui.interviews.asking import zone_of
from hrtui.interviews.model import AHEAD, SPOKEN, Interview, InterviewState
from hrtui.interviews.reading import AgendaLine
from hrtui.interviews.spans import instant_of
from screens.base import HrScreen
from screens.listing import HeldList
from screens.text import Tone
from screens.widgets.columns import Column
from screens.widgets.lines import Line, Span

EMPTY = ("No interview is to come on these days.", "i schedules one; t shows other days.")
WEEKS = 4
Ask = Callable[[HrScreen, Interview], None]
TONES = {InterviewState.CONFIRMED: Tone.GOOD, InterviewState.RESCHEDULED: Tone.WARN, InterviewState.NO_SHOW: Tone.BAD}


class AgendaScreen(HeldList[AgendaLine]):
    """`interviews [WORDS]`: interviews to come, soonest first."""

    NAME = "interviews"
    HINT = "type / to filter: a candidate, an interviewer, a room"
    LINES = 3
    WATCHES = "recruiting"
    NOBODY = "There is no interview under the cursor."
    NO_MATCH = ("No interview matches.", "Esc shows all.")

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.line = Line(tone=Tone.MUTED)
        self.days: Period | None = None
        self.every = False

    def columns(self) -> Iterable[Column[AgendaLine]]:
        """When it is, with whom, and how far it is."""
        return (
            Column("begins", "Begins", 20, text=lambda each: when(each.interview)),
            Column("minutes", "Min", 3, text=lambda each: str(each.interview.ends - each.interview.begins)),
            Column("name", "Candidate", 14, grow=2),
            Column("panel", "With", 13, grow=3, text=lambda each: panel(each.interview)),
            Column("state", "State", 11, text=lambda each: SPOKEN[each.interview.state], tone=_tone),
            Column("room", "Room", 8, 2, text=lambda each: each.interview.room),
            Column("title", "Title", 16, 3),
            Column("number", "Number", 10, 4, text=lambda each: each.interview.number),
        )

    def body(self) -> Iterable[Widget]:
        """The days that are shown, the filter, the list, and the panel of the interview under the cursor."""
        yield self.line
        yield from super().body()

    def key(self, row: AgendaLine, at: int) -> int:
        """An interview's id."""
        return row.interview.id

    def found_by(self, row: AgendaLine) -> Iterable[object]:
        """Its number, the candidate, the title, the panel and the room."""
        return row.interview.number, row.name, row.title, panel(row.interview), row.interview.room

    def is_shown(self, row: AgendaLine) -> bool:
        """Whether it is to come, unless those that are over are asked for."""
        return self.every or row.interview.state in AHEAD

    def begin(self) -> None:
        """Read the interviews of the days."""
        self._read()

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before."""
        self._read(hold=True)

    def _read(self, hold: bool = False) -> None:
        self.take_words()
        ctx = self.ctx
        days = self.days or Period(ctx.day, ctx.day + timedelta(weeks=WEEKS))
        self.read(lambda: reading.agenda(ctx, days), partial(self._show, days), hold=hold)

    def _show(self, days: Period, found: list[AgendaLine]) -> None:
        zone = self.ctx.config.company.time_zone
        self.line.update(
            f"{days.start:%a %Y-%m-%d} to {days.end:%a %Y-%m-%d}, each in its own zone; the company's is {zone}."
        )
        self.hold(found, *EMPTY)

    def about(self, row: AgendaLine) -> Iterable[Sequence[Span]]:
        """Whose it is, the panel with what each answered, and why it was moved."""
        each = row.interview
        loop = f", of the loop {each.loop}" if each.loop != each.number else ""
        yield [
            (f"{each.number} {row.name}", "line--strong"),
            (f"  {row.candidate}, {row.requisition} {row.title}{loop}", ""),
        ]
        said = [f"{one.name} ({_plain(one.role)}, {_plain(one.response)})" for one in each.panel]
        yield [("; ".join(said), "")]
        yield [(f"{SPOKEN[each.state]}: {each.reason}" if each.reason else "", "line--muted")]

    def at_interview(self) -> Interview | None:
        """The interview under the cursor; says so where there is none."""
        row = self.at()
        if row is None:
            self.say(self.NOBODY)
        return None if row is None else row.interview

    # -- keys

    def do_candidate(self) -> None:
        """Open the candidate."""
        row = self.at()
        if row is not None:
            self.shell.go(f"candidate {row.candidate}")

    def on_virtual_table_opened(self) -> None:
        """Open the candidate."""
        self.do_candidate()

    def do_schedule(self) -> None:
        """Ask for an application and what is wanted, and offer slots."""
        from screens.interviews.forms import ask_slots

        ask_slots(self)

    def do_move(self) -> None:
        """Move the interview."""
        from screens.interviews.forms import ask_moving

        self._with(ask_moving)

    def do_answer(self) -> None:
        """Record an answer."""
        from screens.interviews.forms import ask_answer

        self._with(ask_answer)

    def do_cancel(self) -> None:
        """Cancel the interview."""
        from screens.interviews.forms import ask_cancelling

        self._with(ask_cancelling)

    def do_conclude(self) -> None:
        """Record what came of it."""
        from screens.interviews.forms import ask_concluding

        self._with(ask_concluding)

    def do_file(self) -> None:
        """Write the invitation."""
        from screens.interviews.forms import ask_file

        self._with(ask_file)

    def do_period(self) -> None:
        """Ask for other days."""
        from screens.interviews.forms import ask_days

        def chosen(days: Period) -> None:
            self.days = days
            self.begin()

        ask_days(self, self.days, chosen)

    def do_every(self) -> None:
        """Show those that are over too, or those to come again."""
        self.every = not self.every
        self.find()

    def _with(self, ask: Ask) -> None:
        each = self.at_interview()
        if each is not None:
            ask(self, each)


def when(each: Interview) -> str:
    """When an interview begins, in the zone it was agreed in."""
    return f"{instant_of(each.begins).astimezone(zone_of(each.zone)):%a %Y-%m-%d %H:%M}"


def panel(each: Interview) -> str:
    """Who is on a panel, in a line."""
    return "; ".join(one.name for one in each.panel)


def _plain(word: str) -> str:
    return str(word).replace("_", " ")


def _tone(each: AgendaLine) -> Tone:
    return TONES.get(each.interview.state, Tone.PLAIN)
