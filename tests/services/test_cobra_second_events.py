"""COBRA of a part of the plans, and a second event while continuation goes on: who elects what, who goes on longer, who does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data import people
from data.base import database
from data.benefits import cobra, elections, invariants
from data.invariants import every_command_is_as_its_audit_entry_tells
from hrtui.audit.service import undo
from hrtui.benefits.cobra import raising, reading, stepping
from hrtui.benefits.cobra.model import Answer, Case, Extension, Kind, State
from hrtui.benefits.cobra.second import second_event
from hrtui.benefits.inforce import of_type
from hrtui.benefits.model import Choice, ElectionState
from hrtui.benefits.plans import PlanType, Tier
from hrtui.benefits.service import DueKind, carry_out, due, elect, finalise
from hrtui.context import Context, FixedClock
from hrtui.errors import Conflict, RuleBroken
from hrtui.people.model import Termination
from hrtui.people.service import terminate
from tests.enrolling import admin_event, dependent, employee, medical, with_plans

LEFT, LOST = date(2026, 11, 10), date(2026, 11, 30)
NOTICED = date(2026, 12, 1)
GROWN = date(2027, 3, 31)
"""The last day on which the plan covers the elder child by age."""
CASE, APART = "C2026-0001", "C2027-0001"
DENTAL = Choice(PlanType.DENTAL, "dental", "basic", covers=(1, 2, 3))


def at(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


@pytest.fixture
def kim(ctx: Context) -> str:
    """A leaver with a spouse (1), a child who turns 26 in March (2) and a younger one (3), whose notice is out."""
    with_plans(ctx)
    number = employee(ctx)
    for relation, born in (("spouse", date(1990, 2, 2)), ("child", date(2001, 3, 15)), ("child", date(2015, 5, 5))):
        dependent(ctx, number, relation, born)
    then = at(ctx, date(2026, 10, 1))
    event = admin_event(then, number, date(2026, 10, 1))
    assert elect(then, event, [medical(covers=(1, 2, 3)), DENTAL]).faults == ()
    finalise(then, event)
    terminate(ctx, number, Termination(LEFT, "another job"))
    carry_out(at(ctx, NOTICED), [DueKind.LEAVER, DueKind.COBRA])
    stepping.notice(at(ctx, NOTICED), CASE)
    return number


def case(number: str = CASE) -> Case:
    found = cobra.numbered(number)
    assert found is not None
    return found


def held(number: str, type_: PlanType, on: date) -> Choice | None:
    person = people.person_id(number)
    assert person is not None
    row = of_type(elections.elections([person])[person], type_, on)
    return row.choice if row is not None and row.state is ElectionState.COBRA else None


def continuing(ctx: Context, slots: tuple[int, ...] = (0, 1, 2, 3)) -> None:
    """Let those of some slots elect, and pay through February."""
    stepping.answer(at(ctx, NOTICED), CASE, dict.fromkeys(slots, Answer.ELECTED))
    stepping.pay(at(ctx, NOTICED), CASE, date(2027, 2, 1))


def test_who_elects_one_plan_pays_and_has_that_one_alone(ctx: Context, kim: str) -> None:
    then = at(ctx, NOTICED)
    stepping.answer(then, CASE, {0: Answer.ELECTED, 1: Answer.ELECTED}, types=[PlanType.MEDICAL])
    after = case()
    assert [(plan.type, plan.slots) for plan in after.plans] == [
        (PlanType.MEDICAL, (0, 1, 2, 3)), (PlanType.DENTAL, (2, 3)),
    ]  # fmt: skip
    assert held(kim, PlanType.MEDICAL, NOTICED) == replace(medical(covers=(1,)), tier=Tier.SPOUSE)
    assert held(kim, PlanType.DENTAL, NOTICED) is None
    assert reading.asked_of(reading.show(then, CASE)) == 137_598  # 1,349.00 at 102 %


def test_a_plan_that_was_left_may_still_be_elected_within_the_window(ctx: Context, kim: str) -> None:
    then = at(ctx, NOTICED)
    done = stepping.answer(then, CASE, {0: Answer.ELECTED}, types=[PlanType.MEDICAL])
    more = stepping.answer(then, CASE, {0: Answer.ELECTED}, types=[PlanType.DENTAL])
    assert [plan.slots for plan in case().plans] == [(0, 1, 2, 3), (0, 1, 2, 3)]
    assert held(kim, PlanType.DENTAL, NOTICED) is not None
    undo(then, more.command)
    undo(then, done.command)
    assert (case().state, case().plans[1].slots) == (State.NOTICED, (0, 1, 2, 3))


def test_a_plan_that_did_not_cover_someone_cannot_be_elected(ctx: Context, kim: str) -> None:
    with pytest.raises(RuleBroken, match="is for medical or dental; choose of them"):
        stepping.answer(at(ctx, NOTICED), CASE, {0: Answer.ELECTED}, types=[PlanType.VISION])


def test_a_child_who_grows_out_during_continuation_keeps_it_and_has_no_second_case(ctx: Context, kim: str) -> None:
    continuing(ctx)
    then = at(ctx, GROWN + timedelta(days=10))
    assert [each for each in due(then) if each.kind in (DueKind.AGE_OUT, DueKind.COBRA)] == []
    assert raising.to_raise(then) == ()
    choice = held(kim, PlanType.MEDICAL, then.clock.today())
    assert choice is not None
    assert choice.covers == (1, 2, 3)
    with pytest.raises(RuleBroken, match=f"{CASE}.*a second event lengthens it"):
        raising.raise_one(then, kim, Kind.AGED_OUT, GROWN, slots=[2])


def test_a_second_event_of_a_child_lengthens_the_time_of_the_child_alone(ctx: Context, kim: str) -> None:
    continuing(ctx)
    then = at(ctx, GROWN + timedelta(days=10))
    done = second_event(then, CASE, [2], GROWN)
    longer, rest = case(APART), case()
    assert (longer.kind, longer.day, longer.until) == (Kind.AGED_OUT, GROWN, date(2029, 11, 30))
    assert (longer.answers, longer.paid_through, longer.pay_by) == ({2: Answer.ELECTED}, rest.paid_through, rest.pay_by)
    assert (dict(rest.answers), rest.until) == (dict.fromkeys((0, 1, 3), Answer.ELECTED), date(2028, 5, 31))
    before, after = held(kim, PlanType.MEDICAL, GROWN), held(kim, PlanType.MEDICAL, GROWN + timedelta(days=1))
    assert before is not None and after is not None
    assert (before.covers, after.covers, after.tier) == ((1, 2, 3), (1, 3), Tier.FAMILY)
    assert reading.asked_of(reading.show(then, APART)) > 0
    assert every_command_is_as_its_audit_entry_tells(database.obj) == []
    assert all(check(database.obj) == [] for check in invariants.BENEFITS)
    undo(then, done.command)
    assert cobra.numbered(APART) is None
    assert dict(case().answers) == dict.fromkeys((0, 1, 2, 3), Answer.ELECTED)


def test_a_second_event_of_all_dependents_lengthens_the_case_and_leaves_the_employee_their_own_time(
    ctx: Context, kim: str
) -> None:
    continuing(ctx, (0, 2))
    then = at(ctx, GROWN + timedelta(days=10))
    second_event(then, CASE, [2], GROWN)
    assert (case().until, reading.show(then, CASE).own_until) == (date(2029, 11, 30), date(2028, 5, 31))
    assert cobra.numbered(APART) is None


@pytest.mark.parametrize(
    ("slots", "day", "why"),
    [
        ([0], GROWN, "choose of the dependents who elected: 1, 2, 3"), ([7], GROWN, "7 cannot have a second event"),
        ([2], LOST, "is not within it"), ([2], date(2028, 6, 1), "is still to come"),
    ],
)  # fmt: skip
def test_a_second_event_is_of_dependents_who_elected_and_within_the_first_time(
    ctx: Context, kim: str, slots: list[int], day: date, why: str
) -> None:
    continuing(ctx)
    with pytest.raises(RuleBroken, match=why):
        second_event(at(ctx, GROWN), CASE, slots, day)


def test_a_second_event_of_a_case_that_somebody_else_took_on_is_refused(ctx: Context, kim: str) -> None:
    continuing(ctx)
    seen = case().stamp
    stepping.pay(at(ctx, NOTICED), CASE, date(2027, 3, 1))
    assert seen is not None
    with pytest.raises(Conflict):
        second_event(at(ctx, GROWN), CASE, [2], GROWN, expected=seen.command)


def test_a_disability_still_lengthens_the_whole_case(ctx: Context, kim: str) -> None:
    continuing(ctx)
    stepping.extend(at(ctx, GROWN), CASE, Extension.DISABILITY)
    assert case().until == date(2029, 4, 30)


def test_notices_that_are_late_are_counted_until_they_are_sent(ctx: Context) -> None:
    with_plans(ctx)
    number = employee(ctx)
    then = at(ctx, date(2026, 10, 1))
    event = admin_event(then, number, date(2026, 10, 1))
    elect(then, event, [medical()])
    finalise(then, event)
    terminate(ctx, number, Termination(LEFT, "another job"))
    raising.raise_all(at(ctx, NOTICED))
    last = case().notice_due
    assert [stepping.late(at(ctx, last + timedelta(days=days))) for days in (0, 1)] == [0, 1]
    stepping.notice(at(ctx, last + timedelta(days=1)), CASE)
    assert stepping.late(at(ctx, last + timedelta(days=1))) == 0
