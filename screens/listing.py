"""Lists with a line that filters them: what all of them have, and those that are held whole."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual.widget import Widget

from hrtui.audit import own
from hrtui.errors import HrError
from hrtui.text import fold
from screens.base import HrScreen
from screens.widgets.columns import Column
from screens.widgets.detail import Block
from screens.widgets.filter import FilterLine
from screens.widgets.lines import Span
from screens.widgets.table import VirtualTable

R = TypeVar("R")
T = TypeVar("T")
NO_MATCH = ("Nothing here matches.", "Esc shows all.")


class ListScreen(HrScreen, Generic[R]):
    """A screen whose `table` is filtered by its `filter_line`. Subclasses say the columns and the rows of some ids, read with `read`,
    and list in `find` what the filter says, which is called as one types.

    `LINES` below the list are about the row under the cursor. What others enter in the area `WATCHES` is read at the next key.
    """

    HINT: ClassVar[str] = "type / to filter"
    LINES: ClassVar[int] = 0
    WATCHES: ClassVar[str] = ""
    NOBODY: ClassVar[str] = "There is nothing under the cursor."

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.table: VirtualTable[R] = VirtualTable(
            tuple(self.columns()), self.page, empty=("Reading",), moved=self.moved, id=self.NAME
        )
        told = partial(self.say, error=True)
        self.filter_line = FilterLine(self._filtered, self.table, hint=self.HINT, tell=told)
        self.below = Block([[] for _ in range(self.LINES)])
        self._asked = 0
        self._read_at = -1
        self._is_catching_up = False

    def columns(self) -> Iterable[Column[R]]:
        """The columns of the list."""
        raise NotImplementedError

    def page(self, ids: Sequence[int]) -> list[R | None]:
        """The rows of some ids; None for those that are gone."""
        raise NotImplementedError

    def find(self) -> None:
        """List what the filter says."""
        raise NotImplementedError

    def about(self, row: R) -> Iterable[Sequence[Span]]:
        """The lines below the list about a row."""
        return ()

    def body(self) -> Iterable[Widget]:
        """The filter, the list, and what is to be said of the row under the cursor."""
        yield self.filter_line
        yield self.table
        if self.LINES:
            yield self.below

    def on_mount(self) -> None:
        """The list has the keys."""
        self.target().focus()

    def target(self) -> Widget:
        """What has the keys where nothing is typed: the list, unless a screen shows its rows in another way too."""
        return self.table

    def begin(self) -> None:
        """List what the address asks for, else what the filter says."""
        if not self.take_words():
            self.find()

    def take_words(self) -> bool:
        """Filter by the words of the address, if there are any; whether that asked for another list."""
        wanted, self.argument = self.argument, ""
        if not wanted or wanted == self.filter_line.text:
            return False
        self.filter_line.set_text(wanted)
        return True

    def read(
        self,
        function: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[HrError], object] | None = None,
        hold: bool = False,
    ) -> None:
        """Read on a thread as `work_on` does; an answer that came behind another question is dropped."""
        self._asked += 1
        asked = self._asked
        if self.WATCHES:
            self._read_at = own.newest(self.ctx)

        def answered(found: T) -> None:
            if asked == self._asked:
                then(found)

        self.work_on(function, answered, failed, hold and not self._is_catching_up)

    def meant(self) -> list[R]:
        """The marked rows, else the one under the cursor; says so where there is none."""
        ids = self.table.marked() or array("q", [self.table.current] if self.table.current is not None else [])
        found = [each for each in self.page(ids) if each is not None]
        if not found:
            self.say(self.NOBODY)
        return found

    def moved(self, row_id: int | None) -> None:
        """Say what belongs to the row one has come to."""
        if self.LINES:
            row = self.table.row(self.table.cursor) if row_id is not None else None
            lines = [*(self.about(row) if row is not None else ())][: self.LINES]
            self.below.show([*lines, *([] for _ in range(self.LINES - len(lines)))])

    # -- what others enter

    def arrive(self) -> None:
        """Load anew where others entered something since, too."""
        if self._is_overtaken() and self._seen >= 0:
            self.shows(self.shell.revision - 1)
        super().arrive()

    def catch_up(self) -> None:
        """Read anew what others entered since the list was read; the cursor stays on its row. No key waits for it: what was seen
        is what a key is about, and a use case tells where that is not so any more."""
        if self._is_overtaken():
            self._is_catching_up = True
            try:
                self.reload()
            finally:
                self._is_catching_up = False

    def _is_overtaken(self) -> bool:
        if not self.WATCHES or self._read_at < 0 or self.shell.opened is None:
            return False
        self._read_at, is_overtaken = own.entered_in(self.ctx, self.WATCHES, self._read_at)
        return is_overtaken

    # -- keys

    def _filtered(self, _text: str) -> None:
        if self.shell.opened is not None:
            self.find()

    def on_filter_line_left(self) -> None:
        """Back into the list."""
        self.target().focus()

    def on_virtual_table_failed(self, event: VirtualTable.Failed) -> None:
        """Say why rows are missing."""
        self.say(event.error, error=True)

    def do_filter(self) -> None:
        """Type what rows are looked for."""
        self.filter_line.begin()

    def do_back(self) -> bool:
        """Show all again, where they are filtered."""
        if not self.filter_line.text:
            return False
        self.filter_line.set_text("")
        return True


class HeldList(ListScreen[R]):
    """A list that is held whole, and narrowed as one types by every word in its cells. Subclasses call `hold` with what they read in
    `load`."""

    NO_MATCH: ClassVar[tuple[str, ...]] = NO_MATCH

    def __init__(self, argument: str = "") -> None:
        super().__init__(argument)
        self.rows: Sequence[R] = ()
        self.held: dict[int, R] = {}
        self._words: dict[int, str] | None = None
        self._empty: tuple[str, ...] = ()

    def key(self, row: R, at: int) -> int:
        """What a row is told by when the list is read anew: its place, unless it has an id."""
        return at

    def found_by(self, row: R) -> Iterable[object]:
        """What a row is found by."""
        return (column.cell(row) for column in self.table.columns)

    def is_shown(self, row: R) -> bool:
        """Whether a row is listed, beside what the filter says."""
        return True

    def note(self, shown: int) -> str:
        """What stands behind the filter of so many rows shown."""
        return f"{shown:,}" if shown == len(self.rows) else f"{shown:,} of {len(self.rows):,}"

    def load(self, hold: bool = False) -> None:
        """Read the list, keys waiting for that where they are to."""
        raise NotImplementedError

    def begin(self) -> None:
        """Read the list, and filter it by the words of the address."""
        self.take_words()
        self.load()

    def reload(self) -> None:
        """Read anew, keys waiting, so that none meets what was before; the cursor and the filter stay."""
        self.load(hold=True)

    def hold(self, rows: Sequence[R], *empty: str) -> None:
        """List these rows; `empty` says why there are none."""
        self.rows, self._words, self._empty = rows, None, empty
        self.held = {self.key(row, at): row for at, row in enumerate(rows)}
        self.table.refresh_rows()
        self.find()

    def find(self) -> None:
        """List the rows that are shown and have every word of the filter; the cursor stays as near as it can."""
        words = fold(self.filter_line.text).split()
        ids = array("q", (id_ for id_, row in self.held.items() if self.is_shown(row) and self._has(id_, words)))
        before, place = self.table.current, self.table.cursor
        near = before if before in ids else ids[min(place, len(ids) - 1)] if ids else None
        self.table.set_empty(*(self.NO_MATCH if words and self.rows else self._empty))
        self.table.set_ids(ids, near)
        self.filter_line.show_note(self.note(len(ids)))

    def _has(self, id_: int, words: Sequence[str]) -> bool:
        if not words:
            return True
        if self._words is None:
            self._words = {key: fold(" ".join(map(str, self.found_by(row)))) for key, row in self.held.items()}
        said = self._words[id_]
        return all(word in said for word in words)

    def page(self, ids: Sequence[int]) -> list[R | None]:
        """The rows of some ids, which are held."""
        return [self.held.get(id_) for id_ in ids]

    def at(self) -> R | None:
        """The row under the cursor."""
        at = self.table.current
        return None if at is None else self.held.get(at)
