"""Who was employed on a day, told from the audit trail alone: pure, and a proof of the store's own answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from hrtui.audit.model import Entry
from hrtui.audit.rules import STEPS
from hrtui.people.summary import Status

STEP = re.compile(r"(?P<sign>[+-])(?P<day>\d{4}-\d{2}-\d{2})/(?P<seq>\d+)(?: (?P<status>\w+))?", re.ASCII)


def replayed(entries: Iterable[Entry]) -> dict[str, dict[tuple[date, int], Status]]:
    """The job rows that count after the last of the entries (oldest first), by subject, day and sequence."""
    rows: dict[str, dict[tuple[date, int], Status]] = defaultdict(dict)
    for entry in entries:
        for step in STEP.finditer((entry.detail or {}).get(STEPS, "")):
            key = date.fromisoformat(step["day"]), int(step["seq"])
            if step["sign"] == "+":
                rows[entry.subject][key] = Status(step["status"])
            else:
                rows[entry.subject].pop(key, None)
    return rows


def standing_on(entries: Iterable[Entry], day: date) -> dict[str, Status]:
    """The status of everyone with an employment that began by a day, by number, told from the entries (oldest first)."""
    found: dict[str, Status] = {}
    for subject, rows in replayed(entries).items():
        begun = [key for key in rows if key[0] <= day]
        if begun:
            found[subject] = rows[max(begun)]
    return found
