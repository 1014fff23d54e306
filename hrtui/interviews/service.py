"""The use cases of interviews: find the best slots for a panel among its calendars."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from data import directory, interviews, keptcalendars
from hrtui.access.rules import may, require
from hrtui.context import Context
from hrtui.errors import NotFound, RuleBroken
from hrtui.interviews import asking, calendarfiles, calendars, solver, spans, telling
from hrtui.interviews.asking import Asked, Part
from hrtui.interviews.availability import Away, Standing
from hrtui.interviews.spans import Hours, Span
from hrtui.interviews.standings import Given, standings, taken_rooms
from hrtui.interviews.wishes import Anchor, Block, Calendar, Proposal, Session, Wish
from hrtui.people.listing import resolve
from hrtui.people.summary import Status
from hrtui.recruiting.gathering import application
from hrtui.text import clean

WORK = "recruiting.work"
LONGEST = 92
MOST_PEOPLE, MOST_SLOTS = 40, 50
WEEK, DAY = 7 * spans.DAY, timedelta(days=1)
WHOLE_DAY = ((time(0), time(0)),)


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


def find_slots(ctx: Context, asked: Asked, most: int = 10, *, of: str = "") -> Slots:
    """The best slots for sessions with a panel, from what is on file of when they can be asked, bookings, and what the question says in
    its place; nothing is written. `of` is the number of the application, whose candidate is nowhere twice.

    As many queries however many people. Raises NotAllowed, NotFound for who is not on file, RuleBroken for what cannot be asked, and
    ImportFault, naming the file and its line, for a calendar that cannot be read.
    """
    require(ctx.actor, WORK)
    if not 1 <= most <= MOST_SLOTS:
        raise RuleBroken(f"1 to {MOST_SLOTS} slots are shown.", "most")
    with ctx.store.snapshot():
        candidate = application(ctx, WORK, of)[2].id if of else 0
        question = asked_of(ctx, asked, candidate)
    return answered(ctx, asked, question, most)


def answered(ctx: Context, asked: Asked, question: Question, most: int, anchor: Anchor | None = None) -> Slots:
    """The best slots of a question, or what stands in the way."""
    found = solver.solve(question.wish, question.people, question.rooms, most=most, anchor=anchor, apart=True)
    blocks = [] if found else solver.why_none(question.wish, question.people, question.rooms)
    zone = asked.zone or ctx.config.company.time_zone
    return Slots(tuple(found), tuple(blocks), question.names, zone, question.notices)


def asked_of(ctx: Context, asked: Asked, candidate: int = 0, without: Collection[int] = ()) -> Question:
    """What the solver is asked, of a candidate by their id; interviews of the ids `without` take no time. As many queries however many
    people, inside a snapshot or `write()`. Raises as `find_slots`."""
    asking.check_days(asked.days, ctx.clock.today(), LONGEST)
    zone = asking.zone_of(asked.zone or ctx.config.company.time_zone)
    numbers = {text: resolve(ctx, text) for text in dict.fromkeys(_named(asked))}
    names, ids = _names(ctx, sorted(set(numbers.values())))
    rooms = {clean(name): file for name, file in asked.rooms.items()}
    first, last = asked.days.start, asked.days.end
    whose = [f"candidate:{candidate}", *(f"person:{id_}" for id_ in ids.values()), *(f"room:{name}" for name in rooms)]
    reach = (spans.day_span(first, zone)[0] - WEEK, spans.day_span(last, zone)[1] + WEEK)
    taken = interviews.booked(whose, *reach, without)
    known = _known(ctx, asked, numbers, names, ids)
    booked = {number: taken.get(f"person:{ids[number]}", []) for number in names}
    people = {
        number: each.anyhow(booked[number]) if asked.anyway else each.calendar(booked[number])
        for number, each in known.items()
    }
    busy = _busy_rooms(ctx, asked, rooms, zone)
    halls = {name: _room(asked, zone, [*busy.get(name, ()), *taken.get(f"room:{name}", [])]) for name in rooms}
    windows = spans.working(_candidates(asked), first, last, zone)
    windows = spans.without(windows, spans.merged(taken.get(f"candidate:{candidate}", [])))
    midnights = tuple(spans.day_span(day, zone)[0] for day in spans.days(first, last + DAY))
    now = spans.minute_of(ctx.clock.now()) + 1
    sessions = tuple(_session(each, numbers, tuple(rooms)) for each in asked.parts)
    wish = Wish(sessions, tuple(windows), now, midnights, asked.pause, asked.longest_pause, asked.grid)
    return Question(wish, people, halls, names, ids, numbers, tuple(_notices(known)))


def _candidates(asked: Asked) -> Hours:
    return dict.fromkeys(range(7), WHOLE_DAY) if asked.anyway else asked.candidate.week()


def _known(
    ctx: Context, asked: Asked, numbers: dict[str, str], names: dict[str, str], ids: dict[str, int]
) -> dict[str, Standing]:
    """When people can be asked around the days, by what is on file and what is said in its place."""
    first, last = asked.days.start - DAY, asked.days.end + DAY
    zones = {numbers[text]: zone for text, zone in asked.zones.items()}
    files = {numbers[text]: file for text, file in asked.calendars.items()}
    given = Given(asked.hours, asked.buffer, asked.most_a_day, asked.most_a_week, zones, frozenset(files))
    known = standings(ctx, {number: (name, ids[number]) for number, name in names.items()}, first, last, given)
    for number, file in files.items():
        busy = tuple(_busy(file, known[number].zone, asked))
        known[number] = replace(known[number], busy=busy)
    return known


def _busy_rooms(ctx: Context, asked: Asked, rooms: dict[str, Path | None], zone: ZoneInfo) -> dict[str, list[Span]]:
    """When rooms are busy by their calendars: those that are named, else those that are kept."""
    if asked.anyway:
        return {}
    kept = [name for name, file in rooms.items() if file is None]
    busy = taken_rooms(ctx, kept, asked.days.start - DAY, asked.days.end + DAY) if kept else {}
    return busy | {name: _busy(file, zone, asked) for name, file in rooms.items() if file is not None}


def _notices(known: dict[str, Standing]) -> Iterator[str]:
    """Who is away on some of the days, but on public holidays."""
    for who in known.values():
        for why in dict.fromkeys(why for _, why in who.away if why is not Away.HOLIDAY):
            yield f"{who.name} {why} on some of these days, and is not offered then."


def _named(asked: Asked) -> Iterable[str]:
    for each in asked.parts:
        yield from each.everyone
        yield from each.pool
    yield from (*asked.zones, *asked.calendars)


def _names(ctx: Context, numbers: list[str]) -> tuple[dict[str, str], dict[str, int]]:
    """The names and ids of the panel by number; raises NotFound for whom the role does not see, RuleBroken for who left."""
    if len(numbers) > MOST_PEOPLE:
        raise RuleBroken(f"{len(numbers)} people are asked for; a panel has up to {MOST_PEOPLE}.", "session")
    lines = directory.lines(numbers)
    names, ids = dict[str, str](), dict[str, int]()
    for number in numbers:
        held = lines.get(number)
        if held is None or not may(ctx.actor, "people.read", held[1]):
            raise NotFound(f"There is no person “{number}” that you may see.")
        line = held[0]
        if line.status is Status.TERMINATED:
            raise RuleBroken(f"{line.name} ({number}) left on {line.terminated}; ask somebody else.", "session")
        names[number], ids[number] = line.name, line.id
    return names, ids


def _room(asked: Asked, zone: ZoneInfo, taken: Iterable[Span]) -> Calendar:
    """When a room is free: at any hour at which it is not taken."""
    first, last = asked.days.start, asked.days.end
    whole = [(spans.day_span(first, zone)[0] - spans.DAY, spans.day_span(last, zone)[1] + spans.DAY)]
    return Calendar(tuple(spans.without(whole, spans.merged(taken))), tuple(whole))


def _busy(file: Path, zone: ZoneInfo, asked: Asked) -> list[Span]:
    content = calendarfiles.read(file)
    with calendarfiles.named(file.name):
        own = keptcalendars.own_uids(calendars.uids(content))
        return calendars.busy(content, zone, asked.days.start - DAY, asked.days.end + DAY, own)


def _session(part: Part, numbers: dict[str, str], rooms: tuple[str, ...]) -> Session:
    everyone = tuple(dict.fromkeys(numbers[text] for text in part.everyone))
    pool = tuple(dict.fromkeys(numbers[text] for text in part.pool))
    if part.some > len([each for each in pool if each not in everyone]):
        raise RuleBroken(
            "Fewer of the pool are left than are asked for: somebody is in it twice, or comes anyway.", "session"
        )
    return Session(part.minutes, everyone, pool, part.some, rooms)
