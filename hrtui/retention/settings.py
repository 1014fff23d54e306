"""The settings of retention: what rules are about, which event sets each off, and how long each keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from hrtui.setting import doc
from hrtui.value import frozen


class Records(StrEnum):
    """What a rule of retention is about."""

    PEOPLE = "people"
    PAY = "pay"
    TIME_CARDS = "time_cards"
    TAXES = "taxes"
    BENEFITS = "benefits"
    LEAVES = "leaves"
    DOCUMENTS = "documents"
    CANDIDATES = "candidates"
    INTERVIEWS = "interviews"
    EEO = "eeo"
    MESSAGES = "messages"
    AUDIT_READS = "audit_reads"
    IMPORTS = "imports"
    DRAFTS = "drafts"
    FILES = "files"


EVENTS: Mapping[Records, str] = {
    Records.PEOPLE: "the end",
    Records.PAY: "the last pay date",
    Records.TIME_CARDS: "the last time card",
    Records.TAXES: "the last return was due",
    Records.BENEFITS: "the plan's return was due",
    Records.LEAVES: "the last leave",
    Records.DOCUMENTS: "the end",
    Records.CANDIDATES: "the last action",
    Records.INTERVIEWS: "the last interview",
    Records.EEO: "the answers",
    Records.MESSAGES: "the last message",
    Records.AUDIT_READS: "the entry",
    Records.IMPORTS: "the entry",
    Records.DRAFTS: "the entry",
    Records.FILES: "the file was written",
}
"""The event from which the time of each kind of record counts."""

OF_PEOPLE = frozenset({
    Records.PEOPLE, Records.PAY, Records.TIME_CARDS, Records.TAXES, Records.BENEFITS, Records.LEAVES,
})  # fmt: skip
OF_CANDIDATES = frozenset({Records.CANDIDATES, Records.INTERVIEWS, Records.EEO, Records.MESSAGES})
HIRED = OF_PEOPLE | {Records.DOCUMENTS}
"""What is about somebody who was hired on a day."""


@frozen
class RetentionRule:
    """How long records of a kind are kept."""

    name: str = field(
        metadata=doc("Its name; a shipped rule of the same name is replaced.", reads="name", example="i9")
    )
    records: Records = field(metadata=doc("What it is about.", example="documents"))
    source: str = field(
        metadata=doc("Where the time comes from: the law, or who decided it.", example="FLSA, 29 CFR 516.5")
    )
    kind: str = field(
        default="", metadata=doc("For documents, their kind; else it is about all of them.", reads="name", example="i9")
    )
    years: int = field(
        default=0,
        metadata=doc("The years after the event of its records, such as the end of employment.", example="1", at_least=0, at_most=100),
    )  # fmt: skip
    months: int = field(default=0, metadata=doc("Months on top of the years.", at_least=0, at_most=1200))
    years_after_hire: int = field(
        default=0,
        metadata=doc("For what is about people, at least this many years after the hire.", at_least=0, at_most=100),
    )  # fmt: skip
    days: int = field(default=0, metadata=doc("Days on top of years and months.", at_least=0, at_most=3650))
