"""Whether interviews may wait for anything: asked by Home, which loads what tells of them only then."""

from __future__ import annotations

from datetime import date, timedelta

from data import invitations
from hrtui.context import Context
from hrtui.interviews import spans

BEFORE, BEHIND = 60 * spans.DAY, 14 * spans.DAY


def waits(ctx: Context) -> tuple[bool, bool]:
    """Whether any interview of the last sixty days and the next fourteen, anybody's, may wait for something, and whether any e-mail
    about one is not sent; one query."""
    now = spans.minute_of(ctx.clock.now())
    return invitations.any_waiting(now - BEFORE, now + BEHIND, soon(ctx).isoformat())


def soon(ctx: Context) -> date:
    """The last day of which Home tells ahead."""
    return ctx.clock.today() + timedelta(days=ctx.config.interviews.remind_days)
