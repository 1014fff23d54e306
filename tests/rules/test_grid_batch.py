"""A batch keyed from paper: what a cell is read as, filling, copying, pasting, undoing, and the totals that must match."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrtui.errors import RuleBroken
from hrtui.payroll.grid.batch import Batch
from hrtui.payroll.grid.control import differences
from hrtui.payroll.grid.model import GridColumn, GridLine, GridPerson, GridTotals, Unit, hash_of, written
from hrtui.payroll.grid.reading import Unfinished, read

REGULAR = GridColumn("REG", "Regular hours", Unit.HOURS, 336_00)
OVERTIME = GridColumn("OT", "Overtime hours")
BONUS = GridColumn("BONUS", "Bonus", Unit.MONEY)
COLUMNS = (REGULAR, OVERTIME, BONUS)
PEOPLE = (GridPerson(1, "100", "Byron, Ada"), GridPerson(2, "101", "Chen, Bo"), GridPerson(3, "E-7", "Diaz, Cleo"))
READ = {
    "40": 4000, "7.5": 750, ".25": 25, "8.": 800, "0": 0, "=37.5+4": 4150, "=80-7.5*2": 6500, "=(80-7.5)*2": 14500,
    "37.5+4": 4150, "7:30": 750, "7:20": 733, "=7:30+8:15": 1575, "=10/3": 333, "= 8 * 5 ": 4000, "=-8+16": 800,
    "=40-(8-2)": 3400, "=2/3*3": 200, "=0.005": 1,
}  # fmt: skip
REFUSED = {
    "37,5": "has a comma", "1,250.00": "has a comma", "-8": "is below zero", "=8-16": "is below zero", "8.125": "more than two decimals",
    "abc": "is not a number", "8h": "is not a number", "１２": "is not a number", "7:60": "has 60 minutes", "=8/0": "divides by zero",
    "337": "is more than 336.00", "=8 8": "has a “8” where a sign", "=*8": "has a “*” where a number", "=(8": "is not finished",
    "=((((((((((8": "parentheses", "9" * 30: "is larger than", "=" + "9" * 20 + "*" + "9" * 20: "is larger than", "1" * 61: "is longer",
    "7:3": "is not a number", "1:2:3": "is not a number", "__import__('os')": "is not a number", "8**99": "has a “*”",
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_a_cell_is_read_as_it_is_meant(text: str) -> None:
    assert read(text, REGULAR).hundredths == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_a_cell_that_cannot_be_paid_names_field_value_and_rule(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(text, REGULAR)
    assert str(refused.value).startswith(f"Regular hours: “{text}” ")
    assert REFUSED[text] in str(refused.value)
    assert refused.value.field == "REG"


def test_an_amount_is_never_minutes_and_never_negative() -> None:
    assert read("=250*2+0.505", BONUS).hundredths == 500_51
    with pytest.raises(RuleBroken, match="Bonus: “7:30” is hours and minutes"):
        read("7:30", BONUS)
    with pytest.raises(RuleBroken, match="Bonus: “-5” is below zero: pay is never negative"):
        read("-5", BONUS)


@pytest.mark.parametrize("text", ["=", "=8+", "=(8", "=8*(2+", "37.5+"])
def test_a_calculation_that_more_signs_would_make_right_is_unfinished(text: str) -> None:
    with pytest.raises(Unfinished):
        read(text, OVERTIME)


@given(st.recursive(
    st.decimals(0, 500, places=2).map(lambda number: f"{number:f}"),
    lambda part: st.tuples(part, st.sampled_from("+-*"), part).map(lambda three: f"({three[0]}{three[1]}{three[2]})"),
    max_leaves=4,
))  # fmt: skip
def test_a_calculation_comes_to_what_exact_arithmetic_says(text: str) -> None:
    names: dict[str, object] = {"D": Decimal}
    exact = Decimal(eval(re.sub(r"([0-9.]+)", r"D('\1')", text), names))  # noqa: S307 - a calculation made above
    if len(text) > 50 or not 0 <= exact < 10**6:
        return
    assert abs(Decimal(written(read("=" + text, OVERTIME).hundredths)) - exact) <= Decimal("0.005")


def batch(**more: object) -> Batch:
    return Batch(PEOPLE, COLUMNS, **more)  # type: ignore[arg-type]


def test_keyed_cells_are_counted_by_line_and_by_the_numbers_of_their_people() -> None:
    made = batch()
    made.put((1, "REG"), "80")
    made.put((1, "OT"), "=2*2")
    made.put((3, "BONUS"), "250.50")
    assert made.totals == GridTotals(2, 8400, 25050, 107)
    made.put((1, "REG"), "80,5")
    made.put((1, "OT"), "")
    assert made.totals == GridTotals(1, 0, 25050, 7)
    assert made.faults == [(1, "REG")]
    with pytest.raises(RuleBroken, match=r"Byron, Ada \(100\), Regular hours: “80,5” has a comma"):
        made.lines()
    made.put((1, "REG"), "80.5")
    assert made.lines() == (GridLine(1, "REG", 8050), GridLine(3, "BONUS", 25050))


def test_what_is_on_file_stays_unless_it_is_keyed_over_or_taken_out() -> None:
    made = batch(saved={(1, "REG"): 8000, (2, "REG"): 4000})
    assert (made.in_force((1, "REG")), made.totals.lines) == (8000, 0)
    made.put((1, "REG"), "72")
    made.clear((2, "REG"))
    assert (made.in_force((1, "REG")), made.in_force((2, "REG"))) == (7200, None)
    assert made.lines() == (GridLine(1, "REG", 7200), GridLine(2, "REG", None))
    made.clear((1, "REG"))
    assert made.in_force((1, "REG")) == 8000
    made.undo()
    made.undo()
    assert made.in_force((2, "REG")) == 4000


def test_filling_goes_down_to_the_next_cell_that_holds_something_and_is_one_step() -> None:
    made = batch()
    made.put((1, "REG"), "8")
    assert made.fill_down(0, 0) == ((2, "REG"), (3, "REG"))
    made.undo()
    assert made.totals.lines == 1
    assert made.fill_down(1, 0) == ((2, "REG"), (3, "REG"))
    with pytest.raises(RuleBroken, match="holds something already"):
        made.fill_down(0, 0)
    with pytest.raises(RuleBroken, match="nothing here or above"):
        made.fill_down(0, 1)


def test_copying_takes_the_cell_above_or_says_that_there_is_none() -> None:
    made = batch()
    made.put((1, "OT"), "=2+2")
    made.copy_above(1, 1)
    assert made.texts[(2, "OT")] == "=2+2"
    for row in (0, 2):
        with pytest.raises(RuleBroken, match="nothing above"):
            made.copy_above(row, 0)


def test_a_block_is_pasted_whole_or_not_at_all() -> None:
    made = batch()
    assert len(made.paste(0, 0, "80\t4\r\n72\t\r\n")) == 3
    assert made.totals == GridTotals(2, 15600, 0, 201)
    for row, column, block in ((1, 0, "1\n2\n3"), (0, 1, "1\t2\t3")):
        with pytest.raises(RuleBroken, match=r"from here there are .* Nothing was pasted"):
            made.paste(row, column, block)
    made.undo()
    assert made.texts == {}


def test_a_batch_is_kept_as_texts_and_made_again_from_them() -> None:
    made = batch()
    made.paste(0, 0, "80\t4,5\n72\t")
    again = batch(texts={**made.texts, (99, "REG"): "1", (1, "GONE"): "1"})
    assert (again.texts, again.totals, again.faults) == (made.texts, made.totals, made.faults)


STEP = st.tuples(
    st.sampled_from(["put", "clear", "fill", "copy", "paste", "undo"]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from(["", "8", "7:30", "=2+2", "x", "1,5", "12.25"]),
)


@given(st.lists(STEP, max_size=30))
def test_totals_are_always_those_of_the_cells_and_undoing_all_leads_back(
    steps: list[tuple[str, int, int, str]],
) -> None:
    made = batch(saved={(2, "REG"): 100})
    for step in steps:
        try:
            acted(made, *step)
        except RuleBroken:
            continue
        finally:
            assert made.totals == counted(made)
    while made.undo():
        assert made.totals == counted(made)
    assert made.texts == {}


def acted(made: Batch, name: str, row: int, column: int, text: str) -> None:
    key = made.key(row, column)
    if name == "put":
        made.put(key, text)
    elif name == "clear":
        made.clear(key)
    elif name == "fill":
        made.fill_down(row, column)
    elif name == "copy":
        made.copy_above(row, column)
    elif name == "paste":
        made.paste(row, column, f"{text}\t{text}\n{text}")
    else:
        made.undo()


def counted(made: Batch) -> GridTotals:
    units = {column.code: column.unit for column in COLUMNS}
    found = {key: figure.hundredths for key in made.texts if (figure := made.figure(key))}
    people = {key[0] for key in found}
    hours = sum(value for key, value in found.items() if units[key[1]] is Unit.HOURS)
    numbers = sum(hash_of(person.number) for person in PEOPLE if person.id in people)
    return GridTotals(len(people), hours, sum(found.values()) - hours, numbers)


def test_totals_of_the_paper_must_be_given_and_match() -> None:
    keyed = GridTotals(2, 15250, 25050, 201)
    right = {"lines": "2", "hours": "=80+72.5", "amount": "250.50", "hash": "201"}
    assert differences(right, keyed, COLUMNS) == ()
    assert differences({**right, "hash": ""}, keyed, COLUMNS) == ()
    assert differences({}, keyed, COLUMNS) == tuple(
        f"{label}: not entered; type what the paper says." for label in ("Lines", "Hours", "Amount")
    )
    assert differences({**right, "hours": "160", "lines": "1"}, keyed, COLUMNS) == (
        "Lines: paper 1, keyed 2; 1 too much.",
        "Hours: paper 160.00, keyed 152.50; 7.50 missing.",
    )
    assert differences({**right, "hash": "201,5"}, keyed, COLUMNS) == (
        "Hash total: “201,5” has a comma; type digits alone.",
    )
    assert differences({"lines": "2", "hours": "152.5"}, keyed._replace(amount=0), COLUMNS) == ()
