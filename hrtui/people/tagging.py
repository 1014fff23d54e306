"""Tags of one person: put on and taken off from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data import bulk_people, directory, tags
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people import checks, rules
from hrtui.people.beside import check_alone, telling
from hrtui.people.model import Done, Tag
from hrtui.people.subjects import readable, writable
from hrtui.query.verbs import TAG
from hrtui.text import clean, listed

ACTION = "people.tag"


@telling
def tag(
    ctx: Context,
    number: str,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    on: date | None = None,
    *,
    expected: int | None = None,
) -> Done:
    """Put tags on a person and take others off, from a day on (today unless given).

    Raises NotFound, NotAllowed, Conflict where a command after `expected` touched the person, and RuleBroken for what is
    no tag or where nothing changes.
    """
    require(ctx.actor, ACTION)
    today = ctx.clock.today()
    day = checks.day(on or today, "effective_from", today)
    wanted = {**{checked(name): True for name in add}, **{checked(name): False for name in remove}}
    with ctx.store.write():
        person = writable(ctx, ACTION, number)
        check_alone(ctx, person, expected, None)
        before = rules.tags_on(tags.tags([person.id])[person.id], day)
        rows = [Tag(day, name, held) for name, held in wanted.items() if (name in before) is not held]
        if not rows:
            raise RuleBroken(f"Nothing changes: the tags of {person.called} are {named(before)} already.")
        after = before.union(row.name for row in rows if row.on).difference(row.name for row in rows if not row.on)
        entered = writing.begin(ctx, ACTION, person.number)
        bulk_people.write_rows([(person.id, row) for row in rows], entered)
        directory.refresh([person.id], today)
        change = Change("tags", ", ".join(sorted(before)), ", ".join(sorted(after)))
        writing.note(entered, ACTION, person.number, (change,), {"from": str(day)})
    return Done(entered.command, person.number, f"Tags of {person.called} from {day}: {named(after)}.")


def tags_of(ctx: Context, number: str, on: date | None = None) -> tuple[str, ...]:
    """The tags a person bears on a day (the one looked at unless given). Raises NotFound and NotAllowed."""
    person = readable(ctx, number)
    rows = tags.tags([person.id])[person.id]
    return tuple(sorted(rules.tags_on(rules.live(rows), on or ctx.day)))


def checked(name: str) -> str:
    """A tag as it is kept: one word, small letters; raise RuleBroken for anything else."""
    shown = clean(name).lower()
    if not TAG.fullmatch(shown):
        raise RuleBroken(
            f"“{clean(name, limit=40)}” is no tag; it is one word of letters, digits, - and ., at most 40.", "tags"
        )
    return shown


def named(held: Iterable[str]) -> str:
    """Tags as a sentence lists them."""
    return listed(sorted(held), "and") if held else "none"
