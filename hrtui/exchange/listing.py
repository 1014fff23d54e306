"""The cells of a dry run, one by one, made when they are looked at: all of them, those that change something, those at fault."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from hrtui.audit.model import Change
from hrtui.exchange.changes import GROUP, RECORD, unpack
from hrtui.exchange.model import UNIT, Cell, Fault, ImportReport
from hrtui.exchange.sources import Fixes
from hrtui.text import fold

WIDTH = 1_024  # more than the fields a row may change, or its columns
SHOWN = 200


class Which(StrEnum):
    """Which cells are listed."""

    CHANGES = "changes"
    FAULTS = "faults"
    ALL = "cells"


class Cells:
    """The cells of a report by number; `ids` lists them, `cell` makes one."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.places = {row: place for place, row in enumerate(report.sheet.numbers)}
        self.fixes = Fixes(report.sheet.header, report.options)
        self.columns = [at for at, name in enumerate(report.sheet.header) if self._fields(name)]
        self._faults: dict[int, list[Fault]] = {}
        for fault in report.faults:
            self._faults.setdefault(fault.row, []).append(fault)

    def ids(self, which: Which) -> array[int]:
        """The numbers of the cells to list, in order of rows."""
        if which is Which.FAULTS:
            return array("q", range(len(self.report.faults)))
        if which is Which.ALL:
            rows = range(len(self.report.sheet))
            return array("q", (place * WIDTH + at for place in rows for at in self.columns))
        made = array("q")
        for row, text in self.report.outcomes.items():
            count = text.count(RECORD)
            made.extend(range(row * WIDTH, row * WIDTH + min(count, WIDTH)))
        return made

    def matching(self, which: Which, text: str, stopped: Callable[[], bool] = lambda: False) -> array[int]:
        """The numbers of those cells that have every word of a text in their row, person, column, field, values or rule.

        `stopped` is asked at each row: once it says so, what was found until then is returned.
        """
        words = fold(text).split()
        if not words:
            return self.ids(which)
        made = array("q")
        for row in {Which.FAULTS: self._said_of_faults, Which.ALL: self._said_of_all}.get(
            which, self._said_of_changes
        )():
            if stopped():
                break
            made.extend(number for number, said in row if all(word in said for word in words))
        return made

    def _said_of_faults(self) -> Iterator[list[tuple[int, str]]]:
        for number, fault in enumerate(self.report.faults):
            said = (fault.row, *self._who(fault.row), fault.column, fault.value, fault.rule)
            yield [(number, fold(" ".join(map(str, said))))]

    def _said_of_changes(self) -> Iterator[list[tuple[int, str]]]:
        for row in self.report.outcomes:
            who, made = fold(" ".join([str(row), *self._who(row)])), []
            for at, change in enumerate(self._changes(row)[:WIDTH]):
                rule = self._rule(row, self._label(change.field))[0] if row in self._faults else ""
                name = change.field.replace("_", " ")
                made.append((row * WIDTH + at, f"{who} {fold(f'{name} {change.before} {change.after} {rule}')}"))
            yield made

    def _said_of_all(self) -> Iterator[list[tuple[int, str]]]:
        header = self.report.sheet.header
        names = {at: fold(" ".join([header[at], *self._fields(header[at])]).replace("_", " ")) for at in self.columns}
        for place, row in enumerate(self.report.sheet.numbers):
            who, made = fold(" ".join([str(row), *self._who(row)])), []
            raw = self.report.sheet.at(place)
            fixed = self.fixes.of(raw)
            for at in self.columns:
                value = fixed.get(at, raw.cells[at] if at < len(raw.cells) else "")
                rule = self._rule(row, header[at])[0] if row in self._faults else ""
                made.append((place * WIDTH + at, f"{who} {names[at]} {fold(f'{value} {rule}')}"))
            yield made

    def cell(self, which: Which, number: int) -> Cell | None:
        """One cell, or None where it is gone."""
        if which is Which.FAULTS:
            return self._of_fault(self.report.faults[number])
        row, at = divmod(number, WIDTH)
        if which is Which.ALL:
            return self._of_column(row, self.report.sheet.header[at])
        changes = self._changes(row)
        return self._of_change(row, changes[at]) if at < len(changes) else None

    def value(self, row: int, column: str) -> str:
        """What stands in a cell of the file, as corrected by hand."""
        place, at = self.places.get(row), self._at(column)
        if place is None or at is None:
            return ""
        raw = self.report.sheet.at(place)
        return self.fixes.of(raw).get(at, raw.cells[at] if at < len(raw.cells) else "")

    def _at(self, column: str) -> int | None:
        header = self.report.sheet.header
        return header.index(column) if column in header else None

    def _fields(self, column: str) -> list[str]:
        labels = self.report.labels
        return [name for name, label in labels.items() if column == label or column in label.split(" + ")]

    def _changes(self, row: int) -> list[Change]:
        _, _, packed = self.report.outcomes.get(row, "").partition(GROUP)
        return [change for _, some in unpack(packed) for change in some]

    def _who(self, row: int) -> tuple[str, str]:
        number, _, name = self.report.outcomes.get(row, "").partition(GROUP)[0].partition(UNIT)
        return number, name

    def _label(self, field: str) -> str:
        """The column a changed field comes from."""
        labels: Mapping[str, str] = self.report.labels
        for name in (SAID_BY.get(field, field), "name" if field in ("first_name", "last_name") else ""):
            label = labels.get(name, "")
            if any(part in self.report.sheet.header for part in label.split(" + ")):
                return label
        return ""

    def _of_change(self, row: int, change: Change) -> Cell:
        column = self._label(change.field)
        value = self.value(row, column) if column else ""
        rule, taken = self._rule(row, column)
        return Cell(row, *self._who(row), column, change.field, value, change.before, change.after, rule, taken, True)

    def _of_fault(self, fault: Fault) -> Cell:
        field = next(iter(self._fields(fault.column)), "")
        value = fault.value or self.value(fault.row, fault.column)[:SHOWN]
        return Cell(fault.row, *self._who(fault.row), fault.column, field, value, "", "", fault.rule, fault.taken)

    def _of_column(self, place: int, column: str) -> Cell:
        row = self.report.sheet.numbers[place]
        fields = self._fields(column)
        changes = [change for change in self._changes(row) if self._label(change.field) == column]
        rule, taken = self._rule(row, column)
        before = "; ".join(dict.fromkeys(change.before for change in changes if change.before))
        after = "; ".join(dict.fromkeys(change.after for change in changes if change.after))
        field = ", ".join(fields)
        return Cell(
            row, *self._who(row), column, field, self.value(row, column), before, after, rule, taken, bool(changes)
        )

    def _rule(self, row: int, column: str) -> tuple[str, bool]:
        for fault in self._faults.get(row, ()):
            if fault.column == column or (not fault.column and not fault.taken):
                return fault.rule, fault.taken
        return "", True


SAID_BY = {"employment_type": "type", "manager_name": "manager", "last_day": "terminated"}
