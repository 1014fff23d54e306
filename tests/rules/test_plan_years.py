"""When the next plan year begins, and what becomes of those who choose nothing."""

from __future__ import annotations

from datetime import date

import pytest

from hrtui.benefits.book import Book
from hrtui.benefits.plans import Plan, PlanType, Settings
from hrtui.benefits.planyear import if_nothing_chosen, next_start

ON = date(2027, 1, 1)


def book(*plans: Plan) -> Book:
    return Book(Settings(plans=plans))


def plan(name: str, type_: PlanType = PlanType.MEDICAL, starts: str = "01-01", active: bool = False) -> Plan:
    return Plan(name, name.title(), type_, "blue", name, date(2020, 1, 1), year_starts=starts, active_election=active)


@pytest.mark.parametrize(
    ("starts", "today", "first"),
    [
        ("01-01", date(2026, 12, 31), date(2027, 1, 1)),
        ("01-01", date(2027, 1, 1), date(2028, 1, 1)),
        ("01-01", date(2028, 2, 29), date(2029, 1, 1)),
        ("07-01", date(2026, 6, 30), date(2026, 7, 1)),
        ("07-01", date(2026, 7, 1), date(2027, 7, 1)),
        ("02-29", date(2028, 2, 27), date(2028, 2, 28)),
    ],
)
def test_the_next_plan_year_begins_after_today(starts: str, today: date, first: date) -> None:
    assert next_start(book(plan("medical", starts=starts)), today) == first


def test_the_start_of_most_plans_is_offered_and_none_without_plans() -> None:
    many = book(plan("a", starts="07-01"), plan("b"), plan("c"))
    assert next_start(many, date(2026, 3, 1)) == date(2027, 1, 1)
    assert next_start(book(), date(2026, 3, 1)) is None


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ((plan("medical"),), "Who chooses nothing keeps all they have."),
        ((plan("medical", active=True), plan("dental")), "Who chooses nothing keeps all, but Medical ends."),
        (
            (plan("health", PlanType.HEALTH_FSA), plan("vision", active=True), plan("dental")),
            "Who chooses nothing keeps all, but Health and Vision end.",
        ),
    ],
)
def test_plans_that_must_be_chosen_anew_are_named_and_fsas_always_are(plans: tuple[Plan, ...], said: str) -> None:
    assert if_nothing_chosen(book(*plans), ON) == said
