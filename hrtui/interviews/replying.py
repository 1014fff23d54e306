"""Answers that calendars write (METHOD:REPLY of RFC 5546, 2009), read back into what the panel and the candidate answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data import interviews, invitations
from data.recruiting import candidates
from hrtui.access.rules import require
from hrtui.context import Context
from hrtui.errors import HrError, ImportFault, NotFound, RuleBroken
from hrtui.interviews import calendars, scheduling
from hrtui.interviews.model import Interview, Response
from hrtui.interviews.service import WORK
from hrtui.text import clean
from hrtui.value import frozen

ANSWERS = {"ACCEPTED": Response.ACCEPTED, "DECLINED": Response.DECLINED, "TENTATIVE": Response.TENTATIVE}
MAILTO = "mailto:"


@frozen
class Answered:
    """What became of an answer: the interview's number where it is known, who answered, and the sentence; `fault` where it was left."""

    number: str
    who: str
    sentence: str
    fault: bool = False


def take_replies(ctx: Context, file: Path) -> list[Answered]:
    """Record the answers of a calendar file, each by itself: what cannot be taken is left, saying why.

    Raises NotAllowed, and ImportFault, naming the line, where the file cannot be read or is no answer.
    """
    require(ctx.actor, WORK)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ImportFault(f"{clean(file.name)} cannot be read ({error.strerror}).") from error
    read = calendars.parsed(content)
    if str(read.get("METHOD", "")).upper() != "REPLY":
        raise ImportFault(f"{clean(file.name)} is no answer to an invitation: its METHOD is not REPLY.")
    found = []
    for event in read.walk("VEVENT"):
        listed = event.get("ATTENDEE")
        for attendee in listed if isinstance(listed, list) else [listed] if listed is not None else []:
            found.append(_taken(ctx, event, attendee))
    if not found:
        raise ImportFault(f"{clean(file.name)} names nobody who answers.")
    return found


def _taken(ctx: Context, event: Any, attendee: Any) -> Answered:
    address = clean(str(attendee)).casefold().removeprefix(MAILTO)
    number = ""
    try:
        held = _meant(ctx, event)
        number = held.number
        who = _who(held, address)
        said = str(attendee.params.get("PARTSTAT", "")).upper()
        if said not in ANSWERS:
            raise RuleBroken(f"“{clean(said, limit=30)}” is no answer; it is accepted, declined or tentative.")
        done = scheduling.respond(ctx, number, who, ANSWERS[said])
    except HrError as error:
        return Answered(number, address, str(error), fault=True)
    return Answered(number, address, done.sentence)


def _meant(ctx: Context, event: Any) -> Interview:
    """The interview that an answer is to; raise NotFound for none, RuleBroken where it was moved since."""
    uid, sequence = clean(str(event.get("UID", ""))), int(event.get("SEQUENCE", 0))
    with ctx.store.snapshot():
        held = interviews.of_uid(uid)
        told = invitations.told_sequences([held.id]) if held is not None else {}
    if held is None:
        raise NotFound(f"No interview has the UID “{clean(uid, limit=60)}”.")
    now = max(held.sequence, told.get(held.id, 0))
    if sequence < now:
        raise RuleBroken(
            f"The answer is to {held.number} as it was before it was changed ({sequence}, now {now}); ask again."
        )
    return held


def _who(held: Interview, address: str) -> str:
    """Who of an interview has an address: a number of the panel, or the candidate."""
    for each in held.panel:
        if each.email.casefold() == address:
            return each.person
    who = candidates.of([held.candidate]).get(held.candidate)
    if who is not None and who.email.casefold() == address:
        return scheduling.CANDIDATE
    raise NotFound(f"“{address}” is neither on the panel of {held.number} nor the candidate's.")
