"""The whole file encrypted: nothing of it is plain, another key is told, and everything that is done with a store is done with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data import audit, cipher, dialect, manifest, migrations, recoding, strongbox
from data.backup import Sealing, backup
from data.base import database
from data.check import check
from data.db import Store, create_store, open_store
from data.keyfile import create_key, load_keys
from data.migrate import migrate
from data.restore import Keys, restore, verify
from data.schema import PersonRow
from data.vault import Vault
from hrtui.errors import StoreBusy, StoreDamaged, StoreError
from hrtui.store.model import Grade, RestoreReport
from tests.conftest import INSTANT
from tests.store.company import KEY, found, hire

NAME = b"Byron"


@pytest.fixture
def key_of_all(tmp_path: Path) -> Iterator[Path]:
    """A key with which every store of the test is encrypted."""
    file = tmp_path / "cipher.key"
    create_key(file)
    cipher.use(file)
    yield file
    cipher.use(None)


@pytest.fixture
def secret(key_of_all: Path, tmp_path: Path) -> Iterator[Store]:
    """An encrypted store of three people."""
    store = create_store(tmp_path / "store" / "hrtui.db")
    found(store)
    yield store
    store.close()


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and file.suffix not in (".json", ".key", ".pub")]


def back(store: Store, source: Path, folder: Path, **given: Any) -> RestoreReport:
    store.close()
    report = restore(store.path, source, folder / "backups", INSTANT, "alice", **given)
    database.initialize(store.db)
    store.connect()
    return report


def test_neither_the_file_nor_what_is_beside_it_has_a_plain_word(secret: Store) -> None:
    hire(secret, "2001")
    there = files(secret.path.parent)
    assert {file.name for file in there} >= {"hrtui.db", "hrtui.db-wal"}
    for file in there:
        content = file.read_bytes()
        assert not content.startswith(b"SQLite format 3")
        for word in (NAME, b"CREATE TABLE", b"directory", b"people.hire"):
            assert word not in content, file.name


def test_the_engine_is_told_and_safe_and_the_check_finds_no_fault(secret: Store, tmp_path: Path) -> None:
    assert dialect.driver_of(secret.db)[0] == "sqlcipher3"
    assert dialect.driver_of(secret.db)[1] >= dialect.WAL_SAFE
    assert dialect.uses_wal(secret.db)
    found = check(secret.path, tmp_path / "backups", INSTANT, lambda: Vault(KEY))
    assert [each.sentence for each in found if each.grade is Grade.FAULT] == []


def test_another_key_and_none_are_told_and_change_nothing(secret: Store, tmp_path: Path) -> None:
    secret.close()
    before = secret.path.read_bytes()
    create_key(tmp_path / "other.key")
    cipher.use(tmp_path / "other.key")
    with pytest.raises(StoreDamaged, match="does not open with the key of `store: cipher_key:`"):
        open_store(secret.path)
    cipher.use(None)
    with pytest.raises(StoreDamaged, match="damaged or is not a store"):
        open_store(secret.path)
    cipher.use(tmp_path / "cipher.key")
    assert secret.path.read_bytes() == before
    open_store(secret.path).close()


def test_a_plain_store_is_not_opened_where_an_encrypted_one_is_configured(tmp_path: Path) -> None:
    create_store(tmp_path / "plain.db").close()
    create_key(tmp_path / "cipher.key")
    cipher.use(tmp_path / "cipher.key")
    try:
        with pytest.raises(StoreDamaged, match="plain, encrypted with another one"):
            open_store(tmp_path / "plain.db")
    finally:
        cipher.use(None)
    open_store(tmp_path / "plain.db").close()


def test_backups_are_encrypted_with_it_verified_and_restored(secret: Store, tmp_path: Path) -> None:
    report = backup(secret.path, tmp_path / "b.db", INSTANT)
    assert NAME not in (tmp_path / "b.db").read_bytes()
    assert not recoding.is_plain(tmp_path / "b.db")
    assert verify(secret.path, tmp_path / "b.db").picture == report.manifest.picture
    hire(secret, "2001")
    done = back(secret, tmp_path / "b.db", tmp_path)
    assert PersonRow.select().count() == 3
    assert audit.verify().broken_at is None
    assert done.safety is not None
    for file in (done.safety, *files(secret.path.parent)):
        assert NAME not in file.read_bytes()
    assert back(secret, done.safety, tmp_path).manifest is not None
    assert PersonRow.select().count() == 4


def test_a_plain_backup_makes_an_encrypted_store_and_an_encrypted_one_a_plain_store(tmp_path: Path) -> None:
    plain = create_store(tmp_path / "store" / "hrtui.db")
    found(plain)
    seen = manifest.picture(plain.db)
    backup(plain.path, tmp_path / "plain.db", INSTANT)
    plain.close()
    shutil.rmtree(plain.path.parent)
    create_key(tmp_path / "cipher.key")
    cipher.use(tmp_path / "cipher.key")
    try:
        restore(plain.path, tmp_path / "plain.db", tmp_path / "backups", INSTANT, "alice")
        made = open_store(plain.path)
        assert not recoding.is_plain(plain.path)
        assert NAME not in plain.path.read_bytes()
        assert manifest.picture(made.db).counts == {**seen.counts, "audit": seen.entries + 1}
        assert dialect.integrity(made.db) == []
        assert dialect.stale_search(made.db, "directory") == []
        with pytest.raises(Exception, match="append-only"):
            made.db.execute_sql("DELETE FROM audit")
        backup(made.path, tmp_path / "secret.db", INSTANT)
        made.close()
    finally:
        cipher.use(None)
    shutil.rmtree(plain.path.parent)
    with pytest.raises(StoreDamaged):
        restore(plain.path, tmp_path / "secret.db", tmp_path / "backups", INSTANT, "alice")
    (key,) = load_keys(tmp_path / "cipher.key")
    restore(plain.path, tmp_path / "secret.db", tmp_path / "backups", INSTANT, "alice", keys=Keys(cipher=key))
    again = open_store(plain.path)
    assert recoding.is_plain(plain.path)
    assert PersonRow.select().count() == 3
    again.close()


def test_a_backup_of_another_key_is_taken_with_that_key_and_refused_without(secret: Store, tmp_path: Path) -> None:
    backup(secret.path, tmp_path / "b.db", INSTANT)
    (old,) = load_keys(tmp_path / "cipher.key")
    secret.close()
    shutil.rmtree(secret.path.parent)
    create_key(tmp_path / "new.key")
    cipher.use(tmp_path / "new.key")
    with pytest.raises(StoreDamaged):
        restore(secret.path, tmp_path / "b.db", tmp_path / "backups", INSTANT, "alice")
    restore(secret.path, tmp_path / "b.db", tmp_path / "backups", INSTANT, "alice", keys=Keys(cipher=old))
    made = open_store(secret.path)
    assert PersonRow.select().count() == 3
    made.close()


def test_it_can_be_sealed_for_a_backup_key_beside(secret: Store, tmp_path: Path) -> None:
    key = strongbox.load(strongbox.create_pair(tmp_path / "backup.key")[0])
    backup(secret.path, tmp_path / "b.sealed", INSTANT, Sealing(key=key))
    assert back(secret, tmp_path / "b.sealed", tmp_path, keys=Keys(key, key)).manifest is not None
    assert PersonRow.select().count() == 3


@pytest.mark.parametrize("start", [0, 20_480])
def test_a_damaged_encrypted_store_is_kept_and_replaced(secret: Store, tmp_path: Path, start: int) -> None:
    backup(secret.path, tmp_path / "b.db", INSTANT)
    secret.close()
    content = bytearray(secret.path.read_bytes())
    content[start : start + 20_480] = b"\xa5" * 20_480
    secret.path.write_bytes(content)
    done = back(secret, tmp_path / "b.db", tmp_path)
    assert done.safety is not None
    assert done.safety.read_bytes() == bytes(content)
    assert PersonRow.select().count() == 3
    assert dialect.integrity(secret.db) == []


def test_a_writer_outside_the_queue_makes_a_restore_wait_and_give_up(
    secret: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(secret.path, tmp_path / "b.db", INSTANT)
    monkeypatch.setattr(dialect, "WAIT_SECONDS", 0.2)
    hire(secret, "2001")
    secret.close()
    with dialect.opened(secret.path) as other, dialect.lock_for_writing(other), pytest.raises(StoreBusy):
        restore(secret.path, tmp_path / "b.db", tmp_path / "backups", INSTANT, "alice")
    secret.connect()
    database.initialize(secret.db)
    assert PersonRow.select().count() == 4


def test_a_changed_page_is_found(secret: Store) -> None:
    secret.close()
    content = bytearray(secret.path.read_bytes())
    content[len(content) // 2] ^= 1
    secret.path.write_bytes(content)
    assert Grade.FAULT in {each.grade for each in check(secret.path, secret.path, INSTANT, lambda: Vault(KEY))}


def test_it_is_migrated_after_a_backup_that_is_encrypted(
    secret: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Colour:
        """Note the company's colour."""

        @staticmethod
        def up(db: Any) -> None:
            db.execute_sql("CREATE TABLE colour(id INTEGER PRIMARY KEY) STRICT")

    numbered = [*migrations.pending(0), (migrations.LATEST + 1, Colour)]
    secret.close()
    monkeypatch.setattr(migrations, "LATEST", len(numbered))
    monkeypatch.setattr(migrations, "pending", lambda have: [step for step in numbered if step[0] > have])
    report = migrate(secret.path, tmp_path / "backups", INSTANT, "alice")
    assert report.backup is not None
    assert not recoding.is_plain(report.backup)
    with dialect.opened(secret.path) as db:
        assert dialect.schema_version(db) == len(numbered)


def test_without_the_package_the_setting_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_key(tmp_path / "cipher.key")
    monkeypatch.setitem(__import__("sys").modules, "sqlcipher3", None)
    with pytest.raises(StoreError, match=r"hrtui\[sqlcipher\]"):
        cipher.use(tmp_path / "cipher.key")
    assert cipher.key() is None
