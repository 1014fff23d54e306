"""A thing that needs attention."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, whether it is a warning, and the address where something can be done about it."""

    sentence: str
    warning: bool = False
    address: str = ""
