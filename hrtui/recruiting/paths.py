"""The ways of applications: how each stood, entry by entry, as figures over many requisitions read them; pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Step(NamedTuple):
    """How an application stood from a day on: since when in which stage, in which state, for which reason of the recruiting file."""

    on: date
    state: str
    stage: str
    since: date
    reason: str
    side: str
    owes: str
    source: str
    owner: str


@dataclass(frozen=True, slots=True)
class Path:
    """The way of one application to a requisition, by their ids: its steps in the order in which they were entered."""

    application: int
    requisition: int
    steps: tuple[Step, ...]

    @property
    def applied(self) -> date:
        """The first day."""
        return self.steps[0].on

    @property
    def last(self) -> Step:
        """How it stands."""
        return self.steps[-1]
