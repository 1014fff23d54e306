"""Field blame: who gave a field of a person the value it has on the day looked at, when, why, and what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data import audit, people
from hrtui.access.model import Field, Sight
from hrtui.access.rules import may, require, sight
from hrtui.audit import writing
from hrtui.audit.rules import MASKED, sensitive, shown, spoken
from hrtui.benefits.gathering import READ
from hrtui.benefits.past import facts_of
from hrtui.benefits.telling import FACTS, OF_PAY, field_of
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, RuleBroken
from hrtui.money import format_money
from hrtui.people.blaming import COMPOSED, KINDS, US, W4, Step, kind_of, part_of, set_by, steps, value
from hrtui.people.carrying import CUSTOM, said
from hrtui.people.fact import Fact
from hrtui.people.model import Basis, Job, Pay, RowState
from hrtui.people.rewriting import rows_of
from hrtui.people.rules import shown_on
from hrtui.people.subjects import Person, readable, sees_certificates
from hrtui.text import clean, listed

ALIASES = {
    "pay": "rate", "type": "employment_type", "hours": "standard_hours", "first": "first_name", "last": "last_name",
    "zip": "postal_code", "born": "birth_date", "mail": "email", "e_mail": "email",
}  # fmt: skip
SPELLED = {"email": "e-mail", "employment_type": "type", "flsa": "FLSA", "fte": "FTE"}


@dataclass(frozen=True, slots=True)
class Version:
    """A value a field was given: from which day, how that row stands, and what it was before; what the row is called and
    why; the command that set it (its number and what it did), by whom and when."""

    on: date
    state: RowState
    value: str
    previous: str
    action: str
    reason: str
    command: int
    did: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Blame:
    """A field of a person on a day: the row in force since when, the version that set the value, and every version,
    newest first. `masked` says that values are on file and not shown."""

    number: str
    person: str
    field: str
    label: str
    day: date
    value: str
    in_force: date
    set_by: Version
    versions: tuple[Version, ...]
    masked: bool = False


def blame(ctx: Context, number: str, field: str, *, reveal: bool = False) -> Blame:
    """Who set a field to what it is on `ctx.day`, from when, why, and every other value it had or is to have.

    A masked field is told with its values masked unless `reveal`; values of sensitive fields that are shown leave an
    audit entry. Fields of benefits are `election.TYPE`, `standing.SLOT`, `beneficiaries.TYPE` and `enrolment.NUMBER`, or one
    name of them (`election.medical.option`). Takes at most ten queries. Raises RuleBroken for an unknown field, naming those there are; NotAllowed
    where the field is hidden from the role; NotFound out of scope, or where nothing is on file.
    """
    require(ctx.actor, "people.read")
    name = field_named(ctx, field)
    with ctx.store.snapshot():
        person = readable(ctx, number)
        seen = _sight(ctx, person, name)
        rows, told = _facts(ctx, person, name, reveal) if kind_of(name) in FACTS else _rows(ctx, person, name)
        now, found = shown_on(rows, ctx.day), set_by(rows, name, ctx.day)
        if now is None or found is None:
            raise NotFound(f"No {_called(kind_of(name))} of {person.called} is on file, so nobody set {_said(name)}.")
        chain = steps(rows, name, ctx.day)
        did = audit.actions(step.source.stamp.command for step in (*chain, found) if step.source.stamp)
    covers = seen is Sight.MASKED and not reveal
    part = part_of(name)
    about = _told_of(ctx, name, rows)
    teller = _Teller(ctx, name, did, told, covers)
    made = Blame(
        number=person.number,
        person=person.summary.name,
        field=name,
        label=f"{now.title} {said(part)}".strip() if isinstance(now, Fact) else label(ctx, name),
        day=ctx.day,
        value=teller.text(now),
        in_force=now.effective_from,
        set_by=teller.version(found),
        versions=tuple(map(teller.version, chain)),
        masked=covers or any(isinstance(row, Fact) and row.covered and part in ("", *row.covered) for row in rows),
    )
    if about is not None and not covers:
        writing.note_seen(ctx, person.number, [about])
    return made


def field_named(ctx: Context, text: str) -> str:
    """The field meant, as rows name it; raise RuleBroken, naming the fields there are."""
    fact = field_of(clean(text, limit=60))
    if fact:
        return fact
    wanted = clean(text, limit=60).strip().lower().replace("-", "_").replace(" ", "_")
    wanted = ALIASES.get(wanted, wanted)
    custom = [each.name for each in ctx.config.custom_fields]
    for name in (wanted.removeprefix(CUSTOM), clean(text).strip().removeprefix(CUSTOM)):
        if name in custom and not (kind_of(wanted) and not wanted.startswith(CUSTOM)):
            return CUSTOM + name
    if wanted.startswith(CUSTOM) or not kind_of(wanted):
        names = [name for kind in (*KINDS.values(), COMPOSED) for name in kind] + [CUSTOM + name for name in custom]
        names += [f"{kind}.…" for kind in FACTS]
        raise RuleBroken(
            f"There is no field “{clean(text, limit=40)}”; the fields are {listed(names, 'and')}.", "field"
        )
    return wanted


def label(ctx: Context, field: str) -> str:
    """What a field is called on a screen."""
    custom = {CUSTOM + each.name: each.label for each in ctx.config.custom_fields}
    if field.startswith(W4):
        return f"W-4 {field.removeprefix(W4).replace('_', ' ')}"
    name = custom.get(field) or SPELLED.get(field) or said(field)
    return name[:1].upper() + name[1:]


def sensitive_field(ctx: Context, field: str) -> Field | None:
    """The sensitive field that the values of a field belong to."""
    return Field.PAY if kind_of(field) == "pay" else sensitive(field, ctx.config.secret_fields)


def _sight(ctx: Context, person: Person, field: str) -> Sight:
    """How the role sees the field; raise NotAllowed where it does not."""
    about = sensitive_field(ctx, field)
    seen = sight(ctx.actor, about, person.subject) if about else Sight.SHOWN
    if kind_of(field) in FACTS and not may(ctx.actor, READ, person.subject):
        seen = Sight.HIDDEN
    if field.startswith(W4) and not sees_certificates(ctx.actor, person.subject):
        seen = Sight.HIDDEN
    if seen is Sight.HIDDEN:
        raise NotAllowed(f"{ctx.actor.login} may not see {_said(field)} of {person.called}, so not who set it either.")
    return seen


def _rows(ctx: Context, person: Person, field: str) -> tuple[list[Any], dict[int, Any]]:
    """The rows a field stands in, as they compare; and by their ids as they are told, with the names of their day."""
    kind = kind_of(field)
    rows: list[Any] = rows_of(person.id, kind)
    if kind == "certificate":
        rows = [row for row in rows if row.jurisdiction == US]
    named = field in ("department", "location")
    told: list[Any] = list(people.jobs([person.id], ctx.day)[person.id]) if named else rows
    return rows, {row.stamp.id: row for row in told}


def _facts(ctx: Context, person: Person, field: str, reveal: bool) -> tuple[list[Any], dict[int, Any]]:
    """The facts of benefits a field stands in."""
    about = ".".join(field.split(".")[:2])
    return [fact for fact in facts_of(ctx, person, reveal=reveal) if fact.field == about], {}


def _told_of(ctx: Context, field: str, rows: Sequence[Any]) -> Field | None:
    """The sensitive field that is told of where the values of a field are not masked."""
    if kind_of(field) not in FACTS:
        return sensitive_field(ctx, field)
    part = part_of(field)
    told = part in ("", OF_PAY) and any(row.values.get(OF_PAY) and OF_PAY not in row.covered for row in rows)
    return Field.PAY if told else None


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts rows into words, or into dots where the role does not see the values."""

    ctx: Context
    field: str
    did: dict[int, str]
    told: dict[int, Any]
    covers: bool

    def text(self, row: Any) -> str:
        """A field of a row as people read it."""
        text = told(self.ctx, self.told.get(row.stamp.id, row) if row is not None and row.stamp else row, self.field)
        return MASKED if text and self.covers else text

    def version(self, step: Step[Any]) -> Version:
        """A row that set the field, in words."""
        row, stamp = step.row, step.source.stamp
        return Version(
            on=row.effective_from,
            state=step.state,
            value=self.text(row),
            previous=self.text(step.before),
            action=str(getattr(row, "action", f"change of {_called(kind_of(self.field))}")),
            reason=getattr(row, "reason", ""),
            command=stamp.command,
            did=spoken(self.did.get(stamp.command, "")),
            by=stamp.recorded_by,
            at=stamp.recorded_at,
        )


def told(ctx: Context, row: Any, field: str) -> str:
    """A field of a row as people read it; empty where there is nothing."""
    if isinstance(row, Fact):
        return row.text(part_of(field))
    if isinstance(row, Pay) and field == "rate":
        per = "a year" if row.basis is Basis.ANNUAL else "an hour"
        return f"{format_money(row.rate, ctx.config.style, symbol=True)} {per}"
    if isinstance(row, Job) and field == "manager" and row.manager:
        return f"{row.manager_name} ({row.manager})"
    return shown(value(row, field))


def _said(field: str) -> str:
    return f"W-4 {field.removeprefix(W4)}" if field.startswith(W4) else said(field)


def _called(kind: str) -> str:
    return "W-4" if kind == "certificate" else kind
