"""What changed about a department, location or position, newest first, with who entered it and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from hrtui.org import service
from hrtui.org.model import Event
from screens.base import HrScreen
from screens.frames import becomes
from screens.text import label_of
from screens.widgets.menu import Menu, MenuItem


def show_history(screen: HrScreen, kind: str, name: str) -> None:
    """Read it on a thread and show it as a list over the screen."""
    ctx = screen.ctx
    zone = ZoneInfo(ctx.config.company.time_zone)

    def shown(events: Sequence[Event]) -> None:
        items = [item for event in reversed(events) for item in _items(event, zone)]
        screen.app.push_screen(Menu(f"What changed about {kind} {name}", items), None)

    screen.work_on(lambda: service.history(ctx, kind, name), shown, hold=True)


def _items(event: Event, zone: ZoneInfo) -> Iterator[MenuItem]:
    on = event.on.isoformat() if event.on else "since ever"
    by = f"by {event.by} {event.at.astimezone(zone):%Y-%m-%d}" if event.at else "by the job that named it first"
    for change in event.changes:
        before, after = (_worded(change.field, value) for value in (change.before, change.after))
        told = f"{before} {becomes()} {after or 'nothing'}" if before else after
        label = "status" if change.field == "active" else label_of(change.field)
        yield MenuItem("", f"{on}  {label}", f"{told}; {by}")


def _worded(field: str, value: str) -> str:
    return {"True": "open", "False": "closed"}.get(value, value) if field == "active" else value
