"""Form W-2 of a worked year, what the SSA would refuse, and the EFW2 file read back by position."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.parameters import fica_rates
from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.codes import DeductionCode, EarningCode, codes
from hrtui.payroll.outputs import efw2_layout as layout
from hrtui.payroll.outputs.efw2 import efw2
from hrtui.payroll.outputs.values import Address, PaidSlip
from hrtui.payroll.outputs.w2 import W2, Given, check, premium, problems, w2_table, w2s
from tests.rules.outputs.reading import cents, example, slips_of
from tests.rules.outputs.slips import ACME, line, slip

YEAR = example("year")
FICA = fica_rates(2026)
ADDRESS = Address("5 Elm Street", "Albany", "NY", "12207-0001", "Apt 4")
SLIPS = [replace(one, address=ADDRESS) for one in slips_of(YEAR["slips"])]
CODES = codes()


def made() -> tuple[W2, ...]:
    return w2s(SLIPS, 2026, FICA, CODES)


def boxes(w2: W2) -> dict[str, Any]:
    """A statement as the example tells it."""
    found: dict[str, Any] = dict(w2.boxes)
    found |= {f"12 {code}": amount for code, amount in w2.box_12.items()}
    found |= {f"14a {label}": amount for label, amount in w2.box_14a.items()}
    for place in (*w2.states, *w2.localities):
        found |= {f"{place.name} wages": place.wages, f"{place.name} tax": place.tax}
    return found


@pytest.mark.parametrize("number", ["1", "2"])
def test_the_boxes_of_the_worked_year(number: str) -> None:
    w2 = made()[int(number) - 1]
    expected = dict(YEAR["w2"][number])
    assert w2.retirement is (expected.pop("retirement plan") == "yes")
    assert {name: boxes(w2)[name] for name in expected} == {name: cents(text) for name, text in expected.items()}
    named = {name for name in expected if name.startswith(("12", "14a"))}
    assert {name for name in boxes(w2) if name.startswith(("12", "14a"))} == named


def test_the_file_has_its_figures_where_the_layout_says() -> None:
    first: dict[str, str] = {}
    for record in efw2(ACME, made(), 2026, FICA).text.split("\r\n")[:-1]:
        assert len(record) == 512
        first.setdefault(record[:2], record)
    for record, start, end, text in YEAR["file"]:
        assert first[record][int(start) - 1 : int(end)].rstrip() == text, (record, start)


def test_records_stand_in_order_and_totals_are_those_of_the_statements() -> None:
    file = efw2(ACME, made(), 2026, FICA)
    records = file.text.split("\r\n")[:-1]
    assert [record[:2] for record in records] == ["RA", "RE", "RW", "RS", "RW", "RT", "RF"]
    assert file.text.isascii() and file.text.upper().count("\x1b") == 0
    for name, (start, end) in layout.RW_MONEY.items():
        low, high = layout.RT_MONEY[name]
        total = sum(int(record[start - 1 : end]) for record in records if record[:2] == "RW")
        assert int(records[-2][low - 1 : high]) == total, name


def test_a_name_is_written_without_its_marks() -> None:
    record = [row for row in efw2(ACME, made(), 2026, FICA).text.split("\r\n") if row.startswith("RW")][1]
    assert (record[11:26].rstrip(), record[41:61].rstrip()) == ("ZOE", "ONEIL MULLER")
    assert record[65:87].rstrip() == "APT 4"
    assert record[133:142] == "122070001"


def test_what_is_told_in_ro_has_totals_in_ru() -> None:
    tips = [
        replace(each, boxes={**each.boxes, "8": 500}, box_12={**each.box_12, "A": 3, "B": 4, "S": 9}) for each in made()
    ]
    records = efw2(ACME, tips, 2026, FICA).text.split("\r\n")[:-1]
    assert [record[:2] for record in records] == ["RA", "RE", "RW", "RO", "RS", "RW", "RO", "RT", "RU", "RF"]
    assert records[3][11:33] == "0000000050000000000007"
    assert records[-2][:39] == "RU0000002000000000001000000000000000014"


def test_roth_contributions_to_a_governmental_plan_stand_in_ro_and_ru() -> None:
    told = [replace(each, box_12={**each.box_12, "EE": 700}) for each in made()]
    records = efw2(ACME, told, 2026, FICA).text.split("\r\n")[:-1]
    assert [record[110:121] for record in records if record.startswith("RO")] == ["00000000700"] * 2
    assert next(record for record in records if record.startswith("RU"))[144:159] == "000000000001400"


def test_an_address_abroad_stands_in_its_own_fields() -> None:
    abroad = [replace(each, address=Address("1 Rue X", "Paris", "IDF", "75001", country="FR")) for each in made()]
    record = next(row for row in efw2(ACME, abroad, 2026, FICA).text.split("\r\n") if row.startswith("RW"))
    assert (record[131:142], record[147:170].rstrip(), record[170:185].rstrip(), record[185:187]) == (
        " " * 11, "IDF", "75001", "FR",
    )  # fmt: skip


@pytest.mark.parametrize("code", ["TA", "TP", "TT", "GG"])
def test_a_code_without_a_known_place_keeps_the_file_from_being_written(code: str) -> None:
    told = [replace(made()[0], box_12={code: 100}, box_14b=("000",))]
    with pytest.raises(RuleBroken, match=rf"code {code} of Ann Kim \(1\) has no place") as refused:
        efw2(ACME, told, 2026, FICA)
    assert "nothing was written" in str(refused.value)


def test_the_file_says_that_its_layout_is_an_older_years() -> None:
    notices = efw2(ACME, made(), 2026, FICA).notices
    assert "tax year 2025" in notices[0]
    assert "account number of NY" in notices[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ssn": ""}, "nine digits"),
        ({"ssn": "900-12-3456"}, "No social security number is like that"),
        ({"first_name": "李"}, "Latin letters"),
        ({"3": 184_500_01}, "above the wage base"),
        ({"4": 11_439_01}, "above the most of a year"),
        ({"5": 4_562_49}, "below boxes 3 and 7"),
        ({"7": 1}, "below boxes 3 and 7"),
        ({"3": 0}, "Box 4 holds social security tax"),
        ({"3": 0, "5": 0}, "Box 6 holds Medicare tax"),
        ({"1": -1}, "Below zero: 1"),
        ({"box_12": {"TP": 5}}, "box 14b names no occupation"),
        ({"box_14b": ("12",)}, "three digits"),
    ],
)
def test_what_the_ssa_would_refuse_is_said_before_anything_is_written(change: dict[str, Any], said: str) -> None:
    one = made()[0]
    amounts = {name: value for name, value in change.items() if name.isdigit()}
    fields = {name: value for name, value in change.items() if not name.isdigit()}
    wrong = replace(one, boxes={**one.boxes, **amounts}, **fields)
    assert any(said in sentence for sentence in problems(wrong, FICA))
    with pytest.raises(RuleBroken, match="Ann Kim|李 Kim"):
        efw2(ACME, [wrong], 2026, FICA)


def test_good_statements_have_no_problems() -> None:
    check(made(), FICA)
    assert [list(problems(each, FICA)) for each in made()] == [[], []]


@pytest.mark.parametrize(
    ("hours", "rate", "amount", "multiplier", "expected"),
    [
        ("10", "20", 300_00, "1.5", 100_00),  # time and a half: half of it is on top
        ("10", "20", 310_00, "1.5", 110_00),  # at a regular rate of 22
        ("10", "20", 400_00, "2", 100_00),  # double time: half of what is on top
        ("10", "20", 200_00, "1", 0),
        (None, None, 300_00, "1.5", 100_00),
    ],
)
def test_of_overtime_only_the_half_on_top_is_told(
    hours: str | None, rate: str | None, amount: int, multiplier: str, expected: int
) -> None:
    code = EarningCode("overtime", "Overtime", multiplier=Decimal(multiplier))
    known: dict[str, object] = {"hours": Decimal(hours), "rate": Decimal(rate)} if hours and rate else {}
    assert premium(line("earning:overtime", amount, "", **known), code) == expected


def test_codes_of_a_company_say_their_box() -> None:
    own = codes(
        [EarningCode("tips", "Cash tips", box="TP")],
        [DeductionCode("trump", "Trump account", box="TA"), DeductionCode("union", "Union dues", box="14a")],
    )
    year = [
        slip(
            "1",
            line("earning:tips", 500),
            line("post_tax:trump", 70),
            line("employer:trump", 90),
            line("post_tax:union", 30),
        )
    ]
    (w2,) = w2s(year, 2026, FICA, own, {"1": Given(occupations=("101",), allocated_tips=7)})
    assert (w2.box_12, w2.box_14a, w2.box_14b, w2.boxes["8"]) == ({"TA": 90, "TP": 500}, {"Union": 30}, ("101",), 7)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(NAMES, NAMES, st.builds(Address, NAMES, NAMES, NAMES, NAMES, NAMES, st.sampled_from(["US", "FR", "李"])))
def test_whatever_people_are_called_records_keep_their_length(first: str, last: str, address: Address) -> None:
    named = [replace(each, first_name=f"A{first}", last_name=f"B{last}", address=address) for each in made()]
    records = efw2(ACME, named, 2026, FICA).text.split("\r\n")
    assert records.pop() == ""
    assert all(len(record) == 512 and record.isascii() and record.isprintable() for record in records)


def test_who_was_paid_nothing_in_the_end_has_no_statement() -> None:
    taken_back = replace(
        SLIPS[1], lines=tuple(each._replace(amount=-each.amount, year_to_date=0) for each in SLIPS[1].lines)
    )
    assert [each.number for each in w2s([*SLIPS, taken_back], 2026, FICA, CODES)] == ["1"]


def test_a_local_tax_without_a_line_of_wages_tells_what_it_was_owed_on() -> None:
    year = [
        slip("1", line("tax:PA-local_income_tax", 50, basis=5_000)),
        slip("1", line("tax:PA-local_income_tax", 20, basis=2_000)),
    ]
    (w2,) = w2s(year, 2026, FICA, CODES)
    assert [(each.name, each.state, each.wages, each.tax) for each in w2.localities] == [("PA-local", "PA", 7_000, 70)]


@given(st.permutations(SLIPS))
def test_the_order_of_slips_changes_nothing(slips: list[PaidSlip]) -> None:
    assert w2s(slips, 2026, FICA, CODES) == made()


def test_the_table_of_statements_adds_up_and_holds_no_social_security_number() -> None:
    table = w2_table(made())
    total = dict(zip(table.headings, list(table.rows)[-1], strict=True))
    assert (total["number"], total["box_1"], total["12_D"]) == ("total", Money(214_062_50), Money(500_00))
    assert "6789" not in str(table)
    assert "6789" not in repr(made())


@pytest.mark.parametrize("change", [{"ein": "12"}, {"address": Address()}])
def test_a_company_without_its_data_cannot_report(change: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken, match="EIN|street, city and postal code"):
        efw2(replace(ACME, **change), made(), 2026, FICA)


def test_nobody_to_report_is_said() -> None:
    with pytest.raises(RuleBroken, match="nothing to report"):
        efw2(ACME, [], 2026, FICA)
