"""The desk of an event: what may be chosen of each type of plan, and what it costs with every key; nothing of it is stored."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.binding import Binding
from textual.widget import Widget

from hrtui.benefits.deciding import normalised
from hrtui.benefits.desk import Cost, Decided, Desk, Totals
from hrtui.benefits.events import SPOKEN
from hrtui.benefits.model import UNDER_WAY, Choice, EventState, Price
from hrtui.benefits.plans import PlanType
from hrtui.benefits.wording import TYPES
from hrtui.errors import HrError, NotFound
from hrtui.money import Money, format_money
from screens.base import Footer, HrScreen
from screens.benefits import choosing
from screens.benefits.desklines import Row, lines, refused
from screens.benefits.queue import called
from screens.frames import frames
from screens.keys import bindings
from screens.text import Align, Tone, width_of
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.form import FormScreen
from screens.widgets.lines import Line, Span
from screens.widgets.table import VirtualTable

NOTHING = ("Nothing may change in this event.", "The plan file says which types of plans a life event lets change.")
UNPREPARED = ("What the event offers is not prepared yet.", "r prepares it, from the plans and dependents of its day.")
LINES = 4


class ChoiceTable(VirtualTable[Any], inherit_bindings=False):
    """A list in which only enter opens: left and right turn to another choice."""

    BINDINGS = [
        *(each for each in bindings("table") if isinstance(each, Binding) and each.id != "table.open"),
        Binding("enter", "command('table.open')", "Details"),
    ]


CHOOSING = frozenset({
    "elect.save", "elect.right", "elect.left", "elect.fill", "elect.take_back", "elect.prepare", "enrolments.finalise", "enrolments.void",
})  # fmt: skip
"""The commands that do nothing in an event that is over."""


class DeskFooter(Footer):
    """The keys valid at this moment, and in the state the event is in."""

    def takes(self, command_id: str | None) -> bool:
        """Whether a key does something to the event as it stands."""
        desk = self.screen.desk if isinstance(self.screen, DeskScreen) else None
        over = desk is not None and desk.event.state not in UNDER_WAY
        return not (over and command_id in CHOOSING) and super().takes(command_id)


class DeskScreen(HrScreen):
    """One row a type; left and right turn to another option, enter asks for its details. All of it is in memory."""

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        columns: tuple[Column[Row], ...] = (
            Column("type", "Plan type", 21, text=lambda row: TYPES[row.type]),
            Column("choice", "Chosen", 17, grow=2, text=self._choice, tone=self._choice_tone),
            Column("details", "Covers, amount", 13, 1, grow=1, text=self._details),
            Column("before", "Before", 9, 2, align=Align.RIGHT, text=lambda row: self._cents(row.before), tone=lambda _: Tone.MUTED),
            Column("after", "A check", 9, align=Align.RIGHT, text=lambda row: self._cents(row.after)),
            Column("employer", "Employer", 9, 3, align=Align.RIGHT, text=lambda row: self._cents(row.after, True), tone=lambda _: Tone.MUTED),
            Column("sign", "!", 1, text=lambda row: "!" if row.faults else "", tone=lambda _: Tone.BAD),
        )  # fmt: skip
        self.keybar = DeskFooter()
        self.head, self.sum = Block(), Line()
        self.table = ChoiceTable(columns, self._page, empty=("Reading",), moved=self._moved, id="desk")
        self.detail = Block([[] for _ in range(LINES)])
        self.desk: Desk | None = None
        self.opened: tuple[Choice, ...] = ()
        self.rows: list[Row] = []
        self.decided: Decided | None = None

    def body(self) -> Iterable[Widget]:
        """The event with its days, the types of plans, what a check takes in all, and all of the type under the cursor."""
        yield self.head
        yield self.table
        yield self.sum
        yield self.detail

    def on_mount(self) -> None:
        """Begin in the list."""
        self.table.focus()

    def show_desk(self, desk: Desk, at: int | None = None) -> None:
        """Show an event with its choices: prices, faults and totals follow from it."""
        self.desk = desk
        problem = ""
        try:
            self.decided = desk.decided()
        except HrError as broken:
            self.decided, problem = None, str(broken)
        unchosen = desk.unchosen()
        self.rows = [self._row(desk, type_, unchosen.get(type_)) for type_ in choosing.types(desk)]
        self.table.set_empty(*(UNPREPARED if desk.event.state is EventState.OPEN else NOTHING))
        self.table.refresh_rows()
        keep = self.table.current if at is None else at
        self.table.set_ids(array("q", range(len(self.rows))), keep)
        self._show_head(desk)
        self._show_sum()
        self._moved(self.table.current)
        self.keybar.update_keys()
        if problem:
            self.say(problem, error=True)

    def _row(self, desk: Desk, type_: PlanType, unchosen: Choice | None) -> Row:
        held, made = desk.standing(type_), choosing.chosen(desk, type_)
        counts = made or unchosen
        decided = self.decided
        before = _cost(decided.before if decided else (), type_)
        after = _cost(decided.after if decided else (), type_)
        if (decided is None or decided.faults) and counts is not None and not counts.waived:
            after = _reckoned(desk, type_)
        faults = tuple(each.sentence for each in decided.faults if each.type is type_) if decided else ()
        return Row(
            type_, held.choice if held and held.covers else None, made, counts, after.election if after else None,
            before.price if before else None, after.price if after else None, faults,
        )  # fmt: skip

    def _page(self, ids: Sequence[int]) -> list[Row | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def at(self) -> Row | None:
        """The type under the cursor."""
        at = self.table.current
        return self.rows[at] if at is not None and at < len(self.rows) else None

    def _choice(self, row: Row) -> str:
        if self.desk is None:
            return ""
        return choosing.briefly(row.counts, self.desk) or "none"

    def _choice_tone(self, row: Row) -> Tone:
        return Tone.BAD if row.faults else Tone.PLAIN if row.chosen is not None else Tone.MUTED

    def _details(self, row: Row) -> str:
        return choosing.details(row.counts, self.desk, self.ctx) if self.desk is not None else ""

    def _cents(self, price: Price | None, employer: bool = False) -> str:
        if price is None:
            return ""
        return self._money(price.check_employer if employer else price.check_person)

    def _money(self, cents: int) -> str:
        return format_money(Money(cents), self.ctx.config.style)

    def _show_head(self, desk: Desk) -> None:
        event = desk.event
        parts = [desk.member.name, called(event), f"counts from {event.effective}", f"choose through {event.last_day}"]
        if event.papers_due is not None:
            parts.append(f"papers by {event.papers_due}")
        between = f" {frames().between} "
        width = self.app.size.width - 2
        if width_of(between.join(parts)) > width and event.papers_due is None:
            del parts[1]
        two = width_of(between.join(parts)) > width
        self.head.show([[(between.join(some), "")] for some in ((parts[:2], parts[2:]) if two else (parts,))])

    def _show_sum(self) -> None:
        decided = self.decided
        if decided is None:
            self.sum.update("The prices cannot be reckoned.", Tone.BAD)
            return
        if decided.faults:
            self.sum.update(f"{len(decided.faults)} to mend before it can be finalised.", Tone.BAD)
            return
        before, after = decided.totals
        parts = [
            f"A check: {self._money(after.person)}, before {self._money(before.person)}",
            f"employer {self._money(after.employer)}, before {self._money(before.employer)}",
        ]
        if after.imputed:
            parts.append(f"imputed {self._money(after.imputed)} a month")
        if _hidden(before, after):
            parts.append("prices that follow pay are left out")
        between = f" {frames().between} "
        self.sum.update(between.join(parts), Tone.STRONG, shorter=[between.join(parts[:2]), parts[0]])

    def _moved(self, _at: int | None) -> None:
        row, made = self.at(), list[list[Span]]()
        if row is not None and self.desk is not None:
            made = lines(row, self.desk, self.ctx, self.app.size.width - 2, LINES)
        self.detail.show([*made, *([] for _ in range(LINES - len(made)))])

    def on_resize(self) -> None:
        """Break the lines anew."""
        if self.desk is not None:
            self._show_head(self.desk)
            self._moved(self.table.current)

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Ask for the details of the choice."""
        self.do_fill()

    def do_right(self) -> None:
        """Turn to the next option."""
        self._turn(1)

    def do_left(self) -> None:
        """Turn to the option before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        row, desk = self.at(), self.desk
        if row is None or desk is None or not self.is_open():
            return
        made = choosing.turned(desk, row.type, step)
        if made is None:
            self.say("; ".join(refused(desk, row.type)) or "Nothing is offered of it.")
            return
        self._choose(desk, made)

    def _choose(self, desk: Desk, made: Choice) -> None:
        """Put a choice into the desk, each choice with the tier that follows."""
        after = desk.with_choice(made)
        known = normalised(after.choices, after.unchosen(), after.member)
        self.show_desk(replace(after, choices=tuple(known.values())))
        self.kept()

    def do_take_back(self) -> None:
        """Leave the type as if nothing was chosen."""
        row, desk = self.at(), self.desk
        if row is not None and desk is not None and row.chosen is not None:
            self.show_desk(replace(desk, choices=tuple(each for each in desk.choices if each.type is not row.type)))
            self.kept()

    def do_fill(self) -> None:
        """Ask who is covered, how much, or why it is waived."""
        row, desk = self.at(), self.desk
        if row is None or desk is None or not self.is_open():
            return
        held = row.chosen or row.counts
        if held is None:
            self.say("Choose an option first: right turns to the next one.")
            return
        try:
            asked = choosing.fields(desk, held, self.ctx)
        except NotFound as broken:
            self.say(f"{broken} Right turns to another one.", error=True)
            return
        if not asked:
            self.say("There is nothing more to say about it.")
            return

        def done(values: Mapping[str, object] | None) -> None:
            if values is not None and self.desk is not None:
                self._choose(self.desk, choosing.filled(held, values, self.desk))

        title = f"{TYPES[row.type]}: {choosing.named(held, desk.book)}"
        self.app.push_screen(FormScreen(title, asked, lambda _: None), done)

    def do_record(self) -> None:
        """Open the person's record."""
        if self.desk is not None:
            self.shell.go(f"emp {self.desk.member.number}")

    def do_benefits(self) -> None:
        """Show what the person has."""
        if self.desk is not None:
            self.shell.go(f"benefits {self.desk.member.number}")

    def kept(self) -> None:
        """Keep what is chosen, where the screen has a draft."""

    def is_open(self) -> bool:
        """Whether the event is still under way; says so where it is not."""
        if self.desk is None or self.desk.event.state in UNDER_WAY:
            return True
        self.say(
            f"Event {self.desk.event.number} is {SPOKEN[self.desk.event.state]}; nothing is chosen in it any more."
        )
        return False


def _cost(costs: Iterable[Cost], type_: PlanType) -> Cost | None:
    return next((each for each in costs if each.election.choice.type is type_), None)


def _reckoned(desk: Desk, type_: PlanType) -> Cost | None:
    try:
        return desk.price(type_)
    except HrError:
        return None


def _hidden(before: Totals, after: Totals) -> bool:
    return before.hidden or after.hidden
