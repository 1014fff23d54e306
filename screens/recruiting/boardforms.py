"""What is asked on the board: which stage, why somebody is rejected or withdrew, what comes next, who enters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from hrtui.recruiting import service
from hrtui.recruiting.deck import expected, numbers
from hrtui.recruiting.gathering import WORK
from hrtui.recruiting.model import Application, ApplicationState, Card, Requisition
from hrtui.recruiting.moving import BEST_RATING, LEAST_RATING
from hrtui.recruiting.playbook import AnswerKind, Question, Side, Stage, StageType
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.rules import SPOKEN
from hrtui.recruiting.service import CandidateChange, RequisitionLine
from screens.base import HrScreen
from screens.people.forms import Maker
from screens.recruiting.asking import Values, ask, choice_field, text
from screens.recruiting.candidateforms import candidate_fields, change_of, tags_of
from screens.widgets.fields import Choice, DayField, Field, FlagField, NumberField, TextField
from screens.widgets.menu import Menu, MenuItem


def whom(cards: Sequence[Card]) -> str:
    """Who is meant, for a title."""
    return cards[0].name if len(cards) == 1 else f"{len(cards)} candidates"


def ask_ending(screen: HrScreen, cards: Sequence[Card], to: ApplicationState) -> None:
    """Ask why cards are rejected, or withdrew."""
    ctx, rejecting = screen.ctx, to is ApplicationState.REJECTED
    barred = Side.CANDIDATE if rejecting else Side.COMPANY
    reasons = [each for each in playbook(ctx).settings.reasons if each.side is not barred]
    choices = [
        Choice(each.name, each.label, f"{each.label} (owes a message)" if each.message and rejecting else "")
        for each in reasons
    ]
    fields: list[Field] = [
        choice_field("reason", "Reason", choices, "type to find one; declared in the recruiting file")
    ]
    if rejecting:
        fields.append(FlagField(key="waive", label="Owe no message", help="y: nobody writes to them"))
    fields.append(TextField(key="note", label="Note", help="for colleagues; candidates do not see it"))

    def save(values: Values) -> service.Worked:
        why, note, known = text(values, "reason"), text(values, "note"), expected(cards)
        if rejecting:
            return service.reject(ctx, numbers(cards), why, note, waive=bool(values.get("waive")), expected=known)
        return service.withdraw(ctx, numbers(cards), why, note, expected=known)

    ask(screen, f"{'Reject' if rejecting else 'Withdrawn'}: {whom(cards)}", fields, save)


def ask_planning(screen: HrScreen, cards: Sequence[Card]) -> None:
    """Ask what comes next of cards, when and by whom; of several, what is left empty stays."""
    ctx, one = screen.ctx, cards[0].application if len(cards) == 1 else None
    fields: list[Field] = [
        TextField(key="action", label="Next action", initial=one.next_action if one else "", help="such as Call back"),
        DayField(key="on", label="On", today=ctx.clock.today(), initial=one.next_on if one else None,
                 month_first=ctx.config.style.month_first, help="such as fri or +2d"),
        TextField(key="owner", label="Owner", initial=one.owner if one else "", help="a login"),
        NumberField(key="rating", label="Rating", initial=one.rating if one else None, least=LEAST_RATING, most=BEST_RATING,
                    help="1 to 5"),
        TextField(key="note", label="Note", initial=one.note if one else ""),
    ]  # fmt: skip

    def save(values: Values) -> service.Worked:
        given = _planned(values, one)
        return service.plan_next(ctx, numbers(cards), expected=expected(cards), **given)  # type: ignore[arg-type]

    ask(screen, f"Next: {whom(cards)}", fields, save)


def _planned(values: Values, one: Application | None) -> dict[str, object]:
    out: dict[str, object] = {}
    for key, held in (("action", "next_action"), ("owner", "owner"), ("note", "note")):
        typed = text(values, key)
        if typed != (getattr(one, held) if one else ""):
            out[key] = typed
    on, rating = cast(date | None, values.get("on")), values.get("rating")
    if on is not None and (one is None or on != one.next_on):
        out["on"] = on
    if rating is not None:
        out["rating"] = int(str(rating))
    return out


def ask_stage(
    screen: HrScreen, wanted: Requisition, cards: Sequence[Card], chosen: Callable[[Stage | None], object]
) -> None:
    """Ask to which stage cards move; `chosen(stage)` is called with it, or None."""
    items = [
        MenuItem(stage.name, stage.name, _asks(stage.scorecards, stage.documents))
        for stage in wanted.stages
        if stage.type is not StageType.HIRED
    ]
    menu = Menu(f"Move {whom(cards)} to", items)

    def named(name: str | None) -> None:
        chosen(wanted.stage(name) if name else None)

    screen.app.push_screen(menu, named)


def _asks(scorecards: int, documents: Sequence[str]) -> str:
    parts = [f"{scorecards} scorecard{'s' if scorecards > 1 else ''}"] if scorecards else []
    return f"left forward with {', '.join([*parts, *documents])}" if parts or documents else ""


def ask_entering(screen: HrScreen, wanted: Requisition) -> None:
    """Ask for a candidate who applies to a requisition, with the answers to its questions."""
    ctx, book = screen.ctx, playbook(screen.ctx)
    template = book.template(wanted.template)
    asked = [each for name in (template.questions if template else ()) if (each := book.question(name)) is not None]
    fields = [*candidate_fields(Maker(ctx), book, None), *(_answer(each) for each in asked)]

    def save(values: Values) -> service.Worked:
        answers = {each.name: typed for each in asked if (typed := text(values, f"answer.{each.name}"))}
        change: CandidateChange = change_of(values)
        return service.add_candidate(ctx, change, tags_of(values), apply_to=wanted.number, answers=answers)

    ask(
        screen, f"Enter a candidate for {wanted.number}, {wanted.title}", fields, save, form=WORK, subject=wanted.number
    )


def _answer(question: Question) -> Field:
    key, label = f"answer.{question.name}", question.name.replace("_", " ").capitalize()
    if question.kind is AnswerKind.NUMBER:
        return TextField(key=key, label=label, help=f"{question.text} a whole number")
    return choice_field(key, label, [Choice("yes", "yes"), Choice("no", "no")], question.text, required=False)


def ask_requisition(screen: HrScreen, found: Sequence[RequisitionLine]) -> None:
    """Offer the boards of requisitions."""

    def item(line: RequisitionLine) -> MenuItem:
        each = line.requisition
        standing = f"{SPOKEN[each.state]}, {line.active:,} active, {each.department}"
        return MenuItem(each.number, f"{each.number} {each.title}", standing)

    def chosen(number: str | None) -> None:
        if number is not None:
            screen.shell.go(f"board {number}")

    screen.app.push_screen(Menu("Requisition", [item(line) for line in found]), chosen)


def ask_exporting(screen: HrScreen, requisition: str, marked: Sequence[int], shown: Sequence[int], query: str) -> None:
    """Ask where the applications that the board shows, or the marked ones, are written."""
    from hrtui.exchange.files import PEOPLE, Progress
    from hrtui.recruiting.exporting import APPLICATION, APPLICATIONS, BY_HAND, export_applications
    from screens.exporting import MARKED, Export
    from screens.exporting import ask as ask_where

    ctx = screen.ctx

    def write(path: Path, columns: Sequence[str], rows: str, progress: Progress) -> int:
        chosen, how = (marked, BY_HAND) if rows == MARKED else (shown, query)
        return export_applications(ctx, requisition, path, chosen, query=how, columns=columns, progress=progress)

    name, counts = f"{requisition.lower()}-{ctx.day}", (len(marked), len(shown))
    ask_where(screen, Export("applications", name, write, tuple(APPLICATION), APPLICATIONS, *counts, PEOPLE))
