"""What the actor has written lately: whether a form that was cut off while it saved was saved all the same."""

from __future__ import annotations

from data import own
from hrtui.context import Context


def newest(ctx: Context) -> int:
    """The id of the newest command of anyone; 0 in a new store."""
    return own.newest_command()


def entered_in(ctx: Context, area: str, after: int) -> tuple[int, bool]:
    """The newest command of anyone, and whether there is one of an area after another, or one that took any back."""
    return own.entered_in(area, after)


def saved_since(ctx: Context, action: str, subject: str, after: int) -> bool:
    """Whether the actor has entered such a command after another, about the subject where one is given."""
    return own.entered_since(ctx.actor.login, action, subject, after)
