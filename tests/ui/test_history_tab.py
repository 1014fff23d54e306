"""The history of a person on screen: rows of the record, of contacts, documents and tags, as far as the role may see them."""

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
from hrtui.audit import service as trail
from hrtui.benefits.service import elect, finalise
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactChange, ContactKind
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import DocumentChange, NewDocument
from hrtui.people import tagging
from screens.people.record import RecordScreen
from screens.shell import HrApp
from tests.enrolling import admin_event, employee, medical, with_plans
from tests.people import hire, statements
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)
KID = Contact(TODAY, ContactKind.DEPENDENT, "Leo", "Kim", "child", birth_date=date(2019, 5, 6))


@pytest.fixture
def ann(ctx: Context, tmp_path: Path) -> str:
    """Someone with a child whose phone changes, two letters of which one is gone, a sick note, and a tag to come."""
    number = hire(ctx, "Kim", number="101")
    contacts.add(ctx, number, KID)
    contacts.change(ctx, number, 1, ContactChange(date(2026, 12, 24), phone="555-0100"))
    for name in ("first", "second"):
        paper = tmp_path / f"{name}.pdf"
        paper.write_text(name)
        documents.add(ctx, number, NewDocument(paper, "letter", f"The {name}"))
    documents.change(ctx, number, 1, DocumentChange(title="The best"))
    documents.remove(ctx, number, 2)
    sick = tmp_path / "sick.pdf"
    sick.write_text("sick")
    generalist = replace(ctx, actor=replace(ctx.actor, roles=("hr_generalist",)))
    documents.add(generalist, number, NewDocument(sick, "medical", "Sick note"))
    tagging.tag(ctx, number, ["night"], on=date(2026, 12, 1))
    return number


async def history(pilot: Pilot[Any], app: HrApp) -> str:
    await until(pilot, lambda: isinstance(app.screen, RecordScreen) and bool(app.screen.number))
    await pilot.press("shift+tab")
    screen = app.screen
    assert isinstance(screen, RecordScreen)
    await until(pilot, lambda: "hire" in screen.sheet.text and screen.past is not None)
    return screen.sheet.text


async def test_contacts_documents_and_tags_are_in_the_history_with_what_changed_and_who_entered_it(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(200, 50)) as pilot:
        told = await history(pilot, app)
        lines = [line.strip() for line in told.splitlines()]
        assert "2026-12-24 contact scheduled  dependent Leo Kim changed" in lines
        assert "phone (none) → 555-0100" in lines
        assert "2026-12-01 tag     scheduled  night put on" in lines
        assert "2026-11-23 contact in force   dependent Leo Kim added" in lines
        assert "2026-11-23 file    in force   Letter “The best” changed" in lines
        assert "title The first → The best" in lines
        assert "2026-11-23 file    in force   Letter “The second” taken off" in lines
        assert "2026-11-23 file    history    Letter “The second” filed" in lines
        assert "birth date 2019-05-06" in told
        assert "Sick note" not in told
        assert told.count("by alice") >= 9


async def test_what_is_hidden_leaves_no_line_and_no_entry_and_what_is_undone_no_line_either(
    ctx: Context, ann: str, hr_app: MakeApp, ctx_as: Callable[..., Context]
) -> None:
    head = audit.head()
    app = hr_app(ctx_as(Grant("people.read", fields={Field.BIRTH: Sight.MASKED})), address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        told = await history(pilot, app)
        assert "Letter" not in told and " file " not in told and "2019" not in told
        assert "Leo Kim" in told
    assert audit.head() == head
    trail.undo(ctx)
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        told = await history(pilot, app)
        assert "2026-12-01 tag     withdrawn  night put on" in told


async def test_the_cursor_goes_over_the_rows_and_the_keys_of_fields_say_why_they_do_nothing_on_a_contact(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await history(pilot, app)
        screen = app.screen
        assert isinstance(screen, RecordScreen) and screen.field.startswith("row:contact:")
        await pilot.press("b")
        await until(pilot, lambda: "tells who entered it" in painted(app))
        await pilot.press("e")
        await until(pilot, lambda: "Contacts are changed on their tab." in painted(app))
        await pilot.press("end")
        assert screen.field.startswith("row:") and screen.sheet.top > 0


def test_the_pasts_take_a_bounded_number_of_statements(ctx: Context, ann: str) -> None:
    blind = replace(ctx, actor=replace(ctx.actor, grants=(Grant("people.read"), Grant("people.documents"))))
    with statements() as seen:
        contacts.history(blind, ann)
        documents.history(blind, ann)
    before = len([sql for sql in seen if sql.startswith("SELECT")])
    for _ in range(5):
        contacts.add(ctx, ann, KID)
    with statements() as seen:
        contacts.history(blind, ann)
        documents.history(blind, ann)
    assert len([sql for sql in seen if sql.startswith("SELECT")]) == before <= 6


async def test_elections_stand_in_the_history_and_a_key_says_who_set_which_part_of_one(
    ctx: Context, hr_app: MakeApp
) -> None:
    with_plans(ctx)
    number = employee(ctx)
    event = admin_event(ctx, number)
    elect(ctx, event, [medical()])
    finalise(ctx, event)
    app = hr_app(address=f"emp {number}")
    async with app.run_test(size=(200, 50)) as pilot:
        lines = [line.strip() for line in (await history(pilot, app)).splitlines()]
        assert "2026-11-23 benefit in force   Medical election" in lines
        assert f"plan Medical; option PPO 500; tier Employee; status active; event {event}" in lines
        assert f"2026-11-23 benefit in force   Event {event} closed" in lines
        screen = app.screen
        assert isinstance(screen, RecordScreen)
        for _ in range(len(lines)):
            if screen.field.startswith("row:election"):
                break
            await pilot.press("down")
        await pilot.press("b")
        await until(pilot, lambda: "Who set which part of it" in painted(app))
        await pilot.press(*"option", "enter")
        await until(pilot, lambda: "Medical option of Kim, Ann: PPO 500" in painted(app))
        await pilot.press("escape", "e")
        await until(pilot, lambda: "B leads to the benefits" in painted(app))
