"""Requisitions: write one, change it, ask for its approval, approve it, open, hold, fill and close it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from data import people
from data.org.names import Kind, find
from data.recruiting import requisitions
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.context import Context
from hrtui.errors import Clash, Conflict, NotAllowed, RuleBroken
from hrtui.money import Money
from hrtui.org.seats import check_places
from hrtui.people import checks
from hrtui.people.model import Basis, EmploymentType
from hrtui.people.subjects import manager_of
from hrtui.recruiting import rules
from hrtui.recruiting.approving import answered
from hrtui.recruiting.gathering import APPROVE, REQUIRE, Worked, pay_shown, subjects_of, to_write
from hrtui.recruiting.model import Approval, ApprovalState, Requisition, RequisitionKind, RequisitionState
from hrtui.recruiting.playbook import Playbook, Stage
from hrtui.recruiting.playfile import playbook
from hrtui.text import listed

STATES = RequisitionState
MOST_OPENINGS = 1_000
SKIPPED = ("id", "stamp", "manager_name", "since", "number", "stages")


@dataclass(frozen=True, slots=True)
class RequisitionChange:
    """What is to be written of a requisition; None leaves it as it is. `manager` is a number or a name, `stages` replaces all."""

    title: str | None = None
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    recruiter: str | None = None
    openings: int | None = None
    kind: RequisitionKind | None = None
    justification: str | None = None
    low: Money | None = None
    high: Money | None = None
    basis: Basis | None = None
    target_start: date | None = None
    employment_type: EmploymentType | None = None
    grade: str | None = None
    position: str | None = None
    template: str | None = None
    stages: tuple[Stage, ...] | None = None
    note: str | None = None


def add_requisition(ctx: Context, change: RequisitionChange) -> Worked:
    """Write a requisition as a draft; its stages are those of its template, or of the first one of the recruiting file.

    Raises NotAllowed, also where it would be out of one's reach, and RuleBroken naming the field.
    """
    require(ctx.actor, REQUIRE)
    today, book = ctx.clock.today(), playbook(ctx)
    checks.filled(change.title or "", "title")
    if change.template is None and book.settings.templates:
        change = replace(change, template=book.settings.templates[0].name)
    with ctx.store.write():
        made = _changed(ctx, Requisition("", ""), replace(change, recruiter=change.recruiter or ctx.actor.login), book)
        _check_reach(ctx, made, change)
        made = replace(made, number=requisitions.next_number(today.year))
        entered = writing.begin(ctx, REQUIRE, made.number)
        made = replace(made, id=requisitions.add(made.number, entered))
        requisitions.put(made, today, entered)
        writing.note(entered, REQUIRE, made.number, _told(None, made))
    return Worked(entered.command, "", f"Requisition {made.number}, {made.title}, is a draft.", (), (made.number,))


def change_requisition(ctx: Context, number: str, change: RequisitionChange, *, expected: int | None = None) -> Worked:
    """Change a requisition; what was approved asks for approval again where it changes after.

    `expected` is the command of its stamp when it was read. Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        before = to_write(ctx, REQUIRE, number)
        _check_alone(before, change, expected)
        if before.state not in rules.EDITABLE:
            raise RuleBroken(
                f"Requisition {before.number} is {rules.SPOKEN[before.state]}; it is not changed any more.", "state"
            )
        after = _changed(ctx, before, change, playbook(ctx))
        _check_reach(ctx, after, change)
        changes = _told(before, after)
        if not changes:
            raise RuleBroken(f"Requisition {before.number} is so already; nothing was written.")
        again = before.state is not STATES.DRAFT and any(change.field in rules.NEEDS_APPROVAL for change in changes)
        if again:
            after = replace(after, state=STATES.DRAFT)
            changes = _told(before, after)
        entered = writing.begin(ctx, REQUIRE, before.number)
        requisitions.put(after, today, entered)
        writing.note(entered, REQUIRE, before.number, changes)
    notices = ("What was approved changed, so it is a draft again: ask for approval anew.",) if again else ()
    return Worked(
        entered.command, "", f"Requisition {before.number}, {after.title}, is changed.", notices, (before.number,)
    )


def request_approval(ctx: Context, number: str, *, expected: int | None = None) -> Worked:
    """Ask for the approval of a draft, of every role the recruiting file names for its pay; with none it is approved at once.

    Raises NotFound, NotAllowed, Conflict, and RuleBroken where something is missing.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        before = to_write(ctx, REQUIRE, number)
        _check_alone(before, None, expected)
        rules.check_requisition_move(before, STATES.REQUESTED)
        rules.check_complete(before)
        declared = playbook(ctx).settings.requisition_approvals or ()
        roles = rules.approvers(declared, rules.annual(before.high, before.basis))
        after = replace(before, state=STATES.REQUESTED if roles else STATES.APPROVED)
        entered = writing.begin(ctx, REQUIRE, before.number)
        requisitions.approve(before.id, [Approval(role, ApprovalState.REQUESTED) for role in roles], today, entered)
        requisitions.put(after, today, entered)
        writing.note(entered, REQUIRE, before.number, _told(before, after))
    waits = f"it waits for {listed(roles, 'and')}" if roles else "nobody has to approve it, so it is approved"
    return Worked(entered.command, "", f"Requisition {before.number}: {waits}.", (), (before.number,))


def approve_requisition(
    ctx: Context, number: str, role: str = "", *, refuse: bool = False, reason: str = "", expected: int | None = None
) -> Worked:
    """Say for a role that a requisition is approved, or refused with a reason; refused it is a draft again.

    `role` is one of the actor's own; it may be left out where only one is asked. Never for what one asked for oneself.
    """
    today, said = ctx.clock.today(), checks.text(reason, "reason")
    with ctx.store.write():
        before = to_write(ctx, APPROVE, number)
        _check_alone(before, None, expected)
        rules.check_requisition_move(before, STATES.APPROVED)
        given = answered(ctx, requisitions.approvals(before.id), before.stamp, role, refuse=refuse, reason=said)
        to = STATES.DRAFT if given.refused else STATES.REQUESTED if given.waits else STATES.APPROVED
        entered = writing.begin(ctx, APPROVE, before.number)
        requisitions.approve(before.id, [given.answer], today, entered)
        if to is not before.state:
            requisitions.put(replace(before, state=to), today, entered)
        writing.note(entered, APPROVE, before.number, *given.told)
    then = f"it still waits for {listed(given.waits, 'and')}" if given.waits else f"it is {rules.SPOKEN[to]}"
    return Worked(entered.command, "", f"Requisition {before.number}: {then}.", (), (before.number,))


def move_requisition(
    ctx: Context, number: str, to: RequisitionState, reason: str = "", *, expected: int | None = None
) -> Worked:
    """Open, hold, fill, cancel or close a requisition. Raises NotFound, NotAllowed, Conflict and RuleBroken."""
    today, said = ctx.clock.today(), checks.text(reason, "reason")
    if to in (STATES.REQUESTED, STATES.APPROVED, STATES.DRAFT):
        raise RuleBroken("Approval has commands of its own: request, approve and refuse.", "state")
    with ctx.store.write():
        before = to_write(ctx, REQUIRE, number)
        _check_alone(before, None, expected)
        rules.check_requisition_move(before, to, said)
        after = replace(before, state=to, note=said or before.note)
        entered = writing.begin(ctx, REQUIRE, before.number)
        requisitions.put(after, today, entered)
        writing.note(entered, REQUIRE, before.number, _told(before, after))
    return Worked(entered.command, "", f"Requisition {before.number} is {rules.SPOKEN[to]}.", (), (before.number,))


def _check_reach(ctx: Context, made: Requisition, change: RequisitionChange) -> None:
    """Raise NotAllowed where a requisition would be out of reach, or a range of pay is given that the role does not see."""
    subject = subjects_of([made])[made.id]
    require(ctx.actor, REQUIRE, subject)
    if (change.low is not None or change.high is not None) and not pay_shown(ctx, subject):
        raise NotAllowed(f"{ctx.actor.login} may not see pay, so may not give a range; leave it empty.")


def _changed(ctx: Context, before: Requisition, change: RequisitionChange, book: Playbook) -> Requisition:
    """The requisition as it would be; raises RuleBroken naming the field."""
    today = ctx.clock.today()
    given: dict[str, Any] = {
        each.name: value for each in fields(change) if (value := getattr(change, each.name)) is not None
    }
    if "title" in given:
        given["title"] = checks.filled(given["title"], "title")
    for name in ("recruiter", "justification", "grade", "position", "note"):
        if name in given:
            given[name] = checks.text(given[name], name)
    given |= _places(given, today)
    if given.get("manager"):
        given["manager"] = manager_of(ctx, REQUIRE, given["manager"], None, today).number
    if "openings" in given and not 1 <= given["openings"] <= MOST_OPENINGS:
        raise RuleBroken(f"A requisition has 1 to {MOST_OPENINGS:,} openings.", "openings")
    if "target_start" in given:
        checks.day(given["target_start"], "target_start", today)
    if "template" in given and "stages" not in given and given["template"] != before.template:
        given["stages"] = _stages(book, given["template"])
    after = replace(before, **given)
    rules.check_range(after.low, after.high)
    for value in (after.low, after.high):
        checks.rate(value, after.basis, ctx.config.company.currency)
    return after


def _places(given: Mapping[str, Any], today: date) -> dict[str, str]:
    out: dict[str, str] = {}
    kinds: tuple[Kind, ...] = ("department", "location")
    for name in kinds:
        if given.get(name):
            spelled = people.department if name == "department" else people.location
            out[name] = spelled(checks.text(given[name], name))
            if find(name, out[name]) is None:
                raise RuleBroken(f"There is no {name} “{out[name]}”; add it first, or choose one that is there.", name)
    check_places(out.get("department"), out.get("location"), today)
    return out


def _stages(book: Playbook, name: str) -> tuple[Stage, ...]:
    template = book.template(name)
    if template is None:
        raise RuleBroken(
            f"There is no template “{name}”; there is {listed([each.name for each in book.settings.templates])}.",
            "template",
        )
    return template.stages


def _check_alone(held: Requisition, change: RequisitionChange | None, expected: int | None) -> None:
    stamp = held.stamp
    if expected is None or stamp is None or stamp.command <= expected:
        return
    clashes = tuple(
        Clash(
            each.name,
            str(getattr(change, each.name)),
            str(getattr(held, each.name)),
            "",
            stamp.recorded_by,
            held.number,
        )
        for each in (fields(change) if change else ())
        if getattr(change, each.name) not in (None, getattr(held, each.name))
    )
    raise Conflict(
        f"{stamp.recorded_by} changed requisition {held.number} since it was opened here: it is {rules.SPOKEN[held.state]}. Nothing "
        "is saved yet; look at it again first.",
        clashes,
        stamp.command,
    )


def _told(before: Requisition | None, after: Requisition) -> list[Change]:
    """What changed, as the trail says it; stages by their names."""
    changes = [each for each in differences(before, after) if each.field not in SKIPPED]
    old, new = (
        "" if each is None else listed([stage.name for stage in each.stages], "and") for each in (before, after)
    )
    return [*changes, *([Change("stages", old, new)] if old != new else [])]
