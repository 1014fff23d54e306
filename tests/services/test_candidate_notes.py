"""Notes about candidates, and the timeline of everything: in order, blind, and in as many queries for many as for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import audit
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.dates import Period
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.interviews import scheduling
from hrtui.interviews.asking import Asked, part
from hrtui.interviews.spans import minute_of
from hrtui.money import Money
from hrtui.recruiting import filing, merging, messaging, offering, purging, scoring, service
from hrtui.recruiting.kept import LONGEST_NOTE, NewFile
from hrtui.recruiting.noting import add_note, change_note, drop_note, notes
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.scorecards import Decision, Overall
from hrtui.recruiting.service import CandidateChange
from tests.conftest import ContextAs
from tests.people import hire, statements
from tests.recruiting import applied, colleague, opened

READ, WORK = "recruiting.read", "recruiting.work"
GOOD = {"experience": 5, "communication": 4, "teamwork": 4, "motivation": 5}
SECRET = "Xyzzy"


def enter(ctx: Context, last: str = "Ash") -> str:
    return service.add_candidate(ctx, CandidateChange(last_name=last)).numbers[0]


def texts(ctx: Context, number: str) -> list[str]:
    return [each.text for each in notes(ctx, number)]


def told(ctx: Context, number: str) -> list[str]:
    """What the timeline says, oldest first."""
    return [each.what for each in service.candidate_sheet(ctx, number).timeline][::-1]


def test_notes_are_added_changed_taken_out_and_every_step_is_undone(ctx: Context) -> None:
    who = enter(ctx)
    add_note(ctx, who, "First\r\nsecond line  \n")
    add_note(ctx, who, "Other")
    assert texts(ctx, who) == ["First\nsecond line", "Other"]
    change_note(ctx, who, 1, "Changed")
    drop_note(ctx, who, 1)
    assert [(each.number, each.text) for each in notes(ctx, who)] == [(2, "Other")]
    for left in (["Changed", "Other"], ["First\nsecond line", "Other"], ["First\nsecond line"], []):
        trail.undo(ctx)
        assert texts(ctx, who) == left


def test_a_blank_note_one_that_is_too_long_and_one_that_changes_nothing_are_refused(ctx: Context) -> None:
    who = enter(ctx)
    for text, says in ((" \n\x1b[2J", "is blank"), ("x" * (LONGEST_NOTE + 1), "more than 4,000")):
        with pytest.raises(RuleBroken, match=says) as caught:
            add_note(ctx, who, text)
        assert caught.value.field == "text"
    add_note(ctx, who, "x" * LONGEST_NOTE)
    with pytest.raises(RuleBroken, match="says that already"):
        change_note(ctx, who, 1, "x" * LONGEST_NOTE)
    with pytest.raises(NotFound, match="no note 2"):
        drop_note(ctx, who, 2)


def test_the_second_of_two_who_change_or_take_out_one_note_is_told(ctx: Context) -> None:
    who = enter(ctx)
    add_note(ctx, who, "First")
    (held,) = notes(ctx, who)
    assert held.stamp is not None
    change_note(colleague(ctx), who, 1, "Theirs", expected=held.stamp.command)
    with pytest.raises(Conflict, match="bob changed note 1"):
        change_note(ctx, who, 1, "Mine", expected=held.stamp.command)
    with pytest.raises(Conflict, match="bob changed note 1"):
        drop_note(ctx, who, 1, expected=held.stamp.command)
    assert texts(ctx, who) == ["Theirs"]


def test_the_trail_says_that_a_note_was_given_and_never_what_it_says_and_a_purge_empties_it(ctx: Context) -> None:
    who = enter(ctx)
    add_note(ctx, who, f"About {SECRET}")
    change_note(ctx, who, 1, f"More about {SECRET}")
    assert SECRET not in repr(audit.entries(50))
    assert [each.entry.changes[0].field for each in audit.entries(2)] == ["candidate.notes", "candidate.notes"]
    later = replace(ctx, clock=FixedClock(datetime(2029, 1, 8, 15, tzinfo=UTC), "America/New_York"))
    purging.purge(later, [who])
    assert texts(ctx, who) == []
    assert SECRET not in repr(service.candidate_sheet(ctx, who))
    with pytest.raises(RuleBroken, match="was emptied"):
        add_note(ctx, who, "Again")


def test_notes_of_the_merged_are_seen_under_the_kept_one_and_parted_again(ctx: Context) -> None:
    kept, gone = enter(ctx, "Ash"), enter(ctx, "Ashe")
    add_note(ctx, gone, "Of gone")
    add_note(ctx, kept, "Of kept")
    merging.merge(ctx, kept, gone)
    assert texts(ctx, kept) == ["Of gone", "Of kept"]
    with pytest.raises(RuleBroken, match=f"merged into {kept}"):
        add_note(ctx, gone, "x")
    assert f"{gone} merged into {kept}" in told(ctx, kept)
    merging.unmerge(ctx, gone)
    assert (texts(ctx, kept), texts(ctx, gone)) == (["Of kept"], ["Of gone"])


def test_notes_take_the_rights_of_candidates_and_reach_as_far(ctx: Context, ctx_as: ContextAs) -> None:
    who = enter(ctx)
    add_note(ctx, who, "Seen")
    reader = ctx_as(Grant(READ))
    team = ctx_as(*(Grant(each, Scope(team=True, own=True)) for each in (READ, WORK)))
    assert texts(reader, who) == ["Seen"]
    acts: tuple[Callable[[], object], ...] = (
        lambda: add_note(reader, who, "x"),
        lambda: change_note(reader, who, 1, "x"),
        lambda: drop_note(reader, who, 1),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        notes(team, who)
    with pytest.raises(NotFound):
        add_note(team, who, "x")


def full(ctx: Context, tmp_path: Path, times: int = 1) -> tuple[str, str]:
    """A candidate with some of everything."""
    who, one = applied(ctx, opened(ctx), "Ash", first_name="Jo", email="jo@example.com")
    for at in range(times):
        paper = tmp_path / f"life{at}.pdf"
        paper.write_text(f"%PDF {at}")
        filing.file(ctx, who, NewFile(paper, "resume", f"Life {at}"))
        add_note(ctx, who, f"Call {at}\nin the morning")
        number = messaging.write_messages(ctx, [one], "received").numbers[0]
        messaging.settle_message(ctx, number, sent=True)
    return who, one


def test_the_timeline_tells_everything_in_the_order_it_was_entered(ctx: Context, tmp_path: Path) -> None:
    who, one = full(ctx, tmp_path)
    filing.unfile(ctx, who, 1)
    drop_note(ctx, who, 1)
    service.change_candidate(ctx, who, CandidateChange(city="Dover"))
    scoring.ask_scorecards(ctx, one, ["bob"])
    scoring.score(colleague(ctx), one, GOOD, Overall.STRONG_YES, SECRET)
    scoring.decide(ctx, one, Decision.ADVANCE, SECRET)
    offer = offering.make_offer(
        ctx, one, OfferChange(rate=Money(8_500_000), first_day=datetime(2027, 1, 4).date())
    ).numbers[0]
    offering.request_offer(ctx, offer)
    offering.approve_offer(colleague(ctx), offer)
    offering.send_offer(ctx, offer)
    offering.decline_offer(ctx, offer)
    assert told(ctx, who) == [
        "Applied, in New", "Document added: “Life 0” (Résumé)", "Note added: “Call 0”",
        "Message MSG-00001 written: “Your application as Engineer”", "Message MSG-00001 sent: “Your application as Engineer”",
        "Document taken out: “Life 0” (Résumé)", "Note taken out: “Call 0”", "Changed who they are or what they gave",
        "bob asked for a scorecard of New", "Scorecard of bob is in", "A debrief was logged", f"Offer {offer} made, 85,000.00 annual",
        f"Offer {offer} waits for approval", f"Offer {offer} approved", f"Offer {offer} sent", f"Offer {offer} rejected by the candidate",
    ]  # fmt: skip
    assert SECRET not in repr(service.candidate_sheet(ctx, who))


def test_the_timeline_tells_interviews_as_they_were_booked_and_cancelled(ctx: Context) -> None:
    who, one = applied(ctx, opened(ctx), "Ash")
    panel = hire(ctx, "Panel", email="p@example.com")
    ten = minute_of(datetime(2026, 11, 30, 15, tzinfo=UTC))
    asked = Asked((part(f"60:{panel}"),), Period(date(2026, 11, 30), date(2026, 12, 4)))
    number = scheduling.schedule(ctx, one, asked, ten).numbers[0]
    scheduling.cancel(ctx, number, "Not needed")
    assert told(ctx, who) == [
        "Applied, in New",
        f"Interview {number} scheduled for 2026-11-30 10:00",
        f"Interview {number} cancelled",
    ]


def test_pay_in_the_timeline_is_for_who_may_see_pay(ctx: Context, ctx_as: ContextAs) -> None:
    who, one = applied(ctx, opened(ctx), "Ash")
    offering.make_offer(ctx, one, OfferChange(rate=Money(8_500_000), first_day=datetime(2027, 1, 4).date()))
    paid, blind = ctx_as(Grant(READ, fields={Field.PAY: Sight.SHOWN})), ctx_as(Grant(READ))
    assert "Offer OFF-00001 made, 85,000.00 annual" in told(paid, who)
    assert "Offer OFF-00001 made" in told(blind, who)
    assert "85,000" not in repr(service.candidate_sheet(blind, who))


def test_what_is_about_a_requisition_that_one_may_not_see_is_not_told(ctx: Context, ctx_as: ContextAs) -> None:
    boss = hire(ctx, "Mine")
    number = opened(ctx, "Clerk", manager=boss)
    who, _ = applied(ctx, number, "Ash", email="a@example.com")
    other = service.apply(ctx, opened(ctx, "Engineer"), [who]).numbers[0]
    messaging.write_messages(ctx, [other], "received")
    team = ctx_as(Grant(READ, Scope(team=True, own=True)), person=boss)
    assert told(team, who) == ["Applied, in New"]
    assert "Engineer" not in repr(service.candidate_sheet(team, who))


def test_a_page_of_a_candidate_takes_as_many_queries_for_much_as_for_little(ctx: Context, tmp_path: Path) -> None:
    who, one = full(ctx, tmp_path)
    offering.make_offer(ctx, one, OfferChange(rate=Money(8_500_000), first_day=datetime(2027, 1, 4).date()))
    with statements() as few:
        service.candidate_sheet(ctx, who)
    for at in range(5):
        paper = tmp_path / f"more{at}.pdf"
        paper.write_text(f"{at}")
        filing.file(ctx, who, NewFile(paper, "certificate"))
        add_note(ctx, who, f"Note {at}")
        scoring.ask_scorecards(ctx, one, [f"user{at}"])
        service.apply(ctx, opened(ctx), [who])
    with statements() as many:
        sheet = service.candidate_sheet(ctx, who)
    assert (len(sheet.documents), len(sheet.notes), len(sheet.applications)) == (6, 6, 6)
    assert len(many) == len(few) <= 30
