"""Which lines a question is asked of: the directory of today, or the spans that hold on a day; and whom scopes reach there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, fn

from data import dialect
from data.identity import person_id
from data.listrows import DirectoryRow, PayRow, ProfileRow, SpanRow
from hrtui.access.model import Scope
from hrtui.query.model import Kind

WEEKS = 52
ON_DAY = "begins <= ? AND ends > ?"
Boss = SpanRow.alias("boss")


class Lens(NamedTuple):
    """The day a question is about, whether it is today, the scopes in which pay is shown, the kinds of custom fields, the
    scopes in which a sensitive field of a query is shown, by its name, those in which sensitive custom fields are, and their
    names."""

    day: date
    today: bool = True
    paid: Sequence[Scope] = ()
    custom: Mapping[str, Kind] = {}
    guarded: Mapping[str, Sequence[Scope]] = {}
    secret: Sequence[Scope] = ()
    secrets: frozenset[str] = frozenset()


class Lines(NamedTuple):
    """A table of lines, and the day its lines are to hold on; None for the directory of today."""

    model: Any
    on: date | None = None

    def standing(self) -> list[Any]:
        """The conditions that a line stands for the day."""
        if self.on is None:
            return []
        return [self.model.begins <= self.on, self.model.ends > self.on]

    def manager(self) -> Any:
        """The name of the manager as it is that day."""
        if self.on is None:
            return self.model.manager
        name = Boss.select(Boss.name).where(*_boss_of(self.model, self.on))
        return fn.COALESCE(name, self.model.manager_name)


def where(query: Any, *conditions: Any) -> Any:
    """A SELECT of what fits all conditions; None is one that always holds."""
    holding = [each for each in conditions if each is not None]
    return query.where(*holding) if holding else query


NOW = Lines(DirectoryRow)


def lines_on(day: date | None) -> Lines:
    """The lines of a day; of today's directory for None."""
    return NOW if day is None else Lines(SpanRow, day)


def with_boss(query: Any, on: date) -> Any:
    """A SELECT from spans with the line of each one's manager that day beside it."""
    joined, *more = _boss_of(SpanRow, on)
    return query.join(Boss, JOIN.LEFT_OUTER, on=joined & more[0] & more[1])


def _boss_of(model: Any, on: date) -> tuple[Any, ...]:
    return Boss.person == model.manager, Boss.begins <= on, Boss.ends > on


def reached(scopes: Iterable[Scope], actor_person: str, lines: Lines = NOW) -> Any | None:
    """The condition that a line's person is in one of the scopes; None where one of them is everyone.

    Rights are about people as they stand today, whatever day is looked at: the lens shows another day, not other people.
    """
    parts = []
    own = person_id(actor_person) if actor_person else None
    for scope in scopes:
        if scope.everyone:
            return None
        if scope.departments:
            parts.append(DirectoryRow.department.in_(sorted(scope.departments)))
        if scope.locations:
            parts.append(DirectoryRow.location.in_(sorted(scope.locations)))
        if scope.team and own is not None:
            parts.append(DirectoryRow.chain.contains(f"/{own}/"))
        if scope.own and own is not None:
            parts.append(DirectoryRow.person == own)
    within = reduce(or_, parts, SQL("0"))
    if lines.on is None:
        return within
    return lines.model.person.in_(DirectoryRow.select(DirectoryRow.person).where(within))


def below(first: str, params: Sequence[Any], on: date) -> Any:
    """A subquery of everyone below, at any depth on a day, beginning with those of whom a condition of SQL holds."""
    day = (on.isoformat(), on.isoformat())
    return SQL(
        f"(WITH RECURSIVE below(person) AS (SELECT person_id FROM directory_span WHERE {first} AND {ON_DAY} UNION "
        "SELECT span.person_id FROM below JOIN directory_span AS span ON span.manager_id = below.person "
        f"WHERE span.{ON_DAY.replace('ends', 'span.ends')}) SELECT person FROM below)",
        (*params, *day, *day),
    )


def shown_to(scopes: Sequence[Scope], actor_person: str, model: Any) -> Any | None:
    """The condition that a line's person is in one of the scopes in which something sensitive is shown, as they stand today;
    None where everyone is."""
    reach = reached(scopes, actor_person)
    return None if reach is None else model.person.in_(DirectoryRow.select(DirectoryRow.person).where(reach))


def annual(on: date) -> Any:
    """The pay a year, in cents, of a span's person on a day, or on the first day of one yet to start; NULL for none."""
    hourly = (PayRow.rate * SpanRow.standard_hours * WEEKS + 50) / 100
    return _held(Case(PayRow.basis, (("hourly", hourly),), PayRow.rate), on)


def held(column: Any, on: date) -> Any:
    """A column of the pay row in force of a span's person; NULL where there is none."""
    return _held(column, on)


def age(on: date) -> Any:
    """The whole years since the birth date of a span's person, on a day; NULL where no birth date is on file."""
    return _held(dialect.years_since(ProfileRow.birth_date, on), on, ProfileRow)


def _held(value: Any, on: date, rows: Any = PayRow) -> Any:
    by = Case(None, ((SpanRow.hired > on, SpanRow.hired),), on.isoformat())
    live = (rows.person == SpanRow.person) & rows.superseded_at.is_null() & (rows.effective_from <= by)
    newest = rows.select(value).where(live).order_by(rows.effective_from.desc(), rows.seq.desc()).limit(1)
    return fn.COALESCE(newest, SQL("NULL"))
