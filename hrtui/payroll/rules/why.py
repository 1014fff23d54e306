"""Derivations: each node computes its figure from its children, so that a tree can be read, and recomputed, from its leaves."""

from __future__ import annotations

from decimal import Decimal

from hrtui.payroll.model import Operation, Rounding, Why
from hrtui.payroll.shown import law, row, shown, shown_cents

__all__ = [
    "CENT",
    "STEP",
    "difference",
    "dollars",
    "fact",
    "figures",
    "law",
    "leaf",
    "less",
    "product",
    "quotient",
    "rounded",
    "row",
    "share",
    "shown",
    "shown_cents",
    "smaller",
    "total",
    "zero",
]
CENT = Decimal("0.01")
STEP = {Rounding.CENT: CENT, Rounding.DOLLAR: Decimal(1)}


def leaf(label: str, amount: Decimal | int, source: str = "", formula: str = "", value: str = "") -> Why:
    """An input: a figure someone entered, a calendar gave or a table holds."""
    amount = Decimal(amount)
    return Why(label, value or shown(amount), formula, source, (), amount, Operation.INPUT)


def dollars(label: str, cents: int, source: str = "", formula: str = "") -> Why:
    """An input in whole cents."""
    return leaf(label, Decimal(cents).scaleb(-2), source, formula, shown_cents(cents))


def zero(label: str, formula: str, source: str, facts: tuple[Why, ...] = ()) -> Why:
    """An amount of nothing, with the facts that make it so."""
    return Why(label, shown_cents(0), formula, source, facts, Decimal(0), Operation.INPUT)


def fact(label: str, value: str, source: str = "", formula: str = "") -> Why:
    """Something in words that a figure depends on, with no figure of its own."""
    return Why(label, value, formula, source)


def total(label: str, *children: Why, formula: str = "") -> Why:
    """The sum of the children."""
    return _node(label, sum(figures(children), Decimal(0)), Operation.SUM, children, formula or "added up")


def difference(label: str, *children: Why, formula: str = "") -> Why:
    """The first child less the others."""
    first, *others = figures(children)
    return _node(label, first - sum(others), Operation.DIFFERENCE, children, formula or "first less the others")


def less(label: str, *children: Why, formula: str = "") -> Why:
    """The first child less the others, not below zero."""
    first, *others = figures(children)
    amount = max(Decimal(0), first - sum(others))
    return _node(label, amount, Operation.LESS, children, formula or "first less the others, not below zero")


def product(label: str, *children: Why, formula: str = "") -> Why:
    """The product of the children."""
    amount = Decimal(1)
    for figure in figures(children):
        amount *= figure
    return _node(label, amount, Operation.PRODUCT, children, formula or "multiplied")


def quotient(label: str, first: Why, second: Why, formula: str = "") -> Why:
    """The first child divided by the second."""
    one, other = figures((first, second))
    return _node(label, one / other, Operation.QUOTIENT, (first, second), formula or "divided")


def smaller(label: str, *children: Why, formula: str = "") -> Why:
    """The smallest of the children."""
    return _node(label, min(figures(children)), Operation.SMALLER, children, formula or "the smaller")


def rounded(label: str, child: Why, cents: int, rounding: Rounding = Rounding.CENT, facts: tuple[Why, ...] = ()) -> Why:
    """The child as the line has it, in whole cents: the line's one rounding, as a row of its own."""
    step = leaf("Rounding step", STEP[rounding], "rounded once, half up", value=f"half up to a {rounding.value}")
    amount = Decimal(cents).scaleb(-2)
    formula = f"rounded half up to a {rounding.value}"
    return Why(label, shown_cents(cents), formula, "", (child, step, *facts), amount, Operation.ROUND)


def share(label: str, cents: int, whole: Why, place: int, exact: tuple[Why, ...]) -> Why:
    """A part of a whole that was split in proportion to the exact parts, so that the parts add up."""
    children = (whole, leaf("Place among the parts", place, "by date"), *exact)
    formula = f"part {place} of {len(exact)}, the spare cents going to the largest remainders"
    return Why(label, shown_cents(cents), formula, "", children, Decimal(cents).scaleb(-2), Operation.SHARE)


def figures(children: tuple[Why, ...]) -> list[Decimal]:
    """The amounts of the children that have one."""
    return [child.amount for child in children if child.amount is not None]


def _node(label: str, amount: Decimal, operation: Operation, children: tuple[Why, ...], formula: str) -> Why:
    return Why(label, shown(amount), formula, "", children, amount, operation)
