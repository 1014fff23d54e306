"""What finalising an event makes of it: the rows of elections to write. The simulator, single events and the open enrolment of a
whole company ask the same function, so what is shown is what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hrtui.benefits import costs, evidence
from hrtui.benefits.book import Book
from hrtui.benefits.choosing import Choices, Fault, check, normal
from hrtui.benefits.inforce import later, of_type
from hrtui.benefits.law import Law
from hrtui.benefits.model import Choice, Election, ElectionState, Event, EventKind, EventState, Member, Offer
from hrtui.benefits.offers import Fallback, begins, default_choice, must_be_active, unless
from hrtui.benefits.plans import HEALTH, PlanType
from hrtui.benefits.wording import TYPES
from hrtui.money import Money

NOT_CHOSEN = "nothing chosen"
ANEW = "not chosen anew"
PLAN_ENDED = "no longer offered"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an event: rows to write, one a type that changes; faults (then nothing is written); notices."""

    rows: tuple[Election, ...]
    faults: tuple[Fault, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def state(self) -> EventState:
        """The state of the event afterwards, where no papers of its own are owed: closed, or finalised while evidence is."""
        waits = any(row.state is ElectionState.AWAITING_EVIDENCE for row in self.rows)
        return EventState.FINALISED if waits else EventState.CLOSED


def normalised(choices: Sequence[Choice], standing: Choices, member: Member) -> dict[PlanType, Choice]:
    """Choices by type with their tiers; medical first, since an HSA follows it."""
    made: dict[PlanType, Choice] = {}
    for choice in sorted(choices, key=lambda each: each.type is not PlanType.MEDICAL):
        made[choice.type] = normal(choice, {**standing, **made}, member)
    return made


def standing_choices(
    offered: Sequence[Offer], elections: Sequence[Election], book: Book, on: date
) -> dict[PlanType, Choice]:
    """What counts of each type from a day on where nothing is chosen."""
    found: dict[PlanType, Choice] = {}
    offered_types = {offer.type for offer in offered}
    for type_ in PlanType:
        held = of_type(elections, type_, on)
        if held is not None and held.covers:
            found[type_] = held.choice
        if type_ in offered_types:
            otherwise = unless(offered, type_, elections, book, on)
            if otherwise.how is Fallback.ENDS:
                found.pop(type_, None)
            elif otherwise.how is Fallback.DEFAULT:
                found[type_] = default_choice(otherwise, type_)
    return found


def outcome(
    event: Event, member: Member, offered: Sequence[Offer], choices: Sequence[Choice], elections: Sequence[Election],
    book: Book, law: Law,
) -> Outcome:  # fmt: skip
    """What finalising an event writes; `elections` are the person's rows that count. Raises RuleBroken where a rate is missing."""
    standing = standing_choices(offered, elections, book, event.effective)
    chosen = normalised(choices, standing, member)
    faults = check(event, chosen, standing, offered, member, book, law)
    if faults:
        return Outcome((), tuple(faults))
    rows: list[Election] = []
    for type_ in dict.fromkeys(offer.type for offer in offered):
        row = row_of(event, member, offered, chosen.get(type_), type_, elections, book)
        if row is not None:
            rows.append(row)
    return Outcome(tuple(rows), (), tuple(_notices(event, rows, elections, law)))


def row_of(
    event: Event, member: Member, offered: Sequence[Offer], choice: Choice | None, type_: PlanType,
    elections: Sequence[Election], book: Book,
) -> Election | None:  # fmt: skip
    """The row of a type that an event writes; None where what stands goes on."""
    held = of_type(elections, type_, event.effective)
    if choice is None:
        otherwise = unless(offered, type_, elections, book, event.effective)
        if otherwise.how is Fallback.DEFAULT:
            choice = default_choice(otherwise, type_)
        else:
            return _unchosen(event, otherwise.how, type_, held)
    if choice.waived:
        return _waived(event, choice, held)
    plan, option = book.plan(choice.plan), book.option(choice.plan, choice.option)
    on = begins(event, plan, member)
    held = of_type(elections, type_, on)
    anew = must_be_active(plan) and event.kind is EventKind.OPEN_ENROLMENT
    if (
        held is not None
        and held.covers
        and held.choice == choice
        and not anew
        and not evidence.unverified(choice, member)
    ):
        return None
    covered = costs.coverage(plan, option, choice, member)
    free = evidence.granted(option, covered, _had(held, member, book))
    state = evidence.state_of(choice, member, free)
    granted = None if free is None else Money(free)
    return Election(on, choice, state, event.number, granted)


def _had(held: Election | None, member: Member, book: Book) -> int:
    """Cents of coverage that are had already: all of an active election, what is granted of one that awaits evidence."""
    if held is None or not held.covers or held.choice.waived:
        return 0
    if held.granted is not None:
        return held.granted.cents
    plan = book.plan(held.choice.plan)
    return costs.coverage(plan, book.option(plan.name, held.choice.option), held.choice, member)


def _unchosen(event: Event, how: Fallback, type_: PlanType, held: Election | None) -> Election | None:
    """The row of a type of which nothing was chosen and nothing is had by default: health plans that were offered and not taken
    are waived."""
    if how is Fallback.ENDS:
        return Election(event.effective, Choice(type_, reason=ANEW), ElectionState.TERMINATED, event.number)
    if held is not None or type_ not in HEALTH or event.kind not in (EventKind.NEW_HIRE, EventKind.OPEN_ENROLMENT):
        return None
    return Election(event.effective, Choice(type_, reason=NOT_CHOSEN), ElectionState.WAIVED, event.number)


def _waived(event: Event, choice: Choice, held: Election | None) -> Election | None:
    if held is not None and held.state is ElectionState.WAIVED and held.choice == choice:
        return None
    return Election(event.effective, choice, ElectionState.WAIVED, event.number)


def _notices(event: Event, rows: Sequence[Election], elections: Sequence[Election], law: Law) -> list[str]:
    told = []
    for row in rows:
        after = later(elections, row.choice.type, row.effective_from)
        if after:
            told.append(
                f"{TYPES[row.choice.type]}: the election of {after[0].effective_from} stays as it is; open an event for it too."
            )
    if rows and law.year < event.effective.year:
        told.append(f"The legal limits of {event.effective.year} are not known yet; those of {law.year} were checked.")
    return told


def settled(row: Election, member: Member) -> Election | None:
    """The election of which no evidence is awaited any more, once its dependents are verified; None where something is."""
    if (
        row.state is not ElectionState.AWAITING_EVIDENCE
        or row.granted is not None
        or evidence.unverified(row.choice, member)
    ):
        return None
    return replace(row, state=ElectionState.ACTIVE, stamp=None)
