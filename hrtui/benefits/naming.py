"""Name the beneficiaries of a life plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.benefits import standings
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.benefits.beneficiaries import checked, said
from hrtui.benefits.gathering import ENROL
from hrtui.benefits.inforce import on_day
from hrtui.benefits.model import Beneficiaries, Beneficiary
from hrtui.benefits.plans import PlanType
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people import checks
from hrtui.people.beside import check_alone
from hrtui.people.model import Done
from hrtui.people.subjects import writable


def name_beneficiaries(
    ctx: Context, number: str, type_: PlanType, people: Sequence[Beneficiary], on: date | None = None, *,
    expected: int | None = None,
) -> Done:  # fmt: skip
    """Let people receive a life plan from a day on (today unless given), in the place of all named before; nobody takes them away.

    Raises NotFound, NotAllowed, Conflict, and RuleBroken where parts do not add up to 100 percent.
    """
    require(ctx.actor, ENROL)
    today = ctx.clock.today()
    named, day = checked(type_, people), checks.day(on or today, "effective_from", today)
    with ctx.store.write():
        person = writable(ctx, ENROL, number)
        check_alone(ctx, person, expected, None)
        rows = [row for row in standings.beneficiaries([person.id]).get(person.id, []) if row.type is type_]
        before = next(iter(on_day(rows, day)), None)
        if (before.people if before else ()) == named:
            raise RuleBroken("These are the beneficiaries already.", "people")
        entered = writing.begin(ctx, ENROL, person.number)
        standings.put_beneficiaries(person.id, Beneficiaries(day, type_, named), entered)
        change = Change(f"beneficiaries.{type_.value}", said(before.people if before else ()), said(named))
        writing.note(entered, ENROL, person.number, [change], {"from": str(day)})
    who = said(named) or "nobody"
    return Done(entered.command, person.number, f"Beneficiaries of {type_.value} of {person.called} from {day}: {who}.")
