"""Derivations computed again from their leaves, in fractions: what every tree of payroll must stand."""

from __future__ import annotations

import math
from fractions import Fraction

from hrtui.money import split
from hrtui.payroll.model import Operation, Why


def check_tree(tree: Why) -> Fraction | None:
    """The figure of a tree from its leaves, in fractions; each node must show it."""
    children = [figure for child in tree.children if (figure := check_tree(child)) is not None]
    if tree.amount is None:
        assert tree.operation is Operation.FACT
        assert not tree.children
        return None
    figure = computed(tree, children)
    assert abs(figure - Fraction(tree.amount)) < Fraction(1, 10**15), tree.label
    if tree.operation is Operation.INPUT:
        assert tree.source, f"{tree.label} does not say where it comes from"
    return figure


def computed(tree: Why, children: list[Fraction]) -> Fraction:
    if tree.operation is Operation.INPUT:
        assert tree.amount is not None
        return Fraction(tree.amount)
    first, *others = children
    simple = {
        Operation.SUM: lambda: sum(children, Fraction(0)),
        Operation.DIFFERENCE: lambda: first - sum(others),
        Operation.LESS: lambda: max(Fraction(0), first - sum(others)),
        Operation.PRODUCT: lambda: math.prod(children, start=Fraction(1)),
        Operation.QUOTIENT: lambda: first / others[0],
        Operation.SMALLER: lambda: min(children),
        Operation.LARGER: lambda: max(children),
        Operation.ROUND: lambda: math.floor(first / others[0] + Fraction(1, 2)) * others[0],
        Operation.ROUND_DOWN: lambda: math.floor(first / others[0]) * others[0],
        Operation.ROUND_UP: lambda: math.ceil(first / others[0]) * others[0],
        Operation.SHARE: lambda: shared(first, int(others[0]), others[1:]),
    }
    return simple[tree.operation]()


def shared(whole: Fraction, place: int, exact_parts: list[Fraction]) -> Fraction:
    scale = math.lcm(*(part.denominator for part in exact_parts))
    weights = [int(part * scale) for part in exact_parts]
    parts = split(int(whole * 100), weights if any(weights) else [1] * len(weights))
    return Fraction(parts[place - 1], 100)
