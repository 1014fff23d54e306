"""The e-mail that a message to a candidate becomes; pure. Apart from `messages`, since Home asks of those and sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from mimetypes import MimeTypes

from hrtui.recruiting.messages import Message

TYPES = MimeTypes()
"""What content a name says that a file has, whatever the machine thinks of it."""
INVITE, SESSION = "invite.ics", "session-{}.ics"


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar file that goes with a message, and the METHOD it is of."""

    method: str
    content: bytes


def email_of(
    message: Message, sender: str, at: datetime, contents: Sequence[bytes] = (), *, unsent: bool = False,
    calendars: Sequence[CalendarPart] = (),
) -> EmailMessage:  # fmt: skip
    """The message as an e-mail from a sender at an instant, with the contents of what is attached; with `unsent` mail programs open it
    as a draft. A calendar file stands beside the text as another form of it, with its method, which mail programs ask to accept; and is
    attached too, for those that do not. Several, none of which is the text in another form, are attached one after another, each with
    its method (RFC 6047 of 2010, 2.4 and 4.3)."""
    out = EmailMessage(policy=SMTP)
    if sender:
        out["From"] = sender
    out["To"] = message.recipient
    out["Subject"] = message.subject
    out["Message-ID"] = message.message_id
    out["Date"] = format_datetime(at)
    if unsent:
        out["X-Unsent"] = "1"
    out.set_content(message.body, charset="utf-8")
    for place, each in enumerate(calendars, 1):
        text, params = each.content.decode("utf-8"), {"method": each.method}
        if len(calendars) == 1:
            out.add_alternative(text, subtype="calendar", charset="utf-8", cte="base64", params=params)
            out.add_attachment(each.content, maintype="application", subtype="ics", filename=INVITE)
        else:
            name = SESSION.format(place)
            out.add_attachment(text, subtype="calendar", charset="utf-8", cte="base64", params=params, filename=name)
    for attachment, content in zip(message.attachments, contents, strict=True):
        kind, encoding = TYPES.guess_type(attachment.name)
        main, _, sub = ("application/octet-stream" if kind is None or encoding else kind).partition("/")
        out.add_attachment(content, maintype=main, subtype=sub, filename=attachment.name)
    return out
