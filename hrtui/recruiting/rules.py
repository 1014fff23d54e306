"""How requisitions and applications move, and what must be there before they do; pure."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people.model import Basis
from hrtui.recruiting.deck import Board
from hrtui.recruiting.model import (
    Application,
    ApplicationState,
    Approval,
    ApprovalState,
    Card,
    Owes,
    Requisition,
    RequisitionState,
)
from hrtui.recruiting.playbook import AnswerKind, Question, Reason, Side, Stage, StageType
from hrtui.recruiting.playbook import Approval as Approver
from hrtui.text import listed

HOURS_A_YEAR = 2_080
STATES = RequisitionState
NEXT: dict[RequisitionState, tuple[RequisitionState, ...]] = {
    STATES.DRAFT: (STATES.REQUESTED, STATES.CANCELLED),
    STATES.REQUESTED: (STATES.APPROVED, STATES.DRAFT, STATES.CANCELLED),
    STATES.APPROVED: (STATES.OPEN, STATES.ON_HOLD, STATES.CANCELLED),
    STATES.OPEN: (STATES.ON_HOLD, STATES.FILLED, STATES.CANCELLED, STATES.CLOSED),
    STATES.ON_HOLD: (STATES.OPEN, STATES.CANCELLED, STATES.CLOSED),
    STATES.FILLED: (STATES.OPEN, STATES.CLOSED),
    STATES.CANCELLED: (),
    STATES.CLOSED: (),
}
SPOKEN = {
    STATES.DRAFT: "a draft",
    STATES.REQUESTED: "waiting for approval",
    STATES.APPROVED: "approved",
    STATES.OPEN: "open",
    STATES.ON_HOLD: "on hold",
    STATES.FILLED: "filled",
    STATES.CANCELLED: "cancelled",
    STATES.CLOSED: "closed",
}
LISTED = SPOKEN | {STATES.DRAFT: "draft", STATES.REQUESTED: "to approve"}
"""As `SPOKEN`, where there is little room."""
REASONED = (STATES.ON_HOLD, STATES.CANCELLED)
"""The states that need a reason."""
EDITABLE = (STATES.DRAFT, STATES.APPROVED, STATES.OPEN, STATES.ON_HOLD)
NEEDS_APPROVAL = ("title", "department", "openings", "low", "high", "basis", "employment_type", "grade", "position")
"""What was approved: changing it after the request asks for approval again."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is on file of an application when it is to leave a stage: the scorecards that are in by stage, and kinds of documents."""

    scorecards: Mapping[str, int]
    documents: frozenset[str] = frozenset()


NOTHING_HELD = Held({})


def check_requisition_move(requisition: Requisition, to: RequisitionState, reason: str = "") -> None:
    """Raise RuleBroken where a requisition may not move to a state, or a reason is missing."""
    if to not in NEXT[requisition.state]:
        if to is requisition.state:
            raise RuleBroken(f"Requisition {requisition.number} is {SPOKEN[to]} already.", "state")
        there = [SPOKEN[state] for state in NEXT[requisition.state]]
        then = f"it can become {listed(there)}" if there else "it is over; write a new one"
        raise RuleBroken(
            f"Requisition {requisition.number} is {SPOKEN[requisition.state]} and cannot become {SPOKEN[to]}: {then}.",
            "state",
        )
    if to in REASONED and not reason:
        raise RuleBroken(f"Say why requisition {requisition.number} becomes {SPOKEN[to]}.", "reason")


def check_complete(requisition: Requisition) -> None:
    """Raise RuleBroken, naming the field, where approval cannot be asked for yet."""
    for name, what in (
        ("department", "a department"), ("manager", "a hiring manager"), ("recruiter", "a recruiter"),
        ("justification", "a justification"),
    ):  # fmt: skip
        if not getattr(requisition, name):
            raise RuleBroken(
                f"Requisition {requisition.number} has no {what.partition(' ')[2]}; give it {what} first.", name
            )
    if requisition.low is None or requisition.high is None:
        raise RuleBroken(f"Requisition {requisition.number} has no range of pay; give the least and the most.", "low")


def check_range(low: Money | None, high: Money | None) -> None:
    """Raise RuleBroken where a range of pay is none."""
    for name, value in (("low", low), ("high", high)):
        if value is not None and value.cents <= 0:
            raise RuleBroken("Pay is more than nothing.", name)
    if low is not None and high is not None and low.cents > high.cents:
        raise RuleBroken(f"The least, {low}, is above the most, {high}.", "high")


def annual(pay: Money | None, basis: Basis) -> Decimal:
    """What pay is a year in dollars; an hour's for 2,080 hours."""
    if pay is None:
        return Decimal(0)
    return pay.amount * (HOURS_A_YEAR if basis is Basis.HOURLY else 1)


def approvers(declared: Sequence[Approver], yearly: Decimal) -> tuple[str, ...]:
    """The roles that have to approve something of an annual pay, in the order of the file."""
    return tuple(dict.fromkeys(each.role for each in declared if yearly >= each.above))


def check_approver(approvals: Iterable[Approval], role: str, actor: str, maker: str) -> None:
    """Raise RuleBroken where a role is not asked, has spoken already, or the one who asked would approve."""
    asked = {each.role: each for each in approvals}
    held = asked.get(role)
    if held is None:
        raise RuleBroken(f"{role} is not asked; it waits for {listed(sorted(asked)) or 'nobody'}.", "role")
    if held.state is not ApprovalState.REQUESTED:
        raise RuleBroken(f"{held.by} said for {role} already that it is {held.state.value}.", "role")
    if actor == maker:
        raise RuleBroken(f"{actor} asked for the approval, so somebody else has to give it.", "role")


def all_approved(approvals: Iterable[Approval]) -> bool:
    """Whether every role that was asked approved."""
    return all(each.state is ApprovalState.APPROVED for each in approvals)


def first_stage(requisition: Requisition) -> Stage:
    """The stage in which applications begin."""
    if not requisition.stages:
        raise RuleBroken(f"Requisition {requisition.number} has no stages.", "stages")
    return requisition.stages[0]


def check_applying(requisition: Requisition) -> None:
    """Raise RuleBroken where a requisition takes no applications."""
    if requisition.state is not STATES.OPEN:
        raise RuleBroken(
            f"Requisition {requisition.number} is {SPOKEN[requisition.state]}; applications go to open ones.",
            "requisition",
        )


def check_active(application: Application, name: str) -> None:
    """Raise RuleBroken where an application is over."""
    if application.state is not ApplicationState.ACTIVE:
        raise RuleBroken(f"{name}'s application is {application.state.value}; reopen it first.", "state")


def check_move(requisition: Requisition, application: Application, name: str, to: Stage, held: Held) -> None:
    """Raise RuleBroken with the reason where an application may not move to a stage.

    Back is free. Forward every stage that is left or passed has what it asks for: scorecards that are in, documents on file. Into
    the stage of the hired leads an accepted offer alone.
    """
    _check_moving(requisition, application, name)
    here, there = requisition.place(application.stage), requisition.place(to.name)
    if here == there:
        raise RuleBroken(f"{name} is in {to.name} already.", "stage")
    if to.type is StageType.HIRED:
        raise RuleBroken(
            f"{name} comes to {to.name} by accepting an offer; make one, or record that theirs was accepted.", "stage"
        )
    _check_left(requisition, here, there, name, held)


def check_hiring(requisition: Requisition, application: Application, name: str, held: Held) -> Stage:
    """The stage of the hired, into which an acceptance leads; raise RuleBroken where the requisition is not open or has none, or a
    stage on the way lacks what it asks for."""
    _check_moving(requisition, application, name)
    last = next((stage for stage in requisition.stages if stage.type is StageType.HIRED), None)
    if last is None:
        raise RuleBroken(f"{requisition.number} has no stage of the hired; give it one first.", "stages")
    _check_left(requisition, requisition.place(application.stage), requisition.place(last.name), name, held)
    return last


def _check_moving(requisition: Requisition, application: Application, name: str) -> None:
    check_active(application, name)
    if requisition.state is not STATES.OPEN:
        raise RuleBroken(
            f"Requisition {requisition.number} is {SPOKEN[requisition.state]}; nobody moves until it is open.",
            "requisition",
        )


def _check_left(requisition: Requisition, here: int, there: int, name: str, held: Held) -> None:
    for stage in requisition.stages[here:there] if here >= 0 else ():
        missing = lacking(stage, held)
        if missing:
            raise RuleBroken(f"{name} cannot leave {stage.name} yet: {listed(missing, 'and')} missing.", "stage")


def lacking(stage: Stage, held: Held) -> list[str]:
    """What a stage asks for before it is left forward and that is not there, in words."""
    have = held.scorecards.get(stage.name, 0)
    short = stage.scorecards - have
    out = [f"{short} scorecard{'s are' if short > 1 else ' is'}"] if short > 0 else []
    kinds = [kind for kind in stage.documents if kind not in held.documents]
    return [*out, *(f"the document {kind} is" for kind in kinds)]


def check_ending(application: Application, name: str, reason: Reason | None, to: ApplicationState) -> Reason:
    """The reason why an application ends; raise RuleBroken where it has ended, or the reason does not fit."""
    check_active(application, name)
    if reason is None:
        raise RuleBroken("Give a reason of the recruiting file.", "reason")
    if to is ApplicationState.REJECTED and reason.side is Side.CANDIDATE:
        raise RuleBroken(f"“{reason.label}” is the candidate's reason: they withdrew.", "reason")
    if to is ApplicationState.WITHDRAWN and reason.side is Side.COMPANY:
        raise RuleBroken(f"“{reason.label}” is the company's reason: it rejects.", "reason")
    return reason


def check_reopening(application: Application, name: str) -> None:
    """Raise RuleBroken where an application is not over, ended in a hire, or its candidate was told already."""
    if application.state is ApplicationState.ACTIVE:
        raise RuleBroken(f"{name}'s application is active.", "state")
    if application.state is ApplicationState.HIRED:
        raise RuleBroken(f"{name} was hired; end the employment instead.", "state")


def owed(reason: Reason) -> Owes:
    """Whether a message is owed for a reason."""
    return Owes.OWED if reason.message else Owes.NOTHING


def days_in(since: date, today: date) -> int:
    """How many days an application is in its stage; 0 on the day it came."""
    return max(0, (today - since).days)


def longest_first(card: Card) -> tuple[date, str]:
    """The order of cards in their stage: those longest in it first, then by name."""
    return card.application.since, card.name


def surely_moves(requisition: Requisition, cards: Iterable[Card], to: Stage) -> bool:
    """Whether cards may move to a stage by what the board knows of them, whatever is on file: nothing is asked for on the way."""
    try:
        for card in cards:
            check_move(requisition, card.application, card.name, to, NOTHING_HELD)
    except RuleBroken:
        return False
    return True


def moved_on(board: Board, cards: Sequence[Card], moved: Mapping[int, Application]) -> tuple[Board, list[Card]]:
    """A board after cards of it moved today, and these as they are now; `moved` are their applications, by id. The board before
    has the cards as they are now too."""
    wanted, deck, columns, fresh = board.requisition, board.deck, list(board.ids), list[Card]()
    places = [wanted.place(moved[card.application.id].stage) for card in cards]
    for place in {max(0, wanted.place(card.application.stage)) for card in cards} | set(places):
        columns[place] = array("q", [id_ for id_ in columns[place] if id_ not in moved])
    for card, place in zip(cards, places, strict=True):
        now = moved[card.application.id]
        fresh.append(replace(card, application=now, days=0, limit=wanted.stages[place].days))
    deck.put(fresh)
    for card, place in zip(fresh, places, strict=True):
        insort(columns[place], card.application.id, key=lambda id_: longest_first(deck[id_]))
    return replace(board, ids=tuple(columns), late=board.late - moved.keys()), fresh


def missed(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[str, ...]:
    """The knock-out questions whose answer does not pass; one without an answer passes until it is given."""
    return tuple(each.name for each in questions if each.name in answers and not passes(each, answers[each.name]))


def passes(question: Question, answer: str) -> bool:
    """Whether an answer passes a knock-out question."""
    if question.kind is AnswerKind.NUMBER:
        return answer.isdigit() and int(answer) >= int(question.passes)
    return answer.casefold() == question.passes.casefold()
