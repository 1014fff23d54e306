"""Interviews as sheets of a calendar: a week by day, a day by interviewer, a month; and what time each place of a sheet is."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hrtui.interviews import grid
from hrtui.interviews.availability import Standing
from hrtui.interviews.grid import Row
from hrtui.interviews.reading import AgendaLine
from hrtui.interviews.spans import Span, merged, without
from screens.frames import frames
from screens.interviews.faces import clock, first_name, plain, sign_of, tone_of
from screens.text import Tone, wrapped
from screens.widgets.calendarmodel import Column, Entry, Ground, Head, Sheet, Spot, landed

WORKDAYS, WEEK = 5, 7
MORNING = Row(9 * 60)
LANE, DAY_COLUMN = 16, 9
NOBODY = "Nobody yet"
Troubles = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Look:
    """How interviews are looked at: in which zone, how many minutes a row has, which minute it is, and what stands against which."""

    zone: ZoneInfo
    step: int
    now: int
    troubles: Troubles = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lane:
    """An interviewer of a day: their number and name, when they work and when they are busy with something else."""

    person: str
    name: str
    works: Sequence[Span] | None = None
    busy: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """When the rows of a sheet are: the day of each column, and for each of its rows the instants."""

    days: Sequence[date]
    rows: Sequence[Row]
    instants: Sequence[Sequence[Sequence[Span]]]

    def span(self, spot: Spot) -> Span | None:
        """When a row of a column is; None where the day has no such time."""
        found = self.instants[spot.column][spot.row]
        return (found[0][0], found[-1][1]) if found else None

    def place(self, minute: int, day: date | None = None) -> tuple[int, int] | None:
        """The column, of a day where one is named, and the row that a minute is on; None where it is on no day that is shown."""
        for column, rows in enumerate(self.instants):
            if day is None or self.days[column] == day:
                found = grid.reached((minute, minute + 1), rows)
                if found:
                    return column, found[0]
        return None

    def row_of(self, wanted: Row) -> int:
        """The row that a time by the clock is on; of one that comes twice the first where the second is not shown."""
        for fold in (wanted.fold, 0):
            found = [at for at, row in enumerate(self.rows) if row.fold == fold and row.wall <= wanted.wall]
            if found:
                return found[-1]
        return 0


def week_of(day: date, found: Iterable[AgendaLine], zone: ZoneInfo) -> list[date]:
    """Monday to Friday of a day's week; all seven days where the day or an interview is on the weekend."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=at) for at in range(WEEK)]
    weekend = (grid.bounds(days[WORKDAYS], zone)[0], grid.bounds(days[-1], zone)[1])
    at_weekend = any(each.interview.begins < weekend[1] and each.interview.ends > weekend[0] for each in found)
    return days if day.weekday() >= WORKDAYS or at_weekend else days[:WORKDAYS]


def week(found: Sequence[AgendaLine], days: Sequence[date], look: Look) -> tuple[Sheet, Times]:
    """A column a day."""
    times = _times(days, look)
    columns = []
    for at, day in enumerate(days):
        entries = list(_entries(found, times.instants[at], look, lambda each: ", ".join(_short(each))))
        title = f"{day:%a} {day.day}" + (f" ({len(entries)})" if entries else "")
        columns.append(Column(title, entries, _grounds(times.instants[at], look.now), _is_today(day, look)))
    return Sheet(columns, _heads(times, look), DAY_COLUMN), times


def day(found: Sequence[AgendaLine], on: date, lanes: Sequence[Lane], look: Look) -> tuple[Sheet, Times]:
    """A column an interviewer; an interview is in that of each of its panel."""
    lanes = lanes or (Lane("", NOBODY),)
    times = _times([on] * len(lanes), look)
    rows = times.instants[0]
    columns = []
    for lane in lanes:
        own = [each for each in found if any(one.person == lane.person for one in each.interview.panel)]

        def below(each: AgendaLine, who: str = lane.person) -> str:
            role = next(plain(one.role) for one in each.interview.panel if one.person == who)
            return ", ".join(filter(None, (role, each.interview.room)))

        grounds = _grounds(rows, look.now)
        for at, spans in enumerate(rows):
            if at not in grounds and spans:
                ground = _ground(lane, spans)
                grounds |= {at: ground} if ground is not Ground.FREE else {}
        columns.append(Column(lane.name, list(_entries(own, rows, look, below)), grounds, _is_today(on, look)))
    return Sheet(columns, _heads(times, look), LANE), times


def lanes_of(found: Iterable[AgendaLine], known: Mapping[str, Standing]) -> list[Lane]:
    """The interviewers of some interviews, by name, with when they can be asked where that is known."""
    names = {one.person: one.name for each in found for one in each.interview.panel}
    return [
        _lane(person, name, known.get(person))
        for person, name in sorted(names.items(), key=lambda each: (each[1], each[0]))
    ]


def _lane(person: str, name: str, who: Standing | None) -> Lane:
    if who is None:
        return Lane(person, name)
    return Lane(person, name, without(who.hours, merged(span for span, _ in who.away)), who.busy)


def first_row(sheet: Sheet, times: Times) -> int:
    """The row that is shown first: nine o'clock, or before where an interview is."""
    return min([times.row_of(MORNING), *(each.first for column in sheet.columns for each in column.entries)])


def month(found: Sequence[AgendaLine], on: date, look: Look, size: tuple[int, int]) -> tuple[Sheet, list[date]]:
    """A column a weekday, and for each week as many rows as fit; on each day how many there are, and with whom. The days by their
    place, week after week; `size` is how many cells and lines there are."""
    weeks = calendar.Calendar().monthdatescalendar(on.year, on.month)
    width, height = size
    high = max(2, (height - 1) // len(weeks))
    room = max(1, (width - 5) // WEEK - 2)
    by_day: dict[date, list[AgendaLine]] = {}
    for each in found:
        by_day.setdefault(grid.day_at(each.interview.begins, look.zone), []).append(each)
    columns = []
    for weekday in range(WEEK):
        entries = [
            _month_day(days[weekday], at * high, high, by_day.get(days[weekday], []), on, look, room)
            for at, days in enumerate(weeks)
        ]
        columns.append(Column(calendar.day_abbr[weekday], entries))
    heads = [Head(f"W{days[0].isocalendar().week:02}" if line == 0 else "") for days in weeks for line in range(high)]
    return Sheet(columns, heads), [each for days in weeks for each in days]


def _month_day(day: date, first: int, high: int, own: Sequence[AgendaLine], on: date, look: Look, room: int) -> Entry:
    today = (" today" if room > 14 else frames().mark) if _is_today(day, look) else ""
    said = f"{day.day}{today}" + (f" ({len(own)})" if own else "")
    names = wrapped(", ".join(first_name(each.name) for each in own), room, high - 1) if own else []
    troubled = any(look.troubles.get(each.interview.number) for each in own)
    outside = (day.year, day.month) != (on.year, on.month)
    tone = Tone.BAD if troubled else Tone.MUTED if outside else Tone.STRONG if _is_today(day, look) else Tone.PLAIN
    return Entry(day.toordinal(), first, first + high, (said, *names), "!" if troubled else " ", tone, bool(own))


def spot_of_day(days: Sequence[date], sheet: Sheet, day: date) -> Spot:
    """Where a day of a month is."""
    place = days.index(day)
    high = len(sheet.heads) // (len(days) // WEEK)
    return landed(sheet, place % WEEK, place // WEEK * high)


def _times(days: Sequence[date], look: Look) -> Times:
    rows = grid.rows_of(days, look.zone, look.step)
    held = {day: grid.instants(day, look.zone, rows, look.step) for day in dict.fromkeys(days)}
    return Times(days, rows, [held[day] for day in days])


def _entries(
    found: Iterable[AgendaLine], rows: Sequence[Sequence[Span]], look: Look, below: Callable[[AgendaLine], str]
) -> Iterable[Entry]:
    there = [span for row in rows for span in row]
    if not there:
        return
    begins, ends = there[0][0], max(last for _, last in there)
    for each in found:
        held = each.interview
        if held.begins >= ends or held.ends <= begins:
            continue
        places = grid.reached((held.begins, held.ends), rows)
        troubles = look.troubles.get(held.number, ())
        late = held.begins > rows[places[0]][0][0]
        lead = f"{clock(held.begins, look.zone):%H:%M} " if late and look.step == grid.STEPS[-1] else ""
        lead = f"{clock(held.begins, look.zone)::%M} " if late and not lead else lead
        said = (f"{lead}{each.name}", below(each), held.room or each.title)
        yield Entry(
            held.id, places[0], places[-1] + 1, said, sign_of(held.state, troubles), tone_of(held.state, troubles)
        )


def _short(each: AgendaLine) -> Iterable[str]:
    return (one.name.partition(",")[0] for one in each.interview.panel)


def _grounds(rows: Sequence[Sequence[Span]], now: int) -> dict[int, Ground]:
    out = {at: Ground.GONE for at, spans in enumerate(rows) if not spans}
    return out | dict.fromkeys(grid.reached((now, now + 1), rows), Ground.NOW)


def _ground(lane: Lane, spans: Sequence[Span]) -> Ground:
    """What a row of an interviewer is: busy, or outside of working hours where these are known."""

    def met(others: Sequence[Span]) -> bool:
        return any(first < ends and last > begins for first, last in spans for begins, ends in others)

    if met(lane.busy):
        return Ground.BUSY
    return Ground.OFF if lane.works is not None and not met(lane.works) else Ground.FREE


def _heads(times: Times, look: Look) -> list[Head]:
    """Clock times; with the zone's own name where a time comes twice, and the minute that it is."""
    twice = {row.wall for row in times.rows if row.fold}
    heads = []
    for at, row in enumerate(times.rows):
        whole = row.wall % 60 == 0
        text = f"{row.wall // 60:02}:{row.wall % 60:02}" if whole or row.wall in twice else f"  :{row.wall % 60:02}"
        if row.wall in twice:
            text += f" {_abbreviation(times, at, look.zone)}"
        heads.append(Head(f" {text}", Tone.PLAIN if whole else Tone.MUTED))
    here = times.place(look.now)
    if here is not None:
        heads[here[1]] = replace(
            heads[here[1]], text=f"{frames().mark}{clock(look.now, look.zone):%H:%M}", tone=Tone.WARN
        )
    return heads


def _abbreviation(times: Times, row: int, zone: ZoneInfo) -> str:
    """What a zone calls its time on a row that comes twice, on the day on which it does."""
    both = [rows for rows in times.instants if any(rows[at] for at, each in enumerate(times.rows) if each.fold)]
    begins = next((rows[row][0][0] for rows in both if rows[row]), None)
    return "" if begins is None else f"{clock(begins, zone):%Z}"


def _is_today(day: date, look: Look) -> bool:
    return grid.day_at(look.now, look.zone) == day
