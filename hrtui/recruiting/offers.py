"""Offers: their versions and states, and pay against the range; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people.model import Basis, EmploymentType, Stamp
from hrtui.recruiting.model import Requisition
from hrtui.recruiting.rules import annual
from hrtui.text import listed

CENT = Decimal("0.01")


class OfferState(StrEnum):
    """How far a version of an offer is; deprecated is one that a later version took the place of."""

    DRAFT = "draft"
    REQUESTED = "approval_requested"
    APPROVED = "approved"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    EXPIRED = "expired"


STATES = OfferState
OPEN = (STATES.DRAFT, STATES.REQUESTED, STATES.APPROVED, STATES.SENT)
"""The states of which an application has one version at most."""
NEXT: dict[OfferState, tuple[OfferState, ...]] = {
    STATES.DRAFT: (STATES.REQUESTED, STATES.APPROVED, STATES.DEPRECATED),
    STATES.REQUESTED: (STATES.APPROVED, STATES.DRAFT, STATES.DEPRECATED),
    STATES.APPROVED: (STATES.SENT, STATES.DEPRECATED),
    STATES.SENT: (STATES.ACCEPTED, STATES.REJECTED, STATES.EXPIRED, STATES.DEPRECATED),
    STATES.ACCEPTED: (),
    STATES.REJECTED: (),
    STATES.DEPRECATED: (),
    STATES.EXPIRED: (),
}
SPOKEN = {state: state.value.replace("_", " ") for state in OfferState} | {STATES.REQUESTED: "waiting for approval"}
LISTED = SPOKEN | {STATES.REQUESTED: "to approve"}
"""As `SPOKEN`, where there is little room."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A version of an offer for an application. `manager` is a person's number; `expires` the last day it can be accepted;
    `person` the number of who was hired by it."""

    number: str
    application: int
    version: int
    state: OfferState
    title: str
    department: str
    rate: Money
    basis: Basis
    pay_group: str
    first_day: date
    location: str = ""
    manager: str = ""
    bonus: Money | None = None
    equity: str = ""
    employment_type: EmploymentType = EmploymentType.FULL_TIME
    grade: str = ""
    position: str = ""
    sent: date | None = None
    expires: date | None = None
    reason: str = ""
    person: str = ""
    id: int = 0
    stamp: Stamp | None = None


def check_offer_move(offer: Offer, to: OfferState, today: date) -> None:
    """Raise RuleBroken where a version may not move to a state; after its last day it can only expire."""
    if to not in NEXT[offer.state]:
        there = [SPOKEN[state] for state in NEXT[offer.state] if state is not STATES.DEPRECATED]
        then = f"it can become {listed(there)}" if there else "make a new version"
        raise RuleBroken(
            f"Offer {offer.number} is {SPOKEN[offer.state]} and cannot become {SPOKEN[to]}: {then}.", "state"
        )
    if to is STATES.ACCEPTED and offer.expires is not None and today > offer.expires:
        raise RuleBroken(f"Offer {offer.number} could be accepted until {offer.expires}; make a new version.", "state")
    if to is STATES.EXPIRED and offer.expires is not None and today <= offer.expires:
        raise RuleBroken(f"Offer {offer.number} stands until {offer.expires}; it does not expire before.", "state")


def open_version(offers: Iterable[Offer]) -> Offer | None:
    """The version that is neither over nor replaced; None where there is none."""
    return next((each for each in offers if each.state in OPEN), None)


def compa_ratio(rate: Money, basis: Basis, requisition: Requisition) -> Decimal | None:
    """Pay against the middle of the range, 1.00 in the middle, to two decimals; None without a range."""
    if requisition.low is None or requisition.high is None:
        return None
    middle = (annual(requisition.low, requisition.basis) + annual(requisition.high, requisition.basis)) / 2
    return (annual(rate, basis) / middle).quantize(CENT, ROUND_HALF_EVEN) if middle else None


def penetration(rate: Money, basis: Basis, requisition: Requisition) -> Decimal | None:
    """How far into the range pay is: 0.00 at the least, 1.00 at the most; None without a range that is wide."""
    if requisition.low is None or requisition.high is None:
        return None
    low, high = annual(requisition.low, requisition.basis), annual(requisition.high, requisition.basis)
    return ((annual(rate, basis) - low) / (high - low)).quantize(CENT, ROUND_HALF_EVEN) if high > low else None


def outside(rate: Money, basis: Basis, requisition: Requisition) -> str:
    """What to say where pay is below or above the range; empty inside it."""
    yearly = annual(rate, basis)
    for bound, sign, word in ((requisition.low, -1, "below the least"), (requisition.high, 1, "above the most")):
        if bound is not None and (yearly - annual(bound, requisition.basis)) * sign > 0:
            return f"The pay is {word} of the range, {bound.amount:,.2f} {requisition.basis.value}."
    return ""
