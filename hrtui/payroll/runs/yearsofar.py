"""Where a balance of the year comes from: the slips it adds up, newest first and a bounded number of them; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from hrtui.payroll.check.sheet import BALANCE_OF, BALANCES, before_this_check
from hrtui.payroll.model import Why
from hrtui.payroll.rules import why

BEFORE = "before:"
LABEL = "Before this check"
NAMED = 8
_KEYS = {before_this_check(label): key for key, label in BALANCE_OF.items()}


class Earlier(Protocol):
    """A slip before another: its run's number and check date, and cents by line key."""

    @property
    def run(self) -> str:
        """The number of its run."""

    @property
    def check(self) -> object:
        """The check date of its run."""

    @property
    def cents(self) -> Mapping[str, int]:
        """What its lines come to, by key."""


def balance(label: str, key: str, slips: Sequence[Earlier]) -> Why | None:
    """The balance of a line before a check as the sum of the slips it is made of; None where no slip has such a line."""
    having = [(each, cents) for each in slips if (cents := each.cents.get(key, 0))]
    if not having:
        return None
    parts = [why.dollars(f"Run {each.run}", cents, f"check of {each.check}") for each, cents in having[:NAMED]]
    rest = having[NAMED:]
    if rest:
        first, last = rest[-1][0].check, rest[0][0].check
        label_of = f"and {len(rest)} earlier"
        parts.append(why.dollars(label_of, sum(cents for _, cents in rest), f"checks of {first} to {last}"))
    return why.total(label, *parts, formula="the slips of the year, newest first")


def with_slips(made: Mapping[str, Why], slips: Sequence[Earlier]) -> dict[str, Why]:
    """Derivations whose balances of the year name the slips they add up, and each line's balance before the check under
    `before:` and the line's key."""
    grown = {key: _grown(tree, slips) for key, tree in made.items()}
    keys = dict.fromkeys(key for each in slips for key in each.cents)
    found = ((key, balance(LABEL, key, slips)) for key in keys)
    return grown | {f"{BEFORE}{key}": tree for key, tree in found if tree is not None}


def _grown(tree: Why, slips: Sequence[Earlier]) -> Why:
    if tree.children:
        return replace(tree, children=tuple(_grown(child, slips) for child in tree.children))
    if tree.source != BALANCES or tree.label not in _KEYS:
        return tree
    found = balance(tree.label, _KEYS[tree.label], slips)
    return found if found is not None and found.amount == tree.amount else tree
