"""COBRA: months, deadlines with the days around them, states, premiums and who may continue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.benefits.cobra_law import cobra_law
from hrtui.benefits.cobra import rules
from hrtui.benefits.cobra.model import Answer, Case, Continued, Extension, Kind, Raise, State
from hrtui.benefits.model import Dependent, Standing
from hrtui.benefits.plans import PlanType, Tier
from hrtui.errors import RuleBroken

LAW = cobra_law(date(2026, 1, 1))
LOST = date(2026, 6, 30)
PLANS = (Continued(PlanType.MEDICAL, "medical", "ppo", (0, 1, 2)), Continued(PlanType.DENTAL, "dental", "base", (0,)))
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def case(kind: Kind = Kind.TERMINATION, lost: date = LOST) -> Case:
    slots = rules.beneficiaries(kind, PLANS)
    return rules.raised("C2026-0001", Raise(1, kind, lost.replace(day=1), lost, slots, PLANS, ""), lost, LAW)


def noticed(on: date = date(2026, 7, 10)) -> Case:
    return rules.noticed(case(), on, LAW)


def elected(on: date = date(2026, 8, 1)) -> Case:
    return rules.answered(noticed(), {0: Answer.ELECTED}, on, LAW)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        (Kind.TERMINATION, date(2027, 12, 31)),
        (Kind.REDUCED_HOURS, date(2027, 12, 31)),
        (Kind.DEATH, date(2029, 6, 30)),
        (Kind.DIVORCE, date(2029, 6, 30)),
        (Kind.MEDICARE, date(2029, 6, 30)),
        (Kind.AGED_OUT, date(2029, 6, 30)),
    ],
)
def test_each_event_gives_its_months(kind: Kind, until: date) -> None:
    assert rules.lasts_until(kind, LOST, LAW) == until


@pytest.mark.parametrize(
    ("lost", "until"),
    [
        (date(2026, 8, 30), date(2028, 2, 28)),
        (date(2026, 8, 31), date(2028, 2, 29)),
        (date(2026, 2, 28), date(2027, 8, 31)),
        (date(2026, 6, 15), date(2027, 12, 15)),
    ],
)
def test_eighteen_months_end_on_the_day_before_the_same_day(lost: date, until: date) -> None:
    assert rules.lasts_until(Kind.TERMINATION, lost, LAW) == until


def test_an_employer_has_44_days_for_the_notice_and_30_to_tell_an_administrator() -> None:
    made = case()
    assert (made.employer_notice_due, made.notice_due) == (date(2026, 7, 30), date(2026, 8, 13))


def test_who_is_told_of_a_divorce_has_14_days_for_the_notice() -> None:
    assert rules.notice_due(Kind.DIVORCE, LOST, date(2026, 8, 1), LAW) == date(2026, 8, 15)
    assert rules.employer_notice_due(Kind.DIVORCE, LOST, LAW) is None


def test_the_general_notice_is_due_90_days_after_coverage_began() -> None:
    assert rules.general_notice_due(date(2026, 1, 1), LAW) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("sent", "last"), [(date(2026, 6, 20), date(2026, 8, 29)), (date(2026, 7, 10), date(2026, 9, 8))]
)
def test_one_may_elect_for_60_days_from_the_later_of_notice_and_loss(sent: date, last: date) -> None:
    assert rules.noticed(case(), sent, LAW).elect_by == last


@pytest.mark.parametrize(
    ("on", "late"), [(date(2026, 9, 7), False), (date(2026, 9, 8), False), (date(2026, 9, 9), True)]
)
def test_the_60th_day_is_the_last_to_elect(on: date, late: bool) -> None:
    if late:
        with pytest.raises(RuleBroken, match="too late"):
            rules.answered(noticed(), {0: Answer.ELECTED}, on, LAW)
    else:
        assert rules.answered(noticed(), {0: Answer.ELECTED}, on, LAW).state is State.ELECTED


@pytest.mark.parametrize(
    ("on", "late"), [(date(2026, 9, 14), False), (date(2026, 9, 15), False), (date(2026, 9, 16), True)]
)
def test_the_first_payment_is_due_45_days_after_the_election(on: date, late: bool) -> None:
    if late:
        with pytest.raises(RuleBroken, match="too late"):
            rules.paid(elected(), date(2026, 7, 31), on, LAW)
    else:
        assert rules.paid(elected(), date(2026, 7, 31), on, LAW).state is State.PAYING


@pytest.mark.parametrize(
    ("on", "late"), [(date(2026, 12, 30), False), (date(2026, 12, 31), False), (date(2027, 1, 1), True)]
)
def test_later_payments_have_30_days_of_grace(on: date, late: bool) -> None:
    made = rules.paid(elected(), date(2026, 11, 30), date(2026, 9, 1), LAW)
    assert made.pay_by == date(2026, 12, 31)
    assert (rules.overdue(made, on) is not None) is late


def test_a_payment_that_reaches_less_than_the_first_window_does_not_shorten_it() -> None:
    assert rules.paid(elected(), date(2026, 7, 31), date(2026, 8, 2), LAW).pay_by == date(2026, 9, 15)


def test_a_missed_payment_ends_coverage_with_the_last_day_paid_for() -> None:
    made = rules.overdue(rules.paid(elected(), date(2026, 11, 30), date(2026, 9, 1), LAW), date(2027, 1, 1))
    assert made is not None
    assert (made.state, made.until) == (State.LAPSED, date(2026, 11, 30))


def test_who_never_pays_loses_coverage_as_of_the_loss() -> None:
    made = rules.overdue(elected(), date(2026, 9, 16))
    assert made is not None
    assert (made.state, made.until) == (State.LAPSED, LOST)


def test_a_window_that_passes_without_an_election_is_declined() -> None:
    made = rules.overdue(noticed(), date(2026, 9, 9))
    assert made is not None
    assert made.state is State.DECLINED


def test_a_notice_that_is_late_is_missed_and_never_carried_out_by_itself() -> None:
    assert rules.awaits(case(), date(2026, 8, 14)).missed
    assert not rules.awaits(case(), date(2026, 8, 13)).missed
    assert rules.overdue(case(), date(2027, 8, 14)) is None


def test_coverage_paid_to_its_end_is_ended() -> None:
    made = rules.paid(elected(), date(2027, 12, 31), date(2026, 9, 1), LAW)
    assert rules.overdue(made, date(2027, 12, 31)) is None
    after = rules.overdue(made, date(2028, 1, 1))
    assert after is not None
    assert after.state is State.ENDED


def test_each_beneficiary_answers_alone() -> None:
    made = rules.answered(noticed(), {0: Answer.DECLINED, 1: Answer.ELECTED}, date(2026, 8, 1), LAW)
    assert made.electing == (1,)
    assert made.answers[2] is Answer.OPEN
    later = rules.answered(made, {2: Answer.ELECTED}, date(2026, 8, 9), LAW)
    assert later.electing == (1, 2)
    assert later.elected == date(2026, 8, 1)


def test_all_declining_is_declined_and_may_be_revoked_within_the_window() -> None:
    made = rules.answered(noticed(), dict.fromkeys((0, 1, 2), Answer.DECLINED), date(2026, 8, 1), LAW)
    assert made.state is State.DECLINED
    assert rules.answered(made, {0: Answer.ELECTED}, date(2026, 9, 8), LAW).state is State.ELECTED


def test_who_is_no_beneficiary_cannot_answer() -> None:
    with pytest.raises(RuleBroken, match="0, 1, 2"):
        rules.answered(noticed(), {7: Answer.ELECTED}, date(2026, 8, 1), LAW)


def test_a_disability_adds_eleven_months_at_150_percent() -> None:
    made = rules.extended(elected(), Extension.DISABILITY, LAW)
    assert made.until == date(2028, 11, 30)
    assert rules.percent_on(made, date(2027, 12, 31), LAW) == Decimal("1.02")
    assert rules.percent_on(made, date(2028, 1, 1), LAW) == Decimal("1.50")


def test_a_second_event_gives_36_months_at_102_percent() -> None:
    made = rules.extended(elected(), Extension.SECOND_EVENT, LAW)
    assert made.until == date(2029, 6, 30)
    assert rules.percent_on(made, date(2029, 1, 1), LAW) == Decimal("1.02")


def test_36_months_are_not_extended() -> None:
    made = replace(elected(), kind=Kind.DEATH)
    with pytest.raises(RuleBroken, match="no longer"):
        rules.extended(made, Extension.DISABILITY, LAW)


@pytest.mark.parametrize(("cost", "asked"), [(61_240, 62_465), (100, 102), (25, 26), (24, 24), (0, 0)])
def test_102_percent_is_rounded_once_half_up(cost: int, asked: int) -> None:
    assert rules.premium(cost, Decimal("1.02")) == asked


def test_only_those_covered_the_day_before_may_continue() -> None:
    assert rules.beneficiaries(Kind.TERMINATION, PLANS) == (0, 1, 2)
    assert rules.beneficiaries(Kind.DEATH, PLANS) == (1, 2)
    with pytest.raises(RuleBroken, match="3"):
        rules.beneficiaries(Kind.AGED_OUT, PLANS, (3,))
    with pytest.raises(RuleBroken, match="0"):
        rules.beneficiaries(Kind.DIVORCE, PLANS, (0,))


def test_nobody_covered_is_no_case() -> None:
    with pytest.raises(RuleBroken, match="Nobody"):
        rules.beneficiaries(Kind.DEATH, (Continued(PlanType.MEDICAL, "medical", "ppo", (0,)),))


def test_each_continues_only_the_plans_that_covered_them() -> None:
    assert [plan.plan for plan in rules.continuable(PLANS, (1,))] == ["medical"]


def person(slot: int, relation: str) -> Dependent:
    return Dependent(slot, f"Dependent {slot}", relation, None, Standing(LOST, slot))


@pytest.mark.parametrize(
    ("slots", "tier"),
    [
        ((0,), Tier.EMPLOYEE),
        ((1,), Tier.EMPLOYEE),
        ((2,), Tier.EMPLOYEE),
        ((1, 2), Tier.CHILDREN),
        ((2, 3), Tier.CHILDREN),
        ((0, 1), Tier.SPOUSE),
        ((0, 2), Tier.CHILDREN),
        ((0, 1, 2, 3), Tier.FAMILY),
    ],
)
def test_who_elects_without_the_person_pays_the_tier_of_one_who_stands_in_their_place(
    slots: tuple[int, ...], tier: Tier
) -> None:
    assert rules.tier_for(slots, [person(1, "spouse"), person(2, "child"), person(3, "child")]) is tier


STEPS: tuple[Callable[[Case], Case], ...] = (
    lambda over: rules.noticed(over, LOST, LAW),
    lambda over: rules.answered(over, {0: Answer.ELECTED}, LOST, LAW),
    lambda over: rules.paid(over, LOST, LOST, LAW),
    lambda over: rules.ended(over, LOST, ""),
)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", [State.LAPSED, State.ENDED])
def test_what_is_over_takes_no_step(state: State, step: Callable[[Case], Case]) -> None:
    with pytest.raises(RuleBroken, match=state.value):
        step(replace(elected(), state=state))


def test_coverage_is_not_paid_twice_nor_beyond_its_end() -> None:
    made = rules.paid(elected(), date(2026, 8, 31), date(2026, 9, 1), LAW)
    with pytest.raises(RuleBroken, match="already"):
        rules.paid(made, date(2026, 8, 31), date(2026, 9, 2), LAW)
    with pytest.raises(RuleBroken, match="lasts until"):
        rules.paid(made, date(2028, 1, 31), date(2026, 9, 2), LAW)


@given(lost=DAYS, kind=st.sampled_from(Kind))
def test_continuation_lasts_whole_months_from_the_day_after(lost: date, kind: Kind) -> None:
    until = rules.lasts_until(kind, lost, LAW)
    first, end = lost + timedelta(days=1), until + timedelta(days=1)
    assert (end.year - first.year) * 12 + end.month - first.month == LAW.months[kind]
    assert end.day <= first.day


@given(lost=DAYS, wait=st.integers(0, 90), think=st.integers(0, 60), months=st.integers(1, 17))
def test_no_deadline_is_ever_before_the_one_that_opens_it(lost: date, wait: int, think: int, months: int) -> None:
    sent = lost + timedelta(days=wait)
    made = rules.noticed(case(lost=lost), sent, LAW)
    said = rules.answered(made, {0: Answer.ELECTED}, sent + timedelta(days=think), LAW)
    assert made.elect_by is not None and said.pay_by is not None
    assert sent < made.elect_by
    assert said.pay_by == sent + timedelta(days=think + 45)
    through = rules.last_day(lost, months)
    after = rules.paid(said, through, sent + timedelta(days=think), LAW)
    assert after.pay_by is not None
    assert after.pay_by >= max(said.pay_by, through + timedelta(days=31))
    assert rules.overdue(after, after.pay_by) is None
    assert rules.overdue(after, after.pay_by + timedelta(days=1)) is not None
