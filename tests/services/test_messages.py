"""Messages to candidates: what is owed, drafts from templates, and sending once whatever the server does."""

from __future__ import annotations

import stat
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from data.recruiting import applications, candidates, outbox
from hrtui.access.model import Grant, Scope
from hrtui.attention.service import notices
from hrtui.audit import service as trail
from hrtui.context import Context
from hrtui.errors import Conflict, RuleBroken
from hrtui.recruiting import messaging, sending, service
from hrtui.recruiting.gathering import candidates_reached
from hrtui.recruiting.mailing import NotKnown, NotSent
from hrtui.recruiting.merging import merge
from hrtui.recruiting.messages import MessageState, filled
from hrtui.recruiting.model import Owes
from hrtui.recruiting.settings import MailSecurity, MailSettings
from tests.conftest import ContextAs
from tests.mailserver import Mailbox, mail_server
from tests.people import hire, statements
from tests.recruiting import applied, colleague, opened

STATES = MessageState


def rejected(ctx: Context, name: str = "Ash", **values: object) -> str:
    _, one = applied(ctx, opened(ctx), name, **{"first_name": "Jo", "email": "jo@example.com", **values})
    service.reject(ctx, [one], "skills")
    return one


def by(ctx: Context, box: Mailbox) -> Context:
    """The context with a mail server."""
    mail = MailSettings("127.0.0.1", box.port, MailSecurity.NONE, "jobs@acme.example")
    return replace(ctx, config=replace(ctx.config, mail=mail))


def state(number: str) -> MessageState:
    held = outbox.numbered(number)
    assert held is not None
    return held.state


def owes(number: str) -> Owes:
    return applications.numbered([number])[number].owes


def test_a_rejection_owes_a_message_until_it_was_sent_and_it_is_sent_once(ctx: Context) -> None:
    one = rejected(ctx)
    assert messaging.owed_messages(ctx) == [one]
    number = messaging.write_messages(ctx, [one]).numbers[0]
    assert messaging.owed_messages(ctx) == []
    with mail_server(Mailbox()) as box:
        messaging.send_message(by(ctx, box), number)
        with pytest.raises(RuleBroken, match="cannot become"):
            messaging.send_message(by(ctx, box), number)
    (mail,) = box.got
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "jo@example.com",
        "jobs@acme.example",
        "Your application as Engineer",
    )
    assert "Dear Jo" in str(mail.get_payload())
    assert (state(number), owes(one)) == (STATES.SENT, Owes.SENT)


def test_a_rejection_is_undone_until_its_message_left(ctx: Context) -> None:
    one = rejected(ctx)
    reject = applications.numbered([one])[one].stamp
    assert reject is not None
    with mail_server(Mailbox()) as box:
        messaging.send_message(by(ctx, box), messaging.write_messages(ctx, [one]).numbers[0])
    with pytest.raises(Conflict, match="stands on it"):
        trail.undo(ctx, reject.command)
    other = rejected(ctx, "Bay")
    trail.undo(ctx)
    assert owes(other) is Owes.NOTHING


def test_no_undo_makes_a_draft_of_what_was_handed_over_so_that_it_never_goes_out_twice(ctx: Context) -> None:
    number = messaging.write_messages(ctx, [rejected(ctx)]).numbers[0]
    handed: list[object] = []
    messaging.send_message(ctx, number, hand=handed.append)
    found = trail.last(ctx)
    assert found is not None
    last = found.id
    for command in (None, last, last - 1):
        with pytest.raises(Conflict, match="Not undone"):
            trail.undo(ctx, command)
    with pytest.raises(RuleBroken):
        messaging.send_message(ctx, number, hand=handed.append)
    assert (state(number), len(handed)) == (STATES.SENT, 1)


def test_what_was_said_by_hand_to_be_sent_is_taken_back(ctx: Context) -> None:
    number = messaging.write_messages(ctx, [rejected(ctx)]).numbers[0]
    messaging.settle_message(ctx, number, sent=True)
    trail.undo(ctx)
    assert state(number) is STATES.DRAFT


@pytest.mark.parametrize(("refuse", "hang_up"), [("MAIL", ""), ("RCPT", ""), ("TEXT", ""), ("", "RCPT"), ("", "MAIL")])
def test_what_the_server_did_not_take_failed_for_certain_and_may_be_sent_again(
    ctx: Context, refuse: str, hang_up: str
) -> None:
    number = messaging.write_messages(ctx, [rejected(ctx)]).numbers[0]
    with mail_server(Mailbox(refuse=refuse, hang_up=hang_up)) as box, pytest.raises(NotSent):
        messaging.send_message(by(ctx, box), number)
    assert (state(number), box.got) == (STATES.FAILED, [])
    with mail_server(Mailbox()) as box:
        messaging.send_message(by(ctx, box), number)
    assert (state(number), len(box.got)) == (STATES.SENT, 1)


def test_what_was_lost_after_it_was_given_is_not_sent_again_until_somebody_looked(ctx: Context) -> None:
    one = rejected(ctx)
    number = messaging.write_messages(ctx, [one]).numbers[0]
    with mail_server(Mailbox(hang_up="TAKEN")) as box, pytest.raises(NotKnown, match="may have gone out"):
        messaging.send_message(by(ctx, box), number)
    assert (state(number), len(box.got)) == (STATES.SENDING, 1)
    with mail_server(Mailbox()) as second, pytest.raises(RuleBroken, match="look into the mailbox"):
        messaging.send_message(by(ctx, second), number)
    messaging.settle_message(ctx, number, sent=True)
    assert (state(number), owes(one)) == (STATES.SENT, Owes.SENT)


def test_a_process_that_died_while_sending_leaves_a_message_that_is_not_sent_by_itself(ctx: Context) -> None:
    number = messaging.write_messages(ctx, [rejected(ctx)]).numbers[0]

    def dies(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        messaging.send_message(ctx, number, hand=dies)
    assert state(number) is STATES.SENDING
    messaging.settle_message(ctx, number, sent=False)
    assert state(number) is STATES.FAILED


def test_every_sending_of_a_message_bears_the_same_id(ctx: Context) -> None:
    number = messaging.write_messages(ctx, [rejected(ctx)]).numbers[0]
    seen = []

    def fails(mail: object) -> None:
        seen.append(mail["Message-ID"])  # type: ignore[index]
        raise NotSent("no")

    for _ in range(2):
        with pytest.raises(NotSent):
            messaging.send_message(ctx, number, hand=fails)
    assert len(set(seen)) == 1


def test_without_a_server_a_message_is_a_file_that_mail_programs_open_as_a_draft(ctx: Context, tmp_path: Path) -> None:
    one = rejected(ctx)
    number = messaging.write_messages(ctx, [one]).numbers[0]
    with pytest.raises(RuleBroken, match="No mail server"):
        messaging.send_message(ctx, number)
    path = messaging.write_eml(ctx, number, tmp_path)
    mail = message_from_bytes(path.read_bytes())
    assert (mail["X-Unsent"], mail["To"]) == ("1", "jo@example.com")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    messaging.settle_message(ctx, number, sent=True)
    assert owes(one) is Owes.SENT


def test_a_draft_is_changed_and_dropped_and_then_another_may_be_written(ctx: Context) -> None:
    one = rejected(ctx)
    number = messaging.write_messages(ctx, [one]).numbers[0]
    with pytest.raises(RuleBroken, match="in the outbox already"):
        messaging.write_messages(ctx, [one])
    messaging.change_message(ctx, number, subject="Sorry", body="Dear Jo,\nno.")
    held = messaging.message_of(ctx, number)
    assert (held.subject, held.body) == ("Sorry", "Dear Jo,\nno.")
    messaging.drop_message(ctx, number)
    messaging.write_messages(ctx, [one], "received")


@pytest.mark.parametrize(
    ("values", "template", "says"),
    [
        ({"email": ""}, "", "no e-mail address"),
        ({}, "none", "There is no message"),
        ({"email": "jö@example.com"}, "", "letters"),
    ],
)
def test_what_cannot_be_written_is_refused(ctx: Context, values: dict[str, Any], template: str, says: str) -> None:
    one = rejected(ctx, **values)
    with pytest.raises(RuleBroken, match=says):
        messaging.write_messages(ctx, [one], template)
    assert messaging.outbox_list(ctx) == []


def test_a_field_that_nothing_fills_is_named_and_what_people_wrote_is_no_field() -> None:
    with pytest.raises(RuleBroken, match="salary"):
        filled("Dear {first_name}, {salary}", {})
    assert filled("Dear {first_name}", {"first_name": "{title}"}) == "Dear {title}"


def test_an_address_with_line_breaks_reaches_no_header(ctx: Context) -> None:
    with pytest.raises(RuleBroken):
        rejected(ctx, email="a@example.com\r\nBcc: b@example.com")


def draft(ctx: Context) -> str:
    return messaging.write_messages(ctx, [rejected(ctx)]).numbers[0]


def command_of(number: str) -> int:
    held = outbox.numbered(number)
    assert held is not None and held.stamp is not None
    return held.stamp.command


def test_who_changes_what_somebody_else_wrote_meanwhile_is_told_and_nothing_is_written(ctx: Context) -> None:
    number = draft(ctx)
    seen = command_of(number)
    messaging.change_message(colleague(ctx), number, subject="Thanks", body="Dear Jo, " + "x" * 90, expected=seen)
    with pytest.raises(Conflict, match="bob changed subject and text of message") as met:
        messaging.change_message(ctx, number, body="Dear Jo, mine", expected=seen)
    subject, body = met.value.clashes
    assert (subject.was, subject.theirs, subject.yours) == ("Your application as Engineer", "Thanks", "")
    assert (len(body.theirs), body.yours, body.by) == (40, "Dear Jo, mine", "bob")
    assert messaging.message_of(ctx, number).body.startswith("Dear Jo, x")
    messaging.change_message(ctx, number, body="Dear Jo, mine", expected=met.value.newest)
    held = messaging.message_of(ctx, number)
    assert (held.subject, held.body) == ("Thanks", "Dear Jo, mine")


def test_what_was_tried_meanwhile_and_failed_is_no_conflict(ctx: Context) -> None:
    number = draft(ctx)
    seen = command_of(number)
    with mail_server(Mailbox(refuse="RCPT")) as box, pytest.raises(NotSent):
        messaging.send_message(by(ctx, box), number)
    messaging.change_message(ctx, number, recipient="joe@example.com", expected=seen)
    assert state(number) is STATES.DRAFT


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"body": "x" * 20_001}, "body", "20,001 characters, and 20,000 are kept; take out 1"),
        ({"body": " \n"}, "body", "no text"),
        ({"subject": "\x1b"}, "subject", "blank"),
        ({"recipient": "jo"}, "recipient", "not an e-mail address"),
        ({"recipient": ""}, "recipient", "no e-mail address"),
        ({"recipient": "jö@example.com"}, "recipient", "letters"),
        ({}, "", "so already"),
    ],
)
def test_what_no_message_can_be_is_refused_at_its_field(
    ctx: Context, values: dict[str, Any], field: str, says: str
) -> None:
    number = draft(ctx)
    before = command_of(number)
    with pytest.raises(RuleBroken, match=says) as met:
        messaging.change_message(ctx, number, **values)
    assert (met.value.field, command_of(number)) == (field, before)


def test_the_trail_tells_what_of_a_message_was_changed_and_none_of_its_words(ctx: Context) -> None:
    number = draft(ctx)
    messaging.change_message(ctx, number, body="Dear Jo,\x1b[31m\r\nsecret", subject="Hidden")
    assert messaging.message_of(ctx, number).body == "Dear Jo,\nsecret"
    entry = trail.log(ctx, 1)[0].entry
    assert [change.field for change in entry.changes] == ["message.subject", "message.text"]
    assert "ecret" not in str(entry) and "Hidden" not in str(entry)


def test_a_change_of_a_message_is_undone(ctx: Context) -> None:
    number = draft(ctx)
    before = messaging.message_of(ctx, number)
    messaging.change_message(ctx, number, body="Dear Jo, no.")
    trail.undo(ctx)
    assert messaging.message_of(ctx, number).body == before.body


def team_of(ctx_as: ContextAs, boss: str) -> Context:
    """Who may read what they and their team hire for."""
    return ctx_as(Grant("recruiting.read", Scope(team=True, own=True)), person=boss)


def test_who_sees_their_own_requisitions_sees_their_messages_and_what_is_owed_there(
    ctx: Context, ctx_as: ContextAs
) -> None:
    boss = hire(ctx, "Own")
    numbers = [opened(ctx, "Clerk", manager=boss), opened(ctx, "Nurse")]
    found = [applied(ctx, each, "Ash", first_name="Jo", email="jo@example.com") for each in numbers]
    for _, one in found:
        service.reject(ctx, [one], "skills")
    team = team_of(ctx_as, boss)
    assert messaging.owed_messages(team) == [found[0][1]]
    worker = replace(team, actor=replace(team.actor, grants=(Grant("recruiting.work", Scope(team=True, own=True)),)))
    assert [each.sentence for each in notices(worker)] == ["1 candidate is owed a message."]
    drafts = messaging.write_messages(ctx, [one for _, one in found]).numbers
    assert [each.application for each in messaging.outbox_list(team)] == [found[0][1]]
    assert len(messaging.outbox_list(ctx)) == len(drafts) == 2


def test_a_candidate_is_reached_by_what_was_merged_into_them_and_as_who_they_were(
    ctx: Context, ctx_as: ContextAs
) -> None:
    boss = hire(ctx, "Own")
    one, _ = applied(ctx, opened(ctx, "Clerk", manager=boss), "Ash", email="a@example.com")
    two, _ = applied(ctx, opened(ctx, "Nurse"), "Bay", email="b@example.com")
    three, _ = applied(ctx, opened(ctx, "Cook"), "Cox", email="c@example.com")
    alone, _ = applied(ctx, opened(ctx, "Guard"), "Dow", email="d@example.com")
    merge(ctx, two, one)
    merge(ctx, three, two)
    team = team_of(ctx_as, boss)
    ids = candidates.ids([one, two, three, alone])
    reached = candidates_reached(team, "recruiting.read", ids.values())
    assert reached == {ids[one], ids[two], ids[three]}
    assert candidates_reached(ctx, "recruiting.read", ids.values()) == set(ids.values())


def test_the_outbox_takes_as_many_queries_for_many_messages_as_for_one(ctx: Context, ctx_as: ContextAs) -> None:
    boss = hire(ctx, "Own")
    number = opened(ctx, manager=boss)

    def written(name: str) -> None:
        _, one = applied(ctx, number, name, email=f"{name.lower()}@example.com")
        messaging.write_messages(ctx, [one], "received")

    team = team_of(ctx_as, boss)
    written("Ash")
    with statements() as few:
        assert len(messaging.outbox_list(team)) == 1
    for name in ("Bay", "Cox", "Dow"):
        written(name)
    with statements() as many:
        assert len(messaging.outbox_list(team)) == 4
    assert len(many) == len(few)


def test_many_go_out_each_once_what_fails_is_told_and_after_three_in_a_row_the_rest_waits(ctx: Context) -> None:
    number = opened(ctx)
    ones = [applied(ctx, number, f"Ash{at}", email=f"a{at}@example.com")[1] for at in range(7)]
    drafts = list(messaging.write_messages(ctx, ones, "received").numbers)
    handed: list[str] = []

    def hand(mail: EmailMessage) -> None:
        handed.append(str(mail["To"]))
        if "a0@" not in handed[-1] and "a2@" not in handed[-1]:
            raise NotSent("The server is full.")

    done = sending.send_messages(ctx, [*drafts, drafts[0]], hand=hand)
    assert (done.numbers, done.left) == ((drafts[0], drafts[2]), 1)
    assert [each.number for each in done.failed] == [drafts[1], *drafts[3:6]]
    assert done.sentence == f"2 messages are sent, 4 did not go out, 1 not tried. {drafts[1]}: The server is full."
    assert handed == [f"a{at}@example.com" for at in range(6)]
    again = sending.send_messages(ctx, drafts[:1], hand=hand)
    assert (again.numbers, len(handed)) == ((), 6)
