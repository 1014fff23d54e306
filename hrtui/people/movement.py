"""The use cases of headcount, joiners, leavers and turnover, within the actor's scope and as of the day that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data import movement
from hrtui.access.rules import require, scopes
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people import flow
from hrtui.people.flow import Heads, Month, Turnover

READ = "people.read"
GROUPS = ("department", "location", "type", "status")


@dataclass(frozen=True, slots=True)
class Movement:
    """Months, oldest first, and the turnover over all of them."""

    months: tuple[Month, ...]
    turnover: Turnover


def headcount(ctx: Context, on: date | None = None, by: str = "") -> tuple[Heads, ...]:
    """People employed on a day (else the day that is looked at), in all or by group, the largest first; one query, two by
    place, which bears its name of that day.

    Raises NotAllowed.
    """
    require(ctx.actor, READ)
    return tuple(movement.headcount(scopes(ctx.actor, READ), ctx.actor.person, on or ctx.day, by))


def moved(ctx: Context, on: date | None = None, months: int = flow.MONTHS) -> Movement:
    """The months up to a day (else the day that is looked at), and their turnover; two queries.

    Raises NotAllowed, and RuleBroken for fewer than one month or more than 120.
    """
    require(ctx.actor, READ)
    if not 1 <= months <= 120:
        raise RuleBroken("Turnover is told of 1 to 120 months.", "months")
    day, reach = on or ctx.day, scopes(ctx.actor, READ)
    with ctx.store.snapshot():
        steps = movement.steps(reach, ctx.actor.person, flow.first_day(day, months), day)
        heads = movement.headcount(reach, ctx.actor.person, day)
    made = flow.months(steps, sum(each.count for each in heads), day, months)
    return Movement(made, flow.turnover(made, day))
