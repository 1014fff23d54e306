"""When calendar files say that somebody is busy: series with exceptions, zones and their clocks, and files that are broken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hrtui.errors import ImportFault
from hrtui.interviews.calendars import busy
from hrtui.interviews.spans import instant_of

NEW_YORK, SYDNEY = ZoneInfo("America/New_York"), ZoneInfo("Australia/Sydney")
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"


def event(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", "UID:1@test", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT")) + "\r\n"


def read(
    *parts: str, zone: ZoneInfo = NEW_YORK, first: date = date(2026, 3, 1), last: date = date(2026, 4, 30)
) -> list[str]:
    found = busy((HEAD + "".join(parts) + "END:VCALENDAR\r\n").encode(), zone, first, last)
    return [f"{instant_of(begins):%m-%dT%H:%M}/{instant_of(ends):%m-%dT%H:%M}" for begins, ends in found]


def test_a_series_keeps_its_clock_over_the_day_clocks_change() -> None:
    weekly = event("DTSTART;TZID=America/New_York:20260302T090000", "DTEND;TZID=America/New_York:20260302T100000",
                   "RRULE:FREQ=WEEKLY;COUNT=3")  # fmt: skip
    assert read(weekly) == ["03-02T14:00/03-02T15:00", "03-09T13:00/03-09T14:00", "03-16T13:00/03-16T14:00"]


def test_days_left_out_and_times_moved_are_not_where_the_series_had_them() -> None:
    series = event("DTSTART:20260302T150000Z", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260303T150000Z")
    moved = event("RECURRENCE-ID:20260304T150000Z", "DTSTART:20260304T180000Z", "DURATION:PT30M")
    gone = event("RECURRENCE-ID:20260305T150000Z", "DTSTART:20260305T150000Z", "DURATION:PT30M", "STATUS:CANCELLED")
    assert read(series, moved, gone) == ["03-02T15:00/03-02T15:30", "03-04T18:00/03-04T18:30"]


def test_a_whole_day_is_the_owners_day_also_where_it_has_25_hours() -> None:
    day = event("DTSTART;VALUE=DATE:20260405", "DTEND;VALUE=DATE:20260406")
    assert read(day, zone=SYDNEY) == ["04-04T13:00/04-05T14:00"]


def test_a_time_without_a_zone_is_the_owners() -> None:
    assert read(event("DTSTART:20260310T090000", "DTEND:20260310T100000")) == ["03-10T13:00/03-10T14:00"]


def test_what_is_free_or_cancelled_is_not_busy() -> None:
    when = ("DTSTART:20260310T090000Z", "DTEND:20260310T100000Z")
    assert not read(
        event(*when, "TRANSP:TRANSPARENT"),
        event(*when, "STATUS:CANCELLED"),
        event(*when, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
    )


def test_the_names_zones_have_in_other_programs_are_known() -> None:
    outlook = event(
        "DTSTART;TZID=Eastern Standard Time:20260310T090000", "DTEND;TZID=Eastern Standard Time:20260310T100000"
    )
    assert read(outlook) == ["03-10T13:00/03-10T14:00"]


def test_free_and_busy_times_are_read_too() -> None:
    part = ("BEGIN:VFREEBUSY\r\nUID:2@test\r\nDTSTAMP:20260101T000000Z\r\n"
            "FREEBUSY;FBTYPE=BUSY:20260310T090000Z/20260310T100000Z\r\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20260311T090000Z/PT1H\r\n"
            "FREEBUSY;FBTYPE=FREE:20260312T090000Z/PT1H\r\nEND:VFREEBUSY\r\n")  # fmt: skip
    assert read(part) == ["03-10T09:00/03-10T10:00", "03-11T09:00/03-11T10:00"]


def test_only_the_days_asked_for_are_told_of_a_series_without_end() -> None:
    endless = event("DTSTART:20200101T120000Z", "DTEND:20200101T123000Z", "RRULE:FREQ=DAILY")
    assert read(endless, first=date(2026, 3, 1), last=date(2026, 3, 2)) == [
        "03-01T12:00/03-01T12:30",
        "03-02T12:00/03-02T12:30",
    ]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 1, "BEGIN:VCALENDAR"),
        (b"name,email\nann,a@b\n", 1, "BEGIN:VCALENDAR"),
        ((HEAD + "BEGIN:VEVENT\r\nUID:1\r\n").encode(), 4, "cut off"),
        ((HEAD + "BEGIN:VEVENT\r\nnonsense\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").encode(), 5, "no line of a calendar"),
        ((HEAD + "BEGIN:VEVENT\r\nEND:VTODO\r\n").encode(), 5, "was not begun"),
        ((HEAD + event("DTSTART:2026-03-10") + "END:VCALENDAR\r\n").encode(), 7, "DTSTART"),
        ((HEAD + event("SUMMARY:No time") + "END:VCALENDAR\r\n").encode(), 4, "no DTSTART"),
        ((HEAD + event("DTSTART:20260310T090000Z", "RRULE:FREQ=SECONDLY") + "END:VCALENDAR\r\n").encode(), 8, "secondly"),
        ((HEAD + event("DTSTART:20260310T090000Z", "RRULE:FREQ=SOMETIMES") + "END:VCALENDAR\r\n").encode(), 8, "RRULE"),
        (HEAD.encode() + b"X-NAME:\xff\r\nEND:VCALENDAR\r\n", 4, "UTF-8"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_the_line_and_the_reason(content: bytes, line: int, said: str) -> None:
    with pytest.raises(ImportFault) as fault:
        busy(content, NEW_YORK, date(2026, 3, 1), date(2026, 4, 30))
    assert str(fault.value).startswith(f"Line {line}: ")
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=HOURLY", "too far"), ("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=" + ",".join(map(str, range(60))), "180 times a day"),
        ("FREQ=HOURLY;UNTIL=16020101T000000Z", ""), ("FREQ=HOURLY;COUNT=5", ""), ("FREQ=DAILY", ""),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""),
    ],
)  # fmt: skip
def test_a_series_that_takes_long_to_follow_is_refused_and_one_that_ends_is_not(rule: str, said: str) -> None:
    series = event("DTSTART:16010101T000000Z", "DURATION:PT10M", f"RRULE:{rule}")
    if not said:
        read(series)
        return
    with pytest.raises(ImportFault, match=said) as fault:
        read(series)
    assert str(fault.value).startswith("Line ")


def test_more_events_than_are_kept_are_refused() -> None:
    hourly = event("DTSTART:20200101T120000Z", "DTEND:20200101T121500Z", "RRULE:FREQ=HOURLY")
    with pytest.raises(ImportFault, match="more than"):
        read(hourly, first=date(2023, 1, 1), last=date(2026, 1, 1))


def test_instants_and_minutes_are_the_same() -> None:
    assert instant_of(29_550_000) == datetime.fromtimestamp(29_550_000 * 60, UTC)
