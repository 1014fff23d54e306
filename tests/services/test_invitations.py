"""E-mails about interviews: who is owed which, that none leaves once it is right no longer, and what a mail server gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
import vobject

from data.recruiting import outbox
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.dates import Period
from hrtui.errors import NotFound, RuleBroken
from hrtui.interviews import exporting, inviting, reading, scheduling
from hrtui.interviews.asking import Asked, part
from hrtui.interviews.model import InterviewState
from hrtui.recruiting import messaging, service
from hrtui.recruiting.mailing import NotKnown, NotSent
from hrtui.recruiting.messages import Message, MessageState
from hrtui.recruiting.settings import MailSecurity, MailSettings
from tests.exim import exim
from tests.people import hire
from tests.recruiting import applied, opened

STATES = MessageState
WEEK = Period(date(2026, 11, 30), date(2026, 12, 4))
ASH = "ash@candidates.example"


def asked(*sessions: str, **values: Any) -> Asked:
    return Asked(tuple(map(part, sessions)), WEEK, **values)


def panel(ctx: Context, count: int = 2) -> list[str]:
    return [hire(ctx, f"Panel{number}", email=f"p{number}@example.com") for number in range(count)]


def scheduled(ctx: Context, *, email: str = ASH, **values: Any) -> tuple[str, list[str], int]:
    """An interview with two interviewers, with their numbers and the command."""
    who = panel(ctx)
    _, one = applied(ctx, opened(ctx), "Ash", first_name="Zoë", email=email, note="a secret note")
    done = scheduling.schedule(ctx, one, asked(f"45:{who[0]},{who[1]}", **values))
    return done.numbers[0], who, done.command


def box(*states: MessageState) -> list[Message]:
    return sorted(outbox.in_states(states or (STATES.DRAFT,), 100), key=lambda each: each.number)


def to(*states: MessageState) -> list[str]:
    return [each.recipient for each in box(*states)]


def send_all(ctx: Context) -> list[EmailMessage]:
    """Send every draft, and return what was handed over."""
    got: list[EmailMessage] = []
    for each in box():
        messaging.send_message(ctx, each.number, hand=got.append)
    return got


def told(mail: EmailMessage) -> Any:
    """The event that an e-mail tells calendars of; its method stands beside it."""
    (part_,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    payload = part_.get_payload(decode=True)
    assert isinstance(payload, bytes)
    read = icalendar.Calendar.from_ical(payload)
    (event,) = read.walk("VEVENT")
    assert part_.get_param("method") == read["METHOD"]
    event["METHOD"] = read["METHOD"]
    return event


def attendees(event: Any) -> list[str]:
    listed = event["ATTENDEE"]
    return [str(each).removeprefix("mailto:") for each in (listed if isinstance(listed, list) else [listed])]


def test_scheduling_writes_to_the_candidate_and_each_of_the_panel(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    assert to() == [ASH, "p0@example.com", "p1@example.com"]
    assert {each.interviews for each in box()} == {(number,)}


def test_the_candidates_has_neither_notes_nor_the_kit_nor_addresses_of_the_panel(ctx: Context) -> None:
    scheduled(ctx)
    candidate, first, _ = send_all(ctx)
    said = str(candidate.get_body(("plain",)).get_content()) + told(candidate).to_ical().decode()  # type: ignore[union-attr]
    assert "Panel0" in said
    for hidden in ("p0@example.com", "secret note", "Communication", "Tell of a disagreement"):
        assert hidden not in said
    assert attendees(told(candidate)) == [ASH]
    inside = str(first.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "Communication" in inside and "Tell of a disagreement" in inside and "lead" in inside
    assert attendees(told(first)) == ["p0@example.com", "p1@example.com"]


def test_a_move_before_anything_left_puts_other_drafts_in_the_place_of_the_first(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    first = box()
    done = scheduling.move(ctx, number, "Room is taken", asked(), begins=reading.interview(ctx, number).begins + 60)
    assert {each.number for each in box(STATES.DROPPED)} == {each.number for each in first}
    assert len(box()) == 3
    assert "3 e-mails are in the outbox." in done.notices
    for each in first:
        with pytest.raises(RuleBroken, match="cannot become"):
            messaging.send_message(ctx, each.number, hand=lambda _: None)
    assert {each["METHOD"] for each in map(told, send_all(ctx))} == {"REQUEST"}


def test_a_move_after_it_left_says_so_with_the_same_uid_and_the_next_sequence(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    before = [told(each) for each in send_all(ctx)]
    scheduling.move(ctx, number, "Ill", asked(), begins=reading.interview(ctx, number).begins + 60)
    drafts = box()
    assert [each.template for each in drafts] == ["candidate_moved", "panel_moved", "panel_moved"]
    after = [told(each) for each in send_all(ctx)]
    assert {each["UID"] for each in before} == {each["UID"] for each in after}
    assert [(int(one["SEQUENCE"]), int(two["SEQUENCE"])) for one, two in zip(before, after, strict=True)] == [
        (0, 1)
    ] * 3
    assert all(
        two["DTSTART"].dt - one["DTSTART"].dt == timedelta(hours=1) for one, two in zip(before, after, strict=True)
    )


def test_who_is_replaced_is_told_that_it_is_off_and_who_comes_is_asked(ctx: Context) -> None:
    number, (first, second), _ = scheduled(ctx)
    send_all(ctx)
    other = hire(ctx, "Other", email="other@example.com")
    scheduling.move(ctx, number, "Ill", asked(), without=[first], instead=part(f"45:{other}"))
    found = {mail["To"]: told(mail) for mail in send_all(ctx)}
    assert {address: event["METHOD"] for address, event in found.items()} == {
        ASH: "REQUEST", "p0@example.com": "CANCEL", "p1@example.com": "REQUEST", "other@example.com": "REQUEST",
    }  # fmt: skip
    assert attendees(found["p0@example.com"]) == ["p0@example.com"]
    assert found["p0@example.com"]["STATUS"] == "CANCELLED"
    assert "p0@example.com" not in attendees(found["other@example.com"])
    assert {int(each["SEQUENCE"]) for each in found.values()} == {1}


def test_cancelling_tells_whom_it_was_told_and_nobody_else(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    candidate, *_ = box()
    messaging.send_message(ctx, candidate.number, hand=lambda _: None)
    scheduling.cancel(ctx, number, "An internal reason")
    (draft,) = box()
    assert (draft.recipient, draft.template) == (ASH, "candidate_off")
    assert "internal reason" not in draft.body
    (event,) = map(told, send_all(ctx))
    assert (event["METHOD"], int(event["SEQUENCE"]), attendees(event)) == ("CANCEL", 1, [ASH])


def test_undoing_what_nobody_was_told_withdraws_the_drafts(ctx: Context) -> None:
    number, _, command = scheduled(ctx)
    trail.undo(ctx, command)
    assert box() == []
    with pytest.raises(NotFound):
        reading.interview(ctx, number)


def test_undoing_what_somebody_was_told_says_so_and_owes_that_it_is_off(ctx: Context) -> None:
    _, _, command = scheduled(ctx)
    messaging.send_message(ctx, box()[1].number, hand=lambda _: None)
    done = trail.undo(ctx, command)
    assert any("that it is off is in the outbox" in each for each in done.notices)
    (event,) = map(told, send_all(ctx))
    assert (event["METHOD"], int(event["SEQUENCE"]), attendees(event)) == ("CANCEL", 1, ["p0@example.com"])


def test_undoing_a_move_that_was_told_tells_the_old_time_with_a_sequence_that_counts_on(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    begins = told(send_all(ctx)[0])["DTSTART"].dt
    moved = scheduling.move(ctx, number, "Ill", asked(), begins=reading.interview(ctx, number).begins + 60)
    send_all(ctx)
    trail.undo(ctx, moved.command)
    again = [told(each) for each in send_all(ctx)]
    assert {(each["DTSTART"].dt, int(each["SEQUENCE"])) for each in again} == {(begins, 2)}
    assert b"SEQUENCE:2" in exporting.invitation(ctx, number)
    scheduling.move(ctx, number, "Ill after all", asked(), begins=reading.interview(ctx, number).begins + 120)
    assert {int(told(each)["SEQUENCE"]) for each in send_all(ctx)} == {3}


def test_undoing_a_move_that_nobody_was_told_leaves_what_was_sent_alone(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    send_all(ctx)
    moved = scheduling.move(ctx, number, "Ill", asked(), begins=reading.interview(ctx, number).begins + 60)
    trail.undo(ctx, moved.command)
    assert box() == []


def test_what_was_handed_over_and_not_heard_of_counts_as_told_and_failed_is_written_no_more_once_it_changed(
    ctx: Context,
) -> None:
    def lost(_: EmailMessage) -> None:
        raise NotKnown("lost")

    number, _, _ = scheduled(ctx)
    candidate, first, second = box()
    with pytest.raises(NotKnown):
        messaging.send_message(ctx, candidate.number, hand=lost)
    scheduling.cancel(ctx, number, "Filled")
    assert [each.template for each in box()] == ["candidate_off"]
    messaging.settle_message(ctx, candidate.number, sent=False)
    assert box() == [] and box(STATES.FAILED) == []


def test_what_failed_may_be_sent_again_while_it_is_right(ctx: Context) -> None:
    def refused(_: EmailMessage) -> None:
        raise NotSent("refused")

    scheduled(ctx)
    candidate = box()[0]
    with pytest.raises(NotSent):
        messaging.send_message(ctx, candidate.number, hand=refused)
    messaging.send_message(ctx, candidate.number, hand=lambda _: None)
    assert box(STATES.SENT)[0].number == candidate.number


def test_what_was_dropped_is_written_anew_when_it_is_asked_for(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    messaging.drop_message(ctx, box()[0].number)
    inviting.invite(ctx, number)
    assert to() == ["p0@example.com", "p1@example.com", ASH]
    with pytest.raises(RuleBroken, match="Everyone who can be told"):
        inviting.invite(ctx, number)


def test_a_draft_that_an_undo_brings_back_and_is_right_no_longer_does_not_leave(ctx: Context) -> None:
    number, _, _ = scheduled(ctx)
    old = box()[0]
    dropped = messaging.drop_message(ctx, old.number)
    scheduling.move(ctx, number, "Ill", asked(), begins=reading.interview(ctx, number).begins + 60)
    trail.undo(ctx, dropped.command)
    assert old.number not in {each.number for each in box()}


def test_who_has_no_address_is_named(ctx: Context) -> None:
    who = hire(ctx, "Silent")
    _, one = applied(ctx, opened(ctx), "Ash")
    done = scheduling.schedule(ctx, one, asked(f"45:{who}"))
    assert box() == []
    assert any("Ash and Silent, Ann have no e-mail address" in each for each in done.notices)


def test_where_the_configuration_says_so_nothing_is_written_by_itself(ctx: Context) -> None:
    quiet = replace(ctx, config=replace(ctx.config, interviews=replace(ctx.config.interviews, invite=False)))
    number, _, _ = scheduled(quiet)
    assert box() == []
    inviting.invite(quiet, number)
    assert len(box()) == 3


def test_an_invitation_neither_settles_nor_hinders_the_message_that_a_rejection_owes(ctx: Context) -> None:
    who = panel(ctx, 1)
    _, one = applied(ctx, opened(ctx), "Ash", email=ASH)
    scheduling.schedule(ctx, one, asked(f"45:{who[0]}"))
    service.reject(ctx, [one], "skills")
    assert messaging.owed_messages(ctx) == [one]
    send_all(ctx)
    assert messaging.owed_messages(ctx) == [one]
    messaging.write_messages(ctx, [one])


def test_a_proposed_one_takes_the_time_and_tells_nobody_until_it_is_confirmed(ctx: Context) -> None:
    who = panel(ctx, 1)
    requisition = opened(ctx)
    (_, one), (_, two) = applied(ctx, requisition, "Ash", email=ASH), applied(ctx, requisition, "Birch")
    done = scheduling.schedule(ctx, one, asked(f"45:{who[0]}"), hold=date(2026, 11, 28))
    held = reading.interview(ctx, done.numbers[0])
    assert (held.state, held.expires, box()) == (InterviewState.PROPOSED, date(2026, 11, 28), [])
    other = scheduling.schedule(ctx, two, asked(f"45:{who[0]}"))
    assert reading.interview(ctx, other.numbers[0]).begins != held.begins
    moved = scheduling.move(ctx, held.number, "Sooner", asked())
    assert reading.interview(ctx, held.number).state is InterviewState.PROPOSED
    assert moved.numbers == done.numbers
    confirmed = scheduling.confirm(ctx, held.number)
    assert reading.interview(ctx, held.number).state is InterviewState.SCHEDULED
    assert ASH in to()
    with pytest.raises(RuleBroken, match="cannot become"):
        scheduling.confirm(ctx, held.number)
    trail.undo(ctx, confirmed.command)
    assert ASH not in to()
    scheduling.cancel(ctx, held.number, "")
    assert reading.interview(ctx, held.number).state is InterviewState.CANCELLED


def test_a_proposed_one_is_held_until_a_day_that_comes_and_ends_as_nothing_else(ctx: Context) -> None:
    who = panel(ctx, 1)
    _, one = applied(ctx, opened(ctx), "Ash")
    with pytest.raises(RuleBroken, match="is over"):
        scheduling.schedule(ctx, one, asked(f"45:{who[0]}"), hold=date(2020, 1, 1))
    done = scheduling.schedule(ctx, one, asked(f"45:{who[0]}"), hold=date(2026, 12, 1))
    with pytest.raises(RuleBroken, match="cannot become completed"):
        scheduling.conclude(ctx, done.numbers[0], InterviewState.COMPLETED)


def test_a_broken_template_is_told_with_its_line_and_a_missing_one_counts_as_it_ships(ctx: Context) -> None:
    book = ctx.config.path(ctx.config.recruiting.file)
    book.write_text("invitations:\n  - {name: candidate, subject: Come, body: 'At {when} {nonsense}'}\n")
    from hrtui.recruiting import playfile

    (problem,) = playfile.check(ctx.config)
    assert (problem.line, "nonsense" in str(problem)) == (2, True)
    book.write_text("invitations:\n  - {name: candidate, subject: Come, body: 'At {when}'}\n")
    scheduled(ctx)
    assert [each.subject for each in box()][:2] == ["Come", "Interview: Zoë Ash, Engineer"]


def test_through_a_real_server_what_arrives_is_read_by_another_parser(ctx: Context) -> None:
    with exim() as server:
        mail = MailSettings("127.0.0.1", server.port, MailSecurity.NONE, "Acme jobs <jobs@acme.example>")
        by = replace(ctx, config=replace(ctx.config, mail=mail))
        number, _, _ = scheduled(by, zone="America/New_York", rooms={"aspen": None})
        for each in box():
            messaging.send_message(by, each.number)
            with pytest.raises(RuleBroken):
                messaging.send_message(by, each.number)
        first = {mail["To"]: mail for mail in server.box(3)}
        scheduling.cancel(by, number, "Filled")
        for each in box():
            messaging.send_message(by, each.number)
        last = [mail for mail in server.box(6) if "cancelled" in mail["Subject"]][0]
    got = first["p0@example.com"]
    assert got.get_content_type() == "multipart/mixed"
    kinds = [each.get_content_type() for each in got.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics"]
    inline, attached = (each.get_payload(decode=True) for each in list(got.walk())[3:])
    assert inline == attached
    read = vobject.readOne(inline.decode())  # type: ignore[union-attr]
    held = reading.interview(by, number)
    assert (read.method.value, read.vevent.uid.value, read.vevent.sequence.value) == ("REQUEST", held.uid, "0")
    assert read.vtimezone.tzid.value == "America/New_York"
    assert read.vevent.organizer.value == "mailto:jobs@acme.example"
    assert {each.value for each in read.vevent.attendee_list} == {"mailto:p0@example.com", "mailto:p1@example.com"}
    assert {each.params["RSVP"][0] for each in read.vevent.attendee_list} == {"TRUE"}
    off = vobject.readOne([each for each in last.walk() if each.get_content_type() == "text/calendar"][0].get_content())
    assert (off.method.value, off.vevent.uid.value, off.vevent.sequence.value) == ("CANCEL", held.uid, "1")
    assert off.vevent.attendee.value == f"mailto:{ASH}"
