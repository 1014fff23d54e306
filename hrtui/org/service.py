"""The use cases of departments, locations and positions: list them as of a day; add, change, close and reopen them.

Each write is one command: a dated row from a day on, its entry in the trail, and the names people see brought up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from data import directory, org
from data.org.following import follow
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.context import Context
from hrtui.dates import EARLIEST
from hrtui.errors import RuleBroken
from hrtui.org import rules
from hrtui.org.beside import check_alone
from hrtui.org.emptying import check_empty
from hrtui.org.listing import READ as READ
from hrtui.org.listing import Kind, trail
from hrtui.org.listing import departments as departments
from hrtui.org.listing import event_beside as event_beside
from hrtui.org.listing import history as history
from hrtui.org.listing import locations as locations
from hrtui.org.listing import newest as newest
from hrtui.org.listing import positions as positions
from hrtui.org.model import (
    Department,
    DepartmentChange,
    Location,
    LocationChange,
    Position,
    PositionChange,
    PositionStatus,
)
from hrtui.people import checks
from hrtui.people.model import Done
from hrtui.people.subjects import resolved

CHANGE = "org.change"


def add_department(ctx: Context, wanted: DepartmentChange) -> Done:
    """Add a department from a day on. Raises NotAllowed, and RuleBroken for a name that is or was another's."""
    return _add_place(ctx, "department", wanted)


def change_department(ctx: Context, name: str, wanted: DepartmentChange, *, expected: int | None = None) -> Done:
    """Rename, move or change a department from a day on; fields that later rows copied are changed there too.

    Raises NotFound, NotAllowed, RuleBroken for a name that is or was another's, and where departments would be below
    themselves on any day, and Conflict where another command than `expected` is the newest about it.
    """
    return _change_place(ctx, "department", name, wanted, expected)


def add_location(ctx: Context, wanted: LocationChange) -> Done:
    """Add a location from a day on, as `add_department`."""
    return _add_place(ctx, "location", wanted)


def change_location(ctx: Context, name: str, wanted: LocationChange, *, expected: int | None = None) -> Done:
    """Rename a location or change its address or time zone from a day on, as `change_department`."""
    return _change_place(ctx, "location", name, wanted, expected)


def set_open(ctx: Context, kind: Kind, name: str, on: date, active: bool, *, expected: int | None = None) -> Done:
    """Close or reopen a department or location from a day on.

    Raises NotFound, NotAllowed, RuleBroken, naming some, where people, departments below or positions are in it, and Conflict
    as `change_department`.
    """
    require(ctx.actor, CHANGE)
    checks.day(on, "effective_from", ctx.clock.today())
    with ctx.store.write():
        known = _histories(kind)
        own = rules.found(known, name, kind)
        check_alone(ctx, kind, own, expected, None)
        before = rules.begun(own, on)
        if before.active == active:
            raise RuleBroken(f"{before.name} is {'open' if active else 'closed'} already on {on}.", "effective_from")
        if not active:
            check_empty(ctx, kind, before, on)
        elif kind == "department":
            reopened = {**known, before.id: [*own, replace(before, active=True, effective_from=on)]}
            rules.check_tree(reopened, before.id, on)
        return _enter(ctx, kind, own, on, {"active": active}, "reopens" if active else "closes")


def add_position(ctx: Context, number: str, wanted: PositionChange) -> Done:
    """Add a position from a day on; it needs a title and a department. Raises NotAllowed, NotFound and RuleBroken."""
    require(ctx.actor, CHANGE)
    on = checks.day(wanted.effective_from, "effective_from", ctx.clock.today())
    number = checks.number(number)
    with ctx.store.write():
        known = org.positions()
        if any(rows[0].number.casefold() == number.casefold() for rows in known.values()):
            raise RuleBroken(f"There is a position {number} already; choose another number.", "number")
        given = _given(ctx, "position", wanted)
        for name in ("title", "department"):
            if not given.get(name):
                raise RuleBroken(f"A position needs a {name}; enter it.", name)
        entered = writing.begin(ctx, CHANGE, f"position {number}")
        fact = Position(org.add_position(number, entered.command), number, on, **given)
        org.put(fact, entered)
        writing.note(entered, CHANGE, f"position {number}", trail(None, fact), {"from": str(on)})
    return Done(entered.command, "", f"Position {number}, {fact.title}, is there from {on}.")


def change_position(ctx: Context, number: str, wanted: PositionChange, *, expected: int | None = None) -> Done:
    """Change a position from a day on, or close it, which is refused while people hold it then or after.

    Raises NotFound, NotAllowed, RuleBroken, and Conflict as `change_department`.
    """
    require(ctx.actor, CHANGE)
    on = checks.day(wanted.effective_from, "effective_from", ctx.clock.today())
    with ctx.store.write():
        own = rules.position(org.positions(), number)
        check_alone(ctx, "position", own, expected, wanted)
        before = rules.begun(own, on)
        given = _given(ctx, "position", wanted)
        if given.get("status") is PositionStatus.CLOSED:
            check_empty(ctx, "position", before, on)
        return _enter(ctx, "position", own, on, given, "changes")


def _add_place(ctx: Context, kind: Kind, wanted: DepartmentChange | LocationChange) -> Done:
    require(ctx.actor, CHANGE)
    today = ctx.clock.today()
    on = checks.day(wanted.effective_from, "effective_from", today)
    name = rules.name_of(wanted.name or "")
    with ctx.store.write():
        known = _histories(kind)
        rules.check_free(known, name, None, kind)
        given = _given(ctx, kind, wanted)
        entered = writing.begin(ctx, CHANGE, f"{kind} {name}")
        id_ = org.add_place(kind, name)
        fact: Any = (Department if kind == "department" else Location)(id_, on, **given)
        if kind == "department":
            rules.check_tree({**known, id_: [fact]}, id_, on)
        org.put(fact, entered)
        follow(today)
        writing.note(entered, CHANGE, f"{kind} {name}", trail(None, fact), {"from": str(on)})
    return Done(entered.command, "", f"The {kind} {name} is there from {on}.")


def _change_place(
    ctx: Context, kind: Kind, name: str, wanted: DepartmentChange | LocationChange, expected: int | None
) -> Done:
    require(ctx.actor, CHANGE)
    on = checks.day(wanted.effective_from, "effective_from", ctx.clock.today())
    with ctx.store.write():
        known = _histories(kind)
        own = rules.found(known, name, kind)
        check_alone(ctx, kind, own, expected, wanted)
        given = _given(ctx, kind, wanted)
        if "name" in given:
            rules.check_free(known, given["name"], own[0].id, kind)
        if kind == "department":
            _, after, pairs = rules.changed(own, on, given)
            rules.check_tree({**known, own[0].id: rules.with_rows(own, after, pairs)}, own[0].id, on)
        return _enter(ctx, kind, own, on, given, "changes")


def _enter(ctx: Context, kind: str, own: Sequence[Any], on: date, given: dict[str, Any], verb: str) -> Done:
    """Write a row and what goes on into later ones, and the entry; the first row of a place without any says what it was."""
    before, after, pairs = rules.changed(own, on, given)
    called = before.number if kind == "position" else before.name
    entered = writing.begin(ctx, CHANGE, f"{kind} {called}")
    if before.stamp is None and on > EARLIEST:
        org.put(before, entered)
    org.put(after, entered)
    for old, new in pairs:
        org.supersede(old, entered)
        org.put(new, entered, old.stamp.seq)
    if kind != "position" and before.name != after.name:
        follow(ctx.clock.today())
    writing.note(entered, CHANGE, f"{kind} {called}", trail(before, after), {"from": str(on)})
    if kind != "position" and before.name != after.name:
        return Done(entered.command, "", f"The {kind} {before.name} is called {after.name} from {on}.")
    notices = tuple(f"The change on {old.effective_from} stays, with what changes here." for old, _ in pairs)
    return Done(entered.command, "", f"The {kind} {called} {verb} from {on}.", notices)


def _given(ctx: Context, kind: str, wanted: Any) -> dict[str, Any]:
    """What a change gives, checked, with ids for names; inside `write()`."""
    raw = {each.name: getattr(wanted, each.name) for each in fields(wanted) if each.name != "effective_from"}
    return {name: _value(ctx, kind, name, value) for name, value in raw.items() if value is not None}


def _value(ctx: Context, kind: str, name: str, value: Any) -> Any:
    if name == "name":
        return rules.name_of(value)
    if name == "time_zone":
        return rules.time_zone(value)
    if name == "seats":
        return rules.seats(value)
    if name == "status":
        return value
    if name in ("head", "manager"):
        return _person(ctx, value)
    if name in ("parent", "department"):
        return rules.found(org.departments(), value, "department")[0].id if value.strip() else None
    if name == "location":
        return rules.found(org.locations(), value, "location")[0].id if value.strip() else None
    return checks.text(value, name)


def _person(ctx: Context, text: str) -> int | None:
    if not text.strip():
        return None
    line = directory.line(resolved(ctx, text))
    return line[0].id if line else None


def _histories(kind: Kind) -> Any:
    return org.departments() if kind == "department" else org.locations()
