"""Parameters of law by date: the YAML of `data/tables`, read strictly; a year that is not in a file is refused, never guessed."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import yaml

from hrtui.errors import ConfigError, RuleBroken
from hrtui.payroll.model import Bracket, FederalTables, FicaRates, Source

if TYPE_CHECKING:
    from hrtui.payroll.rules.states.model import StateTables

TABLES = Path(__file__).parent / "tables"
FEDERAL_WITHHOLDING = "us/federal_withholding.yaml"
FICA = "us/fica.yaml"

Row = tuple[Decimal, Decimal, Decimal]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping of the file: every key is known, every number is exact."""


class SourceEntry(Strict, frozen=True):
    """Where a version of the values comes from."""

    document: str
    transcription: str
    confidence: str


class Line1g(Strict, frozen=True):
    """Worksheet 1A, line 1g."""

    married: Decimal
    other: Decimal


class MonthDay(Strict, frozen=True):
    """A day of every year."""

    month: int
    day: int


class ByStatus(Strict, frozen=True):
    """A table for each filing status."""

    single: tuple[Row, ...]
    married: tuple[Row, ...]
    head: tuple[Row, ...]


class Dated(Strict, frozen=True, kw_only=True):
    """Values in force from a day through a day, with their source."""

    from_: date = msgspec.field(name="from")
    through: date
    source: SourceEntry


class FederalEntry(Dated, frozen=True, kw_only=True):
    """Federal withholding of one tax year."""

    line_1g: Line1g
    allowance: Decimal
    exempt_ends: MonthDay
    standard: ByStatus
    step2: ByStatus


class FicaEntry(Dated, frozen=True, kw_only=True):
    """Social security and Medicare of one year."""

    social_security_rate: Decimal
    social_security_wage_base: Decimal
    medicare_rate: Decimal
    additional_medicare_rate: Decimal
    additional_medicare_threshold: Decimal


class FederalFile(Strict, frozen=True):
    """The file of federal withholding."""

    name: str
    description: str
    unit: str
    values: tuple[FederalEntry, ...]


class FicaFile(Strict, frozen=True):
    """The file of social security and Medicare."""

    name: str
    description: str
    unit: str
    values: tuple[FicaEntry, ...]


F = TypeVar("F", bound=msgspec.Struct)
D = TypeVar("D", bound=Dated)


_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml's where it is built in: some ten times as fast


class TextLoader(_Loader):
    """YAML whose scalars all stay text, so that no number passes through a float; a repeated key is refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A mapping, or ConstructorError at the second of two equal keys."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” is given twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


@cache
def federal_tables(year: int) -> FederalTables:
    """Federal withholding of a tax year; raises RuleBroken where it is not known."""
    entry = _of_year(read(TABLES / FEDERAL_WITHHOLDING, FederalFile).values, year, "federal withholding tables")
    by_status = (("standard", entry.standard), ("step2", entry.step2))
    return FederalTables(
        year=year,
        brackets={
            (table, status): _brackets(getattr(rows, status))
            for table, rows in by_status
            for status in ("single", "married", "head")
        },
        line_1g_married=entry.line_1g.married,
        line_1g_other=entry.line_1g.other,
        allowance=entry.allowance,
        exempt_ends=(entry.exempt_ends.month, entry.exempt_ends.day),
        source=source_of(entry.source, FEDERAL_WITHHOLDING),
    )


@cache
def fica_rates(year: int) -> FicaRates:
    """Social security and Medicare of a year; raises RuleBroken where they are not known."""
    entry = _of_year(read(TABLES / FICA, FicaFile).values, year, "social security and Medicare rates")
    return FicaRates(
        year=year,
        social_security_rate=entry.social_security_rate,
        social_security_wage_base=entry.social_security_wage_base,
        medicare_rate=entry.medicare_rate,
        additional_medicare_rate=entry.additional_medicare_rate,
        additional_medicare_threshold=entry.additional_medicare_threshold,
        source=source_of(entry.source, FICA),
    )


def state_tables(state: str, on: date, own: Path | None = None) -> StateTables:
    """What a jurisdiction has in force on a day: `data.state_tables.state_tables`."""
    from data import state_tables as states

    return states.state_tables(state, on, own)


ALONE = threading.Lock()
"""msgspec learns a shape when it is first asked for, and a second thread that asks meanwhile meets half of it: the process dies."""


def read(file: Path, shape: type[F]) -> F:
    """A parameter file as typed values; raises ConfigError for a repeated or unknown key, or a value of the wrong kind."""
    try:
        raw = yaml.load(file.read_text(encoding="utf-8"), TextLoader)
        with ALONE:
            return msgspec.convert(raw, shape, strict=False)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise ConfigError(f"{file.name} cannot be used: {error}") from error


def _of_year(entries: Sequence[D], year: int, what: str) -> D:
    first = date(year, 1, 1)
    for entry in entries:
        if entry.from_ <= first <= entry.through:
            return entry
    known = ", ".join(map(str, sorted({entry.from_.year for entry in entries})))
    began = min(entry.from_ for entry in entries)
    raise RuleBroken(
        f"No {what} for {year} are known yet; this version knows {known}: the first date known is {began}.",
        field="pay_date",
    )


def _brackets(rows: Sequence[Row]) -> tuple[Bracket, ...]:
    made = tuple(Bracket(*row) for row in rows)
    if (
        not made
        or made[0].over != 0
        or any(a.over >= b.over or a.rate >= b.rate for a, b in zip(made, made[1:], strict=False))
    ):
        raise ConfigError("A tax table starts at 0 and rises row by row, in wages and in rate.")
    return made


def source_of(entry: SourceEntry, file: str) -> Source:
    """A source as values cite it."""
    return Source(entry.document, entry.confidence, f"data/tables/{file}", entry.transcription)
