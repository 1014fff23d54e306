"""The tables of benefits: enrolment events with their choices and offers, elections, who is covered, COBRA, carriers' invoices.

What an event, a case, an invoice or a credit is stays in a row of its own; how far it is are dated facts of it, so that an undo
takes a step back as it takes back any fact.
"""

from __future__ import annotations

from peewee import AutoField, DateField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.dated import CommandRow, DatedRow, FactRow, PersonRow


class BenefitEventRow(Row):
    """An enrolment event of a person by its number: why, and the day it happened. `reason` is a life event's name."""

    id = AutoField()
    number = TextField(unique=True)
    person = ForeignKeyField(PersonRow, on_delete="RESTRICT")
    kind = TextField()
    reason = TextField()
    day = DateField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "benefit_event"


class BenefitEventFactRow(DatedRow):
    """How far an event is from a day on. `effective` is the first day of its elections, `last_day` the last of its window;
    `prepared` the command that wrote the offers that count, NULL before."""

    OWNER = "event"

    event = ForeignKeyField(BenefitEventRow, index=False, on_delete="RESTRICT")
    effective = DateField()
    last_day = DateField()
    papers_due = DateField(null=True)
    state = TextField()
    note = TextField()
    prepared = IntegerField(null=True)

    class Meta:
        table_name = "benefit_event_fact"


class BenefitChoiceRow(DatedRow):
    """What is chosen of a plan type in an event, until it is finalised; columns as of an election. `active` is 0 once taken
    back."""

    OWNER = "event"
    KIND = "type"

    event = ForeignKeyField(BenefitEventRow, index=False, on_delete="RESTRICT")
    type = TextField()
    plan = TextField()
    option = TextField()
    tier = TextField()
    amount = IntegerField(null=True)
    percent = IntegerField(null=True)
    covers = TextField()
    reason = TextField()
    active = IntegerField()

    class Meta:
        table_name = "benefit_choice"


class BenefitOfferRow(Row):
    """What an event offers of a plan: options by name with commas, or `why` there are none; `fallback` is what counts where
    nothing is chosen. Those of a preparation share its command."""

    id = AutoField()
    event = ForeignKeyField(BenefitEventRow, index=False, on_delete="RESTRICT")
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")
    type = TextField()
    plan = TextField()
    options = TextField()
    why = TextField()
    fallback = TextField()

    class Meta:
        table_name = "benefit_offer"
        indexes = ((("event", "command"), False),)


class ElectionRow(FactRow):
    """What a person has of a plan type from a day on, until the next row of the type. `amount` and `granted` are cents, `percent`
    millionths of pay; `covers` are slots of dependents with commas; `plan` is empty where it is waived."""

    KIND = "type"

    type = TextField()
    plan = TextField()
    option = TextField()
    tier = TextField()
    amount = IntegerField(null=True)
    percent = IntegerField(null=True)
    covers = TextField()
    state = TextField()
    event = ForeignKeyField(BenefitEventRow, null=True, on_delete="RESTRICT")
    granted = IntegerField(null=True)
    reason = TextField()
    note = TextField()

    class Meta:
        table_name = "election"


class StandingRow(FactRow):
    """What benefits need to know of someone covered from a day on: slot 0 is the person, else a contact's slot."""

    KIND = "slot"

    slot = IntegerField()
    tobacco = IntegerField()
    student = IntegerField()
    disabled = IntegerField()
    verification = TextField()
    proof = IntegerField()

    class Meta:
        table_name = "benefit_standing"


class BeneficiaryRow(FactRow):
    """Who receives what of a plan type from a day on: `shares` is a JSON list of name, relation, share, slot, contingent."""

    KIND = "type"

    type = TextField()
    shares = TextField()

    class Meta:
        table_name = "beneficiary"


class CobraCaseRow(Row):
    """A loss of coverage that COBRA continues: what happened to whom on which day; `lost` is the last day of coverage."""

    id = AutoField()
    number = TextField(unique=True)
    person = ForeignKeyField(PersonRow, on_delete="RESTRICT")
    kind = TextField()
    day = DateField()
    lost = DateField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "cobra_case"


class CobraFactRow(DatedRow):
    """How far a case is from a day on. `slots` are who may continue, `plans` what, both with commas; `until` the last day of
    continuation."""

    OWNER = "case"

    case = ForeignKeyField(CobraCaseRow, index=False, on_delete="RESTRICT")
    state = TextField()
    slots = TextField()
    plans = TextField()
    employer_notice_due = DateField(null=True)
    notice_due = DateField(null=True)
    noticed = DateField(null=True)
    elect_by = DateField(null=True)
    elected = DateField(null=True)
    pay_by = DateField(null=True)
    paid_through = DateField(null=True)
    until = DateField(null=True)
    note = TextField()

    class Meta:
        table_name = "cobra_fact"


class GeneralNoticeRow(FactRow):
    """That someone was told of COBRA on a day: slot 0 is the person, else the spouse's; `covered` is the first day of the coverage
    it is about."""

    KIND = "slot"

    slot = IntegerField()
    covered = DateField()

    class Meta:
        table_name = "cobra_general_notice"


class CarrierInvoiceRow(Row):
    """A carrier's invoice as it came: the file by its SHA-256, its month by the first day, how many lines."""

    id = AutoField()
    carrier = TextField()
    month = DateField()
    file = TextField()
    sha256 = TextField()
    rows = IntegerField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "carrier_invoice"
        indexes = ((("carrier", "month"), False),)


class CarrierInvoiceFactRow(DatedRow):
    """Whether an invoice counts, from a day on: received, or withdrawn."""

    OWNER = "invoice"

    invoice = ForeignKeyField(CarrierInvoiceRow, index=False, on_delete="RESTRICT")
    state = TextField()
    note = TextField()

    class Meta:
        table_name = "carrier_invoice_fact"


class CarrierLineRow(Row):
    """A line of an invoice as the carrier wrote it, in cents; `person` is whom it was found to mean. `dependents` is how many it
    counts, `period` the first day of the month it is for; NULL where it does not say."""

    id = AutoField()
    invoice = ForeignKeyField(CarrierInvoiceRow, index=False, on_delete="RESTRICT")
    line = IntegerField()
    member_id = TextField()
    name = TextField()
    plan = TextField()
    tier = TextField()
    dependents = IntegerField(null=True)
    period = DateField(null=True)
    amount = IntegerField()
    person = ForeignKeyField(PersonRow, null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "carrier_line"
        indexes = ((("invoice", "line"), True),)


class CarrierCreditRow(Row):
    """Cents that a carrier owes by an invoice: for whom, of which plan, and by which kind of difference."""

    id = AutoField()
    invoice = ForeignKeyField(CarrierInvoiceRow, on_delete="RESTRICT")
    person = ForeignKeyField(PersonRow, null=True, on_delete="RESTRICT")
    kind = TextField()
    plan = TextField()
    amount = IntegerField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "carrier_credit"


class CarrierCreditFactRow(DatedRow):
    """How a credit stands from a day on: expected, credited by an invoice, or dropped."""

    OWNER = "credit"

    credit = ForeignKeyField(CarrierCreditRow, index=False, on_delete="RESTRICT")
    state = TextField()
    by = ForeignKeyField(CarrierInvoiceRow, null=True, backref="+", on_delete="RESTRICT")
    note = TextField()

    class Meta:
        table_name = "carrier_credit_fact"
