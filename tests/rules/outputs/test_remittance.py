"""What payees and carriers are told: every garnishment with its order, every deduction with both parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hrtui.money import Money
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import codes
from hrtui.payroll.outputs.remittance import deduction_table, garnishment_table
from hrtui.payroll.outputs.values import PaidSlip
from tests.rules.outputs.slips import PAY_DATE, ann, slips


def test_a_payee_is_told_whose_order_was_paid() -> None:
    (row,) = garnishment_table([ann()]).rows
    assert tuple(row) == ("Suffolk County", "4711", "1042", "Kim, Ann", PAY_DATE, Money(100_00), "USD")


def test_a_deduction_is_told_with_the_employers_part() -> None:
    rows = {row[0]: tuple(row) for row in deduction_table([ann(), ann(number="7")], codes()).rows}
    assert rows["401k"] == ("401k", "401(k)", 2, Money(360_00), Money(180_02), Money(540_02), "USD")
    assert "social_security" not in rows


@given(st.lists(slips(), max_size=4))
def test_every_cent_of_garnishments_and_deductions_is_told(many: list[PaidSlip]) -> None:
    def taken(*parts: Part) -> int:
        return sum(line.amount for slip in many for line in slip.of(*parts))

    orders = [row[5] for row in garnishment_table(many).rows]
    assert sum(each.cents for each in orders if isinstance(each, Money)) == taken(Part.GARNISHMENT)
    own = [row[3] for row in deduction_table(many, codes()).rows]
    assert sum(each.cents for each in own if isinstance(each, Money)) == taken(Part.PRE_TAX, Part.POST_TAX)
