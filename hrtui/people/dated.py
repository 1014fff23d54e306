"""What holds for dated rows: which are live and in force, how a row and an employment stand on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from hrtui.people.model import Action, RowState, Stamp, Status
from hrtui.value import frozen

BEGINS = frozenset({Action.HIRE, Action.REHIRE})
UNDO = "audit.undo"
STATE_WORDS = {
    RowState.CURRENT: "in force",
    RowState.SCHEDULED: "scheduled",
    RowState.HISTORY: "history",
    RowState.RESCINDED: "withdrawn",
    RowState.CORRECTED: "corrected",
}


class Dated(Protocol):
    """A dated row: the day it takes effect, and where it comes from."""

    @property
    def effective_from(self) -> date:
        """The first day it holds."""

    @property
    def stamp(self) -> Stamp | None:
        """Its id, sequence and command; None where it is not stored yet."""


class JobLike(Protocol):
    """As much of a job row as tells how the employment stands."""

    @property
    def effective_from(self) -> date:
        """The first day it holds."""

    @property
    def action(self) -> Action:
        """What made it."""

    @property
    def status(self) -> Status:
        """The status it gives."""

    @property
    def last_day(self) -> date | None:
        """The last day worked, on a termination."""


DatedRow = TypeVar("DatedRow", bound=Dated)
JobRow = TypeVar("JobRow", bound=JobLike)


@frozen
class Standing(Generic[JobRow]):
    """How an employment stands on a day: the row that tells it, the status, first day and last day of the spell."""

    row: JobRow
    status: Status
    hired: date
    terminated: date | None


def is_live(row: Dated) -> bool:
    """Whether no later command has replaced or rescinded the row."""
    return row.stamp is None or row.stamp.superseded_at is None


def order(row: Dated) -> tuple[date, int]:
    """The key rows are in order of: their day, then the sequence within it."""
    return row.effective_from, row.stamp.seq if row.stamp else 0


def live(rows: Iterable[DatedRow]) -> list[DatedRow]:
    """The rows that count, oldest first."""
    return sorted((row for row in rows if is_live(row)), key=order)


def in_force(rows: Iterable[DatedRow], on: date) -> DatedRow | None:
    """The row that holds on a day: the last live one that starts on it or before."""
    started = [row for row in rows if is_live(row) and row.effective_from <= on]
    return max(started, key=order, default=None)


def shown_on(rows: Iterable[DatedRow], on: date) -> DatedRow | None:
    """The row that holds on a day, or for someone yet to start the one that holds on the first day."""
    counting = live(rows)
    return in_force(counting, max(on, counting[0].effective_from)) if counting else None


def after(rows: Iterable[DatedRow], on: date) -> list[DatedRow]:
    """The live rows that start after a day, oldest first."""
    return [row for row in live(rows) if row.effective_from > on]


def row_state(rows: Sequence[DatedRow], row: DatedRow, on: date) -> RowState:
    """How a row stands as of a day among the rows of its kind."""
    return _state(rows, row, on, in_force(rows, on))


def row_states(rows: Sequence[DatedRow], on: date) -> list[RowState]:
    """How each of the rows of a kind stands as of a day, in their order."""
    now = in_force(rows, on)
    return [_state(rows, row, on, now) for row in rows]


def _state(rows: Sequence[DatedRow], row: DatedRow, on: date, now: DatedRow | None) -> RowState:
    if not is_live(row):
        return RowState.CORRECTED if _is_replaced(rows, row) else RowState.RESCINDED
    if row.effective_from > on:
        return RowState.SCHEDULED
    return RowState.CURRENT if now == row else RowState.HISTORY


def _is_replaced(rows: Iterable[DatedRow], row: DatedRow) -> bool:
    """Whether the command that superseded a row entered another version of it, as a correction does."""
    by = row.stamp.superseded_by if row.stamp else None
    return by is not None and any(each.stamp and each.stamp.command == by for each in rows if order(each) == order(row))


def shown_rows(rows: Iterable[DatedRow]) -> tuple[DatedRow, ...]:
    """The rows a history shows, oldest first: of several versions of one row the last, and those that were corrected.

    What an undo took back, and what says the same as a later version (rescinded, then restored), is left out.
    """
    versions: dict[tuple[date, int], list[DatedRow]] = {}
    for row in sorted(rows, key=lambda row: row.stamp.id if row.stamp else 0):
        versions.setdefault(order(row), []).append(row)
    return tuple(row for key in sorted(versions) for row in _shown_versions(versions[key]))


def _shown_versions(versions: Sequence[DatedRow]) -> list[DatedRow]:
    last, kept = versions[-1], []
    for at, row in enumerate(versions[:-1]):
        how = row.stamp.superseded_how if row.stamp else ""
        said = [unstamped(each) for each in versions[at + 1 :]]
        if how != UNDO and _is_replaced(versions, row) and unstamped(row) not in said:
            kept.append(row)
    return [*kept, last]


def unstamped(row: DatedRow) -> DatedRow:
    """A row as it would be before it was stored."""
    return replace(row, stamp=None)  # type: ignore[type-var]


def next_seq(rows: Iterable[Dated], on: date) -> int:
    """The sequence of one more row on a day; one that was ever given is not given again."""
    return max((row.stamp.seq for row in rows if row.effective_from == on and row.stamp), default=-1) + 1


def standing(rows: Sequence[JobRow], on: date) -> Standing[JobRow] | None:
    """How the employment stands on a day, from the live job rows oldest first; None where there are none."""
    if not rows:
        return None
    until = max(on, rows[0].effective_from)
    known = [row for row in rows if row.effective_from <= until]
    row = known[-1]
    hired = next((each.effective_from for each in reversed(known) if each.action in BEGINS), rows[0].effective_from)
    status = Status.STARTING if rows[0].effective_from > on else row.status
    return Standing(row, status, hired, row.last_day if status is Status.TERMINATED else None)
