"""The use cases of people: each permits, reads, decides, and writes with its audit entry in one transaction.

A use case is imported when it is first asked for: a list needs none of those that write.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hrtui.people.blame import blame
    from hrtui.people.certifying import certificate_entries, change_certificate, jurisdictions
    from hrtui.people.changes import change_job, change_pay, change_profile, set_private
    from hrtui.people.completing import complete
    from hrtui.people.differing import difference
    from hrtui.people.hiring import hire, terminate
    from hrtui.people.listing import (
        Headcount,
        PaySeen,
        check_query,
        choices,
        directory_count,
        directory_details,
        directory_ids,
        directory_page,
        directory_search,
        directory_stream,
        headcount,
        new_day,
        query_day,
        query_order,
        resolve,
        see_fields,
        see_pay,
    )
    from hrtui.people.records import last_change, record, reveal_private
    from hrtui.people.rewriting import correct, later_rows, rescind

__all__ = [
    "blame", "difference",
    "correct", "later_rows", "rescind",
    "certificate_entries", "jurisdictions",
    "Headcount", "PaySeen", "change_certificate", "change_job", "change_pay", "change_profile", "check_query", "choices", "complete",
    "directory_count", "directory_details",
    "directory_ids", "directory_page", "directory_search", "directory_stream", "headcount", "hire", "last_change", "new_day", "query_day",
    "query_order",
    "record", "resolve", "reveal_private",
    "see_fields", "see_pay", "set_private", "terminate",
]  # fmt: skip
_WHERE = {
    "blame": ("blame",),
    "differing": ("difference",),
    "completing": ("complete",),
    "rewriting": ("correct", "later_rows", "rescind"),
    "certifying": ("certificate_entries", "change_certificate", "jurisdictions"),
    "changes": ("change_job", "change_pay", "change_profile", "set_private"),
    "hiring": ("hire", "terminate"),
    "records": ("last_change", "record", "reveal_private"),
}
_MODULES = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"hrtui.people.{_MODULES.get(name, 'listing')}"), name)
    globals()[name] = found
    return found
