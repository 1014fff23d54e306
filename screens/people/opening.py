"""Opening a record from a list: the screen is made once and turned to each person, which takes half the time."""

from __future__ import annotations

from screens.base import HrScreen
from screens.people.record import RecordScreen
from screens.people.walk import Walk

KEPT = "record"


def open_record(screen: HrScreen, number: str, walk: Walk | None = None) -> None:
    """Show a person on top of a screen; a new record where the kept one is already open beneath it."""
    app = screen.app
    if not app.is_screen_installed(KEPT):
        app.install_screen(RecordScreen(number, walk), KEPT)
        app.push_screen(KEPT)
        return
    kept = app.get_screen(KEPT)
    if not isinstance(kept, RecordScreen) or kept in app.screen_stack:
        app.push_screen(RecordScreen(number, walk))
        return
    kept.turn_to(number, walk)
    app.push_screen(kept)
