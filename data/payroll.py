"""What payroll reads: the live rows of a chunk of people, in eight queries however many they are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from data.base import database
from data.dated import counting
from data.fields import day, instant
from data.finder import find
from data.org.names import department_centres, location_states, name_on, names_history
from data.people import FTE_PARTS, HOUR_PARTS, plain
from data.schema import CertificateRow, JobRow, PayRow, PersonRow, ProfileRow
from hrtui.access.model import Scope
from hrtui.money import Money
from hrtui.payroll.model import PersonFacts
from hrtui.people.model import Action, Basis, Certificate, Flsa, Job, Pay, Profile, Stamp, Status
from hrtui.query.model import Query, Sort

BY_NUMBER = Query(sort=(Sort("number"),))


class Named(NamedTuple):
    """Who a person is to payroll."""

    number: str
    name: str
    state: str
    born: date | None


Fact = tuple[int, date, Stamp, Sequence[Any]]


def people(scopes: Iterable[Scope], actor_person: str) -> Sequence[int]:
    """The ids of the people in the scopes, ordered by number; those who have left too."""
    return find(BY_NUMBER, scopes, actor_person)


def facts(ids: Sequence[int], on: date, known: int | None = None) -> list[PersonFacts]:
    """What payroll needs of each person, in the order of the ids; name, home state and what places are called as of a day.

    Facts are those that count now, or as they were known after a command, where one is given.
    """
    named, jobs, pays = _names(ids, on, known), _jobs(ids, on, known), _pays(ids, known)
    certificates, states = _certificates(ids, known), location_states(on)
    return [
        PersonFacts(
            id_,
            *named[id_][:3],
            tuple(jobs.get(id_, ())),
            tuple(pays.get(id_, ())),
            tuple(certificates.get(id_, ())),
            named[id_].born,
            states,
        )
        for id_ in ids
        if id_ in named
    ]


def concerned(ids: Sequence[int], group: str) -> list[int]:
    """Those of the people who are or were in a pay group by a row that counts; one query."""
    row = PayRow
    query = (
        row.select(row.person)
        .distinct()
        .where(row.person.in_(list(ids)) & row.superseded_at.is_null() & (row.pay_group == group))
    )
    return [person for (person,) in database.execute(query).fetchall()]


def _names(ids: Sequence[int], on: date, known: int | None) -> dict[int, Named]:
    """Number, name, home state and birth date: those of the last profile up to the day, else of the first."""
    columns = (PersonRow.number, ProfileRow.first_name, ProfileRow.last_name, ProfileRow.state, ProfileRow.birth_date)
    found: dict[int, Named] = {}
    query = ProfileRow.select().join(PersonRow)
    for person, start, _, (number, first, last, state, born) in _live(ProfileRow, query, columns, ids, known):
        if start <= on or person not in found:
            found[person] = Named(number, Profile(start, first, last).name, state, day(born))
    return found


def _jobs(ids: Sequence[int], on: date, known: int | None) -> dict[int, list[Job]]:
    """The jobs of people; the one in force on a day is in a place as that is called then, others as on their own first day. A job
    without a cost centre of its own has its department's, as of the day."""
    columns = (
        JobRow.action, JobRow.status, JobRow.title, JobRow.department, JobRow.location, JobRow.flsa,
        JobRow.fte, JobRow.standard_hours, JobRow.last_day, JobRow.cost_centre,
    )  # fmt: skip
    departments, locations, centres = names_history("department"), names_history("location"), department_centres(on)
    rows = list(_live(JobRow, JobRow.select(), columns, ids, known))
    current = {person: stamp.id for person, start, stamp, _ in rows if start <= on}
    found: dict[int, list[Job]] = defaultdict(list)
    for person, start, stamp, cells in rows:
        action, status, title, department, location, flsa, fte, hours, last, centre = cells
        day_of_names = on if current.get(person) == stamp.id else start
        found[person].append(
            Job(
                start,
                Action(action),
                Status(status),
                title,
                name_on(departments[department], day_of_names),
                name_on(locations[location], day_of_names) if location else "",
                flsa=Flsa(flsa),
                fte=plain(fte / FTE_PARTS),
                standard_hours=plain(hours / HOUR_PARTS),
                last_day=day(last),
                cost_centre=centre or centres.get(department, ""),
                stamp=stamp,
            )
        )
    return found


def _pays(ids: Sequence[int], known: int | None) -> dict[int, list[Pay]]:
    columns = (PayRow.action, PayRow.basis, PayRow.rate, PayRow.currency, PayRow.pay_group)
    found: dict[int, list[Pay]] = defaultdict(list)
    for person, start, stamp, (action, basis, rate, currency, group) in _live(
        PayRow, PayRow.select(), columns, ids, known
    ):
        found[person].append(Pay(start, Action(action), Basis(basis), Money(rate, currency), group, stamp=stamp))
    return found


def _certificates(ids: Sequence[int], known: int | None) -> dict[int, list[Certificate]]:
    columns = (CertificateRow.jurisdiction, CertificateRow.entries)
    found: dict[int, list[Certificate]] = defaultdict(list)
    for person, start, stamp, (jurisdiction, entries) in _live(
        CertificateRow, CertificateRow.select(), columns, ids, known
    ):
        found[person].append(Certificate(start, jurisdiction, json.loads(entries), stamp))
    return found


def _live(model: Any, query: Any, columns: Sequence[Any], ids: Sequence[int], known: int | None) -> Iterator[Fact]:
    """The rows that count, by person and day; of a day's, the last entered comes last."""
    common = (
        model.person, model.effective_from, model.id, model.seq, model.command, model.recorded_at, model.recorded_by,
    )  # fmt: skip
    wanted = model.person.in_(list(ids)) & counting(model, known)
    order = (model.person, model.effective_from, model.seq, model.id)
    for row in database.execute(query.select(*common, *columns).where(wanted).order_by(*order)).fetchall():
        stamp = Stamp(row[2], row[3], row[4], instant(row[5]), row[6])
        yield row[0], date.fromisoformat(row[1]), stamp, row[7:]
