"""The lines of home: numbered, each a key away from the people behind it; and those as a list."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.people import service
from hrtui.people.model import Termination
from screens.people.due import DueScreen
from screens.people.record import RecordScreen
from tests.conftest import Furnish
from tests.people import hire
from tests.ui.conftest import MakeApp, text, until


@pytest.fixture
def reader(ctx_as: Callable[..., Context]) -> Context:
    return ctx_as(Grant("people.read"))


@pytest.fixture
def company(ctx: Context, furnish: Furnish[list[str]]) -> list[str]:
    return furnish(ctx, founded)


def founded(ctx: Context) -> list[str]:
    """A boss; two who start soon, one who leaves."""
    boss = hire(ctx, "Boss", first_day=date(2025, 6, 2))
    starters = [hire(ctx, name, first_day=date(2026, 12, 1), manager=boss) for name in ("Kim", "Lee")]
    leaver = hire(ctx, "Ng", first_day=date(2025, 6, 2), manager=boss)
    service.terminate(ctx, leaver, Termination(date(2026, 11, 30), "moved"))
    return [boss, *starters, leaver]


async def test_a_digit_opens_the_people_behind_its_line_and_enter_the_record(
    hr_app: MakeApp, reader: Context, company: list[str]
) -> None:
    app = hr_app(reader)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "2 people start within 14 days" in text(app) and "1 person leaves" in text(app))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, DueScreen) and "Ng, Ann" in text(app))
        assert "Leaving within 14 days" in text(app)
        assert "2026-11-30" in text(app)
        await pilot.press("q")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, DueScreen) and "Lee, Ann" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "1 of 2" in text(app))
        await pilot.press("n")
        await until(pilot, lambda: "Lee, Ann" in text(app) and "2 of 2" in text(app))


async def test_enter_on_a_line_leads_there_too(hr_app: MakeApp, reader: Context, company: list[str]) -> None:
    app = hr_app(reader)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "1 person leaves" in text(app))
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, DueScreen) and "Starting within" in text(app))


async def test_a_list_is_written_to_a_file(
    hr_app: MakeApp, reader: Context, company: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = hr_app(reader, address="due starting")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Lee, Ann" in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "Export rows" in text(app))
        await pilot.press(*"s.csv", "ctrl+j")
        await until(pilot, lambda: "Wrote 2 rows to s.csv" in text(app))
    found = list(csv.reader((tmp_path / "s.csv").read_text().splitlines()))
    assert found[1] == ["2026-12-01", company[1], "Kim, Ann", "IT", "Engineer"]


async def test_a_list_that_is_none_says_which_there_are(hr_app: MakeApp, reader: Context) -> None:
    app = hr_app(reader, address="due nonsense")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "is followed by today, scheduled" in text(app))


async def test_an_empty_day_says_so_kindly(hr_app: MakeApp, reader: Context) -> None:
    app = hr_app(reader)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Nothing needs you today." in text(app))


@pytest.mark.parametrize("size", [(80, 24), (200, 50), (50, 24)])
async def test_home_shows_the_months_and_turnover(
    hr_app: MakeApp, reader: Context, company: list[str], size: tuple[int, int]
) -> None:
    app = hr_app(reader)
    async with app.run_test(size=size) as pilot:
        if size[0] > 50:
            await until(pilot, lambda: "Turnover" in text(app) and "Joined" in text(app))
            assert "0.0 %" in text(app)
        else:
            await until(pilot, lambda: "2 people start" in text(app))


async def test_bars_are_plain_where_only_ascii_is_wanted(hr_app: MakeApp, ctx: Context, company: list[str]) -> None:
    plain = replace(ctx, config=replace(ctx.config, theme=replace(ctx.config.theme, ascii=True)))
    app = hr_app(plain)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Turnover" in text(app))
        assert not set("▁▂▃▄▅▆▇█") & set(text(app))
