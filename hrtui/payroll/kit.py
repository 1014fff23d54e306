"""Arithmetic that can explain itself: a rule is written once, over a `Kit`.

With the plain kit a rule computes decimals and nothing else. With the `Tracing` kit the same rule computes decimals that
remember how they came about, so that `why(figure)` is the derivation of its result, true by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TypeVar

from hrtui.money import split
from hrtui.payroll.model import Operation, Source, Why
from hrtui.payroll.shown import law, shown, shown_cents

T = TypeVar("T")
ZERO = Decimal(0)
CENT = Decimal("0.01")
DOLLAR = Decimal(1)
_MULTIPLY, _HUNDRED = Decimal.__mul__, Decimal(100)
_UNITS = {CENT: "a cent", DOLLAR: "a dollar"}
_ROUNDED = {ROUND_HALF_UP: Operation.ROUND, ROUND_FLOOR: Operation.ROUND_DOWN, ROUND_CEILING: Operation.ROUND_UP}

Row = tuple[Decimal, Decimal, Decimal]
"""A row of a tax table: where it begins, the tax up to there, the rate above."""


class Kit:
    """The plain kit: labels and sources are passed over, figures are decimals."""

    traces = False

    def given(self, label: str, amount: Decimal, source: Source | str = "", formula: str = "") -> Decimal:
        """An input: a figure someone entered, a table holds, or another line gave."""
        return amount

    def named(self, label: str, figure: Decimal, formula: str = "") -> Decimal:
        """The figure under a name of its own."""
        return figure

    def less(self, label: str, first: Decimal, *others: Decimal, formula: str = "") -> Decimal:
        """The first less the others, not below zero."""
        for other in others:
            first = first - other
        return first if first > ZERO else ZERO

    def least(self, label: str, *figures: Decimal, formula: str = "") -> Decimal:
        """The smallest."""
        return min(figures)

    def most(self, label: str, *figures: Decimal, formula: str = "") -> Decimal:
        """The largest."""
        return max(figures)

    def rounded(self, label: str, figure: Decimal, step: Decimal = CENT, way: str = ROUND_HALF_UP) -> Decimal:
        """The figure as a multiple of a step: half up, or always down or up."""
        if step is CENT or step is DOLLAR:
            return figure.quantize(step, way)
        return (figure / step).quantize(DOLLAR, way) * step

    def share(self, label: str, whole: Decimal, place: int, parts: Sequence[Decimal]) -> Decimal:
        """One part, from place 0, of a whole split in proportion to parts of whole cents, so that the shares add up."""
        return Decimal(split(cents_of(whole), [cents_of(part) for part in parts])[place]).scaleb(-2)

    def bare(self, figure: Decimal) -> Decimal:
        """The figure without how it came about."""
        return figure

    def dollars(self, cents: int) -> Decimal:
        """Cents as a figure in dollars."""
        return dollars_of(cents)

    def cents(self, figure: Decimal) -> int:
        """A figure of whole cents, in cents."""
        return int(_MULTIPLY(figure, _HUNDRED))

    def each(self, of: Callable[[T], Decimal], value: T) -> Decimal:
        """The figure that comes of a value of the check that is none itself: a date, a count."""
        return of(value)

    def any(self, figure: Decimal | int) -> bool:
        """Whether there is anything of a figure that is taken off or added on; it is asked where nothing changes nothing."""
        return bool(figure)

    def optional(self, figure: Decimal) -> Decimal:
        """The figure of a line that is there where there is anything of it."""
        return figure

    def row(self, find: Callable[[Decimal], Row], amount: Decimal) -> Row:
        """The row of a table that an amount falls in."""
        return find(amount)

    def nothing(self, label: str, reason: str, source: Source | str = "") -> Decimal:
        """An amount of zero, and why it is zero."""
        return ZERO

    def fact(self, text: str, value: str, source: Source | str = "") -> None:
        """Something in words that the next figure named stands on."""


class Traced(Decimal):
    """A decimal that remembers its derivation; arithmetic with it derives further."""

    why: Why

    @classmethod
    def of(cls, amount: Decimal, why: Why) -> Traced:
        """An amount with its derivation."""
        made = cls(amount)
        made.why = why
        return made

    def __add__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.SUM, Decimal(self) + other, self, other)

    def __radd__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.SUM, other + Decimal(self), other, self)

    def __sub__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.DIFFERENCE, Decimal(self) - other, self, other)

    def __rsub__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.DIFFERENCE, other - Decimal(self), other, self)

    def __mul__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.PRODUCT, Decimal(self) * other, self, other)

    def __rmul__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.PRODUCT, other * Decimal(self), other, self)

    def __truediv__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.QUOTIENT, Decimal(self) / other, self, other)

    def __rtruediv__(self, other: Decimal | int) -> Traced:
        return _derived(Operation.QUOTIENT, other / Decimal(self), other, self)

    def __neg__(self) -> Traced:
        return _derived(Operation.DIFFERENCE, -Decimal(self), ZERO, self)


class Tracing(Kit):
    """The kit whose figures remember: use it for one check, to show why."""

    traces = True

    def __init__(self) -> None:
        self._facts: list[Why] = []

    def given(self, label: str, amount: Decimal, source: Source | str = "", formula: str = "") -> Decimal:
        """An input; of a figure already derived, the derivation goes on under its own name."""
        if isinstance(amount, Traced):
            return amount
        return Traced.of(
            amount, Why(label, shown(amount), formula, cited(source), (), Decimal(amount), Operation.INPUT)
        )

    def named(self, label: str, figure: Decimal, formula: str = "") -> Decimal:
        """The figure under a name, with the facts told since the last one."""
        tree = why(figure)
        children = (*tree.children, *self._facts)
        self._facts = []
        return _as(
            figure, Why(label, tree.value, formula or tree.formula, tree.source, children, tree.amount, tree.operation)
        )

    def less(self, label: str, first: Decimal, *others: Decimal, formula: str = "") -> Decimal:
        """The first less the others, not below zero."""
        amount = super().less(label, *map(Decimal, (first, *others)))
        return self._made(
            Operation.LESS, label, amount, formula or "first less the others, not below zero", first, *others
        )

    def least(self, label: str, *figures: Decimal, formula: str = "") -> Decimal:
        """The smallest."""
        return self._made(Operation.SMALLER, label, Decimal(min(figures)), formula or "the smallest", *figures)

    def most(self, label: str, *figures: Decimal, formula: str = "") -> Decimal:
        """The largest."""
        return self._made(Operation.LARGER, label, Decimal(max(figures)), formula or "the largest", *figures)

    def rounded(self, label: str, figure: Decimal, step: Decimal = CENT, way: str = ROUND_HALF_UP) -> Decimal:
        """The figure as a multiple of a step."""
        words = {ROUND_HALF_UP: "half up", ROUND_FLOOR: "down", ROUND_CEILING: "up"}[way]
        amount = super().rounded(label, Decimal(figure), step, way)
        unit = _UNITS.get(step) or shown(step)
        told = Why("Rounding step", f"{words} to {unit}", "", f"rounded once, {words}", (), step, Operation.INPUT)
        made = self._made(_ROUNDED[way], label, amount, f"rounded {words} to {unit}", figure, Traced.of(step, told))
        return _as(made, replace(why(made), value=shown_cents(int(amount * 100))))

    def share(self, label: str, whole: Decimal, place: int, parts: Sequence[Decimal]) -> Decimal:
        """One part of a whole split in proportion to parts of whole cents."""
        amount = super().share(label, whole, place, parts)
        number = Why("Place among the parts", str(place + 1), "", "in order", (), Decimal(place + 1), Operation.INPUT)
        formula = f"part {place + 1} of {len(parts)}, the spare cents going to the largest remainders"
        return self._made(Operation.SHARE, label, amount, formula, whole, Traced.of(Decimal(place + 1), number), *parts)

    def bare(self, figure: Decimal) -> Decimal:
        """The figure without how it came about."""
        return Decimal(figure)

    def nothing(self, label: str, reason: str, source: Source | str = "") -> Decimal:
        """An amount of zero, and why it is zero."""
        facts, self._facts = tuple(self._facts), []
        return Traced.of(ZERO, Why(label, shown_cents(0), reason, cited(source), facts, ZERO, Operation.INPUT))

    def fact(self, text: str, value: str, source: Source | str = "") -> None:
        """Something in words that the next figure named stands on."""
        self._facts.append(Why(text, value, "", cited(source)))

    def _made(self, operation: Operation, label: str, amount: Decimal, formula: str, *parts: Decimal) -> Decimal:
        children = (*(_called(why(part)) for part in parts), *self._facts)
        self._facts = []
        return Traced.of(amount, Why(label, shown(amount), formula, "", children, amount, operation))


PLAIN = Kit()


def cents_of(figure: Decimal) -> int:
    """A figure of whole cents, in cents."""
    return int(_MULTIPLY(figure, _HUNDRED))


@lru_cache(maxsize=65_536)
def dollars_of(cents: int) -> Decimal:
    """Cents as a figure in dollars; amounts of deductions are those of many."""
    return _MULTIPLY(Decimal(cents), CENT)


def why(figure: Decimal | int) -> Why:
    """How a figure came about; of a bare number, that it is one."""
    if isinstance(figure, Traced):
        return figure.why
    amount = Decimal(figure)
    return Why("Number", shown(amount), "", "", (), amount, Operation.INPUT)


def traced(tree: Why) -> Traced:
    """The figure of a derivation, to go on from."""
    return Traced.of(tree.amount or ZERO, tree)


def cited(source: Source | str) -> str:
    """A source as a derivation cites it."""
    return law(source) if isinstance(source, Source) else source


_WORDS = {
    Operation.SUM: "added up",
    Operation.DIFFERENCE: "first less the others",
    Operation.PRODUCT: "multiplied",
    Operation.QUOTIENT: "divided",
}


def _derived(operation: Operation, amount: Decimal, one: Decimal | int, other: Decimal | int) -> Traced:
    """A figure without a name yet; an unnamed sum of sums is one sum, so are differences and products from the left."""
    first, second = why(one), why(other)
    flat = first.operation is operation and not first.label and operation is not Operation.QUOTIENT
    children: Sequence[Why] = (*first.children, _called(second)) if flat else (_called(first), _called(second))
    return Traced.of(
        Decimal(amount), Why("", shown(amount), _WORDS[operation], "", tuple(children), Decimal(amount), operation)
    )


_NAMES = {
    Operation.SUM: "Sum",
    Operation.DIFFERENCE: "Difference",
    Operation.PRODUCT: "Product",
    Operation.QUOTIENT: "Quotient",
}


def _called(tree: Why) -> Why:
    """A derivation that stands below another one under some name, so that no line of a tree is without."""
    return tree if tree.label else replace(tree, label=_NAMES.get(tree.operation, "Number"))


def _as(figure: Decimal, tree: Why) -> Decimal:
    return Traced.of(Decimal(figure), tree)
