"""General notices of COBRA: to whom one is owed since coverage began, and that it was sent (29 CFR 2590.606-1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from data import contacts, directory
from data.benefits import cobra_law
from data.benefits import informing as stored
from hrtui.access.rules import require, scopes
from hrtui.audit import writing
from hrtui.audit.model import Change
from hrtui.benefits.attention import YEAR
from hrtui.benefits.cobra import rules
from hrtui.benefits.model import SELF
from hrtui.context import Context
from hrtui.errors import RuleBroken
from hrtui.people.model import Done
from hrtui.text import listed

ACTION = "benefits.cobra"
NAMED = 5


@dataclass(frozen=True, slots=True)
class Owed:
    """A general notice that is owed: whose it is, the first day of coverage and the names by slot of whom it is to, the day it
    is due by, and how many days are left (negative: it is late)."""

    person: int
    number: str
    name: str
    covered: dict[int, date]
    names: dict[int, str]
    by: date
    left: int


def owed(ctx: Context, words: str = "") -> list[Owed]:
    """The general notices that are owed today, soonest day first, of the people the role may see; of coverage that began within
    a year. None where COBRA does not bind. Four queries, however many. Raises NotAllowed."""
    require(ctx.actor, ACTION)
    with ctx.store.snapshot():
        found = _owed(ctx)
    wanted = words.casefold().split()
    return [each for each in found if all(word in f"{each.name} {each.number}".casefold() for word in wanted)]


def _owed(ctx: Context) -> list[Owed]:
    if not ctx.config.benefits.cobra:
        return []
    today = ctx.clock.today()
    found = stored.untold(scopes(ctx.actor, ACTION), ctx.actor.person, today - YEAR, today)
    lines, named, law = directory.lines_of(found), contacts.contacts(list(found)), cobra_law.cobra_law(today)
    made = []
    for person, covered in found.items():
        if person not in lines:
            continue
        who = lines[person][0]
        names = {each.slot: each.name for each in named.get(person, ())}
        names[SELF] = who.name
        by = rules.general_notice_due(min(covered.values()), law)
        to = {slot: names.get(slot, f"dependent {slot}") for slot in covered}
        made.append(Owed(person, who.number, who.name, covered, to, by, (by - today).days))
    return sorted(made, key=lambda each: (each.by, each.name, each.number))


def sent(ctx: Context, numbers: Collection[str], on: date | None = None) -> Done:
    """Record that the general notices of people were sent on a day (else today), as one command that can be undone.

    Raises NotAllowed, and RuleBroken for a day to come, for someone to whom none is owed, and where nobody is named.
    """
    require(ctx.actor, ACTION)
    today = ctx.clock.today()
    day = on or today
    if day > today:
        raise RuleBroken(f"{day} is still to come; record it once it has happened.", "on")
    with ctx.store.write():
        known = {each.number: each for each in _owed(ctx)}
        missing = [number for number in numbers if number not in known]
        if missing or not numbers:
            whose = listed(missing[:NAMED], "and") or "nobody"
            raise RuleBroken(
                f"No general notice is owed to {whose}; `hrtui benefits cobra general` lists them.", "person"
            )
        todo = [known[number] for number in dict.fromkeys(numbers)]
        about = writing.about([each.number for each in todo])
        entered = writing.begin(ctx, ACTION, about)
        stored.put_many(
            ((each.person, slot, first) for each in todo for slot, first in each.covered.items()), day, entered
        )
        notes: list[writing.Note] = [(each.number, [_change(each, day)], None) for each in todo]
        whole: list[writing.Note] = [(about, (), {"sent": str(day)})] if len(todo) > 1 else []
        writing.note_many(entered, ACTION, [*whole, *notes])
    whose = todo[0].name if len(todo) == 1 else f"{len(todo):,} people"
    return Done(entered.command, todo[0].number, f"The general notice of {whose} was sent on {day}.")


def _change(each: Owed, day: date) -> Change:
    return Change("cobra.general_notice", "", f"{day}, to {listed(list(each.names.values()), 'and')}")
