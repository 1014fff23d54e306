"""The parts of a record that are lists of their own, contacts, documents, deductions: read when shown, with keys of their own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from hrtui.access.model import Field
from hrtui.access.rules import may
from hrtui.errors import HrError, NotAllowed
from screens.base import read_only, refused
from screens.people.acts import PersonActs
from screens.people.belongings import (
    NOT_YOURS,
    ContactCards,
    DocumentCards,
    contact_cards,
    document_cards,
    said,
)
from screens.people.deductions import NOT_YOURS as ITEMS_NOT_YOURS
from screens.people.deductions import DeductionCards, Row, deduction_cards, rows_on
from screens.widgets.cards import Cards
from screens.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from hrtui.contacts.model import ContactList
    from hrtui.documents.model import Document, DocumentList
    from hrtui.payroll.items.model import PayTerms
    from screens.people.past import Past

LABELS = 19


class PersonParts(PersonActs):
    """Mixin of the record: the lists of contacts, documents and deductions, whose tab is the screen's `part`."""

    def make_parts(self) -> None:
        """Make the lists, out of sight."""
        made = (ContactCards(label=LABELS), DocumentCards(label=LABELS), DeductionCards(label=LABELS))
        self.parts: dict[str, Cards] = {each.PART: each for each in made}
        self.part = ""
        for each in made:
            each.display = False
        self.past: Past | None = None
        self.contacts: ContactList | None = None
        self.documents: DocumentList | None = None
        self.terms: PayTerms | None = None
        self._parts_of = ""

    def forget_parts(self, number: str) -> None:
        """Read the lists anew when they are shown next; of another person nothing stays on the screen."""
        self.contacts = self.documents = self.terms = self.past = None
        if number != self._parts_of:
            self._parts_of = number
            for each in self.parts.values():
                each.show_cards(())

    def shows_part(self, name: str, sheet: Sheet) -> bool:
        """Show the list of that name, or else the sheet, with the focus; whether there is such a list."""
        self.part = name if name in self.parts else ""
        shown: Sheet = self.parts.get(name, sheet)
        for each in (sheet, *self.parts.values()):
            each.display = each is shown
        if not shown.has_focus and self.app.screen is self:
            shown.focus()
        self._show_part()
        return bool(self.part)

    def _show_part(self) -> None:
        if self.part == "contacts":
            self._show_contacts()
        elif self.part == "documents":
            self._show_documents()
        elif self.part == "deductions":
            self._show_deductions()

    def offers(self, command_id: str) -> bool:
        """Whether a command can be run here: of the screen itself, or of the part that is shown."""
        part = command_id.partition(".")[0]
        if part in self.parts:
            here = part == self.part and bool(self.parts[part].check_action("command", (command_id,)))
            return here and not refused(self.ctx, command_id)
        return super().offers(command_id)

    def do_menu(self) -> None:
        """What can be done here, beginning with the part that is shown."""
        from screens.verbs import open_menu

        open_menu(self, f"What to do with {self.person()}", first=self.part)

    def on_cards_wanted(self, event: Cards.Wanted) -> None:
        """Do what a part asks for, to the card under its cursor."""
        from screens.people import keeping

        event.stop()
        if refused(self.ctx, event.command):
            self.say(read_only(self.ctx), error=True)
            return
        kind, _, verb = event.command.partition(".")
        if kind == "deductions":
            self._deduct(verb, event.key)
            return
        if verb == "add":
            getattr(keeping, f"add_{kind.removesuffix('s')}")(self)
            return
        held = event.key if kind == "contacts" else self._document(event.key)
        if held is None:
            self.say("There is nothing under the cursor; a adds something.")
        else:
            getattr(keeping, f"{verb}_{kind.removesuffix('s')}")(self, held)

    def read_past(self, then: Callable[[], object], shown: Collection[Field]) -> None:
        """Read all that contacts, documents, deductions and benefits of the person were, as far as the role may see them, then go on; `shown`
        are the masked fields to show."""
        from hrtui.benefits import past as benefits
        from hrtui.contacts import service as contacts
        from hrtui.documents import service as documents
        from hrtui.payroll.items import service as deductions
        from screens.people.past import Past

        ctx, number = self.ctx, self.subject()

        def read() -> Past:
            found = Past(contacts.history(ctx, number, reveal=Field.BIRTH in shown))
            with suppress(NotAllowed):
                found = replace(found, documents=documents.history(ctx, number))
            with suppress(NotAllowed):
                found = replace(found, terms=deductions.history(ctx, number))
            with suppress(NotAllowed):
                found = replace(found, benefits=benefits.history(ctx, number, reveal=Field.PAY in shown))
            return found

        def done(found: Past) -> None:
            if self.subject() == number:
                self.past = found
                then()

        self.work_on(read, done, hold=True)

    def _document(self, slot: int | None) -> Document | None:
        rows = self.documents.rows if self.documents is not None else ()
        return next((row for row in rows if row.slot == slot), None)

    def _show_contacts(self) -> None:
        from hrtui.contacts import service

        number = self.subject()
        if self.contacts is not None:
            self.parts["contacts"].show_cards(contact_cards(self.contacts, self.ctx.day))
            return
        self.work_on(lambda: service.contacts(self.ctx, number), self._contacts_loaded, hold=True)

    def _contacts_loaded(self, found: ContactList) -> None:
        if found.number == self.subject():
            self.contacts = found
            self._show_part()

    def reveal_births(self) -> None:
        """Show masked birth dates of contacts; the trail keeps who looked."""
        from hrtui.contacts import service

        number = self.subject()
        if self.contacts is None or not self.contacts.masked:
            self.say("Nothing on this tab is masked.")
            return

        def then(found: ContactList) -> None:
            self._contacts_loaded(found)
            self.say("Shown until you leave this person; the audit trail has noted it.")

        self.work_on(lambda: service.contacts(self.ctx, number, reveal=True), then)

    def _show_documents(self) -> None:
        from hrtui.documents import service

        number, part = self.subject(), self.parts["documents"]
        if not may(self.ctx.actor, service.READ):
            part.show_cards(said(NOT_YOURS))
        elif self.documents is not None:
            part.show_cards(document_cards(self.documents, self.ctx.day, self.ctx.config))
        else:
            self.work_on(
                lambda: service.documents(self.ctx, number),
                self._documents_loaded,
                self._no_documents,
                hold=True,
            )

    def _documents_loaded(self, found: DocumentList) -> None:
        if found.number == self.subject():
            self.documents = found
            self._show_part()

    def _no_documents(self, error: HrError) -> None:
        self.parts["documents"].show_cards(said(str(error)))

    def _deduct(self, verb: str, key: int | None) -> None:
        """Do what the deductions ask for, to the one under their cursor."""
        from screens.people import deducting

        if verb in ("add", "order"):
            {"add": deducting.add_item, "order": deducting.add_order}[verb](self)
            return
        held = self._deduction(key)
        if held is None:
            self.say("There is nothing under the cursor; a adds something.")
        else:
            {"edit": deducting.edit, "stop": deducting.stop}[verb](self, held)

    def _deduction(self, key: int | None) -> Row | None:
        rows = rows_on(self.terms, self.ctx.day) if self.terms is not None else []
        return rows[key] if key is not None and key < len(rows) else None

    def _show_deductions(self) -> None:
        from hrtui.payroll.items import service

        number, part = self.subject(), self.parts["deductions"]
        if not any(may(self.ctx.actor, action) for action in (service.ITEMS, service.ORDERS)):
            part.show_cards(said(ITEMS_NOT_YOURS))
        elif self.terms is not None:
            part.show_cards(deduction_cards(self.terms, self.ctx.day, self.ctx.config))
        else:
            self.work_on(
                lambda: service.terms_of(self.ctx, number), self._deductions_loaded, self._no_deductions, hold=True
            )

    def _deductions_loaded(self, found: PayTerms) -> None:
        if found.number == self.subject():
            self.terms = found
            self._show_part()

    def _no_deductions(self, error: HrError) -> None:
        self.parts["deductions"].show_cards(said(str(error)))
