"""Rows that have not begun: which there are, in the order of their days; their values are read page by page as any row's."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import Value, fn

from data.base import database
from data.lines import reached
from data.schema import (
    BeneficiaryRow,
    CertificateRow,
    ContactRow,
    DirectoryRow,
    ElectionRow,
    GarnishmentRow,
    JobRow,
    PayItemRow,
    PayRow,
    ProfileRow,
    StandingRow,
    TagRow,
)
from hrtui.access.model import Scope
from hrtui.people.model import Action
from hrtui.people.scheduling import Asked
from hrtui.text import fold

KINDS: tuple[tuple[str, Any], ...] = (
    ("job", JobRow), ("pay", PayRow), ("profile", ProfileRow), ("certificate", CertificateRow), ("contact", ContactRow),
    ("tag", TagRow), ("pay item", PayItemRow), ("order", GarnishmentRow), ("election", ElectionRow),
    ("standing", StandingRow), ("beneficiaries", BeneficiaryRow),
)  # fmt: skip
CHUNK = 500


CHANGED = ("job", "pay", "profile")
"""The kinds of rows by which a person at work changes, where they neither begin nor end an employment."""
TURNS = (Action.HIRE, Action.REHIRE, Action.TERMINATION)


def ids(
    after: date, asked: Asked, scopes: Mapping[str, Sequence[Scope]], actor_person: str
) -> tuple[array[int], array[int]]:
    """The live rows that begin after a day, soonest first and by name within a day, as `kind_of` and `row_of` read them;
    and whose each is.

    `scopes` are whom each kind of row may be seen of; words are looked for in the person's line and in the kind's name.
    A statement for each kind.
    """
    parts = [
        _of(place, kind, model, after, asked, scopes[kind], actor_person)
        for place, (kind, model) in enumerate(KINDS)
        if scopes.get(kind) and (kind in CHANGED or not asked.is_change)
    ]
    rows = [row for part in parts for row in database.execute(part).fetchall()]
    rows.sort()
    return array("q", (row[-2] for row in rows)), array("q", (row[-1] for row in rows))


def _of(
    place: int, kind: str, model: Any, after: date, asked: Asked, scopes: Iterable[Scope], actor_person: str
) -> Any:
    key = model.id * len(KINDS) + Value(place)
    query = (
        model.select(model.effective_from.cast("TEXT"), DirectoryRow.sort_name, DirectoryRow.number, key, model.person)
        .join(DirectoryRow, on=(DirectoryRow.person == model.person))
        .where(model.superseded_at.is_null(), model.effective_from > after)
    )
    if asked.until is not None:
        query = query.where(model.effective_from <= asked.until)
    if asked.is_change:
        query = query.where(model.action.not_in(TURNS) if hasattr(model, "action") else _is_no_first(model))
    reach = reached(scopes, actor_person)
    for condition in (reach, *(_holds(word, kind, model) for word in asked.words)):
        query = query if condition is None else query.where(condition)
    return query


def _is_no_first(model: Any) -> Any:
    """That a row of profile changes another: the first one comes with the hire."""
    other = model.alias("other")
    earlier = (
        (other.person == model.person) & other.superseded_at.is_null() & (other.effective_from < model.effective_from)
    )
    return fn.EXISTS(other.select(other.id).where(earlier))


def _holds(word: str, kind: str, model: Any) -> Any | None:
    """That a word is in the person's line or in what the row is called; None where it is the kind's own name."""
    text = fold(word)
    if text in kind or (kind == "certificate" and text in "w-4"):
        return None
    found = [DirectoryRow.search.contains(text)]
    if hasattr(model, "action"):
        found += [model.action.contains(text), model.reason.contains(word)]
    if model is ContactRow:
        found += [model.first_name.contains(word), model.last_name.contains(word)]
    if model is TagRow:
        found.append(model.tag.contains(text))
    if model is PayItemRow:
        found.append(model.code.contains(text))
    if model is ElectionRow:
        found += [column.contains(word) for column in (model.type, model.plan, model.option, model.state)]
    if model is StandingRow:
        found.append(model.verification.contains(text))
    if model is BeneficiaryRow:
        found += [model.type.contains(text), model.shares.contains(word)]
    if model is GarnishmentRow:
        found.append(model.number.contains(word))
    return reduce(or_, found)


def kind_of(key: int) -> str:
    """The kind of row a key is of."""
    return KINDS[key % len(KINDS)][0]


def row_of(key: int) -> int:
    """The id of the row within its kind."""
    return key // len(KINDS)


def tells_of_pay(keys: Iterable[int]) -> bool:
    """Whether rows of pay are among them, or elections with coverage that was granted; at most one statement for 500 rows."""
    elections: list[int] = []
    for key in keys:
        if kind_of(key) == "pay":
            return True
        if kind_of(key) == "election":
            elections.append(row_of(key))
    row = ElectionRow
    return any(
        row.select().where(row.id.in_(elections[start : start + CHUNK]) & row.granted.is_null(False)).exists()
        for start in range(0, len(elections), CHUNK)
    )


def people_of(keys: Iterable[int]) -> dict[int, int]:
    """Whose the rows are, by key; at most one statement for each kind and 500 rows."""
    found: dict[int, int] = {}
    wanted = list(keys)
    for place, (_, model) in enumerate(KINDS):
        rows = [key // len(KINDS) for key in wanted if key % len(KINDS) == place]
        for start in range(0, len(rows), CHUNK):
            query = model.select(model.id, model.person).where(model.id.in_(rows[start : start + CHUNK]))
            found.update((id_ * len(KINDS) + place, person) for id_, person in database.execute(query).fetchall())
    return found
