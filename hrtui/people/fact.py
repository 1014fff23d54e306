"""A dated fact of another area about a person, in words: what history, blame and differences tell of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from hrtui.audit.model import Change
from hrtui.audit.rules import MASKED
from hrtui.people.dated import live, order, shown_rows
from hrtui.people.model import Stamp


@dataclass(frozen=True, slots=True)
class Fact:
    """What holds of something from a day on, until the next fact of its kind and key; `until` is its last day, None for none.

    `title` is what a person calls it, `action` what made it, `values` what it says by name, in words; those of the names in
    `covered` stand masked.
    """

    effective_from: date
    kind: str
    key: str
    title: str
    action: str
    values: Mapping[str, str]
    reason: str = ""
    stamp: Stamp | None = None
    until: date | None = None
    covered: frozenset[str] = frozenset()

    @property
    def field(self) -> str:
        """What it is called as a field: `election.medical`."""
        return f"{self.kind}.{self.key}"

    @property
    def whole(self) -> str:
        """All that it says, one after the other, as it compares."""
        return ", ".join(value for value in self.values.values() if value)

    def value(self, name: str) -> str:
        """What it says of a name, all of it for an empty one; as it compares."""
        return self.values.get(name, "") if name else self.whole

    def text(self, name: str) -> str:
        """As `value`, as it is told."""
        told = [
            MASKED if each in self.covered else self.values[each] for each in self._names(name) if self.values[each]
        ]
        return ", ".join(told)

    def _names(self, name: str) -> Sequence[str]:
        return list(self.values) if not name else [name] if name in self.values else []


def by_key(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Facts by what they are about, each group oldest first; those that an undo took back and that nobody saw are left out."""
    ordered = sorted(facts, key=lambda fact: fact.field)
    return {field: list(shown_rows(same)) for field, same in groupby(ordered, key=lambda fact: fact.field)}


def ended(same: Sequence[Fact]) -> list[Fact]:
    """Facts of one thing with the last day of each: the day before the next that counts begins."""
    counting = live(same)
    return [replace(row, until=_last_day(row, counting)) for row in same]


def _last_day(row: Fact, counting: Sequence[Fact]) -> date | None:
    later = [each.effective_from for each in counting if order(each) > order(row)]
    last = min(later) - timedelta(days=1) if later and row in counting else None
    return last if last is not None and last >= row.effective_from else None


def changes(before: Fact | None, after: Fact) -> tuple[Change, ...]:
    """The names in which a fact differs from the one before, as they are told."""
    names = dict.fromkeys([*(before.values if before else ()), *after.values])
    return tuple(
        Change(name, before.text(name) if before else "", after.text(name))
        for name in names
        if (before.value(name) if before else "") != after.value(name)
    )
