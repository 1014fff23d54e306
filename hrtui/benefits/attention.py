"""What is said on the home screen of windows that end, papers that are late, and cases and notices of COBRA that are owed: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hrtui.attention.model import Notice
from hrtui.benefits.model import EventKind

SOON = 7
"""The days within which a window ends, or a notice is due, that is told."""


YEAR = timedelta(days=365)
"""How far back coverage that began without a general notice of COBRA is looked for."""
LOOK_BACK = timedelta(days=180)
"""How far back people who lost coverage without a case of COBRA are looked for."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Windows to choose that end soon: of which kind of event and of which day, how many, and the day the first one ends."""

    kind: EventKind
    day: date
    count: int
    ends: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many there are of what is due, and the first day by which one is."""

    count: int
    first: date


def about_windows(found: Iterable[Ending]) -> tuple[Notice, ...]:
    """A line for the open enrolment, which leads to it, and one for the windows of single people, which leads to the queue."""
    told, alone = list[Notice](), list[Ending]()
    for each in found:
        if each.kind is not EventKind.OPEN_ENROLMENT:
            alone.append(each)
            continue
        people = "1 person has" if each.count == 1 else f"{each.count:,} people have"
        said = f"The open enrolment from {each.day} ends on {each.ends}; {people} an event under way."
        told.append(Notice(said, True, f"open-enrolment {each.day}"))
    if alone:
        count, first = sum(each.count for each in alone), min(each.ends for each in alone)
        many = "1 enrolment window ends" if count == 1 else f"{count:,} enrolment windows end"
        told.append(Notice(f"{many} within {SOON} days, the first on {first}.", address="enrolments"))
    return tuple(told)


def about_papers(found: Waiting | None) -> tuple[Notice, ...]:
    """A warning where events owe papers that were due."""
    if found is None:
        return ()
    many = "1 enrolment event owes papers" if found.count == 1 else f"{found.count:,} enrolment events owe papers"
    return (Notice(f"{many}, due since {found.first}.", True, "enrolments is:owing"),)


def about_leavers(found: Waiting | None) -> tuple[Notice, ...]:
    """A warning where people left with health coverage and have no case of COBRA yet."""
    if found is None:
        return ()
    many = "1 leaver of a health plan has" if found.count == 1 else f"{found.count:,} leavers of health plans have"
    said = f"{many} no case of COBRA; the first left {found.first}."
    return (Notice(said, True, "cobra"),)


def about_cobra(found: Waiting | None, today: date) -> tuple[Notice, ...]:
    """A line where election notices of COBRA are due soon; a warning where one was due by today or before."""
    if found is None:
        return ()
    many = "1 election notice of COBRA is" if found.count == 1 else f"{found.count:,} election notices of COBRA are"
    return (Notice(f"{many} due, the first by {found.first}.", found.first <= today, "cobra"),)


def about_general(found: Waiting | None, today: date) -> tuple[Notice, ...]:
    """A line where general notices of COBRA are due soon; a warning where one was due before today."""
    if found is None:
        return ()
    many = "1 general notice of COBRA is" if found.count == 1 else f"{found.count:,} general notices of COBRA are"
    return (Notice(f"{many} due, the first by {found.first}.", found.first < today, "general-notices"),)
