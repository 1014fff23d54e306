"""Field types that behave the same on SQLite (STRICT tables) and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peewee import BigIntegerField, Field, Node, Value, fn

from hrtui.dates import utc_text
from hrtui.text import fold


class CentsField(BigIntegerField):
    """Integer minor units; anything but an int is refused, so no float and no rounding can slip in."""

    def db_value(self, value: Any) -> Any:
        """An int as it is; TypeError for anything else that is not an SQL node."""
        if value is None or isinstance(value, Node):
            return value
        if type(value) is not int:
            raise TypeError(f"cents must be int, not {type(value).__name__}")
        return value


class UTCDateTimeField(Field):
    """Aware datetimes only: fixed-width ISO text ending in Z on SQLite (it sorts right), TIMESTAMPTZ on PostgreSQL."""

    field_type = "UTCDATETIME"

    def db_value(self, value: Any) -> Any:
        """The instant as the engine keeps it; ValueError for a naive datetime."""
        if value is None or isinstance(value, Node):
            return value
        return utc_text(value)

    def python_value(self, value: Any) -> Any:
        """The instant, aware and in UTC."""
        return None if value is None else instant(value)


class FoldedField(Field):
    """Text folded for search and sort (no case, no accents), compared byte by byte on both engines."""

    field_type = "FOLDED"

    def db_value(self, value: Any) -> Any:
        """The folded form."""
        return value if value is None or isinstance(value, Node) else fold(value)


def instant(value: Any) -> dt.datetime:
    """What the engine returned for an instant, as an aware datetime in UTC."""
    made = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return made.astimezone(dt.UTC)


def day(value: Any) -> dt.date | None:
    """What the engine returned for a day."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def cents_sum(field: Any) -> Any:
    """SUM of a cents column that is 0, not NULL, over no rows."""
    return fn.COALESCE(fn.SUM(field), Value(0, converter=False))
