"""Sealed values of people: rows to values and back. Several of a kind are told apart by their places, from 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.base import database
from data.factrows import fact_rows
from data.people import add, facts, grouped
from data.prepared import prepared
from data.schema import PrivateRow
from hrtui.audit.model import Entered
from hrtui.people.model import PrivateKind, Stamp


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A sealed value as it is stored. A kind of which there are several has them at places from 1."""

    effective_from: date
    kind: PrivateKind
    box: bytes
    stamp: Stamp
    place: int = 1


def add_sealed(
    person: int, on: date, kind: PrivateKind, box: bytes, blind: bytes, entered: Entered, place: int = 1
) -> None:
    """Enter a sealed value from a day on."""
    add(PrivateRow, person, on, entered, kind=placed(kind, place), box=box, blind=blind)


def placed(kind: PrivateKind, place: int) -> str:
    """How a kind is stored: by its name, and its place where that is not the first."""
    return kind.value if place == 1 else f"{kind.value}.{place}"


def sealed(people: Sequence[int]) -> dict[int, list[SealedRow]]:
    """All sealed rows of each person, oldest first, the superseded ones too."""
    return grouped(
        (person, _sealed(on, kind, box, stamp)) for person, on, stamp, (kind, box) in facts(_sealed_rows, people)
    )


@prepared
def _sealed_rows(people: Any) -> Any:
    return fact_rows(PrivateRow, PrivateRow.select(), (PrivateRow.kind, PrivateRow.box), people)


def _sealed(on: date, kind: str, box: bytes, stamp: Stamp) -> SealedRow:
    name, _, place = kind.partition(".")
    return SealedRow(on, PrivateKind(name), bytes(box), stamp, int(place or 1))


def sealed_now(person: int, kind: PrivateKind) -> list[SealedRow]:
    """The sealed values of a kind that count, the last live one of each place, in order of their places."""
    return counting(sealed([person])[person], kind)


def counting(rows: Iterable[SealedRow], kind: PrivateKind, before: int | None = None) -> list[SealedRow]:
    """Of a person's sealed rows, oldest first, the last live one of each place of a kind, in order of their places; as it was
    before a command where one is given."""
    found = {row.place: row for row in rows if row.kind is kind and _live(row.stamp, before)}
    return [found[place] for place in sorted(found)]


def _live(stamp: Stamp, before: int | None) -> bool:
    if before is None:
        return stamp.superseded_at is None
    return stamp.command < before and (stamp.superseded_by is None or stamp.superseded_by >= before)


def beyond(rows: Iterable[SealedRow], kind: PrivateKind, last: int) -> list[SealedRow]:
    """The live rows of a kind at places after a last one."""
    return [row for row in rows if row.kind is kind and row.place > last and row.stamp.superseded_at is None]


def supersede_sealed(rows: Iterable[SealedRow], entered: Entered) -> None:
    """Rescind every live row at the places of sealed values: they stay, and count no longer."""
    for row in rows:
        PrivateRow.update(superseded_at=entered.at, superseded_by=entered.command).where(
            PrivateRow.id == row.stamp.id
        ).execute()


def holders(kind: PrivateKind, blind: bytes) -> set[int]:
    """The ids of the people for whom this very value is on file, at whichever place."""
    query = PrivateRow.select(PrivateRow.person).where(
        (PrivateRow.blind == blind)
        & ((PrivateRow.kind == kind) | PrivateRow.kind.startswith(f"{kind}."))
        & PrivateRow.superseded_at.is_null()
    )
    return {row[0] for row in database.execute(query).fetchall()}
