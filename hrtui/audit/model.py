"""An audit entry: who did what to whom, when, with the values before and after; and its place in the hash chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as text; sealed values appear as `(sealed)`, never as themselves."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written to the trail. `command` is the command's id for writes, None for reads of sensitive fields."""

    at: datetime
    actor: str
    action: str
    subject: str
    command: int | None = None
    changes: tuple[Change, ...] = ()
    detail: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as stored, with its number and the hash (hex) that covers it and every entry before."""

    id: int
    entry: Entry
    digest: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The result of walking the chain: entries checked, the last hash, the first broken entry if any."""

    entries: int
    head: str
    broken_at: int | None = None


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A use case that wrote: what undo looks at. `undoes` is the command it reversed; `undone_by` the one that reversed it."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    undoes: int | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """Under what rows are written: the command's id, its instant and who gave it."""

    command: int
    at: datetime
    by: str
