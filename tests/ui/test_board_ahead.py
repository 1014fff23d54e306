"""A card that moves is painted before it is stored: what is shown ends as what is stored, whatever happens in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Event
from typing import Any, cast

import pytest

from data.recruiting import applications
from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken
from hrtui.recruiting import service
from screens.recruiting.board import BoardScreen
from tests.recruiting import applied, colleague, interviewed, opened
from tests.ui.conftest import MakeApp, text, until
from tests.ui.terminal import Terminal
from tests.ui.test_drafts_survive import company, folder  # noqa: F401 - the fixture
from tests.ui.test_drafts_survive import opened as started  # noqa: F401 - the fixture

STAGES = ("New", "Phone screen", "Interview", "Reference check", "Offer", "Hired")


class Gate:
    """Lets the use case that moves begin once it is opened; `fault` is raised in its place."""

    def __init__(self, move: Callable[..., Any]) -> None:
        self._move = move
        self.opened = Event()
        self.fault: HrError | None = None

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Move, as the use case does."""
        assert self.opened.wait(10)
        if self.fault is not None:
            raise self.fault
        return self._move(*arguments, **options)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(service.move)
    monkeypatch.setattr(service, "move", made)
    yield made
    made.opened.set()


def board(app: Any) -> BoardScreen:
    return cast(BoardScreen, app.screen)


def shown(app: Any) -> dict[str, str]:
    """The stage in which the board shows each application."""
    lanes, found = board(app).view.lanes, board(app).board
    assert found is not None
    return {found.deck[id_].application.number: lane.title for lane in lanes for id_ in lane.ids}


def stored(numbers: list[str]) -> dict[str, str]:
    return {number: each.stage for number, each in applications.numbered(numbers).items()}


async def test_the_card_is_in_its_new_stage_at_once_and_nothing_is_said_of_it_before_it_is_stored(
    hr_app: MakeApp, ctx: Context, gate: Gate
) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: board(app).view.count == 1)
        await pilot.press("L")
        await until(pilot, lambda: shown(app) == {one: "Phone screen"})
        assert "undoes it" not in text(app)
        assert stored([one]) == {one: "New"}
        gate.opened.set()
        await until(pilot, lambda: "Ash is in Phone screen. u undoes it." in text(app))
        assert stored([one]) == shown(app) == {one: "Phone screen"}
        await pilot.press("H")
        await until(pilot, lambda: "Ash is in New. u undoes it." in text(app))
        assert stored([one]) == shown(app) == {one: "New"}


async def test_a_card_that_the_store_refuses_to_move_is_put_back_and_the_reason_said(
    hr_app: MakeApp, ctx: Context, gate: Gate
) -> None:
    number = opened(ctx)
    numbers = [applied(ctx, number, name)[1] for name in ("Ash", "Bay", "Cho")]
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: board(app).view.count == 3)
        gate.fault = RuleBroken("The store is full.")
        await pilot.press("down", "space", "space", "L")
        await until(pilot, lambda: set(shown(app).values()) == {"New", "Phone screen"})
        gate.opened.set()
        await until(pilot, lambda: "The store is full." in text(app))
        assert shown(app) == stored(numbers) == dict.fromkeys(numbers, "New")
        meant = board(app).meant()
        assert [card.application.number for card in meant] == [numbers[1]], "the cursor is on the first of them again"


@pytest.mark.parametrize("key", ["ctrl+q", "escape", "q", "g h"])
async def test_leaving_waits_until_what_is_shown_is_stored(hr_app: MakeApp, ctx: Context, gate: Gate, key: str) -> None:
    number = opened(ctx)
    _, one = applied(ctx, number, "Ash")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: board(app).view.count == 1)
        await pilot.press("L")
        await until(pilot, lambda: shown(app) == {one: "Phone screen"})
        await pilot.press(*key.split())
        await pilot.pause()
        assert app.is_running and isinstance(app.screen, BoardScreen)
        gate.opened.set()
        await until_gone(pilot, app)
    assert stored([one]) == {one: "Phone screen"}


async def until_gone(pilot: Any, app: Any) -> None:
    while app.is_running and isinstance(app.screen, BoardScreen):
        await pilot.pause(0.005)


async def test_who_would_leave_while_a_move_is_refused_stays_and_reads_why(
    hr_app: MakeApp, ctx: Context, gate: Gate
) -> None:
    number = opened(ctx)
    applied(ctx, number, "Ash")
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: board(app).view.count == 1)
        gate.fault = RuleBroken("The store is full.")
        await pilot.press("L", "ctrl+q")
        gate.opened.set()
        await until(pilot, lambda: "The store is full." in text(app))
        assert app.is_running and isinstance(app.screen, BoardScreen)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_two_recruiters_move_the_board_ends_as_it_is_stored(
    hr_app: MakeApp, ctx: Context, seed: int
) -> None:
    dice, number, other = Random(seed), opened(ctx), colleague(ctx)
    numbers = [applied(ctx, number, name)[1] for name in ("Ash", "Bay", "Cho", "Dee")]
    interviewed(ctx, numbers[0])
    app = hr_app(ctx, address=f"board {number}")
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: board(app).view.count == 4)
        for _ in range(30):
            if dice.random() < 0.2:
                moved = dice.choice(numbers)
                to = dice.choice([stage for stage in STAGES[:2] if stage != stored([moved])[moved]])
                service.move(other, [moved], to)
            await pilot.press(*dice.choices(("h", "j", "k", "l", "space", "L", "H", "L", "H"), k=4))

        def agrees() -> bool:
            """Whether every card is shown where it is stored, but for those that the other moved last."""
            read = applications.numbered(numbers)
            mine = {each: now for each, now in read.items() if now.stamp and now.stamp.recorded_by == ctx.actor.login}
            return all(shown(app)[each] == now.stage for each, now in mine.items())

        await until(pilot, agrees)
        board(app).reload()
        await until(pilot, lambda: shown(app) == stored(numbers))


def test_what_was_painted_when_the_program_was_killed_was_never_said_to_be_done(
    started: Callable[[str], Terminal],  # noqa: F811 - the fixture
    folder: Path,  # noqa: F811 - the fixture
) -> None:
    own = company(folder)
    number = opened(own)
    _, one = applied(own, number, "Ash")
    with started(f"board {number}") as terminal:
        terminal.shows("Ash")
        with closing(sqlite3.connect(folder / "store.db", isolation_level=None)) as busy:
            busy.execute("BEGIN IMMEDIATE")
            terminal.send("L")
            terminal.shows("▸Phone screen")
            terminal.process.kill()
            terminal.process.wait(5)
            busy.execute("ROLLBACK")
        assert "undoes it" not in terminal.text
    assert stored([one]) == {one: "New"}
    with started(f"board {number}") as terminal:
        terminal.shows("▸New")
        terminal.shows("1 of 1")
    own.store.close()
