"""Who receives what of a life plan: parts are hundredths of a percent and add up to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hrtui.benefits.model import Beneficiary
from hrtui.benefits.plans import LIVES, PlanType
from hrtui.errors import RuleBroken
from hrtui.people import checks
from hrtui.text import listed

WHOLE = 10_000
MOST = 20
NAMING = (*LIVES, PlanType.RETIREMENT, PlanType.HSA)
"""The types of plans for which beneficiaries are named."""


def checked(type_: PlanType, people: Sequence[Beneficiary]) -> tuple[Beneficiary, ...]:
    """Beneficiaries as they may be stored; raise RuleBroken where parts do not add up, or someone is named twice.

    Nobody at all takes the beneficiaries away.
    """
    if type_ not in NAMING:
        raise RuleBroken(
            f"Beneficiaries are named for {listed([each.value for each in NAMING])}, not {type_.value}.", "type"
        )
    if len(people) > MOST:
        raise RuleBroken(f"At most {MOST} beneficiaries are kept of a plan.", "people")
    made = tuple(
        replace(each, name=checks.text(each.name, "name"), relation=checks.text(each.relation, "relation"))
        for each in people
    )
    for each in made:
        if not each.name:
            raise RuleBroken("A beneficiary needs a name.", "name")
        if not 0 < each.share <= WHOLE:
            raise RuleBroken(f"The part of {each.name} is more than 0 and at most 100 percent.", "share")
    _adds_up(made, contingent=False)
    _adds_up(made, contingent=True)
    return made


def _adds_up(people: Sequence[Beneficiary], contingent: bool) -> None:
    group = [each for each in people if each.contingent is contingent]
    what = "Contingent" if contingent else "Primary"
    if people and not contingent and not group:
        raise RuleBroken("There is no primary beneficiary; name one whose part counts first.", "people")
    names = [each.name.casefold() for each in group]
    if len(set(names)) < len(names):
        raise RuleBroken(f"{what} beneficiaries name someone twice; give each one part.", "name")
    total = sum(each.share for each in group)
    if group and total != WHOLE:
        raise RuleBroken(f"{what} parts add up to {total / 100:.2f} percent; they must make 100.", "share")


def said(people: Iterable[Beneficiary]) -> str:
    """Beneficiaries in words: `Ann Kim 60 %, Bo Kim 40 %`."""
    return ", ".join(
        f"{each.name} {each.share / 100:g} %{' (contingent)' if each.contingent else ''}" for each in people
    )
