"""Calendar files (.ics, RFC 5545 of 2009): when they say that somebody is busy, read by `icalendar`; a broken file is refused by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hrtui.errors import ImportFault
from hrtui.interviews.spans import Span, common, day_span, instant_of, merged, minute_of
from hrtui.text import clean

Component = Any
"""A part of a calendar as `icalendar` reads it; its types name every value there could be."""
LARGEST = 10 << 20
MOST = 20_000
TOO_OFTEN = ("SECONDLY", "MINUTELY")
_LINE = re.compile(r"[A-Za-z0-9-]+(;[^:\"]*(\"[^\"]*\"[^:\"]*)*)?:.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A line of the file as it is meant, folded ones joined: in which line it begins, its name, and all of it."""

    line: int
    name: str
    text: str


def busy(content: bytes, zone: ZoneInfo, first: date, last: date) -> list[Span]:
    """When a calendar says that its owner is busy on the days of their zone from one to another, merged.

    Days without a time are whole days of the zone, and times without a zone are its; what is transparent, cancelled or declined as
    free does not count. Raises ImportFault with the line and the reason, where the file cannot be read or holds too much.
    """
    lines = read_lines(content)
    calendar = parsed_lines(lines)
    asked = within(zone, first, last)
    found: list[Span] = []
    for event in _occurrences(calendar, lines, asked):
        if not _counts(event):
            continue
        found.append(_span(event, zone))
        if len(found) > MOST:
            raise _fault(
                f"The calendar has more than {MOST:,} events in the time that is kept; export a shorter time.", 1
            )
    found += (period for each in calendar.walk("VFREEBUSY") for period in _periods(each, zone))
    return common(merged(found), [asked])


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
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise _fault(f"The calendar cannot be read: {clean(str(error), limit=120)}.", _first_bad(lines)) from error
    events = list(calendar.walk("VEVENT"))
    begun = [each.line for each in lines if each.name == "BEGIN" and _value(each) == "VEVENT"]
    for event, line in zip(events, begun, strict=True):
        _check(event, line, lines)
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
            except (ValueError, KeyError, IndexError, TypeError):
                return lines[start].line
    return 1


def _check(event: Component, line: int, lines: list[ContentLine]) -> None:
    """Raise ImportFault where an event has a value that cannot be read, no beginning, or repeats too often."""
    own = {each.name: each for each in _own(line, lines)}
    for name, reason in event.errors:
        at = own.get(str(name).upper())
        raise _fault(f"{name} cannot be read: {clean(str(reason), limit=80)}.", at.line if at else line)
    if "DTSTART" not in event:
        raise _fault("The event has no DTSTART, so that nobody knows when it is.", line)
    rule = event.get("RRULE")
    for each in rule if isinstance(rule, list) else [rule] if rule else []:
        often = ",".join(each.get("FREQ", []))
        if often in TOO_OFTEN:
            raise _fault(f"The event repeats {often.lower()}; series of an hour and more are read.", own["RRULE"].line)
    if event.get("DTEND") is not None and isinstance(event["DTSTART"].dt, datetime) != isinstance(
        event["DTEND"].dt, datetime
    ):
        raise _fault("The event begins with a day and ends with a time, or the other way round.", own["DTEND"].line)


def _own(line: int, lines: list[ContentLine]) -> Iterator[ContentLine]:
    """The lines of a part that begins in a line, without those of parts within."""
    depth = 0
    for each in lines:
        if each.line < line:
            continue
        depth += (each.name == "BEGIN") - (each.name == "END")
        if depth == 1:
            yield each
        if depth == 0:
            return


def _occurrences(calendar: Component, lines: list[ContentLine], within: Span) -> Iterable[Component]:
    """The events of a time, those that repeat at each of their times; raises ImportFault for a series that cannot be followed."""
    import recurring_ical_events

    first, last = (instant_of(minute) for minute in within)
    try:
        found: Any = recurring_ical_events.of(calendar, components=["VEVENT"])
        yield from found.between(first - timedelta(days=1), last + timedelta(days=1))
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        at = next((each.line for each in lines if each.name == "RRULE"), 1)
        raise _fault(f"A series of the calendar cannot be followed: {clean(str(error), limit=80)}.", at) from error


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


def _periods(part: Component, zone: ZoneInfo) -> Iterator[Span]:
    """The busy times of a free/busy part."""
    held = part.get("FREEBUSY")
    for each in held if isinstance(held, list) else [held] if held is not None else []:
        if str(each.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        begins, ends = each.dt if hasattr(each, "dt") and isinstance(each.dt, tuple) else (each.start, each.end)
        yield _minute(begins, zone), _minute(ends if isinstance(ends, datetime) else begins + ends, zone)
