"""Terms of a query as conditions on lines: what each field is compared with, on today's directory or on a day's spans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, fn

from data import dialect
from data.base import database
from data.lines import ON_DAY, Lens, Lines, age, annual, below, held
from data.listrows import (
    DepartmentFactRow,
    DepartmentRow,
    DirectoryRow,
    LocationFactRow,
    LocationRow,
    PayRow,
    SpanRow,
    TagRow,
)
from hrtui.query.model import Kind, Op, Term
from hrtui.text import fold

EXACT = (Op.HAS, Op.EQUAL, Op.UNEQUAL)
UNIQUE = ("name", "email", "number")
CHOICES = {"status": "status", "type": "employment_type", "flsa": "flsa"}
DAYS = ("hired", "terminated")
TODAY = frozenset(
    ("number", "name", "email", "department", "title", "location", "manager", "status", "type", "hired", "terminated")
)
PLACES: dict[str, tuple[Any, ...]] = {
    "department": (DepartmentRow, DepartmentFactRow),
    "location": (LocationRow, LocationFactRow),
}
FTE_PARTS = 10_000


def condition(term: Term, lines: Lines, lens: Lens) -> Any:
    """The condition that a term holds of a line."""
    made = _condition(term, lines, lens)
    return ~made if term.negated != (term.op is Op.UNEQUAL) else made


def _condition(term: Term, lines: Lines, lens: Lens) -> Any:
    model = lines.model
    if term.field in DAYS:
        return _ordered(getattr(model, term.field), term, str)
    if term.field in CHOICES:
        return getattr(model, CHOICES[term.field]).in_(term.values)
    if term.field in lens.custom and term.field not in TODAY:
        return _custom(term, lens.custom[term.field], _day(lines))
    match term.field:
        case "pay":
            return _looked_up(term, annual(_day(lines)), 100)
        case "rate":
            return _looked_up(term, held(PayRow.rate, _day(lines)), 100)
        case "age":
            return _looked_up(term, age(_day(lines)), 1)
        case "basis":
            return fn.COALESCE(held(PayRow.basis, _day(lines)), "").in_(term.values)
        case "fte":
            return _ordered(model.fte, term, lambda value: int(Decimal(value) * FTE_PARTS))
        case "reports":
            return _below(term, _day(lines))
        case "tag":
            return _tagged(term, _day(lines))
        case "manager" if lines.on is not None:
            return _managed(term, lines.on)
    return _text(term, lines)


def _day(lines: Lines) -> date:
    assert lines.on is not None  # fields beyond today's directory are asked of spans
    return lines.on


def _ordered(column: Any, term: Term, stored: Callable[[str], Any]) -> Any:
    """A comparison of days or amounts, which holds of nothing where there is none, but for `none` itself."""
    parts = [column.is_null() if not value else compared(column, term.op, stored(value)) for value in term.values]
    whole = reduce(or_, parts)
    return whole if "" in term.values else column.is_null(False) & whole


def _looked_up(term: Term, found: Any, parts_of_one: int) -> Any:
    """As `_ordered`, looking what a person has up once for a value; the store has it in so many parts of one."""
    parts = [
        found.is_null()
        if not value
        else fn.COALESCE(compared(found, term.op, float(Decimal(value) * parts_of_one)), 0) == 1
        for value in term.values
    ]
    return reduce(or_, parts)


def compared(column: Any, op: Op, value: Any) -> Any:
    """A column compared with a value."""
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


def _text(term: Term, lines: Lines) -> Any:
    if term.op not in EXACT:
        return reduce(or_, [compared(folded(term.field, lines), term.op, fold(value)) for value in term.values])
    whole = term.op is not Op.HAS
    if term.field in UNIQUE:
        return reduce(or_, [_unique(term.field, fold(value), whole, lines) for value in term.values])
    values = [fold(value) for value in term.values]
    return getattr(lines.model, term.field).in_(_spellings(term.field, values, whole, lines))


def folded(field: str, lines: Lines) -> Any:
    """The column in which a text field is compared and ordered: folded, as the values are."""
    if field == "name":
        return lines.model.sort_name
    return fn.LOWER(lines.manager() if field == "manager" else getattr(lines.model, field))


def _unique(field: str, value: str, whole: bool, lines: Lines) -> Any:
    """A field that the search text holds: what has it is found there first, and then looked at."""
    column = folded(field, lines)
    fits = column == value if whole or not value else column.contains(value)
    return fits & containing(value, lines) if value else fits


def containing(word: str, lines: Lines) -> Any:
    """The condition that the search text of a line holds a folded word."""
    if lines.on is None and len(word) >= dialect.INDEXED_LETTERS:
        return DirectoryRow.person.in_(dialect.containing("directory", "search", [word]))
    return lines.model.search.contains(word)


def _spellings(field: str, values: Sequence[str], whole: bool, lines: Lines) -> list[str]:
    """The stored values, of a field that has few of them, which hold one of the folded values, or are one."""
    return [name for name in _known(field, lines) if any(_holds(fold(name), value, whole) for value in values)]


def _known(field: str, lines: Lines) -> list[str]:
    if field in PLACES:
        first, dated = PLACES[field]
        names = [row[0] for row in database.execute(first.select(first.name)).fetchall()]
        if lines.on is not None:
            names += [row[0] for row in database.execute(dated.select(dated.name).distinct()).fetchall()]
        return list(dict.fromkeys(["", *names]))
    if lines.on is None:
        return dialect.distinct_values(database, "directory", field)
    return ["", *dialect.distinct_values(database, "directory_span", field, filled=field != "title")]


def _holds(text: str, value: str, whole: bool) -> bool:
    return text == value if whole or not value else value in text


def _managed(term: Term, on: date) -> Any:
    """The manager by the name of that day, or by the name that stands for one who is not on file."""
    named = _named(term)
    free = SpanRow.manager_name.in_(
        _spellings("manager_name", [fold(v) for v in term.values], term.op is not Op.HAS, Lines(SpanRow, on))
    )
    if term.op not in EXACT:
        free = reduce(or_, [compared(fn.LOWER(SpanRow.manager_name), term.op, fold(value)) for value in term.values])
    free &= SpanRow.manager.is_null()
    if named is None:
        return free
    sql, params = named
    bosses = SQL(
        f"(SELECT person_id FROM directory_span WHERE {ON_DAY} AND ({sql}))", (on.isoformat(), on.isoformat(), *params)
    )
    return (SpanRow.manager.is_null(False) & SpanRow.manager.in_(bosses)) | free


def _below(term: Term, on: date) -> Any:
    named, none = _named(term, number=True), SpanRow.manager.is_null() & (SpanRow.manager_name == "")
    if named is None:
        return none
    sql, params = named
    day = (on.isoformat(), on.isoformat())
    first = f"manager_id IN (SELECT person_id FROM directory_span WHERE {ON_DAY} AND ({sql}))"
    found = SpanRow.person.in_(below(first, (*day, *params), on))
    return found | none if "" in term.values else found


def _named(term: Term, number: bool = False) -> tuple[str, tuple[str, ...]] | None:
    """SQL that someone is called as one of the values says, with its parameters; None where it only asks for nobody."""
    parts, params = [], []
    for value in filter(None, map(fold, term.values)):
        if term.op is Op.HAS:
            parts.append("sort_name LIKE ? ESCAPE '\\'")
            params.append(f"%{dialect.escaped(value)}%")
        else:
            parts.append(f"sort_name {'=' if term.op in EXACT else term.op.value} ?")
            params.append(value)
        if number:
            parts.append("number = ?")
            params.append(value)
    return (" OR ".join(parts), tuple(params)) if parts else None


def tags_held(on: date, *more: Any) -> Any:
    """The tags that people have on a day: their live rows by then, no later one taking them off."""
    later = TagRow.alias("later")
    follows = (later.effective_from > TagRow.effective_from) | (
        (later.effective_from == TagRow.effective_from) & (later.seq > TagRow.seq)
    )
    same = (later.person == TagRow.person) & (later.tag == TagRow.tag) & (later.effective_from <= on)
    over = later.select(SQL("1")).where(same & later.superseded_at.is_null() & follows)
    live = TagRow.superseded_at.is_null() & (TagRow.effective_from <= on) & (TagRow.set == 1)
    return TagRow.select(TagRow.person, TagRow.tag).where(reduce(and_, more, live & ~fn.EXISTS(over)))


def _tagged(term: Term, on: date) -> Any:
    values, whole = [fold(value) for value in term.values if value], term.op is not Op.HAS
    known = [row[0] for row in database.execute(TagRow.select(TagRow.tag).distinct()).fetchall()]
    fitting = [tag for tag in known if any(_holds(fold(tag), value, whole) for value in values)]
    found = SpanRow.person.in_(tags_held(on, TagRow.tag.in_(fitting)).select(TagRow.person))
    if "" not in term.values:
        return found
    return found | SpanRow.person.not_in(tags_held(on).select(TagRow.person))


def custom_value(name: str) -> Any:
    """A custom field of a span, as text; empty where there is none."""
    return fn.COALESCE(dialect.json_text(SpanRow.custom, name), "")


def _custom(term: Term, kind: Kind, on: date) -> Any:
    column = custom_value(term.field)
    if kind is Kind.CHOICE:
        return column.in_(term.values)
    if kind is not Kind.TEXT:
        number = kind is not Kind.DAY
        value = fn.NULLIF(column, "")
        return _ordered(dialect.number(value) if number else value, term, float if number else str)
    wanted = [fold(value) for value in term.values]
    there = SpanRow.select(column).distinct().where(*Lines(SpanRow, on).standing())
    fitting = [
        text
        for (text,) in database.execute(there).fetchall()
        if any(_fits(fold(text), term.op, value) for value in wanted)
    ]
    return column.in_(dialect.one_of(fitting))


def _fits(text: str, op: Op, value: str) -> bool:
    """Whether folded text is what a value says; text that is empty is before all other."""
    if op in EXACT:
        return _holds(text, value, op is not Op.HAS)
    return bool(compared(text, op, value))
