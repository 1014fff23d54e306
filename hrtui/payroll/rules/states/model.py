"""Values of state taxes: dated tables as the YAML gives them, what one check asks, and a rule prepared for one certificate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from hrtui.payroll.kit import Kit
from hrtui.payroll.model import Source

NOTHING: Mapping[str, str] = {}
PERIODS = {
    "daily": Decimal(260),
    "weekly": Decimal(52),
    "biweekly": Decimal(26),
    "semimonthly": Decimal(24),
    "monthly": Decimal(12),
    "quarterly": Decimal(4),
    "semiannually": Decimal(2),
    "annually": Decimal(1),
}
"""Pay periods of a year by frequency (Publication 15-T, table 3)."""

Frequency = Literal["daily", "weekly", "biweekly", "semimonthly", "monthly", "quarterly", "semiannually", "annually"]
Rounds = Literal["cents", "dollar"]
Row = tuple[Decimal, Decimal, Decimal]
Pair = tuple[Decimal, Decimal]


class StateCase(NamedTuple):
    """What a state's income tax of one check is computed from; amounts in dollars.

    `wages` are those of this check that the state taxes; `federal` and `fica` what is withheld of this check,
    `fica_year_to_date` what was before it. `form` holds the entries of the state's certificate. `resident` is whether the
    person lives in the state.
    """

    wages: Decimal
    frequency: str
    form: Mapping[str, str] = NOTHING
    federal: Decimal = Decimal(0)
    fica: Decimal = Decimal(0)
    fica_year_to_date: Decimal = Decimal(0)
    pay_date: date | None = None
    resident: bool = True


class ContributionCase(NamedTuple):
    """What a state's contributions of one check are computed from; `wages` in dollars, `year_to_date` in cents by line key.

    `rates` are the company's own (`UI`: its unemployment rate), `hours` those worked, None where nobody counted them.
    """

    wages: Decimal
    frequency: str
    form: Mapping[str, str] = NOTHING
    hours: Decimal | None = None
    year_to_date: Mapping[str, int] = {}
    rates: Mapping[str, Decimal] = {}
    pay_date: date | None = None


class Contribution(NamedTuple):
    """One contribution of a check: who pays it, the cents it is owed on, and cents owed; `figure` carries its derivation."""

    state: str
    name: str
    employer: bool
    wages: int
    cents: int
    figure: Decimal
    rate: Decimal | None = None

    @property
    def code(self) -> str:
        """The code of its line: state and name."""
        return f"{self.state} {self.name}"


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mapping of a table: every key is known, every number is exact."""


class SourceEntry(Strict, frozen=True, kw_only=True):
    """Where a version comes from: the document, whose transcription of it, and how far to trust it."""

    document: str
    transcription: str
    confidence: Literal["high", "medium", "low", "memory"]


class Dated(Strict, frozen=True, kw_only=True):
    """Values in force from a day, through a day or until the next version."""

    from_: date = msgspec.field(name="from")
    through: date | None = None
    source: SourceEntry
    note: str = ""


class Version(Dated, frozen=True, kw_only=True, tag_field="method"):
    """One version of a state's income tax; each method adds its own fields.

    `rounding` is what a check's tax is rounded to; `rounding_choice` tells that the state allows cents and whole dollars.
    `days` is how many daily periods the state counts in a year; `status_of_w4` that the status is that of Form W-4.
    """

    rounding: Rounds = "cents"
    rounding_choice: bool = False
    days: Decimal = Decimal(260)
    status_of_w4: bool = False


class SupplementalEntry(Dated, frozen=True, kw_only=True):
    """How supplemental pay is taxed at a rate of its own; where nothing fits, it is taxed together with regular pay."""

    rate: Decimal | None = None
    bonus_and_stock_options: Decimal | None = None
    nonresident: Decimal | None = None
    share_of_federal: Decimal | None = None
    by_annual_wages: tuple[Pair, ...] = ()


class ContributionEntry(Dated, frozen=True, kw_only=True):
    """One version of a contribution: a rate of wages up to a yearly base, or an amount an hour, within what limits it has.

    `employee_share` is the part of the rate that the employee pays; `base` None means all wages.
    """

    rate: Decimal | None = None
    per_hour: Decimal | None = None
    base: Decimal | None = None
    employee_share: Decimal | None = None
    max_per_year: Decimal | None = None
    max_per_week: Decimal | None = None


class ContributionTable(Strict, frozen=True, kw_only=True):
    """A contribution by its name, who pays it, and its versions. `size` is the entry `employer_size` it is for, if any."""

    name: str
    paid_by: Literal["employee", "employer"]
    description: str = ""
    size: str = ""
    rate_of_company: bool = False
    values: tuple[ContributionEntry, ...]


class LocalWages(Strict, frozen=True, kw_only=True):
    """Which wages local taxes are owed on, and by what law.

    `state`: those the state's income tax is owed on; `medicare`: those of Medicare, which what is deferred into a 401(k) does
    not lower; `all`: those that no deduction lowers.
    """

    base: Literal["state", "medicare", "all"]
    source: SourceEntry
    note: str = ""


class LocalTax(Strict, frozen=True, kw_only=True):
    """Local taxes that are not in the tables: whether a check without them is blocked, and in words what is missing.

    `wages` None: a rate on the certificate is one of those wages that the state taxes.
    """

    effect: Literal["blocker", "notice"]
    what: str
    wages: LocalWages | None = None

    @property
    def base(self) -> str:
        """Which wages a local rate is of."""
        return self.wages.base if self.wages is not None else "state"


class Given(NamedTuple):
    """A figure that a rule stands on, ready for a kit: what it is called, how much, and where it comes from."""

    label: str
    amount: Decimal
    source: Source | str


NONRESIDENT = "nonresident"
"""The entry of a city's certificate of who works there and lives elsewhere."""
Rule = Callable[[Kit, StateCase], Decimal]
"""A state's tax of one check, prepared for a certificate and a frequency."""


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """A contribution in force on a day, or why it is not known then."""

    table: ContributionTable
    entry: ContributionEntry | None
    source: Source
    known_from: date


@dataclass(frozen=True, slots=True, eq=False)
class StateTables:
    """What a jurisdiction has in force on a day. `parent` are the tables of the state that a city's tax stands on."""

    state: str
    name: str
    version: Version
    source: Source
    supplemental: SupplementalEntry | None = None
    supplemental_source: Source | None = None
    contributions: tuple[InForce, ...] = ()
    local: LocalTax | None = None
    local_source: Source | None = None
    parent: StateTables | None = None

    @property
    def taxes_nonresidents(self) -> bool:
        """Whether a city's tables have the tax of who works there and lives elsewhere."""
        return getattr(self.version, "nonresident", None) is not None

    @property
    def taxes_wages(self) -> bool:
        """Whether there is an income tax on wages at all."""
        return self.version.__struct_config__.tag != "none"
