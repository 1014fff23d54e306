"""Where requisitions and applications may go, what stages ask for, and what of an address and a number is compared."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people.model import Basis
from hrtui.recruiting import rules
from hrtui.recruiting.deck import Board, Deck
from hrtui.recruiting.keys import email_key, name_key, phone_key
from hrtui.recruiting.model import (
    Application,
    ApplicationState,
    Approval,
    ApprovalState,
    Card,
    Requisition,
    RequisitionState,
)
from hrtui.recruiting.playbook import AnswerKind, Question, Reason, Side, Stage, StageType
from hrtui.recruiting.playbook import Approval as Approver

DAY = date(2026, 11, 23)
STAGES = (
    Stage("New", StageType.NEW, 3),
    Stage("Screen", StageType.SCREEN, 5, documents=("resume",)),
    Stage("Interview", StageType.INTERVIEW, 10, scorecards=2),
    Stage("Offer", StageType.OFFER, 7),
    Stage("Hired", StageType.HIRED),
)
WANTED = Requisition("REQ-2026-001", "Engineer", stages=STAGES, state=RequisitionState.OPEN)
ALL = rules.Held({"Interview": 2}, frozenset(("resume",)))
NONE = rules.Held({})


def at(stage: str, state: ApplicationState = ApplicationState.ACTIVE) -> Application:
    return Application("APP-00001", 1, 1, DAY, state, stage, DAY)


@given(st.lists(st.tuples(st.sampled_from(STAGES), st.integers(0, 2), st.booleans()), max_size=12))
def test_no_sequence_of_moves_leaves_a_stage_forward_without_what_it_asks_for(
    wishes: list[tuple[Stage, int, bool]],
) -> None:
    now = at("New")
    for to, cards, resume in wishes:
        held = rules.Held({"Interview": cards}, frozenset(("resume",)) if resume else frozenset())
        here, there = WANTED.place(now.stage), WANTED.place(to.name)
        try:
            rules.check_move(WANTED, now, "Doe", to, held)
        except RuleBroken:
            continue
        assert to.type is not StageType.HIRED
        if there > here:
            left = STAGES[here:there]
            assert resume or all("resume" not in stage.documents for stage in left)
            assert cards >= max((stage.scorecards for stage in left), default=0)
        now = replace(now, stage=to.name)


@pytest.mark.parametrize(
    ("stage", "to", "held", "says"),
    [
        ("New", "New", ALL, "is in New already"),
        ("Screen", "Interview", NONE, "the document resume is missing"),
        ("Interview", "Offer", rules.Held({"Interview": 1}, frozenset(("resume",))), "1 scorecard is missing"),
        ("Interview", "Offer", NONE, "2 scorecards are missing"),
        ("New", "Offer", NONE, "cannot leave Screen yet"),
        ("Offer", "Hired", ALL, "by accepting an offer"),
    ],
)
def test_a_move_that_is_not_allowed_says_why(stage: str, to: str, held: rules.Held, says: str) -> None:
    target = WANTED.stage(to)
    assert target is not None
    with pytest.raises(RuleBroken, match=says):
        rules.check_move(WANTED, at(stage), "Doe", target, held)


def test_moving_back_is_free_and_nobody_moves_on_hold_or_once_it_is_over() -> None:
    rules.check_move(WANTED, at("Offer"), "Doe", STAGES[0], NONE)
    with pytest.raises(RuleBroken, match="on hold"):
        rules.check_move(replace(WANTED, state=RequisitionState.ON_HOLD), at("Offer"), "Doe", STAGES[0], NONE)
    with pytest.raises(RuleBroken, match="reopen it first"):
        rules.check_move(WANTED, at("Offer", ApplicationState.REJECTED), "Doe", STAGES[0], NONE)


@given(st.lists(st.sampled_from(list(RequisitionState)), max_size=10))
def test_a_requisition_never_opens_without_having_been_approved(steps: list[RequisitionState]) -> None:
    now, approved = replace(WANTED, state=RequisitionState.DRAFT), False
    for to in steps:
        try:
            rules.check_requisition_move(now, to, "reason")
        except RuleBroken:
            continue
        approved = (approved or to is RequisitionState.APPROVED) and to is not RequisitionState.DRAFT
        now = replace(now, state=to)
        assert to is not RequisitionState.OPEN or approved


def test_an_end_and_a_hold_need_a_reason_and_what_is_over_stays_over() -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        rules.check_requisition_move(WANTED, RequisitionState.CANCELLED)
    with pytest.raises(RuleBroken, match="it is over"):
        rules.check_requisition_move(replace(WANTED, state=RequisitionState.CLOSED), RequisitionState.OPEN)


def test_who_asked_never_approves_and_nobody_answers_twice() -> None:
    asked = [Approval("hr", ApprovalState.REQUESTED), Approval("cfo", ApprovalState.APPROVED, "carol")]
    rules.check_approver(asked, "hr", "bob", "alice")
    for role, actor, says in (("hr", "alice", "somebody else"), ("cfo", "bob", "already"), ("ceo", "bob", "not asked")):
        with pytest.raises(RuleBroken, match=says):
            rules.check_approver(asked, role, actor, "alice")
    assert not rules.all_approved(asked)


@pytest.mark.parametrize(
    ("pay", "basis", "roles"),
    [
        (Money(9_999_999), Basis.ANNUAL, ("hr",)),
        (Money(10_000_000), Basis.ANNUAL, ("hr", "cfo")),
        (Money(4_807), Basis.HOURLY, ("hr",)),
        (Money(4_808), Basis.HOURLY, ("hr", "cfo")),
        (None, Basis.ANNUAL, ("hr",)),
    ],
)
def test_more_roles_approve_from_an_annual_pay_on(pay: Money | None, basis: Basis, roles: tuple[str, ...]) -> None:
    declared = (Approver("hr"), Approver("cfo", Decimal(100_000)))
    assert rules.approvers(declared, rules.annual(pay, basis)) == roles


@pytest.mark.parametrize(
    ("side", "to", "allowed"),
    [
        (Side.COMPANY, ApplicationState.REJECTED, True),
        (Side.OTHER, ApplicationState.REJECTED, True),
        (Side.CANDIDATE, ApplicationState.REJECTED, False),
        (Side.CANDIDATE, ApplicationState.WITHDRAWN, True),
        (Side.COMPANY, ApplicationState.WITHDRAWN, False),
    ],
)
def test_the_company_rejects_and_candidates_withdraw(side: Side, to: ApplicationState, allowed: bool) -> None:
    reason = Reason("r", "Reason", side)
    if allowed:
        assert rules.check_ending(at("New"), "Doe", reason, to) is reason
        return
    with pytest.raises(RuleBroken):
        rules.check_ending(at("New"), "Doe", reason, to)


@pytest.mark.parametrize(("days", "limit", "late"), [(3, 3, False), (4, 3, True), (400, 0, False)])
def test_a_card_is_late_the_day_after_its_limit(days: int, limit: int, late: bool) -> None:
    since = DAY - timedelta(days=days)
    assert rules.days_in(since, DAY) == days
    assert Card(replace(at("New"), since=since), "CAN-00001", "Doe", "", days, limit).late is late


def test_an_answer_that_does_not_pass_is_named_and_one_not_given_is_not() -> None:
    asked = (Question("permit", "?"), Question("years", "?", AnswerKind.NUMBER, "2"))
    assert rules.missed(asked, {"permit": "no", "years": "1"}) == ("permit", "years")
    assert rules.missed(asked, {"permit": "Yes", "years": "2"}) == ()
    assert rules.missed(asked, {}) == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ann.Doe+jobs@Example.com", "ann.doe@example.com"),
        ("a.n.n@googlemail.com", "ann@gmail.com"),
        ("+x@example.com", "+x@example.com"),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_addresses_that_reach_one_inbox_are_one(text: str, key: str) -> None:
    assert email_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("(617) 555-0100", "6175550100"),
        ("+1 617.555.0100 x12", "6175550100"),
        ("555-01", ""),
        ("+44 20 7946 0000", "442079460000"),
    ],
)
def test_numbers_that_ring_one_phone_are_one(text: str, key: str) -> None:
    assert phone_key(text) == key


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_name_is_the_same_whichever_part_comes_first(first: str, last: str) -> None:
    assert name_key(first, last) == name_key(last, first)


def card(number: int, stage: str, days: int) -> Card:
    application = Application(
        f"APP-{number:05}", number, 1, DAY, ApplicationState.ACTIVE, stage, DAY - timedelta(days=days), id=number
    )
    return Card(application, f"CAN-{number:05}", f"Doe {number:02}", "", days, 0)


@given(st.lists(st.tuples(st.sampled_from(STAGES), st.integers(0, 30)), min_size=1, max_size=20), st.data())
def test_a_board_after_a_move_is_the_board_as_it_would_be_read(
    cards: list[tuple[Stage, int]], data: st.DataObject
) -> None:
    held = [card(number, stage.name, days) for number, (stage, days) in enumerate(cards, 1)]

    def read(found: list[Card]) -> Board:
        ordered = sorted(found, key=rules.longest_first)
        stages = ([each for each in ordered if each.application.stage == stage.name] for stage in STAGES)
        ids = tuple(array("q", [each.application.id for each in column]) for column in stages)
        return Board(WANTED, ids, Deck({each.application.id: (each,) for each in found}, lambda row: row[0]))

    moving = data.draw(st.lists(st.sampled_from(held), min_size=1, unique_by=id))
    to = data.draw(st.sampled_from(STAGES))
    moved = {each.application.id: replace(each.application, stage=to.name, since=DAY) for each in moving}
    before = read(held)
    after, fresh = rules.moved_on(before, moving, moved)
    expected = [
        replace(each, application=moved[each.application.id], days=0, limit=to.days) if each in moving else each
        for each in held
    ]
    assert after.columns == read(expected).columns
    assert {each.application.id for each in fresh} == moved.keys()
    before.deck.put(moving)
    assert before.columns == read(held).columns, "what was painted ahead is taken back whole"
    assert rules.moved_on(after, moving, moved)[0].columns == read(expected).columns, (
        "moved again they stay where they are"
    )


@given(
    st.sampled_from(STAGES),
    st.sampled_from(STAGES),
    st.sampled_from(ApplicationState),
    st.builds(rules.Held, st.dictionaries(st.sampled_from([each.name for each in STAGES]), st.integers(0, 3)),
              st.frozensets(st.sampled_from(("resume", "letter")))),
)  # fmt: skip
def test_what_surely_moves_moves_whatever_is_on_file(
    here: Stage, to: Stage, state: ApplicationState, held: rules.Held
) -> None:
    each = at(here.name, state)
    if rules.surely_moves(WANTED, [Card(each, "CAN-00001", "Ash, Jo", "", 0, 0)], to):
        rules.check_move(WANTED, each, "Ash, Jo", to, held)
