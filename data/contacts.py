"""Contacts and dependents: rows to values and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from data import slots
from data.fields import day
from data.schema import ContactRow
from hrtui.audit.model import Entered
from hrtui.contacts.model import Contact, ContactKind
from hrtui.people.model import Stamp

TEXTS = ("first_name", "last_name", "relation", "phone", "email", "address", "sex", "note")
COLUMNS = (ContactRow.kind, ContactRow.birth_date, ContactRow.active, *(getattr(ContactRow, name) for name in TEXTS))


def live_contacts(person: int) -> list[Contact]:
    """The rows of a person's contacts that count, removed ones included, by slot and oldest first."""
    return [_contact(*row) for row in slots.live_rows(ContactRow, person, COLUMNS)]


def contacts(people: Sequence[int]) -> dict[int, list[Contact]]:
    """The rows that count of each person's contacts, by slot and oldest first."""
    out: dict[int, list[Contact]] = defaultdict(list)
    for person, slot, on, stamp, cells in slots.live_rows_of(ContactRow, people, COLUMNS):
        out[person].append(_contact(slot, on, stamp, cells))
    return out


def all_contacts(person: int) -> list[Contact]:
    """Every row of a person's contacts there ever was, by slot and oldest first."""
    return [_contact(*row) for row in slots.all_rows(ContactRow, person, COLUMNS)]


def next_slot(person: int) -> int:
    """The slot of a person's next contact."""
    return slots.next_slot(ContactRow, person)


def add_contact(person: int, contact: Contact, entered: Entered) -> None:
    """Enter a contact from a day on."""
    texts = {name: getattr(contact, name) for name in TEXTS}
    more = {"kind": contact.kind, "birth_date": contact.birth_date, "active": int(contact.active)}
    slots.add_row(ContactRow, person, contact.slot, contact.effective_from, entered, **texts, **more)


def supersede(contacts: Sequence[Contact], entered: Entered) -> None:
    """Rescind rows of contacts."""
    slots.supersede(ContactRow, [contact.stamp for contact in contacts], entered)


def _contact(slot: int, on: date, stamp: Stamp, cells: Sequence[Any]) -> Contact:
    kind, born, active, *texts = cells
    named = dict(zip(TEXTS, texts, strict=True))
    return Contact(on, ContactKind(kind), **named, birth_date=day(born), slot=slot, active=bool(active), stamp=stamp)
