"""How far back a change may reach into pay that was paid already."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from hrtui.dates import EARLIEST
from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class RetroSettings:
    """What is looked at where a change is back-dated into runs that are final."""

    earliest: date = field(
        default=EARLIEST,
        metadata=doc(
            "The first check date of the runs that a back-dated change is compared with, in this tax year or the last one; "
            "left as it is, the first day of this tax year.",
            example="2026-07-01",
        ),
    )

    def since(self, today: date) -> date:
        """The first check date that counts on a day."""
        if self.earliest == EARLIEST:
            return date(today.year, 1, 1)
        return max(self.earliest, date(today.year - 1, 1, 1))
