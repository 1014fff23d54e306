"""From what is on file about a person to the case of one check; pure, so that a stored check can be gathered again.

What counts is what is in force on the check date: certificates, pay items, orders; and in the period: jobs and pay. A run
that pays no days of a period (a bonus, an off-cycle check) takes what was entered for it, percentages of pay, and orders that
are percentages or levies; fixed amounts a check are those of the regular run.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import NamedTuple

from hrtui.benefits.premiums import Premiums
from hrtui.errors import NotFound, RuleBroken
from hrtui.payroll.check.values import Blocker, Case, Deduction, Order, Supplemental
from hrtui.payroll.codes import Codes
from hrtui.payroll.earn import Earned, earn, salary_alone
from hrtui.payroll.elected import IMPUTED, NONE, NOTHING_ELECTED, SOURCE, Benefits, Elected, Taking, elected
from hrtui.payroll.entered import Entered
from hrtui.payroll.forms import Papers, SharedPapers, exemption
from hrtui.payroll.items import rules as item_rules
from hrtui.payroll.items.model import PayItem, PayOrder
from hrtui.payroll.kit import Tracing, why
from hrtui.payroll.model import PayDate, PayGroup, PersonFacts, Rounding, Segment, Unpaid, Why
from hrtui.payroll.rules import federal, gross
from hrtui.payroll.rules.gross import employed, row_on
from hrtui.payroll.saidofdays import below_minimum, is_plain, unpaid, worth_knowing
from hrtui.payroll.where import city_of_work, states_of, unknown_city
from hrtui.people.model import Job
from hrtui.value import frozen

FAMILY_HSA = "hsa_family"
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


class Standing(NamedTuple):
    """What pay items make of a check: those that count, what they pay, and what they deduct where nothing is owed from before."""

    items: Sequence[PayItem]
    paid: Sequence[Entered]
    deductions: tuple[Deduction, ...]


class Placed(NamedTuple):
    """Work state, residence state and city of work of who lives and works in the same places, and what is to be said of it."""

    work: str
    residence: str
    city: str
    blockers: tuple[Blocker, ...]
    notices: tuple[str, ...]


class Shared:
    """What the cases of a run have in common, made once for all people who have the same: by the ids of values that many share, so
    it lasts as long as the people's facts do, a chunk of them."""

    def __init__(self, terms: RunTerms) -> None:
        self.terms, self.papers = terms, SharedPapers(terms.pay_date.check, terms.exempt_ends).of
        self._items: dict[tuple[int, ...], Standing] = {}
        self._placed: dict[tuple[str, str | None, int], Placed] = {}
        self._kept: list[object] = []  # what ids stand for, so that nothing else comes to bear them
        self.days = gross.counted(terms.pay_date.period, terms.group.proration)

    def standing(self, items: Sequence[PayItem]) -> Standing:
        """What the pay items of a person make of their check."""
        if not items:
            return NOTHING_STANDING
        held = self._items.get(same := tuple(map(id, items)))
        if held is None:
            held = self._items[same] = _standing(self.terms, items)
            self._kept.append(items)
        return held

    def placed(self, facts: PersonFacts, job: Job | None) -> Placed:
        """Where a person is taxed; who had another job before in the period apart."""
        if len(facts.jobs) > 1:
            return _placed(facts, job, self.terms)
        same = facts.state, None if job is None else job.location, id(facts.location_states)
        held = self._placed.get(same)
        if held is None:
            held = self._placed[same] = _placed(facts, job, self.terms)
            self._kept.append(facts.location_states)
        return held


def case_of(facts: PersonFacts, terms: RunTerms, held: Held, shared: Shared | None = None) -> Gathered | None:
    """The case of a person's check in a run; None where they have no part in it: nothing is due and nothing was entered.

    `shared` is what the cases of many people under the same terms have in common.
    """
    shared = shared or Shared(terms)
    standing = shared.standing(held.items)
    chosen, broken_by = _elected(facts, terms, held)
    earned = _earned(facts, terms, held, standing.paid, chosen, shared.days)
    blockers, notices = list(earned.blockers), list(earned.notices)
    if not (terms.with_period and is_plain(earned.segments)):
        if not held.entered and not _concerned(earned.segments, terms):
            return None
        blockers += unpaid(earned.segments, terms.groups) if terms.with_period else ()
        blockers += below_minimum(earned.segments, terms.minimum_wage)
        notices += worth_knowing(earned.segments)
    blockers += broken_by
    notices += chosen.notices
    job = _last_job(facts, terms)
    placed, papers = shared.placed(facts, job), shared.papers(facts.certificates)
    blockers += placed.blockers
    notices += placed.notices
    city = placed.city if placed.work and placed.city not in papers.named else ""
    if city and placed.residence == placed.work:
        blockers.append(unknown_city(city, job))
        city = ""
    case = None
    try:
        if papers.broken is not None:
            raise papers.broken
        if papers.form.w4.exempt or papers.form.ended is not None:
            notices += exemption(papers.form, terms.exempt_ends)
        if placed.work:
            case = _case(facts, terms, held, standing, earned, placed, city, papers, chosen)
    except RuleBroken as broken:
        blockers.append(Blocker("certificate", str(broken), "Record the certificate again."))
    return Gathered(case, earned, tuple(blockers), tuple(notices))


def _placed(facts: PersonFacts, job: Job | None, terms: RunTerms) -> Placed:
    blockers, notices = list[Blocker](), list[str]()
    work, residence = states_of(facts, job, terms.pay_date.period, blockers, notices)
    return Placed(work, residence, city_of_work(facts, job, ()) if work else "", tuple(blockers), tuple(notices))


def _case(
    facts: PersonFacts, terms: RunTerms, held: Held, standing: Standing, earned: Earned, placed: Placed, city: str,
    papers: Papers, chosen: Elected,
) -> Case:  # fmt: skip
    """The case of what was gathered; `city` is one of work without a certificate."""
    row = papers.form.row
    return Case(
        pay_date=terms.pay_date.check,
        frequency=terms.group.frequency._value_,
        work_state=placed.work,
        residence_state=placed.residence,
        earnings=earned.earnings,
        w4=papers.form.w4 if row is not None else None,
        nonresident_alien=row is not None and row.entries.get(federal.NONRESIDENT) == "yes",
        state_forms=papers.state_forms,
        deductions=_deductions(terms, held, standing, chosen),
        orders=_orders(terms, held) if held.orders else (),
        year_to_date=held.balances,
        supplemental=terms.supplemental,
        birth_date=facts.birth_date,
        hsa_family=chosen.family or FAMILY_HSA in [item.code for item in standing.items],
        localities=(*papers.cities, city) if "-" in city else papers.cities,
        rounding=terms.rounding,
        company_rates=terms.company_rates,
    )


def explain_earnings(facts: PersonFacts, terms: RunTerms, held: Held) -> dict[str, Why]:
    """How each earning of a check came about, by line key."""
    paid = _standing(terms, held.items).paid
    made = _earned(facts, terms, held, paid, _elected(facts, terms, held)[0], tracing=True)
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
    facts: PersonFacts, terms: RunTerms, held: Held, standing: Sequence[Entered], chosen: Elected, days: int = 0,
    tracing: bool = False,
) -> Earned:  # fmt: skip
    """What is earned: scheduled pay where the run pays the period, standing earnings with it, and what was entered; `days` are
    those of a whole period that count, where a salary may be all there is."""
    entered = list(held.entered)
    if terms.with_period:
        entered += standing
        entered += [Entered(IMPUTED, cents=chosen.imputed, source=SOURCE)] if chosen.imputed else ()
        if days and not entered:
            alone = salary_alone(facts, terms.pay_date.period, terms.group, terms.codes, days)
            if alone is not None:
                return alone
    given = (terms.pay_date.period, terms.group, terms.codes, entered, terms.with_period)
    return earn(facts, *given, kit=Tracing()) if tracing else earn(facts, *given)


def _standing(terms: RunTerms, every: Sequence[PayItem]) -> Standing:
    """What pay items make of a check."""
    items = item_rules.on_day(every, terms.pay_date.check)
    paid = [_paid(item) for item in items if item_rules.is_earning(item, terms.codes)]
    return Standing(items, paid, _of_items(terms, items, {}))


NOTHING_STANDING = Standing((), (), ())


def _paid(item: PayItem) -> Entered:
    cents = item.amount.cents if item.amount else 0
    return Entered(item.code, cents=cents, source=f"pay item from {item.effective_from}")


def _deductions(terms: RunTerms, held: Held, standing: Standing, chosen: Elected) -> tuple[Deduction, ...]:
    """The deductions in force on the check date, by code, with what is owed from before."""
    owed = held.arrears if terms.with_period else NOTHING
    found = _of_items(terms, standing.items, owed) if owed else standing.deductions
    return tuple(sorted([*found, *_chosen(terms, chosen)], key=_code_of)) if chosen.takings else found


def _of_items(terms: RunTerms, items: Sequence[PayItem], owed: Mapping[str, int]) -> tuple[Deduction, ...]:
    """The deductions of pay items; a run that pays no period takes percentages alone."""
    found, known, whole = [], terms.codes.deductions, terms.with_period
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
                owed.get(item.code, 0),
                item.employer.cents if item.employer is not None and whole else 0,
                item.employer_percent,
            )
        )
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


def _last_job(facts: PersonFacts, terms: RunTerms) -> Job | None:
    """The job in force at the end of the period, else the first there is."""
    return row_on(facts.jobs, terms.pay_date.period.end) or (facts.jobs[0] if facts.jobs else None)
