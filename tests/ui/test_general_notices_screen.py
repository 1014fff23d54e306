"""General notices of COBRA by keys: those owed, marked and recorded as sent."""

from __future__ import annotations

from datetime import date

from hrtui.benefits.cobra import informing
from hrtui.benefits.service import elect, finalise
from hrtui.context import Context
from tests.enrolling import admin_event, employee, medical, with_plans
from tests.ui.conftest import MakeApp, text, until


async def test_those_marked_are_recorded_as_sent(hr_app: MakeApp, ctx: Context) -> None:
    with_plans(ctx)
    for last in ("Ash", "Birch", "Cedar"):
        event = admin_event(ctx, employee(ctx, last), date(2026, 11, 23))
        elect(ctx, event, [medical()])
        finalise(ctx, event)
    app = hr_app(ctx, address="general-notices")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "3 owed, 0 late" in text(app))
        assert "2027-02-21" in text(app)
        await pilot.press("space", "space", "N")
        await until(pilot, lambda: "The general notice of 2 people." in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "1 owed, 0 late" in text(app))
    assert [each.name for each in informing.owed(ctx)] == ["Cedar, Ann"]
