"""What a board paints anew is what it would paint of everything."""

from __future__ import annotations

from array import array
from random import Random
from typing import Any

import pytest
from textual.app import App, ComposeResult

from screens import keys
from screens.widgets.board import BoardView, Face, Lane

STAGES = ("New", "Screen", "Interview", "Offer", "Hired")


class Boards(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.faces = {card: Face(f"Card {card}", f"{card}d", "below") for card in range(60)}

    def compose(self) -> ComposeResult:
        yield BoardView(self.faces.__getitem__, empty="Nobody")


def painted(app: App[Any]) -> list[str]:
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip) for strip in strips]


@pytest.mark.parametrize("size", [(80, 24), (140, 24), (30, 12)])
async def test_lanes_that_are_not_painted_anew_are_as_they_would_be_painted(size: tuple[int, int]) -> None:
    dice, app = Random(7), Boards()
    assert keys.bindings("lanes")
    async with app.run_test(size=size) as pilot:
        view = app.query_one(BoardView)
        view.focus()
        where = {card: dice.randrange(len(STAGES)) for card in app.faces}
        for step in range(40):
            gone = frozenset(dice.sample(sorted(where), dice.choice((0, 0, 5, 60))))
            lanes = [
                Lane(stage, array("q", [card for card in where if where[card] == at and card not in gone]))
                for at, stage in enumerate(STAGES)
            ]
            fresh = dice.sample(sorted(where), dice.randrange(4))
            for card in fresh:
                app.faces[card] = Face(f"Card {card} at {step}", "0d", "moved")
            if dice.random() < 0.3:
                view.marks = {card for card in dice.sample(sorted(where), 3) if card not in gone}
            view.set_lanes(lanes, dice.choice((None, dice.choice(sorted(where)))), fresh)
            await pilot.press(*dice.choices(("j", "k", "h", "l", "space", "pagedown"), k=2))
            await pilot.pause()
            found = painted(app)
            view._pieces.clear()
            view.refresh()
            await pilot.pause()
            assert found == painted(app), step
            for card in dice.sample(sorted(where), 2):
                where[card] = dice.randrange(len(STAGES))
