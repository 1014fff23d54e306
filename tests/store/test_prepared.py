"""Statements that are written once answer as Peewee's own do, with other values every time."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.audit import begin
from data.base import database
from data.bulk import bulk_insert
from data.db import Store
from data.prepared import listed, one_of, prepared
from data.schema import CommandRow, PersonRow
from hrtui.dates import utc_text
from tests.conftest import INSTANT


@prepared
def among_them(first: Any, numbers: Any) -> Any:
    wanted = (PersonRow.id >= first) & one_of(PersonRow.number, numbers)
    return PersonRow.select(PersonRow.id, PersonRow.command == 1).where(wanted).order_by(PersonRow.id)


@prepared
def entered(at: Any, subject: Any) -> Any:
    return CommandRow.insert(at=at, actor="alice", action="people.hire", subject=subject)


def people(store: Store, count: int) -> None:
    with store.write():
        begin(INSTANT, "alice", "people.import", "people")
        bulk_insert(PersonRow, ("id", "number", "command"), ((n, str(1000 + n), 1) for n in range(1, count + 1)))


def test_values_go_into_their_places_in_any_order_and_number(store: Store) -> None:
    people(store, 9)
    assert among_them(2, listed(["1001", "1004", "1009"])).fetchall() == [(4, 1), (9, 1)]
    assert among_them(1, listed(["1001"])).fetchall() == [(1, 1)]
    assert among_them(1, listed([])).fetchall() == []


def test_quotes_in_a_value_are_text_like_any_other(store: Store) -> None:
    people(store, 2)
    assert among_them(1, listed(["1001') OR 1 --", '"', "é"])).fetchall() == []


def test_a_row_is_entered_as_its_fields_would_write_it(store: Store) -> None:
    with store.write():
        made = entered(utc_text(INSTANT), "1001").lastrowid
    row = CommandRow.get_by_id(made)
    assert (row.at, row.subject) == (INSTANT, "1001")


def test_it_runs_on_the_database_that_is_named(store: Store) -> None:
    people(store, 3)
    assert among_them(1, listed(["1003"]), on=database).fetchall() == [(3, 1)]


def test_days_are_compared_as_they_are_stored(store: Store) -> None:
    from data.payrun.runs import runs

    assert runs(date(2026, 1, 1), date(2026, 12, 31), "main") == []
