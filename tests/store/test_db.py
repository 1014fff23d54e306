"""Opening a store, its transactions, and the queue of writers."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from data import dialect, files
from data.audit import begin
from data.db import Store, create_store, open_store
from data.schema import CommandRow
from hrtui.errors import StoreBehind, StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreTooNew
from tests.conftest import INSTANT


def commands() -> int:
    return int(CommandRow.select().count())


def write_one(store: Store, subject: str = "1001") -> None:
    with store.write():
        begin(INSTANT, "alice", "people.hire", subject)


@pytest.mark.parametrize("driver", ["cysqlite", "sqlite3"])
def test_a_store_made_with_either_driver_is_opened_again_by_both(tmp_path: Path, driver: str) -> None:
    made = create_store(tmp_path / "hrtui.db", driver)
    write_one(made)
    made.close()
    for again in ("cysqlite", "sqlite3"):
        store = open_store(f"sqlite:///{tmp_path}/hrtui.db", again)
        assert commands() == 1
        assert dialect.driver_of(store.db)[0] == again
        store.close()


@pytest.mark.parametrize("driver", ["cysqlite", "sqlite3"])
def test_a_store_opened_and_closed_many_times_leaves_no_descriptor_open(tmp_path: Path, driver: str) -> None:
    create_store(tmp_path / "hrtui.db", driver).close()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        store = open_store(tmp_path / "hrtui.db", driver)
        write_one(store)
        store.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_the_settings_hold_on_every_connection(store: Store) -> None:
    expected = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0,
        "secure_delete": 1, "application_id": dialect.APPLICATION_ID, "busy_timeout": 5000,
    }  # fmt: skip
    seen: list[dict[str, object]] = []

    def look() -> None:
        store.connect()
        seen.append({name: store.db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in expected})
        store.close()

    look()
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [expected, expected]


def test_drafts_do_not_wait_for_the_disk_and_what_comes_after_them_does_again(store: Store) -> None:
    def set_now() -> list[int]:
        return [store.db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "wal_autocheckpoint")]

    before = set_now()
    with pytest.raises(ValueError, match="enough"), store.drafts():
        assert set_now() == [1, 0]
        write_one(store)
        raise ValueError("enough")
    assert set_now() == before
    assert before[0] == 2
    assert commands() == 1


def test_drafts_inside_a_write_wait_for_the_disk_with_it(store: Store) -> None:
    with store.write():
        with store.drafts() as drafts:
            write_one(store)
            drafts.fold()
        assert store.db.execute_sql("PRAGMA synchronous").fetchone()[0] == 2
    assert commands() == 1


def test_the_log_of_drafts_is_moved_into_the_file_meanwhile(store: Store) -> None:
    log = Path(f"{store.path}-wal")
    store.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with store.drafts() as drafts:
        for _ in range(20):
            write_one(store)
        drafts.fold()
    grown = log.stat().st_size
    write_one(store)  # all of the log is in the file: it begins anew, where it began before
    assert grown == log.stat().st_size
    assert store.db.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1] < grown // 4096


def test_a_disk_that_refuses_to_move_the_log_stops_no_drafts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(db: object) -> None:
        raise StoreError("no")

    monkeypatch.setattr(dialect, "fold", refuses)
    with store.drafts() as drafts:
        for _ in range(3):
            write_one(store)
            drafts.fold()
    assert commands() == 3


def test_the_file_and_what_lies_beside_it_are_for_owner_and_group(store: Store) -> None:
    write_one(store)
    modes = {path.name: path.stat().st_mode & 0o777 for path in store.path.parent.iterdir()}
    assert modes == dict.fromkeys(("hrtui.db", "hrtui.db-wal", "hrtui.db-shm", "hrtui.db.gate"), 0o660)


def test_creating_never_overwrites_and_leaves_nothing_else_behind(store: Store) -> None:
    write_one(store)
    with pytest.raises(StoreError, match="already a file"):
        create_store(store.path)
    assert commands() == 1
    assert [path.name for path in store.path.parent.iterdir() if path.name.startswith(".")] == []


def test_a_write_that_fails_keeps_nothing_and_an_inner_one_only_what_is_outside_it(store: Store) -> None:
    with pytest.raises(KeyError), store.write():
        begin(INSTANT, "alice", "people.hire", "1")
        raise KeyError
    assert commands() == 0
    with store.write():
        begin(INSTANT, "alice", "people.hire", "1")
        with pytest.raises(KeyError), store.write():
            begin(INSTANT, "alice", "people.hire", "2")
            raise KeyError
    assert [row.subject for row in CommandRow.select()] == ["1"]


def test_a_snapshot_sees_one_moment_and_refuses_to_write(store: Store) -> None:
    def other() -> None:
        write_one(store)
        store.close()

    with store.snapshot():
        assert commands() == 0
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert commands() == 0
        with pytest.raises(RuntimeError, match="inside a snapshot"), store.write():
            pass
    assert commands() == 1


def test_a_second_writer_waits_for_its_turn_and_is_told_when_it_takes_too_long(store: Store) -> None:
    holding, release = threading.Event(), threading.Event()

    def hold() -> None:
        with store.write():
            holding.set()
            release.wait(10)
        store.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(10)
    with pytest.raises(StoreBusy, match="Others are writing .* Try again"), store.write(timeout=0.05):
        pass
    release.set()
    write_one(store)
    thread.join()
    assert commands() == 1


def test_a_writer_that_ignores_the_queue_is_waited_for_too(store: Store) -> None:
    foreign = dialect.database_at(store.path)
    foreign.connect()
    with dialect.lock_for_writing(foreign):
        with pytest.raises(StoreBusy), store.write(timeout=0.05):
            pass
        assert store.db.execute_sql("PRAGMA busy_timeout").fetchone()[0] == 5000
    foreign.close()
    write_one(store)


def test_an_abandoned_place_in_the_queue_does_not_let_two_in(store: Store) -> None:
    gate = store.gate
    with gate.held(1):
        with pytest.raises(TimeoutError), gate.held(0.01):
            pass
        with pytest.raises(TimeoutError), gate.held(0.01):
            pass
    with gate.held(1):
        pass


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="hrtui init"):
        open_store(tmp_path / "none.db")


def test_a_store_of_a_later_hrtui_is_refused_with_the_schema_it_has(store: Store) -> None:
    dialect.set_schema_version(store.db, 700)
    with pytest.raises(StoreTooNew, match=r"schema 700.*knows [0-9]+.*Upgrade hrtui"):
        open_store(store.path)


def test_a_store_of_an_earlier_hrtui_asks_for_migration(store: Store) -> None:
    dialect.set_schema_version(store.db, 0)
    with pytest.raises(StoreBehind, match="Run `hrtui migrate`"):
        open_store(store.path)


def test_a_database_of_another_program_is_not_taken_for_a_store(tmp_path: Path) -> None:
    db = dialect.database_at(tmp_path / "other.db")
    db.connect()
    db.execute_sql("CREATE TABLE bookmarks(url)")
    db.close()
    with pytest.raises(StoreDamaged, match="not hrtui's"):
        open_store(tmp_path / "other.db")


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = [("/", "ext4"), (str(tmp_path), "nfs4"), (str(tmp_path / "local"), "xfs")]
    monkeypatch.setattr(files, "_mounts", lambda: iter(mounts))
    for make in (create_store, open_store):
        with pytest.raises(StoreError, match=r"network file system \(nfs4\).*local disk"):
            make(tmp_path / "hrtui.db")
    files.local(tmp_path / "local" / "hrtui.db")


def test_a_postgresql_url_is_refused_with_what_to_write_instead() -> None:
    with pytest.raises(StoreError, match=r"postgresql:// cannot be opened.*sqlite:///PATH"):
        open_store("postgresql://hr@db/hr")
