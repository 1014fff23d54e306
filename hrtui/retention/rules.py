"""When a record is past the time it is kept: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hrtui.config import DocumentKind
from hrtui.dates import add_months
from hrtui.retention.model import Kept, Past
from hrtui.retention.settings import OF_CANDIDATES, OF_PEOPLE, Records, RetentionRule

MONTH_FILED = 1, 31
"""The last return of a year, and its wage statements, are due on 31 January (26 CFR 31.6071(a)-1, 26 U.S.C. 6071(c))."""
PLAN_FILED = 7, 31
"""Form 5500 is due on the last day of the seventh month after the plan year (29 CFR 2520.104a-5), here the calendar year."""


def due(rule: RetentionRule, record: Kept) -> tuple[date, date] | None:
    """The day that sets a rule off for a record, and the last day the record is to be kept; None where it does not begin yet.

    A year from 29 February ends on 28 February, so that its last day is kept and the day after is the first one past. Of
    the time after the event and the time after the hire the later counts.
    """
    trigger = event(rule.records, record)
    if trigger is None:
        return None
    last = add_months(trigger, 12 * rule.years + rule.months) + timedelta(days=rule.days)
    if rule.years_after_hire and record.hired is not None:
        after_hire = add_months(record.hired, 12 * rule.years_after_hire)
        if after_hire > last:
            return record.hired, after_hire
    return trigger, last


def event(records: Records, record: Kept) -> date | None:
    """The day of the event that sets off the time of a kind of record; None where it has not happened, or the record has none.

    Pay is part of every record of someone who left, and the last of it is not paid before the end.
    """
    if record.records in (Records.PEOPLE, Records.DOCUMENTS):
        if record.ended is None or records in (Records.PEOPLE, Records.DOCUMENTS):
            return record.ended
        known = record.events.get(records)
        if records is Records.PAY:
            return max(record.ended, known or record.ended)
        return known
    return record.events.get(records, record.entered if records is record.records else None)


def taxes_due(last_paid: date) -> date:
    """When the last return of the year of a pay date was due."""
    return date(last_paid.year + 1, *MONTH_FILED)


def plan_filed(last_covered: date) -> date:
    """When the return of the plan year that somebody was last covered in was due."""
    return date(last_covered.year + 1, *PLAN_FILED)


def applies(rule: RetentionRule, record: Kept) -> bool:
    """Whether a rule is about a record: of a person or a candidate every rule about any part of it is."""
    parts = {Records.PEOPLE: OF_PEOPLE, Records.CANDIDATES: OF_CANDIDATES}.get(record.records, {record.records})
    return rule.records in parts and rule.kind in ("", record.kind)


def keeping(record: Kept, rules: Iterable[RetentionRule]) -> tuple[Past, ...]:
    """What every rule about a record says of it, the one that keeps it longest first."""
    found = [
        Past(record, rule, *days) for rule in rules if applies(rule, record) and (days := due(rule, record)) is not None
    ]
    return tuple(sorted(found, key=lambda each: each.due, reverse=True))


def past(record: Kept, rules: Iterable[RetentionRule], today: date) -> Past | None:
    """Whether a record is past its time on a day, by the rule that keeps it longest; None where no rule is about it, and while a
    legal hold or a consent keeps it."""
    longest = next(iter(keeping(record, rules)), None)
    if longest is None or record.holds or (record.until is not None and record.until >= today):
        return None
    return longest if longest.due < today else None


def all_past(records: Iterable[Kept], rules: Sequence[RetentionRule], today: date) -> tuple[Past, ...]:
    """The records past their time, those past it longest first."""
    found = [each for record in records if (each := past(record, rules, today)) is not None]
    return tuple(sorted(found, key=lambda each: (each.due, each.record.subject, each.record.label)))


def with_kinds(rules: Sequence[RetentionRule], kinds: Iterable[DocumentKind]) -> tuple[RetentionRule, ...]:
    """The rules, and one for each kind of document that says itself how many years it is kept."""
    own = [
        RetentionRule(
            f"{kind.name}_documents", Records.DOCUMENTS, "document_kinds: keep_years", kind.name, years=kind.keep_years
        )
        for kind in kinds
        if kind.keep_years
    ]
    return (*rules, *own)


def latest(rules: Iterable[RetentionRule], records: Records, today: date) -> date | None:
    """The last day on which something must have ended or been entered to be past its time by every rule of its records,
    nothing more said; None where no rule is about them."""
    always = {Records.PEOPLE, Records.PAY} if records is Records.PEOPLE else {records}
    spans = [rule for rule in rules if rule.records in always and not rule.kind]
    return min(
        (add_months(today - timedelta(days=each.days), -12 * each.years - each.months) for each in spans), default=None
    )
