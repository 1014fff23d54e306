"""A form writes nothing that it hid: for every shipped role and every sight, what is saved leaves hidden values as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data import contacts as contact_rows
from data import people as rows
from data import sealed
from hrtui.access.model import ACTIONS, Field, Grant, Sight
from hrtui.access.rules import may
from hrtui.configfile import shipped_roles
from hrtui.contacts import rules
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Actor, Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Certificate, PrivateKind, ProfileChange
from hrtui.people.rules import live
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from tests.conftest import Furnish
from tests.people import hire
from tests.ui.waiting import until

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)
BORN = date(1990, 2, 3)
KID = Contact(TODAY, ContactKind.DEPENDENT, "Leo", "Kim", "child", birth_date=date(2019, 5, 6))
# The form's action, the tab it is opened from (steps from the first), its key, and keys that change something of it.
FORMS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "people.change_profile": (0, "E", ("tab", *"Anna", "ctrl+o")),
    "people.change_job": (0, "J", ("tab", *"Chief", "ctrl+o")),
    "people.change_contacts": (3, "e", ("tab", *"Leon", "ctrl+o")),
    "people.change_certificate": (0, "W", ("tab", "tab", "space", "ctrl+o")),
    "people.terminate": (0, "T", ("tab", *"moved away", "ctrl+o")),
}
ROLES = shipped_roles()
MADE = {
    f"all {sight}": tuple(Grant(action, fields=dict.fromkeys(Field, sight)) for action in ACTIONS) for sight in Sight
}
CASES = [
    (role, action)
    for role, grants in (ROLES | MADE).items()
    for action in FORMS
    if may(Actor("bob", (role,), grants), action) and may(Actor("bob", (role,), grants), "people.read")
]


@pytest.fixture
def ann(ctx: Context, furnish: Furnish[str]) -> str:
    return furnish(ctx, with_ann)


def with_ann(ctx: Context) -> str:
    """Ann Kim with something of everything that may be hidden."""
    number = hire(ctx, "Kim", number="101", rate=Money(8_500_000))
    service.change_profile(ctx, number, ProfileChange(TODAY, birth_date=BORN))
    service.change_certificate(ctx, number, Certificate(TODAY, "US", {"status": "single", "step4a": "7777"}))
    service.set_private(ctx, number, PrivateKind.SSN, "123-45-6789")
    service.set_private(ctx, number, PrivateKind.BANK, "021000021/12345")
    contacts.add(ctx, number, KID)
    return number


def hidden_values(number: str) -> dict[str, Any]:
    """What stands on file today of everything that may be hidden."""
    (id_,) = [each for each in [rows.person_id(number)] if each is not None]
    return {
        "pay": [(row.effective_from, row.rate, row.basis, row.pay_group) for row in live(rows.pays([id_])[id_])],
        "birth": live(rows.profiles([id_])[id_])[-1].birth_date,
        "child": rules.on_day(contact_rows.live_contacts(id_), TODAY)[0].birth_date,
        "sealed": [sealed.sealed_now(id_, kind) for kind in PrivateKind],
        "step4a": live(rows.certificates([id_])[id_])[-1].entries.get("step4a"),
    }


@pytest.mark.parametrize(("role", "action"), CASES)
async def test_saving_a_form_leaves_what_the_role_does_not_see_as_it_was(
    ctx: Context, ann: str, hr_app: MakeApp, role: str, action: str
) -> None:
    before, (tabs, key, typed) = hidden_values(ann), FORMS[action]
    bob = replace(ctx, actor=Actor("bob", (role,), (ROLES | MADE)[role]))
    newest = rows.newest_command(1)
    app = hr_app(bob, address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == ann)
        await pilot.press(*["tab"] * tabs, key)
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*typed)
        if action == "people.terminate":
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            await pilot.press(*ann, "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
    assert rows.newest_command(1) > newest, "the form was saved"
    assert hidden_values(ann) == before


@pytest.mark.parametrize("field", [Field.PAY])
def test_a_form_of_pay_is_not_saved_for_whoever_does_not_see_it(ctx: Context, ann: str, field: Field) -> None:
    from hrtui.errors import NotAllowed
    from hrtui.people.model import PayChange

    blind = replace(ctx, actor=Actor("bob", ("r",), tuple(Grant(action) for action in ACTIONS)))
    before = hidden_values(ann)
    with pytest.raises(NotAllowed, match="may not see"):
        service.change_pay(blind, ann, PayChange(TODAY, rate=Money(1_000_000)))
    assert hidden_values(ann) == before
