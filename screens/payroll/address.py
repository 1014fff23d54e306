"""What the addresses of payroll's screens say: a pay group and a day, or a person and a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hrtui.dates import EXAMPLES, parse_day
from hrtui.errors import RuleBroken
from hrtui.text import fold, listed


def read_group_and_day(text: str, groups: Sequence[str], today: date, month_first: bool) -> tuple[str, date | None]:
    """The words of `payroll [GROUP] [DATE]`; an empty group and no day where they are not said.

    Raises RuleBroken naming the groups where the words are neither.
    """
    words = " ".join(text.split())
    for name in sorted(groups, key=len, reverse=True):
        if fold(f"{words} ").startswith(fold(f"{name} ")):
            rest = words[len(name) :].strip()
            return name, parse_day(rest, today, month_first) if rest else None
    try:
        return "", parse_day(words, today, month_first) if words else None
    except RuleBroken:
        known = listed(list(groups))
        raise RuleBroken(
            f"“{words}” is neither a pay group ({known}) nor a date; type for example {EXAMPLES}."
        ) from None


def read_person_and_day(text: str, today: date, month_first: bool) -> tuple[str, date | None]:
    """The words of `payslip NUMBER [DATE]`: as few of the first as leave a day behind them, else all of them."""
    words = text.split()
    for at in range(1, len(words)):
        try:
            return " ".join(words[:at]), parse_day(" ".join(words[at:]), today, month_first)
        except RuleBroken:
            continue
    return " ".join(words), None
