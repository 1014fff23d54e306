"""COBRA that lasts longer for the family: Medicare before the event, and a second event; the employee's own time stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.benefits.cobra_law import cobra_law
from hrtui.benefits.cobra import rules
from hrtui.benefits.cobra.model import Answer, Case, Continued, Extension, Kind, Raise
from hrtui.benefits.plans import PlanType
from hrtui.dates import add_months
from hrtui.errors import RuleBroken

LAW = cobra_law(date(2026, 1, 1))
EVENT, LOST = date(2026, 11, 1), date(2026, 11, 30)
SHORT = date(2028, 5, 31)


def case(kind: Kind = Kind.TERMINATION, slots: tuple[int, ...] = (0, 1)) -> Case:
    plans = (Continued(PlanType.MEDICAL, "medical", "ppo", slots),)
    may = rules.beneficiaries(kind, plans)
    return rules.raised("C2026-0001", Raise(1, kind, EVENT, LOST, may, plans, ""), LOST, LAW)


def test_the_family_of_someone_who_had_medicare_before_has_36_months_from_it() -> None:
    made = rules.extended(case(), Extension.MEDICARE, LAW, date(2026, 3, 1))
    assert (made.until, made.note) == (date(2029, 2, 28), "Medicare since 2026-03-01: the family's time is longer")
    assert rules.own_until(made, LAW) == SHORT


@pytest.mark.parametrize(("since", "longer"), [(date(2025, 6, 1), False), (date(2025, 6, 2), True), (EVENT, True)])
def test_medicare_lengthens_only_where_36_months_reach_beyond_the_eighteen(since: date, longer: bool) -> None:
    if longer:
        assert rules.extended(case(), Extension.MEDICARE, LAW, since).until > SHORT
        return
    with pytest.raises(RuleBroken, match="lasts until 2028-05-31 already"):
        rules.extended(case(), Extension.MEDICARE, LAW, since)


@pytest.mark.parametrize(
    ("made", "since", "why"),
    [
        (case(), None, "Say from which day"),
        (case(), EVENT + timedelta(days=1), "where it came before"),
        (case(slots=(0,)), date(2026, 3, 1), "no family"),
        (case(Kind.DIVORCE), date(2026, 3, 1), "no family"),
    ],
)
def test_medicare_without_its_day_after_the_event_or_without_a_family_is_refused(
    made: Case, since: date | None, why: str
) -> None:
    with pytest.raises(RuleBroken, match=why):
        rules.extended(made, Extension.MEDICARE, LAW, since)


@given(st.dates(date(2025, 6, 2), EVENT))
def test_medicare_never_shortens_and_never_asks_more_than_102_percent(since: date) -> None:
    made = rules.extended(case(), Extension.MEDICARE, LAW, since)
    assert made.until == max(SHORT, add_months(since, 36) - timedelta(days=1))
    assert {rules.percent_on(made, day, LAW) for day in (LOST, SHORT, made.until)} == {LAW.percent}


def test_a_disability_lengthens_for_all_and_a_second_event_for_the_family_alone() -> None:
    noticed = rules.noticed(case(), date(2026, 12, 1), LAW)
    elected = rules.answered(noticed, {0: Answer.ELECTED, 1: Answer.ELECTED}, date(2026, 12, 2), LAW)
    assert rules.own_until(elected, LAW) is None
    assert rules.own_until(rules.extended(elected, Extension.DISABILITY, LAW), LAW) is None
    second = rules.extended(elected, Extension.SECOND_EVENT, LAW)
    assert (second.until, rules.own_until(second, LAW)) == (date(2029, 11, 30), SHORT)
