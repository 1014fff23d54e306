"""What the terminal shows after the difference is what it would show after Textual's own output, cell by cell."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable
from typing import Any

import pyte
import pytest
from rich.cells import cell_len
from rich.console import RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.screen import Screen
from textual.widget import Widget

from hrtui.context import Context
from screens.base import HrScreen
from screens.cells import HIDDEN, SIMPLE, UNKNOWN, Canvas, Row, place, transition
from screens.places import PLACES, Place
from screens.scrolled import shifted
from screens.shell import HrApp
from screens.widgets.page import Page
from tests.margined import Filling
from tests.ui.conftest import ready

WORDS = (
    "Ann",
    "李小龍",
    "Müller",
    "김민준",
    "e\u0301tienne",
    "Ω≈ç",
    "🙂",
    "x",
    "Production",
    "ａｂｃ",
    "—",
    "\u05d0\u05d1",
)
KEYS = ("down", "up", "pagedown", "pageup", "home", "end", "question_mark", "colon", "escape", "a", "x", "backspace",
        "tab", "g", "h", "m")  # fmt: skip


class Words(HrScreen):
    """A page of words of every width, with links and a message."""

    NAME = "audit"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.page = Page()

    def body(self) -> Iterable[Widget]:
        yield self.page

    def begin(self) -> None:
        pick = random.Random(7)
        tones = ("", "line--muted", "line--good", "line--bad")
        lines = [
            [(f"{pick.choice(WORDS)} ", pick.choice(tones)) for _ in range(pick.randint(0, 14))] for _ in range(90)
        ]
        self.page.show(lines, {(y, range(0, 9)): f"audit {y}" for y in range(0, 90, 4)})

    def key_m(self) -> None:
        self.say("李小龍 did something long enough to be wrapped over more than one line of a narrow terminal, surely")


class Compared(HrApp):
    """Feeds one terminal with Textual's own output and another with the difference."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ready(ctx), "audit", {**PLACES, "audit": Place("tests.ui.test_output:Words", kept=True)})
        self.sent = {"stock": 0, "ours": 0}
        self.terminals: dict[str, pyte.Screen] = {}

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self._batch_count:
            self._feed("stock", renderable.render_segments(self.console))
            self._feed("ours", self.difference(renderable))

    def _feed(self, name: str, data: str) -> None:
        width, height = self.size
        terminal = self.terminals.get(name)
        if terminal is None or (name == "stock" and (terminal.columns, terminal.lines) != (width, height)):
            terminal = self.terminals[name] = Filling(width, height)
            pyte.Stream(terminal).feed("\x1b[?7l")
        terminal.resize(height, width)
        pyte.Stream(terminal).feed(data)
        self.sent[name] += len(data.encode())

    def differing(self) -> list[tuple[int, int, Any, Any]]:
        stock, ours = self.terminals["stock"].buffer, self.terminals["ours"].buffer
        width, height = self.size
        cells = ((y, x, stock[y][x], ours[y][x]) for y in range(height) for x in range(width))
        return [cell for cell in cells if cell[2] != cell[3]]


@pytest.mark.parametrize(
    ("width", "height", "seed", "theme"),
    [(80, 24, 1, "dark"), (120, 36, 2, "sixteen"), (200, 50, 3, "light"), (61, 17, 4, "sixteen")],
)
async def test_every_cell_is_equal_after_random_keys_and_resizes(
    ctx: Context, width: int, height: int, seed: int, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    pick = random.Random(seed)
    app = Compared(ctx)
    async with app.run_test(size=(width, height)) as pilot:
        app.theme = theme
        for step in range(40):
            if pick.random() < 0.06:
                await pilot.resize_terminal(pick.randint(40, 160), pick.randint(10, 45))
                await pilot.pause(0.02)
            key = pick.choice(KEYS)
            await pilot.press(key)
            assert app.differing()[:3] == [], f"step {step}, key {key}"
    assert app.sent["ours"] < app.sent["stock"]


def painted(rows: dict[int, Row], width: int = 30, height: int = 10) -> tuple[Canvas, list[str]]:
    canvas = Canvas(width, height)
    return canvas, _shown(canvas.paint(rows), width, height)


def _shown(data: str, width: int, height: int) -> list[str]:
    terminal = pyte.Screen(width, height)
    pyte.Stream(terminal).feed("\x1b[?7l" + data)
    return list(terminal.display)


def row(text: str, style: str = "", width: int = 30) -> Row:
    made: Row = [(" ", "")] * width
    place(text, style, made, 0)
    return made


def test_what_follows_a_joined_emoji_stands_in_its_column_even_where_the_terminal_draws_it_wider() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    _, shown = painted({0: row(f"{family}|after")})
    assert "|after" in shown[0]
    cells = row(f"{family}|after")
    assert cells.index(("|", "")) == 2
    terminal = pyte.Screen(30, 2)
    pyte.Stream(terminal).feed(Canvas(30, 2).paint({0: cells}))
    assert terminal.buffer[0][2].data == "|"


def test_a_changed_row_with_an_emoji_is_sent_whole() -> None:
    canvas, _ = painted({0: row("🙂 one")})
    assert "🙂" in canvas.paint({0: row("🙂 two")})


def test_an_unchanged_row_sends_nothing() -> None:
    canvas, _ = painted({0: row("the same")})
    assert canvas.paint({0: row("the same")}) == ""


def test_one_changed_cell_sends_a_few_bytes() -> None:
    canvas, _ = painted({0: row("count 1 of 9")})
    assert len(canvas.paint({0: row("count 2 of 9")})) <= 12


def test_a_block_moved_up_is_scrolled_by_the_terminal() -> None:
    canvas, _ = painted({y: row(f"line number {y}") for y in range(10)})
    data = canvas.paint({y: row(f"line number {y + 2}") for y in range(10)})
    assert "\x1b[2M" in data
    assert "line number 4" not in data
    assert "line number 11" in data


def test_nothing_is_moved_where_no_row_is_cheaper_moved_however_much_becomes_blank() -> None:
    """A block from above the first line was: the line of keys came to stand on the heading."""
    gone = {y: row(f"{y} was here and is not any more") for y in range(2, 8)}
    old = [row("heading"), row(f"{'the same':30}"), *gone.values(), row(f"{'the sane':30}", "1"), row("nine")]
    canvas, _ = painted(dict(enumerate(old)))
    new = dict.fromkeys((1, *gone), row("")) | {8: row(f"{'the same':30}", "1")}
    assert shifted(old, new, False) is None
    assert "\x1b[0H" not in canvas.paint(new)


def test_a_list_is_scrolled_together_with_what_stands_still_beside_it_where_that_sends_less() -> None:
    facts = ("Hired 2020", "Sales", "active", "full-time")

    def beside(y: int, line: int) -> Row:
        return row(f"{line * 7919 % 100003:>8} {line * 104729 % 1000003:>11}  {facts[y] if y < 4 else ''}", width=40)

    canvas = Canvas(40, 10)
    before = canvas.paint({y: beside(y, y) for y in range(10)})
    after = canvas.paint({y: beside(y, y + 1) for y in range(10)})
    assert "\x1b[1;10r" in after
    assert _shown(before + after, 40, 10) == ["".join(char for char, _ in beside(y, y + 1)) for y in range(10)]


def test_a_line_that_comes_in_is_filled_by_the_terminal_unless_it_is_one_that_does_not() -> None:
    ground = "48;2;17;21;26"

    def lines(shift: int) -> dict[int, Row]:
        return {y: row(f"{(y + shift) * 7919:>8}", ground) for y in range(9)}

    for erase in (True, False):
        canvas, terminal = Canvas(30, 9, erase), Filling(30, 9)
        stream = pyte.Stream(terminal)
        for shift in (0, 1, 0, 3):
            data = canvas.paint(lines(shift))
            stream.feed(data)
            stock = Filling(30, 9)
            pyte.Stream(stock).feed(Canvas(30, 9, erase=False).paint(lines(shift)))
            assert [[terminal.buffer[y][x] for x in range(30)] for y in range(9)] == [
                [stock.buffer[y][x] for x in range(30)] for y in range(9)
            ]


def test_the_style_told_shortest_is_sent_next() -> None:
    base, bold, other = "38;2;1;2;3;48;2;4;5;6", "1;38;2;1;2;3;48;2;4;5;6", "38;2;9;9;9;48;2;8;8;8"
    canvas = Canvas(30, 3, erase=False)
    canvas.paint({y: row("x" * 30, base) for y in range(3)})
    data = canvas.paint({0: row("y" * 30, other), 1: row("y" * 30, bold), 2: row("y" * 30, base)})
    assert [data.index(f"\x1b[{y}H") for y in (3, 2, 1)] == sorted(data.index(f"\x1b[{y}H") for y in (3, 2, 1))


def test_gnu_screen_is_never_asked_to_erase_in_colour() -> None:
    rows = {0: row("short", "48;5;20")}
    assert "\x1b[K" in Canvas(30, 1).paint(rows)
    assert "\x1b[K" not in Canvas(30, 1, erase=False).paint(rows)


def test_half_of_a_wide_character_is_never_left_behind() -> None:
    made = row("李小龍")
    place("x", "", made, 1)
    assert made[:3] == [(" ", ""), ("x", ""), ("小", "")]


def test_control_characters_are_not_sent_even_if_a_widget_paints_them() -> None:
    canvas, _ = painted({})
    data = canvas.paint({0: row("a\x1b]52;c;eA==\x07b\x9b31mc\u202ed")})
    assert "\x07" not in data
    assert "\x9b" not in data
    assert "\u202e" not in data
    assert "\x1b]" not in data


def test_a_forgotten_screen_is_sent_whole() -> None:
    canvas, _ = painted({0: row("text")})
    canvas.forget()
    assert canvas.rows[0][0] == UNKNOWN
    assert "text" in canvas.paint({0: row("text")})


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("31", "31;44", "\x1b[44m"),
        ("1;31", "31", "\x1b[22m"),
        ("1;2;31", "2;31", "\x1b[22;2m"),
        ("3;4;38;2;1;2;3", "4;9;38;2;1;2;3", "\x1b[23;9m"),
        ("31", "1;31", "\x1b[1m"),
        ("31;44", "31", "\x1b[49m"),
        ("1;31", "", "\x1b[0m"),
        (None, "7", "\x1b[0;7m"),
        ("38;2;1;2;3;48;5;7", "38;2;1;2;3;48;5;8", "\x1b[48;5;8m"),
    ],
)
def test_only_what_differs_of_a_style_is_sent(before: str | None, after: str, sent: str) -> None:
    assert transition(before, after) == sent


def test_every_character_placed_without_looking_takes_one_column() -> None:
    simple = [char for char in map(chr, range(0x3000)) if SIMPLE.fullmatch(char)]
    assert len(simple) > 900
    assert {cell_len(char) for char in simple} == {1}
    assert not any(ord(char) in HIDDEN or unicodedata.combining(char) for char in simple)
