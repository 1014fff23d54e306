"""Whether an actor may: pure decisions over grants, denied unless granted."""

from __future__ import annotations

from collections.abc import Mapping

from hrtui.access.model import ACTIONS, Field, Grant, Scope, Sight, Subject
from hrtui.context import Actor
from hrtui.errors import NotAllowed

_ORDER = (Sight.HIDDEN, Sight.MASKED, Sight.SHOWN)


def may(actor: Actor, action: str, subject: Subject | None = None) -> bool:
    """Whether any grant permits the action, for the subject where one is given."""
    return any(
        grant.action == action and (subject is None or reaches(grant.scope, actor, subject)) for grant in actor.grants
    )


def require(actor: Actor, action: str, subject: Subject | None = None) -> None:
    """Raise NotAllowed, naming the roles that were looked at, unless the action is granted."""
    if may(actor, action, subject):
        return
    what = ACTIONS[action]
    roles = ", ".join(actor.roles) or "none"
    whom = f" for {subject.number}" if subject is not None and may(actor, action) else ""
    raise NotAllowed(
        f"{actor.login} may not {what}{whom} (roles: {roles}); whoever keeps the configuration can grant “{action}”."
    )


def reaches(scope: Scope, actor: Actor, subject: Subject) -> bool:
    """Whether a scope includes the subject."""
    return (
        scope.everyone
        or subject.department in scope.departments
        or subject.location in scope.locations
        or bool(scope.team and actor.person and actor.person in subject.chain)
        or bool(scope.own and actor.person and actor.person == subject.number)
    )


def sight(actor: Actor, field: Field, subject: Subject | None = None, action: str = "people.read") -> Sight:
    """The most that any grant of the action shows of a sensitive field."""
    seen = [
        grant.fields.get(field, Sight.HIDDEN)
        for grant in actor.grants
        if grant.action == action and (subject is None or reaches(grant.scope, actor, subject))
    ]
    return max(seen, key=_ORDER.index, default=Sight.HIDDEN)


def scopes(actor: Actor, action: str) -> tuple[Scope, ...]:
    """The scopes in which the action is granted; a list shows the people of any of them."""
    return tuple(grant.scope for grant in actor.grants if grant.action == action)


def seen_in(actor: Actor, field: Field, *actions: str) -> tuple[Scope, ...]:
    """The scopes in which a sensitive field is not hidden, by a grant of one of the actions."""
    return tuple(
        grant.scope
        for grant in actor.grants
        if grant.action in actions and grant.fields.get(field, Sight.HIDDEN) is not Sight.HIDDEN
    )


def shown_in(actor: Actor, field: Field, *actions: str) -> tuple[Scope, ...]:
    """The scopes in which a sensitive field is shown outright, by a grant of one of the actions."""
    return tuple(
        grant.scope for grant in actor.grants if grant.action in actions and grant.fields.get(field) is Sight.SHOWN
    )


def grants_of(roles: dict[str, tuple[Grant, ...]], names: tuple[str, ...]) -> tuple[Grant, ...]:
    """All grants of the roles named."""
    return tuple(grant for name in names for grant in roles.get(name, ()))


def places_named(roles: Mapping[str, tuple[Grant, ...]]) -> list[tuple[str, str, str]]:
    """Each department and location that a scope names: the role, which of the two it is, and the name."""
    found = {
        (role, kind, name)
        for role, grants in roles.items()
        for grant in grants
        for kind, names in (("department", grant.scope.departments), ("location", grant.scope.locations))
        for name in names
    }
    return sorted(found)
