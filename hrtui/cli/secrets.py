"""`hrtui secrets`: which keys seal private values, another key for all of them, and a key for backups."""

from __future__ import annotations

import argparse
import sys

from hrtui import bootstrap
from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session
from hrtui.store import secrets, service
from hrtui.store.model import KeyUse

SUMMARY = "Keys of sealed values and of backups: tell, rotate, make."
HEADINGS = ("Key", "Since", "By", "Values", "In")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="status|rotate|backup-key|cipher-key")
    status = doing.add_parser("status", help="which keys seal or have sealed, and where they lie")
    rotate = doing.add_parser("rotate", help="seal every value anew with a new key; cannot be undone")
    pair = doing.add_parser("backup-key", help="make a key that backups are sealed for")
    pair.add_argument(
        "file", metavar="FILE", type=a_path, help="where its secret half goes; the public one goes to FILE.pub"
    )
    whole = doing.add_parser("cipher-key", help="make a key that the whole file of the store can be encrypted with")
    whole.add_argument("file", metavar="FILE", type=a_path, help="where it goes")
    for each in (status, rotate, pair, whole):
        each.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, session: Session) -> int:
    """Tell, rotate, or make a backup key."""
    return {"status": _status, "rotate": _rotate, "backup-key": _backup_key, "cipher-key": _cipher_key}[args.doing](
        args, session
    )


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
    file = use.file.name if use.file else "no file at hand"
    return use.key or "not named yet", since, use.by or "–", f"{use.values:,}", file


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


def _backup_key(args: argparse.Namespace, session: Session) -> int:
    ctx = bootstrap.unopened_context(session.config_path, acting=session.acting)
    secret, public = service.make_backup_key(ctx, args.file)
    if args.json:
        session.json({"secret": secret, "public": public})
        return 0
    session.out(f"{secret} opens backups: keep it, and a copy, away from this machine and from the backups.")
    session.out(f"{public} seals them: name it in the configuration, under store: backup_key: {public}")
    return 0


def _cipher_key(args: argparse.Namespace, session: Session) -> int:
    service.make_cipher_key(bootstrap.unopened_context(session.config_path, acting=session.acting), args.file)
    if args.json:
        session.json({"key": args.file})
        return 0
    session.out(f"{args.file} is made. Keep a copy elsewhere: without it a store that is encrypted with it is lost.")
    session.out("How a store is encrypted: docs/administration.md, “The whole file encrypted”.")
    return 0


def _progress(ready: int, whole: int) -> None:
    print(f"\r{ready:,} of {whole:,} values ready", end="" if ready < whole else "\n", file=sys.stderr, flush=True)
