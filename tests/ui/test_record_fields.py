"""The cursor on the fields of a record: moved, kept from person to person, and what is done to the field it stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from hrtui.access.model import Field, Grant, Sight
from hrtui.config import CustomField
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service, tagging
from hrtui.people.model import Certificate, JobChange, PayChange, PrivateKind
from screens.frames import frames
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.fieldsheet import FieldSheet
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from screens.widgets.why import WhyTree
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)


@pytest.fixture
def ann(ctx: Context) -> str:
    """Someone who changed departments, with a raise to come."""
    number = hire(ctx, "Kim", "Ann", pay_group="main")
    service.change_job(ctx, number, JobChange(date(2026, 6, 1), department="Sales", reason="reorganised"))
    service.change_pay(ctx, number, PayChange(date(2027, 1, 1), rate=Money(9_000_000), reason="merit"))
    return number


async def opened(pilot: Pilot[Any], app: HrApp) -> RecordScreen:
    await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.record is not None)
    assert isinstance(app.screen, RecordScreen)
    return app.screen


async def form(pilot: Pilot[Any], app: HrApp, *keys: str) -> FormScreen:
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    assert isinstance(app.screen, FormScreen)
    return app.screen


def under(app: HrApp) -> str:
    """The line the cursor stands on."""
    (line,) = (line for line in painted(app).splitlines() if line.lstrip().startswith(frames().cursor))
    return line.strip()


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_arrows_move_over_the_fields_and_the_cursor_is_shown(
    ctx: Context, ann: str, hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, app)
        assert under(app).split() == [frames().cursor, "Status", "active"]
        await pilot.press("down", "j")
        assert (screen.field, under(app).split()) == ("department", [frames().cursor, "Department", "Sales"])
        await pilot.press("k")
        assert screen.field == "title"
        await pilot.press("home")
        assert screen.field == "status"
        await pilot.press("end")
        assert screen.field.startswith("row:job:") and "hire" in under(app)


async def test_where_not_all_fits_the_field_under_the_cursor_is_in_sight_all_the_way_down_and_up(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    for month in range(1, 7):
        service.change_job(ctx, ann, JobChange(date(2027, month, 1), title=f"Lead {month}", reason="step by step"))
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        seen = [under(app)]
        while screen.sheet.top < screen.sheet._last_top():
            await pilot.press("down")
            seen.append(under(app))
        assert len(set(seen)) > 15
        await pilot.press("pageup", "pageup", "pageup", "up")
        assert screen.sheet.top == 0 and under(app).split()[1] == "Status"
        await pilot.press("pagedown")
        assert screen.sheet.top > 0 and under(app)


async def test_a_move_of_the_cursor_paints_the_two_lines_it_is_about(
    ctx: Context, ann: str, hr_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        asked: list[tuple[Region, ...]] = []
        refresh = FieldSheet.refresh

        def noted(self: FieldSheet, *regions: Region, **more: Any) -> Any:
            asked.append(regions)
            return refresh(self, *regions, **more)

        monkeypatch.setattr(FieldSheet, "refresh", noted)
        await pilot.press("down")
        assert asked == [(Region(0, 0, screen.sheet.size.width, 1), Region(0, 1, screen.sheet.size.width, 1))]


async def test_next_and_previous_keep_the_tab_and_the_field_also_over_someone_who_has_no_such_field(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    bo = hire(ctx, "Lee", "Bo", rate=None)
    cy = hire(ctx, "Moe", "Cy", pay_group="main")
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "3 of 3" in painted(app))
        await pilot.press("enter")
        screen = await opened(pilot, app)
        await pilot.press("down", "down", "down", "down", "n")
        await until(pilot, lambda: screen.number == bo)
        assert (screen.tabs.current, screen.field) == ("job", "manager")
        await pilot.press("p", "tab", "down")
        await until(pilot, lambda: screen.number == ann and screen.field == "pay_group")
        await pilot.press("n")
        await until(pilot, lambda: screen.number == bo and screen.field == "w4.status")
        await pilot.press("n")
        await until(pilot, lambda: screen.number == cy and screen.field == "pay_group")
        await pilot.press("shift+tab")
        await until(pilot, lambda: screen.field == "manager")


async def test_b_tells_who_set_the_field_under_the_cursor_and_on_a_row_asks_for_one_of_its_fields(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await pilot.press("down", "down", "b")
        await until(pilot, lambda: "Department of Kim, Ann: Sales on 2026-11-23" in painted(app))
        assert "2026-06-01  IT → Sales" in painted(app) and "reorganised" in painted(app)
        await pilot.press("escape", "end", "b")
        await until(pilot, lambda: "Who set which field of Kim, Ann" in painted(app))
        await pilot.press(*"title", "enter")
        await until(pilot, lambda: "Title of Kim, Ann: Engineer" in painted(app))


async def test_tags_and_sealed_numbers_tell_what_is_known_of_them(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    tagging.tag(ctx, ann, ["night"])
    service.set_private(ctx, ann, PrivateKind.SSN, "123-45-6789")
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("tab", "tab")
        await until(pilot, lambda: screen.field == "name")
        await pilot.press("down", "b")
        await until(pilot, lambda: "+night" in painted(app) and "by alice" in painted(app))
        await pilot.press("escape")
        while screen.field != "ssn":
            await pilot.press("down")
        await pilot.press("b")
        await until(pilot, lambda: "Sealed 2026-11-23" in painted(app))
        assert "123-45" not in painted(app)
        await pilot.press("down", "b")
        await until(pilot, lambda: "Nothing is sealed here" in painted(app))


async def test_w_tells_why_a_field_is_what_it_is_and_what_is_to_come(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("tab")
        await until(pilot, lambda: screen.field == "rate")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree))
        assert "It holds since" in painted(app) and "From 2027-01-01" in painted(app)
        await pilot.press("down", "down")
        await until(pilot, lambda: "pay-rate change: merit" in painted(app) and "by alice" in painted(app))
        await pilot.press("escape", "down", "down", "w")
        await until(pilot, lambda: "Nothing is worked out here" in painted(app))


FORMS = {
    "title": (0, 1, "Change job of Kim, Ann", "title"),
    "hours": (0, 7, "Change job of Kim, Ann", "standard_hours"),
    "pay group": (1, 1, "Change pay of Kim, Ann", "pay_group"),
    "W-4": (1, 5, "W-4 of Kim, Ann", "status"),
    "name": (2, 0, "Edit Kim, Ann", "first_name"),
    "tags": (2, 1, "Tags of Kim, Ann", "tags"),
    "address": (2, 4, "Edit Kim, Ann", "street"),
    "badge": (2, 6, "Edit Kim, Ann", "custom.badge"),
    "bank": (2, 9, "Bank account of Kim, Ann", "routing"),
}


@pytest.mark.parametrize("name", FORMS)
async def test_e_opens_the_form_that_holds_the_field_at_that_field(
    ctx: Context, ann: str, hr_app: MakeApp, name: str
) -> None:
    tabs, downs, title, key = FORMS[name]
    own = replace(ctx, config=replace(ctx.config, custom_fields=(CustomField("badge", "Badge"),)))
    app = hr_app(own, address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press(*["tab"] * tabs)
        await until(pilot, lambda: screen.tabs.at == tabs and screen._tab_shown == screen.tabs.current)
        shown = await form(pilot, app, *["down"] * downs, "e")
        assert shown.form.title.startswith(title)
        assert shown.model.slot.field.key == key


async def test_what_was_edited_is_shown_with_the_cursor_where_it_was(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await form(pilot, app, "down", "enter")
        await pilot.press(*"Lead", "ctrl+o")
        await until(pilot, lambda: app.screen is screen and "Lead" in under(app))
        assert screen.field == "title"


async def test_c_and_r_take_the_row_under_the_cursor(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await form(pilot, app, "end", "C")
        assert "Correct the hire of 2025-03-03" in painted(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("tab")
        await until(pilot, lambda: "+5.9 %" in painted(app))
        await pilot.press("down", "down", "R")
        await until(pilot, lambda: "Withdraw the pay-rate change: merit of Kim, Ann" in painted(app))


async def test_whoever_may_change_nothing_is_offered_no_edit_and_masked_values_stay_masked(
    ctx_as: Callable[..., Context], ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(ctx_as(Grant("people.read", fields={Field.PAY: Sight.MASKED})), address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        assert "Edit" not in painted(app).splitlines()[-1]
        await pilot.press("e", "tab")
        await until(pilot, lambda: screen.field == "rate")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        assert "Masked for your roles" in painted(app) and "85,000" not in painted(app)


async def test_a_form_that_is_not_for_the_role_is_refused_with_its_name(
    ctx_as: Callable[..., Context], ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(ctx_as(Grant("people.read"), Grant("people.change_profile")), address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("e")
        await until(pilot, lambda: "Your roles do not permit it: change job." in painted(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: screen.field == "name")
        assert (await form(pilot, app, "e")).form.title == "Edit Kim, Ann"


async def test_several_bank_accounts_are_sealed_from_one_form_and_masked_with_what_goes_to_each(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("tab", "tab")
        await until(pilot, lambda: screen.tabs.at == 2 and screen._tab_shown == screen.tabs.current)
        await form(pilot, app, *["down"] * 8, "e")
        await pilot.press(*"011401533", "tab", *"99887766", "tab", "tab", *"021000021", "tab", *"12345678", "tab")
        await pilot.press(*"savings", "tab", "ctrl+o")
        await until(pilot, lambda: "Say what goes to account 2" in painted(app))
        assert "12345678" not in painted(app)
        await pilot.press(*"500", "ctrl+o")
        await until(pilot, lambda: app.screen is screen and "5678 500.00" in painted(app))
        assert "7766 the rest" in painted(app)
    assert service.reveal_private(ctx, ann, PrivateKind.BANK) == (
        "021000021/12345678, savings, 500.00; 011401533/99887766"
    )


async def test_the_certificate_of_a_state_is_edited_at_its_field_and_holds_beside_the_federal_one_in_the_history(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    service.change_certificate(ctx, ann, Certificate(TODAY, "US", {"status": "married"}))
    service.change_certificate(ctx, ann, Certificate(TODAY, "NY-NYC", {"status": "married", "allowances": "1"}))
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("tab")
        await until(pilot, lambda: screen.field == "rate")
        while screen.field != "state:NY-NYC:allowances":
            await pilot.press("down")
        assert "Allowances" in under(app)
        await pilot.press("b")
        await until(pilot, lambda: "The history tells each certificate" in painted(app))
        shown = await form(pilot, app, "e")
        assert shown.form.title.startswith("Certificate of") and shown.model.slot.field.key == "allowances"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        while screen.tabs.current != "history":
            await pilot.press("tab")
        await until(pilot, lambda: "2026-11-23 W-4     in force" in screen.sheet.text)
        assert "2026-11-23 NY-NYC  in force" in screen.sheet.text
        while not screen.field.startswith("row:certificate:"):
            await pilot.press("down")
        assert (await form(pilot, app, "e")).form.title.startswith("Certificate of")
