"""Whom a run's use cases reach: people the actor may preview and whose pay they see."""

from __future__ import annotations

from collections.abc import Callable

from data import payroll
from data.payrun import runs as rows
from hrtui.access.model import Field
from hrtui.access.rules import require, scopes, seen_in
from hrtui.context import Context
from hrtui.errors import NotAllowed, NotFound
from hrtui.payroll.runs.model import LADDER, Run, Step

PREVIEW = "payroll.preview"
READ = "people.read"


def run_of(ctx: Context, number: str) -> Run:
    """The run of a number; raises NotAllowed where the actor sees no runs, NotFound where there is none."""
    require(ctx.actor, PREVIEW)
    found = rows.run_numbered(number)
    if found is None:
        raise NotFound(f"There is no run “{number}”; `hrtui payroll runs` lists them.")
    return found


def whole(ctx: Context, step: Step) -> None:
    """Raise NotAllowed unless the actor may take a step of a run, for everyone in it: a run is not taken in parts."""
    action = LADDER[step].action
    require(ctx.actor, action)
    if not any(scope.everyone for scope in scopes(ctx.actor, action)):
        raise NotAllowed(
            f"{ctx.actor.login} may {LADDER[step].does} only for some people, and a run is for everyone in it."
        )
    if not any(scope.everyone for scope in seen_in(ctx.actor, Field.PAY, READ, PREVIEW, action)):
        raise NotAllowed(f"{ctx.actor.login} does not see everyone's pay, so cannot {LADDER[step].does}.")


def whole_any(ctx: Context) -> None:
    """Raise NotAllowed unless the actor makes or approves runs, for everyone in them."""
    if LADDER[Step.APPROVE].action in {grant.action for grant in ctx.actor.grants}:
        whole(ctx, Step.APPROVE)
    else:
        whole(ctx, Step.SUBMIT)


def people_seen(ctx: Context) -> Callable[[int], bool]:
    """Whether the actor sees a person's check, by the person's id; raises NotAllowed where they see nobody's."""
    require(ctx.actor, PREVIEW)
    paid = seen_in(ctx.actor, Field.PAY, READ, PREVIEW)
    if not paid:
        raise NotAllowed(f"{ctx.actor.login} may not see pay, so no checks; a role shows it with fields: pay.")
    allowed = scopes(ctx.actor, PREVIEW)
    if any(scope.everyone for scope in paid) and any(scope.everyone for scope in allowed):
        return lambda person: True
    ids = set(payroll.people(allowed, ctx.actor.person)) & set(payroll.people(paid, ctx.actor.person))
    return ids.__contains__
