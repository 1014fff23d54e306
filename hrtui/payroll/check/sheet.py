"""The check while it is made: its lines, and the figures they show, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from hrtui.payroll.check.tables import Tables
from hrtui.payroll.check.values import Blocker, Case, CheckLine, Part
from hrtui.payroll.kit import Kit

BALANCES = "balances of the year before this check"
BALANCE_OF = {
    "wages:gross": "Gross pay",
    "wages:social_security": "Wages for social security",
    "wages:medicare": "Wages for Medicare",
    "wages:supplemental": "Supplemental wages",
    "wages:futa": "Wages for federal unemployment tax",
    "tax:social_security": "Social security",
    "employer:social_security": "Social security, employer",
}
CASE = "what the check is computed from"
Row = tuple[Part, str, str, Decimal, Decimal | None, Decimal | None, Decimal | None, str, str]
"""A line while the check is made: as CheckLine, its amount and basis still figures in dollars."""
_NEW = tuple.__new__
_TIMES, _HUNDRED = Decimal.__mul__, Decimal(100)


class Sheet:
    """Lines and figures of one check; `cut` is how many cents of pre-tax deductions the pay has no room for."""

    __slots__ = ("arrears", "bases", "blockers", "case", "cut", "kit", "notices", "plans", "rows", "tables")

    def __init__(self, kit: Kit, case: Case, tables: Tables, cut: int = 0) -> None:
        self.kit, self.case, self.tables, self.cut = kit, case, tables, cut
        self.rows: list[Row] = []
        self.plans: dict[str, int] = {}
        self.blockers: list[Blocker] = []
        self.notices: list[str] = []
        self.arrears: dict[str, int] = {}
        self.bases: dict[str, Decimal] = {}

    def add(
        self,
        part: Part,
        code: str,
        label: str,
        figure: Decimal,
        basis: Decimal | None = None,
        rate: Decimal | None = None,
        agency: str = "",
        hours: Decimal | None = None,
        cost_centre: str = "",
    ) -> None:
        """Add a line showing a figure of whole cents, and what it was computed on."""
        self.rows.append((part, code, label, figure, basis, rate, hours, agency, cost_centre))

    def add_some(
        self, part: Part, code: str, label: str, figure: Decimal, basis: Decimal, rate: Decimal | None
    ) -> None:
        """Add a line where there is anything of its figure."""
        if self.kit.any(figure):
            self.add(part, code, label, self.kit.optional(figure), basis, rate)

    def lines(self) -> list[CheckLine]:
        """The lines as values, in cents; a figure that several lines show is converted once."""
        cents: dict[int, int] = {}
        known, made = cents.get, list[CheckLine]()
        for part, code, label, figure, basis, rate, hours, agency, centre in self.rows:
            amount = known(id(figure))
            if amount is None:
                amount = cents[id(figure)] = int(_TIMES(figure, _HUNDRED))
            if basis is None:
                on: int | None = 0
            elif (on := known(id(basis))) is None:
                on = cents[id(basis)] = int(_TIMES(basis, _HUNDRED))
            made.append(_NEW(CheckLine, (part, code, label, amount, on, rate, hours, agency, centre)))
        return made

    def before(self, key: str) -> Decimal:
        """The balance of the year of a line before this check, in dollars."""
        kit, cents = self.kit, self.case.year_to_date.get(key, 0)
        label = before_this_check(BALANCE_OF[key]) if kit.traces else ""
        return kit.given(label, kit.dollars(cents), BALANCES)

    def notice(self, code: str, sentence: str) -> None:
        """Note something worth knowing that stops nothing, under a stable name."""
        self.notices.append(f"{code}: {sentence}")

    def block(self, code: str, sentence: str, remedy: str) -> None:
        """Note what keeps the check from being paid, once."""
        found = Blocker(code, sentence, remedy)
        if found not in self.blockers:
            self.blockers.append(found)


def before_this_check(name: str) -> str:
    """What the balance of the year of a line is called in a derivation."""
    return f"{name} of the year before this check"


def added(kit: Kit, label: str, figures: Iterable[Decimal], reason: str) -> Decimal:
    """The figures added up; where there are none, nothing for a reason."""
    total: Decimal | None = None
    for figure in figures:
        total = figure if total is None else total + figure
    return kit.nothing(label, reason, CASE) if total is None else kit.named(label, total)
