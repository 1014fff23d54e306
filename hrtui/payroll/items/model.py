"""Standing earnings and deductions of a person, and garnishment orders, each from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hrtui.money import Money
from hrtui.payroll.check.values import OrderKind
from hrtui.people.model import Stamp
from hrtui.value import frozen


@frozen
class PayItem:
    """A standing earning or deduction by its code, from a day on: an amount each check, or a fraction of gross pay.

    `employer` and `employer_percent` are what the employer adds to a deduction. `active` is false from the day it stops.
    """

    effective_from: date
    code: str
    amount: Money | None = None
    percent: Decimal | None = None
    employer: Money | None = None
    employer_percent: Decimal | None = None
    note: str = ""
    active: bool = True
    stamp: Stamp | None = None

    @property
    def key(self) -> str:
        """What tells a person's items apart."""
        return self.code


@frozen
class ItemChange:
    """A change of a pay item from a day on; None keeps what is in force that day. Giving an amount takes the percentage
    away, and the other way round; `no_employer` takes away what the employer adds."""

    effective_from: date
    amount: Money | None = None
    percent: Decimal | None = None
    employer: Money | None = None
    employer_percent: Decimal | None = None
    note: str | None = None
    no_employer: bool = False


@frozen
class PayOrder:
    """A garnishment order by its number, from a day on: an amount each check, or a fraction of disposable earnings.

    `balance` is what is still owed when the row begins (None: without end). `status` and `dependents` serve a tax levy,
    `supports_other` (another family is supported) and `arrears_12_weeks` (more than twelve weeks late) an order for support.
    """

    effective_from: date
    number: str
    kind: OrderKind
    received: date
    amount: Money | None = None
    percent: Decimal | None = None
    balance: Money | None = None
    supports_other: bool = False
    arrears_12_weeks: bool = False
    status: str = "single"
    dependents: int = 0
    fee: Money | None = None
    payee: str = ""
    note: str = ""
    active: bool = True
    stamp: Stamp | None = None

    @property
    def key(self) -> str:
        """What tells a person's orders apart."""
        return self.number


@frozen
class OrderChange:
    """A change of an order from a day on; None keeps what is in force that day. `endless` takes the balance away."""

    effective_from: date
    kind: OrderKind | None = None
    received: date | None = None
    amount: Money | None = None
    percent: Decimal | None = None
    balance: Money | None = None
    supports_other: bool | None = None
    arrears_12_weeks: bool | None = None
    status: str | None = None
    dependents: int | None = None
    fee: Money | None = None
    payee: str | None = None
    note: str | None = None
    endless: bool = False


@frozen
class PayTerms:
    """The pay items and orders of a person as a role may see them: every live row, oldest first within its code or number.

    `items` or `orders` is None where they are not for the role; `earnings_hidden` says that standing earnings are left out,
    since pay is not shown. `newest` is the newest command about the person, for the check of a form that is saved later.
    """

    number: str
    name: str
    items: tuple[PayItem, ...] | None
    orders: tuple[PayOrder, ...] | None
    earnings_hidden: bool
    newest: int
