"""The plan file as rules and use cases look things up in it, by name, by type and by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hrtui.benefits.plans import Carrier, LifeEvent, Option, Plan, PlanType, Settings
from hrtui.errors import NotFound
from hrtui.text import clean, listed


@dataclass(frozen=True)
class Book:
    """The carriers, plans and life events of a plan file; an empty one where there is none."""

    settings: Settings = Settings()

    @cached_property
    def _plans(self) -> dict[str, Plan]:
        return {plan.name: plan for plan in self.settings.plans}

    @cached_property
    def _options(self) -> dict[tuple[str, str], Option]:
        return {(plan.name, option.name): option for plan in self.settings.plans for option in plan.options}

    @property
    def empty(self) -> bool:
        """Whether no plan is declared."""
        return not self.settings.plans

    def plan(self, name: str) -> Plan:
        """The plan of a name; raises NotFound naming the ones there are."""
        found = self._plans.get(name)
        if found is None:
            raise NotFound(_none("plan", name, list(self._plans)))
        return found

    def option(self, plan: str, name: str) -> Option:
        """The option of a plan; raises NotFound naming the ones there are."""
        found = self._options.get((plan, name))
        if found is None:
            raise NotFound(_none(f"option of {plan}", name, [each.name for each in self.plan(plan).options]))
        return found

    def of_type(self, type: PlanType, on: date) -> tuple[Plan, ...]:
        """The plans of a type that there are on a day, in the order of the file."""
        return tuple(plan for plan in self.settings.plans if plan.type is type and is_there(plan, on))

    def types(self, on: date) -> tuple[PlanType, ...]:
        """The types of which there is a plan on a day."""
        found = {plan.type for plan in self.settings.plans if is_there(plan, on)}
        return tuple(type_ for type_ in PlanType if type_ in found)

    def carrier(self, name: str) -> Carrier:
        """The carrier of a name; raises NotFound naming the ones there are."""
        for each in self.settings.carriers:
            if each.name == name:
                return each
        raise NotFound(_none("carrier", name, [each.name for each in self.settings.carriers]))

    def life_event(self, name: str) -> LifeEvent:
        """The life event of a name; raises NotFound naming the ones there are."""
        for each in self.settings.life_events:
            if each.name == name:
                return each
        raise NotFound(_none("life event", name, [each.name for each in self.settings.life_events]))


def is_there(plan: Plan, on: date) -> bool:
    """Whether there is a plan on a day."""
    return plan.begins <= on and (plan.ends is None or on <= plan.ends)


def _none(what: str, name: str, known: list[str]) -> str:
    there = f"there is {listed(sorted(known))}" if known else "none is declared"
    return f"There is no {what} “{clean(name, limit=40)}” in the plan file; {there}."
