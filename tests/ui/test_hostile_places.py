"""Text made to harm, in every place people can write, on every screen that shows it: painted as text, within its columns."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from data.base import database
from hrtui.config import CustomField
from hrtui.contacts import service as contacts
from hrtui.contacts.model import Contact, ContactKind
from hrtui.context import Context
from hrtui.documents import service as documents
from hrtui.documents.model import NewDocument
from hrtui.org import service as org
from hrtui.org.model import DepartmentChange, LocationChange, PositionChange
from hrtui.people import bulk, service, tagging
from hrtui.people.model import Hire, JobChange, ProfileChange
from hrtui.views import service as views
from hrtui.views.model import SavedView
from screens.shell import HrApp
from tests.cli.test_hostile_text import BAD, COLUMNS
from tests.ui.waiting import painted

MakeApp = Callable[..., HrApp]
TODAY = date(2026, 11, 23)
WALKS = (
    ("home", ()), ("people", ("down", "c", "escape", "G", "escape", "V", "escape", "space", ".", "escape", "@", "escape")),
    ("emp 1001", ("tab",) * 8), ("emp 1001", ("]", "[", ".", "escape", "tab", "enter", "escape")),
    ("views", ("down", "enter")), ("audit", ("down", "enter")), ("audit 1001", ("down",)), ("retention", ()),
    ("bulk status:active | tag night", ("down", "enter")), ("bulk status:active | set title Lead", ("tab",)),
    ("departments", ("down", "b", "escape", "e", "escape", ".", "escape", "s", "escape", "x", "escape")),
    ("locations", ("down", "b", "escape", "r", "escape")), ("positions", ("b", "escape", "e", "escape", "z", "escape")),
    ("due scheduled", ("down",)), ("due anniversaries", ()), ("due documents", ()), ("payroll", ("down", "enter")),
)  # fmt: skip


@pytest.fixture
def company(ctx: Context, tmp_path: Path) -> Context:
    """Someone all of whose texts were made to harm."""
    ctx = replace(ctx, config=replace(ctx.config, custom_fields=(CustomField("badge", "Badge"),)))
    hire = Hire(date(2025, 11, 25), BAD, BAD, BAD, BAD, location=BAD, number="1001", email="")
    service.hire(ctx, hire)
    service.hire(ctx, Hire(date(2025, 11, 25), "Bo", "Chen", "Clerk", "IT", number="1002", manager="1001"))
    service.change_profile(ctx, "1001", ProfileChange(TODAY, street=BAD, custom={"badge": BAD}))
    service.change_job(ctx, "1001", JobChange(date(2026, 12, 1), title=BAD * 2, reason=BAD, grade=BAD[:40]))
    contacts.add(ctx, "1001", Contact(TODAY, ContactKind.DEPENDENT, BAD, relation=BAD, note=BAD))
    tagging.tag(ctx, "1001", ["night"])
    org.change_department(ctx, BAD, DepartmentChange(TODAY, head="1001", cost_centre=BAD))
    org.change_location(ctx, BAD, LocationChange(TODAY, street=BAD, city=BAD, country=BAD))
    org.add_position(ctx, "P-1", PositionChange(TODAY, title=BAD, department=BAD, manager="1001", grade=BAD))
    paper = tmp_path / "a.txt"
    paper.write_text("x")
    documents.add(ctx, "1001", NewDocument(paper, "certificate", BAD, date(2026, 12, 5)))
    views.save(ctx, SavedView(BAD[:50], "status:active"))
    bulk.apply(ctx, bulk.preview(ctx, "", bulk.read_verb(ctx, 'set title "[b]Lead[/b] {}"')))
    return ctx


def spoil() -> None:
    """The same written into the store by another program, which asked nobody."""
    for (name,) in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute_sql(f'DROP TRIGGER "{name}"')
    for table, columns in COLUMNS.items():
        for column in columns:
            database.execute_sql(f'UPDATE "{table}" SET "{column}" = ?', (BAD,))


def harmless(app: HrApp) -> None:
    """Every line is text, as wide as the screen at most."""
    for line in painted(app).split("\n"):
        bad = [char for char in line if unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u2028"]
        assert not bad, repr(line)
        assert cell_len(line) <= app.size.width


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
@pytest.mark.parametrize("beside", [False, True])
def test_every_screen_paints_it_as_text(company: Context, hr_app: MakeApp, size: tuple[int, int], beside: bool) -> None:
    if beside:
        spoil()

    async def walk(address: str, pressed: tuple[str, ...]) -> None:
        app = hr_app(company, address=address)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.05)
            harmless(app)
            for key in pressed:
                await pilot.press(key)
                await pilot.pause()
                harmless(app)
            assert app.is_running

    for address, pressed in WALKS:
        asyncio.run(walk(address, pressed))
