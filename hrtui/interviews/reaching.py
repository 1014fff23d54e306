"""Which interviews an action reaches: those of applications to requisitions that it reaches."""

from __future__ import annotations

from collections.abc import Sequence

from data.recruiting import applications
from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.interviews.model import Interview
from hrtui.recruiting.gathering import reach


def reached(ctx: Context, action: str, found: Sequence[Interview]) -> list[Interview]:
    """Those of some interviews that an action reaches; raise NotAllowed without it. Two queries, however many."""
    require(ctx.actor, action)
    within = reach(ctx, action)
    if within is None:
        return list(found)
    of = applications.by_ids(sorted({each.application for each in found}))
    return [each for each in found if each.application in of and of[each.application].requisition in within]
