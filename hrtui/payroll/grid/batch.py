"""The cells of a batch while they are keyed: typing, filling, copying, pasting, and taking the last of it back."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from hrtui.errors import RuleBroken
from hrtui.payroll.grid.model import Figure, GridColumn, GridLine, GridPerson, GridTotals, Key, Unit, hash_of
from hrtui.payroll.grid.reading import read

STEPS_KEPT = 200
Changed = tuple[Key, ...]


class Batch:
    """Rows of people and columns of codes. `saved` is what is on file; `texts` what was keyed, by cell, and counts alone.

    An empty text over something saved takes it out. Every change returns the cells it touched and can be undone.
    """

    def __init__(
        self,
        people: Sequence[GridPerson],
        columns: Sequence[GridColumn],
        saved: Mapping[Key, int] | None = None,
        texts: Mapping[Key, str] | None = None,
    ) -> None:
        self.people, self.columns = tuple(people), tuple(columns)
        self.saved = dict(saved or {})
        self.texts: dict[Key, str] = {}
        self._column = {column.code: column for column in self.columns}
        self._row = {person.id: row for row, person in enumerate(self.people)}
        self._read: dict[Key, Figure | RuleBroken] = {}
        self._filled: dict[int, int] = {}
        self._sums = {Unit.HOURS: 0, Unit.MONEY: 0}
        self._hash = 0
        self._faults: set[Key] = set()
        self._steps: deque[tuple[tuple[Key, str | None], ...]] = deque(maxlen=STEPS_KEPT)
        for key, text in (texts or {}).items():
            if key[0] in self._row and key[1] in self._column:
                self._set(key, text)

    # -- looking

    def key(self, row: int, column: int) -> Key:
        """The cell at a place."""
        return self.people[row].id, self.columns[column].code

    def number(self, person: int) -> str:
        """The number of a person of the batch, by id."""
        return self.people[self._row[person]].number

    def place(self, key: Key) -> tuple[int, int] | None:
        """Where a cell is, or None where the batch has it no more."""
        row = self._row.get(key[0])
        codes = [column.code for column in self.columns]
        return (row, codes.index(key[1])) if row is not None and key[1] in codes else None

    def figure(self, key: Key) -> Figure | None:
        """What the cell was read as; None where nothing was keyed or it is not readable."""
        found = self._read.get(key)
        return found if isinstance(found, Figure) else None

    def fault(self, key: Key) -> RuleBroken | None:
        """Why the cell cannot be read."""
        found = self._read.get(key)
        return found if isinstance(found, RuleBroken) else None

    def in_force(self, key: Key) -> int | None:
        """What the cell comes to once the batch is saved: what was keyed, else what is on file."""
        if key in self.texts:
            figure = self.figure(key)
            return figure.hundredths if figure else None
        return self.saved.get(key)

    @property
    def totals(self) -> GridTotals:
        """What was keyed and can be read."""
        return GridTotals(len(self._filled), self._sums[Unit.HOURS], self._sums[Unit.MONEY], self._hash)

    @property
    def faults(self) -> list[Key]:
        """The cells that cannot be read, row by row."""
        return sorted(self._faults, key=lambda key: self.place(key) or (0, 0))

    def lines(self) -> tuple[GridLine, ...]:
        """What is to be saved, row by row. Raises RuleBroken with the first cell that cannot be read."""
        for key in self.faults:
            person = self.people[self._row[key[0]]]
            raise RuleBroken(f"{person.name} ({person.number}), {self.fault(key)}", key[1])
        ordered = sorted(self.texts, key=lambda key: self.place(key) or (0, 0))
        figures = ((key, self.figure(key)) for key in ordered)
        return tuple(GridLine(*key, figure.hundredths if figure else None) for key, figure in figures)

    # -- changing

    def put(self, key: Key, text: str) -> Changed:
        """Take what was typed into a cell; the same text again changes nothing."""
        return self._step({key: text})

    def clear(self, key: Key) -> Changed:
        """Take out what was keyed; where nothing was, what is on file."""
        return self._step({key: "" if key in self.saved and not self.texts.get(key) else None})

    def copy_above(self, row: int, column: int) -> Changed:
        """Take what the cell above holds. Raises RuleBroken where there is nothing above."""
        text = self._text_of(row - 1, column) if row else ""
        if not text:
            raise RuleBroken("There is nothing above to copy.", self.columns[column].code)
        return self.put(self.key(row, column), text)

    def fill_down(self, row: int, column: int) -> Changed:
        """Put the cell, or where it is empty the one above, into the empty cells below, down to the next that holds something.

        Raises RuleBroken where there is nothing to fill with.
        """
        code, first = self.columns[column].code, row + 1
        text = self._text_of(row, column)
        if not text and row:
            text, first = self._text_of(row - 1, column), row
        if not text:
            raise RuleBroken("There is nothing here or above to fill with; type it first.", code)
        given: dict[Key, str | None] = {}
        for below in range(first, len(self.people)):
            if self._text_of(below, column):
                break
            given[self.key(below, column)] = text
        if not given:
            raise RuleBroken("The cell below holds something already; filling stops there.", code)
        return self._step(given)

    def paste(self, row: int, column: int, block: str) -> Changed:
        """Put in lines of cells between tabs, from a cell on to the right and down; empty ones change nothing.

        All of it is taken or nothing: raises RuleBroken where it reaches beyond the last row or column.
        """
        lines = [line.split("\t") for line in block.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")]
        wide, high = max(map(len, lines)), len(lines)
        if row + high > len(self.people) or column + wide > len(self.columns):
            rows, columns = len(self.people) - row, len(self.columns) - column
            raise RuleBroken(
                f"The block has {high:,} by {wide:,} cells; from here there are {rows:,} by {columns:,}. Nothing was pasted.",
                self.columns[column].code,
            )
        return self._step(
            {
                self.key(row + down, column + right): text
                for down, line in enumerate(lines)
                for right, text in enumerate(line)
                if text.strip()
            }
        )

    def undo(self) -> Changed:
        """Take the last change back; nothing where there is none."""
        if not self._steps:
            return ()
        before = self._steps.pop()
        for key, text in before:
            self._set(key, text)
        return tuple(key for key, _ in before)

    def _text_of(self, row: int, column: int) -> str:
        return self.texts.get(self.key(row, column), "")

    def _step(self, given: Mapping[Key, str | None]) -> Changed:
        before: list[tuple[Key, str | None]] = []
        for key, text in given.items():
            kept = self.texts.get(key)
            wanted = None if text is None or not (text.strip() or key in self.saved) else text.strip()
            if wanted != kept:
                before.append((key, kept))
                self._set(key, wanted)
        if before:
            self._steps.append(tuple(before))
        return tuple(key for key, _ in before)

    def _set(self, key: Key, text: str | None) -> None:
        """Hold a text in a cell, or none, and keep the totals by what it was and what it is."""
        self._count(key, -1)
        self._read.pop(key, None)
        self._faults.discard(key)
        if text is None:
            self.texts.pop(key, None)
            return
        self.texts[key] = text
        if not text:
            return
        try:
            self._read[key] = read(text, self._column[key[1]])
        except RuleBroken as error:
            self._read[key] = error
            self._faults.add(key)
        self._count(key, 1)

    def _count(self, key: Key, sign: int) -> None:
        figure = self.figure(key)
        if figure is None:
            return
        self._sums[self._column[key[1]].unit] += sign * figure.hundredths
        filled = self._filled.pop(key[0], 0) + sign
        if filled:
            self._filled[key[0]] = filled
        if filled == (1 if sign > 0 else 0):
            self._hash += sign * hash_of(self.people[self._row[key[0]]].number)
