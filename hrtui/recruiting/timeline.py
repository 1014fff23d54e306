"""What happened with a candidate: how their applications stood one day after another, documents, notes, messages, scorecards without
what they say, and offers; pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum

from hrtui.interviews.model import AHEAD, SPOKEN, InterviewState
from hrtui.money import Money
from hrtui.people.model import Stamp
from hrtui.recruiting.kept import CandidateFile, CandidateNote, Kept
from hrtui.recruiting.messages import MessageState
from hrtui.recruiting.model import Application, ApplicationState, Candidate, Happened, Owes, Requisition
from hrtui.recruiting.offers import OfferState
from hrtui.value import frozen

OWED = {Owes.OWED: "owed a message", Owes.SENT: "message sent", Owes.WAIVED: "no message is written"}
MESSAGES = {
    MessageState.DRAFT: "written", MessageState.SENT: "sent", MessageState.FAILED: "not sent", MessageState.DROPPED: "dropped",
}  # fmt: skip
WENT = (MessageState.SENT, MessageState.FAILED)
"""What is told of e-mails about interviews: that they are written and dropped follows from the interview."""
OFFERED = {
    OfferState.DRAFT: "made", OfferState.REQUESTED: "waits for approval", OfferState.APPROVED: "approved", OfferState.SENT: "sent",
    OfferState.ACCEPTED: "accepted", OfferState.REJECTED: "rejected by the candidate", OfferState.EXPIRED: "expired",
    OfferState.DEPRECATED: "replaced",
}  # fmt: skip
Told = tuple[int, Happened]
"""What happened, by the command that entered it."""


class StepKind(StrEnum):
    """What a step is of."""

    ENTERED = "entered"
    CHANGED = "changed"
    MERGED = "merged"
    MESSAGE = "message"
    INVITATION = "invitation"
    CALLED_OFF = "called_off"
    ASKED = "asked"
    ASKED_NO_MORE = "asked_no_more"
    SCORECARD = "scorecard"
    DEBRIEF = "debrief"
    OFFER = "offer"
    INTERVIEW = "interview"


@frozen
class Step:
    """What was entered of something: `text` and `number` are what its kind has of these (a subject and a message's number, a stage and
    a login, a basis of pay and an offer's number, an interview with whom is told and the message's number, the minutes since 1970 at
    which an interview begins and its number), `state` how it stood then."""

    kind: StepKind
    stamp: Stamp
    application: int = 0
    text: str = ""
    number: str = ""
    state: str = ""
    rate: Money | None = None


@frozen
class Past:
    """All that is on file of a candidate for the timeline: how applications stood, in the order in which it was entered, and every row
    of documents and notes. `paid` are the applications whose offers' pay may be told."""

    history: Sequence[Application] = ()
    steps: Sequence[Step] = ()
    files: Sequence[CandidateFile] = ()
    notes: Sequence[CandidateNote] = ()
    paid: Collection[int] = ()


@frozen
class Wording:
    """How the timeline tells: the zone whose day it is, what a kind of document is called, and an amount."""

    zone: tzinfo = UTC
    kind: Callable[[str], str] = str
    money: Callable[[Money], str] = str


def timeline(
    candidate: Candidate, applications: Sequence[tuple[Application, Requisition]], past: Past, wording: Wording
) -> tuple[Happened, ...]:
    """Everything that happened, newest first, on the days of a time zone."""
    titles = {each.id: f"{wanted.number} {wanted.title}" for each, wanted in applications}
    sent = {each.stamp.command for each in past.steps if each.state == MessageState.SENT}
    told = [
        *_applications(past.history, titles, wording, sent),
        *_kept(past.files, "Document", lambda each: f"“{each.title}” ({wording.kind(each.kind)})", wording),
        *_kept(past.notes, "Note", lambda each: f"“{each.text.splitlines()[0] if each.text else ''}”", wording),
        *_steps(past, titles, wording),
    ]
    told += _facts(candidate, past.steps, {command for command, _ in told}, wording)
    return tuple(each for _, each in sorted(told, key=lambda pair: pair[0], reverse=True))


def _day(stamp: Stamp, wording: Wording) -> date:
    return stamp.recorded_at.astimezone(wording.zone).date()


def _applications(
    history: Iterable[Application], titles: Mapping[int, str], wording: Wording, sent: Collection[int]
) -> Iterator[Told]:
    """How applications moved; that a message was sent is told of the message itself, where there is one."""
    last: dict[int, Application] = {}
    for now in history:
        before, stamp = last.get(now.id), now.stamp
        last[now.id] = now
        if stamp is None:
            continue
        for what, ended in reversed(_moves(before, now, told=stamp.command in sent)):
            yield stamp.command, Happened(_day(stamp, wording), what, titles.get(now.id, ""), stamp.recorded_by, ended)


def _kept(rows: Iterable[Kept], called: str, said: Callable[[Kept], str], wording: Wording) -> Iterator[Told]:
    """Documents or notes as they were entered, changed and taken out; nothing of those that were emptied."""
    met: set[tuple[int, int]] = set()
    for each in rows:
        key = (each.candidate, each.slot)
        doing = "taken out" if not each.active else "changed" if key in met else "added"
        met.add(key)
        if each.stamp is not None and not each.purged:
            what = f"{called} {doing}: {said(each)}"
            yield each.stamp.command, Happened(_day(each.stamp, wording), what, "", each.stamp.recorded_by)


def _steps(past: Past, titles: Mapping[int, str], wording: Wording) -> Iterator[Told]:
    states: dict[tuple[StepKind, str], tuple[str, str]] = {}
    for each in past.steps:
        key, now = (each.kind, each.number), (each.state, each.text if each.kind is StepKind.INTERVIEW else "")
        same = bool(each.state) and states.get(key) == now
        states[key] = now
        what = "" if same else _said(each, each.application in past.paid, wording)
        if what:
            about = titles.get(each.application, "")
            yield each.stamp.command, Happened(_day(each.stamp, wording), what, about, each.stamp.recorded_by)


def _said(each: Step, paid: bool, wording: Wording) -> str:
    """A step in words; empty for one that is told otherwise, or needs not be told."""
    due = f" of {each.text}" if each.text else ""
    if each.kind is StepKind.ASKED:
        return f"{each.number} asked for a scorecard{due}"
    if each.kind is StepKind.ASKED_NO_MORE:
        return f"{each.number} owes no scorecard any more"
    if each.kind is StepKind.SCORECARD:
        return f"Scorecard of {each.number} is in"
    if each.kind is StepKind.DEBRIEF:
        return "A debrief was logged"
    if each.kind is StepKind.MESSAGE and each.state in MESSAGES:
        about = f": “{each.text}”" if each.text else ""
        return f"Message {each.number} {MESSAGES[MessageState(each.state)]}{about}"
    if each.kind in (StepKind.INVITATION, StepKind.CALLED_OFF):
        what = "Invitation to" if each.kind is StepKind.INVITATION else "E-mail that it is off, of"
        return f"{what} {each.text} {MESSAGES[MessageState(each.state)]}" if each.state in WENT else ""
    if each.kind is StepKind.INTERVIEW:
        state_ = InterviewState(each.state)
        begins = datetime.fromtimestamp(int(each.text) * 60, wording.zone)
        return f"Interview {each.number} {SPOKEN[state_]}{f' for {begins:%Y-%m-%d %H:%M}' if state_ in AHEAD else ''}"
    if each.kind is StepKind.OFFER:
        state = OfferState(each.state)
        pay = f", {wording.money(each.rate)} {each.text}" if state is OfferState.DRAFT and paid and each.rate else ""
        return f"Offer {each.number} {OFFERED[state]}{pay}"
    return ""


def _facts(who: Candidate, steps: Iterable[Step], known: Collection[int], wording: Wording) -> Iterator[Told]:
    """What was entered about who they are, by commands that nothing else is told of."""
    words = {StepKind.ENTERED: "Entered", StepKind.CHANGED: "Changed who they are or what they gave"}
    merged = {each.stamp.command for each in steps if each.kind is StepKind.MERGED}
    for each in steps:
        command, other = each.stamp.command, each.text != who.number
        what = f"{each.text} merged into {who.number}" if each.kind is StepKind.MERGED else words.get(each.kind, "")
        if what and command not in known and (each.kind is StepKind.MERGED or command not in merged):
            about = each.text if other and each.kind is not StepKind.MERGED else ""
            yield command, Happened(_day(each.stamp, wording), what, about, each.stamp.recorded_by)


def _moves(before: Application | None, now: Application, *, told: bool) -> list[tuple[str, bool]]:
    """What one entry says that the one before did not, each with whether it ended the application."""
    if before is None:
        return [(f"Applied, in {now.stage}{f', from {now.source}' if now.source else ''}", False)]
    out: list[tuple[str, bool]] = []
    if now.state is not before.state:
        ended = now.state in (ApplicationState.REJECTED, ApplicationState.WITHDRAWN)
        why = f": {now.reason.replace('_', ' ')}" if now.reason else ""
        again = now.state is ApplicationState.ACTIVE
        out.append((f"Taken up again in {now.stage}" if again else f"{now.state.value.capitalize()}{why}", ended))
    elif now.stage != before.stage:
        out.append((f"Moved from {before.stage} to {now.stage}", False))
    if now.owes is not before.owes and now.owes in OWED and not (told and now.owes is Owes.SENT):
        out.append((OWED[now.owes].capitalize(), False))
    if now.next_action and (now.next_action, now.next_on) != (before.next_action, before.next_on):
        out.append((f"Next: {now.next_action}{f' on {now.next_on}' if now.next_on else ''}", False))
    if now.owner != before.owner:
        out.append((f"Owned by {now.owner or 'nobody'}", False))
    if now.rating != before.rating and now.rating is not None:
        out.append((f"Rated {now.rating} of 5", False))
    if now.note and now.note != before.note:
        out.append((f"Note: {now.note}", False))
    return out
