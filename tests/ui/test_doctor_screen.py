"""The screen of the state of the store."""

from __future__ import annotations

import pytest

from hrtui.context import Context
from tests.ui.conftest import MakeApp, text, until


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_what_is_wrong_comes_first_and_every_row_is_checked_by_a_key(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    app = hr_app(ctx, address="doctor")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "There is none yet; run `hrtui backup`." in text(app))
        lines = text(app).splitlines()
        first = next(line for line in lines if "a recent backup exists" in line)
        assert "look" in first and "1 point" in lines[0]
        await pilot.press("slash", *"clock", "down")
        await until(pilot, lambda: "the clock goes on" in text(app) and "the disk has room" not in text(app))
        await pilot.press("C")
        await until(pilot, lambda: "the audit chain is unbroken" in text(app))
        await pilot.press("r")
        await until(pilot, lambda: "the audit chain is unbroken" not in text(app) and "the disk has room" in text(app))


async def test_enter_shows_the_whole_sentence(hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(ctx, address="doctor engine")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "the engine is safe" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "enter or esc" in text(app) or "SQLite 3" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Look again" in text(app))
