"""Departments, locations and positions by pressing keys: what is shown, and what is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.access.model import Grant, Scope
from hrtui.audit import service as audit
from hrtui.context import Context
from hrtui.org import service
from hrtui.org.model import DepartmentChange, LocationChange, PlaceLine, PositionChange, PositionLine
from hrtui.people import service as people
from hrtui.people.model import JobChange
from screens.org.chart import OrgScreen
from screens.org.places import PlacesScreen
from screens.people.directory import PeopleScreen
from screens.shell import HrApp
from screens.widgets.clash import ClashDialog
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from tests.conftest import ContextAs, Furnish
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
JANUARY = date(2026, 1, 1)
TODAY = date(2026, 11, 23)


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> None:
    furnish(ctx, founded)


def founded(ctx: Context) -> None:
    """Ann heads IT, where Bo works too, Cy is in Sales Support; IT is below Operations, and was called Systems."""
    hire(ctx, "Kim", "Ann", number="101", department="Systems", location="Boston")
    hire(ctx, "Lee", "Bo", number="102", department="Systems", location="Boston")
    hire(ctx, "May", "Cy", number="103", department="Sales Support")
    service.add_department(ctx, DepartmentChange(JANUARY, name="Operations", cost_centre="C100"))
    service.change_department(ctx, "Systems", DepartmentChange(JANUARY, name="IT", parent="Operations", head="101"))
    service.add_position(ctx, "P-1", PositionChange(JANUARY, title="Engineer", department="IT", seats=3))


def departments(ctx: Context) -> dict[str, PlaceLine]:
    return {line.name: line for line in service.departments(ctx)}


def position(ctx: Context, number: str) -> PositionLine:
    return next(line for line in service.positions(ctx) if line.number == number)


async def loaded(pilot: Pilot[Any], app: HrApp, name: str) -> PlacesScreen:
    """Wait for a list that is read."""

    def there() -> bool:
        screen = app.screen
        return isinstance(screen, PlacesScreen) and name == screen.NAME and "of" in screen.filter_line.note

    await until(pilot, there)
    assert isinstance(app.screen, PlacesScreen)
    return app.screen


async def on(pilot: Pilot[Any], screen: PlacesScreen, name: str) -> None:
    """Put the cursor on one by keys."""
    await pilot.press("home")
    for _ in screen.lines:
        line = screen.current()
        if line is not None and line.called == name:
            return
        await pilot.press("down")
    raise AssertionError(f"{name} is not in the list:\n{painted(screen.app)}")


async def form(pilot: Pilot[Any], app: HrApp, key: str) -> None:
    """Open a form by its key."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))


async def saved(pilot: Pilot[Any], app: HrApp, said: str) -> None:
    """Save the form, and wait for what is said then."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: said in painted(app))


def line_of(app: HrApp, name: str) -> str:
    """What stands in the list beside a name."""
    return next(line for line in painted(app).splitlines()[3:] if name in line)


async def test_departments_are_listed_with_parent_head_people_and_vacancies(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "departments")
        assert "3 of 3 · 3 people · 3 vacant" in painted(app)
        for part in ("Operations", "Kim, Ann", " 2 ", " 3 ", "open"):
            assert part in line_of(app, "IT")
        await pilot.press("slash", *"vac")
        assert "1 of 3 · 2 people · 3 vacant" in painted(app) and "Sales Support" not in painted(app)
        await pilot.press("escape")
        assert "3 of 3" in painted(app)


async def test_the_list_is_sorted_by_a_column_blanks_last_and_turned_round(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")

        def names() -> list[str]:
            return [screen.lines[id_].called for id_ in screen.table.ids]

        assert names() == ["IT", "Operations", "Sales Support"]
        await pilot.press("s", *"people", "enter")
        assert names() == ["Operations", "Sales Support", "IT"]
        await pilot.press("s", *"people", "enter")
        assert names() == ["IT", "Sales Support", "Operations"]
        await pilot.press("s", *"above", "enter")
        assert names()[0] == "IT"
        await pilot.press("s", *"above", "enter")
        assert names()[0] == "IT"


async def test_a_department_is_added_and_the_cursor_stands_on_it(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await form(pilot, app, "a")
        await pilot.press(*"Quality", "tab", "tab", *"oper", "tab", *"103", "tab", *"C7")
        await saved(pilot, app, "The department Quality is there from 2026-11-23.")
        await until(pilot, lambda: screen.current() is not None and screen.current().called == "Quality")  # type: ignore[union-attr]
        made = departments(ctx)["Quality"]
        assert (made.parent, made.head_number, made.cost_centre, made.since) == ("Operations", "103", "C7", TODAY)
        assert "Operations" in line_of(app, "Quality")


async def test_a_department_is_renamed_from_a_day_on_and_undone(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "Sales Support")
        await form(pilot, app, "r")
        await pilot.press(*"Service", "tab", *"2026-11-01")
        await saved(pilot, app, "The department Sales Support is called Service from 2026-11-01.")
        assert departments(ctx)["Service"].people == 1
        assert "Sales Support" in departments(replace(ctx, lens=date(2026, 10, 31)))
        await until(pilot, lambda: screen.current() is not None and screen.current().called == "Service")  # type: ignore[union-attr]
        await pilot.press("u", "y")
        await until(pilot, lambda: "Sales Support" in departments(ctx))
        await until(pilot, lambda: "Sales Support" in painted(app).split("Status")[-1])


async def test_a_name_that_another_bears_is_refused_in_the_form(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "Sales Support")
        await form(pilot, app, "r")
        await pilot.press(*"systems")
        await saved(pilot, app, "is the name of another department")
        assert "Sales Support" in departments(ctx)


async def test_a_department_moves_to_the_top_and_gets_another_head(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "IT")
        await form(pilot, app, "m")
        await pilot.press("ctrl+u")
        await saved(pilot, app, "The department IT changes from 2026-11-23.")
        assert departments(ctx)["IT"].parent == ""
        await on(pilot, screen, "IT")
        await form(pilot, app, "H")
        await pilot.press(*"102", "tab")
        await saved(pilot, app, "The department IT changes from 2026-11-23.")
        assert departments(ctx)["IT"].head_number == "102"
        await until(pilot, lambda: "Lee, Bo" in line_of(app, "IT"))


async def test_a_department_with_people_is_not_closed_and_an_empty_one_closes_and_opens(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    service.change_department(ctx, "IT", DepartmentChange(TODAY, parent=""))
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "Sales Support")
        await form(pilot, app, "d")
        await saved(pilot, app, "May, Cy (103) is in Sales Support")
        await pilot.press("escape")
        await on(pilot, screen, "Operations")
        await form(pilot, app, "d")
        await saved(pilot, app, "closes from 2026-11-23")
        assert not departments(ctx)["Operations"].active
        await until(pilot, lambda: "closed" in line_of(app, "Operations"))
        await form(pilot, app, "o")
        await saved(pilot, app, "reopens from 2026-11-23")
        assert departments(ctx)["Operations"].active


async def test_the_past_is_shown_as_it_was_and_not_written(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "departments")
        await pilot.press("at", *"2025-12-31", "enter")
        await until(pilot, lambda: "2 of 2" in painted(app))
        assert (
            "Systems" in painted(app) and "Operations" not in painted(app) and "vacant" not in line_of(app, "Systems")
        )
        await pilot.press("a")
        assert "the past is read-only" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and app.screen.total is not None)
        assert "Sales Support" in painted(app) or "Systems" in painted(app)


async def test_enter_shows_those_who_are_in_it_and_nobody_else(ctx: Context, company: None, hr_app: MakeApp) -> None:
    hire(ctx, "Nam", "Di", number="104", department="Sales")
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "Sales")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and "1 of 4" in painted(app))
        assert "Nam, Di" in painted(app) and "May, Cy" not in painted(app)
        await pilot.press("escape", *"gh")
        app.go("departments")
        await loaded(pilot, app, "departments")
        await on(pilot, screen, "Sales Support")
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and "1 of 4" in painted(app))
        assert "May, Cy" in painted(app)


async def test_the_history_says_what_changed_from_which_day_and_who_entered_it(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "IT")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        lines = painted(app)
        assert "What changed about department IT" in lines and "2026-01-01  name" in lines
        assert "Systems → IT; by alice 2026-11-23" in lines and "2026-01-01  head" in lines
        assert "Kim, Ann (101); by alice" in lines
        assert "since ever  name" in lines


async def test_a_department_is_found_in_the_org_chart(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "IT")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, OrgScreen) and "by department" in painted(app))
        assert "vacant" in painted(app) and "IT" in painted(app)


async def test_tab_goes_through_the_three_lists(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "departments")
        for name in ("locations", "positions", "departments"):
            await pilot.press("tab")
            await loaded(pilot, app, name)
        await pilot.press("shift+tab")
        await loaded(pilot, app, "positions")
        assert "Engineer" in painted(app)


async def test_a_location_is_added_changed_and_renamed(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="locations")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "locations")
        await form(pilot, app, "a")
        await pilot.press(*"Lyon", "tab", "tab", "tab", *"Lyon", "tab", "tab", "tab", *"France", "tab", *"Europe/Pari")
        await saved(pilot, app, "There is no time zone Europe/Pari")
        await pilot.press("end", "s")
        await saved(pilot, app, "The location Lyon is there from 2026-11-23.")
        made = next(line for line in service.locations(ctx) if line.name == "Lyon")
        assert (made.city, made.country, made.time_zone) == ("Lyon", "France", "Europe/Paris")
        await on(pilot, screen, "Boston")
        await form(pilot, app, "e")
        await pilot.press("tab", "tab", *"1 Main Street", "tab", *"Boston")
        await saved(pilot, app, "The location Boston changes from 2026-11-23.")
        made = next(line for line in service.locations(ctx) if line.name == "Boston")
        assert (made.street, made.city, made.people) == ("1 Main Street", "Boston", 2)


async def test_a_position_is_added_changed_frozen_opened_and_closed(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="positions")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "positions")
        await form(pilot, app, "a")
        await pilot.press(*"P-2", "tab", "tab", *"Clerk", "tab", *"sales", "tab", "tab", *"103", "tab", "ctrl+u", *"2")
        await saved(pilot, app, "Position P-2, Clerk, is there from 2026-11-23.")
        made = position(ctx, "P-2")
        assert (made.title, made.department, made.manager_number, made.seats) == ("Clerk", "Sales Support", "103", 2)
        await until(pilot, lambda: screen.current() is not None and screen.current().called == "P-2")  # type: ignore[union-attr]
        await form(pilot, app, "z")
        await saved(pilot, app, "The position P-2 changes from 2026-11-23.")
        assert (position(ctx, "P-2").status, position(ctx, "P-2").vacant) == ("frozen", 0)
        await until(pilot, lambda: "frozen" in line_of(app, "P-2"))
        await form(pilot, app, "o")
        await saved(pilot, app, "The position P-2 changes from 2026-11-23.")
        await until(pilot, lambda: "open" in line_of(app, "P-2"))
        await form(pilot, app, "d")
        await saved(pilot, app, "The position P-2 changes from 2026-11-23.")
        assert position(ctx, "P-2").status == "closed"


async def test_a_change_of_one_field_leaves_the_others_alone(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="positions")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "positions")
        await form(pilot, app, "e")
        await pilot.press("tab", "tab", "tab", "tab", "tab", "ctrl+u", *"5")
        await saved(pilot, app, "The position P-1 changes from 2026-11-23.")
        entry = audit.log(ctx, 1)[0].entry
        assert [(each.field, each.before, each.after) for each in entry.changes] == [("seats", "3", "5")]


async def test_a_half_filled_form_is_there_again(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "IT")
        await form(pilot, app, "r")
        await pilot.press(*"Tech")
        await pilot.pause()
    again = hr_app(address="departments")
    async with again.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, again, "departments")
        await on(pilot, screen, "IT")
        await form(pilot, again, "r")
        assert "Typed last time and not saved" in painted(again) and "Tech" in painted(again)
        await saved(pilot, again, "The department IT is called Tech")
        await form(pilot, again, "r")
        assert "Typed last time" not in painted(again)


async def test_what_someone_else_changed_meanwhile_is_told_before_it_is_saved(
    ctx: Context, company: None, hr_app: MakeApp, ctx_as: ContextAs
) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "IT")
        await form(pilot, app, "H")
        await pilot.press(*"102", "tab")
        bob = ctx_as(Grant("org.change"), Grant("people.read"))
        service.change_department(bob, "IT", DepartmentChange(TODAY, cost_centre="C9"))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
        assert "cost centre: nothing, by bob now C9" in painted(app)
        assert departments(ctx)["IT"].head_number == "101"
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
        await pilot.press("y")
        await until(pilot, lambda: "The department IT changes from 2026-11-23." in painted(app))
        assert (departments(ctx)["IT"].head_number, departments(ctx)["IT"].cost_centre) == ("102", "C9")


async def test_who_reaches_some_people_only_sees_their_departments_and_no_vacancies(
    ctx: Context, company: None, hr_app: MakeApp, ctx_as: ContextAs
) -> None:
    bob = ctx_as(Grant("people.read", Scope(departments=frozenset({"IT"}))))
    app = hr_app(bob, address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "departments")
        assert "1 of 1 · 2 people" in painted(app) and "3 vacant" not in painted(app)
        await pilot.press("a", "e", "d")
        assert not isinstance(app.screen, FormScreen)
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "those who may see everyone" in painted(app))


async def test_a_wide_screen_shows_what_is_under_the_cursor(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(130, 30)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "Operations")
        assert "Below it" in painted(app) and "C100" in painted(app)
        await on(pilot, screen, "IT")
        assert "Kim, Ann (101)" in painted(app) and "2026-01-01" in painted(app)


async def test_the_lines_shown_are_written_to_a_file(
    ctx: Context, company: None, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = hr_app(address="departments IT")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "departments")
        await pilot.press("x", "ctrl+o")
        file = tmp_path / "departments-2026-11-23.csv"
        await until(pilot, file.exists)
        heading, row = file.read_text().splitlines()
        assert heading.startswith("name,parent,head,people,vacant") and row.startswith('IT,Operations,"Kim, Ann",2,3')


async def test_a_company_without_any_says_how_to_begin(ctx: Context, hr_app: MakeApp) -> None:
    app = hr_app(address="positions")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "There are no positions on 2026-11-23." in painted(app))
        assert "a adds a position." in painted(app)
        service.add_location(ctx, LocationChange(JANUARY, name="Boston"))
        app.go("locations")
        await loaded(pilot, app, "locations")
        assert "Boston" in painted(app)


async def test_a_position_leads_to_those_who_hold_it(ctx: Context, company: None, hr_app: MakeApp) -> None:
    people.change_job(ctx, "102", JobChange(TODAY, position="P-1"))
    app = hr_app(address="positions")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "positions")
        assert "1 of 1 · 1 person · 2 vacant" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and "1 of 3" in painted(app))
        assert "Lee, Bo" in painted(app)


async def test_brackets_step_along_what_changed_about_it(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await on(pilot, screen, "IT")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "AS OF 2026-01-01" in painted(app))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "Nothing changes about IT before 2026-01-01." in painted(app))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "AS OF" not in painted(app))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "Nothing changes about IT after 2026-11-23." in painted(app))


async def test_who_renames_their_own_department_still_sees_it(
    ctx: Context, company: None, hr_app: MakeApp, ctx_as: ContextAs
) -> None:
    bob = ctx_as(Grant("people.read", Scope(departments=frozenset({"IT"}))), Grant("org.change"))
    app = hr_app(bob, address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app, "departments")
        await form(pilot, app, "r")
        await pilot.press(*"Technology")
        await saved(pilot, app, "The department IT is called Technology")
        await until(pilot, lambda: "Technology" in line_of(app, "open"))
        assert "1 of 1 · 2 people" in painted(app)


async def test_the_org_chart_leads_to_the_department_or_vacancy_under_the_cursor(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="org dept:IT")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, OrgScreen) and "vacant" in painted(app).split("Below")[-1])
        await pilot.press("L")
        screen = await loaded(pilot, app, "departments")
        assert screen.filter_line.text == "IT" and "Operations" in line_of(app, "IT")
        app.go("org")
        await until(pilot, lambda: isinstance(app.screen, OrgScreen))
        while "vacant" not in next(line for line in painted(app).splitlines() if line.startswith("▸")):
            await pilot.press("down")
        await pilot.press("L")
        screen = await loaded(pilot, app, "positions")
        assert screen.filter_line.text == "P-1" and "Engineer" in painted(app)


async def test_the_second_of_two_editors_is_shown_what_changed_and_takes_it_over(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="departments")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app, "departments")
        await pilot.press("slash", *"Sales", "down")
        await until(pilot, lambda: screen.current() is not None and len(screen.table.ids) == 1)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        form = app.screen
        assert isinstance(form, FormScreen)
        service.change_department(
            ctx, "Sales Support", DepartmentChange(TODAY, cost_centre="C200", parent="Operations")
        )
        keys = [slot.field.key for slot in form.model.slots]
        await pilot.press(*["tab"] * keys.index("cost_centre"), *"C300", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
        assert "Someone else changed this department meanwhile." in painted(app)
        assert "cost centre: nothing, by alice now C200; yours: C300" in painted(app)
        await pilot.press("n")
        await until(pilot, lambda: app.screen is form and "C300" in painted(app))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
        await pilot.press("r")
        await until(pilot, lambda: "* you typed C300" in painted(app) and "Operations" in painted(app))
        await pilot.press(*"C400", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, PlacesScreen))
    line = departments(ctx)["Sales Support"]
    assert (line.cost_centre, line.parent) == ("C400", "Operations")
