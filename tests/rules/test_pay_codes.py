from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hrtui import configfile
from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.payroll.codes import SHIPPED_DEDUCTIONS, SHIPPED_EARNINGS, codes
from hrtui.payroll.kinds import EarningKind, Takes, Treatment
from hrtui.payroll.model import Frequency, Hours, Moves, PayGroup, Proration, Weekday
from hrtui.payroll.rules.calendar import pay_date

COMPANY = "company:\n  name: Acme\n"
OWN = """\
earning_codes:
  - {name: on_call, label: On call, takes: hours, multiplier: 0.25, hours_worked: true, account: "6010"}
  - {name: overtime, label: Overtime at two, kind: overtime, takes: hours, multiplier: 2, hours_worked: true}
deduction_codes:
  - {name: gym, label: Gym}
  - {name: 401k, label: Plan, treatment: traditional_401k_403b, account: "2410", employer_account: "6110"}
ledger: {net_pay: "2100"}
pay_groups:
  - name: main
    frequency: monthly
    first_period: 2026-01-01
    check_moves: after
    proration: annual_260
    hours: entered
    week_starts: monday
"""


def test_a_company_adds_and_changes_codes_groups_and_accounts_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "hrtui.yaml"
    file.write_text(COMPANY + OWN)
    config = configfile.load(file)
    known = config.pay_codes
    assert known.earning("on_call").multiplier == Decimal("0.25")
    assert (known.earning("on_call").takes, known.earning("on_call").account) == (Takes.HOURS, "6010")
    assert known.earning("overtime").multiplier == 2
    assert known.earning("double_time").kind is EarningKind.OVERTIME
    assert known.deduction("gym").treatment is Treatment.AFTER_TAX
    assert known.deduction("401k").employer_account == "6110"
    assert config.ledger.net_pay == "2100"
    (group,) = config.pay_groups
    assert (group.check_moves, group.proration) == (Moves.AFTER, Proration.ANNUAL_260)
    assert (group.hours, group.week_starts) == (Hours.ENTERED, Weekday.MONDAY)
    assert configfile.load(file) == config


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("earning_codes: [{name: a, label: A, rate: 2}]\n", 3, "earning_codes[1].rate", "no such setting"),
        ("earning_codes: [{name: a, label: A, multiplier: 1,5}]\n", 3, "earning_codes[1].5", "no such setting"),
        ("earning_codes: [{name: a, label: A, multiplier: '2'}]\n", 3, "earning_codes[1].multiplier", "without quotes"),
        ("earning_codes: [{name: a, label: A, multiplier: -1}]\n", 3, "earning_codes[1].multiplier", "not a number"),
        ("earning_codes: [{name: a, label: A, multiplier: 11}]\n", 3, "earning_codes[1].multiplier", "outside 0 to 10"),
        ("earning_codes: [{name: A b, label: A}]\n", 3, "earning_codes[1].name", "not a code"),
        ("earning_codes: [{name: a, label: A, kind: bonus}]\n", 3, "earning_codes[1].kind", "not allowed"),
        ("deduction_codes: [{name: a, label: A, account: 'x::y'}]\n", 3, "deduction_codes[1].account", "not an account"),
        ("earning_codes: [{name: medical, label: A}]\n", 3, "earning_codes[1].name", "code of a deduction already"),
        ("deduction_codes: [{name: bonus, label: A}]\n", 3, "deduction_codes[1].name", "code of an earning already"),
        ("earning_codes: [{name: x, label: A}]\ndeduction_codes: [{name: x, label: A}]\n", 4, "deduction_codes[1].name", "an earning"),
        ("ledger: {wages: x}\n", 3, "ledger.wages", "no such setting"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_code_is_told_with_its_line(text: str, line: int, key: str, says: str) -> None:
    found = configfile.check(COMPANY + text, Path("hrtui.yaml"))
    assert (line, key) in [(problem.line, problem.key) for problem in found], [str(problem) for problem in found]
    assert any(says in problem.message for problem in found)


def test_two_codes_of_one_name_are_refused_with_the_line_of_the_first() -> None:
    text = COMPANY + "earning_codes:\n  - {name: a, label: A}\n  - {name: a, label: B}\n"
    (found,) = configfile.check(text, Path("hrtui.yaml"))
    assert (found.line, found.key) == (5, "earning_codes[2].name")
    assert "line 4" in found.message


def test_an_unknown_code_is_refused_naming_the_known_ones() -> None:
    with pytest.raises(RuleBroken, match=r"no earning code “overtme”.*overtime"):
        codes().earning("overtme")
    with pytest.raises(RuleBroken, match=r"no deduction code “gym”.*401k"):
        codes().deduction("gym")


def test_shipped_codes_have_names_of_their_own_and_what_is_not_wages_stays_out_of_the_regular_rate() -> None:
    for shipped in (SHIPPED_EARNINGS, SHIPPED_DEDUCTIONS):
        names = [code.name for code in shipped]
        assert len(set(names)) == len(names)
    outside = {code.kind for code in SHIPPED_EARNINGS if code.regular_rate}
    assert outside == {EarningKind.REGULAR, EarningKind.OVERTIME, EarningKind.SUPPLEMENTAL}
    assert not any(code.hours_worked for code in SHIPPED_EARNINGS if code.takes is Takes.AMOUNT)


def test_a_check_date_moves_before_or_after_days_without_banks_as_the_group_says() -> None:
    before = PayGroup("main", Frequency.MONTHLY, date(2026, 1, 1), check_after=0)
    after = PayGroup("main", Frequency.MONTHLY, date(2026, 1, 1), check_after=0, check_moves=Moves.AFTER)
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert (pay_date(before, 0).period, pay_date(before, 0).check) == (january, date(2026, 1, 30))
    assert pay_date(after, 0, {date(2026, 2, 2)}).check == date(2026, 2, 3)
