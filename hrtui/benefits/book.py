"""The plan file with its lookups: what rules and screens ask of carriers, plans, options and life events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from hrtui.benefits.plans import HEALTH, Begins, Carrier, LifeEvent, Option, Plan, PlanType, Settings
from hrtui.errors import NotFound
from hrtui.text import clean, listed

DEPENDENT_CARE = (PlanType.DEPENDENT_CARE_FSA,)
FAMILY = (
    *HEALTH, PlanType.LIFE, PlanType.SPOUSE_LIFE, PlanType.CHILD_LIFE, PlanType.ACCIDENT, PlanType.HSA, PlanType.HEALTH_FSA,
    *DEPENDENT_CARE,
)  # fmt: skip
WORK = (*HEALTH, PlanType.HSA, PlanType.HEALTH_FSA, *DEPENDENT_CARE)

# Which changes in status let one choose anew within the year: 26 CFR 1.125-4. Special enrolment in health plans: 30 days, for
# Medicaid and CHIP 60 days (29 CFR 2590.701-6); after birth and adoption from the day itself, after marriage no later than the
# first of the month after (same place).
SHIPPED_LIFE_EVENTS = (
    LifeEvent("birth", "Birth of a child", FAMILY, 30, Begins.SAME_DAY, ("birth certificate",)),
    LifeEvent("adoption", "Adoption, or placement for it", FAMILY, 30, Begins.SAME_DAY, ("adoption papers",)),
    LifeEvent("marriage", "Marriage", FAMILY, 30, Begins.FIRST_OF_NEXT_MONTH, ("marriage certificate",)),
    LifeEvent("divorce", "Divorce or legal separation", FAMILY, 60, Begins.FIRST_OF_NEXT_MONTH, ("divorce decree",)),
    LifeEvent("death", "Death of a dependent", FAMILY, 30, Begins.FIRST_OF_NEXT_MONTH, ("death certificate",)),
    LifeEvent(
        "loss_of_coverage", "Loss of other coverage", WORK, 30, Begins.FIRST_OF_NEXT_MONTH,
        ("letter of the other plan",),
    ),
    LifeEvent(
        "gain_of_coverage", "Gain of other coverage", WORK, 30, Begins.FIRST_OF_NEXT_MONTH,
        ("letter of the other plan",),
    ),
    LifeEvent(
        "medicaid", "Loss of Medicaid or CHIP, or help with premiums by them", HEALTH, 60, Begins.FIRST_OF_NEXT_MONTH,
        ("letter of Medicaid or CHIP",),
    ),
    LifeEvent("hours", "Change of hours or of employment", WORK, 30, Begins.FIRST_OF_NEXT_MONTH),
    LifeEvent("move", "Move out of a plan's area", HEALTH, 30, Begins.FIRST_OF_NEXT_MONTH, ("proof of address",)),
    LifeEvent(
        "court_order", "Court order to cover a child", HEALTH, 30, Begins.SAME_DAY, ("medical child support order",)
    ),
    LifeEvent("day_care", "Change of day care or its cost", DEPENDENT_CARE, 30, Begins.SAME_DAY),
)  # fmt: skip
Named = TypeVar("Named", Carrier, Plan, LifeEvent)


@dataclass(frozen=True)
class Book:
    """The plan file as it was read. `file` is where it is, or would be; without one there are no plans, and life events are
    the shipped ones."""

    settings: Settings = Settings()
    file: str = ""

    @property
    def empty(self) -> bool:
        """Whether no plan is declared."""
        return not self.settings.plans

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """The plans by name, in the file's order."""
        return {plan.name: plan for plan in self.settings.plans}

    @cached_property
    def _options(self) -> dict[tuple[str, str], Option]:
        return {(plan.name, option.name): option for plan in self.settings.plans for option in plan.options}

    @cached_property
    def carriers(self) -> dict[str, Carrier]:
        """The carriers by name."""
        return {carrier.name: carrier for carrier in self.settings.carriers}

    @cached_property
    def life_events(self) -> dict[str, LifeEvent]:
        """The life events by name: the shipped ones, with the file's on top."""
        return {event.name: event for event in (*SHIPPED_LIFE_EVENTS, *self.settings.life_events)}

    def plan(self, name: str) -> Plan:
        """The plan of a name; raises NotFound naming those there are."""
        return _named(self.plans, name, "plan")

    def option(self, plan: str, name: str) -> Option:
        """The option of a plan; raises NotFound naming those there are."""
        found = self._options.get((plan, name))
        if found is None:
            raise NotFound(_none(f"option of {plan}", name, [each.name for each in self.plan(plan).options]))
        return found

    def carrier(self, name: str) -> Carrier:
        """The carrier of a name; raises NotFound naming those there are."""
        return _named(self.carriers, name, "carrier")

    def life_event(self, name: str) -> LifeEvent:
        """The life event of a name; raises NotFound naming those there are."""
        return _named(self.life_events, name, "life event")

    def on(self, day: date) -> Iterator[Plan]:
        """The plans in force on a day, in the file's order."""
        return (plan for plan in self.settings.plans if is_there(plan, day))

    def of_type(self, type_: PlanType, day: date) -> tuple[Plan, ...]:
        """The plans of a type in force on a day."""
        return tuple(plan for plan in self.on(day) if plan.type is type_)

    def types(self, day: date) -> tuple[PlanType, ...]:
        """The types of the plans in force on a day, in the order of their declaration."""
        there = {plan.type for plan in self.on(day)}
        return tuple(type_ for type_ in PlanType if type_ in there)


def is_there(plan: Plan, on: date) -> bool:
    """Whether a plan is there on a day."""
    return plan.begins <= on and (plan.ends is None or on <= plan.ends)


def offered(plan: Plan, day: date) -> tuple[Option, ...]:
    """The options of a plan that can be had on a day."""
    return tuple(option for option in plan.options if option.ends is None or day <= option.ends)


def _named(among: Mapping[str, Named], name: str, noun: str) -> Named:
    found = among.get(name)
    if found is None:
        raise NotFound(_none(noun, name, list(among)))
    return found


def _none(what: str, name: str, known: Sequence[str]) -> str:
    there = f"there is {listed(known)}" if known else "none is declared"
    return f"There is no {what} “{clean(name, limit=40)}” in the plan file; {there}."
