"""Addresses: what can be typed in the palette or after `hrtui open`, and which screen answers to it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from hrtui import commands
from hrtui.errors import NotFound
from hrtui.text import clean, listed
from hrtui.value import frozen
from screens.base import HrScreen


@frozen
class Place:
    """A screen by its address: where its class is, imported on first use; what it needs; an example of its words.

    `kept` places stay as they were left (cursor, filter) and are shown again; others are made anew each time.
    """

    where: str
    permission: str = ""
    kept: bool = False
    example: str = ""


Places = Mapping[str, Place]
PLACES: Places = {
    "home": Place("screens.home:HomeScreen", kept=True),
    "people": Place("screens.people.directory:PeopleScreen", "people.read", kept=True, example="people dept:Sales"),
    "future": Place("screens.people.future:FutureScreen", "people.read", kept=True, example="future transfer"),
    "emp": Place("screens.people.record:RecordScreen", "people.read", example="emp 1042"),
    "org": Place("screens.org.chart:OrgScreen", "people.read", kept=True, example="org 1042"),
    "departments": Place(
        "screens.org.lists:DepartmentsScreen", "people.read", kept=True, example="departments quality"
    ),
    "locations": Place("screens.org.lists:LocationsScreen", "people.read", kept=True),
    "positions": Place("screens.org.lists:PositionsScreen", "people.read", kept=True, example="positions vacant"),
    "views": Place("screens.views:ViewsScreen", "people.read", kept=True),
    "view": Place("screens.people.viewing:ViewScreen", "people.read", example="view My team"),
    "audit": Place("screens.audit:AuditScreen", "audit.read", kept=True, example="audit 1042"),
    "payroll": Place(
        "screens.payroll.preview:PayrollScreen", "payroll.preview", kept=True, example="payroll 2026-12-04"
    ),
    "payslip": Place("screens.payroll.payslip:PayslipScreen", "payroll.preview", example="payslip 1042 2026-12-04"),
    "runs": Place("screens.payroll.runs:RunsScreen", "payroll.preview", kept=True, example="runs 2026"),
    "run": Place("screens.payroll.workspace:RunScreen", "payroll.preview", example="run main-2026-12-04"),
    "slip": Place("screens.payroll.runslip:RunSlipScreen", "payroll.preview", example="slip main-2026-12-04 1042"),
    "filings": Place("screens.payroll.filings:FilingsScreen", "payroll.file", kept=True, example="filings 2026"),
    "filing": Place("screens.payroll.filing:FilingScreen", "payroll.file", example="filing 941 2026 3"),
    "hours": Place("screens.payroll.hours:HoursScreen", "payroll.run", example="hours main-2026-12-04"),
    "retro": Place("screens.payroll.retro:RetroScreen", "payroll.preview", kept=True, example="retro main"),
    "plans": Place("screens.benefits.plans:PlansScreen", "benefits.read", kept=True),
    "plan": Place("screens.benefits.plans:PlanScreen", "benefits.read", example="plan medical"),
    "invoices": Place("screens.benefits.invoices:InvoicesScreen", "benefits.bill", example="invoices bluewater"),
    "invoice": Place("screens.benefits.reconcile:InvoiceScreen", "benefits.bill", example="invoice 3"),
    "withheld": Place("screens.benefits.reconcile:WithheldScreen", "benefits.bill", example="withheld 2026-11"),
    "credits": Place("screens.benefits.credits:CreditsScreen", "benefits.bill", example="credits bluewater"),
    "enrolments": Place("screens.benefits.queue:QueueScreen", "benefits.read", kept=True, example="enrolments birth"),
    "open-enrolment": Place(
        "screens.benefits.company:CompanyScreen", "benefits.read", example="open-enrolment 2027-01-01"
    ),
    "elect": Place("screens.benefits.election:ElectionScreen", "benefits.read", example="elect B2026-0007"),
    "simulate": Place(
        "screens.benefits.simulate:SimulateScreen", "benefits.read", example="simulate 1042 life_event:birth"
    ),
    "benefits": Place("screens.benefits.person:BenefitsScreen", "benefits.read", example="benefits 1042"),
    "benefit-reports": Place(
        "screens.benefits.reports:ReportsScreen", "benefits.read", kept=True, example="benefit-reports cost"
    ),
    "cobra": Place("screens.benefits.cobra:CobraScreen", "benefits.cobra", kept=True, example="cobra kim"),
    "requisitions": Place(
        "screens.recruiting.requisitions:RequisitionsScreen",
        "recruiting.read",
        kept=True,
        example="requisitions engineer",
    ),
    "board": Place("screens.recruiting.board:BoardScreen", "recruiting.read", example="board REQ-2026-001 CAN-00042"),
    "candidates": Place(
        "screens.recruiting.candidates:CandidatesScreen", "recruiting.read", kept=True, example="candidates rust"
    ),
    "scores": Place("screens.recruiting.scores:ScoresScreen", "recruiting.score", example="scores APP-00042"),
    "offers": Place("screens.recruiting.offers:OffersScreen", "recruiting.read", kept=True, example="offers kim"),
    "outbox": Place("screens.recruiting.outbox:OutboxScreen", "recruiting.read", kept=True),
    "recruiting-report": Place("screens.recruiting.report:ReportScreen", "recruiting.read", kept=True),
    "consent": Place("screens.recruiting.consent:ConsentScreen", "recruiting.purge", kept=True, example="consent kim"),
    "eeo": Place("screens.recruiting.eeo:EeoScreen", "recruiting.eeo", kept=True, example="eeo REQ-2026-001"),
    "interviewers": Place(
        "screens.interviews.interviewers:InterviewersScreen", "recruiting.work", kept=True, example="interviewers kim"
    ),
    "interviews": Place(
        "screens.interviews.calendar:InterviewsScreen", "recruiting.read", kept=True, example="interviews kim"
    ),
    "interviews-owed": Place(
        "screens.interviews.owed:OwedScreen", "recruiting.work", kept=True, example="interviews-owed answer"
    ),
    "my-interviews": Place("screens.interviews.mine:MyInterviewsScreen", "recruiting.score", kept=True),
    "kit": Place("screens.interviews.kit:KitScreen", "recruiting.score", example="kit INT-00007"),
    "message": Place("screens.recruiting.message:MessageScreen", "recruiting.read", example="message MSG-00007"),
    "candidate": Place(
        "screens.recruiting.candidate:CandidateScreen", "recruiting.read", example="candidate CAN-00042"
    ),
    "general-notices": Place("screens.benefits.generalnotices:GeneralNoticesScreen", "benefits.cobra", kept=True),
    "retention": Place("screens.people.retention:RetentionScreen", "retention.read"),
    "doctor": Place("screens.doctor:DoctorScreen", "store.check"),
    "holds": Place("screens.privacy.holds:HoldsScreen", "retention.hold", kept=True, example="holds smith"),
    "erasures": Place("screens.privacy.erasures:ErasuresScreen", "privacy.erase", kept=True),
    "bulk": Place("screens.people.bulk:BulkScreen", "people.read", example="bulk dept:Sales | raise 3%"),
    "due": Place("screens.people.due:DueScreen", "people.read", example="due probation"),
    "import": Place("screens.people.import_people:ImportScreen", "people.import", example="import people.csv"),
}


@frozen
class Target:
    """An address taken apart: the place and the words after it, or the command it stands for."""

    place: str = ""
    argument: str = ""
    command: str = ""


def find(address: str, places: Places) -> Target:
    """Read an address; raise NotFound with the nearest spelling where there is none such."""
    words = clean(address)
    name, _, argument = (f"as-of {words[1:]}" if words.startswith("@") else words).partition(" ")
    if name in places:
        return Target(name, argument.strip())
    for command in commands.ALL:
        if command.address and command.address == name:
            return Target(_home_of(command, places), argument.strip(), command.id)
    import difflib

    near = difflib.get_close_matches(name, names(places), n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"There are {listed(names(places), 'and')}."
    raise NotFound(f"There is no address “{clean(name, limit=40)}”. {hint}")


def names(places: Places) -> list[str]:
    """The first words of all addresses."""
    found = dict.fromkeys([*places, *(command.address for command in commands.ALL if _reachable(command, places))])
    return sorted(name for name in found if name)


def make(place: Place, argument: str) -> HrScreen:
    """A new screen; its module is imported here and not before."""
    module, _, name = place.where.partition(":")
    made = getattr(importlib.import_module(module), name)(argument)
    if not isinstance(made, HrScreen):
        raise TypeError(f"{place.where} is no HrScreen")
    return made


def _home_of(command: commands.Command, places: Places) -> str:
    return next((screen for screen in command.where if screen in places), "")


def _reachable(command: commands.Command, places: Places) -> bool:
    if not command.address or command.id.startswith("go."):
        return False
    return "global" in command.where or bool(_home_of(command, places))
