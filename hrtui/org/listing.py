"""Departments, locations and positions to be looked at: as lists of a day, and what changed about one, when and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from data import directory, org
from data.identity import numbers
from data.org.counts import people_by
from hrtui.access.rules import may, require, scopes
from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.context import Context
from hrtui.dates import EARLIEST
from hrtui.errors import NotAllowed
from hrtui.org import rules
from hrtui.org.model import Event, Fact, PlaceLine, PositionLine, PositionStatus

READ = "people.read"
Kind = Literal["department", "location"]


class Person(NamedTuple):
    """Someone who heads a department or to whom a position reports, as far as the actor may know."""

    number: str = ""
    name: str = ""


def departments(ctx: Context) -> tuple[PlaceLine, ...]:
    """The departments as of the day looked at, by name, with how many people are in each and how many seats are vacant;
    a bounded number of queries.

    Who reaches some people only is told of the departments these are in, and not of vacancies. Raises NotAllowed.
    """
    counts, on = _counts(ctx, "department"), ctx.day
    with ctx.store.snapshot():
        found, vacant = _there("department", org.departments_on(on), counts), _vacancies(ctx, "department")
        heads = _people(ctx, [row.head for row in found])
    names = {row.id: row.name for row in found}
    totals = rules.totals({row.id: row.parent for row in found}, {row.id: counts.get(row.name, 0) for row in found})
    lines = []
    for row in found:
        head = heads.get(row.head or 0, Person())
        lines.append(
            PlaceLine(
                row.name, counts.get(row.name, 0), row.active, names.get(row.parent or 0, ""), head.name, row.cost_centre,
                vacant=None if vacant is None else vacant[row.id], head_number=head.number, since=_since(row),
                total=totals[row.id], id=row.id,
            )
        )  # fmt: skip
    return tuple(line for line in lines if _told(ctx, line))


def locations(ctx: Context) -> tuple[PlaceLine, ...]:
    """The locations as of the day looked at, as `departments`. Raises NotAllowed."""
    counts, on = _counts(ctx, "location"), ctx.day
    with ctx.store.snapshot():
        found, vacant = _there("location", org.locations_on(on), counts), _vacancies(ctx, "location")
    lines = [
        PlaceLine(
            row.name, counts.get(row.name, 0), row.active, city=row.city, country=row.country, time_zone=row.time_zone,
            vacant=None if vacant is None else vacant[row.id], street=row.street, state=row.state,
            postal_code=row.postal_code, since=_since(row),
            total=counts.get(row.name, 0), id=row.id,
        )
        for row in found
    ]  # fmt: skip
    return tuple(line for line in lines if _told(ctx, line))


def positions(ctx: Context) -> tuple[PositionLine, ...]:
    """The positions as of the day looked at, by number, with their seats and how many are filled; a bounded number of
    queries. Raises NotAllowed, also for who reaches some people only: vacancies would tell of the others."""
    _require_all(ctx)
    on = ctx.day
    with ctx.store.snapshot():
        found, filled = org.positions_on(on), org.filled_on(on)
        departments = {row.id: row.name for row in org.departments_on(on)}
        locations = {row.id: row.name for row in org.locations_on(on)}
        managers = _people(ctx, [row.manager for row in found])
    lines = []
    for row in found:
        manager = managers.get(row.manager or 0, Person())
        lines.append(
            PositionLine(
                row.number, row.title, departments.get(row.department, ""), locations.get(row.location or 0, ""),
                manager.name, row.grade, row.cost_centre, row.status, row.seats, filled.get(row.number, 0),
                manager.number, _since(row), row.id,
            )
        )  # fmt: skip
    return tuple(lines)


def history(ctx: Context, kind: str, name: str) -> list[Event]:
    """What changed about a department, location or position from which day, oldest first, and who entered it when; a
    bounded number of queries. Raises NotFound and NotAllowed."""
    _require_all(ctx)
    with ctx.store.snapshot():
        rows: Sequence[Any] = _history(kind, name)
        pairs = list(zip([None, *rows], rows, strict=False))
        named = _people(ctx, [getattr(row, field, None) for row in rows for field in ("head", "manager")])
        called = {id_: f"{person.name} ({person.number})" for id_, person in named.items()}
        told = spelled([differences(before, row) for before, row in pairs], called)
    out = []
    for row, changes in zip(rows, told, strict=True):
        stamp = row.stamp
        entered = (stamp.recorded_by, stamp.recorded_at, stamp.command) if stamp is not None else ()
        out.append(Event(_since(row), changes, *entered))
    return out


def event_beside(ctx: Context, kind: str, name: str, *, forward: bool) -> date | None:
    """The next day after the one looked at, or the last before it, on which something changes about a department, location
    or position; today stands between the past and what is scheduled. Raises NotFound and NotAllowed."""
    days = {ctx.clock.today(), *(each.on for each in history(ctx, kind, name) if each.on is not None)}
    beside = [day for day in days if (day > ctx.day if forward else day < ctx.day)]
    return (min if forward else max)(beside, default=None)


def newest(ctx: Context, kind: str, name: str) -> int:
    """The newest command whose change of a department, location or position counts; 0 where none does. One query.

    Raises NotFound and NotAllowed.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        rows: Sequence[Any] = _history(kind, name)
    return latest(rows)


def latest(rows: Sequence[Any]) -> int:
    """The newest command among rows that count; 0 where none was entered."""
    return max((row.stamp.command for row in rows if row.stamp is not None), default=0)


def trail(before: Fact | None, after: Fact) -> tuple[Change, ...]:
    """The changes as the trail writes them: ids as names and numbers; three queries at most."""
    return spelled([differences(before, after)])[0]


def spelled(found: Sequence[Iterable[Change]], people: Mapping[int, str] | None = None) -> list[tuple[Change, ...]]:
    """Some rows' changes with names and numbers for ids, without the identity's own; people as they are given, else by their
    numbers. Three queries at most, however many."""
    kept = [[each for each in changes if each.field != "id"] for changes in found]
    names = _names([each for changes in kept for each in changes])
    names |= {("person", str(id_)): called for id_, called in (people or {}).items()}
    return [
        tuple(
            Change(each.field, names.get(_asked(each.field, each.before), each.before), names.get(_asked(each.field, each.after), each.after))
            for each in changes
        )
        for changes in kept
    ]  # fmt: skip


FIELDS = {
    "parent": "department",
    "department": "department",
    "location": "location",
    "head": "person",
    "manager": "person",
}


def _asked(field: str, value: str) -> tuple[str, str]:
    return FIELDS.get(field, ""), value


def _names(changes: Sequence[Change]) -> dict[tuple[str, str], str]:
    """What ids in changes are called, by what they are of and the id as a text."""
    wanted = {_asked(each.field, value) for each in changes for value in (each.before, each.after)}
    ids = {what: [int(value) for kind, value in wanted if kind == what and value.isdigit()] for what in FIELDS.values()}
    out = {("person", str(id_)): number for id_, number in numbers(ids["person"]).items()}
    histories: dict[str, Any] = {"department": org.departments, "location": org.locations}
    for what, read in histories.items():
        known = read() if ids[what] else {}
        out |= {(what, str(id_)): known[id_][-1].name for id_ in ids[what] if known.get(id_)}
    return out


def _there(kind: Kind, found: Sequence[Any], counts: Mapping[str, int]) -> list[Any]:
    """The places without those that were made by jobs alone which were all taken back, as by the undo of an import."""
    kept = {getattr(row, "parent", None) for row in found}
    made = [row.id for row in found if row.stamp is None and not counts.get(row.name) and row.id not in kept]
    gone = org.only_taken_back(kind, made) if made else set()
    return [row for row in found if row.id not in gone]


def _vacancies(ctx: Context, kind: Kind) -> Counter[int] | None:
    """Vacant seats by the department or location of their position; None where they are not told."""
    if not everyone(ctx):
        return None
    filled, out = org.filled_on(ctx.day), Counter[int]()
    for row in org.positions_on(ctx.day):
        if row.status is PositionStatus.OPEN:
            out[getattr(row, kind) or 0] += max(0, row.seats - filled.get(row.number, 0))
    return out


def _since(row: Any) -> date | None:
    return None if row.effective_from == EARLIEST else row.effective_from


def _people(ctx: Context, ids: Sequence[int | None]) -> Mapping[int, Person]:
    found = directory.lines_of({id_ for id_ in ids if id_ is not None})
    return {
        id_: Person(line.number, line.name) for id_, (line, subject) in found.items() if may(ctx.actor, READ, subject)
    }


def _counts(ctx: Context, kind: Kind) -> dict[str, int]:
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        return people_by(kind, scopes(ctx.actor, READ), ctx.actor.person, ctx.day if ctx.lens else None)


def everyone(ctx: Context) -> bool:
    """Whether the actor may read everyone."""
    return any(scope.everyone for scope in scopes(ctx.actor, READ))


def _told(ctx: Context, line: PlaceLine) -> bool:
    return bool(line.people) or everyone(ctx)


def _require_all(ctx: Context) -> None:
    require(ctx.actor, READ)
    if not everyone(ctx):
        raise NotAllowed("Positions and histories are for those who may see everyone; ask for the list by department.")


def _history(kind: str, name: str) -> Sequence[Any]:
    if kind == "position":
        return rules.position(org.positions(), name)
    return rules.found(org.departments() if kind == "department" else org.locations(), name, kind)
