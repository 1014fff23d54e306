"""Every table. Facts about people are dated rows: nothing in them is updated but `superseded_at` and `superseded_by`."""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BlobField,
    CompositeKey,
    DateField,
    Field,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from data.base import Row
from data.dated import EMPTY, DatedRow, FactRow
from data.dated import CommandRow as CommandRow
from data.dated import PersonRow as PersonRow
from data.fields import CentsField, FoldedField, UTCDateTimeField
from data.payrows import GarnishmentRow as GarnishmentRow
from data.payrows import PayCodeRow as PayCodeRow
from data.payrows import PayFileRow as PayFileRow
from data.payrows import PayInputRow as PayInputRow
from data.payrows import PayItemRow as PayItemRow
from data.payrows import PayRetroRow as PayRetroRow
from data.payrows import PayReviewRow as PayReviewRow
from data.payrows import PayRunRow as PayRunRow
from data.payrows import PayRunStateRow as PayRunStateRow
from data.payrows import PayRunTotalRow as PayRunTotalRow
from data.payrows import SlipLineRow as SlipLineRow
from data.payrows import SlipRow as SlipRow


class AuditRow(Row):
    """The trail: append-only by trigger, each digest covers the one before. `changes` and `detail` are JSON text."""

    id = AutoField()
    at = UTCDateTimeField()
    actor = TextField()
    action = TextField()
    subject = TextField()
    command = ForeignKeyField(CommandRow, null=True, on_delete="RESTRICT")
    changes = TextField()
    detail = TextField()
    digest = TextField()

    class Meta:
        table_name = "audit"
        indexes = ((("subject", "id"), False), (("actor", "id"), False))


class ProfileRow(FactRow):
    """Name, contact details and custom fields (JSON text) from a day on."""

    first_name = TextField()
    last_name = TextField()
    email = TextField()
    phone = TextField()
    street = TextField()
    city = TextField()
    state = TextField()
    postal_code = TextField()
    birth_date = DateField(null=True)
    sex = TextField()
    custom = TextField()

    class Meta:
        table_name = "profile"


class DepartmentRow(Row):
    """A department by name; the folded name is unique, so `IT` and `it` are one."""

    id = AutoField()
    name = TextField()
    folded = FoldedField(unique=True)

    class Meta:
        table_name = "department"


class LocationRow(Row):
    """A place of work by name."""

    id = AutoField()
    name = TextField()
    folded = FoldedField(unique=True)

    class Meta:
        table_name = "location"


class JobRow(FactRow):
    """What a person does from a day on. `manager_name` is kept where the manager is nobody on file.

    `fte` is in ten-thousandths, `standard_hours` in hundredths of an hour a week. `position` is a position's number;
    `dotted` holds the person ids of the managers by dotted line, as `/12/34/`.
    """

    action = TextField()
    reason = TextField()
    status = TextField()
    title = TextField()
    department = ForeignKeyField(DepartmentRow, index=False, on_delete="RESTRICT")
    location = ForeignKeyField(LocationRow, null=True, index=False, on_delete="RESTRICT")
    manager = ForeignKeyField(PersonRow, null=True, backref="+", on_delete="RESTRICT")
    manager_name = TextField()
    employment_type = TextField()
    flsa = TextField()
    fte = IntegerField()
    standard_hours = IntegerField()
    last_day = DateField(null=True)
    cost_centre = TextField(constraints=EMPTY)
    grade = TextField(constraints=EMPTY)
    position = TextField(constraints=EMPTY)
    dotted = TextField(constraints=EMPTY)

    class Meta:
        table_name = "job"


class PayRow(FactRow):
    """What a person earns from a day on: `rate` in cents a year or an hour."""

    action = TextField()
    reason = TextField()
    basis = TextField()
    rate = CentsField()
    currency = TextField()
    pay_group = TextField()

    class Meta:
        table_name = "pay"


class CertificateRow(FactRow):
    """A withholding certificate from a day on; `entries` is JSON text by the certificate's own names."""

    KIND = "jurisdiction"

    jurisdiction = TextField()
    entries = TextField()

    class Meta:
        table_name = "certificate"


class PrivateRow(FactRow):
    """A sealed value: AES-GCM box bound to kind and person, and a blind index for exact lookup."""

    KIND = "kind"

    kind = TextField()
    box = BlobField()
    blind = BlobField(index=True)

    class Meta:
        table_name = "private"


class TagRow(FactRow):
    """A tag of a person from a day on; `set` is 0 where it was taken off."""

    KIND = "tag"

    tag = TextField()
    set = IntegerField()

    class Meta:
        table_name = "tag"


class ContactRow(FactRow):
    """Someone to call, or a dependent, from a day on. `slot` tells a person's contacts apart; `active` is 0 once removed."""

    KIND = "slot"

    slot = IntegerField()
    kind = TextField()
    first_name = TextField()
    last_name = TextField()
    relation = TextField()
    phone = TextField()
    email = TextField()
    address = TextField()
    birth_date = DateField(null=True)
    sex = TextField()
    note = TextField()
    active = IntegerField()

    class Meta:
        table_name = "contact"


class DocumentRow(FactRow):
    """A file about a person, stored by the SHA-256 of its content. `slot` tells a person's documents apart."""

    KIND = "slot"

    slot = IntegerField()
    kind = TextField()
    title = TextField()
    file_name = TextField()
    sha256 = TextField()
    size = IntegerField()
    expires = DateField(null=True)
    active = IntegerField()

    class Meta:
        table_name = "document"


class DepartmentFactRow(DatedRow):
    """What a department is called and where it hangs, from a day on."""

    OWNER = "department"

    department = ForeignKeyField(DepartmentRow, index=False, on_delete="RESTRICT")
    name = TextField()
    parent = ForeignKeyField(DepartmentRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    head = ForeignKeyField(PersonRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    cost_centre = TextField()
    active = IntegerField()

    class Meta:
        table_name = "department_fact"


class LocationFactRow(DatedRow):
    """What a place of work is called and where it is, from a day on."""

    OWNER = "location"

    location = ForeignKeyField(LocationRow, index=False, on_delete="RESTRICT")
    name = TextField()
    street = TextField()
    city = TextField()
    state = TextField()
    postal_code = TextField()
    country = TextField()
    time_zone = TextField()
    active = IntegerField()

    class Meta:
        table_name = "location_fact"


class PositionRow(Row):
    """A seat, or several of a kind, by a number it keeps."""

    id = AutoField()
    number = TextField(unique=True)
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "position"


class PositionFactRow(DatedRow):
    """What a position is from a day on: `seats` people may hold it; `status` is open, frozen or closed."""

    OWNER = "position"

    position = ForeignKeyField(PositionRow, index=False, on_delete="RESTRICT")
    title = TextField()
    department = ForeignKeyField(DepartmentRow, index=False, on_delete="RESTRICT")
    location = ForeignKeyField(LocationRow, null=True, index=False, on_delete="RESTRICT")
    manager = ForeignKeyField(PersonRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    grade = TextField()
    cost_centre = TextField()
    seats = IntegerField()
    status = TextField()

    class Meta:
        table_name = "position_fact"


class ViewRow(Row):
    """A saved view by its owner's login (empty: everyone's) and name."""

    id = AutoField()
    owner = TextField()
    name = TextField()
    folded = FoldedField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "view"
        indexes = ((("owner", "folded"), True),)


class ViewFactRow(DatedRow):
    """What a saved view shows: a query, columns by name, the column it is grouped by; `active` is 0 once removed."""

    OWNER = "view"

    view = ForeignKeyField(ViewRow, index=False, on_delete="RESTRICT")
    query = TextField()
    columns = TextField()
    grouped = TextField()
    active = IntegerField()

    class Meta:
        table_name = "view_fact"


class ImportBatchRow(Row):
    """An import as it went in: the file, the mapping it was read by (JSON text), counts, and its faults (JSON text).

    `header` is the digest of the file's column names, by which the next file of the kind finds the mapping again.
    """

    id = AutoField()
    command = ForeignKeyField(CommandRow, unique=True, on_delete="RESTRICT")
    file = TextField()
    sha256 = TextField()
    header = TextField(index=True)
    mapping = TextField()
    rows = IntegerField()
    inserted = IntegerField()
    updated = IntegerField()
    unchanged = IntegerField()
    rejected = IntegerField()
    faults = TextField()

    class Meta:
        table_name = "import_batch"


class DirectoryRow(Row):
    """The directory as of `MetaRow.directory_day`: one line a person, kept in the transaction that changes its facts.

    `next_change` is the first day after on which a scheduled row changes it. `chain` is the managers' person ids,
    nearest first, as `/12/3/`, for team scopes. `search` is the text that words find a line by (name, number, email,
    title, department, location); triggers keep its index of substrings, `directory_fts`, whose rowid is the person's id.
    """

    person = ForeignKeyField(PersonRow, primary_key=True, on_delete="RESTRICT")
    number = TextField(unique=True)
    name = TextField()
    sort_name = FoldedField()
    email = TextField()
    department = TextField()
    title = TextField(index=True)
    location = TextField()
    manager = TextField(index=True)
    status = TextField()
    employment_type = TextField()
    hired = DateField(null=True, index=True)
    terminated = DateField(null=True)
    chain = TextField(index=True)
    next_change = DateField(null=True)
    search = FoldedField()

    class Meta:
        table_name = "directory"


class SpanRow(Row):
    """The directory of every day: a person's line for each stretch of days on which it stays as it is.

    It holds from `begins` until before `ends` (`data.spans.OPEN` where nothing ends it), and is kept in the transaction
    that changes the facts. `manager` is a person whose name is that of the day, `manager_name` one of nobody on file;
    `fte` and `standard_hours` are as in a job. A first span may stand for the days between the entry and the first day.
    """

    id = AutoField()
    person = ForeignKeyField(PersonRow, index=False, on_delete="RESTRICT")
    begins = DateField()
    ends = DateField()
    number = TextField()
    name = TextField()
    sort_name = FoldedField()
    email = TextField()
    department = TextField()
    title = TextField()
    location = TextField()
    manager = ForeignKeyField(PersonRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    manager_name = TextField()
    status = TextField()
    employment_type = TextField()
    flsa = TextField()
    fte = IntegerField()
    standard_hours = IntegerField()
    hired = DateField(null=True)
    terminated = DateField(null=True)
    grade = TextField()
    cost_centre = TextField()
    position = TextField()
    custom = TextField()
    search = FoldedField()

    class Meta:
        table_name = "directory_span"


class MetaRow(Row):
    """Facts about the store itself, by name: `directory_day`, `created_at`."""

    name = TextField()
    value = TextField()

    class Meta:
        table_name = "meta"
        primary_key = CompositeKey("name")
        without_rowid = True


PERSON_FACTS = (
    ProfileRow, JobRow, PayRow, CertificateRow, PrivateRow, TagRow, ContactRow, DocumentRow, PayItemRow, GarnishmentRow,
    PayInputRow,
)  # fmt: skip
FACTS = (*PERSON_FACTS, DepartmentFactRow, LocationFactRow, PositionFactRow, ViewFactRow)
TABLES = (
    CommandRow, AuditRow, PersonRow, DepartmentRow, LocationRow, PositionRow, ViewRow, PayRunRow, *FACTS, ImportBatchRow,
    DirectoryRow, SpanRow, MetaRow, PayRunStateRow, PayCodeRow, SlipRow, SlipLineRow, PayRunTotalRow, PayReviewRow,
    PayRetroRow, PayFileRow,
)  # fmt: skip
APPEND_ONLY = (
    "command", "audit", "person", "position", "view", "import_batch", "pay_run", "pay_run_state", "pay_code", "pay_review",
    "pay_retro", "pay_file",
)  # fmt: skip


def logical_row(model: type[DatedRow]) -> tuple[str, ...]:
    """The columns by which the versions of one dated row are known: whose, which of their facts, day and sequence."""
    return (model.OWNER, *([model.KIND] if model.KIND else []), "effective_from", "seq")


def _index_facts(model: type[DatedRow]) -> None:
    table, live = model._meta.table_name, model.superseded_at.is_null()
    indexes = (
        model.index(
            *(getattr(model, name) for name in logical_row(model)), unique=True, where=live, name=f"{table}_live"
        ),
        model.index(getattr(model, model.OWNER), model.effective_from, model.recorded_at, name=f"{table}_known"),
        model.index(model.superseded_by, where=model.superseded_by.is_null(False), name=f"{table}_superseded_by_id"),
    )
    for index in indexes:
        model.add_index(index)


for _model in FACTS:
    _index_facts(_model)


def _index_directory(name: str, *columns: Field, where: Any = None) -> None:
    DirectoryRow.add_index(DirectoryRow.index(*columns, where=where, name=f"directory_{name}"))


_ORDER = (DirectoryRow.sort_name, DirectoryRow.number)
_index_directory("sort_name", *_ORDER, DirectoryRow.search)
_index_directory("department", DirectoryRow.department, *_ORDER)
_index_directory("location", DirectoryRow.location, *_ORDER)
_index_directory("status", DirectoryRow.status, *_ORDER)
_index_directory("places", DirectoryRow.status, DirectoryRow.department)
for _day in (DirectoryRow.terminated, DirectoryRow.next_change):
    _index_directory(_day.name, _day, where=_day.is_null(False))


def _index_spans(name: str, *columns: Field, where: Any = None, unique: bool = False) -> None:
    index = SpanRow.index(*columns, where=where, unique=unique, name=f"directory_span_{name}")
    SpanRow.add_index(index)


_DAYS = (SpanRow.begins, SpanRow.ends, SpanRow.person)
_index_spans("person", SpanRow.person, SpanRow.begins, unique=True)
_index_spans("sort_name", SpanRow.sort_name, SpanRow.number, *_DAYS, SpanRow.search)
_index_spans("department", SpanRow.department, SpanRow.sort_name, SpanRow.number, *_DAYS)
_index_spans("manager", SpanRow.manager, *_DAYS, where=SpanRow.manager.is_null(False))
_index_spans("title", SpanRow.title)
for _text in (SpanRow.manager_name, SpanRow.grade, SpanRow.cost_centre, SpanRow.position):
    _index_spans(_text.name, _text, where=_text != SQL("''"))
