"""Changes from a day on: job, pay, profile, certificate and sealed numbers; each a new dated row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data import directory, people, sealed
from data.keyring import sealing_vault
from data.vault import Vault
from hrtui.access.model import Field
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.audit.rules import differences
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.org.holding import entered as with_row
from hrtui.org.seats import check_places, check_seats, spelled
from hrtui.people import carrying, checks, private, rules
from hrtui.people.beside import check_alone, telling
from hrtui.people.carrying import Carry, carried, contradicted, said_carried
from hrtui.people.model import Done, JobChange, PayChange, PrivateKind, ProfileChange
from hrtui.people.subjects import Person, manager_of, require_profile_seen, require_seen, writable

SEALED = "(sealed)"
SPOKEN = {PrivateKind.SSN: "social security number", PrivateKind.BANK: "bank account"}


@telling
def change_job(
    ctx: Context, number: str, change: JobChange, *, carry: Carry = False, expected: int | None = None
) -> Done:
    """Enter what changes in a job from a day on; what is not given stays as it is that day.

    Fields that later rows copied from before the change are carried on into them where `carry` says so: each of those
    rows gets a new version in the same command. Raises NotFound, NotAllowed, RuleBroken where the person is not employed
    that day or nothing changes, and Conflict where a command after `expected` touched the person.
    """
    require(ctx.actor, "people.change_job")
    today = ctx.clock.today()
    wanted = checks.job_change(change, today)
    with ctx.store.write():
        person = writable(ctx, "people.change_job", number)
        check_alone(ctx, person, expected, change)
        wanted = placed(ctx, wanted, person)
        jobs = people.jobs([person.id])[person.id]
        before, after = rules.changed_job(jobs, wanted)
        later = contradicted(jobs, before, after)
        pairs = carried(jobs, later, carry, after)
        check_seats(person.id, rules.live(jobs), with_row(jobs, after, pairs))
        entered = writing.begin(ctx, "people.change_job", person.number)
        people.add_job(person.id, after, entered)
        people.rewrite(person.id, pairs, entered)
        directory.refresh([person.id], today)
        detail = {"from": str(after.effective_from)}
        writing.note(
            entered, "people.change_job", person.number, differences(before, after), detail | said_carried(pairs)
        )
    notices = carrying.notices(later, carry)
    return Done(
        entered.command,
        person.number,
        f"{after.action.capitalize()} of {person.called} from {after.effective_from}.",
        notices,
    )


@telling
def change_pay(
    ctx: Context, number: str, change: PayChange, *, carry: Carry = False, expected: int | None = None
) -> Done:
    """Enter a rate, basis or pay group from a day on; `carry` and `expected` as for `change_job`.

    Raises NotFound, NotAllowed (also where pay is hidden from the actor), Conflict, and RuleBroken where the person is
    not employed that day or nothing changes.
    """
    require(ctx.actor, "people.change_pay")
    groups = [group.name for group in ctx.config.pay_groups]
    wanted = checks.pay_change(change, ctx.clock.today(), groups)
    with ctx.store.write():
        person = writable(ctx, "people.change_pay", number)
        check_alone(ctx, person, expected, change)
        require_seen(ctx, Field.PAY, person.subject, "people.change_pay")
        jobs, pays = people.jobs([person.id])[person.id], people.pays([person.id])[person.id]
        before, after = rules.changed_pay(jobs, pays, wanted)
        if before is None:
            after = replace(after, pay_group=checks.pay_group(after.pay_group, groups))
        checks.rate(after.rate, after.basis, ctx.config.company.currency)
        later = contradicted(pays, before, after)
        pairs = carried(pays, later, carry, after)
        entered = writing.begin(ctx, "people.change_pay", person.number)
        people.add_pay(person.id, after, entered)
        people.rewrite(person.id, pairs, entered)
        detail = {"from": str(after.effective_from)}
        writing.note(
            entered, "people.change_pay", person.number, differences(before, after), detail | said_carried(pairs)
        )
    notices = carrying.notices(later, carry)
    return Done(entered.command, person.number, f"Pay of {person.called} changes from {after.effective_from}.", notices)


@telling
def change_profile(
    ctx: Context, number: str, change: ProfileChange, *, carry: Carry = False, expected: int | None = None
) -> Done:
    """Enter a name, contact details, birth date or custom fields from a day on; `carry` and `expected` as for `change_job`.

    Raises NotFound, NotAllowed (also where the birth date or a sensitive field is given and hidden from the actor), Conflict and RuleBroken.
    """
    require(ctx.actor, "people.change_profile")
    today = ctx.clock.today()
    with ctx.store.write():
        person = writable(ctx, "people.change_profile", number)
        check_alone(ctx, person, expected, change)
        wanted = checks.profile_change(change, today, person.summary.hired, ctx.config.custom_fields)
        require_profile_seen(ctx, wanted, person.subject, "people.change_profile")
        profiles = people.profiles([person.id])[person.id]
        before, after = rules.changed_profile(profiles, wanted)
        later = contradicted(profiles, before, after)
        pairs = carried(profiles, later, carry, after)
        entered = writing.begin(ctx, "people.change_profile", person.number)
        people.add_profile(person.id, after, entered)
        people.rewrite(person.id, pairs, entered)
        directory.refresh([person.id], today)
        detail = {"from": str(after.effective_from)}
        writing.note(
            entered, "people.change_profile", person.number, differences(before, after), detail | said_carried(pairs)
        )
    notices = carrying.notices(later, carry)
    return Done(
        entered.command, person.number, f"The profile of {person.called} changes from {after.effective_from}.", notices
    )


@telling
def set_private(ctx: Context, number: str, kind: PrivateKind, value: str, *, expected: int | None = None) -> Done:
    """Seal a social security number or the bank accounts for net pay, in force from today; `expected` as for `change_job`.

    Bank accounts are written as `hrtui.people.accounts` reads them, and take the place of all that were on file.

    Raises NotFound, NotAllowed, Conflict, RuleBroken (never repeating the value), and StoreError where the key file is
    missing.
    """
    require(ctx.actor, "people.change_private")
    wanted, today = private.checked(kind, value), ctx.clock.today()
    with ctx.store.write():
        vault = sealing_vault(ctx.config.key_path, ctx.clock.now(), ctx.actor.login)
        person = writable(ctx, "people.change_private", number)
        check_alone(ctx, person, expected, None)
        held = sealed.sealed([person.id])[person.id]
        before = sealed.counting(held, kind)
        texts = [vault.open(kind, person.id, row.box) for row in before]
        if texts and private.joined(kind, texts) == wanted:
            raise RuleBroken(f"Nothing changes: that {SPOKEN[kind]} is on file already.", kind)
        entered = writing.begin(ctx, "people.change_private", person.number)
        made = private.parts(kind, wanted)
        shared = _seal(vault, person.id, kind, made, texts, today, entered)
        sealed.supersede_sealed(sealed.beyond(held, kind, len(made)), entered)
        writing.note(
            entered, "people.change_private", person.number, _seals(kind, len(texts), len(made)), {"from": str(today)}
        )
    notices = (f"The same {SPOKEN[kind]} is on file for someone else too; check both.",) if shared else ()
    plural = f"{len(made)} bank accounts" if len(made) > 1 else SPOKEN[kind]
    verb = "are" if len(made) > 1 else "is"
    return Done(entered.command, person.number, f"The {plural} of {person.called} {verb} recorded, sealed.", notices)


def _seal(
    vault: Vault,
    person: int,
    kind: PrivateKind,
    made: list[tuple[str, str]],
    held: list[str],
    on: date,
    entered: Entered,
) -> bool:
    """Seal each part at its place, where another is sealed there; say whether someone else has one of them too."""
    shared = False
    for place, (text, looked_up) in enumerate(made, start=1):
        if place <= len(held) and held[place - 1] == text:
            continue
        blind = vault.blind(kind, looked_up)
        shared = shared or bool(sealed.holders(kind, blind) - {person})
        sealed.add_sealed(person, on, kind, vault.seal(kind, person, text), blind, entered, place)
    return shared


def _seals(kind: PrivateKind, before: int, after: int) -> tuple[Change, ...]:
    """What the trail says of sealed values: that there was one and is one, place by place, never what it is."""
    return tuple(
        Change(
            kind if place == 1 else f"{kind}.{place}",
            SEALED if place <= before else "",
            SEALED if place <= after else "",
        )
        for place in range(1, max(before, after) + 1)
    )


def placed(ctx: Context, change: JobChange, person: Person, action: str = "people.change_job") -> JobChange:
    """The change with department and location as they are spelled on file, and the manager by number."""
    manager = change.manager
    if manager:
        manager = manager_of(ctx, action, manager, person.id, change.effective_from).number
    check_places(change.department, change.location, change.effective_from)
    dotted = None if change.dotted is None else tuple(_dotted(ctx, each, change) for each in change.dotted)
    return replace(
        change,
        dotted=dotted,
        position=spelled(change.position),
        department=people.department(change.department) if change.department else change.department,
        location=people.location(change.location) if change.location else change.location,
        manager=manager,
    )


def _dotted(ctx: Context, number: str, change: JobChange) -> str:
    """The number of a manager by dotted line, who is looked for as the manager is; dotted lines may come round."""
    try:
        return manager_of(ctx, "people.change_job", number, None, change.effective_from).number
    except RuleBroken as problem:
        raise RuleBroken(str(problem), "dotted") from None
