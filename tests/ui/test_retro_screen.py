"""What closed runs owe, by pressing keys: said when a form is saved, listed, decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll.runs import service
from hrtui.people import service as people
from hrtui.people.model import PayChange
from screens.payroll.retro import RetroScreen
from screens.payroll.runs import RunsScreen
from screens.payroll.runslip import RunSlipScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from tests.paidruns import FIRST, SECOND, THIRD, employee, paid
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ContextAs = Callable[..., Context]


@pytest.fixture
def jane(ctx: Context) -> str:
    """Someone on 52,000 a year who was paid twice."""
    number = employee(ctx)
    paid(ctx, FIRST)
    paid(ctx, SECOND)
    return number


def raised(ctx: Context, number: str, rate: int = 65_000) -> None:
    people.change_pay(ctx, number, PayChange(date(2026, 10, 25), Money(rate * 100), reason="merit"))


def listed(app: HrApp) -> bool:
    return isinstance(app.screen, RetroScreen) and "main-2026-11-12" in painted(app)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_what_is_owed_is_listed_and_decided_with_a_reason(
    hr_app: MakeApp, ctx: Context, jane: str, size: tuple[int, int]
) -> None:
    raised(ctx, jane)
    run = service.open_run(ctx, pay_date=THIRD)
    app = hr_app(address="retro")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: listed(app))
        assert "+500.00" in painted(app)
        assert "2 checks of closed runs" in painted(app)
        assert "salary: 2,500.00 due by the facts of today, 2,000.00 paid" in painted(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"late", "ctrl+o")
        await until(pilot, lambda: f"stands entered in run {run.number}" in painted(app))
        await until(pilot, lambda: "1 check of closed runs" in painted(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen), "ignoring needs a reason"
        await pilot.press(*"by hand", "ctrl+o")
        await until(pilot, lambda: "Closed runs owe nothing that is not decided." in painted(app))
        await pilot.press("d")
        await until(pilot, lambda: "2 checks decided about" in painted(app))
        assert "next run" in painted(app)
        assert "by hand" in painted(app)
    assert service.retro(ctx) == []
    assert [(each.decision, each.reason) for each in service.decided(ctx)] == [
        ("ignore", "by hand"),
        ("next_run", "late"),
    ]


async def test_a_decision_that_is_refused_says_why_and_keeps_the_form(hr_app: MakeApp, ctx: Context, jane: str) -> None:
    raised(ctx, jane)
    app = hr_app(address="runs")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RunsScreen) and "main-2026-11-12" in painted(app))
        await pilot.press("b")
        await until(pilot, lambda: listed(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "No regular run of main is open" in painted(app))
        await pilot.press("escape")
        await until(pilot, lambda: listed(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunSlipScreen))
    assert len(service.retro(ctx)) == 2


async def test_saving_a_back_dated_raise_says_in_the_message_line_what_it_touches(
    hr_app: MakeApp, ctx: Context, jane: str
) -> None:
    app = hr_app(address=f"emp {jane}")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Kim0" in painted(app))
        await pilot.press("P")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("home", *["delete"] * 10, *"2026-11-08", "tab", "home", *["delete"] * 12, *"65k", "ctrl+o")
        await until(
            pilot, lambda: "It touches 1 closed run by +500.00 (main-2026-11-25): decide under retro." in painted(app)
        )


async def test_who_only_looks_is_offered_no_decision(
    hr_app: MakeApp, ctx: Context, ctx_as: ContextAs, jane: str
) -> None:
    raised(ctx, jane)
    looks = ctx_as(Grant("payroll.preview", EVERYONE), Grant("people.read", EVERYONE, {Field.PAY: Sight.SHOWN}))
    app = hr_app(looks, address="retro")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: listed(app))
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, RetroScreen)
    assert service.decided(ctx) == []
