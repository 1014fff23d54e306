"""What is asked of a candidate: who they are, what they gave, to which requisition they apply."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from hrtui.recruiting import service
from hrtui.recruiting.gathering import WORK
from hrtui.recruiting.model import Candidate, RequisitionState
from hrtui.recruiting.playbook import Playbook
from hrtui.recruiting.playfile import playbook
from hrtui.recruiting.service import CandidateChange, RequisitionLine
from screens.base import HrScreen
from screens.people.forms import Maker
from screens.recruiting.asking import Values, ask, choice_field, text
from screens.widgets.fields import Choice, Field, FlagField, TextField

TEXTS = (
    ("first_name", "First name", ""), ("last_name", "Last name", ""), ("email", "E-mail", ""), ("phone", "Phone", ""),
    ("city", "City", ""), ("state", "State", ""), ("headline", "Headline", "what they are, in a line"),
    ("links", "Links", "addresses of their pages"),
)  # fmt: skip


def candidate_fields(make: Maker, book: Playbook, held: Candidate | None) -> list[Field]:
    """Everything of a candidate, starting from what is known."""
    sources = [Choice(each.name, each.label) for each in book.settings.sources]
    credited = held.credited if held else ""
    return [
        *(
            TextField(key=key, label=label, initial=getattr(held, key) if held else "", required=key == "last_name", help=help_)
            for key, label, help_ in TEXTS
        ),
        choice_field("source", "Source", sources, "where they come from", held.source if held else "", required=False),
        make.person("credited", "Referred by", credited, "", "who is credited; empty for nobody"),
        TextField(key="tags", label="Tags", initial=", ".join(held.tags) if held else "", help="between commas"),
        make.day("consent_until", "Consent until", held.consent_until if held else None, "empty: the months of the recruiting file",
                 required=False),
        FlagField(key="pool", label="Talent pool", initial=held.pool if held else False, help="y: asked again later"),
        FlagField(key="barred", label="Do not hire", initial=held.barred if held else False, help="y: cannot apply"),
        TextField(key="note", label="Note", initial=held.note if held else "", help="for colleagues"),
    ]  # fmt: skip


def change_of(values: Values, held: Candidate | None = None) -> CandidateChange:
    """What a form says of a candidate; of one that is changed, what differs."""
    made: dict[str, Any] = {key: text(values, key) for key, _, _ in TEXTS}
    made |= {key: text(values, key) for key in ("source", "credited", "note")}
    made["consent_until"] = cast(date | None, values.get("consent_until"))
    made |= {key: bool(values.get(key)) for key in ("pool", "barred")}
    if held is not None:
        made = {name: value for name, value in made.items() if value != getattr(held, name)}
    return CandidateChange(**made)


def tags_of(values: Values) -> list[str]:
    """The tags typed in a form, parted by commas."""
    return [each.strip() for each in text(values, "tags").split(",") if each.strip()]


def ask_entering(screen: HrScreen) -> None:
    """Ask for a candidate."""
    ctx = screen.ctx
    fields = candidate_fields(Maker(ctx), playbook(ctx), None)
    ask(
        screen, "Enter a candidate", fields, lambda values: service.add_candidate(ctx, change_of(values), tags_of(values)),
        form=WORK, subject="",
    )  # fmt: skip


def ask_changing(screen: HrScreen, held: Candidate) -> None:
    """Ask what is to change of a candidate."""
    ctx = screen.ctx
    expected = held.stamp.command if held.stamp else None

    def save(values: Values) -> service.Worked:
        tags = tags_of(values)
        return service.change_candidate(
            ctx,
            held.number,
            change_of(values, held),
            tags if tuple(sorted(tags)) != held.tags else None,
            expected=expected,
        )

    ask(
        screen,
        f"Change {held.name}",
        candidate_fields(Maker(ctx), playbook(ctx), held),
        save,
        form=WORK,
        subject=held.number,
    )


def ask_applying(screen: HrScreen, candidates: list[str], name: str) -> None:
    """Ask to which open requisition candidates apply."""
    ctx = screen.ctx

    def opened(found: list[RequisitionLine]) -> None:
        if not found:
            screen.say("No requisition is open; open one first (g r).", error=True)
            return
        choices = [
            Choice(each.requisition.number, f"{each.requisition.number} {each.requisition.title}") for each in found
        ]
        field = choice_field("requisition", "Requisition", choices, "type to find one")
        ask(
            screen, f"Application of {name}", [field],
            lambda values: service.apply(ctx, text(values, "requisition"), candidates),
        )  # fmt: skip

    screen.work_on(lambda: service.requisition_list(ctx, (RequisitionState.OPEN,)), opened, hold=True)
