"""The tables of candidates: who they are and what they gave, their tags, notes and documents, and the line that lists show."""

from __future__ import annotations

from peewee import AutoField, DateField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.dated import CommandRow, DatedRow, PersonRow
from data.fields import FoldedField


class CandidateRow(Row):
    """Someone who may be hired, by the number they keep; apart from the people who work here."""

    id = AutoField()
    number = TextField(unique=True)
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "candidate"


class CandidateFactRow(DatedRow):
    """Who a candidate is from a day on. `credited` is the number of who referred them; `merged` the candidate they turned out to
    be; `resume` JSON text of what an imported résumé holds; `pool` 1 in the talent pool, `barred` 1 for do-not-hire."""

    OWNER = "candidate"

    candidate = ForeignKeyField(CandidateRow, index=False, on_delete="RESTRICT")
    first_name = TextField()
    last_name = TextField()
    email = TextField()
    phone = TextField()
    city = TextField()
    state = TextField()
    headline = TextField()
    links = TextField()
    resume = TextField()
    source = TextField()
    credited = TextField()
    consent_from = DateField(null=True)
    consent_until = DateField(null=True)
    pool = IntegerField()
    barred = IntegerField()
    note = TextField()
    person = ForeignKeyField(PersonRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    merged = ForeignKeyField(CandidateRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    purged = IntegerField(null=True)

    class Meta:
        table_name = "candidate_fact"


class CandidateTagRow(DatedRow):
    """That a candidate bears a tag from a day on (`held` 1), or bears it no longer."""

    OWNER = "candidate"
    KIND = "name"

    candidate = ForeignKeyField(CandidateRow, index=False, on_delete="RESTRICT")
    name = TextField()
    held = IntegerField()

    class Meta:
        table_name = "candidate_tag"


class CandidateNoteRow(DatedRow):
    """A note about a candidate; `slot` tells their notes apart, `active` is 0 once taken out."""

    OWNER = "candidate"
    KIND = "slot"

    candidate = ForeignKeyField(CandidateRow, index=False, on_delete="RESTRICT")
    slot = IntegerField()
    text = TextField()
    active = IntegerField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "candidate_note"


class CandidateFileRow(DatedRow):
    """A file of a candidate, stored by the SHA-256 of its content; `slot` tells their files apart, `active` is 0 once taken out."""

    OWNER = "candidate"
    KIND = "slot"

    candidate = ForeignKeyField(CandidateRow, index=False, on_delete="RESTRICT")
    slot = IntegerField()
    kind = TextField()
    title = TextField()
    file_name = TextField()
    sha256 = TextField()
    size = IntegerField()
    active = IntegerField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "candidate_file"


class CandidateLineRow(Row):
    """The list of candidates: a line each, kept in the transaction that changes them. `email_key` and `phone_key` are normalised
    for comparing; `search` is what words find (name, number, e-mail, headline, city, tags), with an index of substrings."""

    candidate = ForeignKeyField(CandidateRow, primary_key=True, on_delete="RESTRICT")
    number = TextField(unique=True)
    name = TextField()
    sort_name = FoldedField()
    email = TextField()
    email_key = TextField(index=True)
    phone_key = TextField(index=True)
    headline = TextField()
    source = TextField()
    tags = TextField()
    pool = IntegerField()
    barred = IntegerField()
    consent_until = DateField(null=True, index=True)
    search = FoldedField()

    class Meta:
        table_name = "candidate_line"
        indexes = ((("sort_name", "number"), False),)
