"""Contributions to states' funds, supplemental pay at a state's own rate, and which states withhold."""

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

from data.state_tables import jurisdictions, reciprocity, state_tables
from hrtui.errors import RuleBroken
from hrtui.payroll import offline
from hrtui.payroll.codes import codes
from hrtui.payroll.kit import PLAIN, Tracing, why
from hrtui.payroll.rules.places import NO_WAGE_TAX, STATES
from hrtui.payroll.rules.states import (
    Contribution,
    ContributionCase,
    Place,
    StateCase,
    contributions,
    local_blockers,
    local_notices,
    local_tax,
    rates_missing,
    supplemental,
    taxed_where,
    withhold,
)
from tests.trees import check_tree

OCTOBER = date(2026, 10, 15)
AGREEMENTS = reciprocity(OCTOBER)
CASES = yaml.load((Path(__file__).parent / "state_cases.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["cases"]
LOCAL = [case for case in CASES if case["kind"] == "local_tax"]


def due(state: str, wages: str, frequency: str = "weekly", **more: Any) -> dict[str, Contribution]:
    case = ContributionCase(Decimal(wages), frequency)._replace(**more)
    return {
        f"{'employer ' if one.employer else ''}{one.name}": one
        for one in contributions(PLAIN, state_tables(state, OCTOBER), case)
    }


# Contributions


def test_wages_above_the_yearly_base_owe_nothing_and_the_check_that_crosses_it_owes_on_the_rest() -> None:
    crossing = due("MA", "1000", year_to_date={"wages:MA PFML": 18_440_000})["PFML"]
    assert (crossing.wages, crossing.cents, crossing.code) == (10_000, 46, "MA PFML")
    past = due("MA", "1000", year_to_date={"wages:MA PFML": 18_450_000})["PFML"]
    assert (past.wages, past.cents) == (0, 0)


def test_a_yearly_maximum_is_never_passed() -> None:
    last = due("NY", "3846.15", "biweekly", year_to_date={"contribution:NY Paid Family Leave": 41_000})
    assert last["Paid Family Leave"].cents == 191
    none = due("NY", "3846.15", "biweekly", year_to_date={"contribution:NY Paid Family Leave": 41_191})
    assert none["Paid Family Leave"].cents == 0


@pytest.mark.parametrize(
    ("frequency", "most"), [("weekly", 60), ("biweekly", 120), ("semimonthly", 130), ("annually", 3120)]
)
def test_a_weekly_maximum_counts_the_weeks_of_the_period(frequency: str, most: int) -> None:
    assert due("NY", "50000", frequency)["Disability (DBL)"].cents == most


def test_hours_of_the_workers_benefit_fund_are_whole_begun_ones_and_40_a_week_where_nobody_counted() -> None:
    assert due("OR", "0", hours=Decimal("40.1"))["Workers' Benefit Fund"].cents == 37
    assert due("OR", "0", "monthly")["Workers' Benefit Fund"].cents == 157
    assert due("OR", "0", "monthly")["employer Workers' Benefit Fund"].cents == 157


def test_washington_divides_a_premium_between_employee_and_employer() -> None:
    found = due("WA", "1000")
    assert (found["PFML"].cents, found["employer PFML"].cents, found["WA Cares"].cents) == (807, 323, 580)


def test_the_size_of_the_employer_decides_what_delaware_asks() -> None:
    assert due("DE", "1000").keys() == {"PFML", "employer PFML"}
    assert due("DE", "1000", form={"employer_size": "10-24"})["PFML 10-24"].cents == 160
    assert due("DE", "1000", form={"employer_size": "none"}) == {}
    with pytest.raises(RuleBroken, match="employer_size: “5” is not one of 25\\+, 10-24"):
        due("DE", "1000", form={"employer_size": "5"})


def test_what_a_person_is_not_covered_by_is_not_owed() -> None:
    assert "WA Cares" not in due("WA", "1000", form={"not_covered": "wa cares"})
    with pytest.raises(RuleBroken, match="Washington has no contribution “TDI”; it has PFML, WA Cares"):
        due("WA", "1000", form={"not_covered": "TDI"})


def test_unemployment_insurance_of_the_employer_takes_the_rate_of_the_company() -> None:
    assert "employer UI" not in due("NJ", "1000")
    assert rates_missing(state_tables("NJ", OCTOBER), {}) == ("UI",)
    assert due("NJ", "1000", rates={"UI": Decimal("0.03")})["employer UI"].cents == 3000


def test_a_contribution_of_a_year_that_is_not_in_the_tables_is_refused_with_the_first_day_known() -> None:
    tables = state_tables("WA", date(2025, 10, 15))
    with pytest.raises(RuleBroken, match="Washington, WA Cares: no rate is known .* the first is from 2026-01-01"):
        contributions(PLAIN, tables, ContributionCase(Decimal(1000), "weekly"))


CONTRIBUTING = [state for state in jurisdictions() if state_tables(state, OCTOBER).contributions]


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(CONTRIBUTING),
    st.lists(st.decimals(min_value=0, max_value=90_000, places=2), min_size=1, max_size=8),
    st.sampled_from(["weekly", "biweekly", "monthly"]),
)
def test_a_year_of_checks_stays_within_every_limit_and_every_tree_recomputes(
    state: str, checks: list[Decimal], frequency: str
) -> None:
    tables, year, rates = state_tables(state, OCTOBER), dict[str, int](), {"UI": Decimal("0.027")}
    for wages in checks:
        case = ContributionCase(wages, frequency, year_to_date=dict(year), rates=rates)
        plain, traced = contributions(PLAIN, tables, case), contributions(Tracing(), tables, case)
        for one, shown in zip(plain, traced, strict=True):
            assert (one.cents, one.wages) == (shown.cents, shown.wages)
            assert one.cents == why(shown.figure).amount * 100  # type: ignore[operator]
            check_tree(why(shown.figure))
            part = "employer" if one.employer else "contribution"
            year[f"{part}:{one.code}"] = year.get(f"{part}:{one.code}", 0) + one.cents
        for code, wages_of in {one.code: one.wages for one in plain}.items():
            year[f"wages:{code}"] = year.get(f"wages:{code}", 0) + wages_of
    for found in tables.contributions:
        entry, key = found.entry, f"{state} {found.table.name}"
        assert entry is not None
        if entry.base is not None:
            assert year.get(f"wages:{key}", 0) <= entry.base * 100
        if entry.max_per_year is not None:
            assert year.get(f"contribution:{key}", 0) <= entry.max_per_year * 100
        if entry.base is not None and entry.rate is not None and found.table.paid_by == "employee":
            assert year.get(f"contribution:{key}", 0) <= entry.base * entry.rate * 100


# Supplemental pay


@pytest.mark.parametrize(
    ("state", "kind", "federal", "expected"),
    [
        ("CA", "bonus_and_stock_options", "0", "102.30"),
        ("CA", "other", "0", "66.00"),
        ("NY", "other", "0", "117.00"),
        ("VT", "other", "220", "66.00"),
    ],
)
def test_supplemental_pay_is_taxed_at_the_rate_of_the_state(state: str, kind: str, federal: str, expected: str) -> None:
    case = StateCase(Decimal(1000), "biweekly", {}, Decimal(federal))
    figure = supplemental(Tracing(), state_tables(state, OCTOBER), case, kind)
    assert figure == Decimal(expected)
    assert figure is not None
    check_tree(why(figure))


def test_a_state_without_a_rate_for_supplemental_pay_says_none() -> None:
    assert supplemental(PLAIN, state_tables("NJ", OCTOBER), StateCase(Decimal(1000), "weekly")) is None


def test_supplemental_pay_of_a_resident_of_maryland_has_no_rate_that_of_others_has() -> None:
    case = StateCase(Decimal(1000), "weekly")
    assert supplemental(PLAIN, state_tables("MD", OCTOBER), case) is None
    assert supplemental(PLAIN, state_tables("MD", OCTOBER), case._replace(resident=False)) == Decimal("87.50")


def test_the_rate_of_wisconsin_goes_by_wages_of_a_year() -> None:
    tables = state_tables("WI", OCTOBER)
    for annual, expected in ((10_000, "35.40"), (20_000, "46.50"), (100_000, "53.00"), (300_000, "76.50")):
        case = StateCase(Decimal(1000), "biweekly")
        assert supplemental(PLAIN, tables, case, annual_wages=Decimal(annual)) == Decimal(expected)


def test_someone_exempt_has_nothing_withheld_from_supplemental_pay() -> None:
    case = StateCase(Decimal(1000), "weekly", {"exempt": "yes"})
    assert supplemental(PLAIN, state_tables("CA", OCTOBER), case) == 0


# Which states withhold


@pytest.mark.parametrize(
    ("work", "home", "places"),
    [
        ("MA", "MA", (Place("MA", True),)),
        ("MA", "", (Place("MA", True),)),
        ("PA", "NJ", (Place("NJ", True),)),
        ("DC", "CA", (Place("CA", True),)),
        ("DC", "TX", (Place("TX", True),)),
        ("NY", "NJ", (Place("NY", False),)),
        ("TX", "OK", (Place("OK", True),)),
        ("TX", "FL", (Place("TX", False),)),
        ("CA", "NV", (Place("CA", False),)),
    ],
)
def test_the_states_that_withhold_follow_work_residence_and_agreements(
    work: str, home: str, places: tuple[Place, ...]
) -> None:
    assert taxed_where(work, home, AGREEMENTS).places == places


def test_an_agreement_tells_which_certificate_to_keep_and_can_be_declined() -> None:
    (told,) = taxed_where("PA", "NJ", AGREEMENTS).notices
    assert "keep Form REV-419 of the person on file" in told
    declined = taxed_where("PA", "NJ", AGREEMENTS, {"PA": {"reciprocity": "no"}})
    assert declined.places == (Place("PA", False),)
    assert "New Jersey also taxes its residents" in declined.notices[0]


def test_the_state_of_residence_takes_the_difference_where_its_certificate_says_so() -> None:
    both = taxed_where("NY", "NJ", AGREEMENTS, {"NJ": {"resident_withholding": "yes"}})
    assert both.places == (Place("NY", False), Place("NJ", True, True))


def test_agreements_hold_both_ways_but_for_arizona_and_the_district() -> None:
    for work in STATES:
        for home in STATES:
            if work not in ("AZ", "DC") and home not in ("AZ", "DC"):
                assert (AGREEMENTS.between(work, home) is None) == (AGREEMENTS.between(home, work) is None), (
                    work,
                    home,
                )


@given(st.sampled_from(sorted(STATES)), st.sampled_from(sorted(STATES)))
def test_some_state_withholds_unless_neither_taxes_wages(work: str, home: str) -> None:
    places = [place.state for place in taxed_where(work, home, AGREEMENTS).places]
    assert any(place not in NO_WAGE_TAX for place in places) or home in NO_WAGE_TAX


def test_states_that_do_not_tax_wages_are_those_of_the_tables() -> None:
    untaxed = {state for state in STATES if not state_tables(state, OCTOBER).taxes_wages}
    assert untaxed == NO_WAGE_TAX


def test_a_place_that_is_no_state_is_refused() -> None:
    with pytest.raises(RuleBroken, match="“Springfield” is not a state"):
        taxed_where("Springfield", "MA", AGREEMENTS)


# Local taxes


@pytest.mark.parametrize("state", ["IN", "OH", "PA", "KY", "MD"])
def test_a_local_tax_that_is_not_known_blocks_the_check_until_the_certificate_answers(state: str) -> None:
    tables = state_tables(state, OCTOBER)
    (blocker,) = local_blockers(tables, {})
    assert blocker.code == f"local_tax_{state}"
    assert "local_rate" in blocker.remedy
    assert local_blockers(tables, {"local_rate": "0.01"}) == ()
    assert local_blockers(tables, {"local": "none"}) == ()
    assert (local_blockers(tables, {"county": "Howard"}) == ()) is (state == "MD")


@pytest.mark.parametrize("state", ["AL", "MO", "MI", "DE"])
def test_a_local_tax_that_some_cities_have_is_told(state: str) -> None:
    tables = state_tables(state, OCTOBER)
    assert local_blockers(tables, {}) == ()
    (told,) = local_notices(tables, {})
    assert "not in the tables" in told
    assert local_notices(tables, {"local": "none"}) == ()


def test_a_local_rate_is_a_tax_of_its_own_where_the_state_does_not_include_it() -> None:
    case = StateCase(Decimal(1000), "weekly", {"local_rate": "0.0379"})
    figure = local_tax(Tracing(), state_tables("PA", OCTOBER), case)
    assert figure == Decimal("37.90")
    assert figure is not None
    check_tree(why(figure))
    assert local_tax(PLAIN, state_tables("IN", OCTOBER), case) is None
    assert local_tax(PLAIN, state_tables("PA", OCTOBER), case._replace(form={})) is None


def test_a_county_of_indiana_taxes_those_whose_state_tax_goes_elsewhere() -> None:
    case = StateCase(Decimal("3461.54"), "biweekly", {"local_rate": "0.02", "personal": "1"}, resident=False)
    figure = local_tax(Tracing(), state_tables("IN", OCTOBER), case, alone=True)
    assert figure == Decimal("68.46")
    assert figure is not None
    check_tree(why(figure))


def computed(work: str, home: str, **forms: dict[str, str]) -> dict[str, Any]:
    case = {
        "pay_date": "2026-10-15",
        "frequency": "biweekly",
        "work_state": work,
        "residence_state": home,
        "federal": {"w4": 2020, "filing_status": "single"},
        "states": {state.replace("_", "-"): form for state, form in forms.items()},
        "earnings": [{"code": "regular", "kind": "regular", "amount": "3461.54"}],
    }
    return offline.computed(json.dumps(case), codes())


def test_a_city_where_one_works_is_owed_its_tax_though_the_state_is_not() -> None:
    made = computed("OH", "KY", OH={"local_rate": "0.018"}, KY={"local": "none"})
    assert made["state_income_tax"].keys() == {"KY", "OH-local"}
    assert made["state_income_tax"]["OH-local"] == "62.31"
    assert made["blockers"] == []
    asked = computed("OH", "KY")
    assert [one["code"] for one in asked["blockers"]] == ["local_tax_KY", "local_tax_OH"]


@pytest.mark.parametrize("given_", LOCAL, ids=lambda given_: f"{given_['jurisdiction']}-{given_['id']}")
def test_a_local_rate_is_of_the_wages_that_the_law_of_the_state_says(given_: Mapping[str, Any]) -> None:
    inputs, state = given_["inputs"], given_["jurisdiction"]
    case = {
        "pay_date": given_["pay_date"],
        "frequency": "biweekly",
        "work_state": state,
        "residence_state": state,
        "federal": {"w4": 2020, "filing_status": "single"},
        "state": {"local_rate": inputs["local_rate"]},
        "earnings": [{"code": "regular", "kind": "regular", "amount": inputs["wages"]}],
        "deductions": [{"code": code, "amount": inputs[code]} for code in ("401k", "medical")],
    }
    made = offline.computed(json.dumps(case), codes())
    assert made["wages"][f"{state}_income_tax"] == inputs["state_wages"]
    assert made["state_income_tax"][f"{state}-local"] == given_["expected"]


def test_a_local_tax_names_the_law_that_says_which_wages_it_is_of() -> None:
    case = StateCase(Decimal(1000), "weekly", {"local_rate": "0.02"})
    figure = local_tax(Tracing(), state_tables("OH", OCTOBER), case)
    assert figure is not None
    check_tree(why(figure))
    (law,) = [each for each in why(figure).children if each.label == "Wages of the local tax"]
    assert law.value == "Medicare wages"
    assert "718.03" in law.source


def test_only_residents_owe_the_tax_of_the_city_of_new_york() -> None:
    case = StateCase(Decimal(3000), "weekly", {"status": "single"}, resident=False)
    assert withhold(PLAIN, state_tables("NY-NYC", OCTOBER), case) == 0
    assert "NY-NYC" not in computed("NY", "NJ", NY_NYC={"status": "single"})["state_income_tax"]
    assert Decimal(computed("NY", "NY", NY_NYC={"status": "single"})["state_income_tax"]["NY-NYC"]) > 0
    assert Decimal(computed("NY", "", NY_NYC={"status": "single"})["state_income_tax"]["NY-NYC"]) > 0


@pytest.mark.parametrize(("state", "wages"), [("CO", "2500"), ("ND", "12000"), ("NM", "2500"), ("UT", "2500")])
def test_a_state_that_goes_by_the_form_w4_takes_its_status_unless_the_certificate_has_one(
    state: str, wages: str
) -> None:
    def withheld(filing: str, **form: str) -> Decimal:
        case = {
            "pay_date": "2026-10-15",
            "frequency": "biweekly",
            "work_state": state,
            "residence_state": state,
            "federal": {"w4": 2020, "filing_status": filing},
            "state": form,
            "earnings": [{"code": "regular", "kind": "regular", "amount": wages}],
        }
        return Decimal(offline.computed(json.dumps(case), codes())["state_income_tax"][state])

    assert withheld("married") != withheld("single")
    assert withheld("married", status="single") == withheld("single")
    assert withheld("married") == withheld("single", status="married")


def test_a_state_without_a_certificate_on_file_is_told() -> None:
    told = [one["code"] for one in computed("MA", "MA")["notices"]]
    assert "no_state_certificate" in told
    for work, form in (("MA", {"allowances": "0"}), ("UT", {}), ("TX", {}), ("PA", {})):
        told = [one["code"] for one in computed(work, work, **{work: form})["notices"]]
        assert "no_state_certificate" not in told, work
