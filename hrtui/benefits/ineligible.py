"""Who may not have a plan and why, as a list of any length: a number for each row, each reason once, names as they are shown."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import directory
from hrtui.access.rules import may, require
from hrtui.benefits.reports import CHUNK, READ, Ineligible, ineligible, wanted
from hrtui.text import fold
from hrtui.watching import Progress

if TYPE_CHECKING:
    from hrtui.context import Context

WIDTH = 1 << 20  # more than there are different reasons


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a plan may not be had; the label is what the plan is called."""

    plan: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class NotEligible:
    """The rows by plan: a row is a number that says whose it is and which of the `reasons`; `plans` are their labels by name,
    those that everyone may have too."""

    plans: Mapping[str, str]
    reasons: tuple[Reason, ...]
    by_plan: Mapping[str, array[int]]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.by_plan.values()))

    def reason(self, row: int) -> Reason:
        """The reason of a row."""
        return self.reasons[row % WIDTH]


def not_eligible(ctx: Context, plan: str = "", progress: Progress | None = None) -> NotEligible:
    """The list of `reports.ineligible`, of all plans or of one, in the order of plans and then of people. Raises as that."""
    plans = {each.name: each.label for each in wanted(ctx, plan)}
    numbered: dict[Reason, int] = {}
    rows = {name: array("q") for name in plans}
    for each in ineligible(ctx, plan, progress):
        reason = Reason(each.plan, each.label, each.why)
        rows[each.plan].append(each.person * WIDTH + numbered.setdefault(reason, len(numbered)))
    return NotEligible(plans, tuple(numbered), rows)


def page(ctx: Context, found: NotEligible, rows: Sequence[int]) -> list[Ineligible | None]:
    """Some rows in full; None for one of who is not to be seen any more. Three queries. Raises NotAllowed."""
    require(ctx.actor, READ)
    lines = directory.lines_of({row // WIDTH for row in rows})
    made: list[Ineligible | None] = []
    for row in rows:
        line, reason = lines.get(row // WIDTH), found.reason(row)
        if line is None or not may(ctx.actor, READ, line[1]):
            made.append(None)
        else:
            made.append(Ineligible(line[0].number, line[0].name, reason.plan, reason.label, reason.why, line[0].id))
    return made


def in_full(ctx: Context, found: NotEligible, rows: Sequence[int]) -> Iterator[Ineligible]:
    """As `page`, of any number of rows, some at a time."""
    for some in _chunks(rows):
        yield from (each for each in page(ctx, found, some) if each is not None)


def matching(
    ctx: Context, found: NotEligible, text: str, stopped: Callable[[], bool] = lambda: False
) -> dict[str, array[int]]:
    """The rows by plan that have every word of a text in number, name, plan or reason; all without any word.

    Each person is read once. `stopped` is asked at each chunk: once it says so, what was found until then is returned.
    Raises NotAllowed.
    """
    require(ctx.actor, READ)
    words = fold(text).split()
    if not words:
        return dict(found.by_plan)
    every = (1 << len(words)) - 1
    reasons = [_held(f"{each.label} {each.why}", words) for each in found.reasons]
    people = _people(ctx, {row // WIDTH for rows in found.by_plan.values() for row in rows}, words, stopped)

    def matches(row: int) -> bool:
        person = people.get(row // WIDTH)
        return person is not None and person | reasons[row % WIDTH] == every

    return {plan: array("q", filter(matches, rows)) for plan, rows in found.by_plan.items()}


def _people(ctx: Context, ids: Collection[int], words: Sequence[str], stopped: Callable[[], bool]) -> dict[int, int]:
    """Which of the words each person's number and name hold, a bit for each; without those who are not to be seen."""
    made: dict[int, int] = {}
    for some in _chunks(list(ids)):
        if stopped():
            break
        for id_, (line, subject) in directory.lines_of(some).items():
            if may(ctx.actor, READ, subject):
                made[id_] = _held(f"{line.number} {line.name}", words)
    return made


def _held(text: str, words: Sequence[str]) -> int:
    """Which of the words stand in a text, a bit for each."""
    said = fold(text)
    return sum(1 << at for at, word in enumerate(words) if word in said)


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
