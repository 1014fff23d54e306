"""State taxes and contributions of one check, by the rules of each state."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hrtui.payroll.check.plans import Asked
from hrtui.payroll.check.sheet import Sheet
from hrtui.payroll.check.taxes import Bases, Served


class InStates(NamedTuple):
    """What the states of a check levy."""

    states: tuple[str, ...] = ()


def asked(sheet: Sheet, whole: Decimal, before_tax: list[Asked], bases: Bases) -> InStates:
    """Which states levy on the check, and a blocker where that cannot be said or computed."""
    case = sheet.case
    if not case.work_state:
        sheet.block(
            "no_work_state", "The state of work is not known.", "Name the state in the location or the home address."
        )
        return InStates()
    sheet.block(
        "no_state_tables",
        f"The taxes and contributions of {case.work_state} are not computed yet.",
        "Withhold them outside hrtui.",
    )
    return InStates()


def contributions(served: Served, in_states: InStates) -> None:
    """Add the lines of contributions of the employee."""


def income_taxes(served: Served, in_states: InStates, federal: Decimal, fica: Decimal) -> None:
    """Add the lines of state income tax."""


def employer(sheet: Sheet, in_states: InStates) -> None:
    """Add the lines of contributions of the employer."""


def wages(sheet: Sheet, in_states: InStates) -> None:
    """Add the wages state taxes count on."""
