"""Calendars that are kept: read of files once, counted in every question, read anew, dropped, undone; a broken file loses nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.base import database
from data.interviewchecks import INTERVIEWS
from data.interviewrows import CalendarContentRow
from hrtui.access.model import Grant, Scope
from hrtui.audit import service as trail
from hrtui.context import Actor, Context, FixedClock
from hrtui.dates import Period
from hrtui.errors import Conflict, ImportFault, NotAllowed, NotFound, RuleBroken
from hrtui.interviews import importing, interviewers, scheduling
from hrtui.interviews.asking import Asked, part
from hrtui.interviews.availability import Availability
from hrtui.interviews.conflicts import conflicts
from hrtui.interviews.exporting import invitation
from hrtui.interviews.service import find_slots
from hrtui.interviews.spans import instant_of, minute_of
from tests.conftest import ContextAs
from tests.people import hire, statements
from tests.recruiting import applied, opened
from tests.services.test_interview_slots import calendar

MONDAY = date(2026, 11, 30)
DAY = Period(MONDAY, MONDAY)
MORNING = ("DTSTART:20261130T140000Z", "DTEND:20261130T190000Z")


def begun(ctx: Context, who: str, **values: object) -> list[str]:
    found = find_slots(ctx, Asked((part(f"60:{who}"),), DAY, grid=60, **values), 50)  # type: ignore[arg-type]
    return sorted(f"{instant_of(each.placed[0].begins):%H:%M}" for each in found.slots)


def endless(folder: Path, name: str = "kim.ics") -> Path:
    return calendar(folder, name, ("DTSTART:20200106T140000Z\r\nRRULE:FREQ=WEEKLY", "DTEND:20200106T190000Z"))


def test_a_calendar_is_kept_and_counts_in_every_question_until_a_file_is_named(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    done = importing.import_busy(ctx, endless(tmp_path), who=who)
    assert done.numbers == ("CAL-0001",)
    assert begun(ctx, who) == ["19:00", "20:00", "21:00"]
    other = calendar(tmp_path, "other.ics", ("DTSTART:20261130T190000Z", "DTEND:20261130T220000Z"))
    assert begun(ctx, who, calendars={who: other}) == ["14:00", "15:00", "16:00", "17:00", "18:00"]


def test_a_series_without_end_is_followed_beyond_the_days_it_was_made_out_for(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    importing.import_busy(ctx, endless(tmp_path), who=who)
    later = replace(ctx, clock=FixedClock(datetime(2030, 1, 1, tzinfo=UTC), "America/New_York"))
    found = find_slots(later, Asked((part(f"60:{who}"),), Period(date(2030, 1, 7), date(2030, 1, 7)), grid=60), 50)
    assert sorted(f"{instant_of(each.placed[0].begins):%H:%M}" for each in found.slots) == ["19:00", "20:00", "21:00"]


def test_the_same_file_again_writes_nothing_and_a_changed_one_takes_its_place(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    file = endless(tmp_path)
    importing.import_busy(ctx, file, who=who)
    again = importing.import_busy(ctx, file, who=who)
    assert (again.command, "as it was" in again.sentence) == (0, True)
    calendar(tmp_path, "kim.ics", ("DTSTART:20261130T190000Z", "DTEND:20261130T220000Z"))
    (said,) = importing.import_again(ctx)
    assert not said.fault
    assert "1 busy times came" in said.sentence or "1 busy time came" in said.sentence
    assert begun(ctx, who) == ["14:00", "15:00", "16:00", "17:00", "18:00"]
    assert len(importing.kept_calendars(ctx)) == 1
    trail.undo(ctx, said.command)
    assert begun(ctx, who) == ["19:00", "20:00", "21:00"]


def test_a_broken_or_lost_file_is_told_with_its_line_and_what_was_kept_stays(ctx: Context, tmp_path: Path) -> None:
    who, file = hire(ctx, "Kim"), endless(tmp_path)
    importing.import_busy(ctx, file, who=who)
    file.write_text("BEGIN:VCALENDAR\nnonsense\nEND:VCALENDAR\n")
    with pytest.raises(ImportFault, match=r"kim\.ics, line 2: "):
        importing.import_busy(ctx, file, who=who)
    (said,) = importing.import_again(ctx)
    assert said.fault
    assert "Kim" in said.sentence and "kim.ics, line 2" in said.sentence
    file.unlink()
    (said,) = importing.import_again(ctx)
    assert "cannot be read" in said.sentence
    assert begun(ctx, who) == ["19:00", "20:00", "21:00"]


def test_several_files_of_one_and_a_folder_of_single_events_count_together(ctx: Context, tmp_path: Path) -> None:
    who, folder = hire(ctx, "Kim"), tmp_path / "synced"
    folder.mkdir()
    calendar(folder, "a.ics", ("DTSTART:20261130T140000Z", "DTEND:20261130T160000Z"))
    calendar(folder, "b.ics", ("DTSTART:20261130T160000Z", "DTEND:20261130T190000Z"))
    (folder / "notes.txt").write_text("not a calendar")
    importing.import_busy(ctx, folder, who=who)
    single = calendar(tmp_path, "c.ics", ("DTSTART:20261130T190000Z", "DTEND:20261130T210000Z"))
    importing.import_busy(ctx, single, who=who)
    assert begun(ctx, who) == ["21:00"]
    (folder / "b.ics").unlink()
    importing.import_again(ctx)
    assert begun(ctx, who) == ["16:00", "17:00", "18:00", "21:00"]
    (folder / "c.ics").write_text("BEGIN:VCALENDAR\nEND:VEVENT\n")
    with pytest.raises(ImportFault, match=r"c\.ics, line 2"):
        importing.import_busy(ctx, folder, who=who)


def test_a_calendar_that_is_dropped_counts_no_more_and_an_undo_brings_it_back(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    importing.import_busy(ctx, endless(tmp_path), who=who)
    (held,) = importing.kept_calendars(ctx, who)
    done = importing.drop_calendar(ctx, held.number)
    assert importing.kept_calendars(ctx) == []
    assert "14:00" in begun(ctx, who)
    with pytest.raises(NotFound):
        importing.drop_calendar(ctx, held.number)
    trail.undo(ctx, done.command)
    assert begun(ctx, who) == ["19:00", "20:00", "21:00"]


def test_a_calendar_that_was_read_anew_meanwhile_is_not_dropped(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    importing.import_busy(ctx, endless(tmp_path), who=who)
    (held,) = importing.kept_calendars(ctx)
    calendar(tmp_path, "kim.ics", MORNING)
    importing.import_again(ctx)
    assert held.stamp is not None
    with pytest.raises(Conflict, match="anew"):
        importing.drop_calendar(ctx, held.number, expected=held.stamp.command)


def test_the_room_is_taken_when_its_kept_calendar_says_so(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    importing.import_busy(ctx, endless(tmp_path, "aspen.ics"), room="aspen")
    assert begun(ctx, who, rooms={"aspen": None}) == ["19:00", "20:00", "21:00"]
    assert len(begun(ctx, who, rooms={"birch": None})) == 8


def test_only_the_last_two_readings_stay_in_the_store_and_what_is_gone_is_not_undone_to(
    ctx: Context, tmp_path: Path
) -> None:
    who = hire(ctx, "Kim")
    commands = []
    for hour in range(14, 20):
        file = calendar(tmp_path, "kim.ics", (f"DTSTART:20261130T{hour}0000Z", f"DTEND:20261130T{hour}3000Z"))
        commands.append(importing.import_busy(ctx, file, who=who).command)
    assert CalendarContentRow.select().count() == 2
    trail.undo(ctx, commands[-1])
    assert "18:00" not in begun(ctx, who)
    assert "19:00" in begun(ctx, who)
    with pytest.raises(Conflict, match="Import the file anew"):
        trail.undo(ctx, commands[-2])
    assert "18:00" not in begun(ctx, who)
    assert [found for check in INTERVIEWS for found in check(database)] == []


def test_an_interview_that_somebodys_calendar_took_up_does_not_stand_in_its_own_way(
    ctx: Context, tmp_path: Path
) -> None:
    who = hire(ctx, "Kim")
    _, application = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, application, Asked((part(f"60:{who}"),), DAY)).numbers[0]
    file = tmp_path / "kim.ics"
    file.write_bytes(invitation(ctx, number))
    importing.import_busy(ctx, file, who=who)
    assert conflicts(ctx, DAY) == {}
    moved = scheduling.move(ctx, number, "Train", Asked((), DAY))
    assert moved.numbers == (number,)


def test_what_came_into_a_calendar_after_the_booking_is_a_conflict(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    _, application = applied(ctx, opened(ctx), "Ash")
    ten = minute_of(datetime(2026, 11, 30, 15, 0, tzinfo=UTC))
    asked = Asked((part(f"60:{who}"),), DAY, rooms={"aspen": None})
    number = scheduling.schedule(ctx, application, asked, ten).numbers[0]
    importing.import_busy(ctx, endless(tmp_path), who=who)
    importing.import_busy(ctx, endless(tmp_path, "aspen.ics"), room="aspen")
    assert conflicts(ctx, DAY) == {
        number: (
            "Kim, Ann is busy by their calendar from 2026-11-30 09:00 to 14:00.", "The room aspen is taken by its calendar.",
        )
    }  # fmt: skip


def test_calendars_of_whom_the_role_does_not_see_are_not_listed_and_rights_are_asked(
    ctx: Context, ctx_as: ContextAs, tmp_path: Path
) -> None:
    here, there = hire(ctx, "Kim"), hire(ctx, "Lee", department="Sales")
    for who in (here, there):
        importing.import_busy(ctx, endless(tmp_path), who=who)
    scope = Scope(departments=frozenset({"IT"}))
    some = ctx_as(Grant("people.read", scope), Grant("recruiting.work"), Grant("recruiting.read"))
    assert [each.person for each in importing.kept_calendars(some)] == [here]
    with pytest.raises(NotFound):
        importing.import_busy(some, endless(tmp_path), who=there)
    with pytest.raises(NotFound):
        importing.drop_calendar(some, "CAL-0002")
    nobody = replace(ctx, actor=Actor("eve"))
    with pytest.raises(NotAllowed):
        importing.import_busy(nobody, endless(tmp_path), room="aspen")
    with pytest.raises(NotAllowed):
        importing.import_again(nobody)


def test_what_is_no_file_or_too_much_is_refused(ctx: Context, tmp_path: Path) -> None:
    who, pipe, empty = hire(ctx, "Kim"), tmp_path / "pipe.ics", tmp_path / "empty"
    os.mkfifo(pipe)
    empty.mkdir()
    for path in (pipe, empty, tmp_path / "none.ics", Path("/dev/zero")):
        with pytest.raises(ImportFault):
            importing.import_busy(ctx, path, who=who)
    with pytest.raises(RuleBroken):
        importing.import_busy(ctx, pipe, who=who, room="aspen")
    for number in range(importing.MOST_CALENDARS):
        importing.import_busy(ctx, endless(tmp_path, f"{number}.ics"), who=who)
    with pytest.raises(RuleBroken, match="drop one first"):
        importing.import_busy(ctx, endless(tmp_path, "more.ics"), who=who)


def test_another_zone_of_the_owner_makes_days_without_a_time_other_days(ctx: Context, tmp_path: Path) -> None:
    who = hire(ctx, "Kim")
    importing.import_busy(
        ctx, calendar(tmp_path, "k.ics", ("DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261201")), who=who
    )
    assert begun(ctx, who) == []
    interviewers.set_availability(ctx, who, Availability(zone="Asia/Kolkata", hours="mon-sun 0:00-24:00"))
    assert begun(ctx, who) == ["19:00", "20:00", "21:00", "22:00", "23:00"]


def test_a_question_about_many_calendars_takes_as_many_statements_as_about_one(ctx: Context, tmp_path: Path) -> None:
    people = [hire(ctx, f"Kim{number}") for number in range(6)]
    for number, who in enumerate(people):
        importing.import_busy(ctx, endless(tmp_path, f"{number}.ics"), who=who)
    counts = []
    for some in (people[:1], people):
        find_slots(ctx, Asked((part(f"60:{','.join(some)}"),), DAY))
        with statements() as seen:
            find_slots(ctx, Asked((part(f"60:{','.join(some)}"),), DAY))
        counts.append(len(seen) - len(some))
    assert counts[0] == counts[1]


LINES = st.sampled_from((
    "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "UID:1", "DTSTART:20261130T150000Z", "DTEND:20261130T160000Z",
    "DTSTART;VALUE=DATE:20261130", "RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY;COUNT=0", "EXDATE:20261130T150000Z", "DURATION:-PT1H",
    "RECURRENCE-ID:20261130T150000Z", "DTSTART;TZID=Mars/Olympus:20261130T150000", "X:Y", "nonsense", "FREEBUSY:1/2",
))  # fmt: skip


@given(st.lists(LINES, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_whatever_it_holds_loses_what_was_kept_or_crashes(
    ctx: Context, tmp_path: Path, lines: list[str]
) -> None:
    kept = importing.kept_calendars(ctx)
    who = kept[0].person if kept else hire(ctx, "Kim")
    file = endless(tmp_path)
    importing.import_busy(ctx, file, who=who)
    before = importing.kept_calendars(ctx)
    file.write_text("\r\n".join(lines))
    try:
        importing.import_busy(ctx, file, who=who)
    except ImportFault as fault:
        assert "kim.ics" in str(fault)
        assert importing.kept_calendars(ctx) == before
        assert begun(ctx, who) == ["19:00", "20:00", "21:00"]
    assert [found for check in INTERVIEWS for found in check(database)] == []
    assert CalendarContentRow.select().count() <= 2
