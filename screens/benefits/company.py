"""The open enrolment of the company: who has chosen, who has not and who is in error; opened and finalised for all."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from textual.widget import Widget

from hrtui.benefits import service
from hrtui.benefits.events import SPOKEN
from hrtui.benefits.model import UNDER_WAY, EventKind, EventState
from hrtui.benefits.planfile import book
from hrtui.benefits.planyear import if_nothing_chosen
from hrtui.benefits.service import CompanyDone, Left, QueueLine, Status
from hrtui.errors import HrError, NotFound, RuleBroken
from screens.benefits.eventlist import HINT, EventListScreen
from screens.benefits.queue import state_tone
from screens.frames import frames
from screens.text import Align, Tone, wrapped
from screens.widgets.charts import shares
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Line, Span
from screens.widgets.table import VirtualTable

LINES, WIDEST_BAR, SOON = 2, 40, 7
NOTHING = ("There is no open enrolment yet.", "a opens one for everyone employed on the first day of a plan year.")
NO_MATCH = ("Nobody of the open enrolment matches.", "Esc shows all; v the next part.")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the company by the states of its events: what it is called, and its tone in the bar."""

    label: str
    states: tuple[EventState, ...]
    tone: str


PARTS = (
    Part("in error", (EventState.ERROR,), "line--bad"),
    Part("not started", (EventState.OPEN, EventState.PREPARED), "line--muted"),
    Part("chosen", (EventState.ENTERED,), "line--key"),
    Part("final", (EventState.FINALISED, EventState.CLOSED), "line--good"),
)
"""The parts in the order of the list: those who need somebody come first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read: the open enrolment, if there is one, the ids of its events in order, and what happens by itself."""

    day: date | None
    status: Status | None
    ids: array[int]
    passive: str


class CompanyScreen(EventListScreen):
    """`open-enrolment [DAY]`: of the plan year that begins on a day, else of the one under way; enter opens a person's
    elections."""

    NAME = "open-enrolment"
    NOBODY = "There is nobody under the cursor."

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[QueueLine], ...] = (
            Column("state", "State", 9, text=lambda each: SPOKEN[each.event.state], tone=state_tone),
            Column("name", "Name", 20, grow=2, most=40, text=lambda each: each.name),
            Column("number", "Number", 8, 2, text=lambda each: each.number),
            Column("left", "Left", 6, 3, align=Align.RIGHT, text=_left),
            Column("last_day", "Last day", 10, 4, text=lambda each: each.event.last_day),
            Column("event", "Event no.", 12, 1, text=lambda each: each.event.number),
        )
        self.line = Line(tone=Tone.STRONG)
        self.bar = Block([[]])
        self.passive = Line(tone=Tone.MUTED)
        self.table: VirtualTable[QueueLine] = VirtualTable(columns, self.page, empty=("Reading",), id="open-enrolment")
        self.filter_line = FilterLine(self._filtered, self.table, hint=HINT)
        self.detail = Block([[] for _ in range(LINES)])
        self.part: Part | None = None
        self.seen: Seen | None = None
        self.left: tuple[Left, ...] = ()
        self.left_count = 0
        self._asked = 0

    def body(self) -> Iterable[Widget]:
        """How far it is, what happens by itself, the list, and what is to be done about the person under the cursor."""
        yield self.line
        yield self.bar
        yield self.passive
        yield self.progress
        yield self.filter_line
        yield self.table
        yield self.detail

    # -- reading

    def begin(self) -> None:
        """Read how far it is, and the part of the list that is asked for."""
        self._asked += 1
        ctx, asked, argument = self.ctx, self._asked, self.argument.strip()
        text, parts = self.filter_line.text, (self.part,) if self.part else PARTS

        def read() -> Seen:
            day = _day_of(argument) or service.latest(ctx)
            if day is None:
                return Seen(None, None, array("q"), "")
            plans = book(ctx)
            try:
                status = service.status(ctx, day)
            except NotFound:
                return Seen(day, None, array("q"), "")
            ids = array("q")
            for part in parts:
                ids += service.queue(ctx, text, part.states, (EventKind.OPEN_ENROLMENT,), day)
            return Seen(day, status, ids, if_nothing_chosen(plans, day))

        self.work_on(read, lambda seen: self._show(asked, seen), self._refused, hold=self.seen is None)

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self.begin()

    def _refused(self, error: HrError) -> None:
        self.say(error, error=True)
        self.table.set_empty(str(error), "esc goes back.")

    def _show(self, asked: int, seen: Seen) -> None:
        if asked != self._asked:
            return
        self.seen = seen
        status = seen.status
        if status is None:
            first = f"There is no open enrolment from {seen.day}." if seen.day else NOTHING[0]
            self.table.set_empty(first, NOTHING[1])
            self.line.update("")
        else:
            self.table.set_empty(*NO_MATCH)
            self.line.update(_window(status), _urgency(status))
        self.bar.show([_bar(status, self.size.width - 2)] if status else [[]])
        self.passive.update(seen.passive, Tone.MUTED)
        self.table.set_ids(seen.ids, self.table.current)
        self.filter_line.show_note(f"{len(seen.ids):,} {self.part.label if self.part else 'in all'}" if status else "")
        errors = _count(status, PARTS[0]) if status else 0
        self.show_heading(f"{errors:,} in error" if errors else "")
        self.show_detail()

    def on_resize(self) -> None:
        """Draw the bar as wide as there is room."""
        if self.seen is not None and self.seen.status is not None:
            self.bar.show([_bar(self.seen.status, self.size.width - 2)])

    def show_detail(self) -> None:
        """Say what is to be done about the person under the cursor."""
        each, lines = self.at(), list[list[Span]]()
        if each is not None:
            lines.append(
                [(f"{each.number} {each.name}", "line--strong"), (f" {frames().between} {each.event.number}", "")]
            )
            told, tone = self._told(each)
            lines += [[(line, tone)] for line in wrapped(told, self.app.size.width - 2, LINES)]
        self.detail.show([*lines, *([] for _ in range(LINES - len(lines)))])

    def _told(self, each: QueueLine) -> Span:
        state = each.event.state
        why = next((left.why for left in self.left if left.event == each.event.number), "")
        if why and state not in PARTS[3].states:
            return f"{why} Enter opens it, to mend it.", "line--bad"
        if state is EventState.ERROR:
            return "What was chosen cannot count yet; enter shows what is to be mended.", "line--bad"
        if state in PARTS[1].states:
            return "Nothing is chosen yet; enter chooses for them.", "line--muted"
        return ("Chosen; F lets it count." if state is EventState.ENTERED else "The elections count."), "line--muted"

    # -- keys

    def do_back(self) -> bool:
        """Stop what is under way, else show all again."""
        if self.stop_work():
            return True
        if self.filter_line.text:
            self.filter_line.set_text("")
        elif self.part is not None:
            self.part = None
            self.begin()
        else:
            return False
        return True

    def do_group(self) -> None:
        """Show the next part that there is anybody in, after the last one all."""
        status = self.seen.status if self.seen else None
        there = [None, *(part for part in PARTS if status and _count(status, part))]
        self.part = there[(there.index(self.part) + 1) % len(there)] if self.part in there else None
        self.begin()

    def do_add(self) -> None:
        """Ask for which plan year, and through which day; then open it."""
        from screens.benefits.companyforms import ask_opening_company

        if self.is_free():
            ask_opening_company(self)

    def do_finalise(self) -> None:
        """Ask whether all is to count, then let it."""
        from screens.benefits.companyforms import ask_finalising_all

        status = self.seen.status if self.seen else None
        if not self.is_free():
            return
        if status is None:
            self.say("There is no open enrolment to finalise; a opens one.")
        elif not sum(_count(status, part) for part in PARTS[:3]):
            self.say("Everyone's elections count already.")
        else:
            ask_finalising_all(self, status)

    def do_left(self) -> None:
        """Show whom the last opening or finalising left out."""
        from screens.benefits.companyforms import show_left

        show_left(self, self.left, self.left_count)

    def do_remind(self) -> None:
        """Ask where reminders go, and write them."""
        from screens.benefits.companyforms import ask_reminding

        if self.is_free():
            ask_reminding(self)

    def show_done(self, day: date, done: CompanyDone) -> None:
        """Show the open enrolment that something was done about, and who was left out."""
        self.argument, self.part = str(day), None
        self.left, self.left_count = done.left, done.left_count
        self.tell_done(done)
        if done.left_count:
            self.say(f"{done.sentence} L says why; u undoes it.")


def _left(each: QueueLine) -> str:
    return f"{each.days_left:,} d" if each.event.state in UNDER_WAY else ""


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RuleBroken(f"“{text}” is no day; write the first day of a plan year as 2027-01-01.", "day") from None


def _window(status: Status) -> str:
    said = [f"Open enrolment from {status.day}"]
    if status.last_day is not None and status.days_left is not None:
        over = f"{status.days_left:,} days left" if status.days_left >= 0 else "over"
        said += [f"choose through {status.last_day}", "1 day left" if status.days_left == 1 else over]
    else:
        said.append("all of it counts")
    return f" {frames().between} ".join(said)


def _urgency(status: Status) -> Tone:
    left = status.days_left
    return Tone.STRONG if left is None or left > SOON else Tone.BAD if left < 0 else Tone.WARN


def _count(status: Status, part: Part) -> int:
    counts: Mapping[EventState, int] = status.counts
    return sum(counts.get(state, 0) for state in part.states)


def _bar(status: Status, width: int) -> list[Span]:
    """A bar with a part for each, as wide as it is large, and the counts after it."""
    ordered = PARTS[::-1]
    counts = [(_count(status, part), part) for part in ordered]
    told = [(f"{count:,} {part.label}", part.tone if count else "line--muted") for count, part in counts]
    between = f" {frames().between} "
    words = len(f"  of {status.total:,}") + sum(len(text) for text, _ in told) + len(between) * (len(told) - 1)
    bar = shares([(count, part.tone) for count, part in counts], min(WIDEST_BAR, width - words - 2))
    spans: list[Span] = [*bar, ("  " if bar else "", "")]
    for at, (text, tone) in enumerate(told):
        spans += [(between if at else "", "line--muted"), (text, tone)]
    return [*spans, (f" of {status.total:,}", "line--muted")]
