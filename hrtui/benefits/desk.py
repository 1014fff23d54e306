"""One person's event on the table: all that is needed to decide and to price it, read once, so that a form can follow each key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hrtui.benefits import deciding
from hrtui.benefits.book import Book
from hrtui.benefits.choosing import Fault
from hrtui.benefits.costs import follows_pay
from hrtui.benefits.deciding import Outcome
from hrtui.benefits.inforce import of_type, on_day
from hrtui.benefits.law import Law
from hrtui.benefits.model import Choice, Election, Event, EventState, Member, Offer, Price
from hrtui.benefits.paying import price_of
from hrtui.benefits.plans import PlanType


@dataclass(frozen=True, slots=True)
class Cost:
    """An election with its price on a day; None where it follows pay and the role may not see pay."""

    election: Election
    price: Price | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Cents of each check, and imputed cents a month, of several elections; `hidden` says that some prices are left out."""

    person: int = 0
    employer: int = 0
    imputed: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What choices make of an event: rows to write or faults, and the elections with their prices before and after."""

    rows: tuple[Election, ...]
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]
    before: tuple[Cost, ...]
    after: tuple[Cost, ...]
    state: EventState

    @property
    def totals(self) -> tuple[Totals, Totals]:
        """What checks take before and after."""
        return total(self.before), total(self.after)


@dataclass(frozen=True, slots=True)
class Desk:
    """An event of a person with its offers and choices; `checks` a year; `prices_shown` says whether the role may see prices
    that follow pay, `birth_shown` whether it may be told birth dates. Pure: nothing is read or written by what it decides."""

    event: Event
    member: Member
    offers: tuple[Offer, ...]
    choices: tuple[Choice, ...]
    elections: tuple[Election, ...]
    book: Book
    law: Law
    checks: int
    pay_shown: bool = True
    birth_shown: bool = True

    def with_choice(self, choice: Choice) -> Desk:
        """The desk with a choice in the place of the one of its type."""
        kept = tuple(each for each in self.choices if each.type is not choice.type)
        return replace(self, choices=(*kept, choice))

    def outcome(self) -> Outcome:
        """What finalising the event with its choices writes, or its faults. Raises RuleBroken where a rate is missing."""
        return deciding.outcome(self.event, self.member, self.offers, self.choices, self.elections, self.book, self.law)

    def decided(self) -> Decided:
        """The outcome with what it costs before and after. Raises RuleBroken where a rate is missing."""
        made = self.outcome()
        last = max((row.effective_from for row in made.rows), default=self.event.effective)
        then = [*self._without_same_day(made.rows), *made.rows]
        return Decided(
            made.rows, made.faults, made.notices,
            self.costs(self.elections, self.event.effective - timedelta(days=1)),
            () if made.faults else self.costs(then, last), self.state_after(made),
        )  # fmt: skip

    def state_after(self, made: Outcome) -> EventState:
        """The state of the event once the outcome is written: closed, unless evidence or papers are owed."""
        if made.faults:
            return EventState.ERROR
        return EventState.FINALISED if self.event.papers_due is not None else made.state

    def price(self, type_: PlanType) -> Cost | None:
        """What is had of a type as things are chosen, with its price, also while choices of other types are at fault; None where
        nothing is.

        Raises RuleBroken where a rate or a fact is missing.
        """
        chosen = deciding.normalised(self.choices, self.unchosen(), self.member).get(type_)
        made = deciding.row_of(self.event, self.member, self.offers, chosen, type_, self.elections, self.book)
        row = made or self.standing(type_)
        if row is None or not row.covers or row.choice.waived:
            return None
        return self.cost(row, max(row.effective_from, self.event.effective))

    def unchosen(self) -> dict[PlanType, Choice]:
        """What counts of each type where nothing is chosen."""
        return deciding.standing_choices(self.offers, self.elections, self.book, self.event.effective)

    def costs(self, elections: Sequence[Election], on: date) -> tuple[Cost, ...]:
        """The elections that cover on a day, with their prices that day; a plan without a rate that day costs nothing known."""
        return tuple(self.cost(row, on) for row in on_day(elections, on) if row.covers and not row.choice.waived)

    def cost(self, row: Election, on: date) -> Cost:
        """An election with its price on a day."""
        plan = self.book.plan(row.choice.plan)
        if not self.pay_shown and follows_pay(plan, self.book.option(plan.name, row.choice.option)):
            return Cost(row, None)
        return Cost(row, price_of(row, plan, self.member, self.book, on, self.checks, self.law))

    def _without_same_day(self, rows: Sequence[Election]) -> list[Election]:
        gone = {(row.choice.type, row.effective_from) for row in rows}
        return [each for each in self.elections if (each.choice.type, each.effective_from) not in gone]

    def standing(self, type_: PlanType) -> Election | None:
        """The election of a type that stands on the event's day."""
        return of_type(self.elections, type_, self.event.effective)


def total(costs: Sequence[Cost]) -> Totals:
    """What checks take of several elections."""
    known = [each.price for each in costs if each.price is not None]
    return Totals(
        sum(price.check_person for price in known),
        sum(price.check_employer for price in known),
        sum(price.imputed for price in known),
        len(known) < len(costs),
    )
