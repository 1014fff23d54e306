"""What every table of facts stands on: commands, people, and the columns of a dated row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from peewee import SQL, AutoField, DateField, ForeignKeyField, IntegerField, Node, TextField

from data.base import Row
from data.fields import UTCDateTimeField

EMPTY: list[Node] = [SQL("DEFAULT ''")]  # of columns that came later than their table


class CommandRow(Row):
    """A use case that wrote: what the audit entry describes and undo reverses. `undoes` is unique: undone once only."""

    id = AutoField()
    at = UTCDateTimeField()
    actor = TextField()
    action = TextField()
    subject = TextField()
    undoes = ForeignKeyField("self", null=True, unique=True, on_delete="RESTRICT")

    class Meta:
        table_name = "command"
        indexes = ((("actor", "id"), False),)


class PersonRow(Row):
    """One human; keeps id and number for good. AUTOINCREMENT, so that an id is never given twice."""

    id = AutoField()
    number = TextField(unique=True)
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "person"


class DatedRow(Row):
    """The columns of every dated fact: from when, in which order within the day, entered by which command.

    `OWNER` names the column that says whose it is, `KIND` the one that tells several facts of an owner apart. At most one
    row of an owner, kind, day and seq is live (not superseded): supersede before inserting its replacement.
    """

    OWNER: ClassVar[str] = "person"
    KIND: ClassVar[str] = ""

    id = AutoField()
    effective_from = DateField()
    seq = IntegerField(default=0)
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")
    recorded_at = UTCDateTimeField()
    recorded_by = TextField()
    superseded_at = UTCDateTimeField(null=True)
    superseded_by = ForeignKeyField(CommandRow, null=True, index=False, backref="+", on_delete="RESTRICT")


class FactRow(DatedRow):
    """A dated fact about a person."""

    person = ForeignKeyField(PersonRow, index=False, on_delete="RESTRICT")


def among(column: Any, ids: Iterable[int]) -> Any:
    """Whether a column is one of some ids, which stand in the statement: hundreds of parameters take longer to bind than
    to read."""
    return column.in_(SQL(f"({', '.join(str(int(id_)) for id_ in ids)})"))


def counting(model: Any, known: Any = None) -> Any:
    """The rows of a table of facts that count: now, or as they did right after a command (its id, or a place for it)."""
    if known is None:
        return model.superseded_at.is_null()
    return (model.command <= known) & (model.superseded_by.is_null() | (model.superseded_by > known))
