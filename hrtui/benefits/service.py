"""The use cases of benefits: each permits, reads, decides, and writes with its audit entry in one transaction.

A use case is imported when it is first asked for: the list of plans needs none of those that write.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.benefits.desk import Cost, Decided, Desk, Totals
    from hrtui.benefits.due import Due, DueKind, carry_out, counted, due
    from hrtui.benefits.electing import elect
    from hrtui.benefits.finalising import close, finalise, void
    from hrtui.benefits.gathering import Enrolled
    from hrtui.benefits.insuring import decide_evidence
    from hrtui.benefits.naming import name_beneficiaries
    from hrtui.benefits.openenrolment import (
        CompanyDone,
        Left,
        Status,
        check_opening,
        finalise_all,
        latest,
        open_company,
        status,
    )
    from hrtui.benefits.opening import open_event, prepare
    from hrtui.benefits.reading import PersonBenefits, QueueLine, benefits_of, queue, queue_lines, queue_page
    from hrtui.benefits.simulating import closed_checks, desk, simulate
    from hrtui.benefits.standing import StandingChange, change_standing, proofs

__all__ = [
    "CompanyDone",
    "Cost",
    "Decided",
    "Desk",
    "Due",
    "DueKind",
    "Enrolled",
    "Left",
    "PersonBenefits",
    "QueueLine",
    "StandingChange",
    "Status",
    "Totals",
    "benefits_of",
    "carry_out",
    "change_standing",
    "check_opening",
    "close",
    "closed_checks",
    "counted",
    "decide_evidence",
    "desk",
    "due",
    "elect",
    "finalise",
    "finalise_all",
    "latest",
    "name_beneficiaries",
    "open_company",
    "open_event",
    "prepare",
    "proofs",
    "queue",
    "queue_lines",
    "queue_page",
    "simulate",
    "status",
    "void",
]
_WHERE: dict[str, tuple[str, ...]] = {
    "desk": ("Cost", "Decided", "Desk", "Totals"),
    "due": ("Due", "DueKind", "carry_out", "counted", "due"),
    "electing": ("elect",),
    "finalising": ("close", "finalise", "void"),
    "gathering": ("Enrolled",),
    "insuring": ("decide_evidence",),
    "naming": ("name_beneficiaries",),
    "openenrolment": (
        "CompanyDone", "Left", "Status", "check_opening", "finalise_all", "latest", "open_company", "status",
    ),
    "opening": ("open_event", "prepare"),
    "reading": ("PersonBenefits", "QueueLine", "benefits_of", "queue", "queue_lines", "queue_page"),
    "simulating": ("closed_checks", "desk", "simulate"),
    "standing": ("StandingChange", "change_standing", "proofs"),
}  # fmt: skip
_MODULES = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"hrtui.benefits.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
