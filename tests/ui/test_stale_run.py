"""A run open here while others take steps with it elsewhere: no step is taken with what is no longer shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.context import Actor, Context
from hrtui.errors import Conflict
from hrtui.payroll.entered import Entered
from hrtui.payroll.runs import service
from hrtui.payroll.runs.exporting import Output, export
from hrtui.payroll.runs.model import RunState
from screens.payroll.runs import RunsScreen
from screens.payroll.runslip import RunSlipScreen
from screens.payroll.workspace import RunScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from tests.payrun import calculated
from tests.ui.opened import GROUPS
from tests.ui.terminal import Terminal
from tests.ui.test_drafts_survive import company as store_of
from tests.ui.test_drafts_survive import folder, opened  # noqa: F401 - fixtures
from tests.ui.test_payroll_screens import PEOPLE, hire
from tests.ui.test_run_screens import CHECKS, chosen, shown, there
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
NET = 11_138_48


@pytest.fixture
def run(ctx: Context) -> str:
    """A calculated run of four people."""
    for each in PEOPLE:
        hire(ctx, *each)
    made = service.open_run(ctx)
    calculated(ctx, made.number, CHECKS)
    return made.number


def as_(ctx: Context, login: str) -> Context:
    return replace(ctx, actor=Actor(login, ("everything",), ctx.actor.grants))


async def told(pilot: Pilot[Any], app: HrApp, *parts: str) -> None:
    """The header of the run is as it stands, and the message names who did what."""
    await until(pilot, lambda: all(part in " ".join(painted(app).split()) for part in parts))


async def test_a_key_that_acts_on_a_run_someone_moved_on_is_refused_with_who_did_what_and_the_run_shown_anew(
    ctx: Context, run: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(120, 36)) as pilot:
        await there(pilot, app)
        service.submit(as_(ctx, "maya"), run)
        await pilot.press("r")
        await told(pilot, app, "maya submitted it at 2026-11-23 10:00", f"{run} · in review")
        assert service.run(ctx, run).run.state is RunState.IN_REVIEW


async def test_a_step_that_was_being_confirmed_is_refused_where_the_run_was_calculated_anew_meanwhile(
    ctx: Context, run: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(120, 36)) as pilot:
        await there(pilot, app)
        await chosen(pilot, app, *"submit")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        calculated(as_(ctx, "maya"), run, dict.fromkeys(CHECKS, 1_000_00))
        await pilot.press("y")
        await told(pilot, app, "maya calculated it at 2026-11-23 10:00", f"{run} · calculated · net 3,200.00")
        assert service.run(ctx, run).run.state is RunState.CALCULATED


async def test_a_net_typed_for_a_run_that_came_back_is_refused_and_the_form_left(
    ctx: Context, run: str, hr_app: MakeApp
) -> None:
    service.submit(as_(ctx, "maya"), run)
    carol = hr_app(address=f"run {run}")
    async with carol.run_test(size=(80, 24)) as pilot:
        await there(pilot, carol)
        await chosen(pilot, carol, *"approve")
        await until(pilot, lambda: isinstance(carol.screen, FormScreen))
        service.send_back(as_(ctx, "dora"), run, service.Asked("wrong"))
        service.submit(as_(ctx, "maya"), run)
        await pilot.press(*"11138.48", "ctrl+o")
        await told(pilot, carol, "moved on since it was shown: dora sent it back")
        assert service.run(ctx, run).run.state is RunState.IN_REVIEW
        await until(pilot, lambda: shown(carol).run_line() == service.run(ctx, run))


async def test_who_has_a_sign_in_a_run_that_was_calculated_anew_elsewhere_is_still_told_of(
    ctx: Context, run: str, hr_app: MakeApp
) -> None:
    service.enter(ctx, run, [service.InputLine("100", Entered("bonus", cents=1_00))])
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(120, 36)) as pilot:
        await there(pilot, app)
        screen = app.screen
        assert isinstance(screen, RunScreen)
        row = screen.rows.row
        assert row is not None and row.signs and row.row.head.id
        service.calculate(as_(ctx, "maya"), run, everyone=True)
        screen._about()
        assert row.row.name in painted(app)


async def test_coming_back_to_a_run_shows_it_as_it_stands(ctx: Context, run: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(120, 36)) as pilot:
        await there(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunSlipScreen))
        service.submit(as_(ctx, "maya"), run)
        await pilot.press("escape")
        await told(pilot, app, f"{run} · in review")


async def test_coming_back_to_the_list_of_runs_shows_their_states_as_they_stand(
    ctx: Context, run: str, hr_app: MakeApp
) -> None:
    app = hr_app(address="runs")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "calculated" in painted(app))
        await pilot.press("enter")
        await there(pilot, app)
        service.cancel(as_(ctx, "maya"), run, service.Asked("wrong"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RunsScreen) and "cancelled" in painted(app))


async def test_hours_keyed_elsewhere_keep_nobody_from_acting_and_mark_the_dirty_on_return(
    ctx: Context, run: str, hr_app: MakeApp
) -> None:
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(120, 36)) as pilot:
        await there(pilot, app)
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        service.enter(as_(ctx, "maya"), run, [service.InputLine("100", Entered("bonus", cents=1_00))])
        await pilot.press("escape")
        await until(pilot, lambda: "1 dirty" in painted(app))


def test_a_file_and_a_reversal_are_refused_for_a_run_that_moved_on(ctx: Context, run: str, tmp_path: Path) -> None:
    before = len(service.run(ctx, run).run.events)
    service.cancel(as_(ctx, "maya"), run, service.Asked("wrong"))
    for act in (
        lambda: export(ctx, run, Output.REGISTER, tmp_path / "r.csv", events=before),
        lambda: service.reverse(ctx, run, "wrong", events=before),
        lambda: service.accept(ctx, run, ["100"], "fine", events=before),
    ):
        with pytest.raises(Conflict, match="maya cancelled it at 2026-11-23 10:00"):
            act()
    assert not (tmp_path / "r.csv").exists()


def test_of_two_processes_with_one_run_open_the_second_is_told_what_the_first_did(
    opened: Callable[[str], Terminal],  # noqa: F811 - the fixture
    folder: Path,  # noqa: F811 - the fixture
) -> None:
    own = store_of(folder)
    own = replace(own, config=replace(own.config, pay_groups=GROUPS))
    number = service.open_run(own).number
    own.store.close()
    with opened(f"run {number}") as first, opened(f"run {number}") as second:
        for terminal in (first, second):
            terminal.shows("Nothing is calculated yet.")
        first.send("r")
        first.shows("Calculated everyone.")
        second.send("r")
        second.shows("alice calculated it at")
        second.shows(f"{number} · calculated")
