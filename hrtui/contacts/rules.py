"""What holds for contacts: what may be entered, who counts on a day, and what a change makes of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.errors import NotFound, RuleBroken
from hrtui.people import checks
from hrtui.people.rules import in_force, live

MOST = 50
TEXTS = ("first_name", "last_name", "relation", "phone", "address", "sex", "note")
FIELDS = (*TEXTS, "kind", "email", "birth_date")
ORDER = (ContactKind.EMERGENCY, ContactKind.DEPENDENT)


def checked(contact: Contact, today: date) -> Contact:
    """A contact as it may be stored; raise RuleBroken, naming the field, where it may not."""
    checks.day(contact.effective_from, "effective_from", today)
    if contact.birth_date is not None:
        checks.birth(contact.birth_date, today + timedelta(days=1))  # a child may be born today
    texts: dict[str, Any] = {name: checks.text(getattr(contact, name), name) for name in TEXTS}
    made = replace(contact, **texts, email=checks.email(contact.email))
    if not made.name:
        raise RuleBroken("A contact needs a name; enter the first or the last one.", "first_name")
    if made.kind is ContactKind.EMERGENCY and not (made.phone or made.email):
        raise RuleBroken("An emergency contact needs a phone number or an e-mail address; enter one.", "phone")
    if made.kind is ContactKind.DEPENDENT and not made.relation:
        raise RuleBroken("A dependent needs a relation, such as spouse or child; enter it.", "relation")
    return made


def on_day(rows: Iterable[Contact], on: date) -> list[Contact]:
    """The contacts that count on a day: those to call first, then dependents, each in the order they were entered."""
    rows = list(rows)
    found = [in_force([row for row in rows if row.slot == slot], on) for slot in sorted({row.slot for row in rows})]
    counting = [row for row in found if row is not None and row.active]
    return sorted(counting, key=lambda row: (ORDER.index(row.kind), row.slot))


def to_come(rows: Iterable[Contact], on: date) -> list[Contact]:
    """The rows that take effect after a day, oldest first."""
    return [row for row in live(rows) if row.effective_from > on]


def counting(rows: Sequence[Contact], slot: int, on: date) -> Contact:
    """The contact of a slot as it counts on a day; raise NotFound for none, RuleBroken where it does not count then."""
    of_slot = [row for row in rows if row.slot == slot]
    if not live(of_slot):
        raise NotFound(f"There is no contact {slot} of this person; the list gives each its number.")
    now = in_force(of_slot, on)
    if now is None:
        first = live(of_slot)[0].effective_from
        raise RuleBroken(f"That contact counts from {first}; choose that day or later.", "effective_from")
    if not now.active:
        raise RuleBroken(f"{now.name} was removed on {now.effective_from}; add the contact anew.", "effective_from")
    return now


def changed(rows: Sequence[Contact], slot: int, change: ContactChange) -> tuple[Contact, Contact]:
    """The contact in force on the day of a change, and the row the change makes of it; raise RuleBroken where nothing changes."""
    before = counting(rows, slot, change.effective_from)
    given: dict[str, Any] = {name: value for name in FIELDS if (value := getattr(change, name)) is not None}
    if change.no_birth_date:
        given["birth_date"] = None
    wanted = replace(before, **given)
    if wanted == before:
        raise RuleBroken("Nothing changes: every value is as it is already; change one, or leave the form.")
    return before, replace(wanted, effective_from=change.effective_from, stamp=None)


def removed(rows: Sequence[Contact], slot: int, on: date) -> tuple[Contact, Contact, list[Contact]]:
    """The contact in force on a day, the row that removes it from then on, and the later rows that no longer happen."""
    before = counting(rows, slot, on)
    later = [row for row in to_come(rows, on) if row.slot == slot]
    return before, replace(before, effective_from=on, active=False, stamp=None), later


def trail(before: Contact | None, after: Contact) -> list[Change]:
    """The changes as the audit trail writes them: `contact.2.phone`, before and after."""
    found = [each for each in differences(before, after) if each.field not in ("slot", "active")]
    if not after.active:
        found.append(Change("removed", "", "yes"))
    return [Change(f"contact.{after.slot}.{each.field}", each.before, each.after) for each in found]
