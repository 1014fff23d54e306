"""What is said on the home screen of recruiting: what waits for one's answer, scorecards one owes, messages that are
owed, consent that ends; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hrtui.attention.model import Notice
from hrtui.recruiting.scorecards import Ask


def about_approvals(requisitions: int, offers: int) -> tuple[Notice, ...]:
    """Lines for requisitions and offers that wait for a role of the actor's."""
    told = []
    for count, one, many, address in (
        (requisitions, "1 requisition waits", f"{requisitions:,} requisitions wait", "requisitions"),
        (offers, "1 offer waits", f"{offers:,} offers wait", "offers"),
    ):
        if count:
            told.append(Notice(f"{one if count == 1 else many} for your approval.", True, address))
    return tuple(told)


def about_scorecards(owed: Sequence[tuple[str, Ask]], today: date) -> tuple[Notice, ...]:
    """A line for the scorecards that the actor owes, which leads to the only one, by the number of its application, or to the list of
    them; a warning once one is late."""
    if not owed:
        return ()
    number, first = owed[0]
    many = "You owe a scorecard" if len(owed) == 1 else f"You owe {len(owed):,} scorecards"
    address = f"scores {number}" if len(owed) == 1 else "my-interviews"
    due = f", the first by {first.due}" if first.due else ""
    return (Notice(f"{many}{due}.", first.due is not None and first.due < today, address),)


def about_messages(owed: int) -> tuple[Notice, ...]:
    """A line for candidates who are owed a message."""
    if not owed:
        return ()
    return (
        Notice(f"{'1 candidate is' if owed == 1 else f'{owed:,} candidates are'} owed a message.", address="outbox"),
    )


def about_consent(ended: int, near: int, days: int) -> tuple[Notice, ...]:
    """Lines for candidates whose consent has ended, or ends within some days, for who may empty them; the first is a warning."""
    told = []
    if ended:
        whose = "The consent of 1 candidate" if ended == 1 else f"The consent of {ended:,} candidates"
        told.append(Notice(f"{whose} has ended: renew it or empty them.", True, "consent"))
    if near:
        whose = "the consent of 1 candidate ends" if near == 1 else f"the consent of {near:,} candidates ends"
        told.append(Notice(f"Within {days} days {whose}.", address="consent"))
    return tuple(told)
