"""The tables of privacy: legal holds, what is asked to be erased, which audit entries were emptied, and names kept sealed.

All but `kept_identity` are append-only: a hold is released, and an erasure done, by a step of its own.
"""

from __future__ import annotations

from peewee import AutoField, BlobField, DateField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.dated import CommandRow, PersonRow

IDENTITY = "identity"
"""The kind that `kept_identity` is sealed as."""


class HoldRow(Row):
    """A legal hold by the number it keeps: since which day, for which matter; `query` is what named its people that day."""

    id = AutoField()
    number = TextField(unique=True)
    name = TextField()
    matter = TextField()
    reason = TextField()
    query = TextField()
    since = DateField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "legal_hold"


class HoldWhomRow(Row):
    """Whom a hold is about: `kind` is person or candidate, `whom` the id there, `why` named, query or comparator."""

    id = AutoField()
    hold = ForeignKeyField(HoldRow, index=False, on_delete="RESTRICT")
    kind = TextField()
    whom = IntegerField()
    why = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "legal_hold_whom"
        indexes = ((("hold", "kind", "whom"), True), (("kind", "whom"), False))


class HoldStepRow(Row):
    """A step of a hold, the last of which is how it stands: placed, widened, asked (its release), kept (not released), released."""

    id = AutoField()
    hold = ForeignKeyField(HoldRow, on_delete="RESTRICT")
    step = TextField()
    reason = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "legal_hold_step"


class ErasureRow(Row):
    """What is asked to be erased: one person or candidate (`kind` erase), or what is past its time (`kind` dispose). `plan` is the
    JSON of what was asked for, by numbers and never by names."""

    id = AutoField()
    number = TextField(unique=True)
    kind = TextField()
    subject = TextField()
    ground = TextField()
    plan = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "erasure"


class ErasureStepRow(Row):
    """A step of an erasure, the last of which is how it stands: asked, done, refused. `counts` is JSON: rows by table."""

    id = AutoField()
    erasure = ForeignKeyField(ErasureRow, on_delete="RESTRICT")
    step = TextField()
    reason = TextField()
    counts = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "erasure_step"


class AuditErasedRow(Row):
    """An audit entry whose values an erasure emptied; `seal` is the digest of the entry as it stands since then."""

    id = AutoField()
    entry = IntegerField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")
    seal = TextField()

    class Meta:
        table_name = "audit_erased"
        indexes = ((("entry", "command"), True),)


class KeptIdentityRow(Row):
    """Name, address and numbers of an erased person that the law still demands for pay and taxes, sealed, until a day."""

    person = ForeignKeyField(PersonRow, primary_key=True, on_delete="RESTRICT")
    until = DateField()
    rule = TextField()
    box = BlobField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "kept_identity"


IDENTITIES = (HoldRow, HoldWhomRow, HoldStepRow, ErasureRow, ErasureStepRow, AuditErasedRow)
