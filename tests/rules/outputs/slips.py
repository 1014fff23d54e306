"""Slips for the tests of outputs: made by hand, and made at random so that their lines always come to their net."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from hrtui.dates import Period
from hrtui.payroll.check.values import Part
from hrtui.payroll.outputs.values import (
    AccountKind,
    Address,
    Bank,
    Company,
    Contact,
    PaidLine,
    PaidSlip,
    Share,
    balance_of,
)

PERIOD = Period(date(2026, 3, 1), date(2026, 3, 14))
PAY_DATE = date(2026, 3, 19)
ROUTING = "231380104"
OTHER = "121042882"
ACME = Company(
    "Acme Ltd",
    "12-3456789",
    Address("1 Main Street", "Boston", "MA", "02110"),
    Contact("Pat Roe", "6175550100", "", "payroll@acme.test"),
    Bank(OTHER, "998877", "First Bank"),
    {"MA": "MA-123456"},
)


def line(key: str, amount: int, label: str = "", **more: object) -> PaidLine:
    """A line by its key; its balance of the year is its amount where none is given."""
    part, _, code = key.partition(":")
    base = PaidLine(Part(part), code, label or code[:1].upper() + code[1:].replace("_", " "), amount, amount)
    return base._replace(**more)  # type: ignore[arg-type]


def slip(number: str = "1042", *lines: PaidLine, name: str = "Ann Kim", share: bool = True, **more: object) -> PaidSlip:
    """A slip whose gross and net are what its lines say, paid to one account unless told otherwise."""
    first, _, last = name.partition(" ")
    net = balance_of(lines)
    gross = sum(each.amount for each in lines if each.part is Part.EARNING)
    shares = (Share(ROUTING, "12345678", net),) if share and net > 0 else ()
    given: dict[str, object] = {"shares": shares, "work_state": "MA", **more}
    days: dict[str, object] = {"period": PERIOD, "pay_date": PAY_DATE, **given}
    return PaidSlip(number=number, first_name=first, last_name=last, lines=lines, gross=gross, net=net, **days)  # type: ignore[arg-type]


def ann(number: str = "1042", **more: object) -> PaidSlip:
    """A fortnight of Ann's: 3,000.00 gross, health insurance before tax, taxes of MA, a match of the employer."""
    return slip(
        number,
        line("earning:salary", 240_000, "Salary", hours=Decimal(80), cost_centre="100"),
        line("earning:bonus", 60_000, "Bonus", cost_centre="200"),
        line("reimbursement:travel", 4_550, "Travel"),
        line("pre_tax:health", 12_000, "Health insurance"),
        line("pre_tax:401k", 18_000, "401(k)"),
        line("tax:federal_income_tax", 28_931, "Federal income tax", agency="US", basis=270_000),
        line("tax:social_security", 17_856, "Social security", agency="US", basis=288_000),
        line("tax:medicare", 4_176, "Medicare", agency="US", basis=288_000),
        line("tax:MA_income_tax", 13_500, "MA income tax", agency="MA", basis=270_000),
        line("contribution:MA paid_family_leave", 1_325, "MA paid family leave", agency="MA"),
        line("post_tax:parking", 2_000, "Parking"),
        line("garnishment:4711", 10_000, "Order 4711", agency="Suffolk County"),
        line("employer:social_security", 17_856, "Social security", agency="US"),
        line("employer:medicare", 4_176, "Medicare", agency="US"),
        line("employer:401k", 9_001, "401(k) match"),
        line("wages:federal_income_tax", 270_000),
        line("wages:social_security", 288_000),
        line("wages:medicare", 288_000),
        line("wages:futa", 288_000),
        line("wages:MA_income_tax", 270_000),
        **{"department": "Sales", "cost_centre": "100", **more},  # type: ignore[arg-type]
    )


CENTS = st.integers(0, 5_000_000)


@st.composite
def slips(draw: st.DrawFn) -> PaidSlip:
    """A slip of random lines: several earnings and cost centres, any deductions, what the employer adds."""
    centres = st.sampled_from(["", "100", "200", "300", "4 = odd; name"])
    made = [line(f"earning:e{n}", draw(CENTS), cost_centre=draw(centres)) for n in range(draw(st.integers(0, 4)))]
    made += [line(f"reimbursement:r{n}", draw(CENTS)) for n in range(draw(st.integers(0, 1)))]
    for part in ("pre_tax", "tax", "contribution", "post_tax", "garnishment", "employer", "imputed", "wages"):
        agency = draw(st.sampled_from(["US", "NJ", "", 'Court; of: "X"']))
        made += [
            line(f"{part}:{'t' if part == 'employer' and n else 'c'}{n}", draw(CENTS), agency=agency)
            for n in range(draw(st.integers(0, 3)))
        ]
    number = str(draw(st.integers(1, 99_999)))
    return slip(number, *made, department="Sales", cost_centre=draw(centres), share=False)


def later(base: PaidSlip, days: int) -> PaidSlip:
    """The same slip, of a period that many days later."""
    from dataclasses import replace

    shift = timedelta(days=days)
    return replace(
        base, pay_date=base.pay_date + shift, period=Period(base.period.start + shift, base.period.end + shift)
    )


SAVINGS = AccountKind.SAVINGS
