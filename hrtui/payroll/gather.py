"""From what is on file about a person to the case of one check; pure, so that a stored check can be gathered again.

What counts is what is in force on the check date: certificates, pay items, orders; and in the period: jobs and pay. A run
that pays no days of a period (a bonus, an off-cycle check) takes what was entered for it, percentages of pay, and orders that
are percentages or levies; fixed amounts a check are those of the regular run.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hrtui.benefits.premiums import Premiums
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll.check.values import Blocker, Case, Deduction, Order, Supplemental
from hrtui.payroll.codes import Codes
from hrtui.payroll.earn import Earned, earn
from hrtui.payroll.elected import IMPUTED, NONE, NOTHING_ELECTED, SOURCE, Benefits, Elected, Taking, elected
from hrtui.payroll.entered import Entered
from hrtui.payroll.items import rules as item_rules
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.kit import Tracing, why
from hrtui.payroll.model import W4, PayDate, PayGroup, PersonFacts, Rounding, Segment, Unpaid, Why
from hrtui.payroll.rules import federal
from hrtui.payroll.rules.gross import employed, row_on
from hrtui.payroll.where import city_of_work, states_of, unknown_city
from hrtui.people.model import Basis, Certificate, Flsa, Job
from hrtui.value import frozen

US = federal.JURISDICTION
FAMILY_HSA = "hsa_family"
FULL_TIME_HOURS = Decimal(40)
NOTHING: Mapping[str, int] = {}


@frozen
class RunTerms:
    """What the checks of a run have in common. `with_period` says whether the days of the period are paid; `exempt_ends`
    is the month and day through which a claim of exemption counts; `minimum_wage` is dollars an hour; `premiums` what elections
    of benefits ask of the group's checks, None where no plan is declared."""

    pay_date: PayDate
    group: PayGroup
    codes: Codes
    groups: frozenset[str] = frozenset()
    with_period: bool = True
    supplemental: Supplemental = Supplemental.FLAT
    rounding: Rounding = Rounding.CENT
    exempt_ends: tuple[int, int] = (2, 15)
    minimum_wage: Decimal | None = None
    company_rates: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    premiums: Premiums | None = field(default=None, compare=False)


@frozen
class Held:
    """What is on file of a person beside the facts. `balances` are the year's cents by line key before the check, `arrears`
    cents by deduction code, `withheld` cents by order number since the order's row in force began."""

    entered: Sequence[Entered] = ()
    items: Sequence[PayItem] = ()
    orders: Sequence[PayOrder] = ()
    balances: Mapping[str, int] = field(default_factory=dict)
    arrears: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)
    benefits: Benefits = NONE


class Gathered(NamedTuple):
    """The case of a check, None where it cannot be computed; what keeps it from being paid, and what is worth knowing."""

    case: Case | None
    earned: Earned
    blockers: tuple[Blocker, ...] = ()
    notices: tuple[str, ...] = ()


def case_of(facts: PersonFacts, terms: RunTerms, held: Held) -> Gathered | None:
    """The case of a person's check in a run; None where they have no part in it: nothing is due and nothing was entered."""
    items = _items(terms, held)
    chosen, broken_by = _elected(facts, terms, held)
    earned = _earned(facts, terms, held, items, chosen)
    blockers, notices = list(earned.blockers), list(earned.notices)
    if not (terms.with_period and _is_plain(earned.segments)):
        if not held.entered and not _concerned(earned.segments, terms):
            return None
        blockers += _unpaid(earned.segments, terms) if terms.with_period else ()
        blockers += _below_minimum(earned.segments, terms)
        notices += _worth_knowing(earned.segments)
    blockers += broken_by
    notices += chosen.notices
    job = _last_job(facts, terms)
    work, residence = states_of(facts, job, terms.pay_date.period, blockers, notices)
    known = _in_force(facts.certificates, terms.pay_date.check)
    city = city_of_work(facts, job, known) if work else ""
    if city and residence == work:
        blockers.append(unknown_city(city, job))
        city = ""
    case = None
    try:
        form = form_of(facts.certificates, terms)
        if form.w4.exempt or form.ended is not None:
            notices += _exemption(form, terms)
        if work:
            case = _case(facts, terms, held, items, earned, (work, residence, city), form, known, chosen)
    except RuleBroken as broken:
        blockers.append(Blocker("certificate", str(broken), "Record the certificate again."))
    return Gathered(case, earned, tuple(blockers), tuple(notices))


def _case(
    facts: PersonFacts, terms: RunTerms, held: Held, items: Sequence[PayItem], earned: Earned, states: tuple[str, str, str],
    form: federal.Form, forms: Mapping[str, Certificate], chosen: Elected,
) -> Case:  # fmt: skip
    """The case of what was gathered; `states` are work state, residence state, and a city of work without a certificate."""
    row = form.row
    return Case(
        pay_date=terms.pay_date.check,
        frequency=terms.group.frequency._value_,
        work_state=states[0],
        residence_state=states[1],
        earnings=earned.earnings,
        w4=form.w4 if row is not None else None,
        nonresident_alien=row is not None and row.entries.get(federal.NONRESIDENT) == "yes",
        state_forms={name: each.entries for name, each in forms.items() if name != US},
        deductions=_deductions(terms, held, items, chosen) if items or chosen.takings else (),
        orders=_orders(terms, held) if held.orders else (),
        year_to_date=held.balances,
        supplemental=terms.supplemental,
        birth_date=facts.birth_date,
        hsa_family=chosen.family or FAMILY_HSA in [item.code for item in items],
        localities=tuple([name for name in (*forms, states[2]) if "-" in name]),
        rounding=terms.rounding,
        company_rates=terms.company_rates,
    )


def explain_earnings(facts: PersonFacts, terms: RunTerms, held: Held) -> dict[str, Why]:
    """How each earning of a check came about, by line key."""
    made = _earned(facts, terms, held, _items(terms, held), _elected(facts, terms, held)[0], tracing=True)
    return {key: why(figure) for key, figure in made.figures.items()}


def elections_of(facts: PersonFacts, terms: RunTerms, held: Held) -> Elected:
    """What elections of benefits make of a check; nothing in a run that pays no period, or where a price cannot be told."""
    return _elected(facts, terms, held)[0]


def _elected(facts: PersonFacts, terms: RunTerms, held: Held) -> tuple[Elected, tuple[Blocker, ...]]:
    """What elections make of a check, and what keeps it from being paid where that cannot be told."""
    known = held.benefits
    if terms.premiums is None or not known.elections or not terms.with_period:
        return NOTHING_ELECTED, ()
    try:
        return elected(terms.premiums, terms.codes, facts, known, held.items, terms.pay_date.check), ()
    except (NotFound, RuleBroken) as broken:
        remedy = "Mend the plan file or what is missing of the person, and calculate again."
        return NOTHING_ELECTED, (Blocker("election", str(broken), remedy),)


def _earned(
    facts: PersonFacts, terms: RunTerms, held: Held, items: Sequence[PayItem], chosen: Elected, tracing: bool = False
) -> Earned:
    """What is earned: scheduled pay where the run pays the period, standing earnings with it, and what was entered."""
    entered = list(held.entered)
    if terms.with_period:
        entered += [_standing(item) for item in items if item_rules.is_earning(item, terms.codes)]
        entered += [Entered(IMPUTED, cents=chosen.imputed, source=SOURCE)] if chosen.imputed else ()
    given = (terms.pay_date.period, terms.group, terms.codes, entered, terms.with_period)
    return earn(facts, *given, kit=Tracing()) if tracing else earn(facts, *given)


def _standing(item: PayItem) -> Entered:
    cents = item.amount.cents if item.amount else 0
    return Entered(item.code, cents=cents, source=f"pay item from {item.effective_from}")


def _items(terms: RunTerms, held: Held) -> list[PayItem]:
    return item_rules.on_day(held.items, terms.pay_date.check) if held.items else []


def _deductions(terms: RunTerms, held: Held, items: Sequence[PayItem], chosen: Elected) -> tuple[Deduction, ...]:
    """The deductions in force on the check date, by code, with what is owed from before."""
    found, known, whole, owed = [], terms.codes.deductions, terms.with_period, held.arrears
    for item in items:
        code = known.get(item.code)
        if code is None or not (whole or item.percent is not None):
            continue
        found.append(
            Deduction(
                item.code,
                code.treatment,
                item.amount.cents if item.amount is not None else 0,
                item.percent,
                code.label,
                owed.get(item.code, 0) if whole and owed else 0,
                item.employer.cents if item.employer is not None and whole else 0,
                item.employer_percent,
            )
        )
    if chosen.takings:
        found = [*found, *_chosen(terms, chosen)]
        found.sort(key=_code_of)
    return tuple(found)


def _chosen(terms: RunTerms, chosen: Elected) -> list[Deduction]:
    """The deductions of elections: what is given back lowers what is due, and what is caught up is owed from before."""
    premiums = terms.premiums
    assert premiums is not None
    return [premiums.made_of(each) or _taken(terms, premiums, each) for each in chosen.takings]


def _taken(terms: RunTerms, premiums: Premiums, each: Taking) -> Deduction:
    kind = terms.codes.deductions[each.code]
    made = Deduction(
        each.code, kind.treatment, each.person + min(each.caught, 0), each.percent, kind.label, max(each.caught, 0),
        each.employer + each.caught_employer, each.match, max(each.waiting, 0),
    )  # fmt: skip
    shared = len(each.dues) == 1 and not (each.caught or each.caught_employer or each.waiting)
    return premiums.keep(each, made) if shared else made


_code_of = operator.itemgetter(0)


def _orders(terms: RunTerms, held: Held) -> tuple[Order, ...]:
    """The garnishment orders in force on the check date that are not paid off yet."""
    found = []
    for row in item_rules.on_day(held.orders, terms.pay_date.check):
        left = None if row.balance is None else row.balance.cents - held.withheld.get(row.number, 0)
        fixed = row.amount is not None
        if (left is not None and left <= 0) or (fixed and not terms.with_period):
            continue
        found.append(
            Order(
                row.number,
                row.kind,
                row.received,
                row.amount.cents if row.amount else 0,
                row.percent,
                left,
                row.supports_other,
                row.arrears_12_weeks,
                row.status,
                row.dependents,
                row.fee.cents if row.fee else 0,
                row.payee,
            )
        )
    return tuple(found)


def _is_plain(parts: Sequence[Segment]) -> bool:
    """Whether days are those of one salary, all of them paid: nothing has to be said of them."""
    if len(parts) != 1:
        return False
    pay = parts[0].pay
    return parts[0].unpaid is None and pay is not None and pay.basis is not Basis.HOURLY


def _concerned(parts: Sequence[Segment], terms: RunTerms) -> bool:
    """Whether a run that pays the period has to do with these days: employed in its group, or in none that is known."""
    if not terms.with_period:
        return False
    known = terms.groups or {terms.group.name}
    return any(
        employed(part)
        and (part.unpaid is not Unpaid.OTHER_GROUP or (part.pay is not None and part.pay.pay_group not in known))
        for part in parts
    )


def _unpaid(parts: Sequence[Segment], terms: RunTerms) -> list[Blocker]:
    """Days that should be paid and cannot be, each once."""
    found: list[Blocker] = []
    for part in parts:
        if part.unpaid is None:
            continue
        when = f"from {part.period.start} to {part.period.end}"
        group = part.pay.pay_group if part.pay else ""
        if part.unpaid is Unpaid.NO_RATE:
            found.append(Blocker("no_pay_rate", f"No pay rate {when}.", "Record one as a change of pay."))
        elif part.unpaid is Unpaid.NO_GROUP:
            found.append(Blocker("no_pay_group", f"No pay group {when}.", "Name one in a change of pay."))
        elif part.unpaid is Unpaid.CURRENCY:
            message = f"Pay {when} is not in US dollars."
            found.append(Blocker("currency", message, "Only US dollars can be paid; record the rate in dollars."))
        elif part.unpaid is Unpaid.OTHER_GROUP and terms.groups and group not in terms.groups:
            message = f"Pay group “{group}” {when} is not in the configuration."
            found.append(Blocker("unknown_pay_group", message, "Add it under pay_groups, or change the pay row."))
    return found


def _below_minimum(parts: Sequence[Segment], terms: RunTerms) -> list[Blocker]:
    """An hourly rate below the minimum wage, of someone who is not exempt."""
    least = terms.minimum_wage
    if least is None:
        return []
    return [
        Blocker(
            "minimum_wage",
            f"{part.pay.rate.amount} an hour from {part.period.start} is below the minimum wage of {least}.",
            "Record a rate that is not below it, or mark the job as exempt where the law lets it be.",
        )
        for part in parts
        if part.unpaid is None and part.pay and part.job and part.pay.basis is Basis.HOURLY
        and part.job.flsa is not Flsa.EXEMPT and part.pay.rate.amount < least
    ]  # fmt: skip


def _last_job(facts: PersonFacts, terms: RunTerms) -> Job | None:
    """The job in force at the end of the period, else the first there is."""
    return row_on(facts.jobs, terms.pay_date.period.end) or (facts.jobs[0] if facts.jobs else None)


def _in_force(certificates: Sequence[Certificate], on: date) -> dict[str, Certificate]:
    """The certificate of each jurisdiction that counts on a day; rows are in order."""
    return {row.jurisdiction: row for row in certificates if row.effective_from <= on}


def form_of(certificates: Sequence[Certificate], terms: RunTerms) -> federal.Form:
    """The Form W-4 that counts on the check date, without a row where none does; raises RuleBroken where one cannot be read."""
    known = [federal.Form(_read_of(row.entries), row) for row in certificates if row.jurisdiction == US]
    return federal.form_on(known, terms.pay_date.check, terms.exempt_ends) if known else federal.NO_FORM


def _exemption(form: federal.Form, terms: RunTerms) -> list[str]:
    """Through when a claim of exemption counts, and that one has ended."""
    made = []
    if form.row is not None and form.w4.exempt:
        last = federal.exempt_through(form.row, terms.exempt_ends)
        made.append(f"Exempt from federal withholding by Form W-4; the claim ends on {last} unless a new one comes.")
    if form.ended is not None:
        last = federal.exempt_through(form.ended, terms.exempt_ends)
        made.append(f"The exemption claimed from {form.ended.effective_from} ended on {last}: ask for a new Form W-4.")
    return made


def _worth_knowing(parts: Sequence[Segment]) -> list[str]:
    """That days on leave are not paid, and that scheduled hours look like those of someone else."""
    made = []
    if any(part.unpaid is Unpaid.LEAVE for part in parts):
        made.append("Days on leave are unpaid.")
    if any(_too_many(part.job) for part in parts if part.unpaid is None and _hourly(part)):
        made.append("FTE is below 1 with full standard hours: check the standard hours of the job.")
    return made


def _hourly(part: Segment) -> bool:
    return part.pay is not None and part.pay.basis is Basis.HOURLY


def _too_many(job: Job | None) -> bool:
    return job is not None and job.fte < 1 and job.standard_hours >= FULL_TIME_HOURS


def _read_of(entries: Mapping[str, str]) -> W4:
    """Form W-4 as read: entries that many certificates share are found by what they are, others by what they say."""
    held = _READ.get(id(entries))
    if held is not None and held[0] is entries:
        return held[1]
    made = _read(tuple(entries.items()))
    if len(_READ) >= MOST_READ:
        _READ.clear()
    _READ[id(entries)] = entries, made
    return made


@lru_cache(maxsize=4096)
def _read(entries: tuple[tuple[str, str], ...]) -> W4:
    return federal.read_w4(dict(entries))


MOST_READ = 4096
_READ: dict[int, tuple[Mapping[str, str], W4]] = {}
"""Entries and what they say, by their id; they are kept, so that no others come to bear it."""
