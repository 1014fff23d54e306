"""Enrolment against deductions: nothing differs where a run took what elections ask, and a wrong slip is told to the cent."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from data.base import database
from data.benefits import billing
from data.benefits.elections import put_many
from data.payrun import runs as rows
from data.schema import PayCodeRow, SlipLineRow, SlipRow
from hrtui.audit.writing import begin, note
from hrtui.benefits.billing import service
from hrtui.benefits.billing.model import Kind
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.plans import PlanType, Tier
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll.runs.model import Run
from hrtui.people import service as people
from hrtui.people.model import ProfileChange
from tests.enrolling import with_plans
from tests.paidruns import FIRST, SECOND, THIRD, employee, paid

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
BEGINS = (date(2026, 1, 1), date(2026, 4, 1), date(2026, 11, 1), date(2026, 11, 20))
"""Days elections begin on, all before they are known to the first run but the last."""


def some_elections(draw: random.Random) -> list[Election]:
    """What someone may have, of every kind of price: by tier, by band and multiple, a goal of a year, a month, a part of pay."""
    on, tier = draw.choice(BEGINS), draw.choice(list(Tier))
    goal = Money(draw.randrange(20_000, 280_000))
    choices = [
        Choice(PlanType.MEDICAL, "medical", draw.choice(["ppo", "hdhp"]), tier),
        Choice(PlanType.DENTAL, "dental", draw.choice(["basic", "plus"]), tier),
        Choice(PlanType.LIFE, "life", draw.choice(["one_times", "two_times"])),
        Choice(PlanType.HSA, "hsa", "hsa", tier, amount=goal),
        Choice(PlanType.HEALTH_FSA, "health_fsa", "health_fsa", amount=goal),
        Choice(PlanType.COMMUTER, "commuter", "transit", amount=Money(draw.randrange(1_000, 30_000))),
        Choice(PlanType.RETIREMENT, "retirement", "traditional", percent=Decimal("0.05")),
        Choice(PlanType.ACCIDENT, reason="not wanted"),
    ]
    return [
        Election(on, each, ElectionState.WAIVED if each.waived else ElectionState.ACTIVE)
        for each in choices
        if draw.random() < 0.7
    ]


def enter(ctx: Context, number: str, elections: list[Election]) -> None:
    """Elections as finalising an event leaves them."""
    with ctx.store.write():
        entered = begin(ctx, "benefits.finalise", number)
        put_many([(rows.persons([number])[number], each) for each in elections], entered)
        note(entered, "benefits.finalise", number, [])


def add_to_slip(run: Run, person: int, code: str, cents: int) -> None:
    """Make a slip say other cents than were worked out, which the store refuses otherwise."""
    database.obj.execute_sql("DROP TRIGGER slip_line_no_update")
    slips = SlipRow.select(SlipRow.id).where((SlipRow.run == run.id) & (SlipRow.person == person))
    deducted = PayCodeRow.part.in_(["pre_tax", "post_tax"])
    codes = PayCodeRow.select(PayCodeRow.id).where((PayCodeRow.code == code) & deducted)
    line = SlipLineRow
    line.update(amount=line.amount + cents).where(line.slip.in_(slips) & line.code.in_(codes)).execute()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_differs_after_final_runs_and_a_wrong_slip_differs_by_what_is_wrong(ctx: Context, seed: int) -> None:
    draw = random.Random(seed)
    with_plans(ctx)
    numbers = [employee(ctx, at, rate=draw.randrange(60_000, 120_000)) for at in range(5)]
    for number in numbers:
        people.change_profile(
            ctx, number, ProfileChange(date(2025, 3, 3), birth_date=date(draw.randrange(1965, 2000), 6, 15))
        )
        enter(ctx, number, some_elections(draw))
    paid(ctx, FIRST)
    paid(ctx, SECOND)
    assert service.deductions(ctx, NOVEMBER).differences == ()
    late, others = numbers[0], rows.persons(numbers[1:])
    enter(
        ctx, late, [Election(BEGINS[0], Choice(PlanType.VISION, "vision", "vision", Tier.FAMILY), ElectionState.ACTIVE)]
    )
    missing = service.deductions(ctx, NOVEMBER).differences
    assert [(each.kind, each.number) for each in missing] == [(Kind.NO_DEDUCTION, late)]
    run = paid(ctx, THIRD)
    assert service.deductions(ctx, DECEMBER).differences == ()  # what the check of the late one caught up is none
    took = billing.withheld([run], ["medical", "dental", "life", "hsa", "health_fsa", "commuter"])
    person, code = draw.choice(sorted(key for key in took if key[0] in others.values()))
    cents = draw.choice([-1, 1, 517])
    with ctx.store.write():
        add_to_slip(run, person, code, cents)
    found = service.deductions(ctx, DECEMBER).differences
    assert [(others[each.number], each.amount) for each in found] == [(person, cents)]
