"""The best slots for a panel: from working hours in each one's zone, calendars, holidays, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hrtui.context import Actor, Context
from hrtui.dates import Period
from hrtui.errors import ImportFault, NotAllowed, NotFound, RuleBroken
from hrtui.interviews import reading, scheduling
from hrtui.interviews.asking import Asked, clock, part
from hrtui.interviews.service import Slots, find_slots
from hrtui.interviews.spans import instant_of
from hrtui.people.model import Termination
from hrtui.people.service import terminate
from tests.people import hire
from tests.recruiting import applied, opened

WEEK = Period(date(2026, 11, 30), date(2026, 12, 4))
OVER_THE_CLOCK = Period(date(2027, 3, 26), date(2027, 3, 30))


def calendar(folder: Path, name: str, *events: tuple[str, str]) -> Path:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for number, (begins, ends) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z", begins, ends, "END:VEVENT"]
    file = folder / name
    file.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]))
    return file


def begun(found: Slots) -> list[str]:
    return [f"{instant_of(slot.placed[0].begins):%m-%d %H:%M}" for slot in found.slots]


def test_everyone_is_asked_within_their_own_hours_in_their_own_zone(ctx: Context) -> None:
    here, there = hire(ctx, "Kim"), hire(ctx, "Lee")
    asked = Asked((part(f"60:{here},{there}"),), WEEK, zones={there: "Europe/London"}, candidate=clock("0:00-24:00"))
    found = find_slots(ctx, asked, 50)
    hours = {each.split()[1] for each in begun(found)}
    assert hours == {"14:00", "14:15", "14:30", "14:45", "15:00", "15:15", "15:30", "15:45", "16:00"}


def test_a_loop_over_the_change_of_clocks_keeps_everyones_own_hours(ctx: Context) -> None:
    """New York changed on 14 March already, London changes on the 28th: the hours they share move."""
    here, there = hire(ctx, "Kim"), hire(ctx, "Lee")
    asked = Asked(
        (part(f"45:{here}"), part(f"45:{there}")),
        OVER_THE_CLOCK,
        "Europe/London",
        clock("8:00-19:00"),
        zones={there: "Europe/London"},
        grid=60,
    )
    found = find_slots(ctx, asked, 50)
    for slot in found.slots:
        first, second = slot.placed
        assert first.ends <= second.begins <= first.ends + 60
        day = instant_of(first.begins)
        summer = day.date() >= date(2027, 3, 28)
        assert instant_of(second.ends).hour * 60 + instant_of(second.ends).minute <= (16 if summer else 17) * 60
        assert day.hour >= 13
    assert {instant_of(slot.placed[0].begins).day for slot in found.slots} == {26, 29, 30}


def test_what_a_calendar_holds_and_the_minutes_around_it_are_not_offered(ctx: Context, tmp_path: Path) -> None:
    here = hire(ctx, "Kim")
    file = calendar(tmp_path, "kim.ics", ("DTSTART:20261130T150000Z", "DTEND:20261130T160000Z"))
    day = Period(WEEK.start, WEEK.start)
    asked = Asked((part(f"60:{here}"),), day, calendars={here: file}, buffer=15, hours="9:00-13:00")
    assert sorted(begun(find_slots(ctx, asked, 50))) == ["11-30 16:15", "11-30 16:30", "11-30 16:45", "11-30 17:00"]


def test_on_a_public_holiday_nobody_is_asked(ctx: Context) -> None:
    asked = Asked((part(f"60:{hire(ctx, 'Kim')}"),), Period(date(2026, 12, 24), date(2026, 12, 28)))
    assert {each[:5] for each in begun(find_slots(ctx, asked, 50))} == {"12-24", "12-28"}


def test_where_there_is_no_slot_it_says_whose_calendar_blocks_and_what_would_be_free(
    ctx: Context, tmp_path: Path
) -> None:
    here, there = hire(ctx, "Kim"), hire(ctx, "Lee")
    day = Period(WEEK.start, WEEK.start)
    busy = calendar(tmp_path, "kim.ics", ("DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261201"))
    found = find_slots(ctx, Asked((part(f"60:{here},{there}"),), day, calendars={here: busy}))
    assert not found.slots
    assert "without the calendar of Kim" in found.sentence
    assert "Lee" not in found.sentence


def test_a_room_that_is_taken_is_not_offered_and_another_is(ctx: Context, tmp_path: Path) -> None:
    taken = calendar(tmp_path, "aspen.ics", ("DTSTART:20261130T000000Z", "DTEND:20261201T230000Z"))
    day = Period(WEEK.start, WEEK.start)
    asked = Asked((part(f"60:{hire(ctx, 'Kim')}"),), day, rooms={"aspen": taken, "birch": None})
    assert {slot.placed[0].room for slot in find_slots(ctx, asked).slots} == {"birch"}


def test_who_left_or_is_not_on_file_is_not_asked(ctx: Context) -> None:
    gone = hire(ctx, "Gone", first_day=date(2025, 1, 6))
    terminate(ctx, gone, Termination(date(2026, 6, 1), "moved away"))
    with pytest.raises(RuleBroken, match="left on"):
        find_slots(ctx, Asked((part(f"60:{gone}"),), WEEK))
    with pytest.raises(NotFound):
        find_slots(ctx, Asked((part("60:Nobody Here"),), WEEK))


def test_a_calendar_that_cannot_be_read_is_named_with_its_line(ctx: Context, tmp_path: Path) -> None:
    here, file = hire(ctx, "Kim"), tmp_path / "kim.ics"
    file.write_text("BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR\n")
    with pytest.raises(ImportFault, match=r"kim\.ics, line 2: "):
        find_slots(ctx, Asked((part(f"60:{here}"),), WEEK, calendars={here: file}))
    with pytest.raises(ImportFault, match="cannot be read"):
        find_slots(ctx, Asked((part(f"60:{here}"),), WEEK, calendars={here: tmp_path / "none.ics"}))


def test_who_may_not_work_on_applications_finds_no_slots(ctx: Context) -> None:
    here = hire(ctx, "Kim")
    with pytest.raises(NotAllowed):
        find_slots(replace(ctx, actor=Actor("eve")), Asked((part(f"60:{here}"),), WEEK))


@pytest.mark.parametrize(
    ("text", "said"),
    [("Kim", "minutes and who"), ("0:1004", "5 to 480"), ("45:", "somebody to meet"), ("45:3 of a/b", "3 of 2"),
     ("45:1 of a/b,1 of c/d", "one pool")],
)  # fmt: skip
def test_a_session_that_is_not_understood_is_refused_with_what_is_wanted(text: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        part(text)


@pytest.mark.parametrize("text", ["9", "9:00", "25:00-26:00", "17:00-9:00", "9:00-9:00", "9:75-10:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        clock(text)


def test_days_that_are_over_or_too_many_are_refused(ctx: Context) -> None:
    here = hire(ctx, "Kim")
    for days in (Period(date(2020, 1, 1), date(2020, 1, 5)), Period(date(2026, 12, 1), date(2027, 12, 1))):
        with pytest.raises(RuleBroken):
            find_slots(ctx, Asked((part(f"60:{here}"),), days))
    with pytest.raises(RuleBroken, match="no time zone"):
        find_slots(ctx, Asked((part(f"60:{here}"),), WEEK, "Mars/Olympus"))


def test_no_slot_is_where_the_candidate_is_booked_and_no_two_of_a_loop_begin_alike(ctx: Context) -> None:
    kim, lee = hire(ctx, "Kim"), hire(ctx, "Lee")
    _, application = applied(ctx, opened(ctx), "Ash")
    day = Period(date(2026, 12, 1), date(2026, 12, 1))
    held = scheduling.schedule(ctx, application, Asked((part(f"60:{kim}"),), day)).numbers[0]
    taken = reading.interview(ctx, held)
    asked = Asked((part(f"45:{lee}"), part(f"30:{lee}")), day)
    assert any(
        slot.placed[0].begins < taken.ends and slot.placed[-1].ends > taken.begins
        for slot in find_slots(ctx, asked, 50).slots
    )
    found = find_slots(ctx, asked, 50, of=application).slots
    assert found and all(
        each.ends <= taken.begins or each.begins >= taken.ends for slot in found for each in slot.placed
    )
    begins = [slot.placed[0].begins for slot in found]
    assert len(begins) == len(set(begins))
    with pytest.raises(NotFound):
        find_slots(ctx, asked, of="APP-09999")
