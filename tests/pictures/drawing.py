"""A screen as an SVG of its own: no font of another host, no window around it, the same bytes for the same cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from io import StringIO
from itertools import groupby

from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME as SIXTEEN
from textual.app import App

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace"
SIZE, ADVANCE, HEIGHT, BASE, EDGE = 15, 9.03, 19, 14.5, 8
WORDS = re.compile(r"\S+(?: \S+)*")


def svg(app: App[int]) -> str:
    """What the application shows at this moment."""
    width, height = app.size
    ground = app.screen.background_colors[1].hex6.lower()
    boxes: list[str] = []
    words: list[str] = []
    classes: dict[str, str] = {}
    for y, line in enumerate(_lines(app)):
        cells = list(_placed(line))
        boxes += _boxes(cells, y, ground)
        for x, text, style in cells:
            words += _words(x, y, text, classes.setdefault(_css(style), f"s{len(classes)}"))
    rules = "\n".join(f".{name}{{{css}}}" for css, name in classes.items())
    wide, high = width * ADVANCE + 2 * EDGE, height * HEIGHT + 2 * EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" font-family="{FONTS}" font-size="{SIZE}">',
            f"<style>\n{rules}\n</style>",
            f'<rect width="{wide:g}" height="{high:g}" rx="6" fill="{ground}"/>',
            f'<g transform="translate({EDGE},{EDGE})">',
            *boxes,
            *words,
            "</g>\n</svg>\n",
        ]
    )


def _lines(app: App[int]) -> Iterable[list[Segment]]:
    """The cells as the terminal would get them, dialogs over what lies beneath."""
    width, height = app.size
    console = Console(width=width, height=height, file=StringIO(), force_terminal=True, color_system="truecolor",
                      legacy_windows=False, _environ={})  # fmt: skip
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens, simplify=True)
    assert update is not None
    segments = Segment.filter_control(console.render(update))
    return list(Segment.split_and_crop_lines(segments, width, include_new_lines=False))[:height]


def _placed(line: list[Segment]) -> Iterator[tuple[int, str, Style]]:
    x = 0
    for text, style, _ in line:
        yield x, text, style or Style()
        x += cell_len(text)


def _boxes(cells: list[tuple[int, str, Style]], y: int, ground: str) -> Iterator[str]:
    """The backgrounds of a line, neighbours of one colour as one."""
    for colour, group in groupby(cells, key=lambda cell: _back(cell[2])):
        run = list(group)
        start, end = run[0][0], run[-1][0] + cell_len(run[-1][1])
        if colour not in ("", ground):
            yield _box(start, y, end - start, colour)


def _box(x: int, y: int, width: int, colour: str) -> str:
    return (
        f'<rect x="{x * ADVANCE:g}" y="{y * HEIGHT:g}" width="{width * ADVANCE:g}" height="{HEIGHT}" '
        f'fill="{colour}" shape-rendering="crispEdges"/>'
    )


def _words(x: int, y: int, text: str, name: str) -> Iterator[str]:
    """The text of one style, placed anew after every gap, so that columns stand whatever the font."""
    for found in WORDS.finditer(text):
        word = found.group()
        left = (x + cell_len(text[: found.start()])) * ADVANCE
        yield (
            f'<text class="{name}" x="{left:g}" y="{y * HEIGHT + BASE:g}" '
            f'textLength="{cell_len(word) * ADVANCE:g}">{escape(word)}</text>'
        )


def _colours(style: Style) -> tuple[str, str]:
    """Of the letters and of the ground, as they are painted; empty for the terminal's own."""
    letters, ground = _hex(style.color, foreground=True), _hex(style.bgcolor, foreground=False)
    return (ground, letters) if style.reverse else (letters, ground)


def _hex(colour: Color | None, *, foreground: bool) -> str:
    if colour is None or colour.is_default:
        return SIXTEEN.foreground_color.hex if foreground else ""
    return colour.get_truecolor(SIXTEEN, foreground).hex


def _back(style: Style) -> str:
    return _colours(style)[1]


def _css(style: Style) -> str:
    rules = [f"fill:{_colours(style)[0] or SIXTEEN.background_color.hex}"]
    rules += ["font-weight:bold"] if style.bold else []
    rules += ["font-style:italic"] if style.italic else []
    rules += ["text-decoration:underline"] if style.underline else []
    rules += ["opacity:0.6"] if style.dim else []
    return ";".join(rules)
