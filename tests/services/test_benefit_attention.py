"""What home says of benefits: windows that end, papers that are late, notices of COBRA that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hrtui.access.model import Grant, Scope
from hrtui.attention.model import Notice
from hrtui.attention.service import notices
from hrtui.benefits.attention import Waiting, about_cobra
from hrtui.benefits.model import EventKind
from hrtui.benefits.service import desk, finalise, open_company, open_event
from hrtui.context import Context, FixedClock
from tests.conftest import ContextAs
from tests.enrolling import TODAY, dependent, employee, with_plans

NEXT, CLOSES = date(2027, 1, 1), date(2026, 12, 15)


def on(ctx: Context, day: date) -> Context:
    """The same context at noon of another day."""
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 17, tzinfo=UTC), "America/New_York"))


def told(ctx: Context, address: str) -> list[Notice]:
    return [each for each in notices(ctx) if each.address.partition(" ")[0] == address]


@pytest.fixture
def birth(ctx: Context) -> str:
    """The event of a birth thirteen days ago: its window and its papers end at some day."""
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number)
    return open_event(ctx, number, EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event


@pytest.mark.parametrize(("before", "lines"), [(8, 0), (7, 1), (0, 1), (-1, 0)])
def test_a_window_is_told_in_its_last_week(ctx: Context, birth: str, before: int, lines: int) -> None:
    last = desk(ctx, birth).event.last_day
    found = told(on(ctx, last - timedelta(days=before)), "enrolments")
    windows = [each.sentence for each in found if "window" in each.sentence]
    assert windows == [f"1 enrolment window ends within 7 days, the first on {last}."] * lines


def test_the_open_enrolment_has_a_line_of_its_own_that_leads_to_it(ctx: Context) -> None:
    with_plans(ctx)
    for name in ("Ash", "Birch"):
        employee(ctx, name)
    open_company(ctx, NEXT, CLOSES)
    assert told(ctx, "open-enrolment") == []
    (line,) = told(on(ctx, date(2026, 12, 10)), "open-enrolment")
    said = "The open enrolment from 2027-01-01 ends on 2026-12-15; 2 people have an event under way."
    assert line == Notice(said, True, "open-enrolment 2027-01-01")


@pytest.mark.parametrize("finalised", [False, True])
def test_papers_are_late_from_the_day_after_they_were_due(ctx: Context, birth: str, finalised: bool) -> None:
    if finalised:
        finalise(ctx, birth)
    due = desk(ctx, birth).event.papers_due
    assert due is not None
    late = Notice(f"1 enrolment event owes papers, due since {due}.", True, "enrolments is:owing")
    assert late not in notices(on(ctx, due))
    assert late in notices(on(ctx, due + timedelta(days=1)))


def test_who_does_not_enter_elections_hears_nothing_of_windows(ctx: Context, ctx_as: ContextAs, birth: str) -> None:
    last = desk(ctx, birth).event.last_day
    nobody = Scope(departments=frozenset({"Elsewhere"}))
    for grant in (Grant("benefits.read"), Grant("benefits.enrol", nobody)):
        assert told(on(ctx_as(Grant("people.read"), grant), last), "enrolments") == []


def test_a_notice_of_cobra_warns_from_the_day_it_is_due() -> None:
    assert about_cobra(None, TODAY) == ()
    (ahead,) = about_cobra(Waiting(2, TODAY + timedelta(days=1)), TODAY)
    (now,) = about_cobra(Waiting(1, TODAY), TODAY)
    assert (ahead.warning, now.warning, now.address) == (False, True, "cobra")
    assert now.sentence == f"1 election notice of COBRA is due, the first by {TODAY}."
