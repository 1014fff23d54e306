"""What is asked for an offer: what is paid from which day on, an answer for a role, why it was rejected."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from hrtui.money import Money
from hrtui.people.model import Basis, EmploymentType
from hrtui.recruiting import offering
from hrtui.recruiting.gathering import OFFER, Worked
from hrtui.recruiting.model import Application, Candidate, Requisition
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.offers import Offer
from screens.base import HrScreen
from screens.people.forms import Maker
from screens.recruiting.asking import Values, ask, choice_field, reason_field, text
from screens.widgets.fields import Choice, ChoiceField, Field, TextField

TEXTS = ("title", "department", "location", "manager", "pay_group", "equity", "grade", "position", "reason")


def ask_offer(screen: HrScreen, each: Application, wanted: Requisition, who: Candidate, last: Offer | None) -> None:
    """Ask for a version of an offer, starting from the one before, else from the requisition."""
    ctx = screen.ctx
    ask(
        screen, f"Offer to {who.name}", _fields(screen, wanted, last),
        lambda values: offering.make_offer(ctx, each.number, _change(values)), form=OFFER, subject=each.number,
    )  # fmt: skip


def ask_answer(screen: HrScreen, offer: Offer, *, refuse: bool) -> None:
    """Ask why an offer is approved or refused; for which role, where one has several."""
    ctx = screen.ctx
    fields: list[Field] = []
    if len(ctx.actor.roles) > 1:
        roles = [Choice(role, role) for role in ctx.actor.roles]
        fields.append(choice_field("role", "Role", roles, "empty where only one of yours is asked", required=False))
    fields.append(reason_field(required=refuse))
    expected = offer.stamp.command if offer.stamp else None

    def save(values: Values) -> Worked:
        return offering.approve_offer(
            ctx, offer.number, text(values, "role"), refuse=refuse, reason=text(values, "reason"), expected=expected
        )

    ask(screen, f"{'Refuse' if refuse else 'Approve'} offer {offer.number}", fields, save)


def ask_declining(screen: HrScreen, offer: Offer) -> None:
    """Ask why a candidate rejected an offer."""
    ctx = screen.ctx
    expected = offer.stamp.command if offer.stamp else None
    ask(
        screen, f"Offer {offer.number} was rejected", [reason_field(required=False)],
        lambda values: offering.decline_offer(ctx, offer.number, text(values, "reason"), expected=expected),
    )  # fmt: skip


def _fields(screen: HrScreen, wanted: Requisition, last: Offer | None) -> list[Field]:
    make = Maker(screen.ctx)
    now: Any = last or wanted
    low, high = wanted.low, wanted.high
    between = (
        f"between {low.amount:,.0f} and {high.amount:,.0f} {wanted.basis.value}" if low and high else "such as 85k"
    )
    first = last.first_day if last else wanted.target_start
    bases = [Choice(each.value, each.value) for each in Basis]
    types = [Choice(each.value, each.value) for each in EmploymentType]
    return [
        make.money("rate", "Pay", last.rate if last else None, required=True, help=between),
        choice_field("basis", "Basis", bases, "what pay is per", now.basis.value),
        make.day("first_day", "First day", first, "when they start"),
        make.known("title", "Title", now.title, required=True),
        ChoiceField(key="department", label="Department", choices=make.asker("department"), initial=now.department or None, help="one on file"),
        ChoiceField(key="location", label="Location", choices=make.asker("location"), initial=now.location or None, help="empty for none"),
        make.person("manager", "Manager", now.manager, wanted.manager_name if now.manager == wanted.manager else ""),
        make.group(last.pay_group if last else ""),
        make.money("bonus", "Bonus", last.bonus if last else None, help="a year; empty for none"),
        TextField(key="equity", label="Equity", initial=last.equity if last else "", help="in words; empty for none"),
        choice_field("employment_type", "Type", types, "full-time, part-time or temporary", now.employment_type.value),
        TextField(key="grade", label="Grade", initial=now.grade),
        TextField(key="position", label="Position", initial=now.position, help="the number of the position; empty for none"),
        TextField(key="reason", label="Note", initial=last.reason if last else ""),
    ]  # fmt: skip


def _change(values: Values) -> OfferChange:
    made: dict[str, Any] = {name: text(values, name) for name in TEXTS}
    made["rate"], made["bonus"] = cast(Money, values["rate"]), cast(Money | None, values.get("bonus"))
    made["first_day"] = cast(date | None, values.get("first_day"))
    made["basis"], made["employment_type"] = (
        Basis(text(values, "basis")),
        EmploymentType(text(values, "employment_type")),
    )
    return OfferChange(**made)
