"""The screen of the state of the store."""

from __future__ import annotations

import pytest

from hrtui.context import Context
from hrtui.store import doctor, night
from hrtui.store.model import Finding, Grade
from screens.widgets.table import VirtualTable
from tests.ui.conftest import MakeApp, text, until


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_what_is_wrong_comes_first_and_every_row_is_checked_by_a_key(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    app = hr_app(ctx, address="doctor")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "There is none yet; run `hrtui backup`." in text(app))
        lines = text(app).splitlines()
        first = next(line for line in lines if "a recent backup" in line)
        assert "look" in first and "1 point" in lines[0]
        await pilot.press("slash", *"clock", "down")
        await until(pilot, lambda: "the clock goes on" in text(app) and "the machine" not in text(app))
        await pilot.press("C")
        await until(pilot, lambda: "the whole check" in text(app) and "Checking every row" not in text(app))
        await pilot.press("slash", *"chain", "down")
        await until(pilot, lambda: "the audit chain is unbroken" in text(app))
        await pilot.press("escape", "r")
        await until(pilot, lambda: "the whole check" not in text(app) and "the machine" in text(app))


async def test_all_of_a_server_is_told_in_one_screen_of_80_by_24(hr_app: MakeApp, ctx: Context) -> None:
    (ctx.config.store_path.parents[1] / "sessions").mkdir()
    night.note(ctx, [Finding("the audit chain is unbroken", Grade.FAULT, "Entry 3 does not fit.")])
    ctx.config.store_path.chmod(0o664)
    app = hr_app(ctx, address="doctor")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "the machine" in text(app))
        table = app.screen.query_one(VirtualTable)
        assert table.max_scroll_y == 0
        grades = [
            word for line in text(app).splitlines() for word in line.split()[:2] if word in ("FAULT", "look", "good")
        ]
        wrong = [each for each in doctor.look(ctx) if each.grade is not Grade.GOOD]
        assert len(wrong) >= 4
        assert grades == sorted(grades, key=("FAULT", "look", "good").index)
        assert grades.count("FAULT") + grades.count("look") == len(wrong)
        seen = text(app)
        assert all(each.check[:16] in seen for each in wrong)
        assert all(
            about in seen for about in ("the store", "writing", "the machine", "keys", "the server", "files left over")
        )


async def test_the_points_of_a_line_are_told_below_it_and_by_enter_to_their_end(hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(ctx, address="doctor")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "the machine" in text(app))
        await pilot.press("end", "up", "up", "up")
        await until(pilot, lambda: "the clock goes on  It is 2026-11-23 15:00 UTC." in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "the clock goes on: It is 2026-11-23 15:00 UTC." in text(app))
        assert "2 points" in text(app) and "the disk has room: " in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "Look again" in text(app))


async def test_enter_shows_the_whole_sentence(hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(ctx, address="doctor engine")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "the engine is safe" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "enter or esc" in text(app) or "SQLite 3" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Look again" in text(app))
