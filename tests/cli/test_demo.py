"""`hrtui demo`: a whole company in a folder of its own, never over anything else."""

from __future__ import annotations

import argparse
import io
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from data.base import database
from data.check import faults, soundness
from hrtui.bootstrap import open_context
from hrtui.cli import demo
from hrtui.cli.session import Session
from hrtui.context import Context
from hrtui.errors import HrError, UsageError
from hrtui.org import chart
from hrtui.org import service as org
from hrtui.payroll import service as payroll
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import RunKind, RunState
from hrtui.people import service as people
from hrtui.people.model import Status
from tests.demos import CLOCK, LOGIN, demo_company


@pytest.fixture(autouse=True)
def of_few_payrolls(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last months' payrolls only, but where a test is about those of the year."""
    monkeypatch.setattr(demo, "WHOLE_YEAR", 0)


def opened(folder: Path) -> Context:
    return open_context(folder / "hrtui.yaml", CLOCK, LOGIN)


@pytest.fixture
def year(tmp_path: Path, kept: Path) -> Iterator[Context]:
    """A company of 250 with every payroll of the year."""
    ctx = opened(copytree(demo_company(kept), tmp_path / "demo"))
    yield ctx
    ctx.store.close()


@pytest.fixture
def company(tmp_path: Path, kept: Path) -> Iterator[Context]:
    """A company of 250 with the payrolls of the last months."""
    ctx = opened(copytree(demo_company(kept, whole_year=False), tmp_path / "demo"))
    yield ctx
    ctx.store.close()


def ran(folder: Path, count: int = 12) -> str:
    out = io.StringIO()
    args = argparse.Namespace(dir=folder, people=count, seed=1, no_open=True)
    assert demo.run(args, Session(output=out)) == 0
    return out.getvalue()


def test_it_is_sound_and_looks_alive(company: Context) -> None:
    assert faults(soundness(database)) == ()
    assert people.directory_count(company) == 250
    found = people.directory_page(company, people.directory_ids(company, "status:active sort:number", limit=3))
    assert [(person.number, person.status) for person in found if person][0] == ("1001", Status.ACTIVE)
    assert payroll.paycheck(company, "1002").net.cents > 0


def test_the_same_seed_and_day_make_the_same_people(tmp_path: Path) -> None:
    tables = []
    for name in ("one", "two"):
        assert demo.make(tmp_path / name, 60, 5, LOGIN, CLOCK) == 60
        with sqlite3.connect(tmp_path / name / "store" / "hrtui.db") as db:
            tables.append(
                [db.execute(f"SELECT * FROM {table}").fetchall() for table in ("directory", "job", "pay", "audit")]
            )
        db.close()
    assert tables[0] == tables[1]


def test_a_demo_that_is_there_is_opened_as_it_is(tmp_path: Path) -> None:
    assert "12 people" in ran(tmp_path / "demo")
    before = (tmp_path / "demo" / "store" / "hrtui.db").stat().st_mtime_ns
    assert "left as it is" in ran(tmp_path / "demo", 99)
    assert (tmp_path / "demo" / "store" / "hrtui.db").stat().st_mtime_ns == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    ran(tmp_path / "demo")
    assert (tmp_path / "demo" / "hrtui.yaml").exists()


@pytest.mark.parametrize("held", ["hrtui.yaml", "store/hrtui.db", "notes.txt"])
def test_a_folder_that_holds_anything_else_is_never_touched(tmp_path: Path, held: str) -> None:
    file = tmp_path / "real" / held
    file.parent.mkdir(parents=True)
    file.write_text("company: {name: Real}\n", encoding="utf-8")
    with pytest.raises(HrError, match="--dir"):
        ran(tmp_path / "real")
    assert [path for path in (tmp_path / "real").rglob("*") if path.is_file()] == [file]
    assert file.read_text(encoding="utf-8") == "company: {name: Real}\n"


def test_nothing_is_left_where_it_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo, "_make_in", full)
    with pytest.raises(HrError, match="No space left"):
        demo.make(tmp_path / "demo", 5, 1, LOGIN, CLOCK)
    assert list(tmp_path.iterdir()) == []


def test_a_company_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        ran(tmp_path / "demo", 0)


def test_it_has_an_organisation_with_a_past_and_with_seats_that_nobody_fills(company: Context) -> None:
    departments = {line.name: line for line in org.departments(company)}
    assert departments["Quality"].parent == "Operations" and departments["Operations"].parent == "Executive Office"
    assert all(line.head for line in departments.values())
    assert departments["Production"].head == departments["Operations"].head
    positions = org.positions(company)
    assert 5 <= sum(line.vacant for line in positions) <= 25
    assert {line.status for line in positions} == {"open", "frozen"}
    assert sum(line.vacant or 0 for line in departments.values()) == chart.chart(company).tree.seats


def test_on_no_day_more_people_hold_a_position_than_it_has_seats(tmp_path: Path) -> None:
    demo.make(tmp_path / "demo", 250, 7, LOGIN, CLOCK)
    ctx = opened(tmp_path / "demo")
    for days in range(-2000, 60, 103):
        then = replace(ctx, lens=CLOCK.today() + timedelta(days=days))
        assert not [line for line in org.positions(then) if line.overfilled]
    ctx.store.close()


def test_a_department_was_called_otherwise_until_two_years_ago(company: Context) -> None:
    before = {line.name for line in org.departments(replace(company, lens=date(2024, 6, 30)))}
    after = {line.name for line in org.departments(replace(company, lens=date(2024, 7, 1)))}
    assert before - after == {"Human Resources"} and after - before == {"People"}


@pytest.mark.parametrize("count", [1, 2, 7, 14, 40])
def test_a_small_company_is_sound_too(tmp_path: Path, count: int) -> None:
    demo.make(tmp_path / "demo", count, 3, LOGIN, CLOCK)
    ctx = opened(tmp_path / "demo")
    assert faults(soundness(database)) == ()
    ctx.store.close()


def test_every_check_of_the_year_was_approved_by_another_and_paid(year: Context, tmp_path: Path) -> None:
    lines = service.runs_of_year(year)
    kinds = Counter((line.run.group, line.run.kind) for line in lines)
    assert kinds[("plant", RunKind.REGULAR)] >= 46 and kinds[("office", RunKind.REGULAR)] == 23
    assert [kinds[("office", kind)] for kind in (RunKind.BONUS, RunKind.REVERSAL, RunKind.CORRECTION)] == [1, 1, 1]
    assert {(line.run.state, line.totals.blocked) for line in lines} == {(RunState.CLOSED, 0)}
    for line in lines:
        assert line.run.pay_date < year.clock.today()
        assert line.run.makers == {demo.MAKER}
        assert {event.by for event in line.run.events if event.state is RunState.APPROVED} == {demo.CHECKER}
        if line.run.kind is not RunKind.REVERSAL:
            file = year.config.file.parent / "bank" / f"{line.run.number}.ach"
            assert file.stat().st_mode & 0o077 == 0
    assert faults(soundness(database)) == ()


def test_the_next_check_is_left_and_has_a_year_to_date(year: Context) -> None:
    run = service.open_run(year, "office")
    assert run.pay_date >= year.clock.today()
    service.calculate(year, run.number)
    slip = service.slip(year, run.number, "1002")
    gross = next(line for line in slip.lines if line.line.key == "wages:gross")
    assert gross.year_to_date > 20 * slip.gross
    assert not [problem for each in service.slips_of(year, run) for problem in each.problems if problem.stops]


def test_the_next_run_asks_about_an_account_that_was_changed_lately(tmp_path: Path) -> None:
    demo.make(tmp_path / "demo", 60, 2026, LOGIN, CLOCK)
    ctx = opened(tmp_path / "demo")
    run = service.calculate(ctx, service.open_run(ctx, "plant").number)
    codes = [problem.code for slip in service.slips_of(ctx, run) for problem in slip.problems]
    assert codes.count("account_changed") == 1
    ctx.store.close()


@pytest.mark.parametrize(
    ("people", "said"), [(12, "of this year"), (600, "last three months"), (2001, "no payrolls yet")]
)
def test_it_says_which_payrolls_there_are(
    people: int, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(demo, "WHOLE_YEAR", 500)
    monkeypatch.setattr(demo, "make", lambda *_: people)
    assert said in ran(tmp_path / "demo", people)
