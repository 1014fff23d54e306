"""Backups while others work: a copy of one moment, proven row by row before it gets its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from data import audit, dialect, documents, filestore, manifest, strongbox, troubles
from data.alongside import being_made, beside, named_in
from data.check import content, faults, pages
from data.db import explained, usable
from data.files import PRIVATE_MODE, part_of, publish, taken
from data.strongbox import BackupKey
from hrtui.errors import StoreDamaged
from hrtui.store.model import BackupReport, DocumentsCopied, Finding, Grade, Manifest, Picture


class Sealing(NamedTuple):
    """What a backup takes along, and for whom it is sealed: the folder of documents, and a backup key; neither where None."""

    documents: Path | None = None
    key: BackupKey | None = None


PLAIN = Sealing()


def backup(
    path: Path, target: Path, at: datetime, with_: Sealing = PLAIN, *, known_schema: bool = True
) -> BackupReport:
    """Copy a store to a new file beside its manifest, and prove the copy: pages, references, chain, invariants, rows.

    Faults of the store itself do not keep it from being copied exactly; the manifest names them. With
    `known_schema` false (before a migration) only pages and rows are proven. With a backup key the copy is made and proven beside
    the store, never at the target, and goes once it is sealed there. Files of documents go into the folder `documents` beside the
    target; what is there already is not copied again. Raises StoreError where the target exists, StoreDamaged where the store
    cannot be read whole, StoreFull; then nothing is left behind but files of documents.
    """
    path, target = usable(path), target.absolute()
    for file in (target, manifest.manifest_path(target)):
        if file.exists():
            raise taken(file)
    with explained(target), being_made(target.parent), part_of(path if with_.key else target) as part:
        seen, schema = _copy(path, part, target)
        findings = _prove(part, seen, known_schema)
        copied = None if with_.documents is None else _take_along(part, with_.documents, target, with_.key)
        named = _named_in(part)
        _publish(part, target, with_.key)
        made = _manifest(target, at, schema, seen, with_.key, faults(findings))
        try:
            _write_beside(target, made, named)
        except BaseException:
            discard(target)
            raise
    return BackupReport(target, made, copied)


def discard(file: Path) -> None:
    """Take away a backup made just now, and its manifest."""
    for made in (file, manifest.manifest_path(file)):
        made.unlink(missing_ok=True)


def _take_along(copy: Path, source: Path, target: Path, key: BackupKey | None) -> DocumentsCopied:
    """Bring the files of the documents that a copy of a store names to the folder beside a backup."""
    with dialect.opened(copy) as db:
        wanted = documents.stored(db)
    folder = beside(target)
    done = (
        filestore.copy_missing(wanted, source, folder)
        if key is None
        else filestore.seal_missing(wanted, source, folder, key)
    )
    return told(done, wanted, folder)


def told(done: filestore.Copied, wanted: Mapping[str, tuple[int, bool]], folder: Path) -> DocumentsCopied:
    """What came of copying or checking documents, without those that need not be there."""
    missing = tuple(sha256 for sha256 in done.missing if wanted[sha256][1])
    return DocumentsCopied(folder, done.files, done.new, done.bytes, missing)


def free_name(folder: Path, at: datetime, why: str = "hrtui", key: BackupKey | None = None) -> Path:
    """A name for a backup that is not taken: why it was made, and the instant in UTC."""
    stem, end = f"{why}-{at:%Y%m%dT%H%M%S}Z", ".sealed" if key else ".db"
    names = (folder / f"{stem}{f'-{number}' if number > 1 else ''}{end}" for number in count(1))
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


def set_aside(path: Path, part: Path, target: Path, key: BackupKey | None) -> str:
    """Copy a store to a part and publish it in as little time as can be, for `describe` to prove afterwards; its trail's head."""
    with explained(path), dialect.opened(path) as source, dialect.opened(part) as copy:
        dialect.copy_into(source, copy, target)
        dialect.into_one_file(copy)
        head = audit.head(copy)
    with explained(target):
        _publish(part, target, key)
    return head


def describe(part: Path, file: Path, at: datetime, key: BackupKey | None) -> Manifest:
    """Prove the part of a copy that was set aside, and write its manifest; raise StoreDamaged where it is not whole."""
    with explained(file):
        with dialect.opened(part) as copy:
            whole, held, schema = pages(copy), manifest.picture(copy), dialect.schema_version(copy)
            named = named_in(copy)
        if whole.grade is Grade.FAULT:
            raise StoreDamaged(
                f"The backup is restored, but {file}, the copy of what was there before, is not whole: {whole.sentence}"
            )
        made = _manifest(file, at, schema, held, key)
        _write_beside(file, made, named)
    return made


def _publish(part: Path, target: Path, key: BackupKey | None) -> None:
    """Give a proven copy its name, sealed where there is a backup key."""
    if key is None:
        publish(part, target, PRIVATE_MODE)
        return
    with part_of(target) as sealed:
        written = strongbox.seal(part, sealed, key)
        if manifest.sha256_of(sealed) != written:
            raise StoreDamaged(f"Not backed up: {target.parent} does not give back what was written; check the disk.")
        publish(sealed, target, PRIVATE_MODE)


def _manifest(
    file: Path, at: datetime, schema: int, held: Picture, key: BackupKey | None, broken: tuple[str, ...] = ()
) -> Manifest:
    sealed_for = key.id.hex() if key else ""
    return Manifest(file.name, at, file.stat().st_size, manifest.sha256_of(file), schema, held, broken, sealed_for)


def _named_in(part: Path) -> Collection[str] | None:
    with dialect.opened(part) as copy:
        return named_in(copy)


def _write_beside(file: Path, made: Manifest, documents: Collection[str] | None) -> None:
    with part_of(manifest.manifest_path(file)) as part:
        part.write_text(manifest.to_json(made, documents) + "\n", encoding="utf-8")
        publish(part, manifest.manifest_path(file), PRIVATE_MODE)
