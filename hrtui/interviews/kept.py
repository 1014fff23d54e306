"""Calendar files that are kept: of a file only when its owner is busy, without titles, places and people; pure."""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from zoneinfo import ZoneInfo

from hrtui.errors import ImportFault
from hrtui.interviews import calendarfiles, calendars
from hrtui.interviews.calendars import ContentLine
from hrtui.interviews.spans import Span
from hrtui.people.model import Stamp
from hrtui.text import listed
from hrtui.value import frozen

MOST_EVENTS, LARGEST = 20_000, 1 << 20
OF_EVENT = frozenset((
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS", "UID",
))  # fmt: skip
OF_TIMES = frozenset(("DTSTART", "DTEND", "FREEBUSY"))
OF_ZONE = frozenset(("TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", "BEGIN", "END"))
KEPT = {"VEVENT": OF_EVENT, "VFREEBUSY": OF_TIMES, "VTIMEZONE": OF_ZONE}
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hrtui//busy//EN")


@frozen
class KeptCalendar:
    """A calendar that is kept, by its number: whose (a person's number, else a room's name), the file or folder it is read from, how
    many events it has, and the digest of its times."""

    number: str
    person: str
    room: str
    source: str
    digest: str = ""
    events: int = 0
    id: int = 0
    stamp: Stamp | None = None


@frozen
class Content:
    """What is kept of a calendar: its times as a compressed calendar file, and when they are busy from a minute until another, for an
    owner in `zone`; empty where all times name their own."""

    digest: str
    content: bytes
    zone: str
    within: Span
    busy: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a calendar, such as an event: its lines in order."""

    name: str
    lines: tuple[str, ...]


def reduced(
    files: Sequence[tuple[str, bytes]], own: Collection[str], zone: ZoneInfo, since: date
) -> tuple[str, str, int]:
    """The times of calendar files, by their names, as one file without anything else, the digest by which they are known again, and how
    many events there are.

    Events of the UIDs `own` are left out: interviews that are booked here. What was over before a day is counted in the digest and not
    kept. Raises ImportFault as `calendars.busy` does, after the file's name, and where there is too much.
    """
    parts: dict[Part, None] = {}
    old: set[Part] = set()
    zones: set[str] = set()
    for name, content in files:
        with calendarfiles.named(name):
            lines = calendars.read_lines(content)
            events = iter(calendars.parsed_lines(lines).walk("VEVENT"))
        zones.update(each.text for each in lines if each.name == "X-WR-TIMEZONE")
        for part in _parts(lines, name if len(files) > 1 else ""):
            event = next(events) if part.name == "VEVENT" else None
            if event is not None and str(event.get("UID", "")) in own:
                continue
            parts[part] = None
            if event is not None and calendars.is_over(event, zone, since):
                old.add(part)
    if len(zones) > 1:
        raise ImportFault(f"The files name several time zones ({listed(sorted(zones))}); read them one by one.")
    ordered = sorted(parts, key=lambda part: (part.name != "VTIMEZONE", part.name, part.lines))
    whole = (*zones, *(line for part in ordered for line in part.lines))
    digest = hashlib.sha256("\n".join(whole).encode()).hexdigest()
    held = [part for part in ordered if part not in old]
    count = sum(part.name != "VTIMEZONE" for part in held)
    if count > MOST_EVENTS:
        raise ImportFault(f"There are {count:,} events to come; up to {MOST_EVENTS:,} are kept. Export a shorter time.")
    lines_ = (line for part in held for line in part.lines)
    return "\r\n".join((*HEAD, *zones, *lines_, "END:VCALENDAR", "")), digest, count


def content_of(text: str, digest: str, zone: ZoneInfo, first: date, last: date) -> Content:
    """What is kept of times, with when they are busy on some days. Raises ImportFault where there is too much."""
    packed = zlib.compress(text.encode(), 9)
    if len(packed) > LARGEST:
        raise ImportFault(f"The times alone have {len(packed) >> 10:,} KB; up to {LARGEST >> 10:,} are kept.")
    busy = calendars.busy(text.encode(), zone, first, last)
    floats = any(_floats(line) for line in text.split("\r\n"))
    return Content(digest, packed, zone.key if floats else "", calendars.within(zone, first, last), tuple(busy))


@lru_cache(maxsize=64)
def expanded(packed: bytes, zone: ZoneInfo, first: date, last: date) -> tuple[Span, ...]:
    """When kept times are busy on days of a zone that they were not made out for."""
    return tuple(calendars.busy(zlib.decompress(packed), zone, first, last))


def busy_of(content: Content, zone: ZoneInfo, first: date, last: date) -> tuple[Span, ...]:
    """When a kept calendar is busy on days of its owner's zone: as it was made out, or made out anew for other days or another zone."""
    asked = calendars.within(zone, first, last)
    if content.zone in ("", zone.key) and content.within[0] <= asked[0] and asked[1] <= content.within[1]:
        at = bisect_right(content.busy, asked[0], key=itemgetter(1))
        return content.busy[at : bisect_left(content.busy, asked[1], key=itemgetter(0))]
    return expanded(content.content, zone, first, last)


def difference(before: Sequence[Span], after: Sequence[Span], since: datetime) -> tuple[int, int]:
    """How many busy times came, and how many went, of those that are not over."""
    minute = int(since.timestamp() // 60)
    old, new = ({each for each in some if each[1] > minute} for some in (before, after))
    return len(new - old), len(old - new)


def _parts(lines: Sequence[ContentLine], salt: str) -> Iterator[Part]:
    """The parts of a calendar with what is kept of each; parts of no use here, and parts within events, are left out."""
    outer, depth = "", 0
    held: list[str] = []
    for each in lines:
        begins, ends = each.name == "BEGIN", each.name == "END"
        named = each.text.partition(":")[2].strip().upper() if begins or ends else ""
        if begins:
            depth += 1
            if depth == 2:
                outer, held = named, []
        wanted = KEPT.get(outer, frozenset())
        if depth == 2 and (begins or ends):
            held.append(f"{each.name}:{named}")
        elif each.name in wanted and (depth == 2 or (depth > 2 and outer == "VTIMEZONE")):
            held.append(_plain(each, salt))
        if ends:
            if depth == 2 and wanted:
                yield Part(outer, tuple(held))
            depth -= 1


def _plain(line: ContentLine, salt: str) -> str:
    """A line as it is kept: of a UID its digest alone, which tells events apart, those of several files too, and says nothing."""
    if line.name != "UID":
        return line.text
    said = salt + line.text.partition(":")[2].strip()
    return f"UID:{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def _floats(line: str) -> bool:
    """Whether a line has a day, or a time without a zone."""
    head, _, value = line.partition(":")
    name = head.partition(";")[0]
    return name in ("DTSTART", "DTEND") and "TZID=" not in head and not value.strip().endswith("Z")
