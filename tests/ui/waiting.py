"""Waiting for a condition instead of for a time."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.pilot import Pilot

PATIENCE = 10.0


async def until(pilot: Pilot[Any], condition: Callable[[], object]) -> None:
    """Let the application work until the condition holds; fail where it never does."""
    end = monotonic() + PATIENCE
    while not condition():
        assert pilot.app.is_running, "the application has ended"
        assert monotonic() < end, "the condition never came true"
        await pilot.pause(0.005)
    await pilot.pause()


def painted(app: Any) -> str:
    """What is on the screen, line by line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()[:height]
    return "\n".join(strip.crop(0, width).text.rstrip() for strip in lines)
