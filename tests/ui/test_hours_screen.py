"""Hours keyed for a run, by keys alone: saved whole once the paper matches, kept at every key until then."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from data.db import create_store
from hrtui.context import Context
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import RunState
from screens.payroll.hours import HoursScreen
from screens.payroll.workspace import RunScreen
from screens.shell import HrApp
from screens.widgets.clash import ClashDialog
from tests.payrun import calculated
from tests.ui.terminal import Terminal
from tests.ui.test_drafts_survive import drafts
from tests.ui.test_payroll_screens import PEOPLE, hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ROOT = Path(__file__).parents[2]
TAB = "\t"


def opened_run(ctx: Context) -> str:
    """A run of four people, as a draft."""
    for each in PEOPLE:
        hire(ctx, *each)
    return service.open_run(ctx).number


def hours(app: HrApp) -> HoursScreen:
    assert isinstance(app.screen, HoursScreen)
    return app.screen


async def there(pilot: Pilot[Any], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, HoursScreen) and hours(app).sheet is not None)


async def test_a_batch_is_keyed_checked_and_saved_and_its_people_are_dirty(ctx: Context, hr_app: MakeApp) -> None:
    run = opened_run(ctx)
    calculated(ctx, run, dict.fromkeys(("100", "101", "102", "103"), 100000))
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RunScreen) and app.screen.rows.roster is not None)
        await pilot.press("i")
        await there(pilot, app)
        await pilot.press(*"=37.5+4", "enter", *"7:30", "enter", "tab", *"2.5", "enter")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Not saved. Lines: not entered" in painted(app))
        await pilot.press("3", "tab", *"51.5", "enter", "ctrl+o")
        await until(pilot, lambda: "Saved 3 lines: 3 entries changed." in painted(app))
        assert "on file 41.50" in painted(app)
        kept = service.entered_for(ctx, run)
        found = {(each.entered.code, each.entered.hours) for all_ in kept.values() for each in all_}
        assert found == {("hourly", Decimal("41.5")), ("hourly", Decimal("7.5")), ("overtime", Decimal("2.5"))}
        await pilot.press("escape")
        await until(pilot, lambda: "3 dirty" in painted(app).splitlines()[0])


async def test_leaving_and_coming_back_loses_nothing(ctx: Context, hr_app: MakeApp) -> None:
    run = opened_run(ctx)
    app = hr_app(address=f"hours {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press(*"80", "tab", *"4,5", "down", *"1")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not isinstance(app.screen, HoursScreen))
        app.go(f"hours {run}")
        await there(pilot, app)
        grid = hours(app).grid
        assert grid.cells.texts == {
            (grid.cells.people[0].id, "hourly"): "80",
            (grid.cells.people[0].id, "overtime"): "4,5",
        }
        assert (grid.at.cursor, grid.column) == (1, 1)
        assert "Goes on where it was left" in painted(app)
        assert "1 cell cannot be read" in painted(app)


async def test_what_may_not_be_entered_any_more_is_said_and_nothing_is_saved(ctx: Context, hr_app: MakeApp) -> None:
    run = opened_run(ctx)
    calculated(ctx, run, {"100": 100_000})
    app = hr_app(address=f"hours {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("8", "enter", "c", "1", "tab", "8", "enter")
        service.cancel(ctx, run, service.Asked("wrong"))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "is cancelled" in painted(app))
        assert hours(app).grid.cells.totals.lines == 1
        assert service.entered_for(ctx, run) == {}
        assert service.run(ctx, run).run.state is RunState.CANCELLED


async def test_keys_typed_ahead_while_the_grid_opens_land_in_its_cells(ctx: Context, hr_app: MakeApp) -> None:
    run = opened_run(ctx)
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RunScreen) and app.screen.rows.roster is not None)
        await pilot.press("i", *"80", "enter", *"72", "enter")
        await there(pilot, app)
        await until(pilot, lambda: hours(app).grid.cells.totals.hours == 15200)


def test_a_batch_cut_off_by_a_kill_opens_at_the_same_cell_with_the_same_text(tmp_path: Path, ctx: Context) -> None:
    folder = tmp_path / "company"
    folder.mkdir()
    ctx.store.close()
    store = create_store(folder / "store.db")
    run = opened_run(replace(ctx, store=store))
    store.close()
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PYTHONPATH": str(ROOT),
        **kept,
    }
    argv = [sys.executable, "-m", "tests.ui.opened", str(folder), f"hours {run}"]
    with Terminal(argv, env) as terminal:
        terminal.shows("Byron, Ada")
        terminal.send("80", "\r", "72.5", TAB, "=37.5+")
        terminal.until(
            lambda: any("=37.5+" in each["texts"].values() for each in drafts(tmp_path)), "the draft on the disk"
        )
        terminal.process.kill()
        assert terminal.ends() == -signal.SIGKILL
    with Terminal(argv, env) as terminal:
        terminal.shows("Goes on where it was left")
        terminal.shows("=37.5+")
        terminal.send("4", "\r")
        terminal.shows("194.00")


async def keyed_by_two(pilot: Pilot[Any], app: HrApp, ctx: Context, run: str) -> str:
    """Two bonuses keyed here while carol enters another one for the first of them; what the dialog says."""
    await there(pilot, app)
    await pilot.press("slash", *"bonus", "enter", *"300", "enter", *"70", "enter")
    await pilot.press("c", "2", "tab", *"0", "tab", *"370", "enter")
    carol = replace(ctx, actor=replace(ctx.actor, login="carol"))
    service.enter(carol, run, [service.InputLine("100", Entered("bonus", cents=500_00))])
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(app.screen, ClashDialog))
    return " ".join(line.strip("│ ") for line in painted(app).splitlines())


def bonuses(ctx: Context, run: str) -> dict[int | None, str]:
    return {each.entered.cents: each.by for all_ in service.entered_for(ctx, run).values() for each in all_}


async def test_who_saves_second_is_told_cell_by_cell_and_enters_theirs_on_top(ctx: Context, hr_app: MakeApp) -> None:
    run = opened_run(ctx)
    app = hr_app(address=f"hours {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        told = await keyed_by_two(pilot, app, ctx, run)
        assert "(100) bonus: 500.00 by carol at 2026-11-23 10:00; yours 300.00" in told
        await pilot.press("y")
        await until(pilot, lambda: "Saved 2 lines: 2 entries changed." in painted(app))
    assert bonuses(ctx, run) == {300_00: "alice", 70_00: "alice"}


async def test_keeping_theirs_enters_the_rest(ctx: Context, hr_app: MakeApp) -> None:
    run = opened_run(ctx)
    app = hr_app(address=f"hours {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await keyed_by_two(pilot, app, ctx, run)
        await pilot.press("r")
        await until(pilot, lambda: "Saved 1 line: 1 entry changed. 1 stands as the other entered it." in painted(app))
    assert bonuses(ctx, run) == {500_00: "carol", 70_00: "alice"}


async def test_going_back_shows_theirs_below_and_a_cell_can_be_given_up(ctx: Context, hr_app: MakeApp) -> None:
    run = opened_run(ctx)
    app = hr_app(address=f"hours {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await keyed_by_two(pilot, app, ctx, run)
        await pilot.press("escape")
        await until(pilot, lambda: "Nothing is saved." in painted(app) and "on file 500.00" in painted(app))
        assert bonuses(ctx, run) == {500_00: "carol"}
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HoursScreen))
        await pilot.press("delete", "c", "1", "tab", *"0", "tab", *"70", "enter", "ctrl+o")
        await until(pilot, lambda: "Saved 1 line: 1 entry changed." in painted(app))
    assert bonuses(ctx, run) == {500_00: "carol", 70_00: "alice"}


async def test_a_batch_taken_up_later_still_knows_what_was_on_file_when_it_was_begun(
    ctx: Context, hr_app: MakeApp
) -> None:
    run = opened_run(ctx)
    app = hr_app(address=f"hours {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("slash", *"bonus", "enter", *"300", "enter", "escape")
        await until(pilot, lambda: not isinstance(app.screen, HoursScreen))
        carol = replace(ctx, actor=replace(ctx.actor, login="carol"))
        service.enter(carol, run, [service.InputLine("100", Entered("bonus", cents=500_00))])
        app.go(f"hours {run}")
        await there(pilot, app)
        await pilot.press("c", "1", "tab", *"0", "tab", *"300", "enter", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ClashDialog))
    assert bonuses(ctx, run) == {500_00: "carol"}
