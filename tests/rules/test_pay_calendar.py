"""Periods and check dates of every frequency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.dates import Period, is_business_day
from hrtui.errors import RuleBroken
from hrtui.payroll.model import Frequency, PayGroup
from hrtui.payroll.rules import group_named, next_pay_date, pay_date, pay_dates, pay_dates_of_year, period_of

HOLIDAYS = frozenset({date(2026, 1, 1), date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1), date(2027, 12, 31)})
BIWEEKLY = PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4))
FRIDAYS = PayGroup("fridays", Frequency.BIWEEKLY, date(2026, 12, 13), check_after=6)


def test_a_biweekly_period_is_two_weeks_before_and_after_the_one_that_was_named() -> None:
    assert period_of(BIWEEKLY, date(2026, 1, 17)) == Period(date(2026, 1, 4), date(2026, 1, 17))
    assert period_of(BIWEEKLY, date(2026, 1, 3)) == Period(date(2025, 12, 21), date(2026, 1, 3))


def test_semimonthly_periods_end_on_the_15th_and_on_the_last_day() -> None:
    group = PayGroup("half", Frequency.SEMIMONTHLY, date(2026, 1, 1))
    assert period_of(group, date(2026, 2, 15)) == Period(date(2026, 2, 1), date(2026, 2, 15))
    assert period_of(group, date(2026, 2, 20)) == Period(date(2026, 2, 16), date(2026, 2, 28))
    assert len(pay_dates_of_year(group, 2026)) == 24


def test_a_semimonthly_calendar_may_be_named_by_its_second_half() -> None:
    group = PayGroup("half", Frequency.SEMIMONTHLY, date(2026, 1, 16))
    assert period_of(group, date(2026, 1, 31)) == Period(date(2026, 1, 16), date(2026, 1, 31))
    assert period_of(group, date(2026, 1, 1)) == Period(date(2026, 1, 1), date(2026, 1, 15))


def test_monthly_periods_follow_the_calendar() -> None:
    group = PayGroup("month", Frequency.MONTHLY, date(2026, 1, 1), check_after=0)
    assert period_of(group, date(2028, 2, 10)) == Period(date(2028, 2, 1), date(2028, 2, 29))
    assert [made.check for made in pay_dates_of_year(group, 2026)][:2] == [date(2026, 1, 30), date(2026, 2, 27)]


def test_a_check_moves_to_the_business_day_before_a_holiday() -> None:
    assert next_pay_date(BIWEEKLY, date(2026, 11, 23)).check == date(2026, 11, 26)
    assert next_pay_date(BIWEEKLY, date(2026, 11, 23), HOLIDAYS).check == date(2026, 11, 25)


def test_a_check_on_a_weekend_moves_to_friday() -> None:
    group = PayGroup("main", Frequency.WEEKLY, date(2026, 1, 4), check_after=7)
    assert next_pay_date(group, date(2026, 2, 1)).check == date(2026, 2, 6)


def test_the_next_pay_date_may_be_today() -> None:
    assert next_pay_date(BIWEEKLY, date(2026, 11, 25), HOLIDAYS).check == date(2026, 11, 25)
    assert next_pay_date(BIWEEKLY, date(2026, 11, 26), HOLIDAYS).check == date(2026, 12, 10)


def test_2027_has_27_biweekly_fridays() -> None:
    dates = pay_dates_of_year(FRIDAYS, 2027)
    assert len(dates) == 27
    assert (dates[0].check, dates[-1].check) == (date(2027, 1, 1), date(2027, 12, 31))


def test_the_tax_year_is_that_of_the_check_wherever_a_holiday_moves_it() -> None:
    assert len(pay_dates_of_year(FRIDAYS, 2027, HOLIDAYS)) == 26
    assert pay_dates_of_year(FRIDAYS, 2026, HOLIDAYS)[-1].check == date(2026, 12, 31)
    assert len(pay_dates_of_year(FRIDAYS, 2026, HOLIDAYS)) == 27


def test_the_first_check_of_a_year_may_pay_work_of_the_year_before() -> None:
    first = pay_dates_of_year(BIWEEKLY, 2026)[0]
    assert first.check == date(2026, 1, 8)
    assert first.period == Period(date(2025, 12, 21), date(2026, 1, 3))


def test_a_group_that_is_not_configured_is_named_with_those_that_are() -> None:
    with pytest.raises(RuleBroken, match="“weekly”.*main, fridays"):
        group_named((BIWEEKLY, FRIDAYS), "weekly")


GROUPS = st.builds(
    PayGroup,
    st.just("any"),
    st.sampled_from(Frequency),
    st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    st.integers(0, 20),
)


@given(GROUPS, st.integers(-60, 60))
def test_periods_follow_one_another_without_gap_or_overlap(group: PayGroup, index: int) -> None:
    here, after = pay_date(group, index), pay_date(group, index + 1)
    assert here.period.start <= here.period.end
    assert after.period.start == here.period.end + timedelta(days=1)
    assert period_of(group, here.period.start) == period_of(group, here.period.end) == here.period
    assert here.check <= after.check


@given(
    GROUPS,
    st.dates(date(2001, 1, 1), date(2030, 1, 1)),
    st.sets(st.dates(date(2001, 1, 1), date(2030, 1, 1)), max_size=9),
)
def test_the_next_pay_date_is_a_business_day_and_none_lies_between(
    group: PayGroup, day: date, holidays: set[date]
) -> None:
    found = next_pay_date(group, day, holidays)
    assert found.check >= day
    assert is_business_day(found.check, holidays)
    assert pay_dates(group, day, found.check, holidays)[0] == found
