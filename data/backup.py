"""Backups while others work: a copy of one moment, proven row by row before it gets its name."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path

from data import audit, dialect, documents, filestore, manifest, troubles
from data.check import content, faults, pages
from data.db import explained, usable
from data.files import PRIVATE_MODE, part_of, publish, taken
from hrtui.errors import StoreDamaged
from hrtui.store.model import BackupReport, DocumentsCopied, Finding, Grade, Manifest, Picture


def backup(path: Path, target: Path, at: datetime, *, known_schema: bool = True) -> BackupReport:
    """Copy a store to a new file beside its manifest, and prove the copy: pages, references, chain, invariants, rows.

    Faults of the store itself do not keep it from being copied exactly; the manifest names them. With
    `known_schema` false (before a migration) only pages and rows are proven. Raises StoreError where the target
    exists, StoreDamaged where the store cannot be read whole, StoreFull; then nothing is left behind.
    """
    path, target = usable(path), target.absolute()
    for file in (target, manifest.manifest_path(target)):
        if file.exists():
            raise taken(file)
    with explained(target), part_of(target) as part:
        seen, schema = _copy(path, part, target)
        findings = _prove(part, seen, known_schema)
        made = Manifest(target.name, at, part.stat().st_size, manifest.sha256_of(part), schema, seen, faults(findings))
        publish(part, target, PRIVATE_MODE)
        _write_beside(target, made)
    return BackupReport(target, made)


def discard(file: Path) -> None:
    """Take away a backup made just now, and its manifest."""
    for made in (file, manifest.manifest_path(file)):
        made.unlink(missing_ok=True)


def copy_documents(copy: Path, source: Path, target: Path) -> DocumentsCopied:
    """Bring the files of the documents a copy of a store names from one folder to another; nothing there is written over.

    Raises StoreError and StoreFull where they cannot be written; those that are missing or damaged are in the report.
    """
    with explained(copy), dialect.opened(copy) as db:
        wanted = documents.stored(db)
    done = filestore.copy_missing(wanted, source, target)
    missing = tuple(sha256 for sha256 in done.missing if wanted[sha256][1])
    return DocumentsCopied(target, done.files, done.new, done.bytes, missing)


def free_name(folder: Path, at: datetime, why: str = "hrtui") -> Path:
    """A name for a backup that is not taken: why it was made, and the instant in UTC."""
    stem = f"{why}-{at:%Y%m%dT%H%M%S}Z"
    names = (folder / f"{stem}{f'-{number}' if number > 1 else ''}.db" for number in count(1))
    return next(name for name in names if not name.exists() and not manifest.manifest_path(name).exists())


def _copy(path: Path, part: Path, target: Path) -> tuple[Picture, int]:
    with explained(path), dialect.opened(path) as source, dialect.opened(part) as copy:
        with dialect.one_moment(source):
            if not dialect.is_ours(source):
                raise troubles.damaged(path)
            seen, schema = manifest.picture(source), dialect.schema_version(source)
            dialect.copy_into(source, copy, target)
        dialect.into_one_file(copy)
    return seen, schema


def _prove(part: Path, seen: Picture, known_schema: bool) -> list[Finding]:
    with explained(part), dialect.opened(part) as copy:
        whole = pages(copy)
        if whole.grade is Grade.FAULT:
            raise StoreDamaged(f"Not backed up: the store is damaged ({whole.sentence}) See `hrtui check`.")
        if manifest.picture(copy) != seen:
            raise StoreDamaged("Not backed up: the copy does not hold the same rows as the store; check the disk.")
        return [*content(copy)] if known_schema else []


def set_aside(path: Path, target: Path) -> str:
    """Copy a store in as little time as can be, for `describe` to prove afterwards, and return its audit trail's head."""
    with explained(target), part_of(target) as part:
        with explained(path), dialect.opened(path) as source, dialect.opened(part) as copy:
            dialect.copy_into(source, copy, target)
            dialect.into_one_file(copy)
            head = audit.head(copy)
        publish(part, target, PRIVATE_MODE)
    return head


def describe(file: Path, at: datetime) -> Manifest:
    """Prove a copy that was set aside, and write its manifest; raise StoreDamaged where it is not whole."""
    with explained(file):
        with dialect.opened(file) as copy:
            whole, held, schema = pages(copy), manifest.picture(copy), dialect.schema_version(copy)
        if whole.grade is Grade.FAULT:
            raise StoreDamaged(
                f"The backup is restored, but {file}, the copy of what was there before, is not whole: {whole.sentence}"
            )
        made = Manifest(file.name, at, file.stat().st_size, manifest.sha256_of(file), schema, held)
        _write_beside(file, made)
    return made


def _write_beside(file: Path, made: Manifest) -> None:
    with part_of(manifest.manifest_path(file)) as beside:
        beside.write_text(manifest.to_json(made) + "\n", encoding="utf-8")
        publish(beside, manifest.manifest_path(file), PRIVATE_MODE)
