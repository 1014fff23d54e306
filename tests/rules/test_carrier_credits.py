"""Expected credits are settled by the adjustments of later invoices, by person and amount, and by nothing else."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hrtui.benefits.billing.credits import settled
from hrtui.benefits.billing.model import BillLine, Credit, Kind

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def credit(id_: int, amount: int, month: date = MAY, person: int | None = 1) -> Credit:
    return Credit(id_, id_, "bluewater", month, person, Kind.LEAVER, "PPO", amount)


def adjusting(line: int, amount: int, period: date | None = None, person: int | None = 1) -> BillLine:
    return BillLine(line, "M1", "A", "PPO", "", amount, period=period, person=person)


def test_a_later_adjustment_of_the_person_and_amount_settles_a_credit() -> None:
    assert settled([credit(1, 500)], [adjusting(9, -500)], JUNE) == {1: 9}


def test_another_amount_another_person_or_a_line_of_the_month_itself_settles_nothing() -> None:
    others = [adjusting(2, -499), adjusting(3, -500, person=2), adjusting(4, 500), adjusting(5, -500, person=None)]
    assert settled([credit(1, 500)], others, JUNE) == {}


def test_the_invoice_a_credit_comes_from_does_not_settle_it() -> None:
    assert settled([credit(1, 500, JUNE)], [adjusting(9, -500)], JUNE) == {}


def test_what_was_billed_too_little_is_settled_by_a_line_of_the_earlier_month() -> None:
    assert settled([credit(1, -700)], [adjusting(9, 700, MAY)], JUNE) == {1: 9}


def test_a_line_that_names_a_month_settles_that_months_credit() -> None:
    assert settled([credit(1, 500, MAY), credit(2, 500, JUNE)], [adjusting(9, -500, JUNE)], JULY) == {2: 9}


def test_one_line_may_take_back_all_that_is_open_of_a_person() -> None:
    assert settled([credit(1, 500), credit(2, 300, JUNE)], [adjusting(9, -800)], JULY) == {1: 9, 2: 9}


@given(st.lists(st.integers(-3, 3).filter(bool), max_size=8), st.lists(st.integers(-3, 3).filter(bool), max_size=8))
def test_a_line_never_takes_back_more_than_its_amount(owed: list[int], given_: list[int]) -> None:
    credits = [credit(at, cents) for at, cents in enumerate(owed, 1)]
    lines = [adjusting(at, cents, MAY) for at, cents in enumerate(given_, 1)]
    by_line: dict[int, int] = {}
    for id_, line in settled(credits, lines, JUNE).items():
        by_line[line] = by_line.get(line, 0) + credits[id_ - 1].amount
    assert all(total == -given_[line - 1] for line, total in by_line.items())
