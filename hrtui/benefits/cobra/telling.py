"""What is said of COBRA where an employment ends: that the health coverage of that day makes it owed."""

from __future__ import annotations

from datetime import date

from data.benefits import elections
from hrtui.access.rules import may
from hrtui.benefits.cobra import gathering, rules
from hrtui.benefits.cobra.model import Kind
from hrtui.context import Context
from hrtui.people.subjects import Person
from hrtui.text import listed

KNOWS = ("benefits.read", "benefits.cobra")
"""What lets one know of somebody's coverage."""


def after_leaving(ctx: Context, person: Person, last: date, reason: str) -> tuple[str, ...]:
    """A sentence where someone leaves with health coverage on a last day of work, for who may know of it; one query.

    Read inside a snapshot or `write()`.
    """
    kind = rules.kind_of_leaving(reason)
    if kind is None or not ctx.config.benefits.cobra or not any(may(ctx.actor, act, person.subject) for act in KNOWS):
        return ()
    plans = gathering.plans_on(elections.elections([person.id], stamps=False).get(person.id, ()), last)
    if kind is Kind.DEATH and not any(each.slots[1:] for each in plans):
        return ()
    if not plans:
        return ()
    named = listed([each.plan for each in plans], "and")
    owed = "COBRA is owed" if last <= ctx.clock.today() else f"COBRA will be owed from {last} on"
    whose = " to the dependents" if kind is Kind.DEATH else ""
    return (f"{owed}{whose} ({named}): D in the enrolment queue raises the case.",)
