"""Withholding against printed tables and other people's worked figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from data.parameters import fica_rates
from data.payroll_tables import payroll_tables
from hrtui.errors import RuleBroken
from hrtui.money import to_cents
from hrtui.payroll.check.sheet import Sheet
from hrtui.payroll.check.taxes import Bases, income_tax
from hrtui.payroll.check.values import Case, Earning, EarningKind
from hrtui.payroll.kit import PLAIN, cents_of
from hrtui.payroll.model import W4, FicaRates, Rounding
from hrtui.payroll.rules import read_w4
from hrtui.payroll.rules.fica import additional_of, medicare_of, security_of

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "payroll" / "cases.jsonl"
KINDS = ("federal_withholding", "social_security", "medicare", "additional_medicare")
NOT_ENTRIES = {"wages", "frequency", "rounding", "year", "per", "expect", "source"}


def withheld(year: int, per: str, inputs: Mapping[str, Any]) -> int:
    """What our rule withholds, in cents."""
    entries = {name: text_of(value) for name, value in inputs.items() if name not in NOT_ENTRIES}
    rounding = Rounding(inputs.get("rounding", "cent"))
    return withholding(cents(inputs["wages"]), read_w4(entries), per, year, rounding)


def withholding(wages: int, w4: W4, per: str, year: int = 2026, rounding: Rounding = Rounding.CENT) -> int:
    """The income tax of a check of these taxable wages, in cents, before it is limited to what is left of the pay."""
    day, dollars = date(year, 6, 15), Decimal(wages) / 100
    case = Case(day, per, "TX", "TX", (Earning("salary", EarningKind.REGULAR, wages),), w4, rounding=rounding)
    bases = Bases(dollars, dollars, None, dollars, dollars)
    return cents_of(income_tax(Sheet(PLAIN, case, payroll_tables(day)), bases))


def social_security(wages: int, rates: FicaRates, earlier_wages: int, earlier_tax: int = 0) -> int:
    earlier = Decimal(earlier_wages) / 100, Decimal(earlier_tax) / 100
    return cents_of(security_of(PLAIN, Decimal(wages) / 100, *earlier, rates).tax)


def levied(kind: str, year: int, inputs: Mapping[str, Any], before: object) -> int:
    wages, earlier, rates = cents(inputs["wages"]), cents(before), fica_rates(year)
    if kind == "social_security":
        return social_security(wages, rates, earlier)
    if kind == "medicare":
        return cents_of(medicare_of(PLAIN, Decimal(wages) / 100, rates).tax)
    return cents_of(additional_of(PLAIN, Decimal(wages) / 100, Decimal(earlier) / 100, rates).tax)


def text_of(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def cents(value: object) -> int:
    return to_cents(Decimal(str(value)))


def facts() -> dict[str, list[dict[str, Any]]]:
    loaded = yaml.safe_load((HERE / "paychecks" / "facts.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("fact", facts()["withholding"], ids=lambda fact: fact["source"])
def test_published_withholding_is_reproduced(fact: dict[str, Any]) -> None:
    assert withheld(fact["year"], fact["per"], fact) == cents(fact["expect"])


@pytest.mark.parametrize("kind", ["social_security", "additional_medicare"])
def test_published_social_security_and_medicare_are_reproduced(kind: str) -> None:
    for fact in facts()[kind]:
        assert levied(kind, fact["year"], fact, fact.get("before", 0)) == cents(fact["expect"]), fact["source"]


def test_every_trusted_case_of_the_shared_collection_is_reproduced() -> None:
    if not SHARED.is_file():
        pytest.skip(f"{SHARED} is not on this machine")
    cases = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    replayed = [case for case in cases if case["jurisdiction"] == "US" and case["kind"] in KINDS]
    assert len(replayed) > 300
    wrong = [
        (case["id"], ours / 100, case["expected"])
        for case in replayed
        if case["trust"] == "trusted" and (ours := computed(case)) != cents(case["expected"])
    ]
    assert wrong == []


def computed(case: dict[str, Any]) -> int:
    inputs = case["inputs"]
    if case["kind"] == "federal_withholding":
        return withheld(case["year"], inputs["frequency"], inputs)
    return levied(case["kind"], case["year"], inputs, inputs.get("ytd", 0))


def test_an_exempt_claim_withholds_nothing() -> None:
    assert withholding(500_000, W4(exempt=True, step4c=Decimal(50)), "biweekly") == 0


def test_extra_withholding_is_added_to_each_check() -> None:
    plain = withholding(326_923, W4(), "biweekly")
    assert withholding(326_923, W4(step4c=Decimal("25.50")), "biweekly") == plain + 2550


def test_other_income_raises_and_deductions_lower_withholding() -> None:
    plain = withholding(326_923, W4(), "biweekly")
    assert withholding(326_923, W4(step4a=Decimal(5000)), "biweekly") > plain
    assert withholding(326_923, W4(step4b=Decimal(5000)), "biweekly") < plain


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"status": "widowed"}, "status"),
        ({"step3": "two thousand"}, "step3"),
        ({"step3": "-5"}, "step3"),
        ({"step4c": "NaN"}, "step4c"),
        ({"step4b": "10.005"}, "step4b"),
        ({"step2": "maybe"}, "step2"),
        ({"allowances": "2.5"}, "allowances"),
        ({"children": "2"}, "children"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(entries: dict[str, str], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        read_w4(entries)
    assert broken.value.field == field


def test_head_of_household_does_not_exist_on_forms_before_2020() -> None:
    assert read_w4({"status": "head", "old_w4": "yes"}).status == "single"


MONEY = st.decimals(0, 400_000, places=2, allow_nan=False, allow_infinity=False)
FORMS = st.builds(
    W4,
    status=st.sampled_from(["single", "married", "head"]),
    step2=st.booleans(),
    step3=MONEY,
    step4a=MONEY,
    step4b=MONEY,
    step4c=MONEY,
)


@settings(deadline=None)
@given(
    FORMS,
    st.integers(0, 20_000_000),
    st.integers(1, 5_000_000),
    st.sampled_from(["weekly", "biweekly", "semimonthly", "monthly"]),
)
def test_withholding_never_falls_when_wages_rise(w4: W4, wages: int, more: int, per: str) -> None:
    assert 0 <= withholding(wages, w4, per) <= withholding(wages + more, w4, per)


@settings(deadline=None)
@given(st.lists(st.integers(0, 30_000_000), min_size=1, max_size=53))
def test_social_security_of_a_year_never_exceeds_its_maximum(checks: list[int]) -> None:
    rates, wages, tax = fica_rates(2026), 0, 0
    for check in checks:
        tax += social_security(check, rates, wages, tax)
        wages += check
    assert tax <= 1_143_900


def test_a_year_of_checks_that_each_round_up_stops_at_the_maximum() -> None:
    rates, wages, tax = fica_rates(2026), 0, 0
    for _ in range(52):
        tax += social_security(355_025, rates, wages, tax)
        wages += 355_025
    assert wages > 18_450_000
    assert tax == 1_143_900
