"""The checks of a tax year, one after the other: what year to date, wage base and threshold stand on.

Nothing is finalised yet, so the earlier checks are computed again from the rows in force.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from hrtui.payroll.model import FederalTables, FicaRates, PayDate, PayGroup, PersonFacts, Rounding
from hrtui.payroll.rules import federal, fica
from hrtui.payroll.rules.calendar import PERIODS_PER_YEAR, pay_dates_of_year
from hrtui.payroll.rules.federal import Form
from hrtui.payroll.rules.fica import Levy, Limits
from hrtui.payroll.rules.gross import earnings, segments


@dataclass(frozen=True, slots=True)
class Terms:
    """What a check stands on besides the person: its pay date, the pay groups by name, the pay dates of the tax year
    before it by group, and the year's tables."""

    pay_date: PayDate
    groups: dict[str, PayGroup]
    earlier: dict[str, tuple[PayDate, ...]]
    tables: FederalTables
    fica: FicaRates
    limits: Limits
    rounding: Rounding = Rounding.CENT

    @property
    def group(self) -> PayGroup:
        """The pay group of the check."""
        return self.groups[self.pay_date.group]


@dataclass(frozen=True, slots=True)
class Check:
    """One check's figures, in cents. `earned` is by line code; `whole` says that nothing changed inside its period;
    `worksheet` is the federal tax before it was limited to what is left of the pay."""

    pay_date: PayDate
    earned: dict[str, int]
    whole: bool
    form: Form
    gross: int
    worksheet: int
    federal: int
    social_security: Levy
    medicare: Levy
    additional: Levy

    @property
    def taxes(self) -> int:
        """What is withheld."""
        return self.federal + self.social_security.cents + self.medicare.cents + self.additional.cents

    @property
    def net(self) -> int:
        """What is left to pay; never negative."""
        return self.gross - self.taxes

    def at(self, pay_date: PayDate) -> Check:
        """The same figures on another pay date."""
        return Check(
            pay_date,
            self.earned,
            self.whole,
            self.form,
            self.gross,
            self.worksheet,
            self.federal,
            self.social_security,
            self.medicare,
            self.additional,
        )


def terms(
    target: PayDate,
    groups: Sequence[PayGroup],
    tables: FederalTables,
    rates: FicaRates,
    holidays: Collection[date] = (),
    rounding: Rounding = Rounding.CENT,
) -> Terms:
    """The terms of a pay date: the pay dates of its tax year come before it by check date, then by the groups' order."""
    order = {group.name: place for place, group in enumerate(groups)}
    last = (target.check, order[target.group], target.period)
    earlier = {
        group.name: tuple(
            made
            for made in pay_dates_of_year(group, target.check.year, holidays)
            if (made.check, order[group.name], made.period) < last
        )
        for group in groups
    }
    by_name = {group.name: group for group in groups}
    return Terms(target, by_name, earlier, tables, rates, fica.limits(rates), rounding)


def checks(facts: PersonFacts, given: Terms) -> list[Check]:
    """A person's checks of the year through the pay date, the last one being it; earlier ones without pay are left out.

    Where nothing changes from one check to the next its figures are kept. Raises RuleBroken where a certificate cannot
    be read.
    """
    forms = federal.forms(facts.certificates)
    changes = sorted([*(job.effective_from for job in facts.jobs), *(pay.effective_from for pay in facts.pays)])
    made: list[Check] = []
    last: Check | None = None
    wages = tax = 0
    for pay_date in (*_earlier(facts, given), given.pay_date):
        form = federal.form_on(forms, pay_date.check, given.tables.exempt_ends)
        if last and form is last.form and _repeats(last, pay_date, changes) and _below(last, wages, tax, given.limits):
            last = last.at(pay_date)
        else:
            last = _check(facts, pay_date, given, form, wages, tax)
        if last.gross or pay_date is given.pay_date:
            made.append(last)
            wages += last.gross
            tax += last.social_security.cents
    return made


def _earlier(facts: PersonFacts, given: Terms) -> list[PayDate]:
    """The earlier pay dates of the groups the person is or was in, in order, from the first they were employed in."""
    names = dict.fromkeys(pay.pay_group for pay in facts.pays if pay.pay_group in given.earlier)
    first = facts.jobs[0].effective_from if facts.jobs else date.max
    found = [made for name in names for made in given.earlier[name] if made.period.end >= first]
    if len(names) > 1:
        order = {name: place for place, name in enumerate(given.groups)}
        found.sort(key=lambda made: (made.check, order[made.group]))
    return found


def _repeats(last: Check, pay_date: PayDate, changes: Sequence[date]) -> bool:
    """Whether no job or pay row starts from the last check's period to the end of this one's."""
    if not last.whole or last.pay_date.group != pay_date.group:
        return False
    return bisect_right(changes, last.pay_date.period.start) == bisect_right(changes, pay_date.period.end)


def _below(last: Check, wages: int, tax: int, limits: Limits) -> bool:
    """Whether a check like the last one stays below the year's limits, as the last one did."""
    return (
        wages + last.gross <= limits.wage_base
        and wages + last.gross <= limits.threshold
        and tax + last.social_security.cents <= limits.most
    )


def _check(facts: PersonFacts, pay_date: PayDate, given: Terms, form: Form, wages: int, tax: int) -> Check:
    """One check after `wages` and `tax` of social security in the year before it."""
    group = given.groups[pay_date.group]
    parts = segments(facts, pay_date.period, group)
    earned = {line.code: line.cents for line in earnings(parts, group)}
    gross = sum(earned.values())
    worksheet = federal.withholding(gross, form.w4, PERIODS_PER_YEAR[group.frequency], given.tables, given.rounding)
    security = fica.social_security(gross, given.fica, wages, tax)
    medicare = fica.medicare(gross, given.fica)
    additional = fica.additional_medicare(gross, given.fica, wages)
    left = gross - security.cents - medicare.cents - additional.cents
    return Check(
        pay_date, earned, len(parts) == 1, form, gross, worksheet, min(worksheet, left), security, medicare, additional
    )
