"""What is said at once where a change that was just saved reaches back into pay that is closed."""

from __future__ import annotations

from dataclasses import replace

from data.payrun import runs as rows
from hrtui.access.rules import may
from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.money import Money, format_money
from hrtui.payroll.runs.model import FINAL
from hrtui.payroll.runs.retro import Retro, owed_to
from hrtui.payroll.runs.seen import PREVIEW, people_seen
from hrtui.people.model import Done
from hrtui.text import listed

NAMED = 3


def with_touched(ctx: Context, done: Done) -> Done:
    """What was done, with a sentence about the closed runs it touches, where it touches any; amounts only for who may see them.

    Takes two queries where no run is final, and never fails: what was saved is saved.
    """
    since = ctx.config.retro.since(ctx.clock.today())
    with ctx.store.snapshot():
        if not done.command or not any(run.state in FINAL for run in rows.runs(first=since)):
            return done
        person = rows.persons([done.number]).get(done.number)
        try:
            found = owed_to(ctx, person, done.command - 1) if person is not None else []
        except HrError as error:
            return replace(done, notices=(*done.notices, f"Which closed runs it touches is not known: {error}"))
        if not found or person is None:
            return done
        return replace(done, notices=(*done.notices, _said(ctx, person, found)))


def _said(ctx: Context, person: int, found: list[Retro]) -> str:
    count = f"{len(found)} closed run{'' if len(found) == 1 else 's'}"
    if not _sees(ctx, person):
        return f"It touches {count}: payroll decides what is paid on top."
    total = sum(each.delta for each in found)
    amount = ("+" if total > 0 else "") + format_money(Money(total), ctx.config.style)
    runs = [each.run for each in found[:NAMED]]
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return f"It touches {count} by {amount} ({listed(runs, 'and') if not more else ', '.join(runs) + more}): decide under retro."


def _sees(ctx: Context, person: int) -> bool:
    """Whether the actor sees the person's checks."""
    if not may(ctx.actor, PREVIEW):
        return False
    try:
        return people_seen(ctx)(person)
    except HrError:
        return False
