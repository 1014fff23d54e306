"""`hrtui person contact` and `hrtui person document`: list, add, change, export and remove what belongs to a person."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session
from hrtui.dates import EXAMPLES

KINDS = ("contact", "document")
CONTACT_KINDS = ("emergency", "dependent")
TEXTS = ("first_name", "last_name", "relation", "phone", "email", "address", "sex", "note")
SLOT = "the number the list gives it"
PERSON = "the person's number, or a name that only one person has"
HEADINGS = ("No.", "Kind", "Name", "Relation", "Phone", "E-mail", "Birth date")
FILES = ("No.", "Kind", "Title", "Filed", "Expires", "File", "Size")
KILOBYTE = 1024


def add_arguments(doing: Any) -> None:
    """Declare `contact` and `document` with what can be done to them."""
    _contact(doing.add_parser("contact", help="people to call and dependents: list, add, change, remove"))
    _document(doing.add_parser("document", help="documents: list, add, export, expire, remove"))


def run(args: argparse.Namespace, session: Session, number: str) -> int:
    """Do it, and print the list or what was done."""
    return _RUN[args.doing, args.what](args, session, number)


# -- contacts


def _contact(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="list|add|change|remove")
    listed = _verb(what, "list", "print the contacts and dependents on a day")
    listed.add_argument("--reveal", action="store_true", help="show masked birth dates; logged")
    add = _verb(what, "add", "add one from a day on")
    add.add_argument("kind", choices=CONTACT_KINDS, help="someone to call, or a dependent")
    change = _verb(what, "change", "change one from a day on")
    change.add_argument("slot", metavar="NO", type=int, help=SLOT)
    change.add_argument("--kind", choices=CONTACT_KINDS, help="someone to call, or a dependent")
    change.add_argument("--no-birth-date", action="store_true", help="take the birth date away")
    for each in (add, change):
        for name in TEXTS:
            each.add_argument(
                f"--{name.replace('_', '-')}", dest=name, metavar=name.upper(), help=name.replace("_", " ")
            )
        each.add_argument("--birth-date", metavar="DAY", help=f"the birth date: {EXAMPLES}")
    remove = _verb(what, "remove", "remove one from a day on; the history stays")
    remove.add_argument("slot", metavar="NO", type=int, help=SLOT)
    for each in what.choices.values():
        each.add_argument("--on", metavar="DAY", default="today", help=f"the day it holds from: {EXAMPLES}")


def _contacts(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.contacts import rules, service

    found = service.contacts(session.context, number, reveal=args.reveal)
    rows = rules.on_day(found.rows, session.day(args.on))
    if args.json:
        session.json([_plain(row) for row in rows])
        return 0
    session.table(
        [
            (row.slot, row.kind.value, row.name, row.relation, row.phone, row.email, row.birth_date or _dots(row.slot in found.masked))
            for row in rows
        ],
        HEADINGS,
    )  # fmt: skip
    return 0


def _add_contact(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.contacts import service
    from hrtui.contacts.model import Contact, ContactKind

    given: dict[str, Any] = {name: getattr(args, name) for name in TEXTS if getattr(args, name) is not None}
    born = session.day(args.birth_date) if args.birth_date else None
    contact = Contact(session.day(args.on), ContactKind(args.kind), **given, birth_date=born)
    return session.told(service.add(session.context, number, contact), args.json)


def _change_contact(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.contacts import service
    from hrtui.contacts.model import ContactChange, ContactKind

    given: dict[str, Any] = {name: getattr(args, name) for name in TEXTS if getattr(args, name) is not None}
    change = ContactChange(
        session.day(args.on),
        kind=ContactKind(args.kind) if args.kind else None,
        **given,
        birth_date=session.day(args.birth_date) if args.birth_date else None,
        no_birth_date=args.no_birth_date,
    )
    return session.told(service.change(session.context, number, args.slot, change), args.json)


def _remove_contact(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.contacts import service

    return session.told(service.remove(session.context, number, args.slot, session.day(args.on)), args.json)


# -- documents


def _document(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="list|add|export|expire|remove")
    _verb(what, "list", "print the documents of the kinds you may see")
    add = _verb(what, "add", "store a copy of a file")
    add.add_argument("file", metavar="FILE", type=a_path, help="the file")
    add.add_argument("--kind", required=True, metavar="KIND", help="a kind of the configuration, such as contract")
    add.add_argument("--title", default="", help="what it is called (else the file's name)")
    add.add_argument("--expires", metavar="DAY", help=f"the day it expires: {EXAMPLES}")
    export = _verb(what, "export", "write a copy to a new file")
    expire = _verb(what, "expire", "change the day it expires, or its title")
    remove = _verb(what, "remove", "take one off the record; the file stays in the store")
    for each in (export, expire, remove):
        each.add_argument("slot", metavar="NO", type=int, help=SLOT)
    export.add_argument(
        "to", metavar="FILE", type=a_path, nargs="?", default=Path(), help="a new file, or a folder (else here)"
    )
    expire.add_argument("--on", metavar="DAY", help=f"the day it expires: {EXAMPLES}")
    expire.add_argument("--never", action="store_true", help="take the day away")
    expire.add_argument("--title", help="another title")


def _documents(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.documents import service

    found = service.documents(session.context, number)
    if args.json:
        session.json([_plain(row) for row in found.rows])
        return 0
    labels = session.config.kinds_of_documents
    session.table(
        [
            (row.slot, labels[row.kind].label, row.title, row.effective_from, row.expires or "", row.file_name, size_of(row.size))
            for row in found.rows
        ],
        FILES,
    )  # fmt: skip
    return 0


def _add_document(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.documents import service
    from hrtui.documents.model import NewDocument

    expires = session.day(args.expires) if args.expires else None
    wanted = NewDocument(args.file, args.kind, args.title, expires)
    return session.told(service.add(session.context, number, wanted), args.json)


def _export_document(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.documents import service

    taken = service.export(session.context, number, args.slot, args.to)
    if args.json:
        session.json({"file": taken.file, **_plain(taken.document)})
    else:
        session.out(f"{taken.file}: “{taken.document.title}”, {size_of(taken.document.size)}.")
    return 0


def _expire_document(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.documents import service
    from hrtui.documents.model import DocumentChange

    change = DocumentChange(args.title, session.day(args.on) if args.on else None, args.never)
    return session.told(service.change(session.context, number, args.slot, change), args.json)


def _remove_document(args: argparse.Namespace, session: Session, number: str) -> int:
    from hrtui.documents import service

    return session.told(service.remove(session.context, number, args.slot), args.json)


def size_of(size: int) -> str:
    """A size in bytes in words: `34 kB`."""
    return f"{size / KILOBYTE**2:,.1f} MB" if size >= KILOBYTE**2 else f"{max(1, round(size / KILOBYTE)):,} kB"


def _verb(what: Any, name: str, help: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = what.add_parser(name, help=help)
    parser.add_argument("person", metavar="NUMBER", help=PERSON)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _plain(row: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in ("stamp", "active")}


def _dots(masked: bool) -> str:
    return "•••••" if masked else ""


_RUN = {
    ("contact", "list"): _contacts,
    ("contact", "add"): _add_contact,
    ("contact", "change"): _change_contact,
    ("contact", "remove"): _remove_contact,
    ("document", "list"): _documents,
    ("document", "add"): _add_document,
    ("document", "export"): _export_document,
    ("document", "expire"): _expire_document,
    ("document", "remove"): _remove_document,
}
