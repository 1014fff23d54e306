"""`hrtui payroll form|deposits|remittances`, run as a user would, on a company with one final run of two people."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from data import audit
from data.db import open_store
from hrtui import configfile
from hrtui.access.model import ACTIONS, EVERYONE, Field, Grant, Sight
from hrtui.cli import main as cli
from hrtui.context import Actor, Context, FixedClock
from tests.conftest import INSTANT
from tests.paidruns import SECOND, employee, paid

OF_2026 = ("--year", "2026")
FORM_941 = ("payroll", "form", "941", *OF_2026, "--quarter", "4")


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """The company, which the command line finds in the current folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    folder = tmp_path / "acme"
    assert cli.main(["init", str(folder)]) == 0
    config = configfile.load(folder / "hrtui.yaml")
    store = open_store(config.store_path)
    shown = tuple(Grant(action, EVERYONE, dict.fromkeys(Field, Sight.SHOWN)) for action in ACTIONS)
    ctx = Context(Actor("alice", ("everything",), shown), FixedClock(INSTANT, "America/New_York"), config, store)
    for at in range(2):
        employee(ctx, at)
    paid(ctx, SECOND)
    store.close()
    monkeypatch.chdir(folder)
    capsys.readouterr()
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(list(words)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(capsys, *words, "--json"))


def test_form_941_is_a_table_of_80_columns_with_what_is_missing_below(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(capsys, *FORM_941).splitlines()
    table = lines[: next(at for at, line in enumerate(lines) if line.startswith("Due"))]
    assert max(map(len, table)) <= 80
    assert next(line for line in table if line.startswith("2 ")).split()[-1] == "4,000.00"
    assert any("To resolve: The company has no EIN" in line and "payer.ein" in line for line in lines)


def test_json_has_amounts_as_text_with_two_decimals(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, *FORM_941, "--deposited", "100")
    lines = {line["line"]: line for line in made["lines"]}
    assert (made["form"], made["year"], made["quarter"], made["due"]) == ("941", 2026, 4, "2027-02-01")
    assert (lines["5a"]["wages"], lines["5a"]["figure"], lines["13"]["figure"]) == ("4000.00", "496.00", "100.00")
    assert made["runs"] and made["not_final"] == []
    assert {each["code"] for each in made["blockers"]} == {"no_ein", "no_company_address"}
    assert told(capsys, "payroll", "form", "940", *OF_2026)["lines"][0]["figure"] == "4000.00"


def test_why_tells_a_line_run_by_run(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, *FORM_941, "--why", "3")
    assert shown.startswith("Line 3: Federal income tax withheld: ")
    assert "main-2026-11-25: " in shown and "2 people" in shown


def test_deposits_name_agency_amount_and_due_day(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (first, *_) = told(capsys, "payroll", "deposits", *OF_2026)["lines"]
    assert (first["agency"], first["form"], first["due"]) == ("US", "941", "2026-12-15")
    assert said(capsys, "payroll", "deposits", *OF_2026).splitlines()[0].split() == [
        "Agency", "Form", "What", "Through", "Amount", "Due",
    ]  # fmt: skip


def test_nothing_to_hand_on_is_said(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "payroll", "remittances", *OF_2026).startswith("Nothing for garnishments of 2026")
    assert told(capsys, "payroll", "remittances", "--of", "deductions", *OF_2026)["lines"] == []
    assert cli.main(["payroll", "remittances", "--run", "main-2026-01-01", *OF_2026]) == 5
    assert "is no final run of 2026" in capsys.readouterr().err


def test_a_file_is_for_its_owner_alone_and_in_the_trail(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, "payroll", "form", "w2", *OF_2026, "--to", "w2.csv")
    path = company / "w2.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["box_1"] for row in rows] == ["2000.00", "2000.00", "4000.00"]
    assert "box_a" not in rows[0]
    store = open_store(configfile.load(company / "hrtui.yaml").store_path)
    entry = audit.entries(1, action="payroll.file")[0].entry
    store.close()
    assert (entry.subject, (entry.detail or {})["sha256"]) == ("w2-2026", made["sha256"])
    assert cli.main(["payroll", "form", "w2", *OF_2026, "--to", "w2.csv"]) == 5
    assert "there already" in capsys.readouterr().err
    assert cli.main(["payroll", "form", "w2", *OF_2026, "--to", "w2.pdf"]) == 5
    assert ".csv, .xlsx or .json" in capsys.readouterr().err


def test_one_persons_statement_is_boxes_below_each_other(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "payroll", "form", "w2", *OF_2026, "--person", "1001", "--ssn")
    cells = dict(line.split(maxsplit=1) for line in shown.splitlines() if line[:2].strip() in ("A", "1", "4"))
    assert (cells["A"], cells["1"], cells["4"]) == ("123-45-6000", "2,000.00", "124.00")


def test_the_wage_report_needs_a_file_and_says_what_keeps_it_from_being_written(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["payroll", "form", "efw2", *OF_2026]) == 2
    assert "--to FILE" in capsys.readouterr().err
    assert cli.main(["payroll", "form", "efw2", *OF_2026, "--to", "report.txt"]) == 5
    assert "no EIN" in capsys.readouterr().err
    assert not (company / "report.txt").exists()


@pytest.mark.parametrize("words", [("941", "--ssn"), ("940", "--person", "1001"), ("w2", "--why", "1")])
def test_an_argument_of_another_form_is_refused(
    company: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert cli.main(["payroll", "form", *words, *OF_2026]) == 2


def test_a_quarter_that_is_none_is_refused(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["payroll", "form", "941", *OF_2026, "--quarter", "5"]) == 5
    assert "quarters 1 to 4" in capsys.readouterr().err


def test_what_was_sent_is_noted_listed_and_taken_back_by_name(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (deposit,) = [each for each in told(capsys, "payroll", "sent", *OF_2026) if each["key"].startswith("941-2026-11")]
    assert (deposit["standing"], deposit["sent"]) != ("deposited", {})
    noted = (
        "payroll",
        "sent",
        deposit["key"],
        *OF_2026,
        "--on",
        "2026-11-26",
        "--amount",
        "10.00",
        "--confirmation",
        "77",
    )
    assert "10.00 on 2026-11-26, confirmation 77; " in said(capsys, *noted)
    assert told(capsys, *noted[:3], *OF_2026, "--undo")["sent"] is None
