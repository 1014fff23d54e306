"""Many rows in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from data.base import database

LINES = 60  # rows in one statement: more are no faster


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Enter rows into a table, each with a value for each column; inside `write()`."""
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    one = f"({', '.join('?' * len(columns))})"
    whole = head + ", ".join([one] * LINES)
    for start in range(0, len(rows), LINES):
        some = rows[start : start + LINES]
        sql = whole if len(some) == LINES else head + ", ".join([one] * len(some))
        database.execute_sql(sql, list(chain.from_iterable(some)))
