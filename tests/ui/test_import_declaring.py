"""Fields of the company's own that a file needs, added to the configuration from the import studio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hrtui import configfile
from hrtui.context import Context
from screens.people.import_people import ImportScreen
from screens.people.record import RecordScreen
from screens.shell import HrApp
from screens.widgets.confirm import Confirm
from tests.ui.waiting import painted, until

MakeApp = Callable[..., HrApp]
FILE = "number,first_name,last_name,hired,title,department,shirt\n700,Ann,Kim,2024-03-04,Clerk,Finance,XL\n"
MAPPING = """name: ours
fields:
  number: {column: number}
  first_name: {column: first_name}
  last_name: {column: last_name}
  hired: {column: hired}
  title: {column: title}
  department: {column: department}
  custom.shirt_size: {column: shirt}
"""
CONFIG = """company: {name: Test Company}
pay_groups:
  - {name: main, frequency: biweekly, first_period: 2026-01-04}
users:
  - {login: alice, roles: [hr_generalist]}
"""


@pytest.fixture
def known(ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """A company whose configuration is a file without fields of its own; beside it a spreadsheet that has one."""
    monkeypatch.chdir(tmp_path)
    Path("staff.csv").write_text(FILE, encoding="utf-8")
    Path("map.yaml").write_text(MAPPING, encoding="utf-8")
    ctx.config.file.write_text(CONFIG, encoding="utf-8")
    return replace(ctx, config=replace(configfile.load(ctx.config.file), store=ctx.config.store))


def _read(app: HrApp) -> bool:
    shown = app.screen
    return isinstance(shown, ImportScreen) and shown.report is not None and not shown.progress.display


async def test_fields_added_by_a_key_are_known_everywhere_at_once(known: Context, hr_app: MakeApp) -> None:
    """The notice says which key adds the field; then it is imported, and shown on the record, in the same session."""
    app = hr_app(known, address="import staff.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: _read(app))
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        screen._mapping = Path("map.yaml")
        await pilot.press("r")
        await until(pilot, lambda: _read(app) and screen.report is not None and bool(screen.report.declare))
        await pilot.press("shift+tab", "shift+tab")
        assert "Y adds these lines" in painted(app)
        await pilot.press("Y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: _read(app) and screen.report is not None and not screen.report.declare)
        assert "[0 notices]" in painted(app), "the list that is shown stays"
        assert [field.name for field in configfile.load(known.config.file).custom_fields] == ["shirt_size"]
        await pilot.press("escape")
        app.go("import staff.csv")
        await until(pilot, lambda: _read(app) and app.screen.report is not None)  # type: ignore[attr-defined]
        assert not app.screen.report.declare  # type: ignore[attr-defined]
        await pilot.press("i", "1", "enter")
        await until(pilot, lambda: "1 row: 1 person taken in" in painted(app))
        app.go("emp 700")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen) and "Kim" in painted(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "XL" in painted(app))
