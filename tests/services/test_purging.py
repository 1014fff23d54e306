"""Whose consent has ended is emptied in every version and every table; what remains tells nothing of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.base import database
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.recruiting import merging, messaging, purging, scoring, service
from hrtui.recruiting.scorecards import Overall
from hrtui.recruiting.service import CandidateChange
from tests.recruiting import applied, opened

SECRET = "Quuxbar"
LATER = datetime(2029, 1, 8, 15, tzinfo=UTC)
GOOD = {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}


def later(ctx: Context) -> Context:
    return replace(ctx, clock=FixedClock(LATER, "America/New_York"))


def whole() -> str:
    """Every row of every table, as text."""
    db = database.obj
    tables = [name for name in db.get_tables() if not name.startswith("sqlite_")]
    return repr([db.execute_sql(f'SELECT * FROM "{name}"').fetchall() for name in tables])


def test_nothing_of_an_emptied_candidate_is_left_in_the_store(ctx: Context) -> None:
    number = opened(ctx)
    who, one = applied(ctx, number, SECRET, first_name=f"Jo{SECRET}", email=f"{SECRET}@example.com", note=SECRET)
    other = service.add_candidate(ctx, CandidateChange(last_name=f"{SECRET}2", city=SECRET)).numbers[0]
    service.change_candidate(ctx, who, CandidateChange(last_name=f"{SECRET}x", headline=SECRET), ["rust"])
    service.plan_next(ctx, [one], action=f"Call {SECRET}", note=SECRET)
    scoring.score(ctx, one, GOOD, Overall.YES, SECRET)
    messaging.write_messages(ctx, [one], "received")
    service.reject(ctx, [one], "skills", SECRET)
    merging.merge(ctx, who, other)
    assert SECRET.lower() in whole().lower()
    assert [each.number for each in purging.consent_ended(later(ctx))] == [who]
    purging.purge(later(ctx), [who])
    assert SECRET.lower() not in whole().lower()
    assert purging.consent_ended(later(ctx)) == []
    assert list(service.candidate_list(ctx)) == []
    figures = service.requisition_figures(ctx, number)
    assert figures.stages[0].reached == 1


def test_whoever_applies_or_whose_consent_stands_is_not_emptied(ctx: Context) -> None:
    active, _ = applied(ctx, opened(ctx), "Ash")
    fresh = service.add_candidate(ctx, CandidateChange(last_name="Bay", consent_from=date(2028, 1, 1))).numbers[0]
    assert purging.consent_ended(later(ctx)) == []
    for number in (active, fresh):
        with pytest.raises(RuleBroken, match="not emptied"):
            purging.purge(later(ctx), [number])
    with pytest.raises(NotFound):
        purging.purge(later(ctx), ["CAN-99999"])


def test_no_undo_brings_back_what_was_emptied(ctx: Context) -> None:
    who = service.add_candidate(ctx, CandidateChange(last_name="Ash")).numbers[0]
    purging.purge(later(ctx), [who])
    with pytest.raises(Conflict, match="nothing brings back"):
        trail.undo(later(ctx))
