"""What closed checks should have paid by the facts as they are: the earnings of a period again, less what was paid for it.

A regular run, its corrections and their reversals pay one period together: a family. What they paid is added up, with retroactive pay
entered for it since; what is due is earned from the facts of today and from what was entered for the check that stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from data import payitems, payroll
from data.payrun import inputs, retro, slips
from data.payrun import runs as rows
from data.payrun.retro import PaidSlip, Touch
from hrtui.context import Context
from hrtui.payroll.codes import RETRO
from hrtui.payroll.earn import PARTS
from hrtui.payroll.gather import Held, case_of
from hrtui.payroll.runs.model import FINAL, Run, RunKind, RunState
from hrtui.payroll.runs.terms import Basis, terms_of

CHUNK = 400
ROOTS = frozenset({RunKind.REGULAR, RunKind.FINAL})
MENDING = frozenset({RunKind.CORRECTION, RunKind.REVERSAL})


class RetroCode(NamedTuple):
    """An earning code of a period: cents due by the facts of today, and cents paid."""

    code: str
    due: int
    paid: int


@dataclass(frozen=True, slots=True)
class Family:
    """A final run that pays a period, and the final runs that correct and reverse its checks, oldest first."""

    root: Run
    mending: tuple[Run, ...] = ()

    @property
    def runs(self) -> tuple[Run, ...]:
        """All of them."""
        return (self.root, *self.mending)


class Owed(NamedTuple):
    """What is due to a person on top of what was paid for a run, in cents of gross (below zero: paid too much), by code."""

    root: Run
    person: int
    delta: int
    codes: tuple[RetroCode, ...]


def families(ctx: Context, group: str = "") -> list[Family]:
    """The final runs that pay periods, checked since the earliest day that counts, oldest first; two queries.

    Those of a pay group that is configured no more are left out: nothing says how its periods were paid.
    """
    since = ctx.config.retro.since(ctx.clock.today())
    known = rows.runs(first=since, group=group)
    by_number = {run.number: run for run in known}
    mending: dict[int, list[Run]] = defaultdict(list)
    for run in sorted(known, key=lambda each: each.id):
        root = _root(run, by_number)
        if root is not None and root.id != run.id and run.state in FINAL:
            mending[root.id].append(run)
    groups = {each.name for each in ctx.config.pay_groups}
    roots = [run for run in known if run.kind in ROOTS and run.state in FINAL and run.group in groups]
    return [Family(run, tuple(mending[run.id])) for run in sorted(roots, key=lambda each: (each.pay_date, each.id))]


def _root(run: Run, by_number: Mapping[str, Run]) -> Run | None:
    """The run that a correction or reversal mends in the end; itself for any other; None where it is not known."""
    found: Run | None = run
    while found is not None and found.kind in MENDING:
        found = by_number.get(found.corrects)
    return found


def touched_pairs(found: Sequence[Family], touches: Iterable[Touch]) -> dict[int, dict[int, int]]:
    """The people whose rows changed in the reach of a run, by the root's id: with the newest command that changed one."""
    reach = {family.root.id: (family.root.ends, max(run.pay_date for run in family.runs)) for family in found}
    first = {family.root.id: known_first(family.root) for family in found}
    made: dict[int, dict[int, int]] = {root: {} for root in reach}
    for person, day, command, standing in touches:
        for root, last in reach.items():
            if command > first[root] and day <= last[standing]:
                made[root][person] = max(command, made[root].get(person, 0))
    return made


def owed(ctx: Context, found: Sequence[Family], pairs: Mapping[int, Mapping[int, int]]) -> Iterator[Owed]:
    """What the runs owe the people they are paired with, where it is not nothing; a dozen queries for some hundred people."""
    if not any(pairs.values()):
        return
    every = rows.runs()
    terms: dict[int, Basis] = {}
    for family in found:
        people = sorted(pairs.get(family.root.id, {}))
        for start in range(0, len(people), CHUNK):
            some = {person: pairs[family.root.id][person] for person in people[start : start + CHUNK]}
            yield from Replay(ctx, family, every, terms).owed(some)


class Replay:
    """One period again for some people."""

    def __init__(self, ctx: Context, family: Family, every: Sequence[Run], terms: dict[int, Basis]) -> None:
        self.ctx, self.family, self.every, self.terms = ctx, family, every, terms
        self.by_id = {run.id: run for run in every}

    def owed(self, newest: Mapping[int, int]) -> Iterator[Owed]:
        """What is owed to people, whose newest changes are given by person."""
        paid = self._slips(sorted(newest))
        gone = {each.reverses for held in paid.values() for each in held}
        standing = {
            person: [each for each in paid.get(person, ()) if each.id not in gone and each.reverses is None]
            for person in newest
        }
        candidates = [
            person for person in sorted(newest) if self._asks(paid.get(person, ()), standing[person], newest[person])
        ]
        candidates = self._without_paid_apart(candidates, paid)
        if not candidates:
            return
        earned = retro.earned([each.id for person in candidates for each in paid.get(person, ())])
        on_top = self._on_top(candidates)
        due = self._due({person: standing[person] for person in candidates})
        for person in candidates:
            had: dict[str, int] = defaultdict(int)
            for each in paid.get(person, ()):
                for code, cents in earned.get(each.id, {}).items():
                    had[code] += cents
            had[RETRO] += on_top.get(person, 0)
            codes = _codes(due.get(person, {}), had)
            delta = sum(each.due - each.paid for each in codes)
            if delta:
                yield Owed(self.family.root, person, delta, codes)

    def _slips(self, people: Sequence[int]) -> dict[int, list[PaidSlip]]:
        found: dict[int, list[PaidSlip]] = defaultdict(list)
        for each in retro.slips_in(self.family.runs, people):
            found[each.person].append(each)
        return found

    def _asks(self, paid: Sequence[PaidSlip], standing: Sequence[PaidSlip], newest: int) -> bool:
        """Whether a check may owe something: its facts changed since, and it was not taken back as a whole, since a
        correction run pays it anew then."""
        if not paid:
            return self.family.root.kind is RunKind.REGULAR and newest > self.family.root.last.known
        return any(newest > each.known for each in standing)

    def _without_paid_apart(self, people: Sequence[int], paid: Mapping[int, Sequence[PaidSlip]]) -> list[int]:
        """The people less those without a check whose days a run of final pay paid."""
        absent = [person for person in people if not paid.get(person)]
        root = self.family.root
        others = [
            run
            for run in self.every
            if run.id != root.id and run.kind is RunKind.FINAL and run.state in FINAL
            and run.group == root.group and run.begins <= root.ends and root.begins <= run.ends
        ]  # fmt: skip
        apart = {each.person for each in retro.slips_in(others, absent)} if others and absent else set()
        return [person for person in people if person not in apart]

    def _on_top(self, people: Sequence[int]) -> dict[int, int]:
        """Retroactive pay that stands entered for this run, in runs that are not cancelled nor taken back."""
        entered = [each for each in retro.entered_for(people) if each[2] == self.family.root.number]
        payers = {run: self.by_id[run] for _, run, _, _ in entered}
        back = {run: _taken_back(payer) for run, payer in payers.items() if payer.state in FINAL}
        found: dict[int, int] = defaultdict(int)
        for person, run, _, cents in entered:
            if payers[run].state is not RunState.CANCELLED and person not in back.get(run, ()):
                found[person] += cents
        return found

    def _due(self, standing: Mapping[int, Sequence[PaidSlip]]) -> dict[int, dict[str, int]]:
        """Cents due by code and person, by the facts as they are."""
        found: dict[int, dict[str, int]] = {}
        by_run: dict[int, list[int]] = defaultdict(list)
        for person, held in standing.items():
            for run in {each.run for each in held} or {self.family.root.id}:
                by_run[run].append(person)
        for run, people in by_run.items():
            for person, codes in self._earned(self.by_id[run], people).items():
                mine = found.setdefault(person, {})
                for code, cents in codes.items():
                    mine[code] = mine.get(code, 0) + cents
        return found

    def _earned(self, run: Run, people: Sequence[int]) -> dict[int, dict[str, int]]:
        """What people earn in a run's period by code, from the facts of today and what was entered for the run."""
        if run.id not in self.terms:
            self.terms[run.id] = terms_of(self.ctx, run)
        basis = self.terms[run.id]
        items, entered = payitems.items(people), inputs.inputs(run.id, people)
        found: dict[int, dict[str, int]] = {}
        for facts in payroll.facts(people, run.pay_date, since=run.begins):
            held = Held([each.entered for each in entered.get(facts.id, ())], items.get(facts.id, ()))
            gathered = case_of(facts, basis.terms, held)
            sums: dict[str, int] = {}
            for one in gathered.earned.earnings if gathered is not None else ():
                if one.kind not in PARTS:
                    sums[one.code] = sums.get(one.code, 0) + one.cents
            found[facts.id] = sums
        return found


def _taken_back(run: Run) -> set[int]:
    """The people whose check of a run a final reversal took back."""
    back = [each for each in rows.correcting(run.id) if each.kind is RunKind.REVERSAL and each.state in FINAL]
    gone = slips.reversed_slips(run.id, back)
    return {head.person for head in slips.heads(run.id, run.generation) if head.id in gone}


def _codes(due: Mapping[str, int], paid: Mapping[str, int]) -> tuple[RetroCode, ...]:
    """The codes that are not paid as they are due."""
    names = sorted(due.keys() | paid.keys())
    found = (RetroCode(name, due.get(name, 0), paid.get(name, 0)) for name in names)
    return tuple(each for each in found if each.due != each.paid)


def reach(found: Sequence[Family]) -> tuple[int, date] | None:
    """The oldest command that a check of the runs may have known last, and the last day whose facts matter to one."""
    if not found:
        return None
    runs = [run for family in found for run in family.runs]
    return min(map(known_first, runs)), max(max(run.pay_date, run.ends) for run in runs)


def known_first(run: Run) -> int:
    """The last command that the first calculation of a run saw."""
    return min((event.known for event in run.events if event.generation), default=0)
