"""When a record is past the time it is kept: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from hrtui.config import DocumentKind, Records, RetentionRule
from hrtui.dates import add_months
from hrtui.retention.model import Kept, Past


def due(rule: RetentionRule, record: Kept) -> tuple[date, date] | None:
    """The day that sets a rule off for a record, and the last day the record is to be kept; None where it does not begin yet.

    A year from 29 February ends on 28 February, so that its last day is kept and the day after is the first one past. Of
    the time after the end and the time after the hire the later counts.
    """
    trigger = record.entered if record.records in ENTERED else record.ended
    if trigger is None:
        return None
    last = add_months(trigger, 12 * rule.years + rule.months)
    if rule.years_after_hire and record.hired is not None:
        after_hire = add_months(record.hired, 12 * rule.years_after_hire)
        if after_hire > last:
            return record.hired, after_hire
    return trigger, last


ENTERED = frozenset({Records.AUDIT_READS, Records.IMPORTS, Records.DRAFTS})


def applies(rule: RetentionRule, record: Kept) -> bool:
    """Whether a rule is about a record."""
    return rule.records is record.records and rule.kind in ("", record.kind)


def past(record: Kept, rules: Iterable[RetentionRule], today: date) -> Past | None:
    """Whether a record is past its time on a day, by the rule that keeps it longest; None where no rule is about it."""
    found = [
        Past(record, rule, *days) for rule in rules if applies(rule, record) and (days := due(rule, record)) is not None
    ]
    longest = max(found, key=lambda each: each.due, default=None)
    return longest if longest is not None and longest.due < today else None


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
    spans = [12 * rule.years + rule.months for rule in rules if rule.records is records and not rule.kind]
    return add_months(today, -max(spans)) if spans else None
