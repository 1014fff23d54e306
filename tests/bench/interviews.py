"""The ten best slots of a loop of four sessions among ten calendars of 500 appointments each, over six weeks."""

from __future__ import annotations

import statistics
import time
from datetime import date
from datetime import time as clock
from random import Random
from zoneinfo import ZoneInfo

from hrtui.interviews.solver import solve
from hrtui.interviews.spans import day_span, days, merged, without, working
from hrtui.interviews.wishes import Calendar, Session, Wish
from tests.bench.model import Bench, Measure

FIRST, LAST, ZONE = date(2026, 10, 12), date(2026, 11, 22), ZoneInfo("America/New_York")
PEOPLE, BUSY, ROUNDS, MOST_MS = 10, 500, 30, 50


def slots(_: Bench) -> list[Measure]:
    """How long the solver takes; the clocks of New York change within the weeks."""
    wish, people = question()
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        found = solve(wish, people, {}, most=10)
        times.append((time.perf_counter() - begun) * 1000)
    if len(found) != 10:
        raise RuntimeError(f"{len(found)} slots were found, not ten")
    middle, most = statistics.median(times), max(times)
    return [
        Measure(
            "best ten slots of a loop of four, ten calendars",
            f"≤ {MOST_MS} ms",
            f"{middle:.1f} / {most:.1f} ms",
            most <= MOST_MS,
        )
    ]


def question() -> tuple[Wish, dict[str, Calendar]]:
    """Four sessions with fixed people and pools, and calendars about half full."""
    dice = Random(3)
    midnights = tuple(day_span(day, ZONE)[0] for day in days(FIRST, LAST))
    mondays = tuple(begins for begins, day in zip(midnights, days(FIRST, LAST), strict=True) if day.weekday() == 0)
    hours = working(dict.fromkeys(range(5), ((clock(9), clock(17, 30)),)), FIRST, LAST, ZONE)
    people = {}
    for number in range(PEOPLE):
        busy = []
        for _ in range(BUSY):
            day = dice.choice(hours)
            begins = dice.randrange(day[0] // 15, day[1] // 15) * 15
            busy.append((begins, begins + dice.choice((15, 15, 30))))
        free, booked = without(hours, merged(busy)), dice.sample(hours, 5)
        people[f"p{number}"] = Calendar(tuple(free), tuple(hours), tuple(sorted(booked)), 4, 12, midnights, mondays)
    sessions = (
        Session(45, ("p0",), ("p1", "p2", "p3", "p4"), 1),
        Session(60, ("p1",), ("p5", "p6", "p7"), 1),
        Session(30, ("p2",)),
        Session(45, (), tuple(people), 2),
    )
    return Wish(sessions, tuple(hours), midnights[0], midnights), people
