"""The ten best slots of a loop of four sessions among ten calendars of 500 appointments each, over six weeks: by the solver alone,
and as they are asked for, with availability and kept calendars read from a store."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from data.db import create_store
from data.keyfile import create_key
from hrtui.access.model import ACTIONS, Grant
from hrtui.config import Company, Config, StoreSettings
from hrtui.context import Actor, Context, FixedClock
from hrtui.dates import Period
from hrtui.interviews.asking import Asked, Part
from hrtui.interviews.availability import Availability
from hrtui.interviews.importing import import_busy
from hrtui.interviews.interviewers import set_availability
from hrtui.interviews.service import find_slots
from hrtui.interviews.solver import solve
from hrtui.interviews.spans import Span, day_span, days, instant_of, merged, without, working
from hrtui.interviews.wishes import Calendar, Session, Wish
from tests.bench.model import Bench, Measure
from tests.people import hire

FIRST, LAST, ZONE = date(2026, 10, 12), date(2026, 11, 22), ZoneInfo("America/New_York")
PEOPLE, BUSY, ROUNDS, MOST_MS = 10, 500, 30, 50


def slots(_: Bench) -> list[Measure]:
    """How long the solver takes, and how long the whole question; the clocks of New York change within the weeks."""
    wish, people = question()
    found = _measure(
        "best ten slots of a loop of four, ten calendars", lambda: solve(wish, people, {}, most=10, apart=True)
    )
    with tempfile.TemporaryDirectory(prefix="hrtui-interviews-") as folder:
        ctx = _company(Path(folder))
        dice = Random(3)
        asked = _asked([_interviewer(ctx, Path(folder), number, dice) for number in range(PEOPLE)])
        find_slots(ctx, asked)
        kept = _measure(
            "the same from the store: hours, kept calendars, bookings", lambda: find_slots(ctx, asked).slots
        )
        ctx.store.close()
    return [found, kept]


def _measure(name: str, ask: Callable[[], Sequence[Any]]) -> Measure:
    times = []
    gc.collect()
    gc.freeze()  # as the program does once it is started
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        found = ask()
        times.append((time.perf_counter() - begun) * 1000)
    if len(found) != 10:
        raise RuntimeError(f"{len(found)} slots were found, not ten")
    middle, most = statistics.median(times), max(times)
    return Measure(name, f"≤ {MOST_MS} ms", f"{middle:.1f} / {most:.1f} ms", most <= MOST_MS)


def _company(folder: Path) -> Context:
    """A store of its own, in which nobody is yet."""
    (folder / "store").mkdir()
    create_key(folder / "hrtui.key")
    settings = StoreSettings(url="sqlite:///store/hrtui.db")
    config = Config(folder / "hrtui.yaml", Company("Bench"), settings)
    store = create_store(folder / "store" / "hrtui.db")
    actor = Actor("bench", ("everything",), tuple(Grant(action) for action in ACTIONS))
    return Context(actor, FixedClock(datetime(2026, 10, 12, 4, tzinfo=UTC), ZONE.key), config, store)


def _interviewer(ctx: Context, folder: Path, number: int, dice: Random) -> str:
    """Hire an interviewer with hours of their own, and keep a calendar of 500 appointments of theirs."""
    who = hire(ctx, f"Panel{number}", rate=None)
    set_availability(ctx, who, Availability(hours="mon-fri 9:00-17:30", most_a_day=4, most_a_week=12))
    lines = ["BEGIN:VCALENDAR"]
    for at, (begins, ends) in enumerate(_appointments(dice)):
        first, last = (f"{instant_of(each):%Y%m%dT%H%M%SZ}" for each in (begins, ends))
        lines += ["BEGIN:VEVENT", f"UID:{at}", f"DTSTART:{first}", f"DTEND:{last}", "END:VEVENT"]
    file = folder / f"{number}.ics"
    file.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]))
    import_busy(ctx, file, who=who)
    return who


def _asked(who: Sequence[str]) -> Asked:
    parts = (
        Part(45, (who[0],), tuple(who[1:5]), 1),
        Part(60, (who[1],), tuple(who[5:8]), 1),
        Part(30, (who[2],)),
        Part(45, (), tuple(who), 2),
    )
    return Asked(parts, Period(FIRST, LAST))


def _appointments(dice: Random) -> list[Span]:
    hours, out = _hours(), []
    for _ in range(BUSY):
        day = dice.choice(hours)
        begins = dice.randrange(day[0] // 15, day[1] // 15) * 15
        out.append((begins, begins + dice.choice((15, 15, 30))))
    return out


def _hours() -> list[Span]:
    return working(dict.fromkeys(range(5), ((clock(9), clock(17, 30)),)), FIRST, LAST, ZONE)


def question() -> tuple[Wish, dict[str, Calendar]]:
    """Four sessions with fixed people and pools, and calendars about half full."""
    dice = Random(3)
    midnights = tuple(day_span(day, ZONE)[0] for day in days(FIRST, LAST))
    mondays = tuple(begins for begins, day in zip(midnights, days(FIRST, LAST), strict=True) if day.weekday() == 0)
    hours = _hours()
    people = {}
    for number in range(PEOPLE):
        free, booked = without(hours, merged(_appointments(dice))), dice.sample(hours, 5)
        people[f"p{number}"] = Calendar(tuple(free), tuple(hours), tuple(sorted(booked)), 4, 12, midnights, mondays)
    sessions = (
        Session(45, ("p0",), ("p1", "p2", "p3", "p4"), 1),
        Session(60, ("p1",), ("p5", "p6", "p7"), 1),
        Session(30, ("p2",)),
        Session(45, (), tuple(people), 2),
    )
    return Wish(sessions, tuple(hours), midnights[0], midnights), people
