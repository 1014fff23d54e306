"""Finding people in the directory: a query and the actor's scopes become one statement whose ids are read as they come."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from peewee import SQL, fn

from data import dialect
from data.base import database
from data.dialect import INDEXED_LETTERS as INDEXED_LETTERS
from data.lines import NOW, Lens, Lines, age, annual, held, lines_on, shown_to, where
from data.lines import reached as reached
from data.listrows import DirectoryRow, PayRow
from data.terms import CHOICES, DAYS, TODAY, condition, custom_value, folded
from hrtui.access.model import Scope
from hrtui.query.fields import BORN, PAID
from hrtui.query.model import Kind, Query, Sort
from hrtui.text import fold

COMMON = 2_000
SEEN = PAID | BORN
UNASKED = Lens(date.min)


def find(
    query: Query, scopes: Iterable[Scope], actor_person: str, limit: int | None = None, lens: Lens | None = None
) -> array[int]:
    """The ids of the people a query finds within the scopes, in its order, at most `limit`."""
    return search(query, scopes, actor_person, limit, lens=lens)[0]


def stream(
    query: Query, scopes: Iterable[Scope], actor_person: str, limit: int | None = None, lens: Lens | None = None
) -> Iterator[int]:
    """As `find`, each id as soon as it is found."""
    return (row[0] for row in database.execute(statement(query, scopes, actor_person, limit, lens)))


def search(
    query: Query,
    scopes: Iterable[Scope],
    actor_person: str,
    limit: int | None = None,
    give_up: Callable[[], bool] | None = None,
    lens: Lens | None = None,
) -> tuple[array[int], bool]:
    """As `find`, with whether the ids are all there are (of `limit`): `give_up` is asked every fraction of a
    millisecond and ends the statement, whose first ids are returned as they were found."""
    ids: array[int] = array("q")
    if give_up is None:
        ids.extend(row[0] for row in database.execute(statement(query, scopes, actor_person, limit, lens)))
        return ids, True
    if give_up():
        return ids, False
    with dialect.watched(database, give_up) as watch:
        ids.extend(row[0] for row in database.execute(statement(query, scopes, actor_person, limit, lens)))
    return ids, not watch.ended


def statement(
    query: Query, scopes: Iterable[Scope], actor_person: str, limit: int | None = None, lens: Lens | None = None
) -> Any:
    """The SELECT of the ids a query finds: of today's directory, or of spans where it asks for another day or for more
    than the directory holds. Terms about what is sensitive, and an order by it, leave only those of whom it is shown."""
    used = lens or UNASKED
    lines = asked_of(query, lens)
    wanted = [
        *_words(query.words, limit, lines),
        *(condition(term, lines, used) for term in query.terms),
        *lines.standing(),
        reached(scopes, actor_person, lines),
    ]
    guarded = {name: used.guarded.get(name, ()) for name in query.fields if name in SEEN or name in used.guarded}
    wanted += [shown_to(each, actor_person, lines.model) for each in dict.fromkeys(map(tuple, guarded.values()))]
    found = where(lines.model.select(lines.model.person), *wanted)
    return found.order_by(*_order(query.sort, lines, used)).limit(limit)


def asked_of(query: Query, lens: Lens | None) -> Lines:
    """Today's directory where it holds all that the query asks for; else the spans of the lens's day."""
    if lens is None or (lens.today and query.fields <= TODAY):
        return NOW
    return lines_on(lens.day)


def _words(words: Sequence[str], limit: int | None, lines: Lines) -> list[Any]:
    texts = [text for word in words if (text := fold(word))]
    if lines.on is not None:
        return [lines.model.search.contains(text) for text in texts]
    long = [text for text in texts if len(text) >= INDEXED_LETTERS]
    if long and not (limit is not None and limit < COMMON and _are_common(long)):
        hits = DirectoryRow.person.in_(dialect.containing("directory", "search", long))
        return [hits, *(DirectoryRow.search.contains(text) for text in texts if text not in long)]
    return [DirectoryRow.search.contains(text) for text in texts]


def _are_common(words: Sequence[str]) -> bool:
    """Whether so many lines match that the first page is found sooner by walking the list in its order."""
    hits = dialect.containing("directory", "search", words, COMMON)
    return bool(database.execute(DirectoryRow.select(fn.COUNT(SQL("*"))).from_(hits)).fetchone()[0] >= COMMON)


def _order(sorts: Sequence[Sort], lines: Lines, lens: Lens) -> list[Any]:
    out: list[Any] = []
    names = [item.field for item in sorts]
    for item in (*sorts, *(() if "name" in names else (Sort("name"),))):
        columns, empty = _columns(item.field, lines, lens)
        last = {"nulls": "LAST"} if empty else {}
        out += [column.desc(**last) if item.descending else column.asc(**last) for column in columns]
    return out if "number" in names else [*out, lines.model.number]


def _columns(field: str, lines: Lines, lens: Lens) -> tuple[tuple[Any, ...], bool]:
    """What a field is ordered by, and whether some have nothing there, who come last."""
    model = lines.model
    if field == "number":
        return (fn.LENGTH(model.number), model.number), False
    if field in CHOICES or field in DAYS:
        return (getattr(model, CHOICES.get(field, field)),), field in DAYS
    if field in lens.custom and field not in TODAY:
        value = fn.NULLIF(custom_value(field), "")
        kind = lens.custom[field]
        return (dialect.number(value) if kind in (Kind.NUMBER, Kind.MONEY) else fn.LOWER(value),), True
    if field in SEEN:
        return (_LOOKED_UP[field](lens.day),), True
    return ((model.fte,) if field == "fte" else (folded(field, lines),)), False


_LOOKED_UP: Mapping[str, Callable[[date], Any]] = {
    "pay": annual, "age": age, "rate": partial(held, PayRow.rate), "basis": partial(held, PayRow.basis),
}  # fmt: skip


def sizes(query: Query, scopes: Iterable[Scope], actor_person: str, lens: Lens) -> list[int]:
    """How many people stand in each group that the first field of a query's order makes, in that order; one query."""
    first = query.sort[0]
    columns, empty = _columns(first.field, asked_of(query, lens), lens)
    last = {"nulls": "LAST"} if empty else {}
    order = [column.desc(**last) if first.descending else column.asc(**last) for column in columns]
    found = statement(query, scopes, actor_person, None, lens).select(fn.COUNT(SQL("*")))
    return [row[0] for row in database.execute(found.group_by(*columns).order_by(*order)).fetchall()]
