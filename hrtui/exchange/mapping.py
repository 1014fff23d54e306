"""Mappings from columns to fields: read from YAML like the configuration, shipped ones chosen by a file's header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from hrtui.configfile import reader as yaml_reader
from hrtui.configfile.problem import Problem, Problems
from hrtui.configfile.tree import Node, compose
from hrtui.errors import ConfigError, ImportFault, RuleBroken
from hrtui.exchange.model import DECIMALS, TARGETS, FileMapping, Reader, Source
from hrtui.exchange.readers import date_pattern, read_choice, read_flag
from hrtui.text import clean, fold

MAX_BYTES = 256_000
CUSTOM = "custom."
CENTURIES = ("birth", "past", "a number such as 30")
_BY_NAME = {target.name: target for target in TARGETS}


@dataclass(frozen=True, slots=True)
class FieldText:
    """One field as the file of the mapping says it."""

    column: tuple[str, ...] = ()
    constant: str = ""
    default: str = ""
    reader: str = field(default="", metadata={"choices": tuple(Reader)})
    choices: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    two_digit_years: str = ""
    empty: tuple[str, ...] = ()
    decimals: str = field(default="", metadata={"choices": tuple(DECIMALS)})


@dataclass(frozen=True, slots=True)
class MappingText:
    """A mapping as its file says it."""

    name: str = field(metadata={"reads": "name", "doc": "What reports call this mapping."})
    fields: Mapping[str, FieldText] = field(metadata={"doc": "The fields and their columns."})
    title: str = ""
    match: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)
    agree: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> FileMapping:
    """The mapping of a YAML file. Raises ConfigError listing every problem with its line."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(f"{path} is larger than {MAX_BYTES // 1000} kB; that is no mapping.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise ConfigError(f"The mapping {path} cannot be read ({problem.strerror}); check the path.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"The mapping {path} is not UTF-8 text; save it as UTF-8.") from None
    made, problems = read(text, str(path))
    if made is None:
        raise ConfigError("\n".join(str(problem) for problem in problems))
    return made


def shipped() -> tuple[FileMapping, ...]:
    """The mappings that come with hrtui, the ones that ask for the most columns first."""
    folder = resources.files("hrtui.exchange") / "mappings"
    texts = [(item.name, item.read_text(encoding="utf-8")) for item in folder.iterdir() if item.name.endswith(".yaml")]
    made = [mapping for name, text in texts if (mapping := read(text, name)[0]) is not None]
    return tuple(sorted(made, key=lambda mapping: (-len(mapping.match), mapping.name)))


def chosen(header: Sequence[str]) -> FileMapping:
    """The shipped mapping that knows this header. Raises ImportFault, saying how to make one, where none does."""
    have = {column_key(name) for name in header}
    for mapping in shipped():
        if all(column_key(name) in have for name in mapping.match):
            return mapping
    raise ImportFault(
        f"No mapping knows these columns: {', '.join(clean(name, limit=40) for name in header[:12])}"
        f"{' …' if len(header) > 12 else ''}. Write one (docs/import.md) and give it with --map FILE."
    )


def column_key(name: str) -> str:
    """What makes two spellings of a column's name one: no case, accents, blanks, hyphens or underscores."""
    return "".join(fold(clean(name)).replace("_", " ").replace("-", " ").split())


def read(text: str, file: str) -> tuple[FileMapping | None, list[Problem]]:
    """The mapping a YAML text says, or None, and every problem with its line."""
    problems = Problems(file)
    root, whole = compose(text, problems)
    if root is None:
        problems.add(1, "", "The mapping is empty; it needs a name and fields.")
        return None, problems.sorted()
    made = yaml_reader.Reader(problems, whole).read(root, MappingText, "")
    if not isinstance(made, MappingText):
        return None, problems.sorted()
    sources = tuple(_source(name, item, _line(root, "fields", name), problems) for name, item in made.fields.items())
    _check_whole(made, root, problems)
    if problems.found:
        return None, problems.sorted()
    return FileMapping(made.name, made.title or made.name, sources, made.match, made.ignore, made.agree), []


def _line(root: Node, *path: str) -> int:
    node: Node | None = root
    line = root.line
    for step in path:
        node = node.get(step) if node is not None else None
        line = node.line if node is not None else line
    return line


def _source(name: str, item: FieldText, line: int, problems: Problems) -> Source:
    key = f"fields.{name}"
    target = _BY_NAME.get(name)
    if target is None and not (name.startswith(CUSTOM) and name != CUSTOM):
        problems.add(line, key, "There is no such field.", (*_BY_NAME, "custom.NAME"), wrong=name)
    if bool(item.column) == bool(item.constant):
        problems.add(line, key, "A field has either a column or a constant.")
    reader = Reader(item.reader) if item.reader else target.reader if target else Reader.TEXT
    _check_dates(item, key, line, problems)
    if item.two_digit_years == "birth" and name != "birth_date":
        problems.add(
            line, f"{key}.two_digit_years", "Only birth_date can be told from the first day of work.", CENTURIES[1:]
        )
    known = {fold(clean(written)): meant for written, meant in item.choices.items()}
    given = [known.get(fold(text), text) for text in (item.constant, item.default)]
    for meant in (*item.choices.values(), *given):
        _check_meant(name, meant, reader, key, line, problems)
    return Source(
        name, reader, item.column, item.constant or None, item.default, item.choices, item.formats,
        item.two_digit_years, frozenset(fold(word) for word in item.empty), item.decimals,
    )  # fmt: skip


def _check_dates(item: FieldText, key: str, line: int, problems: Problems) -> None:
    for written in item.formats:
        try:
            date_pattern(written)
        except ValueError as problem:
            problems.add(line, f"{key}.formats", f"{problem}, as in m/d/yyyy.")
    years = item.two_digit_years
    if years and years not in CENTURIES and not (years.isascii() and years.isdigit() and len(years) <= 2):
        problems.add(line, f"{key}.two_digit_years", f"“{clean(years, limit=40)}” is not allowed here.", CENTURIES)


def _check_meant(name: str, meant: str, reader: Reader, key: str, line: int, problems: Problems) -> None:
    target = _BY_NAME.get(name)
    if not meant or target is None:
        return
    try:
        if reader is Reader.CHOICE:
            read_choice(meant, target.choices)
        elif reader is Reader.FLAG:
            read_flag(meant)
    except RuleBroken as problem:
        problems.add(line, key, f"“{clean(meant, limit=40)}” {problem}.", target.choices, wrong=meant)


def _check_whole(made: MappingText, root: Node, problems: Problems) -> None:
    if not {"number", "email", "birth_date"} & set(made.fields):
        problems.add(_line(root, "fields"), "fields.number", f"This is missing: {_BY_NAME['number'].help}.")
    used = {column_key(column) for item in made.fields.values() for column in item.column}
    for column in made.ignore:
        if column_key(column) in used:
            problems.add(_line(root, "ignore", column), f"ignore.{column}", "This column is used by a field above.")


def columns_of(mapping: FileMapping) -> Iterable[str]:
    """Every column a mapping speaks of, used or ignored."""
    yield from (column for source in mapping.sources for column in source.columns)
    yield from mapping.ignore
    yield from (column for pair in mapping.agree.items() for column in pair)
