"""The org chart as pure rules: who stands under whom on a day, how many below, and which seats are open."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

NO_MANAGER = "No manager"
TOP = -1


class Kind(StrEnum):
    """What a line of the chart is."""

    PERSON = "person"
    HEADING = "heading"
    DEPARTMENT = "department"
    VACANCY = "vacancy"


class Member(NamedTuple):
    """A person of the day: `manager` by id, `named` where the manager is nobody on file; `fte` in ten-thousandths.

    Who is still to start is shown and not counted.
    """

    id: int
    manager: int | None
    named: bool
    fte: int
    starting: bool
    department: str


class Opening(NamedTuple):
    """A position with open seats on the day."""

    number: str
    title: str
    department: str
    manager: int | None
    seats: int


class Unit(NamedTuple):
    """A department of the day by id: its name, the one above it, and who heads it."""

    id: int
    name: str
    parent: int | None = None
    head: int | None = None


class Extra(NamedTuple):
    """A line that is no person: its key lasts from day to day."""

    kind: Kind
    key: str
    label: str
    opening: Opening | None = None


@dataclass(slots=True)
class Tree:
    """Nodes by index: the members in their order, then the extras; children lie side by side in `flat`.

    `direct`, `total` and `fte` count the people below; `vacant` the open seats right under a node.
    """

    members: Sequence[Member]
    extras: Sequence[Extra]
    parents: array[int]
    starts: array[int] = field(default_factory=lambda: array("q"))
    flat: array[int] = field(default_factory=lambda: array("q"))
    roots: array[int] = field(default_factory=lambda: array("q"))
    direct: array[int] = field(default_factory=lambda: array("q"))
    total: array[int] = field(default_factory=lambda: array("q"))
    fte: array[int] = field(default_factory=lambda: array("q"))
    vacant: array[int] = field(default_factory=lambda: array("q"))
    layers: int = 0
    people: int = 0
    managers: int = 0
    seats: int = 0

    @property
    def span(self) -> float:
        """How many people report to a manager, on average."""
        return sum(self.direct[: len(self.members)]) / self.managers if self.managers else 0.0

    def children(self, node: int) -> array[int]:
        """The nodes right under one."""
        return self.flat[self.starts[node] : self.starts[node + 1]]

    def branches(self, node: int) -> bool:
        """Whether anything is under a node."""
        return self.starts[node] < self.starts[node + 1]

    def extra(self, node: int) -> Extra | None:
        """What a node is that is no person."""
        return self.extras[node - len(self.members)] if node >= len(self.members) else None

    def key(self, node: int) -> int | str:
        """What the same node is known by in the chart of another day: a person's id, or an extra's key."""
        extra = self.extra(node)
        return self.members[node].id if extra is None else extra.key

    def above(self, node: int) -> list[int]:
        """The nodes above one, nearest first."""
        out, at = [], self.parents[node]
        while at != TOP:
            out.append(at)
            at = self.parents[at]
        return out

    def find(self, person: int) -> int | None:
        """The node of a person by id."""
        return next((node for node, each in enumerate(self.members) if each.id == person), None)

    def find_key(self, key: str) -> int | None:
        """The node of an extra by its key."""
        first = len(self.members)
        return next((first + at for at, each in enumerate(self.extras) if each.key == key), None)

    def walk(self, tops: Iterable[int], depth: int | None = None) -> Iterator[tuple[int, tuple[bool, ...]]]:
        """Nodes from these down to so many levels below, in order, each with whether it and those above are the last."""
        first = list(tops)
        stack: list[tuple[int, tuple[bool, ...]]] = [(node, (at == len(first) - 1,)) for at, node in enumerate(first)]
        stack.reverse()
        while stack:
            node, trail = stack.pop()
            yield node, trail
            if depth is None or len(trail) <= depth:
                below = self.children(node)
                last = len(below) - 1
                stack += [(below[at], (*trail, at == last)) for at in range(last, -1, -1)]


def by_manager(members: Sequence[Member], openings: Sequence[Opening] = (), beyond: Collection[int] = ()) -> Tree:
    """The reporting lines. `beyond` are managers who work here on the day and are not shown.

    Who has nobody above and people below stands at the top, and so does who reports to one of `beyond`; everyone else
    without a manager (none, left, missing, or in a circle, which is cut) stands under the heading “No manager”.
    """
    index = {each.id: at for at, each in enumerate(members)}
    lines = reporting(members, index)
    leads = set(lines)
    loose = [at for at, up in enumerate(lines) if up == TOP and not _is_top(members[at], at in leads, beyond)]
    outside = [each for each in openings if each.manager not in index]
    extras: list[Extra] = []
    if loose or outside:
        extras.append(Extra(Kind.HEADING, "none", NO_MANAGER))
    heading = len(members)
    parents = lines[:]
    for at in loose:
        parents[at] = heading
    parents += array("q", [TOP] * len(extras))
    for each in openings:
        extras.append(_vacancy(each))
        parents.append(heading if each.manager is None else index.get(each.manager, heading))
    tree = _laid(Tree(members, extras, parents))
    _count(tree, lines)
    if loose or outside:
        _count_heading(tree, heading, loose)
    return tree


def by_department(members: Sequence[Member], units: Sequence[Unit], openings: Sequence[Opening] = ()) -> Tree:
    """Departments under departments, and in each its people under their managers of the same department, the head first.

    The numbers of people are those of the reporting line; a department's are its people, and those of all below it.
    """
    index = {each.id: at for at, each in enumerate(members)}
    lines = reporting(members, index)
    kept, nests = _units(members, units, openings)
    first = len(members)
    node = {unit.name: first + at for at, unit in enumerate(kept)}
    extras = [Extra(Kind.DEPARTMENT, f"dept:{unit.name}", unit.name) for unit in kept]
    heads = {
        index[unit.head] for unit in kept if unit.head in index and members[index[unit.head]].department == unit.name
    }
    parents = array("q")
    for at, each in enumerate(members):
        up = lines[at]
        inside = up != TOP and members[up].department == each.department and at not in heads
        parents.append(up if inside else node[each.department])
    parents += array("q", [up if up == TOP else first + up for up in nests])
    for opening in openings:
        up = TOP if opening.manager is None else index.get(opening.manager, TOP)
        inside = up != TOP and members[up].department == opening.department
        extras.append(_vacancy(opening))
        parents.append(up if inside else node[opening.department])
    tree = _laid(Tree(members, extras, parents), heads)
    _count(tree, lines)
    _count_departments(tree, [node[each.department] for each in members], nests)
    return tree


def reporting(members: Sequence[Member], index: dict[int, int] | None = None) -> array[int]:
    """The place of each one's manager among the members, TOP for none; circles are cut above their first member."""
    places = {each.id: at for at, each in enumerate(members)} if index is None else index
    lines = array("q", (TOP if each.manager is None else places.get(each.manager, TOP) for each in members))
    cut_circles(lines)
    return lines


def cut_circles(parents: array[int]) -> None:
    """Put the first of every circle at the top."""
    seen = array("q", [0] * len(parents))
    for start in range(len(parents)):
        at = start
        while at != TOP and not seen[at]:
            seen[at] = start + 1
            at = parents[at]
        if at != TOP and seen[at] == start + 1:
            circle, step = [at], parents[at]
            while step != at:
                circle.append(step)
                step = parents[step]
            parents[min(circle)] = TOP


def _is_top(member: Member, leads: bool, beyond: Collection[int]) -> bool:
    if member.manager is None:
        return leads and not member.named
    return member.manager in beyond


def _vacancy(opening: Opening) -> Extra:
    return Extra(Kind.VACANCY, f"seat:{opening.number}", opening.title, opening)


def _units(
    members: Sequence[Member], units: Sequence[Unit], openings: Sequence[Opening]
) -> tuple[list[Unit], array[int]]:
    """The departments with someone or an open seat in them or below them, by name, and which is above each."""
    known = {unit.name: unit for unit in units}
    by_id = {unit.id: unit for unit in units}
    wanted = {each.department for each in members} | {each.department for each in openings}
    for name in list(wanted):
        unit = known.get(name)
        while unit is not None and unit.parent in by_id and by_id[unit.parent].name not in wanted:
            unit = by_id[unit.parent]
            wanted.add(unit.name)
    kept = [known.get(name) or Unit(0, name) for name in sorted(wanted, key=str.casefold)]
    place = {unit.id: at for at, unit in enumerate(kept) if unit.id}
    nests = array("q", (TOP if unit.parent is None else place.get(unit.parent, TOP) for unit in kept))
    cut_circles(nests)
    return kept, nests


def _laid(tree: Tree, first: Collection[int] = ()) -> Tree:
    """Put the children of each node side by side, those of `first` before the others."""
    count = len(tree.parents)
    sizes = array("q", [0] * (count + 1))
    for up in tree.parents:
        if up != TOP:
            sizes[up] += 1
    starts, at = array("q"), 0
    for size in sizes:
        starts.append(at)
        at += size
    tree.starts, free = starts, starts[:]
    tree.flat, tree.roots = array("q", [0] * at), array("q")
    rest = (node for node in range(count) if node not in first) if first else range(count)
    for node in (*sorted(first), *rest):
        up = tree.parents[node]
        if up == TOP:
            tree.roots.append(node)
        else:
            tree.flat[free[up]] = node
            free[up] += 1
    return tree


def _count(tree: Tree, lines: array[int]) -> None:
    """Count below every member along the reporting lines, and the chart's own numbers."""
    count, members = len(tree.parents), tree.members
    tree.direct, tree.total, tree.fte, tree.vacant = (array("q", [0] * count) for _ in range(4))
    order = _upwards(lines)
    for at in order:
        up, one = lines[at], not members[at].starting
        if up != TOP:
            tree.direct[up] += one
            tree.total[up] += tree.total[at] + one
            tree.fte[up] += tree.fte[at] + (members[at].fte if one else 0)
    depths = array("q", [1] * len(members))
    for at in reversed(order):
        if lines[at] != TOP:
            depths[at] = depths[lines[at]] + 1
    tree.layers = max(depths, default=0)
    tree.people = sum(not each.starting for each in members)
    tree.managers = sum(tree.direct[at] > 0 for at in range(len(members)))
    for at, extra in enumerate(tree.extras, len(members)):
        if extra.opening is not None:
            tree.seats += extra.opening.seats
            if tree.parents[at] != TOP:
                tree.vacant[tree.parents[at]] += extra.opening.seats


def _count_heading(tree: Tree, heading: int, loose: Sequence[int]) -> None:
    for at in loose:
        one = not tree.members[at].starting
        tree.direct[heading] += one
        tree.total[heading] += tree.total[at] + one
        tree.fte[heading] += tree.fte[at] + (tree.members[at].fte if one else 0)


def _count_departments(tree: Tree, homes: Sequence[int], nests: array[int]) -> None:
    first = len(tree.members)
    for each, home in zip(tree.members, homes, strict=True):
        if not each.starting:
            tree.direct[home] += 1
            tree.total[home] += 1
            tree.fte[home] += each.fte
    for at in _upwards(nests):
        if nests[at] != TOP:
            tree.total[first + nests[at]] += tree.total[first + at]
            tree.fte[first + nests[at]] += tree.fte[first + at]


def _upwards(parents: array[int]) -> array[int]:
    """All places, each one after everything below it."""
    waiting = array("q", [0] * len(parents))
    for up in parents:
        if up != TOP:
            waiting[up] += 1
    order = array("q", (at for at in range(len(parents)) if not waiting[at]))
    for at in order:
        up = parents[at]
        if up != TOP:
            waiting[up] -= 1
            if not waiting[up]:
                order.append(up)
    return order
