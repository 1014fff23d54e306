"""From a person's dated facts, and what was entered for a run, to the case of one check; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from hrtui.dates import Period
from hrtui.errors import RuleBroken
from hrtui.payroll.check.tables import Tables
from hrtui.payroll.check.values import Blocker, Case, Deduction, Earning, Order
from hrtui.payroll.codes import Codes
from hrtui.payroll.earn import Earned, earn
from hrtui.payroll.entered import Entered
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.kit import PLAIN, Kit
from hrtui.payroll.model import W4, PayGroup, PersonFacts, Segment, Unpaid
from hrtui.payroll.rules import federal, gross
from hrtui.payroll.rules.places import state_in, work_state
from hrtui.people.model import Certificate

NOTHING: Mapping[str, int] = {}
Dated = TypeVar("Dated", PayItem, PayOrder)


@dataclass(frozen=True, slots=True)
class RunTerms:
    """What the checks of a run stand on besides the people: period, check date, pay group, codes, tables; whether the days
    of the period are due (`base`); the names of all pay groups there are."""

    span: Period
    pay_date: date
    group: PayGroup
    codes: Codes
    tables: Tables
    base: bool
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """One person's facts for a check: rows of job, pay and certificates; standing items and orders; what was entered;
    balances of the year and arrears by deduction, in cents; and what was withheld for orders since each began."""

    facts: PersonFacts
    items: Sequence[PayItem] = ()
    orders: Sequence[PayOrder] = ()
    entered: Sequence[Entered] = ()
    balances: Mapping[str, int] = field(default_factory=dict)
    arrears: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)


class Gathered(NamedTuple):
    """The case of a check, with what gathering it found; `figures` derive its earnings, with a tracing kit."""

    case: Case
    segments: tuple[Segment, ...]
    blockers: tuple[Blocker, ...]
    notices: tuple[str, ...]
    figures: Mapping[str, Decimal]


def case_of(given: Given, terms: RunTerms, kit: Kit = PLAIN) -> Gathered | None:
    """The case of a person's check in a run; None where the run has nothing to do with them.

    Raises RuleBroken where a certificate on file cannot be read.
    """
    facts = given.facts
    segments = gross.segments(facts, terms.span, terms.group)
    if not (given.entered or (terms.base and _concerned(segments, terms))):
        return None
    earned = earn(facts, terms.span, terms.group, terms.codes, given.entered, terms.base, kit)
    blockers = [*_unpaid(segments, terms), *earned.blockers] if terms.base else list(earned.blockers)
    standing = _standing(given, terms, earned) if terms.base else ((), ())
    notices = list(earned.notices)
    form, state_forms = _forms(facts.certificates, terms, notices)
    job = gross.row_on(facts.jobs, terms.span.end) or (facts.jobs[0] if facts.jobs else None)
    where = work_state(job.location if job else "", facts.state)
    case = Case(
        pay_date=terms.pay_date,
        frequency=terms.group.frequency.value,
        work_state=where,
        residence_state=state_in(facts.state) or where,
        earnings=(*earned.earnings, *standing[0]),
        w4=form,
        state_forms=state_forms,
        deductions=standing[1],
        orders=tuple(_order(each, given.withheld) for each in _in_force(given.orders, terms.pay_date)),
        year_to_date=given.balances,
        birth_date=facts.birth_date,
    )
    return Gathered(case, segments, tuple(blockers), tuple(notices), earned.figures)


def _concerned(segments: Sequence[Segment], terms: RunTerms) -> bool:
    """Whether a run has to do with these days: employed in its group, or in none that is known."""
    return any(
        gross.employed(part) and (part.unpaid is not Unpaid.OTHER_GROUP or _group(part) not in terms.groups)
        for part in segments
    )


def _unpaid(segments: Sequence[Segment], terms: RunTerms) -> Iterable[Blocker]:
    """What keeps days of the period from being paid, by its stable name."""
    for part in segments:
        if part.unpaid is None:
            continue
        when = f"from {part.period.start} to {part.period.end}"
        if part.unpaid is Unpaid.NO_RATE:
            yield Blocker("no_pay_rate", f"No pay rate {when}.", "Record one as a change of pay.")
        elif part.unpaid is Unpaid.NO_GROUP:
            yield Blocker("no_pay_group", f"No pay group {when}.", "Name one in a change of pay.")
        elif part.unpaid is Unpaid.CURRENCY:
            currency = part.pay.rate.currency if part.pay else ""
            yield Blocker("currency", f"Pay {when} is in {currency}.", "Only US dollars can be paid: change the pay.")
        elif part.unpaid is Unpaid.OTHER_GROUP and _group(part) not in terms.groups:
            yield Blocker(
                "unknown_pay_group",
                f"Pay group “{_group(part)}” is not in the configuration, so pay {when} cannot be computed.",
                "Add the group to the configuration, or change the pay.",
            )


def _group(part: Segment) -> str:
    return part.pay.pay_group if part.pay else ""


def _forms(
    certificates: Sequence[Certificate], terms: RunTerms, notices: list[str]
) -> tuple[W4 | None, Mapping[str, Mapping[str, str]]]:
    """The Form W-4 that counts on the check date (None: none is on file), and the entries of the states' certificates."""
    if not certificates:
        return None, {}
    known = [
        federal.Form(_w4(tuple(sorted(row.entries.items()))), row)
        for row in certificates
        if row.jurisdiction == federal.JURISDICTION
    ]
    form = federal.form_on(known, terms.pay_date, terms.tables.federal.exempt_ends)
    if form.ended is not None:
        notices.append("An exemption from federal income tax has ended: ask for a new Form W-4.")
    states = {
        row.jurisdiction: row.entries
        for row in certificates
        if row.jurisdiction != federal.JURISDICTION and row.effective_from <= terms.pay_date
    }
    return (form.w4 if form.row is not None else None), states


@lru_cache(maxsize=4096)
def _w4(entries: tuple[tuple[str, str], ...]) -> W4:
    return federal.read_w4(dict(entries))


def _standing(given: Given, terms: RunTerms, earned: Earned) -> tuple[tuple[Earning, ...], tuple[Deduction, ...]]:
    """Standing earnings and deductions in force on the check date; deductions that are owed from before too."""
    earnings: list[Earning] = []
    deductions: list[Deduction] = []
    scheduled = sum(each.cents for each in earned.earnings)
    for item in _in_force(given.items, terms.pay_date):
        code = terms.codes.earnings.get(item.code)
        if code is not None:
            cents = item.amount.cents if item.amount else int((item.percent or 0) * scheduled)
            basis = f"pay item from {item.effective_from}"
            earnings.append(Earning(code.name, code.kind, cents, None, None, code.label, "", basis))
            continue
        kind = terms.codes.deduction(item.code)
        deductions.append(
            Deduction(
                kind.name, kind.treatment, item.amount.cents if item.amount else 0, item.percent, kind.label,
                given.arrears.get(kind.name, 0), item.employer.cents if item.employer else 0, item.employer_percent,
            )
        )  # fmt: skip
    asked = {each.code for each in deductions}
    for name, cents in given.arrears.items():
        if cents and name not in asked and name in terms.codes.deductions:
            kind = terms.codes.deductions[name]
            deductions.append(Deduction(name, kind.treatment, 0, None, kind.label, cents))
    return tuple(earnings), tuple(deductions)


def _in_force(rows: Sequence[Dated], day: date) -> list[Dated]:
    """Of each item or order the last row up to a day, where it is not stopped; rows are oldest first."""
    last = {row.key: row for row in rows if row.effective_from <= day}
    return [row for row in last.values() if row.active]


def _order(row: PayOrder, withheld: Mapping[str, int]) -> Order:
    balance = None if row.balance is None else max(0, row.balance.cents - withheld.get(row.number, 0))
    return Order(
        row.number, row.kind, row.received, row.amount.cents if row.amount else 0, row.percent, balance,
        row.supports_other, row.arrears_12_weeks, row.status, row.dependents, row.fee.cents if row.fee else 0, row.payee,
    )  # fmt: skip


def unreadable(error: RuleBroken) -> Blocker:
    """What stops a check that cannot be computed at all."""
    return Blocker(error.field or "not_computed", str(error), "Mend it, and calculate again.")
