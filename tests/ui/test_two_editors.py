"""Two people in one record: whoever saves second is told what changed, in every form, and chooses what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.access.model import Field
from hrtui.contacts import rules as contact_rules
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import DocumentChange, NewDocument
from hrtui.money import Money
from hrtui.people import service, tagging
from hrtui.people.model import Certificate, JobChange, PayChange, PrivateKind, ProfileChange
from hrtui.people.rules import in_force, live
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.clash import ClashDialog
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)
MUM = Contact(TODAY, ContactKind.EMERGENCY, "Mia", "Kim", "parent", "555-0199")


@pytest.fixture
def ann(ctx: Context) -> str:
    number = hire(ctx, "Kim", number="101", pay_group="main")
    contacts.add(ctx, number, MUM)
    return number


async def form(pilot: Pilot[Any], app: HrApp, *keys: str) -> FormScreen:
    await until(pilot, lambda: isinstance(app.screen, RecordScreen) and bool(app.screen.number))
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    assert isinstance(app.screen, FormScreen)
    return app.screen


async def clash(pilot: Pilot[Any], app: HrApp) -> str:
    await until(pilot, lambda: isinstance(app.screen, ClashDialog))
    return painted(app)


async def back(pilot: Pilot[Any], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, RecordScreen))


async def test_ending_an_employment_tells_what_another_entered_and_goes_on_top_only_when_told_to(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        asking = await form(pilot, app, "T")
        service.change_job(ctx, ann, JobChange(date(2026, 12, 7), title="Lead"))
        await pilot.press("tab", *"moved away", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Confirm) and "Saving" not in painted(app))
        await pilot.press(*"101", "enter")
        assert "title: Engineer, by alice now Lead" in await clash(pilot, app)
        assert asking.form.message == ""
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and "moved away" in painted(app))
        assert [row.title for row in live(service.record(ctx, ann).jobs)] == ["Engineer", "Lead"]
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(*"101", "enter")
        await clash(pilot, app)
        await pilot.press("y")
        await back(pilot, app)
        assert live(service.record(ctx, ann).jobs)[-1].reason == "voluntary: moved away"


async def test_reload_takes_what_is_stored_and_keeps_what_was_typed_where_the_other_changed_nothing(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await form(pilot, app, "W")
        service.change_certificate(ctx, ann, Certificate(TODAY, "US", {"status": "head", "step3": "2000"}))
        await pilot.press("tab", *"married", "tab", "tab", "tab", *"900", "ctrl+o")
        told = await clash(pilot, app)
        assert "entries status: nothing, by alice now head; yours: married" in told
        assert "entries step3: nothing, by alice now 2000" in told
        await pilot.press("r")
        await until(pilot, lambda: "Taken into the form: Filing status" in painted(app))
        assert "* you typed married filing jointly" in painted(app)
        texts = {slot.field.key: slot.text for slot in shown.model.slots}
        assert (texts["status"], texts["step3"], texts["step4a"]) == ("head of household", "2,000.00", "900")
        await pilot.press("ctrl+o")
        await back(pilot, app)
    held = live(service.record(ctx, ann).certificates or ())[-1]
    assert dict(held.entries) == {"status": "head", "step3": "2000.00", "step4a": "900.00"}


async def test_reload_of_a_raise_begins_anew_at_the_rate_that_is_stored(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await form(pilot, app, "P")
        service.change_pay(ctx, ann, PayChange(TODAY, rate=Money(10_000_000)))
        await pilot.press("tab", *"+3%", "tab", "tab", "tab", *"merit", "ctrl+o")
        await clash(pilot, app)
        await pilot.press("r")
        await until(pilot, lambda: "Now $100,000.00 a year" in painted(app))
        assert "merit" in painted(app)
        await pilot.press("shift+tab", "shift+tab", "shift+tab", *"+3%", "ctrl+o")
        await back(pilot, app)
    held = in_force(service.record(ctx, ann, reveal=frozenset({Field.PAY})).pays or (), TODAY)
    assert held is not None and (held.rate, held.reason) == (Money(10_300_000), "merit")


async def test_a_form_the_other_did_not_touch_keeps_all_that_was_typed(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await form(pilot, app, "E")
        service.change_profile(ctx, ann, ProfileChange(TODAY, phone="555-0100"))
        await pilot.press("tab", *"Anna", "ctrl+o")
        assert "phone: nothing, by alice now 555-0100" in await clash(pilot, app)
        await pilot.press("r")
        await until(pilot, lambda: "Phone 555-0100" in " ".join(painted(app).split()))
        await pilot.press("ctrl+o")
        await back(pilot, app)
    held = live(service.record(ctx, ann).profiles)[-1]
    assert (held.first_name, held.phone) == ("Anna", "555-0100")


async def test_a_contact_changed_by_another_is_told_field_by_field(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and bool(app.screen.number))
        await pilot.press("tab", "tab", "tab")
        await until(pilot, lambda: "Mia Kim" in painted(app))
        await form(pilot, app, "e")
        contacts.change(ctx, ann, 1, ContactChange(TODAY, phone="555-0100", note="after six"))
        await pilot.press("tab", "tab", "tab", "tab", *"555-7777", "ctrl+o")
        told = await clash(pilot, app)
        assert "contact 1 phone: 555-0199, by alice now 555-0100; yours: 555-7777" in told
        await pilot.press("r")
        await until(pilot, lambda: "* you typed 555-7777" in painted(app))
        await pilot.press("shift+tab", *"aunt", "ctrl+o")
        await back(pilot, app)
    (held,) = contact_rules.on_day(contacts.contacts(ctx, ann).rows, TODAY)
    assert (held.phone, held.note, held.relation) == ("555-0100", "after six", "aunt")


async def test_correcting_tags_documents_and_sealed_numbers_ask_as_well(
    ctx: Context, ann: str, hr_app: MakeApp, tmp_path: Path
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"x")
    documents.add(ctx, ann, NewDocument(paper, "letter", "Welcome"))
    app = hr_app(address="emp 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await form(pilot, app, "t")
        tagging.tag(ctx, ann, ["night"])
        await pilot.press(*"day", "ctrl+o")
        assert "tags: nothing, by alice now night" in await clash(pilot, app)
        await pilot.press("escape", "escape", "y")
        await back(pilot, app)
        await form(pilot, app, "C", "enter")
        service.correct(ctx, ann, JobChange(date(2025, 3, 3), title="Fitter"))
        await pilot.press(*"Lead", "ctrl+o")
        assert "title: Engineer, by alice now Fitter; yours: Lead" in await clash(pilot, app)
        await pilot.press("r")
        await until(pilot, lambda: "* you typed Lead" in painted(app) and "Fitter" in painted(app))
        await pilot.press("escape")
        await back(pilot, app)
        screen = app.screen
        assert isinstance(screen, RecordScreen)
        while screen.tabs.current != "documents":
            await pilot.press("tab")
        await until(pilot, lambda: "Welcome" in painted(app))
        await form(pilot, app, "e")
        documents.change(ctx, ann, 1, DocumentChange(title="Greeting"))
        await pilot.press(*"Hello", "ctrl+o")
        assert "document title: Welcome, by alice now Greeting; yours: Hello" in await clash(pilot, app)
        await pilot.press("escape", "escape", "y")
        await back(pilot, app)
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        service.set_private(ctx, ann, PrivateKind.SSN, "123-45-6789")
        await pilot.press(*"123456780", "ctrl+o")
        assert "ssn: nothing, by alice now (sealed)" in await clash(pilot, app)
