"""One check: federal taxes, what lowers which wages, limits of plans, states, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.payroll_tables import payroll_tables
from hrtui.errors import RuleBroken
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.values import (
    Deduction,
    Earning,
    EarningKind,
    OrderKind,
    Supplemental,
    Treatment,
    net_of,
)
from hrtui.payroll.model import W4
from tests.rules.checks import TABLES, case, lines, made, order, salary

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
    assert "no_w4" in [notice.split(":")[0] for notice in told.notices]


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


@pytest.mark.parametrize(("work", "home"), [("IN", "KY"), ("MD", "PA")])
def test_a_county_rate_on_the_certificate_is_withheld_where_an_agreement_leaves_the_state_nothing(
    work: str, home: str
) -> None:
    rate, there = {work: {"local_rate": "0.0281"}}, {"work_state": work, "residence_state": work}
    got = made(salary(3000), work_state=work, residence_state=home, state_forms=rate)
    assert f"tax:{work}_income_tax" not in got
    county = made(salary(3000), state_forms=rate, **there)[f"tax:{work}_income_tax"]
    county -= made(salary(3000), **there)[f"tax:{work}_income_tax"]
    assert got[f"tax:{work}-local_income_tax"] == pytest.approx(county, abs=1)


@pytest.mark.parametrize("home", ["DC", "VA", "WV"])
def test_no_county_of_maryland_is_withheld_of_whom_its_form_exempts_from_all_withholding(home: str) -> None:
    """Form MW507, line 4: District of Columbia, Virginia and West Virginia; line 5, Pennsylvania, is about the state's tax alone."""
    told = calculate(
        case(salary(3000), work_state="MD", residence_state=home, state_forms={"MD": {"local_rate": "0.0281"}}), TABLES
    )
    assert not any("MD" in line.key for line in told.lines if line.key.startswith("tax:"))
    assert any("no local tax of people who live in" in each for each in told.notices)


def test_a_city_is_withheld_for_its_residents_alone() -> None:
    living = {"work_state": "NY", "residence_state": "NY", "localities": ("NY-NYC",)}
    assert made(salary(3000), **living)["tax:NY-NYC_income_tax"] > 0
    assert "tax:NY-NYC_income_tax" not in made(salary(3000), **living | {"residence_state": "NJ"})


def test_who_works_in_yonkers_and_lives_elsewhere_owes_its_earnings_tax() -> None:
    at_work = {"work_state": "NY", "residence_state": "NJ", "localities": ("NY-Yonkers",)}
    assert made(salary(3000), **at_work)["tax:NY-Yonkers_income_tax"] == 1_500
    in_the_state = at_work | {"residence_state": "NY", "localities": ()}
    elsewhere = {"state_forms": {"NY-Yonkers": {"nonresident": "yes"}}}
    assert made(salary(3000), **in_the_state, **elsewhere)["tax:NY-Yonkers_income_tax"] == 1_500
    assert made(salary(3000), **in_the_state | {"localities": ("NY-Yonkers",)})["tax:NY-Yonkers_income_tax"] > 1_500
    nowhere_near = calculate(case(salary(3000), **at_work | {"work_state": "NJ"}), TABLES)
    assert not nowhere_near.blockers
    assert "tax:NY-Yonkers_income_tax" not in {line.key for line in nowhere_near.lines}


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
