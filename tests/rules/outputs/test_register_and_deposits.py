"""The register's totals, what agencies are owed, and the days by which it is deposited."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.deposits import deposit_rules
from hrtui.dates import is_business_day
from hrtui.errors import RuleBroken
from hrtui.exchange.files import Format
from hrtui.money import Money
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import codes
from hrtui.payroll.outputs.files import write_table
from hrtui.payroll.outputs.liability import (
    Schedule,
    by_day,
    deposit_table,
    deposits,
    federal_deposits,
    liabilities,
    lookback_of,
    quarter,
    schedule_of,
    unemployment_deposits,
)
from hrtui.payroll.outputs.register import register
from hrtui.payroll.outputs.values import PaidSlip
from tests.rules.outputs.reading import cents, day, example
from tests.rules.outputs.slips import PAY_DATE, ann, later, line, slip, slips

RULES = deposit_rules(date(2026, 6, 30))
CASES = example("deposits")
HOLIDAYS = [day(text) for text in CASES["holidays"]]
OWED = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(-50_000, 15_000_000), max_size=40)


def owed_of(case: dict[str, Any]) -> dict[date, int]:
    return {day(text): cents(amount) for text, amount in case["owed"].items()}


def told(case: dict[str, Any]) -> list[tuple[date, date, int, date | None]]:
    return [
        (day(each["from"]), day(each["through"]), cents(each["amount"]), day(each["due"]) if each["due"] else None)
        for each in case["deposits"]
    ]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_deposits_are_due_as_in_the_worked_examples(case: dict[str, Any]) -> None:
    made = federal_deposits(owed_of(case), Schedule(case["schedule"]), RULES, HOLIDAYS)
    assert [(each.begins, each.ends, each.cents, each.due) for each in made] == told(case)


@pytest.mark.parametrize("case", CASES["unemployment"], ids=lambda case: case["name"])
def test_unemployment_tax_is_deposited_as_in_the_worked_examples(case: dict[str, Any]) -> None:
    made = unemployment_deposits(owed_of(case), RULES, HOLIDAYS)
    assert [(each.begins, each.ends, each.cents, each.due) for each in made] == told(case)


@given(OWED, st.sampled_from(Schedule))
def test_deposits_add_up_to_what_is_owed_and_are_due_on_later_business_days(
    owed: dict[date, int], schedule: Schedule
) -> None:
    made = list(federal_deposits(owed, schedule, RULES, HOLIDAYS))
    assert sum(each.cents for each in made) == sum(owed.values())
    for each in made:
        assert (each.due is None) == (each.cents <= 0)
        assert each.due is None or (each.due > each.ends and is_business_day(each.due, HOLIDAYS))
    quarters = [each for each in made if min(owed.values()) >= 0]
    assert all(quarter(each.begins) == quarter(each.ends) for each in quarters)


@given(OWED)
def test_unemployment_deposits_add_up_too(owed: dict[date, int]) -> None:
    made = list(unemployment_deposits(owed, RULES, HOLIDAYS))
    assert sum(each.cents for each in made) == sum(owed.values())


def test_the_look_back_decides_on_the_schedule() -> None:
    assert (lookback_of(2026).start, lookback_of(2026).end) == (date(2024, 7, 1), date(2025, 6, 30))
    assert schedule_of(50_000_00, RULES) is Schedule.MONTHLY
    assert schedule_of(50_000_01, RULES) is Schedule.SEMIWEEKLY


def test_the_rules_say_how_far_they_are_trusted_and_which_days_they_know() -> None:
    assert RULES.schedule_source.confidence == "medium"
    assert RULES.source.confidence == "medium"
    with pytest.raises(RuleBroken, match="from 2025-01-01 through 2026-12-31"):
        deposit_rules(date(2027, 1, 1))


def test_agencies_are_owed_what_was_withheld_and_what_the_employer_adds() -> None:
    owed = liabilities([ann(), later(ann(), 14), slip("7", line("employer:futa", 4_200))], codes())
    assert by_day(owed, "941") == dict.fromkeys((PAY_DATE, later(ann(), 14).pay_date), 28_931 + 2 * 17_856 + 2 * 4_176)
    assert by_day(owed, "940") == {PAY_DATE: 4_200}
    assert {(each.agency, each.what) for each in owed if not each.form} == {
        ("MA", "MA_income_tax"), ("MA", "MA paid_family_leave"),
    }  # fmt: skip


def test_the_credit_reduction_is_owed_with_the_last_quarter() -> None:
    owed = liabilities([slip("7", line("employer:futa", 60_000), line("employer:futa_credit_reduction", 900))], codes())
    made = [each for each in deposits(owed, Schedule.MONTHLY, RULES, HOLIDAYS) if each.form == "940"]
    assert [(each.what, each.cents, each.due) for each in made] == [
        ("futa", 60_000, date(2026, 4, 30)), ("futa_credit_reduction", 900, date(2027, 2, 1)),
    ]  # fmt: skip


@given(st.lists(slips(), max_size=5))
def test_nothing_that_is_owed_is_lost_between_agencies(many: list[PaidSlip]) -> None:
    owed = liabilities(many, codes())
    lines = (each for one in many for each in one.of(Part.TAX, Part.CONTRIBUTION, Part.EMPLOYER))
    assert sum(each.cents for each in owed) == sum(each.amount for each in lines)
    assert sum(each.cents for each in deposits(owed, Schedule.MONTHLY, RULES, HOLIDAYS)) == sum(
        each.cents for each in owed
    )


def test_deposits_leave_as_a_table_with_their_rules() -> None:
    table = deposit_table(deposits(liabilities([ann()], codes()), Schedule.MONTHLY, RULES, HOLIDAYS))
    first = dict(zip(table.headings, list(table.rows)[0], strict=True))
    assert (first["agency"], first["form"], first["due"]) == ("US", "941", date(2026, 4, 15))
    assert [row[7] for row in list(table.rows)[1:]] == [None, None]


@given(st.lists(slips(), min_size=1, max_size=5))
def test_every_column_of_the_register_adds_up_to_its_total(many: list[PaidSlip]) -> None:
    table = register(many)
    for at, heading in enumerate(table.headings):
        column = [row[at] for row in table.rows]
        money = [cell.cents for cell in column if isinstance(cell, Money)]
        if isinstance(column[-1], Money):
            assert sum(money[:-1]) == money[-1], heading
    assert len(set(table.headings)) == len(table.headings)


def test_the_register_shows_each_person_and_the_totals() -> None:
    table = register([ann(), ann(number="1043")], wages=False)
    row, total = (dict(zip(table.headings, list(table.rows)[at], strict=True)) for at in (0, -1))
    assert (row["number"], row["name"], row["hours"], row["gross"]) == ("1042", "Kim, Ann", Decimal(80), Money(300_000))
    assert row["employer"] == Money(17_856 + 4_176 + 9_001)
    assert (total["number"], total["name"], total["net"]) == ("total", "2 slips", Money(2 * ann().net))
    assert Counter(heading.partition(":")[0] for heading in table.headings)["wages"] == 0


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX, Format.JSON])
def test_the_register_leaves_in_every_format(tmp_path: Path, form: Format) -> None:
    assert write_table(tmp_path / "register", register([ann()]), form).size > 200
