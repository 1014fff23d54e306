"""Forms 941 and 940: a worked quarter line by line, and the laws their lines keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.deposits import deposit_rules
from data.parameters import fica_rates
from hrtui.errors import RuleBroken
from hrtui.money import Money, round_cents
from hrtui.payroll.codes import codes
from hrtui.payroll.outputs import form940, form941
from hrtui.payroll.outputs.form940 import form_940, form_940_table
from hrtui.payroll.outputs.form941 import form_941, form_941_table
from hrtui.payroll.outputs.liability import Schedule
from hrtui.payroll.outputs.taxed import taxed
from hrtui.payroll.outputs.values import PaidSlip, Table
from tests.rules.outputs.reading import cents, example, slips_of
from tests.rules.outputs.slips import line, slip

QUARTER = example("quarter")
SLIPS = slips_of(QUARTER["slips"])
FICA = fica_rates(2026)
RULES = deposit_rules(date(2026, 3, 31))
FUTA = SimpleNamespace(
    rate=Decimal("0.06"), max_credit=Decimal("0.054"), wage_base=Decimal(7000), reductions={"CA": Decimal("0.015")}
)
MONTHLY, SEMIWEEKLY = Schedule.MONTHLY, Schedule.SEMIWEEKLY


def told(table: Table) -> dict[str, Any]:
    """What the rows of a return say, by line; both columns of lines 5a to 5d."""
    found: dict[str, Any] = {}
    for row in table.rows:
        cells = dict(zip(table.headings, row, strict=True))
        if isinstance(cells.get("wages"), Money):
            found[f"{cells['line']} wages"] = cells["wages"]
        found[str(cells["line"])] = cells["figure"]
    return found


def check(expected: dict[str, str], found: dict[str, Any]) -> None:
    for name, text in expected.items():
        figure = found[name]
        assert (figure.cents if isinstance(figure, Money) else figure) == (
            cents(text) if isinstance(figure, Money) else {"no": False, "yes": True}.get(text, int(text) if text.isdigit() else text)
        ), name  # fmt: skip


def test_form_941_of_the_worked_quarter() -> None:
    form = form_941(SLIPS, 2026, 1, FICA, MONTHLY, RULES, form941.Given(deposited=9_200_000))
    check(QUARTER["form_941"], told(form_941_table(form)))
    assert form.notices == ()


def test_form_940_of_the_worked_quarter() -> None:
    check(QUARTER["form_940"], told(form_940_table(form_940(SLIPS, 2026, FUTA, RULES, codes()))))


def test_lines_of_all_wages_give_the_same_as_lines_below_the_limit() -> None:
    def whole(one: PaidSlip) -> PaidSlip:
        """The slip with its bases of wages above the limit as well."""
        gross = {"1": 480_010, "2": 7_000_001}[one.number]
        month = one.pay_date.month
        lines = [
            each._replace(amount=gross, year_to_date=gross * month)
            if each.key in ("wages:futa", "wages:social_security") else each
            for each in one.lines
        ]  # fmt: skip
        return replace(one, lines=tuple(lines))

    every = [whole(one) for one in SLIPS]
    assert form_940(every, 2026, FUTA, RULES, codes()) == form_940(SLIPS, 2026, FUTA, RULES, codes())
    assert form_941(every, 2026, 1, FICA, MONTHLY, RULES) == form_941(SLIPS, 2026, 1, FICA, MONTHLY, RULES)


@given(st.lists(st.integers(-5_000_000, 5_000_000), min_size=1, max_size=12), st.integers(0, 10_000_000))
def test_the_taxed_parts_of_a_year_are_the_year_up_to_the_limit(amounts: list[int], limit: int) -> None:
    so_far, parts = 0, 0
    for amount in amounts:
        so_far += amount
        parts += taxed(slip("1", line("wages:futa", amount, year_to_date=so_far)), "wages:futa", limit)
    assert parts == min(so_far, limit)


WAGES = st.lists(st.tuples(st.integers(1, 4_000_000), st.integers(1, 90)), min_size=1, max_size=20)


@given(WAGES, st.sampled_from(Schedule), st.integers(-500_00, 0), st.integers(0, 900_00))
def test_liabilities_always_come_to_line_12(
    paid: list[tuple[int, int]], schedule: Schedule, adjusted: int, credit: int
) -> None:
    made = []
    for number, (wages, at) in enumerate(paid):
        security, medicare = round_cents(wages * FICA.social_security_rate), round_cents(wages * FICA.medicare_rate)
        lines = [line(f"{part}:{tax}", amount) for part in ("tax", "employer") for tax, amount in
                 (("social_security", security), ("medicare", medicare))]  # fmt: skip
        lines += [line(f"wages:{base}", wages) for base in ("social_security", "medicare", "federal_income_tax")]
        made.append(
            slip(str(number), line("earning:salary", wages), *lines, pay_date=date(2026, 1 + at % 3, 1 + at % 28))
        )
    form = form_941(made, 2026, 1, FICA, schedule, RULES, form941.Given(sick_pay=adjusted, research_credit=credit))
    assert sum(form.days.values()) == sum(form.months) == form.line_12
    assert abs(form.line_7) <= len(made)
    assert form.line_12 == form.line_3 + form.line_5e + form.line_5f + form.line_7 + form.line_8 + form.line_9 - credit
    assert "more apart" not in " ".join(form.notices)


def test_an_employers_share_that_is_missing_is_told() -> None:
    bare = [replace(one, lines=tuple(each for each in one.lines if each.part != "employer")) for one in SLIPS]
    assert "more apart than rounding" in " ".join(form_941(bare, 2026, 1, FICA, MONTHLY, RULES).notices)


@pytest.mark.parametrize(
    ("scale", "schedule", "before", "expected"),
    [
        (1, MONTHLY, None, "monthly"),
        (1, SEMIWEEKLY, None, "semiweekly"),
        (1, MONTHLY, 249_999, "small"),
        (4, MONTHLY, 0, "semiweekly"),
    ],
)
def test_line_16_says_how_liabilities_are_told(
    scale: int, schedule: Schedule, before: int | None, expected: str
) -> None:
    slips = [replace(one, number=f"{one.number}-{at}") for one in SLIPS for at in range(scale)]
    form = form_941(slips, 2026, 1, FICA, schedule, RULES, form941.Given(before=before))
    assert form.line_16 == expected


def test_schedule_b_has_a_row_for_each_pay_date() -> None:
    rows = form_941_table(form_941(SLIPS, 2026, 1, FICA, SEMIWEEKLY, RULES)).rows
    assert [row[1] for row in rows if row[0] == "Schedule B"] == ["2026-01-30", "2026-02-27", "2026-03-31"]


def test_line_1_counts_people_of_the_period_with_the_12th_once() -> None:
    twice = [SLIPS[-1], replace(SLIPS[-1], reference="bonus"), SLIPS[0]]
    assert form_941(twice, 2026, 1, FICA, MONTHLY, RULES).line_1 == 1
    assert form_941(twice, 2026, 1, FICA, MONTHLY, RULES, form941.Given(employees=7)).line_1 == 7


def test_a_quarter_without_slips_owes_nothing() -> None:
    form = form_941([], 2026, 2, FICA, MONTHLY, RULES)
    assert (form.line_4, form.line_12, form.line_16, form.days) == (True, 0, "small", {})


def test_slips_of_another_time_are_refused() -> None:
    with pytest.raises(RuleBroken, match="not in quarter 2 of 2026"):
        form_941(SLIPS, 2026, 2, FICA, MONTHLY, RULES)
    with pytest.raises(RuleBroken, match="not in 2025"):
        form_940(SLIPS, 2025, FUTA, RULES, codes())


def test_the_quarters_of_form_940_come_to_its_total_above_500() -> None:
    many = [replace(one, number=f"{one.number}-{at}") for one in SLIPS for at in range(10)]
    form = form_940(many, 2026, FUTA, RULES, codes(), form940.Given(deposited=2_000_00))
    assert (form.line_12, form.line_17, form.line_14, form.line_15) == (1_890_00, 1_890_00, 0, 110_00)
    assert form.quarters == (840_00, 0, 0, 1_050_00)
    assert [row[0] for row in form_940_table(form).rows][-5:] == ["16a", "16b", "16c", "16d", "17"]


def test_wages_outside_state_tax_lose_the_whole_credit_instead_of_the_reduction() -> None:
    form = form_940(SLIPS, 2026, FUTA, RULES, codes(), form940.Given(no_state_tax=True))
    assert (form.line_9, form.line_11, form.line_12) == (756_00, 0, 840_00)


def test_taxable_wages_above_what_was_paid_are_refused() -> None:
    with pytest.raises(RuleBroken, match="more than the"):
        form_940([slip("1", line("earning:salary", 100), line("wages:futa", 200))], 2026, FUTA, RULES, codes())
