"""A month as people type it."""

from __future__ import annotations

import re
from datetime import date

from hrtui.errors import RuleBroken
from hrtui.text import clean


def read_month(text: str) -> date:
    """The first day of a month typed as 2026-06; raise RuleBroken for anything else."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})(?:-[0-9]{1,2})?", text.strip(), re.ASCII)
    if match is None or not 1 <= int(match[2]) <= 12 or not 1900 <= int(match[1]) <= 2199:
        raise RuleBroken(f"“{clean(text, limit=40)}” is no month; type it as 2026-06.", "month")
    return date(int(match[1]), int(match[2]), 1)
