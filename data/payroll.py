"""What payroll reads: the live rows of a chunk of people, in eight queries however many they are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from peewee import SQL, Tuple, fn

from data.dated import counting
from data.fields import instant
from data.finder import find
from data.org.names import History, department_centres, location_states, name_on, names_history
from data.people import FTE_PARTS, HOUR_PARTS, plain
from data.prepared import Prepared, listed, one_of, prepared
from data.schema import CertificateRow, JobRow, PayRow, PersonRow, ProfileRow
from hrtui.access.model import Scope
from hrtui.money import Money
from hrtui.payroll.model import PersonFacts
from hrtui.people.model import Action, Basis, Certificate, Flsa, Job, Pay, Stamp, Status
from hrtui.query.model import Query, Sort

BY_NUMBER = Query(sort=(Sort("number"),))


class Named(NamedTuple):
    """Who a person is to payroll."""

    number: str
    name: str
    state: str
    born: date | None


Fact = tuple[int, date, Stamp | None, Sequence[Any]]


def people(scopes: Iterable[Scope], actor_person: str) -> Sequence[int]:
    """The ids of the people in the scopes, ordered by number; those who have left too."""
    return find(BY_NUMBER, scopes, actor_person)


class Places(NamedTuple):
    """What departments and places of work were called over time, by id; the states that their facts give places, by name,
    and the cost centres of departments, by id."""

    departments: Mapping[int, History]
    locations: Mapping[int, History]
    states: Mapping[str, str]
    centres: Mapping[int, str]


def places(on: date) -> Places:
    """The places as of a day; four queries, worth asking once for many chunks of people."""
    return Places(names_history("department"), names_history("location"), location_states(on), department_centres(on))


def facts(
    ids: Sequence[int],
    on: date,
    known: int | None = None,
    known_places: Places | None = None,
    since: date | None = None,
    stamps: bool = True,
) -> list[PersonFacts]:
    """What payroll needs of each person, in the order of the ids; name, home state and what places are called as of a day.

    Facts are those that count now, or as they were known after a command, where one is given; from a day `since` on and
    the last ones before it, where one is given, else all. Without `stamps` rows do not say who entered them when.
    """
    where = known_places or places(on)
    read = _Reading(ids, known, stamps)
    named, jobs, pays = _names(read, on), _jobs(read, on, where, since), _pays(read, since)
    certificates = _certificates(read)
    return [
        PersonFacts(
            id_,
            *named[id_][:3],
            tuple(jobs.get(id_, ())),
            tuple(pays.get(id_, ())),
            tuple(certificates.get(id_, ())),
            named[id_].born,
            where.states,
        )
        for id_ in ids
        if id_ in named
    ]


def in_group(group: str, groups: Iterable[str], known: int | None = None) -> list[int]:
    """The people who are or were in a pay group, or in none that is configured, by rows that count; two queries."""
    then = () if known is None else (known,)
    mine, without = _of_group(known is not None), _without_pay(known is not None)
    found = {person for (person,) in mine(group, listed(groups), *then).fetchall()}
    return sorted(found | {person for (person,) in without(*then).fetchall()})


@cache
def _of_group(past: bool) -> Prepared:
    def build(group: Any, groups: Any, known: Any = None) -> Any:
        row = PayRow
        wanted = (row.pay_group == group) | ~one_of(row.pay_group, groups)
        return row.select(row.person).distinct().where(counting(row, known if past else None) & wanted)

    return Prepared(build)


def how_many(group: str) -> int:
    """How many people are or were in a pay group, by rows that count; one query."""
    count: int = _count_of_group(group).fetchone()[0]
    return count


@prepared
def _count_of_group(group: Any) -> Any:
    row = PayRow
    return row.select(fn.COUNT(row.person.distinct())).where(row.superseded_at.is_null() & (row.pay_group == group))


@cache
def _without_pay(past: bool) -> Prepared:
    def build(known: Any = None) -> Any:
        then = known if past else None
        paid = PayRow.select(PayRow.person).where(counting(PayRow, then))
        return JobRow.select(JobRow.person).distinct().where(counting(JobRow, then) & JobRow.person.not_in(paid))

    return Prepared(build)


def ended(begins: date, ends: date) -> set[int]:
    """The people whose employment ended by the first day of a span, and who do not come back in it, by rows that count; one
    query."""
    return {person for (person,) in _ended(begins, ends).fetchall()}


@prepared
def _ended(begins: Any, ends: Any) -> Any:
    row, later = JobRow, JobRow.alias()
    after = Tuple(later.effective_from, later.seq, later.id) > Tuple(row.effective_from, row.seq, row.id)
    again = later.select(SQL("1")).where(
        (later.person == row.person) & counting(later) & (later.effective_from <= ends) & after
    )
    gone = (row.status == Status.TERMINATED.value) & (row.effective_from <= begins)
    return row.select(row.person).where(counting(row) & gone & ~fn.EXISTS(again))


def concerned(ids: Sequence[int], group: str) -> list[int]:
    """Those of the people who are or were in a pay group by a row that counts; one query."""
    return [person for (person,) in _concerned(listed(ids), group).fetchall()]


@prepared
def _concerned(people: Any, group: Any) -> Any:
    row = PayRow
    wanted = one_of(row.person, people) & row.superseded_at.is_null() & (row.pay_group == group)
    return row.select(row.person).distinct().where(wanted)


class _Reading(NamedTuple):
    """Whose rows are read, as known after which command, and whether with who entered them when."""

    ids: Sequence[int]
    known: int | None
    stamps: bool


def _names(read: _Reading, on: date) -> dict[int, Named]:
    """Number, name, home state and birth date: those of the last profile up to the day, else of the first."""
    found: dict[int, Named] = {}
    for person, start, _, (number, first, last, state, born) in _PROFILES.live(read._replace(stamps=False)):
        if start <= on or person not in found:
            name = f"{last}, {first}" if first else last  # as Profile.name
            found[person] = Named(number, name, state, _day(born) if born else None)
    return found


def _jobs(read: _Reading, on: date, where: Places, since: date | None) -> dict[int, list[Job]]:
    """The jobs of people; the one in force on a day is in a place as that is called then, others as on their own first day. A job
    without a cost centre of its own has its department's, as of the day."""
    rows = _JOBS.live(read, since)
    current = {row[0]: at for at, row in enumerate(rows) if row[1] <= on}
    departments, locations, centres = where.departments, where.locations, where.centres
    found: dict[int, list[Job]] = defaultdict(list)
    for at, (person, start, stamp, cells) in enumerate(rows):
        action, status, title, department, location, flsa, fte, hours, last, centre = cells
        named = on if current.get(person) == at else start
        found[person].append(
            Job(
                start,
                _ACTIONS[action],
                _STATUSES[status],
                title,
                name_on(departments[department], named),
                name_on(locations[location], named) if location else "",
                flsa=_FLSA[flsa],
                fte=_fte(fte),
                standard_hours=_hours(hours),
                last_day=_day(last) if last else None,
                cost_centre=centre or centres.get(department, ""),
                stamp=stamp,
            )
        )
    return found


def _pays(read: _Reading, since: date | None) -> dict[int, list[Pay]]:
    found: dict[int, list[Pay]] = defaultdict(list)
    for person, start, stamp, (action, basis, rate, currency, group) in _PAYS.live(read, since):
        found[person].append(Pay(start, _ACTIONS[action], _BASES[basis], Money(rate, currency), group, stamp=stamp))
    return found


def _certificates(read: _Reading) -> dict[int, list[Certificate]]:
    found: dict[int, list[Certificate]] = defaultdict(list)
    for person, start, stamp, (jurisdiction, entries) in _CERTIFICATES.live(read):
        found[person].append(Certificate(start, jurisdiction, _entries(entries), stamp))
    return found


class _Facts:
    """What is read of a table of facts, and the statements that read it."""

    def __init__(self, model: Any, columns: Sequence[Any], query: Any = None) -> None:
        self.model, self.columns = model, columns
        self._query = model.select() if query is None else query
        self._statements: dict[tuple[bool, bool], Prepared] = {}

    def live(self, read: _Reading, since: date | None = None) -> list[Fact]:
        """The rows that count, by person and day; of a day's, the last entered comes last. From a day `since` on and the last one
        before it, where one is given."""
        kind = read.stamps, read.known is not None
        statement = self._statements.get(kind)
        if statement is None:
            statement = self._statements[kind] = Prepared(self._asked(*kind))
        rows = statement(listed(read.ids), read.known).fetchall()
        if since is not None:
            rows = _since(rows, since.isoformat())
        if not read.stamps:
            return [(row[0], _day(row[1]), None, row[2:]) for row in rows]
        count = len(self.columns) + 2
        return [(row[0], _day(row[1]), _stamp(*row[count:]), row[2:count]) for row in rows]

    def _asked(self, stamps: bool, past: bool) -> Callable[[Any, Any], Any]:
        row = self.model
        stamp = (row.id, row.seq, row.command, row.recorded_at, row.recorded_by) if stamps else ()

        def build(people: Any, known: Any) -> Any:
            wanted = one_of(row.person, people) & counting(row, known if past else None)
            query = self._query.select(row.person, row.effective_from, *self.columns, *stamp).where(wanted)
            return query.order_by(row.person, row.effective_from, row.seq, row.id)

        return build


_PROFILES = _Facts(
    ProfileRow,
    (PersonRow.number, ProfileRow.first_name, ProfileRow.last_name, ProfileRow.state, ProfileRow.birth_date),
    ProfileRow.select().join(PersonRow),
)
_JOBS = _Facts(JobRow, (
    JobRow.action, JobRow.status, JobRow.title, JobRow.department, JobRow.location, JobRow.flsa, JobRow.fte,
    JobRow.standard_hours, JobRow.last_day, JobRow.cost_centre,
))  # fmt: skip
_PAYS = _Facts(PayRow, (PayRow.action, PayRow.basis, PayRow.rate, PayRow.currency, PayRow.pay_group))
_CERTIFICATES = _Facts(CertificateRow, (CertificateRow.jurisdiction, CertificateRow.entries))


def _since(rows: Sequence[tuple[Any, ...]], since: str) -> list[tuple[Any, ...]]:
    """Rows (person, day, …) without those that a later one of the same person had replaced by a day already."""
    return [row for row, later in pairwise(rows) if later[1] > since or later[0] != row[0]] + list(rows[-1:])


def _stamp(id_: int, seq: int, command: int, at: str, by: str) -> Stamp:
    return Stamp(id_, seq, command, _instant(at), by)


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=4096)
def _instant(text: str) -> datetime:
    return instant(text)


@lru_cache(maxsize=1024)
def _fte(value: int) -> Decimal:
    return plain(value / FTE_PARTS)


@lru_cache(maxsize=1024)
def _hours(value: int) -> Decimal:
    return plain(value / HOUR_PARTS)


@lru_cache(maxsize=4096)
def _entries(text: str) -> dict[str, str]:
    """The entries of a certificate, shared by all that are alike: they are read only."""
    made: dict[str, str] = json.loads(text)
    return made


_ACTIONS = {each.value: each for each in Action}
_STATUSES = {each.value: each for each in Status}
_FLSA = {each.value: each for each in Flsa}
_BASES = {each.value: each for each in Basis}
