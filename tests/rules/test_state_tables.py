"""The tables of the states: whole, consistent in themselves, equal to what they were taken from, read strictly, by date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.parameters import TABLES
from data.state_tables import jurisdictions, reciprocity, state_file, state_tables
from hrtui.errors import ConfigError, RuleBroken
from hrtui.payroll.rules.places import STATES
from hrtui.payroll.rules.states.model import PERIODS

FILES = sorted((TABLES / "us" / "states").glob("*.yaml"))
BESIDE = [Path(__file__).parents[place] / "shared" / "payroll" / "states.yaml" for place in (3, 4)]
SHARED = next((file for file in BESIDE if file.is_file()), BESIDE[0])
OCTOBER = date(2026, 10, 15)

# By how much a printed base may differ from the tax accumulated below it: whole dollars in print (HI, ME, OR, NYC), the
# rows of New York's tax benefit recapture, and rounding to a cent everywhere else.
PRINTED = {"HI": "0.40", "ME": "0.30", "NY": "2.61", "NY-NYC": "0.75", "OR": "0.38", "VT": "0.01"}
CENT = Decimal("0.005")


@cache
def shared() -> Any:
    return yaml.safe_load(SHARED.read_text(encoding="utf-8"))


@cache
def raw(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)


def tables_in(value: Any, key: str = "") -> Iterator[tuple[str, list[list[str]]]]:
    """Every list of rows [from, base, rate] under brackets and the like."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from tables_in(below, name)
    elif isinstance(value, list):
        if value and all(isinstance(row, list) and len(row) == 3 for row in value):
            yield key, value
        else:
            for below in value:
                yield from tables_in(below, key)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_base_is_the_tax_accumulated_below_it_but_for_printed_rounding(file: Path) -> None:
    content = raw(file)
    state = content["jurisdiction"]
    if state == "AR":  # Its rows are [income from, rate, amount taken off].
        return
    allowed = Decimal(PRINTED.get(state, CENT))
    for name, rows in tables_in(content):
        exact = [tuple(map(Decimal, row)) for row in rows]
        for (start, base, rate), (following, printed, _) in zip(exact, exact[1:], strict=False):
            assert start < following, name
            assert abs(base + (following - start) * rate - printed) <= allowed, (name, following)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_tax_at_the_second_limit_of_a_period_is_that_between_the_two(file: Path) -> None:
    content = raw(file)
    rates = {"KS": "0.052", "MT": "0.047"}
    dollar = {"KS": Decimal("0.05"), "MT": Decimal("1")}
    state = content["jurisdiction"]
    for version in content["income_tax"] if state in rates else ():
        for frequency, by_status in version["rows"].items():
            for first, second, at_second in by_status.values():
                between = (Decimal(second) - Decimal(first)) * Decimal(rates[state])
                assert abs(between - Decimal(at_second)) <= dollar[state], frequency


def test_every_state_and_city_has_a_file_and_every_file_is_one_of_them() -> None:
    assert {file.stem for file in FILES} == {state.lower() for state in jurisdictions()}
    assert len(STATES) == 51
    assert {state_tables(state, OCTOBER).name for state in STATES} == set(STATES.values())


def test_every_version_says_where_it_comes_from_and_how_far_to_trust_it() -> None:
    for state in jurisdictions():
        file, _ = state_file(state)
        entries = [*file.income_tax, *file.supplemental, *(one for table in file.contributions for one in table.values)]
        for entry in entries:
            assert entry.source.document, state
            assert entry.source.transcription, state
            assert entry.source.confidence in ("high", "medium", "low"), state
        assert file.unit.startswith("US dollars")


# Dates


def test_the_version_is_that_of_the_day() -> None:
    for day, rate in ((date(2026, 5, 10), "0.0519"), (date(2026, 5, 11), "0.0499")):
        assert getattr(state_tables("GA", day).version, "rate") == Decimal(rate)  # noqa: B009


@pytest.mark.parametrize(("state", "first"), [("WV", "2026-06-12"), ("CA", "2026-01-01"), ("NJ", "2020-10-01")])
def test_a_day_before_the_first_version_is_refused_and_the_first_day_named(state: str, first: str) -> None:
    day = date.fromisoformat(first)
    assert state_tables(state, day)
    with pytest.raises(RuleBroken, match=f"the first known are from {first}") as refused:
        state_tables(state, day - timedelta(days=1))
    assert refused.value.field == "pay_date"


def test_a_day_after_the_last_one_known_is_refused() -> None:
    with pytest.raises(RuleBroken, match="known through 2026-12-31, not on 2027-01-01"):
        state_tables("KS", date(2027, 1, 1))


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RuleBroken, match="“ZZ” is not a state"):
        state_tables("ZZ", OCTOBER)


def test_days_of_one_version_share_one_value() -> None:
    assert state_tables("GA", date(2026, 6, 1)) is state_tables("GA", OCTOBER)
    assert state_tables("GA", date(2026, 5, 1)) is not state_tables("GA", OCTOBER)


# Read strictly, and a company's own


def own(folder: Path, change: tuple[str, str]) -> Path:
    target = folder / "us" / "states" / "mi.yaml"
    target.parent.mkdir(parents=True)
    text = (TABLES / "us" / "states" / "mi.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    target.write_text(text.replace(*change, 1), encoding="utf-8")
    return folder


def test_a_table_of_the_company_stands_in_for_ours(tmp_path: Path) -> None:
    folder = own(tmp_path, ("rate: 0.0425", "rate: 0.0405"))
    theirs = state_tables("MI", OCTOBER, folder)
    assert getattr(theirs.version, "rate") == Decimal("0.0405")  # noqa: B009
    assert theirs.source.file == str(folder / "us/states/mi.yaml")
    assert state_tables("OH", OCTOBER, folder).source.file == "data/tables/us/states/oh.yaml"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("rate: 0.0425", "rate: 0.0425\n    rate: 0.05"), "“rate” is given twice"),
        (("rate: 0.0425", "rate: 0.0425\n    levy: 0.05"), "unknown field `levy`"),
        (("rate: 0.0425", "rate: 4,25"), "mi.yaml cannot be used"),
        (("method: annual_flat", "method: guess"), "mi.yaml cannot be used"),
        (("jurisdiction: MI", "jurisdiction: MN"), "is the file of MN, not of MI"),
        (("confidence: high", "confidence: sure"), "mi.yaml cannot be used"),
    ],
)
def test_a_table_that_is_not_exactly_as_it_must_be_is_refused(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    with pytest.raises(ConfigError, match=told):
        state_tables("MI", OCTOBER, own(tmp_path, change))


def test_agreements_are_known_by_date_too() -> None:
    assert reciprocity(OCTOBER).between("OH", "WV") is not None
    with pytest.raises(RuleBroken, match="known from 2025-01-01 through 2026-12-31"):
        reciprocity(date(2024, 12, 31))


# Equal to the transcription they were taken from

PROSE = {
    "effective", "method", "steps", "note", "rounding", "confidence", "column_rule", "standard_deduction_columns",
    "exemption_columns", "deduction_columns", "row_columns", "status_codes", "derivation", "default_table", "wages_note",
    "code_E", "all_lookups", "dr0004_columns", "zero_band_columns", "effective_note", "boundary", "bracket_key",
    "exemption_annual", "special", "yonkers_note",
}  # fmt: skip
ELSEWHERE = {"nyc_resident", "yonkers_resident", "exemption_defaults"}
RENAMED = {"dr0004_table_1": "deduction_by_jobs"}


def exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): exact(below) for key, below in value.items()}
    if isinstance(value, list):
        return [exact(below) for below in value]
    try:
        return Decimal(value)
    except ArithmeticError:
        return value


def holds(ours: Any, theirs: Any) -> bool:
    """Whether both are equal, but for pay frequencies that only ours has (from the same documents)."""
    if not isinstance(theirs, dict):
        return bool(ours == theirs)
    assert ours.keys() - theirs.keys() <= PERIODS.keys()
    return all(holds(ours[key], below) for key, below in theirs.items())


def theirs_as_ours(state: str, version: dict[str, Any]) -> dict[str, Any]:
    made = {RENAMED.get(key, key): value for key, value in version.items() if key not in PROSE | ELSEWHERE}
    if state == "GA":
        made |= made.pop("annual")
    if state == "ME" and "surcharge" in made:
        surcharge = dict(made["surcharge"])
        made["surcharge"] = {"rate": surcharge.pop("rate"), "over": surcharge}
    if state == "CT":
        made.pop("no_form")
        made["add_back"] = {
            key: {
                "start": row["start"], "step": row["step"], "first": row["increment"], "each": row["increment"],
                "rows": row["steps"],
            }
            for key, row in made["add_back"].items()
        }  # fmt: skip
    if made.get("allowance") == "0":
        made.pop("allowance")
    return made


@pytest.mark.skipif(not SHARED.is_file(), reason="the transcription is not beside the repository")
@pytest.mark.parametrize("state", sorted(STATES))
def test_our_tables_equal_the_transcription_they_were_taken_from(state: str) -> None:
    theirs = shared()["states"][state]
    ours = raw(TABLES / "us" / "states" / f"{state.lower()}.yaml")
    assert len(ours["income_tax"]) == len(theirs["versions"])
    for mine, version in zip(ours["income_tax"], theirs["versions"], strict=True):
        assert mine["from"] == version["effective"] or mine["method"] == "none"
        for key, value in theirs_as_ours(state, version).items():
            assert holds(exact(mine[key]), exact(value)), key
    of_employees = [
        entry for table in ours.get("contributions", ()) for entry in table["values"] if table["paid_by"] == "employee"
    ]
    figures = ("rate", "base", "max_per_year", "max_per_week", "per_hour", "employee_share")
    assert sorted(str(figures_of(entry, figures)) for entry in of_employees) == sorted(
        str(figures_of(entry, figures)) for entry in theirs.get("employee_contributions", ())
    )


def figures_of(entry: dict[str, Any], names: tuple[str, ...]) -> dict[str, Decimal]:
    return {name: Decimal(entry[name]) for name in names if entry.get(name) is not None}


@pytest.mark.skipif(not SHARED.is_file(), reason="the transcription is not beside the repository")
def test_the_cities_of_new_york_and_the_wage_bases_of_employers_equal_the_transcription() -> None:
    version = shared()["states"]["NY"]["versions"][0]
    city = raw(TABLES / "us" / "states" / "ny-nyc.yaml")["income_tax"][0]
    assert exact(city["brackets"]) == exact(version["nyc_resident"]["brackets"])
    assert exact(city["deduction"]) == exact(version["nyc_resident"]["deduction"])
    assert exact(city["exemption"]) == exact(version["exemption"])
    yonkers = raw(TABLES / "us" / "states" / "ny-yonkers.yaml")["income_tax"][0]
    assert Decimal(yonkers["share"]) == Decimal(version["yonkers_resident"])
    bases = {key: Decimal(value) for key, value in shared()["employer_unemployment_wage_base"].items() if len(key) == 2}
    for state in STATES:
        (found,) = [
            table.values[0].base
            for table in state_file(state)[0].contributions
            if table.paid_by == "employer" and table.rate_of_company
        ]
        assert found is not None
        assert found == bases.get(state, found) >= 7000, state
