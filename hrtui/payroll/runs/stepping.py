"""The ladder of a run: submitted, returned, approved, finalised, exported, paid, closed, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.payrun import runs as rows
from data.payrun import slips, sums
from hrtui.audit.model import Change, Entered
from hrtui.audit.writing import begin, note
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.runs import rules
from hrtui.payroll.runs.accepting import unaccepted
from hrtui.payroll.runs.differing import unexplained
from hrtui.payroll.runs.dirt import blocked_people, dirty_people
from hrtui.payroll.runs.model import FINAL, LADDER, Run, RunState, Step, Totals
from hrtui.payroll.runs.seen import run_of, whole, whole_any
from hrtui.payroll.runs.terms import digest

CAREFUL = (Step.SUBMIT, Step.APPROVE, Step.FINALISE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What who takes a step says with it: a note, the net they believe the run pays, in cents, and how many events it had
    when they looked at it: where it has moved on since, Conflict is raised with who did what."""

    note: str = ""
    net: int | None = None
    events: int | None = None


NOTHING = Asked()


def submit(ctx: Context, number: str, asked: Asked = NOTHING) -> Run:
    """Hand a calculated run to who approves; raises RuleBroken while someone in it is dirty or blocked."""
    return _step(ctx, number, Step.SUBMIT, asked)


def send_back(ctx: Context, number: str, asked: Asked) -> Run:
    """Return a run that is in review or approved, saying why: who approves to its maker, or its maker to mend it."""
    if not asked.note.strip():
        raise RuleBroken("Say what has to be mended before the run comes back.", "note")
    return _step(ctx, number, Step.RETURN, asked)


def approve(ctx: Context, number: str, asked: Asked) -> Run:
    """Approve a run in review. Who approves had no hand in making it, and types the net it pays.

    Raises NotAllowed, and RuleBroken where they made it, where the net differs, where someone is dirty or blocked, or
    where an exception was not accepted.
    """
    return _step(ctx, number, Step.APPROVE, asked)


def finalise(ctx: Context, number: str, asked: Asked) -> Run:
    """Make an approved run's slips final: they count for the year and are never changed again.

    Raises NotAllowed, and RuleBroken where the net typed differs, where facts or balances changed since the calculation,
    or where the slips do not add up to what is kept of them. Of two who finalise at once the second is refused.
    """
    return _step(ctx, number, Step.FINALISE, asked)


def pay(ctx: Context, number: str, asked: Asked = NOTHING) -> Run:
    """Note that the bank paid an exported run."""
    return _step(ctx, number, Step.PAY, asked)


def close(ctx: Context, number: str, asked: Asked = NOTHING) -> Run:
    """Close a paid run: nothing about it is open any more."""
    return _step(ctx, number, Step.CLOSE, asked)


def cancel(ctx: Context, number: str, asked: Asked) -> Run:
    """Cancel a run before it is exported, saying why: its slips no longer count.

    Raises RuleBroken where a later run went on from its balances.
    """
    if not asked.note.strip():
        raise RuleBroken("Say why the run is cancelled.", "note")
    return _step(ctx, number, Step.CANCEL, asked)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a run was found to be before a step is taken, and the last command that was on file then."""

    command: int
    totals: Totals
    added: Totals
    unbalanced: Sequence[str] = ()
    dirty: Sequence[str] = ()
    blocked: Sequence[str] = ()
    unaccepted: Sequence[str] = ()
    unexplained: Sequence[str] = ()
    events: int = 0


def _step(ctx: Context, number: str, step: Step, asked: Asked) -> Run:
    """Permit, read, decide and write one step. What takes long is looked at before, outside the lock, and looked at again
    inside where anybody wrote meanwhile; so all of it sees one moment, and a step is taken once."""
    if step is Step.RETURN:
        whole_any(ctx)
    else:
        whole(ctx, step)
    with ctx.store.snapshot():
        looked = _look(ctx, run_of(ctx, number), step)
    with ctx.store.write():
        run = run_of(ctx, number)
        rules.check_shown(run, asked.events, ctx.config.company.time_zone)
        rules.check_step(run, step)
        if rows.last_command() != looked.command:
            looked = _look(ctx, run, step, looked)
        _check(ctx, run, step, looked, asked)
        entered = begin(ctx, f"payroll.{step}", number)
        to = LADDER[step].to
        assert to is not None
        rows.add_state(run.id, to, entered, asked.note.strip())
        _note(entered, run, step, to, looked.totals, asked)
    return run_of(ctx, number)


def _look(ctx: Context, run: Run, step: Step, before: Looked | None = None) -> Looked:
    """What a step depends on, as it is at this moment. What takes longest, changes without a known cause, is taken from what was
    looked at `before`, where the run has not moved since: then its checks are the same."""
    command, totals = rows.last_command(), sums.kept_totals([run])[run.id]
    if step not in CAREFUL or run.state not in LADDER[step].states:
        return Looked(command, totals, totals)
    proved, approved = step is Step.FINALISE, step is Step.APPROVE
    dirty, blocked = dirty_people(ctx, run), blocked_people(run)
    known = before is not None and before.events == len(run.events)
    found: Sequence[str] = ()
    if approved and not dirty and not blocked:
        found = before.unexplained if before is not None and known else unexplained(ctx, run)
    return Looked(
        command,
        totals,
        sums.sums(run.id, run.generation) if proved else totals,
        slips.unbalanced(run.id, run.generation) if proved else (),
        dirty,
        blocked,
        unaccepted(run) if approved else (),
        found,
        len(run.events),
    )


def _check(ctx: Context, run: Run, step: Step, looked: Looked, asked: Asked) -> None:
    if step in CAREFUL:
        rules.check_terms(run, digest(ctx, run))
        rules.check_ready(run, looked.totals, looked.dirty, looked.blocked)
    if step is Step.APPROVE:
        rules.check_checker(run, ctx.actor.login, rows.entered_by(run.id))
        rules.check_accepted(run, looked.unaccepted, looked.unexplained)
    if step in (Step.APPROVE, Step.FINALISE):
        rules.check_amount(run, looked.totals, asked.net)
    if step is Step.FINALISE:
        rules.check_sums(run, looked.totals, looked.added, looked.unbalanced)
    if step is Step.CANCEL and run.state in FINAL:
        rules.check_cancel(run, slips.standing_on(run.id, run.generation))


def _note(entered: Entered, run: Run, step: Step, to: RunState, totals: Totals, asked: Asked) -> None:
    detail = {"people": str(totals.people), "net": str(Money(totals.net).amount)}
    if asked.note.strip():
        detail["note"] = asked.note.strip()
    note(entered, f"payroll.{step}", run.number, [Change("state", run.state.value, to.value)], detail)
