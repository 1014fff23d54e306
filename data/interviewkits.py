"""Kits of one's own: what somebody on a panel is to ask in the place of what the recruiting file says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from data.identity import numbers
from data.interviewrows import KitRow
from data.owned import enter, live
from hrtui.audit.model import Entered
from hrtui.interviews.kits import Own

COLUMNS = ("person", "attributes", "questions", "active", "purged")
WRITTEN = COLUMNS[:-1]


def of_interviews(ids: Sequence[int]) -> dict[int, dict[str, Own]]:
    """Kits of one's own of interviews by their ids, by the person's number; none of those that a purge emptied. Two queries."""
    found: dict[int, dict[int, Own | None]] = {}
    for id_, _, _, (person, attributes, questions, active, purged) in live(KitRow, COLUMNS, ids):
        own = Own(tuple(json.loads(attributes)), tuple(json.loads(questions))) if active and not purged else None
        found.setdefault(id_, {})[person] = own
    known = numbers({person for each in found.values() for person in each})
    return {id_: {known[person]: own for person, own in each.items() if own is not None} for id_, each in found.items()}


def put(interview: int, person: int, own: Own | None, on: date, entered: Entered) -> None:
    """Enter what somebody, by their id, is to ask, or with None that the recruiting file says so again; inside `write()`."""
    kept = own or Own()
    values = (person, _list(kept.attributes), _list(kept.questions), int(own is not None))
    enter(KitRow, WRITTEN, [(interview, on, values)], entered)


def _list(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), separators=(",", ":"), ensure_ascii=False)
