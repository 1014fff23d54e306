"""`hrtui payroll diff`, run as a user would, on a company of two whose last run is paid."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
from hrtui.people.model import PayChange
from tests.conftest import INSTANT
from tests.paidruns import SECOND, THIRD, calculated, employee, paid


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Context]:
    """A company with the people 1001 and 1002, both paid on 2026-11-25; the command line finds it in the current folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("HRTUI_CONFIG", raising=False)
    folder = tmp_path / "acme"
    assert cli.main(["init", str(folder)]) == 0
    config = configfile.load(folder / "hrtui.yaml")
    store = open_store(config.store_path)
    shown = tuple(Grant(action, EVERYONE, dict.fromkeys(Field, Sight.SHOWN)) for action in ACTIONS)
    ctx = Context(Actor("alice", ("everything",), shown), FixedClock(INSTANT, "America/New_York"), config, store)
    assert [employee(ctx, at) for at in range(2)] == ["1001", "1002"]
    paid(ctx, SECOND)
    monkeypatch.chdir(folder)
    capsys.readouterr()
    yield ctx
    store.close()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(list(words)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(said(capsys, *words))


@pytest.fixture
def raised(company: Context) -> str:
    """The run after, calculated, with a raise of 1001 on its first day."""
    people.change_pay(company, "1001", PayChange(date(2026, 11, 22), Money(7_800_000), reason="merit"))
    return calculated(company, THIRD).number


def test_a_diff_tells_who_changed_by_how_much_and_why(
    company: Context, raised: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(capsys, "payroll", "diff", raised)
    assert shown.splitlines()[0].startswith("1001 Ann Kim0: net ")
    assert "change of pay: Raise on 2026-11-22 from 52,000.00 a year to 78,000.00 a year" in shown
    assert shown.splitlines()[-1] == "1 of 2 checks changed against the last ones."


def test_a_diff_in_json_has_cents_as_text_and_stable_names(
    company: Context, raised: str, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, same = told(capsys, "payroll", "diff", raised, "--json")
    assert (changed["number"], changed["gross"], changed["gross_before"]) == ("1001", "3000.00", "2000.00")
    assert [(each["cause"], each["gross"]) for each in changed["changes"]] == [("rate", "1000.00")]
    assert (same["number"], same["changes"]) == ("1002", [])
    assert told(capsys, "payroll", "diff", raised, "1002", "--json") == [same]


def test_a_diff_of_someone_without_a_check_and_of_a_first_run_says_so(
    company: Context, raised: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["payroll", "diff", raised, "1999"]) != 0
    assert "has no check of 1999 to compare with another" in capsys.readouterr().err
    assert "has no run before it to compare with" in said(capsys, "payroll", "diff", "main-2026-11-25")


@pytest.fixture
def late(company: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """The company with the clock of the command line on the day of the test."""
    monkeypatch.setattr("hrtui.bootstrap.SystemClock", lambda zone: FixedClock(INSTANT, zone))
    return company


def test_a_back_dated_raise_says_at_once_what_it_touches_and_retro_lists_and_decides_it(
    late: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    done = said(capsys, "person", "pay", "1001", "--rate", "78k", "--on", "2026-11-08", "--reason", "merit")
    assert "Note: It touches 1 closed run by +1,000.00 (main-2026-11-25): decide under retro." in done
    listed = said(capsys, "payroll", "retro")
    assert "salary 3,000.00 due, 2,000.00 paid" in listed
    assert listed.splitlines()[-1] == "1 check: closed runs owe +1,000.00 gross."
    (owed,) = told(capsys, "payroll", "retro", "--json")
    assert (owed["run"], owed["number"], owed["delta"]) == ("main-2026-11-25", "1001", "1000.00")
    assert owed["codes"] == [{"code": "salary", "due": "3000.00", "paid": "2000.00"}]
    made = said(capsys, "payroll", "retro", "main-2026-11-25", "1001", "ignore", "--reason", "paid by hand")
    assert made.strip() == "+1,000.00 of 1001 for run main-2026-11-25 is ignored."
    assert said(capsys, "payroll", "retro").strip() == "Closed runs owe nothing that is not decided."
    assert "ignore, " in said(capsys, "payroll", "retro", "--decided")


def test_deciding_takes_a_run_a_person_and_a_decision(late: Context, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["payroll", "retro", "main-2026-11-25"]) == 2
    assert "give RUN PERSON and one of next_run, off_cycle, ignore" in capsys.readouterr().err
    assert cli.main(["payroll", "retro", "main-2026-11-25", "1001", "ignore", "--reason", "x"]) != 0
    assert "owes 1001 nothing that is not decided" in capsys.readouterr().err


def test_a_change_that_reaches_no_closed_run_says_nothing_of_it(
    late: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    done = said(capsys, "person", "pay", "1001", "--rate", "78k", "--on", "2026-11-24", "--reason", "merit")
    assert "touches" not in done
