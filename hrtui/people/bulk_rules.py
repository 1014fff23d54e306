"""What a bulk verb makes of one person: the same rules as the single changes, told as an outcome instead of raised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.errors import RuleBroken
from hrtui.money import Money, round_cents, to_cents
from hrtui.org.holding import entered, taken
from hrtui.people import carrying, checks, rules
from hrtui.people.bulk_model import Facts, Outcome, Verdict, Wanted
from hrtui.people.model import (
    Basis,
    EmploymentType,
    Flsa,
    Job,
    JobChange,
    Pay,
    PayChange,
    ProfileChange,
    Tag,
)
from hrtui.query.acts import GiveManager, GiveStatus, GiveTags, GiveValue, How, Raise, Transfer, Verb

WEEKS = 52
JOB, PAY, PROFILE, TAG = "people.change_job", "people.change_pay", "people.change_profile", "people.tag"
CONTACT = ("phone", "street", "city", "state", "postal_code")
READ: dict[str, Callable[[str], Any]] = {
    "type": EmploymentType, "flsa": Flsa, "fte": Decimal, "standard_hours": Decimal,
}  # fmt: skip


def wanted(verb: Verb, day: date) -> Wanted:
    """What a verb asks of each person, as it was written, from a day on where it names none; the use case checks it and looks
    names up."""
    return replace(_wanted(verb, verb.effective or day, verb.reason), carry=verb.carry)


def _wanted(verb: Verb, on: date, reason: str) -> Wanted:
    match verb.act:
        case Raise():
            return Wanted(PAY, on, reason, raised=verb.act)
        case Transfer(department, location, manager):
            job = JobChange(on, department=department, location=location, manager=manager, reason=reason)
            return Wanted(JOB, on, reason, job=job)
        case GiveManager(who):
            return Wanted(JOB, on, reason, job=JobChange(on, manager=who, reason=reason))
        case GiveStatus(status):
            return Wanted(JOB, on, reason, job=JobChange(on, status=status, reason=reason))
        case GiveTags():
            return Wanted(TAG, on, reason, tags=verb.act)
        case GiveValue(field, value):
            return _given(field, value, on, reason)


def _given(field: str, value: str, on: date, reason: str) -> Wanted:
    if field == "pay_group":
        return Wanted(PAY, on, reason, pay=PayChange(on, pay_group=value, reason=reason))
    name = "employment_type" if field == "type" else field
    if name in rules.JOB_FIELDS:
        read = READ.get(field, str)
        return Wanted(JOB, on, reason, job=replace(JobChange(on, reason=reason), **{name: read(value)}))
    if field in CONTACT:
        plain: dict[str, Any] = {field: value}
        return Wanted(PROFILE, on, reason, profile=ProfileChange(on, **plain))
    return Wanted(PROFILE, on, reason, profile=ProfileChange(on, custom={field: value}))


def outcome(wish: Wanted, facts: Facts, currency: str) -> Outcome:
    """What becomes of one person; never raises RuleBroken."""
    try:
        if wish.job is not None:
            return _job(wish, wish.job, facts)
        if wish.about_pay:
            return _pay(wish, facts, currency)
        if wish.profile is not None:
            return _profile(wish, wish.profile, facts)
        return _tags(wish, facts)
    except RuleBroken as problem:
        return Outcome(Verdict.BROKEN, said=(str(problem),))


def _job(wish: Wanted, change: JobChange, facts: Facts) -> Outcome:
    before = _employed(facts.jobs, change.effective_from)
    if isinstance(before, Outcome):
        return before
    if facts.number in wish.above:
        raise RuleBroken(
            "Nobody is their own manager."
            if facts.number == change.manager
            else f"{wish.manager} reports to this person, so cannot be their manager; move {change.manager} first."
        )
    given = [name for name in rules.JOB_FIELDS if getattr(change, name) is not None]
    if all(getattr(change, name) == getattr(before, name) for name in given):
        return Outcome(Verdict.SAME)
    _, after = rules.changed_job(facts.jobs, change)
    after = replace(after, manager_name=wish.manager) if change.manager else after
    made = _written(wish, facts.jobs, before, after)
    return replace(made, takes=taken(rules.live(facts.jobs), entered(facts.jobs, after, made.carried)))  # type: ignore[arg-type]  # pairs of jobs


def _pay(wish: Wanted, facts: Facts, currency: str) -> Outcome:
    job = _employed(facts.jobs, wish.on)
    if isinstance(job, Outcome):
        return job
    before = rules.in_force(facts.pays, wish.on)
    if before is None:
        raise RuleBroken(f"There is no pay on {wish.on} to start from; enter the rate and basis first.")
    change = wish.pay or PayChange(wish.on, rate=raised_rate(before.rate, wish.raised), reason=wish.reason)
    rate = before.rate if change.rate is None else change.rate
    group = before.pay_group if change.pay_group is None else change.pay_group
    if (rate, group) == (before.rate, before.pay_group):
        return Outcome(Verdict.SAME)
    checks.rate(rate, before.basis, currency)
    _, after = rules.changed_pay(facts.jobs, facts.pays, change)
    made = _written(wish, facts.pays, before, after)
    return replace(made, cost=(annual_cost(before, job), annual_cost(after, job)))


def raised_rate(rate: Money, how: Raise | None) -> Money:
    """A rate after a raise, rounded once; raise RuleBroken where nothing would be left of it."""
    if how is None:
        return rate
    if how.how is How.TO:
        return Money(to_cents(how.amount), rate.currency)
    if how.how is How.PLUS:
        made = Money(rate.cents + to_cents(how.amount), rate.currency)
    else:
        made = Money(round_cents(rate.cents * (1 + how.amount / 100)), rate.currency)
    if made.cents <= 0:
        raise RuleBroken("Nothing would be left of the rate of pay; it stays above 0.")
    return made


def annual_cost(pay: Pay, job: Job) -> int:
    """What a rate of pay comes to in a year, in cents: hourly ones at the standard hours of 52 weeks."""
    if pay.basis is Basis.ANNUAL:
        return pay.rate.cents
    return round_cents(pay.rate.cents * job.standard_hours * WEEKS)


def _profile(wish: Wanted, change: ProfileChange, facts: Facts) -> Outcome:
    before = rules.in_force(facts.profiles, change.effective_from)
    own = change.custom or {}
    given = [name for name in rules.PROFILE_FIELDS if getattr(change, name) is not None]
    same = [before is not None and getattr(change, name) == getattr(before, name) for name in given]
    same += [before is not None and before.custom.get(name, "") == value for name, value in own.items()]
    if all(same):
        return Outcome(Verdict.SAME)
    known, after = rules.changed_profile(facts.profiles, change)
    return _written(wish, facts.profiles, known, after)


def _tags(wish: Wanted, facts: Facts) -> Outcome:
    assert wish.tags is not None
    before = rules.tags_on(facts.tags, wish.on)
    changed = [name for name in wish.tags.names if (name in before) is not wish.tags.on]
    if not changed:
        return Outcome(Verdict.SAME)
    rows = tuple(Tag(wish.on, name, wish.tags.on) for name in changed)
    after = sorted(before.union(changed) if wish.tags.on else before.difference(changed))
    changes = (Change("tags", ", ".join(sorted(before)), ", ".join(after)),)
    later = [row for row in rules.after(facts.tags, wish.on) if row.name in changed and row.on is not wish.tags.on]
    said = tuple(f"From {row.effective_from} {row.name} is {'set' if row.on else 'taken off'}, as entered before." for row in later)  # fmt: skip
    return Outcome(Verdict.WARNED if said else Verdict.FINE, rows, changes, said)


def _employed(jobs: Sequence[Job], on: date) -> Job | Outcome:
    try:
        return rules.employed_row(jobs, on)
    except RuleBroken as problem:
        return Outcome(Verdict.NOT_EMPLOYED, said=(str(problem),))


def _written(wish: Wanted, rows: Sequence[Any], before: Any, after: Any) -> Outcome:
    """What the row that a change makes means for later ones: carried on into them where that is wished, else told."""
    later = carrying.contradicted(rows, before, after)
    pairs = carrying.carried(rows, later, wish.carry, after)
    copies = not wish.carry and any(each.is_copy for each in later)
    kept = copies or any(not each.is_copy for each in later)
    said = carrying.notices(later, wish.carry, ahead=True)
    changes = differences(before, after)
    return Outcome(Verdict.WARNED if kept else Verdict.FINE, (after,), changes, said, None, tuple(pairs), copies)
