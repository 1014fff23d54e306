"""The company's own rates of contributions to states, such as its unemployment insurance, from the day each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal

from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class CompanyRate:
    """A rate that a state gave the company, a fraction of wages, from a day on."""

    state: str = field(metadata=doc("The state, by two letters.", example="NJ"))
    name: str = field(metadata=doc("The contribution, as `hrtui tables NJ` calls it.", example="UI"))
    rate: Decimal = field(
        metadata=doc("The rate as a fraction: 0.028 is 2.8 %.", example="0.028", at_least=0, at_most=1)
    )
    effective_from: date = field(metadata=doc("The first check date it holds for.", example="2026-01-01"))


def rates_on(rates: Iterable[CompanyRate], day: date) -> Mapping[str, Mapping[str, Decimal]]:
    """The rates in force on a check date, by state and name."""
    made: dict[str, dict[str, Decimal]] = {}
    for one in sorted(rates, key=lambda one: one.effective_from):
        if one.effective_from <= day:
            made.setdefault(one.state, {})[one.name] = one.rate
    return made
