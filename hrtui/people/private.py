"""Numbers that are sealed: how a social security number and a bank account must look."""

from __future__ import annotations

import re

from hrtui.errors import RuleBroken
from hrtui.people.model import PrivateKind
from hrtui.text import clean

WEIGHTS = (3, 7, 1) * 3


def checked(kind: PrivateKind, value: str) -> str:
    """The value in its stored form; raise RuleBroken, never repeating it, where it cannot be one of its kind."""
    return ssn(value) if kind is PrivateKind.SSN else bank(value)


def ssn(value: str) -> str:
    """A social security number as `123-45-6789`.

    Area 000, 666 and 900 to 999, group 00 and serial 0000 are never given (SSA, POMS RM 10201.035).
    """
    digits = re.sub(r"[\s-]", "", clean(value))
    if not re.fullmatch(r"[0-9]{9}", digits, re.ASCII):
        raise RuleBroken("A social security number has nine digits, such as 123-45-6789.", "ssn")
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in ("000", "666") or area >= "900" or group == "00" or serial == "0000":
        raise RuleBroken("No social security number is like that; check it against the card.", "ssn")
    return f"{area}-{group}-{serial}"


def bank(value: str) -> str:
    """A bank account as `routing/account`: nine digits with the ABA check digit, then 4 to 17 digits or letters."""
    routing, _, account = re.sub(r"[\s-]", "", clean(value)).partition("/")
    if not re.fullmatch(r"[0-9]{9}", routing, re.ASCII) or not re.fullmatch(r"[0-9A-Za-z]{4,17}", account, re.ASCII):
        raise RuleBroken(
            "Write the bank as routing/account: nine digits, a slash, then the account of 4 to 17.", "bank"
        )
    if sum(int(digit) * weight for digit, weight in zip(routing, WEIGHTS, strict=True)) % 10 or routing == "0" * 9:
        raise RuleBroken("The routing number's check digit does not fit; check it with the bank.", "bank")
    return f"{routing}/{account.upper()}"
