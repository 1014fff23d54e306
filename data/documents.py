"""Documents of people: rows to values and back; the files themselves are in `data.filestore`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from peewee import fn

from data import dialect, slots
from data.base import database
from data.candidaterows import CandidateFileRow
from data.fields import day
from data.schema import DocumentRow, PersonRow
from hrtui.audit.model import Entered
from hrtui.documents.model import Document

CELLS = (
    DocumentRow.kind, DocumentRow.title, DocumentRow.file_name, DocumentRow.sha256, DocumentRow.size, DocumentRow.expires,
    DocumentRow.active,
)  # fmt: skip
MOST = 5_000


def live_documents(person: int) -> list[Document]:
    """The rows of a person's documents that count, removed ones included, by slot and oldest first."""
    return [_document(slot, on, cells, stamp) for slot, on, stamp, cells in slots.live_rows(DocumentRow, person, CELLS)]


def all_documents(person: int) -> list[Document]:
    """Every row of a person's documents there ever was, by slot and oldest first."""
    return [_document(slot, on, cells, stamp) for slot, on, stamp, cells in slots.all_rows(DocumentRow, person, CELLS)]


def next_slot(person: int) -> int:
    """The slot of a person's next document."""
    return slots.next_slot(DocumentRow, person)


def add_document(person: int, document: Document, entered: Entered) -> None:
    """Enter a document as it stands from a day on."""
    slots.add_row(
        DocumentRow,
        person,
        document.slot,
        document.effective_from,
        entered,
        kind=document.kind,
        title=document.title,
        file_name=document.file_name,
        sha256=document.sha256,
        size=document.size,
        expires=document.expires,
        active=int(document.active),
    )


def expiring(until: date, on: date, kinds: Collection[str]) -> list[tuple[int, Document]]:
    """The documents in force on a day that expire by another, with their person's id, soonest first; 5,000 at most."""
    later = DocumentRow.alias("later")
    replaced = later.select(later.id).where(
        (later.person == DocumentRow.person)
        & (later.slot == DocumentRow.slot)
        & later.superseded_at.is_null()
        & (later.effective_from <= on)
        & (
            (later.effective_from > DocumentRow.effective_from)
            | ((later.effective_from == DocumentRow.effective_from) & (later.seq > DocumentRow.seq))
        )
    )
    query = DocumentRow.select(DocumentRow.person, DocumentRow.slot, DocumentRow.effective_from, *CELLS).where(
        DocumentRow.superseded_at.is_null()
        & (DocumentRow.effective_from <= on)
        & (DocumentRow.expires <= until)
        & (DocumentRow.active == 1)
        & DocumentRow.kind.in_(list(kinds))
        & ~fn.EXISTS(replaced)
    )
    ordered = query.order_by(DocumentRow.expires, DocumentRow.person, DocumentRow.slot).limit(MOST)
    return [
        (person, _document(slot, date.fromisoformat(start), cells))
        for person, slot, start, *cells in database.execute(ordered).fetchall()
    ]


def stored(db: Any) -> dict[str, tuple[int, bool]]:
    """The size of every file that a row of a person's or candidate's document names, by its hash, and whether it has to be there:
    where an undone filing alone names it, a purge may have taken it out."""
    found: dict[str, tuple[int, bool]] = {}
    there = dialect.content_tables(db)
    for model in (DocumentRow, CandidateFileRow):
        if model._meta.table_name not in there:
            continue
        live = fn.MAX(model.superseded_at.is_null())
        query = model.select(model.sha256, model.size, live).where(model.sha256 != "").group_by(model.sha256)
        for sha256, size, counts in db.execute(query.order_by(model.sha256)).fetchall():
            found[sha256] = (size, bool(counts) or found.get(sha256, (0, False))[1])
    return found


def named() -> list[str]:
    """The hash of every file that the store names, as `stored` tells."""
    return list(stored(database))


def kinds_of(numbers: Collection[str]) -> dict[tuple[str, int], str]:
    """The kind of every document that people ever had, by their number and its slot."""
    query = (
        DocumentRow.select(PersonRow.number, DocumentRow.slot, DocumentRow.kind)
        .join(PersonRow, on=(PersonRow.id == DocumentRow.person))
        .where(PersonRow.number.in_(list(numbers)))
    )
    return {(number, slot): kind for number, slot, kind in database.execute(query).fetchall()}


def _document(slot: int, on: date, cells: Sequence[Any], stamp: Any = None) -> Document:
    kind, title, file_name, sha256, size, expires, active = cells
    return Document(on, kind, title, file_name, sha256, size, day(expires), slot, bool(active), stamp)
