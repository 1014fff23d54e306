"""How far elections reach back into closed checks: by how much each asked less than is due, and how payroll makes it good. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hrtui.benefits.model import Election
from hrtui.benefits.plans import PlanType
from hrtui.money import Money, NumberStyle, format_money
from hrtui.text import listed

NAMED = 3
LONGEST = 60
AT_PART = "What retirement plans take follows the pay of each check: of closed checks nothing is taken later."


class TouchedCheck(NamedTuple):
    """A closed check: its run, pay date and deduction code with the name of the code; cents of the person that elections asked
    of it before, and ask now."""

    run: str
    pay_date: date
    code: str
    label: str
    before: int
    after: int

    @property
    def delta(self) -> int:
        """Cents more than before; below 0: less."""
        return self.after - self.before


class Next(NamedTuple):
    """What a code is made good by: cents owed once the elections changed, of all closed checks of which it may still be taken (below
    0: taken too much); cents that the next check takes for elections, and the most that is caught up with each. Of checks before
    `first` nothing is made good: their plan year is closed."""

    owed: int = 0
    due: int = 0
    most: int = 0
    first: date = date.min


@dataclass(frozen=True, slots=True)
class Reach:
    """Closed checks that elections reach back into, and how each code is made good. `runs` are all of them, also those whose
    amounts are not told: `hidden` where they follow pay that the role is not shown, `at_part` where they are a part of pay;
    `problem` is why it cannot be told."""

    runs: tuple[str, ...] = ()
    checks: tuple[TouchedCheck, ...] = ()
    made_good: Mapping[str, Next] | None = None
    hidden: bool = False
    at_part: bool = False
    problem: str = ""

    def sentences(self, style: NumberStyle) -> tuple[str, ...]:
        """All of it in words: which runs, and for each code how much and how it is made good; nothing where nothing is touched."""
        return tuple(self._said(style)) if self.runs or self.problem else ()

    def _said(self, style: NumberStyle) -> Iterator[str]:
        if self.problem:
            yield f"Which closed checks it reaches back into cannot be told: {self.problem}"
            return
        count = len(self.runs)
        more = f" and {count - NAMED} more" if count > NAMED else ""
        named = f"{', '.join(self.runs[:NAMED])}{more}" if more else listed(list(self.runs), "and")
        yield f"It reaches back into {count} closed check{'' if count == 1 else 's'} ({named})."
        for code, checks in by_code(self.checks).items():
            yield from made_good(checks, (self.made_good or {}).get(code, Next()), style)
        if self.hidden:
            yield "What it makes of amounts that follow pay is left out: your roles do not show pay."
        if self.at_part:
            yield AT_PART


def by_code(checks: Iterable[TouchedCheck]) -> dict[str, list[TouchedCheck]]:
    """The checks of each code whose deduction changes."""
    found: dict[str, list[TouchedCheck]] = {}
    for each in checks:
        found.setdefault(each.code, []).append(each)
    return {code: some for code, some in found.items() if sum(each.delta for each in some)}


def made_good(checks: Sequence[TouchedCheck], then: Next, style: NumberStyle) -> Iterator[str]:
    """How much a code is off by in all, and how the next checks make it good by themselves, as far as they may."""
    label, gone = checks[0].label, sum(each.delta for each in checks if each.pay_date < then.first)
    off = sum(each.delta for each in checks) - gone
    if gone:
        how = "take it after tax with a pay item, or let it go" if gone > 0 else "pay it back as wages with an entry"
        yield f"{label}: {_off(gone, style)} in a plan year that is closed, and no check makes it good before tax; {how}."
    if off:
        yield _open(f"{label}: {_off(off, style)}", off, then, style)


def _open(lead: str, off: int, then: Next, style: NumberStyle) -> str:
    owed = then.owed
    if not owed:
        return f"{lead}; with what was owed or taken before, nothing is left to make good."
    if owed != off:
        lead += f"; {_money(owed, style)} in all is {'owed' if owed > 0 else 'taken too much'}"
    count, left = steps(owed, then)
    within = "the next check" if count == 1 else f"the next {count} checks"
    if owed > 0:
        return f"{lead}, caught up with {within} by itself."
    if not count:
        return f"{lead}, and no deduction is left to give it back from; pay it back with an entry."
    return f"{lead}, given back out of {within} by itself{f'; {_money(left, style)} is left' if left else ''}."


def _off(cents: int, style: NumberStyle) -> str:
    return f"{_money(cents, style)} {'more' if cents > 0 else 'less'} was due"


def _money(cents: int, style: NumberStyle) -> str:
    return format_money(Money(abs(cents)), style, symbol=True)


def steps(owed: int, then: Next) -> tuple[int, int]:
    """How many checks it takes until cents that are owed (below 0: were taken too much) are made good, and the cents left then.

    A check catches up so much at most, and gives back no more than it takes.
    """
    most = then.most if owed > 0 else then.due
    if most <= 0:
        return (1, 0) if owed > 0 else (0, -owed)
    count = -(-abs(owed) // most)
    return (count, 0) if count <= LONGEST else (LONGEST, abs(owed) - LONGEST * most)


def changed(before: Sequence[Election], after: Sequence[Election]) -> list[Election]:
    """The rows that are in one of two states of a person's elections and not in the other."""
    old, new = {_said(row) for row in before}, {_said(row) for row in after}
    return [row for row in (*before, *after) if _said(row) in old ^ new]


def with_rows(held: Iterable[Election], rows: Sequence[Election], gone: Iterable[Election] = ()) -> list[Election]:
    """A person's elections once rows are entered, each in the place of the one of its type and day, and others are gone."""
    taken = {(row.choice.type, row.effective_from) for row in rows} | {
        (row.choice.type, row.effective_from) for row in gone
    }
    kept = [row for row in held if (row.choice.type, row.effective_from) not in taken]
    return sorted((*kept, *rows), key=lambda row: (row.key, row.effective_from, row.stamp.seq if row.stamp else 0))


def at_part(rows: Iterable[Election]) -> bool:
    """Whether one of some rows is of a plan that takes a part of pay."""
    return any(row.choice.type is PlanType.RETIREMENT for row in rows)


def _said(row: Election) -> tuple[object, ...]:
    return row.effective_from, row.choice, row.state, row.granted
