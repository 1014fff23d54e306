"""Legal holds: placed by one, released by another, and stronger than every disposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.privacyrows import HoldRow, HoldWhomRow
from hrtui.access.model import Grant, Scope
from hrtui.audit import service as trail
from hrtui.configfile.read import shipped_retention
from hrtui.context import Context, FixedClock
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.people import service
from hrtui.people.model import Termination
from hrtui.privacy import holds
from hrtui.privacy.model import HoldState, NewHold, Stands
from hrtui.recruiting import purging
from hrtui.recruiting.service import CandidateChange, add_candidate
from hrtui.retention.service import past
from tests.conftest import ContextAs
from tests.people import hire
from tests.recruiting import colleague

LATER = datetime(2029, 1, 8, 15, tzinfo=UTC)
MATTER = "EEOC 520-2026-00417"


def placed(ctx: Context, *whom: str, **values: object) -> str:
    wanted = NewHold("Smith v. Acme", MATTER, "A charge came.", whom=whom, **values)  # type: ignore[arg-type]
    holds.place(ctx, wanted)
    return holds.holds(ctx)[0].number


def test_a_hold_names_people_candidates_a_query_of_that_day_and_comparators(ctx: Context) -> None:
    named, found, beside = hire(ctx, "Ash"), hire(ctx, "Bay", department="Sales"), hire(ctx, "Cox")
    seeker = add_candidate(ctx, CandidateChange(last_name="Dee")).numbers[0]
    number = placed(ctx, named, seeker.lower(), query="dept:Sales", comparators=(beside, named))
    later = hire(ctx, "Eve", department="Sales")
    hold, under = holds.hold(ctx, number)
    assert (hold.state, hold.people, hold.candidates, hold.since) == (HoldState.STANDS, 3, 1, date(2026, 11, 23))
    assert {each.number: each.why for each in under} == {
        named: Stands.NAMED, found: Stands.QUERY, beside: Stands.COMPARATOR, seeker: Stands.NAMED,
    }  # fmt: skip
    assert holds.holds_over(ctx, found) == (number,)
    assert holds.holds_over(ctx, later) == ()
    assert not any(MATTER in str(entry) for entry in trail.log(ctx))


def test_its_release_is_asked_for_by_one_and_confirmed_by_another(ctx: Context) -> None:
    bob, carol = colleague(ctx), colleague(ctx, "carol")
    who = hire(ctx, "Ash")
    number = placed(ctx, who)
    with pytest.raises(RuleBroken, match="Nobody asked for the release"):
        holds.release(bob, number, "Settled.")
    holds.ask_release(bob, number, "Settled.")
    for one in (ctx, bob):
        with pytest.raises(RuleBroken, match="somebody else who may hold has to confirm"):
            holds.release(one, number, "Settled.")
    assert holds.holds_over(ctx, who) == (number,), "it stands while its release is asked for"
    holds.keep(carol, number, "The appeal is open.")
    holds.ask_release(ctx, number, "The appeal is over.")
    holds.release(carol, number, "Closed.")
    assert holds.holds(ctx)[0].state is HoldState.RELEASED
    assert holds.holds_over(ctx, who) == ()
    with pytest.raises(RuleBroken, match="released already"):
        holds.widen(ctx, number, [who], "Again.")
    with pytest.raises(Conflict, match="Not undone"):
        trail.undo(ctx)


def test_a_hold_without_a_name_a_reason_or_anyone_is_refused_and_leaves_nothing(ctx: Context) -> None:
    who = hire(ctx, "Ash")
    for wanted, field in (
        (NewHold("", "", "why", whom=(who,)), "name"),
        (NewHold("A", "", " ", whom=(who,)), "reason"),
        (NewHold("A", "", "why"), "whom"),
        (NewHold("A", "", "why", query="dept:Nowhere"), "whom"),
        (NewHold("A", "", "why", date(2030, 1, 1), (who,)), "since"),
    ):
        with pytest.raises(RuleBroken) as refused:
            holds.place(ctx, wanted)
        assert refused.value.field == field
    with pytest.raises(NotFound, match="9999"):
        holds.place(ctx, NewHold("A", "", "why", whom=(who, "9999")))
    assert HoldRow.select().count() == HoldWhomRow.select().count() == 0


def test_a_hold_beats_the_purge_the_removal_of_documents_and_the_list_of_what_is_past(
    ctx: Context, tmp_path: Path
) -> None:
    ruled = replace(ctx, config=replace(ctx.config, retention=shipped_retention()))
    late = replace(ruled, clock=FixedClock(LATER, "America/New_York"))
    seeker = add_candidate(ctx, CandidateChange(last_name="Dee")).numbers[0]
    gone = hire(ctx, "Ash", first_day=date(2015, 1, 5))
    file = tmp_path / "a.txt"
    file.write_text("a")
    documents.add(ctx, gone, NewDocument(file, "letter"))
    service.terminate(ctx, gone, Termination(date(2018, 1, 1), "moved"))
    assert {each.record.subject for each in past(late).past if each.record.subject} == {gone, seeker}
    number = placed(ctx, gone, seeker)
    assert [each for each in past(late).past if each.record.subject] == []
    assert past(late).held == {gone, seeker}
    with pytest.raises(RuleBroken, match=f"{seeker} is under {number}"):
        purging.purge(late, [seeker])
    with pytest.raises(RuleBroken, match=f"Not removed: {gone} is under {number}"):
        documents.remove(ctx, gone, 1)
    holds.ask_release(ctx, number, "Over.")
    holds.release(colleague(ctx), number, "Over.")
    documents.remove(ctx, gone, 1)
    purging.purge(late, [seeker])


def test_who_may_not_hold_learns_that_there_is_one_and_nothing_more(ctx: Context, ctx_as: ContextAs) -> None:
    seeker = add_candidate(ctx, CandidateChange(last_name="Dee")).numbers[0]
    number = placed(ctx, seeker)
    keeper = ctx_as(Grant("recruiting.purge"))
    late = replace(keeper, clock=FixedClock(LATER, "America/New_York"))
    with pytest.raises(RuleBroken, match="under a legal hold, which keeps everything") as refused:
        purging.purge(late, [seeker])
    assert number not in str(refused.value) and "Smith" not in str(refused.value)
    for use in (holds.holds, lambda ctx: holds.hold(ctx, number), lambda ctx: holds.holds_over(ctx, seeker)):
        with pytest.raises(NotAllowed):
            use(keeper)
    with pytest.raises(NotAllowed):
        holds.place(ctx_as(Grant("audit.read")), NewHold("A", "", "why", whom=(seeker,)))
    assert holds.holds(ctx_as(Grant("audit.read")))[0].number == number


def test_who_may_hold_some_people_alone_holds_nobody_else(ctx: Context, ctx_as: ContextAs) -> None:
    inside, outside = hire(ctx, "Ash", department="Sales"), hire(ctx, "Bay")
    bob = ctx_as(Grant("retention.hold", Scope(departments=frozenset({"Sales"}))))
    holds.place(bob, NewHold("A", "", "why", whom=(inside,)))
    with pytest.raises(NotFound):
        holds.place(bob, NewHold("A", "", "why", whom=(outside,)))


def test_a_hold_names_those_in_the_scope_alone(ctx: Context, ctx_as: ContextAs) -> None:
    here, away = hire(ctx, "Here"), hire(ctx, "Away", department="Sales")
    number = placed(ctx, here, away)
    bob = ctx_as(Grant("retention.hold", Scope(departments=frozenset({"IT"}))))
    assert [each.number for each in holds.hold(bob, number)[1]] == [here]
    assert [each.number for each in holds.hold(ctx, number)[1]] == [here, away]
