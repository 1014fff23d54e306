"""What entries of the trail say of documents, without those whose kind is not for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data import documents as rows
from hrtui.access.model import Subject
from hrtui.access.rules import may
from hrtui.audit.model import Change, Entry
from hrtui.audit.rules import MASKED
from hrtui.context import Context
from hrtui.documents.rules import sees

READ = "people.documents"
ABOUT = "document."
Kinds = Mapping[tuple[str, int], str]


def masked(ctx: Context, entries: Sequence[Entry], subjects: Mapping[str, Subject]) -> list[Entry]:
    """The entries with what they say of documents masked where the role does not see the kind of that person's; one query
    where any is about a document."""
    about = {entry.subject for entry in entries if _slots(entry)}
    if not about:
        return list(entries)
    kinds = rows.kinds_of(about)
    return [_masked(ctx, entry, kinds, subjects) if entry.subject in about else entry for entry in entries]


def known(ctx: Context, entries: Sequence[Entry], subjects: Mapping[str, Subject]) -> list[Entry]:
    """The entries of commands without what they say of documents whose kind the role does not see of that person, and
    without those that say nothing else; one query where any is about a document."""
    about = {entry.subject for entry in entries if _slots(entry)}
    if not about:
        return list(entries)
    kinds = rows.kinds_of(about)
    told = []
    for entry in entries:
        unseen = _unseen(ctx, entry, kinds, subjects)
        changes = tuple(change for change in entry.changes if not _is_of(change, unseen))
        if changes or not unseen:
            told.append(replace(entry, changes=changes))
    return told


def unnumbered(field: str) -> str:
    """A field as the trail names it, a document's without its slot: slots run through kinds that are not for everyone."""
    return ABOUT + field.rpartition(".")[2] if field.startswith(ABOUT) else field


def _slots(entry: Entry) -> set[str]:
    told = {change.field.split(".")[1] for change in entry.changes if change.field.startswith(ABOUT)}
    read = (entry.detail or {}).get("document")
    return told | ({read} if read and read.isdigit() else set())


def _unseen(ctx: Context, entry: Entry, kinds: Kinds, subjects: Mapping[str, Subject]) -> set[str]:
    """The slots an entry tells of whose kind is not for the reader."""
    subject = subjects.get(entry.subject, Subject(""))
    configured = ctx.config.kinds_of_documents

    def hidden(slot: str) -> bool:
        kind = configured.get(kinds.get((entry.subject, int(slot)), ""))
        return not (may(ctx.actor, READ, subject) and sees(ctx.actor, kind, subject))

    return {slot for slot in _slots(entry) if hidden(slot)}


def _masked(ctx: Context, entry: Entry, kinds: Kinds, subjects: Mapping[str, Subject]) -> Entry:
    unseen = _unseen(ctx, entry, kinds, subjects)
    changes = tuple(_covered(change, unseen) for change in entry.changes)
    detail = dict(entry.detail or {})
    if detail.get("document") in unseen:
        detail["kind"] = MASKED
    return replace(entry, changes=changes, detail=detail or entry.detail)


def _is_of(change: Change, slots: set[str]) -> bool:
    return change.field.startswith(ABOUT) and change.field.split(".")[1] in slots


def _covered(change: Change, unseen: set[str]) -> Change:
    if not _is_of(change, unseen):
        return change
    return Change(change.field, *(MASKED if value else "" for value in (change.before, change.after)))
