"""Commands and the audit trail: written in the transaction they describe, each entry's digest covering the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from data.base import database
from data.bulk import bulk_insert
from data.fields import instant
from data.prepared import prepared
from data.schema import AuditRow, CommandRow
from hrtui.audit.model import ChainReport, Change, CommandEntry, Entry, StoredEntry
from hrtui.audit.rules import GENESIS, digest, written
from hrtui.dates import utc_text

CHUNK = 2_000
Undo = CommandRow.alias("undo")
COLUMNS = (
    AuditRow.id,
    AuditRow.at.cast("TEXT").alias("at_text"),  # a tampered instant is for `verify` to find, not for the reader
    AuditRow.actor,
    AuditRow.action,
    AuditRow.subject,
    AuditRow.command,
    AuditRow.changes,
    AuditRow.detail,
    AuditRow.digest,
)

WRITTEN = ("at", "actor", "action", "subject", "command", "changes", "detail", "digest")


def begin(at: datetime, actor: str, action: str, subject: str, undoes: int | None = None) -> int:
    """Record that a use case writes, and return the command's id; inside `write()`."""
    made: int = _enter_command(utc_text(at), actor, action, subject, undoes).lastrowid
    return made


def newest() -> datetime | None:
    """The instant of the newest command; None where there is none. One query."""
    row = _newest().fetchone()
    return None if row is None else instant(row[0])


@prepared
def _newest() -> Any:
    return CommandRow.select(CommandRow.at.cast("TEXT")).order_by(CommandRow.id.desc()).limit(1)


@prepared
def _enter_command(at: Any, actor: Any, action: Any, subject: Any, undoes: Any) -> Any:
    return CommandRow.insert(at=at, actor=actor, action=action, subject=subject, undoes=undoes)


def append(entry: Entry, db: Any = database) -> str:
    """Add an entry to the trail, extending the chain, and return its digest; inside `write()`."""
    if not db.transaction_depth():
        raise RuntimeError("an audit entry belongs into the transaction it describes")
    parts = written(entry)
    made, (_, changes, detail) = digest(head(db), entry, parts), parts
    _enter(
        utc_text(entry.at), entry.actor, entry.action, entry.subject, entry.command, changes, detail, made, on=db
    )  # fmt: skip
    return made


@prepared
def _enter(at: Any, actor: Any, action: Any, subject: Any, command: Any, changes: Any, detail: Any, digest: Any) -> Any:
    return AuditRow.insert(
        at=at, actor=actor, action=action, subject=subject, command=command, changes=changes, detail=detail, digest=digest
    )  # fmt: skip


def append_many(entries: Iterable[Entry]) -> int:
    """Add entries to the trail in their order, extending the chain, and return how many; inside `write()`.

    Takes some twenty microseconds an entry, where `append` takes a statement of its own.
    """
    if not database.transaction_depth():
        raise RuntimeError("audit entries belong into the transaction they describe")
    return bulk_insert(AuditRow, WRITTEN, _chained(entries, head()))


def _chained(entries: Iterable[Entry], last: str) -> Iterator[tuple[Any, ...]]:
    for entry in entries:
        parts = written(entry)
        last, (_, changes, detail) = digest(last, entry, parts), parts
        yield entry.at, entry.actor, entry.action, entry.subject, entry.command, changes, detail, last


def head(db: Any = database) -> str:
    """The digest of the last entry, which covers the whole trail: the anchor to keep elsewhere."""
    last = _last_digest(on=db).fetchone()
    return last[0] if last else GENESIS


@prepared
def _last_digest() -> Any:
    return AuditRow.select(AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)


def origin(db: Any = database) -> str:
    """The digest of the first entry, by which two stores are known to be the same company's; empty where there is none."""
    first = AuditRow.select(AuditRow.digest).order_by(AuditRow.id).limit(1).bind(db).tuples().first()
    return first[0] if first else ""


def holds(digest_: str, db: Any = database) -> bool:
    """Whether the trail contains an entry with this digest."""
    return digest_ == GENESIS or AuditRow.select().where(AuditRow.digest == digest_).bind(db).exists()


def entries(
    limit: int,
    before: int | None = None,
    subject: str = "",
    actor: str = "",
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[StoredEntry]:
    """The newest entries first: those before an id, of a subject or an actor, whose action holds a text, from an instant
    on and before another, where given."""
    query = AuditRow.select(*COLUMNS).order_by(AuditRow.id.desc()).limit(limit)
    wanted: list[Any] = []
    if before is not None:
        wanted.append(AuditRow.id < before)
    if subject:
        wanted.append(AuditRow.subject == subject)
    if actor:
        wanted.append(AuditRow.actor == actor)
    if action:
        wanted.append(AuditRow.action.contains(action))
    if since is not None:
        wanted.append(AuditRow.at >= since)
    if until is not None:
        wanted.append(AuditRow.at < until)
    return [_stored(row) for row in (query.where(*wanted) if wanted else query).tuples()]


def since(subject: str, command: int, limit: int) -> list[Entry]:
    """The entries of later commands about a subject, oldest first."""
    wanted = (AuditRow.subject == subject) & (AuditRow.command > command)
    query = AuditRow.select(*COLUMNS).where(wanted).order_by(AuditRow.id).limit(limit)
    return [_stored(row).entry for row in query.tuples()]


def verify(db: Any = database) -> ChainReport:
    """Walk the whole trail and recompute every digest; the report names the first entry that does not fit.

    Of an entry that an erasure emptied the seal is recomputed instead, which the entry of that erasure covers.
    """
    from data.privacy.entries import Seals

    count, last, seals = 0, GENESIS, Seals(db)
    for row in _walk(db):
        try:
            entry = _stored(row).entry
            fits = seals.fits(row)
            if fits is None:
                fits = digest(last, entry) == row[8] and written(entry) == (row[1], row[6], row[7])
            fits = fits and seals.tells(entry.command, entry.detail or {})
        except (ValueError, TypeError):
            fits = False
        if not fits:
            return ChainReport(count, last, broken_at=row[0])
        count, last = count + 1, row[8]
    return ChainReport(count, last, broken_at=seals.untold())


def _walk(db: Any) -> Iterator[Any]:
    after = None
    while True:
        query = AuditRow.select(*COLUMNS).order_by(AuditRow.id).limit(CHUNK)
        if after is not None:
            query = query.where(AuditRow.id > after)
        rows: list[Any] = list(query.bind(db).tuples())
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1][0]


def last_command(actor: str) -> CommandEntry | None:
    """The actor's last command that is neither undone nor itself an undo."""
    query = _commands().where(CommandRow.actor == actor, CommandRow.undoes.is_null(), Undo.id.is_null())
    return _command(query.order_by(CommandRow.id.desc()).limit(1))


def command(id_: int) -> CommandEntry | None:
    """A command by its id."""
    return _command(_commands().where(CommandRow.id == id_))


def _commands() -> Any:
    columns = (CommandRow.id, CommandRow.at, CommandRow.actor, CommandRow.action, CommandRow.subject, CommandRow.undoes)
    return CommandRow.select(*columns, Undo.id).left_outer_join(Undo, on=(Undo.undoes == CommandRow.id))


def _command(query: Any) -> CommandEntry | None:
    row = query.tuples().first()
    return CommandEntry(*row) if row else None


def _stored(row: Any) -> StoredEntry:
    id_, at, actor, action, subject, command_id, changes, detail, made = row
    noted = tuple(Change(*change) for change in json.loads(changes))
    entry = Entry(instant(at), actor, action, subject, command_id, noted, json.loads(detail) or None)
    return StoredEntry(id_, entry, made)


def actions(ids: Iterable[int]) -> dict[int, str]:
    """What each of these commands was, by its id."""
    query = CommandRow.select(CommandRow.id, CommandRow.action).where(CommandRow.id.in_(sorted(set(ids))))
    return {int(id_): str(action) for id_, action in database.execute(query).fetchall()}
