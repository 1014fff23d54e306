"""Two versions of hrtui on one store, each in a process: the earlier is refused, the later waits, and a kill leaves one or the other."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from data import audit, dialect, migrations
from data.db import Store, open_store
from data.migrate import migrate
from hrtui import __version__
from hrtui.audit.model import Entry
from hrtui.errors import StoreBehind, StoreTooNew
from tests.conftest import INSTANT
from tests.nightly import tries
from tests.store.company import found
from tests.store.processes import Forked, write_one
from tests.store.test_migrate import SHIPPED, Colour, later

ROWS = 20_000


class Many:
    """Write many rows, so that there is a middle to be killed in."""

    @staticmethod
    def up(db: Any) -> None:
        db.execute_sql("CREATE TABLE shade(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        for number in range(ROWS):
            db.execute_sql("INSERT INTO shade(name) VALUES (?)", (f"shade {number}",))


class Renamed:
    """Take a column away that the earlier hrtui reads."""

    @staticmethod
    def up(db: Any) -> None:
        db.execute_sql("ALTER TABLE directory RENAME COLUMN title TO titled")


@pytest.fixture
def behind(store: Store) -> Path:
    """A store of this hrtui, with three people, closed."""
    found(store)
    store.close()
    return store.path


def a_later_one(path: Path, *steps: Any) -> Forked:
    """A later hrtui that migrates a store, in a process of its own; it says so when it begins, and when it is done."""

    def work(say: Any) -> None:
        with pytest.MonkeyPatch.context() as patched:
            later(patched, *steps)
            say("begins")
            say(f"done {migrate(path, path.parent / 'backups', INSTANT, 'ira').done}")

    return Forked(work)


def test_an_earlier_hrtui_is_told_which_one_wrote_the_store_and_writes_nothing(behind: Path) -> None:
    a_later_one(behind, Colour).finished()
    before = behind.read_bytes()

    def work(say: Any) -> None:
        for attempt in (lambda: open_store(behind), lambda: migrate(behind, behind.parent / "b", INSTANT, "alice")):
            with pytest.raises(StoreTooNew) as refused:
                attempt()
            say(str(refused.value))

    said = Forked(work).finished()
    sentence = f"{behind} has schema {SHIPPED + 1}, written by hrtui {__version__}; this one, {__version__}, knows {SHIPPED}, and wrote nothing."
    assert said == [f"{sentence} Upgrade hrtui here, and open it again."] * 2
    assert behind.read_bytes() == before
    assert not (behind.parent / "b").exists()


def test_a_store_whose_trail_does_not_say_who_wrote_it_is_refused_all_the_same(store: Store) -> None:
    dialect.set_schema_version(store.db, 700)
    with pytest.raises(StoreTooNew, match="written by a later hrtui; this one"):
        open_store(store.path)
    store.db.execute_sql("ALTER TABLE audit RENAME COLUMN detail TO told")
    with pytest.raises(StoreTooNew, match="written by a later hrtui; this one"):
        open_store(store.path)


def test_a_migration_waits_for_the_write_of_an_earlier_session_whose_next_one_is_refused(behind: Path) -> None:
    def work(say: Any) -> None:
        own = open_store(behind)
        with own.write():
            command = audit.begin(INSTANT, "alice", "people.hire", "kept")
            say("writes")
            signal.sigwait({signal.SIGUSR1})
            audit.append(Entry(INSTANT, "alice", "people.hire", "kept", command))
        say("written")
        signal.sigwait({signal.SIGUSR2})
        with pytest.raises(StoreTooNew, match="and wrote nothing"):
            write_one(own, "lost")
        say("refused")
        own.close()

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGUSR2})
    try:
        with Forked(work) as session:
            assert session.heard() == "writes"
            with a_later_one(behind, Colour) as newer:
                assert newer.heard() == "begins"
                with dialect.opened(behind) as db:
                    assert dialect.schema_version(db) == SHIPPED
                os.kill(session.pid, signal.SIGUSR1)
                assert session.heard() == "written"
                assert newer.finished() == ["done True"]
            os.kill(session.pid, signal.SIGUSR2)
            assert session.finished() == ["refused"]
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1, signal.SIGUSR2})
    with dialect.opened(behind) as db:
        told = {row[0] for row in db.execute_sql("SELECT subject FROM audit").fetchall()}
        assert "kept" in told and "lost" not in told


def test_a_session_that_reads_what_a_later_hrtui_took_away_is_told_and_not_called_a_bug(behind: Path) -> None:
    own = open_store(behind)
    a_later_one(behind, Renamed).finished()
    with pytest.raises(Exception) as stopped:
        own.db.execute_sql("SELECT title FROM directory")
    assert isinstance(own.explain(stopped.value), StoreTooNew)
    own.close()


def test_a_migration_killed_at_any_moment_leaves_the_one_or_the_other_and_is_done_again(
    behind: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.db"
    shutil.copyfile(behind, whole)
    begun = time.perf_counter()
    a_later_one(behind, Colour, Many).finished()
    takes = time.perf_counter() - begun
    chance, old = random.Random(1127), 0
    for _ in range(tries(12, 200)):
        shutil.rmtree(behind.parent / "backups", ignore_errors=True)
        for file in behind.parent.glob(f"*{behind.name}*"):
            file.unlink()
        shutil.copyfile(whole, behind)
        with a_later_one(behind, Colour, Many) as killed:
            killed.heard()
            time.sleep(chance.random() * takes)
            killed.kill()
        with dialect.opened(behind) as db:
            have = dialect.schema_version(db)
            assert dialect.integrity(db) == []
            assert ("shade" in db.get_tables()) is ("colour" in db.get_tables()) is (have == SHIPPED + 2)
            assert have in (SHIPPED, SHIPPED + 2)
        if have == SHIPPED:
            open_store(behind).close()
            old += 1
        assert a_later_one(behind, Colour, Many).finished()[1] == f"done {have == SHIPPED}"
        with dialect.opened(behind) as db:
            assert db.execute_sql("SELECT count(*) FROM shade").fetchone() == (ROWS,)
    assert old


def test_a_later_hrtui_opens_nothing_before_it_has_migrated(behind: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, Colour)
    with pytest.raises(
        StoreBehind, match=f"has schema {SHIPPED}; this hrtui needs {migrations.LATEST}. Run `hrtui migrate`"
    ):
        open_store(behind)
