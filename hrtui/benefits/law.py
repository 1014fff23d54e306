"""The figures of law that benefits are decided with on a day: limits of plans, Table I, checks a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hrtui.payroll.check.tables import PlanLimits
from hrtui.payroll.model import Source


@dataclass(frozen=True, slots=True)
class LifeTable:
    """Table I of 26 CFR 1.79-3: dollars a month for each 1,000 of coverage from an age on, lowest first; `excluded` dollars
    of coverage are no income."""

    excluded: Decimal
    bands: tuple[tuple[int, Decimal], ...]
    source: Source

    def rate(self, age: int) -> Decimal:
        """The cost of 1,000 a month at an age."""
        return next(rate for begins, rate in reversed(self.bands) if begins <= age)


@dataclass(frozen=True, slots=True)
class Law:
    """What is in force on a day. `year` is the year whose limits they are: the last one known where later ones are not yet
    published, so that an open enrolment can be held before they are; payroll holds to those of the check."""

    limits: PlanLimits
    year: int
    life: LifeTable
    checks: Mapping[str, int]
    """Checks a year by pay frequency."""
