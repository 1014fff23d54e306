"""Looks: no colour where none is wanted, box drawing only where it can be shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color

from hrtui.config import Theme
from hrtui.context import Context
from screens import frames
from screens.themes import PLAIN, STEPS, THEMES, Colourless, speaks_utf8
from screens.widgets.lines import HeaderLine, Heading
from tests.ui.conftest import MakeApp, text, until


def test_without_colour_what_had_a_background_is_reversed_and_the_rest_keeps_its_attributes() -> None:
    made = Colourless().apply(
        [
            Segment("cursor", Style(color="black", bgcolor="cyan")),
            Segment("bold", Style(color="red", bold=True)),
            Segment("plain"),
        ],
        Color(0, 0, 0),
    )
    cursor, bold = made[0].style, made[1].style
    assert cursor is not None
    assert (cursor.reverse, cursor.color, cursor.bgcolor) == (True, None, None)
    assert bold is not None
    assert (bold.bold, bold.reverse, bold.color) == (True, None, None)
    assert made[2].style is None


@pytest.mark.parametrize(
    ("environment", "utf8"),
    [
        ({}, True),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "C.utf8"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "en_US.ISO-8859-1"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "POSIX"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),
    ],
)
def test_the_locale_says_whether_box_drawing_can_be_shown(environment: dict[str, str], utf8: bool) -> None:
    assert speaks_utf8(environment) is utf8


@pytest.mark.parametrize("name", STEPS)
async def test_the_configuration_chooses_the_theme(hr_app: MakeApp, ctx: Context, name: str) -> None:
    app = hr_app(replace(ctx, config=replace(ctx.config, theme=Theme(name))))
    async with app.run_test(size=(80, 24)):
        assert app.theme == name


async def test_the_configuration_asks_for_ascii_frames(hr_app: MakeApp, ctx: Context) -> None:
    app = hr_app(replace(ctx, config=replace(ctx.config, theme=Theme(ascii=True))))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon")
        assert frames.frames() is frames.ASCII
        assert "+- Go to or do -" in text(app)


async def test_no_color_wins_over_every_theme(hr_app: MakeApp, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = hr_app(replace(ctx, config=replace(ctx.config, theme=Theme("light"))))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == PLAIN
        await pilot.press("colon", *"theme", "enter")
        await until(pilot, lambda: "NO_COLOR is set" in text(app))
        assert app.theme == PLAIN


class Words(App[None]):
    """A header in one theme, then in another."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names
        self.header = HeaderLine(Heading("Blue Heron", "People", "2026-01-01", "ann"))
        for theme in THEMES:
            self.register_theme(theme)

    def compose(self) -> ComposeResult:
        yield self.header

    async def painted_with(self) -> dict[str, Style]:
        """The styles of each component that was painted, in the last of the themes."""
        async with self.run_test(size=(80, 3)) as pilot:
            for name in self.names:
                self.theme = name
                await pilot.pause()
            self.header.render_line(0)
            return {name: self.header.named_style(name) for name in self.header._component_styles}


async def test_what_a_line_is_painted_with_follows_the_theme() -> None:
    changed, light, dark = [await Words(*names).painted_with() for names in (("dark", "light"), ("light",), ("dark",))]
    assert changed == light != dark


async def test_a_line_has_styles_made_for_what_it_paints_alone() -> None:
    assert set(await Words("dark").painted_with()) == {"line--strong", "line--muted"}
