"""A small company put straight into the tables, so that the store is tested without the use cases above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from data import spans
from data.audit import append, begin
from data.db import Store
from data.schema import (
    CommandRow,
    DepartmentRow,
    DirectoryRow,
    JobRow,
    LocationRow,
    MetaRow,
    PayRow,
    PersonRow,
    PrivateRow,
    ProfileRow,
)
from data.vault import Vault
from hrtui.audit.model import Entry
from tests.conftest import INSTANT

FIRST_DAY = date(2026, 1, 5)
TODAY = date(2026, 11, 23)
KEY = b"k" * 32


def found(store: Store, people: int = 3) -> list[int]:
    """Found a company with people numbered from 1001, and return their ids."""
    with store.write():
        MetaRow.insert(name="directory_day", value=TODAY.isoformat()).execute()
        DepartmentRow.insert(name="Sales", folded="Sales").execute()
        LocationRow.insert(name="Boston", folded="Boston").execute()
        return [_hired(str(1001 + index)) for index in range(people)]


def hire(store: Store, number: str) -> int:
    """Add one person in one transaction, with command and audit entry."""
    with store.write():
        return _hired(number)


def _hired(number: str) -> int:
    command = begin(INSTANT, "alice", "people.hire", number)
    person: int = PersonRow.insert(number=number, command=command).execute()
    fact = fact_of(person, command)
    ProfileRow.insert(fact | blank(ProfileRow, first_name="Ada", last_name=f"Byron {number}", custom="{}")).execute()
    JobRow.insert(
        fact
        | blank(JobRow, title="Clerk", status="active", action="hire", department=1, location=1)
        | {"fte": 10_000, "standard_hours": 4_000}
    ).execute()
    PayRow.insert(fact | blank(PayRow, basis="annual", rate=6_000_000, currency="USD", pay_group="main")).execute()
    vault = Vault(KEY)
    box, blind = vault.seal("ssn", person, "123-45-6789"), vault.blind("ssn", "123-45-6789")
    PrivateRow.insert({**fact, "kind": "ssn", "box": box, "blind": blind}).execute()
    DirectoryRow.insert(line_of(person, number)).execute()
    spans.refresh([person], spans.place_names())
    append(Entry(INSTANT, "alice", "people.hire", number, command))
    return person


def fact_of(person: int, command: int, **given: Any) -> dict[str, Any]:
    """The columns every dated fact has."""
    base = {"person": person, "effective_from": FIRST_DAY, "seq": 0, "command": command}
    return {**base, "recorded_at": INSTANT, "recorded_by": "alice", **given}


def blank(model: Any, **given: Any) -> dict[str, Any]:
    """A fact's own columns of text, empty unless given."""
    own = [name for name in model._meta.fields if name not in fact_of(0, 0) and name != "id"]
    texts = {name: "" for name in own if type(model._meta.fields[name]).__name__ == "TextField"}
    return {**texts, **given}


def line_of(person: int, number: str) -> dict[str, Any]:
    """The line of the directory that fits the facts of `found` and `hire`."""
    name = f"Byron {number}, Ada"
    shown = {"name": name, "sort_name": name, "search": name, "department": "Sales", "location": "Boston"}
    return {
        **dict.fromkeys(("email", "manager", "employment_type", "chain"), ""),
        "person": person, "number": number, **shown, "title": "Clerk", "status": "active", "hired": FIRST_DAY,
    }  # fmt: skip


def unguarded(store: Store) -> None:
    """Drop every trigger, unique index and foreign key check, as someone with the file in hand can."""
    for kind, name in store.db.execute_sql(
        "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR (type = 'index' AND name LIKE '%_live')"
    ).fetchall():
        store.db.execute_sql(f"DROP {kind} {name}")
    store.db.execute_sql("PRAGMA foreign_keys = 0")


def commands() -> int:
    """How many commands the bound store has."""
    return int(CommandRow.select().count())
