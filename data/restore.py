"""Putting a backup in the place of the store while others work: they see what was there before, then what is restored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any

from peewee import DatabaseError

from data import audit, dialect, manifest, migrations, troubles
from data.backup import describe, free_name, set_aside
from data.check import RESTORE, content, faults, pages
from data.db import explained, recognized, usable
from data.files import PRIVATE_MODE, SHARED_MODE, local, part_of, publish, taken
from data.gate import Gate
from hrtui.audit.model import Entry
from hrtui.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreMissing
from hrtui.store.model import Grade, Manifest, RestoreReport

WAIT_SECONDS = 60.0
UNREADABLE = "unreadable"


class Present(Enum):
    """What is at the store's place before a restore."""

    MISSING = auto()
    SOUND = auto()
    DAMAGED = auto()


def restore(
    path: Path, source: Path, backups: Path, at: datetime, actor: str, *, anyway: bool = False
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
    if not source.is_file():
        raise StoreMissing(f"There is no backup at {source}; name the file that `hrtui backup` made.")
    if path.exists() and source.samefile(path):
        raise StoreError(f"{source} is the store itself; name the file that `hrtui backup` made.")
    with explained(path), part_of(path) as part:
        told, from_schema, accepted = _ready(source, part, anyway)
        with dialect.opened(part) as copy:
            present = _present(path, copy, anyway)
            with _turn(path):
                safety, replaced = _keep(path, backups, at, present)
                head = _sign(copy, at, actor, source, safety, replaced)
                _put(path, part, copy, present)
        if safety is not None and present is Present.SOUND:
            describe(safety, at)
    return RestoreReport(path, source, safety, told, replaced, head, from_schema, migrations.LATEST, accepted)


def _ready(source: Path, part: Path, anyway: bool) -> tuple[Manifest | None, int, tuple[str, ...]]:
    """Copy a backup to a file of our own, prove it and bring it to this schema; its manifest, schema and accepted faults."""
    if (wal := source.with_name(source.name + "-wal")).exists() and wal.stat().st_size:
        raise StoreError(f"{source} is a store in use, not a backup; make one with `hrtui backup FILE`.")
    shutil.copyfile(source, part)
    told = manifest.read(source)
    if told is not None and manifest.sha256_of(part) != told.sha256:
        raise StoreDamaged(f"{source} is not the file its manifest describes: it was changed or damaged. Take another.")
    with explained(source), dialect.opened(part) as copy:
        have = recognized(copy, source)
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


def _keep(path: Path, backups: Path, at: datetime, present: Present) -> tuple[Path | None, str]:
    """Keep what is there: a copy of a sound store, the bare files of a damaged one. Its place, and its head."""
    if present is Present.MISSING:
        return None, ""
    if present is Present.DAMAGED:
        return _keep_files(path, at), UNREADABLE
    target = free_name(backups, at, "before-restore")
    return target, set_aside(path, target)


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
