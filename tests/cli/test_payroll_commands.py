"""`hrtui paycheck` and `hrtui payroll`, run as a user would, on a company of three."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.db import open_store
from hrtui import configfile
from hrtui.access.model import ACTIONS, EVERYONE, Field, Grant, Sight
from hrtui.cli import main as cli
from hrtui.context import Actor, Context, FixedClock
from hrtui.money import Money
from hrtui.people import service as people
from hrtui.people.model import Hire, PayChange
from tests.conftest import INSTANT

AT = ("--date", "2026-11-23")


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A company with three people, one of whom has no rate of pay; the command line finds it in the current folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    folder = tmp_path / "acme"
    assert cli.main(["init", str(folder)]) == 0
    config = configfile.load(folder / "hrtui.yaml")
    store = open_store(config.store_path)
    shown = tuple(Grant(action, EVERYONE, dict.fromkeys(Field, Sight.SHOWN)) for action in ACTIONS)
    ctx = Context(Actor("alice", ("everything",), shown), FixedClock(INSTANT, "America/New_York"), config, store)
    for number, last, rate in (("1042", "Doe", 85_000), ("1043", "Roe", 52_000), ("1044", "Poe", None)):
        hired = Hire(date(2024, 3, 1), "Jane", last, "Clerk", "Operations", number, "Boston, MA")
        people.hire(ctx, hired if rate is None else replaced(hired, rate))
    people.change_pay(ctx, "1042", PayChange(date(2026, 11, 11), Money(9_000_000), reason="merit"))
    store.close()
    monkeypatch.chdir(folder)
    capsys.readouterr()
    return folder


def replaced(hired: Hire, rate: int) -> Hire:
    from dataclasses import replace

    return replace(hired, rate=Money(rate * 100), pay_group="main")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(list(words)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(capsys, *words))


def test_a_payslip_fits_80_columns_and_shows_segments_totals_and_blockers(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(capsys, "paycheck", "1042", *AT)
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Doe, Jane (1042)"
    assert lines[1] == "Check of 2026-11-25, pay group main, for 2026-11-08 to 2026-11-21; not final"
    figures = {line[:46].strip(): line[46:].split() for line in lines if line[46:].strip()}
    assert figures["Gross pay"] == ["3,423.08", "3,423.08"]
    assert figures["2026-11-11 to 2026-11-21, 8 of 10 days"] == ["2,769.23"]
    assert figures["Federal income tax"][0] == "413.46"
    assert figures["Massachusetts income tax"][0] == "158.06"
    assert figures["Net pay"][0] == "2,573.95"
    assert figures["Medicare, employer"][0] == "49.63"
    assert "What keeps it from being paid:" not in lines
    assert "- No Form W-4 is on file: withheld as single. Record the certificate." in lines


def test_a_person_may_be_named(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "paycheck", "Roe,", "Jane", *AT).startswith("Roe, Jane (1043)\n")


def test_why_writes_each_branch_once_and_cites_the_law_by_number(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(capsys, "paycheck", "1042", "--why", *AT)
    assert max(map(len, shown.splitlines())) <= 80
    words = " ".join(shown.split())
    assert "Annual rate: 90,000.00; as entered, not scaled by FTE; pay row (pay-rate change) from 2026-11-11" in words
    assert "entered 2026-11-23 15:00 UTC by alice" in words
    assert words.count("Annual rate: 90,000.00") == 1
    cited = re.search(r"Line 1g: 8,600; 0 where step 2 is ticked, else by filing status; (\[\d+\])", words)
    assert cited is not None
    assert f"{cited[1]} IRS Publication 15-T (2026), Worksheet 1A" in words
    assert "Before this check: 0.00; the balance of the last final check of the year" in words


def test_the_json_of_a_paycheck_has_stable_keys_and_decimal_text(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = told(capsys, "paycheck", "1042", "--json", *AT)
    assert {"number", "name", "pay_date", "lines", "gross", "taxes", "net", "blockers"} <= made.keys()
    assert made["pay_date"] == {"group": "main", "start": "2026-11-08", "end": "2026-11-21", "check": "2026-11-25"}
    assert made["lines"][0] == {
        "key": "earning:salary",
        "part": "earning",
        "kind": "earning",
        "code": "salary",
        "label": "Salary",
        "amount": "3423.08",
        "year_to_date": "3423.08",
    }
    assert [line["key"] for line in made["lines"] if line["kind"] == "tax"] == [
        "tax:social_security",
        "tax:medicare",
        "contribution:MA PFML",
        "tax:federal_income_tax",
        "tax:MA_income_tax",
    ]
    assert (made["gross"], made["taxes"], made["net"]) == ("3423.08", "849.13", "2573.95")
    assert (made["work_state"], made["deductions"], made["blockers"]) == ("MA", "0.00", [])
    assert "It is the first pay. Compare it with the offer." in made["exceptions"]
    assert [part["amount"] for part in made["segments"]] == ["653.85", "2769.23"]


def test_the_json_holds_derivations_where_they_are_asked_for(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, "paycheck", "1042", "--json", "--why", *AT)
    assert made["net_why"]["amount"] == made["net"]
    assert made["lines"][0]["why"]["children"][0]["label"] == "All segments, before rounding"


def test_a_check_that_cannot_be_computed_says_why(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "paycheck", "1044", *AT)
    assert "- No pay rate from 2026-11-08 to 2026-11-21. Record one as a change of pay." in shown
    assert "Gross pay" not in shown


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("paycheck", "9999"), 3, "There is no person “9999”"),
        (("paycheck", "1042", "--date", "2027-02-01"), 5, "No federal withholding tables for 2027 are known yet"),
        (("paycheck", "1042", "--date", "soon"), 5, "“soon” is not a date"),
        (("payroll", "preview", "--group", "weekly"), 5, "There is no pay group “weekly”"),
        (("payroll",), 2, "See: hrtui payroll --help"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    company: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert cli.main(list(words)) == code
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("words", [("paycheck",), ("payroll", "preview")])
def test_everyones_check_is_a_table_with_totals(
    company: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    lines = said(capsys, *words, *AT).splitlines()
    assert max(map(len, lines)) <= 80
    cells = ["1042", "Doe,", "Jane", "3,423.08", "413.46", "261.86", "173.81", "0.00", "2,573.95"]
    assert lines[2].split() == cells
    assert lines[4] == "Totals of 2 people:"
    assert lines[5].split() == ["Gross", "5,423.08"]
    assert lines[-2:] == ["Not computed: 1044.", "1 of 3 cannot be paid yet; hrtui paycheck NUMBER says why."]


@pytest.mark.parametrize("words", [("paycheck",), ("payroll", "preview", "--group", "main")])
def test_everyones_check_as_json(company: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    made = told(capsys, *words, "--json", *AT)
    assert made["pay_date"]["check"] == "2026-11-25"
    assert [(row["number"], row["gross"], row["computed"]) for row in made["people"]] == [
        ("1042", "3423.08", True),
        ("1043", "2000.00", True),
        ("1044", "0.00", False),
    ]
    assert made["totals"]["gross"] == "5423.08"
    assert (made["totals"]["people"], made["totals"]["not_computed"]) == (3, 1)


def test_everyones_check_as_csv(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(said(capsys, "payroll", "preview", "--csv", *AT))))
    assert [(row["number"], row["name"], row["net"]) for row in rows][:1] == [("1042", "Doe, Jane", "2573.95")]
    assert (rows[0]["state"], rows[0]["deductions"], rows[0]["reimbursed"]) == ("173.81", "0.00", "0.00")


def test_the_calendar_lists_the_pay_dates_of_a_year(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dates = told(capsys, "payroll", "calendar", "--json", "--date", "2027-05-01")
    assert len(dates) == 26
    assert dates[0] == {"group": "main", "start": "2026-12-20", "end": "2027-01-02", "check": "2027-01-07"}
    assert "Wed 2026-11-25  2026-11-08  2026-11-21" in said(capsys, "payroll", "calendar", "--group", "main", *AT)


def test_payroll_commands_never_load_the_screens(company: Path) -> None:
    import subprocess
    import sys

    code = "import sys; from hrtui.cli.main import main; main(['paycheck', '1042', '--date', '2026-11-23']); print('textual' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=company)
    assert shown.stdout.splitlines()[-1] == "False"
