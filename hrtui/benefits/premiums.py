"""What elections ask of the checks of a pay group: the prices of `costs`, and of a year's goal the part of each check.

A check takes what is in force on its pay date, in full. The goal of an account is spread over the checks that are left of the
plan year, so that they add up to it to the cent; where it changes inside the year, what was due before counts towards it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from hrtui.benefits.book import Book
from hrtui.benefits.costs import coverage, match_of
from hrtui.benefits.inforce import order
from hrtui.benefits.law import Law
from hrtui.benefits.limits import seed_of
from hrtui.benefits.model import Dependent, Election, Member, Price, Standing
from hrtui.benefits.paying import PAID, price_of, round_month
from hrtui.benefits.plans import ACCOUNTS, Option, Per, Plan, PlanType
from hrtui.benefits.rates import age_on, rate_on, rated_on, year_start
from hrtui.errors import RuleBroken
from hrtui.money import round_cents
from hrtui.payroll.groups import PayGroup
from hrtui.payroll.rules.calendar import pay_dates

ZERO = Decimal(0)
MOST_KEPT = 100_000
Key = TypeVar("Key")
Value = TypeVar("Value")
NO_COST = Price(0, 0, 0, 0, 0)
_BY_MORE = frozenset({*ACCOUNTS, PlanType.SPOUSE_LIFE})
"""Plans whose price goes by the first day of the election, or by the spouse."""


class Insured(NamedTuple):
    """What prices ask of a person on a day: birth date, annual pay in cents, tobacco, the spouse's birth date."""

    birth: date | None = None
    pay: int | None = None
    tobacco: bool = False
    spouse: date | None = None
    number: str = ""
    name: str = ""


class Due(NamedTuple):
    """What an election asks of a check: cents of the person, of the employer and of imputed income, or parts of pay.

    `price` is a month's; `place` and `of` say which of how many checks of a goal it is, 0 for no goal.
    """

    election: Election
    plan: Plan
    person: int = 0
    employer: int = 0
    imputed: int = 0
    percent: Decimal = ZERO
    match: Decimal = ZERO
    price: Price = NO_COST
    place: int = 0
    of: int = 0


class Needs(NamedTuple):
    """What the price of an option depends on beside the election and the day."""

    birth: bool = False
    pay: bool = False
    tobacco: bool = False
    spouse: bool = False


NO_NEEDS = Needs()


class _Basis(NamedTuple):
    """What the price of an option goes by on a day: ages at which its bands and those of imputed income begin, the day whose age
    counts for the former, and whether pay counts by the coverage that follows from it alone."""

    plan: Plan
    option: Option
    rated: date
    bands: tuple[int, ...]
    imputed: tuple[int, ...]
    by_coverage: bool


class Premiums:
    """The dues of elections by pay date of one pay group, each reckoned once for everyone it is the same for."""

    def __init__(self, book: Book, law: Law, group: PayGroup, holidays: Collection[date] = ()) -> None:
        self.book, self.law, self.group, self.holidays = book, law, group, holidays
        self.checks = law.checks[group.frequency.value]
        self.catch_up = book.settings.catch_up_checks
        self._dues: dict[object, tuple[Sequence[Election], Due | None]] = {}
        self._asked: dict[object, tuple[Sequence[Election], dict[str, tuple[int, int]]]] = {}
        self._needs: dict[tuple[str, str], Needs] = {}
        self._rating: dict[tuple[str, date], date] = {}
        self._bases: dict[tuple[str, str, date], _Basis | None] = {}
        self._covered: dict[object, int] = {}
        self._prices: dict[object, Price] = {}
        self._made: dict[int, tuple[object, object]] = {}
        self._dates: dict[date, tuple[date, ...]] = {}
        self._goals: dict[object, tuple[Sequence[Election], dict[date, tuple[int, int, int]]]] = {}

    def due(self, rows: Sequence[Election], insured: Insured, on: date) -> Due | None:
        """What the election that is in force on a pay date asks of its check; None where nothing is taken.

        `rows` are a person's elections of one plan type. Raises NotFound for a plan that is not in the file, and RuleBroken,
        naming plan and day, where a rate or a fact is missing.
        """
        if len(rows) == 1 and (held := self._dues.get((id(rows[0]), on))) is not None:
            return held[1]  # it depends on nobody
        key = self._key(rows, insured, on), on
        held = self._dues.get(key)
        if held is None:  # the rows are kept with what came of them, so that no others come to bear their ids
            election = in_force(rows, on)
            made = self._due(rows, election, insured, on) if election is not None else None
            held = _bounded(self._dues)[key] = tuple(rows), made
        return held[1]

    def made_of(self, of: object) -> Any:
        """What was kept as made of a due, or of what came of one; None where nothing was."""
        held = self._made.get(id(of))
        return None if held is None else held[1]

    def keep(self, of: object, made: Value) -> Value:
        """Keep what was made of a due for everyone who has it, with the due, so that nothing else comes to bear its id."""
        _bounded(self._made)[id(of)] = of, made
        return made

    def asked(self, rows: Sequence[Election], insured: Insured, days: tuple[date, ...]) -> dict[str, tuple[int, int]]:
        """The cents of the person and the employer that elections of one type asked of pay dates, by deduction code; of parts of
        pay nothing. As `due` in all else."""
        own = self._key(rows, insured)
        held = self._asked.get((own, days))
        if held is None:
            before = self._asked.get((own, days[:-1]))  # what the run before asked for
            sums = dict(before[1]) if before is not None else self._nothing(rows)
            for day in days[-1:] if before is not None else days:
                due = self.due(rows, insured, day)
                if due is not None and due.plan.deduction in sums:
                    person, employer = sums[due.plan.deduction]
                    sums[due.plan.deduction] = person + due.person, employer + due.employer
            held = _bounded(self._asked)[own, days] = tuple(rows), sums
        return held[1]

    def _nothing(self, rows: Sequence[Election]) -> dict[str, tuple[int, int]]:
        plans = [self.book.plan(row.choice.plan) for row in rows if not row.choice.waived]
        return {plan.deduction: (0, 0) for plan in plans if plan.type is not PlanType.RETIREMENT}

    def needs(self, rows: Sequence[Election]) -> Needs:
        """What the prices of elections depend on, of any of them."""
        if len(rows) == 1:
            return self.needs_of(rows[0])
        each = [self.needs_of(row) for row in rows]
        return Needs(*(any(values) for values in zip(*each, strict=True))) if each else NO_NEEDS

    def _key(self, rows: Sequence[Election], insured: Insured, on: date | None = None) -> object:
        """What the dues of a day go by, or those of any day: of a day it is bands of age and coverage, which many people share, and
        not birth dates and pay."""
        birth, pay, tobacco, spouse = self.needs(rows)
        ids = id(rows[0]) if len(rows) == 1 else tuple(map(id, rows))
        if not (birth or pay or tobacco or spouse):
            return ids
        if on is not None and not spouse and len(rows) == 1:
            basis = self._basis(rows[0], on)
            if basis is not None:
                return (
                    ids, birth and _band(basis, insured.birth, on), pay and self._paid(basis, rows[0], insured),
                    tobacco and insured.tobacco,
                )  # fmt: skip
        return (
            ids, birth and self._aged(rows, insured.birth, on), pay and insured.pay, tobacco and insured.tobacco,
            spouse and self._aged(rows, insured.spouse, on),
        )  # fmt: skip

    def _basis(self, row: Election, on: date) -> _Basis | None:
        """What the price of an election goes by on a day; None where there is no rate."""
        choice = row.choice
        key = choice.plan, choice.option, on
        if key not in self._bases:
            plan = self.book.plan(choice.plan)
            option = self.book.option(plan.name, choice.option)
            self._bases[key] = _basis_of(plan, option, on, self.law)
        return self._bases[key]

    def _paid(self, basis: _Basis, row: Election, insured: Insured) -> object:
        """What a price goes by of pay: the coverage that follows from it, or pay itself."""
        pay = insured.pay
        if pay is None or not basis.by_coverage:
            return None if pay is None else (pay,)
        key = basis.plan.name, basis.option.name, pay
        held = self._covered.get(key)
        if held is None:
            made = coverage(basis.plan, basis.option, row.choice, _member(insured))
            held = _bounded(self._covered)[key] = made
        return held

    def _aged(self, rows: Sequence[Election], birth: date | None, on: date | None) -> object:
        """What a price goes by of a birth date: of a day the year of birth and the age in the rates of each plan, of any day the
        date."""
        if birth is None or on is None:
            return birth
        return birth.year, *(age_on(birth, self._rated(row.choice.plan, on)) for row in rows if not row.choice.waived)

    def _rated(self, plan: str, on: date) -> date:
        held = self._rating.get((plan, on))
        if held is None:
            held = self._rating[plan, on] = rated_on(self.book.plan(plan), on)
        return held

    def needs_of(self, row: Election) -> Needs:
        """What the price of an election depends on; raises NotFound for a plan that is not in the file."""
        choice = row.choice
        if choice.waived:
            return NO_NEEDS
        held = self._needs.get((choice.plan, choice.option))
        if held is None:
            plan = self.book.plan(choice.plan)
            held = needs_of(plan, self.book.option(plan.name, choice.option))
            self._needs[choice.plan, choice.option] = held
        return held

    def _due(self, rows: Sequence[Election], election: Election, insured: Insured, on: date) -> Due | None:
        plan = self.book.plan(election.choice.plan)
        if plan.ends is not None and plan.ends < on:
            return None
        if plan.type is PlanType.RETIREMENT:
            part = election.choice.percent or ZERO
            return Due(election, plan, percent=part, match=match_of(plan, part))
        cost = self._price(election, plan, insured, on)
        if plan.type in ACCOUNTS and plan.type is not PlanType.COMMUTER:
            return self._of_goal(rows, election, plan, cost, on)
        imputed = round_month(cost.imputed, self.checks)
        return Due(election, plan, cost.check_person, cost.check_employer, imputed, price=cost)

    def _price(self, election: Election, plan: Plan, insured: Insured, on: date) -> Price:
        """The price of an election on a day, reckoned once for all whose elections differ in their first day alone."""
        basis = self._basis(election, on) if plan.type not in _BY_MORE else None
        if basis is None:
            return price_of(election, plan, _member(insured), self.book, on, self.checks, self.law)
        choice, granted = election.choice, election.granted
        key = (
            choice.plan, choice.option, choice.tier, choice.amount and choice.amount.cents, granted and granted.cents, on,
            _band(basis, insured.birth, on), self._paid(basis, election, insured), insured.tobacco,
        )  # fmt: skip
        held = self._prices.get(key)
        if held is None:
            held = price_of(election, plan, _member(insured), self.book, on, self.checks, self.law)
            _bounded(self._prices)[key] = held
        return held

    def _of_goal(self, rows: Sequence[Election], election: Election, plan: Plan, cost: Price, on: date) -> Due:
        """The part of a year's goal that a check takes, and of what the employer puts in a year."""
        dates = self.dates(plan, on)
        if not dates:
            return Due(election, plan, price=cost)
        key = tuple(map(id, rows)), dates[0], plan.name
        held = self._goals.get(key)
        if held is None:
            held = _bounded(self._goals)[key] = tuple(rows), goal_by_date(rows, plan, dates)
        at = min(bisect_left(dates, on), len(dates) - 1)
        cents, place, count = held[1].get(dates[at], (0, 0, 0))
        seed = round_cents(seed_of(plan, election.choice.tier) * 100)
        return Due(
            election, plan, cents, _part(seed, at, len(dates)), price=cost, place=place, of=count,
        )  # fmt: skip

    def dates(self, plan: Plan, on: date) -> tuple[date, ...]:
        """The pay dates of the plan year that a day lies in."""
        first = year_start(plan, on)
        held = self._dates.get(first)
        if held is None:
            last = year_start(plan, first + timedelta(days=370)) - timedelta(days=1)
            held = self._dates[first] = tuple(each.check for each in pay_dates(self.group, first, last, self.holidays))
        return held


def in_force(rows: Sequence[Election], on: date) -> Election | None:
    """The election of one type that a check of a pay date takes money for; None where it is waived, ended or under COBRA."""
    found = None
    for row in rows:
        if row.effective_from <= on and (found is None or order(found) <= order(row)):
            found = row
    return found if found is not None and found.state in PAID and not found.choice.waived else None


def by_type(rows: Sequence[Election]) -> list[list[Election]]:
    """Elections that are ordered by type, those of a type together."""
    found: list[list[Election]] = []
    for row in rows:
        if found and found[-1][0].choice.type is row.choice.type:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def goal_by_date(rows: Sequence[Election], plan: Plan, dates: Sequence[date]) -> dict[date, tuple[int, int, int]]:
    """The cents of each pay date of a plan year towards the goals of elections of one type; which of how many it is.

    Each goal is a year's: what earlier elections of the same plan took in the year counts towards it, and the rest is split
    over the pay dates from its first day to the end of the year.
    """
    found: dict[date, tuple[int, int, int]] = {}
    goal_of: Election | None = None
    taken = left = first = 0
    for at, day in enumerate(dates):
        election = in_force(rows, day)
        if election is None or election.choice.plan != plan.name:
            goal_of = None
            continue
        if goal_of is not election:
            goal = election.choice.amount.cents if election.choice.amount else 0
            goal_of, first, left = election, at, max(0, goal - taken)
        cents = _part(left, at - first, len(dates) - first)
        found[day] = cents, at - first + 1, len(dates) - first
        taken += cents
    return found


def needs_of(plan: Plan, option: Option) -> Needs:
    """What the price of an option depends on beside the election and the day."""
    bands = any(rate.bands for rate in option.rates)
    spouse = bands and plan.type is PlanType.SPOUSE_LIFE
    pay = option.multiple is not None or any(rate.per is Per.HUNDRED_OF_PAY for rate in option.rates)
    tobacco = any(
        rate.tobacco_surcharge or any(band.tobacco is not None for band in rate.bands) for rate in option.rates
    )
    return Needs(bands or plan.imputed, pay, tobacco, spouse)


def _basis_of(plan: Plan, option: Option, on: date, law: Law) -> _Basis | None:
    try:
        rate = rate_on(plan, option, on)
    except RuleBroken:
        return None
    bands = tuple(sorted(band.age for band in rate.bands))
    imputed = tuple(sorted(age for age, _ in law.life.bands)) if plan.imputed else ()
    by_coverage = option.multiple is not None and rate.per is not Per.HUNDRED_OF_PAY
    return _Basis(plan, option, rated_on(plan, on), bands, imputed, by_coverage)


def _band(basis: _Basis, birth: date | None, on: date) -> object:
    """The bands of rates and of imputed income that an age is in."""
    if birth is None:
        return None
    return bisect_right(basis.bands, age_on(birth, basis.rated)), bisect_right(basis.imputed, on.year - birth.year)


def _bounded(held: dict[Key, Value]) -> dict[Key, Value]:
    """What is kept, emptied where it grew large."""
    if len(held) >= MOST_KEPT:
        held.clear()
    return held


def _part(cents: int, at: int, count: int) -> int:
    """The cents of one of so many equal parts: they differ by a cent at most, and add up to the whole."""
    return cents * (at + 1) // count - cents * at // count


def _member(insured: Insured) -> Member:
    """The person as prices know them."""
    spouse = insured.spouse
    own = (Dependent(1, "", "spouse", spouse, Standing(spouse, 1)),) if spouse else ()
    return Member(
        0, insured.number, insured.name, None, None, insured.birth, "", "", ZERO, "", "", "", "", insured.pay, insured.tobacco, own,
    )  # fmt: skip
