"""What is known of an interview: when it is, who is on its panel, and how far it is."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from hrtui.errors import RuleBroken
from hrtui.people.model import Stamp
from hrtui.text import listed
from hrtui.value import frozen


class InterviewState(StrEnum):
    """How far an interview is; rescheduled is one that was moved, and whose panel has to answer anew."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    CONFIRMED = "confirmed"
    RESCHEDULED = "rescheduled"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


STATES = InterviewState
AHEAD = (STATES.PROPOSED, STATES.SCHEDULED, STATES.CONFIRMED, STATES.RESCHEDULED)
"""The states of an interview that is to come."""
INVITED = (STATES.SCHEDULED, STATES.CONFIRMED, STATES.RESCHEDULED)
"""The states of an interview that is to come and of which people are told; one that is proposed is held, and nobody is asked."""
NEXT: dict[InterviewState, tuple[InterviewState, ...]] = {
    STATES.PROPOSED: (STATES.SCHEDULED, STATES.RESCHEDULED, STATES.CANCELLED),
    STATES.SCHEDULED: (STATES.CONFIRMED, STATES.RESCHEDULED, STATES.COMPLETED, STATES.NO_SHOW, STATES.CANCELLED),
    STATES.CONFIRMED: (STATES.RESCHEDULED, STATES.COMPLETED, STATES.NO_SHOW, STATES.CANCELLED),
    STATES.RESCHEDULED: (STATES.CONFIRMED, STATES.RESCHEDULED, STATES.COMPLETED, STATES.NO_SHOW, STATES.CANCELLED),
    STATES.COMPLETED: (),
    STATES.NO_SHOW: (),
    STATES.CANCELLED: (),
}
SPOKEN = {state: state.value.replace("_", "-") for state in STATES}


class PanelRole(StrEnum):
    """What somebody does on a panel."""

    LEAD = "lead"
    INTERVIEWER = "interviewer"
    SHADOW = "shadow"
    NOTE_TAKER = "note_taker"


class Response(StrEnum):
    """What somebody answered to an invitation."""

    NEEDS_ACTION = "needs_action"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


@frozen
class Member:
    """Somebody on a panel, by the number they have here."""

    person: str
    name: str = ""
    email: str = ""
    role: PanelRole = PanelRole.INTERVIEWER
    response: Response = Response.NEEDS_ACTION


@frozen
class Interview:
    """An interview by its number: `begins` and `ends` are minutes since 1970 in UTC, `zone` the one they were agreed in; `loop` is the
    number of the first of those made together, `sequence` counts what calendars were told; `application`
    and `candidate` are ids, `expires` is the day until which one that is proposed is held, `answer` what the candidate said."""

    number: str
    uid: str
    application: int
    begins: int
    ends: int
    zone: str
    state: InterviewState = InterviewState.SCHEDULED
    room: str = ""
    sequence: int = 0
    reason: str = ""
    loop: str = ""
    panel: tuple[Member, ...] = ()
    candidate: int = 0
    id: int = 0
    stamp: Stamp | None = None
    expires: date | None = None
    answer: Response = Response.NEEDS_ACTION


def check_step(interview: Interview, to: InterviewState, reason: str = "") -> None:
    """Raise RuleBroken where an interview may not become something, or a reason is missing."""
    if to not in NEXT[interview.state]:
        there = [SPOKEN[state] for state in NEXT[interview.state]]
        then = f"it can become {listed(there)}" if there else "it is over; schedule a new one"
        raise RuleBroken(
            f"Interview {interview.number} is {SPOKEN[interview.state]} and cannot become {SPOKEN[to]}: {then}.",
            "state",
        )
    dropped = to is STATES.CANCELLED and interview.state is STATES.PROPOSED
    if to in (STATES.RESCHEDULED, STATES.CANCELLED) and not reason and not dropped:
        raise RuleBroken(f"Say why interview {interview.number} is {SPOKEN[to]}; its panel is told.", "reason")
