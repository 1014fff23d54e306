"""A table of law as a payroll person looks it up: its version on a day, its source, and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

TRUSTED = "high"


class TableInForce(NamedTuple):
    """One table on a day: the version in force with its source and values as written, or none and when the first begins.

    `jurisdiction` is `US`, a state's letters or a city (`NY-NYC`); `own` tells that the company's file stands in for ours.
    """

    jurisdiction: str
    place: str
    table: str
    known: bool
    begins: date
    through: date | None
    confidence: str
    document: str
    transcription: str
    file: str
    unit: str
    note: str
    values: Mapping[str, Any]
    own: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether it is in force and of less than high confidence."""
        return self.known and self.confidence != TRUSTED
