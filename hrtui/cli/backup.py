"""`hrtui backup`: a copy of the store at one moment, proven row by row, with a manifest beside it; and proving one again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hrtui.cli.arguments import a_path
from hrtui.cli.session import Session
from hrtui.errors import StoreDamaged, UsageError
from hrtui.store import service
from hrtui.store.model import BackupReport

SUMMARY = "Write a verified copy of the store, or verify one."
VERIFY = "verify"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "words",
        metavar="[verify] FILE",
        nargs="*",
        type=a_path,
        help="the file, or a folder (else the configured folder of backups); after `verify` the backup to open and prove, and put nowhere",
    )
    parser.add_argument(
        "--key", metavar="FILE", type=a_path, help="the secret half of the backup key, to verify a sealed backup"
    )
    parser.add_argument(
        "--cipher-key",
        metavar="FILE",
        type=a_path,
        help="the key it was encrypted with, where that is not the configured one",
    )
    parser.add_argument("--json", action="store_true", help="print the file and its manifest")


def run(args: argparse.Namespace, session: Session) -> int:
    """Back up; say where, and whether the store itself held together. Or verify a backup."""
    words = args.words
    if len(words) == 2 and str(words[0]) == VERIFY:
        return _verify(args, session, words[1])
    if len(words) > 1 or [str(word) for word in words] == [VERIFY]:
        raise UsageError("Name one file to back up to, or `hrtui backup verify FILE`. See: hrtui backup --help")
    if args.key is not None or args.cipher_key is not None:
        raise UsageError(
            "--key and --cipher-key are for verifying; what backups are sealed for is said by `store: backup_key:`."
        )
    report = service.backup(session.context, words[0] if words else None)
    made = report.manifest
    if args.json:
        session.json({"file": report.file, "manifest": made, "documents": report.documents})
    else:
        _tell(session, report)
    missing = report.documents.missing if report.documents else ()
    if missing:
        print(f"hrtui: {len(missing)} documents are missing or damaged; see `hrtui check`.", file=sys.stderr)
    if made.faults:
        print(
            "hrtui: The copy is exact, but the store itself does not hold together; see `hrtui check`.", file=sys.stderr
        )
    return StoreDamaged.exit_code if made.faults or missing else 0


def _verify(args: argparse.Namespace, session: Session, file: Path) -> int:
    report = service.verify(session.context, file, args.key, args.cipher_key)
    if args.json:
        session.json(report)
        return StoreDamaged.exit_code if report.documents.missing else 0
    if report.manifest is None:
        session.out(f"{report.backup} is sound; without its manifest it is not proven to be what was backed up.")
    else:
        session.out(f"{report.backup} holds what its manifest says, and it holds together.")
    session.out(f"  people         {report.picture.counts.get('person', 0):,}")
    session.out(f"  audit entries  {report.picture.entries:,}, the last {report.picture.head}")
    session.out(f"  documents      {report.documents.files:,} in {report.documents.folder}")
    if report.documents.missing:
        said = f"hrtui: {len(report.documents.missing)} documents are missing or damaged there; back up again."
        print(said, file=sys.stderr)
        return StoreDamaged.exit_code
    return 0


def _tell(session: Session, report: BackupReport) -> None:
    made = report.manifest
    sealed = f", sealed for backup key {made.sealed_for}" if made.sealed_for else ""
    session.out(f"{report.file}: {made.bytes / 2**20:,.1f} MB, verified{sealed}.")
    session.out(f"  people         {made.picture.counts.get('person', 0):,}")
    session.out(f"  audit entries  {made.picture.entries:,}, the last {made.picture.head}")
    session.out(f"  sha256         {made.sha256}")
    copied = report.documents
    if copied is not None and copied.files:
        session.out(f"  documents      {copied.files:,}, {copied.new:,} of them new in {copied.folder}")
    session.out("Keep the key of sealed values apart from it: without the key they cannot be read again.")
