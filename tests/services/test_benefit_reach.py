"""Elections that reach back into closed checks: which, by how much, and that the next checks make it good as was said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hrtui.access.model import Field, Grant, Sight
from hrtui.benefits.model import Choice
from hrtui.benefits.plans import PlanType
from hrtui.benefits.reaching import Next, TouchedCheck, made_good, steps
from hrtui.benefits.service import carry_out, closed_checks, elect, finalise
from hrtui.context import Context
from hrtui.money import STYLES
from hrtui.payroll.runs import service as payroll
from hrtui.payroll.runs.model import Run
from hrtui.people import service as people
from hrtui.people.model import ProfileChange, Termination
from tests.conftest import ContextAs
from tests.enrolling import admin_event, medical, with_plans
from tests.paidruns import FIRST, SECOND, THIRD, employee, paid

SINCE, FOURTH = date(2026, 11, 1), date(2026, 12, 24)
PREMIUM = 6572  # a check: (642.40 - 500.00) x 12 / 26
US = STYLES["en_US"]


@pytest.fixture
def ann(ctx: Context) -> str:
    """Someone whose checks of 12 and 25 November are closed, without an election."""
    with_plans(ctx)
    number = employee(ctx)
    people.change_profile(ctx, number, ProfileChange(date(2025, 3, 3), birth_date=date(1990, 6, 15)))
    paid(ctx, FIRST)
    paid(ctx, SECOND)
    return number


def finalised(ctx: Context, number: str, on: date, *choices: Choice) -> tuple[str, ...]:
    """An event with choices finalised: what was said before it, which is what is said with it."""
    event = admin_event(ctx, number, on)
    elect(ctx, event, choices)
    before = closed_checks(ctx, event).sentences(ctx.config.style)
    notices = finalise(ctx, event).notices
    assert set(before) <= set(notices)
    return before


def took(ctx: Context, run: Run, number: str) -> int:
    lines = payroll.slip(ctx, run.number, number).lines
    return sum(line.amount for line, _ in lines if line.code == "medical" and line.part == "pre_tax")


def test_an_election_entered_late_tells_the_closed_checks_and_the_next_ones_catch_up_as_it_says(
    ctx: Context, ann: str
) -> None:
    assert finalised(ctx, ann, SINCE, medical()) == (
        "It reaches back into 2 closed checks (main-2026-11-12 and main-2026-11-25).",
        "Medical: $131.44 more was due, caught up with the next 2 checks by itself.",
    )
    assert [took(ctx, paid(ctx, day), ann) for day in (THIRD, FOURTH)] == [2 * PREMIUM, 2 * PREMIUM]


def test_an_election_that_ends_in_the_past_with_no_deduction_left_says_to_pay_it_back(ctx: Context, ann: str) -> None:
    finalised(ctx, ann, date(2026, 11, 26), medical())
    paid(ctx, THIRD)
    ended = finalised(ctx, ann, date(2026, 12, 5), Choice(PlanType.MEDICAL, reason="not wanted"))
    assert ended == (
        "It reaches back into 1 closed check (main-2026-12-10).",
        "Medical: $65.72 less was due, and no deduction is left to give it back from; pay it back with an entry.",
    )


def test_a_cheaper_election_in_the_past_is_given_back_out_of_the_next_check(ctx: Context, ann: str) -> None:
    finalised(ctx, ann, date(2026, 11, 26), medical())
    paid(ctx, THIRD)
    said = finalised(ctx, ann, date(2026, 12, 1), medical("hdhp"))
    assert said[0] == "It reaches back into 1 closed check (main-2026-12-10)."
    assert said[1] == "Medical: $45.60 less was due, given back out of the next 3 checks by itself."
    assert took(ctx, paid(ctx, FOURTH), ann) == 0  # the 20.12 that are due are given back with it


def test_an_election_that_begins_after_the_closed_checks_touches_none(ctx: Context, ann: str) -> None:
    assert finalised(ctx, ann, date(2026, 11, 26), medical()) == ()


def test_what_follows_pay_is_not_told_to_roles_without_pay_and_retirement_is_never_caught_up(
    ctx: Context, ctx_as: ContextAs, ann: str
) -> None:
    event = admin_event(ctx, ann, SINCE)
    elect(ctx, event, [medical(), Choice(PlanType.RETIREMENT, "retirement", "traditional", percent=Decimal("0.05"))])
    said = closed_checks(ctx, event).sentences(US)
    assert said[-1].startswith("What retirement plans take follows the pay of each check")
    blind = ctx_as(Grant("people.read", fields={Field.PAY: Sight.HIDDEN}), Grant("benefits.read"))
    assert closed_checks(blind, event).sentences(US) == said


def test_a_leavers_coverage_that_ends_in_the_past_is_told_when_it_is_carried_out(ctx: Context, ann: str) -> None:
    finalised(ctx, ann, SINCE, medical())
    paid(ctx, THIRD)
    left = people.terminate(ctx, ann, Termination(date(2026, 11, 10), "resignation")).notices
    assert any(each.endswith("`hrtui benefits due --do` carries that out.") and "2026-11-30" in each for each in left)
    assert "It reaches back into 1 closed check (main-2026-12-10)." in left
    (said,) = [each for each in carry_out(ctx, numbers=[ann]).notices if "closed check" in each]
    assert said == (
        "Kim0, Ann: It reaches back into 1 closed check (main-2026-12-10). Medical: $65.72 less was due; with "
        "what was owed or taken before, nothing is left to make good."
    )


@pytest.mark.parametrize(
    ("owed", "then", "found"),
    [
        (100, Next(0, 50, 50), (2, 0)),
        (101, Next(0, 50, 50), (3, 0)),
        (1, Next(0, 50, 50), (1, 0)),
        (-50, Next(0, 50, 50), (1, 0)),
        (-51, Next(0, 50, 50), (2, 0)),
        (-51, Next(0, 0, 50), (0, 51)),
        (51, Next(0, 0, 50), (2, 0)),
    ],
)
def test_what_is_off_is_made_good_by_so_many_checks(owed: int, then: Next, found: tuple[int, int]) -> None:
    assert steps(owed, then) == found


def test_a_code_is_told_once_for_all_its_checks() -> None:
    checks = [TouchedCheck(f"r{at}", date(2026, 1, at), "m", "Medical", 0, 1000) for at in (1, 2, 3)]
    (said,) = made_good(checks, Next(3000, 1000, 1000), US)
    assert said == "Medical: $30.00 more was due, caught up with the next 3 checks by itself."


def test_what_a_closed_plan_year_is_off_by_is_told_apart_and_not_promised() -> None:
    checks = [TouchedCheck(str(day), day, "m", "Medical", 0, 1000) for day in (date(2025, 12, 24), date(2026, 1, 8))]
    assert list(made_good(checks, Next(1000, 1000, 1000, date(2026, 1, 1)), US)) == [
        "Medical: $10.00 more was due in a plan year that is closed, and no check makes it good before tax; take it after tax with "
        "a pay item, or let it go.",
        "Medical: $10.00 more was due, caught up with the next check by itself.",
    ]
