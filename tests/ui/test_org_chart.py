"""The org chart by pressing keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.context import Context
from hrtui.people import service
from hrtui.people.model import JobChange
from screens.org.chart import OrgScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from tests.conftest import Furnish
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
FIRST = date(2024, 1, 8)


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> None:
    furnish(ctx, founded)


def founded(ctx: Context) -> None:
    """Ann leads Bo and Cy, Bo leads Di, who was in Sales under Cy until 2026."""
    hire(ctx, "Kim", "Ann", number="101", first_day=FIRST, title="Chief")
    hire(ctx, "Lee", "Bo", number="102", first_day=FIRST, manager="101")
    hire(ctx, "May", "Cy", number="103", first_day=FIRST, manager="101", department="Sales")
    hire(ctx, "Nam", "Di", number="104", first_day=FIRST, manager="103", department="Sales")
    service.change_job(ctx, "104", JobChange(date(2026, 1, 1), manager="102", department="IT"))


async def loaded(pilot: Pilot[Any], app: HrApp, by: str = "manager") -> OrgScreen:
    await until(
        pilot,
        lambda: isinstance(app.screen, OrgScreen) and app.screen.chart is not None and app.screen.chart.by == by,
    )
    assert isinstance(app.screen, OrgScreen)
    return app.screen


async def test_the_tree_unfolds_and_folds_and_says_its_numbers(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.opened is not None)
        await pilot.press("g", "o")
        screen = await loaded(pilot, app)
        shown = painted(app)
        assert "4 people · 3 layers · span 1.5 · 0 vacant · by manager" in shown
        assert "Kim, Ann" in shown and "2 / 3" in shown and "Lee, Bo" in shown and "Nam, Di" not in shown
        await pilot.press("down", "l")
        lines = painted(app).splitlines()
        starts = [
            next(line.index(name) for line in lines if name in line) for name in ("Kim, Ann", "Lee, Bo", "Nam, Di")
        ]
        assert [start - starts[0] for start in starts] == [0, 2, 4]
        await pilot.press("l")
        assert screen.subject() == "104"
        await pilot.press("h")
        assert screen.subject() == "102"
        await pilot.press("h")
        assert "Nam, Di" not in painted(app)
        await pilot.press("minus")
        assert "Lee, Bo" not in painted(app) and screen.subject() == "101"
        await pilot.press("plus", "plus")
        assert "Nam, Di" in painted(app)


async def test_last_years_chart_keeps_what_was_unfolded(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="org 104")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app)
        assert screen.subject() == "104"
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: ctx.clock.today() != screen.ctx.day)
        app.look(date(2025, 6, 30))
        await until(pilot, lambda: screen.chart is not None and screen.chart.day == date(2025, 6, 30))
        await pilot.press("home", "plus", "plus")
        lines = painted(app).splitlines()
        at = next(at for at, line in enumerate(lines) if "May, Cy" in line)
        assert "1 / 1" in lines[at] and "Nam, Di" in lines[at + 1] and "AS OF 2025-06-30" in lines[0]


async def test_by_department_shows_departments_and_their_people(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="org")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app)
        await pilot.press("tab")
        screen = await loaded(pilot, app, "department")
        assert screen.subject() == "101"
        assert "3 / 3" in painted(app) and "by department" in painted(app)
        await pilot.press("end", "enter")
        assert "May, Cy" in painted(app)


async def test_a_person_is_found_and_opened_with_a_walk(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="org")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await loaded(pilot, app)
        await pilot.press("slash", *"nam")
        assert screen.subject() == "104" and "1 found" in painted(app)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "104")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "103")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen and screen.subject() == "103")


async def test_who_starts_and_whom_a_dotted_line_leads_to_is_said_on_a_narrow_screen(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    hire(ctx, "Poe", "Flo", number="105", first_day=date(2026, 12, 1), manager="101")
    service.change_job(ctx, "103", JobChange(date(2026, 5, 1), dotted=("102",)))
    app = hr_app(address="org")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app)
        shown = painted(app)
        assert "starting" in shown and "dotted line" in shown and "4 people" in shown


async def test_an_empty_chart_says_what_to_do(ctx: Context, hr_app: MakeApp) -> None:
    app = hr_app(address="org")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app)
        assert "Nobody whom you may see works here" in painted(app)


async def test_the_chart_is_written_to_a_file(
    ctx: Context, company: None, hr_app: MakeApp, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = hr_app(address="org")
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot, app)
        await pilot.press("x", "ctrl+o")
        file = tmp_path / "org-chart-2026-11-23.csv"
        await until(pilot, file.exists)
        assert "104" in file.read_text() and len(file.read_text().splitlines()) == 5
        await until(pilot, lambda: "Wrote 4 lines" in painted(app))
        await pilot.press("x", *"chart", "full_stop", *"txt", "ctrl+o")
        drawn = tmp_path / "chart.txt"
        await until(pilot, drawn.exists)
        assert drawn.read_text().splitlines()[:3] == [
            "Kim, Ann (101), Chief, IT 2 / 3",
            "├ Lee, Bo (102), Engineer 1 / 1",
            "│ └ Nam, Di (104), Engineer",
        ]
