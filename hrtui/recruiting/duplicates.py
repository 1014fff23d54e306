"""Whether two entries are one human: the same address or number for certain, a like name perhaps; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hrtui.recruiting.keys import email_key, name_key, phone_key
from hrtui.text import listed

LEAST = 5
"""The letters from which on names that differ by one letter are alike."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody on file who may be the same: a candidate, or a person who works or worked here. `why` are the reasons, and `certain`
    says that the address or the number is the same; `warning` is what to know before they are hired."""

    number: str
    name: str
    why: tuple[str, ...]
    certain: bool
    person: bool = False
    warning: str = ""

    @property
    def sentence(self) -> str:
        """What to tell whoever enters them."""
        what = "works or worked here" if self.person else "is a candidate"
        more = f"; {self.warning}" if self.warning else ""
        return f"{self.name} ({self.number}) {what} with {listed(self.why, 'and')}{more}."


@dataclass(frozen=True, slots=True)
class Entry:
    """What of a human is compared."""

    number: str
    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    person: bool = False
    warning: str = ""
    barred: bool = False

    @property
    def name(self) -> str:
        """`Last, First`."""
        return f"{self.last_name}, {self.first_name}" if self.first_name else self.last_name


def alike(new: Entry, known: Iterable[Entry]) -> list[Alike]:
    """Those who may be the same as a new entry, the certain ones first."""
    found = []
    for each in known:
        why = reasons(new, each)
        if why and each.number != new.number:
            certain = any(reason != "a like name" and reason != "the same name" for reason in why)
            found.append(Alike(each.number, each.name, why, certain, each.person, each.warning))
    return sorted(found, key=lambda each: (not each.certain, each.person, each.number))


def neighbours(name: str) -> set[str]:
    """A name and what it is without any one of its letters; names that are near have one of these in common."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


class Named:
    """Many entries by their names, to be asked who of them bears the same name or a like one."""

    def __init__(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """Take in entries, each with the place it has in a list of theirs."""
        self._places: dict[str, list[tuple[int, str]]] = {}
        for place, each in entries:
            name = name_key(each.first_name, each.last_name)
            for key in neighbours(name) if name else ():
                self._places.setdefault(key, []).append((place, name))

    def places(self, name: str) -> set[int]:
        """The places of the entries whose name is this one or near it (both as `name_key` has them)."""
        found = (pair for key in neighbours(name) for pair in self._places.get(key, ()))
        return {place for place, theirs in found if theirs == name or near(theirs, name)}


def reasons(one: Entry, other: Entry) -> tuple[str, ...]:
    """Why two entries may be one human; empty where nothing says so."""
    out = []
    if (key := email_key(one.email)) and key == email_key(other.email):
        out.append("the same e-mail address")
    if (key := phone_key(one.phone)) and key == phone_key(other.phone):
        out.append("the same telephone number")
    mine, theirs = name_key(one.first_name, one.last_name), name_key(other.first_name, other.last_name)
    if mine and mine == theirs:
        out.append("the same name")
    elif near(mine, theirs):
        out.append("a like name")
    return tuple(out)


def near(one: str, other: str) -> bool:
    """Whether two names of five letters and more differ by one letter that is another, missing, more, or swapped with its neighbour."""
    if min(len(one), len(other)) < LEAST or abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
        return one[start + 1 :] == other[start + 1 :] or swapped
    short, long = sorted((one, other), key=len)
    return short[start:] == long[start + 1 :]
