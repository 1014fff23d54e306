"""What holds for legal holds and erasures: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from hrtui.errors import RuleBroken
from hrtui.people import checks
from hrtui.privacy.model import Asked, Doing, Hold, HoldState, NewHold, Step

LONGEST_REASON = 500


def reason(text: str) -> str:
    """A reason, which is always given; raise RuleBroken for none."""
    said = checks.text(text, "reason")
    if not said:
        raise RuleBroken("Say why, in a few words; it stays on file.", "reason")
    return said[:LONGEST_REASON]


def checked(wanted: NewHold, today: date) -> NewHold:
    """A hold as it may be placed; raise RuleBroken, naming the field, where it lacks a name, a reason or anybody to be about."""
    name, matter = checks.text(wanted.name, "name"), checks.text(wanted.matter, "matter")
    if not name:
        raise RuleBroken("Give the hold a name, such as “Smith v. Acme”.", "name")
    whom = tuple(each.strip() for each in wanted.whom if each.strip())
    others = tuple(each.strip() for each in wanted.comparators if each.strip())
    if not (whom or wanted.query.strip() or others):
        raise RuleBroken("Say whom the hold is about: numbers, or a query.", "whom")
    if wanted.since is not None and wanted.since > today:
        raise RuleBroken(f"A hold stands from today at the latest; {wanted.since} is still to come.", "since")
    return replace(
        wanted,
        name=name,
        matter=matter,
        reason=reason(wanted.reason),
        query=wanted.query.strip(),
        whom=whom,
        comparators=others,
    )


def check_size(found: int, most: int) -> None:
    """Raise RuleBroken where a query finds more people than one hold may be about."""
    if found > most:
        raise RuleBroken(
            f"The query finds more than {most:,} people; a hold names those whose records matter. Narrow it.", "query"
        )


def check_step(hold: Hold, step: Step, login: str) -> None:
    """Raise RuleBroken where a hold cannot take a step, or not by this user.

    A release is asked for by anyone who may hold, and confirmed by somebody who neither asked for it nor placed the hold: whoever
    has an interest in the end of a hold never ends it alone.
    """
    state, steps = hold.state, hold.steps
    if state is HoldState.RELEASED:
        raise RuleBroken(f"{hold.number} was released already; place a new hold instead.", "hold")
    if step in (Step.RELEASED, Step.KEPT) and state is not HoldState.ASKED:
        raise RuleBroken(
            f"Nobody asked for the release of {hold.number}; ask for it first (`hrtui hold release`).", "hold"
        )
    if step is Step.ASKED and state is HoldState.ASKED:
        raise RuleBroken(f"The release of {hold.number} is asked for already; somebody else confirms it.", "hold")
    if step is Step.RELEASED and login in (steps[0].by, steps[-1].by):
        did = "placed" if login == steps[0].by else "asked for the release of"
        raise RuleBroken(f"{login} {did} {hold.number}; somebody else who may hold has to confirm its release.", "hold")


def check_doing(asked: Asked, login: str) -> None:
    """Raise RuleBroken where what was asked for is done already, or where the user asked for it: somebody else does it."""
    if asked.state is not Doing.ASKED:
        raise RuleBroken(f"{asked.number} is {asked.state.value} already; ask anew.", "number")
    if login == asked.asked_by:
        raise RuleBroken(f"{login} asked for {asked.number}; somebody else has to do it.", "number")


def last_day(days: Iterable[date | None]) -> date | None:
    """The last of some days."""
    return max((each for each in days if each is not None), default=None)
