"""The figures of a payslip, the rows of a preview picked and summed, and what payroll's addresses say."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.money import STYLES, Money
from hrtui.payroll.model import Columns, Line, LineKind, Paycheck, PayDate, Preview, Totals
from hrtui.payroll.rules import why
from hrtui.payroll.rules.figures import figures, part_of, totals_of
from screens.payroll import listing
from screens.payroll.address import read_group_and_day, read_person_and_day
from screens.payroll.whypane import opened_to
from screens.widgets.why import visible

TODAY = date(2026, 11, 23)
DUE = PayDate("main", Period(date(2026, 11, 8), date(2026, 11, 21)), date(2026, 11, 25))
US = STYLES["en_US"]


def line(code: str, kind: LineKind, cents: int, year: int) -> Line:
    tree = why.dollars(code, cents)
    return Line(
        code, code.capitalize(), kind, Money(cents), Money(year), tree, why.dollars(f"{code} of the year", year)
    )


def check() -> Paycheck:
    lines = (
        line("salary", LineKind.EARNING, 300_000, 900_000),
        line("federal", LineKind.TAX, 40_000, 120_000),
        line("medicare", LineKind.TAX, 4_350, 13_050),
        line("federal_wages", LineKind.NOTE, 300_000, 900_000),
    )
    gross = why.total("Gross pay", lines[0].why)
    net = why.difference("Net pay", gross, why.total("Taxes withheld", lines[1].why, lines[2].why))
    return Paycheck("1", "Kim, Ann", DUE, lines, Money(300_000), Money(44_350), Money(255_650), net)


def preview(rows: list[tuple[int, int]]) -> Preview:
    """A preview of `(gross, blockers)` rows."""
    made = Columns(*(array("q") for _ in Columns._fields))
    for person, (gross, blockers) in enumerate(rows, 1000):
        for column, value in zip(made, (person, gross, 1, 2, 3, gross - 6, blockers, blockers < 2), strict=True):
            column.append(value)
    return Preview(DUE, made, Totals())


def test_figures_come_as_earnings_taxes_net_and_wages_each_part_with_its_total() -> None:
    found = figures(check())
    assert [figure.code for figure in found] == [
        "salary", "gross", "federal", "medicare", "taxes", "net", "federal_wages",
    ]  # fmt: skip
    assert [figure.code for figure in found if figure.is_total] == ["gross", "taxes", "net"]


def test_the_year_to_date_of_totals_adds_up_and_is_derived() -> None:
    totals = {figure.code: figure for figure in figures(check()) if figure.is_total}
    assert totals["taxes"].to_date == Money(133_050)
    assert totals["net"].to_date == Money(900_000 - 133_050)
    tree = totals["net"].year_why
    assert tree is not None
    assert tree.amount == Money(900_000 - 133_050).amount


def test_a_check_that_was_not_computed_has_totals_of_nothing_that_say_why_not() -> None:
    reason = why.fact("Not computed", "No pay rate.")
    tree = replace(why.fact("Net pay", "0.00"), children=(reason,))
    bare = Paycheck("1", "Kim, Ann", DUE, (), Money(0), Money(0), Money(0), tree, ("No pay rate.",))
    assert [figure.code for figure in figures(bare)] == ["gross", "taxes", "net"]
    assert all(reason in figure.why.children for figure in figures(bare))


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
