"""Plans and rates, by pressing keys: the list of a day, one plan with its rates, and what to do without a plan file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hrtui.benefits.planfile import EXAMPLE
from hrtui.context import Context
from screens.benefits.plans import PlanScreen, PlansScreen
from screens.shell import HrApp
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


@pytest.fixture
def plan_file(ctx: Context) -> Path:
    """The example as the company's plan file."""
    file = Path(ctx.config.file).parent / "benefits.yaml"
    file.write_text(EXAMPLE.read_text("utf-8"))
    return file


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_plan_is_opened_from_the_list_with_the_rates_of_the_day(
    hr_app: MakeApp, plan_file: Path, size: tuple[int, int]
) -> None:
    app = hr_app(address="plans")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PlansScreen) and "15 plans on 2026-11-23" in painted(app))
        assert "Full-time; 30 hours a week or more" in painted(app)
        await pilot.press("down")
        await until(pilot, lambda: "20 hours a week or more" in painted(app))
        await pilot.press("up", "enter")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and "642.40" in painted(app))
        assert "142.40" in painted(app)
        assert "when they turn 26" in painted(app)
        await pilot.press("n")
        await until(pilot, lambda: "Smilewell" not in painted(app) and "21.30" in painted(app))
        await pilot.press("p", "p")
        await until(pilot, lambda: "This is the first plan." in painted(app))


async def test_another_day_shows_its_rates(hr_app: MakeApp, plan_file: Path) -> None:
    app = hr_app(address="plan medical")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "642.40" in painted(app))
        await pilot.press("@", *"2027-01-01", "enter")
        await until(pilot, lambda: "687.90" in painted(app))


async def test_without_a_plan_file_the_screen_says_where_to_write_it(hr_app: MakeApp) -> None:
    app = hr_app(address="plans")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: "There are no plans on this day." in painted(app))
        assert "benefits.yaml" in painted(app)


async def test_a_plan_file_with_problems_is_told_on_the_screen(hr_app: MakeApp, plan_file: Path) -> None:
    plan_file.write_text(plan_file.read_text().replace("carrier: smilewell", "carrier: nobody"))
    app = hr_app(address="plans")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: "There is no carrier “nobody”" in painted(app) or "has a problem" in painted(app))
