"""Use cases on the store as such: check it, back it up, restore and migrate it, all while others work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.access.rules import may, places_named, require
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.dates import utc_text
from hrtui.store.model import BackupReport, Finding, Manifest, MigrationReport, RestoreReport, VerifyReport

if TYPE_CHECKING:
    from data.restore import Keys
    from data.strongbox import BackupKey

SUBJECT = "store"


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

    Files of documents go into the folder `documents` beside the copy; what is there already is not copied again. Where the
    configuration names a backup key, both are sealed for its holder.

    Raises NotAllowed, StoreError where the file exists, StoreDamaged where the copy cannot be proven, StoreFull, and
    StoreBusy where its audit entry cannot be written; then no file is left.
    """
    from data import audit
    from data import backup as backups

    require(ctx.actor, "store.backup")
    now = ctx.clock.now()
    folder = ctx.config.path(ctx.config.store.backups)
    key = _backup_key(ctx)
    if target is None or target.is_dir():
        target = backups.free_name(target or folder, now, key=key)
    report = backups.backup(ctx.config.store_path, target, now, backups.Sealing(_documents(ctx), key))
    detail = {"file": str(report.file), "sha256": report.manifest.sha256, "head": report.manifest.picture.head}
    try:
        with ctx.store.write():
            audit.append(Entry(now, ctx.actor.login, "store.backup", SUBJECT, detail=detail))
    except BaseException:
        backups.discard(report.file)
        raise
    return report


def verify(ctx: Context, source: Path, key_file: Path | None = None, cipher_file: Path | None = None) -> VerifyReport:
    """Open a backup in a private place, prove it as a restore would, its files of documents too, and remove it; audited.

    `key_file` holds the secret half of the backup key that opens it, `cipher_file` the key of `store: cipher_key:` of whoever made it,
    where they are not the configured ones. Raises NotAllowed, and
    what `restore` raises of a backup.
    """
    from data import audit
    from data import restore as restores

    require(ctx.actor, "store.backup")
    report = restores.verify(ctx.config.store_path, source, _keys(ctx, key_file, cipher_file))
    detail = {"file": str(report.backup), "head": report.picture.head}
    if report.manifest is not None:
        detail["made"] = utc_text(report.manifest.made_at)
    if report.documents.missing:
        detail["missing"] = str(len(report.documents.missing))
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, "store.verify", SUBJECT, detail=detail))
    return report


def compare(ctx: Context, source: Path) -> Manifest:
    """Compare a backup that only the holder of its key can open with the digest in its manifest, byte for byte; audited.

    Raises NotAllowed, StoreMissing, and StoreDamaged where it is not the file that was sealed.
    """
    from data import audit
    from data import restore as restores

    require(ctx.actor, "store.backup")
    told = restores.compare(source)
    detail = {"file": str(source.absolute()), "head": told.picture.head, "made": utc_text(told.made_at)}
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, "store.compare", SUBJECT, detail=detail))
    return told


def opens_backups(ctx: Context) -> bool:
    """Whether backups that are made here can be opened here: they are not sealed, or the secret half of their key is at hand."""
    key = _backup_key(ctx)
    return key is None or key.secret is not None


def restore(
    ctx: Context,
    source: Path,
    *,
    anyway: bool = False,
    key_file: Path | None = None,
    cipher_file: Path | None = None,
) -> RestoreReport:
    """Put a backup in the place of the store, after a copy of what is there; the restored trail names it.

    Files of documents that are missing or damaged are put back from the folder `documents` beside the backup. `key_file` holds the
    secret half of the backup key that opens it, `cipher_file` the key of `store: cipher_key:` of whoever made it, where they are not the
    configured ones. The store is encrypted as it is configured, whatever the backup is.

    This process must not have the store open. Raises NotAllowed, StoreMissing, StoreDamaged, StoreTooNew, StoreBusy,
    StoreFull and StoreError; nothing was changed then.
    """
    from data import restore as restores

    require(ctx.actor, "store.restore")
    config, now = ctx.config, ctx.clock.now()
    keys, folder = _keys(ctx, key_file, cipher_file), config.path(config.store.backups)
    report = restores.restore(
        config.store_path, source, folder, now, ctx.actor.login, anyway=anyway, keys=keys
    )  # fmt: skip
    return replace(report, documents=restores.restore_documents(config.store_path, source, _documents(ctx), keys.opens))


def migrate(ctx: Context, *, dry_run: bool = False) -> MigrationReport:
    """Bring the store to this hrtui's schema, after a backup; with `dry_run` only tell the steps.

    Raises NotAllowed, StoreTooNew, StoreBusy, StoreFull and StoreDamaged; the schema is as it was then.
    """
    from data import migrate as migrations

    require(ctx.actor, "store.migrate")
    folder = ctx.config.path(ctx.config.store.backups)
    path, now = ctx.config.store_path, ctx.clock.now()
    return migrations.migrate(path, folder, now, ctx.actor.login, dry_run=dry_run, key=_backup_key(ctx))


def _documents(ctx: Context) -> Path:
    return ctx.config.path(ctx.config.store.documents)


def _backup_key(ctx: Context) -> BackupKey | None:
    """The key that backups are sealed for; None where the configuration names none."""
    from data import strongbox

    file = ctx.config.store.backup_key
    return None if file is None else strongbox.load(ctx.config.path(file))


def _keys(ctx: Context, key_file: Path | None, cipher_file: Path | None) -> Keys:
    """The keys of a backup: those named, else the configured ones; a backup key opens where its secret half is at hand."""
    from data import keyfile, strongbox
    from data.restore import Keys

    seals = _backup_key(ctx)
    held = seals if seals is not None and seals.secret else None
    opens = held if key_file is None else strongbox.load(key_file)
    return Keys(opens, seals, None if cipher_file is None else keyfile.load_keys(cipher_file)[0])


def make_backup_key(ctx: Context, file: Path) -> tuple[Path, Path]:
    """Make a backup key: the files of its secret half and of its public one. Raises NotAllowed, and StoreError where one exists."""
    from data import strongbox

    require(ctx.actor, "store.secrets")
    return strongbox.create_pair(file)


def make_cipher_key(ctx: Context, file: Path) -> None:
    """Make a key file that the whole file of a store can be encrypted with. Raises NotAllowed, and StoreError where it exists."""
    from data import keyfile

    require(ctx.actor, "store.secrets")
    keyfile.create_key(file)
