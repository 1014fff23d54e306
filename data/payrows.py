"""The tables of payroll: standing items and orders of people, runs and their states, slips and their lines.

A slip belongs to a generation of its run; those of the generation that the run's last calculated state names are seen. Once a
run is finalised its slips and lines are never changed nor deleted: a reversal or a correction is a slip of another run.
"""

from __future__ import annotations

from peewee import AutoField, CompositeKey, DateField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.dated import CommandRow, FactRow, PersonRow
from data.fields import UTCDateTimeField


class PayRunRow(Row):
    """A run of a pay group: what it pays, for which days, when. `number` is how people call it; `corrects` a run it mends."""

    id = AutoField()
    number = TextField(unique=True)
    pay_group = TextField()
    kind = TextField()
    begins = DateField()
    ends = DateField()
    pay_date = DateField(index=True)
    reason = TextField()
    corrects = ForeignKeyField("self", null=True, backref="+", on_delete="RESTRICT")
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "pay_run"


class PayItemRow(FactRow):
    """A standing earning or deduction of a person by its code: cents a check or `percent` of gross, in millionths.

    `employer` and `employer_percent` are what the employer adds; `active` is 0 once stopped.
    """

    KIND = "code"

    code = TextField()
    amount = IntegerField()
    percent = IntegerField()
    employer = IntegerField()
    employer_percent = IntegerField()
    note = TextField()
    active = IntegerField()

    class Meta:
        table_name = "pay_item"


class GarnishmentRow(FactRow):
    """A garnishment order by its number: cents a check or `percent` of disposable earnings, in millionths.

    `balance` is cents still owed when the row begins, NULL without end; `status` and `dependents` serve a tax levy.
    """

    KIND = "number"

    number = TextField()
    kind = TextField()
    received = DateField()
    amount = IntegerField()
    percent = IntegerField()
    balance = IntegerField(null=True)
    supports_other = IntegerField()
    arrears_12_weeks = IntegerField()
    status = TextField()
    dependents = IntegerField()
    fee = IntegerField()
    payee = TextField()
    note = TextField()
    active = IntegerField()

    class Meta:
        table_name = "garnishment"


class PayInputRow(FactRow):
    """Hours or one-time pay of a person in a run: hours and rate in ten-thousandths, cents. `slot` is run, code and place.

    `effective_from` is the last day of the run's period; `batch` the batch it was keyed in; `active` is 0 once taken out.
    """

    KIND = "slot"

    run = ForeignKeyField(PayRunRow, on_delete="RESTRICT")
    slot = TextField()
    code = TextField()
    hours = IntegerField(null=True)
    rate = IntegerField(null=True)
    amount = IntegerField(null=True)
    worked_on = DateField(null=True)
    cost_centre = TextField()
    note = TextField()
    batch = TextField()
    active = IntegerField()

    class Meta:
        table_name = "pay_input"


class PayRunStateRow(Row):
    """A state a run came into; the last is the one it is in. `generation` counts its calculations; `known` is the last command
    whose facts that calculation saw, `terms` a digest of the configuration and tables it used."""

    id = AutoField()
    run = ForeignKeyField(PayRunRow, index=False, on_delete="RESTRICT")
    seq = IntegerField()
    state = TextField()
    generation = IntegerField()
    known = IntegerField()
    terms = TextField()
    at = UTCDateTimeField()
    by = TextField()
    note = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "pay_run_state"
        indexes = ((("run", "seq"), True),)


class PayCodeRow(Row):
    """What lines are called: the part they count in, code, label and who is owed."""

    id = AutoField()
    part = TextField()
    code = TextField()
    label = TextField()
    agency = TextField()

    class Meta:
        table_name = "pay_code"
        indexes = ((("part", "code", "label", "agency"), True),)


class SlipRow(Row):
    """One person's check in a generation of a run, in cents. `after` is the finalised slip its year to date goes on from,
    `reverses` the one it takes back; `known` the last command whose facts it was computed from.

    `withheld` is taxes and contributions of the employee, `deducted` all else that lowers the net, `employer` what the
    employer owes on top. `problems`, `notices` and `arrears` are JSON text.
    """

    id = AutoField()
    run = ForeignKeyField(PayRunRow, index=False, on_delete="RESTRICT")
    generation = IntegerField()
    person = ForeignKeyField(PersonRow, index=False, on_delete="RESTRICT")
    year = IntegerField()
    known = IntegerField()
    after = IntegerField(null=True)
    reverses = IntegerField(null=True)
    gross = IntegerField()
    withheld = IntegerField()
    deducted = IntegerField()
    employer = IntegerField()
    net = IntegerField()
    work_state = TextField()
    blocked = IntegerField()
    problems = TextField()
    notices = TextField()
    arrears = TextField()

    class Meta:
        table_name = "slip"
        indexes = ((("run", "generation", "person"), True), (("person", "year", "run"), False))


class SlipLineRow(Row):
    """A line of a slip: `amount` and `basis` in cents, `rate` in millionths, `hours` in ten-thousandths; `year_to_date` is
    the balance of the line's part and code with it."""

    slip = IntegerField()
    seq = IntegerField()
    code = IntegerField()
    amount = IntegerField()
    basis = IntegerField()
    rate = IntegerField(null=True)
    hours = IntegerField(null=True)
    cost_centre = TextField()
    year_to_date = IntegerField()

    class Meta:
        table_name = "slip_line"
        primary_key = CompositeKey("slip", "seq")
        without_rowid = True


class PayRunTotalRow(Row):
    """What the lines of a generation of a run add up to, by code: written with the slips, checked against them."""

    run = IntegerField()
    generation = IntegerField()
    code = IntegerField()
    people = IntegerField()
    amount = IntegerField()
    basis = IntegerField()

    class Meta:
        table_name = "pay_run_total"
        primary_key = CompositeKey("run", "generation", "code")
        without_rowid = True


class PayReviewRow(Row):
    """A slip of a run that a reviewer accepted, with a note; it counts while gross and net are still those."""

    id = AutoField()
    run = ForeignKeyField(PayRunRow, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(PersonRow, index=False, on_delete="RESTRICT")
    gross = IntegerField()
    net = IntegerField()
    note = TextField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "pay_review"
        indexes = ((("run", "person"), False),)


class PayRetroRow(Row):
    """What was decided about a closed check that a back-dated change touches: `amount` is the gross owed on top, in cents."""

    id = AutoField()
    run = ForeignKeyField(PayRunRow, index=False, on_delete="RESTRICT")
    person = ForeignKeyField(PersonRow, index=False, on_delete="RESTRICT")
    amount = IntegerField()
    decision = TextField()
    reason = TextField()
    paid_in = ForeignKeyField(PayRunRow, null=True, backref="+", on_delete="RESTRICT")
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "pay_retro"
        indexes = ((("run", "person"), False),)


class PayFileRow(Row):
    """A file that left the program for a run: what it is, its SHA-256, how many people and cents it holds."""

    id = AutoField()
    run = ForeignKeyField(PayRunRow, on_delete="RESTRICT")
    kind = TextField()
    name = TextField()
    sha256 = TextField()
    size = IntegerField()
    people = IntegerField()
    amount = IntegerField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "pay_file"
