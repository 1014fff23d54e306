"""What a plan changes, field by field and day by day, and how that is kept small until it is shown or written. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from itertools import repeat
from operator import attrgetter
from typing import Any

from hrtui.audit.model import Change
from hrtui.audit.rules import shown
from hrtui.exchange.model import UNIT, OnFile, Plan
from hrtui.people.model import Job, Pay, Profile
from hrtui.people.rules import in_force

RECORD, GROUP = "\x1e", "\x1d"
Row = Profile | Job | Pay
Dated = tuple[date, tuple[Change, ...]]
_SKIPPED = {"stamp", "effective_from"}
_FIELDS: Mapping[type, tuple[str, ...]] = {
    kind: tuple(item.name for item in fields(kind) if item.name not in _SKIPPED) for kind in (Profile, Job, Pay)
}


_VALUES: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {kind: attrgetter(*names) for kind, names in _FIELDS.items()}


def dated_changes(plan: Plan, known: OnFile | None) -> list[Dated]:
    """What a plan changes by the day it holds from, each row against the one in force before it."""
    by_day: dict[date, list[Change]] = {}
    jobs: tuple[Job, ...] = ()
    for row in (plan.profile, *plan.jobs, plan.pay):
        if row is not None:
            by_day.setdefault(row.effective_from, []).extend(_differences(_before(row, known, jobs), row))
            jobs += (row,) if isinstance(row, Job) else ()
    return [(day, tuple(changes)) for day, changes in sorted(by_day.items())]


def _before(row: Row, known: OnFile | None, jobs: tuple[Job, ...]) -> Row | None:
    if isinstance(row, Job):
        return in_force((*(known.jobs if known else ()), *jobs), row.effective_from) if known or jobs else None
    if known is None:
        return None
    if isinstance(row, Profile):
        return in_force(known.profiles, row.effective_from)
    return in_force(known.pays, row.effective_from)


def _differences(before: Row | None, after: Row) -> Iterator[Change]:
    """As `audit.rules.differences`, for rows of one kind: a great many are compared."""
    kind = type(after)
    olds = _VALUES[kind](before) if before is not None else repeat(None)
    for name, value, held in zip(_FIELDS[kind], _VALUES[kind](after), olds, strict=False):
        if not value and not held:  # empty, whatever stands for it; no field of a row is 0
            continue
        if name == "custom":
            old, new = held or {}, value
            names = dict.fromkeys([*old, *new])
            yield from (
                Change(f"custom.{each}", old.get(each, ""), new.get(each, ""))
                for each in names
                if old.get(each, "") != new.get(each, "")
            )
        elif value != held:
            was, now = _shown(held), _shown(value)
            if was != now:
                yield Change(name, was, now)


def _shown(value: object) -> str:
    if type(value) is str:
        return value
    if value is None:
        return ""
    return value.value if isinstance(value, StrEnum) else shown(value)


def pack(dated: Iterable[Dated]) -> str:
    """Changes by their days as one text; what people type holds none of the signs between its parts."""
    return GROUP.join(
        RECORD.join([day.isoformat(), *(UNIT.join((each.field, each.before, each.after)) for each in changes)])
        for day, changes in dated
    )


def unpack(text: str) -> Iterator[Dated]:
    """What was packed."""
    for group in text.split(GROUP) if text else ():
        day, *records = group.split(RECORD)
        yield date.fromisoformat(day), tuple(Change(*record.split(UNIT)) for record in records)
