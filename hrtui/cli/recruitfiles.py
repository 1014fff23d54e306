"""`hrtui recruiting documents|file|take|unfile`: documents of candidates."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hrtui.cli.arguments import a_path
from hrtui.cli.belongings import size_of
from hrtui.cli.recruitcandidates import NUMBER

if TYPE_CHECKING:
    from hrtui.cli.session import Session

HIDDEN = ("stamp", "active", "purged", "candidate", "slot")
HEADINGS = ("no", "kind", "title", "filed", "file", "size")


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


def _one(doing: Any, name: str, help_: str, act: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = doing.add_parser(name, help=help_)
    parser.add_argument("candidate", metavar="CANDIDATE", help=NUMBER)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(act=act)
    return parser


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


def plain(row: Any) -> dict[str, Any]:
    """A document or a note as JSON shows it."""
    return {name: value for name, value in asdict(row).items() if name not in HIDDEN}
