"""Recruiting from the draft of a requisition to cards that move: who may, what is told, what is kept, what undo takes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.base import database
from hrtui.access.model import Field, Grant, Scope, Sight
from hrtui.audit import service as trail
from hrtui.context import Context, FixedClock
from hrtui.errors import Conflict, NotAllowed, NotFound, RuleBroken
from hrtui.money import Money
from hrtui.recruiting import service
from hrtui.recruiting.model import ApplicationState, Owes, RequisitionState
from hrtui.recruiting.playbook import Stage, StageType
from hrtui.recruiting.service import CandidateChange, RequisitionChange
from tests.conftest import ContextAs
from tests.people import hire, statements
from tests.recruiting import applied, colleague, draft, opened

STATES = RequisitionState
READER = "recruiting.read"


def days_later(ctx: Context, days: int) -> Context:
    return replace(ctx, clock=FixedClock(datetime(2026, 11, 23 + days, 15, tzinfo=UTC), "America/New_York"))


def names(ctx: Context, number: str, stage: int) -> list[str]:
    return [card.name for card in service.board(ctx, number).columns[stage]]


def test_a_requisition_goes_from_draft_over_another_users_approval_to_open(ctx: Context) -> None:
    number = draft(ctx)
    service.request_approval(ctx, number)
    (line,) = service.requisition_list(ctx)
    assert (line.requisition.state, line.waits_for) == (STATES.REQUESTED, ("hr_generalist",))
    done = service.approve_requisition(colleague(ctx), number)
    assert done.sentence == f"Requisition {number}: it is approved."
    service.move_requisition(ctx, number, STATES.OPEN)
    sheet = service.requisition_sheet(ctx, number)
    assert sheet.line.requisition.state is STATES.OPEN
    assert [(each.role, each.by) for each in sheet.approvals] == [("hr_generalist", "bob")]


def test_a_requisition_without_what_approval_needs_names_the_field(ctx: Context) -> None:
    number = service.add_requisition(ctx, RequisitionChange(title="Engineer")).numbers[0]
    with pytest.raises(RuleBroken, match="give it a department first") as caught:
        service.request_approval(ctx, number)
    assert caught.value.field == "department"


def test_a_refused_requisition_is_a_draft_again_and_needs_a_reason(ctx: Context) -> None:
    number = draft(ctx)
    service.request_approval(ctx, number)
    with pytest.raises(RuleBroken, match="Say why"):
        service.approve_requisition(colleague(ctx), number, refuse=True)
    service.approve_requisition(colleague(ctx), number, refuse=True, reason="No budget")
    assert service.requisition_sheet(ctx, number).line.requisition.state is STATES.DRAFT


def test_who_asked_does_not_approve_and_who_lacks_the_role_neither(ctx: Context) -> None:
    number = draft(ctx)
    service.request_approval(ctx, number)
    with pytest.raises(RuleBroken, match="somebody else"):
        service.approve_requisition(colleague(ctx, "alice"), number)
    with pytest.raises(NotAllowed, match="none of the roles"):
        service.approve_requisition(colleague(ctx, "bob", "auditor_read"), number)


def test_changing_what_was_approved_asks_for_approval_again(ctx: Context) -> None:
    number = opened(ctx)
    service.change_requisition(ctx, number, RequisitionChange(note="Urgent"))
    assert service.requisition_sheet(ctx, number).line.requisition.state is STATES.OPEN
    done = service.change_requisition(ctx, number, RequisitionChange(high=Money(12_000_000)))
    assert "ask for approval anew" in done.notices[0]
    assert service.requisition_sheet(ctx, number).line.requisition.state is STATES.DRAFT


def test_two_who_change_one_requisition_are_told(ctx: Context) -> None:
    number = draft(ctx)
    stamp = service.requisition_sheet(ctx, number).line.requisition.stamp
    assert stamp is not None
    service.change_requisition(colleague(ctx), number, RequisitionChange(title="Senior engineer"))
    with pytest.raises(Conflict, match="bob changed") as caught:
        service.change_requisition(ctx, number, RequisitionChange(title="Lead"), expected=stamp.command)
    assert [(each.field, each.yours, each.theirs) for each in caught.value.clashes] == [
        ("title", "Lead", "Senior engineer")
    ]


def test_a_manager_sees_and_writes_the_requisitions_of_their_own_team_only(ctx: Context, ctx_as: ContextAs) -> None:
    boss = hire(ctx, "Boss")
    mine, other = draft(ctx, manager=boss), draft(ctx, "Clerk")
    team = ctx_as(*(Grant(each, Scope(team=True, own=True)) for each in (READER, "recruiting.require")), person=boss)
    assert [line.requisition.number for line in service.requisition_list(team)] == [mine]
    assert service.requisition_sheet(team, mine).line.requisition.low is None
    with pytest.raises(NotFound):
        service.requisition_sheet(team, other)
    with pytest.raises(NotFound):
        trail.undo(team, service.change_requisition(ctx, other, RequisitionChange(note="x")).command)


def test_a_range_of_pay_that_is_hidden_is_kept_by_who_changes_something_else(ctx: Context, ctx_as: ContextAs) -> None:
    number = draft(ctx)
    blind = ctx_as(Grant("recruiting.require"), Grant(READER))
    service.change_requisition(blind, number, RequisitionChange(title="Lead"))
    found = service.requisition_sheet(ctx, number).line.requisition
    assert (found.title, found.low, found.high) == ("Lead", Money(7_000_000), Money(9_000_000))
    with pytest.raises(NotAllowed, match="may not see pay"):
        service.change_requisition(blind, number, RequisitionChange(low=Money(1)))


def test_the_range_of_pay_stands_masked_in_the_trail_of_who_does_not_see_it(ctx: Context, ctx_as: ContextAs) -> None:
    number = draft(ctx)
    auditor = ctx_as(Grant("audit.read"))
    changes = {each.field: each.after for entry in trail.log(auditor, subject=number) for each in entry.entry.changes}
    assert changes["low"] == "(masked)" == changes["high"]
    assert changes["title"] == "Engineer"


def test_stages_stay_those_the_requisition_was_made_with_until_they_are_changed(ctx: Context) -> None:
    number = draft(ctx)
    stages = (Stage("Start", StageType.NEW), Stage("Hired", StageType.HIRED))
    service.change_requisition(ctx, number, RequisitionChange(stages=stages))
    assert service.requisition_sheet(ctx, number).line.requisition.stages == stages


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"department": "Nowhere"}, "department"),
        ({"openings": 0}, "openings"),
        ({"low": Money(9_000_001)}, "high"),
        ({"high": Money(-1)}, "high"),
        ({"template": "none"}, "template"),
        ({"manager": "9999"}, "manager"),
        ({"target_start": date(2036, 1, 1)}, "target_start"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_saved(
    ctx: Context, change: dict[str, object], field: str
) -> None:
    number = draft(ctx)
    before = service.requisition_sheet(ctx, number)
    with pytest.raises(RuleBroken) as caught:
        service.change_requisition(ctx, number, RequisitionChange(**change))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert service.requisition_sheet(ctx, number) == before


def test_a_candidate_applies_once_to_a_requisition_and_as_often_as_they_like_to_others(ctx: Context) -> None:
    first, second = opened(ctx), opened(ctx, "Clerk")
    who, _ = applied(ctx, first)
    service.apply(ctx, second, [who])
    with pytest.raises(RuleBroken, match="applied to .* already"):
        service.apply(ctx, first, [who])
    sheet = service.candidate_sheet(ctx, who)
    assert [wanted.number for _, wanted in sheet.applications] == [second, first]


def test_nobody_applies_to_a_draft_and_nobody_marked_do_not_hire_applies(ctx: Context) -> None:
    number = draft(ctx)
    with pytest.raises(RuleBroken, match="applications go to open ones"):
        applied(ctx, number)
    assert list(service.candidate_list(ctx)) == []
    with pytest.raises(RuleBroken, match="do-not-hire"):
        applied(ctx, opened(ctx, "Clerk"), barred=True)


def test_answers_to_knock_out_questions_are_checked_and_those_that_fail_stand_on_the_card(ctx: Context) -> None:
    number = opened(ctx, template="engineer")
    change = CandidateChange(last_name="Doe")
    for answers, says in (({"pets": "yes"}, "does not ask"), ({"experience": "long"}, "a whole number")):
        with pytest.raises(RuleBroken, match=says):
            service.add_candidate(ctx, change, apply_to=number, answers=answers)
    service.add_candidate(ctx, change, apply_to=number, answers={"work_permit": "Yes", "experience": "1"})
    assert service.board(ctx, number).columns[0][0].missed == ("experience",)


def test_cards_stand_in_their_stage_the_longest_first_and_the_late_are_known(ctx: Context) -> None:
    number = opened(ctx)
    _, old = applied(ctx, number, "Old")
    applied(days_later(ctx, 4), number, "Young")
    board = service.board(days_later(ctx, 4), number)
    assert [(card.name, card.days, card.limit, card.late) for card in board.columns[0]] == [
        ("Old", 4, 3, True),
        ("Young", 0, 3, False),
    ]
    service.move(days_later(ctx, 4), [old], "phone screen")
    assert names(days_later(ctx, 4), number, 1) == ["Old"]
    assert service.board(days_later(ctx, 4), number).columns[1][0].days == 0


def test_the_board_as_of_a_past_day_is_as_it_was_and_is_not_written(ctx: Context) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number)
    later = days_later(ctx, 3)
    service.move(later, [one], "Phone screen")
    past = replace(later, lens=date(2026, 11, 24))
    assert (names(past, number, 0), names(past, number, 1)) == (["Doe"], [])
    with pytest.raises(RuleBroken, match="read-only"):
        service.move(past, [one], "New")


def test_moving_many_is_one_command_all_or_none_and_undone_as_one(ctx: Context) -> None:
    number = opened(ctx)
    both = [applied(ctx, number, name)[1] for name in ("Ash", "Bay")]
    service.move(ctx, both, "Phone screen")
    service.move(ctx, both[:1], "Interview")
    with pytest.raises(RuleBroken, match="1 scorecard is missing"):
        service.move(ctx, both, "References")
    assert (names(ctx, number, 1), names(ctx, number, 2)) == (["Bay"], ["Ash"])
    trail.undo(ctx)
    trail.undo(ctx)
    assert names(ctx, number, 0) == ["Ash", "Bay"]


def test_two_recruiters_moving_one_card_the_second_is_told_and_nothing_moves(ctx: Context) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number)
    (card,) = service.board(ctx, number).columns[0]
    stamp = card.application.stamp
    assert stamp is not None
    service.move(colleague(ctx), [one], "Phone screen")
    with pytest.raises(Conflict, match="bob moved Doe to Phone screen") as caught:
        service.move(ctx, [one], "Interview", expected={one: stamp.command})
    assert caught.value.clashes[0].by == "bob"
    assert names(ctx, number, 1) == ["Doe"]


def test_a_rejection_needs_a_reason_and_owes_a_message_until_it_is_waived(ctx: Context) -> None:
    number = opened(ctx)
    who, one = applied(ctx, number)
    with pytest.raises(RuleBroken, match="Give a reason"):
        service.reject(ctx, [one], "because")
    with pytest.raises(RuleBroken, match="candidate's reason"):
        service.reject(ctx, [one], "other_offer")
    service.reject(ctx, [one], "skills", "Not this time")
    held = service.candidate_sheet(ctx, who).applications[0][0]
    assert (held.state, held.reason, held.owes) == (ApplicationState.REJECTED, "skills", Owes.OWED)
    assert service.board(ctx, number).count == 0
    assert service.board(ctx, number, ended=True).count == 1
    service.waive_message(ctx, [one])
    assert service.candidate_sheet(ctx, who).applications[0][0].owes is Owes.WAIVED
    service.reopen(ctx, [one])
    assert names(ctx, number, 0) == ["Doe"]


def test_who_withdrew_is_owed_nothing(ctx: Context) -> None:
    number = opened(ctx)
    who, one = applied(ctx, number)
    service.withdraw(ctx, [one], "other_offer")
    held = service.candidate_sheet(ctx, who).applications[0][0]
    assert (held.state, held.owes) == (ApplicationState.WITHDRAWN, Owes.NOTHING)


def test_what_comes_next_stands_on_the_card_until_it_is_emptied(ctx: Context) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number)
    service.plan_next(ctx, [one], action="Call", on=date(2026, 11, 25), owner="carol", rating=4)
    (card,) = service.board(ctx, number).columns[0]
    held = card.application
    assert (held.next_action, held.next_on, held.owner, held.rating) == ("Call", date(2026, 11, 25), "carol", 4)
    service.plan_next(ctx, [one], action="")
    held = service.board(ctx, number).columns[0][0].application
    assert (held.next_action, held.next_on, held.owner) == ("", None, "carol")
    with pytest.raises(RuleBroken, match="1 to 5"):
        service.plan_next(ctx, [one], rating=6)
    with pytest.raises(RuleBroken, match="so already"):
        service.plan_next(ctx, [one], owner="carol")


def test_words_find_candidates_by_name_address_headline_and_tag_and_undo_takes_them_out_of_the_list(
    ctx: Context,
) -> None:
    service.add_candidate(ctx, CandidateChange(first_name="Zoë", last_name="Müller", email="zoe@example.com"), ["Rust"])
    service.add_candidate(ctx, CandidateChange(last_name="Ash", headline="Data engineer", pool=True))
    for words, count in (("muller", 1), ("zoe@ex", 1), ("rust", 1), ("engineer", 1), ("as", 1), ("nobody", 0), ("", 2)):
        assert len(service.candidate_list(ctx, words)) == count, words
    assert len(service.candidate_list(ctx, pool=True)) == 1
    trail.undo(ctx)
    assert len(service.candidate_list(ctx)) == 1
    (line,) = service.candidate_page(ctx, service.candidate_list(ctx))
    assert line is not None and (line.name, line.tags) == ("Müller, Zoë", "rust")


def test_consent_counts_from_the_day_of_entry_for_the_months_of_the_file(ctx: Context) -> None:
    number = service.add_candidate(ctx, CandidateChange(last_name="Ash")).numbers[0]
    held = service.candidate_sheet(ctx, number).candidate
    assert (held.consent_from, held.consent_until) == (date(2026, 11, 23), date(2028, 11, 23))
    with pytest.raises(RuleBroken, match="before it was given"):
        service.change_candidate(ctx, number, CandidateChange(consent_until=date(2020, 1, 1)))


def test_the_trail_says_that_a_candidate_gave_something_and_never_what(ctx: Context) -> None:
    number = service.add_candidate(
        ctx, CandidateChange(last_name="Quux", email="quux@example.com", note="Tall")
    ).numbers[0]
    service.change_candidate(ctx, number, CandidateChange(note="Short", source="website"), ["rust"])
    rows = database.obj.execute_sql("SELECT changes, detail FROM audit WHERE subject = ?", (number,)).fetchall()
    text = repr(rows)
    assert "(given)" in text and "website" in text
    assert not any(secret in text for secret in ("Quux", "quux@", "Tall", "Short"))


def test_who_does_not_recruit_reads_nothing_and_a_manager_only_who_applied_to_them(
    ctx: Context, ctx_as: ContextAs
) -> None:
    boss = hire(ctx, "Boss")
    mine, other = opened(ctx, manager=boss), opened(ctx, "Clerk")
    own, theirs = applied(ctx, mine, "Ash")[0], applied(ctx, other, "Bay")[0]
    with pytest.raises(NotAllowed):
        service.candidate_list(ctx_as(Grant("people.read")))
    manager = ctx_as(Grant(READER, Scope(own=True)), person=boss)
    (line,) = service.candidate_page(manager, service.candidate_list(manager))
    assert line is not None and line.number == own
    with pytest.raises(NotFound):
        service.candidate_sheet(manager, theirs)
    with pytest.raises(NotAllowed):
        service.move(manager, ["APP-00001"], "Phone screen")


def test_a_list_takes_as_many_queries_for_many_as_for_few(ctx: Context) -> None:
    number = opened(ctx)
    applied(ctx, number, "Ash")

    def counted() -> tuple[int, int, int]:
        counts = []
        for read in (
            lambda: service.board(ctx, number),
            lambda: service.requisition_list(ctx),
            lambda: service.candidate_page(ctx, service.candidate_list(ctx)),
        ):
            with statements() as seen:
                read()
            counts.append(len(seen))
        return counts[0], counts[1], counts[2]

    few = counted()
    for name in ("Bay", "Cove", "Dale"):
        applied(ctx, number, name)
    assert counted() == few


def test_pay_of_a_requisition_is_shown_by_the_grant_that_reads_it(ctx: Context, ctx_as: ContextAs) -> None:
    number = draft(ctx)
    seen = ctx_as(Grant(READER, fields={Field.PAY: Sight.SHOWN}))
    assert service.requisition_sheet(seen, number).line.requisition.high == Money(9_000_000)


def test_what_happened_with_a_candidate_is_told_by_the_days_of_the_company(ctx: Context) -> None:
    number = opened(ctx)
    evening = replace(ctx, clock=FixedClock(datetime(2026, 11, 24, 2, tzinfo=UTC), "America/New_York"))
    who, _ = applied(evening, number, "Ash")
    (line,) = service.candidate_sheet(ctx, who).timeline
    assert line.on == date(2026, 11, 23)


def test_rejecting_tells_who_is_owed_a_message(ctx: Context) -> None:
    number = opened(ctx)
    both = [applied(ctx, number, last)[1] for last in ("Ash", "Bay")]
    assert service.reject(ctx, both, "skills").notices == ("2 are owed a message; the outbox writes it.",)


def test_names_with_commas_are_told_apart(ctx: Context) -> None:
    number = opened(ctx)
    three = [applied(ctx, number, last, first_name="Jo")[1] for last in ("Ash", "Bay", "Cod")]
    assert service.move(ctx, three, "Interview").sentence == "Ash, Jo; Bay, Jo and Cod, Jo are in Interview."
