"""Papers: their templates, and what stands in a finished one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a piece of a paper is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; columns whose number is in `right` stand right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a template, with its text (of a table the field's name) and the line it begins on."""

    part: Part
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it was read: the title, its pieces, and the file it is from."""

    title: str
    pieces: tuple[Piece, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Values:
    """What fields hold for one person: texts by name (`person.name`), tables by name (`table.options`)."""

    texts: Mapping[str, str]
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a finished paper: its text, or its table."""

    part: Part
    text: str = ""
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper: whose it is, the company's name, the day, the title and its blocks."""

    company: str
    person: str
    number: str
    day: str
    title: str
    blocks: tuple[Block, ...]
