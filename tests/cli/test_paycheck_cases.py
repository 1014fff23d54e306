"""`hrtui paycheck < case.json` and `--jsonl`: the contract with scripts, without a store or a configuration."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from hrtui.cli.main import main

CASE: dict[str, Any] = {
    "pay_date": "2026-11-20",
    "frequency": "biweekly",
    "work_state": "CA",
    "residence_state": "CA",
    "federal": {"w4": 2020, "filing_status": "single", "step_2": False, "step_3": "0"},
    "state": {"status": "single", "allowances": 1},
    "earnings": [
        {"code": "salary", "amount": "3269.23", "kind": "regular"},
        {"code": "mileage", "amount": "50.00", "kind": "reimbursement"},
    ],
    "deductions": [{"code": "health", "amount": "120.00", "treatment": "section_125_health"}],
    "garnishments": [{"number": "C1", "kind": "creditor", "amount": "40"}],
    "ytd": {"gross": "6000", "social_security_wages": "6000", "medicare_wages": "6000", "futa_wages": "6000"},
}
FIELDS = (
    "gross", "federal_income_tax", "social_security", "medicare", "additional_medicare", "state_income_tax",
    "state_contributions", "deductions", "garnishments", "net", "employer", "wages", "lines", "blockers",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))


def piped(monkeypatch: pytest.MonkeyPatch, text: str, *words: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(["paycheck", *words])


def test_a_case_piped_in_is_answered_without_store_or_configuration(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert piped(monkeypatch, json.dumps(CASE)) == 0
    made = json.loads(capsys.readouterr().out)
    assert set(FIELDS) <= made.keys()
    assert made["gross"] == "3269.23"
    assert made["deductions"] == {"health": "120.00"}
    assert made["garnishments"] == {"C1": "40.00"}
    assert set(made["state_income_tax"]) == {"CA"}
    assert made["employer"]["futa"] == "6.00"
    assert made["blockers"] == []
    assert all(line["why"]["amount"] == line["amount"] for line in made["lines"])


def test_the_lines_sum_to_the_net(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    piped(monkeypatch, json.dumps(CASE))
    made = json.loads(capsys.readouterr().out)
    sign = {"earning": 1, "reimbursement": 1, "imputed": 0, "employer": 0, "wages": 0}
    total = sum(round(float(line["amount"]) * 100) * sign.get(line["part"], -1) for line in made["lines"])
    assert total == round(float(made["net"]) * 100)


def test_balances_of_a_state_are_given_by_its_contributions_or_by_line_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASE | {"work_state": "NJ", "residence_state": "NJ", "state": {"table": "A"}, "deductions": []}
    case |= {"earnings": [{"code": "salary", "amount": "1000", "kind": "regular"}]}
    for ytd in ({"NJ": {"UI": "44700"}}, {"wages:NJ UI": "44700"}):
        piped(monkeypatch, json.dumps(case | {"ytd": ytd}))
        made = json.loads(capsys.readouterr().out)
        assert made["state_contributions"]["UI"] == "0.38"
        assert made["wages"]["UI"] == "100.00"


def test_of_one_certificate_two_states_each_take_the_entries_that_are_theirs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASE | {"work_state": "NJ", "residence_state": "PA", "deductions": [], "garnishments": []}
    piped(monkeypatch, json.dumps(case | {"state": {"table": "B", "allowances": 2, "local": "none"}}))
    made = json.loads(capsys.readouterr().out)
    assert made["state_income_tax"] == {"PA": "100.37"}
    assert set(made["state_contributions"]) >= {"UI", "TDI", "FLI"}
    assert made["blockers"] == []
    assert piped(monkeypatch, json.dumps(case | {"state": {"tabel": "B"}})) == 5
    assert json.loads(capsys.readouterr().out)["error"]["field"] == "state.tabel"


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"frequency": "fortnightly"}, "frequency", "fortnightly"),
        ({"work_state": "ZZ"}, "work_state", "ZZ"),
        ({"pay_date": "2024-02-30"}, "pay_date", "2024-02-30"),
        ({"pay_date": "2019-02-03"}, "pay_date", "2019-02-03"),
        ({"earnings": [{"code": "salary", "amount": "3,269.23"}]}, "earnings[0].amount", "3,269.23"),
        ({"earnings": [{"code": "salary", "amount": "10", "hours": "-8"}]}, "earnings[0].hours", "-8"),
        ({"earnings": [{"code": "nothing_known", "amount": "10"}]}, "earnings[0].code", "nothing_known"),
        ({"earnings": [{"code": "salary", "amount": "10", "kind": "tip"}]}, "earnings[0].kind", "tip"),
        ({"earnings": [{"code": "salary", "amount": 1e400}]}, "case", "Infinity"),
        ({"deductions": [{"code": "x", "amount": "1", "treatment": "y"}]}, "deductions[0].treatment", "y"),
        ({"federal": {"filing_status": "widowed"}}, "federal.filing_status", "widowed"),
        ({"federal": {"step_3": "1.005"}}, "federal.step_3", "1.005"),
        ({"state": {"allowances": "some"}}, "state.allowances", "some"),
        ({"state": {"allowances": {"CA": 1}}}, "state.allowances", "allowances"),
        ({"state": {"extra": "1e5"}}, "state.extra", "1e5"),
        ({"state": {"extra": "9" * 40}}, "state.extra", "9" * 40),
        ({"state": {"reciprocity": "abc"}}, "state.reciprocity", "abc"),
        ({"work_state": "OH", "residence_state": "OH", "state": {"local": "abc"}}, "state.local", "abc"),
        ({"work_state": "TX", "residence_state": "TX", "state": {"allowances": 1}}, "state.allowances", "1"),
        ({"federal": []}, "federal", "list"),
        ({"earnings": None}, "earnings", ""),
        ({"pay_date": "20261120"}, "pay_date", "20261120"),
        ({"pay_date": "2026-W47-5"}, "pay_date", "2026-W47-5"),
        ({"birth_date": "9999-12-31"}, "birth_date", "9999-12-31"),
        ({"localities": ["Philadelphia"]}, "localities[0]", "Philadelphia"),
        ({"deductions": [{"code": "x", "treatment": "after_tax"}]}, "deductions[0].amount", ""),
        ({"ytd": {"CA": {"SDJ": "1"}}}, "ytd.CA.SDJ", "SDJ"),
        ({"company_rates": {"CA": {"UII": "0.03"}}}, "company_rates.CA.UII", "UII"),
        ({"colour": "red"}, "colour", "red"),
        ({"ytd": {"grossness": "1"}}, "ytd.grossness", "1"),
    ],
)
def test_bad_input_is_refused_by_field_value_and_rule(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, Any],
    field: str,
    value: str,
) -> None:
    assert piped(monkeypatch, json.dumps(CASE | change)) == 5
    told = capsys.readouterr()
    error = json.loads(told.out)["error"]
    assert (error["field"], error["value"]) == (field, value)
    assert error["rule"]
    assert told.err.startswith("hrtui: ")


@pytest.mark.parametrize(
    ("work", "home", "localities", "code"),
    [
        ("OH", "OH", [], "local_tax_OH"),
        ("PA", "NJ", [], "local_tax_PA"),
        ("KY", "KY", [], "local_tax_KY"),
        ("IN", "IN", [], "local_tax_IN"),
        ("PA", "NJ", ["PA-Philadelphia"], "no_local_tables"),
    ],
)
def test_a_local_tax_that_is_not_known_blocks_the_check_by_name(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    work: str,
    home: str,
    localities: list[str],
    code: str,
) -> None:
    given = {"work_state": work, "residence_state": home, "localities": localities, "state": {}}
    assert piped(monkeypatch, json.dumps(CASE | given)) == 0
    assert code in {each["code"] for each in json.loads(capsys.readouterr().out)["blockers"]}


def test_a_thousand_cases_are_one_process_and_a_bad_one_stops_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(CASE | {"id": "one"}), "{", json.dumps(CASE | {"work_state": "ZZ"}), "", json.dumps(CASE)]
    assert piped(monkeypatch, "\n".join(lines), "--jsonl") == 5
    first, broken, refused, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["id"] == "one"
    assert broken["error"]["field"] == "case"
    assert refused["error"] == {"field": "work_state", "value": "ZZ", "rule": "the two letters of a state or DC"}
    assert last["net"] == first["net"]


def test_a_case_in_a_file_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    assert main(["paycheck", "--case", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["gross"] == "3269.23"


def test_a_field_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert piped(monkeypatch, '{"pay_date": "2026-11-20", "pay_date": "2026-11-21"}') == 5
    assert json.loads(capsys.readouterr().out)["error"]["field"] == "pay_date"


def test_the_case_of_the_guide_is_answered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "payroll-check.md").read_text(encoding="utf-8")
    assert piped(monkeypatch, guide.split("```json\n")[1].split("```")[0]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["state_contributions"]["UI"] == "0.38"
    assert made["blockers"] == []
