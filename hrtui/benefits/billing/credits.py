"""Expected credits: which differences are worth one, and which line of a later invoice settles it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from hrtui.benefits.billing.matching import is_adjustment
from hrtui.benefits.billing.model import BillLine, Credit, Difference, Kind

OF_PAYROLL = frozenset({Kind.NO_DEDUCTION, Kind.TOO_LITTLE, Kind.TOO_MUCH})
"""The kinds that the carrier has nothing to do with."""


def creditable(difference: Difference) -> bool:
    """Whether the carrier owes money for a difference, or will bill it later."""
    return bool(difference.amount) and difference.kind not in OF_PAYROLL


def settled(open_: Iterable[Credit], lines: Sequence[BillLine], month: date) -> dict[int, int]:
    """Which credits the adjustments of an invoice settle: the row of the line by the credit's id.

    A line settles the oldest credit of its person that it takes back to the cent, else all of the person's together where they
    add up to it; each line settles once. Credits of the invoice's own month and later are not settled by it.
    """
    waiting: dict[int, list[Credit]] = defaultdict(list)
    for credit in sorted(open_, key=lambda each: (each.month, each.id)):
        if credit.person is not None and credit.month < month:
            waiting[credit.person].append(credit)
    found: dict[int, int] = {}
    for line in lines:
        if line.person is None or not is_adjustment(line, month):
            continue
        own = _about(waiting[line.person], line, month)
        one = next((each for each in own if each.amount == -line.amount), None)
        met = [one] if one else own if own and sum(each.amount for each in own) == -line.amount else []
        for credit in met:
            found[credit.id] = line.line
            waiting[line.person].remove(credit)
    return found


def _about(waiting: Sequence[Credit], line: BillLine, month: date) -> list[Credit]:
    """The credits a line may settle: those of the month it names, all where it names none or the invoice's own."""
    return [each for each in waiting if line.period in (None, month, each.month)]
