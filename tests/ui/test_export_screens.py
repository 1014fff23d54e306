"""`x` on lists: which file, which columns, which rows; what is written is what was shown."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from hrtui.access.model import Grant
from hrtui.context import Context
from hrtui.exchange.files import Progress, write_table
from screens.audit import AuditScreen
from screens.exporting import Export, ask
from screens.people.directory import PeopleScreen
from tests.people import hire
from tests.ui.conftest import MakeApp, text, until


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def people(ctx: Context) -> list[str]:
    return [hire(ctx, "Kim"), hire(ctx, "Lee", department="Sales"), hire(ctx, "Ng", first_day=date(2026, 1, 5))]


async def test_the_people_shown_are_written_with_the_columns_chosen(
    hr_app: MakeApp, people: list[str], here: Path
) -> None:
    app = hr_app(address="people dept:IT")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        await until(pilot, lambda: len(screen.table.ids) == 2)
        await pilot.press("x")
        await until(pilot, lambda: "Export people" in text(app) and "a CSV file" in text(app))
        await pilot.press(*"staff.csv", "enter", *"number, rat", "enter")
        await until(pilot, lambda: "Wrote 2 people to staff.csv" in text(app))
    assert rows(here / "staff.csv") == [
        ["number", "rate"], [people[0], "85000.00"], [people[2], "85000.00"],
    ]  # fmt: skip


async def test_the_marked_are_written_unless_all_shown_are_asked_for(
    hr_app: MakeApp, people: list[str], here: Path
) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        await until(pilot, lambda: len(screen.table.ids) == 3)
        await pilot.press("space", "x")
        await until(pilot, lambda: "the 1 marked" in text(app))
        await pilot.press(*"one.vcf", "ctrl+j")
        await until(pilot, lambda: "Wrote 1 people to one.vcf" in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "Export people" in text(app))
        await pilot.press(*"all.csv", "tab", "tab", *"the 3", "enter")
        await until(pilot, lambda: "Wrote 3 people to all.csv" in text(app))
    assert "FN:Ann Kim" in (here / "one.vcf").read_text()
    assert len(rows(here / "all.csv")) == 4


async def test_a_file_that_is_there_is_refused_in_the_form(hr_app: MakeApp, people: list[str], here: Path) -> None:
    (here / "mine.csv").write_text("mine")
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        await until(pilot, lambda: len(screen.table.ids) == 3)
        await pilot.press("x")
        await until(pilot, lambda: "Export people" in text(app))
        await pilot.press(*"mine.csv", "ctrl+j")
        await until(pilot, lambda: "is there already" in text(app))
    assert (here / "mine.csv").read_text() == "mine"


async def test_the_trail_is_filtered_by_who_what_and_when_and_written(
    hr_app: MakeApp, people: list[str], ctx_as: Callable[..., Context], here: Path
) -> None:
    app = hr_app(ctx_as(Grant("audit.read"), Grant("people.read")), address="audit by:alice did:hire on:today")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, AuditScreen)
        await until(pilot, lambda: len(screen.entries) == 3)
        await pilot.press("x")
        await until(pilot, lambda: "Export the trail" in text(app))
        await pilot.press(*"trail.csv", "ctrl+j")
        await until(pilot, lambda: "Wrote 3 entries to trail.csv" in text(app))
        await pilot.press("escape", "slash", *"until:2026-11-01")
        await until(pilot, lambda: not screen.entries)
    assert [row[4] for row in rows(here / "trail.csv")[1:]] == people[::-1]


async def test_esc_stops_a_long_export_and_nothing_is_left(hr_app: MakeApp, people: list[str], here: Path) -> None:
    app = hr_app(address="people")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        await until(pilot, lambda: len(screen.table.ids) == 3)

        def write(path: Path, _columns: Sequence[str], _rows: str, progress: Progress) -> int:
            def endless() -> Iterator[tuple[int]]:
                while True:
                    Event().wait(0.001)
                    progress(1_234, 5_000)
                    yield (1,)

            return write_table(path, ("a",), endless())

        ask(screen, Export("rows", "long", write))
        await until(pilot, lambda: "Export rows" in text(app))
        await pilot.press("ctrl+j")
        await until(pilot, lambda: "Written 1,234 of 5,000; esc stops it" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "The export was stopped; nothing was written." in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
    assert list(here.glob("*long*")) == list(here.glob(".hrtui*")) == []
