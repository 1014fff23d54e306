"""What may be past the time it is kept: those who left, their documents, entries of reads, and imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from peewee import SQL, fn

from data.base import database
from data.fields import day, instant
from data.finder import reached
from data.schema import AuditRow, CommandRow, DirectoryRow, DocumentRow, ImportBatchRow
from hrtui.access.model import Scope
from hrtui.config import Records
from hrtui.people.summary import Status
from hrtui.retention.model import Kept

READS = "%.see\\_%"


def left(scopes: Sequence[Scope], actor: str, until: date, limit: int) -> list[Kept]:
    """Those who left by a day, the first who did first; their time is counted to the day after for a leap day's sake."""
    query = DirectoryRow.select(
        DirectoryRow.number, DirectoryRow.name, DirectoryRow.terminated, DirectoryRow.hired
    ).where((DirectoryRow.status == Status.TERMINATED) & (DirectoryRow.terminated <= until + timedelta(days=1)))
    ordered = _reached(query, scopes, actor).order_by(DirectoryRow.terminated, DirectoryRow.number).limit(limit)
    rows = database.execute(ordered).fetchall()
    return [Kept(Records.PEOPLE, number, name, "", day(end), day(hired)) for number, name, end, hired in rows]


def documents(scopes: Sequence[Scope], actor: str, limit: int) -> list[Kept]:
    """Kinds of documents of each who left, with how many there are; removed ones count, for their files are kept."""
    live = DocumentRow.superseded_at.is_null() & (DirectoryRow.status == Status.TERMINATED)
    query = (
        DocumentRow.select(
            DirectoryRow.number, DirectoryRow.name, DocumentRow.kind, DirectoryRow.terminated, DirectoryRow.hired,
            fn.COUNT(DocumentRow.slot.distinct()),
        )
        .join(DirectoryRow, on=(DocumentRow.person == DirectoryRow.person))
        .where(live)
        .group_by(SQL("1"), SQL("2"), SQL("3"), SQL("4"), SQL("5"))
    )  # fmt: skip
    ordered = _reached(query, scopes, actor).order_by(DirectoryRow.terminated, DirectoryRow.number).limit(limit)
    rows = database.execute(ordered).fetchall()
    return [
        Kept(Records.DOCUMENTS, number, name, kind, day(end), day(hired), None, count)
        for number, name, kind, end, hired, count in rows
    ]


def reads(before: datetime) -> Kept | None:
    """The entries of reads before an instant, told together by the oldest; None where there are none."""
    wanted = SQL("action LIKE ? ESCAPE '\\'", [READS])
    query = AuditRow.select(fn.COUNT(SQL("*")), fn.MIN(AuditRow.at)).where(wanted & (AuditRow.at < before))
    count, oldest = database.execute(query).fetchone()
    if not count:
        return None
    return Kept(Records.AUDIT_READS, "", "reads of sensitive fields", entered=instant(oldest).date(), count=count)


def imports(before: datetime, limit: int) -> list[Kept]:
    """Imports before an instant, the oldest first."""
    query = (
        ImportBatchRow.select(ImportBatchRow.file, CommandRow.at)
        .join(CommandRow, on=(ImportBatchRow.command == CommandRow.id))
        .where(CommandRow.at < before)
        .order_by(ImportBatchRow.id)
        .limit(limit)
    )
    rows = database.execute(query).fetchall()
    return [Kept(Records.IMPORTS, "", file, entered=instant(at).date()) for file, at in rows]


def _reached(query: Any, scopes: Sequence[Scope], actor: str) -> Any:
    reach = reached(scopes, actor)
    return query if reach is None else query.where(reach)
