"""Contacts and documents on the record: read when shown, each with its keys, and nothing for whoever may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from data import audit
from hrtui.access.model import Field, Grant, Sight
from hrtui.contacts import rules
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)
KID = Contact(TODAY, ContactKind.DEPENDENT, "Leo", "Kim", "child", birth_date=date(2019, 5, 6))
MUM = Contact(TODAY, ContactKind.EMERGENCY, "Mia", "Kim", "parent", "555-0199")


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="101")


async def tab(pilot: Pilot[Any], app: HrApp, name: str) -> None:
    """Step to a tab of the record and wait for what it shows."""
    await until(pilot, lambda: isinstance(app.screen, RecordScreen) and bool(app.screen.number))
    screen = app.screen
    assert isinstance(screen, RecordScreen)
    while screen.tabs.current != name:
        await pilot.press("tab")
    await until(pilot, lambda: f"[{name.capitalize()}]" in painted(app))


async def form(pilot: Pilot[Any], app: HrApp, key: str) -> FormScreen:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    assert isinstance(app.screen, FormScreen)
    return app.screen


def on_file(ctx: Context) -> list[Contact]:
    return rules.on_day(contacts.contacts(ctx, "101").rows, TODAY)


async def test_the_tabs_stand_in_their_order_and_fit_eighty_columns(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "job")
        bar = painted(app).splitlines()[2]
        assert bar.split() == ["[Job]", "Pay", "Personal", "Contacts", "Documents", "Deductions", "History"]
        assert isinstance(app.screen, RecordScreen)
        app.screen.tabs.note({"job": 12, "pay": 3, "personal": 1})
        await until(pilot, lambda: "Job +12" in painted(app))
        assert "History" in painted(app).splitlines()[2]


async def test_a_contact_is_added_changed_and_removed_by_keys_and_undone(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "contacts")
        await until(pilot, lambda: "a adds one" in painted(app))
        await form(pilot, app, "a")
        await pilot.press(*"dep", "enter", *"Leo", "tab", *"Kim", "tab", *"chi", "enter", "tab", "tab", "tab")
        await pilot.press(*"050619", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Leo Kim" in painted(app))
        assert "is a dependent of" in painted(app)
        assert [(row.name, row.relation, row.birth_date) for row in on_file(ctx)] == [
            ("Leo Kim", "child", date(2019, 5, 6))
        ]
        await form(pilot, app, "e")
        await pilot.press("tab", "tab", "tab", "tab", *"555-0100", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "555-0100" in painted(app))
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(*"remove", "enter")
        await until(pilot, lambda: "a adds one" in painted(app))
        assert on_file(ctx) == []
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "555-0100" in painted(app))


async def test_the_cursor_says_which_contact_is_meant(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    contacts.add(ctx, ann, KID)
    contacts.add(ctx, ann, MUM)
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "contacts")
        await until(pilot, lambda: "› To call" in painted(app).replace("▸", "›").replace("❯", "›"))
        await pilot.press("down")
        opened = await form(pilot, app, "e")
        assert opened.form.title == "Edit Leo Kim"


async def test_contacts_are_read_only_when_their_tab_is_shown_and_births_when_asked(
    ctx: Context, ann: str, hr_app: MakeApp, ctx_as: Callable[..., Context]
) -> None:
    contacts.add(ctx, ann, KID)
    head = audit.head()
    app = hr_app(ctx_as(Grant("people.read", fields={Field.BIRTH: Sight.MASKED})), address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "contacts")
        await until(pilot, lambda: "born •••••" in painted(app))
        assert "2019" not in painted(app)
        assert audit.head() == head
        await pilot.press("a")
        await pilot.press("v")
        await until(pilot, lambda: "born 2019-05-06" in painted(app))
        assert isinstance(app.screen, RecordScreen), "a is no key for whoever may not add"
    assert audit.entries(1)[0].entry.action == "people.see_birth"


async def test_next_and_previous_stay_in_the_tab_and_show_nobody_elses_contacts(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    bo = hire(ctx, "Bo", "Zed", number="102")
    contacts.add(ctx, ann, MUM)
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Kim, Ann" in painted(app) and "Bo, Zed" in painted(app))
        await pilot.press("end", "enter")
        await tab(pilot, app, "contacts")
        await until(pilot, lambda: "Mia Kim" in painted(app))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == bo)
        await until(pilot, lambda: "a adds one" in painted(app))
        assert "Mia Kim" not in painted(app)
        assert "[Contacts]" in painted(app)
        await pilot.press("n")
        await until(pilot, lambda: "Mia Kim" in painted(app))


async def test_a_document_is_filed_by_its_path_taken_out_changed_and_removed(
    ctx: Context, ann: str, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "forklift.pdf").write_bytes(b"%PDF")
    monkeypatch.chdir(papers)
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "documents")
        await until(pilot, lambda: "a files one" in painted(app))
        await form(pilot, app, "a")
        await pilot.press(*"fork", "tab")
        assert "forklift.pdf" in painted(app)
        await pilot.press(*"lic", "enter", "ctrl+o")
        await until(pilot, lambda: "Licence expires; enter the day" in painted(app))
        await pilot.press(*"030127", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "expires 2027-03-01" in painted(app))
        await form(pilot, app, "x")
        await pilot.press("end", "backspace", "backspace", "backspace", *"out", "enter")
        await until(pilot, lambda: "Written to" in painted(app))
        assert (papers / "forklift.out").read_bytes() == b"%PDF"
        await form(pilot, app, "e")
        await pilot.press(*"Fork truck", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Fork truck" in painted(app))
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(*"remove", "enter")
        await until(pilot, lambda: "a files one" in painted(app))
        assert documents.documents(ctx, ann).rows == ()


async def test_documents_are_not_shown_to_whoever_has_no_right_to_them(
    ctx: Context, ann: str, hr_app: MakeApp, ctx_as: Callable[..., Context], tmp_path: Path
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"x")
    generalist = replace(ctx, actor=replace(ctx.actor, roles=("hr_generalist",)))
    documents.add(generalist, ann, NewDocument(paper, "medical", "Sick note"))
    documents.add(ctx, ann, NewDocument(tmp_path / "a.pdf", "letter", "Welcome"))
    app = hr_app(ctx_as(Grant("people.read"), Grant("people.documents")), address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "documents")
        await until(pilot, lambda: "Welcome" in painted(app))
        assert "Sick note" not in painted(app)
        assert "a File" not in painted(app).splitlines()[-1]
        assert "x Take out" in painted(app).splitlines()[-1]
    app = hr_app(ctx_as(Grant("people.read")), address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "documents")
        await until(pilot, lambda: "not for your roles" in painted(app))
        assert "Welcome" not in painted(app)


async def test_the_menu_and_the_palette_offer_what_the_part_can_do(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "contacts")
        await until(pilot, lambda: "a adds one" in painted(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press(*"someone to call", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await pilot.press("colon", *"someone to call", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))


async def test_the_menu_names_a_key_once_that_the_part_takes_from_the_record(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "documents")
        await until(pilot, lambda: "a files one" in painted(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        assert isinstance(app.screen, Menu)
        assert [item.help for item in app.screen.menu.found if item.label == "Edit"] == [
            "Change title and expiry of the document under the cursor."
        ]


async def test_a_hostile_name_is_shown_as_it_is(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    contacts.add(ctx, ann, replace(MUM, first_name="[red]Mia[/red]", note="[@click=app.quit]x[/]"))
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "contacts")
        await until(pilot, lambda: "[red]Mia[/red] Kim" in painted(app))
        assert "[@click=app.quit]x[/]" in painted(app)
