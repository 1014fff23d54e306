"""Every place, with every text of every record made to harm: painted as text, and neither a key nor a click runs any of it."""

from __future__ import annotations

import asyncio
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from data.base import database
from hrtui import commands
from hrtui.context import Context
from hrtui.text import BIDI
from screens.places import PLACES
from screens.shell import HrApp
from tests import filled
from tests.ui.conftest import ready

SMALL, LARGE = (80, 24), (200, 50)
HARM = (
    "Zqx \x1b[31m\x1b]52;c;aGk=\x07\x1b]8;;http://x\x1b\\\x1b]0;owned\x07\x9b2J\x9d0;x\x9c\x00\x0e\x0f\x7f\u202e\u2066\u200b\ufeff\u2028"
    "[@click=app.quit]x[/][/][$primary]{}%s\r\nNext\tA" + "\u0301" * 40 + "👩‍👩‍👧 山田 שלום" + "long " * 60
)
ARGUMENTS = {
    "future": "", "emp": "person", "org": "person", "view": "view", "audit": "", "payroll": "", "payslip": "person", "run": "run",
    "slip": "run person", "filings": "2026", "filing": "941 2026 3", "hours": "hours", "plan": "medical", "invoices": "", "invoice": "invoice",
    "withheld": "2026-11", "open-enrolment": "2027-01-01", "elect": "event", "simulate": "person life_event:birth",
    "benefits": "person", "benefit-reports": "cost", "board": "requisition", "scores": "application", "eeo": "requisition",
    "message": "message", "kit": "interview", "candidate": "candidate", "bulk": "status:active | tag night", "due": "documents", "import": "import",
    **dict.fromkeys(
        ("home", "people", "departments", "locations", "positions", "views", "runs", "retro", "plans", "credits", "enrolments", "cobra",
         "requisitions", "candidates", "offers", "outbox", "recruiting-report", "consent", "interviewers", "interviews",
         "general-notices", "retention", "doctor", "holds", "erasures", "interviews-owed", "my-interviews"), "",
    ),
}  # fmt: skip
"""What each place is opened with: words, or the kind of record whose number stands for it."""
NUMBERS = {
    "person": "SELECT number FROM person JOIN document ON document.person_id = person.id LIMIT 1",
    "run": "SELECT number FROM pay_run ORDER BY id LIMIT 1",
    "hours": "SELECT number FROM pay_run ORDER BY id DESC LIMIT 1",
    "invoice": "SELECT id FROM carrier_invoice LIMIT 1",
    "event": "SELECT number FROM benefit_event ORDER BY id DESC LIMIT 1",
    "requisition": "SELECT number FROM requisition ORDER BY id LIMIT 1",
    "application": "SELECT number FROM application JOIN scorecard ON scorecard.application_id = application.id LIMIT 1",
    "message": "SELECT number FROM outbox LIMIT 1",
    "candidate": "SELECT number FROM candidate JOIN candidate_note ON candidate_note.candidate_id = candidate.id LIMIT 1",
    "interview": "SELECT number FROM interview ORDER BY id LIMIT 1",
    "view": "SELECT name FROM view LIMIT 1",
}
OVER = ("question_mark", "colon", "full_stop", "at")
"""Help, the palette, the menu and the day to look at, over every place."""
WORDLESS = frozenset({"invoices", "credits", "open-enrolment", "consent", "doctor", "import", "my-interviews"})
"""Places that show codes, figures and words of the configuration alone, or have no row in the company: what `import` shows of a file
waits for its columns to be mapped, and is tried in tests of its own."""
LEAVING = frozenset({"app.quit", "app.leave", "app.repaint"})


@pytest.fixture
def company(kept: Path, tmp_path: Path) -> Context:
    """The demo company with every text made to harm by another program, which asked nobody."""
    return filled.company(kept, tmp_path / "company", HARM)


def test_every_place_is_tried() -> None:
    assert set(ARGUMENTS) == set(PLACES), "say in ARGUMENTS what a new place is opened with"


def argument(place: str, folder: Path) -> str:
    """The words a place is opened with."""
    if place == "import":
        file = folder / "hostile.csv"
        file.write_text(f'number,name,hired,title,department\n9001,"{HARM}",2026-01-05,"{HARM}","{HARM}"\n', newline="")
        return str(file)
    found = []
    for word in ARGUMENTS[place].split(" "):
        row = database.obj.execute_sql(NUMBERS[word]).fetchone() if word in NUMBERS else None
        found.append(str(row[0]) if row else word)
    return " ".join(found)


def harmless(app: HrApp, where: str) -> bool:
    """Every line painted is text as wide as the screen at most, and none of it is a link or does something when clicked; whether
    any of what was made to harm is among it."""
    (width, height), shown = app.size, False
    for strip in app.screen._compositor.render_strips()[:height]:
        line = strip.crop(0, width)
        bad = [char for char in line.text if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in BIDI]
        assert not bad, f"{where}: {line.text!r}"
        assert cell_len(line.text) <= width, where
        for segment in line:
            style = segment.style
            assert style is None or not style.link, where
            assert style is None or "quit" not in str(style.meta.get("@click", "")), where
        shown |= "Zqx" in line.text
    return shown


@pytest.mark.parametrize("place", PLACES)
def test_every_place_paints_it_as_text(company: Context, place: str, tmp_path: Path) -> None:
    address = f"{place} {argument(place, tmp_path)}".strip()
    own = [command for command in commands.on(place) if command.id not in LEAVING]
    keys = [command.keys[0] for command in own if command.keys and "," not in command.keys[0]]

    async def walk() -> None:
        app, shown = HrApp(ready(company), address), False
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause(0.05)
            for key in ("down", "tab", *keys, *OVER, "", "down", "full_stop"):
                if not key:
                    await pilot.resize_terminal(*LARGE)
                else:
                    await pilot.press(key)
                await pilot.pause()
                shown |= harmless(app, f"{address}: {key}")
                if app.screen.is_modal:
                    await pilot.press("escape", "escape")
            for line in range(1, LARGE[1], 12):
                await pilot.click(offset=(LARGE[0] // 3, line))
            await pilot.pause()
            harmless(app, f"{address}: clicks")
            assert app.is_running
        assert shown is (place not in WORDLESS), f"{address} shows no text of a record"

    asyncio.run(walk())
