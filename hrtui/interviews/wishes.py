"""What is asked of the solver and what it answers: calendars, sessions, costs and proposals; pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from hrtui.interviews.spans import Span
from hrtui.value import frozen

GRID = 15


@frozen
class Calendar:
    """When somebody can be asked for. `hours` are their working hours and `free` what is left of them, both merged; `booked` the
    interviews they have, for the most a day and a week (0 for any number); days and weeks begin at the minutes of `midnights`
    and `mondays`, in order."""

    free: tuple[Span, ...]
    hours: tuple[Span, ...]
    booked: tuple[Span, ...] = ()
    most_a_day: int = 0
    most_a_week: int = 0
    midnights: tuple[int, ...] = ()
    mondays: tuple[int, ...] = ()


@frozen
class Session:
    """A part of an interview: so many minutes with everyone of a panel and `some` of a pool, in one of the rooms where there are any."""

    minutes: int
    everyone: tuple[str, ...]
    pool: tuple[str, ...] = ()
    some: int = 0
    rooms: tuple[str, ...] = ()


@frozen
class Wish:
    """Sessions one after another on one day, within the candidate's windows, with `pause` to `longest_pause` minutes between.

    `midnights` are those of the candidate's zone; `now` the minute before which nothing begins; starts are multiples of `grid`
    minutes of the hour in UTC. `begins` is the one minute at which the first has to begin, where there is one.
    """

    sessions: tuple[Session, ...]
    windows: tuple[Span, ...]
    now: int
    midnights: tuple[int, ...] = ()
    pause: int = 0
    longest_pause: int = 60
    grid: int = GRID
    begins: int | None = None


@frozen
class Weights:
    """What is bad about a slot, in points: a day of waiting; the first or last hour of somebody's day; a stretch of somebody's free time
    that is cut in two; a piece of it left that is too short for anything; an interview somebody has in that week already; a quarter
    of an hour of pause more than is asked; when something is moved, an hour of difference and another interviewer."""

    wait: int = 12
    edge: int = 3
    cut: int = 2
    scrap: int = 4
    load: int = 2
    pause: int = 1
    shift: int = 6
    other: int = 40


@frozen
class Anchor:
    """What a slot that is moved was: when each session began, and with whom; the nearer, the better."""

    begins: tuple[int, ...]
    people: tuple[frozenset[str], ...]


@frozen
class Placed:
    """A session in its place: from which minute to which, with whom, and in which room (none for "")."""

    begins: int
    ends: int
    people: tuple[str, ...]
    room: str = ""


@frozen
class Proposal:
    """Sessions in their places, the points against them, and those by what is bad: `wait`, `edge` and so on."""

    placed: tuple[Placed, ...]
    cost: int
    points: Mapping[str, int] = field(default_factory=dict)


@frozen
class Block:
    """Why there is no slot: without whose calendar (a person, a room, "windows" for the candidate's own, "most" for the most a
    day and a week) how many would be found, and the first of them."""

    whose: str
    found: int
    first: int
