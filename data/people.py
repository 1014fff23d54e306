"""People and their dated facts: rows to values and back. What replaces a row is a new row; the old one is superseded."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from peewee import fn

from data import dialect, factrows
from data.base import database
from data.fields import day, instant
from data.identity import numbers as numbers
from data.identity import person_id as person_id
from data.org.names import IDENTITIES, Kind, find
from data.prepared import Prepared, listed
from data.schema import (
    PERSON_FACTS,
    CertificateRow,
    DepartmentRow,
    JobRow,
    LocationRow,
    PayRow,
    PersonRow,
    ProfileRow,
)
from hrtui.audit.model import Entered
from hrtui.money import Money
from hrtui.people.model import (
    Action,
    Basis,
    Certificate,
    EmploymentType,
    Flsa,
    Job,
    Pay,
    Profile,
    Stamp,
    Status,
)

CHUNK = 500
ORDINARY_DIGITS = 9  # longer numbers are codes of elsewhere, which nobody counts on from
Value = TypeVar("Value")
FTE_PARTS, HOUR_PARTS = Decimal(10_000), Decimal(100)


def add_person(number: str, command: int) -> int:
    """Give a number to a new person and return their id."""
    return int(PersonRow.insert(number=number, command=command).execute())


def next_number() -> str:
    """The number after the greatest that is one, of at most nine digits; 1001 in an empty store."""
    value = PersonRow.number.cast("INTEGER")
    plain = (value.cast("TEXT") == PersonRow.number) & (fn.LENGTH(PersonRow.number) <= ORDINARY_DIGITS)
    row = database.execute(PersonRow.select(fn.MAX(value)).where(plain)).fetchone()
    return str(max(int(row[0] or 0), 1000) + 1)


def add_profile(person: int, profile: Profile, entered: Entered, seq: int | None = None) -> None:
    """Enter who a person is from a day on."""
    add(
        ProfileRow,
        person,
        profile.effective_from,
        entered,
        seq,
        first_name=profile.first_name,
        last_name=profile.last_name,
        email=profile.email,
        phone=profile.phone,
        street=profile.street,
        city=profile.city,
        state=profile.state,
        postal_code=profile.postal_code,
        birth_date=profile.birth_date,
        sex=profile.sex,
        custom=_json(profile.custom),
    )


def add_job(person: int, job: Job, entered: Entered, seq: int | None = None) -> None:
    """Enter what a person does from a day on; departments and locations are made on first use."""
    manager = person_id(job.manager) if job.manager else None
    add(
        JobRow,
        person,
        job.effective_from,
        entered,
        seq,
        action=job.action,
        reason=job.reason,
        status=job.status,
        title=job.title,
        department=place(DepartmentRow, job.department),
        location=place(LocationRow, job.location) if job.location else None,
        manager=manager,
        manager_name="" if manager else job.manager_name,
        employment_type=job.employment_type,
        flsa=job.flsa,
        fte=int(job.fte * FTE_PARTS),
        standard_hours=int(job.standard_hours * HOUR_PARTS),
        last_day=job.last_day,
        cost_centre=job.cost_centre,
        grade=job.grade,
        position=job.position,
        dotted=dotted_text(map(person_id, job.dotted)),
    )


def dotted_text(managers: Iterable[int | None]) -> str:
    """The ids of managers by dotted line as a job keeps them: `/12/34/`, or empty."""
    ids = [str(id_) for id_ in managers if id_ is not None]
    return f"/{'/'.join(ids)}/" if ids else ""


def _ids(dotted: str) -> list[int]:
    return [int(part) for part in dotted.split("/") if part]


def add_pay(person: int, pay: Pay, entered: Entered, seq: int | None = None) -> None:
    """Enter what a person earns from a day on."""
    add(
        PayRow,
        person,
        pay.effective_from,
        entered,
        seq,
        action=pay.action,
        reason=pay.reason,
        basis=pay.basis,
        rate=pay.rate.cents,
        currency=pay.rate.currency,
        pay_group=pay.pay_group,
    )


def add_certificate(person: int, certificate: Certificate, entered: Entered) -> None:
    """Enter a withholding certificate from a day on."""
    add(
        CertificateRow,
        person,
        certificate.effective_from,
        entered,
        jurisdiction=certificate.jurisdiction,
        entries=_json(certificate.entries),
    )


def add(model: Any, person: int, on: date, entered: Entered, seq: int | None = None, **values: Any) -> None:
    """Enter a row, as the last of its day, or as a new version of the one with a sequence."""
    if seq is None:
        last = model.select(fn.COALESCE(fn.MAX(model.seq), -1))
        seq = database.execute(last.where((model.person == person) & (model.effective_from == on))).fetchone()[0] + 1
    model.insert(
        person=person,
        effective_from=on,
        seq=seq,
        command=entered.command,
        recorded_at=entered.at,
        recorded_by=entered.by,
        **values,
    ).execute()


def place(model: Any, name: str) -> int:
    """The id of a department or location by its name, today's or one it has on another day; made on first use."""
    known = find("department" if model is DepartmentRow else "location", name)
    return int(model.insert(name=name, folded=name).execute()) if known is None else known


def department(name: str) -> str:
    """A department as it is called on file today, also by a name it has on another day; as given where it is new."""
    return _spelled("department", name)


def location(name: str) -> str:
    """A place of work as it is called on file today, also by a name it has on another day; as given where it is new."""
    return _spelled("location", name)


def supersede(rows: Iterable[Job | Pay | Profile | Certificate], entered: Entered) -> None:
    """Rescind rows: they stay, and count no longer."""
    given = list(rows)
    for model, kind in ((JobRow, Job), (PayRow, Pay), (ProfileRow, Profile), (CertificateRow, Certificate)):
        ids = [row.stamp.id for row in given if isinstance(row, kind) and row.stamp]
        if ids:
            model.update(superseded_at=entered.at, superseded_by=entered.command).where(model.id.in_(ids)).execute()


def rewrite(
    person: int, pairs: Iterable[tuple[Job, Job] | tuple[Pay, Pay] | tuple[Profile, Profile]], entered: Entered
) -> None:
    """Supersede the first of each pair, and enter the second in its place: on its day, with its sequence."""
    adding: dict[type, Any] = {Job: add_job, Pay: add_pay, Profile: add_profile}
    for old, new in pairs:
        supersede([old], entered)
        adding[type(new)](person, new, entered, old.stamp.seq if old.stamp else None)


def profiles(people: Sequence[int]) -> dict[int, list[Profile]]:
    """All rows of profile of each person, oldest first, the superseded ones too."""
    return grouped(
        (person, _profile(on, stamp, cells)) for person, on, stamp, cells in facts(factrows.profile_rows, people)
    )


def _profile(on: date, stamp: Stamp, cells: Sequence[Any]) -> Profile:
    first, last, email, phone, street, city, state, postal_code, born, sex, custom = cells
    place = (street, city, state, postal_code)
    return Profile(on, first, last, email, phone, *place, day(born), sex, json.loads(custom), stamp)


def jobs(people: Sequence[int], shown_on: date | None = None) -> dict[int, list[Job]]:
    """All job rows of each person, oldest first, the superseded ones too; managers by number and today's name.

    Departments and locations are called as they are today, so that rows compare; with `shown_on` as they were when the
    row began, and the row in force on that day as they are then.
    """
    found = facts(factrows.job_rows, people) if shown_on is None else facts(factrows.job_rows_then, people, shown_on)
    rows = list(found)
    known = numbers({id_ for _, _, _, cells in rows if cells[-1] for id_ in _ids(cells[-1])})
    return grouped((person, _job(on, stamp, cells, known)) for person, on, stamp, cells in rows)


def _job(on: date, stamp: Stamp, cells: Sequence[Any], known: Mapping[int, str]) -> Job:
    action, status, title, department, location, manager, name, kind, flsa, fte, hours, reason, last, *more = cells
    cost_centre, grade, position, dotted = more
    return Job(
        effective_from=on,
        action=Action(action),
        status=Status(status),
        title=title,
        department=department,
        location=location,
        manager=manager,
        manager_name=name,
        employment_type=EmploymentType(kind),
        flsa=Flsa(flsa),
        fte=plain(fte / FTE_PARTS),
        standard_hours=plain(hours / HOUR_PARTS),
        reason=reason,
        last_day=day(last),
        cost_centre=cost_centre,
        grade=grade,
        position=position,
        dotted=tuple(known[id_] for id_ in _ids(dotted)),
        stamp=stamp,
    )


def plain(value: Decimal) -> Decimal:
    """A decimal without trailing zeros or an exponent: 40, not 4E+1 or 40.00."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def pays(people: Sequence[int]) -> dict[int, list[Pay]]:
    """All pay rows of each person, oldest first, the superseded ones too."""
    return grouped(
        (person, Pay(on, Action(action), Basis(basis), Money(rate, currency), group, reason, stamp))
        for person, on, stamp, (action, basis, rate, currency, group, reason) in facts(factrows.pay_rows, people)
    )


def certificates(people: Sequence[int]) -> dict[int, list[Certificate]]:
    """All certificates of each person, oldest first, the superseded ones too."""
    return grouped(
        (person, Certificate(on, jurisdiction, json.loads(entries), stamp))
        for person, on, stamp, (jurisdiction, entries) in facts(factrows.certificate_rows, people)
    )


def newest_command(person: int) -> int:
    """The id of the newest command that entered, replaced or withdrew a fact about a person."""
    return max(id_ or 0 for newest in NEWEST for id_ in newest(person).fetchone())


def _newest(model: Any) -> Prepared:
    def touched(person: Any) -> Any:
        return model.select(fn.MAX(model.command), fn.MAX(model.superseded_by)).where(model.person == person)

    return Prepared(touched)


NEWEST = [_newest(model) for model in PERSON_FACTS]
"""The newest commands about a person, of each kind of facts."""


def managers_on(people: Sequence[int], on: date) -> dict[int, int | None]:
    """The id of each person's manager on a day, from the job in force; people without a job that day are left out."""
    found: dict[int, int | None] = {}
    query = JobRow.select(JobRow.person, JobRow.manager).where(
        JobRow.person.in_(dialect.one_of(list(people))) & JobRow.superseded_at.is_null() & (JobRow.effective_from <= on)
    )
    for person, manager in database.execute(query.order_by(JobRow.person, JobRow.effective_from, JobRow.seq)):
        found[person] = manager
    return found


def managers_above(people: Sequence[int], on: date) -> dict[int, int | None]:
    """The id of the manager of each person and of everyone above them, as of a day; a query for each layer."""
    found: dict[int, int | None] = {}
    asked: set[int] = set(people)
    while asked:
        found |= dict.fromkeys(asked) | managers_on(sorted(asked), on)
        asked = {manager for manager in found.values() if manager is not None} - found.keys()
    return found


def facts(statement: Prepared, people: Sequence[int], *values: object) -> Iterator[tuple[int, date, Stamp, list[Any]]]:
    """The rows that a statement of `data.factrows` finds about people, oldest first: whose, from when, stamp, columns."""
    for start in range(0, len(people), CHUNK):
        for row in statement(listed(people[start : start + CHUNK]), *values).fetchall():
            person, on, id_, seq, command, at, by, gone, gone_by, gone_how = row[:10]
            stamp = Stamp(id_, seq, command, instant(at), by, instant(gone) if gone else None, gone_by, gone_how)
            yield person, date.fromisoformat(on), stamp, list(row[10:])


def grouped(pairs: Iterable[tuple[int, Value]]) -> dict[int, list[Value]]:
    """Values by person, in their order."""
    out: dict[int, list[Value]] = defaultdict(list)
    for person, value in pairs:
        out[person].append(value)
    return out


def _spelled(kind: Kind, name: str) -> str:
    model, known = IDENTITIES[kind], find(kind, name)
    row = None if known is None else model.select(model.name).where(model.id == known).tuples().first()
    return str(row[0]) if row else name


def _json(value: Any) -> str:
    return json.dumps(dict(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
