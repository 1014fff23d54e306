"""What may be past the time it is kept: those who left, candidates, documents, entries of reads, and imports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, SQL, fn

from data import dialect
from data.base import database
from data.candidaterows import CandidateFactRow, CandidateLineRow
from data.fields import day, instant
from data.finder import reached
from data.interviewrows import InterviewFactRow, InterviewRow
from data.privacyrows import AuditErasedRow, KeptIdentityRow
from data.recruiting.purging import free_of_ties
from data.recruitrows import ApplicationFactRow, ApplicationRow, EeoRow, OutboxFactRow, OutboxRow
from data.schema import (
    AuditRow,
    CobraCaseRow,
    CobraFactRow,
    CommandRow,
    DirectoryRow,
    DocumentRow,
    ElectionRow,
    ImportBatchRow,
    JobRow,
    PayInputRow,
    PayRunRow,
    SlipRow,
)
from hrtui.access.model import Scope
from hrtui.config import Records
from hrtui.people.summary import Status
from hrtui.privacy.model import NAME
from hrtui.retention.model import Kept
from hrtui.retention.rules import plan_filed, taxes_due

WHO = (
    DirectoryRow.person, DirectoryRow.number, DirectoryRow.name, DirectoryRow.terminated, DirectoryRow.hired, DirectoryRow.status,
)  # fmt: skip
READS = "%.see\\_%"


def left(scopes: Sequence[Scope], actor: str, until: date, limit: int) -> list[Kept]:
    """Those who left by a day, the first who did first; their time is counted to the day after for a leap day's sake.

    Whoever was erased, and of whom nothing is kept sealed, is not among them. Six queries.
    """
    erased = (DirectoryRow.name == NAME) & DirectoryRow.person.not_in(KeptIdentityRow.select(KeptIdentityRow.person))
    query = DirectoryRow.select(*WHO).where(
        (DirectoryRow.status == Status.TERMINATED) & (DirectoryRow.terminated <= until + timedelta(days=1)) & ~erased
    )
    ordered = _reached(query, scopes, actor).order_by(DirectoryRow.terminated, DirectoryRow.number).limit(limit)
    return _people(database.execute(ordered).fetchall())


def of_people(ids: Sequence[int]) -> list[Kept]:
    """The record of each of some people, whether they left or not; six queries."""
    query = DirectoryRow.select(*WHO).where(DirectoryRow.person.in_(dialect.one_of(list(ids))))
    return _people(database.execute(query).fetchall())


def _people(rows: Sequence[Any]) -> list[Kept]:
    events = _events([row[0] for row in rows])
    return [
        Kept(Records.PEOPLE, number, name, "", day(end) if status == Status.TERMINATED else None, day(hired), events=events.get(id_, {}))
        for id_, number, name, end, hired, status in rows
    ]  # fmt: skip


def _events(ids: Sequence[int]) -> dict[int, dict[Records, date]]:
    """What sets off the time of parts of people's records: pay and tax returns, time cards, plan years, COBRA, leaves; five queries."""
    found: dict[int, dict[Records, date]] = {}
    if not ids:
        return found
    among = dialect.one_of(list(ids))
    slip, run, card, chosen = SlipRow, PayRunRow, PayInputRow, ElectionRow
    paid = (
        slip.select(slip.person, fn.MAX(run.pay_date)).join(run, on=(run.id == slip.run)).where(slip.person.in_(among))
    )
    for person, last in database.execute(paid.group_by(slip.person)).fetchall():
        found.setdefault(person, {}).update({Records.PAY: _day(last), Records.TAXES: taxes_due(_day(last))})
    worked = card.select(card.person, fn.MAX(fn.COALESCE(card.worked_on, card.effective_from))).where(
        card.person.in_(among)
    )
    for person, last in database.execute(worked.group_by(card.person)).fetchall():
        found.setdefault(person, {})[Records.TIME_CARDS] = _day(last)
    covered = (
        chosen.select(chosen.person, fn.MAX(chosen.effective_from), fn.MAX(DirectoryRow.terminated))
        .join(DirectoryRow, on=(DirectoryRow.person == chosen.person))
        .where(chosen.person.in_(among) & chosen.superseded_at.is_null())
    )
    for person, last, end in database.execute(covered.group_by(chosen.person)).fetchall():
        found.setdefault(person, {})[Records.BENEFITS] = plan_filed(max(_day(last), _day(end or last)))
    case, going_on = CobraCaseRow, CobraFactRow
    cobra = case.select(case.person, fn.MAX(fn.COALESCE(going_on.until, going_on.effective_from))).join(
        going_on, on=(going_on.case == case.id)
    )
    for person, last in database.execute(cobra.where(case.person.in_(among)).group_by(case.person)).fetchall():
        known = found.setdefault(person, {})
        known[Records.BENEFITS] = max(plan_filed(_day(last)), known.get(Records.BENEFITS, date.min))
    for person, last in _leaves(among):
        found.setdefault(person, {})[Records.LEAVES] = last
    return found


def _leaves(among: Any) -> list[tuple[int, date]]:
    """When the last leave of people ended: the day of the row that follows it, else its own."""
    row, next_ = JobRow, JobRow.alias("next")
    follows = (next_.person == row.person) & next_.superseded_at.is_null() & (next_.effective_from > row.effective_from)
    ended = next_.select(fn.MIN(next_.effective_from)).where(follows)
    query = row.select(row.person, fn.MAX(fn.COALESCE(ended, row.effective_from))).where(
        row.person.in_(among) & row.superseded_at.is_null() & (row.status == Status.LEAVE)
    )
    return [(person, _day(last)) for person, last in database.execute(query.group_by(row.person)).fetchall()]


def candidates(until: date | None, limit: int, ids: Sequence[int] | None = None) -> list[Kept]:
    """Candidates who were not hired and apply to nothing, whose last record or action was by a day, the longest ago first; or those of
    some ids. Their consent keeps them while it stands. Five queries."""
    line, fact, applied, state = CandidateLineRow, CandidateFactRow, ApplicationRow, ApplicationFactRow
    own = (
        fact.select(fact.candidate.alias("whose"), fn.MAX(fact.effective_from).alias("last"))
        .group_by(fact.candidate)
        .alias("own")
    )
    acted = (
        applied.select(applied.candidate.alias("whose"), fn.MAX(state.effective_from).alias("last"))
        .join(state, on=(state.application == applied.id))
        .group_by(applied.candidate)
        .alias("acted")
    )
    last = fn.MAX(own.c.last, fn.COALESCE(acted.c.last, own.c.last))
    query = (
        line.select(line.candidate, line.number, line.name, line.consent_until, last)
        .join(own, on=(own.c.whose == line.candidate))
        .join(acted, JOIN.LEFT_OUTER, on=(acted.c.whose == line.candidate))
    )
    query = query.where(free_of_ties() if ids is None else line.candidate.in_(dialect.one_of(list(ids))))
    if until is not None:
        query = query.where(last <= until + timedelta(days=1))
    rows = database.execute(query.order_by(last, line.number).limit(limit)).fetchall()
    events = _seeking([row[0] for row in rows])
    return [
        Kept(Records.CANDIDATES, number, name, entered=_day(last), events=events.get(id_, {}), until=day(consent))
        for id_, number, name, consent, last in rows
    ]


def _seeking(ids: Sequence[int]) -> dict[int, dict[Records, date]]:
    """The last interview, answers for equal opportunity and message of candidates; three queries."""
    found: dict[int, dict[Records, date]] = {}
    if not ids:
        return found
    among, applied = dialect.one_of(list(ids)), ApplicationRow
    told: Any = OutboxRow
    asked: tuple[tuple[Records, Any, Any], ...] = (
        (Records.INTERVIEWS, InterviewFactRow, InterviewRow),
        (Records.EEO, EeoRow, None),
    )
    for records, row, between in asked:
        query = applied.select(applied.candidate, fn.MAX(row.effective_from))
        if between is None:
            query = query.join(row, on=(row.application == applied.id))
        else:
            query = query.join(between, on=(between.application == applied.id)).join(
                row, on=(row.interview == between.id)
            )
        for whose, last in database.execute(
            query.where(applied.candidate.in_(among)).group_by(applied.candidate)
        ).fetchall():
            found.setdefault(whose, {})[records] = _day(last)
    sent = told.select(told.candidate, fn.MAX(OutboxFactRow.effective_from)).join(
        OutboxFactRow, on=(OutboxFactRow.message == told.id)
    )
    for whose, last in database.execute(sent.where(told.candidate.in_(among)).group_by(told.candidate)).fetchall():
        found.setdefault(whose, {})[Records.MESSAGES] = _day(last)
    return found


def _day(text: Any) -> date:
    found = day(text)
    if found is None:
        raise ValueError("a day is missing")
    return found


def documents(scopes: Sequence[Scope], actor: str, limit: int) -> list[Kept]:
    """Kinds of documents of each who left, with how many there are; removed ones count, for their files are kept."""
    live = DocumentRow.superseded_at.is_null() & (DirectoryRow.status == Status.TERMINATED) & (DocumentRow.sha256 != "")
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
    wanted = SQL("action LIKE ? ESCAPE '\\'", [READS]) & AuditRow.id.not_in(AuditErasedRow.select(AuditErasedRow.entry))
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
        .where((CommandRow.at < before) & (ImportBatchRow.file != ""))
        .order_by(ImportBatchRow.id)
        .limit(limit)
    )
    rows = database.execute(query).fetchall()
    return [Kept(Records.IMPORTS, "", file, entered=instant(at).date()) for file, at in rows]


def _reached(query: Any, scopes: Sequence[Scope], actor: str) -> Any:
    reach = reached(scopes, actor)
    return query if reach is None else query.where(reach)
