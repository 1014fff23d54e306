"""Backups: exact, proven, private, beside a manifest, and never in the way of writers or of other files."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from data import audit, dialect, manifest
from data.backup import backup
from data.check import check
from data.db import Store, create_store
from data.vault import Vault
from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.errors import NotAllowed, StoreDamaged, StoreError
from hrtui.store import service
from hrtui.store.model import Grade
from tests.conftest import INSTANT, ContextAs
from tests.store.company import KEY, found, hire, unguarded


@pytest.fixture
def company(store: Store) -> Store:
    found(store)
    return store


def test_a_backup_holds_every_row_and_its_manifest_says_what(company: Store, tmp_path: Path) -> None:
    report = backup(company.path, tmp_path / "b.db", INSTANT)
    told = json.loads((tmp_path / "b.db.json").read_text())
    assert told["audit"] == {"entries": 3, "first": audit.origin(), "head": audit.head()}
    assert told["counts"]["person"] == 3
    assert told["sha256"] == manifest.sha256_of(tmp_path / "b.db") == report.manifest.sha256
    assert manifest.read(tmp_path / "b.db") == report.manifest
    with dialect.opened(tmp_path / "b.db") as copy:
        assert manifest.picture(copy) == manifest.picture(company.db) == report.manifest.picture


def test_a_backup_is_one_file_for_its_owner_only_and_leaves_no_scraps(company: Store, tmp_path: Path) -> None:
    target = tmp_path / "new" / "b.db"
    backup(company.path, target, INSTANT)
    assert {path.name: path.stat().st_mode & 0o777 for path in target.parent.iterdir()} == {
        "b.db": 0o600,
        "b.db.json": 0o600,
    }


@pytest.mark.parametrize("name", ["b.db", "b.db.json"])
def test_an_existing_file_is_never_overwritten(company: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("precious")
    with pytest.raises(StoreError, match="already a file"):
        backup(company.path, tmp_path / "b.db", INSTANT)
    assert (tmp_path / name).read_text() == "precious"
    assert len([path for path in tmp_path.iterdir() if path.is_file()]) == 1


def test_what_is_committed_while_the_copy_is_made_is_not_in_it_and_is_not_lost(
    company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_into = dialect.copy_into

    def meanwhile(source: object, target: object, path: Path) -> None:
        def write() -> None:
            hire(company, "2001")
            company.close()

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        copy_into(source, target, path)

    monkeypatch.setattr(dialect, "copy_into", meanwhile)
    report = backup(company.path, tmp_path / "b.db", INSTANT)
    assert report.manifest.picture.counts["person"] == 3
    assert audit.verify().entries == 4


def test_faults_of_the_store_itself_are_copied_exactly_and_told(company: Store, tmp_path: Path) -> None:
    unguarded(company)
    company.db.execute_sql("UPDATE directory SET title = 'Chief' WHERE person_id = 2")
    report = backup(company.path, tmp_path / "b.db", INSTANT)
    assert report.manifest.faults == ("the directory shows the facts in force: Broken by person 1002.",)
    assert manifest.read(tmp_path / "b.db") == report.manifest


def test_a_copy_that_differs_by_one_row_is_refused(
    company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into_one_file = dialect.into_one_file

    def lose_a_row(db: object) -> None:
        db.execute_sql("UPDATE directory SET title = 'Chief' WHERE person_id = 2")  # type: ignore[attr-defined]  # Peewee's
        into_one_file(db)

    monkeypatch.setattr(dialect, "into_one_file", lose_a_row)
    with pytest.raises(StoreDamaged, match="same rows"):
        backup(company.path, tmp_path / "b.db", INSTANT)
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_store_with_torn_pages_is_not_backed_up(tmp_path: Path) -> None:
    store = create_store(tmp_path / "s" / "hrtui.db")
    found(store, 60)
    store.close()
    content = bytearray(store.path.read_bytes())
    content[-3 * 4096 :] = b"\xa5" * (3 * 4096)
    store.path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        backup(store.path, tmp_path / "b.db", INSTANT)
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_the_use_case_needs_permission_names_the_file_and_leaves_an_entry(ctx: Context, ctx_as: ContextAs) -> None:
    with pytest.raises(NotAllowed):
        service.backup(ctx_as(Grant("people.read")))
    report = service.backup(ctx)
    assert report.file == ctx.config.file.parent / "backups" / "hrtui-20261123T150000Z.db"
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.actor, entry.subject) == ("store.backup", "alice", "store")
    assert entry.detail == {
        "file": str(report.file), "sha256": report.manifest.sha256, "head": report.manifest.picture.head,
    }  # fmt: skip


def test_after_a_backup_the_check_is_content(ctx: Context, store: Store, tmp_path: Path) -> None:
    found(store)
    (tmp_path / "elsewhere").mkdir()
    service.backup(ctx, tmp_path / "elsewhere")
    again = [service.backup(ctx).file.name for _ in range(2)]
    assert again == ["hrtui-20261123T150000Z.db", "hrtui-20261123T150000Z-2.db"]
    seen = check(store.path, tmp_path / "backups", INSTANT, lambda: Vault(KEY))
    grades = {each.check: each.grade for each in seen}
    assert (
        grades["a recent backup exists"] == grades["the audit trail still holds what the last backup saw"] == Grade.GOOD
    )
