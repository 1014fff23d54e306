"""Dated facts of which a person has several, told apart by a slot that is never given twice: contacts and documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from peewee import fn

from data.base import database
from data.fields import instant
from data.schema import CommandRow
from hrtui.audit.model import Entered
from hrtui.people.model import Stamp

CHUNK = 500


def live_rows(model: Any, person: int, columns: Sequence[Any]) -> Iterator[tuple[int, date, Stamp, list[Any]]]:
    """The rows of a person that count, by slot and oldest first: slot, day, stamp and the columns asked for."""
    for _, slot, on, stamp, cells in live_rows_of(model, [person], columns):
        yield slot, on, stamp, cells


def live_rows_of(
    model: Any, people: Sequence[int], columns: Sequence[Any]
) -> Iterator[tuple[int, int, date, Stamp, list[Any]]]:
    """The rows of people that count, each with its person; a statement for each 500 of them."""
    common = (
        model.person, model.slot, model.effective_from, model.id, model.seq, model.command, model.recorded_at, model.recorded_by,
    )  # fmt: skip
    order = (model.person, model.slot, model.effective_from, model.seq)
    for start in range(0, len(people), CHUNK):
        wanted = model.person.in_(list(people[start : start + CHUNK])) & model.superseded_at.is_null()
        for row in database.execute(model.select(*common, *columns).where(wanted).order_by(*order)).fetchall():
            person, slot, on, id_, seq, command, at, by, *cells = row
            yield person, slot, date.fromisoformat(on), Stamp(id_, seq, command, instant(at), by), cells


def all_rows(model: Any, person: int, columns: Sequence[Any]) -> Iterator[tuple[int, date, Stamp, list[Any]]]:
    """Every row of a person, those that count no longer too, by slot (or what else tells them apart) and oldest first; as
    `live_rows`. One statement."""
    kind = getattr(model, model.KIND)
    how = CommandRow.select(CommandRow.action).where(CommandRow.id == model.superseded_by)
    common = (
        kind, model.effective_from, model.id, model.seq, model.command, model.recorded_at, model.recorded_by,
        model.superseded_at, model.superseded_by, fn.COALESCE(how, ""),
    )  # fmt: skip
    query = model.select(*common, *columns).where(model.person == person)
    for row in database.execute(query.order_by(kind, model.effective_from, model.seq, model.id)).fetchall():
        slot, on, id_, seq, command, at, by, gone, gone_by, gone_how, *cells = row
        stamp = Stamp(id_, seq, command, instant(at), by, instant(gone) if gone else None, gone_by, gone_how)
        yield slot, date.fromisoformat(on), stamp, cells


def next_slot(model: Any, owner: int) -> int:
    """The slot after the greatest an owner ever had, undone ones included."""
    of = getattr(model, model.OWNER) == owner
    row = database.execute(model.select(fn.MAX(model.slot)).where(of)).fetchone()
    return int(row[0] or 0) + 1


def add_row(model: Any, person: int, slot: int, on: date, entered: Entered, **values: Any) -> None:
    """Enter a row of a slot from a day on, after those of the same day."""
    same = (model.person == person) & (model.slot == slot) & (model.effective_from == on)
    last = database.execute(model.select(fn.MAX(model.seq)).where(same)).fetchone()[0]
    model.insert(
        person=person,
        slot=slot,
        effective_from=on,
        seq=0 if last is None else last + 1,
        command=entered.command,
        recorded_at=entered.at,
        recorded_by=entered.by,
        **values,
    ).execute()


def supersede(model: Any, stamps: Sequence[Stamp | None], entered: Entered) -> None:
    """Rescind rows: they stay, and count no longer."""
    ids = [stamp.id for stamp in stamps if stamp is not None]
    if ids:
        model.update(superseded_at=entered.at, superseded_by=entered.command).where(model.id.in_(ids)).execute()
