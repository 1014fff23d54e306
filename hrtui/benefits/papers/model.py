"""Papers: which there are, their templates, and what stands in a finished one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


class Part(StrEnum):
    """What a piece of a paper is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; columns whose number is in `right` stand right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a template, with its text (of a table the field's name) and the line it begins on."""

    part: Part
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it was read: the title, its pieces, and the file it is from."""

    title: str
    pieces: tuple[Piece, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Values:
    """What fields hold for one person: texts by name (`person.name`), tables by name (`table.options`)."""

    texts: Mapping[str, str]
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a finished paper: its text, or its table."""

    part: Part
    text: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper: whose it is, the company's name, the day, the title and its blocks."""

    company: str
    person: str
    number: str
    day: str
    title: str
    blocks: tuple[Block, ...]
