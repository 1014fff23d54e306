"""Poor terminals, other themes and typing in haste."""

import os
from unittest.mock import patch

import pytest
from textual import events

from screens import frames
from screens.widgets.form import FormScreen
from tests.bench.widgets_demo import WidgetsDemo


class Named(WidgetsDemo):
    """The demo; its people have ASCII names."""


@pytest.mark.parametrize(
    "keys", [(), ("a",), ("a", "tab", "tab", "p"), ("full_stop",), ("w", "down", "down", "right"), ("T", "1")]
)
async def test_everything_hrtui_draws_is_ascii_where_only_ascii_is_shown(
    keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.bench.widgets_demo.NAMES", ("Kim, Ann", "Lee, Bo"))
    frames.use(True)
    try:
        app = Named()
        async with app.run_test(size=(80, 24)) as pilot:
            app.detail.show("Kim", [])
            await pilot.press(*keys)
            await pilot.pause()
            text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
            assert {char for char in text if not char.isascii()} <= {"·"}
    finally:
        frames.use(False)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "ansi-light"])
async def test_another_theme_paints_everything_anew_and_the_cursor_keeps_its_sign(theme: str) -> None:
    app = WidgetsDemo()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        before = [segment.style for segment in app.table.render_line(1)]
        app.theme = theme
        await pilot.pause()
        assert [segment.style for segment in app.table.render_line(1)] != before
        assert app.table.render_line(2).text.startswith("▸")
        await pilot.press("a", "x")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.model.slots[0].text == "x"


async def test_without_colour_the_cursor_and_fields_are_marked_by_signs_and_attributes() -> None:
    with patch.dict(os.environ, {"NO_COLOR": "1"}):
        app = WidgetsDemo()
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            style = next(iter(app.table.render_line(1))).style
            assert style is not None and style.reverse
            await pilot.press("a", "tab")
            await pilot.pause()
            assert isinstance(app.screen, FormScreen)
            assert any(segment.style and segment.style.underline for segment in app.screen.form.render_line(2))


@pytest.mark.parametrize("opener", ["a", "w", "full_stop", "T"])
async def test_escape_pressed_twice_in_haste_leaves_a_dialog_once(opener: str) -> None:
    app = WidgetsDemo()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(opener)
        app.screen.post_message(events.Key("escape", "\x1b"))
        app.screen.post_message(events.Key("escape", "\x1b"))
        await pilot.pause()
        await pilot.pause()
        assert app.screen.id == "_default"
        assert not app.result
