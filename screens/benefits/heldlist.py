"""A list that is held whole: narrowed as one types by every word in its cells, and written to a file as it is shown."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from hrtui.text import fold
from screens.base import HrScreen
from screens.widgets.columns import Column
from screens.widgets.filter import FilterLine
from screens.widgets.table import VirtualTable

R = TypeVar("R")
NO_MATCH = ("Nothing here matches.", "Esc shows all.")


class HeldList(HrScreen, Generic[R]):
    """A screen whose `table` lists `rows` by their places. Subclasses say the columns, call `hold` with what was read, and say
    in `cells` what is written of a row under the `HEADINGS`."""

    HINT: ClassVar[str] = "type / to filter"
    HEADINGS: ClassVar[tuple[str, ...]] = ()
    WHAT: ClassVar[str] = "rows"

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.rows: Sequence[R] = ()
        columns = tuple(self.columns())
        self.table: VirtualTable[R] = VirtualTable(
            columns, self._page, empty=("Reading",), moved=self.moved, id=self.NAME
        )
        self.filter_line = FilterLine(self._filtered, self.table, hint=self.HINT)
        self._words: list[str] | None = None
        self._empty: tuple[str, ...] = ()

    def columns(self) -> Iterable[Column[R]]:
        """The columns of the list."""
        raise NotImplementedError

    def cells(self, row: R) -> Sequence[object]:
        """What is written of a row to a file."""
        raise NotImplementedError

    def stem(self) -> str:
        """What a file of the list is called, without its ending."""
        raise NotImplementedError

    def found_by(self, row: R) -> Iterable[object]:
        """What a row is found by."""
        return (column.cell(row) for column in self.table.columns)

    def is_shown(self, row: R) -> bool:
        """Whether a row is listed, beside what the filter says."""
        return True

    def moved(self, row_id: int | None) -> None:
        """Show what belongs to the row one has come to."""

    def on_mount(self) -> None:
        """The list has the keys."""
        self.table.focus()

    def reload(self) -> None:
        """Read the list anew; the cursor and the filter stay."""
        self.begin()

    def hold(self, rows: Sequence[R], *empty: str) -> None:
        """List these rows; `empty` says why there are none."""
        self.rows, self._words, self._empty = rows, None, empty
        self.table.refresh_rows()
        self.relist()

    def relist(self) -> None:
        """List the rows that are shown and have every word of the filter; the cursor stays as near as it can."""
        words = fold(self.filter_line.text).split()
        ids = array("q", (at for at, row in enumerate(self.rows) if self.is_shown(row) and self._has(at, words)))
        before, place = self.table.current, self.table.cursor
        near = before if before in ids else ids[min(place, len(ids) - 1)] if ids else None
        self.table.set_empty(*(NO_MATCH if words and self.rows else self._empty))
        self.table.set_ids(ids, near)
        every = len(ids) == len(self.rows)
        self.filter_line.show_note(f"{len(ids):,}" if every else f"{len(ids):,} of {len(self.rows):,}")

    def _has(self, at: int, words: Sequence[str]) -> bool:
        if not words:
            return True
        if self._words is None:
            self._words = [fold(" ".join(map(str, self.found_by(row)))) for row in self.rows]
        said = self._words[at]
        return all(word in said for word in words)

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self.relist()

    def _page(self, ids: Sequence[int]) -> list[R | None]:
        return [self.rows[id_] if id_ < len(self.rows) else None for id_ in ids]

    def at(self) -> R | None:
        """The row under the cursor."""
        at = self.table.current
        return self.rows[at] if at is not None and at < len(self.rows) else None

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.table.focus()

    # -- keys

    def do_filter(self) -> None:
        """Type what rows are looked for."""
        self.filter_line.begin()

    def do_back(self) -> bool:
        """Show all again, where they are filtered."""
        if not self.filter_line.text:
            return False
        self.filter_line.set_text("")
        return True

    def do_export(self) -> None:
        """Write the rows shown to a file."""
        from screens.exporting import Listed, ask_listed

        rows = self.rows
        written = Listed(
            self.HEADINGS, lambda ids: (self.cells(rows[id_]) for id_ in ids), "benefits.export", {"list": self.NAME}
        )
        ask_listed(self, self.WHAT, self.stem(), self.table, written)
