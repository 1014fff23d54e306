"""Record what benefits need to know of someone covered: tobacco, student, disabled, and the papers that verify a dependent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from data.benefits import elections, standings
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.benefits.deciding import settled
from hrtui.benefits.gathering import ENROL, election_changes, member_of
from hrtui.benefits.inforce import on_day
from hrtui.benefits.model import SELF, Election, Standing, Verification
from hrtui.context import Context
from hrtui.dates import LATEST
from hrtui.documents import service as documents
from hrtui.documents.model import Document
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.people import checks
from hrtui.people.beside import check_alone
from hrtui.people.model import Done
from hrtui.people.subjects import Person, writable


@dataclass(frozen=True, slots=True)
class StandingChange:
    """A change of a standing from a day on; None keeps what holds that day. `proof` is the number of a document as the role sees
    it in the person's list, 0 for none."""

    tobacco: bool | None = None
    student: bool | None = None
    disabled: bool | None = None
    verification: Verification | None = None
    proof: int | None = None


def change_standing(
    ctx: Context, number: str, slot: int, change: StandingChange, on: date | None = None, *, expected: int | None = None
) -> Done:
    """Record a change of the standing of a person (slot 0) or a dependent from a day on (today unless given).

    Elections that only awaited the verification of dependents become active. Raises NotFound (also for no such dependent),
    NotAllowed, Conflict, and RuleBroken where nothing changes.
    """
    require(ctx.actor, ENROL)
    today = ctx.clock.today()
    day = checks.day(on or today, "effective_from", today)
    if change.proof:
        change = replace(change, proof=_slot(ctx, number, change.proof))
    with ctx.store.write():
        person = writable(ctx, ENROL, number)
        check_alone(ctx, person, expected, change)
        name = _name(person, slot, day)
        before = _held(person, slot, day)
        given = {key: value for key in StandingChange.__slots__ if (value := getattr(change, key)) is not None}
        after = replace(before, effective_from=day, stamp=None, **given)
        if not differences(before, after):
            raise RuleBroken(f"Nothing changes of {name}; give what is different.", "slot")
        entered = writing.begin(ctx, ENROL, person.number)
        standings.put_standings([(person.id, after)], entered)
        held = elections.elections([person.id]).get(person.id, [])
        rows = _settled(person, held, day)
        elections.put_many([(person.id, row) for row in rows], entered)
        trail = [
            Change(f"standing.{slot}.{each.field}", each.before, each.after) for each in differences(before, after)
        ]
        writing.note(entered, ENROL, person.number, [*trail, *election_changes(rows, held)], {"from": str(day)})
    active = tuple(f"The election of {row.choice.type.value} is active." for row in rows)
    return Done(entered.command, person.number, f"The standing of {name} changes from {day}.", active)


def proofs(ctx: Context, number: str) -> dict[int, Document] | None:
    """What may prove who a dependent is: the documents of a person that the role sees, by the slot that `Standing.proof` holds.

    None where the role may see no documents of theirs. Raises NotFound out of scope.
    """
    try:
        return documents.stored(ctx, number)
    except NotAllowed:
        return None


def _slot(ctx: Context, number: str, shown: int) -> int:
    """The slot of a document that the role sees under a number."""
    for slot, document in documents.stored(ctx, number).items():
        if document.slot == shown:
            return slot
    raise NotFound(
        f"There is no document {shown} of {number} that you may see; the record's documents list each with its number."
    )


def _name(person: Person, slot: int, on: date) -> str:
    if slot == SELF:
        return person.called
    for each in member_of(person.id, on).dependents:
        if each.slot == slot:
            return f"{each.name}, {each.relation} of {person.called}"
    raise NotFound(f"{person.called} has no dependent {slot}; add them under contacts first.")


def _held(person: Person, slot: int, on: date) -> Standing:
    rows = [row for row in standings.standings([person.id]).get(person.id, []) if row.slot == slot]
    return next(iter(on_day(rows, on)), Standing(on, slot))


def _settled(person: Person, held: list[Election], on: date) -> list[Election]:
    """Elections that await nothing any more, by what is on file from a day on."""
    member = member_of(person.id, on)
    made = (settled(row, member) for row in on_day(held, LATEST))
    return [row for row in made if row is not None]
