"""Dated rows of whatever has an id: those that count of many owners in one query, and many entered at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from peewee import Tuple, fn

from data import dialect
from data.base import database
from data.bulk import bulk_insert
from data.dated import counting
from data.fields import instant
from data.prepared import Prepared, listed, one_of
from hrtui.audit.model import Entered
from hrtui.people.model import Stamp

STAMPED = ("command", "recorded_at", "recorded_by")

New = tuple[int, date, Sequence[Any]]
"""A row to enter: whose, from when, and its own values."""


def live(
    model: Any, columns: tuple[str, ...], owners: Sequence[int], known: int | None = None
) -> Iterator[tuple[int, date, Stamp, Sequence[Any]]]:
    """The rows of owners that count, now or as known after a command, by owner, kind and day: whose, from when, stamp, values.

    One query, however many they are.
    """
    rows = _live(model, columns, known is not None)(listed(owners), known).fetchall()
    for whose, on, id_, seq, command, at, by, *cells in rows:
        yield whose, as_day(on), Stamp(id_, seq, command, as_instant(at), by), cells


@cache
def _live(model: Any, columns: tuple[str, ...], past: bool) -> Prepared:
    def build(owners: Any, known: Any) -> Any:
        owner = getattr(model, model.OWNER)
        kinds = [getattr(model, model.KIND)] if model.KIND else []
        common = (owner, model.effective_from, model.id, model.seq, model.command, model.recorded_at, model.recorded_by)
        wanted = one_of(owner, owners) & counting(model, known if past else None)
        query = model.select(*common, *(getattr(model, name) for name in columns)).where(wanted)
        return query.order_by(owner, *kinds, model.effective_from, model.seq)

    return Prepared(build)


def enter(model: Any, columns: Sequence[str], rows: Iterable[New], entered: Entered) -> int:
    """Enter rows, each after those of its owner, kind and day, and return how many; inside `write()`.

    A sequence that was ever given is not given again. One query, and a statement for each hundred rows.
    """
    new = list(rows)
    given = _sequences(model, new, columns)
    kind_at = columns.index(model.KIND) if model.KIND else None

    def made() -> Iterator[Sequence[Any]]:
        for owner, on, values in new:
            key = (owner, on.isoformat(), "" if kind_at is None else str(values[kind_at]))
            given[key] = given.get(key, -1) + 1
            yield (owner, on, given[key], entered.command, entered.at, entered.by, *values)

    return bulk_insert(model, (model.OWNER, "effective_from", "seq", *STAMPED, *columns), made())


def _sequences(model: Any, rows: Sequence[New], columns: Sequence[str]) -> dict[tuple[int, str, str], int]:
    """The last sequence given of each owner, day and kind that rows are of."""
    owners, days = listed({row[0] for row in rows}), listed({on.isoformat() for _, on, _ in rows})
    found = _given(model)(owners, days).fetchall()
    return {(row[0], row[1], str(row[2]) if model.KIND else ""): row[-1] for row in found}


@cache
def _given(model: Any) -> Prepared:
    def build(owners: Any, days: Any) -> Any:
        owner = getattr(model, model.OWNER)
        keys = [owner, model.effective_from, *([getattr(model, model.KIND)] if model.KIND else [])]
        wanted = one_of(owner, owners) & one_of(model.effective_from, days)
        return model.select(*keys, fn.MAX(model.seq)).where(wanted).group_by(*keys)

    return Prepared(build)


def replaced(model: Any, rows: Iterable[New], columns: Sequence[str], entered: Entered) -> None:
    """Supersede the live rows of the owner, kind and day of rows that are about to be entered; inside `write()`."""
    owner, kind_at = getattr(model, model.OWNER), columns.index(model.KIND)
    wanted = {(whose, on.isoformat(), str(values[kind_at])) for whose, on, values in rows}
    if not wanted:
        return
    people = dialect.one_of(sorted({key[0] for key in wanted}))
    query = model.select(model.id, owner, model.effective_from, getattr(model, model.KIND)).where(
        owner.in_(people) & model.superseded_at.is_null()
    )
    ids = [id_ for id_, *key in database.execute(query).fetchall() if (key[0], key[1], str(key[2])) in wanted]
    if ids:
        stamp = {"superseded_at": entered.at, "superseded_by": entered.command}
        model.update(**stamp).where(model.id.in_(dialect.one_of(ids))).execute()


def last_of(model: Any, also: Any = None) -> Any:
    """The condition that no later live row of the same owner and kind follows, of those for which `also(later)` holds."""
    later = model.alias("later")
    same = getattr(later, model.OWNER) == getattr(model, model.OWNER)
    if model.KIND:
        same &= getattr(later, model.KIND) == getattr(model, model.KIND)
    after = Tuple(later.effective_from, later.seq) > Tuple(model.effective_from, model.seq)
    follows = same & later.superseded_at.is_null() & after
    if also is not None:
        follows &= also(later)
    return ~fn.EXISTS(later.select(later.id).where(follows))


def standing(model: Any, on: date | None = None) -> Any:
    """The condition that a row is how its owner and kind stand, or stood on a day."""
    if on is None:
        return model.superseded_at.is_null() & last_of(model)
    return (model.superseded_at.is_null() & (model.effective_from <= on)) & last_of(
        model, lambda later: later.effective_from <= on
    )


def next_numbers(model: Any, first: str, digits: int, count: int = 1) -> list[str]:
    """The numbers of the next rows of a table that begin so: B2026-0001 and so on; ask inside `write()`."""
    like = model.number.startswith(first)
    last = model.select(fn.MAX(fn.SUBSTR(model.number, len(first) + 1).cast("INTEGER"))).where(like).scalar()
    return [f"{first}{number:0{digits}}" for number in range((last or 0) + 1, (last or 0) + 1 + count)]


as_day = lru_cache(maxsize=8192)(date.fromisoformat)
as_instant = lru_cache(maxsize=8192)(instant)
