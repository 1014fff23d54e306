"""The day the directory stands for: asked at every start, so without what computes the directory."""

from __future__ import annotations

from datetime import date

from data.base import database

DAY = "directory_day"


def directory_day() -> date | None:
    """The day the directory stands for; None before the first roll."""
    row = database.execute_sql(f"SELECT value FROM meta WHERE name = '{DAY}'").fetchone()
    return date.fromisoformat(row[0]) if row else None
