"""Permissions as data: a grant is an action, the people it reaches, and the sensitive fields it shows."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from hrtui.value import frozen


class Sight(StrEnum):
    """How much of a sensitive field a role sees; seeing it always leaves an audit entry."""

    HIDDEN = "hidden"
    MASKED = "masked"
    SHOWN = "shown"


class Field(StrEnum):
    """The sensitive fields."""

    PAY = "pay"
    SSN = "ssn"
    BANK = "bank"
    BIRTH = "birth"
    CUSTOM = "custom"  # the company's own fields that are marked sensitive


ACTIONS: dict[str, str] = {
    "people.read": "see the directory and people's records",
    "people.hire": "hire people",
    "people.change_profile": "change names, contact details and custom fields",
    "people.change_job": "change jobs",
    "people.change_pay": "change pay",
    "people.terminate": "end employments",
    "people.correct": "rewrite rows of job, pay and profile as they should have been",
    "people.tag": "tag people",
    "people.change_private": "record social security numbers and bank accounts",
    "people.change_certificate": "record tax withholding certificates",
    "people.change_contacts": "change contacts and dependents",
    "people.documents": "see and take out documents of people",
    "people.change_documents": "file, change and remove documents of people",
    "people.import": "import people from a file",
    "org.change": "change departments, locations and positions",
    "views.share": "save and remove views for everyone",
    "payroll.preview": "compute pay before it is final, and see runs of payroll",
    "payroll.items": "see people's standing earnings and deductions",
    "payroll.change_items": "add, change and stop people's standing deductions; earnings with the right to change pay",
    "payroll.orders": "see garnishment orders",
    "payroll.change_orders": "record, change and stop garnishment orders",
    "payroll.run": "open and calculate runs of payroll, and enter hours and one-time pay",
    "payroll.approve": "approve runs of payroll that others made",
    "payroll.finalise": "finalise runs of payroll, write the bank file, and mark them as paid",
    "payroll.file": "see and write tax returns, deposits, remittances and wage statements",
    "benefits.read": "see plans, and people's benefits",
    "benefits.enrol": "open enrolment events, and enter elections, dependents' standing and beneficiaries",
    "benefits.finalise": "finalise and void enrolment events, and run the open enrolment",
    "benefits.cobra": "keep the cases of COBRA",
    "benefits.bill": "take in carriers' invoices, and keep the credits they owe",
    "recruiting.read": "see requisitions, candidates and boards",
    "recruiting.require": "write requisitions, ask for their approval, and open, hold and close them",
    "recruiting.approve": "approve requisitions and offers that others asked for",
    "recruiting.work": "enter candidates and applications, move, reject and write to them",
    "recruiting.score": "see applications one owes a scorecard of, and enter one's own",
    "recruiting.offer": "make offers, and record their answers",
    "recruiting.purge": "empty candidates whose consent has ended",
    "recruiting.eeo": "record what applicants said of themselves for equal opportunity, or sum it up",
    "audit.read": "read the audit trail",
    "retention.read": "see what is past the time it has to be kept",
    "retention.hold": "place legal holds, and confirm the release that another asked for",
    "privacy.export": "write a copy of everything about a person",
    "privacy.ask": "ask for somebody's erasure, and for the disposal of what is past its time",
    "privacy.erase": "do the erasures and disposals that another asked for",
    "store.check": "check the store",
    "store.backup": "back up the store",
    "store.restore": "restore the store from a backup",
    "store.migrate": "bring the store to a newer schema",
    "store.secrets": "see how private values are sealed, and seal them with a new key",
}


@frozen
class Scope:
    """The people a grant reaches: everyone, or those of the departments, locations, team or oneself named; they add up."""

    everyone: bool = False
    departments: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset()
    team: bool = False
    own: bool = False


EVERYONE = Scope(everyone=True)


@frozen
class Grant:
    """One action for a scope, with how much of each sensitive field it shows (absent: hidden)."""

    action: str
    scope: Scope = EVERYONE
    fields: dict[Field, Sight] = field(default_factory=dict)


@frozen
class Subject:
    """What a permission is asked about: a person as they stand today. `chain` holds the numbers of their managers, nearest first."""

    number: str
    department: str = ""
    location: str = ""
    chain: tuple[str, ...] = ()
