"""A check of an unusual amount: by how much, against what, and what keeps it from being told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.money import STYLES
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.runs.usual import may_explain, unusual
from hrtui.people.model import Action, Job, Status

STYLE = STYLES["en_US"]
THREE = [(2_000_00, 1_500_00), (2_100_00, 1_600_00), (9_000_00, 6_000_00)]


@pytest.mark.parametrize(
    ("gross", "net", "explained", "told"),
    [
        (3_150_00, 2_000_00, False, ""),
        (
            3_160_00,
            2_000_00,
            False,
            "The gross of 3,160.00, +50 % of 2,100.00, the middle of the last 3 regular checks.",
        ),
        (
            1_000_00,
            1_600_00,
            False,
            "The gross of 1,000.00, -52 % of 2,100.00, the middle of the last 3 regular checks.",
        ),
        (2_100_00, 700_00, False, "The net of 700.00, -56 % of 1,600.00, the middle of the last 3 regular checks."),
        (4_000_00, 2_900_00, True, ""),
        (
            21_000_00,
            14_000_00,
            True,
            "The gross of 21,000.00, +900 % of 2,100.00, the middle of the last 3 regular checks.",
        ),
    ],
)
def test_an_amount_is_unusual_beyond_the_percentage_and_beyond_twice_it_where_something_may_explain_it(
    gross: int, net: int, explained: bool, told: str
) -> None:
    assert unusual(gross, net, THREE, 50, explained, STYLE) == told


def test_one_or_two_checks_before_are_named_as_such() -> None:
    assert "the last regular check." in unusual(400_00, 300_00, THREE[:1], 50, False, STYLE)
    assert "the lower of the last two regular checks." in unusual(400_00, 300_00, THREE[:2], 50, False, STYLE)


def test_nothing_paid_before_or_a_percentage_of_nothing_is_never_unusual() -> None:
    assert unusual(9_000_00, 9_000_00, [], 50, False, STYLE) == ""
    assert unusual(9_000_00, 9_000_00, THREE, 0, False, STYLE) == ""
    assert unusual(9_000_00, 9_000_00, [(0, 0)], 50, False, STYLE) == ""


@given(st.integers(1, 10**9), st.integers(1, 1000), st.booleans())
def test_the_usual_amount_itself_is_never_unusual(cents: int, percent: int, explained: bool) -> None:
    assert unusual(cents, cents, [(cents, cents)] * 3, percent, explained, STYLE) == ""


def test_a_row_since_the_last_period_or_an_entry_may_explain_a_change() -> None:
    job = Job(date(2026, 11, 8), Action.HIRE, Status.ACTIVE, "Clerk", "Sales")
    facts = PersonFacts(1, "1", "Ann Kim", jobs=(job,))
    assert may_explain(facts, date(2026, 11, 8), False)
    assert not may_explain(facts, date(2026, 11, 9), False)
    assert may_explain(facts, date(2026, 11, 9), True)
