"""What the configuration says of recruiting, and of the mail server that its messages go out by."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from pathlib import Path

from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class RecruitingSettings:
    """Where recruiting is declared."""

    file: Path = field(
        default=Path("recruiting.yaml"),
        metadata=doc(
            "The recruiting file: stages, reasons, sources, scorecards, approvals, messages (docs/recruiting.md)."
        ),
    )
    letters: Path = field(
        default=Path("letters"),
        metadata=doc(
            "The folder of your own offer_letter.txt, which replaces the shipped template of letters of offers."
        ),
    )


class MailSecurity(StrEnum):
    """How the connection to the mail server is kept from others."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@frozen
class MailSettings:
    """The mail server that messages go out by; without one they are written to files."""

    server: str = field(
        default="", metadata=doc("The server's name; nothing is sent without one.", example="mail.example.com")
    )
    port: int = field(default=587, metadata=doc("Its port.", at_least=1, at_most=65535))
    security: MailSecurity = field(
        default=MailSecurity.STARTTLS, metadata=doc("How the connection is secured; none only within one machine.")
    )
    sender: str = field(default="", metadata=doc("The address that messages come from.", example="jobs@example.com"))
    user: str = field(default="", metadata=doc("The name to log in with, where the server wants one.", example="jobs"))
    password_file: Path | None = field(
        default=None, metadata=doc("A file, readable by hrtui alone, that holds the password.", example="mail.secret")
    )
