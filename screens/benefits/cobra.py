"""Cases of COBRA: by the day that comes next, with what each waits for; below the list all there is to know of one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence

from textual.widget import Widget

from hrtui.benefits.cobra import raising, reading, stepping
from hrtui.benefits.cobra.model import LABELS, Case, State
from hrtui.benefits.cobra.reading import CaseDetail, CaseLine, Premium
from hrtui.benefits.papers.model import PaperKind
from hrtui.money import Money, format_money
from screens.base import HrScreen
from screens.frames import frames
from screens.text import Align, Tone
from screens.verbs import open_menu
from screens.widgets.columns import Column
from screens.widgets.detail import Detail, Fact
from screens.widgets.lines import Line
from screens.widgets.table import VirtualTable

SOON = 14
STATES = {State.LAPSED: Tone.BAD, State.DECLINED: Tone.MUTED, State.ENDED: Tone.MUTED, State.PAYING: Tone.GOOD}


class CobraScreen(HrScreen):
    """`cobra [WORDS]`: enter shows the premiums of a case, the keys take it on."""

    NAME = "cobra"
    DEFAULT_CSS = """
    CobraScreen Detail { height: 40%; min-height: 12; border-top: solid $panel; padding: 0 1; }
    """

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.ids: array[int] = array("q")
        self.every = False
        self.line = Line()
        columns: tuple[Column[CaseLine], ...] = (
            Column("by", "By", 10, text=lambda each: each.awaits.by or ""),
            Column("left", "Days", 5, align=Align.RIGHT, text=lambda each: "" if each.left is None else str(each.left), tone=_tone),
            Column("name", "Name", 16, grow=2, text=lambda each: each.name),
            Column("waits", "Waits for", 18, grow=1, text=lambda each: each.awaits.what, tone=_tone),
            Column("state", "State", 10, text=lambda each: _words(each.case.state.value), tone=_state),
            Column("kind", "Event", 13, 2, grow=1, text=lambda each: _words(each.case.kind.value)),
            Column("case", "Case", 10, 1, text=lambda each: each.case.number),
            Column("number", "Number", 7, 3, text=lambda each: each.number),
        )  # fmt: skip
        self.table: VirtualTable[CaseLine] = VirtualTable(
            columns, self._page, empty=("Reading",), moved=self._moved, id="cobra"
        )
        self.facts = Detail()

    def body(self) -> Iterable[Widget]:
        """How many there are, the list, and the case under the cursor."""
        yield self.line
        yield self.table
        yield self.facts

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def begin(self) -> None:
        """Read the list, and how much is to be raised and was missed."""
        ctx, every, words = self.ctx, self.every, self.argument.split()

        def read() -> tuple[array[int], int, int, int]:
            ids = reading.find(ctx, every=every, words=words)
            return ids, len(raising.to_raise(ctx)), stepping.late(ctx), len(stepping.missed(ctx))

        self.work_on(read, self._show, hold=not self.ids)

    def _show(self, found: tuple[array[int], int, int, int]) -> None:
        self.ids, to_raise, late, missed = found
        at = self.table.current
        nothing = "No case was ever raised." if self.every else "No case is open."
        self.table.set_empty(nothing, "a raises those of who lost coverage; A one by hand.")
        self.table.set_ids(self.ids, at if at in self.ids else None)
        what = [
            f"{len(self.ids):,} {'in all' if self.every else 'open'}",
            f"{to_raise:,} to raise",
            f"{late:,} {'notice' if late == 1 else 'notices'} late",
            f"{missed:,} missed",
        ]
        if self.argument.strip():
            what.append(self.argument.strip())
        self.line.update(f" {frames().between} ".join(what), Tone.WARN if to_raise or late or missed else Tone.MUTED)
        said = ((missed, "missed"), (late, "late"), (to_raise, "to raise"))
        self.show_heading(next((f"{count:,} {what}" for count, what in said if count), ""))
        self._moved(self.table.current)

    def _page(self, ids: Sequence[int]) -> list[CaseLine | None]:
        found = {line.id: line for line in reading.page(self.ctx, ids)}
        return [found.get(id_) for id_ in ids]

    def _at(self) -> CaseLine | None:
        at = self.table.current
        return None if at is None else self.table.row(self.table.cursor)

    def _moved(self, row_id: int | None) -> None:
        line = self._at() if row_id is not None else None
        self.facts.show("" if line is None else _title(line), [] if line is None else _facts(line))

    # -- keys

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show the case under the cursor with its beneficiaries and premiums."""
        self._with_detail(
            lambda found: self.facts.show(
                _title(found.line), [*_premiums(found, self._money), *_notes(found), *_facts(found.line, priced=True)]
            )
        )

    def do_raise(self) -> None:
        """Raise the cases of who lost coverage."""
        from screens.benefits.cobraforms import ask_raise

        ctx = self.ctx
        self.work_on(
            lambda: raising.to_raise(ctx),
            lambda found: (
                ask_raise(self, found) if found else self.say("Nobody lost health coverage who has no case yet.")
            ),
            hold=True,
        )

    def do_raise_one(self) -> None:
        """Raise a case by hand."""
        from screens.benefits.cobraforms import ask_raise_one

        ask_raise_one(self)

    def do_write(self) -> None:
        """Write or file the notice of the case under the cursor."""
        from screens.benefits.papers import ask_paper

        line = self._at()
        if line is None:
            self.say("There is no case here.")
        else:
            ask_paper(self, line.number, line.name, (PaperKind.COBRA_NOTICE,))

    def do_notice(self) -> None:
        """Record that the notice was sent."""
        from screens.benefits.cobraforms import ask_notice

        self._with_case(ask_notice)

    def do_elect(self) -> None:
        """Record who elected and who declined."""
        from screens.benefits.cobraforms import ask_elect

        self._with_detail(lambda found: ask_elect(self, found))

    def do_paid(self) -> None:
        """Record a payment."""
        from screens.benefits.cobraforms import ask_paid

        self._with_detail(lambda found: ask_paid(self, found))

    def do_extend(self) -> None:
        """Let the case last longer."""
        from screens.benefits.cobraforms import ask_extend

        self._with_detail(lambda found: ask_extend(self, found))

    def do_end(self) -> None:
        """End the case before its time."""
        from screens.benefits.cobraforms import ask_end

        self._with_case(ask_end)

    def do_lapse(self) -> None:
        """Carry out what was missed."""
        from screens.benefits.cobraforms import ask_lapse

        ctx = self.ctx
        self.work_on(
            lambda: stepping.missed(ctx),
            lambda found: (
                ask_lapse(self, found)
                if found
                else self.say("No election or payment was missed; a late notice is sent (W), and N records it.")
            ),
            hold=True,
        )

    def do_every(self) -> None:
        """Show those that are over too, or the open ones."""
        self.every = not self.every
        self.begin()

    def do_general(self) -> None:
        """Show the general notices that are owed."""
        self.shell.go("general-notices")

    def do_record(self) -> None:
        """Open the record of the person under the cursor."""
        line = self._at()
        if line is not None:
            self.shell.go(f"emp {line.number}")

    def do_menu(self) -> None:
        """Offer what can be done here."""
        open_menu(self, self.title_line)

    def _with_case(self, ask: Callable[[HrScreen, Case], None]) -> None:
        line = self._at()
        if line is None:
            self.say("There is no case here.")
        else:
            ask(self, line.case)

    def _with_detail(self, then: Callable[[CaseDetail], object]) -> None:
        line, ctx = self._at(), self.ctx
        if line is None:
            self.say("There is no case here.")
        else:
            number = line.case.number
            self.work_on(lambda: reading.show(ctx, number), then, hold=True)

    def _money(self, cents: int) -> str:
        return format_money(Money(cents), self.ctx.config.style)


def _words(value: str) -> str:
    return value.replace("_", " ")


def _tone(line: CaseLine) -> Tone:
    if line.awaits.missed:
        return Tone.BAD
    return Tone.WARN if line.left is not None and line.left <= SOON else Tone.PLAIN


def _state(line: CaseLine) -> Tone:
    return STATES.get(line.case.state, Tone.PLAIN)


def _title(line: CaseLine) -> str:
    return f"{line.case.number} of {line.name} ({line.number})"


def _facts(line: CaseLine, priced: bool = False) -> list[Fact]:
    """Who and the days of a case; what is empty is left out, and the plans where their prices stand above."""
    case = line.case
    notice = f"sent {case.noticed}, elect by {case.elect_by}" if case.noticed else f"due by {case.notice_due}"
    notice += f"; elected {case.elected}" if case.elected else ""
    paid = [f"through {case.paid_through}"] if case.paid_through else []
    paid += [f"next by {case.pay_by}"] if case.pay_by else []
    pairs: list[tuple[str, object]] = [
        ("Who", "; ".join(f"{line.names[slot]}: {said.value}" for slot, said in case.answers.items())),
        ("Event", f"{LABELS[case.kind]}, {case.day}; covered until {case.lost}"),
        ("Plans", "" if priced else ", ".join(each.plan for each in case.plans)), ("Notice", notice),
        ("Paid", ", ".join(paid)), ("Lasts until", case.until), ("Note", case.note),
    ]  # fmt: skip
    return [Fact(name, str(value)) for name, value in pairs if value]


def _notes(found: CaseDetail) -> list[Fact]:
    """What is particular about a case: the employee's own end, a health FSA, a small employer."""
    pairs = [("Employee until", found.own_until), ("Health FSA", found.fsa_said), ("Small employer", found.small)]
    return [Fact(name, str(value)) for name, value in pairs if value]


def _premiums(found: CaseDetail, money: Callable[[int], str]) -> list[Fact]:
    """What a month costs, a line a plan: what each beneficiary pays alone, and all together."""
    by_plan: dict[str, list[Premium]] = {}
    for each in found.premiums:
        by_plan.setdefault(each.label, []).append(each)
    made = []
    for label, those in by_plan.items():
        plan, _, option = label.partition(", ")
        made.append(Fact(plan, f"{option}: {_asked(those, found.names, money)}"))
    return made


def _asked(those: Sequence[Premium], names: Mapping[int, str], money: Callable[[int], str]) -> str:
    alone = [each for each in those if len(each.slots) == 1]
    prices = {each.asked for each in alone}
    said = [f"{money(each.asked)} {names[each.slots[0]]}" for each in alone]
    if len(alone) > 1 and len(prices) == 1:
        said = [f"{money(alone[0].asked)} each alone"]
    said += [f"{money(each.asked)} together" for each in those if len(each.slots) > 1]
    return f"{', '.join(said)} ({those[0].percent} %)"
