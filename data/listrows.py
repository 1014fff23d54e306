"""The tables that lists of people are read from; apart from the others, which take longer to declare than a list to read."""

from __future__ import annotations

from peewee import AutoField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.dated import EMPTY, DatedRow, FactRow
from data.dated import PersonRow as PersonRow
from data.fields import CentsField, FoldedField


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


class TagRow(FactRow):
    """A tag of a person from a day on; `set` is 0 where it was taken off."""

    KIND = "tag"

    tag = TextField()
    set = IntegerField()

    class Meta:
        table_name = "tag"
