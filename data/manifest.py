"""What lies beside a backup as FILE.json: the file's SHA-256, its schema, what it holds and the audit trail's anchor."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data import dialect
from data.fields import instant
from hrtui.audit.rules import GENESIS
from hrtui.dates import utc_text
from hrtui.errors import StoreDamaged
from hrtui.store.model import Manifest, Picture

FORMAT = 1
UNPROVEN = ".unproven"
"""How the name of a backup ends that did not pass its proof, and that of its manifest: nothing takes them for a backup."""


def manifest_path(backup: Path) -> Path:
    """Where the manifest of a backup lies."""
    return backup.with_name(backup.name + ".json")


def picture(db: Any) -> Picture:
    """What a store holds, read in one moment whatever its schema: counts, a digest over every row, the chain's ends."""
    counts, over_all = {}, hashlib.sha256()
    ends = [""] * 2
    for table in dialect.content_tables(db):
        count = 0
        over_all.update(f"{table}\n".encode())
        for rows in dialect.raw_rows(db, table):
            over_all.update(repr([tuple(row) for row in rows]).encode())
            if table == "audit":
                ends = [ends[0] or rows[0][-1], rows[-1][-1]]
            count += len(rows)
        counts[table] = count
    return Picture(counts, over_all.hexdigest(), counts.get("audit", 0), ends[0], ends[1] or GENESIS)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file that no connection of this process is open on."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def to_json(manifest: Manifest, documents: Collection[str] | None = None) -> str:
    """The text of a manifest, with the hashes of the documents the backup refers to, where they are known."""
    held = manifest.picture
    return json.dumps(
        {
            "format": FORMAT,
            "file": manifest.file,
            "made_at": utc_text(manifest.made_at),
            "bytes": manifest.bytes,
            "sha256": manifest.sha256,
            "schema": manifest.schema,
            "counts": dict(held.counts),
            "rows_sha256": held.rows,
            "audit": {"entries": held.entries, "first": held.origin, "head": held.head},
            "faults": list(manifest.faults),
            **({"sealed_for": manifest.sealed_for} if manifest.sealed_for else {}),
            **({} if documents is None else {"documents": sorted(documents)}),
        },
        indent=2,
    )


def read(backup: Path) -> Manifest | None:
    """The manifest beside a backup, None where there is none; raise StoreDamaged where it cannot be understood."""
    return _read(manifest_path(backup))


def _read(file: Path) -> Manifest | None:
    if not file.exists():
        return None
    try:
        return _manifest(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreDamaged(f"{file} is not a manifest of hrtui; without it the backup cannot be proven.") from error


def _readable(file: Path) -> Manifest | None:
    try:
        return _read(file)
    except StoreDamaged:
        return None


def documents(backup: Path) -> Collection[str] | None:
    """The hashes of the documents a backup refers to, as its manifest says; None where none says so of a file of that size."""
    try:
        told = json.loads(manifest_path(backup).read_text(encoding="utf-8"))
        found = told["documents"]
        return (
            frozenset(map(str, found)) if told["bytes"] == backup.stat().st_size and isinstance(found, list) else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _manifest(told: Mapping[str, Any]) -> Manifest:
    chain = told["audit"]
    held = Picture(dict(told["counts"]), str(told["rows_sha256"]), int(chain["entries"]), chain["first"], chain["head"])
    made: datetime = instant(told["made_at"])
    faults = tuple(map(str, told["faults"]))
    sealed_for = str(told.get("sealed_for", ""))
    return Manifest(
        told["file"], made, int(told["bytes"]), told["sha256"], int(told["schema"]), held, faults, sealed_for
    )


def newest(folder: Path) -> Manifest | None:
    """The manifest of the youngest backup in a folder; unreadable ones are passed over."""
    return max(_all(folder), key=lambda told: (told.made_at, told.picture.entries), default=None)


def days(folder: Path) -> tuple[tuple[str, date], ...]:
    """The backups in a folder by file name and the day (UTC) they were made on, oldest first, and those that were set aside: they hold
    people too. Unreadable ones are passed over."""
    aside = [(f"{told.file}{UNPROVEN}", told.made_at.date()) for told in _all(folder, UNPROVEN)]
    found = [*aside, *((told.file, told.made_at.date()) for told in _all(folder))]
    return tuple(sorted(found, key=lambda each: (each[1], each[0])))


def readable(backup: Path) -> Manifest | None:
    """The manifest of one backup; None where there is none, or it cannot be understood."""
    return _readable(manifest_path(backup))


def _all(folder: Path, end: str = "") -> list[Manifest]:
    found = (_readable(file) for file in folder.glob(f"*.json{end}")) if folder.is_dir() else ()
    return [told for told in found if told is not None]
