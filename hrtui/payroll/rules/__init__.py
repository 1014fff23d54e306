"""The rules of payroll, pure: calendars, gross pay, federal withholding, social security and Medicare."""

from hrtui.payroll.rules.calendar import (
    PERIODS_PER_YEAR,
    group_named,
    next_pay_date,
    pay_date,
    pay_dates,
    pay_dates_of_year,
    period_of,
)
from hrtui.payroll.rules.due import next_due
from hrtui.payroll.rules.federal import read_w4
from hrtui.payroll.rules.gross import earnings, segments

__all__ = [
    "PERIODS_PER_YEAR",
    "earnings",
    "group_named",
    "next_due",
    "next_pay_date",
    "pay_date",
    "pay_dates",
    "pay_dates_of_year",
    "period_of",
    "read_w4",
    "segments",
]
