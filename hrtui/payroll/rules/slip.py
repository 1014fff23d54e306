"""The lines of a computed check: amounts, year to date, and the derivation of every figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby

from hrtui.money import Money
from hrtui.payroll.model import Line, LineKind, PaidSegment, Paycheck, PersonFacts, Unpaid, Why
from hrtui.payroll.rules import federal, fica, gross, why
from hrtui.payroll.rules.calendar import PERIODS_PER_YEAR
from hrtui.payroll.rules.gross import CURRENCY
from hrtui.payroll.rules.year import Check, Terms

REPLAYED = "computed again from the rows in force on those dates: nothing is finalised yet"
FULL_TIME_HOURS = Decimal(40)

Amount = Callable[[Check], int]
TAXES: dict[str, tuple[str, Amount]] = {
    "federal": ("Federal income tax", lambda check: check.federal),
    "social_security": ("Social security", lambda check: check.social_security.cents),
    "medicare": ("Medicare", lambda check: check.medicare.cents),
    "additional_medicare": ("Additional Medicare", lambda check: check.additional.cents),
}
NOTES: dict[str, tuple[str, Amount]] = {
    "federal_wages": ("Federal taxable wages", lambda check: check.gross),
    "social_security_wages": ("Social security wages", lambda check: check.social_security.wages),
    "medicare_wages": ("Medicare wages", lambda check: check.medicare.wages),
}


class Slip:
    """The making of one paycheck out of the checks of the year, the last of which it is."""

    def __init__(self, facts: PersonFacts, given: Terms, made: Sequence[Check]) -> None:
        self.facts, self.given, self.year = facts, given, made
        self.check, self.earlier = made[-1], made[:-1]
        self.parts = gross.segments(facts, given.pay_date.period, given.group)
        self.lines = gross.earnings(self.parts, given.group)
        self.earned = {line.code: gross.explain_earning(line, self.parts, given.group) for line in self.lines}
        self.unpaid = gross.explain_unpaid(self.parts)
        self.gross = why.total("Gross pay", *self.earned.values()) if self.earned else self._nothing("Gross pay")
        self.wages_before = self._before("Wages of the year before this check", lambda check: check.gross)

    def made(self, blockers: tuple[str, ...]) -> Paycheck:
        """The paycheck, with these blockers."""
        check, earnings, taxes = self.check, self._earnings(), self._taxes()
        withheld = why.total("Taxes withheld", *(line.why for line in taxes))
        return Paycheck(
            number=self.facts.number,
            name=self.facts.name,
            pay_date=check.pay_date,
            lines=(*earnings, *taxes, *self._notes()),
            gross=Money(check.gross, CURRENCY),
            taxes=Money(check.taxes, CURRENCY),
            net=Money(check.net, CURRENCY),
            net_why=why.difference("Net pay", self.gross, withheld, formula="gross pay less taxes"),
            blockers=blockers,
            notices=self._notices(),
            segments=self._segments(),
        )

    def _earnings(self) -> list[Line]:
        kind = LineKind.EARNING
        return [
            self._line(code, label, kind, self.earned.get(code) or self._nothing(label), _earned(code))
            for code, label in gross.CODES.values()
            if any(code in check.earned for check in self.year)
        ]

    def _taxes(self) -> list[Line]:
        trees = {
            "federal": self._federal(),
            "social_security": self._social_security(),
            "medicare": fica.explain_medicare(self.gross, self.given.fica),
        }
        if any(check.additional.cents for check in self.year):
            trees["additional_medicare"] = fica.explain_additional(self.gross, self.wages_before, self.given.fica)
        return [self._line(code, TAXES[code][0], LineKind.TAX, tree, TAXES[code][1]) for code, tree in trees.items()]

    def _notes(self) -> list[Line]:
        room = fica.explain_taxable(self.gross, self.wages_before, self.given.fica)
        trees = {"federal_wages": self.gross, "social_security_wages": room, "medicare_wages": self.gross}
        return [self._line(code, NOTES[code][0], LineKind.NOTE, tree, NOTES[code][1]) for code, tree in trees.items()]

    def _federal(self) -> Why:
        check, given = self.check, self.given
        periods = PERIODS_PER_YEAR[given.group.frequency]
        tax = federal.explain(check.gross, self.gross, check.form, periods, given.tables, given.rounding)
        if check.federal == check.worksheet:
            return tax
        others = [self._social_security(), fica.explain_medicare(self.gross, given.fica)]
        if check.additional.cents:
            others.append(fica.explain_additional(self.gross, self.wages_before, given.fica))
        left = why.less("Gross pay left after the other taxes", self.gross, *others)
        return why.smaller("Federal income tax", tax, left, formula="not more than is left of the pay")

    def _social_security(self) -> Why:
        tax_before = self._before("Social security of the year before this check", TAXES["social_security"][1])
        return fica.explain_social_security(self.gross, self.wages_before, tax_before, self.given.fica)

    def _line(self, code: str, label: str, kind: LineKind, tree: Why, amount: Amount) -> Line:
        cents, year = amount(self.check), sum(amount(check) for check in self.year)
        before = self._before("Earlier checks of the year", amount)
        year_why = why.total(f"{label}, year to date", before, tree)
        return Line(code, label, kind, Money(cents, CURRENCY), Money(year, CURRENCY), tree, year_why)

    def _before(self, label: str, amount: Amount) -> Why:
        """What the earlier checks of the year had, equal ones in a row taken together."""
        runs = [(cents, list(run)) for cents, run in groupby(self.earlier, key=amount)]
        parts = tuple(_run(cents, run) for cents, run in runs if cents)
        if not parts:
            return why.leaf(label, 0, REPLAYED, value=why.shown_cents(0))
        return why.total(label, *parts, formula="by check date, " + REPLAYED)

    def _nothing(self, label: str) -> Why:
        """A figure of zero, and the days that are not paid."""
        return why.zero(label, "nothing is due for the period", "job and pay rows of the period", self.unpaid)

    def _segments(self) -> tuple[PaidSegment, ...]:
        group = self.given.group
        return tuple(
            part for line in self.lines for part in gross.paid_segments(line, self.earned[line.code], self.parts, group)
        )

    def _notices(self) -> tuple[str, ...]:
        check, made = self.check, []
        if check.form.row is None:
            made.append("No Form W-4 on file: withheld as single with no entries.")
        elif check.form.w4.exempt:
            last = federal.exempt_through(check.form.row, self.given.tables.exempt_ends)
            made.append(
                f"Exempt from federal withholding by Form W-4; the claim ends on {last} unless a new one comes."
            )
        if check.form.ended is not None:
            last = federal.exempt_through(check.form.ended, self.given.tables.exempt_ends)
            made.append(
                f"The exemption claimed from {check.form.ended.effective_from} ended on {last}: ask for a new Form W-4."
            )
        if check.federal < check.worksheet:
            made.append("Federal income tax is limited to what is left of the pay.")
        if any(line.code == "hourly" for line in self.lines):
            made.append("Hours are scheduled hours: there is no time sheet yet.")
        if any(part.unpaid is Unpaid.LEAVE for part in self.parts):
            made.append("Days on leave are unpaid.")
        return (*made, *self._part_time())

    def _part_time(self) -> tuple[str, ...]:
        jobs = [part.job for line in self.lines for part in line.segments if line.code == "hourly" and part.job]
        if any(job.fte < 1 and job.standard_hours >= FULL_TIME_HOURS for job in jobs):
            return ("FTE is below 1 with full standard hours: check the standard hours of the job.",)
        return ()


def _earned(code: str) -> Amount:
    return lambda check: check.earned.get(code, 0)


def _run(cents: int, run: list[Check]) -> Why:
    first, last = run[0].pay_date.check, run[-1].pay_date.check
    if len(run) == 1:
        return why.dollars(f"Check of {first}", cents, REPLAYED)
    count = why.leaf("Checks", len(run), f"pay dates from {first} to {last}")
    each = why.dollars("Each", cents, REPLAYED)
    return why.product(f"{len(run)} checks from {first} to {last}", count, each)
