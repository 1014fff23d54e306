"""Lists of benefits that are held whole, and written to a file as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from screens.listing import HeldList

R = TypeVar("R")


class WrittenList(HeldList[R]):
    """A held list that `x` writes to a file. Subclasses say in `cells` what is written of a row under the `HEADINGS`."""

    HEADINGS: ClassVar[tuple[str, ...]] = ()
    WHAT: ClassVar[str] = "rows"

    def cells(self, row: R) -> Sequence[object]:
        """What is written of a row to a file."""
        raise NotImplementedError

    def stem(self) -> str:
        """What a file of the list is called, without its ending."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the list anew; the cursor and the filter stay."""
        self.begin()

    def do_export(self) -> None:
        """Write the rows shown to a file."""
        from screens.exporting import Listed, ask_listed

        held = self.held
        written = Listed(
            self.HEADINGS, lambda ids: (self.cells(held[id_]) for id_ in ids), "benefits.export", {"list": self.NAME}
        )
        ask_listed(self, self.WHAT, self.stem(), self.table, written)
