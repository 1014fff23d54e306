"""Who reports to whom in the demo company: a tree of seats, managers before the people they lead."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from random import Random

from data.demo.shape import CEO, DEPARTMENTS, EXECUTIVE, MANAGERS, PLACES, PLANTS, Department, Place, Title
from hrtui.money import split

TEAM = 9
MOST = 12
BRANCHES = 8
LED = (1_000, 120, 14)  # from how many people on a group is led by a director, a senior manager, a manager


@dataclass(slots=True)
class Seat:
    """A place in the tree: department, ladder of titles with the step reached, manager (the index of a seat before), place."""

    index: int
    manager: int
    department: str
    ladder: tuple[Title, ...]
    step: int
    place: Place
    leads: bool

    @property
    def title(self) -> Title:
        """The title of this seat."""
        return self.ladder[self.step]


def seats(people: int, random: Random) -> list[Seat]:
    """The seats of a company of so many people, the chief executive first, each after the one it reports to."""
    boston = PLACES[0]
    out = [Seat(0, -1, EXECUTIVE, (CEO,), 0, boston, True)]
    waiting = deque((0, department, size, 0) for department, size in _sizes(people - 1))
    while waiting:
        manager, department, size, depth = waiting.popleft()
        groups, workers = _split(size - 1)
        title, place = _leader(department, depth, size), _place(department, random, out[manager], depth)
        boss = Seat(len(out), manager, department.name, (title,), 0, place, leads=size > 1)
        out.append(boss)
        for _ in range(workers):
            out.append(_worker(len(out), boss, department, random))
        waiting.extend((boss.index, department, group, depth + 1) for group in groups)
    return out


def _sizes(people: int) -> list[tuple[Department, int]]:
    chosen = DEPARTMENTS[: max(1, min(len(DEPARTMENTS), people // 6))]
    if people <= 0:
        return []
    shares = split(people, [department.per_mille for department in chosen])
    return [(department, size) for department, size in zip(chosen, shares, strict=True) if size]


def _split(people: int) -> tuple[list[int], int]:
    """How a manager's people are led: the sizes of groups below managers of their own, and how many are led directly."""
    if people <= MOST:
        return [], people
    groups = min(BRANCHES, -(-people // TEAM))
    return [people // groups + (at < people % groups) for at in range(groups)], 0


def _leader(department: Department, depth: int, size: int) -> Title:
    if depth == 0:
        return department.head
    return MANAGERS[next((at for at, least in enumerate(LED) if size >= least), len(LED))]


def _place(department: Department, random: Random, boss: Seat, depth: int) -> Place:
    if depth >= 2:
        return boss.place
    some = PLACES[1:3] if department.name in PLANTS and depth else PLACES
    return random.choices(some, [place.weight for place in some])[0]


def _worker(index: int, boss: Seat, department: Department, random: Random) -> Seat:
    first = len(department.ladders) == 1 or random.random() < department.share
    ladder = department.ladders[0] if first else random.choice(department.ladders[1:])
    step = min(int(random.random() ** 1.6 * len(ladder)), len(ladder) - 1)
    place = boss.place if random.random() < 0.92 else random.choice(PLACES)
    return Seat(index, boss.index, boss.department, ladder, step, place, leads=False)
