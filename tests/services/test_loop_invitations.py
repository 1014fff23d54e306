"""E-mails about a loop: the candidate gets one for all of its sessions, with a calendar file for each; the panel each their own."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from data import invitations as rows
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import HrError, RuleBroken
from hrtui.interviews import inviting, reading, replying, scheduling
from hrtui.interviews.asking import Asked, part
from hrtui.interviews.invites import TOLD
from hrtui.interviews.model import INVITED, Response
from hrtui.recruiting import messaging, playfile
from hrtui.recruiting.mailing import NotSent
from hrtui.recruiting.messages import MessageState
from hrtui.recruiting.reading import candidate_sheet
from tests.people import hire, statements
from tests.recruiting import applied, opened
from tests.services.test_invitations import ASH, box, send_all, to

STATES = MessageState
WEEK = Period(date(2026, 11, 30), date(2026, 12, 4))
LONDON = "Europe/London"


def asked(*sessions: str, days: Period = WEEK, **values: Any) -> Asked:
    return Asked(tuple(map(part, sessions)), days, **values)


def looped(ctx: Context, count: int = 4, **values: Any) -> tuple[list[str], int]:
    """A loop with an interviewer a session, the numbers of its interviews, and the command."""
    who = [hire(ctx, f"Panel{number}", email=f"p{number}@example.com") for number in range(count)]
    _, one = applied(ctx, opened(ctx), "Ash", first_name="Zoë", email=ASH, note="a secret note")
    done = scheduling.schedule(ctx, one, asked(*(f"45:{each}" for each in who), **values))
    return list(done.numbers), done.command


def to_candidate(*states: MessageState) -> list[Any]:
    return [each for each in box(*states) if each.recipient == ASH]


def files(mail: EmailMessage) -> list[Any]:
    """The events that an e-mail tells calendars of, as it is read from its bytes, in order, one a file; each method stands beside it."""
    out = []
    for each in message_from_bytes(mail.as_bytes(), policy=default).walk():
        if each.get_content_type() == "text/calendar":
            payload = each.get_payload(decode=True)
            assert isinstance(payload, bytes)
            read = icalendar.Calendar.from_ical(payload)
            (event,) = read.walk("VEVENT")
            assert each.get_param("method") == read["METHOD"]
            assert vobject.readOne(payload.decode()).vevent.uid.value == event["UID"]
            event["METHOD"] = read["METHOD"]
            out.append(event)
    return out


def words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def to_ash(mails: list[EmailMessage]) -> list[EmailMessage]:
    return [each for each in mails if each["To"] == ASH]


def later(ctx: Context, number: str, minutes: int = 60, **values: Any) -> int:
    """Move an interview by some minutes; the command."""
    begins = reading.interview(ctx, number).begins + minutes
    return scheduling.move(ctx, number, "Room is taken", asked(anyway=True), begins=begins, **values).command


def test_the_candidate_gets_one_e_mail_for_the_loop_and_the_panel_each_their_own_session(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    (draft,) = to_candidate()
    assert draft.interviews == tuple(numbers)
    assert sorted(to()) == [ASH, "p0@example.com", "p1@example.com", "p2@example.com", "p3@example.com"]
    assert sorted(each.interviews for each in box() if each is not draft)[0] != tuple(numbers)
    assert {len(each.interviews) for each in box()} == {1, 4}


def test_it_says_every_session_in_order_in_the_zone_agreed_on_with_whom_and_where(ctx: Context) -> None:
    numbers, _ = looped(ctx, zone=LONDON, rooms={"aspen": None})
    (mail,) = to_ash(send_all(ctx))
    said, held = words(mail), [reading.interview(ctx, number) for number in numbers]
    places = []
    for at, each in enumerate(held, 1):
        local = each.begins * 60
        first = f"{at}. {_clock(local, LONDON)} GMT, 45 minutes\n   Where: aspen\n   You will meet: Ann Panel"
        assert first in said.replace("\r\n", "\n")
        places.append(said.index(f"{at}. "))
    assert places == sorted(places)
    assert mail["Subject"] == "Your 4 interviews as Engineer at Test Company"
    for hidden in ("p0@example.com", "secret note", "Communication", "Tell of a disagreement"):
        assert hidden not in said


def _clock(seconds: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


def test_each_session_has_its_own_calendar_file_in_order_for_its_reader_alone(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    (mail,) = to_ash(send_all(ctx))
    events = files(mail)
    assert [each["UID"] for each in events] == [reading.interview(ctx, number).uid for number in numbers]
    assert len({each["UID"] for each in events}) == 4
    assert {(each["METHOD"], str(each["ATTENDEE"])) for each in events} == {("REQUEST", f"mailto:{ASH}")}
    assert [each["DTSTART"].dt for each in events] == sorted(each["DTSTART"].dt for each in events)
    names = [each.get_filename() for each in mail.iter_attachments()]
    assert names == ["session-1.ics", "session-2.ics", "session-3.ics", "session-4.ics"]
    assert mail.get_content_type() == "multipart/mixed"


def test_a_loop_over_the_night_of_the_clock_change_is_said_by_the_clocks_of_each_day(ctx: Context) -> None:
    numbers, _ = looped(ctx, 1, zone=LONDON, days=Period(date(2027, 3, 26), date(2027, 3, 26)))
    second = hire(ctx, "Late", email="late@example.com")
    _, one = applied(ctx, opened(ctx), "Oak", email="oak@candidates.example")
    days = Period(date(2027, 3, 26), date(2027, 3, 26))
    loop = scheduling.schedule(ctx, one, asked(f"45:{second}", f"30:{second}", days=days, zone=LONDON)).numbers
    monday = reading.interview(ctx, loop[1]).begins + 3 * 24 * 60
    scheduling.move(
        ctx, loop[1], "Ill", asked(days=Period(date(2027, 3, 29), date(2027, 3, 29)), anyway=True), begins=monday
    )
    (draft,) = [each for each in box() if each.recipient == "oak@candidates.example"]
    assert draft.interviews == tuple(loop)
    assert " GMT, 45 minutes" in draft.body and " BST, 30 minutes" in draft.body
    assert numbers


def test_moving_the_loop_tells_all_of_it_once_with_the_same_uids_and_the_next_sequence(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    (first,) = to_ash(send_all(ctx))
    day = Period(date(2026, 12, 3), date(2026, 12, 3))
    scheduling.move(ctx, numbers[1], "Ill", asked(days=day), loop=True)
    (mail,) = to_ash(send_all(ctx))
    assert mail["Subject"] == "New times for your interviews as Engineer at Test Company"
    assert words(mail).count("Thu 2026-12-03") == 4 and "Ill" not in words(mail)
    assert [each["UID"] for each in files(mail)] == [each["UID"] for each in files(first)]
    assert [int(each["SEQUENCE"]) for each in files(mail)] == [1, 1, 1, 1]


def test_cancelling_the_loop_tells_once_that_all_of_it_is_off(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    send_all(ctx)
    scheduling.cancel(ctx, numbers[2], "An internal reason", loop=True)
    (mail,) = to_ash(send_all(ctx))
    assert mail["Subject"] == "Your interviews as Engineer at Test Company are cancelled"
    assert "internal" not in words(mail)
    assert [(each["METHOD"], int(each["SEQUENCE"])) for each in files(mail)] == [("CANCEL", 1)] * 4


def test_cancelling_what_nobody_was_told_gives_the_one_draft_up(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    scheduling.cancel(ctx, numbers[0], "Filled", loop=True)
    assert box() == []


def test_a_session_that_moves_before_it_left_takes_all_of_the_loop_into_another_draft(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    (old,) = to_candidate()
    later(ctx, numbers[3])
    (new,) = to_candidate()
    assert new.interviews == tuple(numbers) and new.number != old.number
    assert new.template == "candidate_loop"
    with pytest.raises(RuleBroken):
        messaging.send_message(ctx, old.number, hand=lambda _: None)


def test_a_session_that_is_cancelled_before_it_left_is_in_the_draft_no_more(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    scheduling.cancel(ctx, numbers[0], "Filled")
    (draft,) = to_candidate()
    assert (draft.interviews, draft.template) == (tuple(numbers[1:]), "candidate_loop")


def test_of_sessions_that_change_after_it_left_one_e_mail_tells_those_alone(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    send_all(ctx)
    later(ctx, numbers[3])
    (first,) = to_candidate()
    assert (first.interviews, first.template) == ((numbers[3],), "candidate_moved")
    later(ctx, numbers[2], 5 * 60)
    (both,) = to_candidate()
    assert (sorted(both.interviews), both.template) == (sorted(numbers[2:]), "candidate_loop_moved")
    scheduling.cancel(ctx, numbers[0], "Filled")
    assert sorted(each.template for each in to_candidate()) == ["candidate_loop_moved", "candidate_off"]


def test_undoing_the_loop_withdraws_its_draft_or_owes_once_that_it_is_off(ctx: Context) -> None:
    _, command = looped(ctx)
    (draft,) = to_candidate()
    messaging.send_message(ctx, draft.number, hand=lambda _: None)
    trail.undo(ctx, command)
    (mail,) = send_all(ctx)
    assert (mail["To"], [each["METHOD"] for each in files(mail)]) == (ASH, ["CANCEL"] * 4)
    assert box() == []


def test_undoing_a_move_brings_the_draft_back_that_it_gave_up(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    (old,) = to_candidate()
    command = later(ctx, numbers[3])
    trail.undo(ctx, command)
    (again,) = to_candidate()
    assert again.number == old.number
    (mail,) = to_ash(send_all(ctx))
    assert len(files(mail)) == 4


def test_two_moves_of_sessions_are_undone_in_either_order_and_leave_one_right_draft(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    one, two = later(ctx, numbers[3]), later(ctx, numbers[2], 5 * 60)
    trail.undo(ctx, one)
    (draft,) = to_candidate()
    assert sorted(draft.interviews) == sorted(numbers)
    trail.undo(ctx, two)
    (mail,) = to_ash(send_all(ctx))
    begins = sorted(reading.interview(ctx, number).begins * 60 for number in numbers)
    assert [int(each["DTSTART"].dt.timestamp()) for each in files(mail)] == begins


def test_one_that_failed_is_written_no_more_once_a_session_changed_and_else_sent_again(ctx: Context) -> None:
    def refused(_: EmailMessage) -> None:
        raise NotSent("refused")

    numbers, _ = looped(ctx)
    (draft,) = to_candidate()
    with pytest.raises(NotSent):
        messaging.send_message(ctx, draft.number, hand=refused)
    messaging.send_message(ctx, draft.number, hand=lambda _: None)
    assert len(to_candidate(STATES.SENT)) == 1
    later(ctx, numbers[3])
    (other,) = to_candidate()
    with pytest.raises(NotSent):
        messaging.send_message(ctx, other.number, hand=refused)
    scheduling.cancel(ctx, numbers[3], "Filled")
    assert to_candidate(STATES.FAILED) == []
    assert [each.template for each in to_candidate()] == ["candidate_off"]


def test_what_was_dropped_is_written_anew_for_the_whole_loop_when_one_of_it_is_asked_for(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    messaging.drop_message(ctx, to_candidate()[0].number)
    inviting.invite(ctx, numbers[1])
    (draft,) = to_candidate()
    assert draft.interviews == tuple(numbers)


def test_an_answer_to_one_of_its_files_counts_for_that_session_alone(ctx: Context, tmp_path: Path) -> None:
    numbers, _ = looped(ctx)
    (mail,) = to_ash(send_all(ctx))
    event = files(mail)[2]
    event["ATTENDEE"].params["PARTSTAT"] = "ACCEPTED"
    del event["METHOD"]
    reply = icalendar.Calendar()
    reply.add("method", "REPLY")
    reply.add_component(event)
    file = tmp_path / "reply.ics"
    file.write_bytes(reply.to_ical())
    (answered,) = replying.take_replies(ctx, file)
    assert (answered.number, answered.fault) == (numbers[2], False)
    answers = [reading.interview(ctx, number).answer for number in numbers]
    assert answers == [Response.NEEDS_ACTION, Response.NEEDS_ACTION, Response.ACCEPTED, Response.NEEDS_ACTION]


def test_the_candidates_page_tells_it_once_with_all_of_its_interviews(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    send_all(ctx)
    told = [each.what for each in candidate_sheet(ctx, "CAN-00001").timeline if each.what.startswith("Invitation to")]
    named = f"{', '.join(numbers[:3])} and {numbers[3]}"
    assert [each for each in told if "for the candidate" in each] == [f"Invitation to {named} for the candidate sent"]
    assert len(told) == 5


def test_the_file_says_what_is_said_of_each_session_and_a_loop_has_its_own_text(ctx: Context) -> None:
    book = ctx.config.path(ctx.config.recruiting.file)
    wrong = "invitations:\n  - {name: candidate_loop, subject: Come, body: '{sessions}', session: 'At {kit}'}\n"
    book.write_text(wrong)
    (problem,) = playfile.check(ctx.config)
    assert (problem.line, "kit" in str(problem)) == (2, True)
    book.write_text("invitations:\n  - {name: candidate_loop, subject: Come, body: 'At {room}: {sessions}'}\n")
    (problem,) = playfile.check(ctx.config)
    assert "room" in str(problem)
    book.write_text(
        "invitations:\n  - {name: candidate, subject: Komm, body: 'Um {when}'}\n"
        "  - {name: candidate_loop, subject: '{count} Termine', body: '{sessions}', session: '{position}) {when} {panel}'}\n"
    )
    looped(ctx)
    (draft,) = to_candidate()
    lines = draft.body.splitlines()
    assert (draft.subject, len(lines), lines[1][:3], lines[1].endswith("Ann Panel1")) == ("4 Termine", 4, "2) ", True)
    later(ctx, draft.interviews[3])
    send_all(ctx)
    later(ctx, draft.interviews[3])
    assert to_candidate()[0].template == "candidate_moved"


def test_a_loop_takes_as_many_statements_however_many_sessions_it_has(ctx: Context) -> None:
    def taken(count: int) -> int:
        numbers, _ = looped(ctx, count, days=Period(date(2026, 12, 1), date(2026, 12, 30)))
        with statements() as found:
            scheduling.cancel(ctx, numbers[0], "Filled", loop=True)
        return len(found)

    assert taken(2) == taken(5)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_candidate_is_told_how_the_loop_stands_and_no_more_than_one_draft_says_it(
    ctx: Context, seed: int
) -> None:
    chance = Random(seed)
    numbers, _ = looped(ctx, 3)
    commands: list[int] = []
    for _ in range(14):
        number, act = chance.choice(numbers), chance.choice(("move", "loop", "cancel", "send", "one", "drop", "undo"))
        try:
            if act == "move":
                commands.append(later(ctx, number, chance.choice((-45, 15, 60, 300))))
            elif act == "loop":
                day = date(2026, 12, chance.randint(1, 4))
                commands.append(scheduling.move(ctx, number, "Ill", asked(days=Period(day, day)), loop=True).command)
            elif act == "cancel" and chance.random() < 0.5:
                commands.append(scheduling.cancel(ctx, number, "Filled").command)
            elif act == "send":
                send_all(ctx)
            elif act == "one" and box():
                messaging.send_message(ctx, chance.choice(box()).number, hand=lambda _: None)
            elif act == "drop" and box():
                messaging.drop_message(ctx, chance.choice(box()).number)
            elif act == "undo" and commands:
                trail.undo(ctx, commands.pop(chance.randrange(len(commands))))
        except HrError:
            pass
        drafts = to_candidate()
        assert len({each.template for each in drafts}) == len(drafts), "two drafts of one kind"
        assert len([one for each in drafts for one in each.interviews]) == len(
            {one for each in drafts for one in each.interviews}
        )
    for number in numbers:
        with suppress(HrError):
            inviting.invite(ctx, number)
    send_all(ctx)
    for number in numbers:
        held = reading.interview(ctx, number)
        told = [each for each in rows.of_interviews([held.id])[held.id] if not each.person and each.state in TOLD]
        if held.state in INVITED:
            last = told[-1]
            assert (last.method.value, last.begins, last.ends) == ("REQUEST", held.begins, held.ends)
        elif told:
            assert told[-1].method.value == "CANCEL"
        assert [each.sequence for each in told] == sorted({each.sequence for each in told})


def test_the_panel_is_told_by_their_own_clocks_with_the_candidates_where_those_are_others_then(ctx: Context) -> None:
    numbers, _ = looped(ctx, 2, zone=LONDON)
    (mail,) = [each for each in send_all(ctx) if each["To"] == "p0@example.com"]
    begins = reading.interview(ctx, numbers[0]).begins * 60
    here, there = _clock(begins, "America/New_York"), _clock(begins, LONDON)
    assert f"When: {here} EST ({there} GMT for the candidate), 45 minutes" in words(mail)


def test_a_draft_that_was_written_to_a_file_holds_all_of_its_calendar_files(ctx: Context, tmp_path: Path) -> None:
    looped(ctx)
    (draft,) = to_candidate()
    read = message_from_bytes(messaging.write_eml(ctx, draft.number, tmp_path).read_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    assert (len(files(read)), read["X-Unsent"]) == (4, "1")


def test_drafts_of_single_sessions_become_one_once_another_of_the_loop_is_written(ctx: Context) -> None:
    numbers, _ = looped(ctx)
    send_all(ctx)
    later(ctx, numbers[3])
    (first,) = to_candidate()
    messaging.change_message(ctx, first.number, subject="A word of our own")
    later(ctx, numbers[0], -60)
    (both,) = to_candidate()
    assert both.interviews == (numbers[0], numbers[3])
    (given_up,) = to_candidate(STATES.DROPPED)
    assert (given_up.number, given_up.subject) == (first.number, "A word of our own")


def test_who_is_on_no_panel_that_is_moved_is_refused_and_of_a_loop_whoever_is_on_any_is_replaced_there(
    ctx: Context,
) -> None:
    numbers, _ = looped(ctx, 3)
    first, second, _ = (reading.interview(ctx, number).panel[0].person for number in numbers)
    other = hire(ctx, "Other", email="other@example.com")
    with pytest.raises(RuleBroken, match=f"{second} is not on the panel of {numbers[0]}; .* or the whole loop"):
        scheduling.move(ctx, numbers[0], "Ill", asked(), without=[second], instead=part(f"45:{other}"))
    assert reading.interview(ctx, numbers[0]).sequence == 0
    scheduling.move(ctx, numbers[0], "Ill", asked(), without=[second], instead=part(f"45:{other}"), loop=True)
    panels = [reading.interview(ctx, number).panel[0].person for number in numbers]
    assert (panels[:2], second in panels) == ([first, other], False)
    assert [each.number for each in reading.loop_of(ctx, numbers[2])] == numbers
