"""What an event offers a person: of each plan the options, or why there are none, and what counts where nothing is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hrtui.benefits.book import Book
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.inforce import of_type
from hrtui.benefits.model import Choice, Election, Event, EventKind, Member, Offer
from hrtui.benefits.plans import ACCOUNTS, Option, Plan, PlanType
from hrtui.benefits.waiting import covered_from

FSAS = (PlanType.HEALTH_FSA, PlanType.DEPENDENT_CARE_FSA)


class Fallback(StrEnum):
    """What counts of a type where nothing is chosen: what stands is kept, or ends; a default is had; or nothing is."""

    KEEP = "keep"
    ENDS = "ends"
    DEFAULT = "default"
    NOTHING = ""


SAID = {
    Fallback.KEEP: "stays as it is",
    Fallback.ENDS: "ends: it must be chosen anew",
    Fallback.DEFAULT: "is had by default",
    Fallback.NOTHING: "",
}
"""What screens and papers say of a fallback, after the plan's name."""


@dataclass(frozen=True, slots=True)
class Unless:
    """What counts of a type where nothing is chosen: how, and the plan and option it is about (empty: none)."""

    how: Fallback
    plan: str = ""
    option: str = ""


def types_of(event: Event, book: Book) -> tuple[PlanType, ...]:
    """The types that may change in an event, in order: a life event's, else all of which there is a plan."""
    there = book.types(event.effective)
    if event.kind is not EventKind.LIFE_EVENT:
        return there
    named = book.life_event(event.reason).types
    return tuple(each for each in there if each in named)


def begins(event: Event, plan: Plan, member: Member) -> date:
    """The first day on which what is chosen of a plan counts: the event's, and of a new hire not before the waiting period."""
    if event.kind is EventKind.NEW_HIRE:
        return max(event.effective, covered_from(plan, member))
    return event.effective


def offers(event: Event, member: Member, elections: Sequence[Election], book: Book) -> tuple[Offer, ...]:
    """What an event offers a person, one offer a plan, by type; `elections` are their rows that count."""
    return tuple(offer for type_ in types_of(event, book) for offer in _of_type(event, member, elections, book, type_))


def _of_type(
    event: Event, member: Member, elections: Sequence[Election], book: Book, type_: PlanType
) -> Iterator[Offer]:
    held = of_type(elections, type_, event.effective)
    stands = held if held is not None and held.covers else None
    for plan in book.settings.plans:
        if plan.type is not type_:
            continue
        on = begins(event, plan, member)
        why = why_not(plan, member, on) or ""
        there = () if why else tuple(option.name for option in plan.options if may_be_had(plan, option, on))
        if not why and not there:
            why = f"no option has a rate on {on}"
        yield Offer(type_, plan.name, there, why, _fallback(event, plan, there, stands))


def may_be_had(plan: Plan, option: Option, on: date) -> bool:
    """Whether an option can be chosen on a day: it has not ended, and has a rate where it needs one."""
    if option.ends is not None and on > option.ends:
        return False
    if plan.type in ACCOUNTS or plan.type is PlanType.RETIREMENT:
        return True
    return any(rate.effective_from <= on for rate in option.rates)


def _fallback(event: Event, plan: Plan, there: tuple[str, ...], stands: Election | None) -> str:
    """What becomes of a plan where nothing is chosen of its type."""
    if stands is not None and stands.choice.plan == plan.name:
        anew = must_be_active(plan) and event.kind is EventKind.OPEN_ENROLMENT
        return (Fallback.ENDS if anew or stands.choice.option not in there else Fallback.KEEP).value
    if stands is None and event.kind in (EventKind.NEW_HIRE, EventKind.OPEN_ENROLMENT) and plan.default in there:
        return Fallback.DEFAULT.value
    return Fallback.NOTHING.value


def must_be_active(plan: Plan) -> bool:
    """Whether a plan must be chosen anew each year; an FSA always (26 CFR 1.125-1)."""
    return plan.active_election or plan.type in FSAS


def unless(offered: Sequence[Offer], type_: PlanType, elections: Sequence[Election], book: Book, on: date) -> Unless:
    """What counts of a type where nothing is chosen, from an event's offers."""
    for offer in offered:
        if offer.type is type_ and offer.fallback:
            how = Fallback(offer.fallback)
            if how is Fallback.DEFAULT:
                return Unless(how, offer.plan, book.plan(offer.plan).default)
            held = of_type(elections, type_, on)
            return Unless(how, offer.plan, held.choice.option if held else "")
    return Unless(Fallback.NOTHING)


def default_choice(found: Unless, type_: PlanType) -> Choice:
    """The choice that a default stands for."""
    return Choice(type_, found.plan, found.option)
