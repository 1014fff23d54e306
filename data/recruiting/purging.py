"""Emptying what candidates gave: in every version of every row, once, under the command that purges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import Case, fn

from data import dialect
from data.base import database
from data.candidaterows import CandidateFactRow, CandidateLineRow
from data.interviewrows import InterviewRow, KitRow
from data.owned import last_of
from data.recruiting import candidates, files
from data.recruitrows import FACTS, PURGED, ApplicationFactRow, ApplicationRow, OutboxRow
from hrtui.audit.model import Entered
from hrtui.recruiting.model import ApplicationState


def ended(on: date) -> list[int]:
    """The ids of candidates whose consent ended before a day, who were not hired and apply to nothing, longest over first; one query."""
    line = CandidateLineRow
    query = line.select(line.candidate).where((line.consent_until < on) & free_of_ties())
    return [row[0] for row in database.execute(query.order_by(line.consent_until, line.sort_name)).fetchall()]


def counts(today: date, until: date) -> tuple[int, int]:
    """Of how many such candidates consent has ended, and of how many it ends until a day; one query."""
    line = CandidateLineRow
    over = Case(None, ((line.consent_until < today, 1),), 0)
    query = line.select(fn.COUNT(line.candidate), fn.SUM(over)).where((line.consent_until <= until) & free_of_ties())
    found, gone = database.execute(query).fetchone()
    return gone or 0, found - (gone or 0)


def any_ends() -> bool:
    """Whether the consent of any such candidate ends, whenever; one query."""
    line = CandidateLineRow
    query = line.select(line.candidate).where(line.consent_until.is_null(False) & free_of_ties()).limit(1)
    return database.execute(query).fetchone() is not None


def ties(candidate_ids: Sequence[int]) -> list[int]:
    """Those of some candidates who apply to something or were hired; one query."""
    line = CandidateLineRow
    query = line.select(line.candidate).where(line.candidate.in_(dialect.one_of(list(candidate_ids))) & ~free_of_ties())
    return [row[0] for row in database.execute(query).fetchall()]


def free_of_ties() -> Any:
    """The condition that a candidate was not hired and applies to nothing."""
    line, now, application, state = CandidateLineRow, CandidateFactRow, ApplicationRow, ApplicationFactRow
    active = (
        application.select(application.candidate)
        .join(state, on=(state.application == application.id))
        .where(state.superseded_at.is_null() & last_of(state) & (state.state == ApplicationState.ACTIVE.value))
    )
    hired = now.select(now.candidate).where(now.person.is_null(False) & now.superseded_at.is_null() & last_of(now))
    return line.candidate.not_in(active) & line.candidate.not_in(hired)


def hashes(candidate_ids: Sequence[int]) -> set[str]:
    """The hashes of every file that candidates, and those merged into them, gave; a query, and one for each step of merging."""
    return files.hashes_of([*candidate_ids, *candidates.merged_into(candidate_ids)])


def empty(candidate_ids: Sequence[int], entered: Entered) -> int:
    """Empty what candidates, and those merged into them, gave; inside `write()`. Returns how many rows were emptied.

    The command must be the newest there is and of the action that purges; the tables refuse any other.
    """
    whole = sorted({*candidate_ids, *candidates.merged_into(candidate_ids)})
    among = dialect.one_of(whole)
    applications = ApplicationRow.select(ApplicationRow.id).where(ApplicationRow.candidate.in_(among))
    messages = OutboxRow.select(OutboxRow.id).where(OutboxRow.candidate.in_(among))
    interviews = InterviewRow.select(InterviewRow.id).where(InterviewRow.application.in_(applications))
    owners: dict[str, Any] = {
        "candidate": among,
        "application": applications,
        "message": messages,
        "interview": interviews,
    }
    count = 0
    tables: tuple[Any, ...] = (*FACTS, KitRow)
    for model in tables:
        emptied = PURGED.get(model._meta.table_name)
        if emptied is not None:
            of = getattr(model, model.OWNER).in_(owners[model.OWNER]) & model.purged.is_null()
            count += model.update(**dict.fromkeys(emptied, ""), purged=entered.command).where(of).execute()
    candidates.refresh(whole)
    return count
