"""`hrtui recruiting documents|file|take|unfile|notes|note|change-note|drop-note`: documents of candidates, and notes about them."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path, subcommand
from hrtui.cli.belongings import size_of
from hrtui.cli.recruitcandidates import NUMBER

if TYPE_CHECKING:
    from hrtui.cli.session import Session

HIDDEN = ("stamp", "active", "purged", "candidate", "slot")
HEADINGS = ("no", "kind", "title", "filed", "file", "size")
_one = partial(subcommand, "candidate", NUMBER)


def add_to(doing: Any) -> None:
    """Declare them."""
    _one(doing, "documents", "list the documents of a candidate, and of those merged into them", run_list)
    file = _one(doing, "file", "store a copy of a file as a document of a candidate", run_file)
    file.add_argument("file", type=a_path, metavar="FILE", help="the file")
    file.add_argument("--kind", required=True, metavar="KIND", help="a kind of the recruiting file, such as resume")
    file.add_argument("--title", default="", metavar="TEXT", help="what it is called (else the file's name)")
    take = _one(doing, "take", "write a copy of a document to a new file", run_take)
    unfile = _one(doing, "unfile", "take a document off a candidate's page; the file stays in the store", run_unfile)
    for each in (take, unfile):
        each.add_argument("document", type=int, metavar="NO", help="its number in the list of documents")
    take.add_argument(
        "to", type=a_path, metavar="FILE", nargs="?", default=Path(), help="a new file, or a folder (else here)"
    )
    _one(doing, "notes", "list the notes about a candidate, and those merged into them", run_notes)
    note = _one(doing, "note", "note something about a candidate", run_note)
    change = _one(doing, "change-note", "change a note", run_change)
    drop = _one(doing, "drop-note", "take a note out", run_drop)
    for each in (change, drop):
        each.add_argument("note", type=int, metavar="NO", help="its number in the list of notes")
    for each in (note, change):
        each.add_argument("text", metavar="TEXT", help="what is noted")


def run_list(args: argparse.Namespace, session: Session) -> int:
    """Print the list."""
    from hrtui.recruiting.filing import documents
    from hrtui.recruiting.kept import label_of
    from hrtui.recruiting.playfile import playbook

    found, book = documents(session.context, args.candidate), playbook(session.context)
    if args.json:
        session.json([plain(each) for each in found])
        return 0
    if not found:
        session.out("No document is on file; `hrtui recruiting file CANDIDATE FILE --kind KIND` files one.")
        return 0
    rows = [
        (each.number, label_of(book, each.kind), each.title, each.effective_from, each.file_name, size_of(each.size))
        for each in found
    ]
    session.table(rows, HEADINGS)
    return 0


def run_file(args: argparse.Namespace, session: Session) -> int:
    """File one."""
    from hrtui.recruiting.filing import file
    from hrtui.recruiting.kept import NewFile

    return session.told(file(session.context, args.candidate, NewFile(args.file, args.kind, args.title)), args.json)


def run_take(args: argparse.Namespace, session: Session) -> int:
    """Write one to a file."""
    from hrtui.recruiting.filing import take

    taken = take(session.context, args.candidate, args.document, args.to)
    if args.json:
        session.json({"file": taken.file, **plain(taken.document)})
    else:
        session.out(f"{taken.file}: “{taken.document.title}”, {size_of(taken.document.size)}.")
    return 0


def run_unfile(args: argparse.Namespace, session: Session) -> int:
    """Take one off the page."""
    from hrtui.recruiting.filing import unfile

    return session.told(unfile(session.context, args.candidate, args.document), args.json)


def run_notes(args: argparse.Namespace, session: Session) -> int:
    """Print the notes."""
    from hrtui.recruiting.noting import notes

    found = notes(session.context, args.candidate)
    if args.json:
        session.json([plain(each) for each in found])
        return 0
    if not found:
        session.out("There is no note; `hrtui recruiting note CANDIDATE TEXT` writes one.")
    for each in found:
        session.out(f"{each.number}  {each.effective_from}  {each.stamp.recorded_by if each.stamp else ''}")
        for line in each.text.splitlines():
            session.out(f"   {line}")
    return 0


def run_note(args: argparse.Namespace, session: Session) -> int:
    """Write one."""
    from hrtui.recruiting.noting import add_note

    return session.told(add_note(session.context, args.candidate, args.text), args.json)


def run_change(args: argparse.Namespace, session: Session) -> int:
    """Change one."""
    from hrtui.recruiting.noting import change_note

    return session.told(change_note(session.context, args.candidate, args.note, args.text), args.json)


def run_drop(args: argparse.Namespace, session: Session) -> int:
    """Take one out."""
    from hrtui.recruiting.noting import drop_note

    return session.told(drop_note(session.context, args.candidate, args.note), args.json)


def plain(row: Any) -> dict[str, Any]:
    """A document or a note as JSON shows it."""
    return {name: value for name, value in asdict(row).items() if name not in HIDDEN}
