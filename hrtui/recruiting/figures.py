"""The figures of a requisition: its funnel, how long stages take, when it was filled and where the hired came from; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Protocol

from hrtui.recruiting.model import Application, ApplicationState, Owes, Requisition


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
    to the hire; `sources` are those who applied and were hired by source; `owed` is how many are owed a message."""

    stages: tuple[StageFigures, ...]
    to_fill: int | None
    to_hire: float | None
    sources: Mapping[str, tuple[int, int]]
    owed: int = 0


class Standing(Protocol):
    """How an application stood: in which state, since when in which stage."""

    @property
    def state(self) -> str:
        """The name of an `ApplicationState`."""

    @property
    def stage(self) -> str:
        """The stage's name."""

    @property
    def since(self) -> date:
        """Since when it is in it."""


@dataclass(frozen=True, slots=True)
class Way:
    """What one application tells: the stages it left with the days it stayed, the furthest place it came to, and its hire."""

    stays: tuple[tuple[str, int], ...]
    furthest: int
    hired: date | None


def way_of(history: Iterable[Standing], places: Mapping[str, int]) -> Way:
    """The way of an application from how it stood, in the order in which it was entered; `places` are how far stages are, by name."""
    before: Standing | None = None
    stays, furthest, hired = list[tuple[str, int]](), 0, None
    for now in history:
        if before is not None and before.stage in places and (before.stage, before.since) != (now.stage, now.since):
            stays.append((before.stage, (now.since - before.since).days))
        furthest = max(furthest, places.get(now.stage, 0))
        hired = (hired or now.since) if now.state == ApplicationState.HIRED else None
        before = now
    return Way(tuple(stays), furthest, hired)


def percent(part: int, whole: int) -> int | None:
    """A part of a whole in percent; None of nothing."""
    return round(100 * part / whole) if whole else None


def figures(requisition: Requisition, approved: date | None, history: Sequence[Application], today: date) -> Figures:
    """The figures from how applications stood, in the order in which it was entered."""
    places = {stage.name: at for at, stage in enumerate(requisition.stages)}
    stood: dict[int, list[Application]] = {}
    for now in history:
        stood.setdefault(now.id, []).append(now)
    last = {id_: each[-1] for id_, each in stood.items()}
    ways = {id_: way_of(each, places) for id_, each in stood.items()}
    stays: dict[str, list[int]] = {stage.name: [] for stage in requisition.stages}
    for way in ways.values():
        for name, days_ in way.stays:
            stays[name].append(days_)
    hired = {id_: way.hired for id_, way in ways.items() if way.hired is not None}
    standing = Counter(each.stage for each in last.values() if each.state is ApplicationState.ACTIVE)
    made, earlier = list[StageFigures](), 0
    for at, stage in enumerate(requisition.stages):
        reached = sum(way.furthest >= at for way in ways.values())
        through = percent(reached, earlier) if at else None
        days = float(median(stays[stage.name])) if stays[stage.name] else None
        made.append(StageFigures(stage.name, reached, through, days, standing[stage.name]))
        earlier = reached
    times = [(day - last[id_].applied).days for id_, day in hired.items()]
    first = min(hired.values(), default=None)
    to_fill = (first - approved).days if first is not None and approved is not None else None
    owed = sum(each.owes is Owes.OWED for each in last.values())
    return Figures(tuple(made), to_fill, float(median(times)) if times else None, _sources(last, hired), owed)


def _sources(last: Mapping[int, Application], hired: Mapping[int, date]) -> dict[str, tuple[int, int]]:
    applied = Counter(each.source or "unknown" for each in last.values())
    came = Counter(last[id_].source or "unknown" for id_ in hired)
    return {source: (count, came[source]) for source, count in applied.most_common()}
