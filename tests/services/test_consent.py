"""Consent that ends: who is told of it, who is listed, and that giving it anew takes a candidate off the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hrtui.access.model import ACTIONS, Grant
from hrtui.attention import service as attention
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.recruiting import consent, purging, service
from hrtui.recruiting.service import CandidateChange
from tests.conftest import ContextAs
from tests.people import statements
from tests.recruiting import applied, opened

PURGE = "recruiting.purge"


def on(ctx: Context, day: date) -> Context:
    return replace(ctx, clock=FixedClock(datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "America/New_York"))


def entered(ctx: Context, last: str, until: date) -> str:
    return service.add_candidate(ctx, CandidateChange(last_name=last, consent_until=until)).numbers[0]


@pytest.fixture
def filled(ctx: Context) -> Context:
    """On 8 January 2029: Ash's consent ended on the 1st, Bay's ends on the 20th, Cox's in March; Dee applies still."""
    for last, until in (("Bay", date(2029, 1, 20)), ("Cox", date(2029, 3, 1)), ("Ash", date(2029, 1, 1))):
        entered(ctx, last, until)
    applied(ctx, opened(ctx), "Dee", consent_until=date(2029, 1, 2))
    return on(ctx, date(2029, 1, 8))


def names(ctx: Context, words: str = "", *, ended: bool = False) -> list[str]:
    ids = consent.consent_due(ctx, words, ended=ended)
    return [each.name for each in consent.consent_page(ctx, ids) if each is not None] if ids else []


def test_those_ended_or_about_to_are_listed_the_longest_over_first(filled: Context, ctx_as: ContextAs) -> None:
    assert names(filled) == ["Ash", "Bay"]
    assert names(filled, ended=True) == ["Ash"]
    assert names(filled, "bay") == ["Bay"]
    others = ctx_as(*(Grant(each) for each in ACTIONS if each != PURGE))
    for use in (lambda: consent.consent_due(others), lambda: consent.consent_page(others, [1])):
        with pytest.raises(NotAllowed):
            use()


def test_consent_given_anew_counts_its_months_and_is_undone(filled: Context) -> None:
    done = consent.renew_consent(filled, "CAN-00003", date(2029, 1, 7))
    assert done.sentence == "The consent of Ash (CAN-00003) stands until 2031-01-07."
    assert names(filled) == ["Bay"]
    held = service.candidate_sheet(filled, "CAN-00003").candidate
    assert (held.consent_from, held.consent_until) == (date(2029, 1, 7), date(2031, 1, 7))
    trail.undo(filled)
    assert names(filled, ended=True) == ["Ash"]
    with pytest.raises(RuleBroken, match="still to come") as caught:
        consent.renew_consent(filled, "CAN-00003", date(2029, 1, 9))
    assert caught.value.field == "given_on"
    with pytest.raises(RuleBroken, match="would have ended"):
        consent.renew_consent(filled, "CAN-00003", date(2026, 1, 1))
    purging.purge(filled, ["CAN-00003"])
    with pytest.raises(RuleBroken, match="emptied"):
        consent.renew_consent(filled, "CAN-00003", date(2029, 1, 7))


def test_who_empties_or_works_on_candidates_may_record_it_and_nobody_else(filled: Context, ctx_as: ContextAs) -> None:
    for action in (PURGE, "recruiting.work"):
        keeper = replace(ctx_as(Grant(action)), clock=filled.clock)
        consent.renew_consent(keeper, "CAN-00001", date(2029, 1, 7), date(2029, 6, 1))
    others = ctx_as(*(Grant(each) for each in ACTIONS if each not in (PURGE, "recruiting.work")))
    with pytest.raises(NotAllowed):
        consent.renew_consent(others, "CAN-00001", date(2026, 11, 1))


def test_home_tells_who_may_empty_of_what_ended_and_what_is_near(filled: Context, ctx_as: ContextAs) -> None:
    keeper = replace(ctx_as(Grant(PURGE)), clock=filled.clock)
    found = [each for each in attention.notices(keeper) if each.address == "consent"]
    assert [(each.sentence, each.warning) for each in found] == [
        ("The consent of 1 candidate has ended: renew it or empty them.", True),
        ("Within 30 days the consent of 1 candidate ends.", False),
    ]
    (filled.config.file.parent / "recruiting.yaml").write_text("consent: {warn_days: 0}\n")
    assert len([each for each in attention.notices(keeper) if each.address == "consent"]) == 1
    (filled.config.file.parent / "recruiting.yaml").write_text("consent: {warn_days: x}\n")
    assert len([each for each in attention.notices(keeper) if each.address == "consent"]) == 2
    others = replace(ctx_as(*(Grant(each) for each in ACTIONS if each != PURGE)), clock=filled.clock)
    assert not [each for each in attention.notices(others) if each.address == "consent"]


def test_listing_takes_as_many_queries_for_many_as_for_few(filled: Context) -> None:
    counts = []
    for more in range(2):
        for at in range(20 * more):
            entered(filled, f"Doe{at}", date(2029, 1, 20))
        with statements() as seen:
            names(filled)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_any_number_of_candidates_may_be_read_at_once(filled: Context) -> None:
    found = consent.consent_page(filled, range(1, 300_000))
    assert [each.name for each in found if each is not None] == ["Bay", "Cox", "Ash", "Dee"]
