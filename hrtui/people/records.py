"""One person's whole record, as much of it as the role may see; seeing what is sensitive leaves an audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from data import audit, people, sealed, tags
from data.keyring import opening_vault
from data.sealed import SealedRow
from data.vault import Vault
from hrtui.access.model import Field, Sight
from hrtui.access.rules import require, sight
from hrtui.audit import writing
from hrtui.audit.model import CommandEntry
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound, StoreError
from hrtui.people import accounts, private
from hrtui.people.model import Certificate, Job, Pay, PersonSummary, PrivateKind, PrivateMark, Profile, Record
from hrtui.people.rules import after, shown_rows, summary_of
from hrtui.people.subjects import Person, readable, sees_certificates, without_secret

LAST = 4
SEALED = frozenset(Field(kind) for kind in PrivateKind)
SHOWABLE = frozenset({Field.PAY, Field.BIRTH, Field.CUSTOM, *SEALED})
SPOKEN = {PrivateKind.SSN: "social security number", PrivateKind.BANK: "bank account"}


class _Asked(NamedTuple):
    """The sensitive fields asked for: those to show although they are masked, and all that are wanted."""

    reveal: frozenset[Field]
    wanted: frozenset[Field]


def record(
    ctx: Context, number: str, *, reveal: frozenset[Field] = frozenset(), wanted: frozenset[Field] = SHOWABLE
) -> Record:
    """A person's record with its history, oldest rows first; rescinded rows are in it, told by their stamp. The summary is
    as of `ctx.day`; rows that were entered later are in it too, since the day is the one they hold on, not the one they
    were known.

    Pay, birth date and sensitive custom fields are there where they are `wanted` and the role sees them, or sees them masked and they are in
    `reveal`; each showing leaves an audit entry, and what is not wanted comes as if masked. Of sealed values that are not wanted only
    that they are on file is told: none is opened. Takes ten queries and one more for each entry. Raises NotAllowed, and
    NotFound out of scope.
    """
    asked = _Asked(reveal, wanted | reveal)
    require(ctx.actor, "people.read")
    with ctx.store.snapshot():
        person = readable(ctx, number)
        pays, pay_masked = _pays(ctx, person, asked)
        profiles, seen = _profiles(ctx, person, asked)
        jobs = shown_rows(people.jobs([person.id], ctx.day)[person.id])
        found = Record(
            id=person.id,
            number=person.number,
            summary=_summary(ctx, person, profiles, jobs),
            profiles=profiles,
            jobs=jobs,
            pays=pays,
            pay_masked=pay_masked,
            certificates=_certificates(person) if sees_certificates(ctx.actor, person.subject) else None,
            private=_marks(ctx, person, asked),
            scheduled_pays=_scheduled_pays(ctx, person),
            tags=tuple(tags.tags([person.id])[person.id]),
        )
    writing.note_seen(ctx, person.number, {*seen, *([Field.PAY] if pays else [])})
    return found


def reveal_private(ctx: Context, number: str, kind: PrivateKind) -> str:
    """A sealed value in clear, after an audit entry that it was seen.

    Raises NotFound where there is none or the person is out of scope, NotAllowed where the role may not see it, and
    StoreError where the key file is missing or does not fit.
    """
    require(ctx.actor, "people.read")
    with ctx.store.snapshot():
        person = readable(ctx, number)
        if _sight(ctx, Field(kind), person) is Sight.HIDDEN:
            raise NotAllowed(f"{ctx.actor.login} may not see the {SPOKEN[kind]}; a role shows it with fields: {kind}.")
        rows = sealed.sealed_now(person.id, kind)
        if not rows:
            raise NotFound(f"There is no {SPOKEN[kind]} on file for {person.called}.")
        vault = _vault(ctx)
        value = private.joined(kind, [vault.open(kind, person.id, row.box) for row in rows])
    writing.note_seen(ctx, person.number, [Field(kind)])
    return value


def _summary(ctx: Context, person: Person, profiles: Sequence[Profile], jobs: Sequence[Job]) -> PersonSummary:
    """The line of the person: of the directory, or as of the day that is looked at."""
    if ctx.lens is None:
        return person.summary
    return summary_of(person.id, person.number, profiles, jobs, ctx.lens) or person.summary


def _sight(ctx: Context, field: Field, person: Person) -> Sight:
    return sight(ctx.actor, field, person.subject)


def _shows(ctx: Context, field: Field, person: Person, asked: _Asked) -> bool:
    seen = _sight(ctx, field, person)
    return (seen is Sight.SHOWN and field in asked.wanted) or (seen is Sight.MASKED and field in asked.reveal)


def _pays(ctx: Context, person: Person, asked: _Asked) -> tuple[tuple[Pay, ...] | None, bool]:
    if _shows(ctx, Field.PAY, person, asked):
        return shown_rows(people.pays([person.id])[person.id]), False
    hidden = _sight(ctx, Field.PAY, person) is Sight.HIDDEN
    return (None, False) if hidden else ((), True)


def _scheduled_pays(ctx: Context, person: Person) -> int:
    if _sight(ctx, Field.PAY, person) is Sight.HIDDEN:
        return 0
    return len(after(people.pays([person.id])[person.id], ctx.day))


def _profiles(ctx: Context, person: Person, asked: _Asked) -> tuple[tuple[Profile, ...], set[Field]]:
    """The rows of the profile as far as they are shown, and which sensitive fields are in them."""
    rows, seen = shown_rows(people.profiles([person.id])[person.id]), set[Field]()
    if not _shows(ctx, Field.BIRTH, person, asked):
        rows = tuple(replace(row, birth_date=None) for row in rows)
    elif any(row.birth_date for row in rows):
        seen.add(Field.BIRTH)
    if not _shows(ctx, Field.CUSTOM, person, asked):
        rows = tuple(without_secret(ctx, row) for row in rows)
    elif any(ctx.config.secret_fields.intersection(row.custom) for row in rows):
        seen.add(Field.CUSTOM)
    return rows, seen


def _certificates(person: Person) -> tuple[Certificate, ...]:
    rows = people.certificates([person.id])[person.id]
    kinds = sorted({row.jurisdiction for row in rows})
    return tuple(row for kind in kinds for row in shown_rows(each for each in rows if each.jurisdiction == kind))


def _marks(ctx: Context, person: Person, asked: _Asked) -> tuple[PrivateMark, ...]:
    """What is on file; without the key the last four characters are left out, and all else is still shown."""
    held = sealed.sealed([person.id])[person.id]
    visible = [kind for kind in PrivateKind if _sight(ctx, Field(kind), person) is not Sight.HIDDEN]
    found = [(kind, rows) for kind in visible if (rows := sealed.counting(held, kind))]
    opened = [kind for kind, _ in found if Field(kind) in asked.wanted]
    try:
        vault = _vault(ctx) if opened else None
    except StoreError:
        vault = None
    return tuple(_mark(vault if kind in opened else None, person.id, kind, rows) for kind, rows in found)


def _mark(vault: Vault | None, person: int, kind: PrivateKind, rows: Sequence[SealedRow]) -> PrivateMark:
    recorded = max(row.stamp.recorded_at for row in rows)
    if vault is None:
        return PrivateMark(kind, "", recorded)
    texts = [vault.open(kind, person, row.box) for row in rows]
    if kind is PrivateKind.SSN:
        return PrivateMark(kind, texts[0][-LAST:], recorded)
    *others, rest = accounts.parse(private.joined(kind, texts))
    told = tuple(f"{each.account[-LAST:]} {each.share}" for each in others)
    return PrivateMark(kind, rest.account[-LAST:], recorded, told)


def _vault(ctx: Context) -> Vault:
    return opening_vault(ctx.config.key_path)


def last_change(ctx: Context, number: str) -> CommandEntry | None:
    """The newest command that changed anything about a person. Raises NotFound and NotAllowed."""
    with ctx.store.snapshot():
        return audit.command(people.newest_command(readable(ctx, number).id))
