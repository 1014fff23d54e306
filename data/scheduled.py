"""Rows that have not begun: which there are, in the order of their days; their values are read page by page as any row's."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import Value

from data.base import database
from data.lines import reached
from data.schema import CertificateRow, DirectoryRow, JobRow, PayRow, ProfileRow
from hrtui.access.model import Scope
from hrtui.text import fold

KINDS: tuple[tuple[str, Any], ...] = (
    ("job", JobRow), ("pay", PayRow), ("profile", ProfileRow), ("certificate", CertificateRow),
)  # fmt: skip
CHUNK = 500


def ids(
    after: date, until: date | None, words: Sequence[str], scopes: Mapping[str, Sequence[Scope]], actor_person: str
) -> array[int]:
    """The live rows that begin after a day, soonest first and by name within a day, as `kind_of` and `row_of` read them.

    `scopes` are whom each kind of row may be seen of; words are looked for in the person's line and in the kind's name.
    One statement.
    """
    parts = [
        _of(place, kind, model, after, until, words, scopes[kind], actor_person)
        for place, (kind, model) in enumerate(KINDS)
        if scopes.get(kind)
    ]
    if not parts:
        return array("q")
    rows = [row for part in parts for row in database.execute(part).fetchall()]
    rows.sort()
    return array("q", (row[-1] for row in rows))


def _of(
    place: int, kind: str, model: Any, after: date, until: date | None, words: Sequence[str], scopes: Iterable[Scope],
    actor_person: str,
) -> Any:  # fmt: skip
    key = model.id * len(KINDS) + Value(place)
    query = (
        model.select(model.effective_from.cast("TEXT"), DirectoryRow.sort_name, DirectoryRow.number, key)
        .join(DirectoryRow, on=(DirectoryRow.person == model.person))
        .where(model.superseded_at.is_null(), model.effective_from > after)
    )
    if until is not None:
        query = query.where(model.effective_from <= until)
    reach = reached(scopes, actor_person)
    for condition in (reach, *(_holds(word, kind, model) for word in words)):
        query = query if condition is None else query.where(condition)
    return query


def _holds(word: str, kind: str, model: Any) -> Any | None:
    """That a word is in the person's line or in what the row is called; None where it is the kind's own name."""
    text = fold(word)
    if text in kind or (kind == "certificate" and text in "w-4"):
        return None
    found = [DirectoryRow.search.contains(text)]
    if hasattr(model, "action"):
        found += [model.action.contains(text), model.reason.contains(word)]
    return reduce(or_, found)


def kind_of(key: int) -> str:
    """The kind of row a key is of."""
    return KINDS[key % len(KINDS)][0]


def row_of(key: int) -> int:
    """The id of the row within its kind."""
    return key // len(KINDS)


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
