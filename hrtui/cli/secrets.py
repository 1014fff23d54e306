"""`hrtui secrets`: which keys seal private values, and another key for all of them."""

from __future__ import annotations

import argparse
import sys

from hrtui.cli.session import Session
from hrtui.store import secrets
from hrtui.store.model import KeyUse

SUMMARY = "Tell how private values are sealed, and seal them with a new key."
HEADINGS = ("Key", "Since", "By", "Values", "In")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="status|rotate")
    status = doing.add_parser("status", help="which keys seal or have sealed, and where they lie")
    rotate = doing.add_parser("rotate", help="seal every value anew with a new key; cannot be undone")
    for each in (status, rotate):
        each.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Tell, or rotate."""
    return _status(args, session) if args.doing == "status" else _rotate(args, session)


def _status(args: argparse.Namespace, session: Session) -> int:
    found = secrets.status(session.context)
    if args.json:
        session.json(found)
        return 0
    if found.keys:
        session.table([_cells(use) for use in found.keys], HEADINGS)
    else:
        session.out("Nothing is sealed yet.")
    session.out(f"The key file is {found.key_file} {found.mode}".rstrip() + ".")
    if found.ready:
        session.out(
            f"A rotation was cut short with {found.ready:,} values ready; `hrtui secrets rotate` goes on with it."
        )
    for doubt in found.doubts:
        session.out(doubt)
    return 0


def _cells(use: KeyUse) -> tuple[object, ...]:
    since = f"{use.since:%Y-%m-%d}" if use.since else "–"
    return use.key or "not named yet", since, use.by or "–", f"{use.values:,}", use.file or "no file at hand"


def _rotate(args: argparse.Namespace, session: Session) -> int:
    done = secrets.rotate(session.context, _progress if sys.stderr.isatty() else None)
    if args.json:
        session.json(done)
        return 0
    session.out(f"{done.values:,} values are sealed with key {done.key}; this cannot be undone.")
    session.out(f"  The key before, {done.before}, is kept in {done.apart}.")
    session.out("  Backups made until now need it: keep it as long as one of them is wanted, then remove it.")
    session.out("  Keep a copy of the new key file elsewhere, apart from backups.")
    return 0


def _progress(ready: int, whole: int) -> None:
    print(f"\r{ready:,} of {whole:,} values ready", end="" if ready < whole else "\n", file=sys.stderr, flush=True)
