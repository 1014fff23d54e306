"""Everyone of a run at once: their checks, and what stands out about each, for who works on the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.payrun import runs as rows
from data.payrun import slips
from hrtui.context import Context
from hrtui.payroll.runs.differing import NO_HEAD, differences
from hrtui.payroll.runs.dirt import dirty_ids
from hrtui.payroll.runs.model import OPEN, Difference, Run, RunLine, SlipHead
from hrtui.payroll.runs.reading import run, slip_heads


@dataclass(frozen=True, slots=True)
class Roster:
    """A run with its slips, by the people's ids: whose facts changed since, who has exceptions nobody accepted, and what
    changed against the last check of each; `command` is the newest on file when it was read.

    Behind the slips stand heads without an id: of those who are paid no more.
    """

    line: RunLine
    heads: Sequence[SlipHead] = ()
    dirty: frozenset[int] = frozenset()
    exceptions: frozenset[int] = frozenset()
    differences: Mapping[int, Difference] = field(default_factory=dict)
    command: int = 0

    @property
    def paid(self) -> Sequence[SlipHead]:
        """The checks of the run."""
        return [head for head in self.heads if head.id]

    def beside(self, found: Mapping[int, Difference]) -> Roster:
        """The roster with changes against the last checks, and with whom they name that has no check."""
        gone = [NO_HEAD._replace(person=person) for person, each in found.items() if not each.paid]
        return replace(self, heads=[*self.paid, *gone], differences=found)


def roster(ctx: Context, number: str) -> Roster:
    """A run with everyone in it the actor sees. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        line, command = run(ctx, number), rows.last_command()
        heads = slip_heads(ctx, line.run)
        if line.run.state not in OPEN:
            return Roster(line, heads, command=command)
        dirty, open_ = frozenset(dirty_ids(ctx, line.run)), frozenset(_unaccepted(line.run))
        return Roster(line, heads, dirty, open_, command=command)


def compared(ctx: Context, found: Roster, before: Roster | None = None) -> Roster:
    """The roster with what changed against the last check of each, and why.

    Only of those whose check is another than in the roster `before`, where one of the same run is given. Raises what
    `differences` raises.
    """
    number = found.line.run.number
    if before is None or before.line.run.number != number or not before.differences:
        return found.beside(_by_person(differences(ctx, number)))
    had, has = ({head.person: head.id for head in each.paid} for each in (before, found))
    others = [person for person in had.keys() | has.keys() if had.get(person) != has.get(person)]
    kept = {person: each for person, each in before.differences.items() if person not in others}
    new = _by_person(differences(ctx, number, others)) if others else {}
    return found.beside({**kept, **new})


def _by_person(found: Sequence[Difference]) -> dict[int, Difference]:
    return {each.person: each for each in found}


def _unaccepted(of: Run) -> set[int]:
    kept = rows.reviews(of.id)
    return {
        person
        for person, gross, net in slips.with_exceptions(of.id, of.generation)
        if person not in kept or kept[person][:2] != (gross, net)
    }
