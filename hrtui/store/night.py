"""The use case of a night: what a kill left is cleared, a backup is made and proven, those whose time is over go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from data import aging, audit
from data.check import CHAIN
from data.nights import NIGHT
from hrtui.access.model import Scope
from hrtui.access.rules import require
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.errors import HrError, StoreDamaged
from hrtui.retention.service import listed_past
from hrtui.store import leftovers, service
from hrtui.store.model import Finding, Grade

MOST = 500
"""The records past their time that are counted; home counts as many."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a night's backup: the file, whether it was opened here (else only compared, byte for byte), the backups that were
    removed because their time was over, and the unfinished files a kill had left."""

    file: Path
    opened: bool
    removed: tuple[str, ...]
    cleared: tuple[str, ...]


def keep(ctx: Context) -> Kept:
    """Clear what a kill left, back the store up, prove the backup, and remove backups that are older than the configuration keeps.

    A backup that is sealed for a key whose secret half is elsewhere is compared with its manifest. Where a backup is not proven, no
    earlier one is removed. Raises NotAllowed, StoreBusy where another is at it, StoreFull where there is no room, what
    `service.backup` raises, and StoreDamaged where the backup is not proven.
    """
    require(ctx.actor, "store.backup")
    config, now = ctx.config, ctx.clock.now()
    path, backups = config.store_path, config.path(config.store.backups)
    with aging.alone(path):
        cleared = leftovers.clear(ctx)
        aging.room_for(path, backups)
        file = service.backup(ctx).file
        opened = service.opens_backups(ctx)
        _prove(ctx, file, opened)
        days = config.store.keep_backups_days
        removed = aging.expire(backups, now - timedelta(days=days), file) if days else []
    if removed:
        detail = {"files": " ".join(removed), "days": str(days)}
        with ctx.store.write():
            audit.append(Entry(now, ctx.actor.login, "store.expire", service.SUBJECT, detail=detail))
    return Kept(file, opened, tuple(removed), tuple(map(str, cleared)))


def note(ctx: Context, findings: Sequence[Finding]) -> None:
    """Note that a night ended: how many faults its check found, whether the audit chain is whole, and how many records are past the time
    they are kept, as numbers alone. Raises NotAllowed."""
    require(ctx.actor, "store.check")
    faults = [each.check for each in findings if each.grade is Grade.FAULT]
    whole = any(each.check == CHAIN and each.grade is Grade.GOOD for each in findings)
    found = listed_past(ctx, (Scope(everyone=True),), MOST)
    detail = {"faults": str(len(faults)), "chain": "whole" if whole else "broken"}
    detail |= {"past": str(len(found.past)), "held": str(len(found.held)), "more": "yes" if found.more else ""}
    with ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, NIGHT, service.SUBJECT, detail=detail))


def _prove(ctx: Context, file: Path, opened: bool) -> None:
    try:
        if not opened:
            service.compare(ctx, file)
            return
        missing = service.verify(ctx, file).documents.missing
    except HrError as error:
        raise StoreDamaged(f"The backup of this night is not proven, and earlier ones are kept: {error}") from error
    if missing:
        raise StoreDamaged(
            f"The backup of this night is not proven, and earlier ones are kept: {len(missing)} documents are missing or damaged"
            f" beside {file}; see `hrtui check`."
        )
