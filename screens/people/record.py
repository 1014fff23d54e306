"""A person's record: job, pay, personal, contacts, documents, deductions and history as tabs, walked from person to person in the same tab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from hrtui.access.model import Field
from hrtui.errors import HrError
from hrtui.people import service
from hrtui.people.model import PrivateKind, Record
from screens.base import HrScreen
from screens.people import facts
from screens.people.dated import View, row_of
from screens.people.parts import PersonParts
from screens.people.status import STATUS_TONES
from screens.people.walk import Walk
from screens.text import Tone, shown
from screens.widgets.fieldsheet import FieldSheet
from screens.widgets.lines import Line
from screens.widgets.sheet import Item
from screens.widgets.tabs import Tabs

LABELS = 19
SHOWN_ON: dict[str, frozenset[Field]] = {
    "job": frozenset(),
    "pay": frozenset({Field.PAY}),
    "personal": frozenset({Field.BIRTH, Field.CUSTOM, Field.SSN, Field.BANK}),
    "contacts": frozenset(),
    "documents": frozenset(),
    "deductions": frozenset(),
    "history": frozenset({Field.BIRTH, Field.PAY, Field.CUSTOM}),
}
REVEALED_BY = {
    "personal": frozenset({Field.BIRTH, Field.CUSTOM}), "pay": frozenset({Field.PAY}), "history": frozenset({Field.PAY}),
}  # fmt: skip
EDITED = (
    "people.change_job", "people.change_pay", "people.change_profile", "people.change_certificate", "people.tag",
    "people.change_private",
)  # fmt: skip
MAKERS = {"job": facts.job, "pay": facts.pay, "personal": facts.profile}


class RecordScreen(PersonParts, HrScreen):
    """`emp NUMBER`: one person, opened from a list or by address."""

    NAME = "person"

    def __init__(self, argument: str = "", walk: Walk | None = None) -> None:
        super().__init__(argument)
        self.walk = walk or Walk()
        self.number = ""
        self.record: Record | None = None
        self.revealed: dict[PrivateKind, str] = {}
        self.fields: frozenset[Field] = frozenset()
        self.wanted: frozenset[Field] = frozenset()
        self.line = Line(tone=Tone.STRONG)
        self.tabs = Tabs(tuple(SHOWN_ON))
        self.sheet = FieldSheet(label=LABELS)
        self._tab_shown = ""
        self._fields_at: dict[str, str] = {}
        self.make_parts()

    def turn_to(self, number: str, walk: Walk | None) -> None:
        """Begin anew with another person: nothing of the one before is kept, and it loads when it is seen."""
        self.argument, self.walk, self.number = number, walk or Walk(), ""
        self.record, self.revealed = None, {}
        self.fields = self.wanted = frozenset()
        self.tabs.turn_to(0)
        self.line.update("")
        self.forget_parts("")
        self.shows_part(self.tabs.current, self.sheet)
        self.sheet.show(())
        self._tab_shown, self.sheet.chosen = "", ""
        self._fields_at.clear()
        self.message.clear()
        self.stale()

    def body(self) -> Iterable[Widget]:
        """Who it is, the tabs, and the tab's facts."""
        yield self.line
        yield self.tabs
        yield self.sheet
        yield from self.parts.values()

    def on_mount(self) -> None:
        """The facts have the keys that scroll."""
        self.sheet.focus()

    def begin(self) -> None:
        """Find the person the address means, and read as much of the record as the tab shows.

        Without sensitive fields nothing is noted in the trail, so nobody's lock is waited for and it takes a few
        milliseconds: then it is read at once, and the first frame has it.
        """
        self.wanted |= SHOWN_ON[self.tabs.current]
        argument = self.argument or (self.number or "")
        if not self.wanted:
            try:
                self._loaded(self._read(argument))
            except HrError as error:
                self.say(error, error=True)
            return
        self.work_on(lambda: self._read(argument), self._loaded, hold=True)

    def reload(self) -> None:
        """Read the record anew, showing what was shown."""
        number = self.number
        if number:
            self.work_on(lambda: self._record(number), self._loaded)

    def subject(self) -> str:
        """The number of the person shown."""
        return self.number

    def person(self) -> str:
        """The name and number of the person shown."""
        return f"{self.record.summary.name} ({self.number})" if self.record else self.number

    def do_tab_next(self) -> None:
        """Show the next tab."""
        self._step_tab(1)

    def do_tab_previous(self) -> None:
        """Show the tab before."""
        self._step_tab(-1)

    def do_next(self) -> None:
        """Show the next person of the list."""
        self._step(1)

    def do_previous(self) -> None:
        """Show the previous person of the list."""
        self._step(-1)

    def do_reveal(self) -> None:
        """Show the masked values of this tab; the trail keeps who looked."""
        if self.record is None:
            return
        if self.tabs.current == "contacts":
            self.reveal_births()
            return
        if not facts.has_masked(self.tabs.current, self.view(self.record)):
            self.say("Nothing on this tab is masked.")
            return
        number, fields = self.number, self.fields | REVEALED_BY[self.tabs.current]
        wanted = self.wanted
        kinds = [mark.kind for mark in self.record.private] if self.tabs.current == "personal" else []

        def read() -> tuple[Record, dict[PrivateKind, str]]:
            values = {kind: service.reveal_private(self.ctx, number, kind) for kind in kinds}
            return service.record(self.ctx, number, reveal=fields, wanted=wanted), values

        self.work_on(read, lambda found: self._revealed(*found, fields))

    @property
    def field(self) -> str:
        """The field or row the cursor stands on; empty where there is none."""
        return "" if self.part else self.sheet.field

    def do_edit(self) -> None:
        """Open the form that holds the field under the cursor, at that field."""
        from screens.people import fieldacts

        fieldacts.edit(self, self.field)

    def do_blame(self) -> None:
        """Say who set the field under the cursor."""
        from screens.people import fieldacts

        fieldacts.blame(self, self.field)

    def do_why(self) -> None:
        """Say why the field under the cursor is what it is."""
        from screens.people import fieldacts

        fieldacts.why(self, self.field)

    def do_difference(self) -> None:
        """Say what differs between two days."""
        from screens.people import explaining

        explaining.ask_difference(self, bool(self.fields))

    def do_correct(self) -> None:
        """Correct the row under the cursor, or one of the tab."""
        from screens.people import correcting

        correcting.correct(self, self.tabs.current, row_of(self.field))

    def do_withdraw(self) -> None:
        """Withdraw the row under the cursor where it has not begun, or one that is chosen."""
        from screens.people import correcting

        correcting.withdraw(self, row_of(self.field))

    def _knows(self, command_id: str) -> bool:
        """Editing is offered to whoever may fill in any of the forms."""
        if command_id == "person.edit":
            return any(super(RecordScreen, self)._knows(form) for form in EDITED)
        return super()._knows(command_id)

    # -- reading

    def _read(self, text: str) -> Record:
        return self._record(service.resolve(self.ctx, text))

    def _record(self, number: str) -> Record:
        return service.record(self.ctx, number, reveal=self.fields, wanted=self.wanted)

    def _step_tab(self, by: int) -> None:
        """Show another tab; what it shows of the sensitive fields is read, and noted in the trail, only now."""
        self.tabs.step(by)
        missing = SHOWN_ON[self.tabs.current] - self.wanted
        if self.record is None or not missing:
            self._show()
            return
        self.wanted |= missing
        number = self.number
        self.work_on(lambda: self._record(number), self._loaded, hold=True)

    def _loaded(self, record: Record) -> None:
        self.forget_parts(record.number)
        if record.number != self.number:
            self.revealed = {}
        self.record, self.number = record, record.number
        self.shell.opened_person(record.number)
        self._show()

    def _revealed(self, record: Record, values: dict[PrivateKind, str], fields: frozenset[Field]) -> None:
        if record.number != self.number:
            return
        self.record, self.fields, self.past = record, fields, None
        self.revealed |= values
        self.say("Shown until you leave this person; the audit trail has noted it.")
        self._show()

    def _step(self, by: int) -> None:
        if not self.walk.ids:
            self.say("No list leads here to walk through; open someone from People, then n and p walk it.")
            return
        person = self.walk.step(by)
        if person is None:
            self.say("This is the last of the list." if by > 0 else "This is the first of the list.")
            return
        self.fields, self.wanted = frozenset(), SHOWN_ON[self.tabs.current]
        self.work_on(lambda: self._read_id(person), self._loaded, hold=True)

    def _read_id(self, person: int) -> Record:
        (summary,) = service.directory_page(self.ctx, [person])
        return self._record(summary.number if summary else str(person))

    # -- showing

    def _show(self) -> None:
        record = self.record
        if record is None:
            return
        self._show_line(record)
        view = self.view(record)
        self.tabs.note({name: facts.scheduled(name, view) for name in self.tabs.names})
        if not self.shows_part(self.tabs.current, self.sheet):
            self._show_tab(view)
            return
        self._tab_shown = self.tabs.current

    def _show_tab(self, view: View) -> None:
        """Show the facts of the tab; the history once the past of what belongs to the person is read too."""
        maker = MAKERS.get(self.tabs.current)
        if maker is not None:
            self._show_facts(maker(view))
        elif self.past is None:
            self.read_past(self._show, self.fields)
        else:
            from screens.people.past import history

            self._show_facts(history(view, self.past))

    def _show_facts(self, found: Sequence[Item]) -> None:
        """Show the facts of the tab, the cursor at the field where it stood on that tab."""
        tab = self.tabs.current
        if self._tab_shown != tab:
            self._fields_at[self._tab_shown] = self.sheet.chosen
            self.sheet.chosen = self._fields_at.get(tab, "")
        self.sheet.show(found, keep=self._tab_shown == tab)
        self._tab_shown = tab

    def view(self, record: Record) -> View:
        """A record as it is looked at here."""
        ctx = self.ctx
        return View(record, ctx.day, ctx.config, ctx.actor, self.fields, self.revealed)

    def _show_line(self, record: Record) -> None:
        summary = record.summary
        parts = [summary.name, record.number, summary.status.value, summary.title, self.walk.place()]
        self.line.update("  ".join(shown(part) for part in parts if part), STATUS_TONES.get(summary.status, Tone.PLAIN))
