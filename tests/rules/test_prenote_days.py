"""From which day on money may go to an account that a prenote tried."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hrtui.dates import is_business_day
from hrtui.payroll.prenotes.rules import Tried, is_untried, ready_on, settles

THANKSGIVING = {date(2026, 11, 26)}
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_three_banking_days_pass_over_a_holiday_and_a_weekend() -> None:
    assert settles(date(2026, 11, 23), THANKSGIVING) == date(2026, 11, 24)
    assert ready_on(date(2026, 11, 24), 3, THANKSGIVING) == date(2026, 11, 30)


def test_an_account_is_tried_from_that_day_on_or_once_it_was_paid_to() -> None:
    sent = Tried(False, date(2026, 11, 24))
    assert is_untried(sent, date(2026, 11, 27), 3, THANKSGIVING)
    assert not is_untried(sent, date(2026, 11, 30), 3, THANKSGIVING)
    assert is_untried(Tried(), date(2027, 1, 1), 3, THANKSGIVING)
    assert not is_untried(Tried(paid=True), date(2026, 11, 24), 3, THANKSGIVING)


@given(DAYS, st.integers(1, 10))
def test_money_goes_on_a_banking_day_and_so_many_of_them_after_the_prenote(day: date, days: int) -> None:
    settled = settles(day, THANKSGIVING)
    ready = ready_on(settled, days, THANKSGIVING)
    between = (settled + timedelta(days=at) for at in range(1, (ready - settled).days + 1))
    assert sum(is_business_day(each, THANKSGIVING) for each in between) == days
    assert is_business_day(ready, THANKSGIVING)
