"""The day the directory stands for."""

from __future__ import annotations

from datetime import date

from data.fields import day
from data.schema import MetaRow

DAY = "directory_day"


def directory_day() -> date | None:
    """The day the directory stands for; None before the first roll."""
    row = MetaRow.select(MetaRow.value).where(MetaRow.name == DAY).tuples().first()
    return day(row[0]) if row else None
