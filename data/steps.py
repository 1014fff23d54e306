"""What a command did to the jobs of people, as the trail keeps it: enough to tell who was employed when, from the trail alone.

A step is `+2026-03-01/0 active` for a row that counts from then on, `-2026-04-01/0` for one that counts no longer; day and
sequence are how a person's rows are known (`schema.logical_row`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from data.prepared import prepared
from data.schema import JobRow, PersonRow

COLUMNS = (JobRow.effective_from, JobRow.seq, JobRow.status, JobRow.command, JobRow.superseded_by)
Row = tuple[str, int, str, int, int | None]


def steps_of(command: int, subject: str) -> str:
    """What a command did to the jobs of the person with a number; empty where nothing, or where it is no person's."""
    return _steps(command, _of_subject(subject).fetchall())


def steps_by_subject(command: int) -> dict[str, str]:
    """What a command did to the jobs of everyone, by their numbers; two queries."""
    rows: dict[str, set[Row]] = defaultdict(set)
    for touched in (_entered_by, _superseded_by):
        for number, *row in touched(command).fetchall():
            rows[number].add((row[0], row[1], row[2], row[3], row[4]))
    return {number: _steps(command, found) for number, found in rows.items()}


@prepared
def _of_subject(number: Any) -> Any:
    return JobRow.select(*COLUMNS).join(PersonRow, on=(JobRow.person == PersonRow.id)).where(PersonRow.number == number)


def _with_numbers(wanted: Any) -> Any:
    return JobRow.select(PersonRow.number, *COLUMNS).join(PersonRow, on=(JobRow.person == PersonRow.id)).where(wanted)


@prepared
def _entered_by(command: Any) -> Any:
    return _with_numbers(JobRow.command == command)


@prepared
def _superseded_by(command: Any) -> Any:
    return _with_numbers(JobRow.superseded_by == command)


def _steps(command: int, rows: Iterable[Row]) -> str:
    begun = {(on, seq): status for on, seq, status, by, gone in rows if by == command and gone is None}
    ended = {(on, seq) for on, seq, _, by, gone in rows if gone == command and by != command} - begun.keys()
    removed = [f"-{on}/{seq}" for on, seq in sorted(ended)]
    return ", ".join([*removed, *(f"+{on}/{seq} {begun[on, seq]}" for on, seq in sorted(begun))])
