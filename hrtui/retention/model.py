"""A record past the time it is kept: which one, by which rule, since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hrtui.retention.settings import EVENTS, Records, RetentionRule


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, or several told together: whom or what it is about, and the days from which its time counts.

    `ended` is the last day worked, `hired` the first; `entered` is when it was written or last acted upon, for what is not about
    people who worked here. `events` are the days of other events by the kind of record whose time they set off, such as the
    last pay date; `until` a day before which it is not past whatever the rules say, such as the end of a candidate's consent.
    `holds` are the numbers of the legal holds that stand over it.
    """

    records: Records
    subject: str
    label: str
    kind: str = ""
    ended: date | None = None
    hired: date | None = None
    entered: date | None = None
    count: int = 1
    events: Mapping[Records, date] = field(default_factory=dict)
    until: date | None = None
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """A record past its time: the rule that holds longest, the day that sets it off, and the last day it is to be kept."""

    record: Kept
    rule: RetentionRule
    trigger: date
    due: date

    @property
    def why(self) -> str:
        """The rule in a few words."""
        return f"{self.rule.name}: {length(self.rule)}"


@dataclass(frozen=True, slots=True)
class Retention:
    """What is past its time, the longest first, the rules in force, whether there is more than was looked at, and the numbers of
    those over whom a legal hold stands."""

    past: tuple[Past, ...]
    rules: tuple[RetentionRule, ...]
    more: bool = False
    held: frozenset[str] = frozenset()


def length(rule: RetentionRule) -> str:
    """How long a rule keeps: `1 year after the end, at least 3 years after the hire`."""
    spans = [(rule.years, "year"), (rule.months, "month"), (rule.days, "day")]
    said = " ".join(f"{count} {unit}{'s' if count != 1 else ''}" for count, unit in spans if count)
    hire = f"{rule.years_after_hire} year{'s' if rule.years_after_hire != 1 else ''} after the hire"
    parts = [f"{said} after {EVENTS[rule.records]}"] * bool(said)
    parts += [f"at least {hire}" if said else hire] * bool(rule.years_after_hire)
    return ", ".join(parts)
