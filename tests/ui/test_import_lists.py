"""The lists of the import studio are filtered in place, and a correction half typed survives a dropped line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hrtui.context import Context
from hrtui.crashlog import state_folder
from hrtui.exchange.listing import Cells, Which
from hrtui.exchange.service import import_people
from hrtui.people import service
from screens.people import import_filter
from screens.people.import_people import ImportScreen
from screens.shell import HrApp
from screens.widgets.form import FormScreen
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
HEAD = "number,first_name,last_name,hired,title,department\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty people, every tenth with a first day that is no date; one of them of a title of her own."""
    monkeypatch.chdir(tmp_path)
    path = Path("staff.csv")
    rows = [
        f"{700 + at},Ann{at},Kim,{'someday' if at % 10 == 0 else '2024-03-04'},{'Pilot' if at == 7 else 'Clerk'},Finance\n"
        for at in range(40)
    ]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return path


async def reported(pilot: Pilot[Any], app: HrApp) -> ImportScreen:
    await until(pilot, lambda: isinstance(app.screen, ImportScreen) and app.screen.report is not None)
    assert isinstance(app.screen, ImportScreen)
    screen = app.screen
    await until(pilot, lambda: not screen.progress.display)
    return screen


@pytest.mark.parametrize("at_once", [3_000, 0], ids=["short", "long"])
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_each_list_is_filtered_by_what_is_typed_and_escape_shows_all(
    hr_app: MakeApp, ctx: Context, file: Path, size: tuple[int, int], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_filter, "AT_ONCE", at_once)
    app = hr_app(address=f"import {file}")
    async with app.run_test(size=size) as pilot:
        screen = await reported(pilot, app)
        every = len(screen.view.plans.ids)
        await pilot.press("slash", *"pilot")
        await until(pilot, lambda: len(screen.view.plans.ids) == 1 and "1 of " in painted(app))
        assert f"{every:,} changes" in painted(app) and "Kim, Ann7" in painted(app)
        await pilot.press("down", "tab")
        await until(pilot, lambda: "Nothing here matches." in painted(app))
        await pilot.press("slash", *"someday 712")
        await until(pilot, lambda: "0 of 4" in painted(app))
        await pilot.press("ctrl+u", *"someday")
        await until(pilot, lambda: "4 of 4" in painted(app))
        await pilot.press("down", "tab")
        await until(pilot, lambda: "4 of 240" in painted(app) and len(screen.view.every.ids) == 4)
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.view.every.ids) == 240)
        assert isinstance(app.screen, ImportScreen) and not screen.filter_line.display


async def test_a_correction_from_a_filtered_list_keeps_the_filter(hr_app: MakeApp, ctx: Context, file: Path) -> None:
    app = hr_app(address=f"import {file}")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await reported(pilot, app)
        await pilot.press("tab", "slash", *"someday", "down")
        await until(pilot, lambda: "4 of 4" in painted(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+u", *"2024-05-06", "ctrl+o")
        await until(pilot, lambda: "3 of 3" in painted(app))
        assert screen.filter_line.text == "someday"


async def test_a_half_typed_correction_opens_again_with_its_text(hr_app: MakeApp, ctx: Context, file: Path) -> None:
    def kept() -> list[str]:
        found = [json.loads(each.read_text()) for each in (state_folder() / "drafts").glob("*.json")]
        return [draft["texts"].get("half", "") for draft in found]

    app = hr_app(address=f"import {file}")
    async with app.run_test(size=(80, 24)) as pilot:
        await reported(pilot, app)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("ctrl+u", *"2024-0")
        await until(pilot, lambda: any("2024-0" in each for each in kept()))
    app = hr_app(address="import")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and "2024-0" in painted(app))
        assert "Correct hired" in painted(app)
        await pilot.press("end", *"5-06", "ctrl+o")
        screen = await reported(pilot, app)
        await until(pilot, lambda: screen.report is not None and len(screen.report.faults) == 3)
        await until(pilot, lambda: not any(kept()))
    assert service.directory_count(ctx) == 0


def test_cells_are_found_by_row_person_column_value_change_and_rule(ctx: Context, file: Path) -> None:
    report = import_people(ctx, file, dry_run=True)
    cells = Cells(report)
    assert len(cells.matching(Which.CHANGES, "ann7 title")) == 1
    assert len(cells.matching(Which.CHANGES, "pilot")) == 1
    assert len(cells.matching(Which.FAULTS, "SOMEDAY hired")) == 4
    assert len(cells.matching(Which.ALL, "pilot title")) == 1
    assert cells.matching(Which.ALL, "") == cells.ids(Which.ALL)
    assert not cells.matching(Which.ALL, "pilot", lambda: True)
    for which in Which:
        assert set(cells.matching(which, "a")) <= set(cells.ids(which))
