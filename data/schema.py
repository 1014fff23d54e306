"""Every table. Facts about people are dated rows: nothing in them is updated but `superseded_at` and `superseded_by`."""

from __future__ import annotations

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BlobField,
    DateField,
    Field,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from data.base import Row
from data.benefitrows import BeneficiaryRow as BeneficiaryRow
from data.benefitrows import BenefitChoiceRow as BenefitChoiceRow
from data.benefitrows import BenefitEventFactRow as BenefitEventFactRow
from data.benefitrows import BenefitEventRow as BenefitEventRow
from data.benefitrows import BenefitOfferRow as BenefitOfferRow
from data.benefitrows import CarrierCreditFactRow as CarrierCreditFactRow
from data.benefitrows import CarrierCreditRow as CarrierCreditRow
from data.benefitrows import CarrierInvoiceFactRow as CarrierInvoiceFactRow
from data.benefitrows import CarrierInvoiceRow as CarrierInvoiceRow
from data.benefitrows import CarrierLineRow as CarrierLineRow
from data.benefitrows import CobraCaseRow as CobraCaseRow
from data.benefitrows import CobraFactRow as CobraFactRow
from data.benefitrows import ElectionRow as ElectionRow
from data.benefitrows import GeneralNoticeRow as GeneralNoticeRow
from data.benefitrows import StandingRow as StandingRow
from data.candidaterows import CandidateFactRow
from data.candidaterows import CandidateLineRow as CandidateLineRow
from data.dated import CommandRow as CommandRow
from data.dated import DatedRow, FactRow
from data.dated import PersonRow as PersonRow
from data.fields import FoldedField, UTCDateTimeField
from data.interviewrows import FACTS as INTERVIEW_FACTS
from data.interviewrows import BookingRow, CalendarContentRow, InterviewRow, InvitationRow, KeptCalendarRow
from data.listrows import DepartmentFactRow as DepartmentFactRow
from data.listrows import DepartmentRow as DepartmentRow
from data.listrows import DirectoryRow as DirectoryRow
from data.listrows import JobRow as JobRow
from data.listrows import LocationFactRow as LocationFactRow
from data.listrows import LocationRow as LocationRow
from data.listrows import MetaRow as MetaRow
from data.listrows import PayRow as PayRow
from data.listrows import ProfileRow as ProfileRow
from data.listrows import SpanRow as SpanRow
from data.listrows import TagRow as TagRow
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
from data.privacyrows import IDENTITIES as PRIVACY
from data.privacyrows import KeptIdentityRow
from data.recruitrows import FACTS as RECRUITING_FACTS
from data.recruitrows import IDENTITIES as RECRUITING


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


class SealingKeyRow(Row):
    """The key that seals values from an instant on, by its id in hexadecimal digits; the last one seals. Append-only."""

    id = AutoField()
    key = TextField()
    at = UTCDateTimeField()
    by = TextField()

    class Meta:
        table_name = "sealing_key"


class PrivateAnewRow(Row):
    """A sealed value under the next key, beside the box it is made of, until all of them take their places at once."""

    private = ForeignKeyField(PrivateRow, primary_key=True, on_delete="RESTRICT")
    was = BlobField()
    box = BlobField()
    blind = BlobField()

    class Meta:
        table_name = "private_anew"


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


PERSON_FACTS = (
    ProfileRow, JobRow, PayRow, CertificateRow, PrivateRow, TagRow, ContactRow, DocumentRow, PayItemRow, GarnishmentRow,
    PayInputRow, ElectionRow, StandingRow, BeneficiaryRow, GeneralNoticeRow,
)  # fmt: skip
FACTS = (
    *PERSON_FACTS, DepartmentFactRow, LocationFactRow, PositionFactRow, ViewFactRow, BenefitEventFactRow, BenefitChoiceRow,
    CobraFactRow, CarrierInvoiceFactRow, CarrierCreditFactRow, *RECRUITING_FACTS, *INTERVIEW_FACTS,
)  # fmt: skip
TABLES = (
    CommandRow, AuditRow, PersonRow, DepartmentRow, LocationRow, PositionRow, ViewRow, PayRunRow,
    BenefitEventRow, CobraCaseRow, CarrierInvoiceRow, CarrierCreditRow, *RECRUITING, InterviewRow, KeptCalendarRow, InvitationRow,
    *FACTS, ImportBatchRow,
    BenefitOfferRow, CarrierLineRow, BookingRow, CalendarContentRow,
    CandidateLineRow, DirectoryRow, SpanRow, MetaRow, PayRunStateRow, PayCodeRow, SlipRow, SlipLineRow, PayRunTotalRow, PayReviewRow,
    PayRetroRow, PayFileRow, SealingKeyRow, PrivateAnewRow, *PRIVACY, KeptIdentityRow,
)  # fmt: skip
APPEND_ONLY = (
    "command", "audit", "person", "position", "view", "import_batch", "pay_run", "pay_run_state", "pay_code", "pay_review",
    "pay_retro", "pay_file", "benefit_event", "benefit_offer", "cobra_case", "carrier_invoice", "carrier_line",
    "carrier_credit", "interview", "kept_calendar", "invitation", "sealing_key",
    *(model._meta.table_name for model in (*RECRUITING, *PRIVACY)),
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

for _whom in (CandidateFactRow.merged, CandidateFactRow.person):
    _name = f"{CandidateFactRow._meta.table_name}_{_whom.column_name}"
    CandidateFactRow.add_index(CandidateFactRow.index(_whom, where=_whom.is_null(False), name=_name))


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
