"""The enrolment queue: events under way with the days left to choose and to bring papers, and what is due."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from textual.widget import Widget

from hrtui.benefits import service
from hrtui.benefits.events import KINDS, SPOKEN
from hrtui.benefits.model import UNDER_WAY, Event, EventState
from hrtui.benefits.service import Due, QueueLine
from screens.benefits.eventlist import HINT, EventListScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Line, Span
from screens.widgets.table import VirtualTable

EMPTY = (
    "No enrolment is under way.",
    "a opens an event of a person; O shows the open enrolment of the company.",
)
NO_MATCH = ("No event under way matches.", "Esc shows all; v those that are over too.")
SOON = 7
LINES = 3
OWING, OWED = "is:owing", (EventState.FINALISED,)


class QueueScreen(EventListScreen):
    """`enrolments [WORDS]`: those first whose window ends first; enter opens the elections. `enrolments is:owing` has those
    before them that are finalised and owe papers."""

    NAME = "enrolments"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[QueueLine], ...] = (
            Column("left", "Left", 5, align=Align.RIGHT, text=_left, tone=_left_tone),
            Column("last_day", "Last day", 10, 2, text=lambda each: each.event.last_day),
            Column("name", "Name", 18, grow=2, text=lambda each: each.name),
            Column("number", "Number", 7, 3, text=lambda each: each.number),
            Column("kind", "Event", 16, grow=1, text=lambda each: called(each.event)),
            Column("day", "Of", 10, 1, text=lambda each: each.event.day),
            Column("state", "State", 9, text=lambda each: SPOKEN[each.event.state], tone=state_tone),
            Column("papers", "Papers", 10, 4, text=lambda each: each.event.papers_due or ""),
            Column("event", "Event no.", 11, 5, text=lambda each: each.event.number),
        )
        self.line = Line()
        self.table: VirtualTable[QueueLine] = VirtualTable(columns, self.page, empty=("Reading",), id="enrolments")
        self.filter_line = FilterLine(self._filtered, self.table, hint=HINT)
        self.detail = Block([[] for _ in range(LINES)])
        self.every = self.owing = False
        self.due: list[Due] = []
        self.is_read = False
        self._asked = 0

    def body(self) -> Iterable[Widget]:
        """What is due, the filter, the list, and all of the event under the cursor."""
        yield self.line
        yield self.progress
        yield self.filter_line
        yield self.table
        yield self.detail

    def begin(self) -> None:
        """Read the events, then what is due."""
        wanted, self.argument = self.argument, ""
        if wanted:
            self.owing = wanted == OWING
            wanted = "" if self.owing else wanted
        if wanted and wanted != self.filter_line.text:
            self.filter_line.set_text(wanted)
        else:
            self._read()
        ctx = self.ctx
        self.work_on(lambda: service.due(ctx), self._show_due, hold=not self.is_read)
        self.is_read = True

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self._read()

    def _read(self) -> None:
        self._asked += 1
        ctx, asked, text = self.ctx, self._asked, self.filter_line.text
        groups = [tuple(EventState)] if self.every else [OWED, UNDER_WAY] if self.owing else [UNDER_WAY]

        def read() -> array[int]:
            return array("q", chain.from_iterable(service.queue(ctx, text, states) for states in groups))

        self.work_on(read, lambda ids: self._show(asked, ids), hold=not self.is_read)

    def _show(self, asked: int, ids: array[int]) -> None:
        if asked != self._asked:
            return
        self.table.set_empty(*(NO_MATCH if self.filter_line.text else EMPTY))
        self.table.set_ids(ids, self.table.current)
        which = "in all" if self.every else "owing papers or under way" if self.owing else "under way"
        self.filter_line.show_note(f"{len(ids):,} {which}")
        self.show_detail()

    def _show_due(self, found: list[Due]) -> None:
        self.due = found
        if found:
            counts = Counter(each.kind for each in found)
            self.line.update(f"Due: {service.counted(counts)}. D carries it out.", Tone.WARN)
        else:
            self.line.update("Nothing is due.", Tone.MUTED)
        self.show_heading(f"{len(found):,} due" if found else "")

    def show_detail(self) -> None:
        """Say all of the event under the cursor."""
        each, lines = self.at(), list[list[Span]]()
        if each is not None:
            event, between = each.event, f" {frames().between} "
            lines.append([(f"{each.number} {each.name}", "line--strong"), (f"{between}{event.number}", "line--muted")])
            lines.append([(f"{called(event)} of {event.day}; elections count from {event.effective}.", "")])
            lines.append([(_windows(each), "line--warn" if each.days_left <= SOON else "line--muted")])
        self.detail.show([*lines, *([] for _ in range(LINES))][:LINES])

    # -- keys

    def do_back(self) -> bool:
        """Stop what is under way, else show all again, where they are filtered."""
        if self.stop_work():
            return True
        if self.filter_line.text:
            self.filter_line.set_text("")
        elif self.owing:
            self.owing = False
            self._read()
        else:
            return False
        return True

    def do_every(self) -> None:
        """Show events that are over too, or those under way again."""
        self.every = not self.every
        self._read()

    def do_add(self) -> None:
        """Ask whose event to open; the person under the cursor, unless another one of theirs is under way."""
        from screens.benefits.eventforms import ask_opening

        each = self.at()
        if each is not None and each.event.state in UNDER_WAY:
            each = None
        ask_opening(self, each.number if each else "", each.name if each else "")

    def do_simulate(self) -> None:
        """Ask whose event to simulate."""
        from screens.benefits.eventforms import ask_simulating

        each = self.at()
        ask_simulating(self, each.number if each else "", each.name if each else "")

    def do_write(self) -> None:
        """Write or file a paper of the person under the cursor."""
        from screens.benefits.papers import ask_paper

        each = self.wanted()
        if each is not None:
            ask_paper(self, each.number, each.name)

    def do_carry_out(self) -> None:
        """Carry out what is due, after it was confirmed."""
        from screens.benefits.eventforms import ask_carrying_out

        ask_carrying_out(self, self.due)

    def do_finalise(self) -> None:
        """Let the elections of the event count."""
        from screens.benefits.eventforms import ask_finalising

        each = self.wanted()
        if each is not None:
            ask_finalising(self, each.event, each.name)

    def do_company(self) -> None:
        """Show the open enrolment of the company."""
        self.shell.go("open-enrolment")

    def do_reports(self) -> None:
        """Show enrolment, cost, and who is not eligible."""
        self.shell.go("benefit-reports")

    def do_close(self) -> None:
        """Close the finalised event."""
        from screens.benefits.eventforms import close

        each = self.wanted()
        if each is not None:
            close(self, each.event)

    def do_void(self) -> None:
        """End the event without elections."""
        from screens.benefits.eventforms import ask_voiding

        each = self.wanted()
        if each is not None:
            ask_voiding(self, each.event, each.name)


def called(event: Event) -> str:
    """What an event is called: a life event by its own name."""
    return f"{KINDS[event.kind]}: {event.reason.replace('_', ' ')}" if event.reason else KINDS[event.kind]


def _left(each: QueueLine) -> str:
    return f"{each.days_left:,} d" if each.event.state in UNDER_WAY else ""


def _left_tone(each: QueueLine) -> Tone:
    if each.event.state not in UNDER_WAY:
        return Tone.MUTED
    return Tone.BAD if each.days_left < 0 else Tone.WARN if each.days_left <= SOON else Tone.PLAIN


def state_tone(each: QueueLine) -> Tone:
    """Errors stand out, and what is chosen or counts is good."""
    if each.event.state is EventState.ERROR:
        return Tone.BAD
    return Tone.GOOD if each.event.state in (EventState.ENTERED, EventState.FINALISED) else Tone.MUTED


def _windows(each: QueueLine) -> str:
    said = [f"Choose through {each.event.last_day}" + (" (over)" if each.days_left < 0 else "")]
    if each.event.papers_due is not None:
        said.append(f"papers are owed by {each.event.papers_due}")
    if each.event.note:
        said.append(each.event.note)
    return "; ".join(said) + "."
