"""Whether a department, location or position is empty from a day on, so that it may be closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from data import directory, org
from hrtui.access.rules import may
from hrtui.context import Context
from hrtui.dates import LATEST
from hrtui.errors import RuleBroken
from hrtui.org import rules
from hrtui.org.listing import READ
from hrtui.text import listed

NAMED = 5


def check_empty(ctx: Context, kind: str, row: Any, on: date, until: date = LATEST) -> None:
    """Raise RuleBroken, naming some, where from a day until another people are in a department, location or position, or
    departments or open positions are below or in it."""
    if kind == "position":
        ids, called = org.holders_from(row.number, on, until), f"position {row.number}"
    else:
        ids, called = org.people_from(kind, row.id, on, until), row.name
    rules.check_closing(row, on, called, _some(ctx, ids), len(ids))
    below = _among(org.departments(), "parent", row, on, until) if kind == "department" else []
    if below:
        raise RuleBroken(f"{listed(below, 'and')} would be below a closed department; move or close that first.")
    using = _among(org.positions(), kind, row, on, until) if kind != "position" else []
    if using:
        raise RuleBroken(f"Position {listed(using, 'and')} is in {row.name}; change or close it first.")


def _among(histories: Any, field: str, row: Any, on: date, until: date) -> list[str]:
    """What of some departments or positions is open, and below or in a place, on a day from one until another; five at most."""
    found = [
        str(getattr(history[-1], "number", "") or history[-1].name)
        for history in histories.values()
        if any(getattr(fact, field) == row.id and rules.is_open(fact) for fact in _within(history, on, until))
    ]
    return found[:NAMED]


def _within(history: Sequence[Any], on: date, until: date) -> list[Any]:
    """The rows that hold on a day from one until another."""
    last = [row for row in history if row.effective_from <= on][-1:]
    return [*last, *(row for row in history if on < row.effective_from < until)]


def _some(ctx: Context, ids: Sequence[int]) -> list[str]:
    found = directory.lines_of(sorted(ids)[:NAMED]).values()
    return [f"{line.name} ({line.number})" for line, subject in found if may(ctx.actor, READ, subject)]
