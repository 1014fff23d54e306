"""What a person's benefits were, are and are to be, as facts in words; nothing for roles that may not see benefits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data import contacts
from data.benefits import elections, events, standings
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, require, sight
from hrtui.audit import writing
from hrtui.benefits.book import Book
from hrtui.benefits.gathering import READ
from hrtui.benefits.planfile import book
from hrtui.benefits.telling import BENEFICIARIES, ELECTION, ENROLMENT, OF_PAY, STANDING, Teller, seen_by
from hrtui.contacts.model import Contact
from hrtui.context import Context
from hrtui.errors import ConfigError
from hrtui.people.dated import is_live, order
from hrtui.people.fact import Fact, by_key, changes, ended
from hrtui.people.subjects import Person, readable


def history(ctx: Context, number: str, *, reveal: bool = False) -> tuple[Fact, ...]:
    """Every fact of a person's benefits there ever was, by what it is about and oldest first, withdrawn ones too.

    Coverage that tells of pay is left out or masked as pay is, and shown with `reveal`; showing it leaves an audit entry. Takes
    at most seven queries. Raises NotAllowed without benefits.read, and NotFound out of scope.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        person = readable(ctx, number)
        require(ctx.actor, READ, person.subject)
        found = facts_of(ctx, person, reveal=reveal)
    note_seen(ctx, person, found)
    return tuple(fact for same in by_key(found).values() for fact in ended(same) if not _repeats(fact, same))


def facts_of(ctx: Context, person: Person, *, reveal: bool = False) -> list[Fact]:
    """Every fact of a person's benefits as the role sees it; none without benefits.read. Six queries; inside a snapshot."""
    if not may(ctx.actor, READ, person.subject):
        return []
    teller = _teller(ctx, contacts.all_contacts(person.id))
    found = [
        *teller.elections(elections.all_elections(person.id)),
        *teller.standings(standings.all_standings(person.id)),
        *teller.beneficiaries(standings.all_beneficiaries(person.id)),
        *teller.events(events.all_of(person.id)),
    ]
    pay = pay_sight(ctx, person.subject)
    return seen_by(found, Sight.SHOWN if reveal and pay is Sight.MASKED else pay)


def live_facts(ctx: Context, kind: str, people: Sequence[int]) -> Mapping[int, list[Fact]]:
    """The facts of a kind that count, of many people; at most three queries. What tells of pay is not masked yet."""
    readers: dict[str, tuple[Any, Any]] = {
        ELECTION: (elections.elections, Teller.elections),
        STANDING: (standings.standings, Teller.standings),
        BENEFICIARIES: (standings.beneficiaries, Teller.beneficiaries),
    }
    read, tell = readers[kind]
    rows, known = read(people), contacts.contacts(people) if kind != BENEFICIARIES else {}
    return {person: list(tell(_teller(ctx, known.get(person, ())), rows.get(person, ()))) for person in people}


def pay_sight(ctx: Context, subject: Subject) -> Sight:
    """How the role sees what tells of a person's pay among their benefits."""
    seen = {sight(ctx.actor, Field.PAY, subject, action) for action in (READ, "people.read")}
    return next((each for each in (Sight.SHOWN, Sight.MASKED) if each in seen), Sight.HIDDEN)


def note_seen(ctx: Context, person: Person, facts: Iterable[Fact]) -> None:
    """Note in the trail that coverage that tells of pay was shown, where it was."""
    if any(fact.values.get(OF_PAY) and OF_PAY not in fact.covered for fact in facts):
        writing.note_seen(ctx, person.number, [Field.PAY])


def _repeats(fact: Fact, same: Sequence[Fact]) -> bool:
    """Whether an event's fact says what the one before said, as after its options were prepared anew."""
    before = [each for each in same if is_live(each) and order(each) < order(fact)]
    return fact.kind == ENROLMENT and bool(before) and is_live(fact) and not changes(max(before, key=order), fact)


def _teller(ctx: Context, known: Iterable[Contact]) -> Teller:
    """Words of the plan file, or the names that are stored where it cannot be read."""
    try:
        plans = book(ctx)
    except ConfigError:
        plans = Book()
    by_slot: dict[int, list[Contact]] = defaultdict(list)
    for row in known:
        by_slot[row.slot].append(row)
    return Teller(plans, ctx.config.style, by_slot)
