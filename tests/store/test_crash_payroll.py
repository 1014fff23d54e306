"""Processes that die while a run is calculated, and two people who press the same key at once."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from data import audit, dialect
from data.base import database
from data.db import Store, open_store
from data.payrun import slips
from data.payrun.invariants import PAYROLL
from data.schema import SlipLineRow, SlipRow
from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken, StoreFull
from hrtui.exchange.service import import_people
from hrtui.payroll.runs import crew, hiring, service
from hrtui.payroll.runs.model import RunState
from tests.store.processes import Forked

PEOPLE = 120
PATIENCE = 30  # seconds for what takes a moment
DAY = date(2026, 12, 10)
Say = Callable[[str], None]


@pytest.fixture
def company(ctx: Context, tmp_path: Path) -> Context:
    """120 people in Texas who are paid in one group, a run of theirs opened, and no connection open."""
    file = tmp_path / "people.csv"
    rows = (
        f'{1000 + n},"Last{n}, First{n}",2020-01-06,Clerk,Sales,"Houston, TX",{40_000 + 100 * n},main,active\n'
        for n in range(PEOPLE)
    )
    file.write_text("number,name,hired,title,department,location,rate,pay group,status\n" + "".join(rows))
    import_people(ctx, file)
    service.open_run(ctx, pay_date=DAY)
    ctx.store.close()
    return ctx


def again(ctx: Context) -> Context:
    return replace(ctx, store=open_store(cast(Store, ctx.store).path))


def sound(ctx: Context) -> None:
    db = cast(Store, ctx.store).db
    assert audit.verify().broken_at is None
    assert dialect.integrity(db) == []
    assert [found for invariant in PAYROLL for found in invariant(db)] == []


def test_a_calculation_killed_at_any_moment_leaves_no_run_or_the_whole_run(
    company: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "CHUNK", 10)
    dice = random.Random(4)

    def work(say: Say) -> None:
        own = again(company)
        service.calculate(own, "main-2026-12-10", everyone=True, progress=lambda done, of: say(str(done)))
        say("done")

    seen = set()
    for _ in range(8):
        with Forked(work) as child:
            for _ in range(dice.randrange(14)):
                if child.heard() in ("done", ""):
                    break
            child.kill()
        ctx = again(company)
        run = service.run(ctx, "main-2026-12-10")
        shown = slips.heads(run.run.id, run.run.generation)
        seen.add(run.run.state)
        assert len(shown) == (PEOPLE if run.run.state is RunState.CALCULATED else 0)
        assert run.totals.people == len(shown)
        sound(ctx)
        ctx.store.close()
    ctx = again(company)
    whole = service.calculate(ctx, "main-2026-12-10", everyone=True)
    assert len(slips.heads(whole.id, whole.generation)) == PEOPLE
    assert SlipRow.select().count() == PEOPLE
    orphans = SlipLineRow.slip.not_in(SlipRow.select(SlipRow.id))
    assert database.execute(SlipLineRow.select().where(orphans).limit(1)).fetchall() == []
    ctx.store.close()


def test_processes_that_calculate_for_one_that_is_killed_end_with_it(
    company: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "CHUNK", 10)
    monkeypatch.setattr(hiring, "MANY", 10)
    monkeypatch.setattr(hiring, "cores", lambda: 3)
    monkeypatch.setattr(crew.Crew, "own", lambda self: None)
    original = subprocess.Popen

    def work(say: Say) -> None:
        def start(*args: Any, **named: Any) -> subprocess.Popen[bytes]:
            made = original(*args, **named)
            say(str(made.pid))
            return made

        def waits(done: int, of: int) -> None:
            say("some")
            os.kill(os.getpid(), signal.SIGSTOP)

        monkeypatch.setattr(subprocess, "Popen", start)
        own = again(company)
        service.calculate(own, "main-2026-12-10", progress=waits)

    with Forked(work) as child:
        ends = [os.pidfd_open(int(child.heard())) for _ in range(2)]
        assert child.heard() == "some"
        child.kill()
    assert all(select.select([end], [], [], PATIENCE)[0] for end in ends)
    for end in ends:
        os.close(end)
    ctx = again(company)
    assert service.run(ctx, "main-2026-12-10").run.state is RunState.DRAFT
    sound(ctx)
    ctx.store.close()


def test_a_calculation_that_finds_no_room_leaves_the_run_as_it_was_and_works_once_there_is(company: Context) -> None:
    ctx = again(company)
    db = cast(Store, ctx.store).db
    pages = db.execute_sql("PRAGMA page_count").fetchone()[0]
    db.execute_sql(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(StoreFull, match="is full"):
        service.calculate(ctx, "main-2026-12-10")
    assert service.run(ctx, "main-2026-12-10").run.state is RunState.DRAFT
    db.execute_sql("PRAGMA max_page_count = 1000000")
    sound(ctx)
    run = service.calculate(ctx, "main-2026-12-10")
    assert len(slips.heads(run.id, run.generation)) == PEOPLE
    assert SlipRow.select().count() == PEOPLE
    sound(ctx)
    ctx.store.close()


def test_of_two_who_finalise_at_once_one_pays(company: Context) -> None:
    ctx = again(company)
    run = service.calculate(ctx, "main-2026-12-10")
    service.submit(ctx, run.number)
    net = service.run(ctx, run.number).totals.net
    checker = replace(ctx, actor=replace(ctx.actor, login="carol"))
    service.accept(checker, run.number, service.unaccepted(run), "looked at")
    service.approve(checker, run.number, service.Asked(net=net))
    ctx.store.close()

    def work(say: Say) -> None:
        own = again(company)
        say("ready")
        try:
            say(service.finalise(own, run.number, service.Asked(net=net)).state.value)
        except RuleBroken as refused:
            say(f"refused: {refused}")

    with Forked(work) as one, Forked(work) as other:
        said = [*one.finished(), *other.finished()]
    assert sorted(line.split(":")[0] for line in said) == ["finalised", "ready", "ready", "refused"]
    ctx = again(company)
    events = [event.state for event in service.run(ctx, run.number).run.events]
    assert events.count(RunState.FINALISED) == 1
    sound(ctx)
    ctx.store.close()


def test_two_who_calculate_at_once_leave_one_whole_run(company: Context) -> None:
    def work(say: Say) -> None:
        own = again(company)
        say("ready")
        try:
            service.calculate(own, "main-2026-12-10", everyone=True)
            say("calculated")
        except HrError as refused:
            say(f"refused: {refused}")

    with Forked(work) as one, Forked(work) as other:
        said = {*one.finished(), *other.finished()}
    assert "calculated" in said
    ctx = again(company)
    run = service.run(ctx, "main-2026-12-10")
    assert run.totals.people == PEOPLE
    assert len(slips.heads(run.run.id, run.run.generation)) == PEOPLE
    sound(ctx)
    ctx.store.close()
