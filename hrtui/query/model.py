"""A parsed query: words and terms over the fields of the directory, and the order of its rows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from hrtui.value import frozen


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
    MONEY = "money"
    NUMBER = "number"


@frozen
class QueryField:
    """A field a query may name: its other spellings, what it holds, its choices, and a sentence for help.

    `sorts` is False where nothing can be in its order; `custom` is True for a field of the configuration.
    """

    name: str
    kind: Kind
    help: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    sorts: bool = True
    custom: bool = False


@frozen
class Term:
    """`field op value`; several values (`dept:Sales,Production`) mean any of them, an empty one what is not there.

    Days are ISO text, money and numbers plain decimals.
    """

    field: str
    op: Op
    values: tuple[str, ...]
    negated: bool = False


@frozen
class Sort:
    """A field to order by."""

    field: str
    descending: bool = False


@frozen
class Query:
    """Words (searched in name, number, e-mail, title, department and location), terms (all must hold), the order, and the
    day it asks about where it names one (`@2026-01-01`)."""

    words: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    sort: tuple[Sort, ...] = ()
    on: date | None = None

    @property
    def fields(self) -> frozenset[str]:
        """The fields its terms and its order name."""
        return frozenset((*(term.field for term in self.terms), *(item.field for item in self.sort)))
