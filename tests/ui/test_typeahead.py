import asyncio

import pytest
from textual import events

from screens.typeahead import TypeAhead
from screens.widgets.form import FormScreen
from tests.bench.widgets_demo import WidgetsDemo
from tests.ui.waiting import until


class Ordered(TypeAhead, WidgetsDemo):
    """The demo with keys in order."""


def key_of(text: str) -> events.Key:
    return events.Key(text, text if len(text) == 1 else {"slash": "/", "space": " "}.get(text))


async def burst(app: Ordered, *keys: str) -> None:
    for key in keys:
        app.post_message(key_of(key))
    for _ in range(200):
        await asyncio.sleep(0)


async def test_letters_typed_with_the_key_that_opens_a_form_are_in_the_form() -> None:
    app = Ordered()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(app, "a", "S", "m", "i", "t", "h", "tab", "plus", "space")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert [slot.text for slot in app.screen.model.slots[:2]] == ["Smith", " "]


async def test_letters_typed_with_the_key_of_the_filter_are_in_the_filter() -> None:
    app = Ordered()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(app, "slash", "1", "0", "a", "backspace", "down", "down")
        await pilot.pause()
        assert app.filter_line.text == "10"
        assert app.table.cursor == 2
        assert not isinstance(app.screen, FormScreen)


async def test_keys_typed_behind_the_one_that_closes_a_dialog_reach_the_list() -> None:
    app = Ordered()
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(app, "w", "down", "escape", "down", "down", "full_stop", "enter", "down")
        await pilot.pause()
        await until(pilot, lambda: app.result == "hire" and app.table.cursor == 3)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_every_key_of_a_long_burst_takes_effect(size: tuple[int, int]) -> None:
    app = Ordered()
    async with app.run_test(size=size) as pilot:
        await burst(app, *["down"] * 300)
        await until(pilot, lambda: app.table.cursor == 300)
