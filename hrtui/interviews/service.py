"""The use cases of interviews: find the best slots for a panel among its calendars."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from data import directory, interviews
from hrtui.access.rules import may, require
from hrtui.context import Context
from hrtui.errors import ImportFault, NotFound, RuleBroken
from hrtui.interviews import asking, calendars, solver, spans, telling
from hrtui.interviews.asking import Asked, Part
from hrtui.interviews.spans import Span
from hrtui.interviews.wishes import Anchor, Block, Calendar, Proposal, Session, Wish
from hrtui.payroll.holidays import closed_days
from hrtui.people.listing import resolve
from hrtui.people.summary import Status
from hrtui.text import clean, listed

WORK = "recruiting.work"
LONGEST = 92
MOST_PEOPLE, MOST_SLOTS = 40, 50
WEEK = 7 * spans.DAY


@dataclass(frozen=True, slots=True)
class Slots:
    """The best slots, best first, or what stands in the way; `names` are people's by their numbers, `zone` is the candidate's."""

    slots: tuple[Proposal, ...]
    blocks: tuple[Block, ...]
    names: dict[str, str]
    zone: str
    notices: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """How many there are, or why there is none."""
        zone = ZoneInfo(self.zone)
        if not self.slots:
            return telling.why(self.blocks, self.names, zone)
        first = telling.when(self.slots[0].placed[0].begins, zone)
        many = "One slot; it" if len(self.slots) == 1 else f"{len(self.slots)} slots, the best first; it"
        return f"{many} begins {first}."


@dataclass(frozen=True, slots=True)
class Question:
    """What the solver is asked, with the names of people and their ids by number, and the numbers of who was named."""

    wish: Wish
    people: dict[str, Calendar]
    rooms: dict[str, Calendar]
    names: dict[str, str]
    ids: dict[str, int]
    numbers: dict[str, str]
    notices: tuple[str, ...] = ()


def find_slots(ctx: Context, asked: Asked, most: int = 10) -> Slots:
    """The best slots for sessions with a panel, from calendar files, bookings, working hours and public holidays; nothing is written.

    Four queries. Raises NotAllowed, NotFound for who is not on file, RuleBroken for what cannot be asked, and ImportFault, naming
    the file and its line, for a calendar that cannot be read.
    """
    require(ctx.actor, WORK)
    if not 1 <= most <= MOST_SLOTS:
        raise RuleBroken(f"1 to {MOST_SLOTS} slots are shown.", "most")
    with ctx.store.snapshot():
        question = asked_of(ctx, asked)
    return answered(ctx, asked, question, most)


def answered(ctx: Context, asked: Asked, question: Question, most: int, anchor: Anchor | None = None) -> Slots:
    """The best slots of a question, or what stands in the way."""
    found = solver.solve(question.wish, question.people, question.rooms, most=most, anchor=anchor)
    blocks = [] if found else solver.why_none(question.wish, question.people, question.rooms)
    zone = asked.zone or ctx.config.company.time_zone
    return Slots(tuple(found), tuple(blocks), question.names, zone, question.notices)


def asked_of(ctx: Context, asked: Asked, candidate: int = 0, without: Collection[int] = ()) -> Question:
    """What the solver is asked, of a candidate by their id; interviews of the ids `without` take no time. Four queries, inside a
    snapshot or `write()`. Raises as `find_slots`."""
    asking.check_days(asked.days, ctx.clock.today(), LONGEST)
    zone = asking.zone_of(asked.zone or ctx.config.company.time_zone)
    numbers = {text: resolve(ctx, text) for text in dict.fromkeys(_named(asked))}
    names, ids, notices = _names(ctx, sorted(set(numbers.values())))
    rooms = {clean(name): file for name, file in asked.rooms.items()}
    first, last = asked.days.start, asked.days.end
    whose = [f"candidate:{candidate}", *(f"person:{id_}" for id_ in ids.values()), *(f"room:{name}" for name in rooms)]
    reach = (spans.day_span(first, zone)[0] - WEEK, spans.day_span(last, zone)[1] + WEEK)
    taken = interviews.booked(whose, *reach, without)
    people = {
        number: _calendar(ctx, asked, number, numbers, taken.get(f"person:{ids[number]}", [])) for number in names
    }
    halls = {name: _room(asked, file, zone, taken.get(f"room:{name}", [])) for name, file in rooms.items()}
    windows = spans.working(asked.candidate.week(), first, last, zone)
    windows = spans.without(windows, spans.merged(taken.get(f"candidate:{candidate}", [])))
    midnights = tuple(spans.day_span(day, zone)[0] for day in spans.days(first, last + timedelta(days=1)))
    now = spans.minute_of(ctx.clock.now()) + 1
    sessions = tuple(_session(each, numbers, tuple(rooms)) for each in asked.parts)
    wish = Wish(sessions, tuple(windows), now, midnights, asked.pause, asked.longest_pause, asked.grid)
    return Question(wish, people, halls, names, ids, numbers, notices)


def _named(asked: Asked) -> Iterable[str]:
    for each in asked.parts:
        yield from each.everyone
        yield from each.pool
    yield from (*asked.zones, *asked.calendars)


def _names(ctx: Context, numbers: list[str]) -> tuple[dict[str, str], dict[str, int], tuple[str, ...]]:
    """The names and ids of the panel by number, and what to know of it; raises NotFound for whom the role does not see, RuleBroken for who left."""
    if len(numbers) > MOST_PEOPLE:
        raise RuleBroken(f"{len(numbers)} people are asked for; a panel has up to {MOST_PEOPLE}.", "session")
    lines = directory.lines(numbers)
    names, ids, away = dict[str, str](), dict[str, int](), list[str]()
    for number in numbers:
        held = lines.get(number)
        if held is None or not may(ctx.actor, "people.read", held[1]):
            raise NotFound(f"There is no person “{number}” that you may see.")
        line = held[0]
        if line.status is Status.TERMINATED:
            raise RuleBroken(f"{line.name} ({number}) left on {line.terminated}; ask somebody else.", "session")
        if line.status is Status.LEAVE:
            away.append(line.name)
        names[number], ids[number] = line.name, line.id
    verb = "is" if len(away) == 1 else "are"
    said = f"{listed(away, 'and')} {verb} on leave today; say so in their calendar, or ask others."
    return names, ids, (said,) if away else ()


def _calendar(ctx: Context, asked: Asked, number: str, numbers: dict[str, str], booked: list[Span]) -> Calendar:
    """When somebody can be asked for: their working hours without public holidays, what their calendar holds, and interviews."""
    texts = [text for text, key in numbers.items() if key == number]
    named = next((asked.zones[text] for text in texts if text in asked.zones), "")
    file = next((asked.calendars[text] for text in texts if text in asked.calendars), None)
    zone = asking.zone_of(named or ctx.config.company.time_zone)
    first, last = asked.days.start - timedelta(days=1), asked.days.end + timedelta(days=1)
    closed = closed_days(ctx.config.holidays, range(first.year, last.year + 1))
    hours = spans.working(asked.hours.week(), first, last, zone, closed)
    taken = spans.widened([*(_busy(file, zone, asked) if file else []), *booked], asked.buffer)
    begun = first - timedelta(days=first.weekday())
    midnights = {day: spans.day_span(day, zone)[0] for day in spans.days(begun, last + timedelta(days=7))}
    mondays = tuple(begins for day, begins in midnights.items() if day.weekday() == 0)
    free = tuple(spans.without(hours, taken))
    return Calendar(
        free, tuple(hours), tuple(booked), asked.most_a_day, midnights=tuple(midnights.values()), mondays=mondays
    )


def _room(asked: Asked, file: Path | None, zone: ZoneInfo, booked: list[Span]) -> Calendar:
    """When a room is free: at any hour that its calendar and interviews do not hold."""
    first, last = asked.days.start, asked.days.end
    whole = [(spans.day_span(first, zone)[0] - spans.DAY, spans.day_span(last, zone)[1] + spans.DAY)]
    taken = spans.merged([*(_busy(file, zone, asked) if file else []), *booked])
    return Calendar(tuple(spans.without(whole, taken)), tuple(whole))


def _busy(file: Path, zone: ZoneInfo, asked: Asked) -> list[Span]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ImportFault(f"{clean(file.name)} cannot be read ({error.strerror}).") from error
    first, last = asked.days.start - timedelta(days=1), asked.days.end + timedelta(days=1)
    try:
        return calendars.busy(content, zone, first, last)
    except ImportFault as fault:
        raise ImportFault(f"{clean(file.name)}, {str(fault)[0].lower()}{str(fault)[1:]}") from fault


def _session(part: Part, numbers: dict[str, str], rooms: tuple[str, ...]) -> Session:
    everyone = tuple(dict.fromkeys(numbers[text] for text in part.everyone))
    pool = tuple(dict.fromkeys(numbers[text] for text in part.pool))
    if part.some > len([each for each in pool if each not in everyone]):
        raise RuleBroken(
            "Fewer of the pool are left than are asked for: somebody is in it twice, or comes anyway.", "session"
        )
    return Session(part.minutes, everyone, pool, part.some, rooms)
