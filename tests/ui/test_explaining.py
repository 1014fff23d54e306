"""Who set a field, and what differs between two days, by pressing keys on the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hrtui.context import Context
from hrtui.people import service
from hrtui.people.model import JobChange
from screens.people.record import RecordScreen
from screens.shell import HrApp
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_who_set_a_field_and_what_differs_between_two_days_is_told(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    number = hire(ctx, "Kim", "Ann", pay_group="main")
    service.change_job(ctx, number, JobChange(date(2026, 2, 2), department="Sales", reason="reorganised"))
    service.change_job(ctx, number, JobChange(date(2026, 6, 1), title="Lead"))
    app = hr_app(address=f"emp {number}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.record is not None)
        await pilot.press("down", "down", "b")
        await until(pilot, lambda: "Sales on 2026-11-23" in painted(app))
        assert "2026-02-02  IT → Sales" in painted(app)
        await pilot.press("escape", "D")
        await until(pilot, lambda: "What differs about Kim, Ann" in painted(app))
        await pilot.press("ctrl+u", *"2025-12-31", "ctrl+o")
        await until(pilot, lambda: "Kim, Ann: 2025-12-31 to 2026-11-23" in painted(app))
        assert "IT → Sales" in painted(app)
        assert "Engineer → Lead" in painted(app)
