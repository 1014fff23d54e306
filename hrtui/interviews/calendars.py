"""Calendar files (.ics, RFC 5545 of 2009): when they say that somebody is busy, read by `icalendar`; a broken file is refused by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hrtui.errors import ImportFault
from hrtui.interviews.spans import DAY, Span, common, day_span, instant_of, merged, minute_of
from hrtui.text import clean

Component = Any
"""A part of a calendar as `icalendar` reads it; its types name every value there could be."""
LARGEST = 10 << 20
MOST = 20_000
ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "UID", "TRANSP", "STATUS", "SEQUENCE")
UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError)
"""What `icalendar` and `recurring_ical_events` raise for files that are not as they should be."""
MOST_A_DAY, MOST_STEPS = 48, 1_000_000
UTC_ZONE = ZoneInfo("UTC")
TOO_OFTEN = ("SECONDLY", "MINUTELY")
_LINE = re.compile(r"[A-Za-z0-9-]+(;[^:\"]*(\"[^\"]*\"[^:\"]*)*)?:.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A line of the file as it is meant, folded ones joined: in which line it begins, its name, and all of it."""

    line: int
    name: str
    text: str


def busy(content: bytes, zone: ZoneInfo, first: date, last: date, own: Collection[str] = ()) -> list[Span]:
    """When a calendar says that its owner is busy on the days of their zone from one to another, merged.

    Days without a time are whole days of the zone, and times without a zone are its; what is transparent, cancelled or marked as free
    does not count, nor do events of the UIDs `own`. Raises ImportFault with the line and the reason, where the file cannot be read or
    holds too much.
    """
    lines = read_lines(content)
    calendar = parsed_lines(lines)
    asked = within(zone, first, last)
    _check_length(calendar, lines, asked[1])
    found = _busy_periods(calendar, zone)
    for event in _occurrences(calendar, lines, asked):
        if not _counts(event) or (own and str(event.get("UID", "")) in own):
            continue
        found.append(_span(event, zone))
        if len(found) > MOST:
            raise _fault(
                f"The calendar has more than {MOST:,} events in the time that is kept; export a shorter time.", 1
            )
    return common(merged(found), [asked])


def uids(content: bytes) -> set[str]:
    """The UIDs that a calendar names; raises as `read_lines`."""
    return {each.text.partition(":")[2].strip() for each in read_lines(content) if each.name == "UID"}


def within(zone: ZoneInfo, first: date, last: date) -> Span:
    """The days of a zone from one to another as minutes."""
    return day_span(first, zone)[0], day_span(last, zone)[1]


def is_over(event: Component, zone: ZoneInfo, since: date) -> bool:
    """Whether an event that is no series, nor one time of a series, ended before a day."""
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return False
    return _span(event, zone)[1] <= day_span(since, zone)[0]


def parsed(content: bytes) -> Component:
    """A calendar file as `icalendar` reads it, with its times checked. Raises ImportFault with the line and the reason."""
    return parsed_lines(read_lines(content))


def read_lines(content: bytes) -> list[ContentLine]:
    """The lines of a file as they are meant; raises ImportFault for one that is none, and where parts are not closed."""
    if len(content) > LARGEST:
        raise _fault(f"The file has {len(content) >> 20} MB; calendars of up to {LARGEST >> 20} MB are read.", 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault("The file is not in UTF-8, which calendars are written in.", line) from error
    lines = list(_unfolded(text))
    if not lines or lines[0].text.upper() != "BEGIN:VCALENDAR":
        raise _fault("A calendar begins with BEGIN:VCALENDAR, and this file does not.", 1)
    open_: list[ContentLine] = []
    for each in lines:
        if not _LINE.fullmatch(each.text):
            raise _fault(f"“{clean(each.text, limit=40)}” is no line of a calendar: it wants NAME:VALUE.", each.line)
        if each.name == "BEGIN":
            open_.append(each)
        elif each.name == "END":
            if not open_ or _value(open_[-1]) != _value(each):
                raise _fault(f"{clean(each.text, limit=40)} closes what was not begun.", each.line)
            open_.pop()
    if open_:
        raise _fault(f"{clean(open_[-1].text, limit=40)} is not closed; the file seems to be cut off.", open_[-1].line)
    return lines


def _fault(sentence: str, line: int) -> ImportFault:
    return ImportFault(f"Line {line}: {sentence}")


def _unfolded(text: str) -> Iterator[ContentLine]:
    held: list[str] = []
    began = 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in (" ", "\t") and held:
            held.append(line[1:])
            continue
        if held:
            yield _content(began, "".join(held))
        held, began = ([line], number) if line.strip() else ([], number)
    if held:
        yield _content(began, "".join(held))


def _content(line: int, text: str) -> ContentLine:
    return ContentLine(line, re.split("[;:]", text, maxsplit=1)[0].upper(), text)


def _value(line: ContentLine) -> str:
    return line.text.partition(":")[2].strip().upper()


def parsed_lines(lines: list[ContentLine]) -> Component:
    """As `parsed`, of the lines of a file."""
    from icalendar import Calendar

    text = "\r\n".join(each.text for each in lines) + "\r\n"
    try:
        calendar = Calendar.from_ical(text)
    except UNREADABLE as error:
        raise _fault(f"The calendar cannot be read: {clean(str(error), limit=120)}.", _first_bad(lines)) from error
    for event, own in zip(calendar.walk("VEVENT"), _events(lines), strict=True):
        _check(event, own)
    return calendar


def _first_bad(lines: list[ContentLine]) -> int:
    """The line of the first part that cannot be read by itself; 1 where each can."""
    from icalendar import Component as Read

    begun: list[int] = []
    for at, each in enumerate(lines):
        if each.name == "BEGIN":
            begun.append(at)
        elif each.name == "END":
            start = begun.pop()
            part = "\r\n".join(line.text for line in lines[start : at + 1]) + "\r\n"
            try:
                Read.from_ical(part)
            except UNREADABLE:
                return lines[start].line
    return 1


def _events(lines: Sequence[ContentLine]) -> list[list[ContentLine]]:
    """The lines of each event, its BEGIN first, without those of parts within; in order. Raises ImportFault for one within another."""
    out: list[list[ContentLine]] = []
    open_: list[list[ContentLine] | None] = []
    for each in lines:
        if each.name == "BEGIN":
            own = [each] if _value(each) == "VEVENT" else None
            if own is not None and len(open_) != 1:
                raise _fault("An event stands within another part of the calendar.", each.line)
            open_.append(own)
            out += [own] if own is not None else []
        elif each.name == "END":
            open_.pop()
        elif open_ and open_[-1] is not None:
            open_[-1].append(each)
    return out


def _check(event: Component, lines: Sequence[ContentLine]) -> None:
    """Raise ImportFault where an event has a value that cannot be read, no beginning, or repeats too often."""
    line, own = lines[0].line, {each.name: each.line for each in lines}
    twice = next((name for name in ONCE if isinstance(event.get(name), list)), None)
    if twice is not None:
        raise _fault(f"The event has more than one {twice}.", own.get(twice, line))
    for name, reason in event.errors:
        raise _fault(f"{name} cannot be read: {clean(str(reason), limit=80)}.", own.get(str(name).upper(), line))
    if "DTSTART" not in event:
        raise _fault("The event has no DTSTART, so that nobody knows when it is.", line)
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        _check_rule(rule, own.get("RRULE", line))
    ends = event.get("DTEND")
    if ends is not None and isinstance(event["DTSTART"].dt, datetime) != isinstance(ends.dt, datetime):
        raise _fault(
            "The event begins with a day and ends with a time, or the other way round.", own.get("DTEND", line)
        )
    try:
        _span(event, UTC_ZONE)
    except UNREADABLE as error:
        raise _fault(f"The times of the event cannot be read: {clean(str(error), limit=80)}.", line) from error


def _check_rule(rule: Component, line: int) -> None:
    """Raise ImportFault for a series that repeats more often than appointments do."""
    often = ",".join(rule.get("FREQ", []))
    if often in TOO_OFTEN:
        raise _fault(f"The event repeats {often.lower()}; series of an hour and more are read.", line)
    times = _times_a_day(rule)
    if times > MOST_A_DAY:
        raise _fault(f"The event repeats {times:,} times a day; up to {MOST_A_DAY} are read.", line)


def _times_a_day(rule: Component) -> int:
    """How often a series repeats on a day on which it does."""
    times = 24 if "HOURLY" in rule.get("FREQ", []) else max(1, len(rule.get("BYHOUR", ())))
    for name in ("BYMINUTE", "BYSECOND"):
        times *= max(1, len(rule.get(name, ())))
    return times


def _check_length(calendar: Component, lines: Sequence[ContentLine], last: int) -> None:
    """Raise ImportFault where following the series of a calendar until a minute would take too long, for each is followed from its
    first time on."""
    steps = 0.0
    for event, own in zip(calendar.walk("VEVENT"), _events(lines), strict=True):
        rules = event.get("RRULE")
        for rule in rules if isinstance(rules, list) else [rules] if rules else []:
            steps += _steps(rule, _span(event, UTC_ZONE)[0], last)
        if steps > MOST_STEPS:
            raise _fault(
                "The series of the calendar go back too far to be followed; export a shorter time.", own[0].line
            )


def _steps(rule: Component, begins: int, last: int) -> float:
    """About how many times a series has from a minute until another."""
    until = [_minute(each, UTC_ZONE) for each in rule.get("UNTIL", ())]
    days = max(0, min(last, *until) - begins if until else last - begins) / DAY
    often = {"HOURLY": 1.0, "DAILY": 1.0, "WEEKLY": max(1, len(rule.get("BYDAY", ()))) / 7}
    times = days * often.get(",".join(rule.get("FREQ", [])), 1 / 7) * _times_a_day(rule)
    return min([times, *map(float, rule.get("COUNT", ()))])


def _occurrences(calendar: Component, lines: Sequence[ContentLine], within: Span) -> Iterable[Component]:
    """The events of a time, those that repeat at each of their times; raises ImportFault for a series that cannot be followed."""
    import recurring_ical_events

    first, last = (instant_of(minute) for minute in within)
    try:
        found: Any = recurring_ical_events.of(calendar, components=["VEVENT"])
        yield from found.between(first - timedelta(days=1), last + timedelta(days=1))
    except UNREADABLE as error:
        said = f"A series of the calendar cannot be followed: {clean(str(error), limit=80)}."
        raise _fault(said, _unfollowed(calendar, lines)) from error


def _unfollowed(calendar: Component, lines: Sequence[ContentLine]) -> int:
    """The line at which the first series begins that cannot be followed by itself; 1 where each can."""
    import recurring_ical_events

    for event, own in zip(calendar.walk("VEVENT"), _events(lines), strict=True):
        try:
            recurring_ical_events.of(event, components=["VEVENT"]).between(event["DTSTART"].dt, timedelta(days=1))
        except UNREADABLE:
            return own[0].line
    return 1


def _counts(event: Component) -> bool:
    said = {name: str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")}
    return (
        said["TRANSP"] != "TRANSPARENT"
        and said["STATUS"] != "CANCELLED"
        and said["X-MICROSOFT-CDO-BUSYSTATUS"] != "FREE"
    )


def _span(event: Component, zone: ZoneInfo) -> Span:
    begins, ends = event["DTSTART"].dt, event.get("DTEND")
    if ends is not None:
        ends = ends.dt
    elif event.get("DURATION") is not None:
        ends = begins + event["DURATION"].dt
    else:
        ends = begins if isinstance(begins, datetime) else begins + timedelta(days=1)
    return _minute(begins, zone), _minute(ends, zone)


def _minute(when: date | datetime, zone: ZoneInfo) -> int:
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(0))
    return minute_of(when if when.tzinfo else when.replace(tzinfo=zone))


def _busy_periods(calendar: Component, zone: ZoneInfo) -> list[Span]:
    try:
        return [period for each in calendar.walk("VFREEBUSY") for period in _periods(each, zone)]
    except UNREADABLE as error:
        raise _fault(f"The free and busy times cannot be read: {clean(str(error), limit=80)}.", 1) from error


def _periods(part: Component, zone: ZoneInfo) -> Iterator[Span]:
    """The busy times of a free/busy part."""
    held = part.get("FREEBUSY")
    for each in held if isinstance(held, list) else [held] if held is not None else []:
        if str(each.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        begins, ends = each.dt if hasattr(each, "dt") and isinstance(each.dt, tuple) else (each.start, each.end)
        yield _minute(begins, zone), _minute(ends if isinstance(ends, datetime) else begins + ends, zone)
