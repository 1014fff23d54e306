"""What departments and locations are called on any day.

`DepartmentRow` and `LocationRow` are identities whose `name` is the one of the directory's day; `department_fact` and
`location_fact` hold the names from a day on. One without a live fact was made on first use by a job: it counts as there
since ever under its identity's name. A name belongs to one place for good, so `find` needs no day: an old name leads to
the place that bore it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

from peewee import JOIN, SQL, fn

from data.base import database
from data.prepared import Prepared, listed, one_of, prepared
from data.schema import DepartmentFactRow, DepartmentRow, DirectoryRow, JobRow, LocationFactRow, LocationRow
from hrtui.dates import EARLIEST
from hrtui.text import fold

Kind = Literal["department", "location"]
History = Sequence[tuple[date, str]]
IDENTITIES: dict[str, Any] = {"department": DepartmentRow, "location": LocationRow}
FACTS: dict[str, Any] = {"department": DepartmentFactRow, "location": LocationFactRow}
SHOWN: dict[str, Any] = {"department": DirectoryRow.department, "location": DirectoryRow.location}
GONE = "#"  # begins the folded name of an identity whose adding was undone, so that its name is free again


def names_history(kind: Kind, ids: Iterable[int] | None = None) -> dict[int, list[tuple[date, str]]]:
    """The names of places by id (of all, or of these), each with the day it holds from, oldest first; one query.

    The first of them begins at `EARLIEST` for a place that is there since ever; for one that was added it begins on its
    day, and counts before it too where something names the place earlier. `name_on` reads the name of a day from it.
    """
    some = () if ids is None else (listed(ids),)
    out: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for id_, name, begins, named in _history(kind, ids is not None)(*some).fetchall():
        entry = (EARLIEST, name) if begins is None else (date.fromisoformat(begins), named)
        out[id_].append(entry)
    return dict(out)


@cache
def _history(kind: Kind, some: bool) -> Prepared:
    def build(ids: Any) -> Any:
        identity, fact = IDENTITIES[kind], FACTS[kind]
        joined = (getattr(fact, kind) == identity.id) & fact.superseded_at.is_null()
        query = identity.select(identity.id, identity.name, fact.effective_from, fact.name)
        query = query.join(fact, JOIN.LEFT_OUTER, on=joined)
        if some:
            query = query.where(one_of(identity.id, ids))
        return query.order_by(identity.id, fact.effective_from, fact.seq)

    return Prepared(build)


def name_on(history: History, on: date) -> str:
    """The name of a day in a history of names; before the first of them, the first."""
    for begins, name in reversed(history):
        if begins <= on:
            return name
    return history[0][1]


def location_states(on: date) -> dict[str, str]:
    """Where the dated facts of places of work say that they are on a day, by every name they bear: the state, after the city where
    one is known; one query."""
    names: dict[int, set[str]] = defaultdict(set)
    states: dict[int, str] = {}
    for place, begins, name, city, state in _location_facts().fetchall():
        names[place].add(name)
        if date.fromisoformat(begins) <= on or place not in states:
            states[place] = f"{city}, {state}" if city and state else state
    return {name: state for place, state in states.items() if state for name in names[place]}


@prepared
def _location_facts() -> Any:
    fact = LocationFactRow
    query = fact.select(fact.location, fact.effective_from, fact.name, fact.city, fact.state).where(
        fact.superseded_at.is_null()
    )
    return query.order_by(fact.location, fact.effective_from, fact.seq)


def department_centres(on: date) -> dict[int, str]:
    """The cost centre that the dated facts of departments give them on a day, by id; one query."""
    found = dict(_department_facts(on).fetchall())
    return {department: centre for department, centre in found.items() if centre}


@prepared
def _department_facts(on: Any) -> Any:
    fact = DepartmentFactRow
    wanted = fact.superseded_at.is_null() & (fact.effective_from <= on)
    return fact.select(fact.department, fact.cost_centre).where(wanted).order_by(fact.effective_from, fact.seq)


def names_on(kind: Kind, ids: Iterable[int] | None, on: date) -> dict[int, str]:
    """What places (all, or these) are called on a day, by id; one query."""
    return {id_: name_on(history, on) for id_, history in names_history(kind, ids).items()}


def name_then(kind: Kind, place: Any, on: Any) -> Any:
    """SQL: the name of a place (a column with its id) on a day (a column or a value); NULL where it has none by then."""
    fact = FACTS[kind].alias()
    wanted = (getattr(fact, kind) == place) & fact.superseded_at.is_null() & (fact.effective_from <= on)
    return fact.select(fact.name).where(wanted).order_by(fact.effective_from.desc(), fact.seq.desc()).limit(1)


def find(kind: Kind, name: str) -> int | None:
    """The id of the place that is called so on some day, whatever the case and accents; the current name wins."""
    identity, fact = IDENTITIES[kind], FACTS[kind]
    row = identity.select(identity.id).where(identity.folded == name).tuples().first()
    if row is not None:
        return int(row[0])
    owner, wanted = getattr(fact, kind), fold(name)
    named = fact.select(owner, fact.name).where(fact.superseded_at.is_null())
    return next((int(id_) for id_, each in database.execute(named).fetchall() if fold(each) == wanted), None)


def sync(today: date) -> list[int]:
    """Give every identity its name of a day, and return the ids of the people whose lines show another; in `write()`.

    Three queries a kind of place where nothing is called otherwise.
    """
    people: set[int] = set()
    for kind in ("department", "location"):
        old = _renamed(kind, today)
        if old:
            lines = DirectoryRow.select(DirectoryRow.person).where(SHOWN[kind].in_(old))
            people.update(row[0] for row in database.execute(lines).fetchall())
    return sorted(people)


def _renamed(kind: Kind, today: date) -> list[str]:
    """Rename the identities of a kind and return the names they lose."""
    identity = IDENTITIES[kind]
    now = {
        id_: (name, folded)
        for id_, name, folded in database.execute(identity.select(identity.id, identity.name, identity.folded))
    }
    wanted = _wanted(kind, now, today)
    changed = {id_: pair for id_, pair in wanted.items() if pair != now[id_]}
    for id_ in changed:
        identity.update(folded=f"{GONE}{id_}").where(identity.id == id_).execute()
    for id_, (name, folded) in changed.items():
        identity.update(name=name, folded=folded).where(identity.id == id_).execute()
    return [now[id_][0] for id_, (name, _) in changed.items() if name != now[id_][0]]


def _wanted(kind: Kind, now: Mapping[int, tuple[str, str]], today: date) -> dict[int, tuple[str, str]]:
    """Name and folded name of each identity as they are to be on a day."""
    names = names_on(kind, None, today)
    undone = _undone(kind)
    out = {}
    for id_ in now:
        name, exists = undone.get(id_, (names[id_], True))
        out[id_] = (name or names[id_], fold(name or names[id_]) if exists else f"{GONE}{id_}")
    return out


def _undone(kind: Kind) -> dict[int, tuple[str, bool]]:
    """Places all of whose facts were taken back: the name they had before any (empty where they were added), and whether
    they are there still, because they were before or a job names them."""
    fact = FACTS[kind]
    owner, live = getattr(fact, kind), fact.alias()
    alive = live.select(SQL("1")).where((getattr(live, kind) == owner) & live.superseded_at.is_null())
    rows = fact.select(owner, fact.effective_from, fact.name).where(~fn.EXISTS(alive)).order_by(fact.id)
    out: dict[int, tuple[str, bool]] = {}
    for id_, begins, name in database.execute(rows).fetchall():
        since_ever = begins == EARLIEST.isoformat()
        if since_ever or id_ not in out:
            out[id_] = (name, True) if since_ever else ("", False)
    if any(not exists for _, exists in out.values()):
        job = getattr(JobRow, kind)
        used = JobRow.select(job).distinct().where(job.in_(list(out)) & JobRow.superseded_at.is_null())
        for (id_,) in database.execute(used).fetchall():
            out[id_] = (out[id_][0], True)
    return out
