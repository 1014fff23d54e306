"""When an event may be used, from when its elections count, and by when papers are owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hrtui.benefits.book import Book
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.model import EventKind, Member
from hrtui.benefits.plans import LifeEvent
from hrtui.benefits.waiting import begins_on, covered_from
from hrtui.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Window:
    """The first day elections count, the last day they may be made, the last day papers are owed (None: none are)."""

    effective: date
    last_day: date
    papers_due: date | None = None


def last_day(day: date, days: int) -> date:
    """The last day of a window of some days, counted from the day after the event."""
    return day + timedelta(days=days)


def papers_due(event: LifeEvent, day: date) -> date | None:
    """The last day on which the papers of a life event are owed; None where none are."""
    return day + timedelta(days=event.papers_days) if event.papers else None


def window(kind: EventKind, reason: str, day: date, member: Member, book: Book) -> Window:
    """The window of an event of a person; `reason` is a life event's name.

    A new hire's elections count from the first day a plan they may have covers them. Raises NotFound for an unknown life
    event, and RuleBroken for a new hire without a plan.
    """
    days = book.settings.new_hire_days
    if kind is EventKind.LIFE_EVENT:
        event = book.life_event(reason)
        return Window(begins_on(event.begins, day), last_day(day, event.window_days), papers_due(event, day))
    if kind is EventKind.NEW_HIRE:
        return Window(first_covered(member, book), last_day(day, days))
    return Window(day, last_day(day, days))


def first_covered(member: Member, book: Book) -> date:
    """The first day on which any plan that a new hire may have covers them; raises RuleBroken where there is none."""
    days = []
    for plan in book.settings.plans:
        begins = covered_from(plan, member)
        if why_not(plan, member, begins) is None:
            days.append(begins)
    if not days:
        raise RuleBroken(
            f"There is no plan that {member.name} ({member.number}) may have; `hrtui benefits show` says why.", "person"
        )
    return min(days)


def is_open(last: date, on: date) -> bool:
    """Whether a window is still open on a day."""
    return on <= last
