"""What a calendar shows: the interviews of some days with what contradicts them, and when their panels can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date

from data import directory
from hrtui.access.rules import may, require
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.interviews.availability import Standing
from hrtui.interviews.conflicts import conflicts_of
from hrtui.interviews.reading import AgendaLine, agenda
from hrtui.interviews.standings import standings
from hrtui.recruiting.gathering import READ
from hrtui.value import frozen


@frozen
class Shown:
    """Interviews with whose they are, and by the numbers of those that something contradicts a sentence for each reason."""

    lines: tuple[AgendaLine, ...] = ()
    troubles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def shown(ctx: Context, days: Period) -> Shown:
    """The interviews of some days in the company's zone that one may see; as many queries however many there are. Raises NotAllowed."""
    lines = agenda(ctx, days)
    return Shown(tuple(lines), conflicts_of(ctx, [each.interview for each in lines]))


def availabilities(ctx: Context, people: Iterable[str], first: date, last: date) -> dict[str, Standing]:
    """When people, by their numbers, can be asked on the days from one to another; those whom the role does not see are left out. Six
    queries, however many. Raises NotAllowed."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        lines = directory.lines(sorted(set(people)))
        seen = {
            number: (line.name, line.id) for number, (line, subject) in lines.items() if may(ctx.actor, "people.read", subject)
        }  # fmt: skip
        return standings(ctx, seen, first, last)


def own_zone(ctx: Context) -> str:
    """The zone of whoever acts: their own, their place of work's or the company's; empty where they are nobody on file."""
    if not ctx.actor.person:
        return ""
    today = ctx.clock.today()
    with ctx.store.snapshot():
        lines = directory.lines([ctx.actor.person])
        held = standings(ctx, {number: (line.name, line.id) for number, (line, _) in lines.items()}, today, today)
    return next((each.zone.key for each in held.values()), "")
