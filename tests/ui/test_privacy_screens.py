"""Holds, erasures and a copy of everything, by keys: asked for by one, done by another."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import projection
from hrtui.configfile.read import shipped_retention
from hrtui.context import Context, FixedClock
from hrtui.people import service
from hrtui.people.model import Termination
from hrtui.privacy import disposing, holds
from hrtui.privacy.model import NAME, Doing, HoldState, NewHold
from tests.people import hire
from tests.recruiting import colleague
from tests.ui.conftest import MakeApp, text, until


@pytest.fixture
def late(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Alice in 2031, where one person left in 2018."""
    monkeypatch.setattr("hrtui.drafts.written", list)
    number = hire(ctx, "Old", first_day=date(2015, 1, 5))
    service.terminate(ctx, number, Termination(date(2018, 1, 1), "moved"))
    with ctx.store.write():
        projection.roll(date(2031, 1, 8))
    clock = FixedClock(datetime(2031, 1, 8, 15, tzinfo=UTC), "America/New_York")
    return replace(ctx, clock=clock, config=replace(ctx.config, retention=shipped_retention()))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_hold_is_placed_from_a_record_and_its_release_confirmed_by_another(
    hr_app: MakeApp, late: Context, size: tuple[int, int]
) -> None:
    app = hr_app(late, address="emp 1001")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Old, Ann" in text(app))
        await pilot.press("H")
        await until(pilot, lambda: "Place a legal hold" in text(app))
        await pilot.press(
            *"Smith v. Acme", "tab", *"520-2026", "tab", "tab", "tab", "tab", "tab", *"A charge.", "ctrl+enter"
        )
        if not holds.holds(late):
            await pilot.press("enter")
        await until(pilot, lambda: bool(holds.holds(late)))
        await until(pilot, lambda: "HOLD-001 is placed over 1 record" in text(app))
        app.go("holds")
        await until(pilot, lambda: "Smith v. Acme" in text(app) and "1 of 1, 1 standing" in text(app))
        await pilot.press("R")
        await until(pilot, lambda: "Ask for the release" in text(app))
        await pilot.press(*"Settled.", "enter")
        await until(pilot, lambda: "release asked" in text(app))
    bob = hr_app(colleague(late), address="holds")
    async with bob.run_test(size=size) as pilot:
        await until(pilot, lambda: "release asked" in text(bob))
        await pilot.press("R")
        await until(pilot, lambda: "Confirm the release" in text(bob))
        await pilot.press(*"Closed.", "enter")
        await until(pilot, lambda: holds.holds(late)[0].state is HoldState.RELEASED)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_an_erasure_is_seen_and_asked_for_on_the_record_and_done_by_another_who_types_a_word(
    hr_app: MakeApp, late: Context, size: tuple[int, int]
) -> None:
    app = hr_app(late, address="emp 1001")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Old, Ann" in text(app))
        await pilot.press("Z")
        await until(pilot, lambda: "Dry run" in text(app) and "overwritten" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Ask for the erasure" in text(app))
        await pilot.press(*"Their letter", "enter")
        await until(pilot, lambda: "ERA-001 asks for the erasure" in text(app))
    bob = hr_app(colleague(late), address="erasures")
    async with bob.run_test(size=size) as pilot:
        await until(pilot, lambda: "Their letter" in text(bob) and "1 to do" in text(bob))
        await pilot.press("enter")
        await until(pilot, lambda: "Dry run" in text(bob))
        await pilot.press("escape", "D")
        await until(pilot, lambda: "Type erase to go on" in text(bob))
        await pilot.press(*"erase", "enter")
        await until(pilot, lambda: disposing.requests(late)[0].state is Doing.DONE)
        line = service.directory_page(late, service.directory_ids(late))[0]
        assert line is not None and line.name == NAME


async def test_what_stands_against_an_erasure_is_said_and_nothing_is_asked_for(hr_app: MakeApp, late: Context) -> None:
    holds.place(late, NewHold("Suit", "", "A suit.", whom=("1001",)))
    app = hr_app(late, address="emp 1001")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Old, Ann" in text(app))
        await pilot.press("Z")
        await until(pilot, lambda: "cannot be erased yet" in text(app) and "HOLD-001" in text(app))
        await pilot.press("enter")
        assert disposing.requests(late) == []


async def test_a_copy_of_everything_is_written_to_the_file_that_is_named(
    hr_app: MakeApp, late: Context, tmp_path: Path
) -> None:
    app = hr_app(late, address="emp 1001")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Old, Ann" in text(app))
        await pilot.press("X")
        await until(pilot, lambda: "Everything about 1001" in text(app))
        await pilot.press("ctrl+u", *str(tmp_path / "a.zip"), "enter")
        await until(pilot, lambda: "Left out:" in text(app))
    assert "cover.txt" in zipfile.ZipFile(tmp_path / "a.zip").namelist()


async def test_the_disposal_of_what_is_past_is_asked_for_in_the_list(hr_app: MakeApp, late: Context) -> None:
    app = hr_app(late, address="retention")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Old, Ann" in text(app))
        await pilot.press("D")
        await until(pilot, lambda: "Ask for the disposal" in text(app))
        await pilot.press(*"Yearly", "enter")
        await until(pilot, lambda: "ERA-001 asks for the disposal of 1 record" in text(app))
    assert disposing.requests(late)[0].ground == "Yearly"
