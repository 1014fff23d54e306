"""Paychecks: worked examples a payroll clerk can read, derivations recomputed from their leaves, and what always holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from data.payroll_tables import payroll_tables
from hrtui.dates import Period
from hrtui.money import Money, to_cents
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import codes
from hrtui.payroll.computing import outcome
from hrtui.payroll.gather import Held, RunTerms
from hrtui.payroll.model import Frequency, PayDate, PayGroup, PersonFacts, Proration, Rounding, Why
from hrtui.payroll.paycheck import Paycheck, figures, not_due, paycheck_of, slip_of
from hrtui.payroll.rules import earnings, next_due, next_pay_date, pay_dates_of_year, segments
from hrtui.payroll.runs.model import SlipLine
from hrtui.people.model import Action, Basis, Certificate, Job, Pay, Stamp, Status
from tests.trees import check_tree

HERE = Path(__file__).parent / "paychecks"
EXAMPLES = sorted(file for file in HERE.glob("*.yaml") if file.name != "facts.yaml")
STAMP = Stamp(7, 0, 3, datetime(2026, 1, 2, 9, 30, tzinfo=UTC), "alice")
BIWEEKLY = PayGroup("main", Frequency.BIWEEKLY, date(2026, 1, 4))
THANKSGIVING = frozenset({date(2026, 11, 26)})
TODAY = date(2026, 11, 23)
CODES = codes()
FEDERAL = "tax:federal_income_tax"


def job(day: date, status: Status = Status.ACTIVE, hours: object = 40, fte: object = 1, **more: Any) -> Job:
    return Job(
        day,
        Action.HIRE,
        status,
        "Clerk",
        "Operations",
        location=more.pop("location", "Austin, TX"),
        standard_hours=Decimal(str(hours)),
        fte=Decimal(str(fte)),
        stamp=STAMP,
        **more,
    )


def pay(day: date, rate: object, basis: Basis = Basis.ANNUAL, group: str = "main") -> Pay:
    return Pay(day, Action.PAY_CHANGE, basis, Money(to_cents(Decimal(str(rate)))), group, stamp=STAMP)


def w4(day: date, **entries: object) -> Certificate:
    return Certificate(day, "US", {name: str(value) for name, value in entries.items()}, STAMP)


def person(
    jobs: Sequence[Job] = (), pays: Sequence[Pay] = (), forms: Sequence[Certificate] = (), state: str = "TX"
) -> PersonFacts:
    return PersonFacts(1, "1042", "Doe, Jane", state, tuple(jobs), tuple(pays), tuple(forms))


def terms_on(day: date, *groups: PayGroup, holidays: frozenset[date] = THANKSGIVING, **more: Any) -> Year:
    groups = groups or (BIWEEKLY,)
    return Year(next_pay_date(groups[0], day, holidays), groups, holidays, more)


@dataclass(frozen=True)
class Year:
    """The terms of a pay date, and of those of its year that come before it."""

    target: PayDate
    groups: tuple[PayGroup, ...]
    holidays: frozenset[date]
    more: Mapping[str, Any]

    def dates(self) -> list[tuple[PayDate, PayGroup]]:
        """The pay dates of the year through the one asked for, by check date, then by group."""
        order = [group.name for group in self.groups]
        found = [
            (made, group)
            for group in self.groups
            for made in pay_dates_of_year(group, self.target.check.year, self.holidays)
            if (made.check, order.index(made.group)) <= (self.target.check, order.index(self.target.group))
        ]
        return sorted(found, key=lambda each: (each[0].check, order.index(each[0].group)))

    def terms(self, made: PayDate, group: PayGroup) -> RunTerms:
        """What a run of a pay date stands on."""
        ends = payroll_tables(made.check).federal.exempt_ends
        return RunTerms(made, group, CODES, frozenset(each.name for each in self.groups), exempt_ends=ends, **self.more)


def paycheck(facts: PersonFacts, year: Year) -> Paycheck:
    """The check of a pay date after those of its year were made final, one going on from the balances of the other."""
    before: dict[str, SlipLine] = {}
    for made, group in year.dates():
        held = Held(balances={key: each.year_to_date for key, each in before.items()})
        terms, tables = year.terms(made, group), payroll_tables(made.check)
        found = outcome(facts, terms, held, tables)
        if made == year.target:
            return paycheck_of(facts, held, terms, tables, found or not_due(facts, terms), before)
        slip = slip_of((1, "", ""), "", found, before) if found else None
        if slip is not None and slip.lines:
            before = {line.key: SlipLine(line._replace(amount=0), total) for line, total in slip.lines}
    raise AssertionError("the pay date asked for is one of its year")


def amounts_of(made: Paycheck, *parts: Part) -> dict[str, int]:
    """The cents of a check's lines by code, those of nothing left out."""
    return {line.code: line.amount for line, _ in made.lines if line.part in parts and line.amount}


JANE = person([job(date(2024, 3, 1))], [pay(date(2024, 3, 1), 85000)], [w4(date(2024, 3, 1), status="single")])


# Worked examples


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_worked_example_comes_out_to_the_cent(file: Path) -> None:
    example = yaml.safe_load(file.read_text(encoding="utf-8"))
    made, expected = example_of(example), example["expect"]
    lines = {line.code: each for each in made.lines if (line := each.line).part in (Part.EARNING, Part.TAX)}
    assert made.pay_date.check == expected["check"]
    assert {code: exact_cents(each.line.amount) for code, each in lines.items()} == dollars(expected["lines"])
    assert (made.gross.amount, made.net.amount) == (exact(expected["gross"]), exact(expected["net"]))
    assert {code: exact_cents(lines[code].year_to_date) for code in expected["year"]} == dollars(expected["year"])
    if "parts" in expected:
        assert [part.amount.amount for part in made.segments] == [exact(part) for part in expected["parts"]]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_figure_of_a_worked_example_follows_from_the_leaves_of_its_tree(file: Path) -> None:
    recomputed(example_of(yaml.safe_load(file.read_text(encoding="utf-8"))))


def example_of(example: Mapping[str, Any]) -> Paycheck:
    group = group_of(example["group"])
    jobs = [job_of(row) for row in example["jobs"]]
    pays = [
        pay(row["from"], row.get("annual") or row["hourly"], Basis.ANNUAL if "annual" in row else Basis.HOURLY)
        for row in example["pays"]
    ]
    forms = [w4(row["from"], **{name: row[name] for name in row if name != "from"}) for row in example["w4"]]
    holidays = frozenset(example.get("holidays", ()))
    return paycheck(person(jobs, pays, forms), terms_on(example["asked"], group, holidays=holidays))


def group_of(entry: Mapping[str, Any]) -> PayGroup:
    proration = Proration(entry.get("proration", "working_days"))
    return PayGroup("main", Frequency(entry["frequency"]), entry["first_period"], entry["check_after"], proration)


def job_of(row: Mapping[str, Any]) -> Job:
    status = Status(row.get("status", "active"))
    return job(row["from"], status, row.get("hours", 40), row.get("fte", 1), last_day=row.get("last_day"))


def exact(value: object) -> Decimal:
    return Decimal(str(value))


def exact_cents(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def dollars(values: Mapping[str, object]) -> dict[str, Decimal]:
    return {name: exact(value) for name, value in values.items()}


def year_of(made: Paycheck, key: str) -> int:
    """The year to date of a line, in cents."""
    return next(each.year_to_date for each in made.lines if each.line.key == key)


# Derivations


def recomputed(made: Paycheck) -> None:
    """Every figure of every tree, computed again from the leaves alone; the figures of the slip are the trees' roots."""
    for figure in figures(made):
        check_tree(figure.why)
        assert figure.why.amount == figure.amount.amount, figure.code
        if figure.to_date is not None and figure.year_why is not None:
            check_tree(figure.year_why)
            assert figure.year_why.amount == figure.to_date.amount, figure.code
    for line, _ in made.lines:
        assert line.key in made.whys or not line.amount, line.key
    assert made.net_why.amount == made.net.amount
    assert made.gross_why.amount == made.gross.amount


def leaves(tree: Why) -> Iterator[Why]:
    if not tree.children:
        yield tree
    for child in tree.children:
        yield from leaves(child)


def test_the_leaves_of_a_tax_name_rows_with_dates_and_authors_tables_with_sources_and_the_rounding() -> None:
    made = paycheck(JANE, terms_on(TODAY))
    told = [f"{leaf.label}: {leaf.value}; {leaf.source}" for leaf in leaves(made.whys[FEDERAL])]
    for expected in (
        "Annual rate: 85,000.00; pay row (pay-rate change) from 2024-03-01, entered 2026-01-02 09:30 UTC by alice",
        "Line 1g: 8,600; IRS Publication 15-T (2026)",
        "confidence high; data/tables/us/federal_withholding.yaml",
        "Form W-4: 2020 or later, single, step 2 not ticked; Form W-4 from 2024-03-01",
        "Rounding step: half up to a cent",
        "Pay periods a year: 26; pay group “main”, biweekly",
    ):
        assert any(expected in line for line in told), expected


def test_year_to_date_says_that_it_goes_on_from_the_final_checks_of_the_year() -> None:
    made = paycheck(JANE, terms_on(TODAY))
    (year,) = [figure.year_why for figure in figures(made) if figure.code == FEDERAL]
    assert year is not None
    (before,) = [leaf for leaf in leaves(year) if leaf.source == "the balance of the last final check of the year"]
    assert before.amount == 23 * Decimal("379.62")


def test_hours_are_said_to_be_scheduled_ones() -> None:
    hourly = person([job(date(2026, 1, 1), hours="37.5")], [pay(date(2026, 1, 1), 20, Basis.HOURLY)])
    made = paycheck(hourly, terms_on(TODAY))
    assert made.gross.amount == Decimal("1500.00")
    assert "No regular hours are entered: hourly wages are for scheduled hours." in made.notices
    recomputed(made)


# What is paid


def test_a_rate_is_as_entered_and_not_scaled_by_fte() -> None:
    half = person([job(date(2026, 1, 1), fte="0.5", hours=20)], [pay(date(2026, 1, 1), 52000)])
    assert paycheck(half, terms_on(TODAY)).gross.amount == Decimal("2000.00")


def test_a_change_from_salary_to_hourly_makes_two_lines() -> None:
    mixed = replace(JANE, pays=(*JANE.pays, pay(date(2026, 11, 16), 30, Basis.HOURLY)))
    made = paycheck(mixed, terms_on(TODAY))
    assert amounts_of(made, Part.EARNING) == {
        "salary": 163_462,
        "hourly": 120_000,
    }
    recomputed(made)


def test_a_person_on_leave_for_the_whole_period_has_a_check_of_nothing() -> None:
    away = replace(JANE, jobs=(*JANE.jobs, job(date(2026, 11, 1), Status.LEAVE)))
    made = paycheck(away, terms_on(TODAY))
    assert (made.gross.cents, made.taxes.cents, made.net.cents) == (0, 0, 0)
    assert "Days on leave are unpaid." in made.notices
    assert year_of(made, "earning:salary") > 0
    recomputed(made)


def test_a_transfer_between_pay_groups_keeps_the_year_to_date_of_both() -> None:
    monthly = PayGroup("month", Frequency.MONTHLY, date(2026, 1, 1), check_after=0)
    moved = replace(JANE, pays=(pay(date(2024, 3, 1), 60000, group="month"), pay(date(2026, 11, 1), 52000)))
    made = paycheck(moved, terms_on(TODAY, BIWEEKLY, monthly))
    # Ten months of 5,000; the period of 25 October to 7 November pays its last 5 of 10 working days; then this check.
    assert year_of(made, "earning:salary") == 100 * (10 * 5000 + 1000 + 2000)
    recomputed(made)


def test_extra_withholding_takes_no_more_than_the_pay_that_is_left() -> None:
    greedy = replace(JANE, certificates=(w4(date(2024, 1, 1), status="single", step4c=9000),))
    made = paycheck(greedy, terms_on(TODAY))
    assert made.net.cents == 0
    assert "Federal income tax is limited to what is left of the pay." in made.notices
    recomputed(made)


def test_whole_dollar_rounding_rounds_the_withholding_alone() -> None:
    made = paycheck(JANE, terms_on(TODAY, rounding=Rounding.DOLLAR))
    amounts = amounts_of(made, Part.TAX)
    assert (amounts["federal_income_tax"], amounts["social_security"]) == (38_000, 20_269)
    recomputed(made)


# Certificates


def test_without_a_certificate_single_with_no_entries_is_withheld_and_said() -> None:
    made = paycheck(replace(JANE, certificates=()), terms_on(TODAY))
    assert amounts_of(made, Part.TAX)["federal_income_tax"] == 37_962
    assert "No Form W-4 on file: withheld as single with no entries." in made.notices
    assert any("none on file" in leaf.value for leaf in leaves(made.whys[FEDERAL]))


@pytest.mark.parametrize(("day", "federal"), [(date(2026, 2, 1), 0), (date(2026, 2, 15), 37_962)])
def test_an_exemption_claimed_last_year_counts_through_15_february(day: date, federal: int) -> None:
    exempt = replace(JANE, certificates=(w4(date(2025, 5, 1), exempt="yes"),))
    made = paycheck(exempt, terms_on(day))
    assert amounts_of(made, Part.TAX).get("federal_income_tax", 0) == federal
    assert any("2026-02-15" in notice for notice in made.notices)


def test_after_an_exemption_has_ended_the_valid_form_before_it_counts_again() -> None:
    forms = (w4(date(2024, 1, 1), status="married"), w4(date(2025, 5, 1), exempt="yes"))
    ended, married = replace(JANE, certificates=forms), replace(JANE, certificates=forms[:1])
    assert paycheck(ended, terms_on(TODAY)).taxes == paycheck(married, terms_on(TODAY)).taxes


def test_a_certificate_counts_from_its_day_by_check_date() -> None:
    later = replace(JANE, certificates=(*JANE.certificates, w4(date(2026, 11, 25), status="married")))
    assert paycheck(later, terms_on(TODAY)).taxes < paycheck(JANE, terms_on(TODAY)).taxes
    assert paycheck(later, terms_on(date(2026, 11, 10))).taxes == paycheck(JANE, terms_on(date(2026, 11, 10))).taxes


# What keeps a check from being paid


def test_the_work_states_tax_is_withheld_and_nothing_blocks_the_check() -> None:
    boston = replace(JANE, jobs=(job(date(2024, 3, 1), location="Boston, MA"),), state="MA")
    made = paycheck(boston, terms_on(TODAY))
    assert made.blockers == ()
    assert amounts_of(made, Part.TAX)["MA_income_tax"] == 16_346
    recomputed(made)


@pytest.mark.parametrize(
    ("location", "home", "state"),
    [
        ("Boston, Massachusetts", "", "MA"),
        ("", "NY", "NY"),
        ("Austin, TX", "MA", "TX"),
        ("new york", "", "NY"),
    ],
)
def test_the_work_state_is_read_from_the_location_and_without_one_from_the_home_address(
    location: str, home: str, state: str
) -> None:
    someone = replace(JANE, jobs=(job(date(2024, 3, 1), location=location),), state=home)
    assert paycheck(someone, terms_on(TODAY)).slip.work_state == state


@pytest.mark.parametrize("home", ["", "NY"])
def test_a_place_of_work_that_names_no_state_blocks_the_check(home: str) -> None:
    someone = replace(JANE, jobs=(job(date(2024, 3, 1), location="Headquarters"),), state=home)
    made = paycheck(someone, terms_on(TODAY))
    assert made.lines == ()
    assert made.blockers[0].startswith("Nothing says in which state “Headquarters” is")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"jobs": (job(date(2027, 1, 1)),)}, "Not employed between 2026-11-08 and 2026-11-21."),
        (
            {"jobs": (*JANE.jobs, job(date(2026, 10, 1), Status.TERMINATED, last_day=date(2026, 9, 30)))},
            "Not employed between 2026-11-08 and 2026-11-21.",
        ),
        ({"pays": ()}, "No pay rate from 2026-11-08 to 2026-11-21. Record one as a change of pay."),
        ({"pays": (pay(date(2024, 1, 1), 1, group=""),)}, "No pay group from 2026-11-08 to 2026-11-21"),
        (
            {"pays": (pay(date(2024, 1, 1), 1, group="gone"),)},
            "Pay group “gone” from 2026-11-08 to 2026-11-21 is not in the configuration",
        ),
        ({"pays": (replace(JANE.pays[0], rate=Money(1, "EUR")),)}, "is not in US dollars. Only US dollars can be paid"),
        ({"certificates": (w4(date(2024, 1, 1), step3="x"),)}, "Form W-4, step3: “x” is not an amount"),
    ],
)
def test_what_cannot_be_computed_is_a_check_without_lines_that_says_why(change: dict[str, Any], sentence: str) -> None:
    made = paycheck(replace(JANE, **change), terms_on(TODAY))
    assert made.lines == ()
    assert made.net.cents == 0
    assert made.blockers[0].startswith(sentence) or sentence in made.blockers[0]
    assert made.gross_why.children[0].value == made.blockers[0]


def test_days_without_a_rate_block_a_check_that_is_computed_from_the_others() -> None:
    made = paycheck(replace(JANE, pays=(pay(date(2026, 11, 16), 52000),)), terms_on(TODAY))
    assert made.gross.amount == Decimal(1000)
    assert made.blockers[0] == "No pay rate from 2026-11-08 to 2026-11-15. Record one as a change of pay."


def test_someone_of_another_group_has_no_part_in_a_pay_date() -> None:
    monthly = PayGroup("month", Frequency.MONTHLY, date(2026, 1, 1))
    other = replace(JANE, pays=(pay(date(2024, 1, 1), 60000, group="month"),))
    made = paycheck(other, terms_on(TODAY, BIWEEKLY, monthly))
    assert made.blockers == ("Not paid in group “main” between 2026-11-08 and 2026-11-21.",)


# The next pay date of a person


def test_the_next_pay_date_is_of_the_group_the_person_is_in_during_its_period() -> None:
    monthly = PayGroup("month", Frequency.MONTHLY, date(2026, 1, 1), check_after=0)
    moved = replace(JANE, pays=(*JANE.pays, pay(date(2026, 11, 30), 60000, group="month")))
    found = [next_due(moved, (BIWEEKLY, monthly), day).group for day in (TODAY, date(2026, 12, 11), date(2026, 12, 28))]
    assert found == ["main", "month", "month"]


def test_someone_who_left_is_asked_about_in_the_group_they_were_in() -> None:
    gone = replace(JANE, jobs=(*JANE.jobs, job(date(2026, 2, 1), Status.TERMINATED)))
    monthly = PayGroup("month", Frequency.MONTHLY, date(2026, 1, 1))
    assert next_due(gone, (monthly, BIWEEKLY), TODAY).group == "main"


# What always holds

SPAN = Period(date(2026, 11, 8), date(2026, 11, 21))
DAYS = st.dates(date(2025, 10, 1), date(2026, 12, 31))
RATES = st.integers(0, 50_000_000)
JOBS = st.lists(
    st.builds(job, DAYS, st.sampled_from([Status.ACTIVE, Status.LEAVE, Status.TERMINATED]), st.integers(0, 60)),
    max_size=4,
)
PAYS = st.lists(st.tuples(DAYS, RATES, st.sampled_from(Basis)), max_size=4)
W4S = st.lists(
    st.builds(
        w4,
        DAYS,
        status=st.sampled_from(["single", "married", "head"]),
        step2=st.sampled_from(["yes", "no"]),
        step3=st.integers(0, 9000),
        step4c=st.integers(0, 900),
        exempt=st.sampled_from(["yes", "no"]),
    ),
    max_size=2,
)


@st.composite
def anyone(draw: st.DrawFn) -> PersonFacts:
    """A person with rows on any days."""
    pays = [
        Pay(day, Action.PAY_CHANGE, basis, Money(rate if basis is Basis.ANNUAL else rate // 2000), "main", stamp=STAMP)
        for day, rate, basis in draw(PAYS)
    ]
    jobs, forms = draw(JOBS), draw(W4S)
    by_day: Any = lambda row: row.effective_from  # noqa: E731
    return person(sorted(jobs, key=by_day), sorted(pays, key=by_day), sorted(forms, key=by_day))


@settings(deadline=None, max_examples=60)
@given(anyone(), DAYS)
def test_net_is_gross_less_taxes_never_negative_and_every_figure_is_derived(facts: PersonFacts, day: date) -> None:
    made = paycheck(facts, terms_on(min(day, date(2026, 12, 1))))
    taxes = sum(amounts_of(made, Part.TAX).values())
    gross = sum(amounts_of(made, Part.EARNING).values())
    assert (made.gross.cents, made.taxes.cents, made.net.cents) == (gross, taxes, gross - taxes)
    assert made.net.cents >= 0
    if made.lines:
        recomputed(made)


@settings(deadline=None, max_examples=60)
@given(anyone(), st.sampled_from(Proration))
def test_the_parts_of_a_line_add_up_to_it(facts: PersonFacts, proration: Proration) -> None:
    made = paycheck(facts, terms_on(TODAY, replace(BIWEEKLY, proration=proration)))
    parts = sum(part.amount.cents for part in made.segments)
    assert parts == made.gross.cents


@given(
    st.lists(st.dates(SPAN.start + timedelta(days=1), SPAN.end), max_size=6),
    st.integers(0, 10**9),
    st.sampled_from(Proration),
)
def test_rows_that_change_nothing_about_pay_leave_the_period_whole(
    days: list[date], rate: int, proration: Proration
) -> None:
    group = replace(BIWEEKLY, proration=proration)
    jobs = [job(date(2024, 1, 1)), *(job(day) for day in sorted(days))]
    rows = [Pay(date(2024, 1, 1), Action.HIRE, Basis.ANNUAL, Money(rate), "main")]
    whole = earnings(segments(person(jobs[:1], rows), SPAN, group), group)
    cut = earnings(segments(person(jobs, rows), SPAN, group), group)
    assert [line.cents for line in cut] == [line.cents for line in whole]


@given(st.dates(SPAN.start, SPAN.end), RATES, RATES, st.sampled_from(Proration))
def test_a_raise_inside_a_period_lies_between_the_two_full_amounts(
    day: date, before: int, after: int, proration: Proration
) -> None:
    group = replace(BIWEEKLY, proration=proration)

    def gross(*rows: tuple[date, int]) -> int:
        pays = [Pay(start, Action.HIRE, Basis.ANNUAL, Money(rate), "main") for start, rate in rows]
        (line,) = earnings(segments(person([job(date(2024, 1, 1))], pays), SPAN, group), group)
        return line.cents

    first = date(2024, 1, 1)
    low, high = sorted((gross((first, before)), gross((first, after))))
    assert low <= gross((first, before), (day, after)) <= high


@settings(deadline=None, max_examples=20)
@given(anyone())
def test_year_to_date_is_the_sum_of_the_checks_of_the_year(facts: PersonFacts) -> None:
    year = terms_on(TODAY)
    made = paycheck(facts, year)
    checks = [paycheck(facts, replace(year, target=pay_date)) for pay_date, _ in year.dates()]
    for line, total in made.lines:
        assert total == sum(other.amount for check in checks for other, _ in check.lines if other.key == line.key), (
            line.key
        )
