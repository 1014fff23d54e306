"""Applicant flow: how many of those who gave which answer applied, were interviewed, offered, hired; in sums alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.recruiting import eeo, paths, requisitions
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.dates import Period, add_months
from hrtui.errors import NotFound, RuleBroken
from hrtui.recruiting.eeo import ANSWERS, ASKED, NOTHING, QUESTIONS, UNSAID, Answers
from hrtui.recruiting.eeocells import LINES, Cells, Line, Profile, Tally, counted
from hrtui.recruiting.gathering import EEO, reach
from hrtui.recruiting.model import ApplicationState, Requisition, RequisitionState
from hrtui.recruiting.overall import ORDER
from hrtui.recruiting.paths import Path
from hrtui.recruiting.playbook import StageType
from hrtui.recruiting.playfile import playbook
from hrtui.text import clean, fold, listed

WHOLE = "The whole company"
HIDDEN = "·"
"""What stands in the place of a count that is not shown."""
MONTHS = 12
ENDS = {
    ApplicationState.ACTIVE.value: Line.ACTIVE,
    ApplicationState.REJECTED.value: Line.REJECTED,
    ApplicationState.WITHDRAWN.value: Line.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Group:
    """What is summed: all requisitions, those of a title, or one; `key` is how it is asked for, empty for all."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class FlowRow:
    """An answer with its counts by line; None where a count is hidden. `answer` is `unsaid` where nothing is on file, `all` for all."""

    answer: str
    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class FlowTable:
    """The counts of one question and group over a period, as they may be shown; `least` is the least count that is."""

    question: str
    group: Group
    period: Period
    least: int
    lines: tuple[str, ...]
    rows: tuple[FlowRow, ...]

    @property
    def hides(self) -> bool:
        """Whether a count is hidden."""
        return any(count is None for row in self.rows for count in row.counts)


class Flow:
    """The applicant flow of a period; what may be shown of a question is worked out when it is first asked for."""

    def __init__(
        self, period: Period, least: int, groups: Sequence[Group], belong: Mapping[int, Sequence[int]],
        tallies: Mapping[str, Tally],
    ) -> None:  # fmt: skip
        self.period, self.least, self.groups = period, least, groups
        self._belong, self._tallies = belong, tallies
        self._cells: dict[str, Cells] = {}

    def group(self, wanted: str = "") -> Group:
        """The group of a requisition's number or a title, the whole company for nothing; raise NotFound for any other."""
        found = next((each for each in self.groups if fold(each.key) == fold(clean(wanted))), None)
        if found is None:
            raise NotFound(
                f"Nobody applied for “{clean(wanted, limit=60)}” from {self.period.start} to {self.period.end}; "
                "name the number or the title of a requisition."
            )
        return found

    def table(self, question: str, group: Group) -> FlowTable:
        """The counts of a question and group; raise RuleBroken for a question that is not asked."""
        if question not in QUESTIONS:
            raise RuleBroken(f"“{clean(question, limit=40)}” is not asked; there is {listed(QUESTIONS)}.", "question")
        cells, at = self._counted(question), self.groups.index(group)
        labels = {**ANSWERS[question], NOTHING: UNSAID}
        rows = [
            FlowRow(answer or "unsaid", label, tuple(cells.shown(answer, at, line) for line in LINES))
            for answer, label in labels.items()
        ]
        rows.append(FlowRow("all", "All", tuple(cells.total(at, line) for line in LINES)))
        return FlowTable(question, group, self.period, self.least, tuple(LINES), tuple(rows))

    def _counted(self, question: str) -> Cells:
        if question not in self._cells:
            answers = (*ANSWERS[question], NOTHING)
            self._cells[question] = counted(self._tallies[question], self._belong, answers, self.least)
        return self._cells[question]


def whole_months(since: date | None, until: date | None, today: date) -> Period:
    """The whole months from one day to another; without days the last twelve. Raise RuleBroken where they end before they begin.

    A day more or less would tell of the one who applied on it, so that periods are of whole months.
    """
    end = add_months((until or today).replace(day=1), 1) - timedelta(days=1)
    start = since.replace(day=1) if since else add_months(end.replace(day=1), 1 - MONTHS)
    if start > end:
        raise RuleBroken(f"The period ends on {end}, before it begins on {start}.", "until")
    return Period(start, end)


def applicant_flow(ctx: Context, since: date | None = None, until: date | None = None) -> Flow:
    """The applicant flow of who applied in the whole months of a period, as they stand; leaves an entry with the period.

    Five queries, however many applied, and a requisition's counts in memory. Raises NotAllowed and RuleBroken.
    """
    require(ctx.actor, EEO)
    period = whole_months(since, until, ctx.clock.today())
    least = playbook(ctx).settings.eeo.least
    with ctx.store.snapshot():
        within = reach(ctx, EEO)
        known = {each.id: each for each in requisitions.every(RequisitionState) if within is None or each.id in within}
        ways = paths.paths(period.start, period.end, None if within is None else sorted(within))
        tallies = tallied(ways, eeo.every(), known, paths.offered(period.start))
    groups, belong = grouped(known[id_] for id_ in sorted({key[0] for key in tallies[QUESTIONS[0]]}))
    said = {"since": period.start.isoformat(), "until": period.end.isoformat()}
    writing.note_read(ctx, "", "see_eeo", said, "recruiting")
    return Flow(period, least, groups, belong, tallies)


def grouped(found: Iterable[Requisition]) -> tuple[list[Group], dict[int, tuple[int, int, int]]]:
    """The groups of requisitions, and by requisition the three it belongs to, the widest first."""
    titles: dict[str, list[Requisition]] = defaultdict(list)
    for each in found:
        titles[fold(each.title)].append(each)
    groups, belong = [Group("", WHOLE)], {}
    for _, alike in sorted(titles.items()):
        groups.append(Group(alike[0].title, alike[0].title))
        of_title = len(groups) - 1
        for each in alike:
            groups.append(Group(each.number, f"{each.number} {each.title}"))
            belong[each.id] = (0, of_title, len(groups) - 1)
    return groups, belong


def tallied(
    ways: Iterable[Path], said: Mapping[int, Answers], known: Mapping[int, Requisition], offered: set[int]
) -> dict[str, Tally]:
    """How many applications there are of each requisition, profile and answer, by question."""
    reached = {
        each.id: {stage.name: ORDER[stage.type] for stage in each.stages} for each in known.values()
    }  # by the name of a stage, how far it is
    tallies: dict[str, Tally] = {question: Counter() for question in QUESTIONS}
    profiles: dict[tuple[int, bool, str], Profile] = {}
    nothing = Answers()
    for way in ways:
        if way.requisition not in known:
            continue
        places = reached[way.requisition]
        furthest = max(places.get(step.stage, 0) for step in way.steps)
        key = (furthest, way.application in offered, way.last.state)
        if key not in profiles:
            profiles[key] = frozenset(_lines(*key))
        for question, answer in zip(QUESTIONS, said.get(way.application, nothing), strict=True):
            tallies[question][way.requisition, profiles[key], answer] += 1
    return tallies


def _lines(furthest: int, offered: bool, state: str) -> Iterator[Line]:
    """The lines of an application by the furthest kind of stage it reached, whether an offer was sent, and how it stands."""
    hired = state == ApplicationState.HIRED.value
    yield Line.APPLIED
    if hired or furthest >= ORDER[StageType.INTERVIEW]:
        yield Line.INTERVIEWED
    if hired or offered:
        yield Line.OFFERED
    yield Line.HIRED if hired else ENDS[state]


def spoken(table: FlowTable) -> str:
    """What a table is about, in a sentence."""
    since, until = table.period.start, table.period.end
    return f"{ASKED[table.question]} of who applied {since:%Y-%m} to {until:%Y-%m}: {table.group.label}"
