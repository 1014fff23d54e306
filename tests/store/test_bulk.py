"""Bulk inserts convert, count and fail as single ones do."""

from __future__ import annotations

from datetime import date

import pytest
from peewee import IntegrityError

from data.audit import begin
from data.bulk import bulk_insert
from data.db import Store
from data.schema import DepartmentRow, PayRow, PersonRow
from tests.conftest import INSTANT

PAY = (
    "person", "effective_from", "seq", "command", "recorded_at", "recorded_by", "action", "reason", "basis", "rate",
    "currency", "pay_group",
)  # fmt: skip


def pay(person: int, rate: object) -> tuple[object, ...]:
    day = date(2026, 1, 1)
    return (person, day, 0, 1, INSTANT, "alice", "hire", "", "annual", rate, "USD", "main")


def people(count: int) -> None:
    begin(INSTANT, "alice", "people.import", "people")
    assert bulk_insert(PersonRow, ("id", "number", "command"), ((n, str(n), 1) for n in range(1, count + 1))) == count


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_rows_come_back_as_they_were_given_whatever_the_batch(store: Store, count: int) -> None:
    with store.write():
        people(count)
        assert bulk_insert(PayRow, PAY, (pay(n, n * 100) for n in range(1, count + 1))) == count
    rows = list(PayRow.select(PayRow.person, PayRow.effective_from, PayRow.recorded_at, PayRow.rate).tuples())
    assert rows == [(n, date(2026, 1, 1), INSTANT, n * 100) for n in range(1, count + 1)]


def test_folded_text_is_folded_and_money_that_is_no_int_is_refused(store: Store) -> None:
    with store.write():
        bulk_insert(DepartmentRow, ("name", "folded"), [("Größe", "Größe")])
    assert DepartmentRow.get().folded == "grosse"
    with pytest.raises(TypeError, match="cents must be int"), store.write():
        people(1)
        bulk_insert(PayRow, PAY, [pay(1, 10.5)])
    assert PersonRow.select().count() == 0


def test_one_bad_row_keeps_none_of_them(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write():
        people(2)
        bulk_insert(PayRow, PAY, [pay(1, 1), pay(1, 2)])
    assert PayRow.select().count() == PersonRow.select().count() == 0
