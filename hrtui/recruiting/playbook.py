"""What the company's recruiting file declares: stages of a requisition, reasons, sources, scorecards, approvals, messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from hrtui.interviews.model import PanelRole
from hrtui.setting import doc

OFFER_LETTER = "offer_letter"
"""The kind of document under which letters of offers are filed."""


class StageType(StrEnum):
    """What happens in a stage. An application enters `hired` by an accepted offer only."""

    NEW = "new"
    SCREEN = "screen"
    ASSESS = "assess"
    INTERVIEW = "interview"
    REFERENCE = "reference"
    OFFER = "offer"
    HIRED = "hired"


class Side(StrEnum):
    """Who ended an application: the company, the candidate, or neither."""

    COMPANY = "company"
    CANDIDATE = "candidate"
    OTHER = "other"


class AnswerKind(StrEnum):
    """How a knock-out question is answered."""

    YES_NO = "yes_no"
    NUMBER = "number"


class Occasion(StrEnum):
    """Of what an e-mail about an interview tells whom."""

    CANDIDATE = "candidate"
    CANDIDATE_MOVED = "candidate_moved"
    CANDIDATE_OFF = "candidate_off"
    CANDIDATE_LOOP = "candidate_loop"
    CANDIDATE_LOOP_MOVED = "candidate_loop_moved"
    CANDIDATE_LOOP_OFF = "candidate_loop_off"
    PANEL = "panel"
    PANEL_MOVED = "panel_moved"
    PANEL_OFF = "panel_off"


LOOPS = {
    Occasion.CANDIDATE: Occasion.CANDIDATE_LOOP,
    Occasion.CANDIDATE_MOVED: Occasion.CANDIDATE_LOOP_MOVED,
    Occasion.CANDIDATE_OFF: Occasion.CANDIDATE_LOOP_OFF,
}
"""What the candidate is told where it is about several sessions of a loop at once."""
SESSION = "{position}. {when}, {minutes} minutes\n   Where: {room}\n   You will meet: {panel}\n"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a requisition, in the order in which applications pass them."""

    name: str = field(metadata=doc("The stage's name, as the board shows it.", example="Phone screen"))
    type: StageType = field(metadata=doc("What happens in it.", example="screen"))
    days: int = field(
        default=0,
        metadata=doc("The days after which an application in it is late; 0 for never.", at_least=0, at_most=3650),
    )
    scorecards: int = field(
        default=0, metadata=doc("The scorecards that must be in before it is left forward.", at_least=0, at_most=20)
    )
    documents: tuple[str, ...] = field(
        default=(),
        metadata=doc("The kinds of documents that must be on file before it is left forward.", example="[resume]"),
    )


@dataclass(frozen=True, slots=True)
class Template:
    """The stages that a requisition begins with, and the scorecard of its interviews."""

    name: str = field(metadata=doc("The template's name in this file.", reads="code", example="standard"))
    label: str = field(metadata=doc("What screens call it.", example="Standard"))
    stages: tuple[Stage, ...] = field(metadata=doc("Its stages, in order."))
    kit: str = field(
        default="", metadata=doc("The scorecard that interviewers fill.", reads="code", example="engineer")
    )
    questions: tuple[str, ...] = field(
        default=(), metadata=doc("The knock-out questions that applicants answer, by name.", example="[work_permit]")
    )


@dataclass(frozen=True, slots=True)
class Question:
    """A knock-out question: an answer that does not pass is shown on the card, and nothing is decided by itself."""

    name: str = field(metadata=doc("The question's name in this file.", reads="code", example="work_permit"))
    text: str = field(metadata=doc("What is asked.", example="May you work in the United States?"))
    kind: AnswerKind = field(default=AnswerKind.YES_NO, metadata=doc("How it is answered."))
    passes: str = field(default="yes", metadata=doc("What passes: yes, no, or the least number.", example="yes"))


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a scorecard rates, from 1 to 5."""

    name: str = field(metadata=doc("The attribute's name in this file.", reads="code", example="communication"))
    label: str = field(metadata=doc("What the scorecard calls it.", example="Communication"))


@dataclass(frozen=True, slots=True)
class Focus:
    """What somebody on a panel is to find out, by the stage and by their role there; of several the one that says most counts."""

    stage: str = field(
        default="", metadata=doc("The stage, as the board shows it; empty for any.", example="Interview")
    )
    role: PanelRole | None = field(default=None, metadata=doc("The role on the panel; none for any.", example="lead"))
    attributes: tuple[str, ...] = field(
        default=(), metadata=doc("The attributes they assess, by name; empty for all.", example="[communication]")
    )
    questions: tuple[str, ...] = field(
        default=(),
        metadata=doc("What they ask; empty for all questions of the scorecard.", example="[Tell of a mistake.]"),
    )


@dataclass(frozen=True, slots=True)
class Kit:
    """A scorecard: what is rated, and what interviewers may ask."""

    name: str = field(metadata=doc("The scorecard's name in this file.", reads="code", example="engineer"))
    label: str = field(metadata=doc("What screens call it.", example="Engineer"))
    attributes: tuple[Attribute, ...] = field(metadata=doc("What is rated."))
    questions: tuple[str, ...] = field(default=(), metadata=doc("What interviewers may ask."))
    focus: tuple[Focus, ...] = field(
        default=(),
        metadata=doc("Who of a panel assesses which of the attributes; where nobody is meant, everyone assesses all."),
    )

    def focus_of(self, stage: str, role: PanelRole) -> Focus:
        """What somebody with a role on a panel is to find out in a stage."""
        meant = [each for each in self.focus if each.stage in ("", stage) and each.role in (None, role)]
        return max(meant, key=lambda each: (each.role is not None) + (each.stage != ""), default=Focus())


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application ends. With `message` the candidate is owed that message until it is sent or waived."""

    name: str = field(metadata=doc("The reason's name in this file.", reads="code", example="skills"))
    label: str = field(metadata=doc("What screens call it.", example="Skills do not fit"))
    side: Side = field(default=Side.COMPANY, metadata=doc("Who ended it."))
    message: str = field(default="", metadata=doc("The message that is owed then.", reads="code", example="rejection"))


@dataclass(frozen=True, slots=True)
class Source:
    """Where candidates come from. With `referral` someone at the company is credited."""

    name: str = field(metadata=doc("The source's name in this file.", reads="code", example="referral"))
    label: str = field(metadata=doc("What screens call it.", example="Referral"))
    referral: bool = field(default=False, metadata=doc("Whether somebody here is credited with it."))


@dataclass(frozen=True, slots=True)
class Approval:
    """Who has to approve: one user with the role, of requisitions and offers from an annual pay on."""

    role: str = field(
        metadata=doc("The role, as `roles:` and `users:` name it.", reads="code", example="hr_generalist")
    )
    above: Decimal = field(
        default=Decimal(0), metadata=doc("From which annual pay on, in dollars; 0 for every one.", at_least=0)
    )


@dataclass(frozen=True, slots=True)
class Message:
    """A message to candidates as plain text; {first_name}, {name}, {title}, {company}, {recruiter} and {requisition} are filled in."""

    name: str = field(metadata=doc("The message's name in this file.", reads="code", example="rejection"))
    label: str = field(metadata=doc("What screens call it.", example="Rejection"))
    subject: str = field(metadata=doc("Its subject.", example="Your application as {title}"))
    body: str = field(metadata=doc("Its text, of several lines.", reads="lines"))
    attach: tuple[str, ...] = field(
        default=(),
        metadata=doc(
            "The kinds of documents of the candidate that are attached, of each the newest; of offer_letter the letter of the offer "
            "that was approved.",
            example="[offer_letter]",
        ),
    )


@dataclass(frozen=True, slots=True)
class Invitation:
    """An e-mail about an interview as plain text, with the calendar file beside it. A line whose fields are all empty is left out. The
    candidate's is never told the kit; whose names it has are those of {panel}."""

    name: Occasion = field(metadata=doc("Of what it tells whom.", example="candidate"))
    subject: str = field(metadata=doc("Its subject.", example="Your interview as {title}"))
    body: str = field(metadata=doc("Its text, of several lines.", reads="lines"))
    session: str = field(
        default=SESSION,
        metadata=doc(
            "What is said of each session of a loop, in the order of the day, where the text names {sessions}.",
            reads="lines",
            example="{position}. {when}, with {panel}",
        ),
    )


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of document of candidates: what it is called, whether it tells of pay, and what becomes of it by a hire."""

    name: str = field(metadata=doc("The kind's name in this file.", reads="code", example="resume"))
    label: str = field(metadata=doc("What screens call it.", example="Résumé"))
    pay: bool = field(
        default=False, metadata=doc("Whether it tells of pay: then it is for those alone who see what offers pay.")
    )
    filed_as: str = field(
        default="",
        metadata=doc(
            "The kind of people's documents it becomes once the candidate is hired; empty: it stays with the candidate.",
            reads="code",
            example="contract",
        ),
    )


@dataclass(frozen=True, slots=True)
class Consent:
    """For how long what candidates gave may be kept."""

    months: int = field(default=24, metadata=doc("Months from the day consent was given.", at_least=1, at_most=120))
    warn_days: int = field(
        default=30, metadata=doc("Days before its end from which Home tells.", at_least=0, at_most=365)
    )


@dataclass(frozen=True, slots=True)
class Eeo:
    """How sums of equal-opportunity answers are shown."""

    least: int = field(
        default=5,
        metadata=doc(
            "The least count that is shown; with fewer, who applied can be told from the sum.", at_least=3, at_most=100
        ),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole recruiting file; a section that is not written counts as it ships."""

    templates: tuple[Template, ...] = field(
        default=(), metadata=doc("The templates of stages; the first is offered first.")
    )
    questions: tuple[Question, ...] = field(default=(), metadata=doc("The knock-out questions."))
    kits: tuple[Kit, ...] = field(default=(), metadata=doc("The scorecards."))
    reasons: tuple[Reason, ...] = field(default=(), metadata=doc("Why applications end."))
    sources: tuple[Source, ...] = field(default=(), metadata=doc("Where candidates come from."))
    requisition_approvals: tuple[Approval, ...] | None = field(
        default=None, metadata=doc("Who approves requisitions; [] for nobody.")
    )
    offer_approvals: tuple[Approval, ...] | None = field(
        default=None, metadata=doc("Who approves offers; [] for nobody.")
    )
    messages: tuple[Message, ...] = field(default=(), metadata=doc("The messages to candidates."))
    invitations: tuple[Invitation, ...] = field(
        default=(), metadata=doc("The e-mails about interviews; those that are not written count as they ship.")
    )
    documents: tuple[FileKind, ...] = field(default=(), metadata=doc("The kinds of documents of candidates."))
    consent: Consent = field(default=Consent(), metadata=doc("For how long candidates' data may be kept."))
    eeo: Eeo = field(default=Eeo(), metadata=doc("How sums of equal-opportunity answers are shown."))
    offer_days: int = field(
        default=7, metadata=doc("Days an offer stands from the day it is sent.", at_least=1, at_most=365)
    )


T = TypeVar("T", Template, Kit, Reason, Source, Question, Message, Invitation, FileKind)
L = TypeVar("L", Reason, Source, FileKind)


@dataclass(frozen=True, slots=True)
class Playbook:
    """The recruiting file by names; `file` is where it is, or would be."""

    settings: Settings = Settings()
    file: str = ""

    def template(self, name: str) -> Template | None:
        """The template of a name."""
        return _named(self.settings.templates, name)

    def kit(self, name: str) -> Kit | None:
        """The scorecard of a name."""
        return _named(self.settings.kits, name)

    def reason(self, name: str) -> Reason | None:
        """The reason of a name or label."""
        return _named(self.settings.reasons, name) or _labelled(self.settings.reasons, name)

    def source(self, name: str) -> Source | None:
        """The source of a name or label."""
        return _named(self.settings.sources, name) or _labelled(self.settings.sources, name)

    def question(self, name: str) -> Question | None:
        """The knock-out question of a name."""
        return _named(self.settings.questions, name)

    def message(self, name: str) -> Message | None:
        """The message of a name."""
        return _named(self.settings.messages, name)

    def invitation(self, occasion: Occasion) -> Invitation | None:
        """The e-mail that tells of something."""
        return _named(self.settings.invitations, occasion)

    def file_kind(self, name: str) -> FileKind | None:
        """The kind of document of a name or label."""
        return _named(self.settings.documents, name) or _labelled(self.settings.documents, name)


def _named(among: tuple[T, ...], name: str) -> T | None:
    return next((each for each in among if each.name == name), None)


def _labelled(among: tuple[L, ...], label: str) -> L | None:
    wanted = label.casefold()
    return next((each for each in among if each.label.casefold() == wanted), None)
