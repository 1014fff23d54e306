"""A parsed query: words and terms over the fields of the directory, and the order of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """How a term compares: `:` contains (text), equals (status, day); the rest compare whole values or days."""

    HAS = ":"
    EQUAL = "="
    UNEQUAL = "!="
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class QueryField:
    """A field a query may name: its other spellings, what it holds, its choices, and a sentence for help."""

    name: str
    kind: Kind
    help: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """`field op value`; several values (`dept:Sales,Production`) mean any of them. Days are ISO text."""

    field: str
    op: Op
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """A field to order by."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Words (searched in name, number, e-mail, title, department and location), terms (all must hold) and the order."""

    words: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    sort: tuple[Sort, ...] = ()
