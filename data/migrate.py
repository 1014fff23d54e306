"""Bringing a store to the schema of this hrtui: after a backup, all pending steps in one transaction."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from data import dialect, migrations, troubles
from data.backup import Sealing, backup, free_name
from data.db import explained, recognized, usable
from data.gate import Gate
from data.strongbox import BackupKey
from hrtui import __version__
from hrtui.audit.model import Entry
from hrtui.store.model import MigrationReport, Step

WAIT_SECONDS = 60.0


def migrate(
    path: Path, backups: Path, at: datetime, actor: str, *, dry_run: bool = False, key: BackupKey | None = None
) -> MigrationReport:
    """Back up and migrate a store, or with `dry_run` only tell what would be done; nothing where nothing is pending.

    The backup is sealed where there is a backup key. Of two that start at once the second finds nothing left to do. Raises
    StoreTooNew, StoreBusy and what backups raise.
    """
    path = usable(path)
    plan = _plan(path)
    if dry_run or not plan.steps:
        return plan
    try:
        with explained(path), Gate(path).held(WAIT_SECONDS):
            return _run(path, backups, at, actor, key)
    except TimeoutError as error:
        raise troubles.busy(path) from error


def _plan(path: Path) -> MigrationReport:
    with explained(path), dialect.opened(path) as db:
        have = recognized(db, path)
    steps = tuple(Step(number, _summary(step.__doc__)) for number, step in migrations.pending(have))
    free = shutil.disk_usage(path.parent).free
    return MigrationReport(path, have, migrations.LATEST, path.stat().st_size, free, steps)


def _run(path: Path, backups: Path, at: datetime, actor: str, key: BackupKey | None) -> MigrationReport:
    plan = _plan(path)
    if not plan.steps:
        return plan
    target = free_name(backups, at, f"before-schema-{plan.need}", key)
    saved = backup(path, target, at, Sealing(key=key), known_schema=False)
    detail = {"from": str(plan.have), "to": str(plan.need), "backup": str(saved.file), "hrtui": __version__}
    with dialect.opened(path) as db:
        migrations.apply(db, Entry(at, actor, "store.migrate", "store", detail=detail))
    return MigrationReport(plan.store, plan.have, plan.need, plan.bytes, plan.free, plan.steps, saved.file, done=True)


def _summary(doc: str | None) -> str:
    return (doc or "").strip().partition("\n")[0]
