"""The reports about benefits by pressing keys: turned through, narrowed, written to a file, as of another day."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from data.audit import entries
from hrtui.access.model import EVERYONE, Grant
from hrtui.benefits.service import elect, finalise
from hrtui.context import Context
from hrtui.people.model import EmploymentType
from screens.benefits.person import BenefitsScreen
from screens.benefits.queue import QueueScreen
from screens.benefits.reportparts import CostPart, IneligiblePart
from screens.benefits.reports import ReportsScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from tests.enrolling import admin_event, employee, medical, with_plans
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ContextAs = Callable[..., Context]
SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)])


def shown(app: HrApp, text: str) -> bool:
    return isinstance(app.screen, ReportsScreen) and text in painted(app)


@pytest.fixture
def company(ctx: Context) -> Context:
    """Two with medical, one of them part-time by now, who may not have it; one who works part-time and has nothing."""
    with_plans(ctx)
    first, second = employee(ctx, "Ash"), employee(ctx, "Birch")
    for number in (first, second):
        finalise(ctx, choose(ctx, number))
    hire(ctx, "Ito", employment_type=EmploymentType.PART_TIME)
    return ctx


def choose(ctx: Context, number: str) -> str:
    event = admin_event(ctx, number, date(2026, 11, 1))
    elect(ctx, event, [medical()])
    return event


@SIZES
async def test_the_queue_leads_to_the_reports_and_tab_turns_to_cost_and_to_who_is_not_eligible(
    hr_app: MakeApp, company: Context, size: tuple[int, int]
) -> None:
    app = hr_app(address="enrolments")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, QueueScreen) and "Nothing is due" in painted(app))
        await pilot.press("r")
        await until(pilot, lambda: shown(app, "Medical · 2 enrolled"))
        assert "Medical, PPO 500, employee: 2" in painted(app)
        await pilot.press("tab")
        await until(pilot, lambda: shown(app, "employees "))
        await pilot.press("end")
        await until(pilot, lambda: shown(app, "for each of 2 covered"))
        await pilot.press("tab")
        await until(pilot, lambda: shown(app, "Medical · 1 may not have it"))
        assert "the employment type is part-time; it is for full-time" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BenefitsScreen) and "Ito" in painted(app))


async def test_a_filter_narrows_who_is_not_eligible_and_export_writes_what_is_shown(
    hr_app: MakeApp, company: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = hr_app(address="benefit-reports ineligible")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Medical · 1 may not have it"))
        await pilot.press("slash", *"ito medical", "down")
        await until(pilot, lambda: shown(app, "1 match"))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: shown(app, "Wrote 1 rows"))
        await pilot.press("slash", *"nobody", "escape")
        await until(pilot, lambda: shown(app, "Medical · 1 may not have it"))
    (row,) = csv.DictReader((tmp_path / "benefits-ineligible-2026-11-23.csv").open())
    assert (row["name"], row["plan"]) == ("Ito, Ann", "medical")
    assert entries(1)[0].entry.action == "benefits.export"


async def test_another_day_is_reported_and_a_day_without_elections_says_which_keys_help(
    hr_app: MakeApp, company: Context
) -> None:
    app = hr_app(address="benefit-reports")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Medical · 2 enrolled"))
        app.look(date(2026, 9, 1))
        await until(pilot, lambda: shown(app, "Nobody has a plan on this day."))
        assert "@ shows another day" in painted(app)
        await pilot.press("x")
        await until(pilot, lambda: shown(app, "There is nothing to write"))


async def test_turning_on_while_a_report_is_read_stops_it_and_escape_stops_the_one_that_is_shown(
    hr_app: MakeApp, company: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, ended = Event(), Event(), Event()

    def slow(go_on: Event) -> Callable[..., None]:
        def read(_part: object, _ctx: Context, step: Callable[[int, int], None]) -> None:
            step(1, 3)
            assert go_on.wait(10)
            try:
                step(2, 3)
            finally:
                ended.set()

        return read

    monkeypatch.setattr(CostPart, "read", slow(first))
    monkeypatch.setattr(IneligiblePart, "read", slow(second))
    app = hr_app(address="benefit-reports cost")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "Reckoning 1 of 3"))
        await pilot.press("tab")
        await until(pilot, lambda: shown(app, "Asking of 1 of 3"))
        first.set()
        await until(pilot, ended.is_set)
        assert shown(app, "Asking of 1 of 3")
        await pilot.press("escape")
        second.set()
        await until(pilot, lambda: shown(app, "Stopped: the report was not read."))


async def test_a_report_that_is_none_is_said_with_those_there_are(hr_app: MakeApp, company: Context) -> None:
    app = hr_app(address="benefit-reports money")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "“money” is no report of benefits"))


async def test_who_may_not_see_benefits_is_not_led_there(hr_app: MakeApp, ctx_as: ContextAs) -> None:
    app = hr_app(ctx_as(Grant("people.read", EVERYONE)), address="benefit-reports")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "may not" in painted(app))
        assert not isinstance(app.screen, ReportsScreen)
