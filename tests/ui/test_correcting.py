"""Correcting and withdrawing rows from the record, and the fields of a job that few people have, by pressing keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import JobChange, PayChange
from hrtui.people.rules import live
from screens.people.record import RecordScreen
from screens.shell import HrApp
from tests.conftest import Furnish
from tests.people import hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]


@pytest.fixture
def ann(ctx: Context, furnish: Furnish[str]) -> str:
    return furnish(ctx, with_ann)


def with_ann(ctx: Context) -> str:
    """Someone promoted, with a raise to come."""
    number = hire(ctx, "Kim", "Ann", pay_group="main")
    service.change_job(ctx, number, JobChange(date(2026, 2, 2), title="Senor Engineer"))
    service.change_job(ctx, number, JobChange(date(2026, 6, 1), department="Sales"))
    service.change_pay(ctx, number, PayChange(date(2027, 1, 1), rate=Money(9_000_000), reason="merit"))
    return number


async def test_a_misspelled_title_is_corrected_in_its_row_and_in_the_later_one_that_copied_it(
    hr_app: MakeApp, ctx: Context, ann: str
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.record is not None)
        await pilot.press("C")
        await until(pilot, lambda: "Correct which row of Kim, Ann" in painted(app))
        await pilot.press(*"promotion", "enter")
        await until(pilot, lambda: "Correct the promotion of 2026-02-02" in painted(app))
        await pilot.press("ctrl+u", *"Senior Engineer", "ctrl+o")
        await until(pilot, lambda: "is corrected" in painted(app))
    jobs = live(service.record(ctx, ann).jobs)
    assert [(str(row.effective_from), row.title, row.department) for row in jobs] == [
        ("2025-03-03", "Engineer", "IT"),
        ("2026-02-02", "Senior Engineer", "IT"),
        ("2026-06-01", "Senior Engineer", "Sales"),
    ]


async def test_a_raise_to_come_is_withdrawn_after_the_number_was_typed(hr_app: MakeApp, ctx: Context, ann: str) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.record is not None)
        await pilot.press("R")
        await until(pilot, lambda: "Withdraw which row" in painted(app) and "2027-01-01" in painted(app))
        assert "2026-02-02" not in painted(app).partition("Withdraw which row")[2].partition("╰")[0]
        await pilot.press("enter")
        await until(pilot, lambda: "Withdraw the pay-rate change: merit of Kim, Ann" in painted(app))
        await pilot.press(*ann, "enter")
        await until(pilot, lambda: "no longer happens" in painted(app))
    assert [row.rate for row in live(service.record(ctx, ann).pays or ())] == [Money(8_500_000)]


async def test_cost_centre_grade_position_and_dotted_lines_are_entered_and_shown(
    hr_app: MakeApp, ctx: Context, ann: str
) -> None:
    boss = hire(ctx, "Lee", "Bo")
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.record is not None)
        await pilot.press("J")
        await until(pilot, lambda: "Change job of Kim, Ann" in painted(app))
        await pilot.press(*["tab"] * 9, *"CC-410", "tab", *"G7", "tab", "tab", *boss, "ctrl+o")
        await until(pilot, lambda: "CC-410" in painted(app) and "G7" in painted(app) and "Dotted line" in painted(app))
    job = live(service.record(ctx, ann).jobs)[-1]
    assert (job.cost_centre, job.grade, job.dotted) == ("CC-410", "G7", (boss,))
