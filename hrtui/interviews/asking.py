"""What a coordinator asks: sessions, hours of a day and calendars in words of the command line, understood or refused; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.interviews.model import PanelRole
from hrtui.interviews.spans import Hours, minute_of
from hrtui.interviews.wishes import GRID
from hrtui.text import clean, listed

SHORTEST, LONGEST = 5, 480
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
_SOME = re.compile(r"([0-9]{1,2}) of (.+)")
_MOMENT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[ T](\d{1,2}:\d{2})(?: ([A-Za-z0-9+-]{1,8}))?")
WEEK = range(5)


@dataclass(frozen=True, slots=True)
class Part:
    """A session as it is asked for: so many minutes with everyone, and `some` of a pool; people by number or name, `roles` of those who
    have one of their own."""

    minutes: int
    everyone: tuple[str, ...]
    pool: tuple[str, ...] = ()
    some: int = 0
    roles: tuple[tuple[str, PanelRole], ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """From when to when on a day, in clock time; until midnight is `time(0)`."""

    begins: time
    ends: time

    def week(self) -> Hours:
        """These hours from Monday to Friday."""
        return dict.fromkeys(WEEK, ((self.begins, self.ends),))


@dataclass(frozen=True, slots=True)
class Asked:
    """What slots are wanted: the sessions in order, the days, the candidate's zone and hours; what counts in the place of what is on file
    of interviewers: hours of all, zones and calendar files by who they are, minutes around other appointments, the most a day and a week
    (0 for any); and rooms with their files. With `anyway` bookings alone stand in the way, and nothing else does."""

    parts: tuple[Part, ...]
    days: Period
    zone: str = ""
    candidate: Clock = Clock(time(8), time(19))
    hours: str = ""
    zones: dict[str, str] = field(default_factory=dict)
    calendars: dict[str, Path] = field(default_factory=dict)
    rooms: dict[str, Path | None] = field(default_factory=dict)
    buffer: int | None = None
    most_a_day: int | None = None
    pause: int = 0
    longest_pause: int = 60
    grid: int = GRID
    most_a_week: int | None = None
    anyway: bool = False


def part(text: str) -> Part:
    """A session of `45:1004,Kim Lee,1 of 1021/1022`; raises RuleBroken saying what is not understood."""
    minutes, colon, rest = text.partition(":")
    if not colon or not minutes.strip().isdigit():
        raise RuleBroken(
            f"“{clean(text, limit=60)}” is no session; write minutes and who, such as 45:1004,1017.", "session"
        )
    length = int(minutes)
    if not SHORTEST <= length <= LONGEST:
        raise RuleBroken(f"A session takes {SHORTEST} to {LONGEST} minutes, not {length}.", "session")
    everyone, pool, some, roles = list[str](), tuple[str, ...](), 0, list[tuple[str, PanelRole]]()
    for word in filter(None, (clean(each) for each in rest.split(","))):
        of = _SOME.fullmatch(word)
        if of is None:
            who, as_, role = word.partition(" as ")
            if as_:
                roles.append((who, _role(role)))
            everyone.append(who)
            continue
        if some:
            raise RuleBroken("A session has one pool; put all of whom some come into it.", "session")
        some, pool = int(of[1]), tuple(filter(None, (clean(each) for each in of[2].split("/"))))
        if not 0 < some <= len(pool):
            raise RuleBroken(f"{some} of {len(pool)} cannot come.", "session")
    if not everyone and not some:
        raise RuleBroken("A session wants somebody to meet; write who after the colon.", "session")
    return Part(length, tuple(everyone), pool, some, tuple(roles))


def _role(text: str) -> PanelRole:
    wanted = clean(text).replace(" ", "_").replace("-", "_").casefold()
    if wanted not in list(PanelRole):
        raise RuleBroken(
            f"“{clean(text, limit=40)}” is no role on a panel; there is {listed(list(PanelRole))}.", "session"
        )
    return PanelRole(wanted)


def clock(text: str) -> Clock:
    """Hours of `9:00-17:30`; until 24:00 is until midnight. Raises RuleBroken where they are none or end before they begin."""
    found = [_CLOCK.fullmatch(each.strip()) for each in text.split("-")]
    if len(found) != 2 or None in found:
        raise RuleBroken(f"“{clean(text, limit=40)}” are no hours; write them as 9:00-17:30.", "hours")
    begins, ends = (int(each[1]) * 60 + int(each[2]) for each in found if each is not None)
    if not begins < ends <= 24 * 60:
        raise RuleBroken(f"Hours from {text.strip()} end before they begin.", "hours")
    return Clock(time(begins // 60, begins % 60), time(ends // 60 % 24, ends % 60))


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises RuleBroken for one that is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RuleBroken(
            f"There is no time zone “{clean(name, limit=40)}”; write it as Europe/London or America/New_York.", "zone"
        ) from error


def moment(text: str, zone: str) -> int | None:
    """The minute of a day and a time in a zone, such as 2026-12-01 10:00; None for none. Of a time that comes twice, where clocks go back,
    what the zone calls it is said too: 2026-11-01 01:30 EST. Raises RuleBroken where it is not understood, or not there."""
    if not text.strip():
        return None
    found = _MOMENT.fullmatch(" ".join(text.split()))
    try:
        if found is None:
            raise ValueError
        local = datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M").replace(tzinfo=zone_of(zone))
        return minute_of(_meant(local, (found[3] or "").upper()))
    except (ValueError, OverflowError):
        said = f"A day and a time are wanted, such as 2026-12-01 10:00, not “{clean(text, limit=40)}”."
        raise RuleBroken(said, "begins") from None


def _meant(local: datetime, named: str) -> datetime:
    """A local time as it is meant, by what its zone calls it where that is said; raise RuleBroken where it is not there, or comes twice."""
    said, there = f"{local:%Y-%m-%d %H:%M}", local.astimezone(UTC).astimezone(local.tzinfo)
    if there.replace(fold=0) != local.replace(fold=0):
        raise RuleBroken(
            f"There is no {said} in {local.tzinfo}: clocks go forward, and it is {there:%H:%M} then. Say another time.",
            "begins",
        )
    both = {f"{each:%Z}": each for each in (local, local.replace(fold=1))}
    if named and named not in both:
        raise RuleBroken(f"{said} is {listed(list(both))} in {local.tzinfo}, not {named}.", "begins")
    if len(both) > 1 and not named:
        raise RuleBroken(
            f"{said} comes twice in {local.tzinfo}: say {listed([f'{said} {each}' for each in both])}.", "begins"
        )
    return both[named] if named else local


def check_days(days: Period, today: date, most: int) -> None:
    """Raise RuleBroken where days are over, or too many to look at."""
    if days.end < today or days.start > days.end:
        raise RuleBroken(f"The days {days.start} to {days.end} are over; name some that come.", "until")
    if days.days > most:
        raise RuleBroken(f"{days.days} days are asked for; {most} are looked at, at most.", "until")
