"""Two processes of the program, each in its terminal, with one record open: whoever saves second is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hrtui.access.model import Field
from hrtui.people import service
from hrtui.people.rules import live
from tests.ui.terminal import Terminal
from tests.ui.test_drafts_survive import TAB, company, folder, opened, there  # noqa: F401 - fixtures

SAVE = "\x0f"


def test_the_second_process_is_told_what_the_first_saved_and_takes_it_over_with_what_was_typed_elsewhere(
    opened: Callable[[str], Terminal],  # noqa: F811 - the fixture
    folder: Path,  # noqa: F811 - the fixture
) -> None:
    with opened("emp 101") as first, opened("emp 101") as second:
        for terminal in (first, second):
            there(terminal, "emp 101")
            terminal.send("P")
            terminal.shows("Now $85,000.00 a year")
        first.send(TAB, "97k", SAVE)
        first.shows("changes from 2026-11-23")
        second.send(TAB, "96k", TAB, TAB, TAB, "merit", SAVE)
        second.shows("Someone else changed this person meanwhile.")
        second.shows("rate: $85,000.00, by alice now $97,000.00; yours: $96,000.00")
        second.send("r")
        second.shows("Now $97,000.00 a year")
        second.shows("* you typed 96k")
        second.send("\x1b[Z", "\x1b[Z", "\x1b[Z", "98k", SAVE)
        second.shows("changes from 2026-11-23")
    own = company(folder)
    pays = service.record(own, "101", reveal=frozenset({Field.PAY})).pays or ()
    assert [(row.rate.cents, row.reason) for row in live(pays)] == [
        (8_500_000, ""),
        (9_700_000, ""),
        (9_800_000, "merit"),
    ]
    own.store.close()
