"""What differs about one person between two days, field by field, and what happened in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data import contacts, people, tags
from hrtui.access.model import Field, Sight
from hrtui.access.rules import require, sight
from hrtui.audit import writing
from hrtui.audit.rules import MASKED, shown
from hrtui.benefits.past import facts_of, pay_sight
from hrtui.benefits.telling import ELECTION, OF_PAY
from hrtui.contacts.model import Contact
from hrtui.context import Context
from hrtui.people.blame import label, sensitive_field, told
from hrtui.people.blaming import KINDS, US, kind_of, part_of, value
from hrtui.people.carrying import CUSTOM
from hrtui.people.carrying import said as spoken
from hrtui.people.events import Event, events_of
from hrtui.people.fact import Fact, by_key
from hrtui.people.model import Tag
from hrtui.people.rules import in_force, tags_on
from hrtui.people.subjects import Person, readable, sees_certificates, without_secret

CONTACT = ("kind", "first_name", "last_name", "relation", "phone", "email", "address", "birth_date", "sex", "note")


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that differs: its name, what a screen calls it, and its values on the two days."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs about a person between two days, and the events after the earlier of them up to the later.

    `masked` says that values differ which the role sees only on request; `left_out` are sentences on what is hidden.
    """

    number: str
    person: str
    first: date
    second: date
    fields: tuple[Differing, ...]
    events: tuple[Event, ...]
    masked: bool = False
    left_out: tuple[str, ...] = ()


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The names whose values differ, in the order in which they are met; a name that is not there is empty. Pure."""
    return tuple(name for name in dict.fromkeys([*before, *after]) if before.get(name, "") != after.get(name, ""))


def difference(ctx: Context, number: str, first: date, second: date, *, reveal: bool = False) -> Difference:
    """What differs about a person between two days, in either order: job, pay, profile, W-4, contacts, tags and benefits.

    Pay and birth dates stand masked where the role sees them masked and `reveal` is not given; what is shown of them
    leaves an audit entry. Takes at most twenty-two queries. Raises NotAllowed, and NotFound out of scope.
    """
    require(ctx.actor, "people.read")
    with ctx.store.snapshot():
        person = readable(ctx, number)
        facts = facts_of(ctx, person, reveal=True)
        known = _Known(
            _rows(ctx, person), tuple(tags.tags([person.id])[person.id]), _contact_rows(person), by_key(facts)
        )
        before, after = _on(ctx, person, known, first), _on(ctx, person, known, second)
        happened = events_of(ctx, person, facts)
    names = differing(before.compared, after.compared)
    masked = {name for name in names if _masked(ctx, person, name) and not reveal}
    seen = {field for name in names if name not in masked and (field := _sensitive(ctx, name)) is not None}
    writing.note_seen(ctx, person.number, seen)
    early, late = min(first, second), max(first, second)
    return Difference(
        number=person.number,
        person=person.summary.name,
        first=first,
        second=second,
        fields=tuple(
            Differing(
                name,
                after.labels.get(name) or before.labels.get(name) or _label(ctx, name),
                *(_covered(each.told.get(name, ""), name in masked) for each in (before, after)),
            )
            for name in names
        ),
        events=tuple(each for each in happened if early < each.day <= late),
        masked=bool(masked),
        left_out=tuple(_left_out(ctx, person)),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """All rows of a person that a role may know of, by their kind, those of contacts by their slot, and the
    facts of benefits by what they are about."""

    rows: dict[str, list[Any]]
    tags: tuple[Tag, ...]
    contacts: dict[int, list[Contact]]
    facts: Mapping[str, Sequence[Fact]]


@dataclass(slots=True)
class _Facts:
    """What holds on a day: values as they compare, as people read them, and what is called otherwise than by its name."""

    compared: dict[str, Any]
    told: dict[str, str]
    labels: dict[str, str]

    def put(self, name: str, compared: Any, text: str) -> None:
        """Keep a field that says something."""
        if compared not in ("", None, ()):
            self.compared[name], self.told[name] = compared, text


def _on(ctx: Context, person: Person, known: _Known, day: date) -> _Facts:
    """What holds of a person on a day, as far as the role may know of it."""
    facts = _Facts({}, {}, {})
    named = {row.stamp.id: row for row in people.jobs([person.id], day)[person.id] if row.stamp}
    for kind, rows in known.rows.items():
        row = in_force(rows, day)
        if row is None:
            continue
        for name in _names(kind, row):
            as_then = named.get(row.stamp.id, row) if kind == "job" else row
            facts.put(name, value(row, name), told(ctx, as_then, name))
    for name in sorted(tags_on(known.tags, day)):
        facts.put(f"tag.{name}", True, "yes")
    for name, held in _contacts(ctx, person, known, day):
        facts.put(name, held, shown(held))
    for field, same in known.facts.items():
        fact = in_force(same, day)
        for part, text in fact.values.items() if fact is not None else ():
            facts.put(f"{field}.{part}", text, text)
            facts.labels[f"{field}.{part}"] = f"{fact.title} {spoken(part)}" if fact else ""
    return facts


def _rows(ctx: Context, person: Person) -> dict[str, list[Any]]:
    """The rows of each kind that the role may know of; birth dates only where they are not hidden."""
    found: dict[str, list[Any]] = {
        "profile": people.profiles([person.id])[person.id],
        "job": people.jobs([person.id])[person.id],
    }
    if _seen(ctx, person, Field.BIRTH) is Sight.HIDDEN:
        found["profile"] = [replace(row, birth_date=None) for row in found["profile"]]
    if _seen(ctx, person, Field.CUSTOM) is Sight.HIDDEN:
        found["profile"] = [without_secret(ctx, row) for row in found["profile"]]
    if _seen(ctx, person, Field.PAY) is not Sight.HIDDEN:
        found["pay"] = people.pays([person.id])[person.id]
    if sees_certificates(ctx.actor, person.subject):
        found["certificate"] = [row for row in people.certificates([person.id])[person.id] if row.jurisdiction == US]
    return found


def _names(kind: str, row: Any) -> Iterator[str]:
    yield from KINDS[kind]
    if kind == "profile":
        yield from (CUSTOM + name for name in row.custom)


def _contact_rows(person: Person) -> dict[int, list[Contact]]:
    by_slot: dict[int, list[Contact]] = {}
    for row in contacts.live_contacts(person.id):
        by_slot.setdefault(row.slot, []).append(row)
    return by_slot


def _contacts(ctx: Context, person: Person, known: _Known, day: date) -> Iterator[tuple[str, Any]]:
    hidden = _seen(ctx, person, Field.BIRTH) is Sight.HIDDEN
    for slot, rows in sorted(known.contacts.items()):
        now = in_force(rows, day)
        if now is not None and now.active:
            names = (name for name in CONTACT if not (hidden and name == "birth_date"))
            yield from ((f"contact.{slot}.{name}", getattr(now, name)) for name in names)


def _seen(ctx: Context, person: Person, field: Field) -> Sight:
    return sight(ctx.actor, field, person.subject)


def _tells_of_pay(name: str) -> bool:
    return kind_of(name) == ELECTION and part_of(name) == OF_PAY


def _sensitive(ctx: Context, name: str) -> Field | None:
    if _tells_of_pay(name):
        return Field.PAY
    return Field.BIRTH if name.endswith(".birth_date") else sensitive_field(ctx, name)


def _masked(ctx: Context, person: Person, name: str) -> bool:
    if _tells_of_pay(name):
        return pay_sight(ctx, person.subject) is Sight.MASKED
    field = _sensitive(ctx, name)
    return field is not None and _seen(ctx, person, field) is Sight.MASKED


def _covered(text: str, is_masked: bool) -> str:
    return MASKED if text and is_masked else text


def _label(ctx: Context, name: str) -> str:
    kind, _, rest = name.partition(".")
    if kind == "tag":
        return f"Tag {rest}"
    if kind == "contact":
        slot, _, field = rest.partition(".")
        return f"Contact {slot} {label(ctx, field).lower()}"
    return label(ctx, name)


def _left_out(ctx: Context, person: Person) -> Iterator[str]:
    own = ((Field.CUSTOM, "Sensitive fields of the company's own are"),) if ctx.config.secret_fields else ()
    for field, said in ((Field.PAY, "Pay is"), (Field.BIRTH, "Birth dates are"), *own):
        if _seen(ctx, person, field) is Sight.HIDDEN:
            yield f"{said} left out: your roles do not show it."
    if not sees_certificates(ctx.actor, person.subject):
        yield "W-4s are left out: your roles do not show them."
