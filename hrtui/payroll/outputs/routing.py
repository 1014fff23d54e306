"""Routing numbers of US banks: nine digits, of which the last is a check digit."""

from __future__ import annotations

import re

from hrtui.errors import RuleBroken
from hrtui.people.accounts import WEIGHTS


def check_digit(first_eight: str) -> str:
    """The ninth digit that goes with eight: with the weights 3, 7, 1 all nine add up to a multiple of ten."""
    return str(-sum(int(digit) * weight for digit, weight in zip(first_eight, WEIGHTS, strict=False)) % 10)


def fits(routing: str) -> bool:
    """Whether this is a routing number: nine digits, not all zero, with the right check digit."""
    well_formed = re.fullmatch(r"[0-9]{9}", routing, re.ASCII) is not None and routing != "0" * 9
    return well_formed and check_digit(routing[:8]) == routing[8]


def check(routing: str, whose: str) -> None:
    """Raise RuleBroken where a routing number cannot be one; it is not repeated in full."""
    if not fits(routing):
        shown = f"of {whose} (ending in {routing[-4:]})" if routing else f"of {whose} is missing and so"
        raise RuleBroken(
            f"The routing number {shown} is not one: it has nine digits and the last is a check digit. "
            "Correct the account with the bank before paying.",
            "routing",
        )
