"""The figures of many requisitions together: how far those who applied came, how long it took, from where, and why it ended; pure.

Stages differ between requisitions, so they are counted by their kind: whoever reached a kind of stage reached it or a later one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hrtui.dates import Period
from hrtui.recruiting.figures import StageFigures, Way, percent, way_of
from hrtui.recruiting.model import ApplicationState, Requisition
from hrtui.recruiting.paths import Path
from hrtui.recruiting.playbook import StageType

ORDER = {type_: at for at, type_ in enumerate(StageType)}
"""How far a kind of stage is."""
UNKNOWN = "unknown"
Days = Counter[int]
"""How often something took how many days."""


class By(StrEnum):
    """What the figures are told apart by."""

    DEPARTMENT = "department"
    RECRUITER = "recruiter"
    TEMPLATE = "template"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Share:
    """Those of one department, recruiter, template or source: how many applied, were interviewed and hired; what part of those who applied
    was hired (percent); the middle of the days from applying to the hire, and from approval to the first hire. `late` and `owed` are
    how many cards are late, and candidates owed a message, today."""

    name: str
    requisitions: int
    applied: int
    interviewed: int
    hired: int
    part: int | None
    to_hire: float | None
    to_fill: float | None
    late: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How many applications ended for a reason of the recruiting file, and on whose side."""

    reason: str
    side: str
    count: int


@dataclass(frozen=True, slots=True)
class Offered:
    """The offers that were sent: how many, how each was answered, and what part of those answered was accepted (percent)."""

    sent: int = 0
    accepted: int = 0
    rejected: int = 0
    expired: int = 0
    open: int = 0
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Overall:
    """The figures of a period: of who applied in it, as they stand; of the requisitions approved in it, how many have a hire and the
    middle of the days to the first; `shares` are by what they are told apart by."""

    period: Period
    applied: int
    hired: int
    to_hire: float | None
    approved: int
    filled: int
    to_fill: float | None
    stages: tuple[StageFigures, ...]
    endings: tuple[Ending, ...]
    offers: Offered
    shares: Mapping[By, tuple[Share, ...]]


@dataclass(frozen=True, slots=True)
class Filling:
    """A requisition with the day it was approved first, the day of its first hire, how many of its cards are late, and how many of its
    candidates are owed a message."""

    requisition: Requisition
    approved: date | None = None
    first_hire: date | None = None
    late: int = 0
    owed: int = 0


@dataclass(slots=True)
class _Sum:
    """What is summed of those who belong together."""

    requisitions: set[int] = field(default_factory=set)
    applied: int = 0
    interviewed: int = 0
    hired: int = 0
    to_hire: Days = field(default_factory=Counter)
    to_fill: Days = field(default_factory=Counter)
    late: int = 0
    owed: int = 0

    def add(self, way: Way, applied: date, requisition: int) -> None:
        """Count an application."""
        self.requisitions.add(requisition)
        self.applied += 1
        self.interviewed += way.furthest >= ORDER[StageType.INTERVIEW]
        if way.hired is not None:
            self.hired += 1
            self.to_hire[(way.hired - applied).days] += 1

    def share(self, name: str) -> Share:
        """What it comes to."""
        return Share(
            name, len(self.requisitions), self.applied, self.interviewed, self.hired, percent(self.hired, self.applied),
            middle(self.to_hire), middle(self.to_fill), self.late, self.owed,
        )  # fmt: skip


def overall(
    period: Period, ways: Iterable[Path], fillings: Mapping[int, Filling], offers: Mapping[int, str]
) -> Overall:
    """The figures from the ways of who applied in a period, of these requisitions by id; `offers` are the states of offers that were sent,
    by application. The ways are gone through once, and none is kept."""
    whole, sums = _Sum(), {by: defaultdict[str, _Sum](_Sum) for by in By}
    reached, standing, endings, answered = Counter[int](), Counter[int](), Counter[tuple[str, str]](), Counter[str]()
    stays: dict[int, Days] = defaultdict(Counter)
    kinds = {
        id_: {stage.name: ORDER[stage.type] for stage in each.requisition.stages} for id_, each in fillings.items()
    }
    for path in ways:
        found = fillings.get(path.requisition)
        if found is None:
            continue
        places, last = kinds[path.requisition], path.last
        way = way_of(path.steps, places)
        reached[way.furthest] += 1
        for stage, days in way.stays:
            stays[places[stage]][days] += 1
        if last.state == ApplicationState.ACTIVE:
            standing[places.get(last.stage, 0)] += 1
        elif last.state != ApplicationState.HIRED:
            endings[last.reason or UNKNOWN, last.side] += 1
        if path.application in offers:
            answered[offers[path.application]] += 1
        for sum_ in (whole, *(sums[by][name] for by, name in named(found.requisition, last.source))):
            sum_.add(way, path.applied, path.requisition)
    _fill(period, fillings.values(), whole, sums)
    approved = [each for each in fillings.values() if each.approved is not None and each.approved in period]
    return Overall(
        period, whole.applied, whole.hired, middle(whole.to_hire), len(approved),
        sum(each.first_hire is not None for each in approved), middle(whole.to_fill), _stages(kinds, reached, stays, standing),
        tuple(Ending(*key, count) for key, count in endings.most_common()), _offered(answered),
        {by: _shares(each) for by, each in sums.items()},
    )  # fmt: skip


def named(requisition: Requisition, source: str = "") -> Sequence[tuple[By, str]]:
    """What an application to a requisition belongs to."""
    return (
        (By.DEPARTMENT, requisition.department or UNKNOWN), (By.RECRUITER, requisition.recruiter or UNKNOWN),
        (By.TEMPLATE, requisition.template or UNKNOWN), (By.SOURCE, source or UNKNOWN),
    )  # fmt: skip


def middle(days: Days) -> float | None:
    """The middle of how long something took; None where it never happened."""
    total = days.total()
    if not total:
        return None
    found, seen = list[int](), 0
    wanted = ((total - 1) // 2, total // 2)
    for day in sorted(days):
        seen += days[day]
        while len(found) < 2 and seen > wanted[len(found)]:
            found.append(day)
    return sum(found) / 2


def _fill(period: Period, fillings: Iterable[Filling], whole: _Sum, sums: Mapping[By, defaultdict[str, _Sum]]) -> None:
    """Sum up how long requisitions approved in a period took to their first hire, and what waits today of all."""
    for each in fillings:
        within = each.approved is not None and each.approved in period
        belongs = [
            sums[by][name]
            for by, name in named(each.requisition)
            if by is not By.SOURCE and (within or each.late or each.owed)
        ]
        for sum_ in (whole, *belongs):
            sum_.late += each.late
            sum_.owed += each.owed
            if within:
                sum_.requisitions.add(each.requisition.id)
            if within and each.first_hire is not None and each.approved is not None:
                sum_.to_fill[(each.first_hire - each.approved).days] += 1


def _stages(
    kinds: Mapping[int, Mapping[str, int]], reached: Counter[int], stays: Mapping[int, Days], standing: Counter[int]
) -> tuple[StageFigures, ...]:
    """The kinds of stages that the requisitions have, in order."""
    there = {place for places in kinds.values() for place in places.values()}
    made, earlier = list[StageFigures](), 0
    for at, type_ in enumerate(StageType):
        if at not in there:
            continue
        came = sum(count for place, count in reached.items() if place >= at)
        through = percent(came, earlier) if made else None
        made.append(StageFigures(type_.value, came, through, middle(stays.get(at, Counter())), standing[at]))
        earlier = came
    return tuple(made)


def _offered(answered: Counter[str]) -> Offered:
    accepted, rejected, expired = (answered[each] for each in ("accepted", "rejected", "expired"))
    decided = accepted + rejected + expired
    sent = answered.total()
    return Offered(sent, accepted, rejected, expired, sent - decided, percent(accepted, decided))


def _shares(sums: Mapping[str, _Sum]) -> tuple[Share, ...]:
    return tuple(sorted((each.share(name) for name, each in sums.items()), key=lambda each: (-each.applied, each.name)))
