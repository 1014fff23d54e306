"""What is particular about a case of COBRA: a health FSA, Medicare before leaving, a small company; on the case and in the notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from hrtui.benefits.cobra import raising, reading, stepping
from hrtui.benefits.cobra.model import Extension
from hrtui.benefits.model import Choice
from hrtui.benefits.papers import making
from hrtui.benefits.papers.model import PaperKind
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import elect, finalise
from hrtui.context import Context, FixedClock
from hrtui.money import Money
from hrtui.people.model import Termination
from hrtui.people.service import terminate
from tests.enrolling import admin_event, dependent, employee, medical, with_plans

LEFT, CASE = date(2026, 11, 10), "C2026-0001"


@pytest.fixture
def kim(ctx: Context) -> str:
    """A leaver who had medical with a spouse, and a health FSA."""
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number, "spouse", date(1962, 2, 2))
    then = replace(ctx, clock=FixedClock(datetime(2026, 10, 1, 15, tzinfo=UTC), "America/New_York"))
    event = admin_event(then, number, date(2026, 10, 1))
    fsa = Choice(PlanType.HEALTH_FSA, "health_fsa", "health_fsa", amount=Money(60_000))
    elect(then, event, [medical(covers=(1,)), fsa])
    finalise(then, event)
    terminate(ctx, number, Termination(LEFT, "retired"))
    raising.raise_all(ctx)
    return number


def notice(ctx: Context, number: str) -> str:
    content = making.make(ctx, PaperKind.COBRA_NOTICE, number).content
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_a_health_fsa_is_offered_through_its_plan_year(ctx: Context, kim: str) -> None:
    found = reading.show(ctx, CASE).fsa
    assert found is not None
    assert (found.starts, found.until, found.months) == (date(2026, 12, 1), date(2026, 12, 31), 1)
    said = notice(ctx, kim)
    assert "health FSA may be continued until 2026-12-31 as well, for 204.00 a month" in said
    assert "where you may still draw more than 204.00 from it" in said


def test_a_health_fsa_costs_102_percent_of_a_month_of_its_goal(ctx: Context, kim: str) -> None:
    """600 dollars were to be put in over the three months from October on: 200 a month."""
    found = reading.show(ctx, CASE)
    assert found.fsa is not None
    assert (found.fsa.asked, found.fsa.whole) == (20_400, 20_400)
    assert found.fsa_said.startswith(
        "204.00 a month from 2026-12-01 through 2026-12-31; offered where more than 204.00"
    )


def test_a_notice_without_longer_time_of_the_family_says_nothing_of_the_employee_alone(ctx: Context, kim: str) -> None:
    assert "alone it lasts" not in notice(ctx, kim)


def test_medicare_before_leaving_lengthens_before_anyone_elected_and_the_notice_says_both_ends(
    ctx: Context, kim: str
) -> None:
    stepping.extend(ctx, CASE, Extension.MEDICARE, date(2026, 3, 1))
    found = reading.show(ctx, CASE)
    assert (found.line.case.until, found.own_until) == (date(2029, 2, 28), date(2028, 5, 31))
    said = notice(ctx, kim)
    assert "until 2029-02-28" in said
    assert "For the employee alone it lasts until 2028-05-31" in said


def test_a_company_with_few_employees_is_told_on_the_case(ctx: Context, kim: str) -> None:
    assert "fewer than 20 employees in most months of 2025" in reading.show(ctx, CASE).small
