"""What is known of a store as such: findings of a check, backups and what was done with them, steps of a migration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Grade(StrEnum):
    """How a check came out."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: its name, how it came out, and a sentence that says what was seen; where it is well, the same in a few
    words, for a line that tells of several."""

    check: str
    grade: Grade
    sentence: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a store holds at one moment: rows by table, a digest (SHA-256) over all of them, and the audit chain's
    length, first and last digest."""

    counts: Mapping[str, int]
    rows: str
    entries: int = 0
    origin: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies beside a backup: when it was made, the file's size and SHA-256, its schema and what it holds.

    `faults` names what did not hold in the store itself when it was copied; the copy is exact all the same. `sealed_for` is the id
    of the backup key that opens it; empty for a plain one.
    """

    file: str
    made_at: datetime
    bytes: int
    sha256: str
    schema: int
    picture: Picture
    faults: tuple[str, ...] = ()
    sealed_for: str = ""


@dataclass(frozen=True, slots=True)
class DocumentsCopied:
    """The files of documents that were copied along: into which folder, how many there are, how many of them are new
    there, how many bytes that took, and the hashes of those that are missing or damaged."""

    folder: Path
    files: int
    new: int
    bytes: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made and verified, with the files of documents beside it."""

    file: Path
    manifest: Manifest
    documents: DocumentsCopied | None = None


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A backup put in the place of the store: the copy of what was there before, and both ends of the audit chain.

    `from_schema` differs from `schema` where the backup was brought up to date on the way.
    """

    store: Path
    backup: Path
    safety: Path | None
    manifest: Manifest | None
    replaced_head: str
    head: str
    from_schema: int
    schema: int
    accepted: tuple[str, ...] = ()
    documents: DocumentsCopied | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """A backup that was opened and proven as a restore would, and put nowhere; with its files of documents."""

    backup: Path
    manifest: Manifest | None
    picture: Picture
    schema: int
    documents: DocumentsCopied


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schema: its number, and what it brings."""

    number: int
    summary: str


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """The way from one schema to this hrtui's, in bytes and steps; `backup` is set once it was gone."""

    store: Path
    have: int
    need: int
    bytes: int
    free: int
    steps: tuple[Step, ...] = field(default=())
    backup: Path | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Rotation:
    """Every value sealed anew: the ids of the key that seals and of the one before, which is kept in `apart`, and how many values."""

    key: str
    before: str
    values: int
    apart: Path


@dataclass(frozen=True, slots=True)
class KeyUse:
    """A key that seals or has sealed: its id, since when and by whom (where the store names it), how many values are under it,
    and the file that holds it; None where none at hand does."""

    key: str
    since: datetime | None
    by: str
    values: int
    file: Path | None


@dataclass(frozen=True, slots=True)
class SecretsStatus:
    """How a store's values are sealed: the keys, the one that seals last; what is ready of a rotation that was cut short; and what
    is to be said of where the key file lies."""

    key_file: Path
    mode: str
    keys: tuple[KeyUse, ...]
    ready: int
    doubts: tuple[str, ...] = ()
