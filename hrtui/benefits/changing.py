"""What follows by itself from facts: coverage that ends with employment, and children who leave a plan by age. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hrtui.benefits.ageing import covered_through, end_of
from hrtui.benefits.book import Book
from hrtui.benefits.inforce import later, of_type
from hrtui.benefits.model import Choice, Election, ElectionState, Member
from hrtui.benefits.plans import HEALTH, Plan, PlanType
from hrtui.benefits.tiers import tier_of

LEFT, AGED = "left", "aged out"
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows: rows to write, later rows that count no longer, and a sentence a row. `day` is the first day of the first."""

    rows: tuple[Election, ...]
    gone: tuple[Election, ...]
    sentences: tuple[str, ...]

    @property
    def day(self) -> date:
        """The first day on which something changes."""
        return min(row.effective_from for row in self.rows)


def leaving(member: Member, elections: Sequence[Election], book: Book) -> Follows | None:
    """What ends for someone who leaves: each election after the plan's last day of coverage; None where nothing is left to end."""
    if member.ended is None:
        return None
    rows, gone, told = list[Election](), list[Election](), list[str]()
    for type_ in PlanType:
        row = of_type(elections, type_, member.ended)
        if row is None or not row.covers or row.state is ElectionState.COBRA or row.choice.waived:
            continue
        plan = book.plan(row.choice.plan)
        last = end_of(plan.after, member.ended)
        after = of_type(elections, type_, last + ONE)
        more = [each for each in later(elections, type_, last + ONE) if each.covers]
        if after is not None and after.covers and after.state is not ElectionState.COBRA:
            rows.append(Election(last + ONE, Choice(type_, reason=LEFT), ElectionState.TERMINATED))
            told.append(f"{plan.label} ends on {last}, after the last day of work on {member.ended}")
            gone += more
    return Follows(tuple(rows), tuple(gone), tuple(told)) if rows else None


def ageing_out(member: Member, elections: Sequence[Election], book: Book, through: date) -> Follows | None:
    """What changes for children whose coverage by age ends before a day: they are covered no longer, and the tier follows; None
    where nobody is. Continuation by COBRA does not end by age."""
    rows, told = list[Election](), list[str]()
    for type_ in (*HEALTH, PlanType.CHILD_LIFE):
        for row in _of_type(member, elections, book, type_, through, told):
            rows = [each for each in rows if (each.choice.type, each.effective_from) != (type_, row.effective_from)]
            rows.append(row)
    return Follows(tuple(rows), (), tuple(dict.fromkeys(told))) if rows else None


def _of_type(
    member: Member, elections: Sequence[Election], book: Book, type_: PlanType, through: date, told: list[str]
) -> Iterator[Election]:
    held = list(elections)
    for plan, slot, last, name in _leaving_children(member, held, book, type_, through):
        after = of_type(held, type_, last + ONE)
        for row in filter(None, (after, *later(held, type_, last + ONE))):
            if not row.covers or row.state is ElectionState.COBRA:
                continue
            if slot not in row.choice.covers or row.choice.plan != plan.name:
                continue
            made = without(row, slot, member, max(row.effective_from, last + ONE))
            held = [each for each in held if (each.key, each.effective_from) != (made.key, made.effective_from)] + [
                made
            ]
            told.append(f"{name} is covered by {plan.label} through {last}, by age")
            yield made


def _leaving_children(
    member: Member, elections: Sequence[Election], book: Book, type_: PlanType, through: date
) -> list[tuple[Plan, int, date, str]]:
    """The children a type covers whose last day by age comes before a day: plan, slot, last day, name; first ones first."""
    plans = {row.choice.plan for row in elections if row.choice.type is type_ and row.covers and row.choice.plan}
    found = []
    for plan in (book.plan(name) for name in sorted(plans)):
        for child in member.dependents:
            last = covered_through(child, plan)
            if last is not None and last < through:
                found.append((plan, child.slot, last, child.name))
    return sorted(found, key=lambda each: each[2])


def without(row: Election, slot: int, member: Member, on: date) -> Election:
    """An election from a day on without a dependent; a child's life insurance that insures nobody any more ends."""
    covers = tuple(each for each in row.choice.covers if each != slot)
    if row.choice.type is PlanType.CHILD_LIFE and not covers:
        return Election(on, Choice(row.choice.type, reason=AGED), ElectionState.TERMINATED)
    tier = tier_of(covers, member.dependents) if row.choice.type in HEALTH else row.choice.tier
    return replace(row, effective_from=on, choice=replace(row.choice, covers=covers, tier=tier), stamp=None, note=AGED)
