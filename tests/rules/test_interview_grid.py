"""Days as rows of clock time: every minute of an interview is on the row of its clock, also on days on which clocks change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from hrtui.interviews.grid import STEPS, Row, bounds, day_at, instants, reached, rows_of, step_of
from hrtui.interviews.spans import instant_of, minute_of

ZONES = (
    "America/New_York",
    "Europe/London",
    "Australia/Sydney",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Nuuk",
    "Atlantic/Azores",
)
CHANGES = (
    date(2026, 3, 8), date(2026, 11, 1), date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 5), date(2026, 10, 4),
    date(2026, 3, 28), date(2026, 10, 24), date(2026, 6, 10),
)  # fmt: skip


def clock_rows(begins: int, ends: int, zone: ZoneInfo, step: int) -> set[tuple[date, Row]]:
    """What the clock of a zone shows at each minute of a time, told by zoneinfo alone."""
    out = set()
    for minute in range(begins, ends):
        local = instant_of(minute).astimezone(zone)
        out.add((local.date(), Row((local.hour * 60 + local.minute) // step * step, local.fold)))
    return out


def grid_rows(begins: int, ends: int, zone: ZoneInfo, step: int) -> set[tuple[date, Row]]:
    """The rows on which the time is painted in a grid of the days around it."""
    first = day_at(begins, zone)
    days = [first + timedelta(days=each) for each in range(-2, 5)]
    rows = rows_of(days, zone, step)
    out = set()
    for day in days:
        own = instants(day, zone, rows, step)
        places = reached((begins, ends), own)
        there = [at for at in range(places[0], places[-1] + 1) if own[at]] if places else []
        assert there == places, "a time is painted without a hole, but for rows that the day does not have"
        out |= {(day, rows[at]) for at in places}
    return out


@settings(deadline=None)
@given(
    zone=st.one_of(st.sampled_from(ZONES), st.sampled_from(sorted(available_timezones()))),
    day=st.one_of(st.sampled_from(CHANGES), st.dates(date(2024, 1, 1), date(2032, 12, 31))),
    after=st.integers(0, 26 * 60),
    length=st.integers(1, 480),
    step=st.sampled_from(STEPS),
)
def test_an_interview_is_painted_on_exactly_the_rows_its_instants_fall_on(
    zone: str, day: date, after: int, length: int, step: int
) -> None:
    own = ZoneInfo(zone)
    begins = minute_of(datetime.combine(day, time(0), own)) + after
    assert grid_rows(begins, begins + length, own, step) == clock_rows(begins, begins + length, own, step)


@settings(deadline=None)
@given(
    zone=st.sampled_from(ZONES), day=st.one_of(st.sampled_from(CHANGES), st.dates(date(2024, 1, 1), date(2032, 12, 31)))
)
def test_days_follow_one_another_without_a_hole(zone: str, day: date) -> None:
    own = ZoneInfo(zone)
    assert bounds(day, own)[1] == bounds(day + timedelta(days=1), own)[0]


def test_a_skipped_hour_is_not_there_and_one_that_comes_twice_is_there_twice() -> None:
    zone = ZoneInfo("America/New_York")
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    rows = rows_of([spring], zone, 60)
    assert [row.wall for row, own in zip(rows, instants(spring, zone, rows, 60), strict=True) if not own] == [120]
    rows = rows_of([autumn], zone, 60)
    assert [(row.wall, row.fold) for row in rows[:4]] == [(0, 0), (60, 0), (60, 1), (120, 0)]
    assert len(rows) == 25
    monday = instants(date(2026, 11, 2), zone, rows, 60)
    assert [at for at, own in enumerate(monday) if not own] == [2]


def test_two_rows_that_come_twice_stand_together_behind_the_first_two() -> None:
    rows = rows_of([date(2026, 11, 1)], ZoneInfo("America/New_York"), 30)
    assert [(row.wall, row.fold) for row in rows[1:8]] == [
        (30, 0), (60, 0), (90, 0), (60, 1), (90, 1), (120, 0), (150, 0)
    ]  # fmt: skip


def test_rows_have_the_fewest_minutes_with_which_a_working_day_is_seen() -> None:
    assert [step_of(height) for height in (4, 14, 15, 29, 30, 60)] == [60, 60, 30, 30, 15, 15]
