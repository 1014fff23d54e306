"""Plan years: when the next one begins, and what of those who choose nothing carries over into it. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hrtui.benefits.book import Book
from hrtui.benefits.offers import must_be_active
from hrtui.benefits.rates import year_start
from hrtui.text import listed


def next_start(book: Book, today: date) -> date | None:
    """The first day after `today` of a plan year of most plans, the soonest where as many; None without plans."""
    starts = [year_start(plan, today) for plan in book.plans.values()]
    found = Counter(first.replace(year=first.year + 1) for first in starts)
    return min(found, key=lambda day: (-found[day], day)) if found else None


def if_nothing_chosen(book: Book, on: date) -> str:
    """What becomes of those who choose nothing in an open enrolment, in a sentence: which plans end, and that others stay."""
    ending = [plan.label for plan in book.on(on) if must_be_active(plan)]
    kept = "Who chooses nothing keeps all"
    return (
        f"{kept}, but {listed(ending, 'and')} {'ends' if len(ending) == 1 else 'end'}."
        if ending
        else f"{kept} they have."
    )
