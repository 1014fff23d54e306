"""What a kill leaves of files that were being written: found by name and age, told by the doctor, cleared by it and by night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.served.places import Places

LEFT = timedelta(hours=6)
"""What nobody wrote to for so long is not being written: proving the largest backup takes minutes."""
PASSING = ("tmp", "hrtui-", "etilqs_", "openpyxl.")
"""How the names begin that Python, hrtui, SQLite and openpyxl give to what they need for a moment."""


def found(ctx: Context) -> list[Path]:
    """The unfinished files that nobody has written to for six hours: copies of the store and of documents, files that were brought
    or exported, drafts, places of sessions, and what was needed for a moment."""
    before = (ctx.clock.now() - LEFT).timestamp()
    old = []
    for path in _unfinished(ctx):
        with suppress(OSError):
            if not path.is_dir() and path.lstat().st_mtime < before:
                old.append(path)
    return sorted(set(old))


def clear(ctx: Context) -> tuple[Path, ...]:
    """Remove what `found` tells; returns what is gone. One that this process may not remove stays, and is told on. Raises NotAllowed."""
    require(ctx.actor, "store.check")
    gone = []
    for path in found(ctx):
        with suppress(OSError):
            path.unlink()
            gone.append(path)
    return tuple(gone)


def _unfinished(ctx: Context) -> Iterator[Path]:
    config, places = ctx.config, Places.of(ctx.config)
    backups = config.path(config.store.backups)
    for folder in (config.store_path.parent, backups, backups / "documents", config.path(config.store.documents)):
        yield from folder.glob(".*.part*")
    if places.sessions.is_dir():
        yield from places.sessions.glob(".*.part")
        yield from (places.data / "files").rglob(".*.part*")
        yield from (places.data / "state").glob("*/hrtui/drafts/*.part")
        yield from (path for each in PASSING for path in places.temporary.glob(f"{each}*"))
