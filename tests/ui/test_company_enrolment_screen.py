"""The open enrolment of the company by pressing keys: opened, looked at by parts, finalised with errors left, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from hrtui.benefits import openenrolment
from hrtui.benefits.model import Choice, EventKind, EventState
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import benefits_of, elect, latest, open_company, status
from hrtui.context import Context
from hrtui.errors import NotFound
from screens.benefits.company import CompanyScreen
from screens.benefits.election import ElectionScreen
from screens.benefits.queue import QueueScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu
from tests.enrolling import admin_event, employee, medical, rows, with_plans
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)])
NEXT, CLOSES = date(2027, 1, 1), date(2026, 12, 15)
NOT_SAYING_HOW_MUCH = Choice(PlanType.HEALTH_FSA, "health_fsa", "health_fsa")


@pytest.fixture
def company(ctx: Context) -> dict[str, str]:
    """Three people with their events of the open enrolment: one chose, one is in error, one has not started."""
    with_plans(ctx)
    numbers = [employee(ctx, last, email=f"{last.lower()}@example.com") for last in ("Ash", "Birch", "Cedar")]
    open_company(ctx, NEXT, CLOSES)
    made = {number: benefits_of(ctx, number).events[0].number for number in numbers}
    chosen, wrong, _ = made.values()
    elect(ctx, chosen, [medical()])
    elect(ctx, wrong, [NOT_SAYING_HOW_MUCH])
    return made


def shown(app: HrApp, text: str, screen: type = CompanyScreen) -> bool:
    return isinstance(app.screen, screen) and text in painted(app)


def alone(screen: CompanyScreen, name: str) -> bool:
    """Whether one person alone is listed."""
    return len(screen.table.ids) == 1 and name in str(screen.at())


def opened(ctx: Context) -> int:
    """How many events of an open enrolment there are."""
    try:
        return status(ctx, NEXT).total
    except NotFound:
        return 0


@SIZES
async def test_the_queue_leads_to_it_and_without_one_it_says_which_key_opens_it(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    with_plans(ctx)
    app = hr_app(address="enrolments")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "O shows the open enrolment", QueueScreen))
        await pilot.press("O")
        await until(pilot, lambda: shown(app, "There is no open enrolment yet."))
        assert "a opens one for everyone" in painted(app)
    assert latest(ctx) is None


@SIZES
async def test_opening_it_asks_for_the_year_and_the_last_day_and_undo_takes_all_events_back(
    hr_app: MakeApp, ctx: Context, size: tuple[int, int]
) -> None:
    with_plans(ctx)
    for last in ("Ash", "Birch"):
        employee(ctx, last)
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "There is no open enrolment yet."))
        await pilot.press("a")
        await until(pilot, lambda: shown(app, "Plan year from", FormScreen))
        assert "2027" in painted(app)
        await pilot.press("tab", *"2026-12-15", "ctrl+o")
        await until(pilot, lambda: shown(app, "2 not started"))
        assert "choose through 2026-12-15 · 22 days left" in painted(app)
        assert "Who chooses nothing keeps all, but Health FSA and Dependent care FSA end." in painted(app)
        assert (opened(ctx), latest(ctx)) == (2, NEXT)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Confirm) or "There is no open enrolment from" in painted(app))
        if isinstance(app.screen, Confirm):
            await pilot.press("y")
        await until(pilot, lambda: shown(app, "There is no open enrolment from 2027-01-01."))
    assert opened(ctx) == 0


async def test_a_last_day_that_is_past_is_refused_in_the_form_and_what_is_typed_stays(
    hr_app: MakeApp, ctx: Context
) -> None:
    with_plans(ctx)
    employee(ctx)
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "There is no open enrolment yet."))
        await pilot.press("a")
        await until(pilot, lambda: shown(app, "Plan year from", FormScreen))
        await pilot.press("tab", *"2026-11-01", "ctrl+o")
        await until(pilot, lambda: shown(app, "is past; give a later one", FormScreen))
    assert opened(ctx) == 0


@SIZES
async def test_those_in_error_stand_first_and_v_turns_through_the_parts(
    hr_app: MakeApp, company: dict[str, str], size: tuple[int, int]
) -> None:
    app = hr_app(address="open-enrolment 2027-01-01")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "0 final · 1 chosen · 1 not started · 1 in error of 3"))
        screen = app.screen
        assert isinstance(screen, CompanyScreen)
        first = screen.at()
        assert first is not None
        assert (first.name, first.event.state) == ("Birch, Ann", EventState.ERROR)
        assert "3 in all" in painted(app)
        for name in ("Birch", "Cedar", "Ash"):
            await pilot.press("v")
            await until(pilot, partial(alone, screen, name))
        await pilot.press("v")
        await until(pilot, lambda: "3 in all" in painted(app))


@SIZES
async def test_finalising_all_takes_a_typed_word_leaves_those_in_error_and_says_why(
    hr_app: MakeApp, ctx: Context, company: dict[str, str], size: tuple[int, int]
) -> None:
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "1 in error of 3"))
        await pilot.press("F")
        await until(pilot, lambda: shown(app, "Type finalise all to go on", Confirm))
        await pilot.press("y", "enter")
        assert shown(app, "That is not finalise all", Confirm)
        await pilot.press("backspace", *"finalise all", "enter")
        await until(pilot, lambda: shown(app, "2 final"))
        assert "1 in error of 3" in painted(app)
        await until(pilot, lambda: "Enter opens it, to mend it." in painted(app))
        assert status(ctx, NEXT).counts == {EventState.CLOSED: 2, EventState.ERROR: 1}
        await pilot.press("L")
        await until(pilot, lambda: shown(app, "Left out: 1", Menu))
        await pilot.press("enter")
        await until(pilot, lambda: shown(app, "Birch", ElectionScreen))


async def test_finalising_all_is_undone_as_one(hr_app: MakeApp, ctx: Context, company: dict[str, str]) -> None:
    before = rows("election")
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "1 in error of 3"))
        await pilot.press("F")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(*"finalise all", "enter")
        await until(pilot, lambda: shown(app, "2 final"))
        assert rows("election") > before
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, Confirm) or "0 final" in painted(app))
        if isinstance(app.screen, Confirm):
            await pilot.press("y")
        await until(pilot, lambda: shown(app, "0 final · 1 chosen · 1 not started · 1 in error of 3"))
    assert rows("election") == before


async def test_escape_stops_opening_and_no_event_is_left(
    hr_app: MakeApp, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_plans(ctx)
    employee(ctx)
    begun, go_on, written = Event(), Event(), openenrolment._write

    def slow(*given: Any) -> None:
        begun.set()
        assert go_on.wait(10)
        written(*given)

    monkeypatch.setattr(openenrolment, "_write", slow)
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "There is no open enrolment yet."))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("tab", *"2026-12-15", "ctrl+o")
        await until(pilot, begun.is_set)
        await until(pilot, lambda: shown(app, "esc stops"))
        await pilot.press("a")
        assert "Something is under way" in painted(app)
        await pilot.press("escape")
        go_on.set()
        await until(pilot, lambda: shown(app, "Stopped: no event was opened."))
        assert "esc stops" not in painted(app)
    assert opened(ctx) == 0


async def test_those_with_another_event_under_way_are_left_out_and_listed(hr_app: MakeApp, ctx: Context) -> None:
    with_plans(ctx)
    employee(ctx, "Ash")
    busy = employee(ctx, "Birch")
    event = admin_event(ctx, busy)
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "There is no open enrolment yet."))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("tab", *"2026-12-15", "ctrl+o")
        await until(pilot, lambda: shown(app, "L says why"))
        await pilot.press("L")
        await until(pilot, lambda: shown(app, f"event {event} is under way", Menu))
    kinds = [each.kind for each in benefits_of(ctx, busy).events]
    assert kinds == [EventKind.ADMINISTRATIVE]


async def test_enter_opens_the_elections_of_the_person_under_the_cursor(
    hr_app: MakeApp, company: dict[str, str]
) -> None:
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "1 in error of 3"))
        await pilot.press("down", "enter")
        await until(pilot, lambda: shown(app, "Cedar", ElectionScreen))


async def test_the_menu_writes_reminders_as_drafts_of_emails(
    hr_app: MakeApp, company: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "1 in error of 3"))
        await app.run_anywhere("open_enrolment.remind")
        await until(pilot, lambda: shown(app, "Nothing is sent", FormScreen))
        await pilot.press(*"drafts", "tab", "ctrl+u", *str(folder), "ctrl+o")
        await until(pilot, lambda: shown(app, "Write 3 × reminder of the enrolment?", Confirm))
        await pilot.press("y")
        await until(pilot, lambda: shown(app, "Reminder of the enrolment: 3 in"))
    assert sorted(each.name for each in folder.iterdir()) == [f"{number}-reminder.eml" for number in sorted(company)]


@SIZES
async def test_papers_of_those_marked_are_counted_first_then_written_and_those_without_listed(
    hr_app: MakeApp, company: dict[str, str], tmp_path: Path, size: tuple[int, int]
) -> None:
    folder, (first, second, _) = tmp_path / "out", company
    (tmp_path / "out").mkdir()
    (folder / f"{second}-enrolment_form.pdf").write_text("an earlier one")
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "1 in error of 3"))
        await pilot.press("space", "end", "space", "P")
        await until(pilot, lambda: shown(app, "type to find one", FormScreen))
        await pilot.press(*"enrol", "tab")
        assert "the 2 marked" in painted(app)
        await pilot.press("tab", "tab", "ctrl+u", *str(folder), "ctrl+o")
        await until(pilot, lambda: shown(app, "Write 2 × enrolment form?", Confirm))
        assert not (folder / f"{first}-enrolment_form.pdf").exists()
        await pilot.press("y")
        await until(pilot, lambda: shown(app, "1 made, none of 1", Menu))
        assert "its file is there already" in painted(app)
        await pilot.press("escape")
        await until(pilot, lambda: shown(app, "Enrolment form: 1 in"))
    assert sorted(each.name for each in folder.iterdir()) == [f"{each}-enrolment_form.pdf" for each in (first, second)]


async def test_a_paper_that_nobody_listed_has_is_refused_in_the_form(
    hr_app: MakeApp, company: dict[str, str], tmp_path: Path
) -> None:
    app = hr_app(address="open-enrolment")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "1 in error of 3"))
        await pilot.press("P")
        await until(pilot, lambda: shown(app, "type to find one", FormScreen))
        await pilot.press(*"summ", "ctrl+o")
        await until(pilot, lambda: shown(app, "There is nobody whom a paper “Summary of benefits” is for", FormScreen))


async def test_an_address_that_is_no_day_is_refused_in_words(hr_app: MakeApp, company: dict[str, str]) -> None:
    app = hr_app(address="open-enrolment soon")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "“soon” is no day"))


@pytest.mark.parametrize(
    ("address", "key", "asked"),
    [("open-enrolment 2027-01-01", "F", "Finalise the open enrolment from 2027-01-01?"), ("enrolments", "F", "Finalise event B2026-0001")],
)  # fmt: skip
async def test_a_key_pressed_while_the_list_is_read_is_not_lost(
    hr_app: MakeApp, ctx: Context, address: str, key: str, asked: str
) -> None:
    with_plans(ctx)
    employee(ctx)
    open_company(ctx, date(2027, 1, 1), date(2026, 12, 15))
    app = hr_app(address="home")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.opened is not None)
        app.go(address)
        await pilot.press(key)
        await until(pilot, lambda: asked in painted(app))
