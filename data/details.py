"""What lists may show of people beyond their line: grade, cost centre, position, tags, custom fields, and pay where it is shown."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from data.base import database
from data.lines import Lens, Lines, annual, held, reached, shown_to, where
from data.listrows import DirectoryRow, PayRow, SpanRow, TagRow
from data.people import plain
from data.terms import FTE_PARTS, tags_held
from hrtui.access.model import Scope
from hrtui.people.summary import PersonDetail

COLUMNS = (
    SpanRow.person, SpanRow.grade, SpanRow.cost_centre, SpanRow.position, SpanRow.flsa, SpanRow.fte, SpanRow.custom,
)  # fmt: skip


def details(ids: Sequence[int], scopes: Sequence[Scope], actor_person: str, lens: Lens) -> list[PersonDetail | None]:
    """What these people have beyond their lines on the lens's day, in the order of the ids; None for those without a line
    or out of scope. Pay is of those in the lens's scopes of it, None of all others, and so are sensitive custom fields. Four
    queries at most."""
    if not ids:
        return []
    lines = Lines(SpanRow, lens.day)
    pays = _pays(ids, actor_person, lens) if lens.paid else {}
    tags = _tags(ids, lens.day)
    open_to = _told_secrets(ids, actor_person, lens) if lens.secret and lens.secrets else set()
    reach = reached(scopes, actor_person, lines)
    query = where(SpanRow.select(*COLUMNS), SpanRow.person.in_(list(ids)), *lines.standing(), reach)
    rows = database.execute(query).fetchall()
    hidden = {row[0]: frozenset() if row[0] in open_to else lens.secrets for row in rows}
    found = {row[0]: _detail(row, tags[row[0]], pays.get(row[0]), hidden[row[0]]) for row in rows}
    return [found.get(id_) for id_ in ids]


def _told_secrets(ids: Sequence[int], actor_person: str, lens: Lens) -> set[int]:
    """Those of whom sensitive custom fields are shown."""
    query = DirectoryRow.select(DirectoryRow.person)
    query = where(query, DirectoryRow.person.in_(list(ids)), shown_to(lens.secret, actor_person, DirectoryRow))
    return {row[0] for row in database.execute(query).fetchall()}


def _detail(row: Sequence[Any], tags: list[str], pay: tuple[Any, ...] | None, hidden: frozenset[str]) -> PersonDetail:
    id_, grade, cost_centre, position, flsa, fte, text = row
    custom = {name: value for name, value in json.loads(text).items() if name not in hidden}
    year, rate, basis, group = pay or (None, None, "", "")
    return PersonDetail(
        id=id_, grade=grade, cost_centre=cost_centre, position=position, flsa=flsa, fte=plain(Decimal(fte) / FTE_PARTS),
        tags=tuple(tags), custom=custom, hidden=hidden, pay_shown=pay is not None, annual=year, rate=rate,
        basis=basis or "", pay_group=group or "",
    )  # fmt: skip


def _pays(ids: Sequence[int], actor_person: str, lens: Lens) -> dict[int, tuple[Any, ...]]:
    columns = (held(column, lens.day) for column in (PayRow.rate, PayRow.basis, PayRow.pay_group))
    query = SpanRow.select(SpanRow.person, annual(lens.day), *columns)
    shown = shown_to(lens.paid, actor_person, SpanRow)
    query = where(query, SpanRow.person.in_(list(ids)), *Lines(SpanRow, lens.day).standing(), shown)
    rows = database.execute(query).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}


def _tags(ids: Sequence[int], on: date) -> dict[int, list[str]]:
    out: dict[int, list[str]] = defaultdict(list)
    query = tags_held(on, TagRow.person.in_(list(ids))).order_by(TagRow.person, TagRow.tag)
    for person, tag in database.execute(query).fetchall():
        out[person].append(tag)
    return out


def tags_in_use(on: date, scopes: Sequence[Scope], actor_person: str) -> list[str]:
    """The tags that people in the scopes, as they stand today, have on a day; in order."""
    reach = reached(scopes, actor_person)
    people = None if reach is None else TagRow.person.in_(DirectoryRow.select(DirectoryRow.person).where(reach))
    rows = database.execute(where(tags_held(on), people).select(TagRow.tag).distinct()).fetchall()
    return sorted(row[0] for row in rows)
