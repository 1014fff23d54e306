"""Withholding against printed tables and other people's worked figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from data.parameters import federal_tables, fica_rates
from hrtui.errors import RuleBroken
from hrtui.money import to_cents
from hrtui.payroll.model import W4, Rounding
from hrtui.payroll.rules import additional_medicare, medicare, read_w4, social_security, withholding

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "payroll" / "cases.jsonl"
PERIODS = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12, "annually": 1}
KINDS = ("federal_withholding", "social_security", "medicare", "additional_medicare")
NOT_ENTRIES = {"wages", "frequency", "rounding", "year", "per", "expect", "source"}


def withheld(year: int, per: str, inputs: Mapping[str, Any]) -> int:
    """What our rule withholds, in cents."""
    entries = {name: text_of(value) for name, value in inputs.items() if name not in NOT_ENTRIES}
    rounding = Rounding(inputs.get("rounding", "cent"))
    return withholding(cents(inputs["wages"]), read_w4(entries), PERIODS[per], federal_tables(year), rounding)


def levied(kind: str, year: int, inputs: Mapping[str, Any], before: object) -> int:
    wages, earlier, rates = cents(inputs["wages"]), cents(before), fica_rates(year)
    if kind == "social_security":
        return social_security(wages, rates, earlier).cents
    if kind == "medicare":
        return medicare(wages, rates).cents
    return additional_medicare(wages, rates, earlier).cents


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
    assert withholding(500_000, W4(exempt=True, step4c=Decimal(50)), 26, federal_tables(2026)) == 0


def test_extra_withholding_is_added_to_each_check() -> None:
    tables = federal_tables(2026)
    plain = withholding(326_923, W4(), 26, tables)
    assert withholding(326_923, W4(step4c=Decimal("25.50")), 26, tables) == plain + 2550


def test_other_income_raises_and_deductions_lower_withholding() -> None:
    tables = federal_tables(2026)
    plain = withholding(326_923, W4(), 26, tables)
    assert withholding(326_923, W4(step4a=Decimal(5000)), 26, tables) > plain
    assert withholding(326_923, W4(step4b=Decimal(5000)), 26, tables) < plain


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
@given(FORMS, st.integers(0, 20_000_000), st.integers(1, 5_000_000), st.sampled_from([52, 26, 24, 12]))
def test_withholding_never_falls_when_wages_rise(w4: W4, wages: int, more: int, periods: int) -> None:
    tables = federal_tables(2026)
    assert 0 <= withholding(wages, w4, periods, tables) <= withholding(wages + more, w4, periods, tables)


@settings(deadline=None)
@given(st.lists(st.integers(0, 30_000_000), min_size=1, max_size=53))
def test_social_security_of_a_year_never_exceeds_its_maximum(checks: list[int]) -> None:
    rates, wages, tax = fica_rates(2026), 0, 0
    for check in checks:
        tax += social_security(check, rates, wages, tax).cents
        wages += check
    assert tax <= 1_143_900


def test_a_year_of_checks_that_each_round_up_stops_at_the_maximum() -> None:
    rates, wages, tax = fica_rates(2026), 0, 0
    for _ in range(52):
        tax += social_security(355_025, rates, wages, tax).cents
        wages += 355_025
    assert wages > 18_450_000
    assert tax == 1_143_900
