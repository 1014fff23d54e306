"""Runs of payroll that wait for someone: which step comes next, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from hrtui.access.rules import may
from hrtui.attention.model import Notice
from hrtui.context import Actor
from hrtui.payroll.runs.model import LADDER, Run, RunKind, RunState, Step

SOON = timedelta(days=2)
NEXT = {
    RunState.DRAFT: (Step.CALCULATE, "is open: enter hours and calculate it"),
    RunState.CALCULATED: (Step.SUBMIT, "is calculated and not submitted yet"),
    RunState.IN_REVIEW: (Step.APPROVE, "waits to be approved"),
    RunState.APPROVED: (Step.FINALISE, "is approved and waits to be finalised"),
    RunState.FINALISED: (Step.EXPORT, "is final and its bank file is not written"),
    RunState.EXPORTED: (Step.PAY, "is exported and not marked as paid"),
}
"""The step that brings a run on, and what is said of a run that waits for it."""
TAKEN_BACK = (Step.CLOSE, "is final: settle the money it takes back, then close it")


def may_take(actor: Actor, run: Run, step: Step) -> bool:
    """Whether an actor's roles grant a step of a run; who made a run does not approve it."""
    return may(actor, LADDER[step].action) and not (step is Step.APPROVE and actor.login in run.makers)


def about_runs(runs: Iterable[Run], today: date, takes: Callable[[Run, Step], bool]) -> tuple[Notice, ...]:
    """A line for each run whose next step can be taken, soonest check first; a warning from two days before its check on."""
    found = [(run, _next(run)) for run in sorted(runs, key=lambda run: run.pay_date) if run.state in NEXT]
    return tuple(
        Notice(f"Payroll {run.number} {said}; check {run.pay_date}.", run.pay_date - SOON <= today, f"run {run.number}")
        for run, (step, said) in found
        if takes(run, step)
    )


def _next(run: Run) -> tuple[Step, str]:
    """What brings a run on; a final reversal is closed once the money is back or settled."""
    return TAKEN_BACK if run.kind is RunKind.REVERSAL and run.state is RunState.FINALISED else NEXT[run.state]
