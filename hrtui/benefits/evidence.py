"""What an election waits for: evidence of insurability, and papers that verify dependents."""

from __future__ import annotations

from decimal import Decimal

from hrtui.benefits.model import Choice, ElectionState, Member, Verification
from hrtui.benefits.plans import Option
from hrtui.money import round_cents


def granted(option: Option, coverage: int, had: int) -> int | None:
    """Cents of coverage that count until evidence of insurability was decided on; None where no evidence is asked.

    None is asked up to the guarantee issue, nor for what is had already.
    """
    if option.guaranteed is None:
        return None
    free = max(round_cents(option.guaranteed * Decimal(100)), had)
    return free if coverage > free else None


def unverified(choice: Choice, member: Member) -> list[str]:
    """The names of the dependents a choice covers whose relation no paper has shown yet."""
    return [
        each.name
        for each in member.dependents
        if each.slot in choice.covers and each.standing.verification is not Verification.VERIFIED
    ]


def state_of(choice: Choice, member: Member, granted_cents: int | None) -> ElectionState:
    """The state of an election that is finalised: waived, awaiting evidence, or active."""
    if choice.waived:
        return ElectionState.WAIVED
    if granted_cents is not None or unverified(choice, member):
        return ElectionState.AWAITING_EVIDENCE
    return ElectionState.ACTIVE
