"""Every table and every column of text, days or bytes is decided about: whose it is, what an erasure overwrites, what stays and why."""

from __future__ import annotations

import pytest
from peewee import BigIntegerField, BlobField, DateField, ForeignKeyField, IntegerField, TextField

from data.fields import FoldedField, UTCDateTimeField
from data.migrations.m0014_privacy import ERASABLE
from data.privacy.registry import REGISTRY, Stand, Whose
from data.recruitrows import PURGED
from data.schema import FACTS, TABLES

COMMON = frozenset({"effective_from", "recorded_at", "recorded_by", "superseded_at"})
TELLING = (TextField, DateField, BlobField, UTCDateTimeField, FoldedField)
NAMES = [stand.table for stand in REGISTRY]


def test_every_table_is_in_the_registry_once() -> None:
    assert sorted(NAMES) == sorted(model._meta.table_name for model in TABLES)


@pytest.mark.parametrize("stand", REGISTRY, ids=NAMES)
def test_every_column_that_may_tell_of_somebody_is_decided_about(stand: Stand) -> None:
    fields = {field.name: field for field in stand.model._meta.sorted_fields}
    common = COMMON if stand.model in FACTS else frozenset()
    telling = {name for name, field in fields.items() if isinstance(field, TELLING)} - common
    decided = {*stand.erased, *stand.mentions, *stand.kept}
    assert telling <= decided, "say in data/privacy/registry.py what an erasure does with them"
    assert {*decided, *stand.free, *stand.hidden} <= set(fields)
    assert stand.whose is Whose.NOBODY or stand.by in fields
    assert not stand.kept or stand.why, "what stays has a reason"
    assert stand.whose is not Whose.NOBODY or not (stand.erased or stand.part)


@pytest.mark.parametrize("stand", REGISTRY, ids=NAMES)
def test_the_tables_let_an_erasure_overwrite_exactly_what_the_registry_says(stand: Stand) -> None:
    purged = set(PURGED.get(stand.table, ()))
    assert {*stand.erased, *stand.mentions} - purged == set(ERASABLE.get(stand.table, ()))


@pytest.mark.parametrize("stand", REGISTRY, ids=NAMES)
def test_what_an_erasure_writes_is_what_the_column_takes(stand: Stand) -> None:
    for name, value in stand.erased.items():
        field = stand.model._meta.fields[name]
        assert value is not None or field.null, name
        numbers = isinstance(field, (IntegerField, BigIntegerField, ForeignKeyField))
        assert value is None or isinstance(value, int if numbers else str), name
