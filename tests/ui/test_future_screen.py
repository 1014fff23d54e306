"""Scheduled changes by pressing keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hrtui.audit import service as audit
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import JobChange, PayChange
from hrtui.people.scheduled import scheduled_ids
from screens.people.future import FutureScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_what_is_scheduled_is_listed_opened_filtered_withdrawn_and_brought_back(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    number = hire(ctx, "Kim", "Ann", pay_group="main")
    service.change_pay(ctx, number, PayChange(date(2027, 1, 1), rate=Money(9_000_000), reason="merit"))
    service.change_job(ctx, number, JobChange(date(2026, 12, 1), title="Lead"))
    app = hr_app(address="home")
    async with app.run_test(size=size) as pilot:
        await pilot.press("g", "f")
        await until(pilot, lambda: isinstance(app.screen, FutureScreen) and "2 after 2026-11-23" in painted(app))
        assert "promotion" in painted(app)
        assert "2027-01-01" in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Kim, Ann" in painted(app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, FutureScreen))
        await pilot.press("slash", *"pay")
        await until(pilot, lambda: "1 after" in painted(app) and "promotion" not in painted(app))
        await pilot.press("escape")
        await until(pilot, lambda: "2 after" in painted(app))
        seen = [stored.entry for stored in audit.log(ctx, 30) if stored.entry.subject == "scheduled changes"]
        assert len(seen) == 1, "a letter typed is no other look than the whole list was"
        await pilot.press("home", "d")
        await until(pilot, lambda: "Withdraw the" in painted(app))
        await pilot.press(*number, "enter")
        await until(pilot, lambda: "no longer happens" in painted(app))
        assert len(scheduled_ids(ctx)) == 1
        await pilot.press("u")
        await until(pilot, lambda: "Undo the" in painted(app))
        await pilot.press("y")
        await until(pilot, lambda: "2 after 2026-11-23" in painted(app))


async def test_an_empty_list_says_how_a_change_comes_to_stand_there(hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(address="future")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Nothing is scheduled after 2026-11-23." in painted(app))


async def test_in_the_past_nothing_is_withdrawn(hr_app: MakeApp, ctx: Context) -> None:
    number = hire(ctx, "Kim", "Ann", pay_group="main")
    service.change_job(ctx, number, JobChange(date(2026, 12, 1), title="Lead"))
    app = hr_app(address="future")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "1 after" in painted(app))
        app.look(date(2026, 1, 1))
        await until(pilot, lambda: "1 after 2026-01-01" in painted(app))
        await pilot.press("d")
        await until(pilot, lambda: "the past is read-only" in painted(app))
