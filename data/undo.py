"""Undoing a command: what it inserted is superseded, what it superseded is inserted again; the same for every fact.

A logical row is known by owner, kind, day and sequence (`schema.logical_row`): an undo inserts a version of it again under its own command,
so a row's origin is the first command of its versions, and a row counts while one version is live.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import compress
from operator import and_
from typing import Any

from peewee import Select, Value, fn

from data import dialect
from data.base import database
from data.candidaterows import CandidateFactRow, CandidateFileRow, CandidateNoteRow
from data.interviewrows import AbsenceRow, InterviewerRow, InvitationRow
from data.recruiting import candidates
from data.recruitrows import OfferFactRow, OutboxFactRow
from data.schema import FACTS, PERSON_FACTS, AuditRow, CommandRow, JobRow, logical_row
from hrtui.audit.model import Change, Entered
from hrtui.dates import utc_text

PAGE = 1_000


def standing_on(command: int) -> list[int]:
    """The later commands that stand on what a command entered, first ones first; empty where it may be undone.

    Those are commands that took back or corrected a row of it, entered a row of the same person and kind on the same day or after,
    or, where it began the person's employment, anything about the person or anyone who reports to them; where it merged a candidate
    into another, those that changed or took out a document or note of theirs. Nothing stands on invitations: what becomes of them
    follows from how the interview is.
    """
    found: set[int] = set()
    for model in _holding(lambda model: model.command == command):
        for later in (_replaced(model, command), _rewritten(model, command), _entered_after(model, command)):
            found.update(_first(later.where(_plain_message()) if model is OutboxFactRow else later))
    begun = _first(_begun(command))
    for model in (*PERSON_FACTS, InterviewerRow, AbsenceRow) if begun else ():
        found.update(_first(_later(model, command, model.person.in_(dialect.one_of(begun)))))
    if begun:
        found.update(_first(_later(JobRow, command, JobRow.manager.in_(dialect.one_of(begun)))))
        found.update(_first(_accepted(command, begun)))
    gone = _first(_merged(command))
    gone = [*gone, *candidates.merged_into(gone)] if gone else []
    for model in (CandidateFileRow, CandidateNoteRow) if gone else ():
        found.update(_first(_later(model, command, model.candidate.in_(dialect.one_of(gone)))))
    return sorted(found - {command})


def apply(command: int, entered: Entered) -> list[int]:
    """Undo a command under another, inside `write()`, and return the ids of the people it was about."""
    people: set[int] = set()
    for model in _holding(lambda model: (model.command == command) | (model.superseded_by == command)):
        rows = model.id.in_(_live(model, command))
        touched = {*_first(model.select(_owner(model)).where(rows))}
        model.update(superseded_at=entered.at, superseded_by=entered.command).where(rows).execute()
        touched.update(_first(model.select(_owner(model)).where(model.superseded_by == command)))
        people.update(touched if model in PERSON_FACTS else ())
        _restore(model, command, entered)
    return sorted(people)


def entries_of(command: int) -> Iterator[tuple[str, tuple[Change, ...], str]]:
    """What the trail holds of a command, subject by subject, turned round: before is what it made, after what was before;
    and the day it was from, where that is said. Read page by page, so that entries may be written meanwhile."""
    after = 0
    columns = (AuditRow.id, AuditRow.subject, AuditRow.changes, AuditRow.detail)
    while True:
        query = AuditRow.select(*columns).where((AuditRow.command == command) & (AuditRow.id > after))
        rows = database.execute(query.order_by(AuditRow.id).limit(PAGE)).fetchall()
        for id_, subject, changes, detail in rows:
            after = id_
            turned = tuple(Change(field, made, before) for field, before, made in json.loads(changes))
            yield subject, turned, str(json.loads(detail).get("from", ""))
        if len(rows) < PAGE:
            return


def moved_by(command: int) -> list[int]:
    """The ids of the people of whose job rows a command entered or took back some; one query."""
    return list(_first(_moved(command)))


def seated_by(command: int) -> list[int]:
    """Of those people, the ones who hold a position by any row that counts; one query."""
    held = JobRow.superseded_at.is_null() & (JobRow.position != "") & JobRow.person.in_(_moved(command))
    return list(_first(JobRow.select(JobRow.person).distinct().where(held)))


def _moved(command: int) -> Any:
    moved = JobRow.alias("moved")
    wanted = (moved.command == command) | (moved.superseded_by == command)
    return moved.select(moved.person).distinct().where(wanted)


def _restore(model: Any, command: int, entered: Entered) -> None:
    new = {
        "command": Value(entered.command),
        "recorded_at": Value(utc_text(entered.at)),
        "recorded_by": Value(entered.by),
        "superseded_at": Value(None),
        "superseded_by": Value(None),
    }
    fields = [field for field in model._meta.sorted_fields if field.name != "id"]
    rows = model.select(*(new.get(field.name, field) for field in fields)).where(model.superseded_by == command)
    model.insert_from(rows, fields).execute()


def _holding(wanted: Callable[[Any], Any]) -> list[Any]:
    """The facts of which the store holds a wanted row: a command is about a few, and none of the others need be asked."""
    asked = Select(columns=[fn.EXISTS(model.select(model.id).where(wanted(model))) for model in FACTS])
    return list(compress(FACTS, database.execute(asked).fetchone()))


def _same_row(model: Any, left: Any, right: Any) -> Any:
    return reduce(and_, [getattr(left, name) == getattr(right, name) for name in logical_row(model)])


def _owner(model: Any) -> Any:
    return getattr(model, model.OWNER)


def _live(model: Any, command: int) -> Any:
    """The ids of the live versions of the rows a command entered."""
    version = model.alias("version")
    return (
        version.select(version.id)
        .join(model, on=_same_row(model, model, version))
        .where((model.command == command) & version.superseded_at.is_null())
    )


def _replaced(model: Any, command: int) -> Any:
    """The commands that took back the last version of a row a command entered."""
    version, live = model.alias("version"), model.alias("live")
    alive = live.select(live.id).where(_same_row(model, live, model) & live.superseded_at.is_null())
    last = version.select(fn.MAX(version.superseded_by)).where(_same_row(model, version, model))
    return model.select(last).where((model.command == command) & ~fn.EXISTS(alive))


def _rewritten(model: Any, command: int) -> Any:
    """The later commands that corrected or carried on a row a command entered, and are not undone themselves."""
    version, by, undo = model.alias("version"), CommandRow.alias("by"), CommandRow.alias("undo")
    undone = undo.select(undo.id).where(undo.undoes == by.id)
    return (
        version.select(version.command)
        .distinct()
        .join(model, on=_same_row(model, model, version))
        .join(by, on=(by.id == version.command))
        .where((model.command == command) & (version.command > command) & by.undoes.is_null() & ~fn.EXISTS(undone))
    )


def _entered_after(model: Any, command: int) -> Any:
    """The commands of live rows of the same owner and kind, on the same day or after, that came later."""
    own = model.alias("own")
    after = (model.effective_from > own.effective_from) | (
        (model.effective_from == own.effective_from) & (model.seq > own.seq)
    )
    same = getattr(own, model.OWNER) == _owner(model)
    if model.KIND:
        same &= getattr(own, model.KIND) == getattr(model, model.KIND)
    return _later(model, command, after).join(own, on=same).where(own.command == command)


def _later(model: Any, command: int, wanted: Any) -> Any:
    """The commands of wanted live rows whose every version came after a command."""
    version = model.alias("version")
    before = version.select(version.id).where(_same_row(model, version, model) & (version.command <= command))
    return model.select(model.command).distinct().where(wanted & model.superseded_at.is_null() & ~fn.EXISTS(before))


def _plain_message() -> Any:
    """The condition that a message invites to no interview."""
    return OutboxFactRow.message.not_in(InvitationRow.select(InvitationRow.message))


def _accepted(command: int, people: Sequence[int]) -> Any:
    """The later commands that recorded the acceptance of an offer by which people were hired."""
    row = OfferFactRow
    wanted = row.person.in_(dialect.one_of(people)) & row.superseded_at.is_null() & (row.command > command)
    return row.select(row.command).distinct().where(wanted)


def _merged(command: int) -> Any:
    """The candidates whom a command merged into others."""
    row = CandidateFactRow
    return row.select(row.candidate).where((row.command == command) & row.merged.is_null(False))


def _begun(command: int) -> Any:
    """The people whose every live job row began with the command: without it they have no employment."""
    other, version = JobRow.alias("other"), JobRow.alias("version")
    older = version.select(version.id).where(_same_row(JobRow, version, JobRow) & (version.command < command))
    rest = other.select(other.id).where(
        (other.person == JobRow.person) & other.superseded_at.is_null() & other.id.not_in(_live(JobRow, command))
    )
    return (
        JobRow.select(JobRow.person)
        .distinct()
        .where(JobRow.id.in_(_live(JobRow, command)) & ~fn.EXISTS(rest) & ~fn.EXISTS(older))
    )


def _first(query: Any) -> Sequence[int]:
    return [row[0] for row in database.execute(query).fetchall() if row[0] is not None]
