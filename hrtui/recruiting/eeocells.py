"""The sums of equal-opportunity answers, and which of them are hidden so that nobody's answer is told by a number; pure.

A count is told apart by group (the whole company, a title, a requisition), by line (applied, interviewed … under way) and by answer.
Of a line that counts anybody, what is below the least count is hidden, nothing too, and all of it where it counts fewer than that, or
where all gave the same answer. That would not be enough: a sum, or another group, gives a single hidden count away. So of every hidden
count an exchange must exist, of answers between two applications or more, that makes it another count and leaves all that is shown as it
is; where there is none yet, the counts that the cheapest exchange changes are hidden too. What is hidden is found for all groups at once,
so that one cannot be computed from another. How many applications there are is no secret, and is always shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise, product


class Line(StrEnum):
    """What is counted of applications: how far they came, and how they stand."""

    APPLIED = "applied"
    INTERVIEWED = "interviewed"
    OFFERED = "offered"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ACTIVE = "active"


LINES = tuple(Line)
PLACE = {line: at for at, line in enumerate(LINES)}
WORTH = {Line.APPLIED: 8, Line.INTERVIEWED: 4, Line.HIRED: 4, Line.OFFERED: 2}
"""How much is lost where a count of a line is hidden: those that rates are made of give way last."""
WIDER = 4
"""How many times as much is lost where it is of a wider group."""
Profile = frozenset[Line]
"""The lines in which an application is counted."""
Tally = Counter[tuple[int, Profile, str]]
"""How many applications there are, by requisition, profile and answer."""
Groups = Mapping[int, Sequence[int]]
"""The groups that each requisition belongs to, the widest first, by their numbers from 0."""
FEW = 3
"""How many applications are looked at for an exchange, of each kind."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The counts of one question by answer and cell, and which are hidden; a cell is a group and a line."""

    answers: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    totals: tuple[int, ...]
    hidden: tuple[frozenset[int], ...]

    def shown(self, answer: str, group: int, line: Line) -> int | None:
        """A count; None where it is hidden."""
        at, cell = self.answers.index(answer), cell_of(group, line)
        return None if cell in self.hidden[at] else self.values[at][cell]

    def total(self, group: int, line: Line) -> int:
        """How many applications there are."""
        return self.totals[cell_of(group, line)]


def cell_of(group: int, line: Line) -> int:
    """The number of a cell."""
    return group * len(LINES) + PLACE[line]


def counted(tally: Tally, groups: Groups, answers: Sequence[str], least: int) -> Cells:
    """The counts of one question, with what is hidden of them."""
    atoms = _atoms(tally, groups, answers)
    size = (1 + max((group for each in groups.values() for group in each), default=0)) * len(LINES)
    values = [[0] * size for _ in answers]
    for atom in atoms:
        for cell in atom.cells:
            for at, count in enumerate(atom.counts):
                values[at][cell] += count
    totals = tuple(map(sum, zip(*values, strict=True)))
    hidden, sensitive = _first(values, totals, least)
    _Exchanges(atoms, hidden, values).complete(sensitive)
    return Cells(tuple(answers), tuple(map(tuple, values)), totals, tuple(map(frozenset, hidden)))


@dataclass(frozen=True, slots=True)
class _Atom:
    """Applications of one requisition and profile: the cells they are counted in, and how many gave each answer."""

    groups: Sequence[int]
    profile: Profile
    cells: frozenset[int]
    counts: tuple[int, ...]


def _atoms(tally: Tally, groups: Groups, answers: Sequence[str]) -> list[_Atom]:
    at = {answer: place for place, answer in enumerate(answers)}
    found: dict[tuple[int, Profile], list[int]] = defaultdict(lambda: [0] * len(answers))
    for (requisition, profile, answer), count in tally.items():
        found[requisition, profile][at[answer]] += count
    out = []
    for (requisition, profile), counts in sorted(found.items(), key=lambda each: (each[0][0], sorted(each[0][1]))):
        cells = frozenset(cell_of(group, line) for group in groups[requisition] for line in profile)
        out.append(_Atom(groups[requisition], profile, cells, tuple(counts)))
    return out


def _first(
    values: Sequence[Sequence[int]], totals: Sequence[int], least: int
) -> tuple[list[set[int]], list[tuple[int, int]]]:
    """What is hidden for itself, by answer, and which counts, by answer and cell, tell of people."""
    hidden, sensitive = [set[int]() for _ in values], list[tuple[int, int]]()
    for cell, total in enumerate(totals):
        held = [each[cell] for each in values]
        whole = total > 0 and (total < least or max(held) == total)
        for at, count in enumerate(held):
            if whole or (total and count < least):
                hidden[at].add(cell)
                if count:
                    sensitive.append((at, cell))
    return hidden, sensitive


class _Exchanges:
    """Exchanges of answers between two applications, found by what they leave as it is."""

    def __init__(self, atoms: Sequence[_Atom], hidden: list[set[int]], values: Sequence[Sequence[int]]) -> None:
        totals = [sum(each) for each in zip(*values, strict=True)]
        self.hidden = hidden
        wide = {group: WIDER**at for atom in atoms for at, group in enumerate(reversed(atom.groups))}
        worth = [
            wide.get(cell // len(LINES), 1) * WORTH.get(LINES[cell % len(LINES)], 1) for cell in range(len(totals))
        ]
        self.weights = [
            [(count + total) * each for count, total, each in zip(held, totals, worth, strict=True)] for held in values
        ]
        self.inside: dict[tuple[int, int], list[_Atom]] = defaultdict(list)  # by cell and answer
        self.beside: dict[tuple[int, int], list[_Atom]] = defaultdict(
            list
        )  # by requisition, its last group, and answer
        self.alike: dict[tuple[int, Profile, int], dict[int, _Atom]] = defaultdict(dict)  # one of each narrower group
        self.exact = {(atom.groups[-1], atom.profile): atom for atom in atoms}
        for atom in atoms:
            for at, count in enumerate(atom.counts):
                if count:
                    self.beside[atom.groups[-1], at].append(atom)
                    for cell in atom.cells:
                        self.inside[cell, at].append(atom)
                    for group, narrower in pairwise(atom.groups):
                        self.alike[group, atom.profile, at].setdefault(narrower, atom)

    def complete(self, sensitive: Sequence[tuple[int, int]]) -> None:
        """Hide what else has to be, until every count that tells of people has its exchange."""
        for at, cell in sensitive:
            best, least = None, 0
            for other, changed in self._found(at, cell):
                cost = self._cost(at, changed) + self._cost(other, changed)
                if best is None or cost < least:
                    best, least = (other, changed), cost
                if not cost:
                    break
            if best is not None and least:
                self.hidden[at] |= best[1]
                self.hidden[best[0]] |= best[1]

    def _cost(self, at: int, changed: frozenset[int]) -> int:
        """What is lost where the counts of an answer that change are hidden."""
        return sum(map(self.weights[at].__getitem__, changed - self.hidden[at]))

    def _found(self, at: int, cell: int) -> Iterator[tuple[int, frozenset[int]]]:
        """The other answer and the cells that change, of exchanges that change a count: of two applications, of two and two that make
        up for each other, at the end of one alone."""
        mine, others = self.inside[cell, at][:FEW], [each for each in range(len(self.hidden)) if each != at]
        pairs = list(product(mine, others))
        for atom, other in pairs:
            for each in (*self._elsewhere(atom, other), *self.beside[atom.groups[-1], other]):
                if cell not in each.cells:
                    yield other, atom.cells ^ each.cells
        for atom, other in pairs:
            for changed in self._twice(atom, at, other):
                if cell in changed:
                    yield other, changed
        for other in others:
            yield other, mine[0].cells

    def _elsewhere(self, atom: _Atom, other: int) -> Iterator[_Atom]:
        """Applications of the same profile to other requisitions, the nearest first, of whom some gave another answer."""
        for group, narrower in reversed(list(pairwise(atom.groups))):
            found = (each for of, each in self.alike[group, atom.profile, other].items() if of != narrower)
            yield from islice(found, FEW)

    def _twice(self, atom: _Atom, at: int, other: int) -> Iterator[frozenset[int]]:
        """The cells that change where two of a requisition exchange answers, and two of another one so that wider sums stay."""
        for elsewhere in self._elsewhere(atom, other):
            for each in self.beside[atom.groups[-1], other]:
                fourth = self.exact.get((elsewhere.groups[-1], each.profile))
                if each is not atom and fourth is not None and fourth.counts[at]:
                    yield atom.cells ^ each.cells ^ elsewhere.cells ^ fourth.cells
