"""The tables of interviews: what each is, how it stands, who is on its panel, and what of people's and rooms' time it takes.

`booking` follows from the facts, in the transaction that writes them: it is what refuses that somebody, or a room, is in two places.
"""

from __future__ import annotations

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.dated import CommandRow, DatedRow, PersonRow
from data.recruitrows import ApplicationRow


class InterviewRow(Row):
    """An interview by the number it keeps; `uid` is what calendars know it by, `loop` the number of the first of those made together."""

    id = AutoField()
    number = TextField(unique=True)
    uid = TextField(unique=True)
    application = ForeignKeyField(ApplicationRow, on_delete="RESTRICT")
    loop = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "interview"


class InterviewFactRow(DatedRow):
    """How an interview stands from a day on. `begins` and `ends` are minutes since 1970 in UTC, `zone` the one they were agreed in;
    `sequence` counts what calendars were told."""

    OWNER = "interview"

    interview = ForeignKeyField(InterviewRow, index=False, on_delete="RESTRICT")
    state = TextField()
    begins = IntegerField()
    ends = IntegerField()
    zone = TextField()
    room = TextField()
    sequence = IntegerField()
    reason = TextField()

    class Meta:
        table_name = "interview_fact"


class PanelRow(DatedRow):
    """That somebody is on the panel of an interview (`active` 1) in a role, and what they answered; or is no longer."""

    OWNER = "interview"
    KIND = "person"

    interview = ForeignKeyField(InterviewRow, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(PersonRow, index=False, backref="+", on_delete="RESTRICT")
    role = TextField()
    response = TextField()
    active = IntegerField()

    class Meta:
        table_name = "interview_panel"


class BookingRow(Row):
    """What an interview takes of somebody's or a room's time: `whose` is `person:` with an id, or `room:` with a name. No two of one
    overlap: a trigger refuses it."""

    id = AutoField()
    interview = ForeignKeyField(InterviewRow, on_delete="RESTRICT")
    whose = TextField()
    begins = IntegerField()
    ends = IntegerField()

    class Meta:
        table_name = "booking"
        indexes = ((("whose", "begins"), False),)


FACTS = (InterviewFactRow, PanelRow)
