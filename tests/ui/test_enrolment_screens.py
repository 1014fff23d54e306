"""Enrolment by pressing keys: the queue, the election form with its prices, the simulator, and a person's benefits."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hrtui.benefits import service
from hrtui.benefits.model import ElectionState, EventKind, EventState
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import benefits_of, desk, open_event
from hrtui.context import Context
from screens.benefits.election import ElectionScreen
from screens.benefits.person import BenefitsScreen
from screens.benefits.queue import QueueScreen
from screens.benefits.simulate import SimulateScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from screens.widgets.form import FormScreen
from tests.enrolling import TODAY, dependent, employee, medical, with_plans
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)])


@pytest.fixture
def kim(ctx: Context) -> str:
    """Someone with a newborn, in a company with the shipped plans."""
    with_plans(ctx)
    number = employee(ctx)
    dependent(ctx, number)
    return number


@pytest.fixture
def birth(ctx: Context, kim: str) -> str:
    """The open event of the birth."""
    return open_event(ctx, kim, EventKind.LIFE_EVENT, date(2026, 11, 10), "birth").event


def shown(app: HrApp, text: str, screen: type = object) -> bool:
    return isinstance(app.screen, screen) and text in painted(app)


@SIZES
async def test_an_empty_queue_says_which_key_fills_it(hr_app: MakeApp, ctx: Context, size: tuple[int, int]) -> None:
    with_plans(ctx)
    app = hr_app(address="enrolments")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "No enrolment is under way.", QueueScreen))
        await until(pilot, lambda: shown(app, "Nothing is due."))


@SIZES
async def test_the_queue_lists_events_and_enter_opens_the_elections(
    hr_app: MakeApp, birth: str, size: tuple[int, int]
) -> None:
    app = hr_app(address="home")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.opened is not None)
        await pilot.press("g", "b")
        await until(pilot, lambda: shown(app, "Life event: birth", QueueScreen))
        assert "1 under way" in painted(app)
        assert birth in painted(app)
        await pilot.press("enter")
        await until(pilot, lambda: shown(app, "Medical", ElectionScreen))


async def test_the_queue_is_written_to_a_file_as_it_is_filtered(
    hr_app: MakeApp, ctx: Context, birth: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_event(ctx, employee(ctx, "Ash"), EventKind.ADMINISTRATIVE, TODAY)
    app = hr_app(address="enrolments birth")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "1 under way", QueueScreen))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: shown(app, "Wrote 1 events to enrolments-2026-11-23.csv", QueueScreen))
    (line,) = csv.DictReader((tmp_path / "enrolments-2026-11-23.csv").open())
    assert (line["event"], line["kind"], line["reason"], line["days_left"]) == (birth, "life_event", "birth", "17")


@SIZES
async def test_turning_options_shows_the_price_and_saving_and_finalising_store_them(
    hr_app: MakeApp, ctx: Context, kim: str, birth: str, size: tuple[int, int]
) -> None:
    app = hr_app(address=f"elect {birth}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "If nothing is chosen", ElectionScreen))
        await pilot.press("right")
        screen = app.screen
        assert isinstance(screen, ElectionScreen)
        await until(pilot, lambda: bool(screen.desk and screen.desk.choices))
        assert screen.desk is not None
        first = screen.desk.choices[0]
        assert first.type is PlanType.MEDICAL
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("y", "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ElectionScreen))
        await until(pilot, lambda: "+ children" in painted(app))
        assert desk(ctx, birth).choices == ()
        await pilot.press("S")
        await until(pilot, lambda: "it can be finalised" in painted(app))
        (stored,) = desk(ctx, birth).choices
        assert (stored.option, stored.covers) == (first.option, (1,))
        await pilot.press("F")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(*birth, "enter")
        await until(pilot, lambda: f"Event {birth} is finalised" in painted(app))
    rows = {row.choice.type: row for row in benefits_of(ctx, kim).history}
    assert rows[PlanType.MEDICAL].choice.covers == (1,)
    assert rows[PlanType.MEDICAL].effective_from == date(2026, 11, 10)
    assert desk(ctx, birth).event.state in (EventState.FINALISED, EventState.CLOSED)


async def test_what_is_chosen_and_not_saved_is_there_again_when_the_form_is_opened_again(
    hr_app: MakeApp, ctx: Context, birth: str
) -> None:
    app = hr_app(address=f"elect {birth}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "If nothing is chosen", ElectionScreen))
        await pilot.press("right")
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, ElectionScreen))
    again = hr_app(address=f"elect {birth}")
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(again, "Chosen last time and not saved", ElectionScreen))
    assert desk(ctx, birth).choices == ()


async def test_a_fault_stands_below_the_choice_and_the_event_cannot_be_finalised(
    hr_app: MakeApp, ctx: Context, kim: str
) -> None:
    event = open_event(ctx, kim, EventKind.ADMINISTRATIVE, TODAY).event
    app = hr_app(address=f"elect {event}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "If nothing is chosen", ElectionScreen))
        screen = app.screen
        assert isinstance(screen, ElectionScreen)
        place = next(at for at, row in enumerate(screen.rows) if row.type is PlanType.HEALTH_FSA)
        screen.table.go(place)
        await pilot.press("right")
        await until(pilot, lambda: "to mend before it can be finalised" in painted(app))
        await pilot.press("S")
        await until(pilot, lambda: desk(ctx, event).event.state is EventState.ERROR)


@SIZES
async def test_the_simulator_shows_the_cost_and_writes_nothing(
    hr_app: MakeApp, ctx: Context, kim: str, size: tuple[int, int]
) -> None:
    app = hr_app(address=f"simulate {kim} life_event:birth 2026-11-10")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "A check:", SimulateScreen))
        await pilot.press("right")
        assert "nothing is saved" in painted(app)
    assert benefits_of(ctx, kim).events == ()


@SIZES
async def test_a_persons_benefits_show_what_covers_and_what_was_had(
    hr_app: MakeApp, ctx: Context, kim: str, birth: str, size: tuple[int, int]
) -> None:
    service.elect(ctx, birth, [medical(covers=(1,))])
    service.finalise(ctx, birth)
    app = hr_app(address=f"benefits {kim}")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app, "2026-11-10", BenefitsScreen))
        assert "Medical" in painted(app)
        assert "Dependents: Child Kim" in painted(app)
        await pilot.press("tab")
        await until(pilot, lambda: "newest first" in painted(app))
    assert any(row.state is not ElectionState.WAIVED for row in benefits_of(ctx, kim).elections)


async def test_voiding_asks_for_a_reason_and_keeps_it(hr_app: MakeApp, ctx: Context, birth: str) -> None:
    app = hr_app(address="enrolments")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, birth, QueueScreen))
        await app.run_anywhere("enrolments.void")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press(*"twice", "ctrl+o")
        await until(pilot, lambda: f"Event {birth}" in painted(app) and "is void" in painted(app))
    event = desk(ctx, birth).event
    assert (event.state, event.note) == (EventState.VOID, "twice")


async def test_home_leads_to_the_events_that_owe_papers_and_they_stand_first(
    hr_app: MakeApp, ctx: Context, birth: str
) -> None:
    open_event(ctx, employee(ctx, "Adams"), EventKind.ADMINISTRATIVE, TODAY)
    service.finalise(ctx, birth)
    app = hr_app(address="enrolments is:owing")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app, "2 owing papers or under way", QueueScreen))
        screen = app.screen
        assert isinstance(screen, QueueScreen)
        await until(pilot, lambda: birth in str(screen.at()))
        await pilot.press("escape")
        await until(pilot, lambda: "1 under way" in painted(app))
