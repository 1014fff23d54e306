"""The screen of what is past the time it has to be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hrtui.configfile.read import shipped_retention
from hrtui.context import Context
from hrtui.people import service
from hrtui.people.model import Termination
from screens.people.record import RecordScreen
from screens.people.retention import RetentionScreen
from tests.people import hire
from tests.ui.conftest import MakeApp, text, until


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_it_says_who_is_past_why_and_that_nothing_goes_by_itself(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hrtui.drafts.written", list)
    number = hire(ctx, "Old", first_day=date(2015, 1, 5))
    service.terminate(ctx, number, Termination(date(2018, 1, 1), "moved"))
    app = hr_app(replace(ctx, config=replace(ctx.config, retention=shipped_retention())), address="retention")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Old, Ann" in text(app) and "payroll: 3 years after the last pay date" in text(app))
        shown = text(app)
        assert "1 of 1 past their time" in shown and "payroll 1. Nothing goes by itself." in shown
        assert "2021-01-01" in shown
        assert "FLSA" in shown
        await pilot.press("slash", *"documents")
        await until(pilot, lambda: "0 of 1 past" in text(app) and "Nothing matches." in text(app))
        await pilot.press("escape", "slash", *"payroll", "down")
        await until(pilot, lambda: "1 of 1 past" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, RetentionScreen))
