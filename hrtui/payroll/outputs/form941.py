"""Form 941: the quarter's federal income tax, social security and Medicare, line by line, from the slips paid in it.

Lines as of 2026: docs/payroll-files.md names the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hrtui.dates import add_months
from hrtui.money import Money, round_cents
from hrtui.payroll.check.values import Part
from hrtui.payroll.model import FicaRates
from hrtui.payroll.outputs.liability import INCOME_AND_FICA, DepositRules, Schedule, federal_deposits
from hrtui.payroll.outputs.taxed import difference, paid_in, shown, taxed_of
from hrtui.payroll.outputs.values import PaidSlip, Table

FICA = ("social_security", "medicare", "additional_medicare")
TIPS = "wages:social_security_tips"
LIMITED = frozenset({"wages:social_security", TIPS})


class Given(NamedTuple):
    """What a quarter's return needs and no slip says; cents, as the form adds them (adjustments are mostly negative).

    `employees` is line 1 where it is known better than from the slips; `before` is line 12 of the quarter before; `slips`
    is how many there are where what is given are sums of many.
    """

    employees: int | None = None
    tip_notice: int = 0
    sick_pay: int = 0
    uncollected: int = 0
    research_credit: int = 0
    deposited: int = 0
    before: int | None = None
    slips: int = 0


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Form941:
    """The lines of Form 941 in cents; `wages` and `taxes` are the two columns of lines 5a to 5d.

    `line_16` is `small`, `monthly` or `semiweekly`: nothing more, the three months, or Schedule B by day is filled in.
    """

    year: int
    quarter: int
    line_1: int
    line_2: int
    line_3: int
    line_4: bool
    wages: Mapping[str, int]
    taxes: Mapping[str, int]
    line_5e: int
    line_5f: int
    line_6: int
    line_7: int
    line_8: int
    line_9: int
    line_10: int
    line_11: int
    line_12: int
    line_13: int
    line_14: int
    line_15: int
    line_16: str
    months: tuple[int, int, int]
    days: Mapping[date, int]
    notices: tuple[str, ...] = ()


def form_941(
    slips: Iterable[PaidSlip],
    year: int,
    quarter: int,
    rates: FicaRates,
    schedule: Schedule,
    rules: DepositRules,
    given: Given = NOTHING,
    holidays: Collection[date] = (),
) -> Form941:
    """The return of a quarter; raises RuleBroken for a slip that was not paid in it.

    Line 7 is what was withheld slip by slip, against half of lines 5a to 5c and line 5d. Liabilities by day add up to line
    12: what rounding and adjustments leave over is put on the last pay date, with a notice.
    """
    begins = date(year, 3 * quarter - 2, 1)
    sums = _Sums(int(rates.social_security_wage_base * 100), date(year, 3 * quarter, 12))
    for slip in paid_in(slips, begins, add_months(begins, 3) - timedelta(days=1), f"quarter {quarter} of {year}"):
        sums.add(slip)
    wages, taxes = _line_5(sums, rates)
    line_3, line_5e = sums.keys["tax:federal_income_tax"], sum(taxes.values())
    line_6 = line_3 + line_5e + given.tip_notice
    line_7 = _fractions(sums, taxes)
    line_10 = line_6 + line_7 + given.sick_pay + given.uncollected
    line_12 = line_10 - given.research_credit
    days, notices = _days(sums, line_12, line_3 + line_5e + line_7, max(given.slips, sums.slips))
    line_14, line_15 = difference(line_12, given.deposited)
    return Form941(
        year, quarter, len(sums.people) if given.employees is None else given.employees,
        sums.keys["wages:federal_income_tax"], line_3, not any(wages.values()), wages, taxes, line_5e, given.tip_notice,
        line_6, line_7, given.sick_pay, given.uncollected, line_10, given.research_credit, line_12, given.deposited,
        line_14, line_15, _line_16(line_12, days, schedule, rules, given, holidays), _months(days, quarter), days, notices,
    )  # fmt: skip


@dataclass(slots=True)
class _Sums:
    """What the slips of a quarter come to so far: by line, by pay date, and who was paid for the 12th."""

    limit: int
    twelfth: date
    keys: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    people: set[str] = field(default_factory=set)
    slips: int = 0

    def add(self, slip: PaidSlip) -> None:
        self.slips += 1
        if self.twelfth in slip.period and slip.gross > 0:
            self.people.add(slip.number)
        for line in slip.lines:
            key = line.key
            self.keys[key] += taxed_of(line, self.limit) if key in LIMITED else line.amount
            if line.code in INCOME_AND_FICA and line.part in (Part.TAX, Part.EMPLOYER):
                self.days[slip.pay_date] += line.amount


def _line_5(sums: _Sums, rates: FicaRates) -> tuple[dict[str, int], dict[str, int]]:
    """Both columns of lines 5a to 5d: wages from the slips, taxes from the wages."""
    wages = {
        "5a": sums.keys["wages:social_security"] - sums.keys[TIPS],
        "5b": sums.keys[TIPS],
        "5c": sums.keys["wages:medicare"],
        "5d": sums.keys["wages:additional_medicare"],
    }
    each = {
        "5a": 2 * rates.social_security_rate,
        "5b": 2 * rates.social_security_rate,
        "5c": 2 * rates.medicare_rate,
        "5d": rates.additional_medicare_rate,
    }
    return wages, {line: round_cents(Decimal(wages[line]) * each[line]) for line in wages}


def _fractions(sums: _Sums, taxes: Mapping[str, int]) -> int:
    """What was withheld of the employees' share, slip by slip, less that share of line 5."""
    withheld = sum(sums.keys[f"tax:{tax}"] for tax in FICA)
    share = Decimal(taxes["5a"] + taxes["5b"] + taxes["5c"]) / 2 + taxes["5d"]
    return round_cents(withheld - share)


def _days(sums: _Sums, line_12: int, taxes: int, slips: int) -> tuple[dict[date, int], tuple[str, ...]]:
    """Liabilities by pay date, which add up to line 12, and what had to be done for that."""
    days, owed, notices = dict(sums.days), sum(sums.days.values()), []
    if days and owed != line_12:
        last = max(days)
        days[last] += line_12 - owed
        notices.append(
            f"The slips owe {shown(owed)}; {shown(line_12 - owed)} was put on {last}, so that it is line 12."
        )
    if abs(taxes - owed) > 2 * slips:
        notices.append(
            f"Lines 3, 5e and 7 are {shown(taxes)} and the slips owe {shown(owed)}: more apart than rounding explains. "
            "Look at the employer's lines before filing."
        )
    return dict(sorted(days.items())), tuple(notices)


def _months(days: Mapping[date, int], quarter: int) -> tuple[int, int, int]:
    sums = [sum(cents for day, cents in days.items() if day.month == 3 * quarter - 2 + at) for at in range(3)]
    return sums[0], sums[1], sums[2]


def _line_16(
    line_12: int,
    days: Mapping[date, int],
    schedule: Schedule,
    rules: DepositRules,
    given: Given,
    holidays: Collection[date],
) -> str:
    """How the quarter's liabilities are told; the next-day rule makes a monthly depositor semiweekly."""
    made = list(federal_deposits(days, schedule, rules, holidays))
    next_day = any(each.cents >= rules.next_day for each in made if each.rule.startswith("next"))
    small = line_12 < rules.small_return or (given.before is not None and given.before < rules.small_return)
    if small and not next_day:
        return "small"
    return Schedule.SEMIWEEKLY.value if next_day else schedule.value


WORDS = {
    "1": "Employees paid for the pay period with the 12th",
    "2": "Wages, tips and other compensation",
    "3": "Federal income tax withheld",
    "4": "No wages subject to social security or Medicare",
    "5a": "Social security wages",
    "5b": "Social security tips",
    "5c": "Medicare wages and tips",
    "5d": "Wages subject to additional Medicare tax",
    "5e": "Social security and Medicare taxes",
    "5f": "Tax on unreported tips (section 3121(q) notice)",
    "6": "Taxes before adjustments",
    "7": "Adjustment for fractions of cents",
    "8": "Adjustment for sick pay",
    "9": "Adjustments for tips and group life",
    "10": "Taxes after adjustments",
    "11": "Payroll tax credit for research (Form 8974)",
    "12": "Taxes after adjustments and credits",
    "13": "Deposits and overpayment applied",
    "14": "Balance due",
    "15": "Overpayment",
    "16": "How liabilities are told",
}


def form_941_table(form: Form941) -> Table:
    """The lines as rows: line, what it is, wages (5a to 5d), the figure; months or days of line 16 behind them."""
    rows: list[tuple[object, ...]] = []
    for line, words in WORDS.items():
        if line in form.wages:
            rows.append((line, words, Money(form.wages[line]), Money(form.taxes[line])))
        else:
            value = getattr(form, f"line_{line}")
            rows.append((line, words, None, value if line in ("1", "4", "16") else Money(value)))
    if form.line_16 == Schedule.MONTHLY:
        rows += [(f"16 month {at}", "Liability", None, Money(cents)) for at, cents in enumerate(form.months, 1)]
    if form.line_16 == Schedule.SEMIWEEKLY:
        rows += [("Schedule B", str(day), None, Money(cents)) for day, cents in form.days.items()]
    return Table(("line", "what", "wages", "figure"), tuple(rows))
