"""Scorecards are blind until one's own is in: on the sheet, in the trail, in exports and lists, for who is asked and who is not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.recruiting import applications
from hrtui.access.model import Grant, Scope
from hrtui.audit import service as trail
from hrtui.config import User
from hrtui.context import Context
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.recruiting import scoring, service
from hrtui.recruiting.scorecards import Ask, Decision, Overall, Scorecard, hidden_from, matrix
from tests.conftest import ContextAs
from tests.recruiting import applied, colleague, opened

GOOD = {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}
POOR = {"experience": 2, "communication": 4, "teamwork": 3, "motivation": 5}
SECRET = "Xyzzy takeaways"
NOWHERE = Scope(departments=frozenset(("Nowhere",)))
NAMES = ("bob", "carol", "dave")


def interviewed(ctx: Context) -> str:
    _, one = applied(ctx, opened(ctx), "Ash")
    service.move(ctx, [one], "Interview")
    scoring.ask_scorecards(ctx, one, NAMES, date(2026, 11, 30))
    return one


def written(names: tuple[str, ...]) -> dict[str, list[Scorecard]]:
    return {name: [Scorecard(name, "Interview", GOOD, Overall.YES)] for name in names}


@given(
    st.sets(st.sampled_from([*NAMES, "eve"])), st.sets(st.sampled_from(NAMES)), st.sampled_from([*NAMES, "eve", "zoe"])
)
def test_no_order_of_entering_shows_a_score_early(entered: set[str], asked: set[str], viewer: str) -> None:
    asks = [Ask(name, "Interview") for name in sorted(asked)]
    seen = matrix(viewer, None, asks, written(tuple(sorted(entered))))
    others = {card.by for card in seen.cards} - {viewer}
    if viewer in asked and viewer not in entered:
        assert others == set()
    if viewer not in entered and asked - entered:
        assert others == set()
    if viewer in entered or (viewer not in asked and asked <= entered):
        assert others == entered - {viewer}
    assert bool(hidden_from(viewer, asks, written(tuple(sorted(entered))))) == (
        others != entered - {viewer} or bool(seen.hidden)
    )


def test_each_interviewer_sees_the_others_once_their_own_is_in_and_who_asked_once_all_are(ctx: Context) -> None:
    one = interviewed(ctx)
    bob, carol, dave = (colleague(ctx, name) for name in NAMES)
    scoring.score(bob, one, GOOD, Overall.STRONG_YES, SECRET)
    assert scoring.score_sheet(carol, one).matrix.cards == ()
    assert scoring.score_sheet(carol, one).matrix.entered == ("bob",)
    scoring.score(carol, one, POOR, Overall.NO)
    assert [card.by for card in scoring.score_sheet(carol, one).matrix.cards] == ["bob", "carol"]
    assert "dave entered theirs" in scoring.score_sheet(ctx, one).matrix.hidden
    scoring.score(dave, one, GOOD, Overall.YES)
    sheet = scoring.score_sheet(ctx, one).matrix
    assert ([card.by for card in sheet.cards], sheet.hidden) == (list(NAMES), "")
    assert sheet.apart == {"experience": (2, 5)}


def test_no_list_search_export_or_log_shows_a_score_early(ctx: Context) -> None:
    one = interviewed(ctx)
    scoring.score(colleague(ctx, "bob"), one, GOOD, Overall.STRONG_YES, SECRET)
    carol = colleague(ctx, "carol")
    who = service.candidate_sheet(ctx, "CAN-00001")
    seen = [
        repr(service.board(carol, "REQ-2026-001", ended=True)), repr(who), repr(service.requisition_list(carol)),
        repr(service.candidate_page(carol, service.candidate_list(carol))), repr(scoring.owed_scorecards(carol)),
        repr(scoring.score_sheet(carol, one)), repr(scoring.score_sheet(ctx, one)),
        json.dumps([[repr(entry) for entry in trail.log(carol)], list(service.candidate_list(carol, "Xyzzy"))]),
    ]  # fmt: skip
    assert not any("Xyzzy" in text or "strong_yes" in text or "Overall.STRONG_YES" in text for text in seen)


def test_a_scorecard_of_a_later_stage_is_owed_and_blind_again_to_whoever_wrote_one_of_an_earlier_stage(
    ctx: Context,
) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    bob, carol = colleague(ctx, "bob"), colleague(ctx, "carol")
    service.move(ctx, [one], "Phone screen")
    scoring.ask_scorecards(ctx, one, ["bob"])
    scoring.score(bob, one, GOOD, Overall.YES)
    service.move(ctx, [one], "Interview")
    scoring.ask_scorecards(ctx, one, ["bob", "carol"])
    scoring.score(carol, one, POOR, Overall.NO, SECRET)
    assert [each.ask.stage for each in scoring.owed_scorecards(bob)] == ["Interview"]
    eve = [Scorecard("eve", "Phone screen", GOOD, Overall.YES)]
    cards = {"eve": eve, "carol": [Scorecard("carol", "Interview", POOR, Overall.NO)]}
    assert "bob entered theirs" in hidden_from("eve", [Ask("bob", "Interview"), Ask("carol", "Interview")], cards)
    seen = scoring.score_sheet(bob, one).matrix
    assert ({card.by for card in seen.cards}, bool(seen.hidden)) == ({"bob"}, True)
    assert scoring.score(bob, one, POOR, Overall.NO).notices == ()
    seen = scoring.score_sheet(bob, one).matrix
    stages = [(card.by, card.stage) for card in seen.cards]
    assert stages == [("bob", "Phone screen"), ("bob", "Interview"), ("carol", "Interview")]
    assert (seen.revised, scoring.owed_scorecards(bob)) == ((), [])
    with pytest.raises(RuleBroken, match="carol entered a scorecard already"):
        scoring.ask_scorecards(ctx, one, ["carol"])


def test_a_stage_counts_each_writer_once_and_keeps_its_count_when_they_write_of_a_later_one(ctx: Context) -> None:
    _, one = applied(ctx, opened(ctx), "Ash")
    for stage in ("Phone screen", "Interview"):
        service.move(ctx, [one], stage)
        scoring.score(ctx, one, GOOD, Overall.YES)
    scoring.score(ctx, one, POOR, Overall.NO)
    (held,) = applications.held([applications.numbered([one])[one]]).values()
    assert held.scorecards == {"Phone screen": 1, "Interview": 1}


def test_of_what_is_over_those_who_entered_none_are_asked_no_longer_so_that_the_others_are_shown(ctx: Context) -> None:
    one = interviewed(ctx)
    scoring.score(colleague(ctx, "bob"), one, GOOD, Overall.YES)
    service.reject(ctx, [one], "skills")
    assert scoring.score_sheet(ctx, one).matrix.cards == ()
    scoring.ask_scorecards(ctx, one, ["carol", "dave"], stop=True)
    assert [card.by for card in scoring.score_sheet(ctx, one).matrix.cards] == ["bob"]


def test_whoever_may_enter_no_scorecard_is_not_asked_for_one(ctx: Context) -> None:
    users = User("rita", ("recruiter",)), User("maya", ("payroll_maker",))
    ctx = replace(ctx, config=replace(ctx.config, users=users, roles={"recruiter": (Grant("recruiting.score"),)}))
    _, one = applied(ctx, opened(ctx), "Ash")
    with pytest.raises(RuleBroken, match="maya may enter no scorecard"):
        scoring.ask_scorecards(ctx, one, ["rita", "maya"])


def test_a_scorecard_is_not_undone_and_a_second_one_stands_beside_the_first(ctx: Context) -> None:
    one = interviewed(ctx)
    bob = colleague(ctx, "bob")
    scoring.score(bob, one, GOOD, Overall.YES)
    with pytest.raises(Conflict, match="the first one stays"):
        trail.undo(bob)
    done = scoring.score(bob, one, POOR, Overall.NO)
    assert "kept" in done.notices[0]
    sheet = scoring.score_sheet(bob, one).matrix
    assert (sheet.revised, sheet.cards[0].overall) == (("bob",), Overall.NO)


def test_a_stage_is_left_once_its_scorecards_are_in(ctx: Context) -> None:
    one = interviewed(ctx)
    with pytest.raises(RuleBroken, match="1 scorecard is missing"):
        service.move(ctx, [one], "References")
    scoring.score(colleague(ctx, "bob"), one, GOOD, Overall.YES)
    service.move(ctx, [one], "References")


@pytest.mark.parametrize(
    ("ratings", "says"),
    [
        ({**GOOD, "experience": 6}, "rated 1 to 5"),
        ({"experience": 5}, "has no rating"),
        ({**GOOD, "looks": 3}, "is not rated here"),
    ],
)
def test_a_rating_that_is_missing_unknown_or_out_of_range_is_refused(
    ctx: Context, ratings: dict[str, int], says: str
) -> None:
    one = interviewed(ctx)
    with pytest.raises(RuleBroken, match=says):
        scoring.score(colleague(ctx, "bob"), one, ratings, Overall.YES)
    assert scoring.score_sheet(ctx, one).matrix.entered == ()


def test_who_is_asked_sees_only_that_application_and_no_pay(ctx: Context, ctx_as: ContextAs) -> None:
    one = interviewed(ctx)
    _, other = applied(ctx, "REQ-2026-001", "Bay")
    bob = ctx_as(Grant("recruiting.score", scope=NOWHERE), login="bob")
    sheet = scoring.score_sheet(bob, one)
    assert (sheet.candidate.name, sheet.requisition.low) == ("Ash", None)
    assert [owed.application for owed in scoring.owed_scorecards(bob)] == [one]
    with pytest.raises(NotFound):
        scoring.score_sheet(bob, other)
    with pytest.raises(NotAllowed):
        service.board(bob, "REQ-2026-001")
    scoring.score(bob, one, GOOD, Overall.YES)
    assert scoring.owed_scorecards(bob) == []


def test_a_debrief_waits_for_the_scorecards_and_is_logged_with_its_reason(ctx: Context) -> None:
    one = interviewed(ctx)
    with pytest.raises(RuleBroken, match="waits"):
        scoring.decide(ctx, one, Decision.ADVANCE, "Strong")
    for name in NAMES:
        scoring.score(colleague(ctx, name), one, GOOD, Overall.YES)
    with pytest.raises(RuleBroken, match="blank"):
        scoring.decide(ctx, one, Decision.ADVANCE, " ")
    scoring.decide(ctx, one, Decision.ADVANCE, "Strong in all", ["bob", "carol"])
    (made,) = scoring.score_sheet(ctx, one).matrix.debriefs
    assert (made.decision, made.reason, made.present) == (Decision.ADVANCE, "Strong in all", ("bob", "carol"))


def test_who_entered_one_cannot_be_asked_no_longer(ctx: Context) -> None:
    one = interviewed(ctx)
    scoring.score(colleague(ctx, "bob"), one, GOOD, Overall.YES)
    with pytest.raises(RuleBroken, match="it stays"):
        scoring.ask_scorecards(ctx, one, ["bob"], stop=True)
    scoring.ask_scorecards(ctx, one, ["carol", "dave"], stop=True)
    assert scoring.score_sheet(ctx, one).matrix.hidden == ""
