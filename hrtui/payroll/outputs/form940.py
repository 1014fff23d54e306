"""Form 940: the year's federal unemployment tax, line by line, from the slips paid in it.

Lines as of 2026: docs/payroll-files.md names the sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from hrtui.errors import RuleBroken
from hrtui.money import Money, round_cents
from hrtui.payroll.check.values import Part
from hrtui.payroll.codes import Codes
from hrtui.payroll.kinds import Treatment
from hrtui.payroll.outputs.liability import DepositRules, quarter
from hrtui.payroll.outputs.taxed import difference, paid_in, shown, taxed_of
from hrtui.payroll.outputs.values import PaidLine, PaidSlip, Table

WAGES = "wages:futa"
FRINGE, LIFE, RETIREMENT, DEPENDENT_CARE, OTHER = "4a", "4b", "4c", "4d", "4e"
EXEMPT: Mapping[Treatment, str] = {
    Treatment.SECTION_125_HEALTH: FRINGE,
    Treatment.SECTION_125_HEALTH_FSA: FRINGE,
    Treatment.HSA: FRINGE,
    Treatment.COMMUTER: FRINGE,
    Treatment.SECTION_125_DEPENDENT_CARE: DEPENDENT_CARE,
}
"""The line on which pay that a deduction makes exempt is told; what goes into a retirement plan stays wages."""
GROUP_LIFE = "group_term_life"


class Rates(Protocol):
    """Federal unemployment tax of a year: fractions, the wage base in dollars, and the credit lost by state."""

    @property
    def rate(self) -> Decimal: ...  # noqa: D102
    @property
    def max_credit(self) -> Decimal: ...  # noqa: D102
    @property
    def wage_base(self) -> Decimal: ...  # noqa: D102
    @property
    def reductions(self) -> Mapping[str, Decimal]: ...  # noqa: D102


class Given(NamedTuple):
    """What the return needs and no slip says: cents, and whether all wages are outside state unemployment tax (line 9)."""

    no_state_tax: bool = False
    worksheet: int = 0
    deposited: int = 0


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Form940:
    """The lines of Form 940 in cents. `exempt` is by lines 4a to 4e; `schedule_a` is taxable wages, rate and credit
    reduction by state; `quarters` are lines 16a to 16d, filled in where line 12 is above the threshold."""

    year: int
    line_3: int
    exempt: Mapping[str, int]
    line_4: int
    line_5: int
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
    quarters: tuple[int, int, int, int]
    line_17: int
    schedule_a: Mapping[str, tuple[int, Decimal, int]]
    to_deposit: bool


def form_940(
    slips: Iterable[PaidSlip],
    year: int,
    rates: Rates,
    rules: DepositRules,
    codes: Codes,
    given: Given = NOTHING,
) -> Form940:
    """The return of a year; raises RuleBroken for a slip not paid in it, and where taxable wages exceed what was paid.

    States are those where the work was done. The credit reduction is owed with the last quarter.
    """
    sums = _Sums(int(rates.wage_base * 100), codes)
    for slip in paid_in(slips, date(year, 1, 1), date(year, 12, 31), str(year)):
        sums.add(slip)
    exempt, line_3 = dict(sorted(sums.exempt.items())), sums.paid
    line_4, line_7 = sum(exempt.values()), sum(sums.taxable.values())
    line_5 = line_3 - line_4 - line_7
    if line_5 < 0:
        raise RuleBroken(
            f"Wages taxable for unemployment are {shown(line_7)}, more than the {shown(line_3 - line_4)} that was paid and not "
            "exempt; look at the slips' lines of wages before filing.",
            WAGES,
        )
    schedule_a = _schedule_a(sums, rates)
    line_8 = round_cents(line_7 * (rates.rate - rates.max_credit))
    line_9 = round_cents(line_7 * rates.max_credit) if given.no_state_tax else 0
    line_11 = 0 if given.no_state_tax else sum(cents for _, _, cents in schedule_a.values())
    line_12 = line_8 + line_9 + given.worksheet + line_11
    line_14, line_15 = difference(line_12, given.deposited)
    above = line_12 > rules.unemployment
    quarters = _quarters(sums, rates, line_12) if above else (0, 0, 0, 0)
    return Form940(
        year, line_3, exempt, line_4, line_5, line_4 + line_5, line_7, line_8, line_9, given.worksheet, line_11, line_12,
        given.deposited, line_14, line_15, quarters, sum(quarters), schedule_a, line_14 > rules.unemployment,
    )  # fmt: skip


@dataclass(slots=True)
class _Sums:
    """What the slips of a year come to so far; taxable wages by state and quarter."""

    limit: int
    codes: Codes
    paid: int = 0
    exempt: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    taxable: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, slip: PaidSlip) -> None:
        for line in slip.lines:
            if is_payment(line, self.codes):
                self.paid += line.amount
            if line.part in (Part.PRE_TAX, Part.EMPLOYER, Part.IMPUTED) and (at := exempt_line(line, self.codes)):
                self.exempt[at] += line.amount
            if line.key == WAGES:
                self.taxable[slip.work_state, quarter(slip.pay_date)] += taxed_of(line, self.limit)


def is_payment(line: PaidLine, codes: Codes) -> bool:
    """Whether a line is paid to or for an employee: pay, imputed income, and what the employer adds to benefits."""
    return line.part in (Part.EARNING, Part.IMPUTED) or (line.part is Part.EMPLOYER and line.code in codes.deductions)


def exempt_line(line: PaidLine, codes: Codes) -> str:
    """The line on which a line of a slip is exempt; none where it stays wages or is no payment."""
    if line.part is Part.IMPUTED:
        return LIFE if line.code == GROUP_LIFE else ""
    code = codes.deductions.get(line.code)
    if code is None:
        return ""
    if line.part is Part.PRE_TAX:
        return EXEMPT.get(code.treatment, "")
    return EXEMPT.get(code.treatment, OTHER if code.treatment is Treatment.AFTER_TAX else RETIREMENT)


def _schedule_a(sums: _Sums, rates: Rates) -> dict[str, tuple[int, Decimal, int]]:
    """Taxable wages, rate and credit reduction of the states that lose credit."""
    wages: dict[str, int] = defaultdict(int)
    for (state, _), cents in sums.taxable.items():
        if state in rates.reductions:
            wages[state] += cents
    return {
        state: (cents, rates.reductions[state], round_cents(cents * rates.reductions[state]))
        for state, cents in sorted(wages.items())
    }


def _quarters(sums: _Sums, rates: Rates, line_12: int) -> tuple[int, int, int, int]:
    """The tax of each quarter's wages; the last takes what is owed for the year besides."""
    wages = [0, 0, 0, 0]
    for (_, number), cents in sums.taxable.items():
        wages[number - 1] += cents
    first, second, third, _ = (round_cents(cents * (rates.rate - rates.max_credit)) for cents in wages)
    return first, second, third, line_12 - first - second - third


WORDS = {
    "3": "Payments to all employees",
    "4": "Payments exempt from unemployment tax",
    "5": "Payments above the wage base of each employee",
    "6": "Lines 4 and 5",
    "7": "Taxable wages",
    "8": "Tax before adjustments",
    "9": "All wages excluded from state unemployment tax",
    "10": "Some wages excluded or late (worksheet)",
    "11": "Credit reduction (Schedule A)",
    "12": "Total tax",
    "13": "Deposited",
    "14": "Balance due",
    "15": "Overpayment",
}


def form_940_table(form: Form940) -> Table:
    """The lines as rows, with lines 4a to 4e, Schedule A by state, and lines 16a to 17 where they are filled in."""
    rows: list[tuple[object, ...]] = []
    for line, words in WORDS.items():
        rows.append((line, words, Money(getattr(form, f"line_{line}"))))
        if line == "4":
            rows += [(at, "of them", Money(cents)) for at, cents in form.exempt.items()]
        if line == "11":
            rows += [
                (f"A {state}", f"{shown(wages)} at {rate}", Money(cents))
                for state, (wages, rate, cents) in form.schedule_a.items()
            ]
    if any(form.quarters):
        rows += [
            (f"16{letter}", "Tax of the quarter", Money(cents))
            for letter, cents in zip("abcd", form.quarters, strict=True)
        ]
        rows.append(("17", "Total of the quarters", Money(form.line_17)))
    return Table(("line", "what", "figure"), tuple(rows))
