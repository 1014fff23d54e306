"""The use cases of documents: list, file, take out, change and remove. Files are stored by the hash of their content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from data import directory, filestore
from data import documents as rows
from hrtui.access.model import Subject
from hrtui.access.rules import may, require, scopes
from hrtui.audit import writing
from hrtui.config import DocumentKind
from hrtui.context import Context
from hrtui.documents import rules
from hrtui.documents.model import Document, DocumentChange, DocumentList, Expiring, NewDocument, Taken
from hrtui.errors import Conflict, NotFound, RuleBroken
from hrtui.people.beside import check_alone, telling
from hrtui.people.model import Done
from hrtui.people.rules import shown_rows
from hrtui.people.subjects import Person, readable, writable

READ = "people.documents"
CHANGE = "people.change_documents"
SEE = "see_document"


def documents(ctx: Context, number: str) -> DocumentList:
    """The documents of a person on the day looked at, of the kinds the role may see; others are not even counted.

    Takes two queries. Raises NotAllowed, and NotFound out of scope.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        person = _readable(ctx, number)
        found = [document for document, _ in _seen(ctx, person, ctx.day).values()]
    return DocumentList(person.number, person.summary.name, tuple(found))


def stored(ctx: Context, number: str) -> dict[int, Document]:
    """As `documents`, by the slot that each is stored under: what other facts name it by. Raises as that."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        person = _readable(ctx, number)
        return {slot: document for document, slot in _seen(ctx, person, ctx.day).values()}


def history(ctx: Context, number: str) -> DocumentList:
    """All that a person's documents were and are, withdrawn rows too, of the kinds the role may see: nothing of others.

    Takes two queries. Raises NotAllowed, and NotFound out of scope.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        person = _readable(ctx, number)
        kinds, held = _kinds(ctx, person), rows.all_documents(person.id)
    numbers = rules.numbered(held, kinds)
    found = [
        replace(row, slot=number)
        for slot, number in numbers.items()
        for row in shown_rows(each for each in held if each.slot == slot)
    ]
    return DocumentList(person.number, person.summary.name, tuple(found))


def document(ctx: Context, number: str, document: int) -> Document:
    """A document as it stands today, by its number in the list. Raises NotAllowed and NotFound."""
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        return _one(_seen(ctx, _readable(ctx, number), ctx.clock.today()), document)[0]


def kinds(ctx: Context, number: str) -> tuple[DocumentKind, ...]:
    """The kinds of documents that may be filed about a person by this role. Raises NotAllowed and NotFound."""
    require(ctx.actor, CHANGE)
    with ctx.store.snapshot():
        return tuple(_kinds(ctx, writable(ctx, CHANGE, number)).values())


@telling
def add(ctx: Context, number: str, wanted: NewDocument, *, expected: int | None = None) -> Done:
    """Store a copy of a file by the hash of its content, and file it as a document of the person from today.

    Raises NotFound, NotAllowed (also for a kind that is not for the role), Conflict where a command after `expected`
    touched the person, and RuleBroken where the file cannot be read, is empty or too large, or is on file already.
    """
    require(ctx.actor, CHANGE)
    today = ctx.clock.today()
    with ctx.store.snapshot():
        person = writable(ctx, CHANGE, number)
    kind = rules.kind_of(wanted.kind, ctx.config.kinds_of_documents, _kinds(ctx, person))
    name = rules.file_name(wanted.file.name)
    title, expires = rules.title(wanted.title, name), rules.expiry(wanted.expires, kind, today)
    stored = filestore.put(_folder(ctx), wanted.file, ctx.config.store.largest_document)
    with ctx.store.write():
        person = writable(ctx, CHANGE, number)
        check_alone(ctx, person, expected, None)
        filestore.keep(_folder(ctx), stored, wanted.file, ctx.config.store.largest_document)
        rules.same_content((document for document, _ in _seen(ctx, person, today).values()), stored.sha256)
        slot = rows.next_slot(person.id)
        if slot > rules.MOST:
            raise RuleBroken(
                f"{person.called} has had {rules.MOST} documents; that is as many as are kept for a person."
            )
        entered = writing.begin(ctx, CHANGE, person.number)
        made = Document(today, kind.name, title, name, stored.sha256, stored.size, expires, slot)
        rows.add_document(person.id, made, entered)
        writing.note(entered, CHANGE, person.number, rules.trail(None, made, kind), {"from": str(today)})
    return Done(entered.command, person.number, f"“{title}” is filed as {kind.label} of {person.called}.")


def export(ctx: Context, number: str, document: int, target: Path, *, sha256: str = "") -> Taken:
    """Write a copy of a document to a new file, or into a folder under its own name, proven against its hash.

    Of a sensitive kind that leaves an audit entry first. Raises NotFound, NotAllowed, Conflict where the number is that of
    another document than the one meant, whose hash `sha256` is, StoreError where there is such a file already, and
    StoreDamaged where the stored file is missing or is not what was filed.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        person = _readable(ctx, number)
        found, own = _one(_seen(ctx, person, ctx.day), document, sha256)
    file = target / found.file_name if target.is_dir() else target
    filestore.check_free(file)
    filestore.prove(_folder(ctx), found.sha256)
    if ctx.config.kinds_of_documents[found.kind].sensitive:
        writing.note_read(ctx, person.number, SEE, {"document": str(own), "kind": found.kind})
    filestore.take(_folder(ctx), found.sha256, file)
    return Taken(found, file)


@telling
def change(ctx: Context, number: str, document: int, wanted: DocumentChange, *, expected: int | None = None) -> Done:
    """Change the title or the expiry day of a document from today; `expected` as for `add`.

    Raises NotFound, NotAllowed, Conflict and RuleBroken.
    """
    require(ctx.actor, CHANGE)
    today = ctx.clock.today()
    with ctx.store.write():
        person = writable(ctx, CHANGE, number)
        before = _own(_seen(ctx, person, today), document)
        check_alone(ctx, person, expected, wanted, f"document.{before.slot}.")
        kind = ctx.config.kinds_of_documents[before.kind]
        after = rules.changed(before, wanted, kind, today)
        entered = writing.begin(ctx, CHANGE, person.number)
        rows.add_document(person.id, after, entered)
        detail = {"from": str(after.effective_from)}
        writing.note(entered, CHANGE, person.number, rules.trail(before, after, kind), detail)
    said = f"expires {after.expires}" if after.expires else "does not expire"
    return Done(entered.command, person.number, f"“{after.title}” of {person.called} is changed; it {said}.")


def remove(ctx: Context, number: str, document: int, *, sha256: str = "") -> Done:
    """Take a document off a person's record from today; the file and the history stay. `sha256` as for `export`.

    Raises NotFound, NotAllowed, Conflict, and RuleBroken while a legal hold stands over the person.
    """
    from hrtui.privacy.holds import check_free

    require(ctx.actor, CHANGE)
    today = ctx.clock.today()
    with ctx.store.write():
        person = writable(ctx, CHANGE, number)
        before = _own(_seen(ctx, person, today), document, sha256)
        check_free(ctx, [person.number], "removed")
        kind = ctx.config.kinds_of_documents[before.kind]
        after = replace(before, effective_from=today, active=False, stamp=None)
        entered = writing.begin(ctx, CHANGE, person.number)
        rows.add_document(person.id, after, entered)
        writing.note(entered, CHANGE, person.number, rules.trail(before, after, kind), {"from": str(today)})
    return Done(entered.command, person.number, f"“{before.title}” is no longer on the record of {person.called}.")


def expiring(ctx: Context, until: date, limit: int = 100) -> tuple[Expiring, ...]:
    """The documents that expire by a day or have expired, soonest first, of the people and kinds the role may see.

    Takes four queries. Raises NotAllowed.
    """
    require(ctx.actor, READ)
    with ctx.store.snapshot():
        found = rows.expiring(until, ctx.day, tuple(ctx.config.kinds_of_documents))
        ids = list(dict.fromkeys(person for person, _ in found))
        page = directory.page(ids, scopes(ctx.actor, READ), ctx.actor.person) if ids else []
        people = {line.id: line for line in page if line is not None}
        subjects = directory.subjects([line.number for line in people.values()]) if people else {}
    seen = [
        Expiring(people[person].number, people[person].name, replace(document, slot=0))
        for person, document in found
        if person in people and _is_seen(ctx, document, subjects[people[person].number])
    ]
    return tuple(seen[:limit])


def _is_seen(ctx: Context, document: Document, subject: Subject) -> bool:
    readable = may(ctx.actor, "people.read", subject)
    return readable and rules.sees(ctx.actor, ctx.config.kinds_of_documents.get(document.kind), subject)


def _readable(ctx: Context, number: str) -> Person:
    person = readable(ctx, number)
    require(ctx.actor, READ, person.subject)
    return person


def _kinds(ctx: Context, person: Person) -> Mapping[str, DocumentKind]:
    return rules.seen_kinds(ctx.actor, ctx.config.kinds_of_documents, person.subject)


def _seen(ctx: Context, person: Person, on: date) -> dict[int, tuple[Document, int]]:
    """The documents on file on a day that the role sees, each by its number for the role, with the slot it is stored under."""
    kinds, held = _kinds(ctx, person), rows.live_documents(person.id)
    numbers = rules.numbered(held, kinds)
    found = (row for row in rules.on_day(held, on) if row.kind in kinds)
    return {numbers[row.slot]: (replace(row, slot=numbers[row.slot]), row.slot) for row in found}


def _one(found: Mapping[int, tuple[Document, int]], number: int, sha256: str = "") -> tuple[Document, int]:
    if number not in found:
        raise NotFound(f"There is no document {number} that you may see; the list gives each its number.")
    if sha256 and found[number][0].sha256 != sha256:
        raise Conflict(f"Document {number} is another one by now, “{found[number][0].title}”; look at the list again.")
    return found[number]


def _own(found: Mapping[int, tuple[Document, int]], number: int, sha256: str = "") -> Document:
    """The document of a number, as it is stored."""
    document, slot = _one(found, number, sha256)
    return replace(document, slot=slot)


def _folder(ctx: Context) -> Path:
    return ctx.config.path(ctx.config.store.documents)
