"""What interviews wait for: answers, an end, that what is held is scheduled, and that what contradicts them is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from data import interviews, invitations
from hrtui.access.rules import require
from hrtui.attention.model import Notice
from hrtui.context import Context
from hrtui.interviews import conflicts, spans
from hrtui.interviews.model import INVITED, Interview, InterviewState, PanelRole, Response
from hrtui.interviews.reaching import reached
from hrtui.interviews.reading import AgendaLine, lines_of
from hrtui.interviews.service import WORK
from hrtui.interviews.standings import Given
from hrtui.interviews.waiting import BEFORE, BEHIND, soon, waits
from hrtui.recruiting.gathering import reach, told_apart
from hrtui.text import counted
from hrtui.value import frozen

ADDRESS = "interviews-owed"


class Owed(StrEnum):
    """What is owed; each is a word that the list is filtered by."""

    CONFLICT = "conflict"
    HELD = "held"
    OVER = "over"
    ANSWER = "answer"


@frozen
class Reminder:
    """What an interview waits for, in a sentence."""

    line: AgendaLine
    what: Owed
    sentence: str


def reminders(ctx: Context) -> list[Reminder]:
    """What interviews of the last sixty days and the next fourteen wait for, that one works on, soonest first; as many queries however
    many, two thousand interviews at most. Raises NotAllowed."""
    found = _found(ctx)
    lines = {each.interview.number: each for each in lines_of(ctx, [each for each, _, _ in found])}
    return [Reminder(lines[each.number], what, said) for each, what, said in found if each.number in lines]


def notices(ctx: Context) -> tuple[Notice, ...]:
    """A line of Home for each kind of what interviews wait for, and for e-mails that are not sent. Raises NotAllowed."""
    require(ctx.actor, WORK)
    any_waits, has_unsent = waits(ctx)
    found = Counter(what for _, what, _ in (_found(ctx) if any_waits else ()))
    within = reach(ctx, WORK) if has_unsent else None
    unsent = sum(within is None or requisition in within for requisition in invitations.unsent()) if has_unsent else 0
    days = ctx.config.interviews.remind_days
    said = (
        (Owed.CONFLICT, "interview is", "interviews are", "contradicted by what is known by now", True),
        (Owed.OVER, "interview is", "interviews are", "over: say whether it took place", True),
        (Owed.HELD, "proposed interview is", "proposed interviews are", f"held no longer than {days} days: schedule or drop it", False),
        (Owed.ANSWER, "interview", "interviews", f"within {days} days miss{{}} an answer", False),
    )  # fmt: skip
    out = [
        Notice(
            f"{counted(found[what], one, many)} {rest.format('es' if found[what] == 1 else '')}.", warning, f"{ADDRESS} {what.value}"
        )
        for what, one, many, rest, warning in said
        if found[what]
    ]  # fmt: skip
    if unsent:
        is_one = unsent == 1
        out.append(
            Notice(
                f"{counted(unsent, 'e-mail')} about interviews {'is' if is_one else 'are'} not sent.",
                False,
                "outbox INT-",
            )
        )
    return tuple(out)


def _found(ctx: Context) -> list[tuple[Interview, Owed, str]]:
    require(ctx.actor, WORK)
    now, today = spans.minute_of(ctx.clock.now()), ctx.clock.today()
    last = soon(ctx)
    with ctx.store.snapshot():
        some = reached(ctx, WORK, interviews.waiting(now - BEFORE, now + BEHIND, last.isoformat()))
    if not some:
        return []
    ahead = [each for each in some if each.begins < now + BEHIND]
    against = conflicts.conflicts_of(ctx, ahead, Given(holidays=False))
    out = list[tuple[Interview, Owed, str]]()
    until = now + ctx.config.interviews.remind_days * spans.DAY
    for each in some:
        if each.number in against:
            out.append((each, Owed.CONFLICT, " ".join(against[each.number])))
        if each.state is InterviewState.PROPOSED and each.expires is not None and each.expires <= last:
            late = "was held until" if each.expires < today else "is held until"
            out.append((each, Owed.HELD, f"It {late} {each.expires}: schedule it, or drop it."))
        elif each.state in INVITED and each.ends <= now:
            out.append((each, Owed.OVER, "It is over: say whether it took place."))
        elif each.state in INVITED and each.begins <= until and (silent := _silent(each)):
            out.append(
                (each, Owed.ANSWER, f"{told_apart(silent)} {'has' if len(silent) == 1 else 'have'} not answered.")
            )
    return out


def _silent(each: Interview) -> Sequence[str]:
    """The names of those who have to come and did not answer."""
    return [
        one.name for one in each.panel if one.response is Response.NEEDS_ACTION and one.role is not PanelRole.SHADOW
    ]
