"""The fields that templates of papers may name, each with its sentence; every kind of paper knows some of them."""

from __future__ import annotations

from hrtui.benefits.papers.model import PaperKind

EVERYWHERE = {
    "company.name": "The company's name.",
    "company.contact": "Whom to ask: `benefits: contact` of the configuration, else the company at its address.",
    "today": "The day of the paper.",
    "person.name": "First and last name.",
    "person.number": "The person's number.",
    "person.email": "The e-mail address of work.",
    "person.address": "The home address on file; empty where there is none.",
    "person.department": "The department.",
}
EVENT = {
    "event.number": "The number of the enrolment event.",
    "event.label": "Why one may choose: new hire, open enrolment, or the life event.",
    "event.day": "The day it happened.",
    "event.effective": "The first day on which what is chosen counts.",
    "event.last_day": "The last day to choose.",
    "event.days_left": "How many days are left.",
    "event.otherwise": "What counts where nothing is chosen: what stays as it is, and what ends.",
    "event.papers": "The papers that are owed.",
    "event.papers_due": "The last day on which papers are owed; empty where none are.",
}
ELECTIONS = {
    "total.person": "What the person pays a month, all elections together.",
    "total.employer": "What the employer pays a month.",
    "total.check": "What the person pays each check.",
    "table.elections": "What the person has: plan, option, who is covered, state, price a month and a check.",
}
DEPENDENTS = {"table.dependents": "The dependents: name, relation, date of birth, verification."}
CASE = {
    "case.number": "The number of the case.",
    "case.event": "What happened, in words.",
    "case.day": "The day it happened.",
    "case.lost": "The last day of coverage.",
    "case.starts": "The first day of continuation.",
    "case.until": "The last day of continuation.",
    "case.own_until": "The employee's own last day where that of the family is later; else empty.",
    "case.fsa_until": "The last day of a health FSA that may be continued; empty where there is none.",
    "case.fsa_premium": "What a month of the health FSA costs; empty where there is none.",
    "case.fsa_whole": "What it costs until its last day: it is offered where more than that may still be drawn.",
    "case.months": "How many months it lasts at most.",
    "case.notice_due": "The last day of the notice.",
    "case.elect_by": "The last day to elect, counted from the day of the paper where the notice was not sent yet.",
    "case.election_days": "The days there are to elect.",
    "case.first_payment_days": "The days after the election in which the first payment is due.",
    "case.grace_days": "The days of grace of later payments.",
    "case.percent": "The part of the cost that is asked, in percent.",
    "case.disability_months": "The months that a disability adds.",
    "case.disability_percent": "The part of the cost that is asked in them, in percent.",
    "case.beneficiaries": "The names of all who may elect.",
    "table.premiums": "What each beneficiary pays alone, and all together, by plan.",
    "table.beneficiaries": "A row for each who may elect, with boxes to tick by plan.",
}
NOTICE = {
    "notice.to": "Whom it is to: the person, and the spouse who is covered.",
    "notice.plans": "The health plans that cover them.",
    "notice.covered": "The first day of their coverage.",
    "notice.due": "The last day on which it may be sent.",
    "notice.person_days": "The days in which people tell of a divorce, a child who is no dependent any more, or a second event.",
    "notice.election_days": "The days there are to elect.",
    "notice.months": "The months after the end of employment or fewer hours.",
    "notice.longest_months": "The months after everything else.",
    "notice.disability_months": "The months that a disability adds.",
    "notice.percent": "The part of the cost that is asked, in percent.",
    "notice.disability_percent": "The part that is asked in the months that a disability adds, in percent.",
}
FIELDS: dict[PaperKind, dict[str, str]] = {
    PaperKind.ENROLMENT_FORM: EVERYWHERE | EVENT | DEPENDENTS | {
        "table.options": "What may be chosen: plan, option, whom it covers, price a month and a check, a box to tick.",
    },
    PaperKind.CONFIRMATION: EVERYWHERE | ELECTIONS | DEPENDENTS,
    PaperKind.VERIFICATION: EVERYWHERE | {"table.dependents": "The dependents who are not verified: name, relation, date of birth."},
    PaperKind.WAIVER: EVERYWHERE | EVENT | {
        "table.plans": "The types of plans that can be waived, with a box to tick.",
        "waiver.reasons": "The reasons one may waive for.",
    },
    PaperKind.COBRA_NOTICE: EVERYWHERE | CASE,
    PaperKind.GENERAL_NOTICE: EVERYWHERE | NOTICE,
    PaperKind.SUMMARY: EVERYWHERE | ELECTIONS | DEPENDENTS | {
        "table.beneficiaries": "The beneficiaries of life plans: plan, name, relation, share.",
    },
    PaperKind.REMINDER: EVERYWHERE | EVENT,
}  # fmt: skip
