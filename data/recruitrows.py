"""The tables of recruiting: requisitions, applications, scorecards, offers, messages; those of candidates are in `candidaterows`.

What a requisition, candidate, application, offer or message is stays in a row of its own; how it stands are dated facts of it, so
that an undo takes a step back as it takes back any fact. What a purge empties is text of candidates alone (`purged` names the
command); EEO answers stand apart, and nothing joins them to a candidate but the application they came with.
"""

from __future__ import annotations

from peewee import AutoField, DateField, ForeignKeyField, IntegerField, TextField

from data.base import Row
from data.candidaterows import CandidateFactRow, CandidateFileRow, CandidateNoteRow, CandidateRow, CandidateTagRow
from data.dated import CommandRow, DatedRow, PersonRow
from data.fields import CentsField
from data.listrows import DepartmentRow, LocationRow


class RequisitionRow(Row):
    """A requisition by the number it keeps."""

    id = AutoField()
    number = TextField(unique=True)
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "requisition"


class RequisitionFactRow(DatedRow):
    """How a requisition stands from a day on. `low` and `high` are cents of `basis`; `stages` is a JSON list of its stages in
    order; `recruiter` is a login."""

    OWNER = "requisition"

    requisition = ForeignKeyField(RequisitionRow, index=False, on_delete="RESTRICT")
    state = TextField()
    title = TextField()
    department = ForeignKeyField(DepartmentRow, null=True, index=False, on_delete="RESTRICT")
    location = ForeignKeyField(LocationRow, null=True, index=False, on_delete="RESTRICT")
    manager = ForeignKeyField(PersonRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    recruiter = TextField()
    openings = IntegerField()
    kind = TextField()
    justification = TextField()
    low = CentsField(null=True)
    high = CentsField(null=True)
    basis = TextField()
    target_start = DateField(null=True)
    employment_type = TextField()
    grade = TextField()
    position = TextField()
    template = TextField()
    stages = TextField()
    note = TextField()

    class Meta:
        table_name = "requisition_fact"


class RequisitionApprovalRow(DatedRow):
    """What a role said of a requisition: requested, approved or refused; `by` is who said it."""

    OWNER = "requisition"
    KIND = "role"

    requisition = ForeignKeyField(RequisitionRow, index=False, on_delete="RESTRICT")
    role = TextField()
    state = TextField()
    by = TextField()
    reason = TextField()

    class Meta:
        table_name = "requisition_approval"


class ApplicationRow(Row):
    """One candidate's application to one requisition, by the number it keeps."""

    id = AutoField()
    number = TextField(unique=True)
    candidate = ForeignKeyField(CandidateRow, on_delete="RESTRICT")
    requisition = ForeignKeyField(RequisitionRow, on_delete="RESTRICT")
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "application"


class ApplicationFactRow(DatedRow):
    """How an application stands from a day on. `since` is the day it entered its stage; `owner` a login; `rating` 1 to 5; `reason`
    and `side` say why it ended; `owes` whether a message is owed, sent or waived; `answers` is JSON by question."""

    OWNER = "application"

    application = ForeignKeyField(ApplicationRow, index=False, on_delete="RESTRICT")
    state = TextField()
    stage = TextField()
    since = DateField()
    owner = TextField()
    next_action = TextField()
    next_on = DateField(null=True)
    rating = IntegerField(null=True)
    reason = TextField()
    side = TextField()
    owes = TextField()
    source = TextField()
    credited = TextField()
    answers = TextField()
    note = TextField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "application_fact"


class ScorecardAskRow(DatedRow):
    """That a user owes a scorecard of an application's stage (`active` 1), or no longer; `by` is the login."""

    OWNER = "application"
    KIND = "by"

    application = ForeignKeyField(ApplicationRow, index=False, on_delete="RESTRICT")
    by = TextField()
    stage = TextField()
    due = DateField(null=True)
    active = IntegerField()

    class Meta:
        table_name = "scorecard_ask"


class ScorecardRow(DatedRow):
    """A user's scorecard of an application: `ratings` is JSON by attribute, 1 to 5; `overall` one of five; `submitted` 1 once it is in."""

    OWNER = "application"
    KIND = "by"

    application = ForeignKeyField(ApplicationRow, index=False, on_delete="RESTRICT")
    by = TextField()
    stage = TextField()
    ratings = TextField()
    overall = TextField()
    takeaways = TextField()
    submitted = IntegerField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "scorecard"


class DebriefRow(DatedRow):
    """What a debrief of an application decided, and why."""

    OWNER = "application"

    application = ForeignKeyField(ApplicationRow, index=False, on_delete="RESTRICT")
    decision = TextField()
    reason = TextField()
    present = TextField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "debrief"


class OfferRow(Row):
    """A version of an offer for an application, by the number it keeps."""

    id = AutoField()
    number = TextField(unique=True)
    application = ForeignKeyField(ApplicationRow, on_delete="RESTRICT")
    version = IntegerField()
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "offer"


class OfferFactRow(DatedRow):
    """How an offer stands from a day on. `rate` and `bonus` are cents; `person` is who was hired by it."""

    OWNER = "offer"

    offer = ForeignKeyField(OfferRow, index=False, on_delete="RESTRICT")
    state = TextField()
    title = TextField()
    department = ForeignKeyField(DepartmentRow, index=False, on_delete="RESTRICT")
    location = ForeignKeyField(LocationRow, null=True, index=False, on_delete="RESTRICT")
    manager = ForeignKeyField(PersonRow, null=True, index=False, backref="+", on_delete="RESTRICT")
    rate = CentsField()
    basis = TextField()
    pay_group = TextField()
    bonus = CentsField(null=True)
    equity = TextField()
    employment_type = TextField()
    grade = TextField()
    position = TextField()
    first_day = DateField()
    sent = DateField(null=True)
    expires = DateField(null=True)
    reason = TextField()
    person = ForeignKeyField(PersonRow, null=True, index=False, backref="+", on_delete="RESTRICT")

    class Meta:
        table_name = "offer_fact"


class OfferApprovalRow(DatedRow):
    """What a role said of an offer: requested, approved or refused; `by` is who said it."""

    OWNER = "offer"
    KIND = "role"

    offer = ForeignKeyField(OfferRow, index=False, on_delete="RESTRICT")
    role = TextField()
    state = TextField()
    by = TextField()
    reason = TextField()

    class Meta:
        table_name = "offer_approval"


class OutboxRow(Row):
    """A message to go out, by the number it keeps; `message_id` is the one it is sent under, so that no server takes it twice."""

    id = AutoField()
    number = TextField(unique=True)
    message_id = TextField(unique=True)
    candidate = ForeignKeyField(CandidateRow, null=True, on_delete="RESTRICT")
    application = ForeignKeyField(ApplicationRow, null=True, on_delete="RESTRICT")
    command = ForeignKeyField(CommandRow, on_delete="RESTRICT")

    class Meta:
        table_name = "outbox"


class OutboxFactRow(DatedRow):
    """How a message stands: draft, sending, sent, failed or waived. `recipient` is an address; `attachments` JSON of name and SHA-256."""

    OWNER = "message"

    message = ForeignKeyField(OutboxRow, index=False, on_delete="RESTRICT")
    state = TextField()
    template = TextField()
    recipient = TextField()
    subject = TextField()
    body = TextField()
    attachments = TextField()
    detail = TextField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "outbox_fact"


class EeoRow(DatedRow):
    """What an applicant said of themself for equal-opportunity reports; read in sums alone."""

    OWNER = "application"

    application = ForeignKeyField(ApplicationRow, index=False, on_delete="RESTRICT")
    sex = TextField()
    race = TextField()
    veteran = TextField()
    disability = TextField()
    purged = IntegerField(null=True)

    class Meta:
        table_name = "eeo"


PURGED: dict[str, tuple[str, ...]] = {
    "candidate_fact": (
        "first_name", "last_name", "email", "phone", "city", "state", "headline", "links", "resume", "credited", "note",
    ),
    "candidate_note": ("text",),
    "candidate_file": ("title", "file_name", "sha256"),
    "application_fact": ("answers", "note", "next_action"),
    "scorecard": ("takeaways",),
    "debrief": ("reason",),
    "outbox_fact": ("recipient", "subject", "body", "attachments", "detail"),
    "eeo": ("sex", "race", "veteran", "disability"),
    "interview_kit": ("questions",),
}  # fmt: skip
"""What a purge empties, by table."""
FACTS = (
    RequisitionFactRow, RequisitionApprovalRow, CandidateFactRow, CandidateTagRow, CandidateNoteRow, CandidateFileRow,
    ApplicationFactRow, ScorecardAskRow, ScorecardRow, DebriefRow, OfferFactRow, OfferApprovalRow, OutboxFactRow, EeoRow,
)  # fmt: skip
IDENTITIES = (RequisitionRow, CandidateRow, ApplicationRow, OfferRow, OutboxRow)
