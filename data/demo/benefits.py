"""What the demo company's people have of the plans: families, elections of this year and the last, and events under way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from data.demo.generator import FIRST_NUMBER, DemoPerson
from data.demo.names import FEMALE, MALE
from hrtui.benefits.ageing import birthday, end_of
from hrtui.benefits.book import Book
from hrtui.benefits.eligibility import why_not
from hrtui.benefits.model import (
    SELF,
    Beneficiaries,
    Beneficiary,
    Choice,
    Dependent,
    Election,
    ElectionState,
    Event,
    EventKind,
    EventState,
    Member,
    Offer,
    Standing,
    Verification,
)
from hrtui.benefits.offers import offers
from hrtui.benefits.plans import HEALTH, Plan, PlanType, Tier
from hrtui.benefits.tiers import is_spouse, tier_of
from hrtui.benefits.waiting import covered_from
from hrtui.benefits.windows import Window, window
from hrtui.contacts.model import Contact, ContactKind
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.people.model import Basis, Status

WITH_FAMILY = 2_000  # how many of the first people have dependents, beneficiaries and events on file
WITH_PLANS = 20_000  # how many of them have elections; a company larger than that is for measuring
FIRST_SLOT = 2  # of dependents; the one before is someone to call
ADULT, OLDEST_PARENT = 22, 38
TELLING = timedelta(days=21)  # after coverage began: when people are told of COBRA
GROWN = 26  # the age at which plans let go of children
TOWN = "Boston"
NEWEST = timedelta(days=30)
SETTLED = timedelta(days=35)  # after the last day of work: later leavers are still to be taken off the plans
LIFE = ("one_times", "two_times", "three_times")
PARTS = ("0.03", "0.04", "0.05", "0.06", "0.08", "0.10")
GUARANTEED = Money(15_000_000)
NEWS = (("birth", 12), ("marriage", 18), ("loss_of_coverage", 9), ("divorce", 25))
"""Life events under way: what happened, and how many days ago."""


class Told(NamedTuple):
    """That someone was told of COBRA on a day: the person (slot 0) or a spouse, of coverage that began on a day."""

    effective_from: date
    slot: int
    covered: date


@dataclass(slots=True)
class Covered:
    """What is entered of a person: dated rows, and the events that are not of a plan year gone by."""

    contacts: list[Contact] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    beneficiaries: list[Beneficiaries] = field(default_factory=list)
    elections: list[Election] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    events: list[tuple[date, Event, tuple[Offer, ...]]] = field(default_factory=list)


def covered(person: DemoPerson, book: Book, today: date) -> Covered:
    """A person's family and benefits, the same for the same person and day. Numbers of events are for whoever writes them."""
    found, place = Covered(), int(person.number) - FIRST_NUMBER
    if place >= WITH_PLANS:
        return found
    known = place < WITH_FAMILY
    random = Random(f"benefits of {person.number}")
    if known:
        found.contacts = list(_family(person, random, today))
        found.standings = list(_standings(person, found.contacts, random, today))
    if book.empty or person.jobs[0].effective_from > today:
        return found
    member = _member(person, found.contacts)
    found.elections = list(_elections(member, book, random, today))
    found.told = list(_told(member, found.elections, today))
    if known:
        found.beneficiaries = list(_beneficiaries(member, found.elections, random))
        found.events = list(_events(person, member, found.elections, book, today))
    return found


def _family(person: DemoPerson, random: Random, today: date) -> Iterator[Contact]:
    """A spouse or partner of half of the people, and up to three children."""
    profile = person.profiles[0]
    if profile.birth_date is None:
        return
    slot, married = FIRST_SLOT, random.random() < 0.5
    if married:
        names = MALE if profile.sex == "female" else FEMALE
        born = profile.birth_date + timedelta(days=random.randint(-2_000, 2_000))
        relation = "spouse" if random.random() < 0.9 else "partner"
        yield _dependent(person, slot, random.choice(names), relation, born, today)
        slot += 1
    for _ in range(random.choice((0, 1, 1, 2, 2, 3) if married else (0, 0, 0, 0, 1, 2))):
        born = profile.birth_date + timedelta(days=365 * random.randint(ADULT, OLDEST_PARENT) + random.randint(0, 364))
        if born <= today:
            yield _dependent(person, slot, random.choice(FEMALE + MALE), "child", born, today)
            slot += 1


def _dependent(person: DemoPerson, slot: int, first: str, relation: str, born: date, today: date) -> Contact:
    profile = person.profiles[0]
    since = min(max(profile.effective_from, born), today)
    return Contact(
        since, ContactKind.DEPENDENT, first, profile.last_name, relation, birth_date=born, slot=slot,
    )  # fmt: skip


def _standings(person: DemoPerson, family: Sequence[Contact], random: Random, today: date) -> Iterator[Standing]:
    """Who smokes, and whose relation was shown by papers: not yet of the newest."""
    if random.random() < 0.09:
        yield Standing(person.profiles[0].effective_from, 0, tobacco=True)
    for each in family:
        newest = today - each.effective_from < timedelta(days=60)
        how = Verification.UNVERIFIED if newest or random.random() < 0.04 else Verification.VERIFIED
        yield Standing(each.effective_from, each.slot, verification=how)


def _member(person: DemoPerson, family: Sequence[Contact]) -> Member:
    """The person as the rules of plans see them, at the last job."""
    job, profile, pay = person.jobs[-1], person.profiles[-1], person.pays[-1]
    yearly = pay.rate.cents if pay.basis is Basis.ANNUAL else int(pay.rate.cents * job.standard_hours * 52)
    return Member(
        0, person.number, profile.name, person.jobs[0].effective_from, job.last_day, profile.birth_date,
        Status.ACTIVE.value, job.employment_type.value, job.standard_hours, job.grade, job.department, job.location,
        pay.pay_group, yearly, dependents=tuple(
            Dependent(each.slot, each.name, each.relation, each.birth_date, Standing(each.effective_from, each.slot))
            for each in family
        ),
    )  # fmt: skip


def _elections(member: Member, book: Book, random: Random, today: date) -> Iterator[Election]:
    """The rows of each type of plan: from the first day of last year or of coverage on, with some changed this January."""
    chosen = _choices(member, random, today)
    for plan in book.settings.plans:
        choice = chosen.get(plan.type)
        rows = [] if choice is None else list(_rows(plan, choice, member, random, today))
        yield from _ended(plan, rows, member, today)


def _rows(plan: Plan, choice: Choice, member: Member, random: Random, today: date) -> Iterator[Election]:
    first, this_year = date(today.year - 1, 1, 1), date(today.year, 1, 1)
    begins = max(first, covered_from(plan, member))
    if begins > today or why_not(plan, member, begins) is not None:
        return
    yield _election(begins, choice, member, plan)
    if begins < this_year and (member.ended is None or member.ended >= this_year):
        again = _next_year(choice, random)
        if again != choice or plan.active_election:
            yield _election(this_year, again, member, plan)


def _election(day: date, choice: Choice, member: Member, plan: Plan) -> Election:
    if choice.waived:
        return Election(day, choice, ElectionState.WAIVED)
    big = choice.option == LIFE[-1] and (member.pay or 0) * 3 > GUARANTEED.cents and int(member.number) % 5 == 0
    if plan.type is PlanType.LIFE and big:
        return Election(day, choice, ElectionState.AWAITING_EVIDENCE, granted=GUARANTEED)
    return Election(day, choice, ElectionState.ACTIVE)


def _ended(plan: Plan, rows: list[Election], member: Member, today: date) -> Iterator[Election]:
    """The rows, and where the employment ended a while ago the end of coverage."""
    if member.ended is None or member.ended + SETTLED > today:
        yield from rows
        return
    over = end_of(plan.after, member.ended) + timedelta(days=1)
    kept = [row for row in rows if row.effective_from < over]
    yield from kept
    if kept and kept[-1].covers:
        yield Election(over, kept[-1].choice, ElectionState.TERMINATED, note="left")


def _next_year(choice: Choice, random: Random) -> Choice:
    """What is chosen for this year: mostly the same."""
    draw = random.random()
    if choice.option == "ppo" and draw < 0.15:
        return replace(choice, option="hdhp")
    if choice.type is PlanType.DENTAL and choice.option == "basic" and draw < 0.1:
        return replace(choice, option="plus")
    if choice.type in (PlanType.HEALTH_FSA, PlanType.DEPENDENT_CARE_FSA) and choice.amount:
        return replace(choice, amount=Money(choice.amount.cents + 12_000))
    return choice


def _choices(member: Member, random: Random, today: date) -> dict[PlanType, Choice]:
    """What the person would choose of each type of plan."""
    spouse = next((each.slot for each in member.dependents if is_spouse(each)), 0)
    children = tuple(each.slot for each in member.dependents if each.relation == "child" and _young(each, today))
    made = [*_health(member, spouse, children, random), *_money(member, children, random)]
    made += [_of(PlanType.BASIC_LIFE, "basic_life", "one_times"), _of(PlanType.LONG_TERM_DISABILITY, "ltd", "sixty")]
    for chance, there, choice in (
        (0.25, True, _of(PlanType.LIFE, "life", random.choice(LIFE))),
        (0.25, bool(spouse), _of(PlanType.SPOUSE_LIFE, "spouse_life", "twenty_five", (spouse,))),
        (0.3, bool(children), _of(PlanType.CHILD_LIFE, "child_life", "ten", children)),
        (0.15, True, _of(PlanType.ACCIDENT, "accident", "hundred")),
        (0.3, True, _of(PlanType.SHORT_TERM_DISABILITY, "std", "sixty")),
    ):
        if random.random() < chance and there:
            made.append(choice)
    return {choice.type: choice for choice in made}


def _young(child: Dependent, today: date) -> bool:
    """Whether plans still cover a child at the beginning of the year."""
    return child.birth_date is not None and birthday(child.birth_date, GROWN).year >= today.year


def _health(member: Member, spouse: int, children: tuple[int, ...], random: Random) -> Iterator[Choice]:
    family = ((spouse,) if spouse and random.random() < 0.6 else ()) + children
    if random.random() < 0.12:
        reason = "covered by a spouse" if spouse else "other coverage"
        yield Choice(PlanType.MEDICAL, reason=reason)
    else:
        option = "hdhp" if random.random() < 0.35 else "ppo"
        yield _tiered(_of(PlanType.MEDICAL, "medical", option, family), member)
        if option == "hdhp" and random.random() < 0.75:
            yield _of(PlanType.HSA, "hsa", "hsa", amount=random.choice((120_000, 180_000, 240_000)))
        elif option == "ppo" and random.random() < 0.15:
            yield _of(PlanType.HEALTH_FSA, "health_fsa", "health_fsa", amount=random.choice((60_000, 120_000, 200_000)))
    if random.random() < 0.75:
        option = "basic" if random.random() < 0.6 else "plus"
        yield _tiered(_of(PlanType.DENTAL, "dental", option, family), member)
    else:
        yield Choice(PlanType.DENTAL, reason="not wanted")
    if random.random() < 0.55:
        yield _tiered(_of(PlanType.VISION, "vision", "vision", family), member)


def _money(member: Member, children: tuple[int, ...], random: Random) -> Iterator[Choice]:
    if random.random() < 0.7:
        part = Decimal(random.choice(PARTS))
        yield replace(_of(PlanType.RETIREMENT, "retirement", "traditional"), percent=part)
    if children and random.random() < 0.12:
        amount = random.choice((240_000, 360_000, 480_000))
        yield _of(PlanType.DEPENDENT_CARE_FSA, "dependent_care", "dependent_care", amount=amount)
    if member.location == TOWN and random.random() < 0.2:
        yield _of(PlanType.COMMUTER, "commuter", "transit", amount=9_000)


def _of(type_: PlanType, plan: str, option: str, covers: tuple[int, ...] = (), amount: int = 0) -> Choice:
    return Choice(type_, plan, option, Tier.EMPLOYEE, Money(amount) if amount else None, None, covers)


def _tiered(choice: Choice, member: Member) -> Choice:
    return replace(choice, tier=tier_of(choice.covers, member.dependents))


def _told(member: Member, elections: Sequence[Election], today: date) -> Iterator[Told]:
    """The general notices that were sent: some weeks after coverage began; the newest are still owed."""
    spouses = {each.slot for each in member.dependents if is_spouse(each)}
    first: dict[int, date] = {}
    for row in elections:
        if row.covers and row.choice.type in HEALTH and not row.choice.waived:
            for slot in (SELF, *(slot for slot in row.choice.covers if slot in spouses)):
                first[slot] = min(first.get(slot, row.effective_from), row.effective_from)
    for slot, began in first.items():
        if began + TELLING <= today - TELLING:
            yield Told(began + TELLING, slot, began)


def _beneficiaries(member: Member, elections: Sequence[Election], random: Random) -> Iterator[Beneficiaries]:
    """Who receives the life insurance: the spouse, and the children where something happens to both."""
    since = min((row.effective_from for row in elections if row.choice.type is PlanType.BASIC_LIFE), default=None)
    if since is None or not member.dependents or random.random() < 0.3:
        return
    first, *rest = member.dependents
    named = [Beneficiary(first.name, first.relation, 10_000, first.slot)]
    share, over = divmod(10_000, len(rest)) if rest else (0, 0)
    named += [
        Beneficiary(each.name, each.relation, share + (at < over), each.slot, contingent=True)
        for at, each in enumerate(rest)
    ]
    yield Beneficiaries(since, PlanType.BASIC_LIFE, tuple(named))


def _events(
    person: DemoPerson, member: Member, elections: Sequence[Election], book: Book, today: date
) -> Iterator[tuple[date, Event, tuple[Offer, ...]]]:
    """The open enrolment for this year, closed; and the newest hires, and a few lives that changed, with what they offer."""
    hired, this_year = person.jobs[0].effective_from, date(today.year, 1, 1)
    if any(row.effective_from == this_year for row in elections):
        last = date(today.year - 1, 11, 30)
        yield (
            last - timedelta(days=29),
            _event(EventKind.OPEN_ENROLMENT, "", this_year, Window(this_year, last), EventState.CLOSED),
            (),
        )
    if not person.stays or person.jobs[-1].last_day is not None:
        return
    if today - NEWEST < hired <= today:
        yield from _under_way(EventKind.NEW_HIRE, "", hired, member, elections, book)
    elif (at := int(person.number) - FIRST_NUMBER - 20) in range(0, 9 * len(NEWS), 9) and elections:
        reason, ago = NEWS[at // 9]
        yield from _under_way(EventKind.LIFE_EVENT, reason, today - timedelta(days=ago), member, elections, book)


def _under_way(
    kind: EventKind, reason: str, day: date, member: Member, elections: Sequence[Election], book: Book
) -> Iterator[tuple[date, Event, tuple[Offer, ...]]]:
    """An event that was opened and prepared on its day, as the program does; none where there is nothing to choose."""
    try:
        event = _event(kind, reason, day, window(kind, reason, day, member, book), EventState.OPEN)
    except RuleBroken:
        return
    made = offers(event, member, elections, book)
    if any(offer.options or offer.fallback for offer in made):
        yield day, event, made


def _event(kind: EventKind, reason: str, day: date, when: Window, state: EventState) -> Event:
    return Event("", 0, kind, reason, day, when.effective, when.last_day, when.papers_due, state)
