"""What is scrolled beside something that stands still, by a terminal with margins and by one without."""

from __future__ import annotations

import random
from typing import Any

import pyte
import pytest

from screens.cells import Canvas, Row, place
from screens.driver import MARGINS
from screens.output import DiffOutput
from tests.margined import Margined, MarginedStream

WIDTH, HEIGHT, LIST = 60, 20, 36
FACTS = ("Sofia Abdi", "-" * 20, "Status  active", "Title  Lead", "Place  Austin", "Hired  2020-02-03", "Manager  Rao")


def frame(top: int, cursor: int, facts: int = len(FACTS)) -> dict[int, Row]:
    """A list from an entry on, its cursor on a line, beside facts about who is under it."""
    made = {}
    for y in range(HEIGHT):
        row: Row = [(" ", "")] * WIDTH
        number = (top + y) * 7919
        text = f"{number % 100003:>8} {'name' * (number % 3)} 李{number % 7}"
        place(f"{text:<{LIST - text.count('李')}}", "7" if y == cursor else "", row, 0)
        if y < facts:
            place(f"|{FACTS[y]} {(top + cursor) % 97}", "1", row, LIST)
        made[y] = row
    return made


def shown(terminal: Any) -> list[list[tuple[str, bool, bool]]]:
    return [
        [(cell.data, cell.reverse, cell.bold) for cell in (terminal.buffer[y][x] for x in range(WIDTH))]
        for y in range(HEIGHT)
    ]


def terminals(margins: bool) -> tuple[Canvas, pyte.Screen, pyte.Stream]:
    terminal = Margined(WIDTH, HEIGHT) if margins else pyte.Screen(WIDTH, HEIGHT)
    stream = MarginedStream(terminal) if margins else pyte.Stream(terminal)
    stream.feed("\x1b[?7l")
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.margins = margins
    return canvas, terminal, stream


@pytest.mark.parametrize("margins", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_a_list_scrolled_up_and_down_beside_facts_is_shown_as_painted_anew(seed: int, margins: bool) -> None:
    pick = random.Random(seed)
    canvas, terminal, stream = terminals(margins)
    top = 50
    for _ in range(40):
        top = max(0, top + pick.choice((1, 1, 1, -1, -1, 3, -7, 19, 0)))
        touched = frame(top, pick.choice((0, HEIGHT - 1, HEIGHT - 1, 5)), pick.choice((len(FACTS), 3, 7)))
        stream.feed(canvas.paint(touched))
        afresh, plain, its = terminals(False)
        its.feed(afresh.paint(touched))
        assert shown(terminal) == shown(plain)


def test_a_terminal_with_margins_is_sent_a_fraction_where_facts_stand_beside_a_list() -> None:
    sent = {}
    for margins in (True, False):
        canvas, _, _ = terminals(margins)
        canvas.paint(frame(50, HEIGHT - 1))
        sent[margins] = canvas.paint(frame(51, HEIGHT - 1))
    assert "\x1b[?69h\x1b[1;36s" in sent[True]
    assert "\x1b[?69" not in sent[False]
    assert len(sent[True]) < 0.75 * len(sent[False])


def test_margins_are_never_left_set() -> None:
    canvas, terminal, stream = terminals(True)
    for top in range(50, 60):
        stream.feed(canvas.paint(frame(top, HEIGHT - 1)))
        assert isinstance(terminal, Margined)
        assert terminal.margins_across is None


@pytest.mark.parametrize(
    ("answer", "has"),
    [
        ("\x1b[?69;2$y", True),
        ("\x1b[?69;1$y", True),
        ("\x1b[?69;0$y", False),
        ("\x1b[?69;4$y", False),
        ("\x1b[?2026;2$y", False),
    ],
)
def test_only_a_terminal_that_says_so_has_margins(answer: str, has: bool) -> None:
    assert (MARGINS.search(answer) is not None) is has


def test_an_application_without_a_terminal_has_none() -> None:
    assert not DiffOutput().has_margins
