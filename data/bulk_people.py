"""Many people at once: what is on file of those in a file, and the writing of their rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from peewee import fn

from data import dialect, people
from data.base import database
from data.bulk import bulk_insert
from data.schema import (
    CommandRow,
    DepartmentRow,
    DirectoryRow,
    JobRow,
    LocationRow,
    PayRow,
    PersonRow,
    ProfileRow,
    TagRow,
)
from hrtui.audit.model import Entered
from hrtui.exchange.model import OnFile, Plan
from hrtui.people.model import Certificate, Job, Pay, Profile, Tag

CHUNK = 500
FACT = ("person", "effective_from", "seq", "command", "recorded_at", "recorded_by")
Fact = Profile | Job | Pay | Certificate


def last_command() -> int:
    """The id of the last command of anyone: unchanged while nobody has written."""
    return int(database.execute(CommandRow.select(fn.COALESCE(fn.MAX(CommandRow.id), 0))).fetchone()[0])


def names_and_managers() -> tuple[dict[str, str], dict[str, str]]:
    """Everyone's name, and the number of their manager where there is one, by number, as of today."""
    query = DirectoryRow.select(DirectoryRow.person, DirectoryRow.number, DirectoryRow.name, DirectoryRow.chain)
    rows = database.execute(query).fetchall()
    by_id = {str(id_): number for id_, number, _, _ in rows}
    above = {number: by_id.get(chain.split("/")[1], "") for _, number, _, chain in rows if chain.count("/") > 1}
    return {number: name for _, number, name, _ in rows}, above


def emails() -> dict[str, str]:
    """Everyone's e-mail address, by number; those without are left out."""
    query = DirectoryRow.select(DirectoryRow.number, DirectoryRow.email).where(DirectoryRow.email != "")
    return dict(database.execute(query).fetchall())


def birth_dates(on: date) -> dict[str, date]:
    """Everyone's birth date as of a day (as first entered, for those yet to start), by number; those without are left out."""
    query = (
        ProfileRow.select(PersonRow.number, ProfileRow.birth_date)
        .join(PersonRow, on=(PersonRow.id == ProfileRow.person))
        .where(ProfileRow.superseded_at.is_null(), ProfileRow.birth_date.is_null(False))
        .order_by(ProfileRow.effective_from <= on, ProfileRow.effective_from, ProfileRow.seq)
    )
    return {number: date.fromisoformat(born) for number, born in database.execute(query).fetchall()}


def ids_of(numbers: Iterable[str]) -> dict[str, int]:
    """The ids of people by number; those nobody has are left out."""
    out: dict[str, int] = {}
    wanted = list(dict.fromkeys(numbers))
    for start in range(0, len(wanted), CHUNK):
        query = PersonRow.select(PersonRow.number, PersonRow.id).where(
            PersonRow.number.in_(dialect.one_of(wanted[start : start + CHUNK]))
        )
        out.update(database.execute(query).fetchall())
    return out


def on_file(numbers: Iterable[str]) -> Iterator[OnFile]:
    """The live rows of people, by number; those who are not on file are left out."""
    ids = ids_of(numbers)
    by_id = {id_: number for number, id_ in ids.items()}
    order = list(by_id)
    for start in range(0, len(order), CHUNK):
        some = order[start : start + CHUNK]
        profiles, jobs, pays = people.profiles(some), people.jobs(some), people.pays(some)
        for id_ in some:
            yield OnFile(by_id[id_], _live(profiles.get(id_)), _live(jobs.get(id_)), _live(pays.get(id_)))


def _live(rows: list[Any] | None) -> tuple[Any, ...]:
    return tuple(row for row in rows or () if row.stamp is None or row.stamp.superseded_at is None)


def write(plans: Sequence[Plan], entered: Entered) -> list[int]:
    """Write the rows of plans and return the ids of the people touched; inside `write()`.

    People, departments and locations that are new are made. The directory is for the caller to refresh.
    """
    held = ids_of(plan.number for plan in plans)
    bulk_insert(
        PersonRow, ("number", "command"), ((plan.number, entered.command) for plan in plans if plan.number not in held)
    )
    managers = {number for plan in plans for job in plan.jobs for number in (job.manager, *job.dotted) if number}
    ids = ids_of([*(plan.number for plan in plans), *managers])
    known = list(held.values())
    places = places_of(job for plan in plans for job in plan.jobs)
    profiles = ((ids[plan.number], plan.profile) for plan in plans if plan.profile is not None)
    jobs = ((ids[plan.number], job) for plan in plans for job in plan.jobs)
    pays = ((ids[plan.number], plan.pay) for plan in plans if plan.pay is not None)
    _insert(
        ProfileRow,
        PROFILE,
        ((head, profile_values(row)) for head, row in _stamped(ProfileRow, profiles, known, entered)),
    )
    _insert(JobRow, JOB, ((head, job_values(row, ids, places)) for head, row in _stamped(JobRow, jobs, known, entered)))
    _insert(PayRow, PAY, ((head, pay_values(row)) for head, row in _stamped(PayRow, pays, known, entered)))
    return [ids[plan.number] for plan in plans]


PROFILE = (
    "first_name", "last_name", "email", "phone", "street", "city", "state", "postal_code", "birth_date", "sex", "custom",
)  # fmt: skip
JOB = (
    "action", "reason", "status", "title", "department", "location", "manager", "manager_name", "employment_type", "flsa",
    "fte", "standard_hours", "last_day", "cost_centre", "grade", "position", "dotted",
)  # fmt: skip
PAY = ("action", "reason", "basis", "rate", "currency", "pay_group")


def _insert(model: Any, columns: Sequence[str], rows: Iterable[tuple[tuple[Any, ...], tuple[Any, ...]]]) -> None:
    bulk_insert(model, (*FACT, *columns), ((*head, *values) for head, values in rows))


def _stamped(
    model: Any, rows: Iterable[tuple[int, Any]], known: Sequence[int], entered: Entered
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each row with whose it is, its day, its sequence within that day, and the command that enters it."""
    used = _sequences(model, known)
    for person, row in rows:
        key = (person, row.effective_from)
        yield _head(person, row, used[key], entered), row
        used[key] += 1


def _head(person: int, row: Any, seq: int, entered: Entered) -> tuple[Any, ...]:
    """The values of a row in the order of FACT."""
    return person, row.effective_from, seq, entered.command, entered.at, entered.by


def _sequences(model: Any, known: Sequence[int]) -> Counter[tuple[int, date]]:
    used: Counter[tuple[int, date]] = Counter()
    for start in range(0, len(known), CHUNK):
        wanted = model.person.in_(list(known[start : start + CHUNK]))
        query = model.select(model.person, model.effective_from, fn.MAX(model.seq)).where(wanted)
        for person, on, seq in database.execute(query.group_by(model.person, model.effective_from)):
            used[(person, date.fromisoformat(on))] = seq + 1
    return used


def places_of(jobs: Iterable[Job]) -> dict[tuple[Any, str], int]:
    """The ids of the departments and locations of jobs, by table and name; new ones are made."""
    wanted = {
        (model, name) for job in jobs for model, name in ((DepartmentRow, job.department), (LocationRow, job.location))
    }
    return {(model, name): people.place(model, name) for model, name in sorted(wanted, key=str) if name}


def profile_values(row: Profile) -> tuple[Any, ...]:
    """A profile's values in the order of PROFILE."""
    return (
        row.first_name, row.last_name, row.email, row.phone, row.street, row.city, row.state, row.postal_code, row.birth_date,
        row.sex, _json(row.custom),
    )  # fmt: skip


def job_values(row: Job, ids: Mapping[str, int], places: Mapping[tuple[Any, str], int]) -> tuple[Any, ...]:
    """A job's values in the order of JOB; `ids` of managers by number, `places` as `places_of` gives them."""
    manager = ids.get(row.manager)
    return (
        row.action.value, row.reason, row.status.value, row.title, places[(DepartmentRow, row.department)],
        places.get((LocationRow, row.location)), manager, "" if manager else row.manager_name, row.employment_type.value,
        row.flsa.value, int(row.fte * people.FTE_PARTS), int(row.standard_hours * people.HOUR_PARTS), row.last_day,
        row.cost_centre, row.grade, row.position, people.dotted_text(map(ids.get, row.dotted)),
    )  # fmt: skip


def pay_values(row: Pay) -> tuple[Any, ...]:
    """A pay row's values in the order of PAY."""
    return (row.action.value, row.reason, row.basis.value, row.rate.cents, row.rate.currency, row.pay_group)


def _json(value: Mapping[str, str]) -> str:
    return json.dumps(dict(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def write_rows(
    rows: Sequence[tuple[int, Fact | Tag]], entered: Entered, rewritten: Sequence[tuple[int, Any, Any]] = ()
) -> None:
    """Write rows of people who are on file, each with the id of its person; inside `write()`. Of the `rewritten` the first
    row is superseded, and the second entered in its place: on its day, with its sequence.

    The directory is for the caller to refresh.
    """
    for start in range(0, len(rewritten), CHUNK):
        people.supersede([old for _, old, _ in rewritten[start : start + CHUNK]], entered)
    again = [(person, replace(new, stamp=old.stamp)) for person, old, new in rewritten]
    known = list(dict.fromkeys(person for person, _ in rows))
    jobs = [row for _, row in (*rows, *again) if isinstance(row, Job)]
    ids = ids_of({number for job in jobs for number in (job.manager, *job.dotted) if number})
    places = places_of(jobs)
    kinds: tuple[tuple[Any, Any, Sequence[str], Callable[[Any], tuple[Any, ...]]], ...] = (
        (JobRow, Job, JOB, lambda row: job_values(row, ids, places)),
        (PayRow, Pay, PAY, pay_values),
        (ProfileRow, Profile, PROFILE, profile_values),
        (TagRow, Tag, ("tag", "set"), lambda row: (row.name, int(row.on))),
    )
    for model, kind, columns, values in kinds:
        some = [(person, row) for person, row in rows if isinstance(row, kind)]
        placed = [(_head(person, row, row.stamp.seq, entered), row) for person, row in again if isinstance(row, kind)]
        if some or placed:
            heads = chain(_stamped(model, some, known, entered), placed)
            _insert(model, columns, ((head, values(row)) for head, row in heads))
