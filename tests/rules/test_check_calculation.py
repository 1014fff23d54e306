"""One check: worked figures, what always holds of any case, and derivations recomputed from their leaves."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.payroll_tables import payroll_tables
from hrtui.errors import RuleBroken
from hrtui.money import split
from hrtui.payroll.check.calculate import calculate, explain, explained
from hrtui.payroll.check.checking import NAMED
from hrtui.payroll.check.values import (
    SIGN,
    Case,
    Deduction,
    Earning,
    EarningKind,
    Order,
    OrderKind,
    Part,
    Result,
    Supplemental,
    Treatment,
    net_of,
)
from hrtui.payroll.model import W4, Operation, Rounding, Why
from hrtui.payroll.rules.places import STATES

DAY = date(2026, 11, 20)
TABLES = payroll_tables(DAY)
SINGLE = W4()


def salary(dollars: object, kind: EarningKind = EarningKind.REGULAR, code: str = "salary") -> Earning:
    return Earning(code, kind, int(Decimal(str(dollars)) * 100))


def case(*earnings: Earning, **more: Any) -> Case:
    given: dict[str, Any] = {"w4": SINGLE, "frequency": "biweekly", "work_state": "TX", "residence_state": "TX"} | more
    return Case(pay_date=given.pop("pay_date", DAY), earnings=earnings, **given)


def lines(made: Result) -> dict[str, int]:
    return {line.key: line.amount for line in made.lines}


def made(*earnings: Earning, **more: Any) -> dict[str, int]:
    return lines(calculate(case(*earnings, **more), TABLES))


# Federal taxes


def test_a_salary_is_withheld_from_as_the_worksheet_says() -> None:
    got = made(salary("3269.23"))
    assert got["tax:federal_income_tax"] == 37_962
    assert got["tax:social_security"] == 20_269
    assert got["tax:medicare"] == 4_740
    assert got["employer:futa"] == 1_962
    assert got["wages:futa"] == 326_923


def test_without_a_form_w4_single_is_withheld_and_a_notice_says_so() -> None:
    told = calculate(case(salary(3000), w4=None), TABLES)
    assert lines(told)["tax:federal_income_tax"] == made(salary(3000))["tax:federal_income_tax"]
    assert [notice.split(":")[0] for notice in told.notices] == ["no_w4"]


def test_supplemental_pay_is_taxed_flat_and_above_a_million_at_the_highest_rate() -> None:
    bonus = salary(200_000, EarningKind.SUPPLEMENTAL, "bonus")
    got = made(bonus, year_to_date={"wages:supplemental": 90_000_000})
    assert got["tax:federal_income_tax"] == 5_900_000


def test_supplemental_pay_above_a_million_is_withheld_from_even_where_the_form_is_exempt() -> None:
    bonus = salary(200_000, EarningKind.SUPPLEMENTAL, "bonus")
    got = made(bonus, w4=W4(exempt=True), year_to_date={"wages:supplemental": 90_000_000})
    assert got["tax:federal_income_tax"] == 3_700_000


def test_the_aggregate_method_withholds_as_if_all_were_regular_pay() -> None:
    bonus = salary(1000, EarningKind.SUPPLEMENTAL, "bonus")
    got = made(salary(3000), bonus, supplemental=Supplemental.AGGREGATE)
    assert got["tax:federal_income_tax"] == made(salary(4000))["tax:federal_income_tax"]


def test_a_nonresident_aliens_wages_are_raised_to_withhold_and_in_no_base() -> None:
    got = made(salary(1000), nonresident_alien=True)
    # 26,000 + 16,100 - 8,600 = 33,500; 1,240 + 12 % of 13,600 = 2,872 a year.
    assert got["tax:federal_income_tax"] == 11_046
    assert got["wages:federal_income_tax"] == 100_000


def test_social_security_and_futa_stop_at_their_bases_and_additional_medicare_starts_at_its_threshold() -> None:
    year = {"wages:social_security": 18_400_000, "wages:futa": 650_000, "wages:medicare": 19_900_000}
    got = made(salary(3000), year_to_date=year)
    assert (got["wages:social_security"], got["tax:social_security"]) == (50_000, 3_100)
    assert (got["wages:futa"], got["employer:futa"]) == (50_000, 300)
    assert (got["wages:additional_medicare"], got["tax:additional_medicare"]) == (200_000, 1_800)


def test_a_reduced_futa_credit_is_a_line_of_its_own_and_a_projection_is_said_to_be_one() -> None:
    told = calculate(case(salary(1000), work_state="CA", residence_state="CA"), TABLES)
    assert lines(told)["employer:futa"] == 600
    assert lines(told)["employer:futa_credit_reduction"] == 1_500
    assert any(notice.startswith("credit_reduction_projected") for notice in told.notices)


def test_every_frequency_of_the_table_is_withheld_from() -> None:
    for frequency, periods in TABLES.periods.yearly.items():
        yearly = made(salary(Decimal(104_000) / periods), frequency=frequency)["tax:federal_income_tax"] * periods
        assert abs(yearly - made(salary(104_000), frequency="annually")["tax:federal_income_tax"]) <= periods


# What lowers which wages


@pytest.mark.parametrize(
    ("treatment", "income", "fica", "futa"),
    [
        (Treatment.SECTION_125_HEALTH, 90_000, 90_000, 90_000),
        (Treatment.HSA, 90_000, 90_000, 90_000),
        (Treatment.TRADITIONAL_401K, 90_000, 100_000, 100_000),
        (Treatment.GOVERNMENTAL_457B, 90_000, 100_000, 100_000),
        (Treatment.ROTH_401K, 100_000, 100_000, 100_000),
        (Treatment.COMMUTER, 90_000, 90_000, 90_000),
        (Treatment.AFTER_TAX, 100_000, 100_000, 100_000),
    ],
)
def test_a_deduction_lowers_the_wages_its_treatment_says(
    treatment: Treatment, income: int, fica: int, futa: int
) -> None:
    got = made(salary(1000), deductions=(Deduction("x", treatment, 10_000),))
    assert got["wages:federal_income_tax"] == income
    assert got["wages:social_security"] == got["wages:medicare"] == fica
    assert got["wages:futa"] == futa


def test_imputed_income_is_taxed_and_not_paid_and_a_reimbursement_paid_and_not_taxed() -> None:
    extras = (salary(100, EarningKind.IMPUTED, "car"), salary(50, EarningKind.REIMBURSEMENT, "mileage"))
    told, plain = calculate(case(salary(1000), *extras), TABLES), made(salary(1100))
    got = lines(told)
    assert told.gross == 100_000
    assert got["tax:federal_income_tax"] == plain["tax:federal_income_tax"]
    assert got["tax:social_security"] == plain["tax:social_security"]
    assert told.net == 105_000 - sum(
        got[f"tax:{name}"] for name in ("federal_income_tax", "social_security", "medicare")
    )


def test_group_term_life_is_no_futa_wage_and_nothing_is_withheld_from_it() -> None:
    got = made(salary(1000), salary(100, EarningKind.IMPUTED, "group_term_life"))
    assert (got["wages:futa"], got["wages:social_security"], got["wages:federal_income_tax"]) == (
        100_000, 110_000, 110_000,
    )  # fmt: skip
    assert got["tax:federal_income_tax"] == made(salary(1000))["tax:federal_income_tax"]


# Limits of plans


def test_traditional_and_roth_deferrals_share_the_limit_of_the_year() -> None:
    plans = (Deduction("401k", Treatment.TRADITIONAL_401K, 50_000), Deduction("roth_401k", Treatment.ROTH_401K, 50_000))
    told = calculate(
        case(salary(5000), deductions=plans, year_to_date={"pre_tax:401k": 2_000_000, "post_tax:roth_401k": 380_000}),
        TABLES,
    )
    assert (lines(told)["pre_tax:401k"], lines(told)["post_tax:roth_401k"]) == (50_000, 20_000)
    assert any(notice.startswith("limit_reached") for notice in told.notices)
    assert told.arrears == {}


@pytest.mark.parametrize(("born", "room"), [(1990, 0), (1976, 800_000), (1966, 1_125_000), (1960, 800_000)])
def test_catch_up_goes_by_the_age_reached_in_the_year(born: int, room: int) -> None:
    plan = (Deduction("401k", Treatment.TRADITIONAL_401K, 2_000_000),)
    got = made(salary(30_000), deductions=plan, birth_date=date(born, 12, 31), year_to_date={"pre_tax:401k": 2_450_000})
    assert got.get("pre_tax:401k", 0) == room


def test_a_traditional_catch_up_comes_with_a_notice_that_it_may_have_to_be_roth() -> None:
    plan = (Deduction("401k", Treatment.TRADITIONAL_401K, 100_000),)
    year = {"pre_tax:401k": 2_450_000}
    told = calculate(case(salary(9000), deductions=plan, birth_date=date(1970, 1, 1), year_to_date=year), TABLES)
    assert any(notice.startswith("roth_catch_up") for notice in told.notices)


def test_the_employers_part_counts_towards_the_limit_of_a_health_savings_account() -> None:
    plan = (Deduction("hsa", Treatment.HSA, 10_000, employer=20_000),)
    got = made(salary(3000), deductions=plan, year_to_date={"pre_tax:hsa": 300_000, "employer:hsa": 115_000})
    assert (got["pre_tax:hsa"], got["employer:hsa"]) == (10_000, 15_000)
    family = made(
        salary(3000), deductions=plan, hsa_family=True, year_to_date={"pre_tax:hsa": 300_000, "employer:hsa": 115_000}
    )
    assert family["employer:hsa"] == 20_000


def test_commuter_benefits_stop_at_the_limit_of_the_month() -> None:
    assert (
        made(salary(3000), deductions=(Deduction("commuter", Treatment.COMMUTER, 50_000),))["pre_tax:commuter"]
        == 34_000
    )


def test_an_employers_match_is_a_line_that_is_no_part_of_the_net() -> None:
    plan = (Deduction("401k", Treatment.TRADITIONAL_401K, percent=Decimal("0.06"), employer_percent=Decimal("0.03")),)
    told = calculate(case(salary(2000), deductions=plan), TABLES)
    assert (lines(told)["pre_tax:401k"], lines(told)["employer:401k"]) == (12_000, 6_000)
    assert told.net == net_of(told.lines)


# Garnishments


def order(number: str, kind: OrderKind, dollars: object = 0, **more: Any) -> Order:
    received = more.pop("received", date(2026, 1, 5))
    return Order(number, kind, received, int(Decimal(str(dollars)) * 100), **more)


def disposable(told: Result) -> int:
    return told.gross - sum(line.amount for line in told.lines if line.part in (Part.TAX, Part.CONTRIBUTION))


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
    told = calculate(case(salary(2000), orders=(order("L1", OrderKind.FEDERAL_LEVY, dependents=2),)), TABLES)
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


# Refusals


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"frequency": "fortnightly"}, "frequency"),
        ({"work_state": "ZZ"}, "work_state"),
        ({"residence_state": "Texas"}, "residence_state"),
        ({"earnings": (Earning("salary", EarningKind.REGULAR, -1),)}, "earnings[0].amount"),
        ({"earnings": (Earning("salary", EarningKind.REGULAR, 1, hours=Decimal(-1)),)}, "earnings[0].hours"),
        ({"deductions": (Deduction("x", Treatment.AFTER_TAX, -1),)}, "deductions[0].amount"),
        ({"deductions": (Deduction("x", Treatment.AFTER_TAX, percent=Decimal(2)),)}, "deductions[0].percent"),
    ],
)
def test_an_input_that_cannot_be_is_refused_by_name(change: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        calculate(replace(case(salary(1000)), **change), TABLES)
    assert broken.value.field == field


def test_support_that_names_no_amount_is_refused() -> None:
    with pytest.raises(RuleBroken, match="an amount or a percentage"):
        calculate(case(salary(1000), orders=(order("S1", OrderKind.SUPPORT),)), TABLES)


# States


def test_a_missing_state_table_is_one_named_blocker() -> None:
    day = date(2025, 6, 13)
    told = calculate(case(salary(1000), pay_date=day, work_state="CA", residence_state="CA"), payroll_tables(day))
    assert [blocker.code for blocker in told.blockers] == ["no_state_tables"]


def test_an_unknown_state_of_work_is_a_named_blocker_and_federal_taxes_are_computed() -> None:
    told = calculate(case(salary(1000), work_state="", residence_state=""), TABLES)
    assert [blocker.code for blocker in told.blockers] == ["no_work_state"]
    assert lines(told)["tax:social_security"] == 6_200


def test_residents_of_an_agreeing_state_are_withheld_from_for_it_and_contribute_where_they_work() -> None:
    got = made(salary(3000), work_state="PA", residence_state="NJ", state_forms={"NJ": {"table": "A"}})
    assert "tax:NJ_income_tax" in got
    assert "tax:PA_income_tax" not in got
    assert got["contribution:PA UC"] == 210


def test_a_city_is_withheld_for_its_residents_alone() -> None:
    living = {"work_state": "NY", "residence_state": "NY", "localities": ("NY-NYC",)}
    assert made(salary(3000), **living)["tax:NY-NYC_income_tax"] > 0
    assert "tax:NY-NYC_income_tax" not in made(salary(3000), **living | {"residence_state": "NJ"})
    outside = calculate(case(salary(3000), **living | {"residence_state": "NJ", "localities": ("NY-Yonkers",)}), TABLES)
    assert "no_local_tables" in [blocker.code for blocker in outside.blockers]


def test_a_deduction_lowers_a_states_wages_but_where_the_state_says_otherwise() -> None:
    plans = (
        Deduction("medical", Treatment.SECTION_125_HEALTH, 10_000),
        Deduction("401k", Treatment.TRADITIONAL_401K, 20_000),
    )
    for state, wages in (("NJ", 80_000), ("PA", 90_000), ("MA", 70_000)):
        got = made(salary(1000), work_state=state, residence_state=state, deductions=plans)
        assert got[f"wages:{state}_income_tax"] == wages


def test_supplemental_pay_is_withheld_at_the_states_own_rate_by_kind() -> None:
    bonus, commission = (
        salary(1000, EarningKind.SUPPLEMENTAL, "bonus"),
        salary(500, EarningKind.SUPPLEMENTAL, "commission"),
    )
    plain = made(salary(3000), work_state="CA", residence_state="CA")["tax:CA_income_tax"]
    got = made(salary(3000), bonus, commission, work_state="CA", residence_state="CA")
    assert got["tax:CA_income_tax"] == plain + 10_230 + 3_300


@pytest.mark.parametrize("day", [date(2023, 5, 1), date(2024, 12, 31)])
def test_a_date_before_the_first_tables_is_refused_with_the_first_date_known(day: date) -> None:
    with pytest.raises(RuleBroken, match="first date known is 2025-01-01") as broken:
        payroll_tables(day)
    assert broken.value.field == "pay_date"


# What always holds

CENTS = st.integers(0, 3_000_000)
SHARES = st.decimals(0, 1, places=2)
CODES = st.sampled_from(["salary", "bonus", "group_term_life"])
HOURS = st.none() | st.decimals(0, 99, places=2)
KINDS = st.sampled_from(EarningKind)
EARNINGS = st.lists(
    st.builds(
        Earning, CODES, KINDS, CENTS, HOURS, HOURS, cost_centre=st.just(""), label=st.just(""), basis=st.just("")
    ),
    max_size=4,
)
ITEMS = st.lists(
    st.builds(
        Deduction,
        st.sampled_from(["medical", "401k", "hsa", "roth_401k", "commuter", "loan", "own"]),
        st.sampled_from(Treatment),
        st.integers(0, 200_000),
        st.none() | SHARES,
        label=st.just(""),
        arrears=st.integers(0, 20_000),
        employer=st.integers(0, 20_000),
        employer_percent=st.none() | SHARES,
    ),
    max_size=5,
    unique_by=lambda item: item.code,
)
ORDERS = st.lists(
    st.builds(
        Order,
        st.sampled_from(["A", "B", "C", "D"]),
        st.sampled_from(OrderKind),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.integers(0, 200_000),
        st.none() | SHARES,
        balance=st.none() | CENTS,
        supports_other=st.booleans(),
        arrears_12_weeks=st.booleans(),
        status=st.sampled_from(["single", "married", "head"]),
        dependents=st.integers(0, 2),
        fee=st.integers(0, 500),
        payee=st.just(""),
    ),
    max_size=4,
    unique_by=lambda one: one.number,
)
FORMS = st.builds(
    W4,
    status=st.sampled_from(["single", "married", "head"]),
    step2=st.booleans(),
    step3=st.sampled_from([Decimal(0), Decimal(2200)]),
    step4a=st.sampled_from([Decimal(0), Decimal("1234.56")]),
    step4b=st.sampled_from([Decimal(0), Decimal(5000)]),
    step4c=st.sampled_from([Decimal(0), Decimal("50.25"), Decimal(9000)]),
    exempt=st.booleans(),
    old=st.booleans(),
    allowances=st.integers(0, 5),
)
YEARS = st.dictionaries(
    st.sampled_from(
        ["wages:social_security", "wages:medicare", "wages:futa", "wages:supplemental", "pre_tax:401k", "pre_tax:hsa"]
    ),
    st.integers(0, 25_000_000),
)
CASES = st.builds(
    Case,
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.sampled_from(sorted(TABLES.periods.yearly)),
    st.sampled_from(["", *STATES]),
    st.sampled_from(["", *STATES]),
    EARNINGS.map(tuple),
    st.none() | FORMS,
    st.booleans(),
    deductions=ITEMS.map(tuple),
    orders=ORDERS.map(
        lambda orders: tuple(one if one.kind not in NAMED or one.cents else one._replace(cents=1) for one in orders)
    ),
    year_to_date=YEARS,
    supplemental=st.sampled_from(Supplemental),
    birth_date=st.none() | st.dates(date(1940, 1, 1), date(2005, 1, 1)),
    hsa_family=st.booleans(),
    rounding=st.sampled_from(Rounding),
)


@settings(deadline=None, max_examples=120)
@given(CASES)
def test_the_lines_of_any_check_sum_to_its_net_and_neither_it_nor_a_base_is_below_zero(any_case: Case) -> None:
    told = calculate(any_case, payroll_tables(any_case.pay_date))
    assert sum(SIGN[line.part] * line.amount for line in told.lines) == told.net
    assert told.net >= sum(line.amount for line in told.lines if line.part is Part.REIMBURSEMENT)
    assert all(line.amount >= 0 and line.basis >= 0 for line in told.lines)
    assert told.gross == sum(line.amount for line in told.lines if line.part is Part.EARNING)
    assert all(owed > 0 for owed in told.arrears.values())


@settings(deadline=None, max_examples=60)
@given(CASES)
def test_every_derivation_of_any_check_recomputes_to_its_line(any_case: Case) -> None:
    tables = payroll_tables(any_case.pay_date)
    told = explained(any_case, tables)
    assert told.result == calculate(any_case, tables)
    for line, tree in zip(told.result.lines, told.lines, strict=True):
        check_tree(tree)
        assert tree.amount == Decimal(line.amount).scaleb(-2), line.key
    for tree, cents in ((told.gross, told.result.gross), (told.net, told.result.net)):
        check_tree(tree)
        assert tree.amount == Decimal(cents).scaleb(-2)


@settings(deadline=None, max_examples=60)
@given(CASES)
def test_garnishments_never_take_more_than_disposable_earnings(any_case: Case) -> None:
    told = calculate(any_case, payroll_tables(any_case.pay_date))
    taken = sum(line.amount for line in told.lines if line.part is Part.GARNISHMENT)
    assert taken <= disposable(told)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 4_000_000), min_size=6, max_size=26), st.integers(1950, 2000))
def test_the_limits_of_a_year_hold_over_any_checks_of_it(pays: list[int], born: int) -> None:
    plans = (
        Deduction("401k", Treatment.TRADITIONAL_401K, percent=Decimal("0.50"), employer_percent=Decimal("0.10")),
        Deduction("roth_401k", Treatment.ROTH_401K, 100_000),
        Deduction("hsa", Treatment.HSA, 40_000, employer=10_000),
        Deduction("dependent_care", Treatment.SECTION_125_DEPENDENT_CARE, 60_000),
        Deduction("health_fsa", Treatment.SECTION_125_HEALTH_FSA, 20_000),
    )
    year: dict[str, int] = {}
    for pay in pays:
        told = calculate(
            case(salary(Decimal(pay) / 100), deductions=plans, year_to_date=year, birth_date=date(born, 6, 1)), TABLES
        )
        for line in told.lines:
            year[line.key] = year.get(line.key, 0) + line.amount
    age = 2026 - born
    more = 1_125_000 if 60 <= age <= 63 else 800_000 if age >= 50 else 0
    assert year.get("pre_tax:401k", 0) + year.get("post_tax:roth_401k", 0) <= 2_450_000 + more
    own = year.get("pre_tax:hsa", 0) + year.get("employer:hsa", 0)
    assert own <= 440_000 + (100_000 if age >= 55 else 0)
    assert year.get("pre_tax:dependent_care", 0) <= 750_000
    assert year.get("pre_tax:health_fsa", 0) <= 340_000
    assert year["wages:social_security"] <= 18_450_000
    assert year["tax:social_security"] <= 1_143_900
    assert year["wages:futa"] <= 700_000


def check_tree(tree: Why) -> Fraction | None:
    """The figure of a tree from its leaves, in fractions; each node must show it and each leaf say where it is from."""
    children = [figure for child in tree.children if (figure := check_tree(child)) is not None]
    if tree.amount is None:
        assert tree.operation is Operation.FACT
        return None
    assert tree.label or tree.operation is not Operation.INPUT
    figure = _computed(tree, children)
    assert abs(figure - Fraction(tree.amount)) < Fraction(1, 10**12), tree.label
    if tree.operation is Operation.INPUT:
        assert tree.source, f"{tree.label} does not say where it comes from"
    return figure


def _computed(tree: Why, children: list[Fraction]) -> Fraction:
    if tree.operation is Operation.INPUT:
        assert tree.amount is not None
        return Fraction(tree.amount)
    first, *others = children
    step = others[0] if others else Fraction(1)
    made_of = {
        Operation.SUM: lambda: sum(children, Fraction(0)),
        Operation.DIFFERENCE: lambda: first - sum(others),
        Operation.LESS: lambda: max(Fraction(0), first - sum(others)),
        Operation.PRODUCT: lambda: math.prod(children, start=Fraction(1)),
        Operation.QUOTIENT: lambda: first / step,
        Operation.SMALLER: lambda: min(children),
        Operation.LARGER: lambda: max(children),
        Operation.ROUND: lambda: math.floor(first / step + Fraction(1, 2)) * step,
        Operation.ROUND_DOWN: lambda: math.floor(first / step) * step,
        Operation.ROUND_UP: lambda: math.ceil(first / step) * step,
        Operation.SHARE: lambda: Fraction(
            split(int(first * 100), [int(part * 100) for part in others[1:]])[int(step) - 1], 100
        ),
    }
    return made_of[tree.operation]()


def test_lines_of_one_code_over_two_cost_centres_are_explained_together() -> None:
    parts = (
        Earning("salary", EarningKind.REGULAR, 100_000, cost_centre="A"),
        Earning("salary", EarningKind.REGULAR, 50_000),
    )
    trees = explain(case(*parts), TABLES)
    assert trees["earning:salary"].amount == Decimal(1500)
    assert {"gross", "net", "tax:federal_income_tax", "wages:futa"} <= trees.keys()
