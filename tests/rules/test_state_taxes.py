"""State income tax and contributions: worked cases a payroll clerk can read, derivations recomputed, and what always holds."""

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

from data.state_tables import jurisdictions, state_tables
from hrtui.errors import RuleBroken
from hrtui.payroll.kit import PLAIN, Kit, Tracing, why
from hrtui.payroll.rules.states import (
    ContributionCase,
    StateCase,
    contributions,
    entries_of,
    named,
    withhold,
)
from tests.trees import check_tree

HERE = Path(__file__).parent / "state_cases.yaml"
BESIDE = [Path(__file__).parents[place] / "shared" / "payroll" / "cases.jsonl" for place in (3, 4)]
SHARED = next((file for file in BESIDE if file.is_file()), BESIDE[0])
OCTOBER = date(2026, 10, 15)
OWN = yaml.load(HERE.read_text(encoding="utf-8"), yaml.BaseLoader)["cases"]


def shared_cases() -> list[dict[str, Any]]:
    if not SHARED.is_file():
        return []
    cases = [json.loads(line) for line in SHARED.read_text(encoding="utf-8").splitlines()]
    return [case for case in cases if case["kind"].startswith("state_") and case["trust"] == "trusted"]


def tax(state: str, wages: str, frequency: str, kit: Kit = PLAIN, on: date = OCTOBER, **entries: object) -> Decimal:
    form = {name: str(value) for name, value in entries.items()}
    federal, fica, before = (Decimal(form.pop(name, "0")) for name in ("federal", "fica", "fica_ytd"))
    case = StateCase(Decimal(wages), frequency, form, federal, fica, before, on)
    return withhold(kit, state_tables(state, on), case)


def contribution(state: str, name: str, kit: Kit = PLAIN, **entries: object) -> Decimal:
    given_ = {key: str(value) for key, value in entries.items()}
    tables = state_tables(state, OCTOBER)
    full = named(tables, name)
    cents = {key: int(Decimal(given_.get(key, "0")) * 100) for key in ("ytd", "ytd_contribution")}
    year = {
        f"wages:{state} {full}": cents["ytd"],
        f"contribution:{state} {full}": cents["ytd_contribution"],
    }
    hours = Decimal(given_["hours"]) if "hours" in given_ else None
    form = {"employer_size": "10-24"} if full == "PFML 10-24" else {}
    case = ContributionCase(Decimal(given_["wages"]), given_.get("frequency", "weekly"), form, hours, year)
    (found,) = [one for one in contributions(kit, tables, case) if one.name == full and not one.employer]
    assert found.cents == found.figure * 100
    return found.figure


def outcome(case: Mapping[str, Any], kit: Kit = PLAIN) -> Decimal:
    inputs = dict(case["inputs"])
    if case["kind"] == "state_contribution":
        return contribution(case["jurisdiction"], inputs.pop("name"), kit, **inputs)
    on = date.fromisoformat(inputs.pop("on", case.get("pay_date", OCTOBER.isoformat())))
    return tax(case["jurisdiction"], inputs.pop("wages"), inputs.pop("frequency"), kit, on, **inputs)


# Worked cases


@pytest.mark.parametrize("case", OWN, ids=lambda case: f"{case['jurisdiction']}-{case['id']}")
def test_a_worked_case_comes_out_to_the_cent_and_its_tree_recomputes(case: Mapping[str, Any]) -> None:
    expected = Decimal(case["expected"])
    assert outcome(case) == expected
    traced = outcome(case, Tracing())
    assert traced == expected
    check_tree(why(traced))
    assert why(traced).amount == expected


@pytest.mark.skipif(not SHARED.is_file(), reason="the collection of published cases is not beside the repository")
@pytest.mark.parametrize("case", shared_cases(), ids=lambda case: f"{case['jurisdiction']}-{case['id']}")
def test_a_published_case_that_is_trusted_comes_out_to_the_cent(case: Mapping[str, Any]) -> None:
    assert outcome(case) == Decimal(case["expected"])
    check_tree(why(outcome(case, Tracing())))


# What always holds

TAXING = [state for state in jurisdictions() if state_tables(state, OCTOBER).taxes_wages]
FREQUENCIES = ["weekly", "biweekly", "semimonthly", "monthly", "annually"]
WAGES = st.decimals(min_value=0, max_value=60_000, places=2)


def sure(state: str, wages: Decimal, frequency: str, kit: Kit = PLAIN, **entries: str) -> Decimal:
    try:
        return tax(state, str(wages), frequency, kit, OCTOBER, **entries)
    except RuleBroken as broken:
        assert "in the tables of this version" in str(broken)
        return Decimal(0)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(TAXING), WAGES, st.sampled_from(FREQUENCIES), st.sampled_from(["", "single", "married"]))
def test_no_tax_is_negative_or_above_the_wages_and_every_tree_recomputes(
    state: str, wages: Decimal, frequency: str, status: str
) -> None:
    entries = (
        {"status": status} if any(entry.name == "status" for entry in entries_of(state_tables(state, OCTOBER))) else {}
    )
    plain = sure(state, wages, frequency, PLAIN, **entries)
    assert 0 <= plain <= wages
    traced = sure(state, wages, frequency, Tracing(), **entries)
    assert traced == plain
    check_tree(why(traced))


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(TAXING), WAGES, st.sampled_from(FREQUENCIES))
def test_someone_exempt_by_certificate_has_nothing_withheld(state: str, wages: Decimal, frequency: str) -> None:
    assert sure(state, wages, frequency, exempt="yes", extra="20") == 0
