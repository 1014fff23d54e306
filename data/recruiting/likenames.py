"""The names of candidates that many others are compared with at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peewee import fn

from data import dialect
from data.base import database
from data.candidaterows import CandidateLineRow
from hrtui.text import fold

BEGINNING = 4
"""The letters that like names begin with, whichever of theirs comes first."""


def beginnings(names: Iterable[str]) -> set[str]:
    """How the folded names of a list begin."""
    return {fold(name)[:BEGINNING] for name in names if name}


def named(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Number and sorted name (folded, `last, first`) of the candidates whose name begins as one of these; one query, read row by row."""
    line = CandidateLineRow
    starts = fn.SUBSTR(line.sort_name, 1, BEGINNING).in_(dialect.one_of(sorted(beginnings(names))))
    query = line.select(line.number, line.sort_name).where(starts)
    yield from database.execute(query)
