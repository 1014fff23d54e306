"""What an election costs: by tier, age, tobacco, pay and goal; limits of law; and the pay items that follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.benefit_law import checks_a_year, law, life_table
from hrtui.benefits import costs, limits, rates
from hrtui.benefits.imputed import imputed_income
from hrtui.benefits.model import Choice, Election, ElectionState, Price
from hrtui.benefits.paying import price_of
from hrtui.benefits.plans import Option, PlanType, Tier
from hrtui.benefits.premiums import in_force
from hrtui.errors import RuleBroken
from hrtui.money import Money
from tests.benefitplans import (
    BASIC_LIFE,
    BOOK,
    CARE,
    COMMUTER,
    DENTAL,
    FSA,
    HSA,
    LAW,
    LIFE,
    LTD,
    MEDICAL,
    PLANS,
    RETIREMENT,
    YEAR,
    D,
    ann,
    rate,
)  # fmt: skip

PPO, HDHP = MEDICAL.options


def chosen(plan: object, option: str, tier: Tier = Tier.EMPLOYEE, **values: object) -> Choice:
    return Choice(plan.type, plan.name, option, tier, **values)  # type: ignore[attr-defined, arg-type]


def priced(
    plan: object, option: str, member: object = None, on: date = YEAR, checks: int = 26, **values: object
) -> Price:
    found = BOOK.option(plan.name, option)  # type: ignore[attr-defined]
    choice = chosen(plan, option, **values)  # type: ignore[arg-type]
    return costs.price(plan, found, choice, member or ann(), on, checks, law=LAW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("option", "tier", "tobacco", "checks", "expected"),
    [
        ("ppo", Tier.EMPLOYEE, False, 26, (60000, 10000, 50000, 4615, 23077)),
        ("ppo", Tier.EMPLOYEE, True, 26, (65000, 15000, 50000, 6923, 23077)),
        ("ppo", Tier.FAMILY, False, 24, (170000, 40000, 130000, 20000, 65000)),
        ("ppo", Tier.CHILDREN, False, 12, (110000, 25000, 85000, 25000, 85000)),
        ("hdhp", Tier.SPOUSE, False, 52, (120000, 18000, 102000, 4154, 23538)),
    ],
)
def test_a_health_plan_costs_by_tier_less_what_the_employer_pays(
    option: str, tier: Tier, tobacco: bool, checks: int, expected: tuple[int, ...]
) -> None:
    made = priced(MEDICAL, option, ann(tobacco=tobacco), checks=checks, tier=tier)
    assert (made.monthly, made.person, made.employer, made.check_person, made.check_employer) == expected


def test_a_day_before_the_first_rate_is_refused_with_the_plan_and_the_day() -> None:
    with pytest.raises(RuleBroken, match=r"Medical \(medical\), option ppo, has no rate on 2025-12-31.*2026-01-01"):
        priced(MEDICAL, "ppo", on=date(2025, 12, 31))
    assert priced(MEDICAL, "ppo", on=date(2026, 1, 1)).monthly == 60000


def test_the_rate_of_the_day_counts_whatever_the_order_of_the_file() -> None:
    later = replace(rate(tiers={Tier.EMPLOYEE: D(700)}), effective_from=date(2026, 7, 1))
    option = Option("o", "O", (later, rate(tiers={Tier.EMPLOYEE: D(600)})))
    found = [rates.rate_on(MEDICAL, option, day).tiers[Tier.EMPLOYEE] for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert found == [D(600), D(700)]


def test_a_tier_without_a_rate_is_refused() -> None:
    option = Option("o", "O", (rate(tiers={Tier.EMPLOYEE: D(600)}),))
    with pytest.raises(RuleBroken, match="no rate for family on 2026-01-01"):
        costs.price(MEDICAL, option, chosen(MEDICAL, "o", Tier.FAMILY), ann(), YEAR, 26, law=LAW)


@pytest.mark.parametrize(
    ("born", "tobacco", "monthly"),
    [
        (date(1996, 1, 2), False, 425),  # 29 on the first of the year: 85 x 0.05
        (date(1996, 1, 1), False, 680),  # 30 that very day: 85 x 0.08
        (date(1986, 1, 2), False, 680),
        (date(1986, 1, 1), False, 850),
        (date(1986, 1, 1), True, 1700),
        (date(1999, 1, 1), True, 425),  # the band names no rate of its own for tobacco
    ],
)
def test_life_insurance_goes_by_the_band_of_the_age_on_the_first_of_the_year(
    born: date, tobacco: bool, monthly: int
) -> None:
    made = priced(LIFE, "x1", ann(birth_date=born, tobacco=tobacco), on=date(2026, 8, 1))
    assert (made.coverage, made.monthly, made.person) == (8_500_000, monthly, monthly)


def test_age_bands_without_a_birth_date_are_refused() -> None:
    with pytest.raises(RuleBroken, match="birth date of Kim, Ann"):
        priced(LIFE, "x1", ann(birth_date=None))


@pytest.mark.parametrize(
    ("option", "pay", "dollars"),
    [("x1", 8_500_000, 85_000), ("x1", 8_500_001, 86_000), ("x2", 8_512_345, 171_000), ("x3", 20_000_000, 500_000)],
)
def test_a_multiple_of_pay_is_rounded_up_and_never_above_the_maximum(option: str, pay: int, dollars: int) -> None:
    assert priced(LIFE, option, ann(pay=pay)).coverage == dollars * 100


def test_coverage_while_evidence_is_awaited_is_what_was_granted() -> None:
    made = costs.price(
        LIFE, BOOK.option("life", "x3"), chosen(LIFE, "x3"), ann(), YEAR, 26, law=LAW, granted=15_000_000
    )
    assert (made.coverage, made.monthly) == (15_000_000, 1200)


@pytest.mark.parametrize(
    ("pay", "monthly"), [(6_000_000, 2500), (12_000_000, 5000), (12_000_012, 5000), (60_000_000, 5000)]
)
def test_disability_is_paid_for_each_hundred_of_insured_pay(pay: int, monthly: int) -> None:
    assert priced(LTD, "sixty", ann(pay=pay)).monthly == monthly  # at most 6,000 / 60 % of pay a month


@pytest.mark.parametrize(
    ("born", "pay", "imputed"),
    [
        (date(1990, 6, 15), 5_000_000, 0),
        (date(1990, 6, 15), 5_000_100, 9),  # 36 at the end of the year: 1 x 0.09
        (date(1990, 6, 15), 8_500_000, 315),  # 35 x 0.09
        (date(1986, 12, 31), 8_500_000, 350),  # 40 on the last day of the year
        (date(1987, 1, 1), 8_500_000, 315),
        (date(1956, 12, 31), 30_000_000, 51500),  # 70: 250 x 2.06
    ],
)
def test_employers_group_life_above_50_000_is_imputed_by_table_one(born: date, pay: int, imputed: int) -> None:
    made = priced(BASIC_LIFE, "once", ann(birth_date=born, pay=pay))
    assert (made.imputed, made.person) == (imputed, 0)


def test_what_the_person_pays_lowers_imputed_income_never_below_zero() -> None:
    table = life_table(YEAR)
    found = [imputed_income(10_000_000, paid, date(1990, 1, 1), YEAR, table) for paid in (0, 100, 450, 999)]
    assert found == [450, 350, 0, 0]


@pytest.mark.parametrize(
    ("on", "person", "check"),
    [(YEAR, 10000, 4615), (date(2026, 7, 1), 20000, 9231), (date(2026, 7, 15), 20000, 9231), (date(2026, 12, 31), 120000, 55385)],
)  # fmt: skip
def test_a_years_goal_is_spread_over_the_months_that_are_left(on: date, person: int, check: int) -> None:
    made = priced(FSA, "fsa", on=on, amount=Money(120_000))
    assert (made.person, made.check_person) == (person, check)


def test_a_goal_chosen_last_year_is_spread_over_the_whole_of_this_one() -> None:
    choice, option = chosen(HSA, "hsa", Tier.FAMILY, amount=Money(120_000)), BOOK.option("hsa", "hsa")
    made = costs.price(HSA, option, choice, ann(), date(2026, 8, 7), 26, law=LAW, since=date(2025, 8, 1))
    assert (made.person, made.employer) == (10000, 10000)


def test_a_commuter_amount_is_a_months() -> None:
    assert priced(COMMUTER, "transit", on=date(2026, 7, 1), amount=Money(10_000)).person == 10000


def test_a_waiver_costs_nothing() -> None:
    assert costs.price(MEDICAL, PPO, Choice(PlanType.MEDICAL), ann(), YEAR, 26, law=LAW) == costs.NOTHING


@given(
    st.sampled_from(list(Tier)), st.booleans(), st.sampled_from([12, 24, 26, 52]),
    st.decimals(0, 5000, places=2), st.decimals(0, 1, places=4),
)  # fmt: skip
def test_the_parts_add_up_and_checks_are_half_a_cent_from_exact(
    tier: Tier, tobacco: bool, checks: int, total: Decimal, part: Decimal
) -> None:
    option = Option("o", "O", (rate(tiers={tier: total}, employer_percent=part, tobacco_surcharge=D(25)),))
    made = costs.price(MEDICAL, option, chosen(MEDICAL, "o", tier), ann(tobacco=tobacco), YEAR, checks, law=LAW)
    assert made.monthly == made.person + made.employer == int((total + (25 if tobacco else 0)) * 100)
    assert abs(D(made.check_person) - D(made.person) * 12 / checks) <= D("0.5")
    assert abs(D(made.check_employer) - D(made.employer) * 12 / checks) <= D("0.5")


@pytest.mark.parametrize(
    ("plan", "tier", "born", "on", "limit"),
    [
        (HSA, Tier.EMPLOYEE, 1990, 2026, 4400),
        (HSA, Tier.FAMILY, 1990, 2026, 8750),
        (HSA, Tier.EMPLOYEE, 1972, 2026, 4400),
        (HSA, Tier.EMPLOYEE, 1971, 2026, 5400),  # 55 in the year
        (HSA, Tier.FAMILY, 1971, 2025, 8550),
        (FSA, Tier.EMPLOYEE, 1990, 2026, 3400),
        (FSA, Tier.EMPLOYEE, 1990, 2025, 3300),
        (CARE, Tier.EMPLOYEE, 1990, 2026, 7500),
        (CARE, Tier.EMPLOYEE, 1990, 2025, 5000),
        (RETIREMENT, Tier.EMPLOYEE, 1977, 2026, 24500),
        (RETIREMENT, Tier.EMPLOYEE, 1976, 2026, 32500),  # 50
        (RETIREMENT, Tier.EMPLOYEE, 1967, 2026, 32500),  # 59
        (RETIREMENT, Tier.EMPLOYEE, 1966, 2026, 35750),  # 60
        (RETIREMENT, Tier.EMPLOYEE, 1963, 2026, 35750),  # 63
        (RETIREMENT, Tier.EMPLOYEE, 1962, 2026, 32500),  # 64
        (COMMUTER, Tier.EMPLOYEE, 1990, 2026, 340),
        (DENTAL, Tier.EMPLOYEE, 1990, 2026, None),
    ],
)
def test_limits_go_by_age_tier_and_year(plan: object, tier: Tier, born: int, on: int, limit: int | None) -> None:
    day = date(on, 1, 1)
    assert limits.limit_of(plan, tier, ann(birth_date=date(born, 12, 31)), day, law(day)) == limit  # type: ignore[arg-type]


def test_a_plan_may_allow_less_than_the_law_and_never_more() -> None:
    for most, expected in ((D(2000), D(2000)), (D(9000), D(3400))):
        assert limits.limit_of(replace(FSA, most=most), Tier.EMPLOYEE, ann(), YEAR, LAW) == expected


def test_the_limits_of_a_year_not_published_yet_are_those_of_the_last_one_and_say_so() -> None:
    assert (law(date(2030, 1, 1)).year, law(date(2026, 12, 31)).year) == (2026, 2026)
    with pytest.raises(RuleBroken, match="2024-12-31"):
        law(date(2024, 12, 31))


def election(
    plan: object, option: str, on: date = YEAR, state: ElectionState = ElectionState.ACTIVE, **values: object
) -> Election:
    return Election(on, chosen(plan, option, **values), state)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [ElectionState.WAIVED, ElectionState.TERMINATED, ElectionState.COBRA])
def test_what_is_waived_ended_or_paid_to_the_plan_takes_nothing_from_its_day_on(state: ElectionState) -> None:
    rows = [election(MEDICAL, "ppo"), election(MEDICAL, "ppo", date(2026, 3, 1), state)]
    assert [in_force(rows, day) is not None for day in (date(2026, 2, 28), date(2026, 3, 1))] == [True, False]


def test_awaiting_evidence_pays_for_what_is_granted() -> None:
    row = replace(election(LIFE, "x3", state=ElectionState.AWAITING_EVIDENCE), granted=Money(15_000_000))
    assert price_of(row, LIFE, ann(), BOOK, YEAR, 12, LAW).check_person == 1200


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_elections_are_paid_from_their_first_day_on_and_never_before(begins: date, pay_date: date) -> None:
    rows = [election(DENTAL, "basic", begins)]
    assert (in_force(rows, pay_date) is not None) is (pay_date >= begins)


def test_checks_a_year_are_those_of_payrolls_table() -> None:
    assert checks_a_year() == {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}


def test_every_plan_has_a_price_on_each_day_of_a_year() -> None:
    for plan in PLANS:
        day = YEAR
        while day.year == 2026:
            made = priced(plan, plan.options[0].name, on=day, amount=Money(120_000), percent=D("0.05"))
            assert made.person >= 0
            day += timedelta(days=31)
