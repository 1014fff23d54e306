"""A large run, calculated by several processes: the same slips as by one, and nothing half where one of them fails."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.base import database
from data.db import Store
from data.payrun import sums
from data.payrun.invariants import PAYROLL
from data.schema import PayCodeRow, PayRunTotalRow, SlipLineRow, SlipRow
from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken, StoreReadOnly
from hrtui.exchange.service import import_people
from hrtui.payroll.runs import crew, hiring, service
from hrtui.payroll.runs.crew import Stopped
from hrtui.payroll.runs.model import Run, RunState
from hrtui.payroll.runs.terms import digest
from tests.server import until

DAY = date(2026, 12, 10)
PLACES = ("Houston, TX", "Boston, MA", "New York, NY", "Portland, OR", "Oakland, CA", "Newark, NJ")
PEOPLE = 60
IN_WORKER = "import os, pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from hrtui.payroll.runs import working; {}; working.main()"
KILLED = IN_WORKER.format(
    "from hrtui.payroll.runs.calculator import Calculator; Calculator.batch = lambda *_: os.kill(os.getpid(), 9)"
)
BUG = IN_WORKER.format("from hrtui.payroll.runs.calculator import Calculator; Calculator.batch = lambda *_: 1 / 0")
OTHER = IN_WORKER.format("working.digest = lambda *_: 'of another program'")


@pytest.fixture
def run(ctx: Context, tmp_path: Path) -> Run:
    """60 people in six states, and a run of theirs."""
    file = tmp_path / "people.csv"
    rows = (
        f'{1000 + n},"Last{n}, First{n}",2020-01-06,Clerk,Sales,"{PLACES[n % 6]}",{40_000 + 5_100 * n},main,active\n'
        for n in range(PEOPLE)
    )
    file.write_text("number,name,hired,title,department,location,rate,pay group,status\n" + "".join(rows))
    import_people(ctx, file)
    return service.open_run(ctx, pay_date=DAY)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, store: Store) -> Iterator[None]:
    """Ten people are a chunk and eleven many, on three cores; nobody rests from before; whatever happened, payroll's
    invariants hold."""
    monkeypatch.setattr(crew, "CHUNK", 10)
    monkeypatch.setattr(hiring, "MANY", 11)
    monkeypatch.setattr(hiring, "cores", lambda: 3)
    yield
    hiring.dismiss()
    assert [found for invariant in PAYROLL for found in invariant(store.db)] == []


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks leaves all calculating to the others."""
    monkeypatch.setattr(crew.Crew, "own", lambda self: None)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    found: list[subprocess.Popen[bytes]] = []
    original = subprocess.Popen

    def start(*args: Any, **named: Any) -> subprocess.Popen[bytes]:
        found.append(original(*args, **named))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    return found


def kept(run: Run) -> list[tuple[Any, ...]]:
    """Every slip of a calculated run with every line, without the ids they happen to have."""
    slip, line, code = SlipRow, SlipLineRow, PayCodeRow
    columns = (
        slip.person, slip.year, slip.after, slip.gross, slip.withheld, slip.deducted, slip.employer, slip.net, slip.work_state,
        slip.blocked, slip.problems, slip.notices, slip.arrears, line.seq, code.part, code.code, code.label, code.agency,
        line.amount, line.basis, line.rate, line.hours, line.cost_centre, line.year_to_date,
    )  # fmt: skip
    query = (
        slip.select(*columns)
        .join(line, on=(line.slip == slip.id))
        .join(code, on=(code.id == line.code))
        .where((slip.run == run.id) & (slip.generation == run.generation))
        .order_by(slip.person, line.seq)
    )
    return list(database.execute(query).fetchall())


def as_it_was(ctx: Context, run: Run) -> bool:
    return service.run(ctx, run.number).run.state is RunState.DRAFT and not SlipRow.select().count()


def test_several_processes_make_the_slips_that_one_makes(
    ctx: Context, run: Run, idle: None, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = service.calculate(ctx, run.number)
    assert len(started) == 2
    ours = kept(many), service.run(ctx, run.number).totals
    monkeypatch.undo()
    alone = service.calculate(ctx, run.number, everyone=True)
    assert (kept(alone), service.run(ctx, run.number).totals) == ours
    assert len({person for person, *_ in ours[0]}) == PEOPLE


def test_who_asks_calculates_too_and_tells_how_far_it_is(ctx: Context, run: Run) -> None:
    told: list[tuple[int, int]] = []
    made = service.calculate(ctx, run.number, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, PEOPLE) for done in range(10, PEOPLE + 1, 10)]
    assert service.run(ctx, made.number).totals.people == PEOPLE


def test_those_who_have_done_their_work_take_the_next_and_end_when_they_are_dismissed(
    ctx: Context, run: Run, idle: None, started: list[Any]
) -> None:
    first, resting = kept(service.calculate(ctx, run.number)), list(hiring.RESTING)
    assert resting  # one at least; who had not begun when all was done is ended
    again = service.calculate(ctx, run.number, everyone=True)
    assert kept(again) == first
    assert len(started) == 4 - len(resting)
    hiring.dismiss()
    assert not hiring.RESTING
    assert all(process.poll() is not None for process in started)


def test_one_who_ended_at_rest_is_replaced(ctx: Context, run: Run, idle: None, started: list[Any]) -> None:
    first = kept(service.calculate(ctx, run.number))
    for worker in hiring.RESTING:
        worker.kill()
        worker.wait()
    assert kept(service.calculate(ctx, run.number, everyone=True)) == first
    assert len(started) == 4


def test_who_rests_for_long_ends_and_leaves_nothing_behind(
    ctx: Context, run: Run, idle: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiring, "START", IN_WORKER.format("working.REST_SECONDS = 1"))
    service.calculate(ctx, run.number)
    resting = list(hiring.RESTING)
    assert resting
    until(lambda: not any(Path(f"/proc/{worker.pid}").exists() for worker in resting), "those at rest to end")


def test_who_rests_holds_no_file_of_the_store_open(ctx: Context, run: Run, idle: None) -> None:
    service.calculate(ctx, run.number)
    folder = str(ctx.config.store_path.parent)

    def held() -> list[str]:
        fds = [fd for worker in hiring.RESTING for fd in Path(f"/proc/{worker.pid}/fd").iterdir()]
        return [str(fd.readlink()) for fd in fds if fd.is_symlink() and str(fd.readlink()).startswith(folder)]

    until(lambda: not held(), "the store to be closed")


def test_few_people_are_calculated_by_one_process(
    ctx: Context, run: Run, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiring, "MANY", PEOPLE + 1)
    service.calculate(ctx, run.number)
    assert started == []


def test_a_machine_that_starts_no_processes_calculates_in_one(
    ctx: Context, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: Any, **named: Any) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refused)
    made = service.calculate(ctx, run.number)
    assert service.run(ctx, made.number).totals.people == PEOPLE


@pytest.mark.parametrize("start", [OTHER, "", "import nothing_of_that_name"])
def test_a_process_that_stands_on_something_else_or_does_not_begin_calculates_nothing(
    ctx: Context, run: Run, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiring, "START", start)
    made = service.calculate(ctx, run.number)
    assert service.run(ctx, made.number).totals.people == PEOPLE


def test_a_process_that_is_killed_leaves_the_run_as_it_was_and_says_so(
    ctx: Context, run: Run, idle: None, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiring, "START", KILLED)
    with pytest.raises(HrError, match="run main-2026-12-10 was ended from outside.*Calculate it again"):
        service.calculate(ctx, run.number)
    assert as_it_was(ctx, run)
    assert all(process.poll() is not None for process in started)


def test_a_bug_in_a_process_is_told_with_its_report_and_nothing_is_kept(
    ctx: Context, run: Run, idle: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiring, "START", BUG)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        service.calculate(ctx, run.number)
    assert as_it_was(ctx, run)


def test_stopping_ends_the_processes_and_leaves_the_run_as_it_was(ctx: Context, run: Run, started: list[Any]) -> None:
    seen: list[int] = []
    with pytest.raises(Stopped, match="is as it was"):
        service.calculate(ctx, run.number, progress=lambda done, of: seen.append(done), cancelled=lambda: bool(seen))
    assert as_it_was(ctx, run)
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)


def test_a_failure_of_saving_ends_the_processes_too(ctx: Context, run: Run, started: list[Any]) -> None:
    def fails(done: int, of: int) -> None:
        raise RuleBroken("enough")

    with pytest.raises(RuleBroken, match="enough"):
        service.calculate(ctx, run.number, progress=fails)
    assert as_it_was(ctx, run)
    assert all(process.poll() is not None for process in started)


def test_processes_write_nothing_to_the_store_themselves(store: Store) -> None:
    store.only_read()
    with pytest.raises(StoreReadOnly):
        PayCodeRow.insert(part="tax", code="x", label="x", agency="").execute()


def test_processes_use_the_configuration_of_who_asks_whatever_the_file_says(ctx: Context, run: Run, idle: None) -> None:
    (group,) = ctx.config.pay_groups
    ctx.config.file.write_text("company: {name: Someone else's}\n")
    renamed = replace(ctx, config=replace(ctx.config, pay_groups=(replace(group, name="other"), group)))
    made = service.calculate(renamed, run.number)
    assert made.last.terms == digest(renamed, made) != digest(ctx, made)
    assert service.run(renamed, made.number).totals.people == PEOPLE


def test_the_totals_kept_with_a_run_are_those_of_its_stored_lines(ctx: Context, run: Run) -> None:
    made = service.calculate(ctx, run.number)
    added = sums.added_up(made.id, made.generation)
    row, code = PayRunTotalRow, PayCodeRow
    query = row.select(row.code, row.people, row.amount, row.basis).join(code, on=(code.id == row.code))
    wanted = (row.run == made.id) & (row.generation == made.generation) & (code.part != "total")
    assert sorted(database.execute(query.where(wanted)).fetchall()) == sorted(added.codes)
    assert service.run(ctx, made.number).totals == added.totals
