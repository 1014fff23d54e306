"""Two people at one department, location or position: what others entered since a form was opened, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hrtui.audit.rules import shown
from hrtui.context import Context
from hrtui.errors import Clash, Conflict
from hrtui.org.listing import history, latest
from hrtui.org.model import Event


def check_alone(ctx: Context, kind: str, own: Sequence[Any], expected: int | None, yours: object) -> None:
    """Raise Conflict, with what they changed, where another command than the expected one is the newest about a department,
    location or position; inside `write()`, by its rows that count.

    `yours` is the change to be entered now; `expected` None asks for no check.
    """
    if expected is None or latest(own) == expected:
        return
    name = own[-1].number if kind == "position" else own[-1].name
    events = [each for each in history(ctx, kind, name) if each.command > expected]
    by = f" by {events[-1].by}" if events else ""
    did = f"was changed{by}" if events else "had a change undone"
    raise Conflict(
        f"Since this form was opened the {kind} {name} {did}. Nothing is saved yet: save again to enter yours on top, or "
        "look at theirs first.",
        tuple(clash for each in events for clash in _clashes(each, yours)),
        latest(own),
    )


def _clashes(event: Event, yours: object) -> list[Clash]:
    out = []
    for change in event.changes:
        given = getattr(yours, change.field, None)
        typed = "" if given is None else shown(given)
        out.append(Clash(change.field, typed, change.after, change.before, event.by))
    return out
