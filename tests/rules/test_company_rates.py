"""The company's own rates of contributions: read from the configuration, in force by date, owed by the employer alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from data.payroll_tables import payroll_tables
from hrtui.configfile.read import read
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.values import Case, Earning, EarningKind
from hrtui.payroll.companyrates import CompanyRate, rates_on
from hrtui.payroll.model import W4

RATES = (
    CompanyRate("NJ", "UI", Decimal("0.028"), date(2026, 7, 1)),
    CompanyRate("NJ", "UI", Decimal("0.031"), date(2025, 7, 1)),
    CompanyRate("CO", "UI", Decimal("0.017"), date(2026, 1, 1)),
)


def test_the_rate_of_the_check_date_counts() -> None:
    assert rates_on(RATES, date(2026, 6, 30))["NJ"] == {"UI": Decimal("0.031")}
    assert rates_on(RATES, date(2026, 7, 1))["NJ"] == {"UI": Decimal("0.028")}
    assert rates_on(RATES, date(2025, 1, 1)) == {}


def test_the_configuration_holds_them_and_refuses_a_percentage() -> None:
    text = "company: {name: Acme}\ncontribution_rates:\n  - {state: NJ, name: UI, rate: RATE, effective_from: 2026-07-01}\n"
    config, problems = read(text.replace("RATE", "0.028"), Path("hrtui.yaml"))
    assert problems == []
    assert config is not None
    assert config.contribution_rates == RATES[:1]
    assert read(text.replace("RATE", "2.8"), Path("hrtui.yaml"))[1]


def test_the_employer_owes_unemployment_insurance_at_the_companys_rate_and_without_it_a_notice_says_so() -> None:
    day = date(2026, 8, 14)
    earnings = (Earning("salary", EarningKind.REGULAR, 100_000),)
    case = Case(day, "biweekly", "NJ", "NJ", earnings, W4(), company_rates=rates_on(RATES, day))
    with_rate = calculate(case, payroll_tables(day))
    assert {line.key: line.amount for line in with_rate.lines}["employer:NJ UI"] == 2_800
    assert not any(notice.startswith("company_rate_missing") for notice in with_rate.notices)
    without = calculate(Case(day, "biweekly", "NJ", "NJ", earnings, W4()), payroll_tables(day))
    assert without.net == with_rate.net
    assert any(notice.startswith("company_rate_missing") for notice in without.notices)
