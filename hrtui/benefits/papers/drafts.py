"""Papers as drafts of e-mails: files that a mail program opens to be looked at and sent; nothing is sent from here."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from hrtui.errors import RuleBroken
from hrtui.papers.filling import plain
from hrtui.papers.model import Paper
from hrtui.text import clean


def draft(paper: Paper, email: str) -> bytes:
    """An e-mail with the paper as its text, unsent; raises RuleBroken where there is no address, or none that can be one."""
    address = clean(email).strip()
    if address.count("@") != 1 or any(sign in address for sign in ' ,;<>"\\()[]:') or not address.isascii():
        raise RuleBroken(
            f"{paper.person} ({paper.number}) has no e-mail address of work that can be written to.", "email"
        )
    message = EmailMessage(policy=SMTP)
    message["To"] = address
    message["Subject"] = paper.title
    message["X-Unsent"] = "1"
    message.set_content(plain(paper), charset="utf-8")
    return message.as_bytes()
