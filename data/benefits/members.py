"""What the rules of benefits need to know of people on a day, in nine queries however many people they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from data import dialect, payroll
from data.base import database
from data.benefits.rows import as_day
from data.benefits.standings import standings
from data.fields import day
from data.org.names import name_on
from data.people import HOUR_PARTS, plain
from data.schema import ContactRow, JobRow, PayRow, PersonRow, ProfileRow
from hrtui.benefits.model import SELF, Dependent, Member, Standing
from hrtui.contacts.model import ContactKind
from hrtui.money import round_cents
from hrtui.people.dated import standing
from hrtui.people.model import Action, Basis, Status

WEEKS = 52


class _Job(NamedTuple):
    """As much of a live job row as eligibility asks for."""

    effective_from: date
    action: Action
    status: Status
    last_day: date | None
    employment_type: str
    hours: int
    grade: str
    department: int
    location: int | None


def members(people: Sequence[int], on: date, places: payroll.Places | None = None) -> dict[int, Member]:
    """People by id as they stand on a day; those without a job or a name are left out.

    Of who is yet to start the first row counts; `ended` is the last day of the spell, also where it is still to come.
    `places` are what departments and locations are called, where they are at hand for many chunks of people.
    """
    where = places or payroll.places(on)
    named, jobs, pays = _named(people, on), _jobs(people), _pays(people)
    held, dependents = standings(people), _dependents(people, on)
    found = {}
    for person in people:
        now = standing(jobs.get(person, ()), on)
        if now is None or person not in named:
            continue
        job, who = now.row, named[person]
        own = _on(held.get(person, ()), on)
        pay = _in_force(pays.get(person, ()), max(on, jobs[person][0].effective_from))
        found[person] = Member(
            person, who[0], who[1], now.hired, _ended(jobs[person], now.hired), who[2], now.status.value,
            job.employment_type, plain(job.hours / HOUR_PARTS), job.grade,
            name_on(where.departments[job.department], on),
            name_on(where.locations[job.location], on) if job.location else "",
            pay[3] if pay else "", _annual(pay, job.hours) if pay else None,
            SELF in own and own[SELF].effective_from <= on and own[SELF].tobacco,
            tuple(
                Dependent(slot, name, relation, born, own.get(slot, Standing(on, slot)))
                for slot, name, relation, born in dependents.get(person, ())
            ),
        )  # fmt: skip
    return found


def _among(column: Any, people: Sequence[int]) -> Any:
    return column.in_(dialect.one_of(list(people)))


def _named(people: Sequence[int], on: date) -> dict[int, tuple[str, str, date | None]]:
    """Number, name and birth date: those of the last profile up to the day, else of the first."""
    row = ProfileRow
    query = (
        row.select(row.person, row.effective_from, PersonRow.number, row.first_name, row.last_name, row.birth_date)
        .join(PersonRow)
        .where(_among(row.person, people) & row.superseded_at.is_null())
        .order_by(row.person, row.effective_from, row.seq)
    )
    found: dict[int, tuple[str, str, date | None]] = {}
    for person, begins, number, first, last, born in database.execute(query).fetchall():
        if person not in found or as_day(begins) <= on:
            found[person] = (number, f"{last}, {first}" if first else last, as_day(born) if born else None)
    return found


def _jobs(people: Sequence[int]) -> dict[int, list[_Job]]:
    row = JobRow
    query = (
        row.select(
            row.person, row.effective_from, row.action, row.status, row.last_day, row.employment_type, row.standard_hours,
            row.grade, row.department, row.location,
        )
        .where(_among(row.person, people) & row.superseded_at.is_null())
        .order_by(row.person, row.effective_from, row.seq)
    )  # fmt: skip
    found: dict[int, list[_Job]] = defaultdict(list)
    for person, begins, action, status, last, *rest in database.execute(query).fetchall():
        found[person].append(_Job(as_day(begins), Action(action), Status(status), day(last), *rest))
    return found


def _ended(jobs: Sequence[_Job], hired: date) -> date | None:
    """The last day of the spell that began on a day."""
    ends = [job.last_day for job in jobs if job.status is Status.TERMINATED and job.effective_from > hired]
    return next(filter(None, ends), None)


def _pays(people: Sequence[int]) -> dict[int, list[tuple[str, str, int, str]]]:
    row = PayRow
    query = (
        row.select(row.person, row.effective_from, row.basis, row.rate, row.pay_group)
        .where(_among(row.person, people) & row.superseded_at.is_null())
        .order_by(row.person, row.effective_from, row.seq)
    )
    found: dict[int, list[tuple[str, str, int, str]]] = defaultdict(list)
    for person, *cells in database.execute(query).fetchall():
        found[person].append(tuple(cells))
    return found


def _in_force(pays: Sequence[tuple[str, str, int, str]], on: date) -> tuple[str, str, int, str] | None:
    return next((pay for pay in reversed(pays) if pay[0] <= on.isoformat()), None)


def _annual(pay: tuple[str, str, int, str], hours: int) -> int:
    """Annual pay in cents: hourly rates at the standard hours of 52 weeks, as `people.bulk_rules.annual_cost` counts."""
    return pay[2] if pay[1] == Basis.ANNUAL.value else round_cents(pay[2] * (hours / HOUR_PARTS) * WEEKS)


def _on(rows: Sequence[Standing], on: date) -> dict[int, Standing]:
    """The standing of a day by slot; before the first of a slot, the first."""
    found: dict[int, Standing] = {}
    for row in rows:
        if row.effective_from <= on or row.slot not in found:
            found[row.slot] = row
    return found


def _dependents(people: Sequence[int], on: date) -> dict[int, list[tuple[int, str, str, date | None]]]:
    """The dependents on file on a day, by slot; those first entered later count too, until they are removed."""
    row = ContactRow
    query = (
        row.select(
            row.person, row.slot, row.effective_from, row.kind, row.active, row.first_name, row.last_name, row.relation,
            row.birth_date,
        )
        .where(_among(row.person, people) & row.superseded_at.is_null())
        .order_by(row.person, row.slot, row.effective_from, row.seq)
    )  # fmt: skip
    last: dict[tuple[int, int], Sequence[Any]] = {}
    for person, slot, begins, *cells in database.execute(query).fetchall():
        if as_day(begins) <= on or (person, slot) not in last:
            last[person, slot] = cells
    found: dict[int, list[tuple[int, str, str, date | None]]] = defaultdict(list)
    for (person, slot), (kind, active, first, family, relation, born) in last.items():
        if active and kind == ContactKind.DEPENDENT.value:
            found[person].append((slot, f"{first} {family}".strip(), relation, day(born)))
    return found
