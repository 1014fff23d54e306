"""Who lost health coverage and has no case of COBRA yet: leavers, fewer hours, children who grew out, divorces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from data import payroll
from data.benefits import cobra, elections, members
from hrtui.benefits import inforce
from hrtui.benefits.ageing import covered_through, end_of
from hrtui.benefits.attention import LOOK_BACK
from hrtui.benefits.book import Book
from hrtui.benefits.cobra import rules
from hrtui.benefits.cobra.model import LABELS, OWN, Account, Case, CobraLaw, Continued, Kind, Raise
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.model import SELF, Dependent, Election, ElectionState, Member
from hrtui.benefits.plans import HEALTH, Plan, PlanType
from hrtui.benefits.rates import months_left, year_start
from hrtui.benefits.tiers import SPOUSES
from hrtui.errors import RuleBroken
from hrtui.money import round_cents
from hrtui.text import listed

CHUNK = 500
ONE = timedelta(days=1)
Held = Mapping[int, Sequence[Election]]


def found(book: Book, today: date, through: date | None = None) -> list[Raise]:
    """Every case that is to be raised through a day (else today) and was not yet, by kind and person; a bounded number of
    queries a chunk of people.

    Read inside a snapshot or `write()`.
    """
    since, until = today - LOOK_BACK, through or today
    made = [
        *_leavers(book, cobra.leavers(since, until)), *_reduced(book, cobra.moved(since, until)),
        *_aged(book, since, until), *_divorces(book, cobra.divorced(since, until)),
    ]  # fmt: skip
    known = cobra.of_people(sorted({each.person for each in made}))
    return [each for each in made if not any(_same(each, case.kind, case.lost) for case in known.get(each.person, ()))]


def _same(wanted: Raise, kind: Kind, lost: date) -> bool:
    return wanted.kind is kind and wanted.lost == lost


def plans_on(held: Iterable[Election], on: date) -> tuple[Continued, ...]:
    """The health plans that cover someone on a day but for continuation, each with the slots it covers, in the order of their
    types."""
    return tuple(
        Continued(each.choice.type, each.choice.plan, each.choice.option, (SELF, *each.choice.covers))
        for each in sorted(inforce.on_day(held, on), key=lambda row: _place(row.choice.type))
        if each.covers
        and each.state is not ElectionState.COBRA
        and each.choice.type in HEALTH
        and not each.choice.waived
    )


def account(book: Book, held: Iterable[Election], case: Case, law: CobraLaw) -> Account | None:
    """The health FSA that may be continued through the plan year of the loss (26 CFR 54.4980B-2, Q&A-8); None where there was
    none, the event takes nobody's FSA, or its year ends with the coverage. Whether it is underspent is not known here."""
    if case.kind not in (*OWN, Kind.DEATH):
        return None
    row = inforce.of_type(held, PlanType.HEALTH_FSA, case.day)
    if row is None or not row.covers or row.choice.waived:
        return None
    plan = book.plan(row.choice.plan)
    first, starts = year_start(plan, case.day), end_of(plan.after, case.day) + ONE
    until = first.replace(year=first.year + 1) - ONE
    if starts > until:
        return None
    months = (until.year - starts.year) * 12 + until.month - starts.month + 1
    goal = row.choice.amount.amount if row.choice.amount else Decimal(0)
    cost = round_cents(goal * 100 / months_left(plan, max(row.effective_from, first)))
    return Account(starts, until, rules.premium(cost, law.percent), months)


def _place(type_: PlanType) -> int:
    return tuple(PlanType).index(type_)


def _chunks(people: Iterable[int]) -> Iterator[list[int]]:
    left = iter(sorted(people))
    while some := list(islice(left, CHUNK)):
        yield some


def _leavers(book: Book, left: Mapping[int, tuple[date, str]]) -> Iterator[Raise]:
    for some in _chunks(left):
        held = elections.elections(some, stamps=False)
        for person in some:
            last, reason = left[person]
            kind = rules.kind_of_leaving(reason)
            if kind is not None:
                yield from lost_with(book, person, kind, last, plans_on(held.get(person, ()), last))


def lost_with(book: Book, person: int, kind: Kind, last: date, plans: Sequence[Continued]) -> Iterator[Raise]:
    """The cases of plans that a person loses after a last day of eligibility, one for each day on which coverage ends."""
    by_day: dict[date, list[Continued]] = {}
    for each in plans:
        plan = book.plan(each.plan)
        by_day.setdefault(end_of(plan.after, last), []).append(each)
    for lost, those in sorted(by_day.items()):
        try:
            slots = rules.beneficiaries(kind, those)
        except RuleBroken:  # covered alone, and died: nobody may continue
            continue
        yield Raise(person, kind, last, lost, slots, tuple(those), f"{LABELS[kind]} on {last}; coverage ends on {lost}")


def _reduced(book: Book, moved: Mapping[date, Sequence[int]]) -> Iterator[Raise]:
    """People at work whose job row of a day took them out of a plan that covered them the day before."""
    for on, people in sorted(moved.items()):
        where = payroll.places(on)
        for some in _chunks(people):
            held = elections.elections(some, stamps=False)
            before, after = members.members(some, on - ONE, where), members.members(some, on, where)
            for person in some:
                if person in before and person in after:
                    gone = _out_by_hours(
                        book, plans_on(held.get(person, ()), on - ONE), before[person], after[person], on
                    )
                    yield from lost_with(book, person, Kind.REDUCED_HOURS, on - ONE, gone)


def _out_by_hours(book: Book, plans: Iterable[Continued], before: Member, after: Member, on: date) -> list[Continued]:
    if after.hours >= before.hours and after.employment_type == before.employment_type:
        return []
    return [each for each in plans if _left_out(book.plan(each.plan), before, after, on)]


def _left_out(plan: Plan, before: Member, after: Member, on: date) -> bool:
    return why_not(plan, before, on - ONE) is None and why_not(plan, after, on) is not None


def _aged(book: Book, since: date, today: date) -> Iterator[Raise]:
    ages = sorted({plan.age_out for plan in book.settings.plans if plan.type in HEALTH})
    if not ages:
        return
    first = date(since.year - ages[-1] - 1, 1, 1)
    people = cobra.with_children(first, date(today.year - ages[0], today.month, min(today.day, 28)) + timedelta(days=3))
    where = payroll.places(today)
    for some in _chunks(people):
        held, who = elections.elections(some, stamps=False), members.members(some, today, where)
        for person in some:
            if person in who:
                for child in who[person].dependents:
                    yield from _grown(book, person, child, held.get(person, ()), since, today)


def _grown(
    book: Book, person: int, child: Dependent, held: Sequence[Election], since: date, today: date
) -> Iterator[Raise]:
    """The cases of a child who grew out of plans that covered them on their last day there."""
    by_day: dict[date, list[Continued]] = {}
    for plan in (plan for plan in book.settings.plans if plan.type in HEALTH):
        last = covered_through(child, plan)
        if last is not None and since <= last < today:
            those = [each for each in plans_on(held, last) if each.plan == plan.name and child.slot in each.slots]
            by_day.setdefault(last, []).extend(those)
    for last, those in sorted(by_day.items()):
        if those:
            why = f"{LABELS[Kind.AGED_OUT]}: {child.name}; coverage ends on {last}"
            yield Raise(person, Kind.AGED_OUT, last, last, (child.slot,), rules.continuable(those, (child.slot,)), why)


def _divorces(book: Book, of: Mapping[int, tuple[date, date]]) -> Iterator[Raise]:
    """Spouses whom a divorce that was finalised took off a plan."""
    for some in _chunks(of):
        held = elections.elections(some, stamps=False)
        who = members.members(some, max(of[person][1] for person in some))
        for person in some:
            day, begins = of[person]
            known = who[person].dependents if person in who else ()
            spouses = {each.slot: each.name for each in known if each.relation in SPOUSES}
            lost = _without(plans_on(held.get(person, ()), begins - ONE), plans_on(held.get(person, ()), begins))
            gone = tuple(sorted({slot for each in lost for slot in each.slots} & spouses.keys()))
            if gone:
                named = listed([spouses[slot] for slot in gone], "and")
                why = f"{LABELS[Kind.DIVORCE]} on {day}: {named}; coverage ends on {begins - ONE}"
                yield Raise(person, Kind.DIVORCE, day, begins - ONE, gone, rules.continuable(lost, gone), why)


def _without(before: Iterable[Continued], after: Iterable[Continued]) -> tuple[Continued, ...]:
    """The plans of before, each with the slots it covers no more."""
    stays = {each.type: set(each.slots) for each in after}
    kept = (
        Continued(
            each.type,
            each.plan,
            each.option,
            tuple(slot for slot in each.slots if slot not in stays.get(each.type, ())),
        )
        for each in before
    )
    return tuple(each for each in kept if each.slots)
