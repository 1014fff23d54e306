"""The tables of interviews: what each is, how it stands, who is on its panel, what of people's and rooms' time it takes, and when
interviewers can be asked.

`booking` follows from the facts, in the transaction that writes them: it is what refuses that somebody, or a room, is in two places.
"""

from __future__ import annotations

from peewee import AutoField, BlobField, DateField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.dated import CommandRow, DatedRow, FactRow, PersonRow
from data.recruitrows import ApplicationRow, OutboxRow


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
    `sequence` counts what calendars were told; `expires` is the day until which one that is proposed is held,
    `answer` what the candidate said."""

    OWNER = "interview"

    interview = ForeignKeyField(InterviewRow, index=False, on_delete="RESTRICT")
    state = TextField()
    begins = IntegerField()
    ends = IntegerField()
    zone = TextField()
    room = TextField()
    sequence = IntegerField()
    reason = TextField()
    expires = DateField(null=True)
    answer = TextField(null=True)

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


class KitRow(DatedRow):
    """What somebody on a panel is to ask in the place of what the recruiting file says: `attributes` and `questions` are JSON lists;
    `active` is 0 once the file counts again."""

    OWNER = "interview"
    KIND = "person"

    interview = ForeignKeyField(InterviewRow, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(PersonRow, index=False, backref="+", on_delete="RESTRICT")
    attributes = TextField()
    questions = TextField()
    active = IntegerField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "interview_kit"


class InvitationRow(Row):
    """That a message of the outbox tells somebody (the candidate where `person` is null) of an interview: by which method of iCalendar,
    with which SEQUENCE, and when the interview is by it, in minutes since 1970. One that tells of a loop has a row for each session."""

    id = AutoField()
    message = ForeignKeyField(OutboxRow, index=False, on_delete="RESTRICT")
    interview = ForeignKeyField(InterviewRow, on_delete="RESTRICT")
    person = ForeignKeyField(PersonRow, null=True, backref="+", on_delete="RESTRICT")
    method = TextField()
    sequence = IntegerField()
    begins = IntegerField()
    ends = IntegerField()
    zone = TextField()
    room = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "invitation"
        indexes = ((("message", "interview"), True),)


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


class InterviewerRow(FactRow):
    """When somebody can be asked for interviews from a day on (`asked` 0: not at all). `zone` is empty for that of their place of work,
    `hours` for the company's; `buffer` in minutes and the most a day and a week are null for the company's."""

    zone = TextField()
    hours = TextField()
    buffer = IntegerField(null=True)
    most_a_day = IntegerField(null=True)
    most_a_week = IntegerField(null=True)
    asked = IntegerField()

    class Meta:
        table_name = "interviewer"


class AbsenceRow(FactRow):
    """Days on which somebody cannot be asked, both included. `slot` tells a person's absences apart; `active` is 0 once taken back."""

    KIND = "slot"

    slot = IntegerField()
    begins = DateField()
    ends = DateField()
    reason = TextField()
    active = IntegerField()

    class Meta:
        table_name = "absence"


class KeptCalendarRow(Row):
    """A calendar file that is kept, by the number it keeps: whose (a person, else a room by name), and where it is read from."""

    id = AutoField()
    number = TextField(unique=True)
    person = ForeignKeyField(PersonRow, null=True, backref="+", on_delete="RESTRICT")
    room = TextField()
    source = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "kept_calendar"
        indexes = ((("room", "source"), False),)


class KeptCalendarFactRow(DatedRow):
    """What a kept calendar holds from a reading on, by the digest of it; `active` is 0 once it is dropped."""

    OWNER = "calendar"

    calendar = ForeignKeyField(KeptCalendarRow, index=False, on_delete="RESTRICT")
    digest = TextField()
    events = IntegerField()
    active = IntegerField()

    class Meta:
        table_name = "kept_calendar_fact"


class CalendarContentRow(Row):
    """What was read of a kept calendar: its times alone, as a compressed calendar file, and when they are busy.

    `busy` holds the spans from the minute `begins` until `ends` as pairs of 8 bytes, for an owner in `zone`. Only the newest contents
    of a calendar stay: no fact, but what a fact's digest stands for.
    """

    id = AutoField()
    calendar = ForeignKeyField(KeptCalendarRow, index=False, on_delete="RESTRICT")
    digest = TextField()
    content = BlobField()
    zone = TextField()
    begins = IntegerField()
    ends = IntegerField()
    busy = BlobField()

    class Meta:
        table_name = "calendar_content"
        indexes = ((("calendar", "digest"), True),)


FACTS = (InterviewFactRow, PanelRow, KitRow, InterviewerRow, AbsenceRow, KeptCalendarFactRow)
