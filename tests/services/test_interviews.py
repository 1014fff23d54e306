"""Interviews that are booked: nobody is in two places whatever is done, and calendars are told the same UID with the next SEQUENCE."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from peewee import IntegrityError

from data import interviews as rows
from data.base import database
from data.interviewchecks import INTERVIEWS
from data.interviewrows import BookingRow
from hrtui.audit import service as trail
from hrtui.context import Actor, Context
from hrtui.dates import Period
from hrtui.errors import Conflict, HrError, ImportFault, NotAllowed, NotFound, RuleBroken
from hrtui.interviews import calendars, exporting, reading, replying, scheduling
from hrtui.interviews.asking import Asked, Part, clock, part
from hrtui.interviews.model import AHEAD, Interview, InterviewState, PanelRole, Response
from hrtui.interviews.spans import instant_of, minute_of
from hrtui.recruiting import service
from tests.people import hire, statements
from tests.recruiting import applied, opened

STATES = InterviewState
WEEK = Period(date(2026, 11, 30), date(2026, 12, 4))
DAY = Period(WEEK.start, WEEK.start)


def minute(text: str) -> int:
    return minute_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


def panel(ctx: Context, count: int = 3) -> list[str]:
    return [hire(ctx, f"Panel{number}", email=f"p{number}@example.com") for number in range(count)]


def asked(*sessions: str, days: Period = WEEK, **values: Any) -> Asked:
    return Asked(tuple(map(part, sessions)), days, **values)


def held(ctx: Context, number: str) -> Interview:
    return reading.interview(ctx, number)


def bookings() -> list[tuple[str, int, int]]:
    query = BookingRow.select(BookingRow.whose, BookingRow.begins, BookingRow.ends).order_by(
        BookingRow.whose, BookingRow.begins
    )
    return list(database.execute(query).fetchall())


def overlaps() -> list[str]:
    """Whose bookings overlap, minute by minute."""
    taken: set[tuple[str, int]] = set()
    twice = []
    for whose, begins, ends in bookings():
        for each in range(begins, ends):
            if (whose, each) in taken:
                twice.append(whose)
            taken.add((whose, each))
    return twice


def test_a_loop_is_booked_at_its_best_with_roles_and_undone_as_one(ctx: Context) -> None:
    first, second, third = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    done = scheduling.schedule(ctx, one, asked(f"45:{first},{second} as shadow", f"30:{third}", rooms={"aspen": None}))
    assert len(done.numbers) == 2
    begun = held(ctx, done.numbers[0])
    assert [(each.person, each.role) for each in begun.panel] == [(first, PanelRole.LEAD), (second, PanelRole.SHADOW)]
    assert held(ctx, done.numbers[1]).loop == begun.number
    assert {whose.partition(":")[0] for whose, _, _ in bookings()} == {"candidate", "person", "room"}
    trail.undo(ctx, done.command)
    assert bookings() == []
    with pytest.raises(NotFound):
        held(ctx, begun.number)


def test_what_is_booked_is_offered_to_nobody_else_and_the_next_slot_is_told(ctx: Context) -> None:
    first, *_ = panel(ctx)
    requisition = opened(ctx)
    (_, one), (_, two) = applied(ctx, requisition, "Ash"), applied(ctx, requisition, "Birch")
    ten = minute("2026-11-30 15:00")
    scheduling.schedule(ctx, one, asked(f"60:{first}"), ten)
    with pytest.raises(Conflict, match="the next slot begins"):
        scheduling.schedule(ctx, two, asked(f"60:{first}"), ten)
    other = scheduling.schedule(ctx, two, asked(f"60:{first}", days=DAY))
    assert held(ctx, other.numbers[0]).begins != ten
    assert overlaps() == []


def test_the_candidate_too_is_in_one_place_at_a_time(ctx: Context) -> None:
    first, second, _ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    ten = minute("2026-11-30 15:00")
    scheduling.schedule(ctx, one, asked(f"60:{first}"), ten)
    with pytest.raises(Conflict):
        scheduling.schedule(ctx, one, asked(f"60:{second}"), ten)


def test_two_who_book_one_time_at_once_one_gets_it_and_the_other_is_told(ctx: Context) -> None:
    first, *_ = panel(ctx)
    requisition = opened(ctx)
    ones = [applied(ctx, requisition, name)[1] for name in ("Ash", "Birch", "Cedar", "Dogwood")]
    ten = minute("2026-11-30 15:00")

    def book(number: str) -> str:
        try:
            return scheduling.schedule(ctx, number, asked(f"60:{first}"), ten).numbers[0]
        except Conflict as conflict:
            assert "the next slot begins" in str(conflict)
            return ""
        finally:
            ctx.store.close()

    with ThreadPoolExecutor(4) as threads:
        got = list(threads.map(book, ones))
    ctx.store.connect()
    assert sum(map(bool, got)) == 1
    assert overlaps() == []


def test_the_table_itself_refuses_that_somebody_is_in_two_places(ctx: Context) -> None:
    first, *_ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    done = scheduling.schedule(ctx, one, asked(f"60:{first}"))
    (id_,) = rows.ids(done.numbers).values()
    whose, begins, ends = bookings()[0]
    for other in (
        (begins, ends),
        (begins - 30, begins + 1),
        (ends - 1, ends + 30),
        (begins + 10, ends - 10),
        (begins, begins),
    ):
        with pytest.raises(IntegrityError), ctx.store.write():
            BookingRow.insert(interview=id_, whose=whose, begins=other[0], ends=other[1]).execute()
    with ctx.store.write():
        BookingRow.insert(interview=id_, whose=whose, begins=ends, ends=ends + 30).execute()
    with pytest.raises(IntegrityError), ctx.store.write():
        BookingRow.update(begins=0).execute()


def test_who_falls_ill_is_replaced_and_the_time_stays(ctx: Context) -> None:
    first, second, third = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, one, asked(f"60:{first},{second}", rooms={"aspen": None})).numbers[0]
    before = held(ctx, number)
    done = scheduling.move(ctx, number, "Ill", asked(), without=[first], instead=Part(0, (), (third,)))
    after = held(ctx, number)
    assert (after.begins, after.room, after.uid, after.sequence) == (before.begins, "aspen", before.uid, 1)
    assert after.state is STATES.RESCHEDULED
    assert {each.person: each.role for each in after.panel} == {third: PanelRole.LEAD, second: PanelRole.INTERVIEWER}
    assert [each.reason for each in reading.chain(ctx, number)] == ["", "Ill"]
    assert [whose for whose, _, _ in bookings() if whose.startswith("person")] != []
    trail.undo(ctx, done.command)
    assert held(ctx, number) == replace(before, stamp=held(ctx, number).stamp)


def test_a_move_without_anybody_instead_takes_the_nearest_time(ctx: Context, tmp_path: Path) -> None:
    first, *_ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, one, asked(f"60:{first}"), minute("2026-12-01 15:00")).numbers[0]
    file = tmp_path / "busy.ics"
    file.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART:20261201T150000Z\r\nDTEND:20261201T160000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    scheduling.move(ctx, number, "Another appointment", asked(calendars={first: file}))
    begins = instant_of(held(ctx, number).begins)
    assert abs((begins - datetime(2026, 12, 1, 15, tzinfo=UTC)).total_seconds()) == 3600


def test_what_is_cancelled_frees_the_time_and_is_not_booked_again_by_an_undo_into_somebody_elses(ctx: Context) -> None:
    first, *_ = panel(ctx)
    requisition = opened(ctx)
    (_, one), (_, two) = applied(ctx, requisition, "Ash"), applied(ctx, requisition, "Birch")
    ten = minute("2026-11-30 15:00")
    number = scheduling.schedule(ctx, one, asked(f"60:{first}"), ten).numbers[0]
    gone = scheduling.cancel(ctx, number, "Not needed")
    assert (held(ctx, number).state, held(ctx, number).sequence) == (STATES.CANCELLED, 1)
    other = scheduling.schedule(ctx, two, asked(f"60:{first}"), ten).numbers[0]
    with pytest.raises(Conflict, match=f"{number} and {other}|{other} and {number}"):
        trail.undo(ctx, gone.command)
    assert held(ctx, number).state is STATES.CANCELLED
    assert overlaps() == []


def test_an_interview_is_confirmed_once_everyone_who_has_to_come_accepted(ctx: Context) -> None:
    first, second, third = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, one, asked(f"60:{first},{second},{third} as shadow")).numbers[0]
    scheduling.respond(ctx, number, first, Response.ACCEPTED)
    assert held(ctx, number).state is STATES.SCHEDULED
    assert "is confirmed" in scheduling.respond(ctx, number, second, Response.ACCEPTED).sentence
    assert held(ctx, number).state is STATES.CONFIRMED
    with pytest.raises(RuleBroken, match="already"):
        scheduling.respond(ctx, number, second, Response.ACCEPTED)
    with pytest.raises(NotFound):
        scheduling.respond(ctx, number, hire(ctx, "Other"), Response.ACCEPTED)
    scheduling.conclude(ctx, number, STATES.COMPLETED)
    with pytest.raises(RuleBroken, match="is over"):
        scheduling.cancel(ctx, number, "Too late")


def test_who_declines_is_free_again_at_that_time(ctx: Context) -> None:
    first, second, _ = panel(ctx)
    requisition = opened(ctx)
    (_, one), (_, two) = applied(ctx, requisition, "Ash"), applied(ctx, requisition, "Birch")
    ten = minute("2026-11-30 15:00")
    number = scheduling.schedule(ctx, one, asked(f"60:{first},{second}"), ten).numbers[0]
    scheduling.respond(ctx, number, first, Response.DECLINED)
    scheduling.schedule(ctx, two, asked(f"60:{first}"), ten)
    with pytest.raises(Conflict, match="at once"):
        scheduling.respond(ctx, number, first, Response.ACCEPTED)


def test_whatever_is_done_in_whatever_order_nobody_is_in_two_places(ctx: Context) -> None:
    dice, people = Random(11), panel(ctx)
    requisition = opened(ctx)
    ones = [applied(ctx, requisition, f"Name{number}")[1] for number in range(4)]
    made: list[str] = []
    commands: list[int] = []
    for _ in range(60):
        deed = dice.choice(("schedule", "schedule", "move", "cancel", "respond", "undo"))
        try:
            if deed == "schedule":
                some = ",".join(dice.sample(people, dice.choice((1, 2))))
                done = scheduling.schedule(ctx, dice.choice(ones), asked(f"60:{some}", days=DAY, rooms={"aspen": None}))
                made += done.numbers
            elif not made:
                continue
            elif deed == "move":
                done = scheduling.move(
                    ctx,
                    dice.choice(made),
                    "Why",
                    asked(days=DAY),
                    without=dice.sample(people, 1),
                    instead=Part(0, (), tuple(people)),
                )
            elif deed == "cancel":
                done = scheduling.cancel(ctx, dice.choice(made), "Why")
            elif deed == "respond":
                done = scheduling.respond(ctx, dice.choice(made), dice.choice(people), dice.choice(list(Response)))
            else:
                trail.undo(ctx, dice.choice(commands))
                continue
            commands.append(done.command)
        except HrError:
            continue
        finally:
            assert overlaps() == []
    assert made and any(held(ctx, number).state in AHEAD for number in made if rows.numbered(number))
    assert [broken for rule in INTERVIEWS for broken in rule(database)] == []


def test_the_file_of_an_invitation_says_the_same_to_another_parser_also_over_the_change_of_clocks(ctx: Context) -> None:
    first, second, _ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash", first_name="Jo")
    days = Period(date(2027, 3, 26), date(2027, 3, 30))
    for text, utc in (("2027-03-26 14:00", "14:00"), ("2027-03-29 13:00", "13:00")):
        number = scheduling.schedule(
            ctx, one, asked(f"45:{first},{second} as note taker", days=days, zone="Europe/London", candidate=clock("8:00-19:00"),
                            rooms={"Aspen; 2nd floor": None}), minute(text),
        ).numbers[0]  # fmt: skip
        read = vobject.readOne(exporting.invitation(ctx, number).decode())
        event = read.vevent
        assert read.method.value == "REQUEST"
        assert event.dtstart.value.astimezone(UTC).strftime("%H:%M") == utc
        assert (event.dtend.value - event.dtstart.value).total_seconds() == 45 * 60
        assert event.location.value == "Aspen; 2nd floor"
        assert "Jo" in event.summary.value
        assert sorted(each.value for each in event.attendee_list) == ["mailto:p0@example.com", "mailto:p1@example.com"]
        uid = event.uid.value
        scheduling.cancel(ctx, number, "Not needed")
        off = vobject.readOne(exporting.invitation(ctx, number).decode())
        assert (off.method.value, off.vevent.uid.value, off.vevent.sequence.value) == ("CANCEL", uid, "1")


def test_free_and_busy_times_say_when_and_not_what_for_and_are_read_as_busy(ctx: Context) -> None:
    first, *_ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    ten = minute("2026-11-30 15:00")
    scheduling.schedule(ctx, one, asked(f"45:{first}"), ten)
    content = exporting.busy_times(ctx, WEEK, first)
    assert b"Ash" not in content
    assert calendars.busy(content, ZoneInfo("America/New_York"), WEEK.start, WEEK.end) == [(ten, ten + 45)]
    assert vobject.readOne(content.decode()).vfreebusy.freebusy_list


def reply(ctx: Context, number: str, address: str, said: str, folder: Path) -> Path:
    """The file that a calendar program answers an invitation with."""
    text = exporting.invitation(ctx, number).decode().replace("METHOD:REQUEST", "METHOD:REPLY").replace("\r\n ", "")
    kept = [line for line in text.split("\r\n") if not line.startswith("ATTENDEE")]
    kept.insert(kept.index("END:VEVENT"), f"ATTENDEE;PARTSTAT={said}:mailto:{address}")
    file = folder / "reply.ics"
    file.write_text("\r\n".join(kept), encoding="utf-8")
    return file


def test_an_answer_that_a_calendar_wrote_is_read_back_and_one_to_an_older_time_is_left(
    ctx: Context, tmp_path: Path
) -> None:
    first, second, _ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, one, asked(f"45:{first},{second}")).numbers[0]
    (told,) = replying.take_replies(ctx, reply(ctx, number, "P0@example.com", "ACCEPTED", tmp_path))
    assert (told.number, told.fault) == (number, False)
    assert {each.person: each.response for each in held(ctx, number).panel} == {
        first: Response.ACCEPTED,
        second: Response.NEEDS_ACTION,
    }
    old = reply(ctx, number, "p1@example.com", "DECLINED", tmp_path)
    scheduling.move(ctx, number, "Ill", asked(days=Period(date(2026, 12, 3), date(2026, 12, 4))))
    (told,) = replying.take_replies(ctx, old)
    assert told.fault and "before it was changed" in told.sentence
    (told,) = replying.take_replies(ctx, reply(ctx, number, "nobody@example.com", "ACCEPTED", tmp_path))
    assert told.fault and "neither on the panel" in told.sentence
    (told,) = replying.take_replies(ctx, reply(ctx, number, "p1@example.com", "MAYBE", tmp_path))
    assert told.fault and "is no answer" in told.sentence
    with pytest.raises(ImportFault, match="no answer to an invitation"):
        file = tmp_path / "request.ics"
        file.write_bytes(exporting.invitation(ctx, number))
        replying.take_replies(ctx, file)
    with pytest.raises(NotAllowed):
        replying.take_replies(replace(ctx, actor=Actor("eve")), old)


def test_the_candidates_answer_is_read_back_too_and_counts_until_the_time_is_another(
    ctx: Context, tmp_path: Path
) -> None:
    first, _, _ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash", email="ash@example.com")
    number = scheduling.schedule(ctx, one, asked(f"45:{first}")).numbers[0]
    (told,) = replying.take_replies(ctx, reply(ctx, number, "ASH@example.com", "TENTATIVE", tmp_path))
    assert (told.fault, told.sentence) == (False, f"The candidate answered tentative to {number}.")
    assert (held(ctx, number).answer, held(ctx, number).state) == (Response.TENTATIVE, InterviewState.SCHEDULED)
    with pytest.raises(RuleBroken, match="answered so already"):
        scheduling.respond(ctx, number, scheduling.CANDIDATE, Response.TENTATIVE)
    scheduling.respond(ctx, number, scheduling.CANDIDATE, Response.ACCEPTED)
    trail.undo(ctx)
    assert held(ctx, number).answer is Response.TENTATIVE
    scheduling.move(ctx, number, "Ill", asked(days=Period(date(2026, 12, 3), date(2026, 12, 4))))
    assert held(ctx, number).answer is Response.NEEDS_ACTION


def test_a_feed_holds_what_is_to_come_of_a_person_or_a_room_and_is_written_once(ctx: Context, tmp_path: Path) -> None:
    first, second, _ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    scheduling.schedule(ctx, one, asked(f"45:{first}", f"45:{second}", rooms={"aspen": None}))
    whole = vobject.readOne(exporting.feed(ctx, WEEK, room="aspen").decode())
    assert len(whole.vevent_list) == 2
    assert len(vobject.readOne(exporting.feed(ctx, WEEK, who=first).decode()).vevent_list) == 1
    file = exporting.write_calendar(ctx, exporting.feed(ctx, WEEK), tmp_path, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(HrError):
        exporting.write_calendar(ctx, b"", file, "")


def test_what_is_needed_for_a_list_does_not_grow_with_it(ctx: Context) -> None:
    people = panel(ctx)
    requisition = opened(ctx)
    counts = []
    for name in ("Ash", "Birch", "Cedar"):
        _, one = applied(ctx, requisition, name)
        scheduling.schedule(ctx, one, asked(f"30:{people[0]},{people[1]}"))
        with statements() as ran:
            assert reading.interview_list(ctx, WEEK)
        counts.append(len(ran))
    assert len(set(counts)) == 1


def test_who_may_not_work_on_applications_neither_books_nor_sees(ctx: Context) -> None:
    first, *_ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, one, asked(f"45:{first}")).numbers[0]
    eve = replace(ctx, actor=Actor("eve"))
    for act in (
        lambda: scheduling.schedule(eve, one, asked(f"45:{first}")), lambda: scheduling.cancel(eve, number, "x"),
        lambda: reading.interview(eve, number), lambda: reading.interview_list(eve, WEEK), lambda: exporting.invitation(eve, number),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_the_candidates_page_tells_of_interviews_as_they_were_booked_moved_and_cancelled(ctx: Context) -> None:
    first, second, _ = panel(ctx)
    who, one = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, one, asked(f"60:{first}"), minute("2026-11-30 15:00")).numbers[0]
    scheduling.move(ctx, number, "Ill", asked(), without=[first], instead=Part(0, (), (second,)))
    scheduling.cancel(ctx, number, "Filled")
    told = [each.what for each in service.candidate_sheet(ctx, who).timeline if each.what.startswith("Interview")]
    assert told == [
        f"Interview {number} cancelled",
        f"Interview {number} rescheduled for 2026-11-30 10:00",
        f"Interview {number} scheduled for 2026-11-30 10:00",
    ]


def test_a_reason_is_asked_for_where_the_panel_is_told(ctx: Context) -> None:
    first, *_ = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash")
    number = scheduling.schedule(ctx, one, asked(f"45:{first}")).numbers[0]
    with pytest.raises(RuleBroken, match="Say why"):
        scheduling.cancel(ctx, number, "  ")
    with pytest.raises(RuleBroken, match="Say why"):
        scheduling.move(ctx, number, "", asked())
    with pytest.raises(RuleBroken, match="Nobody is left"):
        scheduling.move(ctx, number, "Ill", asked(), without=[first])
