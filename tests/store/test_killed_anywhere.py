"""A run of payroll, an import and an undo killed at any moment: there whole or not at all, and what was confirmed stays.

What is looked at after each kill is the content of every table against the two that may be, so that the look itself is tried
too, with faults planted: half a run, an import without its entries, a confirmed write that is gone.
"""

from __future__ import annotations

import random
import select
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest

from data import audit, dialect
from data.base import database
from data.db import Store, open_store
from data.invariants import INVARIANTS
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.exchange.service import import_people
from hrtui.payroll.runs import service
from tests.nightly import tries
from tests.store.processes import Forked

KILLS = tries(50, 500)
PEOPLE = 12
DAY = date(2026, 12, 10)
HEAD = "number,name,hired,title,department,location,rate,pay group,status\n"
WORKS = ("run", "import", "undo")
Table = tuple[int, str]
STATED = "generation <= (SELECT COALESCE(MAX(generation), 0) FROM pay_run_state)"
SHOWN = {
    "slip": f"WHERE {STATED}",
    "slip_line": f"WHERE slip IN (SELECT id FROM slip WHERE {STATED})",
    "pay_run_total": f"WHERE {STATED}",
    "pay_code": f"WHERE EXISTS (SELECT 1 FROM slip WHERE {STATED})",
}
"""The rows that count, of the tables that a calculation fills before it says that it is done."""
Content = dict[str, Table]
"""What a store holds, by table: how many rows, and their digest."""


def people(folder: Path, title: str, count: int) -> Path:
    """A file of people of one pay group."""
    file = folder / f"{title}.csv"
    rows = (
        f'{1000 + n},"Last{n}, First{n}",2020-01-06,{title},Sales,"Houston, TX",{40_000 + 100 * n},main,active\n'
        for n in range(count)
    )
    file.write_text(HEAD + "".join(rows))
    return file


def content(store: Store) -> Content:
    """What every table holds; of runs without the slips that no state of the run shows, which the next calculation takes away."""
    names = [
        name for (name,) in store.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    out = {}
    for name in names:
        rows = sorted(repr(row) for row in store.db.execute_sql(f'SELECT * FROM "{name}" {SHOWN.get(name, "")}'))
        out[name] = (len(rows), sha256("\n".join(rows).encode()).hexdigest())
    return out


@dataclass
class Tried:
    """One kind of work on one store: how to do it, the file before it, and what is held before and after."""

    ctx: Context
    work: Callable[[Context], object]
    kept: Path
    before: Content
    after: Content
    seconds: float

    def reset(self) -> None:
        """Put the store back to where it was before the work."""
        path = self.ctx.config.store_path
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.kept, path)

    def opened(self) -> Context:
        """A context with a connection of its own."""
        return replace(self.ctx, store=open_store(self.ctx.config.store_path))

    def run(self, say: Callable[[str], None]) -> None:
        """The work, in another process."""
        own = self.opened()
        say("begun")
        self.work(own)
        say("done")


def rules_broken() -> list[str]:
    """What is wrong with the chain and by the rules, in the store that is open."""
    chain = ["the chain is broken"] if audit.verify().broken_at is not None else []
    return chain + [each for invariant in INVARIANTS for each in invariant(database.obj)]


def looked_at(tried: Tried, confirmed: bool) -> tuple[bool, list[str]]:
    """Whether the work is there, and what is wrong: half of it there, a confirmed one lost, a chain or file or rule broken."""
    ctx = tried.opened()
    store = cast(Store, ctx.store)
    found, now = [], content(store)
    if now not in (tried.before, tried.after):
        found.append(f"half: {[name for name in now if now[name] != tried.before.get(name)]}")
    if confirmed and now == tried.before:
        found.append("lost")
    found += dialect.integrity(store.db)
    if found or tried.work is calculated:  # what holds of the two contents that may be holds of this one
        found += rules_broken()
    store.close()
    return now == tried.after, found


def calculated(ctx: Context) -> None:
    service.calculate(ctx, f"main-{DAY}", everyone=True)


@pytest.fixture(params=WORKS)
def tried(request: pytest.FixtureRequest, ctx: Context, tmp_path: Path) -> Tried:
    """Each kind of work, with no connection open."""
    return prepared(request.param, ctx, tmp_path)


def prepared(kind: str, ctx: Context, tmp_path: Path) -> Tried:
    """A kind of work on the store of a context, with a company of a few; what it comes to was found by doing it."""
    import_people(ctx, people(tmp_path, "Clerk", PEOPLE))
    again = people(tmp_path, "Lead", PEOPLE + 3)
    works: dict[str, Callable[[Context], object]] = {
        "run": calculated, "import": lambda own: import_people(own, again), "undo": trail.undo,
    }  # fmt: skip
    if kind == "run":
        service.open_run(ctx, pay_date=DAY)
    if kind == "undo":
        import_people(ctx, again)
    store = cast(Store, ctx.store)
    before = content(store)
    assert rules_broken() == []
    store.close()
    kept = tmp_path / "kept.db"
    shutil.copy(store.path, kept)
    made = Tried(ctx, works[kind], kept, before, {}, 0)
    own = made.opened()
    made.work(own)  # here too, so that what it imports is there in the processes that are killed
    made.after = content(cast(Store, own.store))
    assert rules_broken() == []
    own.store.close()
    made.reset()
    with Forked(made.run) as child:
        assert child.heard() == "begun"
        begun = time.perf_counter()
        assert child.heard() == "done"
        made.seconds = time.perf_counter() - begun
        child.finished()
    assert looked_at(made, confirmed=True) == (True, [])
    made.reset()
    assert made.after != made.before
    return made


def assert_it_can_be_done_after_all(tried: Tried) -> None:
    """What a killed process left stands in nobody's way: done again, there is as much as without the kill."""
    own = tried.opened()
    tried.work(own)
    made = content(cast(Store, own.store))
    assert {name: count for name, (count, _) in made.items()} == {name: n for name, (n, _) in tried.after.items()}
    assert rules_broken() == []
    own.store.close()


def test_work_killed_at_any_moment_is_there_whole_or_not_at_all(tried: Tried) -> None:
    chance, midway, there = random.Random(8), 0, 0
    for _ in range(KILLS):
        tried.reset()
        with Forked(tried.run) as child:
            assert child.heard() == "begun"
            select.select([child.said], [], [], chance.uniform(0, tried.seconds))
            confirmed = "done" in child.kill()
        whole, found = looked_at(tried, confirmed)
        assert found == []
        midway += not confirmed
        tried.seconds *= 0.9 if confirmed else 1.02  # most kills hit the work, however busy the machine is
        if not whole and not midway % 10:
            assert_it_can_be_done_after_all(tried)
        there += whole
    print(f"{KILLS} kills, {midway} midway, {there} there whole, none half, none lost")
    assert midway >= KILLS // 2


def planted(tried: Tried, *statements: str) -> list[str]:
    """What the look says of the work done, and then falsified by statements past every guard."""
    tried.reset()
    with Forked(tried.run) as child:
        child.finished()
    with dialect.opened(tried.ctx.config.store_path) as db:
        for (name,) in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute_sql(f'DROP TRIGGER "{name}"')
        db.execute_sql("PRAGMA foreign_keys = OFF")
        for statement in statements:
            db.execute_sql(statement)
    return looked_at(tried, confirmed=True)[1]


@pytest.mark.parametrize("tried", ["run"], indirect=True)
def test_the_look_sees_half_a_run(tried: Tried) -> None:
    half = "(SELECT id FROM slip ORDER BY id LIMIT 6)"
    assert planted(tried) == []
    assert planted(tried, f"DELETE FROM slip_line WHERE slip IN {half}", f"DELETE FROM slip WHERE id IN {half}")
    assert planted(tried, "DELETE FROM slip WHERE id = (SELECT MIN(id) FROM slip)")
    assert planted(tried, "DELETE FROM pay_run_state WHERE id = (SELECT MAX(id) FROM pay_run_state)")


@pytest.mark.parametrize("tried", ["import", "undo"], indirect=True)
def test_the_look_sees_work_without_its_entries_and_half_of_it(tried: Tried) -> None:
    last = "(SELECT MAX(id) FROM command)"
    assert planted(tried) == []
    assert any("command" in found for found in planted(tried, f"DELETE FROM audit WHERE command_id = {last}"))
    assert planted(tried, "DELETE FROM job WHERE id = (SELECT MAX(id) FROM job)")
    assert planted(tried, "DELETE FROM directory WHERE rowid = (SELECT MAX(rowid) FROM directory)")


def test_the_look_sees_a_confirmed_write_that_is_gone(tried: Tried) -> None:
    tried.reset()
    assert looked_at(tried, confirmed=True) == (False, ["lost"])
    assert looked_at(tried, confirmed=False) == (False, [])
