"""Whom and what an import may touch: the people it may know of, their pay and their birth dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data import bulk_people, directory, people
from hrtui.access.model import Field, Sight, Subject
from hrtui.access.rules import may, scopes, seen_in, sight
from hrtui.context import Context
from hrtui.errors import NotAllowed
from hrtui.exchange import rules
from hrtui.exchange.mapping import CUSTOM
from hrtui.exchange.model import Fault, Incoming, Match, OnFile
from hrtui.people.rules import in_force, live
from hrtui.query.model import Query

PERMISSION, PAY, READ = "people.import", "people.change_pay", "people.read"
BIRTH = "birth_date"


def visible(ctx: Context) -> set[str] | None:
    """The numbers of the people whom the actor may know of, by reading or importing; None for everyone."""
    reach = (*scopes(ctx.actor, READ), *scopes(ctx.actor, PERMISSION))
    if any(scope.everyone for scope in reach):
        return None
    return set(people.numbers(directory.find(Query(), reach, ctx.actor.person)).values())


def asked_about(row: Incoming, known: OnFile | None, today: date) -> list[Subject]:
    """Whom permissions are asked about: the person as the row has them, as they stand, and as they
    are scheduled to."""
    held = [in_force(known.jobs, today), *live(known.jobs)[-1:]] if known else []
    places = [(job.department, job.location) for job in held if job is not None]
    if row.department is not None or not places:
        places.insert(0, (row.department or "", row.location or ""))
    return [Subject(row.number, *place) for place in dict.fromkeys(places)]


def permitted(ctx: Context, rows: Sequence[Incoming], by: Match) -> tuple[list[Incoming], list[Fault]]:
    """The rows about people whom the actor may import."""
    if any(scope.everyone for scope in scopes(ctx.actor, PERMISSION)):
        return list(rows), []
    held = {known.number: known for known in bulk_people.on_file(row.number for row in rows)}
    kept, faults = [], []
    for row in rows:
        if all(
            may(ctx.actor, PERMISSION, subject) for subject in asked_about(row, held.get(row.number), ctx.clock.today())
        ):
            kept.append(row)
        else:
            told = row.number if by is Match.NUMBER else ""  # else it may be what the store knows, not the file
            faults.append(Fault(row.row, "", told, "is outside the people you may import"))
    return kept, faults


def pay_permitted(ctx: Context, rows: Sequence[Incoming], label: rules.Label) -> tuple[list[Incoming], list[Fault]]:
    """The rows without pay where the actor may not change it: importing is no way round that."""
    whole = (grant for grant in ctx.actor.grants if grant.action == PAY and grant.scope.everyone)
    if any(grant.fields.get(Field.PAY, Sight.HIDDEN) is not Sight.HIDDEN for grant in whole):
        return list(rows), []
    held = {known.number: known for known in bulk_people.on_file(row.number for row in rows if row.rate is not None)}
    kept, faults = [], []
    for row in rows:
        subjects = asked_about(row, held.get(row.number), ctx.clock.today())
        if row.rate is None or all(_may_pay(ctx, subject) for subject in subjects):
            kept.append(row)
        else:
            kept.append(replace(row, rate=None))
            rule = f"was not taken; {ctx.actor.login} may not change pay"
            faults.append(Fault(row.row, label("rate"), "", rule, taken=True))
    return kept, faults


def require_match(ctx: Context, by: Match) -> None:
    """Raise NotAllowed where people are to be found by birth dates that are hidden from the actor: a find would tell them."""
    whole = any(scope.everyone for scope in seen_in(ctx.actor, Field.BIRTH, READ, PERMISSION))
    if by is Match.NAME_BIRTH and not whole:
        raise NotAllowed(
            f"{ctx.actor.login} may not see birth dates, so cannot find people by them; match by number or e-mail."
        )


def birth_permitted(ctx: Context, rows: Sequence[Incoming], label: rules.Label) -> tuple[list[Incoming], list[Fault]]:
    """The rows without the birth dates of people on file whose birth date is hidden from the actor."""
    if any(scope.everyone for scope in seen_in(ctx.actor, Field.BIRTH, READ, PERMISSION)):
        return list(rows), []
    dated = {row.number for row in rows if row.birth_date is not None or BIRTH in row.erased}
    held = {known.number: known for known in bulk_people.on_file(dated)}
    kept, faults = [], []
    for row in rows:
        known = held.get(row.number)
        if known is None or all(
            _sees(ctx, Field.BIRTH, subject) for subject in asked_about(row, known, ctx.clock.today())
        ):
            kept.append(row)
            continue
        kept.append(replace(row, birth_date=None, erased=tuple(name for name in row.erased if name != BIRTH)))
        rule = f"was not taken; {ctx.actor.login} may not see the birth dates of people on file"
        faults.append(Fault(row.row, label(BIRTH), "", rule, taken=True))
    return kept, faults


def custom_permitted(ctx: Context, rows: Sequence[Incoming], label: rules.Label) -> tuple[list[Incoming], list[Fault]]:
    """The rows without what they say of sensitive custom fields of people on file that are hidden from the actor."""
    secret = ctx.config.secret_fields
    said = {row.row: [name for name in secret if _says(row, name)] for row in rows} if secret else {}
    if not any(said.values()) or any(scope.everyone for scope in seen_in(ctx.actor, Field.CUSTOM, READ, PERMISSION)):
        return list(rows), []
    held = {known.number: known for known in bulk_people.on_file(row.number for row in rows if said[row.row])}
    kept, faults = [], []
    for row in rows:
        known = held.get(row.number) if said[row.row] else None
        if known is None or all(_sees(ctx, Field.CUSTOM, each) for each in asked_about(row, known, ctx.clock.today())):
            kept.append(row)
            continue
        custom = {name: value for name, value in row.custom.items() if name not in secret}
        left = {f"{CUSTOM}{name}" for name in said[row.row]}
        kept.append(replace(row, custom=custom, erased=tuple(name for name in row.erased if name not in left)))
        rule = f"was not taken; {ctx.actor.login} may not see it of people on file"
        faults += [Fault(row.row, label(name), "", rule, taken=True) for name in sorted(left)]
    return kept, faults


def _says(row: Incoming, name: str) -> bool:
    """Whether a row says something of a custom field, if only that it is empty."""
    return name in row.custom or f"{CUSTOM}{name}" in row.erased


def _sees(ctx: Context, field: Field, subject: Subject) -> bool:
    return any(sight(ctx.actor, field, subject, action) is not Sight.HIDDEN for action in (READ, PERMISSION))


def _may_pay(ctx: Context, subject: Subject) -> bool:
    seen = (sight(ctx.actor, Field.PAY, subject, action) for action in ("people.read", PAY))
    return may(ctx.actor, PAY, subject) and any(each is not Sight.HIDDEN for each in seen)
