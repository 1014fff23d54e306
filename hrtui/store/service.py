"""Use cases on the store as such: check it, back it up, restore and migrate it, all while others work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hrtui.access.rules import may, places_named, require
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.store.model import BackupReport, Finding, MigrationReport, RestoreReport

SUBJECT = "store"
DOCUMENTS = "documents"


def check(ctx: Context) -> list[Finding]:
    """What holds of the configured store and what does not, down to a store that does not open; nothing is written.

    Raises NotAllowed.
    """
    from data import check as checks
    from data.keyring import opening_vault

    require(ctx.actor, "store.check")
    settings = ctx.config.store
    return checks.check(
        ctx.config.store_path,
        ctx.config.path(settings.backups),
        ctx.clock.now(),
        lambda: opening_vault(ctx.config.key_path),
        ctx.config.path(settings.documents),
        checks.Scopes(places_named(ctx.config.roles), ctx.clock.today()),
    )


def scope_doubts(ctx: Context) -> list[str]:
    """What is to be said of departments and locations that scopes of roles name, where the configured store is there and
    the actor may check it; nothing is written."""
    from data import check as checks

    if not may(ctx.actor, "store.check") or not ctx.config.store_path.exists():
        return []
    return checks.scope_doubts(ctx.config.store_path, checks.Scopes(places_named(ctx.config.roles), ctx.clock.today()))


def backup(ctx: Context, target: Path | None = None) -> BackupReport:
    """Copy the open store to a file, or to a name of its own in a folder or the configured one; audited.

    Files of documents go into the folder `documents` beside the copy; what is there already is not copied again.

    Raises NotAllowed, StoreError where the file exists, StoreDamaged where the copy cannot be proven, StoreFull, and
    StoreBusy where its audit entry cannot be written; then no file is left.
    """
    from data import audit
    from data import backup as backups

    require(ctx.actor, "store.backup")
    now = ctx.clock.now()
    folder = ctx.config.path(ctx.config.store.backups)
    if target is None or target.is_dir():
        target = backups.free_name(target or folder, now)
    report = backups.backup(ctx.config.store_path, target, now)
    detail = {"file": str(report.file), "sha256": report.manifest.sha256, "head": report.manifest.picture.head}
    try:
        report = replace(report, documents=backups.copy_documents(report.file, _documents(ctx), beside(report.file)))
        with ctx.store.write():
            audit.append(Entry(now, ctx.actor.login, "store.backup", SUBJECT, detail=detail))
    except BaseException:
        backups.discard(report.file)
        raise
    return report


def restore(ctx: Context, source: Path, *, anyway: bool = False) -> RestoreReport:
    """Put a backup in the place of the store, after a copy of what is there; the restored trail names it.

    Files of documents that are missing or damaged are put back from the folder `documents` beside the backup.

    This process must not have the store open. Raises NotAllowed, StoreMissing, StoreDamaged, StoreTooNew, StoreBusy,
    StoreFull and StoreError; nothing was changed then.
    """
    from data import backup as backups
    from data import restore as restores

    require(ctx.actor, "store.restore")
    folder = ctx.config.path(ctx.config.store.backups)
    report = restores.restore(ctx.config.store_path, source, folder, ctx.clock.now(), ctx.actor.login, anyway=anyway)
    return replace(report, documents=backups.copy_documents(source, beside(source), _documents(ctx)))


def migrate(ctx: Context, *, dry_run: bool = False) -> MigrationReport:
    """Bring the store to this hrtui's schema, after a backup; with `dry_run` only tell the steps.

    Raises NotAllowed, StoreTooNew, StoreBusy, StoreFull and StoreDamaged; the schema is as it was then.
    """
    from data import migrate as migrations

    require(ctx.actor, "store.migrate")
    folder = ctx.config.path(ctx.config.store.backups)
    return migrations.migrate(ctx.config.store_path, folder, ctx.clock.now(), ctx.actor.login, dry_run=dry_run)


def beside(file: Path) -> Path:
    """The folder of documents beside a backup."""
    return file.absolute().parent / DOCUMENTS


def _documents(ctx: Context) -> Path:
    return ctx.config.path(ctx.config.store.documents)
