"""Restoring: proven first, what was there kept, others see the old or the new, and the trail tells of it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data import audit, dialect, manifest, migrations
from data.backup import backup
from data.base import database
from data.check import check
from data.db import Store, create_store, open_store
from data.restore import restore
from data.schema import PersonRow
from data.vault import Vault
from hrtui.access.model import Grant
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.errors import (
    HrError,
    NotAllowed,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from hrtui.store import service
from hrtui.store.model import Grade, RestoreReport
from tests.conftest import INSTANT, ContextAs
from tests.store.company import KEY, found, hire, unguarded

LATER = INSTANT + timedelta(hours=1)


@pytest.fixture
def company(store: Store) -> Store:
    """Three people, backed up to `b.db`; then a fourth."""
    found(store)
    backup(store.path, store.path.parent.parent / "b.db", INSTANT)
    hire(store, "2001")
    return store


def restored(store: Store, tmp_path: Path, name: str = "b.db", **given: Any) -> RestoreReport:
    store.close()
    report = restore(store.path, tmp_path / name, tmp_path / "backups", LATER, "alice", **given)
    database.initialize(store.db)
    store.connect()
    return report


def people(db: Any) -> int:
    return len(db.execute(PersonRow.select(PersonRow.id)).fetchall())


def test_the_store_holds_what_the_backup_held_and_the_trail_names_what_it_replaced(
    company: Store, tmp_path: Path
) -> None:
    replaced = audit.head()
    report = restored(company, tmp_path)
    assert PersonRow.select().count() == 3
    entry = audit.entries(1)[0]
    assert (entry.entry.action, entry.entry.actor, entry.digest) == ("store.restore", "alice", report.head)
    assert entry.entry.detail is not None
    assert entry.entry.detail["replaced_head"] == replaced == report.replaced_head
    assert audit.verify().broken_at is None


def test_what_was_there_before_is_a_backup_that_can_be_restored_in_turn(company: Store, tmp_path: Path) -> None:
    report = restored(company, tmp_path)
    assert report.safety is not None
    again = restored(company, tmp_path, f"backups/{report.safety.name}")
    assert PersonRow.select().count() == 4
    assert again.replaced_head == report.head


def test_the_check_is_content_after_a_restore_and_reports_a_trail_replaced_behind_its_back(
    company: Store, tmp_path: Path
) -> None:
    restored(company, tmp_path)
    seen = check(company.path, tmp_path / "backups", LATER, lambda: Vault(KEY))
    assert [each for each in seen if each.grade is Grade.FAULT] == []
    company.close()
    for end in ("-wal", "-shm"):
        company.path.with_name(company.path.name + end).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "b.db", company.path)
    seen = check(company.path, tmp_path / "backups", LATER, lambda: Vault(KEY))
    assert "audit trail still holds" in next(each.check for each in seen if each.grade is Grade.FAULT)


def test_a_session_in_the_middle_of_reading_sees_the_old_store_and_then_the_new(company: Store, tmp_path: Path) -> None:
    with dialect.opened(company.path) as reader:
        with dialect.one_moment(reader):
            assert people(reader) == 4
            restored(company, tmp_path)
            assert people(reader) == 4
        assert people(reader) == 3
        reader.execute_sql("INSERT INTO meta VALUES ('written', 'after')")
    assert company.db.execute_sql("SELECT value FROM meta WHERE name = 'written'").fetchone() == ("after",)


def test_readers_and_writers_at_work_never_see_half_of_a_restore(company: Store, tmp_path: Path) -> None:
    stop, seen, errors = threading.Event(), set(), []

    def read() -> None:
        with dialect.opened(company.path) as db:
            while not stop.is_set():
                with dialect.one_moment(db):
                    chain = audit.verify(db)
                    seen.add((people(db), chain.entries, chain.broken_at))

    def write() -> None:
        number = 5_000
        while not stop.is_set():
            try:
                hire(company, str(number := number + 1))
            except HrError as error:
                errors.append(error)
        company.close()

    threads = [threading.Thread(target=read), threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        restore(company.path, tmp_path / "b.db", tmp_path / "backups", LATER, "alice")
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert {broken for _, _, broken in seen} == {None}
    assert {entries - count for count, entries, _ in seen} <= {0, 1}


def test_a_missing_store_is_made_from_the_backup_for_owner_and_group(company: Store, tmp_path: Path) -> None:
    report = restore(tmp_path / "new" / "hrtui.db", tmp_path / "b.db", tmp_path / "backups", LATER, "alice")
    assert (report.safety, report.replaced_head) == (None, "")
    made = open_store(tmp_path / "new" / "hrtui.db")
    assert PersonRow.select().count() == 3
    assert made.path.stat().st_mode & 0o777 == 0o660
    made.close()


def test_an_empty_store_takes_a_backup_of_any_company(company: Store, tmp_path: Path) -> None:
    company.close()
    empty = create_store(tmp_path / "new" / "hrtui.db")
    restored(empty, tmp_path)
    assert PersonRow.select().count() == 3


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "nothing left": lambda content: b"",
    "random bytes": lambda content: b"\xa5\x5a" * 4096,
    "header overwritten": lambda content: b"\0" * 100 + content[100:],
    "cut in half": lambda content: content[: len(content) // 2],
    "pages overwritten": lambda content: content[:20_480] + b"\xa5" * 20_480 + content[40_960:],
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_store_is_kept_as_it_is_and_replaced(company: Store, tmp_path: Path, kind: str) -> None:
    company.close()
    torn = DAMAGE[kind](company.path.read_bytes())
    company.path.write_bytes(torn)
    report = restored(company, tmp_path)
    assert PersonRow.select().count() == 3
    assert report.replaced_head == "unreadable"
    assert report.safety is not None
    assert report.safety.read_bytes() == torn
    assert audit.verify().broken_at is None
    assert dialect.integrity(company.db) == []


def refused(store: Store, tmp_path: Path, error: type[HrError], words: str, name: str = "b.db", **given: Any) -> None:
    """Restoring is refused in words, and store and folder are as they were."""
    store.close()
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(error, match=words):
        restore(store.path, tmp_path / name, tmp_path / "backups", LATER, "alice", **given)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert [path for path in store.path.parent.iterdir() if path.name.startswith(".")] == []
    with dialect.opened(store.path) as db:
        assert people(db) == 4


def test_a_backup_that_is_not_there_or_is_the_store_itself_is_refused(company: Store, tmp_path: Path) -> None:
    refused(company, tmp_path, StoreMissing, "no backup at", "none.db")
    refused(company, tmp_path, StoreError, "the store itself", "store/hrtui.db")


def test_a_file_that_is_no_store_is_refused(company: Store, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("hello")
    refused(company, tmp_path, StoreDamaged, "not a store", "text.db")
    with dialect.opened(tmp_path / "other.db") as db:
        db.execute_sql("CREATE TABLE t(x INTEGER PRIMARY KEY)")
    refused(company, tmp_path, StoreDamaged, "not hrtui's", "other.db")


def test_a_backup_that_differs_from_its_manifest_by_one_bit_is_refused(company: Store, tmp_path: Path) -> None:
    content = bytearray((tmp_path / "b.db").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "b.db").write_bytes(content)
    refused(company, tmp_path, StoreDamaged, "not the file its manifest describes")


def test_a_manifest_that_is_no_manifest_is_refused(company: Store, tmp_path: Path) -> None:
    for text in ("{}", "[", "null", '{"audit": 3}'):
        (tmp_path / "b.db.json").write_text(text)
        refused(company, tmp_path, StoreDamaged, "not a manifest")


def test_without_a_manifest_a_torn_backup_is_refused_and_a_sound_one_taken(company: Store, tmp_path: Path) -> None:
    (tmp_path / "b.db.json").unlink()
    sound = (tmp_path / "b.db").read_bytes()
    (tmp_path / "b.db").write_bytes(sound[:-8192] + b"\xa5" * 8192)
    refused(company, tmp_path, StoreDamaged, "damaged")
    (tmp_path / "b.db").write_bytes(sound)
    assert restored(company, tmp_path).manifest is None
    assert PersonRow.select().count() == 3


def test_a_backup_of_a_later_hrtui_is_refused(company: Store, tmp_path: Path) -> None:
    (tmp_path / "b.db.json").unlink()
    with dialect.opened(tmp_path / "b.db") as db:
        dialect.set_schema_version(db, 900)
    refused(company, tmp_path, StoreTooNew, "schema 9")


def test_a_backup_of_an_earlier_hrtui_is_brought_up_to_date_on_the_way(
    company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Second:
        """Note the colour."""

        @staticmethod
        def up(db: Any) -> None:
            db.execute_sql("INSERT INTO meta VALUES ('colour', 'green')")

    shipped = migrations.LATEST
    steps = [*migrations.pending(0), (shipped + 1, Second)]
    monkeypatch.setattr(migrations, "LATEST", shipped + 1)
    monkeypatch.setattr(migrations, "pending", lambda have: [step for step in steps if step[0] > have])
    report = restored(company, tmp_path)
    assert (report.from_schema, report.schema) == (shipped, shipped + 1)
    assert company.db.execute_sql("SELECT value FROM meta WHERE name = 'colour'").fetchone() == ("green",)


def test_a_backup_of_a_store_with_faults_is_taken_only_when_told_so(company: Store, tmp_path: Path) -> None:
    (tmp_path / "b.db.json").unlink()
    with dialect.opened(tmp_path / "b.db") as db:
        db.execute_sql("UPDATE directory SET title = 'Chief' WHERE person_id = 2")
    refused(company, tmp_path, StoreDamaged, "directory shows the facts in force.*--anyway")
    assert restored(company, tmp_path, anyway=True).accepted != ()


def test_a_backup_of_another_company_is_taken_only_when_told_so(company: Store, tmp_path: Path) -> None:
    other = create_store(tmp_path / "other" / "hrtui.db")
    hired = INSTANT.replace(year=2025)
    with other.write():
        audit.append(Entry(hired, "carol", "people.hire", "1"))
    backup(other.path, tmp_path / "other.db", INSTANT)
    other.close()
    refused(company, tmp_path, StoreError, "another store", "other.db")
    restored(company, tmp_path, "other.db", anyway=True)
    assert PersonRow.select().count() == 0


def test_another_programs_database_is_never_overwritten(company: Store, tmp_path: Path) -> None:
    company.close()
    with dialect.opened(tmp_path / "bookmarks.db") as db:
        db.execute_sql("CREATE TABLE bookmark(id INTEGER PRIMARY KEY)")
    before = (tmp_path / "bookmarks.db").read_bytes()
    with pytest.raises(StoreError, match="another program's"):
        restore(tmp_path / "bookmarks.db", tmp_path / "b.db", tmp_path / "backups", LATER, "alice")
    assert (tmp_path / "bookmarks.db").read_bytes() == before


def test_a_store_in_use_is_no_backup(company: Store, tmp_path: Path) -> None:
    other = create_store(tmp_path / "live.db")
    hire_nobody = other.write()
    with hire_nobody:
        audit.append(Entry(INSTANT, "carol", "people.hire", "1"))
    refused(company, tmp_path, StoreError, "store in use", "live.db")
    other.db.close()


def test_a_writer_that_never_lets_go_is_left_alone(
    company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.restore.WAIT_SECONDS", 0.05)
    with company.gate.held(1), pytest.raises(StoreBusy):
        restore(company.path, tmp_path / "b.db", tmp_path / "backups", LATER, "alice")
    assert PersonRow.select().count() == 4


def test_a_writer_outside_the_queue_makes_restoring_wait_and_give_up_with_the_store_as_it_was(
    company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "WAIT_SECONDS", 0.05)
    with dialect.opened(company.path) as foreign, dialect.lock_for_writing(foreign), pytest.raises(StoreBusy):
        restore(company.path, tmp_path / "b.db", tmp_path / "backups", LATER, "alice")
    assert PersonRow.select().count() == 4


def test_the_use_case_needs_permission(ctx: Context, ctx_as: ContextAs, company: Store, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        service.restore(ctx_as(Grant("store.backup")), tmp_path / "b.db")
    company.close()
    report = service.restore(ctx, tmp_path / "b.db")
    assert report.safety is not None
    assert report.safety.parent == tmp_path / "backups"
    assert manifest.read(report.safety) is not None


def test_a_tampered_backup_with_a_rewritten_manifest_still_has_a_broken_chain(company: Store, tmp_path: Path) -> None:
    (tmp_path / "b.db.json").unlink()
    with dialect.opened(tmp_path / "b.db") as db:
        company.db = db
        unguarded(company)
        db.execute_sql("UPDATE audit SET actor = 'mallory' WHERE id = 2")
        db.execute_sql("UPDATE person SET number = '9' WHERE id = 1")
    with pytest.raises(StoreDamaged, match="audit chain"):
        restore(company.path, tmp_path / "b.db", tmp_path / "backups", LATER, "alice")


def test_a_store_nobody_may_write_is_told_so(company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(StoreReadOnly):
        restore(company.path, tmp_path / "b.db", tmp_path / "backups", LATER, "alice")
