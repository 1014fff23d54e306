"""Pay items, garnishment orders and certificates of states on the record: by keys, then what is stored and what is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.payroll.items import rules, service
from hrtui.payroll.items.model import ItemChange, PayItem, PayOrder
from hrtui.people import service as people
from hrtui.people.model import ProfileChange
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.menu import Menu
from tests.people import hire
from tests.ui.test_belongings import form, tab
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)
MEDICAL = PayItem(TODAY, "medical", Money(12_500), employer=Money(40_000), note="family")
SUPPORT = PayOrder(
    TODAY, "FM-22", OrderKind.SUPPORT, date(2026, 11, 2), Money(30_000), payee="State of NJ", fee=Money(200)
)


@pytest.fixture
def ann(ctx: Context) -> str:
    return hire(ctx, "Kim", number="1", location="Newark, NJ")


def counting(ctx: Context) -> list[PayItem]:
    return rules.on_day(service.terms_of(ctx, "1").items or (), TODAY)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_deduction_is_added_changed_and_stopped_by_keys_and_undone(
    ctx: Context, ann: str, hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=size) as pilot:
        await tab(pilot, app, "deductions")
        await until(pilot, lambda: "a adds a deduction, o records an order" in painted(app))
        await form(pilot, app, "a")
        await pilot.press(*"(401k", "enter", "tab", *"6", "tab", "tab", *"3", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "6 % of gross pay" in painted(app))
        assert "the employer adds 3 % of gross pay" in painted(app)
        assert [(row.code, row.percent, row.employer_percent) for row in counting(ctx)] == [
            ("401k", Decimal("0.06"), Decimal("0.03"))
        ]
        opened = await form(pilot, app, "e")
        assert opened.form.title.startswith("401(k) of Kim, Ann")
        await pilot.press(*"150", "ctrl+o")
        await until(pilot, lambda: "both are given" in painted(app))
        await pilot.press("tab", "ctrl+u", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "150.00 each check" in painted(app))
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(*"stop", "enter")
        await until(pilot, lambda: "a adds a deduction" in painted(app))
        assert counting(ctx) == []
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "150.00 each check" in painted(app))


async def test_an_order_is_recorded_and_shown_beneath_the_items(ctx: Context, ann: str, hr_app: MakeApp) -> None:
    service.add_item(ctx, ann, MEDICAL)
    service.change_item(ctx, ann, "medical", ItemChange(date(2027, 1, 1), amount=Money(13_000)))
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "deductions")
        await until(pilot, lambda: "125.00 each check" in painted(app))
        assert "2027-01-01" in painted(app)
        await form(pilot, app, "o")
        await pilot.press(
            *"FM-22", "tab", *"child", "enter", "tab", *"300", "tab", "tab", "tab", *"State of NJ", "ctrl+o"
        )
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Order FM-22" in painted(app))
        assert "300.00 each check" in painted(app)
        assert "to State of NJ" in painted(app)
        await pilot.press("down")
        opened = await form(pilot, app, "e")
        assert opened.form.title.startswith("Order FM-22 against Kim, Ann")
    (order,) = service.terms_of(ctx, ann).orders or ()
    assert (order.number, order.kind, order.amount, order.payee) == (
        "FM-22", OrderKind.SUPPORT, Money(30_000), "State of NJ",
    )  # fmt: skip


async def test_whoever_may_not_see_them_is_told_and_offered_nothing(
    ctx: Context, ann: str, hr_app: MakeApp, ctx_as: Callable[..., Context]
) -> None:
    service.add_item(ctx, ann, MEDICAL)
    app = hr_app(ctx_as(Grant("people.read")), address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "deductions")
        await until(pilot, lambda: "are not for your roles" in painted(app))
        assert "125.00" not in painted(app)
        await pilot.press("a", "o", "e")
        await pilot.pause()
        assert isinstance(app.screen, RecordScreen)
    only = ctx_as(Grant("people.read"), Grant("payroll.orders"))
    service.add_order(ctx, ann, SUPPORT)
    app = hr_app(only, address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "deductions")
        await until(pilot, lambda: "Order FM-22" in painted(app))
        assert "Medical" not in painted(app)


async def test_a_certificate_of_the_work_state_is_offered_first_recorded_and_shown_with_the_pay(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    people.change_profile(ctx, ann, ProfileChange(TODAY, state="NY"))
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(80, 24)) as pilot:
        await tab(pilot, app, "pay")
        await until(pilot, lambda: "Rate" in painted(app))
        await pilot.press("F")
        await until(pilot, lambda: isinstance(app.screen, Menu) and "New Jersey" in painted(app))
        assert painted(app).index("New Jersey") < painted(app).index("New York") < painted(app).index("Alabama")
        opened = await form(pilot, app, "enter")
        assert opened.form.title.startswith("Certificate of New Jersey")
        labels = [slot.field.label for slot in opened.model.slots]
        assert labels[:3] == ["From", "Exempt", "Extra each check"]
        while opened.model.slot.field.key != "table":
            await pilot.press("tab")
        await pilot.press(*"B", "tab", *"2", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Certificate of NJ" in painted(app))
    rows = [row for row in people.record(ctx, ann).certificates or () if row.jurisdiction == "NJ"]
    assert [dict(row.entries) for row in rows] == [{"table": "B", "allowances": "2"}]


async def test_the_history_tells_what_was_deducted_and_by_whom_it_was_entered(
    ctx: Context, ann: str, hr_app: MakeApp
) -> None:
    service.add_item(ctx, ann, MEDICAL)
    service.change_item(ctx, ann, "medical", ItemChange(TODAY, amount=Money(15_000)))
    service.add_order(ctx, ann, SUPPORT)
    service.stop_order(ctx, ann, "FM-22")
    app = hr_app(address=f"emp {ann}")
    async with app.run_test(size=(120, 40)) as pilot:
        await tab(pilot, app, "history")
        await until(pilot, lambda: "Medical changed" in painted(app))
        assert "amount 125.00 USD → 150.00 USD" in painted(app)
        assert "order FM-22 stopped" in painted(app)
        assert "order FM-22 added" in painted(app)
