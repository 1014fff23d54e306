"""Messages through Exim on the loopback address: once, whole, and told apart from what did not go or may have gone."""

from __future__ import annotations

import threading
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from data.recruiting import outbox
from hrtui.context import Context
from hrtui.errors import HrError, RuleBroken
from hrtui.recruiting import filing, messaging, service
from hrtui.recruiting.kept import NewFile
from hrtui.recruiting.mailing import NotKnown, NotSent
from hrtui.recruiting.messages import MessageState
from hrtui.recruiting.settings import MailSecurity, MailSettings
from tests.exim import PASSWORD, USER, Exim, exim
from tests.recruiting import applied, opened

STATES = MessageState
TEXT = (
    "Dear Zoë,\n\nwe regret, and wish you “all the best”: 頑張って.\n.\nA line that begins with a dot, and one of "
    + "x" * 2_000
)


def by(ctx: Context, server: Exim, **values: object) -> Context:
    """The context with a mail server."""
    mail = MailSettings("127.0.0.1", server.port, MailSecurity.NONE, "Acme jobs <jobs@acme.example>")
    return replace(ctx, config=replace(ctx.config, mail=replace(mail, **values)))  # type: ignore[arg-type]


def logged_in(ctx: Context, server: Exim, tmp_path: Path, password: str = PASSWORD) -> Context:
    """The context with a mail server that wants a login, over STARTTLS."""
    (tmp_path / "mail.secret").write_text(f"{password}\n")
    return by(ctx, server, security=MailSecurity.STARTTLS, user=USER, password_file=Path("mail.secret"))


def draft(ctx: Context, email: str = "zoe@candidates.example") -> str:
    """A draft to a candidate, in letters of several scripts."""
    _, one = applied(ctx, opened(ctx, "Ingenieur für Öl"), "Ash", first_name="Zoë", email=email)
    service.reject(ctx, [one], "skills")
    number = messaging.write_messages(ctx, [one]).numbers[0]
    messaging.change_message(ctx, number, body=TEXT)
    return number


def state(number: str) -> MessageState:
    held = outbox.numbered(number)
    assert held is not None
    return held.state


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n").rstrip("\n")


def test_a_message_arrives_once_and_whole(ctx: Context) -> None:
    number = draft(ctx)
    with exim() as server:
        messaging.send_message(by(ctx, server), number)
        with pytest.raises(RuleBroken, match="cannot become"):
            messaging.send_message(by(ctx, server), number)
        (mail,) = server.box(1)
    held = messaging.message_of(ctx, number)
    assert (mail["To"], mail["From"]) == ("zoe@candidates.example", "Acme jobs <jobs@acme.example>")
    assert mail["Envelope-To"] == "zoe@candidates.example"
    assert mail["Subject"] == "Your application as Ingenieur für Öl"
    assert (mail["Message-ID"], held.state) == (held.message_id, STATES.SENT)
    assert text_of(mail) == TEXT


def test_what_is_attached_arrives_byte_for_byte(ctx: Context, tmp_path: Path) -> None:
    who, one = applied(ctx, opened(ctx), "Ash", first_name="Zoë", email="zoe@candidates.example")
    book = ctx.config.path(ctx.config.recruiting.file)
    book.write_text("messages:\n  - {name: m, label: M, subject: S, body: B, attach: [resume]}\n")
    content = bytes(range(256)) * 200 + b"\r\n.\r\n\n.\n"
    (tmp_path / "Über.pdf").write_bytes(content)
    filing.file(ctx, who, NewFile(tmp_path / "Über.pdf", "resume"))
    number = messaging.write_messages(ctx, [one], "m").numbers[0]
    with exim() as server:
        messaging.send_message(by(ctx, server), number)
        (mail,) = server.box(1)
    (part,) = mail.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("Über.pdf", "application/pdf")
    assert part.get_payload(decode=True) == content


def test_a_login_over_starttls_is_taken_and_a_wrong_password_has_failed_for_certain(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = draft(ctx)
    with exim(tls=True) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        with pytest.raises(NotSent, match="refused jobs; check"):
            messaging.send_message(logged_in(ctx, server, tmp_path, "wrong"), number)
        assert state(number) is STATES.FAILED
        messaging.send_message(logged_in(ctx, server, tmp_path), number)
        (mail,) = server.box(1)
        assert "A=plain:jobs" in server.log()
    assert "with esmtpsa" in str(mail["Received"])
    assert state(number) is STATES.SENT


def test_a_server_whose_certificate_nobody_trusts_is_told_nothing(ctx: Context, tmp_path: Path) -> None:
    number = draft(ctx)
    with exim(tls=True) as server:
        with pytest.raises(NotSent, match="cannot be reached"):
            messaging.send_message(logged_in(ctx, server, tmp_path), number)
        assert server.box(0) == []
    assert state(number) is STATES.FAILED


def test_a_refused_recipient_has_failed_and_is_written_to_once_the_address_is_right(ctx: Context) -> None:
    number = draft(ctx, "gone@candidates.example")
    with exim() as server:
        with pytest.raises(NotSent, match=r"refused the recipient \(550 no such mailbox\)"):
            messaging.send_message(by(ctx, server), number)
        assert (state(number), server.box(0)) == (STATES.FAILED, [])
        messaging.change_message(ctx, number, recipient="zoe@candidates.example")
        messaging.send_message(by(ctx, server), number)
        (mail,) = server.box(1)
    assert mail["To"] == "zoe@candidates.example"


def test_a_server_that_dies_with_the_text_leaves_it_unknown_and_what_somebody_sends_again_is_the_same_message(
    ctx: Context,
) -> None:
    number = draft(ctx)
    held = messaging.message_of(ctx, number)
    with exim(delay=60) as server:
        met: list[HrError] = []
        sending = threading.Thread(target=_sends, args=(by(ctx, server), number, met))
        sending.start()
        server.until(lambda: "has the text" in server.log())
        server.kill()
        sending.join()
    assert [type(error) for error in met] == [NotKnown]
    with exim() as server:
        with pytest.raises(RuleBroken, match="look into the mailbox"):
            messaging.send_message(by(ctx, server), number)
        assert server.box(0) == []
        messaging.settle_message(ctx, number, sent=False)
        messaging.send_message(by(ctx, server), number)
        (mail,) = server.box(1)
    assert mail["Message-ID"] == held.message_id


def test_two_who_send_one_message_at_once_send_it_once(ctx: Context) -> None:
    number = draft(ctx)
    with exim(delay=1) as server:
        met: list[HrError] = []
        both = [threading.Thread(target=_sends, args=(by(ctx, server), number, met)) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert len(server.box(1)) == 1
    assert (len(met), state(number)) == (1, STATES.SENT)


def _sends(ctx: Context, number: str, met: list[HrError]) -> None:
    """On a thread: send, and keep what was said against it."""
    ctx.store.connect()
    try:
        messaging.send_message(ctx, number)
    except HrError as error:
        met.append(error)
    finally:
        ctx.store.close()
