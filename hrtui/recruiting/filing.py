"""Documents of candidates: list, file, take out and unfile. Files are stored by the hash of their content, beside people's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data import filestore
from data.recruiting import candidates
from data.recruiting import files as rows
from hrtui.access.rules import require
from hrtui.audit import writing
from hrtui.audit.model import Change, Entered
from hrtui.context import Context
from hrtui.documents.rules import file_name, title
from hrtui.errors import NotAllowed, RuleBroken
from hrtui.recruiting.gathering import GIVEN, READ, WORK, Worked, candidate, candidate_pay_shown, to_note
from hrtui.recruiting.kept import (
    MOST,
    CandidateFile,
    NewFile,
    TakenFile,
    kind_of,
    label_of,
    on_file,
    one_of,
    same_content,
    shown,
    tells_pay,
)
from hrtui.recruiting.model import Candidate
from hrtui.recruiting.playbook import FileKind
from hrtui.recruiting.playfile import playbook


def documents(ctx: Context, number: str) -> list[CandidateFile]:
    """The documents on file of a candidate and of those merged into them, first filed first; those that tell of pay for whoever sees
    what offers pay alone, and for others they are not even counted.

    Raises NotAllowed and NotFound.
    """
    with ctx.store.snapshot():
        who = candidate(ctx, READ, number)
        return on_file(seen_rows(ctx, who, rows.rows_of(whole(who))), ctx.day)


def kinds(ctx: Context, number: str) -> tuple[FileKind, ...]:
    """The kinds of documents that may be filed of a candidate by this role. Raises NotAllowed and NotFound."""
    with ctx.store.snapshot():
        who = candidate(ctx, WORK, number)
        paid = candidate_pay_shown(ctx, who)
    book = playbook(ctx)
    return tuple(each for each in book.settings.documents if paid or not tells_pay(book, each.name))


def file(ctx: Context, number: str, wanted: NewFile) -> Worked:
    """Store a copy of a file by the hash of its content, and file it as a document of a candidate.

    Raises NotFound, NotAllowed (also for a kind that tells of pay, to whom the role shows none), and RuleBroken where the file cannot
    be read, is empty or too large, or is on file already, and for a candidate who was merged or emptied.
    """
    require(ctx.actor, WORK)
    book, most = playbook(ctx), ctx.config.store.largest_document
    kind = kind_of(book, wanted.kind)
    with ctx.store.snapshot():
        _check_kind(ctx, to_note(ctx, number), kind)
    name = file_name(wanted.file.name)
    called = title(wanted.title, name)
    stored = filestore.put(folder_of(ctx), wanted.file, most)
    with ctx.store.write():
        who = to_note(ctx, number)
        _check_kind(ctx, who, kind)
        filestore.keep(folder_of(ctx), stored, wanted.file, most)
        same_content(on_file(seen_rows(ctx, who, rows.rows_of(whole(who))), ctx.clock.today()), stored.sha256)
        made = CandidateFile(ctx.clock.today(), kind, called, name, stored.sha256, stored.size, who.id, next_slot(who))
        entered = writing.begin(ctx, WORK, who.number)
        put(ctx, made, entered)
        writing.note(entered, WORK, who.number, [Change(f"candidate.document.{kind}", "", GIVEN)])
    return Worked(
        entered.command, "", f"“{called}” is filed as {label_of(book, kind)} of {who.name}.", (), (who.number,)
    )


def take(ctx: Context, number: str, document: int, target: Path, *, sha256: str = "") -> TakenFile:
    """Write a copy of a document to a new file of mode 0600, or into a folder under its own name, proven against its hash, and leave
    an audit entry before.

    Raises NotFound, NotAllowed, Conflict where the number is that of another document than the one meant, whose hash `sha256` is,
    StoreError where there is such a file already, and StoreDamaged where the stored file is missing or is not what was filed.
    """
    with ctx.store.snapshot():
        who = candidate(ctx, READ, number)
        found = one_of(on_file(seen_rows(ctx, who, rows.rows_of(whole(who))), ctx.day), document, sha256)
    path = target / found.file_name if target.is_dir() else target
    filestore.check_free(path)
    filestore.prove(folder_of(ctx), found.sha256)
    writing.note_read(ctx, who.number, "document", {"kind": found.kind}, area="recruiting")
    filestore.take(folder_of(ctx), found.sha256, path)
    return TakenFile(found, path)


def unfile(ctx: Context, number: str, document: int, *, sha256: str = "") -> Worked:
    """Take a document off a candidate's page from today; the file and the history stay. `sha256` as for `take`.

    Raises NotFound, NotAllowed and Conflict, and RuleBroken for a candidate who was merged or emptied.
    """
    today = ctx.clock.today()
    with ctx.store.write():
        who = to_note(ctx, number)
        before = one_of(on_file(seen_rows(ctx, who, rows.rows_of(whole(who))), today), document, sha256)
        entered = writing.begin(ctx, WORK, who.number)
        put(ctx, replace(before, active=False), entered)
        writing.note(entered, WORK, who.number, [Change(f"candidate.document.{before.kind}", GIVEN, "")])
    return Worked(entered.command, "", f"“{before.title}” is no longer on file of {who.name}.", (), (who.number,))


def whole(who: Candidate) -> list[int]:
    """The ids of a candidate and of those merged into them."""
    return [who.id, *candidates.merged_into([who.id])]


def seen_rows(ctx: Context, who: Candidate, found: list[CandidateFile]) -> list[CandidateFile]:
    """Rows of a candidate's documents without those of kinds that are not for the role."""
    book = playbook(ctx)
    telling = {each.kind for each in found if tells_pay(book, each.kind)}
    return shown(found, telling) if telling and not candidate_pay_shown(ctx, who) else found


def put(ctx: Context, document: CandidateFile, entered: Entered) -> None:
    """Enter a document as it stands from today on; inside `write()`."""
    rows.add(document, ctx.clock.today(), entered)


def folder_of(ctx: Context) -> Path:
    """Where files of documents are kept."""
    return ctx.config.path(ctx.config.store.documents)


def _check_kind(ctx: Context, who: Candidate, kind: str) -> None:
    if tells_pay(playbook(ctx), kind) and not candidate_pay_shown(ctx, who):
        raise NotAllowed(f"Documents of the kind {kind} tell of pay, which your roles do not show you.")


def next_slot(who: Candidate) -> int:
    """The slot of a candidate's next document; raises RuleBroken where there were as many as are kept."""
    slot = rows.next_slot(who.id)
    if slot > MOST:
        raise RuleBroken(f"{who.name} has had {MOST} documents; that is as many as are kept of a candidate.")
    return slot
