"""A check as a run would compute it, kept nowhere: its lines with the year to date, every figure derived; and its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hrtui.dates import Period
from hrtui.money import Money
from hrtui.payroll.check.tables import Tables
from hrtui.payroll.check.values import Blocker, CheckLine, Part, Result, notice_parts
from hrtui.payroll.computing import NOTHING, derived
from hrtui.payroll.gather import Held, RunTerms
from hrtui.payroll.model import PaidSegment, PayDate, PayGroup, PersonFacts, Segment, Why
from hrtui.payroll.rules import gross, why
from hrtui.payroll.rules.figures import Figure, Section
from hrtui.payroll.runs.figures import slip_figures
from hrtui.payroll.runs.model import Slip, SlipLine
from hrtui.people.model import Basis

BEFORE = "balances of the year's final checks"
ENDS = (("gross", "Gross pay"), ("taxes", "Taxes withheld"), ("net", "Net pay"))
WITHHELD = frozenset({Part.TAX, Part.CONTRIBUTION})
DEDUCTED = frozenset({Part.PRE_TAX, Part.POST_TAX, Part.GARNISHMENT})
NO_LINES: Mapping[str, SlipLine] = {}


@dataclass(frozen=True, slots=True)
class Paycheck:
    """A computed check that is not kept. `slip` is what a run would keep; `whys` derives its lines by key, and `gross`, `taxes`
    and `net`; `segments` are the paid slices of the period where they make up a line."""

    pay_date: PayDate
    slip: Slip
    whys: Mapping[str, Why] = field(default_factory=dict)
    segments: tuple[PaidSegment, ...] = ()

    @property
    def number(self) -> str:
        """Whose it is."""
        return self.slip.number

    @property
    def name(self) -> str:
        """Their name."""
        return self.slip.name

    @property
    def lines(self) -> tuple[SlipLine, ...]:
        """Its lines, those of one key added up; none where it could not be computed."""
        return together(self.slip.lines)

    @property
    def gross(self) -> Money:
        """What is earned."""
        return Money(self.slip.gross)

    @property
    def taxes(self) -> Money:
        """Taxes and contributions withheld."""
        return Money(self.slip.withheld)

    @property
    def net(self) -> Money:
        """What is left to pay."""
        return Money(self.slip.net)

    @property
    def net_why(self) -> Why:
        """The derivation of the net pay; of a check that could not be computed, why not."""
        return self.whys["net"]

    @property
    def gross_why(self) -> Why:
        """The derivation of the gross; of a check that could not be computed, why not."""
        return self.whys["gross"]

    @property
    def blockers(self) -> tuple[str, ...]:
        """What keeps it from being paid, each with what to do about it."""
        return tuple(_sentence(each) for each in self.slip.problems if each.stops)

    @property
    def exceptions(self) -> tuple[str, ...]:
        """What has to be accepted before it is paid."""
        return tuple(_sentence(each) for each in self.slip.problems if not each.stops)

    @property
    def notices(self) -> tuple[str, ...]:
        """What is worth knowing and stops nothing."""
        return self.slip.notices


def paycheck_of(
    facts: PersonFacts,
    held: Held,
    terms: RunTerms,
    tables: Tables,
    made: tuple[Result, str],
    before: Mapping[str, SlipLine] = NO_LINES,
    run: str = "",
) -> Paycheck:
    """A person's computed check (with its work state) with every derivation; without lines where it cannot be computed.

    `before` are the balances it goes on from, as lines of nothing by key; `run` is the number of the run of its period.
    """
    result, state = made
    if not is_computed(result):
        result = replace(NOTHING, blockers=result.blockers, notices=result.notices)
    slip = slip_of((facts.id, facts.number, facts.name), run, (result, state), before)
    if not is_computed(result):
        return Paycheck(terms.pay_date, slip, not_computed(slip))
    whys = _whys(slip, derived(facts, terms, held, tables))
    parts = paid_segments(slip, gross.segments(facts, terms.pay_date.period, terms.group), terms.group, whys)
    return Paycheck(terms.pay_date, slip, whys, parts)


def is_computed(result: Result) -> bool:
    """Whether a check was computed; one of nothing is, but where something keeps it from being paid."""
    return any(line.amount for line in result.lines) or not any(each.stops for each in result.blockers)


def not_due(facts: PersonFacts, terms: RunTerms, why_not: str = "") -> tuple[Result, str]:
    """No check and no work state, for a person who has no part in a pay date, and why."""
    due, span = terms.pay_date, terms.pay_date.period
    when = f"between {span.start} and {span.end}"
    if any(gross.employed(part) for part in gross.segments(facts, span, terms.group)):
        why_not = why_not or f"Not paid in group “{due.group}” {when}."
    return replace(NOTHING, blockers=(Blocker("not_due", why_not or f"Not employed {when}."),)), ""


def slip_of(person: tuple[int, str, str], run: str, made: tuple[Result, str], before: Mapping[str, SlipLine]) -> Slip:
    """A result (with its work state) as a slip of a person (id, number, name). `before` are the balances it goes on from, as
    lines of nothing by key; those without a line in this check stand below."""
    result, state = made
    year = {key: each.year_to_date for key, each in before.items()}
    lines = []
    for line in result.lines:
        year[line.key] = year.get(line.key, 0) + line.amount
        lines.append(SlipLine(line, year[line.key]))
    known = {line.key for line in result.lines}
    if lines:
        lines += [carried for key, carried in before.items() if key not in known]
    withheld, deducted, employer = (
        sum(line.amount for line in result.lines if line.part in parts)
        for parts in (WITHHELD, DEDUCTED, {Part.EMPLOYER})
    )
    return Slip(
        0, run, *person, result.gross, withheld, deducted, employer, result.net, state, tuple(lines), result.blockers,
        tuple(dict.fromkeys(notice_parts(note)[1] for note in result.notices)), 0,
    )  # fmt: skip


def _whys(slip: Slip, made: Mapping[str, Why]) -> dict[str, Why]:
    """Derivations with those of lines that only go on from before."""
    nothing = {line.key: why.zero(line.label, "there is none in this check", BEFORE) for line, _ in slip.lines}
    ends = {
        key: why.zero(label, "nothing is due", "jobs and pay of the period") for key, label in ENDS if not slip.lines
    }
    return {**nothing, **ends, **made}


def not_computed(slip: Slip) -> Mapping[str, Why]:
    """The derivations of the ends of a check that could not be computed: why not."""
    reasons = tuple(why.fact("Not computed", _sentence(each)) for each in slip.problems if each.stops)
    return {key: Why(label, why.shown_cents(0), "not computed", "", reasons) for key, label in ENDS}


def paid_segments(
    slip: Slip, parts: Sequence[Segment], group: PayGroup, whys: Mapping[str, Why]
) -> tuple[PaidSegment, ...]:
    """The paid slices of the period, of lines that are made up of nothing else."""
    amounts = {line.key: line.amount for line, _ in together(slip.lines)}
    found: list[PaidSegment] = []
    for line in gross.earnings(parts, group):
        key = f"earning:{line.code}"
        if amounts.get(key) == line.cents and key in whys:
            found += gross.paid_segments(line, whys[key], parts, group)
    return tuple(found)


def figures(check: Paycheck) -> tuple[Figure, ...]:
    """The figures of a payslip in the order people read them, the days of each rate below the line they make up."""
    return tuple(_with_parts(check))


def _with_parts(check: Paycheck) -> Iterator[Figure]:
    split = {f"earning:{code_of(part)}" for part in check.segments}
    for figure in slip_figures(check.slip, check.whys):
        if not (figure.is_part and figure.code.rpartition(".")[0] in split):
            yield figure
        own = [part for part in check.segments if f"earning:{code_of(part)}" == figure.code]
        for number, part in enumerate(own, 1):
            label, code = days_of(part.segment, check.pay_date.period), f"{figure.code}.{number}"
            yield Figure(code, label, Section.EARNINGS, part.amount, None, part.why, None)


def code_of(part: PaidSegment) -> str:
    """The code of the line a slice is a part of."""
    return gross.CODES[part.segment.pay.basis][0] if part.segment.pay else ""


def days_of(segment: Segment, period: Period) -> str:
    """`10 of 10 days at 85,000/year`, with its days where they are not the whole period."""
    pay, span = segment.pay, segment.period
    when = "" if span == period else f"{span.start:%m-%d} to {span.end:%m-%d}: "
    rate = ""
    if pay is not None:
        each = why.shown(pay.rate.amount) if pay.basis is Basis.ANNUAL else why.shown_cents(pay.rate.cents)
        rate = f" at {each}/{'year' if pay.basis is Basis.ANNUAL else 'hour'}"
    return f"{when}{segment.days} of {segment.of_days} days{rate}"


def together(lines: Sequence[SlipLine]) -> tuple[SlipLine, ...]:
    """Lines of a slip, those of one key added up; the last of them has the balance of the year."""
    found: dict[str, SlipLine] = {}
    for line, year in lines:
        had = found.get(line.key)
        found[line.key] = SlipLine(line if had is None else _sum(had.line, line), year)
    return tuple(found.values())


def _sum(one: CheckLine, other: CheckLine) -> CheckLine:
    hours = None if one.hours is None or other.hours is None else one.hours + other.hours
    return one._replace(
        amount=one.amount + other.amount,
        basis=one.basis + other.basis,
        hours=hours,
        rate=one.rate if one.rate == other.rate else None,
        cost_centre=one.cost_centre if one.cost_centre == other.cost_centre else "",
    )


def _sentence(each: Blocker) -> str:
    return " ".join(part for part in (each.message, each.remedy) if part)
