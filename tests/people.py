"""Shortcuts for tests about people: hiring someone in a line, and counting the statements a use case takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from data.base import database
from data.schema import FACTS, DirectoryRow
from hrtui.context import Context
from hrtui.money import Money
from hrtui.people import service
from hrtui.people.model import Hire

START = date(2025, 3, 3)


def hire(ctx: Context, last: str = "Kim", first: str = "Ann", **values: Any) -> str:
    """Hire someone and return their number."""
    given: dict[str, Any] = {
        "first_day": START, "title": "Engineer", "department": "IT", "rate": Money(8_500_000), **values,
    }  # fmt: skip
    return service.hire(ctx, Hire(first_name=first, last_name=last, **given)).number


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements that run inside."""
    db: Any = database.obj
    seen: list[str] = []
    run = db.execute_sql

    def noted(sql: str, *args: Any, **kwargs: Any) -> Any:
        seen.append(sql)
        return run(sql, *args, **kwargs)

    db.execute_sql = noted
    try:
        yield seen
    finally:
        del db.execute_sql


def live_facts() -> dict[str, list[tuple[Any, ...]]]:
    """Every fact that counts, without what tells only when and by which command it was entered."""
    skipped = {"id", "command", "recorded_at", "recorded_by", "superseded_at", "superseded_by"}
    out = {}
    for model in FACTS:
        fields = [field for field in model._meta.sorted_fields if field.name not in skipped]
        rows = database.execute(model.select(*fields).where(model.superseded_at.is_null())).fetchall()
        out[model.__name__] = sorted(rows, key=repr)
    return out


def directory_lines() -> list[tuple[Any, ...]]:
    """The whole directory."""
    return list(database.execute(DirectoryRow.select().order_by(DirectoryRow.person)).fetchall())
