"""Putting a backup in the place of the store while others work: they see what was there before, then what is restored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any, NamedTuple

from peewee import DatabaseError

from data import audit, cipher, dialect, documents, filestore, manifest, migrations, recoding, strongbox, troubles
from data.alongside import beside
from data.backup import describe, free_name, set_aside
from data.backup import told as reported
from data.check import RESTORE, content, faults, pages
from data.db import explained, recognized, usable
from data.files import PRIVATE_MODE, SHARED_MODE, local, part_of, publish, taken
from data.gate import Gate
from data.manifest import UNPROVEN
from data.strongbox import BackupKey
from hrtui.audit.model import Entry
from hrtui.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreMissing
from hrtui.store.model import DocumentsCopied, Grade, Manifest, RestoreReport, VerifyReport

WAIT_SECONDS = 60.0
UNREADABLE = "unreadable"


class Present(Enum):
    """What is at the store's place before a restore."""

    MISSING = auto()
    SOUND = auto()
    DAMAGED = auto()


class Keys(NamedTuple):
    """The keys at hand: the backup key that opens the backup, the one that what is there before is sealed for, and the key of
    `store: cipher_key:` that the backup was encrypted with, where that is not the one of this store."""

    opens: BackupKey | None = None
    seals: BackupKey | None = None
    cipher: bytes | None = None


NO_KEYS = Keys()


def restore(
    path: Path, source: Path, backups: Path, at: datetime, actor: str, *, anyway: bool = False, keys: Keys = NO_KEYS
) -> RestoreReport:
    """Verify a backup, copy the present store aside, and put the backup's content into the store in one step.

    Writers wait while the two copies are made, not while backup and copy are proven, before and after. The restored
    audit trail gets an entry that names the head of the replaced one. No connection of this process may be in a
    transaction on the store. `anyway` accepts a backup of another store, and faults that were in the store when it was
    copied. Raises StoreMissing, StoreDamaged, StoreTooNew, StoreBusy, StoreFull and StoreError; nothing was changed
    then, unless the sentence says that only the copy of what was there before is not whole.
    """
    path, source = path.absolute(), source.absolute()
    local(path)
    check_there(path, source)
    with explained(path), part_of(path) as part, ExitStack() as stack:
        told, from_schema, accepted = _ready(source, part, anyway, keys)
        with dialect.opened(part) as copy:
            present, target = _present(path, copy, anyway), free_name(backups, at, "before-restore", keys.seals)
            aside = stack.enter_context(part_of(path if keys.seals else target)) if present is Present.SOUND else part
            with _turn(path):
                safety, replaced = _keep(path, aside, target, at, present, keys.seals)
                head = _sign(copy, at, actor, source, safety, replaced)
                _put(path, part, copy, present)
        if safety is not None and present is Present.SOUND:
            describe(aside, safety, at, keys.seals)
    return RestoreReport(path, source, safety, told, replaced, head, from_schema, migrations.LATEST, accepted)


def verify(path: Path, source: Path, keys: Keys = NO_KEYS) -> VerifyReport:
    """Do with a backup all that a restore does before it changes anything, in a private place beside the store, and remove it.

    Raises what `restore` does of a backup; StoreFull where there is no room for it.
    """
    path, source = path.absolute(), source.absolute()
    check_there(path, source)
    with explained(path), part_of(path) as part:
        told, have, _ = _ready(source, part, anyway=False, keys=keys)
        with dialect.opened(part) as copy:
            seen, wanted = manifest.picture(copy), documents.stored(copy)
    found = _checked_documents(source, wanted, keys.opens)
    return VerifyReport(source, told, told.picture if told else seen, have, found)


def compare(source: Path) -> Manifest:
    """Read a backup that nobody here can open whole, and compare it with the SHA-256 its manifest gives; returns the manifest.

    Raises StoreMissing where there is none, StoreDamaged where it has no manifest or another SHA-256.
    """
    source = source.absolute()
    if not source.is_file():
        raise missing(source)
    told = manifest.read(source)
    if told is None:
        raise StoreDamaged(f"{source} has no manifest beside it, so nothing says what it should hold. Take another.")
    with explained(source):
        if manifest.sha256_of(source) != told.sha256:
            raise changed(source)
    return told


def changed(source: Path) -> StoreDamaged:
    """The refusal of a backup whose bytes are not those of its manifest."""
    return StoreDamaged(f"{source} is not the file its manifest describes: it was changed or damaged. Take another.")


def missing(source: Path) -> StoreMissing:
    """The refusal of a backup that is not there."""
    return StoreMissing(f"There is no backup at {source}; name the file that `hrtui backup` made.")


def restore_documents(path: Path, source: Path, folder: Path, key: BackupKey | None) -> DocumentsCopied:
    """Put back the files of documents that a restored store names and its folder lacks, from beside the backup."""
    with explained(path), dialect.opened(path) as db:
        wanted = documents.stored(db)
    kept = beside(source)
    if key is not None and strongbox.is_sealed(source):
        return reported(filestore.unseal_missing(wanted, kept, folder, key), wanted, folder)
    return reported(filestore.copy_missing(wanted, kept, folder), wanted, folder)


def _checked_documents(source: Path, wanted: Mapping[str, tuple[int, bool]], key: BackupKey | None) -> DocumentsCopied:
    folder = beside(source)
    if key is not None and strongbox.is_sealed(source):
        return reported(filestore.check_sealed(wanted, folder, key), wanted, folder)
    lost = tuple(sha256 for sha256 in wanted if filestore.problem_of(folder, sha256))
    return reported(filestore.Copied(len(wanted), 0, 0, lost), wanted, folder)


def check_there(path: Path, source: Path) -> None:
    """Raise StoreMissing where there is no backup, StoreError where it is the store itself."""
    if not source.is_file():
        raise missing(source)
    if source.suffix == UNPROVEN:
        raise StoreDamaged(
            f"{source} did not pass its proof on the night it was made, and was set aside. Take another, or rename it to try it all the same."
        )
    if path.exists() and source.samefile(path):
        raise StoreError(f"{source} is the store itself; name the file that `hrtui backup` made.")


def _unpacked(source: Path, part: Path, keys: Keys) -> bool:
    """Copy a backup to a file of our own, opened where it is sealed, encrypted as the store is; whether every byte is the same.

    Raises StoreError where it cannot be opened.
    """
    with part_of(part) as inner:
        sealed = strongbox.is_sealed(source)
        if sealed and keys.opens is None:
            wanted = strongbox.sealed_for(source)
            raise StoreError(
                f"{source} is sealed for backup key {wanted}; name the file of its secret half with --key FILE."
            )
        if sealed and keys.opens is not None:
            strongbox.write_unsealed(source, inner, keys.opens)
        else:
            shutil.copyfile(source, inner)
        have = None if recoding.is_plain(inner) else keys.cipher or cipher.key()
        if have == cipher.key():
            inner.replace(part)
            return not sealed
        recoding.recode(inner, part, have, cipher.key())
        return False


def _ready(source: Path, part: Path, anyway: bool, keys: Keys) -> tuple[Manifest | None, int, tuple[str, ...]]:
    """Copy a backup to a file of our own, prove it and bring it to this schema; its manifest, schema and accepted faults."""
    if (wal := source.with_name(source.name + "-wal")).exists() and wal.stat().st_size:
        raise StoreError(f"{source} is a store in use, not a backup; make one with `hrtui backup FILE`.")
    with explained(source):
        same = _unpacked(source, part, keys)
    told = manifest.read(source)
    if told is not None and manifest.sha256_of(part if same else source) != told.sha256:
        raise changed(source)
    with explained(source), dialect.opened(part) as copy:
        have = recognized(copy, source)
        if told is not None and have != told.schema:
            raise StoreDamaged(f"{source} has schema {have}, and its manifest says {told.schema}. Take another.")
        if told is not None and manifest.picture(copy) != told.picture:
            raise StoreDamaged(f"{source} does not hold the rows its manifest describes. Take another.")
        migrations.apply(copy)
        accepted = _sound(copy)
        if accepted and not anyway:
            raise StoreDamaged(f"Not restored: {accepted[0]} `hrtui restore --anyway` takes the backup as it is.")
    return told, have, accepted


def _sound(copy: Any) -> tuple[str, ...]:
    whole = pages(copy)
    if whole.grade is Grade.FAULT:
        raise StoreDamaged(f"The backup is damaged ({whole.sentence}) Nothing was changed; take another.")
    return faults(content(copy))


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with Gate(path).held(WAIT_SECONDS):
            yield
    except TimeoutError as error:
        raise troubles.busy(path) from error


def _present(path: Path, copy: Any, anyway: bool) -> Present:
    """What there is to replace; raise StoreError where it must not be replaced by this backup."""
    if not path.exists():
        return Present.MISSING
    try:
        with explained(path), dialect.opened(usable(path)) as live:
            if dialect.content_tables(live) and not dialect.is_ours(live):
                raise StoreError(f"{path} is another program's database; it is left as it is. Correct `store: url:`.")
            recognized(live, path)
            _same_company(audit.origin(live), audit.origin(copy), anyway)
            return Present.DAMAGED if dialect.integrity(live) else Present.SOUND
    except StoreDamaged:
        return Present.DAMAGED


def _keep(
    path: Path, part: Path, target: Path, at: datetime, present: Present, key: BackupKey | None
) -> tuple[Path | None, str]:
    """Keep what is there: a copy of a sound store, the bare files of a damaged one. Its place, and its head."""
    if present is Present.MISSING:
        return None, ""
    if present is Present.DAMAGED:
        return _keep_files(path, at), UNREADABLE
    return target, set_aside(path, part, target, key)


def _same_company(ours: str, theirs: str, anyway: bool) -> None:
    if ours and theirs and ours != theirs and not anyway:
        raise StoreError(
            "Not restored: the backup is of another store, whose trail begins differently; `--anyway` takes it all the same."
        )


def _keep_files(path: Path, at: datetime) -> Path:
    kept = path.with_name(f"{path.name}.damaged-{at:%Y%m%dT%H%M%S}")
    if kept.exists():
        raise taken(kept)
    for end in ("", "-wal"):
        file = path.with_name(path.name + end)
        if file.exists():
            with part_of(kept.with_name(kept.name + end)) as part:
                shutil.copyfile(file, part)
                publish(part, kept.with_name(kept.name + end), PRIVATE_MODE)
    return kept


def _sign(copy: Any, at: datetime, actor: str, source: Path, safety: Path | None, replaced: str) -> str:
    detail = {"backup": str(source), "backup_head": audit.head(copy), "replaced_head": replaced or "none"}
    if safety is not None:
        detail["kept"] = str(safety)
    with dialect.lock_for_writing(copy):
        return audit.append(Entry(at, actor, RESTORE, "store", detail=detail), copy)


def _put(path: Path, part: Path, copy: Any, present: Present) -> None:
    if present is Present.MISSING:
        dialect.use_wal(copy)
        copy.close()
        publish(part, path, SHARED_MODE)
        return
    try:
        with dialect.opened(path) as live:
            dialect.copy_into(copy, live, path)
    except (StoreError, DatabaseError) as error:
        if present is Present.SOUND or isinstance(error, StoreBusy | StoreFull):
            raise
        dialect.overwrite_damaged(copy, path)
    with dialect.opened(path) as live:
        dialect.use_wal(live)
