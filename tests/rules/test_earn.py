"""Gross earnings of a check: mid-period changes, absences, hours, and overtime at the regular rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrtui.dates import Period
from hrtui.money import Money
from hrtui.payroll.check.values import EarningKind
from hrtui.payroll.codes import EarningCode, codes
from hrtui.payroll.earn import Earned, earn
from hrtui.payroll.entered import Entered
from hrtui.payroll.kinds import Takes
from hrtui.payroll.kit import Tracing, why
from hrtui.payroll.model import Frequency, Hours, Operation, PayGroup, PersonFacts, Proration, Why
from hrtui.people.model import Action, Basis, Flsa, Job, Pay, Status

CODES = codes()
MONTHLY = PayGroup("main", Frequency.MONTHLY, date(2026, 1, 1))
WEEKLY = PayGroup("main", Frequency.WEEKLY, date(2026, 1, 4), hours=Hours.ENTERED)
BIWEEKLY = PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4))
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))  # 22 working days
WEEK = Period(date(2026, 9, 6), date(2026, 9, 12))
FORTNIGHT = Period(date(2026, 8, 30), date(2026, 9, 12))
HIRED = date(2024, 3, 1)


def job(day: date = HIRED, status: Status = Status.ACTIVE, **more: Any) -> Job:
    return Job(day, Action.HIRE, status, "Clerk", "Operations", **more)


def pay(day: date = HIRED, rate: object = 60_000, basis: Basis = Basis.ANNUAL) -> Pay:
    return Pay(day, Action.HIRE, basis, Money(int(Decimal(str(rate)) * 100)), "main")


def hourly(rate: object, day: date = HIRED) -> Pay:
    return pay(day, rate, Basis.HOURLY)


def person(*rows: Job | Pay) -> PersonFacts:
    jobs = tuple(row for row in rows if isinstance(row, Job)) or (job(),)
    return PersonFacts(1, "1042", "Doe, Jane", "NJ", jobs, tuple(row for row in rows if isinstance(row, Pay)))


def hours(code: str, count: object, day: date | None = None, **more: Any) -> Entered:
    return Entered(code, Decimal(str(count)), worked_on=day, source="batch 7", **more)


def amount(code: str, dollars: object, **more: Any) -> Entered:
    return Entered(code, cents=int(Decimal(str(dollars)) * 100), source="batch 7", **more)


def lines(made: Earned) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for each in made.earnings:
        found[each.code] = found.get(each.code, Decimal(0)) + Decimal(each.cents).scaleb(-2)
    return found


def parts(made: Earned) -> list[Decimal]:
    return [Decimal(each.cents).scaleb(-2) for each in made.earnings]


def of(proration: Proration) -> PayGroup:
    return replace(MONTHLY, proration=proration)


# Changes inside a period: the cases of frappe/hrms issue 3663


@pytest.mark.parametrize(
    ("proration", "before", "after"),
    [
        (Proration.WORKING_DAYS, "2045.45", "3250.00"),  # 9 and 13 of 22 working days
        (Proration.CALENDAR_DAYS, "2166.67", "3116.66"),  # 13 and 17 of 30 days
        (Proration.ANNUAL_260, "2045.45", "3250.00"),
        (Proration.HOURLY_2080, "2045.45", "3250.00"),
    ],
)
def test_a_raise_on_the_14th_pays_the_days_before_and_after_at_their_own_rates_on_one_check(
    proration: Proration, before: str, after: str
) -> None:
    raised = person(pay(), pay(date(2026, 9, 14), 66_000))
    made = earn(raised, SEPTEMBER, of(proration), CODES)
    assert parts(made) == [Decimal(before), Decimal(after)]
    assert {each.rate for each in made.earnings} == {Decimal(60_000), Decimal(66_000)}
    assert made.earnings[0].basis.startswith("2026-09-01 to 2026-09-13: ")


@pytest.mark.parametrize(
    ("proration", "paid"),
    [
        (Proration.WORKING_DAYS, "2272.73"),  # 10 of 22 working days
        (Proration.CALENDAR_DAYS, "2333.33"),  # 14 of 30 days
        (Proration.ANNUAL_260, "2307.69"),  # 60,000 / 260 x 10
        (Proration.HOURLY_2080, "2307.69"),  # 60,000 / 2080 x 80
    ],
)
def test_who_joins_and_leaves_in_one_period_is_paid_for_the_days_between(proration: Proration, paid: str) -> None:
    first, gone = date(2026, 9, 8), date(2026, 9, 22)
    brief = person(job(first), job(gone, Status.TERMINATED, last_day=date(2026, 9, 21)), pay(first))
    assert lines(earn(brief, SEPTEMBER, of(proration), CODES)) == {"salary": Decimal(paid)}


@pytest.mark.parametrize(
    ("proration", "paid"),
    [
        (Proration.WORKING_DAYS, "4772.73"),
        (Proration.CALENDAR_DAYS, "4833.33"),
        (Proration.ANNUAL_260, "4769.23"),
        (Proration.HOURLY_2080, "4769.23"),
    ],
)
def test_a_day_of_leave_is_taken_off_the_salary(proration: Proration, paid: str) -> None:
    away = person(job(), job(date(2026, 9, 9), Status.LEAVE), job(date(2026, 9, 10)), pay())
    assert lines(earn(away, SEPTEMBER, of(proration), CODES)) == {"salary": Decimal(paid)}


def test_hours_of_a_year_go_by_the_standard_hours_and_the_fte_of_the_job() -> None:
    half = person(job(HIRED, fte=Decimal("0.5"), standard_hours=Decimal(20)), pay(HIRED, 26_000))
    gone = person(*half.jobs, job(date(2026, 9, 15), Status.TERMINATED), *half.pays)
    # 10 working days of 4 hours at 26,000 / 1,040
    assert lines(earn(gone, SEPTEMBER, of(Proration.HOURLY_2080), CODES)) == {"salary": Decimal("1000.00")}


def test_a_move_to_another_cost_centre_splits_the_salary_between_them() -> None:
    moved = person(job(HIRED, cost_centre="100"), job(date(2026, 9, 14), cost_centre="200"), pay())
    made = earn(moved, SEPTEMBER, MONTHLY, CODES)
    assert [(each.cost_centre, each.cents) for each in made.earnings] == [("100", 204_545), ("200", 295_455)]


# Hours of absence inside a salary


@pytest.mark.parametrize(
    ("proration", "paid"),
    [
        (Proration.WORKING_DAYS, "4772.73"),
        (Proration.ANNUAL_260, "4769.23"),
        (Proration.HOURLY_2080, "4769.23"),
    ],
)
def test_unpaid_hours_are_taken_off_the_salary(proration: Proration, paid: str) -> None:
    made = earn(person(pay()), SEPTEMBER, of(proration), CODES, [hours("unpaid_leave", 8)])
    assert lines(made) == {"salary": Decimal(paid)}


def test_paid_leave_is_a_line_of_its_own_inside_the_salary() -> None:
    made = earn(person(pay()), SEPTEMBER, MONTHLY, CODES, [hours("vacation", 16, date(2026, 9, 9)), hours("sick", 8)])
    assert lines(made) == {"salary": Decimal("4318.18"), "vacation": Decimal("454.55"), "sick": Decimal("227.27")}
    assert sum(lines(made).values()) == 5000


def test_leave_of_the_whole_period_leaves_no_salary() -> None:
    made = earn(person(pay()), SEPTEMBER, MONTHLY, CODES, [hours("vacation", 176)])
    assert lines(made) == {"salary": Decimal(0), "vacation": Decimal(5000)}


def test_more_unpaid_hours_than_are_scheduled_take_no_more_than_the_salary() -> None:
    made = earn(person(pay()), SEPTEMBER, MONTHLY, CODES, [hours("unpaid_leave", 200)])
    assert lines(made) == {"salary": Decimal(0)}
    assert any("at most the scheduled pay" in notice for notice in made.notices)


# Hours


def test_hourly_people_are_paid_what_is_entered_or_their_scheduled_hours_where_the_group_says_so() -> None:
    clerk = person(hourly(20))
    assert lines(earn(clerk, WEEK, WEEKLY, CODES, [hours("hourly", "37.5")])) == {"hourly": Decimal(750)}
    scheduled = replace(WEEKLY, hours=Hours.SCHEDULED)
    made = earn(clerk, WEEK, scheduled, CODES)
    assert lines(made) == {"hourly": Decimal(800)}
    assert any("scheduled hours" in notice for notice in made.notices)
    assert lines(earn(clerk, WEEK, scheduled, CODES, [hours("hourly", 30)])) == {"hourly": Decimal(600)}
    assert lines(earn(clerk, WEEK, scheduled, CODES, [hours("sick", 8)])) == {
        "hourly": Decimal(640),
        "sick": Decimal(160),
    }


def test_scheduled_wages_tell_their_hours_and_what_is_on_top_is_not_counted_twice() -> None:
    scheduled = replace(WEEKLY, hours=Hours.SCHEDULED)
    made = earn(person(hourly(20)), WEEK, scheduled, CODES, [hours("shift_differential", 8), hours("sick", 8)])
    assert [(each.code, each.hours) for each in made.earnings] == [
        ("hourly", Decimal(32)), ("shift_differential", None), ("sick", Decimal(8)),
    ]  # fmt: skip
    assert earn(person(hourly(20)), WEEK, scheduled, CODES).earnings[0].hours == 40
    raised = person(hourly(20), hourly(30, date(2026, 9, 9)))
    assert [each.hours for each in earn(raised, WEEK, scheduled, CODES).earnings] == [16, 24]


def test_no_hours_of_someone_paid_by_the_hour_keep_the_check_from_being_paid() -> None:
    made = earn(person(hourly(20)), WEEK, WEEKLY, CODES)
    assert [blocker.code for blocker in made.blockers] == ["no_hours"]
    assert earn(person(hourly(20)), WEEK, WEEKLY, CODES, [hours("hourly", 0)]).blockers == ()


def test_hours_by_day_are_paid_at_the_rate_of_their_day_and_hours_without_one_at_the_average() -> None:
    raised = person(hourly(20), hourly(30, date(2026, 9, 9)))
    dated = [hours("hourly", 16, date(2026, 9, 7)), hours("hourly", 24, date(2026, 9, 9))]
    assert lines(earn(raised, WEEK, WEEKLY, CODES, dated)) == {"hourly": Decimal(16 * 20 + 24 * 30)}
    made = earn(raised, WEEK, WEEKLY, CODES, [hours("hourly", 40)])
    assert lines(made) == {"hourly": Decimal(40 * 26)}  # 2 days of 20 and 3 of 30
    assert any("average by days" in notice for notice in made.notices)


def test_a_shift_differential_is_a_part_of_the_rate_or_the_dollars_entered() -> None:
    clerk = person(hourly(20))
    by_part = earn(clerk, WEEK, WEEKLY, CODES, [hours("hourly", 40), hours("shift_differential", 8)])
    assert lines(by_part)["shift_differential"] == 16
    by_rate = earn(
        clerk, WEEK, WEEKLY, CODES, [hours("hourly", 40), hours("shift_differential", 8, rate=Decimal("1.50"))]
    )
    assert lines(by_rate)["shift_differential"] == 12


def test_one_time_amounts_are_as_entered_with_their_kind_and_their_own_line() -> None:
    given_ = [amount("bonus", 500), amount("reimbursement", "42.10"), amount("group_term_life", "3.25")]
    made = earn(person(pay()), SEPTEMBER, MONTHLY, CODES, given_, base=False)
    assert [(each.code, each.kind, each.cents) for each in made.earnings] == [
        ("bonus", EarningKind.SUPPLEMENTAL, 50_000),
        ("reimbursement", EarningKind.REIMBURSEMENT, 4210),
        ("group_term_life", EarningKind.IMPUTED, 325),
    ]
    assert set(made.figures) == {"earning:bonus", "reimbursement:reimbursement", "imputed:group_term_life"}


def test_a_code_of_the_company_is_paid_as_it_says() -> None:
    own = codes([EarningCode("on_call", "On call", takes=Takes.HOURS, multiplier=Decimal("0.25"))])
    made = earn(person(hourly(20)), WEEK, WEEKLY, own, [hours("hourly", 40), hours("on_call", 10)])
    assert lines(made)["on_call"] == 50


# Overtime: the examples of 29 CFR 778


def test_overtime_of_one_hourly_rate_is_half_on_top_of_it() -> None:
    # 778.110(a): 46 hours at 12 an hour are 588
    made = earn(person(hourly(12)), WEEK, WEEKLY, CODES, [hours("hourly", 40), hours("overtime", 6)])
    assert lines(made) == {"hourly": Decimal(480), "overtime": Decimal(108)}


def test_a_bonus_for_production_raises_the_regular_rate_and_a_gift_does_not() -> None:
    # 778.110(b): with a bonus of 46 the regular rate is 13, and 46 hours are 637
    worked = [hours("hourly", 40), hours("overtime", 6)]
    made = earn(person(hourly(12)), WEEK, WEEKLY, CODES, [*worked, amount("bonus", 46)])
    assert sum(lines(made).values()) == 637
    gift = earn(person(hourly(12)), WEEK, WEEKLY, CODES, [*worked, amount("discretionary_bonus", 46)])
    assert lines(gift)["overtime"] == 108


def test_two_rates_in_one_week_have_a_weighted_regular_rate() -> None:
    # 778.115: 20 hours at 10 and 25 at 16: 600 / 45 = 13.3333; 5 hours of overtime at 16 earn half of that on top
    worked = [hours("hourly", 20, rate=Decimal(10)), hours("hourly", 20, rate=Decimal(16))]
    made = earn(person(hourly(10)), WEEK, WEEKLY, CODES, [*worked, hours("overtime", 5, rate=Decimal(16))])
    assert lines(made) == {"hourly": Decimal(520), "overtime": Decimal("113.33")}


def test_a_salary_is_for_its_standard_hours() -> None:
    # 778.113: 800 a week for 40 hours are 20 an hour; 5 hours of overtime are 150
    clerk = person(pay(HIRED, 41_600))
    made = earn(clerk, WEEK, WEEKLY, CODES, [hours("overtime", 5)])
    assert lines(made) == {"salary": Decimal(800), "overtime": Decimal(150)}


def test_each_workweek_stands_alone_where_hours_are_entered_by_day() -> None:
    first, second = date(2026, 9, 2), date(2026, 9, 9)
    worked = [
        hours("hourly", 40, first), hours("overtime", 10, first), hours("hourly", 40, second),
        Entered("bonus", cents=10_000, worked_on=second),
    ]  # fmt: skip
    made = earn(person(hourly(12)), FORTNIGHT, BIWEEKLY, CODES, worked)
    assert lines(made)["overtime"] == 180  # the bonus is the other week's
    spread = earn(person(hourly(12)), FORTNIGHT, BIWEEKLY, CODES, [*worked[:3], amount("bonus", 100)])
    # half the bonus is this week's: (600 + 50) / 50 = 13 an hour
    assert lines(spread)["overtime"] == 185
    assert made.notices == spread.notices == ()


def test_hours_of_the_period_are_looked_at_together_and_that_is_said() -> None:
    worked = [hours("hourly", 80), hours("overtime", 10), amount("bonus", 90)]
    made = earn(person(hourly(12)), FORTNIGHT, BIWEEKLY, CODES, worked)
    assert lines(made)["overtime"] == 185  # (90 x 12 + 90) / 90 = 13
    assert any("29 CFR 778.104" in notice for notice in made.notices)


def test_hours_above_forty_that_are_not_overtime_keep_the_check_from_being_paid_unless_the_job_is_exempt() -> None:
    made = earn(person(hourly(12)), WEEK, WEEKLY, CODES, [hours("hourly", 46)])
    assert [blocker.code for blocker in made.blockers] == ["overtime_not_entered"]
    assert "6 hours above 40" in made.blockers[0].message
    exempt = person(job(HIRED, flsa=Flsa.EXEMPT), hourly(12))
    assert earn(exempt, WEEK, WEEKLY, CODES, [hours("hourly", 46)]).blockers == ()


def test_hours_with_an_amount_of_their_own_count_towards_overtime() -> None:
    worked = [Entered("hourly", Decimal(40), cents=60_000, source="batch 7"), hours("overtime", 6)]
    made = earn(person(hourly(12)), WEEK, WEEKLY, CODES, worked)
    # (600 + 72) / 46 hours: half of it for 6 hours is 43.83
    assert lines(made) == {"hourly": Decimal(600), "overtime": Decimal("115.83")}


def test_leave_neither_counts_towards_overtime_nor_enters_the_regular_rate() -> None:
    worked = [hours("hourly", 34), hours("vacation", 8), hours("overtime", 2), amount("bonus", 36)]
    made = earn(person(hourly(12)), WEEK, WEEKLY, CODES, worked)
    assert made.blockers == ()
    assert lines(made)["overtime"] == 37  # (36 x 12 + 36) / 36 = 13: 24 + 13


# What is refused


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (hours("overtme", 5), "no earning code “overtme”"),
        (hours("hourly", -1), "hours: -1 is not allowed"),
        (hours("hourly", 169), "hours: 169 is more than the 168 hours"),
        (hours("hourly", "1.23456"), "hours: 1.23456 has more than 4 decimals"),
        (hours("hourly", 8, date(2026, 9, 13)), "worked_on: 2026-09-13 is outside the period"),
        (hours("hourly", 8, rate=Decimal(-5)), "rate: -5 is not allowed"),
        (hours("bonus", 8), "amount: Bonus is paid as an amount"),
        (Entered("hourly"), "hours: nothing is entered"),
        (amount("bonus", -5), "amount: -5"),
    ],
)
def test_what_is_entered_wrongly_is_a_blocker_naming_field_value_and_rule(entry: Entered, says: str) -> None:
    made = earn(person(hourly(20)), WEEK, WEEKLY, CODES, [hours("hourly", 40), entry])
    assert [blocker.code for blocker in made.blockers] == ["input"]
    assert says in made.blockers[0].message
    assert lines(made) == {"hourly": Decimal(800)}


# Laws

DAYS = st.dates(SEPTEMBER.start, SEPTEMBER.end)
CENTRES = st.sampled_from(["", "100", "200"])


@st.composite
def anyone(draw: st.DrawFn) -> PersonFacts:
    """A person whose rate, basis, hours, status and cost centre change on any days of a month."""
    day: Any = lambda row: row.effective_from  # noqa: E731
    jobs = [job(HIRED, cost_centre=draw(CENTRES), standard_hours=Decimal(draw(st.sampled_from(["40", "37.5", "20"]))))]
    jobs += draw(
        st.lists(
            st.builds(
                job, DAYS, st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.LEAVE, Status.TERMINATED]),
                cost_centre=CENTRES, fte=st.sampled_from([Decimal(1), Decimal("0.5")]),
            ),
            max_size=3,
        )
    )  # fmt: skip
    pays = draw(st.lists(st.builds(pay, DAYS, st.integers(1, 300_000), st.just(Basis.ANNUAL)), max_size=3))
    pays += draw(st.lists(st.builds(pay, DAYS, st.integers(1, 150), st.just(Basis.HOURLY)), max_size=1))
    pays.append(pay(HIRED, draw(st.integers(1, 300_000))))
    return person(*sorted(jobs, key=day), *sorted(pays, key=day))


ENTRIES = st.lists(
    st.one_of(
        st.builds(
            hours,
            st.sampled_from(
                ["hourly", "overtime", "double_time", "shift_differential", "vacation", "sick", "unpaid_leave"]
            ),
            st.decimals(0, 90, places=2),
            st.one_of(st.none(), DAYS),
        ),
        st.builds(amount, st.sampled_from(["bonus", "commission", "mileage"]), st.decimals(0, 9000, places=2)),
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=150)
@given(anyone(), st.sampled_from(Proration), ENTRIES)
def test_the_parts_of_every_line_are_its_whole_and_the_derivation_gives_it_again(
    facts: PersonFacts, proration: Proration, entered: list[Entered]
) -> None:
    made = earn(facts, SEPTEMBER, of(proration), CODES, entered)
    told = earn(facts, SEPTEMBER, of(proration), CODES, entered, kit=Tracing())
    assert told.earnings == made.earnings
    assert (told.notices, told.blockers) == (made.notices, made.blockers)
    sums = lines(made)
    for key, figure in made.figures.items():
        assert figure == told.figures[key] == sums[key.partition(":")[2]]
        assert Decimal(why(told.figures[key]).amount or 0) == figure
        assert abs(recomputed(why(told.figures[key])) - Fraction(figure)) < Fraction(1, 10**9)
    assert all(each.cents >= 0 for each in made.earnings)


@settings(deadline=None, max_examples=100)
@given(anyone(), st.sampled_from(Proration))
def test_absences_leave_the_sum_of_paid_time_as_it_was(facts: PersonFacts, proration: Proration) -> None:
    facts = replace(facts, pays=tuple(row for row in facts.pays if row.basis is Basis.ANNUAL))
    whole = earn(facts, SEPTEMBER, of(proration), CODES)
    absent = earn(facts, SEPTEMBER, of(proration), CODES, [hours("vacation", 8), hours("sick", "3.25")])
    if any("more hours than" in notice for notice in absent.notices) or not whole.earnings:
        return
    assert sum(each.cents for each in absent.earnings) == sum(each.cents for each in whole.earnings)


@settings(deadline=None, max_examples=100)
@given(st.lists(DAYS, max_size=5), st.integers(1, 10**8), st.sampled_from(Proration))
def test_rows_that_change_only_the_cost_centre_leave_the_gross_as_it_is(
    days: list[date], rate: int, proration: Proration
) -> None:
    rows = [job(), *(job(day, cost_centre=str(place)) for place, day in enumerate(sorted(days)))]
    facts = person(*rows, Pay(HIRED, Action.HIRE, Basis.ANNUAL, Money(rate), "main"))
    made = earn(facts, SEPTEMBER, of(proration), CODES)
    alone = earn(person(job(), *facts.pays), SEPTEMBER, of(proration), CODES)
    assert sum(each.cents for each in made.earnings) == sum(each.cents for each in alone.earnings)


def recomputed(tree: Why) -> Fraction:
    """A figure from the leaves of its tree."""
    figures = [recomputed(child) for child in tree.children if child.amount is not None]
    if tree.operation is Operation.INPUT or not figures:
        return Fraction(tree.amount or 0)
    first, *others = figures
    computed = {
        Operation.SUM: lambda: sum(figures, Fraction(0)),
        Operation.DIFFERENCE: lambda: first - sum(others),
        Operation.LESS: lambda: max(Fraction(0), first - sum(others)),
        Operation.QUOTIENT: lambda: first / others[0],
        Operation.SMALLER: lambda: min(figures),
        Operation.ROUND: lambda: Fraction(tree.amount or 0),
        Operation.PRODUCT: lambda: _product(figures),
    }[tree.operation]()
    if tree.operation is Operation.ROUND:
        assert abs(first - computed) <= others[0] / 2 + Fraction(1, 10**9), tree.label
    return computed


def _product(figures: list[Fraction]) -> Fraction:
    made = Fraction(1)
    for figure in figures:
        made *= figure
    return made


def test_a_line_names_the_rows_the_hours_and_the_batch_it_comes_from() -> None:
    worked = [hours("hourly", 40), hours("overtime", 6), amount("bonus", 46)]
    told = earn(person(hourly(12)), WEEK, WEEKLY, CODES, worked, kit=Tracing())
    tree = why(told.figures["earning:overtime"])
    assert (tree.label, tree.amount) == ("Overtime", Decimal("111.00"))
    labels = {leaf.label for leaf in _leaves(tree)}
    assert {"Hours", "Hourly rate", "Hours worked", "Bonus", "Multiplier above 1"} <= labels
    assert {"batch 7", "pay row (hire) from 2024-03-01"} <= {leaf.source for leaf in _leaves(tree)}


def _leaves(tree: Why) -> list[Why]:
    return [leaf for child in tree.children for leaf in _leaves(child)] or [tree]


def test_days_outside_the_period_do_not_matter() -> None:
    later = person(pay(), pay(SEPTEMBER.end + timedelta(days=1), 90_000))
    assert lines(earn(later, SEPTEMBER, MONTHLY, CODES)) == {"salary": Decimal(5000)}
