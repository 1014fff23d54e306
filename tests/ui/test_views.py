"""Saved views, columns, groups and completion in the directory, by pressing keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service as people
from hrtui.people.model import Hire
from hrtui.views import service
from hrtui.views.model import SavedView
from screens.people.directory import PeopleScreen
from screens.people.record import RecordScreen
from screens.people.viewing import ViewScreen
from screens.shell import HrApp
from screens.views import ViewsScreen
from tests.conftest import Furnish
from tests.people import statements
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
FIRST = date(2024, 1, 8)
PEOPLE = (
    ("Ada", "Byron", "Plant Manager", "Production", "G7"),
    ("Bo", "Chen", "Technician", "Production", "G3"),
    ("Dan", "Ek", "Accountant", "Finance", "G4"),
    ("Eva", "Fox", "Controller", "Finance", "G6"),
    ("Gil", "Hay", "Technician", "Production", "G3"),
)


@pytest.fixture
def company(ctx: Context, furnish: Furnish[list[str]]) -> list[str]:
    return furnish(ctx, founded)


def founded(ctx: Context) -> list[str]:
    """Five people in two departments, numbers 100 to 104."""
    return [
        people.hire(
            ctx,
            Hire(FIRST, first, last, title, department, number=str(100 + at), rate=Money(5_000_000 + at), grade=grade),
        ).number
        for at, (first, last, title, department, grade) in enumerate(PEOPLE)
    ]


def directory(app: HrApp) -> PeopleScreen:
    assert isinstance(app.screen, PeopleScreen)
    return app.screen


async def listed(pilot: Pilot[Any], app: HrApp, count: int) -> None:
    await until(
        pilot, lambda: isinstance(app.screen, PeopleScreen) and app.screen.count == count and app.screen._complete
    )


async def in_groups(pilot: Pilot[Any], app: HrApp, groups: int) -> None:
    await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and len(app.screen.groups.sizes) == groups)


async def test_rows_are_grouped_under_headings_that_count_them(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("o", *"depart", "enter")
        await in_groups(pilot, app, 2)
        shown = painted(app)
        order = [shown.index(text) for text in ("Finance (2)", "Ek, Dan", "Production (3)", "Byron, Ada", "Hay, Gil")]
        assert order == sorted(order)
        assert "5 of 5" in shown and "2 groups" in shown


async def test_a_heading_is_neither_opened_nor_marked(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("o", *"depart", "enter")
        await in_groups(pilot, app, 2)
        await pilot.press("home", "enter", "space")
        assert isinstance(app.screen, PeopleScreen)
        assert not directory(app).table.marks
        await pilot.press("ctrl+a")
        await until(pilot, lambda: len(directory(app).table.marks) == 5)
        assert len(directory(app).table.marked()) == 5


async def test_the_records_of_a_grouped_list_are_walked_without_its_headings(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("o", *"depart", "enter")
        await in_groups(pilot, app, 2)
        await pilot.press("home", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "103")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "100")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and app.screen.subject() == "100")


async def test_marks_stay_when_rows_are_grouped(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("space", "o", *"depart", "enter")
        await in_groups(pilot, app, 2)
        assert len(directory(app).table.marks) == 1 and "1 marked" in painted(app)


async def test_a_column_of_what_is_read_beside_a_line_shows_it(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(120, 30)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("c", *"grade", "enter", "escape")
        await until(pilot, lambda: "G7" in painted(app))


async def test_a_column_of_pay_is_noted_in_the_trail_before_it_shows(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    from hrtui.audit import service as audit

    app = hr_app(address="people")
    async with app.run_test(size=(120, 30)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("c", *"pay a", "enter", "escape")
        for _ in range(100):
            await pilot.pause(0.01)
        print(painted(app))
        print(directory(app)._paid, list(directory(app)._details.values())[:2])
        await until(pilot, lambda: "50,000.01" in painted(app))
    noted = [stored.entry for stored in audit.log(ctx) if "see_pay" in stored.entry.action]
    assert [entry.actor for entry in noted] == ["alice"]


async def test_a_page_of_a_grouped_list_takes_a_bounded_number_of_queries(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("o", *"depart", "enter")
        await in_groups(pilot, app, 2)
        table = directory(app).table
        table.refresh_rows()
        with statements() as seen:
            table.row(0)
        assert len(seen) <= 4


async def test_what_is_shown_is_kept_as_a_view_and_opened_again(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("slash", *"dept:prod", "down")
        await listed(pilot, app, 3)
        await pilot.press("o", *"title", "enter")
        await in_groups(pilot, app, 2)
        await pilot.press("V", *"Makers", "ctrl+j")
        await until(pilot, lambda: "Makers is saved" in painted(app))
        assert service.view(ctx, "makers").query == "dept:prod"
        assert service.view(ctx, "makers").grouped == "title"
        await pilot.press("g", "v")
        await until(pilot, lambda: isinstance(app.screen, ViewsScreen) and len(app.screen.views) == 1)
        assert "Makers" in painted(app) and "mine" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ViewScreen) and len(app.screen.groups.sizes) == 2)
        shown = painted(app)
        assert "View Makers" in shown and "Technician (2)" in shown and "Ek, Dan" not in shown


async def test_a_view_is_opened_by_its_address_and_an_unknown_one_says_so(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    service.save(ctx, SavedView("My people", "dept:Finance"))
    app = hr_app(address="view my people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 2)
        await pilot.press("colon", *"view nobody", "enter")
        await until(pilot, lambda: "There is no view" in painted(app))


async def test_a_view_is_removed_after_asking_and_comes_back_by_undo(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    service.save(ctx, SavedView("My people", "dept:Finance"))
    app = hr_app(address="views")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ViewsScreen) and len(app.screen.views) == 1)
        await pilot.press("d", "y")
        await until(pilot, lambda: "is removed" in painted(app) and not service.views(ctx))
        await pilot.press("u", "y")
        await until(pilot, lambda: "Undone" in painted(app))
        assert [view.name for view in service.views(ctx)] == ["My people"]
        await until(pilot, lambda: "My people" in painted(app))


async def test_a_view_is_renamed(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    service.save(ctx, SavedView("My people", "dept:Finance"))
    app = hr_app(address="views")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ViewsScreen) and len(app.screen.views) == 1)
        await pilot.press("r", "ctrl+u", *"Money", "ctrl+j")
        await until(pilot, lambda: "is called Money" in painted(app))
        assert [view.name for view in service.views(ctx)] == ["Money"]


async def test_tab_completes_a_field_and_then_its_value(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("slash", *"depa", "tab")
        assert directory(app).filter.text == "department:"
        await pilot.press(*"fi", "tab")
        assert directory(app).filter.text == "department:Finance"
        await listed(pilot, app, 2)


async def test_tab_completes_the_verb_behind_a_bar(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("slash", *"dept:fin | transf", "tab")
        assert directory(app).filter.text.rstrip() == "dept:fin | transfer"


async def test_tab_shows_what_may_come_in_one_line_and_takes_it_one_by_one(
    ctx: Context, company: list[str], hr_app: MakeApp
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("slash", *"status:", "tab")
        line = painted(app).splitlines()[1]
        assert "status:starting" in line and "status:active" in line
        await pilot.press("tab")
        assert directory(app).filter.text == "status:starting"
        await pilot.press("tab")
        assert directory(app).filter.text == "status:active"
        await pilot.press("space", *"bo")
        assert directory(app).filter.text == "status:active bo"
        await listed(pilot, app, 1)


async def test_the_next_record_is_shown_at_the_same_field(ctx: Context, company: list[str], hr_app: MakeApp) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 12)) as pilot:
        await listed(pilot, app, 5)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "100")
        await pilot.press(*["down"] * 12)
        first = painted(app).splitlines()[3]
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "101")
        assert painted(app).splitlines()[3].split()[0] == first.split()[0] != "Status"


async def test_the_address_of_the_lens_is_found_in_the_palette(ctx: Context, hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"as-of")
        await until(pilot, lambda: "As of" in painted(app) and "Nothing is called that" not in painted(app))
