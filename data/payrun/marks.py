"""What was noted as filed or deposited: the entries of the trail whose commands are not undone."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from data.schema import AuditRow, CommandRow
from hrtui.payroll.filing.model import Mark

SENT = " sent"
"""Behind the name of a return or deposit, in the subject of an entry that says it was sent."""


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$", re.ASCII)


def subject(key: str) -> str:
    """What entries are about that say that a return or deposit was sent."""
    return key + SENT


def marks(keys: Collection[str]) -> dict[str, Mark]:
    """The last mark of each return and deposit that has one, by name; one query."""
    return _marks(AuditRow.subject.in_([subject(key) for key in keys]))


def deposits_of(form: str, year: int) -> Iterator[tuple[date, Mark]]:
    """The deposits of a federal form's year that were noted, with the day in their name; one query."""
    for key, mark in _marks(AuditRow.subject.startswith(f"{form}-")).items():
        named = DAY.search(key)
        if named is not None and date.fromisoformat(named[0]).year == year:
            yield date.fromisoformat(named[0]), mark


def _marks(wanted: Any) -> dict[str, Mark]:
    row, undo = AuditRow, CommandRow.alias("undo")
    undone = undo.select(undo.undoes).where(undo.undoes.is_null(False))
    query = (
        row.select(row.subject, row.at, row.actor, row.command, row.detail)
        .join(CommandRow, on=(CommandRow.id == row.command))
        .where(wanted & row.subject.endswith(SENT))
        .where(CommandRow.undoes.is_null() & row.command.not_in(undone))
        .order_by(row.id)
    )
    found: dict[str, Mark] = {}
    rows: Any = query.tuples()
    for about, at, by, command, detail in rows:
        told = json.loads(detail)
        found[about.removesuffix(SENT)] = Mark(
            date.fromisoformat(told["on"]), int(told["cents"]), told["confirmation"], by, at, command
        )
    return found
