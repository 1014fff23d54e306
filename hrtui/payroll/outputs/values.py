"""What every output is made from: slips as they were paid, and the company that pays. Money is integer cents.

Numbers that are sealed in the store (SSN, bank accounts) are left out of every `repr`, so that none reaches a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hrtui.dates import Period
from hrtui.payroll.check.values import SIGN, CheckLine, Part
from hrtui.people.accounts import AccountKind as AccountKind


class PaidLine(NamedTuple):
    """One line of a slip: a line of a check, and its balance of the year with this slip (`year_to_date`, cents)."""

    part: Part
    code: str
    label: str
    amount: int
    year_to_date: int = 0
    basis: int = 0
    rate: Decimal | None = None
    hours: Decimal | None = None
    agency: str = ""
    cost_centre: str = ""

    @property
    def key(self) -> str:
        """What the line's balance of the year is kept under, as `tax:federal_income_tax`."""
        return f"{self.part}:{self.code}"

    @classmethod
    def of(cls, line: CheckLine, year_to_date: int) -> PaidLine:
        """A line of a check with its balance."""
        return cls(
            line.part, line.code, line.label, line.amount, year_to_date,
            line.basis, line.rate, line.hours, line.agency, line.cost_centre,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a net pay that goes to one bank account, in cents; zero cents with `prenote` only tries the account."""

    routing: str = field(repr=False)
    account: str = field(repr=False)
    cents: int
    kind: AccountKind = AccountKind.CHECKING
    prenote: bool = False

    @property
    def masked(self) -> str:
        """The account as a payslip shows it: its last four signs."""
        return f"…{self.account[-4:]}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where someone is reached; `country` by its two letters."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    street2: str = ""
    country: str = "US"

    @property
    def lines(self) -> tuple[str, ...]:
        """As it stands on an envelope."""
        town = " ".join(
            part for part in (f"{self.city}," if self.city and self.state else self.city, self.state) if part
        )
        last = f"{town} {self.postal_code}".strip()
        abroad = "" if self.country in ("", "US") else self.country
        return tuple(line for line in (self.street, self.street2, last, abroad) if line)


@dataclass(frozen=True, slots=True)
class PaidSlip:
    """One slip as it was paid: who, for which days, when, its lines with balances, and where the net went.

    `ssn` is needed for wage statements alone and empty elsewhere; `reference` names the slip (run and number);
    `work_state` is where the work was done, by its two letters; `reverses` names the slip that this one takes back; `cheque` are
    the cents of the net that go by cheque beside what goes to accounts.
    """

    number: str
    first_name: str
    last_name: str
    period: Period
    pay_date: date
    lines: tuple[PaidLine, ...]
    gross: int
    net: int
    middle_name: str = ""
    suffix: str = ""
    address: Address = Address()
    department: str = ""
    cost_centre: str = ""
    work_state: str = ""
    shares: tuple[Share, ...] = ()
    reference: str = ""
    ssn: str = field(default="", repr=False)
    reverses: str = ""
    cheque: int = 0

    @property
    def name(self) -> str:
        """`First Middle Last Suffix`, as letters address a person."""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name, self.suffix) if part)

    @property
    def sorted_name(self) -> str:
        """`Last, First`, as lists show it."""
        return f"{self.last_name}, {self.first_name}" if self.first_name else self.last_name

    def of(self, *parts: Part) -> Iterator[PaidLine]:
        """The lines of some parts."""
        return (line for line in self.lines if line.part in parts)

    def amount(self, key: str) -> int:
        """The cents of a line by its key, all lines of that key together; 0 where there is none."""
        return sum(line.amount for line in self.lines if line.key == key)


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank that carries out the company's payments, and the company's account there.

    `routing` is the bank's (the ODFI). `destination` is the routing number the file is addressed to where that is another
    bank (the Federal Reserve, a correspondent); `origin` and `company_id` are what the bank gave the company, at most
    ten signs, and by custom a 1 and the EIN.
    """

    routing: str = field(repr=False)
    account: str = field(repr=False)
    name: str = ""
    kind: AccountKind = AccountKind.CHECKING
    destination: str = field(default="", repr=False)
    origin: str = ""
    company_id: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom an agency asks."""

    name: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""
    fax: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """Who pays. `state_numbers` are the employer account numbers of the states by their two letters.

    `kind` is the kind of employer and `employment` the employment code of the wage reports (N and R: none of the special
    kinds, regular); `user_id` is what the SSA gave whoever submits.
    """

    name: str
    ein: str = ""
    address: Address = Address()
    contact: Contact = Contact()
    bank: Bank | None = None
    state_numbers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "N"
    employment: str = "R"
    user_id: str = ""


class Table(NamedTuple):
    """A table that leaves as CSV, XLSX or JSON through the export helpers: headings and rows of cells, which may be gone
    through again and again."""

    headings: tuple[str, ...]
    rows: Iterable[Sequence[object]]


def balance_of(lines: Iterable[PaidLine]) -> int:
    """What the lines leave to pay, in cents."""
    return sum(SIGN[line.part] * line.amount for line in lines)
