"""Prenotes on screen: who waits, and the file, by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hrtui.context import Context
from screens.payroll.runs import RunsScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from tests.paidruns import employee
from tests.services.test_prenotes import PAYER, entries
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


async def test_prenotes_are_written_by_a_key_and_the_second_time_nobody_needs_one(
    ctx: Context, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asking = replace(ctx, config=replace(ctx.config, payer=PAYER))
    jane = employee(asking)
    app = hr_app(asking, address="runs")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RunsScreen) and "No run is dated" in painted(app))
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and f"Ann Kim0 ({jane})" in painted(app))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Paid by bank from 2026-11-30: prenotes for 1 person" in painted(app))
        assert [each[0] for each in entries(tmp_path / "prenotes-2026-11-23.ach")] == ["23"]
        await pilot.press("P")
        await until(pilot, lambda: "Nobody needs one: 1 sent and waiting to count" in painted(app))


async def test_where_prenotes_are_off_the_key_says_how_to_ask_for_them(ctx: Context, hr_app: MakeApp) -> None:
    app = hr_app(address="runs")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RunsScreen) and "No run is dated" in painted(app))
        await pilot.press("P")
        await until(pilot, lambda: "Prenotes are not asked for" in painted(app))
