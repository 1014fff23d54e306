"""What is asked to write a requisition, to answer for it, and to hold, fill, cancel or close it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from hrtui.money import Money
from hrtui.people.model import Basis, EmploymentType
from hrtui.recruiting import service
from hrtui.recruiting.gathering import REQUIRE
from hrtui.recruiting.model import Requisition, RequisitionKind, RequisitionState
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.requiring import MOST_OPENINGS
from hrtui.recruiting.rules import REASONED, SPOKEN
from hrtui.recruiting.service import RequisitionChange
from hrtui.text import listed
from screens.base import HrScreen
from screens.people.forms import Maker
from screens.recruiting.asking import Values, ask, choice_field, reason_field, text
from screens.widgets.confirm import Confirm
from screens.widgets.fields import Choice, ChoiceField, Field, NumberField, TextField

ENDED = (RequisitionState.CANCELLED, RequisitionState.CLOSED)


def ask_adding(screen: HrScreen) -> None:
    """Ask for a new requisition."""
    ctx = screen.ctx
    ask(
        screen, "Write a requisition", _fields(screen, None), lambda values: service.add_requisition(ctx, change_of(values)),
        form=REQUIRE, subject="",
    )  # fmt: skip


def ask_changing(screen: HrScreen, held: Requisition) -> None:
    """Ask what is to change of a requisition; what is the same as before is not written."""
    ctx = screen.ctx
    expected = held.stamp.command if held.stamp else None

    def save(values: Values) -> service.Worked:
        return service.change_requisition(ctx, held.number, change_of(values, held), expected=expected)

    ask(screen, f"Change {held.number}", _fields(screen, held), save, form=REQUIRE, subject=held.number)


def ask_answer(screen: HrScreen, held: Requisition, roles: tuple[str, ...], *, refuse: bool) -> None:
    """Ask for which role it is approved or refused, and why."""
    ctx = screen.ctx
    mine = [role for role in roles if role in ctx.actor.roles]
    fields: list[Field] = []
    if len(mine) > 1:
        fields.append(choice_field("role", "Role", [Choice(role, role) for role in mine], "one of yours that is asked"))
    fields.append(reason_field(required=refuse))
    expected = held.stamp.command if held.stamp else None

    def save(values: Values) -> service.Worked:
        return service.approve_requisition(
            ctx, held.number, text(values, "role"), refuse=refuse, reason=text(values, "reason"), expected=expected
        )

    ask(screen, f"{'Refuse' if refuse else 'Approve'} {held.number}, {held.title}", fields, save)


def ask_moving(screen: HrScreen, held: Requisition, to: RequisitionState) -> None:
    """Move a requisition; what needs a reason asks for it, what ends it is confirmed."""
    ctx = screen.ctx
    expected = held.stamp.command if held.stamp else None
    if to in REASONED:
        ask(
            screen, f"{held.number}, {held.title}: {SPOKEN[to]}", [reason_field()],
            lambda values: service.move_requisition(ctx, held.number, to, text(values, "reason"), expected=expected),
        )  # fmt: skip
        return

    def move(sure: bool | None = True) -> None:
        if sure:
            screen.work_on(lambda: service.move_requisition(ctx, held.number, to, expected=expected), screen.tell_done)

    if to in ENDED:
        screen.app.push_screen(
            Confirm(f"Close {held.number}, {held.title}?", ["Nobody moves on its board then."], title="Close"), move
        )
    else:
        move()


def change_of(values: Values, held: Requisition | None = None) -> RequisitionChange:
    """What a form says of a requisition; of one that is changed, what differs."""
    made: dict[str, Any] = {
        name: text(values, name)
        for name in (
            "title",
            "department",
            "location",
            "manager",
            "recruiter",
            "justification",
            "grade",
            "position",
            "note",
        )
    }
    made["openings"] = int(str(values["openings"])) if values.get("openings") is not None else None
    made["low"], made["high"] = cast(Money | None, values.get("low")), cast(Money | None, values.get("high"))
    made["basis"], made["kind"] = Basis(text(values, "basis")), RequisitionKind(text(values, "kind"))
    made["employment_type"] = EmploymentType(text(values, "employment_type"))
    made["target_start"] = cast(date | None, values.get("target_start"))
    if values.get("template"):
        made["template"] = text(values, "template")
    if held is not None:
        made = {name: value for name, value in made.items() if value != getattr(held, name)}
    return RequisitionChange(**made)


def _fields(screen: HrScreen, held: Requisition | None) -> list[Field]:
    make, empty = Maker(screen.ctx), Requisition("", "")
    now = held or empty
    templates = [
        Choice(each.name, each.label, f"{each.label} ({len(each.stages)} stages)")
        for each in playbook(screen.ctx).settings.templates
    ]
    return [
        make.known("title", "Title", now.title, required=True, help="what is wanted: a title on file, or a new one"),
        ChoiceField(key="department", label="Department", choices=make.asker("department"), initial=now.department or None,
                    help="one on file"),
        ChoiceField(key="location", label="Location", choices=make.asker("location"), initial=now.location or None,
                    help="one on file; empty for none"),
        make.person("manager", "Hiring manager", now.manager, now.manager_name),
        TextField(key="recruiter", label="Recruiter", initial=now.recruiter or screen.ctx.actor.login, help="a login"),
        NumberField(key="openings", label="Openings", initial=now.openings, least=1, most=MOST_OPENINGS, required=True,
                    style=make.config.style, help="how many are wanted"),
        choice_field("kind", "Kind", [Choice(each.value, each.value) for each in RequisitionKind], "new, or instead of who leaves",
                     now.kind.value),
        TextField(key="justification", label="Justification", initial=now.justification, help="why; approval needs it"),
        make.money("low", "Least pay", now.low, help="such as 70k"),
        make.money("high", "Most pay", now.high, help="such as 90k"),
        choice_field("basis", "Basis", [Choice(each.value, each.value) for each in Basis], "what pay is per", now.basis.value),
        make.day("target_start", "Start", now.target_start, "when they should start", required=False),
        choice_field("employment_type", "Type", [Choice(each.value, each.value) for each in EmploymentType],
                     listed([each.value for each in EmploymentType]), now.employment_type.value),
        *([choice_field("template", "Stages", templates, "the template of its stages", templates[0].value if templates else "")]  # type: ignore[arg-type]
          if held is None and templates else []),
        TextField(key="grade", label="Grade", initial=now.grade, help="empty for none"),
        TextField(key="position", label="Position", initial=now.position, help="the number of the position to fill; empty for none"),
        TextField(key="note", label="Note", initial=now.note),
    ]  # fmt: skip
