"""Applications on the board: move to a stage, reject, withdraw, reopen, say what comes next; many as one command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from data.recruiting import applications
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import Conflict, RuleBroken
from hrtui.people import checks
from hrtui.recruiting import rules
from hrtui.recruiting.gathering import WORK, Worked, check_alone, gathered, told_apart
from hrtui.recruiting.model import Application, ApplicationState, Candidate, Owes, Requisition
from hrtui.recruiting.playbook import Side
from hrtui.recruiting.playfile import playbook
from hrtui.text import clean, listed

NAMED = 3
LEAST_RATING, BEST_RATING = 1, 5
Found = tuple[Application, Requisition, Candidate]
Expected = Mapping[str, int]
"""By application's number the command of its stamp when it was read; those not named are not checked."""
NOTHING: Expected = {}


def move(ctx: Context, numbers: Sequence[str], stage: str, *, expected: Expected = NOTHING) -> Worked:
    """Move applications of one requisition to a stage, all or none.

    Raises NotFound, NotAllowed, Conflict where somebody else moved one first, and RuleBroken saying who may not move and why.
    """
    with ctx.store.write():
        found = _found(ctx, numbers, expected)
        wanted = _one_requisition(found)
        to = wanted.stage(clean(stage))
        if to is None:
            names = listed([each.name for each in wanted.stages])
            raise RuleBroken(f"{wanted.number} has no stage “{clean(stage, limit=40)}”; it has {names}.", "stage")
        held = applications.held([each for each, _, _ in found])
        for each, _, who in found:
            rules.check_move(wanted, each, who.name, to, held[each.id])
        today = ctx.clock.today()
        made = [replace(each, stage=to.name, since=today) for each, _, _ in found]
        done = _entered(ctx, found, made)
    return _said(done, found, f"in {to.name}")


def reject(
    ctx: Context,
    numbers: Sequence[str],
    reason: str,
    note: str = "",
    *,
    waive: bool = False,
    expected: Expected = NOTHING,
) -> Worked:
    """Reject applications for a reason of the recruiting file; a message is owed where it says so, unless waived.

    Raises as `move`.
    """
    return _end(ctx, numbers, ApplicationState.REJECTED, reason, note, expected, waive)


def withdraw(
    ctx: Context, numbers: Sequence[str], reason: str, note: str = "", *, expected: Expected = NOTHING
) -> Worked:
    """Record that candidates withdrew, for a reason of theirs. Raises as `move`."""
    return _end(ctx, numbers, ApplicationState.WITHDRAWN, reason, note, expected, False)


def reopen(ctx: Context, numbers: Sequence[str], *, expected: Expected = NOTHING) -> Worked:
    """Take applications up again in the stage they were in, counted from today; nothing is owed then. Raises as `move`."""
    today = ctx.clock.today()

    def opened(each: Application, wanted: Requisition, who: Candidate) -> Application:
        rules.check_reopening(each, who.name)
        rules.check_applying(wanted)
        owes = each.owes if each.owes is Owes.SENT else Owes.NOTHING
        return replace(each, state=ApplicationState.ACTIVE, since=today, reason="", side=None, owes=owes)

    return _each(ctx, numbers, expected, opened, "active again")


def waive_message(ctx: Context, numbers: Sequence[str], *, expected: Expected = NOTHING) -> Worked:
    """Record that the message owed to rejected candidates is not written. Raises as `move`."""

    def waived(each: Application, _: Requisition, who: Candidate) -> Application:
        if each.owes is not Owes.OWED:
            raise RuleBroken(f"No message is owed to {who.name}.", "owes")
        return replace(each, owes=Owes.WAIVED)

    return _each(ctx, numbers, expected, waived, "owed no message any more")


def plan_next(
    ctx: Context, numbers: Sequence[str], *, action: str | None = None, on: date | None = None, owner: str | None = None,
    rating: int | None = None, note: str | None = None, expected: Expected = NOTHING,
) -> Worked:  # fmt: skip
    """Say what comes next of applications, when and by whom, or how they are rated (1 to 5); None leaves it. Raises as `move`."""
    if rating is not None and not LEAST_RATING <= rating <= BEST_RATING:
        raise RuleBroken(f"A rating is {LEAST_RATING} to {BEST_RATING}.", "rating")
    if on is not None:
        checks.day(on, "on", ctx.clock.today())
    texts: dict[str, str | None] = {"next_action": action, "owner": owner, "note": note}
    given: dict[str, Any] = {name: checks.text(value, name) for name, value in texts.items() if value is not None}

    def planned(each: Application, _: Requisition, who: Candidate) -> Application:
        rules.check_active(each, who.name)
        after = replace(each, **given)
        if on is not None or given.get("next_action") == "":
            after = replace(after, next_on=on)
        return after if rating is None else replace(after, rating=rating)

    return _each(ctx, numbers, expected, planned, "noted")


def _end(
    ctx: Context, numbers: Sequence[str], to: ApplicationState, reason: str, note: str, expected: Expected, waive: bool
) -> Worked:
    book, said = playbook(ctx), checks.text(note, "note")
    found_reason = book.reason(clean(reason))
    if found_reason is None:
        other = Side.CANDIDATE if to is ApplicationState.REJECTED else Side.COMPANY
        names = listed([each.name for each in book.settings.reasons if each.side is not other])
        raise RuleBroken(f"Give a reason of the recruiting file, not “{clean(reason, limit=40)}”: {names}.", "reason")

    def ended(each: Application, _: Requisition, who: Candidate) -> Application:
        why = rules.check_ending(each, who.name, found_reason, to)
        owes = rules.owed(why) if to is ApplicationState.REJECTED else Owes.NOTHING
        owes = Owes.WAIVED if waive and owes is Owes.OWED else owes
        return replace(
            each,
            state=to,
            reason=why.name,
            side=why.side,
            owes=owes,
            note=said or each.note,
            next_action="",
            next_on=None,
        )

    done = _each(ctx, numbers, expected, ended, to.value)
    owed = sum(each.owes is Owes.OWED for each in done.applications)
    whom = "They are" if len(done.applications) == 1 else f"{owed} are"
    return replace(done, notices=(f"{whom} owed a message; the outbox writes it.",)) if owed else done


def _each(
    ctx: Context, numbers: Sequence[str], expected: Expected, made: Callable[[Application, Requisition, Candidate], Application],
    how: str,
) -> Worked:  # fmt: skip
    with ctx.store.write():
        found = _found(ctx, numbers, expected)
        after = [made(*each) for each in found]
        if all(new == each for new, (each, _, _) in zip(after, found, strict=True)):
            raise RuleBroken("It is so already; nothing was written.")
        done = _entered(ctx, found, after)
    return _said(done, found, how)


def _found(ctx: Context, numbers: Sequence[str], expected: Expected) -> list[Found]:
    found = gathered(ctx, WORK, numbers)
    if not found:
        raise RuleBroken("Nobody is marked; move to a card, or mark several with space.", "applications")
    check_alone(expected, [(each, who) for each, _, who in found])
    return found


def _one_requisition(found: Sequence[Found]) -> Requisition:
    wanted = found[0][1]
    if any(each.id != wanted.id for _, each, _ in found):
        raise Conflict(
            "These applications are to several requisitions, whose stages differ; move those of one at a time."
        )
    return wanted


def _entered(ctx: Context, found: Sequence[Found], after: Sequence[Application]) -> tuple[int, tuple[Application, ...]]:
    """Enter applications as they are now, with an entry each; inside `write()`. Returns the command, and them as they are read."""
    alone, wanted = len(found) == 1, found[0][1]
    entered = writing.begin(ctx, WORK, found[0][0].number if alone else wanted.number)
    applications.put_many(after, ctx.clock.today(), entered)
    notes = [(new.number, told(old, new), None) for (old, _, _), new in zip(found, after, strict=True)]
    if not alone:
        notes.append((wanted.number, [Change("applications", "", str(len(found)))], None))
    writing.note_many(entered, WORK, notes)
    read = applications.numbered([each.number for each in after])
    return entered.command, tuple(read[each.number] for each in after)


def told(old: Application, new: Application) -> list[Change]:
    """What changed about an application, as the trail says it: what people wrote of a candidate stays out of it."""
    out = []
    for name in ("stage", "state", "owner", "next_on", "rating", "reason", "owes"):
        before, after = (str(getattr(each, name) or "") for each in (old, new))
        if before != after:
            out.append(Change(f"application.{name}", before, after))
    return out or [Change("application.note", "", "(given)")]


def _said(done: tuple[int, tuple[Application, ...]], found: Sequence[Found], how: str) -> Worked:
    names = [who.name for _, _, who in found]
    whom = told_apart(names) if len(names) <= NAMED else f"{len(names)} candidates"
    verb = "is" if len(names) == 1 else "are"
    return Worked(done[0], "", f"{whom} {verb} {how}.", (), tuple(each.number for each, _, _ in found), done[1])
