"""Whom the lines of an invoice mean: by the carrier's member id or our number, else by name with birth date or SSN's end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from data import sealed
from data.addressees import ssns
from data.benefits import billing
from data.payrun.runs import persons
from hrtui.access.model import Field
from hrtui.benefits.billing.invoice import Read
from hrtui.benefits.billing.model import BillLine, Identity
from hrtui.benefits.billing.permitting import sees
from hrtui.context import Context
from hrtui.exchange.readers import name_key
from hrtui.people.model import PrivateKind

MOST_OPENED = 200
Named = Mapping[str, Sequence[tuple[int, date | None]]]


@dataclass(slots=True)
class Found:
    """The lines with whom they mean, how many were found by what, and whose numbers were opened for it (ids)."""

    lines: list[BillLine]
    by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    opened: list[int] = field(default_factory=list)


def find(ctx: Context, carrier: str, read: Read) -> Found:
    """The lines of an invoice with whom they mean, None for nobody or several; three queries, and two where names are asked.

    Birth dates and ends of social security numbers are compared where the actor's roles show them, never a name alone.
    """
    numbers = persons({one.number for one in read.identities if one.number})
    held = billing.members_of(carrier, sorted({line.member_id for line in read.lines if line.member_id}))
    made = Found([])
    left: list[int] = []
    for line, said in zip(read.lines, read.identities, strict=True):
        person = numbers.get(said.number) if said.number else None
        by = "number"
        if person is None:
            person, by = held.get(line.member_id), "member id"
        if person is None:
            left.append(len(made.lines))
        else:
            made.by[by] += 1
        made.lines.append(replace(line, person=person))
    _by_name(ctx, read, left, made)
    return made


def _by_name(ctx: Context, read: Read, left: Sequence[int], made: Found) -> None:
    asked = {at: name_key(read.lines[at].name) for at in left if read.lines[at].name and _tells(read.identities[at])}
    if not asked or not (sees(ctx, Field.BIRTH) or sees(ctx, Field.SSN)):
        return
    wanted, named = set(asked.values()), defaultdict[str, list[tuple[int, date | None]]](list)
    for person, first, last, born in billing.names():
        if (key := name_key(f"{last}, {first}")) in wanted:
            named[key].append((person, born))
    ends = _ends(ctx, read, asked, named, made)
    births = sees(ctx, Field.BIRTH)
    for at, key in asked.items():
        by, found = _one(read.identities[at], named[key], ends, births)
        if found is not None:
            made.lines[at] = replace(made.lines[at], person=found)
            made.by[by] += 1


def _one(
    said: Identity, named: Sequence[tuple[int, date | None]], ends: Mapping[int, str], births: bool
) -> tuple[str, int | None]:
    """The one person of a name whose birth date, else whose number's end, is as said, and by what they were found."""
    born = [person for person, day in named if births and said.birth_date is not None and day == said.birth_date]
    ended = [person for person, _ in named if said.ssn_last4 and ends.get(person) == said.ssn_last4]
    for by, people in (("name and birth date", born), ("name and end of SSN", ended)):
        if len(people) == 1:
            return by, people[0]
    return "", None


def _tells(said: Identity) -> bool:
    return said.birth_date is not None or bool(said.ssn_last4)


def _ends(ctx: Context, read: Read, asked: Mapping[int, str], named: Named, made: Found) -> dict[int, str]:
    """The last four digits of those a line may mean, opened only where the line gives them; at most some hundred people."""
    keys = {key for at, key in asked.items() if read.identities[at].ssn_last4}
    people = sorted({person for key in keys for person, _ in named[key]})[:MOST_OPENED]
    if not people or not sees(ctx, Field.SSN):
        return {}
    held = sealed.sealed(people)
    people = [each for each in people if sealed.counting(held.get(each, ()), PrivateKind.SSN)]
    found = ssns(ctx.config.key_path, people) if people else {}
    made.opened.extend(found)
    return {person: number[-4:] for person, number in found.items()}
