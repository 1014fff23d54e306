"""The figures of a payslip, the rows of a preview picked and summed, and what payroll's addresses say."""

from __future__ import annotations

from array import array
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.money import STYLES, Money
from hrtui.payroll.check.values import Blocker, CheckLine, Part, Result
from hrtui.payroll.model import Columns, PayDate, Preview, Totals
from hrtui.payroll.paycheck import Paycheck, figures, not_computed, slip_of
from hrtui.payroll.rules import why
from hrtui.payroll.rules.figures import part_of, totals_of
from hrtui.payroll.runs.figures import slip_figures
from hrtui.payroll.runs.model import Slip, SlipLine
from screens.payroll import listing
from screens.payroll.address import read_group_and_day, read_person_and_day
from screens.payroll.whypane import opened_to
from screens.widgets.why import visible
from tests.trees import check_tree

TODAY = date(2026, 11, 23)
DUE = PayDate("main", Period(date(2026, 11, 8), date(2026, 11, 21)), date(2026, 11, 25))
US = STYLES["en_US"]


def check() -> Paycheck:
    given = (
        (Part.EARNING, "salary", 300_000, 900_000),
        (Part.TAX, "federal_income_tax", 40_000, 120_000),
        (Part.TAX, "medicare", 4_350, 13_050),
        (Part.PRE_TAX, "medical", 10_000, 30_000),
        (Part.EMPLOYER, "medicare", 4_350, 13_050),
        (Part.WAGES, "gross", 300_000, 900_000),
        (Part.WAGES, "medicare", 300_000, 900_000),
    )
    lines = tuple(SlipLine(CheckLine(part, code, code.capitalize(), cents), year) for part, code, cents, year in given)
    slip = Slip(0, "", 1, "1", "Kim, Ann", 300_000, 44_350, 10_000, 4_350, 245_650, "TX", lines, (), (), 0)
    whys = {line.key: why.dollars(line.label, line.amount, "a rule") for line, _ in lines}
    return Paycheck(DUE, slip, whys)


def preview(rows: list[tuple[int, int]]) -> Preview:
    """A preview of `(gross, blockers)` rows."""
    made = Columns(*(array("q") for _ in Columns._fields))
    for person, (gross, blockers) in enumerate(rows, 1000):
        for column, value in zip(
            made, (person, gross, 1, 2, 3, 4, 5, 6, gross - 9, blockers, blockers < 2), strict=True
        ):
            column.append(value)
    return Preview(DUE, made, Totals())


def test_figures_come_as_earnings_deductions_taxes_net_employer_and_wages_each_part_with_its_total() -> None:
    found = figures(check())
    assert [figure.code for figure in found] == [
        "earning:salary", "gross", "pre_tax:medical", "tax:federal_income_tax", "tax:medicare", "taxes", "net",
        "employer:medicare", "wages:medicare",
    ]  # fmt: skip
    assert [figure.code for figure in found if figure.is_total] == ["gross", "taxes", "net"]


def test_the_year_to_date_of_totals_adds_up_and_is_derived() -> None:
    totals = {figure.code: figure for figure in figures(check()) if figure.is_total}
    assert totals["taxes"].to_date == Money(133_050)
    assert totals["net"].to_date == Money(900_000 - 133_050 - 30_000)
    for figure in totals.values():
        assert figure.year_why is not None
        assert figure.to_date is not None
        assert figure.year_why.amount == figure.to_date.amount
        check_tree(figure.year_why)


def test_lines_of_one_key_are_added_up_and_their_balance_counts_once() -> None:
    parts = (CheckLine(Part.EARNING, "salary", "Salary", 100), CheckLine(Part.EARNING, "salary", "Salary", 250))
    before = {"earning:salary": SlipLine(CheckLine(Part.EARNING, "salary", "Salary", 0), 1_000)}
    slip = slip_of((1, "1", "Kim, Ann"), "", (Result(parts, 350, 350), "TX"), before)
    assert [(line.amount, year) for line, year in slip.lines] == [(100, 1_100), (250, 1_350)]
    assert [(line.amount, year) for line, year in Paycheck(DUE, slip).lines] == [(350, 1_350)]
    totals = {figure.code: figure for figure in slip_figures(slip, {}) if figure.is_total}
    assert (totals["gross"].to_date, totals["net"].to_date) == (Money(1_350), Money(1_350))


def test_a_check_that_was_not_computed_has_totals_of_nothing_that_say_why_not() -> None:
    stops = (Blocker("no_pay_rate", "No pay rate.", "Record one."),)
    slip = slip_of((1, "1", "Kim, Ann"), "", (Result((), 0, 0, stops), ""), {})
    bare = Paycheck(DUE, slip, not_computed(slip))
    assert bare.blockers == ("No pay rate. Record one.",)
    assert [figure.code for figure in figures(bare)] == ["gross", "taxes", "net"]
    assert all(figure.why.children[0].value == "No pay rate. Record one." for figure in figures(bare))


@given(st.lists(st.tuples(st.integers(-10_000, 10_000_000), st.integers(0, 3)), max_size=30), st.data())
def test_the_sums_of_picked_rows_are_those_of_their_part(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    made = preview(rows)
    picked = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True) if rows else st.just([]))
    part = part_of(made, picked)
    assert list(part.columns.gross) == [rows[place][0] for place in picked]
    assert part.totals == totals_of(made.columns, picked)
    assert part.totals.gross == sum(rows[place][0] for place in picked)
    assert part.totals.blocked == sum(rows[place][1] > 0 for place in picked)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=30), st.sampled_from(list(listing.SORTS)))
def test_every_order_holds_each_row_once_and_the_other_way_round_too(rows: list[tuple[int, int]], key: str) -> None:
    made = preview(rows).columns
    ranks = {person: -person for person in made.ids}
    for descending in (False, True):
        order = listing.order_by(key, made, lambda: ranks, descending)
        assert sorted(order) == list(range(len(rows)))
    if key == "gross":
        assert [made.gross[place] for place in order] == sorted(made.gross, reverse=True)


def test_a_filter_keeps_the_order() -> None:
    made = preview([(1, 0), (2, 0), (3, 0)]).columns
    assert list(listing.left_by({1002, 1000}, array("q", [2, 1, 0]), made)) == [2, 0]
    assert list(listing.left_by(None, array("q", [2, 1, 0]), made)) == [2, 1, 0]


def test_columns_are_as_wide_as_their_widest_row_and_as_their_total_where_asked() -> None:
    made = preview([(1_234_567_89, 0), (-5_00, 0)]).columns
    widths = {column.key: column.width for column in listing.columns(made, US)}
    assert widths["gross"] == len("1,234,567.89")
    assert widths["federal"] == len("Federal")
    wide = {column.key: column.width for column in listing.columns(made, US, Totals(net=100_000_000_00))}
    assert wide["net"] == len("100,000,000.00")
    assert listing.columns(preview([]).columns, US)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ("", None)),
        ("main", ("main", None)),
        ("MAIN 2026-12-04", ("main", date(2026, 12, 4))),
        ("main shop +2w", ("main shop", date(2026, 12, 7))),
        ("4 dec", ("", date(2026, 12, 4))),
    ],
)
def test_an_address_of_payroll_names_a_group_a_day_or_both(words: str, expected: tuple[str, date | None]) -> None:
    assert read_group_and_day(words, ("main", "main shop"), TODAY, True) == expected


def test_an_address_that_is_neither_names_the_groups() -> None:
    with pytest.raises(RuleBroken, match="neither a pay group"):
        read_group_and_day("shoes", ("main", "plant"), TODAY, True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1042", ("1042", None)),
        ("1042 2026-12-04", ("1042", date(2026, 12, 4))),
        ("Kim, Ann", ("Kim, Ann", None)),
        ("Kim, Ann 4 dec", ("Kim, Ann", date(2026, 12, 4))),
        ("", ("", None)),
    ],
)
def test_an_address_of_a_payslip_names_a_person_and_perhaps_a_day(
    words: str, expected: tuple[str, date | None]
) -> None:
    assert read_person_and_day(words, TODAY, True) == expected


@given(st.integers(0, 40))
def test_a_tree_is_opened_as_far_as_there_is_room(lines: int) -> None:
    leaves = [why.leaf(f"leaf {number}", number) for number in range(4)]
    tree = why.total("all", why.total("first", *leaves), why.total("second", *leaves))
    taken = len(visible(tree, opened_to(tree, lines)))
    assert taken <= max(lines, 3)
    assert taken == (3 if lines < 7 else 7 if lines < 11 else 11)
