"""Numbers that are sealed: how a social security number and bank accounts must look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrtui.errors import RuleBroken
from hrtui.people.accounts import parse, text_of
from hrtui.people.model import PrivateKind
from hrtui.text import clean


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
    """Bank accounts as `hrtui.people.accounts` writes them: `routing/account` where there is one for everything."""
    return text_of(parse(value))


def parts(kind: PrivateKind, value: str) -> list[tuple[str, str]]:
    """What is sealed of a checked value, place by place, and what each is looked up by.

    Of bank accounts the one that takes the rest is at the first place, where one for everything has always been.
    """
    if kind is PrivateKind.SSN:
        return [(value, value)]
    *others, rest = parse(value)
    return [(each.text, each.number) for each in (rest, *others)]


def found_by(kind: PrivateKind, text: str) -> str:
    """What a value that was sealed at one place is looked up by."""
    return text if kind is PrivateKind.SSN else text.partition(",")[0].strip()


def joined(kind: PrivateKind, texts: Sequence[str]) -> str:
    """The whole value from what was sealed of it, in order of the places."""
    if kind is PrivateKind.SSN or len(texts) == 1:
        return texts[0]
    rest, *others = texts
    return text_of(parse("; ".join([*others, rest])))
