"""Garnishments of one check, and who waits where the pay does not suffice."""

from __future__ import annotations

import math
from datetime import date

from data.payroll_tables import payroll_tables
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.values import (
    Deduction,
    EarningKind,
    OrderKind,
    Part,
    Treatment,
)
from hrtui.payroll.model import W4
from tests.rules.checks import TABLES, case, disposable, lines, made, order, salary

# Garnishments


def test_a_creditor_gets_a_quarter_of_disposable_earnings_at_most() -> None:
    told = calculate(case(salary(2000), orders=(order("C1", OrderKind.CREDITOR, 900),)), TABLES)
    assert lines(told)["garnishment:C1"] == round(disposable(told) / 4)
    assert any(notice.startswith("order_capped") for notice in told.notices)


def test_a_creditor_gets_nothing_of_the_protected_minimum_wages() -> None:
    told = calculate(case(salary(450), w4=W4(exempt=True), orders=(order("C1", OrderKind.CREDITOR, 900),)), TABLES)
    assert disposable(told) < 43_500
    assert "garnishment:C1" not in lines(told)


def test_support_comes_first_and_what_it_takes_is_no_longer_a_creditors() -> None:
    orders = (
        order("C1", OrderKind.CREDITOR, 900, received=date(2025, 1, 1)),
        order("S1", OrderKind.SUPPORT, 300, supports_other=True),
    )
    told = calculate(case(salary(2000), orders=orders), TABLES)
    got = lines(told)
    assert got["garnishment:S1"] == 30_000
    assert got["garnishment:C1"] == round(disposable(told) / 4) - 30_000
    assert [line.code for line in told.lines if line.part is Part.GARNISHMENT] == ["S1", "C1"]


def test_support_orders_share_what_may_be_taken_in_proportion() -> None:
    orders = (order("S1", OrderKind.SUPPORT, 1500), order("S2", OrderKind.SUPPORT, 500))
    told = calculate(case(salary(2000), orders=orders), TABLES)
    got, most = lines(told), round(disposable(told) * 0.6)
    assert got["garnishment:S1"] + got["garnishment:S2"] == most
    assert abs(got["garnishment:S1"] - 3 * got["garnishment:S2"]) <= 4


def test_support_12_weeks_behind_may_take_five_percent_more() -> None:
    orders = (order("S1", OrderKind.SUPPORT, 5000, arrears_12_weeks=True),)
    told = calculate(case(salary(2000), orders=orders), TABLES)
    assert lines(told)["garnishment:S1"] == math.floor(disposable(told) * 0.65 + 0.5)


def test_a_levy_leaves_the_exempt_amount_after_what_is_deducted_before_tax() -> None:
    told = calculate(
        case(
            salary(2000),
            orders=(order("L1", OrderKind.FEDERAL_LEVY),),
            deductions=(Deduction("medical", Treatment.SECTION_125_HEALTH, 10_000),),
        ),
        TABLES,
    )
    assert told.net == 61_923


def test_a_levy_with_dependents_is_blocked_where_their_amount_is_not_known() -> None:
    day, levy = date(2025, 6, 13), order("L1", OrderKind.FEDERAL_LEVY, dependents=2, received=date(2025, 1, 2))
    told = calculate(case(salary(2000), orders=(levy,), pay_date=day), payroll_tables(day))
    assert "levy_exempt_unknown" in [blocker.code for blocker in told.blockers]


def test_a_student_loan_takes_fifteen_percent_at_most_and_an_order_ends_with_its_balance() -> None:
    told = calculate(case(salary(2000), orders=(order("F1", OrderKind.STUDENT_LOAN, 900),)), TABLES)
    assert lines(told)["garnishment:F1"] == math.floor(disposable(told) * 0.15 + 0.5)
    ended = made(salary(2000), orders=(order("F1", OrderKind.STUDENT_LOAN, 900, balance=1_234),))
    assert ended["garnishment:F1"] == 1_234


def test_an_order_received_after_the_pay_date_waits_and_the_employers_fee_is_a_line() -> None:
    later = order("C1", OrderKind.CREDITOR, 10, received=date(2026, 12, 1))
    now = order("C2", OrderKind.CREDITOR, 10, fee=200)
    got = made(salary(2000), orders=(later, now))
    assert (got["garnishment:C2"], got["garnishment:C2 fee"]) == (1_000, 200)
    assert "garnishment:C1" not in got


# Where the pay does not suffice


def test_deductions_that_do_not_fit_wait_the_last_one_first_and_are_owed() -> None:
    plans = (
        Deduction("medical", Treatment.SECTION_125_HEALTH, 30_000),
        Deduction("loan", Treatment.AFTER_TAX, 30_000),
        Deduction("gym", Treatment.AFTER_TAX, 10_000),
    )
    told = calculate(case(salary(600), deductions=plans), TABLES)
    got = lines(told)
    assert got["pre_tax:medical"] == 30_000
    assert told.net == 0
    assert got["post_tax:loan"] + told.arrears["loan"] == 30_000
    assert told.arrears["gym"] == 10_000


def test_pre_tax_deductions_larger_than_the_pay_are_cut_and_the_taxes_follow() -> None:
    plans = (
        Deduction("medical", Treatment.SECTION_125_HEALTH, 30_000),
        Deduction("401k", Treatment.TRADITIONAL_401K, 90_000),
    )
    told = calculate(case(salary(1000), deductions=plans), TABLES)
    got = lines(told)
    assert told.net == 0
    assert got["pre_tax:medical"] == 30_000
    assert got["pre_tax:401k"] + told.arrears["401k"] == 90_000
    assert got["tax:social_security"] == 4_340


def test_a_reimbursement_is_paid_whatever_is_owed() -> None:
    told = calculate(
        case(
            salary(100),
            salary(40, EarningKind.REIMBURSEMENT, "mileage"),
            deductions=(Deduction("loan", Treatment.AFTER_TAX, 50_000),),
        ),
        TABLES,
    )
    assert told.net == 4_000
