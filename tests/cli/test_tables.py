"""`hrtui tables`, run as a payroll person would: what is in force on a day, from where, and how far to trust it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.parameters import TABLES
from hrtui import configfile
from hrtui.cli import main as cli
from hrtui.payroll.owntables import own_digest


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a configuration."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert cli.main(["tables", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_file_of_tables_is_listed_with_a_source_and_a_confidence(capsys: pytest.CaptureFixture[str]) -> None:
    rows = answer(capsys, "--on", "2026-10-15")
    assert {row["file"] for row in rows} == {
        f"data/tables/{file.relative_to(TABLES).as_posix()}" for file in TABLES.rglob("*.yaml")
    }
    for row in rows:
        assert row["document"], row
        assert row["transcription"], row
        assert row["confidence"] in ("high", "medium", "low", "memory"), row
        assert row["unit"], row
        assert "values" not in row
    assert [row["jurisdiction"] for row in rows[:1]] == ["US"]


def income_tax(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of income tax alone."""
    return [row for row in rows if row["table"] == "Income tax"]


def test_the_version_is_that_of_the_day_and_has_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    (before,) = income_tax(answer(capsys, "GA", "--on", "2026-05-10"))
    (after,) = income_tax(answer(capsys, "Georgia", "--on", "2026-05-11"))
    assert (before["from"], before["values"]["rate"]) == ("2026-01-01", "0.0519")
    assert (after["from"], after["values"]["rate"]) == ("2026-05-11", "0.0499")
    assert after["in_force"] is True


def test_a_day_before_the_first_version_is_told_with_the_first_day_known(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = income_tax(answer(capsys, "WV", "--on", "2026-03-01"))
    assert (row["in_force"], row["from"]) == (False, "2026-06-12")
    assert cli.main(["tables", "WV", "--on", "2026-03-01"]) == 0
    assert "Not known on 2026-03-01: from 2026-06-12" in capsys.readouterr().out


def test_what_is_of_less_than_high_confidence_is_marked_and_can_be_listed_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["tables", "--on", "2026-10-15"]) == 0
    printed = capsys.readouterr().out.splitlines()
    (colorado,) = [line for line in printed if " CO " in line and "Income tax" in line]
    (michigan,) = [line for line in printed if " MI " in line and "Income tax" in line]
    assert colorado.startswith("!")
    assert michigan.startswith(" ")
    assert "of less than high confidence, marked !" in printed[-1]
    doubtful = answer(capsys, "--doubtful", "--on", "2026-10-15")
    assert {row["confidence"] for row in doubtful} <= {"medium", "low", "memory"}


def test_one_jurisdiction_is_told_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tables", "NY-NYC", "--on", "2026-10-15"]) == 0
    printed = capsys.readouterr().out
    for expected in ("New York City: Income tax", "NYS-50-T-NYC", "Unit         US dollars", "weekly: 96.15, 105.75"):
        assert expected in printed


@pytest.fixture
def company(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """A company whose own table of Michigan has another rate; the option that names its configuration."""
    assert cli.main(["init", str(nowhere / "acme")]) == 0
    folder = nowhere / "acme" / "tables" / "us" / "states"
    folder.mkdir(parents=True)
    ours = (TABLES / "us" / "states" / "mi.yaml").read_text(encoding="utf-8")
    (folder / "mi.yaml").write_text(ours.replace("rate: 0.0425", "rate: 0.0405", 1), encoding="utf-8")
    capsys.readouterr()
    return ("--config", str(nowhere / "acme" / "hrtui.yaml"))


def test_a_table_of_the_company_is_listed_in_place_of_ours(
    company: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    row = answer(capsys, "MI", "--on", "2026-10-15", *company)[0]
    assert (row["own"], row["values"]["rate"]) == (True, "0.0405")
    assert answer(capsys, "OH", "--on", "2026-10-15", *company)[0]["own"] is False


def test_checks_and_cases_are_computed_by_a_table_of_the_company(
    company: tuple[str, str], nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {
        "pay_date": "2026-10-15",
        "frequency": "weekly",
        "work_state": "MI",
        "residence_state": "MI",
        "federal": {"w4": 2020, "filing_status": "single"},
        "earnings": [{"code": "regular", "kind": "regular", "amount": "1000"}],
    }
    (nowhere / "case.json").write_text(json.dumps(case), encoding="utf-8")
    for options, tax in (((), "42.50"), (company, "40.50")):
        assert cli.main(["paycheck", "--case", str(nowhere / "case.json"), *options]) == 0
        assert json.loads(capsys.readouterr().out)["state_income_tax"] == {"MI": tax}
    kept = {"id": "mine", "jurisdiction": "MI", "year": 2026, "kind": "state_withholding", "expected": "40.50"}
    kept |= {"pay_date": "2026-10-15", "inputs": {"wages": "1000", "frequency": "weekly"}}
    (nowhere / "cases.jsonl").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    assert cli.main([*company, "payroll", "verify", str(nowhere / "cases.jsonl"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agree"] == 1


def test_another_table_of_the_company_is_another_digest(company: tuple[str, str], nowhere: Path) -> None:
    config = configfile.load(Path(company[1]))
    before = own_digest(config)
    file = nowhere / "acme" / "tables" / "us" / "states" / "mi.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("0.0405", "0.0400"), encoding="utf-8")
    assert before
    assert own_digest(config) != before


def test_a_jurisdiction_without_tables_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tables", "Atlantis"]) == 5
    assert "There are no tables of “Atlantis”; there are those of US, AK, AL" in capsys.readouterr().err
