"""How screens look: dark, light, high contrast, sixteen colours, or none at all; colour never says anything alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.theme import Theme

from hrtui import config
from screens import frames

PLAIN = "no-color"
STEPS = ("dark", "light", "high-contrast", "sixteen")

_ANSI = {
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "surface": "ansi_default",
    "panel": "ansi_default",
    "block-cursor-foreground": "ansi_black",
    "block-cursor-background": "ansi_cyan",
    "block-cursor-blurred-foreground": "ansi_default",
    "block-cursor-blurred-background": "ansi_bright_black",
    "text-muted": "ansi_default",
    "text-disabled": "ansi_bright_black",
    "border": "ansi_cyan",
    "border-blurred": "ansi_bright_black",
    "error-muted": "ansi_default",
    "input-cursor-text-style": "reverse",
}

THEMES = (
    Theme(
        "dark", dark=True, background="#11151a", surface="#161b22", panel="#222a33", foreground="#d7dde5",
        primary="#5eaee6", secondary="#7f95ad", accent="#e3b35c", warning="#e3b35c", error="#ee7078", success="#86c98a",
        variables={"block-cursor-foreground": "#0b0f13", "block-cursor-background": "#5eaee6",
                   "block-cursor-blurred-background": "#2b3742", "text-muted": "#93a1b0"},
    ),
    Theme(
        "light", dark=False, background="#fbfaf7", surface="#f3f1ec", panel="#e6e3dc", foreground="#23282e",
        primary="#1d62a8", secondary="#5a6b7d", accent="#8a5a00", warning="#8a5a00", error="#b3261e", success="#2c6e33",
        variables={"block-cursor-foreground": "#ffffff", "block-cursor-background": "#1d62a8",
                   "block-cursor-blurred-background": "#d3dbe4", "text-muted": "#59636e"},
    ),
    Theme(
        "high-contrast", dark=True, background="#000000", surface="#000000", panel="#000000", foreground="#ffffff",
        primary="#00e5ff", secondary="#ffffff", accent="#ffff00", warning="#ffff00", error="#ff8080", success="#7dff7d",
        variables={"block-cursor-foreground": "#000000", "block-cursor-background": "#ffff00",
                   "block-cursor-blurred-background": "#4d4d4d", "text-muted": "#ffffff", "text-primary": "#00e5ff"},
    ),
    Theme(
        "sixteen", ansi=True, dark=True, background="ansi_default", surface="ansi_default", panel="ansi_default",
        boost="ansi_default", foreground="ansi_default", primary="ansi_cyan", secondary="ansi_blue", accent="ansi_yellow",
        warning="ansi_yellow", error="ansi_red", success="ansi_green", variables=_ANSI,
    ),
    Theme(
        PLAIN, ansi=True, dark=True, background="ansi_default", surface="ansi_default", panel="ansi_default",
        boost="ansi_default", foreground="ansi_default", primary="ansi_default", secondary="ansi_default",
        accent="ansi_default", warning="ansi_default", error="ansi_default", success="ansi_default", variables=_ANSI,
    ),
)  # fmt: skip


class Colourless(LineFilter):
    """Takes every colour away; what stands on a background of its own is shown reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in the terminal's own two colours."""
        return [Segment(text, None if style is None else _colourless(style)) for text, style, _ in segments]


@lru_cache(1024)
def _colourless(style: Style) -> Style:
    on_colour = style.bgcolor is not None and not style.bgcolor.is_default
    return style.without_color + Style(reverse=True) if on_colour or style.reverse else style.without_color


def register(app: App[int]) -> None:
    """Make the themes known; the toolkit's own colour filters give way to `Colourless` where NO_COLOR is set."""
    for theme in THEMES:
        app.register_theme(theme)
    app._filters = [item for item in app._filters if not isinstance(item, Monochrome | NoColor)]
    if app.no_color:
        app._filters.append(Colourless())


def apply(app: App[int], chosen: config.Theme, environment: Mapping[str, str] = os.environ) -> None:
    """Use the theme of the configuration; none has colours under NO_COLOR, none has box drawing without UTF-8."""
    frames.use(chosen.ascii or not speaks_utf8(environment))
    app.theme = PLAIN if app.no_color else chosen.name if chosen.name in STEPS else STEPS[0]


def step(app: App[int]) -> str:
    """Use the next theme and return its name."""
    if app.theme == PLAIN:
        return PLAIN
    app.theme = STEPS[(STEPS.index(app.theme) + 1) % len(STEPS)]
    return app.theme


def speaks_utf8(environment: Mapping[str, str]) -> bool:
    """Whether the terminal's locale is UTF-8, or not said (Python itself sets LC_CTYPE in a C locale, so it is not asked)."""
    said = environment.get("LC_ALL") or environment.get("LANG") or "utf-8"
    return "utf" in said.lower()
