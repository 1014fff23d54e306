"""What is asked of the list of scheduled changes, typed in one line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hrtui.dates import parse_day
from hrtui.errors import RuleBroken
from hrtui.text import clean

UNTIL, IS, CHANGE = "until", "is", "change"
HINT = "a name, pay, transfer, a reason, until:DAY, is:change"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: of which words, up to which day (included); with `is_change` only those by which someone at work changes:
    of job, pay and profile, that neither begin nor end an employment."""

    words: tuple[str, ...] = ()
    until: date | None = None
    is_change: bool = False


def read(text: str, today: date, month_first: bool = True) -> Asked:
    """What is typed, taken apart; raise RuleBroken for a day that is none."""
    words: list[str] = []
    until, is_change = None, False
    for word in clean(text).split():
        name, sign, value = word.partition(":")
        if sign and name.lower() == UNTIL:
            until = parse_day(value, today, month_first) if value else until
        elif sign and name.lower() == IS:
            if value and not CHANGE.startswith(value.lower()):
                raise RuleBroken(f"is: is followed by {CHANGE}, not “{value}”.")
            is_change = value.lower() == CHANGE
        else:
            words.append(word)
    return Asked(tuple(words), until, is_change)


def changes_until(day: date) -> str:
    """What to type for the changes of people at work up to a day."""
    return f"{IS}:{CHANGE} {UNTIL}:{day}"
