"""The columns in which people leave the house, by the names an import knows them by: pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from hrtui.access.model import Field
from hrtui.errors import RuleBroken
from hrtui.people.model import Job, Pay, PersonSummary, Profile
from hrtui.text import clean


class Source(StrEnum):
    """Where a column's value stands: in the line of the directory, or in a dated row."""

    LINE = "line"
    PROFILE = "profile"
    JOB = "job"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person on the day: their line, and the rows in force where they were asked for."""

    line: PersonSummary
    profile: Profile | None = None
    job: Job | None = None
    pay: Pay | None = None


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its name, where its value stands and how it is read, and the sensitive field it shows, if any."""

    name: str
    source: Source
    value: Callable[[Known], object]
    field: Field | None = None


STANDARD = (
    "number", "name", "department", "title", "location", "manager", "status", "hired", "terminated", "email", "type",
)  # fmt: skip


def _line(name: str, attribute: str = "") -> ExportColumn:
    return ExportColumn(name, Source.LINE, lambda known: getattr(known.line, attribute or name))


def _profile(name: str, field: Field | None = None) -> ExportColumn:
    return ExportColumn(name, Source.PROFILE, lambda known: getattr(known.profile, name, None), field)


def _job(name: str) -> ExportColumn:
    return ExportColumn(name, Source.JOB, lambda known: getattr(known.job, name, None))


def _pay(name: str) -> ExportColumn:
    return ExportColumn(name, Source.PAY, lambda known: getattr(known.pay, name, None), Field.PAY)


def _own(name: str, field: Field | None) -> ExportColumn:
    def value(known: Known) -> object:
        return known.profile.custom.get(name) if known.profile else None

    return ExportColumn(name, Source.PROFILE, value, field)


COLUMNS: tuple[ExportColumn, ...] = (
    *(_line(name) for name in STANDARD[:-1]),
    _line("type", "employment_type"),
    *(_profile(name) for name in ("first_name", "last_name", "phone", "street", "city", "state", "postal_code", "sex")),
    _profile("birth_date", Field.BIRTH),
    *(_job(name) for name in ("flsa", "fte", "standard_hours", "cost_centre", "grade", "position")),
    ExportColumn("manager_number", Source.JOB, lambda known: known.job.manager if known.job else None),
    *(_pay(name) for name in ("rate", "basis", "pay_group")),
    ExportColumn("currency", Source.PAY, lambda known: known.pay.rate.currency if known.pay else None, Field.PAY),
)


def offered(
    seen: Iterable[Field], custom: Sequence[str] = (), secret: Collection[str] = ()
) -> tuple[ExportColumn, ...]:
    """The columns for a role that is shown these sensitive fields; custom fields of the company come last, of which the
    secret ones are sensitive."""
    shown = {None, *seen}
    taken = {column.name for column in COLUMNS}
    own = [_own(name, Field.CUSTOM if name in secret else None) for name in custom if name not in taken]
    return tuple(column for column in (*COLUMNS, *own) if column.field in shown)


def chosen(names: Sequence[str], offers: Sequence[ExportColumn]) -> tuple[ExportColumn, ...]:
    """The columns of these names in their order, the standard ones where none is named; raise RuleBroken for others."""
    known = {column.name: column for column in offers}
    wanted = dict.fromkeys(clean(name).lower() for name in names if name.strip()) or dict.fromkeys(STANDARD)
    for name in wanted:
        if name not in known:
            hidden = any(column.name == name for column in COLUMNS)
            near = get_close_matches(name, known, n=1)
            why = "is not shown to you, so it is not written" if hidden else "is no column"
            hint = f"Did you mean {near[0]}?" if near and not hidden else f"There are {', '.join(known)}."
            raise RuleBroken(f"“{clean(name, limit=40)}” {why}. {hint}", "columns")
    return tuple(known[name] for name in wanted)
