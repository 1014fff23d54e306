"""The checks of a tax year, one after the other: what year to date, wage base and threshold stand on.

Nothing is finalised yet, so the earlier checks are computed again from the rows in force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hrtui.payroll.model import FederalTables, FicaRates, PayDate, PayGroup, PersonFacts, Rounding, Segment
from hrtui.payroll.rules import federal, fica
from hrtui.payroll.rules.calendar import PERIODS_PER_YEAR, pay_dates_of_year
from hrtui.payroll.rules.federal import Form
from hrtui.payroll.rules.fica import Levy
from hrtui.payroll.rules.gross import Earning, earnings, segments


@dataclass(frozen=True, slots=True)
class Terms:
    """What a check stands on besides the person: its pay date, the pay groups, the pay dates of the year by group up to
    it, and the year's tables."""

    pay_date: PayDate
    groups: Mapping[str, PayGroup]
    dates: Mapping[str, tuple[PayDate, ...]]
    tables: FederalTables
    fica: FicaRates
    rounding: Rounding = Rounding.CENT

    @property
    def group(self) -> PayGroup:
        """The pay group of the check."""
        return self.groups[self.pay_date.group]


@dataclass(frozen=True, slots=True)
class Check:
    """One check's figures, in cents. `worksheet` is the federal tax before it was limited to what is left of the pay."""

    pay_date: PayDate
    segments: tuple[Segment, ...]
    earnings: tuple[Earning, ...]
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
    last = (target.check, order[target.group])
    dates = {
        group.name: tuple(
            made
            for made in pay_dates_of_year(group, target.check.year, holidays)
            if (made.check, order[group.name]) < last or made == target
        )
        for group in groups
    }
    return Terms(target, {group.name: group for group in groups}, dates, tables, rates, rounding)


def checks(facts: PersonFacts, given: Terms) -> list[Check]:
    """A person's checks of the year through the pay date, the last one being it; earlier ones without pay are left out.

    Raises RuleBroken where a certificate cannot be read.
    """
    forms = federal.forms(facts.certificates)
    made: list[Check] = []
    wages = tax = 0
    for pay_date in _dates(facts, given):
        check = _check(facts, pay_date, given, forms, (wages, tax), made[-1] if made else None)
        if check.gross or pay_date == given.pay_date:
            made.append(check)
            wages += check.gross
            tax += check.social_security.cents
    return made


def _dates(facts: PersonFacts, given: Terms) -> Iterator[PayDate]:
    """The pay dates of the groups the person is or was in, up to the check's; it is last even where they never were."""
    first = facts.jobs[0].effective_from if facts.jobs else given.pay_date.period.start
    names = dict.fromkeys(pay.pay_group for pay in facts.pays if pay.pay_group in given.dates)
    found = [
        made for name in names for made in given.dates[name] if made != given.pay_date and made.period.end >= first
    ]
    if len(names) > 1:
        order = {name: place for place, name in enumerate(given.groups)}
        found.sort(key=lambda made: (made.check, order[made.group]))
    return iter([*found, given.pay_date])


def _check(
    facts: PersonFacts,
    pay_date: PayDate,
    given: Terms,
    forms: Sequence[Form],
    before: tuple[int, int],
    last: Check | None,
) -> Check:
    """One check; `before` are the wages and the social security of the year so far."""
    group = given.groups[pay_date.group]
    parts = segments(facts, pay_date.period, group)
    lines = earnings(parts, group)
    gross = sum(line.cents for line in lines)
    form = federal.form_on(forms, pay_date.check, given.tables.exempt_ends)
    security = fica.social_security(gross, given.fica, *before)
    medicare = fica.medicare(gross, given.fica)
    additional = fica.additional_medicare(gross, given.fica, before[0])
    left = gross - security.cents - medicare.cents - additional.cents
    tax = _worksheet(gross, form, pay_date, given, last)
    return Check(pay_date, parts, lines, form, gross, tax, min(tax, left), security, medicare, additional)


def _worksheet(gross: int, form: Form, pay_date: PayDate, given: Terms, last: Check | None) -> int:
    """The worksheet's tax; that of the check before where wages, certificate and group are the same."""
    if last and last.gross == gross and last.form is form and last.pay_date.group == pay_date.group:
        return last.worksheet
    periods = PERIODS_PER_YEAR[given.groups[pay_date.group].frequency]
    return federal.withholding(gross, form.w4, periods, given.tables, given.rounding)
