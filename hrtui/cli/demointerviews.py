"""The demo company's interviews: some that took place, some this week and in the next ones, a loop, candidates in two zones, and
somebody who cannot come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from hrtui.context import Context
from hrtui.dates import Period, is_business_day
from hrtui.errors import Conflict, RuleBroken
from hrtui.interviews import interviewers, scheduling
from hrtui.interviews.asking import Asked, clock, part
from hrtui.interviews.model import STATES, Response

On = Callable[[date], Context]
ABROAD = "Europe/London"
ROOMS = ("Aspen", "Birch")
PAST = ((-7, "9:00-12:00", 45), (-5, "13:00-17:00", 60), (-3, "10:00-15:00", 45))
"""How many days from today, within which hours, and how many minutes."""
AHEAD = (
    (0, "13:00-17:00", 45), (1, "9:00-12:00", 60), (1, "13:00-17:00", 45), (2, "10:00-16:00", 45), (4, "9:00-11:00", 60),
    (7, "9:00-14:00", 45), (9, "13:00-17:00", 60), (15, "9:00-17:00", 45),
)  # fmt: skip
LOOP = (4, "13:00-19:00", (45, 30, 45))
LAST = 2
"""The requisition, of those that interview, whose last candidate meets a loop."""
ANSWERS = (Response.ACCEPTED, Response.ACCEPTED, Response.TENTATIVE, Response.ACCEPTED, Response.DECLINED)


def arrange(on: On, made: Sequence[str], team: Sequence[str], today: date, at: int) -> None:
    """Interview the first of those who applied to a requisition, each with two of a team; `at` tells requisitions apart."""
    for number, (days, hours, minutes) in enumerate(PAST):
        day = _workday(today + timedelta(days=days - at % 2))
        booked = _booked(on(day - timedelta(days=2)), made[number + 1], day, hours, (minutes,), team, number + at)
        state = STATES.NO_SHOW if (number, at) == (1, 1) else STATES.COMPLETED
        for interview in booked:
            scheduling.conclude(on(day), interview, state)
    ahead: list[tuple[date, str]] = []
    for number, (days, hours, minutes) in enumerate(AHEAD):
        if number % 3 != at and number % 2:
            continue
        day = _workday(today + timedelta(days=days))
        zone = ABROAD if number == 3 else ""
        booked = _booked(on(today), made[number % 5], day, hours, (minutes,), team, number + at, zone)
        for interview in booked:
            ahead.append((day, team[(number + at) % len(team)]))
            _answered(on(today), interview, team, number + at)
    if at == 0 and ahead:
        day, who = ahead[min(1, len(ahead) - 1)]
        interviewers.add_absence(on(today), who, day, day, "Trade fair")
    if at == LAST:
        days, hours, sessions = LOOP
        _booked(on(today), made[5], _workday(today + timedelta(days=days)), hours, sessions, team, at, ABROAD, within=7)


def _workday(day: date) -> date:
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def _booked(
    ctx: Context, application: str, day: date, hours: str, minutes: Sequence[int], team: Sequence[str], at: int, zone: str = "",
    within: int = 1,
) -> Sequence[str]:  # fmt: skip
    """The numbers of the sessions booked within some days; none where all are holidays, or nobody has time."""
    pairs = [(team[(at + turn) % len(team)], team[(at + turn + 1) % len(team)]) for turn in range(len(minutes))]
    parts = tuple(
        part(f"{length}:{','.join(dict.fromkeys(pair))}") for length, pair in zip(minutes, pairs, strict=True)
    )
    rooms = {ROOMS[at % len(ROOMS)]: None}
    try:
        return scheduling.schedule(
            ctx,
            application,
            Asked(parts, Period(day, day + timedelta(days=within - 1)), zone, clock(hours), rooms=dict(rooms)),
        ).numbers
    except (RuleBroken, Conflict):
        return ()


def _answered(ctx: Context, interview: str, team: Sequence[str], at: int) -> None:
    """Let the panel answer; every third has not yet."""
    if at % 3 == 2:
        return
    for turn in range(2):
        scheduling.respond(ctx, interview, team[(at + turn) % len(team)], ANSWERS[(at + turn) % len(ANSWERS)])
