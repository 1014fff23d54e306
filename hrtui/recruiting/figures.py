"""The figures of a requisition: its funnel, how long stages take, when it was filled and where the hired came from; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from hrtui.recruiting.model import Application, ApplicationState, Requisition


@dataclass(frozen=True, slots=True)
class StageFigures:
    """A stage: how many came to it, what part of those who came to the one before (percent), the middle of the days they stayed."""

    stage: str
    reached: int
    through: int | None
    days: float | None
    now: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A requisition's figures. `to_fill` are days from its approval to the first hire, `to_hire` the middle of the days from applying
    to the hire; `sources` are those who applied and were hired by source."""

    stages: tuple[StageFigures, ...]
    to_fill: int | None
    to_hire: float | None
    sources: Mapping[str, tuple[int, int]]


def figures(requisition: Requisition, approved: date | None, history: Sequence[Application], today: date) -> Figures:
    """The figures from how applications stood, in the order in which it was entered."""
    places = {stage.name: at for at, stage in enumerate(requisition.stages)}
    furthest: dict[int, int] = {}
    stays: dict[str, list[int]] = {stage.name: [] for stage in requisition.stages}
    last: dict[int, Application] = {}
    hired: dict[int, date] = {}
    for now in history:
        before = last.get(now.id)
        if before is not None and before.stage in stays and (before.stage, before.since) != (now.stage, now.since):
            stays[before.stage].append((now.since - before.since).days)
        furthest[now.id] = max(furthest.get(now.id, 0), places.get(now.stage, 0))
        if now.state is ApplicationState.HIRED:
            hired.setdefault(now.id, now.since)
        else:
            hired.pop(now.id, None)
        last[now.id] = now
    standing = Counter(each.stage for each in last.values() if each.state is ApplicationState.ACTIVE)
    made, earlier = list[StageFigures](), 0
    for at, stage in enumerate(requisition.stages):
        reached = sum(place >= at for place in furthest.values())
        through = round(100 * reached / earlier) if at and earlier else None
        days = float(median(stays[stage.name])) if stays[stage.name] else None
        made.append(StageFigures(stage.name, reached, through, days, standing[stage.name]))
        earlier = reached
    times = [(day - last[id_].applied).days for id_, day in hired.items()]
    first = min(hired.values(), default=None)
    to_fill = (first - approved).days if first is not None and approved is not None else None
    return Figures(tuple(made), to_fill, float(median(times)) if times else None, _sources(last, hired))


def _sources(last: Mapping[int, Application], hired: Mapping[int, date]) -> dict[str, tuple[int, int]]:
    applied = Counter(each.source or "unknown" for each in last.values())
    came = Counter(last[id_].source or "unknown" for id_ in hired)
    return {source: (count, came[source]) for source, count in applied.most_common()}
