"""What checks of one tax year left owed, at the first ones of the next: taken on after tax, and never before tax."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from data.benefits.elections import put_many
from data.db import Store
from data.payrun import runs as rows
from data.payrun.invariants import PAYROLL
from hrtui.audit.writing import begin, note
from hrtui.benefits.model import Choice, Election, ElectionState
from hrtui.benefits.plans import PlanType
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll.items import service as items
from hrtui.payroll.items.model import PayItem
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import Run, Slip
from tests.paidruns import calculated, employee, final, paid
from tests.trees import check_tree

LATE, LAST, FIRST, SECOND, THIRD = (
    date(2025, 12, 11), date(2025, 12, 24), date(2026, 1, 8), date(2026, 1, 22), date(2026, 2, 5),
)  # fmt: skip
"""The last two check dates of a tax year and the first three of the next."""
SINCE = date(2025, 12, 1)
PLANS = """
carriers:
  - {name: blue, label: Blue}
plans:
  - name: medical
    label: Medical
    type: medical
    carrier: blue
    deduction: medical
    begins: 2025-01-01
    YEAR
    options: [{name: ppo, label: PPO, rates: [{effective_from: 2025-01-01, tiers: {employee: 130}}]}]
  - name: life
    label: Life
    type: life
    carrier: blue
    deduction: life
    begins: 2025-01-01
    options: [{name: x, label: X, coverage: 10000, rates: [{effective_from: 2025-01-01, tiers: {employee: 26}}]}]
"""
MEDICAL, LIFE = 6000, 1200
"""Cents of a check: 130 and 26 dollars a month, times 12 over 26."""


@pytest.fixture(autouse=True)
def what_must_hold(store: Store) -> Iterator[None]:
    """Whatever a test did, payroll's invariants hold after it."""
    yield
    assert [found for invariant in PAYROLL for found in invariant(store.db)] == []


def company(ctx: Context, year: str = "") -> str:
    """A company with plans, medical before and life after tax, and someone of it."""
    (ctx.config.file.parent / "benefits.yaml").write_text(PLANS.replace("    YEAR\n", year), "utf-8")
    return employee(ctx)


def elect(ctx: Context, number: str, on: date = SINCE) -> None:
    """Medical and life from a day on, as finalising an event leaves them."""
    chosen = [Choice(PlanType.MEDICAL, "medical", "ppo"), Choice(PlanType.LIFE, "life", "x")]
    with ctx.store.write():
        entered = begin(ctx, "benefits.finalise", number)
        put_many(
            [(rows.persons([number])[number], Election(on, each, ElectionState.ACTIVE)) for each in chosen], entered
        )
        note(entered, "benefits.finalise", number, [])


def took(ctx: Context, run: Run, number: str, code: str) -> int:
    return sum(line.amount for line, _ in slip(ctx, run, number).lines if line.code == code and line.part != "employer")


def slip(ctx: Context, run: Run, number: str) -> Slip:
    return service.slip(ctx, run.number, number)


def told(ctx: Context, run: Run, number: str, what: str) -> list[str]:
    return [each for each in slip(ctx, run, number).notices if each.startswith(what)]


def test_after_tax_what_the_last_year_left_is_caught_up_and_before_tax_it_is_said_once_and_not_taken(
    ctx: Context,
) -> None:
    ann = company(ctx)
    paid(ctx, LATE)
    paid(ctx, LAST)
    elect(ctx, ann)
    made = [paid(ctx, day) for day in (FIRST, SECOND, THIRD)]
    assert [took(ctx, run, ann, "life") for run in made] == [2 * LIFE, 2 * LIFE, LIFE]
    assert [took(ctx, run, ann, "medical") for run in made] == [MEDICAL, MEDICAL, MEDICAL]
    (said,) = told(ctx, made[0], ann, "closed_year")
    assert "Medical: 120.00 of the plan year before was not taken, and may not be taken before tax any more" in said
    assert told(ctx, made[1], ann, "closed_year") == []
    for run in made:
        check_tree(service.why(ctx, run.number, ann, "net"))


def test_before_tax_a_plan_year_that_goes_on_over_new_year_is_caught_up_too(ctx: Context) -> None:
    ann = company(ctx, '    year_starts: "07-01"\n')
    paid(ctx, LATE)
    paid(ctx, LAST)
    elect(ctx, ann)
    made = [paid(ctx, day) for day in (FIRST, SECOND, THIRD)]
    assert [took(ctx, run, ann, "medical") for run in made] == [2 * MEDICAL, 2 * MEDICAL, MEDICAL]
    assert told(ctx, made[0], ann, "closed_year") == []


def test_a_check_of_the_new_year_is_calculated_again_once_the_last_of_the_old_one_is_final(ctx: Context) -> None:
    ann = company(ctx)
    elect(ctx, ann)
    paid(ctx, LATE)
    last, first = calculated(ctx, LAST), calculated(ctx, FIRST)
    assert service.dirty_people(ctx, first) == []
    final(ctx, last)
    assert service.dirty_people(ctx, first) == [ann]
    assert took(ctx, final(ctx, service.calculate(ctx, first.number)), ann, "life") == LIFE


def test_what_did_not_fit_into_the_last_check_of_a_year_is_taken_on_after_tax_alone(ctx: Context) -> None:
    ann = company(ctx)
    items.add_item(ctx, ann, PayItem(SINCE, "union", Money(2_500_00)))
    run = paid(ctx, LAST)
    short = 2_500_00 - took(ctx, run, ann, "union")
    assert short > 0
    items.stop_item(ctx, ann, "union", date(2026, 1, 1))
    items.add_item(ctx, ann, PayItem(date(2026, 1, 2), "union", Money(1_00)))
    after = paid(ctx, FIRST)
    assert took(ctx, after, ann, "union") == 1_00 + short
    check_tree(service.why(ctx, after.number, ann, "net"))
    assert took(ctx, paid(ctx, SECOND), ann, "union") == 1_00
