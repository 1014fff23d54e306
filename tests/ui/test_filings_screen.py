"""The returns and deposits of a year, and a return line by line, by pressing keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from data import audit
from data.payrun.marks import marks
from hrtui.access.model import EVERYONE, Field, Grant, Sight
from hrtui.context import Context
from screens.payroll.filing import FilingScreen
from screens.payroll.filings import FilingsScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from screens.widgets.why import WhyTree
from tests.paidruns import SECOND, THIRD, calculated, employee, paid
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ContextAs = Callable[..., Context]


@pytest.fixture
def year(ctx: Context) -> None:
    """A final run of two people, and one that is not final."""
    for at in range(2):
        employee(ctx, at)
    paid(ctx, SECOND)
    calculated(ctx, THIRD)


async def listed(pilot: Pilot[None], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, FilingsScreen) and len(app.screen.table.ids) > 0)


async def opened(pilot: Pilot[None], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, FilingScreen) and app.screen.filing is not None)


async def to_quarter(pilot: Pilot[None], app: HrApp, quarter: int) -> None:
    """Move to the return of a quarter."""
    assert isinstance(app.screen, FilingsScreen) and app.screen.found is not None
    places = [at for at, each in enumerate(app.screen.found.items) if each.quarter == quarter]
    await pilot.press("home", *["down"] * places[0])


def row(app: HrApp, text: str) -> str:
    return next(line for line in painted(app).splitlines() if text in line)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_year_is_a_key_from_the_runs_and_says_where_each_return_stands(
    year: None, hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address="runs")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "main-2026-11-25" in painted(app))
        await pilot.press("f")
        await listed(pilot, app)
        assert "Filings of 2026" in painted(app)
        await to_quarter(pilot, app, 4)
        await until(pilot, lambda: "1 run not final yet" in painted(app))
        assert "nothing" in row(app, "Form 941, quarter 1")
        fourth = row(app, "Form 941, quarter 4")
        assert "2027-02-01" in fourth and "runs open" in fourth
        assert "to deposit" in row(app, "Deposit, Form 941")
        assert "to enter first" in painted(app).splitlines()[0]
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "Filings of 2025" in painted(app))
        assert "no run of that time is final" in painted(app)


async def test_a_line_tells_the_runs_it_adds_up(year: None, hr_app: MakeApp) -> None:
    app = hr_app(address="filing 941 2026 4")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await until(pilot, lambda: "Form 941 of quarter 4 of 2026" in painted(app))
        assert row(app, "Wages, tips and other").rstrip("█│ ").endswith(" 4,000.00")
        assert "main-2026-12-10" in painted(app)
        await pilot.press("down", "down", "w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree))
        await pilot.press("down", "right")
        await until(pilot, lambda: "main-2026-11-25" in painted(app))
        assert "Line 3" in painted(app)


async def test_x_writes_the_return_and_the_year_says_so(
    year: None, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = hr_app(address="filings")
    async with app.run_test(size=(120, 36)) as pilot:
        await listed(pilot, app)
        await to_quarter(pilot, app, 4)
        await pilot.press("enter")
        await opened(pilot, app)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Wrote" in painted(app))
        (file,) = tmp_path.glob("941-2026-q4*")
        assert file.stat().st_mode & 0o777 == 0o600
        assert audit.entries(1, action="payroll.file")[0].entry.subject == "941-2026-q4"
        await pilot.press("escape")
        await listed(pilot, app)
        await until(pilot, lambda: "written" in row(app, "Form 941, quarter 4"))


async def test_statements_lead_to_a_persons_boxes_and_these_to_their_runs(year: None, hr_app: MakeApp) -> None:
    app = hr_app(address="filing w2 2026")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app)
        await until(pilot, lambda: "2 forms" in painted(app))
        await pilot.press("w")
        await until(pilot, lambda: "Enter shows the statement" in painted(app))
        await pilot.press("enter")
        await until(pilot, lambda: "(1001)" in painted(app))
        assert row(app, "Wages, tips, other").rstrip("█│ ").endswith(" 2,000.00")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree) and "Box 1" in painted(app))
        assert "123-45" not in painted(app)


async def test_the_wage_report_says_what_keeps_it_from_being_written(
    year: None, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = hr_app(address="filing efw2 2026")
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot, app)
        await until(pilot, lambda: "no EIN" in painted(app))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "Nothing was written" in painted(app))
        assert list(tmp_path.glob("efw2*")) == []


@pytest.mark.parametrize("words", ["941 2026", "943 2026", "940 20x6"])
async def test_an_address_that_names_no_return_says_what_does(year: None, hr_app: MakeApp, words: str) -> None:
    app = hr_app(address=f"filing {words}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "such as 941 2026 3" in " ".join(painted(app).split()))


async def test_who_may_not_file_has_no_way_there(year: None, ctx_as: ContextAs, hr_app: MakeApp) -> None:
    pay = {Field.PAY: Sight.SHOWN}
    reader = ctx_as(Grant("people.read", EVERYONE, pay), Grant("payroll.preview", EVERYONE, pay))
    app = hr_app(reader, address="runs")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "main-2026-11-25" in painted(app))
        await pilot.press("f")
        await pilot.pause()
        assert not isinstance(app.screen, FilingsScreen)


async def test_a_deposit_is_noted_as_made_by_its_key_and_taken_back(year: None, hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(address="filings 2026")
    async with app.run_test(size=(80, 24)) as pilot:
        await listed(pilot, app)
        screen = app.screen
        assert isinstance(screen, FilingsScreen) and screen.found is not None
        deposit = next(at for at, each in enumerate(screen.found.items) if each.deposit is not None)
        await pilot.press("home", *["down"] * deposit, "M")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("down", "down", *"27094", "ctrl+o")
        await until(pilot, lambda: "deposited" in painted(app) and isinstance(app.screen, FilingsScreen))
        key = screen.found.items[deposit].key
        noted = marks([key])[key]
        assert (noted.confirmation, noted.on) == ("27094", ctx.clock.today())
        await until(pilot, lambda: "confirmation 27094" in painted(app))
        await screen.action_command("filings.unsent")
        await until(pilot, lambda: "is not noted as sent any more" in painted(app))
        assert marks([key]) == {}
