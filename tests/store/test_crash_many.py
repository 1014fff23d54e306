"""Processes that die in the middle of a change of many people, and several that change the same many at once."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from data import audit, dialect, directory
from data.base import database
from data.db import Store, open_store
from data.invariants import INVARIANTS
from data.schema import CommandRow, JobRow, PayRow, PersonRow, TagRow
from hrtui.audit import service as trail
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.errors import Conflict, NotFound, RuleBroken, StoreBusy
from hrtui.exchange.service import import_people
from hrtui.people import bulk
from tests.services.test_replay import export
from tests.store.processes import Forked

PEOPLE = 400
HEAD = "number,name,hired,title,department,rate,status,terminated,manager\n"
Say = Callable[[str], None]


def file_of(folder: Path, title: str, count: int = PEOPLE) -> Path:
    """Everyone of the company with a title."""
    file = folder / f"{title}.csv"
    rows = (f'{1000 + n},"Last{n}, First{n}",2020-01-06,{title},Sales,52000,active,,\n' for n in range(count))
    file.write_text(HEAD + "".join(rows))
    return file


@pytest.fixture
def company(ctx: Context, tmp_path: Path) -> Context:
    """400 people in Sales, and no connection open."""
    import_people(ctx, file_of(tmp_path, "Clerk"))
    return ctx


def raise_all(ctx: Context, verb: str) -> None:
    """A verb for everyone, as the command line does it."""
    bulk.apply(ctx, bulk.preview(ctx, "", bulk.read_verb(ctx, verb)))


def in_another(ctx: Context, work: Callable[[Context], object], held: str = "") -> Callable[[Say], None]:
    """Work on the same store in a process of its own; with `held` it stops for good there, half of it written."""

    def run(say: Say) -> None:
        own = replace(ctx, store=open_store(cast(Store, ctx.store).path))
        if held:
            module: Any = {"note_many": writing, "refresh": directory}[held]

            def stuck(*_: object) -> int:
                say("inside")
                signal.pause()
                return 0

            setattr(module, held, stuck)
        say("begun")
        work(own)
        say("done")

    return run


def sound(ctx: Context) -> None:
    """The chain verifies, the file is whole, and every invariant holds."""
    assert audit.verify().broken_at is None
    assert dialect.integrity(cast(Store, ctx.store).db) == []
    for invariant in INVARIANTS:
        assert invariant(database.obj) == [], invariant


@pytest.mark.parametrize("held", ["refresh", "note_many"])
@pytest.mark.parametrize("what", ["raise", "import", "undo"])
def test_a_process_killed_inside_a_change_of_many_leaves_nothing_of_it(
    company: Context, tmp_path: Path, what: str, held: str
) -> None:
    again = file_of(tmp_path, "Lead", PEOPLE + 50)
    works: dict[str, Callable[[Context], object]] = {
        "raise": lambda ctx: raise_all(ctx, "raise 3%"),
        "import": lambda ctx: import_people(ctx, again),
        "undo": trail.undo,
    }
    before, people = export(), PersonRow.select().count()
    company.store.close()
    with Forked(in_another(company, works[what], held)) as writer:
        assert [writer.heard(), writer.heard()] == ["begun", "inside"]
        assert writer.kill() == []
    company.store.connect()
    assert (export(), PersonRow.select().count()) == (before, people)
    sound(company)
    works[what](company)
    assert export() != before
    sound(company)


def test_a_change_of_many_killed_at_any_moment_is_there_whole_or_not_at_all(company: Context) -> None:
    chance, wholes = random.Random(5), 0
    company.store.close()
    for round_ in range(10):
        with Forked(in_another(company, lambda ctx, tag=f"t{round_}": raise_all(ctx, f"tag {tag}"))) as writer:  # type: ignore[misc]
            writer.heard()
            with suppress(TimeoutError):
                signal.signal(signal.SIGALRM, _late)
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.01, 0.5))
                writer.heard()
            signal.setitimer(signal.ITIMER_REAL, 0)
            writer.kill()
        company.store.connect()
        count = TagRow.select().where(TagRow.tag == f"t{round_}").count()
        assert count in (0, PEOPLE)
        wholes += count == PEOPLE
        company.store.close()
    company.store.connect()
    assert TagRow.select().count() == wholes * PEOPLE
    sound(company)


def _late(*_: object) -> None:
    raise TimeoutError


def test_processes_that_change_the_same_many_at_once_do_it_one_after_the_other_or_say_so(
    company: Context, tmp_path: Path
) -> None:
    again = file_of(tmp_path, "Lead")

    def trying(work: Callable[[Context], object]) -> Callable[[Context], object]:
        def tried(ctx: Context) -> None:
            with suppress(Conflict, RuleBroken, NotFound, StoreBusy):
                work(ctx)

        return tried

    works: list[Callable[[Context], object]] = [
        lambda ctx: raise_all(ctx, "raise 10%"), lambda ctx: raise_all(ctx, "raise 10%"),
        lambda ctx: import_people(ctx, again), trail.undo, lambda ctx: raise_all(ctx, "transfer loc:Austin"),
    ]  # fmt: skip
    company.store.close()
    writers = [Forked(in_another(company, trying(work))) for work in works]
    assert all(writer.finished()[-1] == "done" for writer in writers)
    company.store.connect()
    sound(company)
    undone = CommandRow.select().where(CommandRow.undoes.is_null(False)).count()
    models: tuple[Any, ...] = (JobRow, PayRow)
    for model in models:
        by_command: dict[int, int] = {}
        for (command,) in database.execute(model.select(model.command)).fetchall():
            by_command[command] = by_command.get(command, 0) + 1
        assert set(by_command.values()) == {PEOPLE}
    assert undone <= 1
