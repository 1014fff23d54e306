"""Many rows at once: multi-row VALUES in cached statements, with the fields' own conversion; ten times `insert_many`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from peewee import AutoField, BigIntegerField, BlobField, ForeignKeyField, IntegerField, TextField

BATCH = 100
MAX_VALUES = 30_000
UNCONVERTED = frozenset((AutoField, BigIntegerField, BlobField, ForeignKeyField, IntegerField, TextField))


def bulk_insert(model: type[Any], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows (values in the order of `fields`) and return how many; inside `write()`.

    Every column without a default of the table's must be named: the models' defaults are not applied.
    """
    meta = model._meta
    chosen = [meta.fields[name] for name in fields]
    columns = ", ".join(f'"{field.column_name}"' for field in chosen)
    head = f'INSERT INTO "{meta.table_name}" ({columns}) VALUES '
    one = f"({', '.join('?' * len(chosen))})"
    batch = min(BATCH, MAX_VALUES // len(chosen))
    whole = head + ", ".join([one] * batch)
    count, data = 0, _converted(chosen, rows)
    while some := list(islice(data, batch)):
        sql = whole if len(some) == batch else head + ", ".join([one] * len(some))
        meta.database.execute_sql(sql, tuple(chain.from_iterable(some)))
        count += len(some)
    return count


def _converted(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    readers: list[tuple[int, Callable[[Any], Any]]] = [
        (at, field.db_value) for at, field in enumerate(fields) if type(field) not in UNCONVERTED
    ]
    for row in rows:
        values = list(row)
        for at, reader in readers:
            values[at] = reader(values[at])
        yield values
