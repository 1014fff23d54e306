"""Scorecards and who may see them before the others are in; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hrtui.errors import RuleBroken
from hrtui.people.model import Stamp
from hrtui.recruiting.playbook import Kit
from hrtui.text import listed

WORST, BEST = 1, 5
APART = 2
"""From which difference on ratings of one attribute are marked as apart."""


class Overall(StrEnum):
    """What an interviewer recommends."""

    DEFINITELY_NOT = "definitely_not"
    NO = "no"
    NO_DECISION = "no_decision"
    YES = "yes"
    STRONG_YES = "strong_yes"


class Decision(StrEnum):
    """What a debrief decides."""

    ADVANCE = "advance"
    HOLD = "hold"
    REJECT = "reject"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Ask:
    """That a user owes a scorecard of a stage until a day."""

    by: str
    stage: str
    due: date | None = None
    active: bool = True
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What one user made of an application: ratings by attribute, 1 to 5, a recommendation, and the reasons for it."""

    by: str
    stage: str
    ratings: Mapping[str, int]
    overall: Overall
    takeaways: str = ""
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Debrief:
    """What was decided together, why, and who was there."""

    decision: Decision
    reason: str
    present: tuple[str, ...] = ()
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The scorecards of an application that a user may see, attribute by attribute.

    `waiting` have not entered theirs, `entered` have; `hidden` says why nothing of others is shown, and is empty once it is.
    `revised` wrote theirs anew after it was shown to them, and `apart` are the attributes whose ratings differ by two and more.
    """

    kit: Kit | None
    cards: tuple[Scorecard, ...]
    waiting: tuple[Ask, ...]
    entered: tuple[str, ...]
    hidden: str = ""
    revised: tuple[str, ...] = ()
    apart: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    debriefs: tuple[Debrief, ...] = ()


def is_in(ask: Ask, written: Mapping[str, Sequence[Scorecard]]) -> bool:
    """Whether the scorecard that is asked for, which is of a stage, was entered."""
    return any(card.stage == ask.stage for card in written.get(ask.by, ()))


def hidden_from(viewer: str, asks: Sequence[Ask], written: Mapping[str, Sequence[Scorecard]]) -> str:
    """Why a user sees no scorecard but their own, in a sentence; empty where they see all.

    Who is asked sees those of others once their own is in; who is not asked, or wrote of another stage, once everyone who is has entered
    theirs.
    """
    waiting = [ask for ask in asks if not is_in(ask, written)]
    if any(ask.by == viewer for ask in waiting):
        return "You see those of others once yours is in."
    mine = {card.stage for card in written.get(viewer, ())}
    others = sorted(ask.by for ask in waiting if ask.stage not in mine)
    return f"They are shown once {listed(others, 'and')} entered theirs." if others else ""


def matrix(
    viewer: str,
    kit: Kit | None,
    asks: Sequence[Ask],
    written: Mapping[str, Sequence[Scorecard]],
    debriefs: Sequence[Debrief] = (),
) -> Matrix:
    """What a user may see of the scorecards of an application; of each writer the last version for each stage."""
    why = hidden_from(viewer, asks, written)
    seen = {by: versions for by, versions in written.items() if not why or by == viewer}
    stages = {by: {card.stage: card for card in versions} for by, versions in seen.items()}
    last = tuple(card for _, cards in sorted(stages.items()) for card in cards.values())
    names = [each.name for each in kit.attributes] if kit else sorted({name for card in last for name in card.ratings})
    spread = {}
    for name in names:
        given = [card.ratings[name] for card in last if name in card.ratings]
        if len(given) > 1 and max(given) - min(given) >= APART:
            spread[name] = (min(given), max(given))
    revised = tuple(sorted(by for by, versions in seen.items() if len(versions) > len(stages[by])))
    waiting = tuple(ask for ask in asks if not is_in(ask, written))
    return Matrix(kit, last, waiting, tuple(sorted(written)), why, revised, spread, () if why else tuple(debriefs))


def check_card(card: Scorecard, kit: Kit | None) -> None:
    """Raise RuleBroken, naming the attribute, where a rating is missing, unknown or outside 1 to 5."""
    known = [each.name for each in kit.attributes] if kit else list(card.ratings)
    for name in card.ratings:
        if name not in known:
            raise RuleBroken(f"“{name}” is not rated here; there is {listed(known)}.", "ratings")
    for name in known:
        if name not in card.ratings:
            raise RuleBroken(f"{name.replace('_', ' ').capitalize()} has no rating; give it 1 to 5.", name)
        if not WORST <= card.ratings[name] <= BEST:
            raise RuleBroken(f"{name.replace('_', ' ').capitalize()} is rated 1 to 5, not {card.ratings[name]}.", name)
