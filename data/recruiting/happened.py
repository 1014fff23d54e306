"""What happened with candidates beside how their applications stood: what was entered about them, message by message, offer by offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from peewee import JOIN

from data import dialect
from data.base import database
from data.candidaterows import CandidateFactRow, CandidateRow
from data.interviewrows import InterviewFactRow, InterviewRow, InvitationRow
from data.listrows import DirectoryRow
from data.owned import as_instant, live
from data.recruitrows import DebriefRow, OfferFactRow, OfferRow, OutboxFactRow, OutboxRow, ScorecardAskRow, ScorecardRow
from hrtui.interviews.invitations import Method
from hrtui.money import Money
from hrtui.people.model import Stamp
from hrtui.recruiting.timeline import Step, StepKind
from hrtui.text import listed


def about_candidates(candidate_ids: Sequence[int]) -> list[Step]:
    """What was entered about candidates, and the messages to them; two queries."""
    return [*_facts(candidate_ids), *_messages(candidate_ids)]


def about_applications(application_ids: Sequence[int]) -> list[Step]:
    """The scorecards asked and entered, without what they say, debriefs, interviews and offers of applications; five queries."""
    return [*_scorecards(application_ids), *_interviews(application_ids), *_offers(application_ids)]


def _facts(candidate_ids: Sequence[int]) -> Iterator[Step]:
    now, among = CandidateFactRow, dialect.one_of(list(candidate_ids))
    query = (
        now.select(CandidateRow.number, now.merged, *_stamped(now))
        .join(CandidateRow, on=(CandidateRow.id == now.candidate))
        .where(now.candidate.in_(among) & now.superseded_at.is_null())
        .order_by(now.id)
    )
    met: set[str] = set()
    for number, merged, *stamp in database.execute(query).fetchall():
        kind = StepKind.MERGED if merged is not None else StepKind.CHANGED if number in met else StepKind.ENTERED
        met.add(number)
        yield Step(kind, _stamp(stamp), text=number)


def _messages(candidate_ids: Sequence[int]) -> Iterator[Step]:
    box, now, among = OutboxRow, OutboxFactRow, dialect.one_of(list(candidate_ids))
    query = (
        box.select(
            box.number,
            box.application,
            now.state,
            now.subject,
            InterviewRow.number,
            InvitationRow.method,
            DirectoryRow.name,
            *_stamped(now),
        )
        .join(now, on=(now.message == box.id))
        .join(InvitationRow, JOIN.LEFT_OUTER, on=(InvitationRow.message == box.id))
        .join(InterviewRow, JOIN.LEFT_OUTER, on=(InterviewRow.id == InvitationRow.interview))
        .join(DirectoryRow, JOIN.LEFT_OUTER, on=(DirectoryRow.person == InvitationRow.person))
        .where(box.candidate.in_(among) & now.superseded_at.is_null())
        .order_by(now.id, InvitationRow.id)
    )
    for _, rows in groupby(database.execute(query).fetchall(), key=lambda row: row[7]):
        (number, application, state, subject, interview, method, name, *stamp), *others = rows
        kind = StepKind.MESSAGE
        if interview is not None:
            kind = StepKind.CALLED_OFF if method == Method.CANCEL.value else StepKind.INVITATION
            named = listed([interview, *(row[4] for row in others)], "and")
            subject = f"{named} for {name or 'the candidate'}"
        yield Step(kind, _stamp(stamp), application or 0, subject, number, state)


def _scorecards(application_ids: Sequence[int]) -> Iterator[Step]:
    for whose, _, stamp, (by, stage, active) in live(ScorecardAskRow, ("by", "stage", "active"), application_ids):
        yield Step(StepKind.ASKED if active else StepKind.ASKED_NO_MORE, stamp, whose, stage, by)
    for whose, _, stamp, (by, stage) in live(ScorecardRow, ("by", "stage"), application_ids):
        yield Step(StepKind.SCORECARD, stamp, whose, stage, by)
    for whose, _, stamp, _ in live(DebriefRow, ("decision",), application_ids):
        yield Step(StepKind.DEBRIEF, stamp, whose)


def _interviews(application_ids: Sequence[int]) -> Iterator[Step]:
    interview, now, among = InterviewRow, InterviewFactRow, dialect.one_of(list(application_ids))
    query = (
        interview.select(interview.application, interview.number, now.state, now.begins, *_stamped(now))
        .join(now, on=(now.interview == interview.id))
        .where(interview.application.in_(among) & now.superseded_at.is_null())
        .order_by(now.id)
    )
    for application, number, state, begins, *stamp in database.execute(query).fetchall():
        yield Step(StepKind.INTERVIEW, _stamp(stamp), application, str(begins), number, state)


def _offers(application_ids: Sequence[int]) -> Iterator[Step]:
    offer, now, among = OfferRow, OfferFactRow, dialect.one_of(list(application_ids))
    query = (
        offer.select(offer.application, offer.number, now.state, now.rate, now.basis, *_stamped(now))
        .join(now, on=(now.offer == offer.id))
        .where(offer.application.in_(among) & now.superseded_at.is_null())
        .order_by(now.id)
    )
    for application, number, state, rate, basis, *stamp in database.execute(query).fetchall():
        yield Step(StepKind.OFFER, _stamp(stamp), application, basis, number, state, Money(rate))


def _stamped(now: Any) -> tuple[Any, ...]:
    return now.id, now.seq, now.command, now.recorded_at, now.recorded_by


def _stamp(cells: Sequence[Any]) -> Stamp:
    id_, seq, command, at, by = cells
    return Stamp(id_, seq, command, as_instant(at), by)
