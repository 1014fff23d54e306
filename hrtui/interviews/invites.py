"""Which messages invite whom to an interview, and what is to be written or given up once it changed; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from hrtui.interviews.invitations import Method
from hrtui.interviews.model import INVITED, Interview, InterviewState
from hrtui.recruiting.messages import MessageState
from hrtui.value import frozen

TOLD = (MessageState.SENDING, MessageState.SENT)
"""The states of a message by which somebody knows, or may know, what it says."""
OPEN = (MessageState.DRAFT, MessageState.FAILED)
OVER = (InterviewState.COMPLETED, InterviewState.NO_SHOW)
CANDIDATE = ""


@frozen
class Invite:
    """What a message of the outbox says of an interview: to whom (a person's number, `CANDIDATE` for the candidate), by which method
    and SEQUENCE, and when the interview is by it. `message` is the message's number, empty for one that is to be written; `interview`
    and `application` are ids, `number` and `uid` the interview's."""

    interview: int
    number: str
    uid: str
    application: int
    person: str
    method: Method
    sequence: int
    begins: int
    ends: int
    zone: str
    room: str
    message: str = ""
    state: MessageState = MessageState.DRAFT

    def says(self, other: Invite) -> bool:
        """Whether it tells what another does."""
        return replace(self, message="", state=other.state) == replace(other, message="")

    def as_interview(self) -> Interview:
        """The interview as calendars are told of it."""
        state = InterviewState.CANCELLED if self.method is Method.CANCEL else InterviewState.SCHEDULED
        return Interview(
            self.number, self.uid, self.application, self.begins, self.ends, self.zone, state, self.room, self.sequence, id=self.interview
        )  # fmt: skip


@frozen
class Owing:
    """What is owed to somebody about an interview: the message to write, if one, and those in the outbox that are right no longer."""

    write: Invite | None = None
    drop: tuple[Invite, ...] = ()
    keep: tuple[Invite, ...] = ()


def owing(person: str, interview: Interview | None, before: Sequence[Invite]) -> Owing:
    """What is owed to somebody who got, or is to get, messages about an interview, in the order of `before`; None is one that was undone.

    Whoever is invited is told of it as it stands, once. Who was told of one that is off, or from whose panel they are, is told that; who
    never was, is told nothing.
    """
    told = next((each for each in reversed(before) if each.state in TOLD), None)
    open_ = tuple(each for each in before if each.state in OPEN)
    wanted = _wanted(person, interview, told)
    if wanted is None:
        return Owing(drop=open_)
    keep = tuple(each for each in open_ if each.says(wanted))[-1:]
    return Owing(None if keep else wanted, tuple(each for each in open_ if each not in keep), keep)


def _wanted(person: str, interview: Interview | None, told: Invite | None) -> Invite | None:
    after = told.sequence + 1 if told is not None else 0
    if interview is not None and interview.state in INVITED and is_invited(person, interview):
        wanted = request(person, interview)
        if told is None or told.method is Method.CANCEL or not _same_time(told, wanted):
            return replace(wanted, sequence=max(wanted.sequence, after))
        return replace(wanted, sequence=max(wanted.sequence, after)) if told.sequence < wanted.sequence else None
    if told is None or told.method is Method.CANCEL or (interview is not None and interview.state in OVER):
        return None
    sequence = after if interview is None else max(interview.sequence, after)
    return replace(told, method=Method.CANCEL, sequence=sequence, message="", state=MessageState.DRAFT)


def is_invited(person: str, interview: Interview) -> bool:
    """Whether somebody is invited: the candidate, and whoever is on the panel with an e-mail address."""
    return person == CANDIDATE or any(each.person == person and each.email for each in interview.panel)


def request(person: str, interview: Interview) -> Invite:
    """The invitation to an interview as it stands."""
    return Invite(
        interview.id, interview.number, interview.uid, interview.application, person, Method.REQUEST, interview.sequence,
        interview.begins, interview.ends, interview.zone, interview.room,
    )  # fmt: skip


def _same_time(one: Invite, other: Invite) -> bool:
    return (one.begins, one.ends, one.zone, one.room) == (other.begins, other.ends, other.zone, other.room)


def lettered(
    owings: Sequence[Owing], kind: Callable[[Invite], object]
) -> tuple[list[tuple[Invite, ...]], tuple[Invite, ...]]:
    """The messages to write to one person who is told of several interviews together, each as what it says, soonest first; and those
    in the outbox that are given up for them. `kind` is what only one message tells of.

    A message that is right no longer in one part is given up, and what is still right of it is written anew; so is one that tells of the
    same kind as what is written, so that there is one message of each kind.
    """
    write = [each.write for each in owings if each.write is not None]
    keep, gone = [one for each in owings for one in each.keep], [one for each in owings for one in each.drop]
    while True:
        numbers, kinds = {each.message for each in gone}, {kind(each) for each in write}
        off = [each for each in keep if each.message in numbers or kind(each) in kinds]
        if not off:
            break
        keep = [each for each in keep if each not in off]
        gone += off
        write += [replace(each, message="", state=MessageState.DRAFT) for each in off]
    letters: dict[object, list[Invite]] = {}
    for each in sorted(write, key=lambda each: (each.begins, each.number)):
        letters.setdefault(kind(each), []).append(each)
    return [tuple(each) for each in letters.values()], tuple(gone)
