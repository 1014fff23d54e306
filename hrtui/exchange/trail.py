"""The audit trail out to a file: the entries a filter finds, as masked as the actor reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hrtui.access.rules import require
from hrtui.audit import service
from hrtui.audit.asked import EVERYTHING, Wanted
from hrtui.audit.model import StoredEntry
from hrtui.context import Context
from hrtui.dates import utc_text
from hrtui.errors import RuleBroken
from hrtui.exchange.export import export_rows
from hrtui.exchange.files import Progress
from hrtui.text import clean, listed

TRAIL = ("entry", "when", "who", "action", "about", "command", "changes", "detail", "digest")
PAGE = 1_000


def export_trail(
    ctx: Context,
    path: Path,
    subject: str = "",
    wanted: Wanted = EVERYTHING,
    *,
    columns: Sequence[str] = (),
    form: str = "",
    progress: Progress | None = None,
) -> int:
    """Write the entries found, the newest first, to a new file and return how many; the export leaves an entry itself.

    Raises NotAllowed, and RuleBroken for columns, format and file.
    """
    require(ctx.actor, "audit.read")
    picked = _picked(columns)
    asked = {
        "subject": clean(subject),
        "actor": wanted.actor,
        "action": wanted.action,
        "since": str(wanted.since or ""),
        "until": str(wanted.until or ""),
    }
    detail = {name: value for name, value in asked.items() if value}
    rows = ([_cells(stored)[name] for name in picked] for stored in _entries(ctx, subject, wanted))
    return export_rows(
        ctx, path, picked, rows, action="audit.export", counted="entries", form=form, detail=detail, progress=progress
    )


def _picked(columns: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip().lower() for name in columns if name.strip())) or TRAIL
    wrong = [name for name in names if name not in TRAIL]
    if wrong:
        raise RuleBroken(f"“{clean(wrong[0], limit=40)}” is no column. There are {listed(TRAIL, 'and')}.", "columns")
    return names


def _entries(ctx: Context, subject: str, wanted: Wanted) -> Iterator[StoredEntry]:
    before: int | None = None
    while True:
        page = service.log(ctx, PAGE, before, subject, wanted)
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1].id


def _cells(stored: StoredEntry) -> dict[str, object]:
    entry = stored.entry
    return {
        "entry": stored.id,
        "when": utc_text(entry.at),
        "who": entry.actor,
        "action": entry.action,
        "about": entry.subject,
        "command": entry.command,
        "changes": "; ".join(f"{change.field}: {change.before} -> {change.after}" for change in entry.changes),
        "detail": "; ".join(f"{name}: {value}" for name, value in (entry.detail or {}).items()),
        "digest": stored.digest,
    }
