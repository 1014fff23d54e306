"""Home lies beneath all other screens. Opened at an address, the program shows that alone, and makes home when it is gone to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.screen import Screen

from hrtui.errors import HrError
from screens import places


def first(address: str, known: places.Places, permit: Callable[[places.Target], object]) -> places.Target | None:
    """The place to begin with instead of home: one that is kept and may be shown; None where it is none such."""
    try:
        target = places.find(address, known)
        permit(target)
    except HrError:
        return None
    return target if target.place and known[target.place].kept and not target.command else None


def put(app: App[Any], home: Screen[Any]) -> None:
    """Let home lie beneath the screens that were opened without it; the first of them can be left from here on."""
    if home not in app.screen_stack:
        app.screen_stack[0]._push_result_callback(app, None)
        app._screen_stack.insert(0, app._get_screen(home)[0])
