"""Where an import's mapping comes from, and its file read by it: rows as values, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from data import batches
from data.exchange import read_sheet, read_table
from hrtui.context import Context
from hrtui.errors import ImportFault, RuleBroken
from hrtui.exchange import guess, rules
from hrtui.exchange import mapping as mappings
from hrtui.exchange.model import (
    DELIMITERS,
    QUOTES,
    Fault,
    FileMapping,
    ImportReport,
    Incoming,
    Options,
    RawRow,
    Refused,
    Sheet,
)  # fmt: skip
from hrtui.exchange.readers import Reading, reader_of, tidy
from hrtui.people import checks
from hrtui.text import clean, fold
from hrtui.watching import Watch

if TYPE_CHECKING:
    from hrtui.config import CustomField

STEP = 500
ENTRY = "- {name: "  # a line of YAML that means the same however far it stands in


@dataclass(slots=True)
class Source:
    """A file with the mapping it is read by, where that came from, and what of it the configuration lacks."""

    sheet: Sheet
    mapping: FileMapping
    origin: str
    options: Options
    declare: tuple[str, ...] = ()
    notices: list[str] = field(default_factory=list)
    lacking: tuple[str, ...] = ()


@dataclass(slots=True)
class Read:
    """The rows of a file as values, and those that could not be read."""

    source: Source
    reader: rules.RowReader
    rows: list[Incoming]
    faults: list[Fault]


def open_sheet(ctx: Context, path: Path, options: Options, watch: Watch) -> Sheet:
    """Read a file whole. Raises ImportFault."""

    table = read_table(
        path,
        options.encoding,
        DELIMITERS.get(options.delimiter, options.delimiter),
        QUOTES.get(options.quote, options.quote) if options.quote else None,
    )
    month_first = ctx.config.style.month_first if not options.dates else options.dates == "month-first"
    return read_sheet(table, month_first, lambda count: watch.step(count, 0))


def source_of(ctx: Context, sheet: Sheet, mapping: Path | FileMapping | None, options: Options) -> Source:
    """The mapping a file is read by: the one given, that of the last such file, a shipped one, or by the columns' names."""
    custom = ctx.config.custom_fields
    used, origin = _chosen(sheet, mapping, custom)
    for column, target in options.sets:
        used = guess.assigned(used, _column(sheet.header, column), target, custom)
    used = guess.completed(used, sheet.looks, options, ctx.clock.today())
    source = Source(sheet, used, origin, options)
    source.declare = undeclared(used, sheet.header, custom)
    source.lacking = guess.lacking(used, sheet.header, options)
    source.notices = _notices(ctx, source)
    return source


def _chosen(sheet: Sheet, mapping: Path | FileMapping | None, custom: Sequence[CustomField]) -> tuple[FileMapping, str]:
    if isinstance(mapping, FileMapping):
        return mapping, "changed"
    if mapping is not None:
        return mappings.load(mapping), "given"
    kept = batches.newest_mapping(guess.header_digest(sheet.header))
    remembered = mappings.read(kept, "the last import")[0] if kept else None
    if remembered is not None:
        return remembered, "remembered"
    try:
        return mappings.chosen(sheet.header), "shipped"
    except ImportFault:
        return guess.guessed(sheet.header, sheet.looks, custom), "guessed"


def _column(header: Sequence[str], name: str) -> str:
    key = mappings.column_key(name)
    for column in header:
        if mappings.column_key(column) == key:
            return column
    raise ImportFault(
        f"The file has no column {clean(name, limit=60)}; it has {', '.join(header[:12])}{' …' if len(header) > 12 else ''}."
    )


def undeclared(mapping: FileMapping, header: Sequence[str], custom: Sequence[CustomField]) -> tuple[str, ...]:
    """The lines of YAML by which the configuration would have every field of its own that a mapping names."""
    known = {mappings.CUSTOM + item.name for item in custom}
    have = set(map(mappings.column_key, header))
    names = [
        source.target.removeprefix(mappings.CUSTOM)
        for source in mapping.sources
        if source.target.startswith(mappings.CUSTOM)
        and source.target not in known
        and (source.constant is not None or any(mappings.column_key(each) in have for each in source.columns))
    ]
    if not names:
        return ()
    entries = [f"{ENTRY}{name}, label: {name.replace('_', ' ').capitalize()}}}" for name in names]
    return ("custom_fields:", *entries)


def _notices(ctx: Context, source: Source) -> list[str]:
    notices = []
    if source.declare:
        names = [line.removeprefix(ENTRY).partition(",")[0] for line in source.declare if line.startswith(ENTRY)]
        where = " under its custom_fields" if ctx.config.custom_fields else ""
        notices.append(
            f"The configuration has no field {' or '.join(names)}, so {'it was' if len(names) == 1 else 'they were'} left out. "
            f"Add these lines to {ctx.config.file.name}{where}, and import again:"
        )
    usual = "month first" if ctx.config.style.month_first else "day first"
    told = {name for each in source.mapping.sources for name in each.columns}
    for look in source.sheet.looks:
        if look.name not in told or source.options.dates or look.dates not in ("ambiguous", "mixed"):
            continue
        why = (
            "no value tells day from month"
            if look.dates == "ambiguous"
            else "some values have the day first, some the month"
        )
        notices.append(
            f"{look.name}: {why}; read as the mapping or the company writes days, {usual}. Overrule it with --dates."
        )
    return notices


def read_rows(ctx: Context, source: Source, watch: Watch) -> Read:
    """The rows of a file by its mapping. Raises ImportFault where a column is lacking."""
    company, sheet, options = ctx.config.company, source.sheet, source.options
    reading = Reading(ctx.clock.today(), ctx.config.style, company.currency, company.country)
    reader = rules.bind(source.mapping, sheet.header, reading, further(ctx), options)
    watched = rules.agreement(source.mapping, sheet.header)
    read = Read(source, reader, [], [])
    fixes = Fixes(sheet.header, options)
    for count, raw in enumerate(sheet, 1):
        watch.step(count, 0)
        new = fixes.of(raw)
        if new:
            raw = reader.fixed(raw, new)
        row, faults = reader.read(raw)
        read.faults += faults
        if row is not None:
            watched.watch(raw)
            read.rows.append(row)
    read.faults += watched.faults()
    return read


def further(ctx: Context) -> Mapping[str, Callable[[str], str]]:
    """What reads the fields that the configuration knows: its pay groups and its own fields."""
    fields = {item.name: item for item in ctx.config.custom_fields}
    today = ctx.clock.today()
    groups = [group.name for group in ctx.config.pay_groups]
    extra: dict[str, Callable[[str], str]] = {"pay_group": lambda text: checks.pay_group(text, groups)}
    for name in fields:
        extra[f"{mappings.CUSTOM}{name}"] = lambda text, name=name: checks.custom(fields, name, text, today)  # type: ignore[misc]
    return extra


class Fixes:
    """The cells corrected by hand, by row and by value."""

    def __init__(self, header: Sequence[str], options: Options) -> None:
        at = {name: place for place, name in enumerate(header)}
        self.by_row: dict[int, dict[int, str]] = {}
        self.by_value: dict[int, dict[str, str]] = {}
        for fix in options.fixes:
            place = at.get(fix.column)
            if place is not None and fix.row:
                self.by_row.setdefault(fix.row, {})[place] = fix.new
            elif place is not None:
                self.by_value.setdefault(place, {})[fix.old.strip()] = fix.new

    def of(self, raw: RawRow) -> dict[int, str]:
        """The new texts of a row's cells, by place."""
        if not self.by_row and not self.by_value:
            return {}
        new = {
            place: known[raw.cells[place].strip()]
            for place, known in self.by_value.items()
            if not raw.problem and place < len(raw.cells) and raw.cells[place].strip() in known
        }
        return new | self.by_row.get(raw.row, {})


def refused_rows(sheet: Sheet, options: Options, faults: Sequence[Fault]) -> list[Refused]:
    """The rows that are not taken, with their cells as corrected so far, and why."""
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        if not fault.taken:
            reasons.setdefault(fault.row, []).append(f"{fault.column}: {fault.rule}" if fault.column else fault.rule)
    fixes = Fixes(sheet.header, options)
    out = []
    for place, number in enumerate(sheet.numbers):
        if number in reasons:
            raw = sheet.at(place)
            cells = list(raw.cells)
            for at, text in fixes.of(raw).items():
                if at < len(cells):
                    cells[at] = text
            out.append(Refused(number, tuple(cells), tuple(reasons[number])))
    return out


def cell_check(ctx: Context, report: ImportReport, column: str) -> Callable[[str], str | None]:
    """What reads one text as a cell of a column; it raises RuleBroken, in the words of the rule, where that cannot be."""
    company = ctx.config.company
    reading = Reading(ctx.clock.today(), ctx.config.style, company.currency, company.country)
    sources = [each for each in report.used.sources if each.columns == (column,)]
    readers = [(reader_of(each, reading), further(ctx).get(each.target), each.empty) for each in sources]

    def check(text: str) -> str | None:
        said = tidy(text)
        for read, more, empty in readers:
            if fold(said) not in empty:
                try:
                    value = read(said)
                    if more is not None:
                        more(str(value))
                except RuleBroken as problem:
                    raise RuleBroken(f"“{said}” {problem}.") from None
        return None

    return check
