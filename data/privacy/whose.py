"""Whose rows are somebody's: the ids of a person, of the candidate they were, and of all that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data import dialect
from data.base import database
from data.candidaterows import CandidateFactRow, CandidateRow
from data.interviewrows import InterviewRow, KeptCalendarRow
from data.privacy.registry import Stand, Whose
from data.recruiting import candidates
from data.recruitrows import ApplicationRow, OfferRow, OutboxRow
from data.schema import BenefitEventRow, CarrierCreditRow, CobraCaseRow, PersonRow, SlipRow


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody by ids: as a person who works or worked here, and as the candidates they were; either may be empty."""

    people: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()

    @property
    def is_nobody(self) -> bool:
        """Whether there is nothing of them."""
        return not (self.people or self.candidates)


def of_person(person: int) -> Whom:
    """A person, and the candidates they were hired as or who were merged into those; two queries and one a step of merging."""
    row = CandidateFactRow
    query = row.select(row.candidate).where(row.person == person).distinct()
    return Whom((person,), _whole([id_ for (id_,) in database.execute(query).fetchall()]))


def of_candidate(candidate: int) -> Whom:
    """A candidate and who was merged into them; not the person, whose record they became a part of when they were hired."""
    return Whom((), _whole([candidate]))


def hired_as(candidate_ids: Sequence[int]) -> list[str]:
    """The numbers of the people whom candidates became; one query."""
    row = CandidateFactRow
    hired = row.candidate.in_(dialect.one_of(list(candidate_ids))) & row.superseded_at.is_null()
    query = PersonRow.select(PersonRow.number).join(row, on=(row.person == PersonRow.id)).where(hired).distinct()
    return [number for (number,) in database.execute(query).fetchall()]


def _whole(found: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({*found, *candidates.merged_into(found)})) if found else ()


def owners(whom: Whom) -> dict[Whose, Any]:
    """What `in_` takes for each way in which a row is somebody's."""
    people, seekers = dialect.one_of(list(whom.people)), dialect.one_of(list(whom.candidates))
    applications = ApplicationRow.select(ApplicationRow.id).where(ApplicationRow.candidate.in_(seekers))

    def of(model: Any, wanted: Any) -> Any:
        return model.select(model.id).where(wanted)

    return {
        Whose.PERSON: people,
        Whose.CANDIDATE: seekers,
        Whose.APPLICATION: applications,
        Whose.MESSAGE: of(OutboxRow, OutboxRow.candidate.in_(seekers) | OutboxRow.application.in_(applications)),
        Whose.OFFER: of(OfferRow, OfferRow.application.in_(applications)),
        Whose.INTERVIEW: of(InterviewRow, InterviewRow.application.in_(applications)),
        Whose.EVENT: of(BenefitEventRow, BenefitEventRow.person.in_(people)),
        Whose.CASE: of(CobraCaseRow, CobraCaseRow.person.in_(people)),
        Whose.CREDIT: of(CarrierCreditRow, CarrierCreditRow.person.in_(people)),
        Whose.CALENDAR: of(KeptCalendarRow, KeptCalendarRow.person.in_(people)),
        Whose.SLIP: of(SlipRow, SlipRow.person.in_(people)),
        Whose.NUMBER: dialect.one_of(subjects(whom)),
    }


def mine(stand: Stand, among: dict[Whose, Any]) -> Any:
    """The condition that a row of a table is somebody's, among their `owners`."""
    return getattr(stand.model, stand.by).in_(among[stand.whose])


def subjects(whom: Whom) -> list[str]:
    """The numbers that the trail knows somebody and all that is theirs by; a query for each kind of number."""
    people, seekers = dialect.one_of(list(whom.people)), dialect.one_of(list(whom.candidates))
    applications = ApplicationRow.select(ApplicationRow.id).where(ApplicationRow.candidate.in_(seekers))
    asked = (
        (PersonRow, PersonRow.id.in_(people)),
        (CandidateRow, CandidateRow.id.in_(seekers)),
        (ApplicationRow, ApplicationRow.candidate.in_(seekers)),
        (OfferRow, OfferRow.application.in_(applications)),
        (OutboxRow, OutboxRow.candidate.in_(seekers) | OutboxRow.application.in_(applications)),
        (InterviewRow, InterviewRow.application.in_(applications)),
        (BenefitEventRow, BenefitEventRow.person.in_(people)),
        (CobraCaseRow, CobraCaseRow.person.in_(people)),
    )
    found: list[str] = []
    for model, wanted in asked:
        query: Any = model
        found += [row[0] for row in database.execute(query.select(query.number).where(wanted)).fetchall()]
    return found
