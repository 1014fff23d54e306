"""What the trail tells of nights and sessions: when the last night ended and what it found, and sessions that ended without being left."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from data.schema import AuditRow
from hrtui.store.model import Finding, Grade
from hrtui.text import counted, listed

NIGHT = "store.night"
LATE = timedelta(hours=36)
WEEK = timedelta(days=7)
LOOKED_AT = 5_000
"""The entries of the trail, counted from its end, among which ends of sessions are looked for."""
LEFT, IDLE = "left", "idle"


def look(db: Any, now: datetime, served: bool) -> Iterator[Finding]:
    """Findings about nights, where there is a server or ever was a night, and about sessions of a server; a few rows are read."""
    query = AuditRow.select(AuditRow.at, AuditRow.detail).where(AuditRow.subject == "store", AuditRow.action == NIGHT)
    last = query.order_by(AuditRow.id.desc()).limit(1).bind(db).tuples().first()
    if last is not None or served:
        told = json.loads(last[1]) if last else {}
        yield _ran(last[0] if last else None, told, now)
        if last:
            yield from _found(last[0], told)
    if served:
        yield _dropped(db, now)


def _ran(at: datetime | None, told: Mapping[str, str], now: datetime) -> Finding:
    """Whether the night ran of late, and to its end: one that fails leaves no entry."""
    name = "the night ran"
    if at is None:
        return Finding(
            name,
            Grade.WARNING,
            "It never ended well; `hrtui deploy --check` tells of the timer, and `hrtui night` tries it.",
        )
    said = f"It ended {at:%Y-%m-%d %H:%M} UTC"
    if now - at > LATE:
        return Finding(
            name, Grade.WARNING, f"{said} last; `hrtui night` tells why, and `hrtui deploy --check` of the timer."
        )
    return Finding(name, Grade.GOOD, f"{said}.")


def _found(at: datetime, told: Mapping[str, str]) -> Iterator[Finding]:
    """What the last night found: of the audit chain, of the whole check, and how many records are past the time they are kept."""
    faults = int(told.get("faults", "0"))
    chain = told.get("chain") == "whole"
    said = f"{'Whole' if chain else 'NOT whole'}, as of {at:%Y-%m-%d %H:%M} UTC."
    yield Finding("the audit chain was verified", Grade.GOOD if chain else Grade.FAULT, said)
    if faults:
        yield Finding("the check of the night", Grade.FAULT, f"{counted(faults, 'fault')}; see `hrtui check`.")
    if "past" in told:
        past, more = int(told["past"]), "+" if told.get("more") else ""
        said = (
            f"{past:,}{more} are past it, {told.get('held', '0')} more are held; see `hrtui retention`."
            if past
            else "None is past it."
        )
        yield Finding("records within the time they are kept", Grade.WARNING if past else Grade.GOOD, said)


def _dropped(db: Any, now: datetime) -> Finding:
    """How sessions of the last week ended that were not left: dropped lines, cut off, killed."""
    query = AuditRow.select(AuditRow.at, AuditRow.action, AuditRow.detail).order_by(AuditRow.id.desc()).limit(LOOKED_AT)
    ends: Counter[str] = Counter()
    for at, action, detail in query.bind(db).tuples().execute():
        if now - at > WEEK:
            break
        if action == "session.end":
            ends[str(json.loads(detail).get("how", "")).partition(":")[0]] += 1
    odd = [f"{count:,} {how}" for how, count in ends.most_common() if how not in (LEFT, IDLE)]
    said = f"{counted(ends.total(), 'session')} ended in the last 7 days"
    among = f", of them {listed(odd, 'and')}" if odd else ""
    return Finding("sessions end by being left", Grade.GOOD, f"{said}{among}.")
