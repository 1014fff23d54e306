"""What holds for documents: who sees which kind, how they are named, and what a change makes of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from hrtui.access.model import Subject
from hrtui.access.rules import may
from hrtui.audit.model import Change
from hrtui.audit.rules import differences
from hrtui.config import DocumentKind
from hrtui.context import Actor
from hrtui.dates import EARLIEST, LATEST
from hrtui.documents.model import Document, DocumentChange
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.people import checks
from hrtui.people.rules import in_force
from hrtui.text import clean, listed

MOST = 500
LONGEST_NAME = 120
SEALED = "(sealed)"
MEGABYTE = 1 << 20
Kinds = Mapping[str, DocumentKind]


def sees(actor: Actor, kind: DocumentKind | None, subject: Subject) -> bool:
    """Whether a kind is for an actor: it names nobody, one of the roles, or an action granted for the person.

    A kind the configuration does not know is for nobody.
    """
    if kind is None:
        return False
    words = kind.see
    return not words or any(word in actor.roles or ("." in word and may(actor, word, subject)) for word in words)


def seen_kinds(actor: Actor, kinds: Kinds, subject: Subject) -> dict[str, DocumentKind]:
    """The kinds that are for an actor about a person, by name."""
    return {name: kind for name, kind in kinds.items() if sees(actor, kind, subject)}


def kind_of(name: str, kinds: Kinds, seen: Kinds) -> DocumentKind:
    """The kind of that name; raise RuleBroken for one that is not known, NotAllowed for one that is not for the actor."""
    found = seen.get(name)
    if found is not None:
        return found
    if name in kinds:
        raise NotAllowed(
            f"Documents of the kind {kinds[name].label} are not for your roles; choose {listed(tuple(seen))}."
        )
    raise RuleBroken(f"“{clean(name, limit=40)}” is no kind of document; choose {listed(tuple(seen))}.", "kind")


def file_name(path: str) -> str:
    """The last part of a path as it may be shown and written again: cleaned, without slashes, at most 120 characters."""
    name = clean(path.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, end = name.rpartition(".")
    if len(name) <= LONGEST_NAME:
        return name or "document"
    return (stem[: LONGEST_NAME - len(end) - 1] + dot + end) if dot and len(end) < 20 else name[:LONGEST_NAME]


def title(entered: str, name: str) -> str:
    """A title, or the file's name without its ending where none is given."""
    return checks.text(entered, "title") or Path(name).stem[: checks.TEXT_LIMIT]


def expiry(value: date | None, kind: DocumentKind, today: date) -> date | None:
    """An expiry day; raise RuleBroken where the kind has none, or needs one, or the year cannot be."""
    if value is None:
        if kind.expires:
            raise RuleBroken(f"{kind.label} expires; enter the day.", "expires")
        return None
    if not max(EARLIEST, date(today.year - 50, 1, 1)) <= value <= min(LATEST, date(today.year + 50, 12, 31)):
        raise RuleBroken(f"{value} is more than fifty years off; check the year.", "expires")
    return value


def too_large(size: int, most: int) -> RuleBroken:
    """That a file is larger than the setting allows."""
    return RuleBroken(
        f"The file has {size / MEGABYTE:,.1f} MB; at most {most} are kept. Make it smaller, or raise store: largest_document.",
        "file",
    )


def on_day(rows: Iterable[Document], on: date) -> list[Document]:
    """The documents on file on a day, in the order they were filed."""
    rows = list(rows)
    found = [in_force([row for row in rows if row.slot == slot], on) for slot in sorted({row.slot for row in rows})]
    return [row for row in found if row is not None and row.active]


def numbered(rows: Iterable[Document], kinds: Kinds) -> dict[int, int]:
    """The number of each slot for someone who sees these kinds: from 1 on without a gap, so that none tells of another
    kind. It is kept through changes and removal."""
    slots = sorted({row.slot for row in rows if row.kind in kinds})
    return {slot: number for number, slot in enumerate(slots, 1)}


def same_content(rows: Iterable[Document], sha256: str) -> None:
    """Raise RuleBroken where one of the documents has that very content."""
    for row in rows:
        if row.sha256 == sha256:
            raise RuleBroken(
                f"That very file is on file already, as “{row.title}”; change its title or expiry instead.", "file"
            )


def changed(before: Document, change: DocumentChange, kind: DocumentKind, today: date) -> Document:
    """The row a change makes of a document from today on; raise RuleBroken where nothing changes."""
    wanted = before
    if change.title is not None:
        wanted = replace(wanted, title=checks.filled(change.title, "title"))
    if change.no_expiry:
        wanted = replace(wanted, expires=expiry(None, kind, today))
    elif change.expires is not None:
        wanted = replace(wanted, expires=expiry(change.expires, kind, today))
    if wanted == before:
        raise RuleBroken("Nothing changes: title and expiry are as they are already; change one, or leave the form.")
    return replace(wanted, effective_from=max(today, before.effective_from), stamp=None)


def trail(before: Document | None, after: Document, kind: DocumentKind) -> list[Change]:
    """The changes as the audit trail writes them: `document.2.expires`; of a sensitive kind names stay out of it."""
    found = [each for each in differences(before, after) if each.field not in ("slot", "active")]
    if not after.active:
        found.append(Change("removed", "", "yes"))
    if kind.sensitive:
        found = [_sealed(each) if each.field in ("title", "file_name") else each for each in found]
    return [Change(f"document.{after.slot}.{each.field}", each.before, each.after) for each in found]


def _sealed(change: Change) -> Change:
    return Change(change.field, SEALED if change.before else "", SEALED if change.after else "")
