"""What a payslip says, before it is set on paper or on a screen: sections of rows, all text, in the company's number style."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from hrtui.money import STYLES, Money, NumberStyle, format_money
from hrtui.payroll.check.values import SIGN, Part
from hrtui.payroll.outputs.values import Company, PaidLine, PaidSlip
from hrtui.text import clean

FIRST = {"federal_income_tax": 0, "social_security": 1, "medicare": 2, "additional_medicare": 3}
"""Federal taxes, in the order in which they are told; those of states follow."""
NOT_TAXED = frozenset({"gross", "supplemental"})
"""Lines of wages that no tax is owed on: the balances other rules run on."""
US = STYLES["en_US"]
LONGEST = 120


class Row(NamedTuple):
    """One row: what it is, hours and rate where it has them, this slip's figure and the year's."""

    label: str
    hours: str = ""
    rate: str = ""
    current: str = ""
    year: str = ""


class Section(NamedTuple):
    """Rows under a title, and their total where it says more than they do."""

    title: str
    rows: tuple[Row, ...]
    total: Row | None = None


class Payslip(NamedTuple):
    """A payslip in words: who pays whom for what, the sections that make up the net, and those that tell of it."""

    company: tuple[str, ...]
    person: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    pay: tuple[Section, ...]
    net: Row
    told: tuple[Section, ...]


PAY: tuple[tuple[str, str, tuple[Part, ...]], ...] = (
    ("Earnings", "Gross pay", (Part.EARNING,)),
    ("Reimbursements", "", (Part.REIMBURSEMENT,)),
    ("Deductions before tax", "Deducted before tax", (Part.PRE_TAX,)),
    ("Taxes", "Taxes", (Part.TAX, Part.CONTRIBUTION)),
    ("Deductions after tax", "Deducted after tax", (Part.POST_TAX,)),
    ("Garnishments", "Garnished", (Part.GARNISHMENT,)),
)
TOLD: tuple[tuple[str, str, tuple[Part, ...]], ...] = (
    ("Taxed, not paid out", "", (Part.IMPUTED,)),
    ("Paid by the employer on top", "Employer's total", (Part.EMPLOYER,)),
    ("Taxable wages", "", (Part.WAGES,)),
)


def payslip(slip: PaidSlip, company: Company, style: NumberStyle = US) -> Payslip:
    """What the payslip of a slip says; text from people is cleaned, account numbers end in four signs."""
    facts = (
        ("Pay date", slip.pay_date.isoformat()),
        ("Period", f"{slip.period.start} to {slip.period.end}"),
        ("Number", slip.number),
        ("Department", slip.department),
        ("Work state", slip.work_state),
        ("Reference", slip.reference),
        ("Reverses", slip.reverses),
    )
    return Payslip(
        tuple(map(_text, (company.name, *company.address.lines))),
        tuple(map(_text, (slip.name, *slip.address.lines))),
        tuple((name, _text(value)) for name, value in facts if value),
        tuple(filter(None, (_section(slip, *each, style=style) for each in PAY))),
        Row("Net pay", "", "", _money(slip.net, style), _money(_year_net(slip), style)),
        tuple(filter(None, (_paid_to(slip, style), *(_section(slip, *each, style=style) for each in TOLD)))),
    )


def _section(slip: PaidSlip, title: str, total: str, parts: tuple[Part, ...], style: NumberStyle) -> Section | None:
    lines = [line for line in slip.of(*parts) if line.part is not Part.WAGES or line.code not in NOT_TAXED]
    lines.sort(key=lambda line: (parts.index(line.part), FIRST.get(line.code, len(FIRST))))
    if not lines:
        return None
    ends = _last(lines)
    rows = tuple(_row(line, at in ends, style) for at, line in enumerate(lines))
    year = sum(lines[at].year_to_date for at in ends)
    summed = Row(total, "", "", _money(sum(line.amount for line in lines), style), _money(year, style))
    return Section(title, rows, summed if total and (len(rows) > 1 or Part.EARNING in parts) else None)


def _last(lines: Sequence[PaidLine]) -> set[int]:
    """The places of the last line of each key: its balance is the key's."""
    return set({line.key: at for at, line in enumerate(lines)}.values())


def _row(line: PaidLine, tells_year: bool, style: NumberStyle) -> Row:
    return Row(
        _label(line),
        "" if line.hours is None else _number(line.hours, style),
        "" if line.rate is None or line.hours is None or line.part is not Part.EARNING else _number(line.rate, style),
        _money(line.amount, style),
        _money(line.year_to_date, style) if tells_year else "",
    )


def _label(line: PaidLine) -> str:
    """A line's label without what the title above it says already."""
    label = _text(line.label or line.code.replace("_", " ")).removesuffix(", employer").removeprefix("Wages for ")
    return label[:1].upper() + label[1:]


def _paid_to(slip: PaidSlip, style: NumberStyle) -> Section | None:
    """Where the net goes: accounts by their last signs, the rest by cheque."""
    rows = [
        Row(f"{share.kind.value.capitalize()} {_text(share.masked)}", "", "", _money(share.cents, style))
        for share in slip.shares
        if share.cents
    ]
    left = slip.net - sum(share.cents for share in slip.shares)
    if left > 0:
        rows.append(Row("Cheque", "", "", _money(left, style)))
    return Section("Paid to", tuple(rows)) if rows else None


def _year_net(slip: PaidSlip) -> int:
    return sum(SIGN[slip.lines[at].part] * slip.lines[at].year_to_date for at in _last(slip.lines))


def _text(text: str) -> str:
    return clean(text, limit=LONGEST)


def _money(cents: int, style: NumberStyle) -> str:
    return format_money(Money(cents), style)


def _number(value: Decimal, style: NumberStyle) -> str:
    """Hours or a rate: two decimals, more where it has them."""
    exact = value.normalize()
    places = max(2, -int(exact.as_tuple().exponent))
    whole, _, part = f"{value:,.{places}f}".partition(".")
    return whole.replace(",", style.group) + style.decimal + part
