"""The use case of a night: what a kill left is cleared, a backup is made and proven, those whose time is over go."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from data import aging, alongside, audit, documents
from data.check import CHAIN
from data.nights import FAILED, NIGHT
from hrtui.access.model import Scope
from hrtui.access.rules import may, require
from hrtui.audit.model import Entry
from hrtui.context import Context
from hrtui.errors import HrError, StoreBusy, StoreDamaged, StoreFull
from hrtui.retention.service import listed_past
from hrtui.store import leftovers, service
from hrtui.store.model import Finding, Grade

MOST = 500
"""The records past their time that are counted; home counts as many."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a night's backup: the file, whether it was opened here (else only compared, byte for byte), the backups that were
    removed because their time was over, those that were dropped because they had been set aside, the unfinished files a kill had left,
    and what came of the documents that no backup refers to."""

    file: Path
    opened: bool
    removed: tuple[str, ...]
    dropped: tuple[str, ...]
    cleared: tuple[str, ...]
    documents: alongside.Pruned = alongside.Pruned()


def keep(ctx: Context) -> Kept:
    """Clear what a kill left, back the store up, prove the backup, remove backups that are older than the configuration keeps, and then
    the files of documents that no backup is left to refer to.

    A backup that is sealed for a key whose secret half is elsewhere is compared with its manifest. Where a backup is not proven, no
    earlier one is removed; one that was opened or read and is not what it should be is set aside. Raises NotAllowed, StoreBusy where
    another is at it, StoreFull where there is no room, what `service.backup` raises, and StoreDamaged where the backup is not proven.
    """
    require(ctx.actor, "store.backup")
    config, now = ctx.config, ctx.clock.now()
    path, backups = config.store_path, config.path(config.store.backups)
    with aging.alone(path):
        cleared = leftovers.clear(ctx)
        aging.room_for(path, backups)
        report = service.backup(ctx)
        opened = service.opens_backups(ctx)
        missing = _prove(ctx, report.file, opened) or (report.documents.missing if report.documents else ())
        if missing:
            raise StoreDamaged(
                f"Earlier backups are kept: the one of this night, {report.file}, holds the store, but {len(missing)} documents are missing or"
                " damaged beside it; see `hrtui check`."
            )
        days = config.store.keep_backups_days
        removed = aging.expire(backups, now - timedelta(days=days), report.file) if days else []
        dropped = aging.drop_set_aside(backups)
        pruned = alongside.prune(backups, _named(ctx), config.path(config.store.documents))
    if removed or dropped or pruned.gone:
        detail = {"files": " ".join([*removed, *dropped]), "days": str(days)}
        detail |= {"documents": str(pruned.gone)} if pruned.gone else {}
        with ctx.store.write():
            audit.append(Entry(now, ctx.actor.login, "store.expire", service.SUBJECT, detail=detail))
    return Kept(report.file, opened, tuple(removed), tuple(dropped), tuple(map(str, cleared)), pruned)


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


def note_failure(ctx: Context, error: Exception) -> None:
    """Note that a night failed, and of what: the sentence of an error in words, the kind alone of any other. Where the store cannot be
    written, or who asked may not back it up, nothing is noted; nothing is raised."""
    if not may(ctx.actor, "store.backup"):
        return
    told = str(error) if isinstance(error, HrError) else f"An error of hrtui's own: {type(error).__name__}."
    detail = {"failed": told, "code": str(error.exit_code if isinstance(error, HrError) else "")}
    with suppress(HrError), ctx.store.write():
        audit.append(Entry(ctx.clock.now(), ctx.actor.login, FAILED, service.SUBJECT, detail=detail))


def _named(ctx: Context) -> list[str]:
    """The hashes of all documents that the store names."""
    with ctx.store.snapshot():
        return documents.named()


def _prove(ctx: Context, file: Path, opened: bool) -> Sequence[str]:
    """Prove a backup, and set it aside where it is not what it should be; the documents that are missing beside it."""
    try:
        if opened:
            return service.verify(ctx, file).documents.missing
        service.compare(ctx, file)
    except (StoreBusy, StoreFull) as error:
        raise type(error)(f"The backup of this night was not proven, and earlier ones are kept: {error}") from error
    except HrError as error:
        aside = aging.set_aside(file)
        said = f"It was set aside as {aside.name}." if aside else f"It could not be set aside: take {file.name} away."
        raise StoreDamaged(
            f"The backup of this night is not proven, and earlier ones are kept: {error} {said}"
        ) from error
    return ()
