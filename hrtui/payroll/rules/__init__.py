"""The rules of payroll, pure: calendars, gross pay, federal withholding, social security and Medicare, paychecks."""

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
from hrtui.payroll.rules.federal import read_w4, withholding
from hrtui.payroll.rules.fica import additional_medicare, medicare, social_security
from hrtui.payroll.rules.gross import earnings, segments
from hrtui.payroll.rules.paycheck import Outcome, outcome, paycheck
from hrtui.payroll.rules.year import Check, Terms, checks, terms

__all__ = [
    "PERIODS_PER_YEAR",
    "Check",
    "Outcome",
    "Terms",
    "additional_medicare",
    "checks",
    "earnings",
    "group_named",
    "medicare",
    "next_due",
    "next_pay_date",
    "outcome",
    "pay_date",
    "pay_dates",
    "pay_dates_of_year",
    "paycheck",
    "period_of",
    "read_w4",
    "segments",
    "social_security",
    "terms",
    "withholding",
]
