"""Audit entries whose values are emptied: the chain stays provable, since what stands there now is sealed by an entry of its own.

An entry keeps its digest, which the next one covers; `audit_erased` holds the digest of the entry as it stands since (its seal),
and the entry of the command that erased covers all seals of it. So entries are emptied by nothing that the trail does not tell.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, fn

from data import dialect
from data.base import database
from data.bulk import bulk_insert
from data.privacyrows import AuditErasedRow
from data.schema import AuditRow
from hrtui.audit.rules import canonical

ERASED = "(erased)"
SEAL = "entries_seal"
"""In the detail of an erasure's entry: the digest over the seals of all entries that its command emptied."""
ERASE = "privacy.erase"
PLAIN = ("from", "to", "until", "rows", "jobs", "run", "number", "document")
"""What an entry's detail may keep: days, counts and numbers."""
CHUNK = 2_000
COLUMNS = (
    AuditRow.id, AuditRow.at.cast("TEXT"), AuditRow.actor, AuditRow.action, AuditRow.subject, AuditRow.command, AuditRow.changes,
    AuditRow.detail, AuditRow.digest,
)  # fmt: skip


def seal(row: Sequence[Any]) -> str:
    """The digest (hex) of an entry as it stands: `row` is its columns in the order of `COLUMNS`."""
    return hashlib.sha256(canonical([str(cell) for cell in row]).encode()).hexdigest()


def empty_about(subjects: Iterable[str]) -> set[int]:
    """Empty the values of every entry about some subjects; inside `write()`, before the command's own entry. Returns their ids."""
    return _emptied(AuditRow.subject.in_(dialect.one_of(sorted(set(subjects)))), _emptied_parts)


def empty_reads(action: str, before: datetime) -> set[int]:
    """Empty the values of entries whose action is LIKE one, before an instant; inside `write()`. Returns their ids, those too that had
    no values: what is sealed is done with."""
    done = AuditErasedRow.select(AuditErasedRow.entry)
    wanted = SQL("action LIKE ? ESCAPE '\\'", [action]) & (AuditRow.at < before) & AuditRow.id.not_in(done)
    found = {id_ for (id_,) in database.execute(AuditRow.select(AuditRow.id).where(wanted)).fetchall()}
    _emptied(wanted, _emptied_parts)
    return found


def empty_words(words: Mapping[str, str]) -> set[int]:
    """Replace words, such as a name, in entries about anyone; inside `write()`. Returns the ids of those that held one."""
    if not words:
        return set()
    told = {canonical(word)[1:-1]: new for word, new in words.items()}
    holds = reduce(or_, [fn.INSTR(column, word) > 0 for word in told for column in (AuditRow.changes, AuditRow.detail)])

    def replaced(changes: str, detail: str) -> tuple[str, str]:
        for word, new in told.items():
            changes, detail = changes.replace(word, new), detail.replace(word, new)
        return changes, detail

    return _emptied(holds, replaced)


def seal_all(ids: Iterable[int], command: int) -> str:
    """Seal entries as they stand, after the last of them was emptied by a command; inside `write()`. Returns the digest over the
    seals, which the command's own entry holds as `SEAL`; empty where there are none."""
    over_all, found = hashlib.sha256(), sorted(ids)
    for at in range(0, len(found), CHUNK):
        query = AuditRow.select(*COLUMNS).where(AuditRow.id.in_(dialect.one_of(found[at : at + CHUNK])))
        sealed = [(row[0], seal(row)) for row in database.execute(query.order_by(AuditRow.id)).fetchall()]
        for _, made in sealed:
            over_all.update(made.encode())
        bulk_insert(AuditErasedRow, ("entry", "command", "seal"), ((id_, command, made) for id_, made in sealed))
    return over_all.hexdigest() if found else ""


class Seals:
    """The seals of a store, for walking its chain: the last seal of each emptied entry, and the digest over those of a command."""

    def __init__(self, db: Any) -> None:
        self.last: dict[int, str] = {}
        self.owed: dict[int, str] = {}
        if "audit_erased" not in dialect.content_tables(db):
            return
        row, over_all = AuditErasedRow, dict[int, Any]()
        query = row.select(row.entry, row.command, row.seal).order_by(row.command, row.entry)
        for entry, command, made in db.execute(query).fetchall():
            self.last[entry] = made
            over_all.setdefault(command, hashlib.sha256()).update(made.encode())
        self.owed = {command: made.hexdigest() for command, made in over_all.items()}

    def fits(self, row: Sequence[Any]) -> bool | None:
        """Whether an emptied entry stands as it was sealed; None for an entry that none emptied."""
        made = self.last.get(row[0])
        return None if made is None else seal(row) == made

    def tells(self, command: int | None, detail: Mapping[str, str]) -> bool:
        """Whether an entry tells rightly of what its command emptied; each command is told once."""
        told = detail.get(SEAL)
        if told is None or command is None:
            return True
        return self.owed.pop(command, "") == told

    def untold(self) -> int | None:
        """An entry that a command emptied of which the trail does not tell; None where there is none."""
        return min((entry for entry in self.last), default=None) if self.owed else None


def _emptied_parts(changes: str, detail: str) -> tuple[str, str]:
    made = [[field, before and ERASED, after and ERASED] for field, before, after in json.loads(changes)]
    kept = {name: value if name in PLAIN else ERASED for name, value in json.loads(detail).items()}
    return canonical(made), canonical(kept)


def _emptied(wanted: Any, make: Callable[[str, str], tuple[str, str]]) -> set[int]:
    """Empty entries by what makes their parts, page by page; those that erased something stay as they are."""
    done, after = set[int](), 0
    mine = AuditRow.action != ERASE
    while True:
        query = AuditRow.select(AuditRow.id, AuditRow.changes, AuditRow.detail).where(
            wanted & mine & (AuditRow.id > after)
        )
        rows = database.execute(query.order_by(AuditRow.id).limit(CHUNK)).fetchall()
        for id_, changes, detail in rows:
            after = id_
            parts = make(changes, detail)
            if parts != (changes, detail):
                AuditRow.update(changes=parts[0], detail=parts[1]).where(AuditRow.id == id_).execute()
                done.add(id_)
        if len(rows) < CHUNK:
            return done
