"""The dated facts of departments, locations and positions: rows to values and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, fn

from data.base import database
from data.fields import instant
from data.org.names import FACTS, GONE, IDENTITIES, Kind
from data.schema import (
    DepartmentFactRow,
    JobRow,
    LocationFactRow,
    PositionFactRow,
    PositionRow,
    SpanRow,
)
from hrtui.audit.model import Entered
from hrtui.dates import EARLIEST, LATEST
from hrtui.org.model import Department, Fact, Location, Position, PositionStatus
from hrtui.org.rules import closed_spans
from hrtui.people.model import Stamp
from hrtui.people.rules import in_force

DEPARTMENT = ("name", "parent", "head", "cost_centre", "active")
LOCATION = ("name", "street", "city", "state", "postal_code", "country", "time_zone", "active")
POSITION = ("title", "department", "location", "manager", "grade", "cost_centre", "seats", "status")
Histories = dict[int, list[Any]]
CHUNK = 500


def departments(db: Any = database) -> dict[int, list[Department]]:
    """What holds and held of every department by id, oldest first; one without facts is there since ever. One query."""
    return _places("department", Department, DEPARTMENT, db)


def locations(db: Any = database) -> dict[int, list[Location]]:
    """What holds and held of every location by id, as `departments`."""
    return _places("location", Location, LOCATION, db)


def positions(number: str | None = None) -> dict[int, list[Position]]:
    """What holds and held of every position that is, or of the one with a number, by id, oldest first; one query."""
    fact = PositionFactRow
    query = fact.select(PositionRow.number, *_common(fact), *(getattr(fact, name) for name in POSITION))
    query = query.join(PositionRow, on=(fact.position == PositionRow.id)).where(fact.superseded_at.is_null())
    if number is not None:
        query = query.where(fn.LOWER(PositionRow.number) == number.lower())
    out: dict[int, list[Position]] = defaultdict(list)
    for number, id_, on, *row in database.execute(query.order_by(PositionRow.number, *_order(fact))).fetchall():
        stamp, cells = _stamp(row[:5]), dict(zip(POSITION, row[5:], strict=True))
        cells["status"] = PositionStatus(cells["status"])
        out[id_].append(Position(id_, number, date.fromisoformat(on), **cells, stamp=stamp))
    return dict(out)


def position_of(number: str) -> list[Position]:
    """What holds and held of the position with a number, oldest first; empty where there is none. One query."""
    return next(iter(positions(number).values()), [])


def departments_on(on: date) -> list[Department]:
    """The departments there are on a day, closed ones too, by name."""
    return sorted(_on(departments(), on), key=lambda each: each.name.casefold())


def locations_on(on: date) -> list[Location]:
    """The locations there are on a day, closed ones too, by name."""
    return sorted(_on(locations(), on), key=lambda each: each.name.casefold())


def positions_on(on: date) -> list[Position]:
    """The positions there are on a day, closed ones too, by number."""
    return _on(positions(), on)


def only_taken_back(kind: Kind, ids: Sequence[int]) -> set[int]:
    """Those of some departments or locations that jobs named once and none names any longer; one query."""
    place = getattr(JobRow, kind)
    query = JobRow.select(place).where(place.in_(list(ids))).group_by(place)
    return {row[0] for row in database.execute(query.having(fn.SUM(JobRow.superseded_at.is_null()) == 0)).fetchall()}


def add_place(kind: Kind, name: str) -> int:
    """Make a department or location of a name; its facts are entered by `put`."""
    return int(IDENTITIES[kind].insert(name=name, folded=name).execute())


def add_position(number: str, command: int) -> int:
    """Make a position of a number, or find the one that had it and was undone."""
    row = PositionRow.select(PositionRow.id).where(PositionRow.number == number).tuples().first()
    return int(row[0]) if row else int(PositionRow.insert(number=number, command=command).execute())


def put(fact: Fact, entered: Entered, seq: int | None = None) -> None:
    """Enter a fact from its day on, after those of the same day, or as the sequence given, whose row is superseded."""
    model, names = _MODELS[type(fact)]
    owner = getattr(model, model.OWNER)
    if seq is None:
        same = model.select(fn.MAX(model.seq)).where((owner == fact.id) & (model.effective_from == fact.effective_from))
        last = database.execute(same).fetchone()[0]
        seq = 0 if last is None else last + 1
    values = {name: getattr(fact, name) for name in names}
    values = {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}
    model.insert(
        **{model.OWNER: fact.id}, effective_from=fact.effective_from, seq=seq, command=entered.command,
        recorded_at=entered.at, recorded_by=entered.by, **values,
    ).execute()  # fmt: skip


def supersede(fact: Fact, entered: Entered) -> None:
    """Take back a fact's row: it stays, and counts no longer."""
    model, _ = _MODELS[type(fact)]
    if fact.stamp is not None:
        model.update(superseded_at=entered.at, superseded_by=entered.command).where(model.id == fact.stamp.id).execute()


def people_from(kind: str, id_: int, on: date, until: date = LATEST) -> list[int]:
    """The ids of people employed in a department or location on a day or after, before another."""
    history = departments()[id_] if kind == "department" else locations()[id_]
    column = SpanRow.department if kind == "department" else SpanRow.location
    wanted = (
        column.in_({each.name for each in history})
        & (SpanRow.ends > on)
        & (SpanRow.begins < until)
        & SpanRow.status.not_in(("terminated", "starting"))
    )
    return [row[0] for row in database.execute(SpanRow.select(SpanRow.person).distinct().where(wanted)).fetchall()]


def closings(command: int) -> set[tuple[str, int, date, date]]:
    """The spans of days over which departments, locations and positions of which a command entered or took back facts are
    closed: of what, by id, from a day until another. Three queries, and one more for each of these it touched."""
    read: dict[str, Any] = {"department": departments, "location": locations, "position": positions}
    out: set[tuple[str, int, date, date]] = set()
    for kind, fact in (("department", DepartmentFactRow), ("location", LocationFactRow), ("position", PositionFactRow)):
        owner, wanted = getattr(fact, kind), (fact.command == command) | (fact.superseded_by == command)
        ids = [row[0] for row in database.execute(fact.select(owner).distinct().where(wanted)).fetchall()]
        known = read[kind]() if ids else {}
        out |= {(kind, id_, *span) for id_ in ids for span in closed_spans(known.get(id_, []))}
    return out


def filled_on(on: date) -> dict[str, int]:
    """How many people hold each position on a day, by its number; one query."""
    wanted = (SpanRow.position != "") & _standing(on)
    query = SpanRow.select(SpanRow.position, fn.COUNT(SpanRow.id)).where(wanted).group_by(SpanRow.position)
    return dict(database.execute(query).fetchall())


def holding(number: str, since: date) -> list[tuple[int, date, date]]:
    """Who holds a position on a day or after: ids of people, from which day, and until which they no longer do; one query."""
    return _holding((SpanRow.position == number) & (SpanRow.ends > since)).get(number, [])


def holding_all(numbers: Sequence[str]) -> dict[str, list[tuple[int, date, date]]]:
    """Who holds or held each of these positions, as `holding`; a query for each five hundred."""
    out: dict[str, list[tuple[int, date, date]]] = {}
    for start in range(0, len(numbers), CHUNK):
        out |= _holding(SpanRow.position.in_(list(numbers[start : start + CHUNK])))
    return out


def _holding(wanted: Any) -> dict[str, list[tuple[int, date, date]]]:
    query = SpanRow.select(SpanRow.position, SpanRow.person, SpanRow.begins, SpanRow.ends)
    rows = database.execute(query.where(wanted & SpanRow.status.not_in(("terminated", "starting")))).fetchall()
    out: dict[str, list[tuple[int, date, date]]] = defaultdict(list)
    for number, person, begins, ends in rows:
        out[number].append((person, date.fromisoformat(begins), date.fromisoformat(ends)))
    return out


def holders_from(number: str, on: date, until: date = LATEST) -> list[int]:
    """The ids of the people who hold a position on a day or after, before another."""
    held = (SpanRow.position == number) & (SpanRow.ends > on) & (SpanRow.begins < until)
    wanted = held & SpanRow.status.not_in(("terminated", "starting"))
    return [row[0] for row in database.execute(SpanRow.select(SpanRow.person).distinct().where(wanted)).fetchall()]


def _standing(on: date) -> Any:
    return (SpanRow.begins <= on) & (SpanRow.ends > on) & SpanRow.status.not_in(("terminated", "starting"))


def _on(histories: Mapping[int, Sequence[Any]], on: date) -> list[Any]:
    found = (in_force(history, on) for history in histories.values())
    return [each for each in found if each is not None]


def _places(kind: Kind, made: Any, names: Sequence[str], db: Any) -> Histories:
    identity, fact = IDENTITIES[kind], FACTS[kind]
    joined = (getattr(fact, kind) == identity.id) & fact.superseded_at.is_null()
    columns = (*_common(fact)[1:], *(getattr(fact, name) for name in names))
    query = identity.select(identity.id, identity.name, identity.folded, *columns).join(
        fact, JOIN.LEFT_OUTER, on=joined
    )
    out: Histories = defaultdict(list)
    for id_, name, folded, on, *row in db.execute(query.order_by(identity.id, *_order(fact))).fetchall():
        if on is None and folded != f"{GONE}{id_}":
            out[id_].append(made(id_, EARLIEST, name))
        elif on is not None:
            cells = dict(zip(names, row[5:], strict=True))
            cells["active"] = bool(cells["active"])
            out[id_].append(made(id_, date.fromisoformat(on), **cells, stamp=_stamp(row[:5])))
    return dict(out)


def _common(fact: Any) -> tuple[Any, ...]:
    own = getattr(fact, fact.OWNER)
    return own, fact.effective_from, fact.id, fact.seq, fact.command, fact.recorded_at, fact.recorded_by


def _order(fact: Any) -> tuple[Any, ...]:
    return fact.effective_from, fact.seq


def _stamp(row: Sequence[Any]) -> Stamp:
    id_, seq, command, at, by = row
    return Stamp(id_, seq, command, instant(at), by)


_MODELS: dict[type, tuple[Any, tuple[str, ...]]] = {
    Department: (DepartmentFactRow, DEPARTMENT),
    Location: (LocationFactRow, LOCATION),
    Position: (PositionFactRow, POSITION),
}
