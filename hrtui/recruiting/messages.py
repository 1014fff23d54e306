"""Messages to candidates: their states, and what is filled into a template; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hrtui.errors import Clash, Conflict, RuleBroken
from hrtui.people.model import Stamp
from hrtui.text import clean, listed

FIELDS = ("first_name", "last_name", "name", "title", "requisition", "company", "recruiter")
"""What a template may name in braces."""
INVITED_FIELDS = (
    *FIELDS, "interview", "when", "minutes", "room", "candidate", "panel", "interviewer", "role", "reason", "kit",
)  # fmt: skip
"""What a template of an e-mail about an interview may name in braces."""
LOOP_FIELDS = (*FIELDS, "candidate", "when", "count", "sessions")
"""What a template of an e-mail about the sessions of a loop may name in braces; `when` is when the first begins."""
SESSION_FIELDS = (*FIELDS, "position", "interview", "when", "minutes", "room", "candidate", "panel")
"""What may be named in braces where it says what is said of each session."""
_BRACED = re.compile(r"\{([a-z_]+)\}")
LONGEST = 20_000
BRIEF = 40
WRITTEN = {"recipient": "address", "subject": "subject", "body": "text"}
"""What is written of a message, and how it is called."""


class MessageState(StrEnum):
    """How a message stands. Sending is one that was handed to the server and not heard of: nobody knows, so it is not sent again
    by itself."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


STATES = MessageState
NEXT: dict[MessageState, tuple[MessageState, ...]] = {
    STATES.DRAFT: (STATES.DRAFT, STATES.SENDING, STATES.SENT, STATES.DROPPED),
    STATES.FAILED: (STATES.DRAFT, STATES.SENDING, STATES.SENT, STATES.DROPPED),
    STATES.SENDING: (STATES.SENT, STATES.FAILED),
    STATES.SENT: (),
    STATES.DROPPED: (),
}
SPOKEN = {state: state.value for state in MessageState} | {STATES.SENDING: "handed over, and not heard of"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that goes with a message: the name of its file, and the SHA-256 of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message by its number. `message_id` is what it is sent under, always the same; `application` the number it is about, and
    `interviews` those of the interviews it invites to, or says are off: several for the sessions of a loop."""

    number: str
    message_id: str
    state: MessageState
    recipient: str
    subject: str
    body: str
    template: str = ""
    detail: str = ""
    candidate: str = ""
    application: str = ""
    attachments: tuple[Attachment, ...] = ()
    interviews: tuple[str, ...] = ()
    id: int = 0
    stamp: Stamp | None = None


def filled(text: str, fields: Mapping[str, str]) -> str:
    """A template with its fields filled in; raise RuleBroken, naming them, where it has others."""
    unknown = unknown_fields(text, FIELDS)
    if unknown:
        raise RuleBroken(
            f"The message names {listed(unknown, 'and')}, which nothing fills; there is {listed(FIELDS)}.", "body"
        )
    return _BRACED.sub(lambda found: fields.get(found[1], ""), text)


def unknown_fields(text: str, known: Sequence[str]) -> list[str]:
    """What a template names in braces and nothing fills."""
    return sorted({name for name in _BRACED.findall(text) if name not in known})


def filled_lines(text: str, fields: Mapping[str, str]) -> str:
    """A template with its fields filled in, without the lines whose fields are all empty, nor two empty lines together."""
    kept = list[str]()
    for line in text.splitlines():
        names = _BRACED.findall(line)
        if not line.strip() and (not kept or not kept[-1].strip()):
            continue
        if not names or any(fields.get(name) for name in names):
            kept.append(_BRACED.sub(lambda found: fields.get(found[1], ""), line))
    return "\n".join(kept) + "\n"


def host_of(sender: str) -> str:
    """The host in an address that mail is sent from, for identifiers that are unique everywhere."""
    return sender.rpartition("@")[2].rstrip(">") or "hrtui.invalid"


def check_message_move(message: Message, to: MessageState) -> None:
    """Raise RuleBroken where a message may not move to a state."""
    if to in NEXT[message.state]:
        return
    if message.state is STATES.SENDING:
        raise RuleBroken(
            f"Message {message.number} was handed to the mail server, and it was not heard whether it went out; look into the mailbox "
            "or the server's log, then say that it was sent or that it failed.",
            "state",
        )
    raise RuleBroken(f"Message {message.number} is {SPOKEN[message.state]}; it cannot become {SPOKEN[to]}.", "state")


def check_address(address: str) -> None:
    """Raise RuleBroken where there is no address to write to."""
    if not address:
        raise RuleBroken("There is no e-mail address on file; enter one first.", "recipient")
    if not address.isascii():
        raise RuleBroken(f"“{address}” has letters that mail servers do not take; correct the address.", "recipient")


def checked_text(text: str) -> str:
    """The text of a message as it is kept; raise RuleBroken where it is empty, or longer than is kept."""
    body = clean(text, lines=True, limit=len(text))
    if not body.strip():
        raise RuleBroken("The message has no text; write it, or drop the message.", "body")
    if len(body) > LONGEST:
        raise RuleBroken(
            f"The text has {len(body):,} characters, and {LONGEST:,} are kept; take out {len(body) - LONGEST:,}.",
            "body",
        )
    return body


def check_alone(seen: Message | None, held: Message, given: Message) -> None:
    """Raise Conflict, saying what became of each, where somebody else wrote parts of a message since it was seen."""
    stamp, clashes = held.stamp, list[Clash]()
    for name, called in WRITTEN.items():
        was, theirs, yours = ("" if each is None else getattr(each, name) for each in (seen, held, given))
        if was != theirs:
            mine = _brief(yours) if yours != theirs else ""
            clashes.append(Clash(called, mine, _brief(theirs), _brief(was), stamp.recorded_by if stamp else ""))
    if clashes and stamp is not None:
        raise Conflict(
            f"{stamp.recorded_by} changed {listed([each.field for each in clashes], 'and')} of message {held.number} since it was "
            "opened here; nothing is saved. Look at it again first.",
            tuple(clashes),
            stamp.command,
        )


def _brief(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= BRIEF else f"{words[: BRIEF - 1]}…"
