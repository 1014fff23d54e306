"""The use case of a look at everything: the store, its key, sessions, what ran by night and what crashed, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data import health
from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.crashlog import LOG
from hrtui.served import sessions
from hrtui.served.places import Places
from hrtui.store import keys, leftovers
from hrtui.store.model import Finding, Grade
from hrtui.text import counted, listed

WEEK = timedelta(days=7)
NAMED = 6


def look(ctx: Context) -> list[Finding]:
    """The state of the store and of what is around it, told in a moment; nothing is written. `service.check` looks into every row.

    Raises NotAllowed.
    """
    require(ctx.actor, "store.check")
    now, places = ctx.clock.now(), Places.of(ctx.config)
    return [
        *health.look(ctx.config.store_path, now, places.sessions.is_dir()),
        *keys.look(ctx.config),
        _left(ctx),
        *_served(places, now),
    ]


def _left(ctx: Context) -> Finding:
    """What kills left of files: in nobody's way, but copies of what is in the store."""
    name, found = "nothing unfinished lies about", leftovers.found(ctx)
    if not found:
        return Finding(name, Grade.GOOD, "It holds.", "none")
    told = [str(path) for path in found[:NAMED]] + [f"{len(found) - NAMED} more"] * (len(found) > NAMED)
    return Finding(
        name, Grade.WARNING, f"`hrtui doctor --clear`, or the night, removes what kills left: {listed(told, 'and')}."
    )


def _served(places: Places, now: datetime) -> Iterator[Finding]:
    """Who is in, where sessions are served, and whether anything crashed of late."""
    if places.sessions.is_dir():
        there = sessions.open_now(places.sessions)
        who = [f"{each.guest.login} from {each.guest.address} since {each.began[11:16]}" for each in there]
        said = f"{counted(len(there), 'session')}: {listed(who[:NAMED], 'and')}." if there else "Nobody is in."
        brief = f"{len(there):,} in" if there else "nobody is in"
        yield Finding("sessions over SSH", Grade.GOOD, said, brief)
    crashed = [log for log in sorted((places.data / "state").glob(f"*/hrtui/{LOG}")) if now - _changed(log) < WEEK]
    if crashed:
        said = f"In the last 7 days hrtui stopped because of an error of its own; where is in {listed(map(str, crashed[:NAMED]), 'and')}."
        yield Finding("no crash of late", Grade.WARNING, said)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
