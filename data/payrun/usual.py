"""What people are paid usually: gross and net of their checks in a group's last final regular runs."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from data.payrun import runs as rows
from data.payrun import slips
from hrtui.payroll.runs.model import FINAL, Run, RunKind, RunState, SlipHead

LOOKED_AT = timedelta(days=200)
CHECKS = 3


class Paid(NamedTuple):
    """Everyone's checks of one run, as columns by person; `gone` are the people whose check was taken back, `begins` is the
    first day of its period."""

    begins: date
    people: array[int]
    gross: array[int]
    net: array[int]
    gone: frozenset[int]

    def of(self, person: int) -> tuple[int, int] | None:
        """Gross and net of someone's check, in cents; None where there is none that stands."""
        at = bisect_left(self.people, person)
        if at == len(self.people) or self.people[at] != person or person in self.gone:
            return None
        return self.gross[at], self.net[at]

    def among(self, people: Sequence[int]) -> Paid:
        """The checks of some people only."""
        found = [(person, *paid) for person in sorted(people) if (paid := self.of(person)) is not None]
        persons, gross, net = (array("q", (each[at] for each in found)) for at in range(3))
        return Paid(self.begins, persons, gross, net, frozenset())


def last_checks(run: Run, people: Sequence[int] | None = None) -> list[Paid]:
    """The checks of the group's last three final regular runs before a run's check date, newest first, of everyone or of
    some; two queries and two or three a run."""
    known = rows.runs(run.pay_date - LOOKED_AT, run.pay_date, run.group)
    final = [each for each in known if each.state in FINAL and each.id != run.id]
    regular = [each for each in final if each.kind is RunKind.REGULAR and each.pay_date < run.pay_date]
    undone = {each.corrects for each in final if each.kind is RunKind.REVERSAL}
    return [_paid(each, people, each.number in undone) for each in regular[:CHECKS]]


def _paid(run: Run, people: Sequence[int] | None, some_gone: bool) -> Paid:
    if people is None:
        ids, persons, gross, _, _, _, net, *_ = slips.columns(run.id, run.generation)
    else:
        heads: list[SlipHead] = sorted(slips.heads(run.id, run.generation, people), key=lambda head: head.person)
        ids, persons, gross, net = (
            array("q", (getattr(head, name) for head in heads)) for name in ("id", "person", "gross", "net")
        )
    gone = frozenset[int]()
    if some_gone:
        final = [each for each in rows.correcting(run.id) if each.state is not RunState.CANCELLED]
        taken = slips.reversed_slips(run.id, final)
        gone = frozenset(person for id_, person in zip(ids, persons, strict=True) if id_ in taken)
    return Paid(run.begins, persons, gross, net, gone)
