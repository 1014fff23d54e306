"""Papers of benefits: which there are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class PaperKind(StrEnum):
    """A paper; its template is the file of this name with `.txt`."""

    ENROLMENT_FORM = "enrolment_form"
    CONFIRMATION = "confirmation"
    VERIFICATION = "verification"
    WAIVER = "waiver"
    COBRA_NOTICE = "cobra_notice"
    GENERAL_NOTICE = "general_notice"
    SUMMARY = "summary"
    REMINDER = "reminder"


LABELS: Mapping[PaperKind, str] = {
    PaperKind.ENROLMENT_FORM: "Enrolment form",
    PaperKind.CONFIRMATION: "Confirmation statement",
    PaperKind.VERIFICATION: "Dependent verification request",
    PaperKind.WAIVER: "Waiver",
    PaperKind.COBRA_NOTICE: "COBRA election notice",
    PaperKind.GENERAL_NOTICE: "COBRA general notice",
    PaperKind.SUMMARY: "Summary of benefits",
    PaperKind.REMINDER: "Reminder of the enrolment",
}
