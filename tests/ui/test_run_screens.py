"""The runs of the year, a run's workspace and its slips, by pressing keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from data import audit
from hrtui.context import Actor, Context
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.runs import service
from hrtui.payroll.runs.model import RunKind, RunState
from hrtui.people import service as people
from hrtui.people.model import PayChange
from screens.payroll.hours import HoursScreen
from screens.payroll.runs import RunsScreen
from screens.payroll.runslip import RunSlipScreen
from screens.payroll.workspace import RunScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from screens.widgets.why import WhyTree
from tests.conftest import Furnish
from tests.payrun import NO_ACCOUNT, calculated, exported
from tests.ui.test_payroll_screens import NASTY, PEOPLE, hire
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
ContextAs = Callable[..., Context]
RUN = "main-2026-11-25"
CHECKS = {"100": 365_385, "101": 200_000, "102": 557_692, "103": 269_231}


@pytest.fixture
def company(ctx: Context, furnish: Furnish[None]) -> None:
    furnish(ctx, founded)


def founded(ctx: Context) -> None:
    """Four people of the group `main`."""
    for each in PEOPLE:
        hire(ctx, *each)


@pytest.fixture
def run(ctx: Context, company: None) -> str:
    """A calculated run of all four, the third blocked."""
    made = service.open_run(ctx)
    calculated(ctx, made.number, CHECKS, {"102": NO_ACCOUNT})
    return made.number


def shown(app: HrApp) -> RunScreen:
    assert isinstance(app.screen, RunScreen)
    return app.screen


async def there(pilot: Pilot[Any], app: HrApp) -> None:
    await until(pilot, lambda: isinstance(app.screen, RunScreen) and app.screen.rows.roster is not None)


async def chosen(pilot: Pilot[Any], app: HrApp, *words: str) -> None:
    """Choose a verb of the menu."""
    await pilot.press("full_stop")
    await until(pilot, lambda: isinstance(app.screen, Menu))
    await pilot.press(*words, "enter")


def other(ctx: Context) -> Context:
    return replace(ctx, actor=Actor("carol", ("everything",), ctx.actor.grants))


def names(app: HrApp) -> list[str]:
    table = shown(app).rows.table
    return [row.row.number for at in range(len(table.ids)) if (row := table.row(at))]


async def test_an_empty_year_says_which_key_opens_a_run_and_opening_leads_to_it(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    app = hr_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.opened is not None)
        await pilot.press("g", "y", "o")
        await until(pilot, lambda: "No run is dated in this year." in painted(app))
        assert "a opens one" in painted(app)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await there(pilot, app)
        assert "Nothing is calculated yet." in painted(app)
        assert shown(app).run_line().run.state is RunState.DRAFT  # type: ignore[union-attr]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RunsScreen) and RUN in painted(app))
        assert "1 on its way" in painted(app)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"bonus", "tab", "ctrl+o")
        await until(pilot, lambda: "Say why" in painted(app))


async def test_a_key_typed_while_a_run_opens_is_for_the_run_and_not_for_its_filter(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    number = service.open_run(ctx).number
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RunScreen))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, HoursScreen))


async def test_the_runs_of_another_year_are_a_key_away(ctx: Context, run: str, hr_app: MakeApp) -> None:
    app = hr_app(address="runs")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: run in painted(app))
        text = painted(app)
        row = next(line for line in text.splitlines() if run in line)
        assert row.split()[2] == "regular"
        assert "calculated" in row and "13,923.08" in row and "11,138.48" in row
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "Checks of 2025" in painted(app))
        assert run not in painted(app)
        await pilot.press("right_square_bracket", "enter")
        await until(pilot, lambda: run in painted(app))


async def test_where_there_is_room_a_run_is_listed_with_its_whole_period(
    ctx: Context, run: str, hr_app: MakeApp
) -> None:
    made = service.run(ctx, run).run
    app = hr_app(address="runs")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: run in painted(app))
        assert f"{made.begins} to {made.ends}" in painted(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_a_run_shows_its_totals_and_everyone_with_the_blocked_first(
    run: str, hr_app: MakeApp, size: tuple[int, int]
) -> None:
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=size) as pilot:
        await there(pilot, app)
        await until(pilot, lambda: "No bank account" in painted(app))
        text = painted(app)
        dated = "check 11-25 · 11-08 to 11-21" if size[0] == 80 else "check Wed 2026-11-25 · 2026-11-08 to 2026-11-21"
        assert f"{run} · calculated · net 11,138.48 · {dated}\n" in text
        for figure in ("4 people", "13,923.08", "2,784.60", "11,138.48"):
            assert figure in text
        assert "1 blocked" in text.splitlines()[0]
        assert names(app) == ["102", "100", "101", "103"]
        assert "S on the record" in text
        await pilot.press("exclamation_mark")
        assert names(app) == ["102"]
        await pilot.press("escape")
        assert len(names(app)) == 4
        await pilot.press("s", *"net", "enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen) and shown(app).rows.sorted_by == "net")
        assert names(app) == ["101", "103", "100", "102"]
        await pilot.press("slash", *"dept", "colon", *"Fin")
        await until(pilot, lambda: len(names(app)) == 2)
        assert all(len(line) <= size[0] for line in painted(app).splitlines())


async def test_a_change_of_facts_makes_that_person_dirty(ctx: Context, run: str, hr_app: MakeApp) -> None:
    people.change_pay(ctx, "101", PayChange(ctx.day, Money(6_000_000)))
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await until(pilot, lambda: "1 blocked, 1 dirty" in painted(app))
        assert names(app)[:2] == ["102", "101"]
        await pilot.press("down")
        assert "r calculates it again" in painted(app)


async def test_a_slip_shows_the_year_beside_the_check_and_n_goes_on(ctx: Context, run: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, RunSlipScreen) and "Net pay" in painted(app))
        text = painted(app)
        assert "Ada Byron" in text
        assert "2 of 4" in text
        row = next(line for line in text.splitlines() if "Net pay" in line)
        assert row.split()[-2:] == ["2,923.09", "2,923.09"]
        assert "Paid by the employer" in text
        await pilot.press("n")
        await until(pilot, lambda: "Bo Chen" in painted(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RunScreen))
        assert shown(app).person_here()[0] == "101"


async def test_the_ladder_is_climbed_by_two_people_with_the_net_typed(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    number = service.open_run(ctx).number
    calculated(ctx, number, CHECKS)
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await chosen(pilot, app, *"submit")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "net 11,138.48" in painted(app)
        await pilot.press("y")
        await until(pilot, lambda: f"{number} is in review." in painted(app))
        await chosen(pilot, app, *"approve")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"11138.48", "ctrl+o")
        await until(pilot, lambda: "had a hand in run" in painted(app))
    second = hr_app(other(ctx), address=f"run {number}")
    async with second.run_test(size=(80, 24)) as pilot:
        await there(pilot, second)
        await chosen(pilot, second, *"approve")
        await until(pilot, lambda: isinstance(second.screen, FormScreen))
        await pilot.press(*"11138.47", "ctrl+o")
        await until(pilot, lambda: "does not pay 11,138.47" in painted(second))
        await pilot.press("ctrl+u", *"11138.48", "ctrl+o")
        await until(pilot, lambda: f"{number} is approved." in painted(second))
        await chosen(pilot, second, *"finalise")
        await until(pilot, lambda: isinstance(second.screen, FormScreen))
        second.screen.post_message(events.Paste("11138.48\r\n"))
        await pilot.pause()
        assert service.run(ctx, number).run.state is RunState.APPROVED
        await pilot.press("ctrl+o")
        await until(pilot, lambda: f"{number} is final." in painted(second))
        assert service.run(ctx, number).run.state is RunState.FINALISED
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(second.screen, Menu))
        assert "Approve" not in painted(second)
        assert "Cancel the run" in painted(second)


async def test_a_run_is_sent_back_or_cancelled_only_with_a_reason(ctx: Context, run: str, hr_app: MakeApp) -> None:
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await chosen(pilot, app, *"cancel the")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        assert isinstance(app.screen, FormScreen)
        await pilot.press(*"wrong period", "ctrl+o")
        await until(pilot, lambda: f"{run} is cancelled" in painted(app))
        assert service.run(ctx, run).run.state is RunState.CANCELLED
        await pilot.press("i")
        assert "is cancelled and is not entered for any more" in painted(app)


async def test_who_may_only_look_is_offered_no_step(ctx: Context, run: str, ctx_as: ContextAs, hr_app: MakeApp) -> None:
    grants = tuple(grant for grant in ctx.actor.grants if grant.action in ("payroll.preview", "people.read"))
    app = hr_app(ctx_as(*grants), address=f"run {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("full_stop")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        text = painted(app)
        assert "Exceptions" in text
        for verb in ("Submit", "Cancel the run", "Calculate", "Hours"):
            assert verb not in text


async def test_a_run_that_does_not_exist_is_said_so(ctx: Context, company: None, hr_app: MakeApp) -> None:
    app = hr_app(address="run nothing-2026")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "There is no run “nothing-2026”" in painted(app))
        await pilot.press("r", "i", "w", "exclamation_mark", "s", "escape", "x", "down", "enter", "A")
        assert app.is_running


async def test_r_calculates_everyone_and_then_only_whom_it_touches(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    number = service.open_run(ctx).number
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("r")
        await until(pilot, lambda: "Calculated everyone." in painted(app))
        before = service.run(ctx, number)
        assert before.totals.people == 4
        people.change_pay(ctx, "101", PayChange(date(2026, 11, 9), Money(6_000_000)))
        app.changed()
        await until(pilot, lambda: "1 dirty" in painted(app))
        await pilot.press("r")
        await until(pilot, lambda: "Calculated 1 person." in painted(app))
        assert "dirty" not in painted(app).splitlines()[0]
        assert service.run(ctx, number).totals.gross > before.totals.gross
        await pilot.press("r")
        await until(pilot, lambda: "Nobody was dirty" in painted(app))


async def test_escape_stops_the_calculation_and_the_run_is_as_it_was(
    ctx: Context, run: str, hr_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(
        ctx: Context, number: str, everyone: bool, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> None:
        while not cancelled():
            progress(400, 5_000)
        raise RuleBroken("Stopped: the run is as it was.")

    monkeypatch.setattr(service, "calculate", endless, raising=False)
    app = hr_app(address=f"run {run}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("r")
        await until(pilot, lambda: "Calculating 400 of 5,000" in painted(app))
        await pilot.press("down", "escape")
        await until(pilot, lambda: "Stopped: the run is as it was." in painted(app))
        assert not shown(app).progress.display
        assert len(names(app)) == 4


async def test_w_on_a_figure_of_a_slip_opens_the_tree_of_why(ctx: Context, company: None, hr_app: MakeApp) -> None:
    number = service.open_run(ctx).number
    service.calculate(ctx, number)
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree) and "Why Net" in painted(app))
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, RunSlipScreen) and "Net pay" in painted(app))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WhyTree))
        assert "Why Salary" in painted(app)
        await pilot.press("right", "right", "right")
        assert "Annual rate" in painted(app) or "95,000" in painted(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RunSlipScreen))
    wide = hr_app(address=f"slip {number} 100")
    async with wide.run_test(size=(140, 36)) as pilot:
        await until(pilot, lambda: "Why Salary" in painted(wide) and "Salary of a period" in painted(wide))


async def test_an_exception_is_accepted_with_a_note_for_all_marked(
    ctx: Context, company: None, hr_app: MakeApp
) -> None:
    number = service.open_run(ctx).number
    service.calculate(ctx, number)
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await until(pilot, lambda: "4 to accept" in painted(app))
        await pilot.press("ctrl+a", "A")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"all new this fortnight", "ctrl+o")
        await until(pilot, lambda: "Accepted 4 checks." in painted(app))
        await until(pilot, lambda: "to accept" not in painted(app).splitlines()[0])
        assert service.unaccepted(service.run(ctx, number).run) == []


async def finalised(ctx: Context) -> str:
    """A final run of all four."""
    number = service.open_run(ctx).number
    calculated(ctx, number, CHECKS)
    service.submit(ctx, number)
    net = service.run(ctx, number).totals.net
    service.approve(other(ctx), number, service.Asked("", net))
    service.finalise(other(ctx), number, service.Asked("", net))
    return number


async def test_files_of_a_final_run_are_written_and_the_bank_file_asks_for_the_net(
    ctx: Context, company: None, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await finalised(ctx)
    monkeypatch.chdir(tmp_path)
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: f"Type the net that run {number} pays" in painted(app))
        await pilot.press("shift+tab", "shift+tab", "ctrl+u", *"register", "ctrl+o")
        await until(
            pilot,
            lambda: isinstance(app.screen, RunScreen) and "Wrote payroll register (CSV) for 4 people" in painted(app),
        )
    written = tmp_path / f"{number}-register.csv"
    assert written.stat().st_mode & 0o077 == 0
    assert "3653.85" in written.read_text(encoding="utf-8")


async def test_x_on_a_slip_writes_its_pdf(
    ctx: Context, company: None, hr_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await finalised(ctx)
    monkeypatch.chdir(tmp_path)
    app = hr_app(address=f"slip {number} 101")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RunSlipScreen) and "Net pay" in painted(app))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: f"Wrote the payslip to {number}-101.pdf." in painted(app))
    written = tmp_path / f"{number}-101.pdf"
    assert written.read_bytes()[:5] == b"%PDF-"
    assert written.stat().st_mode & 0o077 == 0
    entry = audit.entries(1)[0].entry
    assert (entry.action, entry.subject) == ("payroll.export", "101")
    assert entry.detail is not None and entry.detail["file"] == written.name


async def test_one_check_is_taken_back_in_a_run_of_its_own(ctx: Context, company: None, hr_app: MakeApp) -> None:
    number = await finalised(ctx)
    exported(ctx, number)
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await pilot.press("down")
        await chosen(pilot, app, *"reverse this")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert "the check of Chen, Bo (101)" in painted(app)
        await pilot.press(*"paid twice", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, RunScreen) and "reversal" in app.screen.line.text)
        assert "in review" in shown(app).line.text
        assert names(app) == ["101"]
        assert "(1,600.00)" in painted(app)
        back = shown(app).run_line()
        assert back is not None and not shown(app).does_now("run.close")
    asked = service.Asked("", back.totals.net)
    service.approve(other(ctx), back.run.number, asked)
    service.finalise(ctx, back.run.number, asked)
    app = hr_app(address=f"run {back.run.number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        assert shown(app).does_now("run.close")
        assert not shown(app).does_now("run.pay")


async def test_a_change_against_the_last_check_bears_its_cause(ctx: Context, company: None, hr_app: MakeApp) -> None:
    first = service.open_run(ctx, pay_date=date(2026, 11, 12)).number
    service.calculate(ctx, first)
    accepted = service.unaccepted(service.run(ctx, first).run)
    service.accept(ctx, first, accepted, "as every time")
    service.submit(ctx, first)
    asked = service.Asked("", service.run(ctx, first).totals.net)
    service.approve(other(ctx), first, asked)
    service.finalise(ctx, first, asked)
    people.change_pay(ctx, "101", PayChange(date(2026, 11, 8), Money(6_000_000)))
    number = service.open_run(ctx).number
    service.calculate(ctx, number)
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await there(pilot, app)
        await until(pilot, lambda: "change of pay" in painted(app))
        assert names(app)[0] == "101"
        row = next(line for line in painted(app).splitlines() if "Chen" in line)
        assert "+" in row.split()[-2] or "+" in row.split()[-1]
        await pilot.press("s", *"change of", "enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen) and shown(app).rows.sorted_by == "change")
        assert names(app)[-1] == "101"
        people.change_pay(ctx, "102", PayChange(date(2026, 11, 8), Money(20_000_000)))
        await pilot.press("r")
        await until(pilot, lambda: names(app)[-2:] == ["101", "102"])
    wide = hr_app(address=f"run {number}")
    async with wide.run_test(size=(160, 40)) as pilot:
        await there(pilot, wide)
        await until(pilot, lambda: painted(wide).count("change of pay") >= 3)


async def test_the_footer_offers_what_the_state_of_the_run_allows(ctx: Context, company: None, hr_app: MakeApp) -> None:
    number = await finalised(ctx)
    app = hr_app(address=f"run {number}")
    async with app.run_test(size=(120, 30)) as pilot:
        await there(pilot, app)
        keys = painted(app).splitlines()[-1]
        assert "Exceptions" in keys and "Files" not in keys
        assert "Calculate" not in keys and "Hours" not in keys and "Submit" not in keys
        await pilot.press("r")
        assert "is finalised and is not calculated any more" in painted(app)


@pytest.mark.parametrize("address", ["runs", "run {}", "slip {} 100", "hours {}"])
async def test_names_and_reasons_are_shown_as_text_on_every_screen_of_a_run(
    ctx: Context, hr_app: MakeApp, address: str
) -> None:
    hire(ctx, "100", NASTY, "Eve", "Finance", 60_000)
    number = service.open_run(ctx, kind=RunKind.BONUS, reason=NASTY).number
    calculated(ctx, number, {"100": 5_000}, {"100": Blocker(NASTY, NASTY, NASTY)})
    app = hr_app(address=address.format(number))
    seen = number if address == "runs" else "[b]Bold"
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: seen in painted(app))
        text = painted(app)
        assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text
