"""A paycheck from a person's dated rows and the terms of a pay date, and what keeps it from being paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrtui.errors import RuleBroken
from hrtui.money import Money
from hrtui.payroll.model import Paycheck, PayDate, PersonFacts, Segment, Unpaid, Why
from hrtui.payroll.rules import gross, why
from hrtui.payroll.rules.gross import CURRENCY, employed, row_on
from hrtui.payroll.rules.places import state_blocker, work_state
from hrtui.payroll.rules.slip import Slip
from hrtui.payroll.rules.year import Check, Terms, checks

_REMEDY = {
    Unpaid.NO_RATE: "No pay rate {when}: record one as a change of pay.",
    Unpaid.NO_GROUP: "No pay group {when}: name one in a change of pay.",
    Unpaid.CURRENCY: "Pay {when} is in {currency}: only US dollars can be computed.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of computing a check: the checks of the year through it (empty where it could not be), and its blockers."""

    checks: tuple[Check, ...]
    blockers: tuple[str, ...]


def outcome(facts: PersonFacts, given: Terms) -> Outcome | None:
    """A person's check in numbers; None where they have no part in the pay date: not employed, or in another group."""
    parts = gross.segments(facts, given.pay_date.period, given.group)
    if not concerned(parts, given):
        return None
    stops = blockers(facts, parts, given)
    if all(part.unpaid not in (None, Unpaid.LEAVE) for part in parts):
        return Outcome((), stops)
    try:
        return Outcome(tuple(checks(facts, given)), stops)
    except RuleBroken as broken:
        return Outcome((), (str(broken), *stops))


def concerned(parts: Sequence[Segment], given: Terms) -> bool:
    """Whether a pay date has to do with these days: employed in its group, or in none that is known."""
    return any(
        employed(part) and (part.unpaid is not Unpaid.OTHER_GROUP or _group(part) not in given.groups) for part in parts
    )


def paycheck(facts: PersonFacts, given: Terms) -> Paycheck:
    """A person's paycheck for a pay date, every figure with its derivation; without lines where it cannot be computed."""
    made = outcome(facts, given)
    if made is None:
        return _without_lines(facts, given.pay_date, (_no_part(facts, given),))
    if not made.checks:
        return _without_lines(facts, given.pay_date, made.blockers)
    return Slip(facts, given, made.checks).made(made.blockers)


def blockers(facts: PersonFacts, parts: Sequence[Segment], given: Terms) -> tuple[str, ...]:
    """What keeps a check from being paid, each as a sentence."""
    found: list[str] = []
    for part in parts:
        when = f"from {part.period.start} to {part.period.end}"
        if part.unpaid in _REMEDY:
            currency = part.pay.rate.currency if part.pay else ""
            found.append(_REMEDY[part.unpaid].format(when=when, currency=currency))
        elif part.unpaid is Unpaid.OTHER_GROUP and _group(part) not in given.groups:
            found.append(f"Pay group “{_group(part)}” is not in the configuration: its pay {when} cannot be computed.")
    job = row_on(facts.jobs, given.pay_date.period.end) or (facts.jobs[0] if facts.jobs else None)
    return (*found, state_blocker(work_state(job.location if job else "", facts.state)))


def _no_part(facts: PersonFacts, given: Terms) -> str:
    span = given.pay_date.period
    when = f"between {span.start} and {span.end}"
    parts = gross.segments(facts, span, given.group)
    if any(employed(part) for part in parts):
        return f"Not paid in group “{given.pay_date.group}” {when}."
    return f"Not employed {when}."


def _group(part: Segment) -> str:
    return part.pay.pay_group if part.pay else ""


def _without_lines(facts: PersonFacts, pay_date: PayDate, stops: tuple[str, ...]) -> Paycheck:
    zero = Money(0, CURRENCY)
    reasons = tuple(why.fact("Not computed", stop) for stop in stops)
    net = Why("Net pay", why.shown_cents(0), "not computed", "", reasons)
    return Paycheck(facts.number, facts.name, pay_date, (), zero, zero, zero, net, stops)
