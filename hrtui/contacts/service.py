"""The use cases of contacts: see them, add, change and remove one; each write is a new dated row with its audit entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data import contacts as rows
from hrtui.access.model import Field, Sight
from hrtui.access.rules import require, sight
from hrtui.audit import writing
from hrtui.contacts import rules
from hrtui.contacts.model import Contact, ContactChange, ContactList
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people import checks
from hrtui.people.beside import check_alone, telling
from hrtui.people.model import Done
from hrtui.people.rules import shown_rows
from hrtui.people.subjects import Person, readable, require_seen, writable

CHANGE = "people.change_contacts"


def contacts(ctx: Context, number: str, *, reveal: bool = False) -> ContactList:
    """A person's contacts and dependents, scheduled ones too.

    Birth dates are there where the role sees them, or sees them masked and asks with `reveal`; that leaves an audit
    entry. Takes two queries, and one more for the entry. Raises NotAllowed, and NotFound out of scope.
    """
    require(ctx.actor, "people.read")
    with ctx.store.snapshot():
        person = readable(ctx, number)
        found = tuple(rows.live_contacts(person.id))
    return _seen(ctx, person, found, reveal)


def history(ctx: Context, number: str, *, reveal: bool = False) -> ContactList:
    """All that a person's contacts and dependents were, are and are to be, withdrawn rows too; else as `contacts`."""
    require(ctx.actor, "people.read")
    with ctx.store.snapshot():
        person = readable(ctx, number)
        held = rows.all_contacts(person.id)
    slots = sorted({row.slot for row in held})
    found = tuple(row for slot in slots for row in shown_rows(each for each in held if each.slot == slot))
    return _seen(ctx, person, found, reveal)


def _seen(ctx: Context, person: Person, found: tuple[Contact, ...], reveal: bool) -> ContactList:
    """The rows as the role sees them; birth dates that are shown leave an audit entry."""
    seen = sight(ctx.actor, Field.BIRTH, person.subject)
    shown = seen is Sight.SHOWN or (seen is Sight.MASKED and reveal)
    dated = {row.slot for row in found if row.birth_date is not None}
    if shown and dated:
        writing.note_seen(ctx, person.number, [Field.BIRTH])
    if not shown:
        found = tuple(replace(row, birth_date=None) for row in found)
    masked = frozenset(dated) if seen is Sight.MASKED and not shown else frozenset()
    return ContactList(person.number, person.summary.name, found, seen, masked)


@telling
def add(ctx: Context, number: str, contact: Contact, *, expected: int | None = None) -> Done:
    """Add a contact or dependent from a day on.

    Raises NotFound, NotAllowed (also where a birth date is given and hidden from the actor), Conflict where a command
    after `expected` touched the person, and RuleBroken.
    """
    require(ctx.actor, CHANGE)
    wanted = rules.checked(contact, ctx.clock.today())
    with ctx.store.write():
        person = writable(ctx, CHANGE, number)
        check_alone(ctx, person, expected, None)
        if wanted.birth_date is not None:
            require_seen(ctx, Field.BIRTH, person.subject, CHANGE)
        slot = rows.next_slot(person.id)
        if slot > rules.MOST:
            raise RuleBroken(f"{person.called} has had {rules.MOST} contacts; change one of them instead.")
        entered = writing.begin(ctx, CHANGE, person.number)
        wanted = replace(wanted, slot=slot, active=True, stamp=None)
        rows.add_contact(person.id, wanted, entered)
        detail = {"from": str(wanted.effective_from)}
        writing.note(entered, CHANGE, person.number, rules.trail(None, wanted), detail)
    sentence = f"{wanted.name} is {_called(wanted)} of {person.called} from {wanted.effective_from}."
    return Done(entered.command, person.number, sentence)


@telling
def change(ctx: Context, number: str, slot: int, wanted: ContactChange, *, expected: int | None = None) -> Done:
    """Change a contact from a day on; what is not given stays as it is that day. `expected` as for `add`.

    Raises NotFound, NotAllowed (also where a birth date is given or taken away and hidden from the actor), Conflict and
    RuleBroken.
    """
    require(ctx.actor, CHANGE)
    today = ctx.clock.today()
    checks.day(wanted.effective_from, "effective_from", today)
    with ctx.store.write():
        person = writable(ctx, CHANGE, number)
        check_alone(ctx, person, expected, wanted, f"contact.{slot}.")
        if wanted.birth_date is not None or wanted.no_birth_date:
            require_seen(ctx, Field.BIRTH, person.subject, CHANGE)
        known = rows.live_contacts(person.id)
        before, after = rules.changed(known, slot, wanted)
        after = rules.checked(after, today)
        entered = writing.begin(ctx, CHANGE, person.number)
        rows.add_contact(person.id, after, entered)
        detail = {"from": str(after.effective_from)}
        writing.note(entered, CHANGE, person.number, rules.trail(before, after), detail)
    later = [row for row in rules.to_come(known, after.effective_from) if row.slot == slot]
    notices = tuple(f"The change of this contact on {row.effective_from} stays as it is." for row in later)
    sentence = f"{after.name}, {_called(after)} of {person.called}, changes from {after.effective_from}."
    return Done(entered.command, person.number, sentence, notices)


@telling
def remove(ctx: Context, number: str, slot: int, on: date | None = None, *, expected: int | None = None) -> Done:
    """Remove a contact from a day on (today unless given); its history stays, changes scheduled after that are rescinded.

    Raises NotFound, NotAllowed, RuleBroken, and Conflict as `add` does.
    """
    require(ctx.actor, CHANGE)
    today = ctx.clock.today()
    day = checks.day(on or today, "effective_from", today)
    with ctx.store.write():
        person = writable(ctx, CHANGE, number)
        check_alone(ctx, person, expected, None)
        before, after, later = rules.removed(rows.live_contacts(person.id), slot, day)
        entered = writing.begin(ctx, CHANGE, person.number)
        rows.supersede(later, entered)
        rows.add_contact(person.id, after, entered)
        writing.note(entered, CHANGE, person.number, rules.trail(before, after), {"from": str(day)})
    notices = tuple(f"The change of this contact on {row.effective_from} no longer happens." for row in later)
    sentence = f"{before.name} is no longer {_called(before)} of {person.called} from {day}."
    return Done(entered.command, person.number, sentence, notices)


def _called(contact: Contact) -> str:
    return "an emergency contact" if contact.kind == "emergency" else "a dependent"
