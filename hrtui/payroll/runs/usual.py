"""Whether a check is of an unusual amount: the rule, and what of it can be told from the facts at hand; pure.

The usual amount is the middle of a person's last three regular checks. What a row of pay or job, or an entry, may explain is
unusual only from twice the percentage on; the comparison with the last check names the cause in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median_low

from hrtui.money import Money, NumberStyle, format_money
from hrtui.payroll.model import PersonFacts

LARGE = 2
"""How many times the percentage an amount differs by that is told whatever may explain it."""


def unusual(
    gross: int, net: int, before: Sequence[tuple[int, int]], percent: int, explained: bool, style: NumberStyle
) -> str:
    """The sentence on a check's gross or net (cents) that differs from the usual by more than a percentage; empty where
    neither does, where nothing was paid before, or where a percentage of 0 says not to look."""
    if not before or not percent:
        return ""
    most = percent * (LARGE if explained else 1)
    for name, cents, had in (
        ("gross", gross, [each[0] for each in before]),
        ("net", net, [each[1] for each in before]),
    ):
        usual = median_low(had)
        if usual > 0 and abs(cents - usual) * 100 > most * usual:
            return _told(name, cents, usual, len(before), style)
    return ""


def _told(name: str, cents: int, usual: int, count: int, style: NumberStyle) -> str:
    off = round((cents - usual) * 100 / usual)
    which = {1: "the last regular check", 2: "the lower of the last two regular checks"}.get(
        count, f"the middle of the last {count} regular checks"
    )
    figures = f"{format_money(Money(cents), style)}, {off:+d} % of {format_money(Money(usual), style)}"
    return f"The {name} of {figures}, {which}."


def may_explain(facts: PersonFacts, since: date, entered: bool) -> bool:
    """Whether a row of pay or job from a day on, or something entered for the run, may tell why a check differs."""
    begun = [*(row.effective_from for row in facts.jobs), *(row.effective_from for row in facts.pays)]
    return entered or any(day >= since for day in begun)
