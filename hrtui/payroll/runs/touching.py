"""What is said at once where a change that was just saved reaches back into pay that is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.payrun import runs as rows
from hrtui.access.rules import may
from hrtui.context import Context
from hrtui.errors import HrError
from hrtui.money import Money, format_money
from hrtui.payroll.runs.model import FINAL
from hrtui.payroll.runs.retro import Retro, owed_since, touches_since
from hrtui.payroll.runs.seen import PREVIEW, people_seen
from hrtui.people.model import Done
from hrtui.text import listed

NAMED = 3
MOST = 2_000
EVERYONE = -1


def with_touched(ctx: Context, done: Done) -> Done:
    """What was done to one person or many, with a sentence about the closed runs it touches, where it touches any; amounts
    only for who may see them, and of 2,000 people at most.

    Takes two queries where no run is final, and never fails: what was saved is saved.
    """
    since = ctx.config.retro.since(ctx.clock.today())
    with ctx.store.snapshot():
        if not done.command or not any(run.state in FINAL for run in rows.runs(first=since)):
            return done
        person = rows.persons([done.number]).get(done.number)
        try:
            said = _said(ctx, person, done.command - 1)
        except HrError as error:
            said = f"Which closed runs it touches is not known: {error}"
    return replace(done, notices=(*done.notices, said)) if said else done


def undecided(ctx: Context) -> int:
    """How many checks of closed runs owe what nobody decided about, of those the actor sees; of 2,000 people whose facts reach
    back at most. Raises NotAllowed."""
    seen = people_seen(ctx)
    with ctx.store.snapshot():
        return sum(seen(each.person) for each in owed_since(ctx, 0, most=MOST))


def _said(ctx: Context, person: int | None, since: int) -> str:
    people = {each.person for each in touches_since(ctx, since, person)}
    if len(people) > MOST:
        return f"It reaches back for {len(people):,} people: hrtui payroll retro tells which closed runs owe what."
    found = owed_since(ctx, since, person) if people else []
    if not found:
        return ""
    runs = list(dict.fromkeys(each.run for each in found))
    count = f"{len(runs)} closed run{'' if len(runs) == 1 else 's'}"
    checks = f"{len(found):,} checks of {count}" if len(found) > len(runs) else count
    if not _sees(ctx, EVERYONE if person is None else person):
        return f"It touches {checks}: payroll decides what is paid on top."
    return f"It touches {checks} by {_total(ctx, found)} ({_named(runs)}): decide under retro."


def _total(ctx: Context, found: Sequence[Retro]) -> str:
    cents = sum(each.delta for each in found)
    return ("+" if cents > 0 else "") + format_money(Money(cents), ctx.config.style)


def _named(runs: Sequence[str]) -> str:
    more = len(runs) - NAMED
    return f"{', '.join(runs[:NAMED])} and {more} more" if more > 0 else listed(list(runs), "and")


def _sees(ctx: Context, person: int) -> bool:
    """Whether the actor sees the person's checks."""
    if not may(ctx.actor, PREVIEW):
        return False
    try:
        return people_seen(ctx)(person)
    except HrError:
        return False
