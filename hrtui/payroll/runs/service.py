"""The use cases of payroll runs: each permits, reads, decides, and writes with its audit entry in one transaction.

A use case is imported when it is first asked for: the list of runs needs none of those that calculate.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.payroll.runs.accepting import accept, accepted, unaccepted
    from hrtui.payroll.runs.calculating import calculate
    from hrtui.payroll.runs.differing import difference, differences, unexplained
    from hrtui.payroll.runs.dirt import blocked_people, dirty_ids, dirty_people
    from hrtui.payroll.runs.entering import InputLine, enter, entered_for
    from hrtui.payroll.runs.explaining import derivations, why
    from hrtui.payroll.runs.opening import open_run
    from hrtui.payroll.runs.reading import (
        SlipRow,
        check_moved,
        newest,
        run,
        runs_of_year,
        slip,
        slip_heads,
        slip_rows,
        slips_of,
    )
    from hrtui.payroll.runs.retro import Decision, Retro, decide, decided, retro, touched
    from hrtui.payroll.runs.reversing import reverse
    from hrtui.payroll.runs.stepping import Asked, approve, cancel, close, finalise, pay, send_back, submit
    from hrtui.payroll.runs.touching import undecided, with_touched

__all__ = [
    "Asked", "InputLine", "SlipRow", "accept", "accepted", "approve", "blocked_people", "calculate", "cancel", "close",
    "check_moved", "newest",
    "derivations", "difference", "differences", "dirty_ids", "dirty_people", "enter", "entered_for", "finalise", "open_run", "pay", "reverse", "run",
    "runs_of_year", "send_back", "slip", "slip_heads", "slip_rows", "slips_of", "submit", "unaccepted", "unexplained", "why",
    "Decision", "Retro", "decide", "decided", "retro", "touched", "undecided", "with_touched",
]  # fmt: skip
_WHERE = {
    "accepting": ("accept", "accepted", "unaccepted"),
    "calculating": ("calculate",),
    "differing": ("difference", "differences", "unexplained"),
    "dirt": ("blocked_people", "dirty_ids", "dirty_people"),
    "entering": ("InputLine", "enter", "entered_for"),
    "explaining": ("derivations", "why"),
    "opening": ("open_run",),
    "reading": (
        "SlipRow",
        "check_moved",
        "newest",
        "run",
        "runs_of_year",
        "slip",
        "slip_heads",
        "slip_rows",
        "slips_of",
    ),
    "retro": ("Decision", "Retro", "decide", "decided", "retro", "touched"),
    "reversing": ("reverse",),
    "stepping": ("Asked", "approve", "cancel", "close", "finalise", "pay", "send_back", "submit"),
    "touching": ("undecided", "with_touched"),
}
_MODULES = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"hrtui.payroll.runs.{_MODULES[name]}"), name)
    globals()[name] = found
    return found
