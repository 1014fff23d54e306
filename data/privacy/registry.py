"""Where a person or a candidate stands in every table: by which column, what an erasure overwrites, and what stays and why.

A test compares it with the schema: a new table, or a new column of text, days or bytes, has to be decided about here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from data import schema as s
from data.candidaterows import CandidateFactRow, CandidateFileRow, CandidateNoteRow, CandidateRow, CandidateTagRow
from data.interviewrows import (
    AbsenceRow,
    BookingRow,
    CalendarContentRow,
    InterviewerRow,
    InterviewFactRow,
    InterviewRow,
    InvitationRow,
    KeptCalendarFactRow,
    KeptCalendarRow,
    KitRow,
    PanelRow,
)
from data.privacyrows import (
    AuditErasedRow,
    ErasureRow,
    ErasureStepRow,
    HoldRow,
    HoldStepRow,
    HoldWhomRow,
    KeptIdentityRow,
)
from data.recruitrows import (
    PURGED,
    ApplicationFactRow,
    ApplicationRow,
    DebriefRow,
    EeoRow,
    OfferApprovalRow,
    OfferFactRow,
    OfferRow,
    OutboxFactRow,
    OutboxRow,
    RequisitionApprovalRow,
    RequisitionFactRow,
    RequisitionRow,
    ScorecardAskRow,
    ScorecardRow,
)
from hrtui.access.model import Field
from hrtui.privacy.model import NAME as NAME
from hrtui.retention.settings import Records


class Whose(StrEnum):
    """By what a row is known to be somebody's: an id of theirs, or of something of theirs."""

    PERSON = "person"
    CANDIDATE = "candidate"
    APPLICATION = "application"
    MESSAGE = "message"
    OFFER = "offer"
    INTERVIEW = "interview"
    EVENT = "event"
    CASE = "case"
    CREDIT = "credit"
    SLIP = "slip"
    CALENDAR = "calendar"
    NUMBER = "number"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Stand:
    """How a table stands to a person. `by` is the column that says whose a row is; `part` the file of an export, empty where a row
    tells nothing beyond another part.

    `erased` is what an erasure writes over each column, in every version there is; with `until`, not before records of that kind
    are past their time. `retired` rows count no longer afterwards, `deleted` ones are gone. `free` are texts that may name others,
    `hidden` what an export leaves out since it is of others; `mentions` texts of rows of others in which a name is looked for. `kept`
    columns of text stay as they are, `why` says why. `sight` is the field one must see to export it.
    """

    model: Any
    whose: Whose = Whose.NOBODY
    by: str = "person"
    part: str = ""
    erased: Mapping[str, Any] = field(default_factory=dict)
    until: Records | None = None
    retired: bool = False
    deleted: bool = False
    free: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    why: str = ""
    sight: Field | None = None

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model._meta.table_name)


def _blank(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, "")


def _purged(model: Any) -> dict[str, Any]:
    return _blank(*PURGED[model._meta.table_name])


P, C, A, N = Whose.PERSON, Whose.CANDIDATE, Whose.APPLICATION, Whose.NOBODY
FIGURES = "figures and words of the company, which tell of nobody without the name"
CODES = "numbers, states and codes, which tell of nobody without the name"
LISTS = "made anew from the rows it is made of"
PAY = Field.PAY

REGISTRY: tuple[Stand, ...] = (
    # People.
    Stand(s.PersonRow, P, "id", "person", kept=("number",), why="the number that pay and tax records are kept under"),
    Stand(s.ProfileRow, P, part="profile", erased={
        **_blank("first_name", "email", "phone", "street", "city", "state", "postal_code", "sex"), "last_name": NAME, "birth_date": None,
        "custom": "{}",
    }),
    Stand(s.JobRow, P, part="jobs", erased=_blank("reason"), free=("reason",), hidden=("manager_name",), mentions=("manager_name",), kept=(
        "action", "status", "title", "employment_type", "flsa", "last_day", "cost_centre", "grade", "position", "dotted",
    ), why="the occupation belongs to the records of pay; " + FIGURES),
    Stand(s.PayRow, P, part="pay", erased=_blank("reason"), free=("reason",), sight=PAY,
          kept=("action", "basis", "currency", "pay_group"), why=FIGURES),
    Stand(s.CertificateRow, P, part="tax_certificates", erased={"entries": "{}"}, until=Records.TAXES, sight=PAY,
          kept=("jurisdiction",), why="26 CFR 31.6001-5: withholding certificates are records of employment taxes"),
    Stand(s.PrivateRow, P, part="sealed", retired=True, hidden=("box", "blind"), kept=("kind", "box", "blind"),
          why="each value is sealed anew with nothing in it (data.privacy.erasing); the kind tells only that there was one"),
    Stand(s.PrivateAnewRow, N, kept=("was", "box", "blind"), why="sealed values while they are sealed anew"),
    Stand(s.SealingKeyRow, N, kept=("key", "at", "by"), why="the ids of keys"),
    Stand(s.TagRow, P, part="tags", erased={"tag": NAME}, retired=True),
    Stand(s.ContactRow, P, part="contacts", erased={
        **_blank("first_name", "relation", "phone", "email", "address", "sex", "note"), "last_name": NAME, "birth_date": None,
    }, free=("note",), hidden=("phone", "email", "address", "birth_date", "sex"), kept=("kind",), why=CODES),
    Stand(s.DocumentRow, P, part="documents", erased={**_blank("title", "file_name", "sha256"), "size": 0}, until=Records.DOCUMENTS,
          retired=True, kept=("kind", "expires"), why="the kinds of documents whose time is not over keep their files"),
    Stand(s.PayItemRow, P, part="pay_items", erased=_blank("note"), free=("note",), kept=("code",), why=FIGURES, sight=PAY),
    Stand(s.GarnishmentRow, P, part="garnishments", erased={**_blank("payee", "note"), "number": NAME}, until=Records.PAY, free=("note",),
          kept=("kind", "received", "status"), why=CODES, sight=PAY),
    Stand(s.PayInputRow, P, part="hours_and_pay", erased=_blank("note"), free=("note",), sight=PAY,
          kept=("slot", "code", "worked_on", "cost_centre", "batch"), why=FIGURES),
    Stand(s.SlipRow, P, part="slips", sight=PAY, mentions=("problems", "notices"), kept=("work_state", "arrears"), why=FIGURES),
    Stand(s.SlipLineRow, Whose.SLIP, "slip", "slip_lines", sight=PAY, kept=("cost_centre",), why=FIGURES),
    Stand(s.PayReviewRow, P, part="pay_reviews", erased=_blank("note"), free=("note",), sight=PAY),
    Stand(s.PayRetroRow, P, part="retro_pay", erased=_blank("reason"), free=("reason",), kept=("decision",), why=CODES, sight=PAY),
    Stand(KeptIdentityRow, P, why="sealed until the day that records of pay and taxes are past their time", kept=("until", "rule", "box")),
    # Benefits.
    Stand(s.ElectionRow, P, part="elections", erased=_blank("reason", "note"), free=("reason", "note"), sight=PAY,
          kept=("type", "plan", "option", "tier", "covers", "state"), why=FIGURES),
    Stand(s.StandingRow, P, part="benefit_standing", erased={
        "tobacco": 0, "student": 0, "disabled": 0, "verification": "unverified", "proof": 0,
    }, until=Records.BENEFITS, kept=(), why="records of plans"),
    Stand(s.BeneficiaryRow, P, part="beneficiaries", erased={"shares": "[]"}, until=Records.BENEFITS, kept=("type",), why=CODES),
    Stand(s.GeneralNoticeRow, P, part="cobra_notices", kept=("covered",), why=CODES),
    Stand(s.BenefitEventRow, P, part="benefit_events", kept=("number", "kind", "reason", "day"), why=CODES),
    Stand(s.BenefitEventFactRow, Whose.EVENT, "event", "benefit_events", erased=_blank("note"), free=("note",),
          kept=("effective", "last_day", "papers_due", "state"), why=CODES),
    Stand(s.BenefitChoiceRow, Whose.EVENT, "event", "benefit_choices", erased=_blank("reason"), free=("reason",),
          kept=("type", "plan", "option", "tier", "covers"), why=CODES),
    Stand(s.BenefitOfferRow, Whose.EVENT, "event", kept=("type", "plan", "options", "why", "fallback"), why=CODES),
    Stand(s.CobraCaseRow, P, part="cobra", kept=("number", "kind", "day", "lost"), why=CODES),
    Stand(s.CobraFactRow, Whose.CASE, "case", "cobra", erased=_blank("note"), free=("note",), kept=(
        "state", "slots", "plans", "employer_notice_due", "notice_due", "noticed", "elect_by", "elected", "pay_by", "paid_through", "until",
    ), why=CODES),
    Stand(s.CarrierLineRow, P, part="carrier_lines", erased={"name": NAME, "member_id": NAME}, sight=PAY,
          kept=("plan", "tier", "dependents", "period"), why="amounts of invoices that were paid"),
    Stand(s.CarrierCreditRow, P, part="carrier_credits", kept=("kind", "plan"), why=FIGURES, sight=PAY),
    Stand(s.CarrierCreditFactRow, Whose.CREDIT, "credit", erased=_blank("note"), kept=("state",), why=CODES),
    # Candidates.
    Stand(CandidateRow, C, "id", "candidate", kept=("number",), why="the number that the trail knows them by"),
    Stand(CandidateFactRow, C, "candidate", "candidate", erased=_purged(CandidateFactRow), free=("note",), hidden=("credited",),
          mentions=("credited",), kept=("source", "consent_from", "consent_until"), why="figures of recruiting"),
    Stand(CandidateTagRow, C, "candidate", "candidate_tags", erased={"name": NAME}, retired=True),
    Stand(CandidateNoteRow, C, "candidate", "candidate_notes", erased=_purged(CandidateNoteRow), free=("text",)),
    Stand(CandidateFileRow, C, "candidate", "candidate_documents", erased=_purged(CandidateFileRow), kept=("kind",), why=CODES),
    Stand(ApplicationRow, C, "candidate", "applications", kept=("number",), why=CODES),
    Stand(ApplicationFactRow, A, "application", "applications", erased=_purged(ApplicationFactRow), free=("note", "next_action"),
          hidden=("owner", "credited"), kept=("state", "stage", "since", "owner", "next_on", "reason", "side", "owes", "source"),
          mentions=("credited",), why="figures of recruiting"),
    Stand(ScorecardAskRow, A, "application", kept=("by", "stage", "due"), why="who was asked to look, not what was said"),
    Stand(ScorecardRow, A, "application", "scorecards", erased={**_purged(ScorecardRow), "ratings": "{}"}, free=("takeaways",),
          hidden=("by",), kept=("by", "stage", "overall"), why="figures of recruiting"),
    Stand(DebriefRow, A, "application", "debriefs", erased=_purged(DebriefRow), free=("reason",), hidden=("present",),
          kept=("decision", "present"), why="figures of recruiting"),
    Stand(EeoRow, A, "application", "equal_opportunity", erased=_purged(EeoRow)),
    Stand(OfferRow, A, "application", "offers", kept=("number",), why=CODES),
    Stand(OfferFactRow, Whose.OFFER, "offer", "offers", erased=_blank("equity", "reason"), free=("reason",), sight=PAY, kept=(
        "state", "title", "basis", "pay_group", "employment_type", "grade", "position", "first_day", "sent", "expires",
    ), why=FIGURES),
    Stand(OfferApprovalRow, Whose.OFFER, "offer", erased=_blank("reason"), kept=("role", "state", "by"), why="who of the company approved"),
    Stand(OutboxRow, C, "candidate", "messages", kept=("number", "message_id"), why="so that no server takes a message twice"),
    Stand(OutboxFactRow, Whose.MESSAGE, "message", "messages", erased=_purged(OutboxFactRow), kept=("state", "template"), why=CODES),
    Stand(InterviewRow, A, "application", "interviews", kept=("number", "uid", "loop"), why=CODES),
    Stand(InterviewFactRow, Whose.INTERVIEW, "interview", "interviews", erased=_blank("reason"), free=("reason",),
          kept=("state", "zone", "room", "expires", "answer"), why=CODES),
    Stand(KitRow, Whose.INTERVIEW, "interview", erased=_purged(KitRow), free=("questions",), kept=("attributes",), why=CODES),
    Stand(InvitationRow, Whose.INTERVIEW, "interview", kept=("method", "zone", "room"), why=CODES),
    Stand(PanelRow, P, part="panels", kept=("role", "response"), why="that somebody interviewed another, by number alone"),
    Stand(BookingRow, N, kept=("whose",), why="a time taken of a person's id or a room"),
    Stand(InterviewerRow, P, part="interviewing", erased=_blank("zone", "hours"), retired=True),
    Stand(AbsenceRow, P, part="absences", erased=_blank("reason"), retired=True, free=("reason",), kept=("begins", "ends"), why=CODES),
    Stand(KeptCalendarRow, P, part="calendars", erased=_blank("source"), kept=("number", "room"), why=CODES),
    Stand(KeptCalendarFactRow, Whose.CALENDAR, "calendar", retired=True, erased={"events": 0}, kept=("digest",), why="digests"),
    Stand(CalendarContentRow, Whose.CALENDAR, "calendar", deleted=True, kept=("digest", "zone", "content", "busy"),
          why="deleted with the row"),
    # The trail, and what is about many.
    Stand(s.AuditRow, Whose.NUMBER, "subject", "trail", hidden=("actor", "digest"), mentions=("changes", "detail"),
          kept=("at", "actor", "action", "subject", "digest"), why="who did what when, and to which number; the values are emptied"),
    Stand(AuditErasedRow, N, kept=("seal",), why="digests"),
    Stand(s.CommandRow, N, kept=("at", "actor", "action", "subject"), why="what the trail tells too; by numbers"),
    Stand(s.ImportBatchRow, N, mentions=("file", "faults", "mapping"), kept=("sha256", "header"), why="digests"),
    Stand(s.ViewRow, N, kept=("owner", "name", "folded"), why="names of views"),
    Stand(s.ViewFactRow, N, mentions=("query",), kept=("columns", "grouped"), why="names of columns"),
    Stand(HoldRow, N, mentions=("name", "matter", "reason", "query"), kept=("number", "since"), why="the matter of others"),
    Stand(HoldWhomRow, N, kept=("kind", "why"), why="whom a hold was about, by id: proof that it was kept"),
    Stand(HoldStepRow, N, mentions=("reason",), kept=("step",), why=CODES),
    Stand(ErasureRow, N, mentions=("ground",), kept=("number", "kind", "subject", "plan"), why="that somebody was erased, by number"),
    Stand(ErasureStepRow, N, mentions=("reason",), kept=("step", "counts"), why=CODES),
    Stand(RequisitionRow, N, kept=("number",), why=CODES),
    Stand(RequisitionFactRow, N, mentions=("justification", "note"), kept=(
        "state", "title", "recruiter", "kind", "basis", "target_start", "employment_type", "grade", "position", "template", "stages",
    ), why="of the company"),
    Stand(RequisitionApprovalRow, N, mentions=("reason",), kept=("role", "state", "by"), why="of the company"),
    Stand(s.PayRunRow, N, mentions=("reason",), kept=("number", "pay_group", "kind", "begins", "ends", "pay_date"), why="of everyone"),
    Stand(s.PayRunStateRow, N, mentions=("note",), kept=("state", "terms", "at", "by"), why="of everyone"),
    Stand(s.CarrierInvoiceRow, N, kept=("carrier", "month", "file", "sha256"), why="of everyone"),
    Stand(s.CarrierInvoiceFactRow, N, mentions=("note",), kept=("state",), why=CODES),
    Stand(s.PayCodeRow, N, kept=("part", "code", "label", "agency"), why="of everyone"),
    Stand(s.PayRunTotalRow, N, why="of everyone"),
    Stand(s.PayFileRow, N, kept=("kind", "name", "sha256"), why="what was written, not what is in it"),
    Stand(s.DepartmentRow, N, kept=("name", "folded"), why="of the company"),
    Stand(s.LocationRow, N, kept=("name", "folded"), why="of the company"),
    Stand(s.PositionRow, N, kept=("number",), why="of the company"),
    Stand(s.DepartmentFactRow, N, kept=("name", "cost_centre"), why="of the company"),
    Stand(s.LocationFactRow, N, kept=("name", "street", "city", "state", "postal_code", "country", "time_zone"), why="of the company"),
    Stand(s.PositionFactRow, N, kept=("title", "grade", "cost_centre", "status"), why="of the company"),
    Stand(s.MetaRow, N, kept=("name", "value"), why="of the store"),
    # Lists that follow from the rows above.
    Stand(s.DirectoryRow, P, kept=(
        "number", "name", "sort_name", "email", "department", "title", "location", "manager", "status", "employment_type", "hired",
        "terminated", "chain", "next_change", "search",
    ), why=LISTS),
    Stand(s.SpanRow, P, kept=(
        "begins", "ends", "number", "name", "sort_name", "email", "department", "title", "location", "manager_name", "status",
        "employment_type", "flsa", "hired", "terminated", "grade", "cost_centre", "position", "custom", "search",
    ), why=LISTS),
    Stand(s.CandidateLineRow, C, "candidate", kept=(
        "number", "name", "sort_name", "email", "email_key", "phone_key", "headline", "source", "tags", "consent_until", "search",
    ), why=LISTS),
)  # fmt: skip
