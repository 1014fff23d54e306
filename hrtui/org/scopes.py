"""Scopes of roles and the departments and locations they name: a name that one had on some day means it for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from data import org
from hrtui.access.model import Scope
from hrtui.context import Actor
from hrtui.org import rules

Histories = Mapping[int, Sequence[Any]]


def followed(actor: Actor) -> Actor:
    """The actor with every department and location of their scopes under all names it has on some day, scheduled ones
    included; two queries at most, and none where no scope names any."""
    scopes = [grant.scope for grant in actor.grants]
    departments = org.departments() if any(scope.departments for scope in scopes) else {}
    locations = org.locations() if any(scope.locations for scope in scopes) else {}
    if not departments and not locations:
        return actor
    grants = (replace(grant, scope=_widened(grant.scope, departments, locations)) for grant in actor.grants)
    return replace(actor, grants=tuple(grants))


def _widened(scope: Scope, departments: Histories, locations: Histories) -> Scope:
    return replace(
        scope,
        departments=rules.all_names(departments, scope.departments),
        locations=rules.all_names(locations, scope.locations),
    )
