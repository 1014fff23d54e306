"""A file of an import as it was read: how it is written, what its columns look like, and its rows."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

DECIMALS = {"point": "1,234.56", "comma": "1.234,56", "space": "1 234,56"}
DATES = ("month-first", "day-first", "iso")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "latin-1")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
QUOTES = {"double": '"', "single": "'", "none": ""}
UNIT = "\x1f"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file has it; `row` counts from 1 for the header. `problem` says why its cells cannot be told apart."""

    row: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: `xlsx`, or text in an encoding, with or without its mark, cells apart and quoted by which signs."""

    kind: str
    encoding: str = ""
    mark: bool = False
    delimiter: str = ""
    quote: str = ""

    @property
    def sentence(self) -> str:
        """The dialect in a few words."""
        if self.kind != "text":
            return "XLSX workbook, first sheet"
        delimiter = next((name for name, sign in DELIMITERS.items() if sign == self.delimiter), repr(self.delimiter))
        quote = {'"': "double quotes", "'": "single quotes"}.get(self.quote, "no quotes")
        mark = " with its mark" if self.mark else ""
        return f"{self.encoding.upper()}{mark}, {delimiter}, {quote}"


@dataclass(frozen=True, slots=True)
class Look:
    """What the values of a column look like, all of them looked at.

    `kind` is `empty`, `text`, `number` or `date`. `dates` is one of `DATES`, `ambiguous`, `mixed` or empty; `formats` are
    the date formats that fit. `decimals` is a key of `DECIMALS`, `plain`, `ambiguous`, `mixed` or empty.
    """

    name: str
    filled: int = 0
    samples: tuple[str, ...] = ()
    kind: str = "empty"
    dates: str = ""
    formats: tuple[str, ...] = ()
    decimals: str = ""


@dataclass(slots=True)
class Sheet:
    """A file as it was read: its header, what it looks like, and its rows, packed to a text each; `problems` by place."""

    header: tuple[str, ...]
    dialect: Dialect
    digest: str
    texts: list[str] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))
    problems: dict[int, str] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def add(self, raw: RawRow) -> None:
        """Keep a row."""
        if raw.problem:
            self.problems[len(self.texts)] = raw.problem
        joined = UNIT.join(raw.cells)
        clean = joined.count(UNIT) == len(raw.cells) - 1
        self.texts.append(joined if clean else UNIT.join(cell.replace(UNIT, " ") for cell in raw.cells))
        self.numbers.append(raw.row)

    def at(self, place: int) -> RawRow:
        """The row at a place, from 0."""
        return RawRow(self.numbers[place], tuple(self.texts[place].split(UNIT)), self.problems.get(place, ""))

    def __iter__(self) -> Iterator[RawRow]:
        return map(self.at, range(len(self.texts)))
