"""Walking a list from record to record without going back to it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field


@dataclass(slots=True)
class Walk:
    """The list a record was opened from, and where in it the person stands."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    index: int = 0

    def step(self, by: int) -> int | None:
        """The id of the next or previous person; None at either end."""
        if not 0 <= self.index + by < len(self.ids):
            return None
        self.index += by
        return self.ids[self.index]

    def place(self) -> str:
        """`3 of 250`, where there is a list."""
        return f"{self.index + 1:,} of {len(self.ids):,}" if len(self.ids) else ""
