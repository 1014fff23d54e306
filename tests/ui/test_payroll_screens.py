"""The preview of a pay date and payslips, by pressing keys."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from data import audit
from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.context import Context
from hrtui.money import Money
from hrtui.payroll import service as payroll
from hrtui.payroll.model import Frequency, PayGroup
from hrtui.people import service
from hrtui.people.model import Basis, Hire, PayChange
from screens.payroll.payslip import PayslipScreen
from screens.payroll.preview import PayrollScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from screens.widgets.why import WhyTree
from tests.conftest import Furnish
from tests.people import statements
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ContextAs = Callable[..., Context]
SIZES = [(80, 24), (200, 50)]
NASTY = "\x1b[31mRed\x1b]52;c;AAAA\x07 [b]Bold[/b] [@click=app.quit]x[/] \u202egnol\nline 😀"
PEOPLE = (
    ("100", "Byron", "Ada", "Production", 95_000),
    ("101", "Chen", "Bo", "Production", 52_000),
    ("102", "Diaz", "Cleo", "Finance", 145_000),
    ("103", "Ek", "Dan", "Finance", 70_000),
)


def hire(ctx: Context, number: str, last: str, first: str, department: str, rate: int, **more: Any) -> None:
    values: dict[str, Any] = {"pay_group": "main", "location": "Boston, MA", **more}
    pay = Money(rate * 100)
    service.hire(ctx, Hire(date(2024, 1, 8), first, last, "Clerk", department, number=number, rate=pay, **values))


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> None:
    furnish(ctx, founded)


def founded(ctx: Context) -> None:
    """Four people of the group `main`."""
    for each in PEOPLE:
        hire(ctx, *each)


@pytest.fixture
def two_groups(ctx: Context) -> Context:
    """As `ctx`, with a weekly group `plant` beside `main`."""
    plant = PayGroup("plant", Frequency.WEEKLY, date(2026, 1, 4), check_after=4)
    return replace(ctx, config=replace(ctx.config, pay_groups=(*ctx.config.pay_groups, plant)))


def preview(app: HrApp) -> PayrollScreen:
    assert isinstance(app.screen, PayrollScreen)
    return app.screen


def slip(app: HrApp) -> PayslipScreen:
    assert isinstance(app.screen, PayslipScreen)
    return app.screen


async def computed(pilot: Pilot[Any], app: HrApp, check: str = "2026-11-25") -> None:
    def is_there() -> bool:
        shown = app.screen
        made = shown.made if isinstance(shown, PayrollScreen) else None
        return made is not None and str(made.pay_date.check) == check and not shown.progress.display  # type: ignore[attr-defined]  # narrowed by `made`

    await until(pilot, is_there)


async def opened(pilot: Pilot[Any], app: HrApp, number: str, check: str = "") -> None:
    def is_there() -> bool:
        made = app.screen.check if isinstance(app.screen, PayslipScreen) else None
        return made is not None and made.number == number and (not check or str(made.pay_date.check) == check)

    await until(pilot, is_there)


def names(app: HrApp) -> list[str]:
    table = preview(app).rows.table
    rows = [table.row(place) for place in range(len(table.ids))]
    return [row.row.name.split(",")[0] for row in rows if row]


@pytest.mark.parametrize("size", SIZES)
async def test_the_preview_lists_everyone_with_totals_and_says_that_nothing_is_paid(
    ctx: Context, company: None, hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=size) as pilot:
        await computed(pilot, app)
        text = painted(app)
        assert "preview, nothing is paid" in text
        assert "blocked" not in text
        assert "2026-11-08 to 2026-11-21" in text
        row = next(line for line in text.splitlines() if "Byron" in line)
        assert "3,653.85" in row
        assert "!" not in row
        state = preview(app).made
        assert state is not None
        assert f"{state.columns.state[0] / 100:,.2f}" in row
        totals = preview(app).made
        assert totals is not None
        assert f"{totals.totals.gross / 100:,.2f}" in text
        assert f"{totals.totals.net / 100:,.2f}" in text
        assert ("Pay dates of 2026" in text) == (size[0] >= 150)
        assert all(len(line) <= size[0] for line in text.splitlines())


async def test_the_columns_drop_out_whole_when_it_is_narrow_and_the_totals_never(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    hire(ctx, "200", "Rich", "Very", "Production", 9_000_000)
    app = hr_app(address="payroll")
    async with app.run_test(size=(60, 20)) as pilot:
        await computed(pilot, app)
        text = painted(app)
        assert "Medicare" not in text.splitlines()[3]
        made = preview(app).made
        assert made is not None
        for key in ("gross", "federal", "social_security", "medicare", "state", "deductions", "net"):
            assert f"{getattr(made.totals, key) / 100:,.2f}" in text


async def test_typing_filters_at_once_and_the_totals_follow(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("slash", *"dept", "colon", *"Fin")
        await until(pilot, lambda: len(preview(app).rows.table.ids) == 2)
        assert names(app) == ["Diaz", "Ek"]
        text = painted(app)
        assert "2 of 4" in text
        assert "8,269.23" in text
        await pilot.press("escape")
        await until(pilot, lambda: len(preview(app).rows.table.ids) == 4)
        await pilot.press("slash", *"chen", "down", "enter")
        await opened(pilot, app, "101")


async def test_a_query_that_is_not_understood_points_at_its_fault(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("slash", *"shoe", "colon", "4")
        await until(pilot, lambda: preview(app).rows.filter.fault)
        assert "! " in painted(app).splitlines()[2]
        await pilot.press("escape")
        await until(pilot, lambda: len(preview(app).rows.table.ids) == 4)


async def test_a_column_is_chosen_to_sort_by_and_the_same_again_turns_it_round(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("down", "s")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press(*"gross", "enter")
        await until(pilot, lambda: isinstance(app.screen, PayrollScreen) and preview(app).rows.order.key == "gross")
        assert names(app) == ["Chen", "Ek", "Byron", "Diaz"]
        row = preview(app).rows.row
        assert row is not None
        assert row.row.number == "101"
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press(*"gross", "enter")
        await until(pilot, lambda: isinstance(app.screen, PayrollScreen) and preview(app).rows.order.descending)
        assert names(app) == ["Diaz", "Byron", "Ek", "Chen"]
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press(*"dep", "enter")
        await until(
            pilot, lambda: isinstance(app.screen, PayrollScreen) and preview(app).rows.order.key == "department"
        )
        assert names(app) == ["Diaz", "Ek", "Byron", "Chen"]
        assert "by department" in painted(app)


async def test_marked_rows_are_summed_up(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("space", "space")
        await until(pilot, lambda: "2 marked" in painted(app))
        assert "5,653.85" in painted(app)


async def test_brackets_step_through_pay_dates_and_tab_through_groups(
    two_groups: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(two_groups, address="payroll main")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("right_square_bracket")
        await computed(pilot, app, "2026-12-10")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await computed(pilot, app, "2026-11-12")
        await pilot.press("tab")
        await until(pilot, lambda: preview(app).made is not None and "plant" in preview(app).line.text)
        assert "No one is paid in group “plant”" in painted(app)
        assert "(2 of 2)" in painted(app)


async def test_an_address_names_a_group_and_a_day(two_groups: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(two_groups, address="payroll plant 2026-12-01")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app, "2026-12-02")
        app.go("payroll shoes")
        await until(pilot, lambda: "neither a pay group" in painted(app))
        assert "main or plant" in painted(app)


async def test_without_a_pay_group_the_setting_is_named(ctx: Context, hr_app: MakeApp) -> None:
    bare = replace(ctx, config=replace(ctx.config, pay_groups=()))
    app = hr_app(bare, address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "pay_groups" in painted(app))
        assert not preview(app).progress.display
        await pilot.press("tab", "right_square_bracket", "w", "x", "s", "escape")
        assert app.is_running


async def test_who_may_not_see_pay_reads_why_not(
    ctx: Context, company: None, ctx_as: ContextAs, hr_app: MakeApp
) -> None:
    app = hr_app(ctx_as(Grant("payroll.preview"), Grant("people.read")), address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "may not see pay" in painted(app))
        assert "3,653.85" not in painted(app)
    app = hr_app(ctx_as(Grant("people.read")), address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "may not compute pay" in painted(app))
        assert not isinstance(app.screen, PayrollScreen)


async def test_escape_stops_the_computing_and_says_so(
    ctx: Context, company: None, hr_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(ctx: Context, group: str, day: date | None, progress: Any, cancelled: Callable[[], bool]) -> None:
        progress(1_000, 4_000)
        while not cancelled():
            progress(1_000, 4_000)

    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        monkeypatch.setattr(payroll, "preview", endless)
        await pilot.press("R")
        await until(pilot, lambda: "Computing 1,000 of 4,000" in painted(app))
        assert "esc stops" in painted(app)
        assert "Byron" in painted(app)
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped; what was computed before is shown." in painted(app))
        assert not preview(app).progress.display


async def test_the_computing_goes_on_while_another_screen_is_shown(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.opened is not None)
        await pilot.press("g", "y", "g", "h", "g", "y")
        await computed(pilot, app)
        assert "Byron" in painted(app)


async def test_rows_are_exported_in_their_order_and_the_export_is_in_the_trail(
    ctx: Context, company: None, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(ctx, "105", "=cmd|' /C calc'!A0", "Eve", "Finance", 60_000)
    monkeypatch.chdir(tmp_path)
    target = Path("out")
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("slash", *"dept", "colon", *"Finance", "down", "escape")
        preview(app).rows.filter.set_text("dept:Finance")
        preview(app).rows.table.focus()
        await until(pilot, lambda: len(preview(app).rows.table.ids) == 3)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+u", *str(target), "enter")
        await until(pilot, lambda: isinstance(app.screen, PayrollScreen) and "Wrote 3 rows" in painted(app))
    with target.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["number"] for row in rows] == ["102", "103", "105"]
    assert rows[1]["gross"] == "2692.31"
    assert rows[2]["name"].startswith("'=cmd")
    assert target.stat().st_mode & 0o077 == 0
    assert [entry.entry.action for entry in audit.entries(1)] == ["payroll.export"]


async def test_a_page_of_rows_takes_one_query_and_moving_in_it_none(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        with statements() as seen:
            preview(app).rows.table.refresh_rows()
            await pilot.pause()
            await pilot.press("down", "down", "up")
            await pilot.pause()
        assert len(seen) == 1


async def test_names_made_to_harm_are_text(ctx: Context, hr_app: MakeApp) -> None:
    hire(ctx, "666", NASTY, NASTY, "Finance", 60_000)
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        assert "\x1b" not in painted(app)
        await pilot.press("enter")
        await opened(pilot, app, "666")
        text = painted(app)
        assert "Red [b]Bold[/b]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("size", SIZES)
async def test_a_payslip_shows_figures_year_to_date_and_what_stops_it(
    ctx: Context, company: None, hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=size) as pilot:
        await computed(pilot, app)
        await pilot.press("enter")
        await opened(pilot, app, "100")
        text = painted(app)
        lines = text.splitlines()
        assert "Byron, Ada" in text
        assert "1 of 4" in text
        assert "check date Wed 2026-11-25" in text
        assert "not computed yet" not in text
        gross = next(line for line in lines if "Gross pay" in line)
        assert gross.split()[2] == "3,653.85"
        assert "10 of 10 days at 95,000/year" in text
        whole = slip(app).slip.text
        for label in (
            "Federal income tax", "Social security", "Medicare", "Massachusetts income tax", "Taxes withheld", "Net pay",
            "Year to date", "Paid by the employer", "Taxable wages", "To accept: No bank account is on file",
        ):  # fmt: skip
            assert label in whole, label
        assert ("Why Salary" in text) == (size[0] >= 120)


async def test_why_opens_for_every_figure_of_a_payslip(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payslip 100")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "100")
        asked = []
        for _ in slip(app).slip.figures:
            await pilot.press("w")
            await until(pilot, lambda: isinstance(app.screen, WhyTree))
            asked.append(app.screen.tree_panel.root.label)  # type: ignore[attr-defined]  # a WhyTree
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, PayslipScreen))
            await pilot.press("down")
        assert {"Gross pay", "Taxes withheld", "Net pay", "Federal income tax"} <= set(asked)
        await pilot.press("home", "right", "w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree))
        assert "year to date" in painted(app)


async def test_the_why_beside_the_slip_follows_the_cursor(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payslip 100")
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot, app, "100")
        await pilot.press("pagedown")
        await until(pilot, lambda: "Why Gross pay" in painted(app))
        await pilot.press("pagedown", "l")
        await until(pilot, lambda: "Why Taxes withheld, year to date" in painted(app))
        await pilot.press("h")
        await until(pilot, lambda: "year to date" not in slip(app).pane.text)


async def test_next_and_previous_keep_the_figure_and_the_list_its_cursor(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("enter")
        await opened(pilot, app, "100")
        await pilot.press("pagedown", "pagedown", "n")
        await opened(pilot, app, "101")
        figure = slip(app).slip.figure
        assert figure is not None
        assert figure.code == "taxes"
        await pilot.press("n", "n")
        await opened(pilot, app, "103")
        await pilot.press("n")
        await until(pilot, lambda: "This is the last of the list." in painted(app))
        await pilot.press("p")
        await opened(pilot, app, "102")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PayrollScreen))
        row = preview(app).rows.row
        assert row is not None
        assert row.row.number == "102"


async def test_brackets_show_the_persons_other_pay_dates(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payslip 100 2026-11-20")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "100", "2026-11-25")
        await pilot.press("left_square_bracket")
        await opened(pilot, app, "100", "2026-11-12")
        await pilot.press("right_square_bracket", "right_square_bracket")
        await opened(pilot, app, "100", "2026-12-10")
        await pilot.press("n")
        await until(pilot, lambda: "opened alone" in painted(app))


async def test_a_raise_in_the_period_shows_both_rates(ctx: Context, company: None, hr_app: MakeApp) -> None:
    service.change_pay(ctx, "100", PayChange(date(2026, 11, 16), Money(10_400_000), Basis.ANNUAL, "main", "raise"))
    app = hr_app(address="payslip 100")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "100", "2026-11-25")
        text = painted(app)
        assert "11-08 to 11-15: 5 of 10 days at 95,000/year" in text
        assert "11-16 to 11-21: 5 of 10 days at 104,000/year" in text


async def test_a_check_that_cannot_be_computed_says_why(ctx: Context, company: None, hr_app: MakeApp) -> None:
    service.hire(ctx, Hire(date(2024, 1, 8), "No", "Rate", "Clerk", "Finance", number="104", location="Austin, TX"))
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        assert "1 not computed" in painted(app)
        row = next(line for line in painted(app).splitlines() if "Rate, No" in line)
        assert "0.00" not in row
        await pilot.press("G", "enter")
        await opened(pilot, app, "104")
        assert "No pay rate" in painted(app)
        await pilot.press("down", "w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree))


async def test_a_payslip_of_nobody_or_without_permission_is_a_sentence(
    ctx: Context, company: None, ctx_as: ContextAs, hr_app: MakeApp
) -> None:
    app = hr_app(address="payslip 999")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "999" in painted(app) and "No payslip" in painted(app))
        await pilot.press("w", "n", "left_square_bracket", "escape")
        await until(pilot, lambda: not isinstance(app.screen, PayslipScreen))
    hidden = Grant("people.read", EVERYONE, {Field.PAY: Sight.HIDDEN})
    app = hr_app(ctx_as(Grant("payroll.preview"), hidden), address="payslip 100")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "may not see pay" in painted(app))


async def test_a_payslip_leads_to_the_record_and_the_record_to_the_payslip(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="payslip 100")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "100")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and app.screen.number == "100")
        await pilot.press("y")
        await opened(pilot, app, "100")


async def test_the_menu_offers_what_can_be_done_and_does_it(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press(*"next", "enter")
        await computed(pilot, app, "2026-12-10")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree))
        assert "Why Net pay" in painted(app)


async def test_seeing_a_payslip_is_in_the_trail(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payslip Ek, Dan")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, "103")
    (last,) = audit.entries(1)
    assert (last.entry.action, last.entry.subject) == ("payroll.see_pay", "103")


async def test_what_is_written_meanwhile_is_computed_anew_with_the_cursor_kept(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        await pilot.press("down", "down")
        hire(ctx, "099", "Able", "Zoe", "Finance", 61_000)
        app.changed()
        await until(pilot, lambda: len(preview(app).rows.table.ids) == 5)
        row = preview(app).rows.row
        assert row is not None
        assert row.row.number == "102"


async def test_the_screens_hold_on_every_size(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="payroll")
    async with app.run_test(size=(80, 24)) as pilot:
        await computed(pilot, app)
        for size in ((40, 10), (200, 50), (20, 5), (120, 36), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert all(len(line) <= size[0] for line in painted(app).splitlines())
        await pilot.press("enter")
        await opened(pilot, app, "100")
        for size in ((40, 10), (200, 50), (20, 5), (120, 36), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("end", "home")
            assert all(len(line) <= size[0] for line in painted(app).splitlines())
