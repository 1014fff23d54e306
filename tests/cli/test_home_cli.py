"""`hrtui home`, `headcount`, `turnover` and `export`: the same use cases as the screens, as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hrtui.cli import main as cli
from hrtui.cli.session import Session
from hrtui.context import Context
from hrtui.errors import RuleBroken, UsageError
from hrtui.people import service
from hrtui.people.model import Termination
from tests.people import hire


@pytest.fixture
def run(ctx: Context) -> Any:
    """Run a command over the test's store, and return what it printed."""

    def made(*words: str) -> str:
        output = io.StringIO()
        session = Session(None, output)
        session.__dict__["context"] = ctx
        module = cli.load(words[0])
        parser = cli.Parser(prog=f"hrtui {words[0]}")
        module.add_arguments(parser)
        assert module.run(parser.parse_args(words[1:]), session) == 0
        return output.getvalue()

    return made


@pytest.fixture
def company(ctx: Context) -> list[str]:
    boss = hire(ctx, "Boss")
    new = hire(ctx, "New", first_day=date(2026, 12, 1), manager=boss)
    gone = hire(ctx, "Gone", department="Sales", manager=boss)
    service.terminate(ctx, gone, Termination(date(2026, 10, 31), "moved"))
    return [boss, new, gone]


def test_home_says_what_needs_the_user_and_how_many_there_are(run: Any, company: list[str]) -> None:
    said = run("home")
    assert "- 1 person starts within 14 days: Ann New." in said
    assert "1 person; 0 joined and 0 left this month." in said
    told = json.loads(run("home", "--json"))
    assert {"sentence", "warning", "address"} == set(told["notices"][0])
    assert told["months"][-1]["closing"] == 1
    assert told["turnover"]["separations"] == 1


def test_the_people_behind_a_line_are_printed(run: Any, company: list[str]) -> None:
    assert "2026-12-01" in run("home", "--due", "starting")
    told = json.loads(run("home", "--due", "starting", "--json"))
    assert told["rows"][0]["number"] == company[1]
    with pytest.raises(UsageError):
        run("home", "--due", "nonsense")


def test_headcount_is_told_as_of_a_day_and_by_group(run: Any, company: list[str]) -> None:
    assert "1 person on 2026-11-23" in run("headcount")
    rows = list(csv.reader(run("headcount", "--on", "2026-10-31", "--by", "department", "--csv").splitlines()))
    assert rows == [["department", "people", "fte"], ["IT", "1", "1.00"], ["Sales", "1", "1.00"]]
    assert json.loads(run("headcount", "--json")) == {"on": "2026-11-23", "by": "", "people": 1, "groups": []}
    assert "Nobody was employed" in run("headcount", "--on", "2001-01-01")


def test_turnover_is_told_by_month(run: Any, company: list[str]) -> None:
    said = run("turnover", "--months", "3")
    assert "Turnover 2026-09-01 to 2026-11-23: 1 of 1.5 on average, 66.7 %" in said
    rows = list(csv.DictReader(run("turnover", "--csv").splitlines()))
    assert rows[-2]["left"] == rows[-2]["voluntary"] == "1"
    with pytest.raises(RuleBroken):
        run("turnover", "--months", "0")


def test_people_and_the_trail_are_written_to_files(run: Any, company: list[str], tmp_path: Path) -> None:
    assert "Wrote 2 people" in run("export", "people", "dept:IT", "--to", str(tmp_path / "a.xlsx"))
    assert "Wrote 1 person " in run("export", "people", "sales", "--to", str(tmp_path / "b"), "--format", "vcard3")
    assert "VERSION:3.0" in (tmp_path / "b").read_text()
    run("export", "audit", "--to", str(tmp_path / "c.json"), "--action", "hire", "--columns", "who,action")
    assert json.loads((tmp_path / "c.json").read_text())[0] == {"who": "alice", "action": "people.hire"}


def test_the_trail_is_filtered_in_the_shell_as_on_the_screen(run: Any, company: list[str]) -> None:
    assert (
        len(json.loads(run("audit", "log", "--action", "terminate", "--actor", "alice", "--on", "today", "--json")))
        == 1
    )
    assert json.loads(run("audit", "log", "--until", "2026-01-01", "--json")) == []
    with pytest.raises(RuleBroken, match="turn the days round"):
        run("audit", "log", "--since", "2026-02-01", "--until", "2026-01-01")
