"""An invoice's rows become lines through the carrier's mapping, and what cannot be read becomes faults by row and column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from hrtui.benefits.billing.invoice import Read, mapped, read_lines, written
from hrtui.benefits.billing.model import Identity
from hrtui.benefits.plans import Carrier
from hrtui.errors import ImportFault, RuleBroken
from hrtui.exchange.model import RawRow
from hrtui.money import STYLES

TODAY = date(2026, 6, 15)
HEADER = ("Member ID", "Subscriber", "Plan", "Tier", "Deps", "Premium", "Coverage month", "DOB", "SSN")
MAPPING = {
    "member_id": "Member ID", "name": "subscriber", "plan": "Plan", "tier": "Tier", "dependents": "Deps",
    "amount": "Premium", "period": "Coverage month", "birth_date": "DOB", "ssn_last4": "SSN",
}  # fmt: skip
GOOD = ("1042", "Kowalski, Ann", "PPO500", "EE+SP", "1", "$1,204.50", "2026-06", "4/9/1984", "xxx-xx-6789")


def read(*rows: tuple[str, ...], mapping: Mapping[str, str] = MAPPING) -> Read:
    carrier = Carrier("bluewater", "Bluewater", invoice=mapping)
    made = mapped(carrier, HEADER, STYLES["en_US"], "USD", TODAY)
    return read_lines(made, (RawRow(at, row) for at, row in enumerate(rows, 2)))


def cell(column: str, text: str) -> tuple[str, ...]:
    return tuple(text if name == column else value for name, value in zip(HEADER, GOOD, strict=True))


def test_a_row_becomes_a_line_and_what_it_says_of_whom_it_means() -> None:
    made = read(GOOD)
    line = made.lines[0]
    assert (line.line, line.member_id, line.name, line.plan, line.tier) == (
        2,
        "1042",
        "Kowalski, Ann",
        "PPO500",
        "employee_spouse",
    )
    assert (line.amount, line.dependents, line.period) == (120_450, 1, date(2026, 6, 1))
    assert made.identities == (Identity("1042", date(1984, 4, 9), "6789"),)
    assert made.faults == ()


@pytest.mark.parametrize(
    ("column", "text", "rule"),
    [
        ("Premium", "12.345", "is no amount of money with at most two decimals"),
        ("Premium", "", "is no amount of money with at most two decimals"),
        ("Tier", "Pets", "is no tier we know; add `tier:Pets`"),
        ("Deps", "two", "is no count of dependents"),
        ("Coverage month", "2026-13", "is no month of the calendar"),
        ("Coverage month", "soon", "is no date"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_fault_with_row_column_and_value(column: str, text: str, rule: str) -> None:
    made = read(GOOD, cell(column, text))
    assert len(made.lines) == 1
    (fault,) = made.faults
    assert (fault.row, fault.column, fault.value) == (3, column, text)
    assert fault.rule.startswith(rule)


def test_every_fault_of_a_row_is_told() -> None:
    row = ("1042", "Kowalski, Ann", "PPO500", "Pets", "two", "much", "2026-06", "4/9/1984", "6789")
    assert [fault.column for fault in read(row).faults] == ["Tier", "Premium", "Deps"]


def test_a_social_security_number_that_cannot_be_read_is_not_repeated_in_the_fault() -> None:
    (fault,) = read(cell("SSN", "123-45-67AB")).faults
    assert (fault.column, fault.value) == ("SSN", "")


@pytest.mark.parametrize(("text", "cents"), [("(12.50)", -1250), ("-3", -300), ("12.50-", -1250), ("1,000", 100_000)])
def test_amounts_that_are_taken_back_are_below_zero(text: str, cents: int) -> None:
    assert read(cell("Premium", text)).lines[0].amount == cents


def test_an_amount_is_read_as_the_mapping_says_decimals_are_written() -> None:
    assert read(cell("Premium", "1.204,50"), mapping={**MAPPING, "decimals": "comma"}).lines[0].amount == 120_450


def test_a_word_of_the_carrier_is_the_tier_the_mapping_says() -> None:
    assert read(cell("Tier", "T9"), mapping={**MAPPING, "tier:T9": "family"}).lines[0].tier == "family"


def test_a_row_that_adds_up_the_others_is_left_out() -> None:
    assert read(GOOD, ("Total", "", "", "", "", "1,204.50", "", "", "")).lines[1:] == ()


def test_a_row_that_means_nobody_is_a_fault() -> None:
    (fault,) = read(("", "", "PPO500", "EE", "0", "1.00", "", "", "")).faults
    assert (fault.column, fault.rule) == ("Member ID", "is empty, so nobody is meant")


def test_a_row_whose_cells_cannot_be_told_apart_is_a_fault() -> None:
    made = mapped(Carrier("b", "B", invoice=MAPPING), HEADER, STYLES["en_US"], "USD", TODAY)
    (fault,) = read_lines(made, [RawRow(4, ('1042,"Kow',), "has a stray quote")]).faults
    assert (fault.row, fault.rule) == (4, "has a stray quote")


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"amount": "Premium"}, "Say which column is the amount"),
        ({"member_id": "Member ID"}, "Say which column is the amount"),
        ({**MAPPING, "salary": "Plan"}, "“salary” is no column we read"),
        ({**MAPPING, "tier:T9": "pets"}, "is no tier"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_naming_the_plan_file(mapping: dict[str, str], said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        read(GOOD, mapping=mapping)


def test_a_file_without_a_mapped_column_is_refused_with_both_names() -> None:
    with pytest.raises(ImportFault, match="no column Prem; it has Member ID"):
        read(GOOD, mapping={**MAPPING, "amount": "Prem"})


def test_how_the_file_is_written_may_be_told() -> None:
    assert written(Carrier("b", "B", invoice={"delimiter": "semicolon", "encoding": "cp1252"})) == ("cp1252", ";")
    with pytest.raises(RuleBroken, match="delimiter: pipe"):
        written(Carrier("b", "B", invoice={"delimiter": "pipe"}))
