"""What the trail tells of nights and sessions: when the last night ended and what it found, and sessions that ended without being left."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from data.schema import AuditRow
from hrtui.errors import StoreDamaged
from hrtui.store.model import Finding, Grade
from hrtui.text import counted, listed

NIGHT, FAILED = "store.night", "store.night_failed"
RAN = "the night ran"
LATE = timedelta(hours=36)
WEEK = timedelta(days=7)
LOOKED_AT = 5_000
"""The entries of the trail, counted from its end, among which ends of sessions are looked for."""
LEFT, IDLE = "left", "idle"


def look(db: Any, now: datetime, served: bool) -> Iterator[Finding]:
    """Findings about nights, where there is a server or ever was a night, and about sessions of a server; a few rows are read."""
    last, failed = _last(db, NIGHT), _last(db, FAILED)
    if failed is not None and (last is None or last[2] < failed[2]):
        yield _failed(failed, last)
    elif last is not None or served:
        yield _ran(last[0] if last else None, now)
    if last is not None:
        yield from _found(last[0], json.loads(last[1]))
    if served:
        yield _dropped(db, now)


def _last(db: Any, action: str) -> tuple[datetime, str, int] | None:
    """When the last entry of a kind was made, its detail, and its number."""
    query = AuditRow.select(AuditRow.at, AuditRow.detail, AuditRow.id)
    query = query.where(AuditRow.subject == "store", AuditRow.action == action).order_by(AuditRow.id.desc()).limit(1)
    found: tuple[datetime, str, int] | None = query.bind(db).tuples().first()
    return found


def _failed(failed: tuple[datetime, str, int], last: tuple[datetime, str, int] | None) -> Finding:
    """What the last night failed of, and since when none ended well; a fault where a backup is not what it should be."""
    told = json.loads(failed[1])
    since = f"the last that ended well is of {last[0]:%Y-%m-%d %H:%M} UTC" if last else "none ever ended well"
    said = f"It failed {failed[0]:%Y-%m-%d %H:%M} UTC; {since}. {told.get('failed', '')}"
    return Finding(RAN, Grade.FAULT if told.get("code") == str(StoreDamaged.exit_code) else Grade.WARNING, said)


def _ran(at: datetime | None, now: datetime) -> Finding:
    """Whether the night ran of late, and to its end; one that is killed, or meets a store that cannot be written, leaves no entry."""
    name = RAN
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
    return Finding(name, Grade.GOOD, f"{said}.", f"{at:%Y-%m-%d %H:%M} UTC")


def _found(at: datetime, told: Mapping[str, str]) -> Iterator[Finding]:
    """What the last night found: of the audit chain, of the whole check, and how many records are past the time they are kept."""
    faults = int(told.get("faults", "0"))
    chain = told.get("chain") == "whole"
    said = f"{'Whole' if chain else 'NOT whole'}, as of {at:%Y-%m-%d %H:%M} UTC."
    yield Finding(
        "the audit chain was verified", Grade.GOOD if chain else Grade.FAULT, said, "trail whole" if chain else ""
    )
    if faults:
        yield Finding("the check of the night", Grade.FAULT, f"{counted(faults, 'fault')}; see `hrtui check`.")
    if "past" in told:
        past, more = int(told["past"]), "+" if told.get("more") else ""
        said = (
            f"{past:,}{more} are past it, {told.get('held', '0')} more are held; see `hrtui retention`."
            if past
            else "None is past it."
        )
        yield Finding(
            "records within the time they are kept",
            Grade.WARNING if past else Grade.GOOD,
            said,
            "" if past else "none overdue",
        )


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
    return Finding(
        "sessions end by being left", Grade.GOOD, f"{said}{among}.", f"{said.replace('the last ', '')}{among}"
    )
