"""What is asked to be erased, and how it stands: rows to values and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from data import dialect, owned
from data.base import database
from data.dated import CommandRow
from data.fields import instant
from data.privacyrows import ErasureRow, ErasureStepRow
from hrtui.audit.model import Entered
from hrtui.privacy.model import Asked, Doing, Item

MOST = 500
"""The requests that a list shows at most."""


def next_number() -> str:
    """The number of the next request: ERA-001 and so on; ask inside `write()`."""
    return owned.next_numbers(ErasureRow, "ERA-", 3, 1)[0]


def add(number: str, kind: str, subject: str, ground: str, items: Sequence[Item], entered: Entered) -> None:
    """Enter what is asked for; inside `write()`."""
    plan = json.dumps({"items": [[each.records, each.subject, each.kind] for each in items]})
    made = ErasureRow.insert(
        number=number, kind=kind, subject=subject, ground=ground, plan=plan, command=entered.command
    ).execute()
    step(int(made), Doing.ASKED, ground, {}, entered)


def step(erasure: int, what: Doing, reason: str, counts: Mapping[str, int], entered: Entered) -> None:
    """Enter a step of a request; inside `write()`."""
    ErasureStepRow.insert(
        erasure=erasure, step=what.value, reason=reason, counts=json.dumps(dict(counts)), command=entered.command
    ).execute()


def requests(number: str = "", limit: int = MOST) -> list[Asked]:
    """The requests, or the one of a number, the newest first; two queries."""
    row, by = ErasureRow, CommandRow
    query = row.select(row.id, row.number, row.kind, row.subject, row.ground, row.plan, by.at, by.actor).join(
        by, on=(by.id == row.command)
    )
    query = query.where(row.number == number) if number else query
    rows = database.execute(query.order_by(row.id.desc()).limit(limit)).fetchall()
    last = _last([row[0] for row in rows])
    return [
        Asked(number, kind, subject, ground, state, who, instant(at), _items(plan), by_, last_at, reason, counts, id_)
        for id_, number, kind, subject, ground, plan, at, who in rows
        for state, by_, last_at, reason, counts in [last[id_]]
    ]


def _items(plan: str) -> tuple[Item, ...]:
    return tuple(Item(*each) for each in json.loads(plan)["items"])


def _last(ids: Sequence[int]) -> dict[int, tuple[Doing, str, datetime, str, Mapping[str, int]]]:
    row, by = ErasureStepRow, CommandRow
    query = row.select(row.erasure, row.step, by.actor, by.at, row.reason, row.counts).join(
        by, on=(by.id == row.command)
    )
    rows = database.execute(query.where(row.erasure.in_(dialect.one_of(list(ids)))).order_by(row.id)).fetchall()
    return {
        erasure: (Doing(what), who, instant(at), reason, json.loads(counts))
        for erasure, what, who, at, reason, counts in rows
    }
