"""The coverage tier that follows from who is covered."""

from __future__ import annotations

from collections.abc import Iterable

from hrtui.benefits.model import Dependent
from hrtui.benefits.plans import Tier

SPOUSES = frozenset({"spouse", "partner"})


def is_spouse(dependent: Dependent) -> bool:
    """Whether a dependent is covered as a spouse."""
    return dependent.relation in SPOUSES


def tier_of(covers: Iterable[int], dependents: Iterable[Dependent]) -> Tier:
    """The tier of the person with the dependents whose slots are given."""
    wanted = frozenset(covers)
    covered = [each for each in dependents if each.slot in wanted]
    spouse = any(is_spouse(each) for each in covered)
    others = any(not is_spouse(each) for each in covered)
    if spouse:
        return Tier.FAMILY if others else Tier.SPOUSE
    return Tier.CHILDREN if others else Tier.EMPLOYEE
