"""What is owed to agencies because of a payroll, and by when federal taxes are to be deposited (Publication 15, section 11)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from hrtui.dates import Period, add_months, is_business_day
from hrtui.money import Money
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import Codes
from hrtui.payroll.model import Source
from hrtui.payroll.outputs.values import PaidLine, PaidSlip, Table

FEDERAL = "US"
UNEMPLOYMENT, REDUCTION = "futa", "futa_credit_reduction"
WITHHELD = "income tax, social security, Medicare"
INCOME_AND_FICA = frozenset({"federal_income_tax", "social_security", "medicare", "additional_medicare"})
TUESDAY, WEDNESDAY, FRIDAY = 1, 2, 4
SIGNS = re.compile(r"[^a-z0-9]+")
HEADINGS = ("agency", "form", "what", "from", "through", "amount", "currency", "due", "rule")
OWN_SCHEDULE = "by the agency's own schedule, which hrtui does not know"


class Schedule(StrEnum):
    """How often an employer deposits federal income tax, social security and Medicare."""

    MONTHLY = "monthly"
    SEMIWEEKLY = "semiweekly"


@dataclass(frozen=True, slots=True)
class DepositRules:
    """The rules of deposits in force: amounts in cents.

    Up to `lookback_limit` in the look-back period an employer deposits monthly, by `month_day` of the next month; above,
    `business_days` after a period of Wednesday to Friday or Saturday to Tuesday. `next_day` owed on one day is due the next.
    A quarter below `small_return` may be paid with the return; unemployment tax is deposited once above `unemployment`.
    """

    lookback_limit: int
    month_day: int
    business_days: int
    next_day: int
    small_return: int
    unemployment: int
    source: Source
    schedule_source: Source


class Liability(NamedTuple):
    """Cents owed to an agency from one pay date: `form` is the federal return it belongs to, empty for a state's."""

    agency: str
    form: str
    what: str
    pay_date: date
    cents: int


class Deposit(NamedTuple):
    """Cents to be paid to an agency for pay dates from a day through a day, by when and by which rule."""

    agency: str
    form: str
    what: str
    begins: date
    ends: date
    cents: int
    due: date | None
    rule: str


def lookback_of(year: int) -> Period:
    """The look-back period of a year: the four quarters to 30 June of the year before."""
    return Period(date(year - 2, 7, 1), date(year - 1, 6, 30))


def schedule_of(lookback: int, rules: DepositRules) -> Schedule:
    """The schedule that follows from the taxes of the look-back period, in cents; nothing for a new employer."""
    return Schedule.MONTHLY if lookback <= rules.lookback_limit else Schedule.SEMIWEEKLY


def liabilities(slips: Iterable[PaidSlip], codes: Codes) -> tuple[Liability, ...]:
    """What each agency is owed from each pay date, line by line; employer and employee together."""
    sums: dict[tuple[str, str, str, date], int] = defaultdict(int)
    for slip in slips:
        for line in slip.of(Part.TAX, Part.CONTRIBUTION, Part.EMPLOYER):
            if not (line.part is Part.EMPLOYER and line.code in codes.deductions):
                sums[_agency(line), _form(line), line.code, slip.pay_date] += line.amount
    return tuple(Liability(*place, cents) for place, cents in sorted(sums.items()) if cents)


def by_day(owed: Iterable[Liability], form: str, what: str = "") -> dict[date, int]:
    """The cents of a federal return by pay date, or of one line of it."""
    sums: dict[date, int] = defaultdict(int)
    for each in owed:
        if each.form == form and what in ("", each.what):
            sums[each.pay_date] += each.cents
    return dict(sorted(sums.items()))


def deposits(
    owed: Iterable[Liability], schedule: Schedule, rules: DepositRules, holidays: Collection[date]
) -> tuple[Deposit, ...]:
    """Everything owed as deposits: federal ones with their due days, states' by agency and month without one."""
    known = tuple(owed)
    made = [
        *federal_deposits(by_day(known, "941"), schedule, rules, holidays),
        *unemployment_deposits(by_day(known, "940", UNEMPLOYMENT), rules, holidays),
        *_reductions(by_day(known, "940", REDUCTION), holidays),
        *_states(known),
    ]
    return tuple(sorted(made, key=lambda each: (each.due or date.max, each.agency, each.begins, each.what)))


def federal_deposits(
    days: Mapping[date, int], schedule: Schedule, rules: DepositRules, holidays: Collection[date]
) -> Iterator[Deposit]:
    """Deposits of Form 941 taxes from cents by pay date: they add up to what is owed.

    Once `next_day` has gathered inside a period it is due the next business day, and a monthly depositor is semiweekly from
    then on. What falls below zero (a reversal) lowers the next deposit.
    """
    cents, begins, last = 0, date.min, date.min
    for day in sorted(days):
        if cents > 0 and _period(day, schedule) != _period(last, schedule):
            yield _closed(begins, last, cents, schedule, rules, holidays)
            cents = 0
        begins, last, cents = (begins if cents else day), day, cents + days[day]
        if cents >= rules.next_day:
            rule = f"next business day: {Money(rules.next_day).amount:,.0f} gathered"
            yield Deposit(FEDERAL, "941", WITHHELD, begins, day, cents, after(day, 1, holidays), rule)
            cents, schedule = 0, Schedule.SEMIWEEKLY
    if cents:
        yield _closed(begins, last, cents, schedule, rules, holidays)


def unemployment_deposits(
    days: Mapping[date, int], rules: DepositRules, holidays: Collection[date]
) -> Iterator[Deposit]:
    """Deposits of Form 940 tax from cents by pay date: quarters up to the threshold are carried on, the last is due anyway."""
    quarters: dict[tuple[int, int], int] = defaultdict(int)
    for day, cents in days.items():
        quarters[day.year, quarter(day)] += cents
    carried, begins = 0, date.min
    for year, number in sorted(quarters):
        begins = date(year, 3 * number - 2, 1) if not carried else begins
        carried += quarters[year, number]
        ends = add_months(date(year, 3 * number, 1), 1) - timedelta(days=1)
        due = on_or_after(add_months(ends + timedelta(days=1), 1) - timedelta(days=1), holidays)
        if carried > rules.unemployment or number == 4:
            said = "end of the month after the quarter" if carried > rules.unemployment else "with Form 940"
            yield Deposit(FEDERAL, "940", UNEMPLOYMENT, begins, ends, carried, due, said)
            carried = 0
    if carried:
        said = f"carried on: up to {Money(rules.unemployment).amount:,.0f} is not deposited yet"
        yield Deposit(FEDERAL, "940", UNEMPLOYMENT, begins, ends, carried, None, said)


def _reductions(days: Mapping[date, int], holidays: Collection[date]) -> Iterator[Deposit]:
    """The credit reduction of a year: owed with the tax of its last quarter."""
    for year in sorted({day.year for day in days}):
        cents = sum(amount for day, amount in days.items() if day.year == year)
        due = on_or_after(date(year + 1, 1, 31), holidays)
        yield Deposit(
            FEDERAL, "940", REDUCTION, date(year, 1, 1), date(year, 12, 31), cents, due, "with the last quarter"
        )


def key_of(each: Deposit) -> str:
    """A name for a deposit that stays while checks are added to it: `941-2026-11-25` by the first check, else by what and when."""
    day = each.ends if each.form == "940" else each.begins
    parts = (each.form or each.agency or "other", *([] if each.form == "941" else [each.what]), day.isoformat())
    return SIGNS.sub("-", "-".join(parts).lower()).strip("-")


def deposit_table(made: Iterable[Deposit]) -> Table:
    """Deposits as rows."""
    return Table(HEADINGS, tuple(
        (each.agency, each.form, each.what, each.begins, each.ends, Money(each.cents), "USD", each.due, each.rule)
        for each in made
    ))  # fmt: skip


def quarter(day: date) -> int:
    """The quarter of a day's year, 1 to 4."""
    return (day.month + 2) // 3


def after(day: date, count: int, holidays: Collection[date]) -> date:
    """The business day that comes so many business days after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day, holidays)
    return day


def on_or_after(day: date, holidays: Collection[date]) -> date:
    """The day itself, or the next business day."""
    return after(day - timedelta(days=1), 1, holidays)


def _period(day: date, schedule: Schedule) -> tuple[int, date]:
    """What a day's taxes are deposited together with: a month, or days of a week inside one quarter."""
    return quarter(day), (day.replace(day=1) if schedule is Schedule.MONTHLY else week_end(day))


def week_end(day: date) -> date:
    """The last day of a semiweekly period: Friday of Wednesday to Friday, Tuesday of Saturday to Tuesday."""
    to = FRIDAY if WEDNESDAY <= day.weekday() <= FRIDAY else TUESDAY
    return day + timedelta(days=(to - day.weekday()) % 7)


def _closed(
    begins: date, last: date, cents: int, schedule: Schedule, rules: DepositRules, holidays: Collection[date]
) -> Deposit:
    """The deposit of a period that has ended."""
    if schedule is Schedule.MONTHLY:
        day = add_months(last.replace(day=1), 1).replace(day=rules.month_day)
        due, rule = on_or_after(day, holidays), f"monthly: day {rules.month_day} of the next month"
    else:
        due = after(week_end(last), rules.business_days, holidays)
        rule = f"semiweekly: {rules.business_days} business days after the period"
    rule = rule if cents > 0 else "below zero: claimed on the return"
    return Deposit(FEDERAL, "941", WITHHELD, begins, last, cents, due if cents > 0 else None, rule)


def _states(owed: Iterable[Liability]) -> Iterator[Deposit]:
    sums: dict[tuple[str, str, date], int] = defaultdict(int)
    for each in owed:
        if not each.form:
            sums[each.agency, each.what, each.pay_date.replace(day=1)] += each.cents
    for (agency, what, month), cents in sums.items():
        ends = add_months(month, 1) - timedelta(days=1)
        yield Deposit(agency, "", what, month, ends, cents, None, OWN_SCHEDULE)


def _form(line: PaidLine) -> str:
    if line.code in INCOME_AND_FICA:
        return "941"
    return "940" if line.code in (UNEMPLOYMENT, REDUCTION) else ""


def _agency(line: PaidLine) -> str:
    if line.agency or _form(line):
        return line.agency or FEDERAL
    return line.code[:2] if line.code[:2].isupper() else ""
