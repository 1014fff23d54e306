"""COBRA that is due by itself: raised together with all else that benefits owe, once, and not before its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import people
from data.benefits import cobra
from hrtui.access.model import Grant
from hrtui.attention.service import notices
from hrtui.audit.service import undo
from hrtui.benefits.cobra.model import Case, Kind
from hrtui.benefits.model import EventKind
from hrtui.benefits.service import DueKind, carry_out, due, elect, finalise, open_event
from hrtui.benefits.settings import BenefitSettings
from hrtui.context import Context, FixedClock
from hrtui.errors import RuleBroken
from hrtui.people.model import JobChange, Termination
from hrtui.people.service import change_job, terminate
from tests.conftest import ContextAs
from tests.enrolling import admin_event, dependent, employee, medical, with_plans

LEFT = date(2026, 11, 10)


def at(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


@pytest.fixture
def insured(ctx: Context) -> str:
    """Someone on the medical plan."""
    with_plans(ctx)
    number = employee(ctx)
    enrolled(ctx, number)
    return number


def enrolled(ctx: Context, number: str, covers: tuple[int, ...] = ()) -> None:
    then = at(ctx, date(2026, 10, 1))
    event = admin_event(then, number, date(2026, 10, 1))
    elect(then, event, [medical(covers=covers)])
    finalise(then, event)


def cases(number: str) -> list[Case]:
    person = people.person_id(number)
    assert person is not None
    return cobra.of_people([person]).get(person, [])


def owed(ctx: Context) -> list[str]:
    return [each.number for each in due(ctx) if each.kind is DueKind.COBRA]


def test_a_leavers_case_is_raised_with_the_end_of_coverage_by_one_command(ctx: Context, insured: str) -> None:
    terminate(ctx, insured, Termination(LEFT, "another job"))
    assert sorted(each.kind for each in due(ctx)) == [DueKind.COBRA, DueKind.LEAVER]
    done = carry_out(ctx)
    (case,) = cases(insured)
    assert (case.kind, case.day, case.lost) == (Kind.TERMINATION, LEFT, date(2026, 11, 30))
    assert "1 leaver, 1 case of COBRA" in done.sentence
    assert due(ctx) == []
    undo(ctx, done.command)
    assert cases(insured) == []
    assert owed(ctx) == [insured]


@given(st.dates(date(2026, 11, 24), date(2026, 12, 20)), st.integers(-3, 150))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_scheduled_termination_is_raised_from_its_day_on_and_never_twice(
    ctx: Context, insured: str, last: date, after: int
) -> None:
    terminate(ctx, insured, Termination(last, "another job"))
    then = at(ctx, last + timedelta(days=after))
    assert owed(then) == ([insured] if after >= 0 else [])
    for _ in range(2):
        try:
            carry_out(then)
        except RuleBroken:
            continue
    assert len(cases(insured)) == (after >= 0)
    assert due(then) == []
    for case in cases(insured):
        undo(then, case.stamp.command if case.stamp else None)
    undo(ctx)


def test_what_is_listed_ahead_is_not_raised_yet(ctx: Context, insured: str) -> None:
    terminate(ctx, insured, Termination(date(2026, 12, 4), "another job"))
    ahead = [each.kind for each in due(ctx, ahead=30)]
    assert DueKind.COBRA in ahead
    with pytest.raises(RuleBroken, match="Nothing is due"):
        carry_out(ctx, [DueKind.COBRA])


def test_hours_lost_before_another_change_are_still_found(ctx: Context, insured: str) -> None:
    change_job(ctx, insured, JobChange(date(2026, 11, 2), standard_hours=Decimal(20)))
    change_job(ctx, insured, JobChange(date(2026, 11, 16), title="Clerk"))
    carry_out(ctx, [DueKind.COBRA])
    assert [(case.kind, case.lost) for case in cases(insured)] == [(Kind.REDUCED_HOURS, date(2026, 11, 30))]


def test_a_divorce_whose_window_is_finalised_by_the_same_command_is_raised_with_it(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number, "spouse", date(1988, 2, 2))
    enrolled(ctx, number, (1,))
    event = open_event(ctx, number, EventKind.LIFE_EVENT, LEFT, "divorce").event
    elect(ctx, event, [medical()])
    then = at(ctx, date(2027, 1, 11))
    carry_out(then)
    assert [(case.kind, tuple(case.answers)) for case in cases(number)] == [(Kind.DIVORCE, (1,))]
    assert due(then) == []


def test_who_may_not_keep_cases_is_told_of_none_and_raises_none(ctx: Context, insured: str, ctx_as: ContextAs) -> None:
    terminate(ctx, insured, Termination(LEFT, "another job"))
    clerk = ctx_as(*(Grant(action) for action in ("people.read", "benefits.read", "benefits.finalise")))
    carry_out(clerk)
    assert (owed(clerk), cases(insured)) == ([], [])


def test_a_small_employer_owes_none(ctx: Context, insured: str) -> None:
    small = replace(ctx, config=replace(ctx.config, benefits=BenefitSettings(cobra=False)))
    done = terminate(small, insured, Termination(LEFT, "another job"))
    assert owed(small) == []
    assert not any("COBRA" in each for each in done.notices)


@pytest.mark.parametrize(
    ("last", "reason", "told"),
    [
        (LEFT, "another job", "COBRA is owed (medical): D in the enrolment queue raises the case."),
        (date(2026, 12, 4), "another job", "COBRA will be owed from 2026-12-04 on (medical): D in the enrolment queue raises the case."),
        (LEFT, "gross misconduct", None),
        (LEFT, "death", None),
    ],
)  # fmt: skip
def test_a_termination_says_at_once_that_cobra_is_owed(
    ctx: Context, insured: str, last: date, reason: str, told: str | None
) -> None:
    done = terminate(ctx, insured, Termination(last, reason))
    assert [each for each in done.notices if "COBRA" in each] == ([] if told is None else [told])


def test_who_knows_nothing_of_benefits_is_told_nothing(ctx: Context, insured: str, ctx_as: ContextAs) -> None:
    manager = ctx_as(Grant("people.read"), Grant("people.terminate"))
    assert terminate(manager, insured, Termination(LEFT, "another job")).notices == ()


def test_home_counts_leavers_until_their_cases_are_raised(ctx: Context, insured: str) -> None:
    def told() -> list[str]:
        return [each.sentence for each in notices(ctx) if "no case of COBRA" in each.sentence]

    terminate(ctx, insured, Termination(LEFT, "another job"))
    assert told() == ["1 leaver of a health plan has no case of COBRA; the first left 2026-11-10."]
    carry_out(ctx)
    assert told() == []


def test_home_leaves_out_who_is_owed_nothing(ctx: Context, insured: str) -> None:
    terminate(ctx, insured, Termination(LEFT, "Gross misconduct: theft"))
    assert [each for each in notices(ctx) if "COBRA" in each.sentence] == []
