"""The last line against hostile text: control characters are taken out of whatever is painted."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from screens.cells import HIDDEN


class Guard(LineFilter):
    """Drops control, bidi and invisible characters from painted segments, and links that a terminal would open."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without what a terminal would act on."""
        return [_safe(segment) for segment in segments if not segment.control]


def _safe(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link:
        style = style.update_link(None)
    elif text.isprintable():
        return segment
    return Segment(text.translate(HIDDEN), style)
