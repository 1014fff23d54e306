"""Many rows at once: multi-row VALUES in cached statements, with the fields' own conversion; ten times `insert_many`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

from peewee import AutoField, BigIntegerField, BlobField, ForeignKeyField, IntegerField, TextField

from data.fields import UTCDateTimeField

BATCH = 100
MAX_VALUES = 30_000
UNCONVERTED = frozenset((AutoField, BigIntegerField, BlobField, ForeignKeyField, IntegerField, TextField))


def bulk_insert(model: type[Any], fields: Sequence[str], rows: Iterable[Sequence[Any]], replace: str = "") -> int:
    """Insert rows (values in the order of `fields`) and return how many; inside `write()`.

    Every column without a default of the table's must be named: the models' defaults are not applied. Where `replace`
    names a unique field, a row that has its value already is updated instead.
    """
    meta = model._meta
    chosen = [meta.fields[name] for name in fields]
    columns = ", ".join(f'"{field.column_name}"' for field in chosen)
    head = f'INSERT INTO "{meta.table_name}" ({columns}) VALUES '
    one = f"({', '.join('?' * len(chosen))})"
    batch = min(BATCH, MAX_VALUES // len(chosen))
    tail = _updated(meta.fields[replace], chosen) if replace else ""
    whole = head + ", ".join([one] * batch) + tail
    count, data = 0, _converted(chosen, rows)
    while some := list(islice(data, batch)):
        sql = whole if len(some) == batch else head + ", ".join([one] * len(some)) + tail
        meta.database.execute_sql(sql, tuple(chain.from_iterable(some)))
        count += len(some)
    return count


def bulk_update(model: type[Any], key: str, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Update one row for each of `rows` (the key's value first, then those of `fields`) and return how many; inside
    `write()`."""
    meta = model._meta
    chosen = [meta.fields[name] for name in (key, *fields)]
    values = ", ".join(f'"{field.column_name}" = ?' for field in chosen[1:])
    sql = f'UPDATE "{meta.table_name}" SET {values} WHERE "{chosen[0].column_name}" = ?'
    count = 0
    for row in _converted(chosen, rows):
        meta.database.execute_sql(sql, (*row[1:], row[0]))
        count += 1
    return count


def _updated(key: Any, fields: Sequence[Any]) -> str:
    columns = ", ".join(f'"{each.column_name}" = excluded."{each.column_name}"' for each in fields if each is not key)
    return f' ON CONFLICT ("{key.column_name}") DO UPDATE SET {columns}'


def _converted(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    readers: list[tuple[int, Callable[[Any], Any]]] = [
        (at, _same_again(field) if isinstance(field, UTCDateTimeField) else field.db_value)
        for at, field in enumerate(fields)
        if type(field) not in UNCONVERTED
    ]
    for row in rows:
        values = list(row)
        for at, reader in readers:
            value = values[at]
            if value is not None and type(value) is not date:  # a day is written by the driver
                values[at] = reader(value)
        yield values


def _same_again(field: UTCDateTimeField) -> Callable[[Any], Any]:
    """The conversion of instants, of which all the rows of a command have one and the same."""
    last, made = object(), None

    def converted(value: Any) -> Any:
        nonlocal last, made
        if value is not last:
            last, made = value, field.db_value(value)
        return made

    return converted
