"""The points of a look at a store in few lines: what is wrong each by itself, what is well by what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hrtui.store.model import Finding, Grade
from hrtui.text import counted

WORST = (Grade.FAULT, Grade.WARNING, Grade.GOOD)
ROWS = "the whole check"
"""What points of a whole check are about that no look in a moment has."""
ABOUT = {
    "the store": ("the store opens", "the engine is safe", "only owner and group may read the files"),
    "writing": ("somebody can write", "what is confirmed survives a power cut", "the log of writes is small"),
    "the machine": ("the disk has room", "the clock goes on"),
    "backups": ("a recent backup exists", "the last backup was proven", "backups are sealed"),
    "keys": ("the key of sealed values", "the key of the whole file"),
    "the last night": (
        "the night ran", "the audit chain was verified", "the check of the night", "records within the time they are kept",
    ),
    "the server": ("sessions over SSH", "sessions end by being left", "no crash of late"),
    "files left over": ("nothing unfinished lies about",),
}  # fmt: skip
_OF = {check: about for about, checks in ABOUT.items() for check in checks}


@dataclass(frozen=True, slots=True)
class Group:
    """Points about one thing that are all well, in the order in which they are told."""

    check: str
    points: tuple[Finding, ...]
    grade: Grade = Grade.GOOD

    @property
    def sentence(self) -> str:
        """What was seen of all of them, in a line; of a whole check how many they are."""
        if self.check == ROWS:
            return f"{counted(len(self.points), 'point')}, nothing found"
        return "; ".join(each.brief or each.check for each in self.points)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """All points, those that are wrong first."""
    return sorted(findings, key=lambda each: WORST.index(each.grade))


def grouped(findings: Iterable[Finding]) -> list[Finding | Group]:
    """The points that are not well, worst first, then the others by what they are about."""
    ordered = worst_first(findings)
    wrong = [each for each in ordered if each.grade is not Grade.GOOD]
    well = [each for each in ordered if each.grade is Grade.GOOD]
    groups = []
    for about, checks in (*ABOUT.items(), (ROWS, ())):
        mine = [each for each in well if _OF.get(each.check, ROWS) == about]
        mine.sort(key=lambda each: checks.index(each.check) if checks else 0)
        if mine:
            groups.append(Group(about, tuple(mine)))
    return [*wrong, *groups]
