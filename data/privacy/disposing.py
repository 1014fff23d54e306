"""Disposal of what is past its time and of nobody alone: documents of a kind, faults of imports, details of reads."""

from __future__ import annotations

from datetime import datetime

from data.base import database
from data.dated import CommandRow
from data.privacy import entries
from data.retention import READS
from data.schema import DocumentRow, ImportBatchRow
from hrtui.audit.model import Entered


def documents(person: int, kind: str, entered: Entered) -> tuple[int, set[str]]:
    """Empty a person's documents of a kind, in every version; inside `write()`, before the command's entry. Returns how many rows, and
    the hashes of their files."""
    row = DocumentRow
    mine = (row.person == person) & (row.kind == kind) & (row.sha256 != "")
    hashes = {sha256 for (sha256,) in database.execute(row.select(row.sha256).distinct().where(mine)).fetchall()}
    row.update(superseded_at=entered.at, superseded_by=entered.command).where(
        mine & row.superseded_at.is_null()
    ).execute()
    return int(row.update(title="", file_name="", sha256="", size=0).where(mine).execute()), hashes


def imports(before: datetime) -> int:
    """Empty the names of files and the faults of imports before an instant; inside `write()`, before the command's entry."""
    row, by = ImportBatchRow, CommandRow
    old = by.select(by.id).where(by.at < before)
    return int(row.update(file="", faults="[]").where(row.command.in_(old) & (row.file != "")).execute())


def reads(before: datetime, command: int) -> tuple[int, str]:
    """Empty what entries of reads before an instant say beyond who read of whom; inside `write()`, before the command's entry. Returns
    how many, and their seal."""
    touched = entries.empty_reads(READS, before)
    return len(touched), entries.seal_all(touched, command)
