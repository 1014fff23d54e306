"""Correcting a row of the past, present or future, taking a scheduled one back, and what a change would contradict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from data import directory, people
from hrtui.access.model import Field
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Entered
from hrtui.audit.rules import differences
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.org.holding import entered as with_row
from hrtui.org.seats import check_seats
from hrtui.people import carrying, checks, rules
from hrtui.people.beside import check_alone, telling
from hrtui.people.carrying import Carry, Later, carried, contradicted
from hrtui.people.changes import placed
from hrtui.people.model import Action, Certificate, Done, Job, JobChange, Pay, PayChange, Profile, ProfileChange
from hrtui.people.subjects import Person, require_profile_seen, require_seen, writable

CORRECT = "people.correct"
RIGHTS = {
    "job": "people.change_job",
    "pay": "people.change_pay",
    "profile": "people.change_profile",
    "certificate": "people.change_certificate",
}
Change = JobChange | PayChange | ProfileChange
Row = Job | Pay | Profile
KINDS: dict[type[Any], str] = {JobChange: "job", PayChange: "pay", ProfileChange: "profile"}


@telling
def correct(
    ctx: Context,
    number: str,
    change: Change,
    *,
    seq: int | None = None,
    carry: Carry = False,
    expected: int | None = None,
) -> Done:
    """Rewrite the row of job, pay or profile that begins on the change's day (of several the last, or the one of a sequence).

    The old version is superseded and the new one stands on the same day and sequence; both are kept. `carry` carries what
    is corrected into later rows that copied it. Raises NotFound, NotAllowed without people.correct or where a field is
    hidden from the actor, RuleBroken, and Conflict where a command after `expected` touched the person.
    """
    require(ctx.actor, CORRECT)
    kind = KINDS[type(change)]
    with ctx.store.write():
        person = writable(ctx, CORRECT, number)
        check_alone(ctx, person, expected, change)
        rows = rows_of(person.id, kind)
        before = rules.row_on(rows, change.effective_from, seq)
        after = _corrected(ctx, person, before, change)
        later = contradicted(rows, before, after, rules.order(before)[1])
        pairs = carried(rows, later, carry, after)
        if isinstance(after, Job):
            check_seats(person.id, rules.live(rows), with_row(rows, None, [(before, after), *pairs]))
        entered = writing.begin(ctx, CORRECT, person.number)
        people.rewrite(person.id, [(before, after), *pairs], entered)
        _finish(ctx, person, entered, CORRECT, before, after, kind)
    sentence = (
        f"The {carrying.called(after)} of {person.called} on {after.effective_from} is corrected; the old row is kept."
    )
    return Done(entered.command, person.number, sentence, carrying.notices(later, carry))


def rescind(
    ctx: Context,
    number: str,
    kind: str,
    on: date,
    *,
    seq: int | None = None,
    carry: Carry = False,
    expected: int | None = None,
) -> Done:
    """Take back a scheduled row of job, pay, profile or certificate, under the right that enters such rows.

    The row is kept as withdrawn. `carry` gives later rows that copied from it what held before. Raises NotFound,
    NotAllowed, Conflict, and RuleBroken where the row has taken effect or begins the employment.
    """
    if kind not in RIGHTS:
        raise RuleBroken(f"Rows are of {', '.join(RIGHTS)}, not “{kind}”.", "kind")
    require(ctx.actor, RIGHTS[kind])
    with ctx.store.write():
        person = writable(ctx, RIGHTS[kind], number)
        check_alone(ctx, person, expected, None)
        if kind == "pay":
            require_seen(ctx, Field.PAY, person.subject, RIGHTS[kind])
        rows = rows_of(person.id, kind)
        row = rules.row_on(rows, on, seq)
        rules.check_rescinded(row, ctx.clock.today())
        action = "people.terminate" if getattr(row, "action", None) is Action.TERMINATION else RIGHTS[kind]
        require(ctx.actor, action, person.subject)
        held = _before(rows, row)
        if kind == "profile" and held is None:
            raise RuleBroken(
                "The first profile is what a person is called by, so it is not taken back; correct it, or undo the hire.",
                "effective_from",
            )
        later = (
            ()
            if held is None or isinstance(row, Certificate)
            else contradicted(rows, row, _on_day(held, row), rules.order(row)[1])
        )
        pairs = carried(rows, later, carry, held) if later else []
        if isinstance(row, Job):
            check_seats(person.id, rules.live(rows), with_row([each for each in rows if each != row], None, pairs))
        entered = writing.begin(ctx, action, person.number)
        people.supersede([row], entered)
        people.rewrite(person.id, pairs, entered)
        _finish(ctx, person, entered, action, row, held, kind, {"rescinded": kind})
    sentence = f"The {_called(row)} of {person.called} on {on} no longer happens."
    return Done(entered.command, person.number, sentence, carrying.notices(later, carry))


def later_rows(
    ctx: Context, number: str, change: Change, *, correcting: bool = False, seq: int | None = None
) -> tuple[Later, ...]:
    """What the rows after a change say of the fields it changes, before it is entered; nothing is written.

    Raises what entering the change would raise.
    """
    kind = KINDS[type(change)]
    action = CORRECT if correcting else RIGHTS[kind]
    with ctx.store.snapshot():
        person = writable(ctx, action, number)
        rows = rows_of(person.id, kind)
        if correcting:
            before = rules.row_on(rows, change.effective_from, seq)
            after = _corrected(ctx, person, before, change)
            if isinstance(after, Job):
                check_seats(person.id, rules.live(rows), with_row(rows, None, [(before, after)]))
            return contradicted(rows, before, after, rules.order(before)[1])
        before, after = _changed(ctx, person, rows, change)
        if isinstance(after, Job):
            check_seats(person.id, rules.live(rows), with_row(rows, after))
        return contradicted(rows, before, after)


def rows_of(person: int, kind: str) -> list[Any]:
    """All rows of a kind of a person, oldest first, the superseded ones too."""
    readers: dict[str, Any] = {
        "job": people.jobs, "pay": people.pays, "profile": people.profiles, "certificate": people.certificates,
    }  # fmt: skip
    rows: list[Any] = readers[kind]([person])[person]
    return rows


def _corrected(ctx: Context, person: Person, row: Any, change: Change) -> Any:
    today = ctx.clock.today()
    if isinstance(change, JobChange):
        return rules.corrected_job(row, placed(ctx, checks.job_change(change, today), person, CORRECT))
    if isinstance(change, PayChange):
        require_seen(ctx, Field.PAY, person.subject, CORRECT)
        groups = [group.name for group in ctx.config.pay_groups]
        made = rules.corrected_pay(row, checks.pay_change(change, today, groups))
        checks.rate(made.rate, made.basis, ctx.config.company.currency)
        return made
    wanted = checks.profile_change(change, today, person.summary.hired, ctx.config.custom_fields)
    require_profile_seen(ctx, wanted, person.subject, CORRECT)
    return rules.corrected_profile(row, wanted)


def _changed(ctx: Context, person: Person, rows: list[Any], change: Change) -> tuple[Any, Any]:
    today = ctx.clock.today()
    if isinstance(change, JobChange):
        return rules.changed_job(rows, placed(ctx, checks.job_change(change, today), person))
    if isinstance(change, PayChange):
        require_seen(ctx, Field.PAY, person.subject, RIGHTS["pay"])
        groups = [group.name for group in ctx.config.pay_groups]
        return rules.changed_pay(people.jobs([person.id])[person.id], rows, checks.pay_change(change, today, groups))
    wanted = checks.profile_change(change, today, person.summary.hired, ctx.config.custom_fields)
    require_profile_seen(ctx, wanted, person.subject, RIGHTS["profile"])
    return rules.changed_profile(rows, wanted)


def _before(rows: list[Any], row: Any) -> Any | None:
    """The live row that holds where another is taken back."""
    same = [each for each in rows if getattr(each, "jurisdiction", "") == getattr(row, "jurisdiction", "")]
    return max(
        (each for each in rules.live(same) if rules.order(each) < rules.order(row)), key=rules.order, default=None
    )


def _on_day(held: Any, row: Any) -> Any:
    return replace(held, effective_from=row.effective_from)


def _called(row: Any) -> str:
    return "certificate" if isinstance(row, Certificate) else carrying.called(row)


def _finish(
    ctx: Context,
    person: Person,
    entered: Entered,
    action: str,
    before: Any,
    after: Any,
    kind: str,
    more: dict[str, str] | None = None,
) -> None:
    """Bring the directory up to date, and write the entry: the fields as they were and as they are now."""
    if kind in ("job", "profile"):
        directory.refresh([person.id], ctx.clock.today())
    detail = {"from": str(before.effective_from), "seq": str(rules.order(before)[1]), **(more or {})}
    writing.note(entered, action, person.number, differences(before, after), detail)
