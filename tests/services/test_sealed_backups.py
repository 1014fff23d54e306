"""Backups sealed for a key: proven before they are sealed, nothing plain of them in the folder, and restored by the secret half alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data import alongside, audit, dialect, filestore, manifest, migrations, strongbox
from data.base import database
from data.schema import PersonRow
from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.dates import utc_text
from hrtui.documents import service as papers
from hrtui.documents.model import NewDocument
from hrtui.errors import NotAllowed, StoreDamaged, StoreError, StoreMissing
from hrtui.store import service
from hrtui.store.model import BackupReport, Grade
from tests.conftest import ContextAs
from tests.people import hire

MARKED = "Zzyzxmarked"
PAPER = b"contract of Zzyzxmarked, a salary of 12,345,678"


def sealing(ctx: Context, file: str) -> Context:
    return replace(ctx, config=replace(ctx.config, store=replace(ctx.config.store, backup_key=Path(file))))


@pytest.fixture
def away(ctx: Context, tmp_path: Path) -> Path:
    """The folder of the secret half, which the machine of the store does not have."""
    (tmp_path / "away").mkdir()
    secret, public = service.make_backup_key(ctx, tmp_path / "away" / "backup.key")
    shutil.move(public, tmp_path / "backup.key.pub")
    return secret


@pytest.fixture
def writer(ctx: Context, away: Path, tmp_path: Path) -> Context:
    """Whoever backs up with the public half alone, a company of one person with a document."""
    made = sealing(ctx, "backup.key.pub")
    number = hire(made, MARKED, number="1")
    (tmp_path / "paper.txt").write_bytes(PAPER)
    papers.add(made, number, NewDocument(tmp_path / "paper.txt", "contract"))
    return made


@pytest.fixture
def made(writer: Context) -> BackupReport:
    return service.backup(writer)


def backup_folder(ctx: Context) -> Path:
    return ctx.config.path(ctx.config.store.backups)


def restored(ctx: Context, file: Path, **given: Any) -> Any:
    ctx.store.close()
    try:
        return service.restore(ctx, file, **given)
    finally:
        database.initialize(ctx.store.db)  # type: ignore[attr-defined]  # the store of a test is one of `data`
        ctx.store.connect()


def test_nothing_in_the_folder_of_backups_can_be_read_and_nothing_plain_is_left(
    writer: Context, made: BackupReport, tmp_path: Path
) -> None:
    assert made.file.name == "hrtui-20261123T150000Z.sealed"
    files = [file for file in backup_folder(writer).rglob("*") if file.is_file()]
    assert len(files) == 3
    for file in files:
        content = file.read_bytes()
        assert MARKED.encode() not in content
        assert b"SQLite" not in content
        assert file.stat().st_mode & 0o077 == 0
    assert {file.name for file in writer.config.store_path.parent.iterdir()} <= {
        "hrtui.db", "hrtui.db-wal", "hrtui.db-shm", "hrtui.db.gate",
    }  # fmt: skip


def test_the_manifest_says_for_whom_it_is_sealed_and_what_it_holds_without_a_value(made: BackupReport) -> None:
    told = json.loads(manifest.manifest_path(made.file).read_text())
    assert told["sealed_for"] == strongbox.sealed_for(made.file)
    assert told["sha256"] == manifest.sha256_of(made.file)
    assert told["counts"]["person"] == 1
    assert manifest.read(made.file) == made.manifest
    assert MARKED not in manifest.manifest_path(made.file).read_text()


def test_the_copy_is_proven_before_it_is_sealed(writer: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    into_one_file = dialect.into_one_file

    def lose_a_row(db: Any) -> None:
        db.execute_sql("UPDATE directory SET title = 'Chief'")
        into_one_file(db)

    monkeypatch.setattr(dialect, "into_one_file", lose_a_row)
    with pytest.raises(StoreDamaged, match="same rows"):
        service.backup(writer)
    assert [file for file in backup_folder(writer).rglob("*") if file.is_file()] == []


def test_a_disk_that_does_not_give_back_what_was_written_is_told(
    writer: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strongbox, "seal", lambda *_: "0" * 64)
    with pytest.raises(StoreDamaged, match="does not give back"):
        service.backup(writer)


def test_the_machine_that_wrote_a_backup_can_neither_verify_nor_restore_it_without_the_secret_half(
    writer: Context, made: BackupReport, away: Path
) -> None:
    (key,) = {strongbox.sealed_for(made.file)}
    for use in (lambda: service.verify(writer, made.file), lambda: restored(writer, made.file)):
        with pytest.raises(
            StoreError, match=f"sealed for backup key {key}; name the file of its secret half with --key"
        ):
            use()
    with pytest.raises(StoreError, match="The public half"):
        service.verify(writer, made.file, writer.config.file.parent / "backup.key.pub")
    assert service.verify(writer, made.file, away).manifest == made.manifest


def test_a_sealed_backup_and_its_documents_come_back(
    writer: Context, made: BackupReport, away: Path, tmp_path: Path
) -> None:
    hire(writer, "Later", number="2")
    folder = writer.config.path(writer.config.store.documents)
    (name,) = filestore.names(folder)
    filestore.place(folder, name).unlink()
    report = restored(writer, made.file, key_file=away)
    assert [row.number for row in PersonRow.select()] == ["1"]
    assert report.documents.new == 1
    assert filestore.read(folder, name) == PAPER
    assert report.safety is not None
    assert report.safety.suffix == ".sealed"
    assert strongbox.is_sealed(report.safety)
    assert not [each for each in service.check(writer) if each.grade is Grade.FAULT]
    again = restored(writer, report.safety, key_file=away)
    assert again.manifest is not None
    assert PersonRow.select().count() == 2


def test_with_the_secret_half_configured_no_key_needs_to_be_named(writer: Context, away: Path) -> None:
    keeper = sealing(writer, str(away))
    report = service.backup(keeper)
    found = service.verify(keeper, report.file)
    assert (found.documents.files, found.documents.missing) == (1, ())
    assert restored(keeper, report.file).manifest == report.manifest


def test_verifying_leaves_an_entry_and_nothing_else_and_needs_the_right(
    writer: Context, made: BackupReport, away: Path, ctx_as: ContextAs
) -> None:
    before = sorted(writer.config.file.parent.rglob("*"))
    found = service.verify(writer, made.file, away)
    assert sorted(writer.config.file.parent.rglob("*")) == before
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject) == ("store.verify", "store")
    assert entry.detail == {"file": str(made.file), "head": found.picture.head, "made": utc_text(made.manifest.made_at)}
    with pytest.raises(NotAllowed):
        service.verify(ctx_as(Grant("store.check")), made.file, away)
    with pytest.raises(StoreMissing):
        service.verify(writer, made.file.with_name("none"), away)


def _cut(content: bytes) -> bytes:
    return content[:-100]


def _flipped(content: bytes) -> bytes:
    return content[:5_000] + bytes([content[5_000] ^ 1]) + content[5_001:]


@pytest.mark.parametrize("change", [_cut, _flipped])
@pytest.mark.parametrize("rewritten", [False, True])
def test_a_backup_that_was_cut_short_or_changed_is_refused_whatever_its_manifest_says(
    writer: Context, made: BackupReport, away: Path, change: Callable[[bytes], bytes], rewritten: bool
) -> None:
    made.file.write_bytes(change(made.file.read_bytes()))
    beside = manifest.manifest_path(made.file)
    if rewritten:
        beside.write_text(beside.read_text().replace(made.manifest.sha256, manifest.sha256_of(made.file)))
    for use in (
        lambda: service.verify(writer, made.file, away),
        lambda: restored(writer, made.file, key_file=away),
    ):
        with pytest.raises(StoreDamaged, match=r"cut short or changed|changed or damaged"):
            use()
    assert PersonRow.select().count() == 1


def test_a_document_that_is_missing_or_changed_beside_a_backup_is_found(
    writer: Context, made: BackupReport, away: Path
) -> None:
    (file,) = (each for each in alongside.beside(made.file).rglob("*") if each.is_file())
    content = file.read_bytes()
    file.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    assert len(service.verify(writer, made.file, away).documents.missing) == 1
    again = service.backup(writer)
    assert again.documents is not None
    assert again.documents.new == 1, "a damaged one is sealed anew"
    assert service.verify(writer, again.file, away).documents.missing == ()
    file.unlink()
    assert len(service.verify(writer, made.file, away).documents.missing) == 1


def test_plain_backups_are_verified_too(ctx: Context) -> None:
    hire(ctx)
    report = service.backup(ctx)
    assert service.verify(ctx, report.file).manifest == report.manifest
    report.file.write_bytes(_flipped(report.file.read_bytes()))
    with pytest.raises(StoreDamaged):
        service.verify(ctx, report.file)


def test_the_backup_before_a_migration_is_sealed_too(
    writer: Context, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Colour:
        """Note the company's colour."""

        @staticmethod
        def up(db: Any) -> None:
            db.execute_sql("CREATE TABLE colour(id INTEGER PRIMARY KEY) STRICT")

    numbered = [*migrations.pending(0), (migrations.LATEST + 1, Colour)]
    writer.store.close()
    monkeypatch.setattr(migrations, "LATEST", len(numbered))
    monkeypatch.setattr(migrations, "pending", lambda have: [step for step in numbered if step[0] > have])
    report = service.migrate(writer)
    assert report.backup is not None
    assert strongbox.is_sealed(report.backup)
    assert [file.suffix for file in backup_folder(writer).iterdir()].count(".db") == 0
