"""Who a payslip goes to: name, address, department and cost centre of people on a day, and their numbers for wage reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from data.keyring import opening_vault
from data.org.names import name_on, names_history
from data.prepared import listed, one_of, prepared
from data.privacyrows import IDENTITY, KeptIdentityRow
from data.schema import JobRow, PersonRow, ProfileRow
from data.sealed import counting, sealed
from hrtui.people.model import PrivateKind

SSN = PrivateKind.SSN


class Addressee(NamedTuple):
    """A person as a letter to them says."""

    number: str
    first_name: str
    last_name: str
    street: str
    city: str
    state: str
    postal_code: str
    department: str = ""
    cost_centre: str = ""


def addressees(people: Sequence[int], on: date) -> dict[int, Addressee]:
    """People on a day by their ids, else as they were first; three queries."""
    found: dict[int, Addressee] = {}
    for person, start, *cells in _profiles(listed(people)).fetchall():
        if start <= on.isoformat() or person not in found:
            found[person] = Addressee(*cells)
    for person, (department, centre) in _jobs(people, on).items():
        if person in found:
            found[person] = found[person]._replace(department=department, cost_centre=centre)
    return found


@prepared
def _profiles(people: Any) -> Any:
    row = ProfileRow
    columns = (
        row.person, row.effective_from, PersonRow.number, row.first_name, row.last_name, row.street, row.city, row.state,
        row.postal_code,
    )  # fmt: skip
    wanted = one_of(row.person, people) & row.superseded_at.is_null()
    return row.select(*columns).join(PersonRow).where(wanted).order_by(row.person, row.effective_from, row.seq)


def ssns(key_file: Path, people: Sequence[int]) -> dict[int, str]:
    """The social security numbers of people who have one on file, opened; raises StoreError where the key does not fit."""
    vault, held = opening_vault(key_file), sealed(people)
    found = {}
    for person in people:
        rows = counting(held.get(person, ()), SSN)
        if rows:
            found[person] = vault.open(SSN, person, rows[0].box)
    return found


def kept(key_file: Path, people: Sequence[int]) -> dict[int, tuple[Addressee, str]]:
    """Who erased people were, as the law demands it for their pay and taxes, with their number; opened for returns alone.

    One query, and none of the key where nobody is erased. Raises StoreError where the key does not fit.
    """
    rows = _kept(listed(people)).fetchall()
    found: dict[int, tuple[Addressee, str]] = {}
    if not rows:
        return found
    vault = opening_vault(key_file)
    for person, number, box in rows:
        told = json.loads(vault.open(IDENTITY, person, box))
        names = (told[name] for name in ("first_name", "last_name", "street", "city", "state", "postal_code"))
        found[person] = Addressee(number, *names), told["ssn"]
    return found


@prepared
def _kept(people: Any) -> Any:
    row = KeptIdentityRow
    return row.select(row.person, PersonRow.number, row.box).join(PersonRow).where(one_of(row.person, people))


def _jobs(people: Sequence[int], on: date) -> dict[int, tuple[str, str]]:
    names = names_history("department")
    found: dict[int, tuple[str, str]] = {}
    for person, start, department, centre in _jobs_of(listed(people)).fetchall():
        if start <= on.isoformat() or person not in found:
            found[person] = name_on(names[department], on), centre
    return found


@prepared
def _jobs_of(people: Any) -> Any:
    row = JobRow
    wanted = one_of(row.person, people) & row.superseded_at.is_null()
    query = row.select(row.person, row.effective_from, row.department, row.cost_centre).where(wanted)
    return query.order_by(row.person, row.effective_from, row.seq)
