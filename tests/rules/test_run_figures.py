"""A stored slip as figures: they add up for this check and for the year, and so do their derivations."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hrtui.payroll.check.values import SIGN, CheckLine, Part
from hrtui.payroll.rules.figures import Figure, Section
from hrtui.payroll.runs.figures import slip_figures
from hrtui.payroll.runs.model import Slip, SlipLine

PAID = [part for part in Part if part is not Part.WAGES]
LINE = st.tuples(st.sampled_from(PAID), st.sampled_from("abc"), st.integers(0, 10**6), st.integers(0, 10**7))


def slip(lines: Sequence[tuple[Part, str, int, int]]) -> Slip:
    """A slip of lines with what was there before this check, by key; lines of one key go on from each other."""
    totals: dict[str, int] = {}
    made: list[SlipLine] = []
    for part, code, amount, before in lines:
        line = CheckLine(part, code, code.upper(), amount, cost_centre=f"centre {len(made)}")
        totals[line.key] = totals.get(line.key, before) + amount
        made.append(SlipLine(line, totals[line.key]))
    of = {part: sum(line.amount for line, _ in made if line.part is part) for part in Part}
    gross, withheld = of[Part.EARNING], of[Part.TAX] + of[Part.CONTRIBUTION]
    net = sum(SIGN[part] * cents for part, cents in of.items())
    return Slip(1, "main-1", 1, "100", "Ada Byron", gross, withheld, 0, 0, net, "MA", tuple(made), (), (), 1)


def by_code(found: Sequence[Figure], code: str) -> Figure:
    return next(each for each in found if each.code == code)


@given(st.lists(LINE, max_size=14))
def test_the_figures_add_up_for_the_check_and_for_the_year(lines: list[tuple[Part, str, int, int]]) -> None:
    made = slip(lines)
    found = slip_figures(made, {})
    whole = [each for each in found if not each.is_part and not each.is_total]
    net = by_code(found, "net")
    taken = {Section.PRE_TAX, Section.TAXES, Section.POST_TAX}
    signs = {Section.EARNINGS: 1, Section.REIMBURSED: 1, **dict.fromkeys(taken, -1)}
    assert sum(signs.get(each.section, 0) * each.amount.cents for each in whole) == net.amount.cents == made.net
    assert net.to_date is not None
    of_year = sum(signs.get(each.section, 0) * each.to_date.cents for each in whole if each.to_date is not None)
    assert of_year == net.to_date.cents
    assert {each.code for each in whole} == {line.key for line, _ in made.lines}


@given(st.lists(LINE, max_size=14))
def test_every_derivation_comes_to_its_figure(lines: list[tuple[Part, str, int, int]]) -> None:
    for each in slip_figures(slip(lines), {}):
        assert each.why.amount == each.amount.amount
        if each.to_date is not None and each.year_why is not None:
            assert each.year_why.amount == each.to_date.amount


def test_lines_of_one_key_are_one_figure_and_its_parts() -> None:
    found = slip_figures(
        slip([(Part.EARNING, "a", 600, 1_000), (Part.TAX, "a", 100, 0), (Part.EARNING, "a", 400, 0)]), {}
    )
    assert [(each.label, each.amount.cents, each.to_date.cents if each.to_date else None) for each in found[:3]] == [
        ("A", 1_000, 2_000),
        ("centre 0", 600, None),
        ("centre 2", 400, None),
    ]
    assert by_code(found, "gross").to_date == by_code(found, "earning:a").to_date


def test_hours_and_their_rate_stand_behind_the_label() -> None:
    line = CheckLine(Part.EARNING, "hourly", "Hourly wages", 80_000, rate=Decimal("20.50"), hours=Decimal("40.00"))
    made = slip([])
    found = slip_figures(
        Slip(1, "r", 1, "1", "A", 80_000, 0, 0, 0, 80_000, "MA", (SlipLine(line, 80_000),), (), (), 1), {}
    )
    assert made.lines == ()
    assert found[0].label == "Hourly wages, 40 h at 20.50"
