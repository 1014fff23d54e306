"""Checks computed together are those computed one by one, whatever they have in common: every state, and figures at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.payroll.check.alike import calculate_all
from hrtui.payroll.check.calculate import calculate
from hrtui.payroll.check.linetable import TableLines, worked
from hrtui.payroll.check.values import (
    Case,
    Deduction,
    Earning,
    EarningKind,
    OrderKind,
    Result,
    Supplemental,
    Treatment,
    net_of,
)
from hrtui.payroll.model import W4, Rounding
from hrtui.payroll.rules.places import STATES
from tests.rules.checks import TABLES, case, order, salary

EXAMPLES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("state_cases.yaml").read_text())["cases"]
WITH_FORMS = [each for each in EXAMPLES if each["kind"] != "state_contribution"]
WAGES = (0, 310, 812, 1450.55, 2999.99, 4100, 7777.77, 16_500, 62_000, 240_000)
ASKED = (
    Deduction("401k", Treatment.TRADITIONAL_401K, percent=Decimal("0.06"), employer_percent=Decimal("0.03")),
    Deduction("dental", Treatment.SECTION_125_HEALTH, 1_850),
    Deduction("hsa", Treatment.HSA, 10_000, employer=2_500),
    Deduction("medical", Treatment.SECTION_125_HEALTH, 21_000, employer=60_000, arrears=500),
    Deduction("roth", Treatment.ROTH_401K, percent=Decimal("0.02")),
    Deduction("union", Treatment.AFTER_TAX, 3_500, waiting=100),
)
FORMS: tuple[dict[str, dict[str, str]], ...] = ({}, {"NY": {"allowances": "2"}}, {"OH": {"local_rate": "0.025"}})


def alone(one: Case) -> Result | RuleBroken:
    try:
        return calculate(one, TABLES)
    except RuleBroken as broken:
        return broken


def told(made: Result | RuleBroken) -> object:
    """What is kept of a check: rates and hours by what they are worth, in the order of the lines."""
    if isinstance(made, RuleBroken):
        return str(made), made.field
    return [tuple(line) for line in made.lines], made.gross, made.net, made.blockers, made.notices, dict(made.arrears)


def together(cases: Sequence[Case]) -> int:
    """Assert that the checks are the same as one by one, and return how many stand in tables."""
    found = calculate_all(cases, TABLES)
    for one, made in zip(cases, found, strict=True):
        expected = alone(one)
        assert told(made) == told(expected)
        if isinstance(made, Result) and isinstance(expected, Result):
            assert net_of(made.lines) == made.net
            assert worked(made.lines) == worked(expected.lines)
            assert bool(made.lines) == bool(expected.lines)
    return sum(isinstance(made, Result) and isinstance(made.lines, TableLines) for made in found)


@pytest.mark.parametrize("state", sorted(STATES))
@pytest.mark.parametrize("frequency", ["weekly", "biweekly", "semimonthly", "monthly"])
def test_checks_of_a_state_are_the_same_together_and_alone(state: str, frequency: str) -> None:
    of = {"work_state": state, "residence_state": state, "frequency": frequency}
    paid = [case(salary(dollars), **of) for dollars in WAGES]
    extra = [case(salary(dollars), salary(900, EarningKind.SUPPLEMENTAL, "bonus"), **of) for dollars in WAGES]
    asked = [case(salary(dollars), deductions=ASKED[at % 7 :], **of) for at, dollars in enumerate(WAGES * 2)]
    assert together([*paid, *extra, *asked])


@pytest.mark.parametrize("example", WITH_FORMS, ids=lambda example: str(example["id"]))
def test_checks_with_a_certificate_are_the_same_together_and_alone(example: dict[str, Any]) -> None:
    inputs, state = dict(example["inputs"]), example["jurisdiction"]
    wages, frequency = Decimal(str(inputs.pop("wages", 3_000))), inputs.pop("frequency", "biweekly")
    forms = {state: {name: str(value) for name, value in inputs.items()}}
    home = {"work_state": state[:2], "residence_state": state[:2], "frequency": frequency, "state_forms": forms}
    together([
        case(salary(wages * times), w4=W4(status=status), **home)
        for times in (1, Decimal("0.3"), 2, 5, Decimal("1.01"))
        for status in ("single", "married")
    ])  # fmt: skip


amounts = st.integers(0, 300_000) | st.sampled_from([0, 1, 50_000, 1_000_000, 20_000_000])
entries = st.sampled_from([Decimal(0), Decimal(0), Decimal(50), Decimal("2000.25")])
w4s = st.none() | st.builds(
    W4, status=st.sampled_from(["single", "married"]), step2=st.booleans(), step3=entries, step4a=entries, step4b=entries,
    step4c=entries, exempt=st.sampled_from([False, False, False, True]), old=st.booleans(), allowances=st.integers(0, 3),
)  # fmt: skip
hours = st.none() | st.just(Decimal(80))
rates = st.none() | st.sampled_from([Decimal(20), Decimal("31.5")])
centres = st.sampled_from(["", "C1"])
REST = (
    ("bonus", EarningKind.SUPPLEMENTAL), ("group_term_life", EarningKind.IMPUTED), ("expenses", EarningKind.REIMBURSEMENT),
)  # fmt: skip


@st.composite
def earnings(draw: st.DrawFn) -> tuple[Earning, ...]:
    regular = Earning(
        "hourly", EarningKind.REGULAR, draw(amounts), draw(hours), draw(rates), "Hourly wages", draw(centres)
    )
    rest = draw(st.lists(st.sampled_from(REST), max_size=2))
    return regular, *(Earning(code, kind, draw(amounts)) for code, kind in rest)


asked = st.lists(st.sampled_from(ASKED), unique_by=lambda one: one.code).flatmap(
    lambda some: st.sampled_from([tuple(sorted(some)), tuple(some)])
)
balances = st.dictionaries(
    st.sampled_from([
        "wages:gross", "wages:social_security", "wages:medicare", "wages:supplemental", "wages:futa", "tax:social_security",
        "employer:social_security", "pre_tax:401k", "post_tax:roth", "pre_tax:hsa", "employer:hsa", "tax:medicare",
    ]),
    st.sampled_from([0, 700_000, 2_449_900, 18_400_000, 19_990_000]),
)  # fmt: skip
cases = st.builds(
    Case, pay_date=st.just(TABLES.on), frequency=st.just("biweekly"), work_state=st.sampled_from(["TX", "NY", "OH"]),
    residence_state=st.sampled_from(["TX", "NY"]), earnings=earnings(), w4=w4s, nonresident_alien=st.booleans(),
    state_forms=st.sampled_from(FORMS), deductions=asked, year_to_date=balances,
    hsa_family=st.booleans(), localities=st.sampled_from([(), (), ("NY-NYC",)]), company_rates=st.just({}),
    orders=st.sampled_from([(), (), (), (order("1", OrderKind.CREDITOR, 50),)]),
    supplemental=st.sampled_from(Supplemental), rounding=st.sampled_from(Rounding),
    birth_date=st.none() | st.sampled_from([date(1990, 1, 1), date(1973, 5, 5), date(1964, 2, 2), date(1950, 1, 1)]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(cases, max_size=12))
def test_checks_at_random_are_the_same_together_and_alone(some: list[Case]) -> None:
    together(some)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(amounts, balances, asked, entries, entries), min_size=6, max_size=20), cases)
def test_checks_that_differ_in_figures_are_the_same_together_and_alone(some: list[Any], one: Case) -> None:
    w4 = one.w4 or W4()
    together([
        replace(
            one, earnings=tuple(each._replace(cents=cents) for each in one.earnings), year_to_date=year, orders=(),
            deductions=tuple(sorted(deductions)), w4=replace(w4, step3=step3, step4c=extra),
        )
        for cents, year, deductions, step3, extra in some
    ])  # fmt: skip


SHARED = (ASKED, ASKED[:2], ASKED[2:5], (), (ASKED[3]._replace(label="Health"), ASKED[5]), ASKED[::-1])
"""Deductions that many have as one value, as of pay items; the last not in the order of their codes."""


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(amounts, balances, st.sampled_from(SHARED)), min_size=3, max_size=20))
def test_checks_that_share_their_deductions_are_the_same_together_and_alone(some: list[Any]) -> None:
    together([
        case(salary(cents / 100), deductions=deductions, year_to_date=year) for cents, year, deductions in some
    ])  # fmt: skip


def test_a_check_that_cannot_be_computed_keeps_none_of_those_like_it() -> None:
    wrong = case(salary(-1))
    found = calculate_all([case(salary(1_000)), wrong, case(salary(2_000)), case(salary(3_000))], TABLES)
    assert [isinstance(made, RuleBroken) for made in found] == [False, True, False, False]


def test_what_the_pay_has_no_room_for_is_cut_for_each_alone() -> None:
    poor = [case(salary(dollars), deductions=ASKED) for dollars in (100, 150, 200, 5_000, 6_000, 7_000)]
    assert together(poor) == 3
