"""Invitations: which messages of the outbox tell whom of which interview, and how each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from peewee import JOIN, Select, fn

from data.base import database
from data.bulk import bulk_insert
from data.interviewrows import InterviewRow, InvitationRow
from data.interviews import waiting_query
from data.listrows import DirectoryRow
from data.owned import standing
from data.prepared import listed, one_of, prepared
from data.recruitrows import ApplicationRow, OutboxFactRow, OutboxRow
from hrtui.audit.model import Entered
from hrtui.interviews.invitations import Method
from hrtui.interviews.invites import OPEN, TOLD, Invite
from hrtui.recruiting.messages import MessageState

ROW, NOW, BOX = InvitationRow, OutboxFactRow, OutboxRow
MOST = 2_000
COLUMNS = (
    ROW.interview, InterviewRow.number, InterviewRow.uid, InterviewRow.application, DirectoryRow.number, ROW.method, ROW.sequence, ROW.begins,
    ROW.ends, ROW.zone, ROW.room, BOX.number, NOW.state,
)  # fmt: skip


def add_many(invites: Sequence[Invite], people: Mapping[str, int], entered: Entered) -> None:
    """Enter what messages, which are in the outbox by their numbers, tell of interviews; `people` are ids by number. Inside `write()`."""
    known = dict(_messages(listed([each.message for each in invites])).fetchall())
    rows = (
        (
            known[each.message], each.interview, people.get(each.person), each.method.value, each.sequence, each.begins, each.ends, each.zone,
            each.room, entered.command,
        )
        for each in invites
    )  # fmt: skip
    names = ("message", "interview", "person", "method", "sequence", "begins", "ends", "zone", "room", "command")
    bulk_insert(ROW, names, rows)


def of_interviews(ids: Sequence[int]) -> dict[int, list[Invite]]:
    """The messages about interviews by their ids, the first first; those that were undone are left out. One query."""
    out: dict[int, list[Invite]] = defaultdict(list)
    for row in _of_interviews(listed(ids)).fetchall():
        out[row[0]].append(_invite(row))
    return out


def told_by(number: str) -> list[Invite]:
    """What a message of the outbox tells of interviews, the first first; nothing for any other. One query."""
    return sorted(map(_invite, _told_by(number).fetchall()), key=lambda each: (each.begins, each.number))


def told_sequences(ids: Sequence[int]) -> dict[int, int]:
    """The highest SEQUENCE that somebody was told of interviews, by their ids; one query."""
    found = of_interviews(ids)
    return {
        id_: max(told)
        for id_, some in found.items()
        if (told := [each.sequence for each in some if each.state in TOLD])
    }


def touched(command: int) -> list[int]:
    """The ids of the interviews of whose messages a command entered or superseded some; one query."""
    query = ROW.select(ROW.interview).distinct().join(NOW, on=(NOW.message == ROW.message))
    rows = database.execute(query.where((NOW.command == command) | (NOW.superseded_by == command))).fetchall()
    return [row[0] for row in rows]


def identities(ids: Sequence[int]) -> dict[int, tuple[int, int, str]]:
    """The ids of the candidate and the application of interviews by their ids, and the loop; of all that were made with them, and of
    those undone too. One query."""
    return {row[0]: (row[1], row[2], row[3]) for row in _identities(listed(ids)).fetchall()}


def unsent() -> list[int]:
    """The ids of the requisitions of messages about interviews that are not out yet, one for each, two thousand at most; one query."""
    return [row[0] for row in _unsent().fetchall()]


def any_waiting(begins: int, ends: int, expires: str) -> tuple[bool, bool]:
    """Whether `data.interviews.waiting` of a time and a day has any, and whether `unsent` has; one query."""
    states = [state.value for state in OPEN]
    of = NOW.select(NOW.message).join(ROW, on=(ROW.message == NOW.message))
    open_ = of.where(NOW.state.in_(states) & standing(NOW)).limit(1)
    asked = Select(columns=[fn.EXISTS(waiting_query(begins, ends, expires)), fn.EXISTS(open_)])
    some, unsent_ = database.execute(asked).fetchone()
    return bool(some), bool(unsent_)


def _invite(row: Sequence[Any]) -> Invite:
    interview, number, uid, application, person, method, sequence, begins, ends, zone, room, message, state = row
    return Invite(
        interview, number, uid, application, person or "", Method(method), sequence, begins, ends, zone, room, message, MessageState(state)
    )  # fmt: skip


@prepared
def _messages(of: Any) -> Any:
    return BOX.select(BOX.number, BOX.id).where(one_of(BOX.number, of))


@prepared
def _of_interviews(of: Any) -> Any:
    return _whole().where(one_of(ROW.interview, of) & standing(NOW)).order_by(ROW.id)


@prepared
def _told_by(number: Any) -> Any:
    return _whole().where((BOX.number == number) & standing(NOW))


@prepared
def _identities(of: Any) -> Any:
    meant = InterviewRow.alias("meant")
    loops = meant.select(meant.loop).where(one_of(meant.id, of))
    query = InterviewRow.select(InterviewRow.id, ApplicationRow.candidate, ApplicationRow.id, InterviewRow.loop)
    return query.join(ApplicationRow, on=(ApplicationRow.id == InterviewRow.application)).where(
        InterviewRow.loop.in_(loops)
    )


@prepared
def _unsent() -> Any:
    states = [state.value for state in OPEN]
    query = NOW.select(ApplicationRow.requisition, NOW.message).distinct().join(ROW, on=(ROW.message == NOW.message))
    query = query.join(InterviewRow, on=(InterviewRow.id == ROW.interview))
    query = query.join(ApplicationRow, on=(ApplicationRow.id == InterviewRow.application))
    return query.where(NOW.state.in_(states) & standing(NOW)).limit(MOST)


def _whole() -> Any:
    query = ROW.select(*COLUMNS).join(InterviewRow, on=(InterviewRow.id == ROW.interview))
    query = query.switch(ROW).join(BOX, on=(BOX.id == ROW.message)).join(NOW, on=(NOW.message == BOX.id))
    return query.switch(ROW).join(DirectoryRow, JOIN.LEFT_OUTER, on=(DirectoryRow.person == ROW.person))
