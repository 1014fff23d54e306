"""Earning and deduction codes: the ones that come with hrtui, and a company's own on top of them.

A code says how its line is taxed, what is entered for it, and where it is booked. Codes of hours are paid at the rate of
the day times `multiplier`; overtime is paid straight, and what exceeds 1 at the regular rate (29 CFR 778).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import TypeVar

from hrtui.errors import RuleBroken
from hrtui.payroll.kinds import EarningKind, Takes, Treatment
from hrtui.setting import doc
from hrtui.value import frozen

WAGES = "Expenses:Payroll:Wages"
BENEFITS = "Expenses:Payroll:Benefits"
WITHHELD = "Liabilities:Payroll:Deductions"
RETRO = "retro"
"""The earning that pays what a back-dated change owes for checks that are final; it alone may be below zero."""
BOXES = (
    "10", "11", "14a", "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "Q", "R", "S", "T", "V", "W",
    "Y", "Z", "AA", "BB", "DD", "EE", "FF", "GG", "HH", "II", "TA", "TP", "TT",
)  # fmt: skip
"""Boxes 10, 11 and 14a of Form W-2, and the codes of its box 12."""
QUALIFIED = "TT"
"""The code of box 12 for the part of overtime that section 7 of the FLSA asks for."""


@frozen
class EarningCode:
    """A kind of pay. `hours_worked` decides whether its hours count towards overtime, `regular_rate` whether its pay does."""

    name: str = field(metadata=doc("The code, as hours and commands use it.", reads="code", example="on_call"))
    label: str = field(metadata=doc("Its label on screens and payslips.", example="On call"))
    kind: EarningKind = field(
        default=EarningKind.REGULAR, metadata=doc("How it is taxed, and whether it is paid.", example="regular")
    )
    takes: Takes = field(default=Takes.AMOUNT, metadata=doc("What is entered for it.", example="hours"))
    multiplier: Decimal = field(
        default=Decimal(1),
        metadata=doc(
            "For hours, what the hourly rate is multiplied by: 1.5 for overtime, 0.10 for a differential on top, 0 for "
            "unpaid hours.",
            example="0.25",
            at_least=0,
            at_most=10,
        ),
    )
    hours_worked: bool = field(
        default=False, metadata=doc("Whether its hours count as hours worked, towards overtime.", example="true")
    )
    regular_rate: bool = field(
        default=True, metadata=doc("Whether its pay enters the regular rate of overtime (29 CFR 778).", example="true")
    )
    account: str = field(
        default=WAGES, metadata=doc("The account of the general ledger it is booked to.", reads="account")
    )
    box: str = field(
        default="",
        metadata=doc("The box of Form W-2, or the code of its box 12, that tells of it.", choices=BOXES, example="14a"),
    )
    flsa_premium: bool = field(
        default=True,
        metadata=doc(
            "Of overtime, whether section 7 of the FLSA asks for its premium: then code TT of box 12 tells half the "
            "regular rate. Say false where only a state or a contract asks for it, as for hours above 8 a day.",
            example="false",
        ),
    )

    @property
    def told_in(self) -> str:
        """The box that tells of it: of overtime TT, where the FLSA asks for its premium."""
        if self.kind is EarningKind.OVERTIME and self.box in ("", QUALIFIED):
            return QUALIFIED if self.flsa_premium else ""
        return self.box

    @property
    def unpaid(self) -> bool:
        """Whether its hours are paid nothing and taken out of a salary."""
        return self.takes is Takes.HOURS and not self.multiplier

    @property
    def absence(self) -> bool:
        """Whether its hours stand in the place of hours worked, inside a salary: leave and holidays."""
        return self.takes is Takes.HOURS and not self.hours_worked and not self.regular_rate


@frozen
class DeductionCode:
    """A kind of deduction: which wages it lowers, and where it is booked."""

    name: str = field(metadata=doc("The code, as pay items and commands use it.", reads="code", example="gym"))
    label: str = field(metadata=doc("Its label on screens and payslips.", example="Gym"))
    treatment: Treatment = field(
        default=Treatment.AFTER_TAX, metadata=doc("Which taxable wages it lowers.", example="after_tax")
    )
    account: str = field(
        default=WITHHELD, metadata=doc("The account of the general ledger it is owed from.", reads="account")
    )
    employer_account: str = field(
        default=BENEFITS, metadata=doc("The account that what the employer adds is booked to.", reads="account")
    )
    box: str = field(
        default="",
        metadata=doc("The box of Form W-2, or the code of its box 12, that tells of it.", choices=BOXES, example="14a"),
    )


@frozen
class Ledger:
    """The accounts of the general ledger that are no code's own."""

    net_pay: str = field(
        default="Liabilities:Payroll:NetPay", metadata=doc("What people are to be paid.", reads="account")
    )
    taxes: str = field(
        default="Liabilities:Payroll:Taxes",
        metadata=doc("Taxes and contributions owed: those withheld, and the employer's.", reads="account"),
    )
    employer_taxes: str = field(
        default="Expenses:Payroll:Taxes", metadata=doc("The employer's taxes and contributions.", reads="account")
    )
    garnishments: str = field(
        default="Liabilities:Payroll:Garnishments", metadata=doc("Garnishments to be handed on.", reads="account")
    )
    cash: str = field(
        default="Assets:Bank:Payroll", metadata=doc("The bank account that net pay is paid from.", reads="account")
    )


_HOURS, _SUPPLEMENTAL = Takes.HOURS, EarningKind.SUPPLEMENTAL
_ONE, _NONE = Decimal(1), Decimal(0)


def _worked(name: str, label: str, multiplier: str = "1", kind: EarningKind = EarningKind.REGULAR) -> EarningCode:
    return EarningCode(name, label, kind, _HOURS, Decimal(multiplier), hours_worked=True)


def _absent(name: str, label: str, multiplier: Decimal = _ONE) -> EarningCode:
    return EarningCode(name, label, takes=_HOURS, multiplier=multiplier, regular_rate=False)


def _paid_back(name: str, label: str) -> EarningCode:
    return EarningCode(
        name, label, EarningKind.REIMBURSEMENT, regular_rate=False, account="Expenses:Payroll:Reimbursements"
    )


def _imputed(name: str, label: str, box: str = "") -> EarningCode:
    return EarningCode(name, label, EarningKind.IMPUTED, regular_rate=False, account=BENEFITS, box=box)


SHIPPED_EARNINGS = (
    EarningCode("salary", "Salary"),
    _worked("hourly", "Hourly wages"),
    EarningCode("regular", "Regular pay"),
    _worked("overtime", "Overtime", "1.5", EarningKind.OVERTIME),
    _worked("double_time", "Double time", "2", EarningKind.OVERTIME),
    EarningCode("shift_differential", "Shift differential", takes=_HOURS, multiplier=Decimal("0.10")),
    _absent("holiday", "Holiday"),
    _absent("paid_leave", "Paid leave"),
    _absent("vacation", "Vacation"),
    _absent("sick", "Sick leave"),
    _absent("bereavement", "Bereavement leave"),
    _absent("jury_duty", "Jury duty"),
    _absent("unpaid_leave", "Unpaid leave", _NONE),
    EarningCode("bonus", "Bonus", _SUPPLEMENTAL),
    EarningCode("discretionary_bonus", "Discretionary bonus", _SUPPLEMENTAL, regular_rate=False),
    EarningCode("commission", "Commission", _SUPPLEMENTAL),
    EarningCode("severance", "Severance", _SUPPLEMENTAL, regular_rate=False),
    EarningCode("leave_payout", "Leave paid out", _SUPPLEMENTAL, regular_rate=False),
    EarningCode(RETRO, "Retroactive pay", regular_rate=False),
    _paid_back("reimbursement", "Reimbursement"),
    _paid_back("mileage", "Mileage"),
    _imputed("group_term_life", "Group life above 50,000", "C"),
    _imputed("personal_use_of_car", "Personal use of a car"),
)
SHIPPED_DEDUCTIONS = (
    DeductionCode("medical", "Medical", Treatment.SECTION_125_HEALTH, box="DD"),
    DeductionCode("dental", "Dental", Treatment.SECTION_125_HEALTH),
    DeductionCode("vision", "Vision", Treatment.SECTION_125_HEALTH),
    DeductionCode("health_fsa", "Health FSA", Treatment.SECTION_125_HEALTH_FSA),
    DeductionCode("dependent_care", "Dependent care FSA", Treatment.SECTION_125_DEPENDENT_CARE, box="10"),
    DeductionCode("hsa", "HSA", Treatment.HSA, box="W"),
    DeductionCode("hsa_family", "HSA, family", Treatment.HSA, box="W"),
    DeductionCode("401k", "401(k)", Treatment.TRADITIONAL_401K, box="D"),
    DeductionCode("403b", "403(b)", Treatment.TRADITIONAL_401K, box="E"),
    DeductionCode("457b", "457(b)", Treatment.GOVERNMENTAL_457B, box="G"),
    DeductionCode("roth_401k", "Roth 401(k)", Treatment.ROTH_401K, box="AA"),
    DeductionCode("commuter", "Commuter transit", Treatment.COMMUTER),
    DeductionCode("parking", "Commuter parking", Treatment.COMMUTER),
    DeductionCode("life", "Life insurance"),
    DeductionCode("disability", "Disability insurance"),
    DeductionCode("union", "Union dues"),
    DeductionCode("loan", "Loan"),
    DeductionCode("advance", "Advance paid back"),
    DeductionCode("charity", "Charity"),
)
Code = TypeVar("Code", EarningCode, DeductionCode)


@frozen
class Codes:
    """The codes in use, by name."""

    earnings: Mapping[str, EarningCode]
    deductions: Mapping[str, DeductionCode]

    def earning(self, name: str) -> EarningCode:
        """The earning of a code; raises RuleBroken naming the ones there are."""
        return _known(name, self.earnings, "earning code")

    def deduction(self, name: str) -> DeductionCode:
        """The deduction of a code; raises RuleBroken naming the ones there are."""
        return _known(name, self.deductions, "deduction code")


def codes(earnings: Iterable[EarningCode] = (), deductions: Iterable[DeductionCode] = ()) -> Codes:
    """The shipped codes with a company's own on top: one of the same name replaces the shipped one."""
    return Codes(
        {code.name: code for code in (*SHIPPED_EARNINGS, *earnings)},
        {code.name: code for code in (*SHIPPED_DEDUCTIONS, *deductions)},
    )


def _known(name: str, among: Mapping[str, Code], noun: str) -> Code:
    found = among.get(name)
    if found is None:
        raise RuleBroken(f"There is no {noun} “{name}”; there is: {', '.join(sorted(among))}.", field="code")
    return found
