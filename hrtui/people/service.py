"""The use cases of people: each permits, reads, decides, and writes with its audit entry in one transaction."""

from __future__ import annotations

from hrtui.people.changes import change_certificate, change_job, change_pay, change_profile, set_private
from hrtui.people.hiring import hire, terminate
from hrtui.people.listing import (
    Headcount,
    choices,
    directory_count,
    directory_ids,
    directory_page,
    directory_search,
    headcount,
    new_day,
    resolve,
)
from hrtui.people.records import record, reveal_private

__all__ = [
    "Headcount", "change_certificate", "change_job", "change_pay", "change_profile", "choices", "directory_count",
    "directory_ids", "directory_page", "directory_search", "headcount", "hire", "new_day", "record", "resolve", "reveal_private",
    "set_private", "terminate",
]  # fmt: skip
