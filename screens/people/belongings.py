"""What belongs to a person, as cards of the record: whom to call, who depends on them, and their documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hrtui.config import Config
from hrtui.contacts import rules as contact_rules
from hrtui.contacts.model import Contact, ContactKind, ContactList
from hrtui.dates import add_months
from hrtui.documents.model import Document, DocumentList
from screens.frames import frames
from screens.people.dated import masked
from screens.text import Tone
from screens.widgets.cards import Card, Cards, part_bindings
from screens.widgets.sheet import Item

KINDS = {ContactKind.EMERGENCY: "To call", ContactKind.DEPENDENT: "Dependent"}
SOON_MONTHS = 2
KILOBYTE = 1024
NOT_YOURS = "Documents are not for your roles."


class ContactCards(Cards):
    """Whom to call, and who depends on the person."""

    PART = "contacts"
    BINDINGS = part_bindings("contacts")

    def do_add(self) -> None:
        """Add one."""
        self.want("contacts.add")

    def do_edit(self) -> None:
        """Change the one under the cursor."""
        self.want("contacts.edit")

    def do_remove(self) -> None:
        """Remove the one under the cursor."""
        self.want("contacts.remove")


class DocumentCards(Cards):
    """The person's documents."""

    PART = "documents"
    BINDINGS = part_bindings("documents")

    def do_add(self) -> None:
        """File one."""
        self.want("documents.add")

    def do_export(self) -> None:
        """Take the one under the cursor out to a file."""
        self.want("documents.export")

    def do_edit(self) -> None:
        """Change title and expiry of the one under the cursor."""
        self.want("documents.edit")

    def do_remove(self) -> None:
        """Take the one under the cursor off the record."""
        self.want("documents.remove")


def said(text: str) -> list[Card]:
    """A sentence in the place of cards."""
    return [Card(None, (Item("", text, Tone.MUTED),))]


def contact_cards(found: ContactList, on: date) -> list[Card]:
    """The contacts that count on a day, and what is scheduled after it."""
    rows = contact_rules.on_day(found.rows, on)
    cards = [Card(row.slot, tuple(_contact(row, found, on))) for row in rows]
    later = contact_rules.to_come(found.rows, on)
    if later:
        cards.append(Card(None, (Item("", "Scheduled", heading=True), *map(_coming, later))))
    return cards or said("Nobody to call and no dependent is on file. a adds one.")


def _contact(row: Contact, found: ContactList, on: date) -> Iterator[Item]:
    yield Item(KINDS[row.kind], row.name, Tone.STRONG, row.relation)
    reach = f" {frames().between} ".join(part for part in (row.phone, row.email) if part)
    if reach:
        yield Item(" ", reach)
    if row.address:
        yield Item(" ", row.address)
    if row.birth_date is not None:
        yield Item(
            " ", f"born {row.birth_date}", remark=f"{_years(row.birth_date, on)} years; the trail notes that you see it"
        )
    elif row.slot in found.masked:
        yield Item(" ", f"born {masked()}", remark="v shows it; the trail notes it")
    if row.sex or row.note:
        yield Item(" ", f" {frames().between} ".join(part for part in (row.sex, row.note) if part), Tone.MUTED)


def _coming(row: Contact) -> Item:
    doing = "changes" if row.active else "is removed"
    return Item(row.effective_from.isoformat(), f"{row.name} {doing}", Tone.WARN)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def document_cards(found: DocumentList, on: date, config: Config) -> list[Card]:
    """The documents on file of the kinds the role may see."""
    cards = [Card(row.slot, tuple(_document(row, on, config))) for row in found.rows]
    return cards or said("No document is on file that is for your roles. a files one.")


def _document(row: Document, on: date, config: Config) -> Iterator[Item]:
    kind = config.kinds_of_documents[row.kind]
    expires, tone = _expiry(row.expires, on)
    yield Item(kind.label, row.title, Tone.STRONG)
    if expires:
        yield Item(" ", expires, tone)
    by = f"by {row.stamp.recorded_by}" if row.stamp else ""
    said = [row.file_name, size_of(row.size), f"filed {row.effective_from} {by}".strip()]
    if kind.sensitive:
        said.append("reading it is noted")
    yield Item(" ", f" {frames().between} ".join(said), Tone.MUTED)


def _expiry(expires: date | None, on: date) -> tuple[str, Tone]:
    if expires is None:
        return "", Tone.PLAIN
    if expires < on:
        return f"! expired {expires}", Tone.BAD
    soon = expires <= add_months(on, SOON_MONTHS)
    return (f"! expires {expires}", Tone.WARN) if soon else (f"expires {expires}", Tone.PLAIN)


def size_of(size: int) -> str:
    """A size in bytes in words: `34 kB`."""
    return f"{size / KILOBYTE**2:,.1f} MB" if size >= KILOBYTE**2 else f"{max(1, round(size / KILOBYTE)):,} kB"
