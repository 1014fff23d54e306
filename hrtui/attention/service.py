"""What needs the actor's attention today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from data import attention
from hrtui.access.rules import may, scopes
from hrtui.attention.model import Notice
from hrtui.attention.rules import AHEAD, about_backup, about_people
from hrtui.context import Context


def notices(ctx: Context) -> tuple[Notice, ...]:
    """Changes, starters and leavers of the next days in the actor's scope, and old backups for who may make one.

    What the actor may not see is left out; at most two queries.
    """
    found: tuple[Notice, ...] = ()
    if may(ctx.actor, "people.read"):
        today = ctx.clock.today()
        reach = scopes(ctx.actor, "people.read")
        found = about_people(*attention.coming(reach, ctx.actor.person, today, today + timedelta(days=AHEAD)))
    if may(ctx.actor, "store.backup") and not ctx.config.demo:
        found += about_backup(_newest_backup(ctx), ctx.clock.now())
    return found


def _newest_backup(ctx: Context) -> datetime | None:
    """When the newest file in the folder of backups was written; None where there is none, or no folder."""
    folder = ctx.config.path(ctx.config.store.backups)
    try:
        written = [file.stat().st_mtime for file in folder.glob("*.db")]
    except OSError:
        return None
    return datetime.fromtimestamp(max(written), UTC) if written else None
