"""A record past the time it is kept: which one, by which rule, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hrtui.config import Records, RetentionRule


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, or several told together: whom or what it is about, and the days from which its time counts.

    `ended` is the last day worked, `hired` the first; `entered` is when it was written, for what is about nobody.
    """

    records: Records
    subject: str
    label: str
    kind: str = ""
    ended: date | None = None
    hired: date | None = None
    entered: date | None = None
    count: int = 1


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
    """What is past its time, the longest first, the rules in force, and whether there is more than was looked at."""

    past: tuple[Past, ...]
    rules: tuple[RetentionRule, ...]
    more: bool = False


def length(rule: RetentionRule) -> str:
    """How long a rule keeps: `1 year after the end, at least 3 years after the hire`."""
    spans = [(rule.years, "year"), (rule.months, "month")]
    said = " ".join(f"{count} {unit}{'s' if count != 1 else ''}" for count, unit in spans if count)
    after = "after the end" if rule.records in (Records.PEOPLE, Records.DOCUMENTS) else "after the entry"
    hire = f"{rule.years_after_hire} year{'s' if rule.years_after_hire != 1 else ''} after the hire"
    parts = [f"{said} {after}"] * bool(said) + [f"at least {hire}" if said else hire] * bool(rule.years_after_hire)
    return ", ".join(parts)
