"""Pictures of numbers in block characters: a line of heights, and bars with their labels and values."""

from __future__ import annotations

from collections.abc import Sequence

from hrtui.money import split
from screens.frames import frames
from screens.text import Align, fit, shown, width_of
from screens.widgets.lines import Span


def sparkline(values: Sequence[float | None], width: int = 0) -> str:
    """A sign per value, its height between nothing and the largest; the last `width` values where there are more.

    Unknown values are blanks.
    """
    kept = values[-width:] if width > 0 else values
    known = [value for value in kept if value is not None]
    if not known:
        return " " * len(kept)
    low, high = min(0, *known), max(0, *known)
    signs = frames().bars
    span = (high - low) or 1
    return "".join(" " if value is None else signs[round((value - low) / span * (len(signs) - 1))] for value in kept)


def bar(value: float, largest: float, width: int) -> str:
    """A bar of `width` cells at most, to an eighth of a cell where the signs allow; anything above nothing shows."""
    if value <= 0 or largest <= 0 or width <= 0:
        return ""
    blocks = frames().blocks
    parts = min(width * len(blocks), max(1, round(value / largest * width * len(blocks))))
    whole, rest = divmod(parts, len(blocks))
    return frames().full * whole + (blocks[rest - 1] if rest else "")


def bars(items: Sequence[tuple[str, float, str]], width: int) -> list[list[Span]]:
    """A line per `(label, value, value as text)`: label, bar in proportion to the largest, the value at the right."""
    labels = min(width // 3, max((width_of(shown(label)) for label, _, _ in items), default=0))
    texts = max((width_of(shown(text)) for _, _, text in items), default=0)
    room = max(0, width - labels - texts - 2)
    largest = max((value for _, value, _ in items), default=0)
    return [
        [
            (fit(shown(label), labels) + " ", ""),
            (fit(bar(value, largest, room), room), "line--key"),
            (" " + fit(shown(text), texts, Align.RIGHT), "line--strong"),
        ]
        for label, value, text in items
    ]


def shares(parts: Sequence[tuple[int, str]], width: int) -> list[Span]:
    """One bar of `width` cells, of `(count, tone)` a part each by its share; a count above nothing has a cell where there is
    room. The muted part is drawn as a line."""
    if width < len(parts) or not any(count for count, _ in parts):
        return []
    there = [count > 0 for count, _ in parts]
    cells = split(width - sum(there), [count for count, _ in parts])
    return [
        ((frames().across if tone == "line--muted" else frames().full) * (got + has), tone)
        for (_, tone), got, has in zip(parts, cells, there, strict=True)
    ]
