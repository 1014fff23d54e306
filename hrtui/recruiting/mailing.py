"""Handing a message to a mail server: what is certain to have failed, and what nobody knows of, are kept apart."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage

from hrtui.errors import HrError
from hrtui.recruiting.settings import MailSecurity, MailSettings

PATIENCE = 30.0
Hand = Callable[[EmailMessage], None]


class NotSent(HrError):
    """The server did not take the message: it did not go out, and may be sent again."""


class NotKnown(HrError):
    """The message was handed over and the server was not heard of again: it may have gone out."""


def hand_over(settings: MailSettings, password: str, message: EmailMessage) -> None:
    """Give a message to the server that the configuration names.

    Raises NotSent where the server refused it or could not be reached, NotKnown where it was lost after the text was given.
    """
    given = False
    try:
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, password)
            _accepted(server.mail(settings.sender), "the sender")
            _accepted(server.rcpt(str(message["To"])), "the recipient")
            given = True
            _accepted(server.data(message.as_bytes()), "the message")
            given = False
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"The mail server refused {settings.user}; check `mail: user` and the password file.") from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"The mail server answered {error.smtp_code}; it did not take the message.") from error
    except (OSError, smtplib.SMTPException) as error:
        if given:
            raise NotKnown(
                "The mail server was lost after it was given the message, so it may have gone out."
            ) from error
        raise NotSent(f"The mail server {settings.server} cannot be reached ({type(error).__name__}).") from error


def _connected(settings: MailSettings) -> smtplib.SMTP:
    if settings.security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(settings.server, settings.port, timeout=PATIENCE, context=ssl.create_default_context())
    server = smtplib.SMTP(settings.server, settings.port, timeout=PATIENCE)
    try:
        server.ehlo()
        if settings.security is MailSecurity.STARTTLS:
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
    except BaseException:
        server.close()
        raise
    return server


def _accepted(answer: tuple[int, bytes], what: str) -> None:
    code, said = answer
    if not 200 <= code < 300:
        words = said.decode("utf-8", "replace").splitlines()
        raise NotSent(f"The mail server refused {what} ({code} {words[0][:80] if words else ''}).".replace(" )", ")"))
