"""Finding people in the directory: a query and the actor's scopes become one statement whose ids are read as they come."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, fn

from data import dialect
from data.base import database
from data.identity import person_id
from data.schema import DepartmentRow, DirectoryRow, LocationRow
from hrtui.access.model import Scope
from hrtui.query.model import Op, Query, Sort, Term
from hrtui.text import fold

INDEXED_LETTERS = 3
COMMON = 2_000
TEXTS: dict[str, Any] = {
    "number": DirectoryRow.number,
    "name": DirectoryRow.name,
    "email": DirectoryRow.email,
    "department": DirectoryRow.department,
    "title": DirectoryRow.title,
    "location": DirectoryRow.location,
    "manager": DirectoryRow.manager,
}
CHOICES: dict[str, Any] = {"status": DirectoryRow.status, "type": DirectoryRow.employment_type}
DAYS: dict[str, Any] = {"hired": DirectoryRow.hired, "terminated": DirectoryRow.terminated}
ORDERS: dict[str, tuple[Any, ...]] = {
    **{name: (fn.LOWER(column),) for name, column in TEXTS.items() if name not in ("name", "number")},
    **{name: (column,) for name, column in {**CHOICES, **DAYS}.items()},
    "name": (DirectoryRow.sort_name,),
    "number": (fn.LENGTH(DirectoryRow.number), DirectoryRow.number),
}


def find(query: Query, scopes: Iterable[Scope], actor_person: str, limit: int | None = None) -> array[int]:
    """The ids of the people a query finds within the scopes, in its order, at most `limit`."""
    return search(query, scopes, actor_person, limit)[0]


def search(
    query: Query,
    scopes: Iterable[Scope],
    actor_person: str,
    limit: int | None = None,
    give_up: Callable[[], bool] | None = None,
) -> tuple[array[int], bool]:
    """As `find`, with whether the ids are all there are (of `limit`): `give_up` is asked every fraction of a
    millisecond and ends the statement, whose first ids are returned as they were found."""
    ids: array[int] = array("q")
    if give_up is None:
        ids.extend(row[0] for row in database.execute(statement(query, scopes, actor_person, limit)))
        return ids, True
    if give_up():
        return ids, False
    with dialect.watched(database, give_up) as watch:
        ids.extend(row[0] for row in database.execute(statement(query, scopes, actor_person, limit)))
    return ids, not watch.ended


def statement(query: Query, scopes: Iterable[Scope], actor_person: str, limit: int | None = None) -> Any:
    """The SELECT of the ids a query finds."""
    found = DirectoryRow.select(DirectoryRow.person)
    wanted = [*_words(query.words, limit), *(_term(term) for term in query.terms)]
    reach = reached(scopes, actor_person)
    if reach is not None:
        wanted.append(reach)
    if wanted:
        found = found.where(reduce(and_, wanted))
    return found.order_by(*_order(query.sort)).limit(limit)


def reached(scopes: Iterable[Scope], actor_person: str) -> Any | None:
    """The condition that a line is in one of the scopes; None where one of them is everyone."""
    parts: list[Any] = []
    own = person_id(actor_person) if actor_person else None
    for scope in scopes:
        if scope.everyone:
            return None
        if scope.departments:
            parts.append(DirectoryRow.department.in_(sorted(scope.departments)))
        if scope.locations:
            parts.append(DirectoryRow.location.in_(sorted(scope.locations)))
        if scope.team and own is not None:
            parts.append(DirectoryRow.chain.contains(f"/{own}/"))
        if scope.own and own is not None:
            parts.append(DirectoryRow.person == own)
    return reduce(or_, parts, SQL("0"))


def _words(words: Sequence[str], limit: int | None) -> list[Any]:
    folded = [text for word in words if (text := fold(word))]
    long = [text for text in folded if len(text) >= INDEXED_LETTERS]
    if long and not (limit is not None and limit < COMMON and _are_common(long)):
        hits = DirectoryRow.person.in_(dialect.containing("directory", "search", long))
        return [hits, *(DirectoryRow.search.contains(text) for text in folded if text not in long)]
    return [DirectoryRow.search.contains(text) for text in folded]


def _are_common(words: Sequence[str]) -> bool:
    """Whether so many lines match that the first page is found sooner by walking the list in its order."""
    hits = dialect.containing("directory", "search", words, COMMON)
    return bool(database.execute(DirectoryRow.select(fn.COUNT(SQL("*"))).from_(hits)).fetchone()[0] >= COMMON)


def _term(term: Term) -> Any:
    if term.field in DAYS:
        made = _day_term(DAYS[term.field], term)
    elif term.field in CHOICES:
        made = CHOICES[term.field].in_(term.values)
    else:
        made = _text_term(term)
    return ~made if term.negated != (term.op is Op.UNEQUAL) else made


def _day_term(column: Any, term: Term) -> Any:
    return column.is_null(False) & reduce(or_, [_compared(column, term.op, value) for value in term.values])


def _compared(column: Any, op: Op, value: str) -> Any:
    match op:
        case Op.BELOW:
            return column < value
        case Op.AT_MOST:
            return column <= value
        case Op.ABOVE:
            return column > value
        case Op.AT_LEAST:
            return column >= value
        case _:
            return column == value


def _text_term(term: Term) -> Any:
    column = TEXTS[term.field]
    if term.op not in (Op.HAS, Op.EQUAL, Op.UNEQUAL):
        return reduce(or_, [_compared(_ordered(term.field), term.op, fold(value)) for value in term.values])
    whole = term.op is not Op.HAS
    if term.field in ("name", "email", "number"):
        return reduce(or_, [_unique_text(term.field, fold(value), whole) for value in term.values])
    return column.in_(_spellings(term.field, [fold(value) for value in term.values], whole))


def _unique_text(field: str, value: str, whole: bool) -> Any:
    """A field that the search text holds: what has it is found there first, and then looked at."""
    column = _ordered(field)
    fits = column == value if whole or not value else column.contains(value)
    return fits & _words((value,), None)[0] if value else fits


def _ordered(field: str) -> Any:
    """The column in which a text field is compared: folded, as the values are."""
    return DirectoryRow.sort_name if field == "name" else fn.LOWER(TEXTS[field])


def _spellings(field: str, values: Sequence[str], whole: bool) -> list[str]:
    """The stored values, of a field that has few of them, which hold one of the folded values, or are one."""
    known: Any = {"department": DepartmentRow, "location": LocationRow}.get(field)
    if known is not None:
        pairs = [("", ""), *database.execute(known.select(known.name, known.folded)).fetchall()]
    else:
        pairs = [(name, fold(name)) for name in dialect.distinct_values(database, "directory", field)]
    return [name for name, text in pairs if any(_holds(text, value, whole) for value in values)]


def _holds(text: str, value: str, whole: bool) -> bool:
    return text == value if whole or not value else value in text


def _order(sorts: Sequence[Sort]) -> list[Any]:
    out: list[Any] = []
    names = [item.field for item in sorts]
    for item in (*sorts, *(() if "name" in names else (Sort("name"),))):
        columns = ORDERS[item.field]
        last = {"nulls": "LAST"} if item.field in DAYS else {}
        out += [column.desc(**last) if item.descending else column.asc(**last) for column in columns]
    return out if "number" in names else [*out, DirectoryRow.number]
