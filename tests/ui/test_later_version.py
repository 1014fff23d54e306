"""A later hrtui migrates the store while a form is open: the save is refused with a sentence, and what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data import audit, dialect, migrations
from data.db import open_store
from hrtui.audit.model import Entry
from tests.conftest import INSTANT
from tests.ui.terminal import Terminal
from tests.ui.test_drafts_survive import TAB, drafts, folder, opened, there  # noqa: F401 - fixtures

SAVE = "\x0f"


def test_the_save_of_an_earlier_session_says_why_and_keeps_what_was_typed(
    opened: Callable[[str], Terminal],  # noqa: F811 - the fixture
    folder: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    with opened("emp 101") as terminal:
        there(terminal, "emp 101")
        terminal.send("P")
        terminal.shows("Now $85,000.00 a year")
        store = open_store(folder / "store.db")
        with store.write():
            audit.append(Entry(INSTANT, "ira", "store.migrate", "store", detail={"hrtui": "9.1.0"}))
            dialect.set_schema_version(store.db, migrations.LATEST + 1)
        store.close()
        terminal.send(TAB, "97k", SAVE)
        terminal.shows("written by hrtui 9.1.0")
        assert terminal.process.poll() is None
        terminal.until(lambda: any(each["texts"].get("rate") == "97k" for each in drafts(tmp_path)), "the draft")
    with dialect.opened(folder / "store.db") as db:
        assert db.execute_sql("SELECT action FROM audit ORDER BY id DESC LIMIT 1").fetchone() == ("store.migrate",)
