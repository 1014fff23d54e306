"""The outbox: messages to candidates, and how each stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, fn

from data import dialect, owned
from data.base import database
from data.bulk import bulk_insert
from data.candidaterows import CandidateRow
from data.interviewrows import InterviewRow, InvitationRow
from data.owned import as_instant, enter, last_of
from data.recruitrows import ApplicationRow, OutboxFactRow, OutboxRow
from hrtui.audit.model import Entered
from hrtui.people.model import Stamp
from hrtui.recruiting.messages import Attachment, Message, MessageState

FACT = ("state", "template", "recipient", "subject", "body", "attachments", "detail")
BOX, NOW = OutboxRow, OutboxFactRow
INTERVIEWS = (
    InvitationRow.select(fn.GROUP_CONCAT(InterviewRow.number))
    .join(InterviewRow, on=(InterviewRow.id == InvitationRow.interview))
    .where(InvitationRow.message == BOX.id)
)
COLUMNS = (
    BOX.id, BOX.number, BOX.message_id, CandidateRow.number, ApplicationRow.number, INTERVIEWS,
    *(getattr(NOW, name) for name in FACT), NOW.id,
    NOW.seq, NOW.command, NOW.recorded_at, NOW.recorded_by,
)  # fmt: skip


def next_numbers(count: int = 1) -> list[str]:
    """The numbers of the next messages: MSG-00001 and so on; ask inside `write()`."""
    return owned.next_numbers(BOX, "MSG-", 5, count)


def add_many(messages: Sequence[Message], of: Sequence[tuple[int, int | None]], on: date, entered: Entered) -> None:
    """Enter messages with the ids of the candidate and application each is about; inside `write()`."""
    bulk_insert(
        BOX,
        ("number", "message_id", "candidate", "application", "command"),
        (
            (each.number, each.message_id, candidate, application, entered.command)
            for each, (candidate, application) in zip(messages, of, strict=True)
        ),
    )
    numbers = dialect.one_of([each.number for each in messages])
    known = dict(database.execute(BOX.select(BOX.number, BOX.id).where(BOX.number.in_(numbers))).fetchall())
    enter(NOW, FACT, ((known[each.number], on, _values(each)) for each in messages), entered)


def put_many(messages: Sequence[Message], on: date, entered: Entered) -> None:
    """Enter how messages stand from a day on; inside `write()`."""
    enter(NOW, FACT, ((each.id, on, _values(each)) for each in messages), entered)


def numbered(number: str) -> Message | None:
    """The message of a number; one that was undone is none."""
    return next(iter(_read(BOX.number == number)), None)


def as_entered(number: str, command: int) -> Message | None:
    """The message of a number as a command entered it, whatever was entered since."""
    return next(iter(_rows((BOX.number == number) & (NOW.command == command))), None)


def in_states(states: Iterable[MessageState], limit: int) -> list[Message]:
    """The newest messages in some states, at most so many; one query."""
    return _read(NOW.state.in_([state.value for state in states]), limit)


def of_numbers(numbers: Sequence[str]) -> list[Message]:
    """The messages of some numbers, newest first; one query."""
    return _read(BOX.number.in_(dialect.one_of(list(numbers))))


def of_candidates(candidates: Sequence[int]) -> list[Message]:
    """The messages to candidates, newest first; one query."""
    return _read(BOX.candidate.in_(dialect.one_of(list(candidates))))


def about(number: str) -> tuple[int, int | None] | None:
    """The ids of the candidate and application that a message is about."""
    row = BOX.select(BOX.candidate, BOX.application).where(BOX.number == number).tuples().first()
    return None if row is None else (row[0], row[1])


def _values(each: Message) -> tuple[Any, ...]:
    return (
        each.state.value,
        each.template,
        each.recipient,
        each.subject,
        each.body,
        _named(each.attachments),
        each.detail,
    )


def _named(attachments: Sequence[Attachment]) -> str:
    """Attachments as they are stored; empty for none."""
    named = [{"name": each.name, "sha256": each.sha256} for each in attachments]
    return json.dumps(named, separators=(",", ":"), ensure_ascii=False) if named else ""


def _read(wanted: Any, limit: int | None = None) -> list[Message]:
    return _rows(wanted & NOW.superseded_at.is_null() & last_of(NOW), limit)


def _rows(wanted: Any, limit: int | None = None) -> list[Message]:
    query = (
        BOX.select(*COLUMNS)
        .join(NOW, on=(NOW.message == BOX.id))
        .join(CandidateRow, JOIN.LEFT_OUTER, on=(CandidateRow.id == BOX.candidate))
        .join(ApplicationRow, JOIN.LEFT_OUTER, on=(ApplicationRow.id == BOX.application))
        .where(wanted)
        .order_by(BOX.id.desc())
        .limit(limit)
    )
    return [_message(row) for row in database.execute(query).fetchall()]


def _message(row: Sequence[Any]) -> Message:
    (
        id_,
        number,
        key,
        candidate,
        application,
        interviews,
        state,
        template,
        recipient,
        subject,
        body,
        attached,
        detail,
        row_id,
        seq,
        command,
        at,
        by,
    ) = row
    return Message(
        number, key, MessageState(state), recipient, subject, body, template, detail, candidate or "", application or "",
        tuple(Attachment(each["name"], each["sha256"]) for each in json.loads(attached)) if attached else (),
        tuple(sorted(interviews.split(","))) if interviews else (), id_,
        Stamp(row_id, seq, command, as_instant(at), by),
    )  # fmt: skip
