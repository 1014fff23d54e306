"""A time that somebody types, by the clocks of a zone: refused where it is not there, and asked for its name where it comes twice."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.interviews.asking import moment
from hrtui.interviews.spans import instant_of, minute_of

ZONES = ("America/New_York", "Europe/London", "Australia/Sydney", "Asia/Tokyo", "Australia/Lord_Howe")


def utc(text: str) -> int:
    return minute_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "zone", "instant"),
    [
        ("2026-12-01 10:00", "America/New_York", "2026-12-01 15:00"), ("2026-12-01T10:00", "Europe/London", "2026-12-01 10:00"),
        (" 2026-7-1  9:05 ", "Europe/London", "2026-07-01 08:05"), ("2026-11-01 01:30 EST", "America/New_York", "2026-11-01 06:30"),
        ("2026-11-01 01:30 edt", "America/New_York", "2026-11-01 05:30"), ("2026-12-01 10:00 GMT", "Europe/London", "2026-12-01 10:00"),
        ("2027-04-04 02:30 AEST", "Australia/Sydney", "2027-04-03 16:30"),
    ],
)  # fmt: skip
def test_a_time_is_by_the_clocks_of_its_zone(typed: str, zone: str, instant: str) -> None:
    assert moment(typed, zone) == utc(instant)


@pytest.mark.parametrize(
    ("typed", "zone", "said"),
    [
        ("2027-03-14 02:30", "America/New_York", "There is no 2027-03-14 02:30 in America/New_York: clocks go forward, and it is 03:30 then"),
        ("2027-03-28 01:00", "Europe/London", "There is no 2027-03-28 01:00 in Europe/London"),
        ("2026-11-01 01:30", "America/New_York", "say 2026-11-01 01:30 EDT or 2026-11-01 01:30 EST"),
        ("2026-12-01 10:00 EDT", "America/New_York", "2026-12-01 10:00 is EST in America/New_York, not EDT"),
        ("tomorrow", "Europe/London", "A day and a time are wanted"), ("2026-13-01 10:00", "Europe/London", "A day and a time are wanted"),
        ("0001-01-01 00:00", "Asia/Tokyo", "A day and a time are wanted"),
    ],
)  # fmt: skip
def test_what_is_not_there_or_comes_twice_or_is_none_is_refused(typed: str, zone: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as told:
        moment(typed, zone)
    assert told.value.field == "begins"


def test_nothing_typed_is_no_time() -> None:
    assert moment("  ", "Europe/London") is None


@given(st.integers(utc("2026-01-01 00:00"), utc("2028-01-01 00:00")), st.sampled_from(ZONES))
def test_every_minute_of_two_years_is_read_back_with_what_its_zone_calls_it(minute: int, zone: str) -> None:
    local = instant_of(minute).astimezone(ZoneInfo(zone))
    assert moment(f"{local:%Y-%m-%d %H:%M %Z}", zone) == minute
